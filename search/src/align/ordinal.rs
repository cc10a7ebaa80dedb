//! The number that a segment begins with, as it is printed: 第五条, 一、, （一）, 1., (a), II., Article 5.
//!
//! How deep a number stands is read from the whole of a text, and the two texts of a document may be read
//! differently; what is printed in front of a paragraph they have in common.

use polidex_corpus::numeral;

/// A printed number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Ordinal {
    /// What it may mean, one value as a rule: (i) is the first or the ninth.
    pub values: Vec<u32>,
    /// Its bytes, with the signs that belong to it.
    pub length: usize,
}

impl Ordinal {
    /// Whether both may mean the same.
    pub fn agrees(&self, other: &Self) -> bool {
        self.values.iter().any(|value| other.values.contains(value))
    }
}

/// Words before a number that say what it counts.
const COUNTED: [&str; 7] = ["article", "section", "chapter", "part", "paragraph", "item", "appendix"];
/// The same behind a Chinese one.
const COUNTED_ZH: [char; 9] = ['条', '章', '节', '编', '款', '项', '目', '部', '篇'];

/// The number with which a text begins, if it begins with one.
pub(super) fn ordinal(text: &str) -> Option<Ordinal> {
    let start = text.len() - text.trim_start().len();
    let found =
        chinese(&text[start..]).or_else(|| named(&text[start..])).or_else(|| signed(&text[start..]))?;
    Some(Ordinal { length: start + found.length, ..found })
}

/// 第十七条
fn chinese(text: &str) -> Option<Ordinal> {
    let rest = text.strip_prefix('第')?;
    let (value, length) = digits(rest).or_else(|| numeral::prefix(rest))?;
    let counted = rest[length..].chars().next().filter(|c| COUNTED_ZH.contains(c))?;
    Some(Ordinal { values: vec![value], length: '第'.len_utf8() + length + counted.len_utf8() })
}

/// Article 17, Chapter II
fn named(text: &str) -> Option<Ordinal> {
    let word = text.split(' ').next()?;
    let behind = text.get(word.len() + 1..)?;
    if !COUNTED.iter().any(|counted| word.eq_ignore_ascii_case(counted)) {
        return None;
    }
    let token = behind.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
    let values = digits(token).map_or_else(|| letters(token), |(value, _)| vec![value]);
    (!values.is_empty()).then(|| Ordinal { values, length: word.len() + 1 + token.len() })
}

/// A number with its sign: 一、 （一） 1. (1) a) II.
fn signed(text: &str) -> Option<Ordinal> {
    let opened = text.starts_with(['（', '(']);
    let open = if opened { text.chars().next()?.len_utf8() } else { 0 };
    let rest = &text[open..];
    let (values, length) = if let Some((value, length)) = digits(rest).or_else(|| numeral::prefix(rest)) {
        (vec![value], length)
    } else {
        let token = rest.split(|c: char| !c.is_ascii_alphabetic()).next()?;
        (letters(token), token.len())
    };
    let behind = &rest[length..];
    let sign = behind.chars().next()?;
    let next = behind.chars().nth(1);
    let closes = match sign {
        '）' | ')' => true,
        '、' => !opened,
        // 1.5 is no first item with five.
        '.' | '．' => !opened && next.is_none_or(|next| !next.is_alphanumeric() || !next.is_ascii()),
        _ => false,
    };
    (closes && !values.is_empty()).then(|| Ordinal { values, length: open + length + sign.len_utf8() })
}

/// Up to three Arabic digits: four are a year.
fn digits(text: &str) -> Option<(u32, usize)> {
    let length = text.bytes().take_while(u8::is_ascii_digit).count();
    let value = text[..length].parse().ok().filter(|_| length <= 3)?;
    Some((value, length))
}

/// A letter by its place in the alphabet, a Roman number, or either.
fn letters(token: &str) -> Vec<u32> {
    let lower = token.to_ascii_lowercase();
    let mut values: Vec<u32> = roman(&lower).into_iter().collect();
    if let [letter @ b'a'..=b'z'] = lower.as_bytes() {
        values.push(u32::from(letter - b'a') + 1);
    }
    values
}

/// Roman numbers up to thirty-nine, which is more than chapters and items have.
fn roman(token: &str) -> Option<u32> {
    const ONES: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    let tens = token.bytes().take_while(|byte| *byte == b'x').count().min(3);
    let ones = ONES.iter().position(|ones| *ones == &token[tens..])?;
    Some((tens * 10 + ones) as u32).filter(|value| *value > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, values: &[u32], rest: &str) {
        let found = ordinal(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!((found.values.as_slice(), text[found.length..].trim()), (values, rest), "{text}");
    }

    #[test]
    fn printed_numbers_are_read() {
        check("第十七条 甲", &[17], "甲");
        check("第3章 甲", &[3], "甲");
        check("二十一、甲", &[21], "甲");
        check("（三）甲", &[3], "甲");
        check("1．甲", &[1], "甲");
        check("(2) second", &[2], "second");
        check("IV. Fourth", &[4], "Fourth");
        check("(b) second", &[2], "second");
        check("(i) first", &[1, 9], "first");
        check("Article 12 Twelfth", &[12], "Twelfth");
        check("Chapter II General", &[2], "General");
        for text in [
            "1.5 million yuan",
            "2024年5月",
            "十分重要",
            "A company",
            "In force",
            "(see above)",
            "第一",
            "Part of it",
            "",
        ] {
            assert_eq!(ordinal(text), None, "{text}");
        }
        assert!(ordinal("（一）").unwrap().agrees(&ordinal("(i)").unwrap()));
    }

    proptest! {
        #[test]
        fn any_text_is_looked_at(text in "[ （(]?(第|Article |[0-9ivxab一二十]){0,4}[.、)）．条]?\\PC{0,6}") {
            if let Some(found) = ordinal(&text) {
                prop_assert!(text.is_char_boundary(found.length) && !found.values.is_empty());
            }
        }
    }
}
