//! Fonts whose codes are single bytes: which character each of the 256 is.

use super::{
    file::File,
    object::{Dict, Object},
};
use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};

/// Names of glyphs and their characters: the Latin part of what Adobe's fonts hold.
const GLYPHS: &str = include_str!("glyphs.txt");

/// Where Adobe's standard encoding differs from ASCII and has characters beyond it.
const STANDARD: &[(u8, &str)] = &[
    (0x27, "’"),
    (0x60, "‘"),
    (0xA1, "¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ"),
    (0xB1, "–†‡·"),
    (0xB6, "¶•‚„”»…‰"),
    (0xBF, "¿"),
    (0xC1, "`´ˆ˜¯˘˙¨"),
    (0xCA, "˚¸"),
    (0xCD, "˝˛ˇ—"),
    (0xE1, "Æ"),
    (0xE3, "ª"),
    (0xE8, "ŁØŒº"),
    (0xF1, "æ"),
    (0xF5, "ı"),
    (0xF8, "łøœß"),
];

/// What looking up a glyph's name costs, in steps.
const NAME_STEPS: u64 = 50;

/// The characters of a font's codes; `None` where the font does not say.
pub(super) fn characters(file: &File<'_>, font: &Dict) -> Vec<Option<char>> {
    let encoding = file.entry(font, "Encoding");
    let stated = encoding.dict().map(|dict| file.entry(dict, "BaseEncoding"));
    let base = stated.as_deref().unwrap_or(&encoding).name().map(str::to_owned);
    let mut table = match base.as_deref() {
        Some("WinAnsiEncoding") => of_encoding(WINDOWS_1252),
        Some("MacRomanEncoding") => of_encoding(MACINTOSH),
        Some("StandardEncoding") => standard(),
        _ if is_symbolic(file, font) => symbolic(),
        _ if font.is("Subtype", "TrueType") => of_encoding(WINDOWS_1252),
        _ => standard(),
    };
    let differences = encoding.dict().map(|dict| file.entry(dict, "Differences"));
    let mut code = 0;
    for item in differences.as_deref().and_then(Object::array).unwrap_or_default() {
        match item {
            Object::Number(number) => code = *number as usize,
            Object::Name(name) if file.budget.take_steps(NAME_STEPS) => {
                if let Some(entry) = table.get_mut(code) {
                    *entry = named(name);
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    table
}

/// Whether a font's own signs stand behind its codes, and not letters.
fn is_symbolic(file: &File<'_>, font: &Dict) -> bool {
    let name = font.get("BaseFont").name().unwrap_or_default();
    let name = name.split_once('+').map_or(name, |(_, name)| name);
    let descriptor = file.entry(font, "FontDescriptor");
    let flags = descriptor.dict().and_then(|dict| dict.get("Flags").integer()).unwrap_or(0);
    let is_letters = font.is("Subtype", "TrueType") && flags & 0x20 != 0;
    ["Symbol", "ZapfDingbats", "Wingdings", "Webdings"].iter().any(|known| name.starts_with(known))
        || flags & 4 != 0 && !is_letters && font.is("Subtype", "Type3")
}

/// Signs whose meaning only the font knows: the place in the private area that they have elsewhere too.
fn symbolic() -> Vec<Option<char>> {
    (0..256).map(|code| if code < 0x21 { Some(' ') } else { char::from_u32(0xF000 + code) }).collect()
}

fn of_encoding(encoding: &'static Encoding) -> Vec<Option<char>> {
    let decode = |code: u8| encoding.decode_without_bom_handling(&[code]).0.chars().next();
    let decode = |code: u8| decode(code).filter(|c| !c.is_control());
    (0..=255).map(decode).collect()
}

fn standard() -> Vec<Option<char>> {
    let mut table: Vec<_> =
        (0..=255_u8).map(|code| (0x20..0x7F).contains(&code).then_some(code as char)).collect();
    for (first, characters) in STANDARD {
        for (at, c) in characters.chars().enumerate() {
            table[usize::from(*first) + at] = Some(c);
        }
    }
    table
}

/// The character of a glyph's name: `A`, `period`, `uni793A`, `u2A6D6`, `a.alt`.
fn named(name: &str) -> Option<char> {
    let name = name.split('.').next().filter(|name| !name.is_empty())?;
    let mut letters = name.chars();
    if let (Some(letter), None) = (letters.next(), letters.next()) {
        return letter.is_ascii_alphabetic().then_some(letter);
    }
    let digits = name.strip_prefix("uni").or_else(|| name.strip_prefix('u')).unwrap_or_default();
    if (4..=6).contains(&digits.len())
        && let Ok(code) = u32::from_str_radix(digits, 16)
    {
        return char::from_u32(code);
    }
    GLYPHS.lines().find_map(|line| {
        let code = line.strip_prefix(name)?.strip_prefix(' ')?;
        char::from_u32(u32::from_str_radix(code, 16).ok()?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn glyphs_are_told_by_their_names() {
        let found: Vec<_> = ["A", "period", "uni793A", "u2A6D6", "a.alt", "fi", "g123", ""].map(named).into();
        let expected = [Some('A'), Some('.'), Some('示'), Some('𪛖'), Some('a'), Some('ﬁ'), None, None];
        assert_eq!(found, expected);
        assert!(GLYPHS.lines().all(|line| named(line.split_once(' ').unwrap().0).is_some()));
    }

    #[test]
    fn tables_have_an_entry_for_every_code() {
        for table in [standard(), symbolic(), of_encoding(WINDOWS_1252), of_encoding(MACINTOSH)] {
            assert_eq!((table.len(), table[usize::from(b' ')]), (256, Some(' ')));
        }
        assert_eq!((standard()[0x27], standard()[0xFB]), (Some('’'), Some('ß')));
    }
}
