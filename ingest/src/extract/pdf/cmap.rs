//! `CMap`s: from the codes of a font to characters, or to the font's own numbers.

use super::object::{Lexer, Object};

/// Most ranges that are kept.
const MAX_RANGES: usize = 200_000;

/// Longest text of one code, in UTF-16 units.
const MAX_TEXT: usize = 16;

/// What a range of codes stands for.
#[derive(Debug, Clone, PartialEq)]
enum Target {
    /// UTF-16 whose last unit counts up with the code.
    Text(Vec<u16>),
    /// A number in the font, counting up with the code.
    Cid(u32),
}

#[derive(Debug, Clone)]
struct Span {
    low: u32,
    high: u32,
    target: Target,
}

/// A `CMap` that a file brings along.
#[derive(Debug, Default)]
pub(super) struct CMap {
    /// Lengths of codes in bytes with the codes that have it.
    lengths: Vec<(usize, u32, u32)>,
    /// Sorted by their first code.
    spans: Vec<Span>,
    /// The `CMap` that this one builds on.
    pub base: Option<String>,
}

impl CMap {
    pub fn parse(content: &[u8]) -> Self {
        let mut map = Self::default();
        let mut operands: Vec<Object> = Vec::new();
        let mut lexer = Lexer::in_content(content);
        while let Some(object) = lexer.next() {
            let Object::Operator(word) = &object else {
                operands.push(object);
                continue;
            };
            map.section(word, &operands);
            operands.clear();
        }
        map.spans.sort_by_key(|span| span.low);
        map
    }

    fn section(&mut self, word: &[u8], operands: &[Object]) {
        match word {
            b"usecmap" => self.base = operands.last().and_then(Object::name).map(str::to_owned),
            b"endcodespacerange" => {
                for pair in operands.chunks_exact(2).take(100) {
                    if let (Some((low, length)), Some((high, _))) = (code(&pair[0]), code(&pair[1])) {
                        self.lengths.push((length, low, high));
                    }
                }
            }
            b"endbfchar" | b"endcidchar" => {
                operands.chunks_exact(2).for_each(|pair| self.add(&pair[0], &pair[0], &pair[1]));
            }
            b"endbfrange" | b"endcidrange" => {
                operands.chunks_exact(3).for_each(|range| self.range(&range[0], &range[1], &range[2]));
            }
            _ => {}
        }
    }

    fn range(&mut self, low: &Object, high: &Object, target: &Object) {
        let Object::Array(targets) = target else { return self.add(low, high, target) };
        let Some((first, _)) = code(low) else { return };
        for (at, target) in targets.iter().enumerate() {
            let code = first.saturating_add(at as u32);
            self.push(code, code, target);
        }
    }

    fn add(&mut self, low: &Object, high: &Object, target: &Object) {
        if let (Some((low, _)), Some((high, _))) = (code(low), code(high)) {
            self.push(low, high, target);
        }
    }

    fn push(&mut self, low: u32, high: u32, target: &Object) {
        let target = match target {
            Object::String(bytes) if bytes.len() == 1 => Target::Text(vec![u16::from(bytes[0])]),
            Object::String(bytes) => {
                let units = bytes.chunks_exact(2).take(MAX_TEXT);
                Target::Text(units.map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect())
            }
            Object::Number(cid) => Target::Cid(*cid as u32),
            _ => return,
        };
        if self.spans.len() < MAX_RANGES && low <= high {
            self.spans.push(Span { low, high, target });
        }
    }

    /// The first code of `bytes` and its length.
    pub fn code(&self, bytes: &[u8]) -> Option<(u32, usize)> {
        let mut code = 0_u32;
        for (at, &byte) in bytes.iter().take(4).enumerate() {
            code = code << 8 | u32::from(byte);
            let length = at + 1;
            if self.lengths.iter().any(|&(of, low, high)| of == length && (low..=high).contains(&code)) {
                return Some((code, length));
            }
        }
        None
    }

    /// Whether codes have lengths of their own here.
    pub fn has_lengths(&self) -> bool {
        !self.lengths.is_empty()
    }

    fn span(&self, code: u32) -> Option<&Span> {
        let behind = self.spans.partition_point(|span| span.low <= code);
        // Ranges may overlap, though they hardly do.
        self.spans[..behind].iter().rev().take(4).find(|span| code <= span.high)
    }

    /// The text of a code; `None` where the map does not say.
    pub fn text(&self, code: u32) -> Option<String> {
        let span = self.span(code)?;
        let Target::Text(units) = &span.target else { return None };
        let (last, first) = units.split_last()?;
        let last = last.wrapping_add((code - span.low) as u16);
        let text = char::decode_utf16(first.iter().copied().chain([last]));
        let text: String = text.map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
        (!text.chars().all(|c| c == '\0')).then_some(text)
    }

    /// The font's number of a code.
    pub fn cid(&self, code: u32) -> Option<u32> {
        let span = self.span(code)?;
        let Target::Cid(cid) = span.target else { return None };
        Some(cid.saturating_add(code - span.low))
    }
}

/// A code and its length in bytes.
fn code(object: &Object) -> Option<(u32, usize)> {
    let bytes = object.string().filter(|bytes| (1..=4).contains(&bytes.len()))?;
    Some((bytes.iter().fold(0, |code, &byte| code << 8 | u32::from(byte)), bytes.len()))
}

#[cfg(test)]
mod tests {
    use super::CMap;

    #[test]
    fn codes_become_text() {
        let map = CMap::parse(
            b"1 begincodespacerange <0000> <ffff> endcodespacerange\n\
              2 beginbfchar <0001> <793A> <0002> <00660066> endbfchar\n\
              2 beginbfrange <0010> <0012> <4E00> <0020> <0021> [<7532> <D842DFB7>] endbfrange",
        );
        let text = |code| map.text(code).unwrap_or_default();
        assert_eq!([text(1), text(2), text(0x11), text(0x20), text(0x21)], ["示", "ff", "丁", "甲", "𠮷"]);
        assert_eq!((map.text(3), map.text(0x13)), (None, None));
        assert_eq!(map.code(&[0, 1, 2]), Some((1, 2)));
    }

    #[test]
    fn codes_of_several_lengths_become_numbers() {
        let map = CMap::parse(
            b"/GBK-EUC-H usecmap 2 begincodespacerange <00> <80> <8140> <fefe> endcodespacerange\n\
              1 begincidrange <20> <7e> 814 endcidrange 1 begincidchar <b0a1> 940 endcidchar",
        );
        assert_eq!(
            (map.code(b"A"), map.code(b"\xB0\xA1"), map.code(b"\xFF")),
            (Some((65, 1)), Some((0xB0A1, 2)), None)
        );
        assert_eq!((map.cid(0x21), map.cid(0xB0A1), map.cid(0xB0A2)), (Some(815), Some(940), None));
        assert_eq!(map.base.as_deref(), Some("GBK-EUC-H"));
    }

    #[test]
    fn any_bytes_are_read() {
        for bytes in [
            b"endbfrange".as_slice(),
            b"<> <> <> endbfrange",
            b"<ffffffff> <ffffffff> [<41> <42>] endbfrange",
        ] {
            CMap::parse(bytes);
        }
    }
}
