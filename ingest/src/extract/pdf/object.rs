//! The objects of PDF and how they are written.

use std::ops::Range;

/// Deepest nesting of arrays and dictionaries that is read.
const MAX_DEPTH: usize = 100;

/// Most values in one object.
const MAX_VALUES: usize = 1_000_000;

/// Keywords that stand in no array or dictionary.
const ENDS: [&[u8]; 5] = [b"obj", b"endobj", b"stream", b"trailer", b"startxref"];

/// An object, or an operator of a content stream.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Object {
    Null,
    Bool(bool),
    Number(f64),
    String(Vec<u8>),
    Name(String),
    Array(Vec<Object>),
    Dict(Dict),
    /// An object by its number; generations are not told apart, the last one in the file counts.
    Reference(u32),
    /// A dictionary and where the bytes behind it stand in the file.
    Stream(Dict, Range<usize>),
    /// A keyword.
    Operator(Vec<u8>),
}

impl Object {
    pub fn number(&self) -> Option<f64> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }

    /// A number that counts or names something.
    pub fn integer(&self) -> Option<i64> {
        // The cast saturates, so that no number is out of range.
        self.number().map(|number| number as i64)
    }

    pub fn name(&self) -> Option<&str> {
        if let Self::Name(name) = self { Some(name) } else { None }
    }

    pub fn string(&self) -> Option<&[u8]> {
        if let Self::String(bytes) = self { Some(bytes) } else { None }
    }

    pub fn array(&self) -> Option<&[Object]> {
        if let Self::Array(items) = self { Some(items) } else { None }
    }

    /// The dictionary, a stream's included.
    pub fn dict(&self) -> Option<&Dict> {
        match self {
            Self::Dict(dict) | Self::Stream(dict, _) => Some(dict),
            _ => None,
        }
    }
}

/// A dictionary; the first of several entries of one key counts.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Dict(pub Vec<(String, Object)>);

impl Dict {
    pub fn get(&self, key: &str) -> &Object {
        self.0.iter().find(|(name, _)| name == key).map_or(&Object::Null, |(_, value)| value)
    }

    /// Whether the entry is that name.
    pub fn is(&self, key: &str, name: &str) -> bool {
        self.get(key).name() == Some(name)
    }
}

/// Reads objects one after the other. Nothing here fails: what is no object is an operator.
pub(super) struct Lexer<'b> {
    bytes: &'b [u8],
    /// Where the next object begins, or white space before it.
    pub at: usize,
    /// Whether `1 0 R` is a reference; content streams have none.
    has_references: bool,
    values: usize,
}

impl<'b> Lexer<'b> {
    pub fn in_file(bytes: &'b [u8], at: usize) -> Self {
        Self { bytes, at, has_references: true, values: 0 }
    }

    pub fn in_content(bytes: &'b [u8]) -> Self {
        Self { bytes, at: 0, has_references: false, values: 0 }
    }

    /// The next object; `None` at the end.
    pub fn next(&mut self) -> Option<Object> {
        self.values = 0;
        self.object(0)
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    pub fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                let rest = &self.bytes[self.at..];
                self.at += memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
            } else if is_space(byte) {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    fn object(&mut self, depth: usize) -> Option<Object> {
        self.skip_space();
        self.values += 1;
        let byte = self.peek()?;
        Some(match byte {
            b'(' => self.literal(),
            b'/' => {
                self.at += 1;
                Object::Name(self.name())
            }
            b'<' if self.bytes.get(self.at + 1) == Some(&b'<') => {
                self.at += 2;
                self.dict(depth)
            }
            b'<' => self.hexadecimal(),
            b'[' => {
                self.at += 1;
                Object::Array(self.items(depth, b"]"))
            }
            b']' | b'{' | b'}' | b')' => self.sign(1),
            b'>' => self.sign(if self.bytes.get(self.at + 1) == Some(&b'>') { 2 } else { 1 }),
            b'+' | b'-' | b'.' | b'0'..=b'9' => self.number_or_reference(),
            _ => self.keyword(),
        })
    }

    fn sign(&mut self, length: usize) -> Object {
        self.at += length;
        Object::Operator(self.bytes[self.at - length..self.at].to_vec())
    }

    /// The objects up to a closing sign. A keyword that cannot stand inside ends them too, so that one
    /// lost sign does not swallow the file.
    fn items(&mut self, depth: usize, close: &[u8]) -> Vec<Object> {
        let mut items = Vec::new();
        while depth < MAX_DEPTH && self.values < MAX_VALUES {
            let before = self.at;
            match self.object(depth + 1) {
                Some(Object::Operator(word)) if word == close => break,
                Some(Object::Operator(word)) if ENDS.contains(&word.as_slice()) => {
                    self.at = before;
                    break;
                }
                Some(Object::Operator(_)) => {}
                Some(object) => items.push(object),
                None => break,
            }
        }
        items
    }

    fn dict(&mut self, depth: usize) -> Object {
        let mut entries = Vec::new();
        let mut key = None;
        for item in self.items(depth, b">>") {
            match (key.take(), item) {
                (Some(key), value) => entries.push((key, value)),
                (None, Object::Name(name)) => key = Some(name),
                // A value without a key is of no use.
                (None, _) => {}
            }
        }
        Object::Dict(Dict(entries))
    }

    fn name(&mut self) -> String {
        let mut name = Vec::new();
        while let Some(byte) = self.peek().filter(|&byte| is_regular(byte)) {
            self.at += 1;
            let escaped = (byte == b'#').then(|| self.bytes.get(self.at..self.at + 2)).flatten();
            match escaped.and_then(|digits| Some(hex(digits[0])? << 4 | hex(digits[1])?)) {
                Some(byte) => {
                    self.at += 2;
                    name.push(byte);
                }
                None => name.push(byte),
            }
        }
        String::from_utf8_lossy(&name).into_owned()
    }

    fn hexadecimal(&mut self) -> Object {
        self.at += 1;
        let rest = &self.bytes[self.at..];
        let length = memchr::memchr(b'>', rest).unwrap_or(rest.len());
        self.at = (self.at + length + 1).min(self.bytes.len());
        Object::String(from_hexadecimal(&rest[..length]))
    }

    fn literal(&mut self) -> Object {
        self.at += 1;
        let mut bytes = Vec::new();
        let mut open = 1;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'(' => open += 1,
                b')' => open -= 1,
                b'\\' => {
                    bytes.extend(self.escape());
                    continue;
                }
                _ => {}
            }
            if open == 0 {
                break;
            }
            bytes.push(byte);
        }
        Object::String(bytes)
    }

    /// What a backslash and the signs behind it stand for.
    fn escape(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(match byte {
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'b' => 8,
            b'f' => 12,
            b'\r' => {
                self.at += usize::from(self.peek() == Some(b'\n'));
                return None;
            }
            b'\n' => return None,
            b'0'..=b'7' => {
                let mut value = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek() else { break };
                    self.at += 1;
                    value = value * 8 + u32::from(digit - b'0');
                }
                value as u8
            }
            other => other,
        })
    }

    fn number_or_reference(&mut self) -> Object {
        let start = self.at;
        let number = self.number();
        if self.has_references && self.bytes[start..self.at].iter().all(u8::is_ascii_digit) {
            let after = self.at;
            if let Some(id) = self.is_reference().then_some(number as u32) {
                return Object::Reference(id);
            }
            self.at = after;
        }
        Object::Number(number)
    }

    /// Whether a generation and `R` follow; reads them.
    fn is_reference(&mut self) -> bool {
        self.skip_space();
        let digits = self.bytes[self.at..].iter().take(6).take_while(|byte| byte.is_ascii_digit()).count();
        self.at += digits;
        if digits == 0 || !self.peek().is_some_and(is_space) {
            return false;
        }
        self.skip_space();
        let is_reference =
            self.peek() == Some(b'R') && !self.bytes.get(self.at + 1).is_some_and(|&byte| is_regular(byte));
        self.at += usize::from(is_reference);
        is_reference
    }

    fn number(&mut self) -> f64 {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit() || b"+-.".contains(&byte)) {
            self.at += 1;
        }
        let text = std::str::from_utf8(&self.bytes[start..self.at]).unwrap_or_default();
        // Some writers put signs within numbers; what stands before them counts.
        let end =
            text.char_indices().skip(1).find(|(_, c)| "+-".contains(*c)).map_or(text.len(), |(at, _)| at);
        let number: f64 = text[..end].parse().unwrap_or(0.0);
        number.clamp(-1e12, 1e12)
    }

    fn keyword(&mut self) -> Object {
        let start = self.at;
        while self.peek().is_some_and(is_regular) {
            self.at += 1;
        }
        match &self.bytes[start..self.at] {
            b"true" => Object::Bool(true),
            b"false" => Object::Bool(false),
            b"null" => Object::Null,
            word => Object::Operator(word.to_vec()),
        }
    }
}

/// The bytes that hexadecimal digits stand for; other signs are passed over.
pub(super) fn from_hexadecimal(digits: &[u8]) -> Vec<u8> {
    let values: Vec<u8> = digits.iter().copied().filter_map(hex).collect();
    values.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).collect()
}

fn hex(digit: u8) -> Option<u8> {
    (digit as char).to_digit(16).map(|value| value as u8)
}

pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 12 | b'\r' | b' ')
}

/// Whether a byte can stand in a name or a keyword.
fn is_regular(byte: u8) -> bool {
    !is_space(byte) && !b"()<>[]{}/%".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[Object]) {
        let mut lexer = Lexer::in_file(text.as_bytes(), 0);
        let found: Vec<_> = std::iter::from_fn(|| lexer.next()).collect();
        assert_eq!(found, expected, "{text}");
    }

    fn string(text: &str) -> Object {
        Object::String(text.as_bytes().to_vec())
    }

    #[test]
    fn objects_are_read() {
        let name = |name: &str| Object::Name(name.to_owned());
        let number = Object::Number;
        check("1 -.5 +3. 4-5", &[number(1.0), number(-0.5), number(3.0), number(4.0)]);
        check(
            "12 0 R 7 0 obj",
            &[Object::Reference(12), number(7.0), number(0.0), Object::Operator(b"obj".to_vec())],
        );
        check("(a(b)\\)\\101\\\n\\n) <48 4> <4>", &[string("a(b))A\n"), string("H@"), string("@")]);
        check("/A#20b/ true null", &[name("A b"), name(""), Object::Bool(true), Object::Null]);
        let dict = |entries: &[(&str, Object)]| {
            Object::Dict(Dict(
                entries.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect(),
            ))
        };
        let array = Object::Array(vec![number(1.0), Object::Reference(2)]);
        check("<</K[1 2 0 R]/D<<>>>> % end", &[dict(&[("K", array), ("D", dict(&[]))])]);
    }

    #[test]
    fn damaged_objects_end() {
        let open = [b"[".repeat(1_000), b"<<".repeat(1_000), b"(".repeat(1_000), b"<".to_vec()];
        for bytes in open {
            let mut lexer = Lexer::in_file(&bytes, 0);
            assert!(std::iter::from_fn(|| lexer.next()).count() <= 1_000);
        }
        check("[1 endobj", &[Object::Array(vec![Object::Number(1.0)]), Object::Operator(b"endobj".to_vec())]);
    }
}
