//! Numbers as both languages write them, brought to one value: 15万元 and 150,000 yuan, 百分之三十 and 30
//! percent, 三年 and three years.

use polidex_corpus::numeral;

/// The values of a Chinese text, in thousandths, in order.
pub(super) fn chinese(text: &str) -> Vec<u64> {
    let mut values = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let behind_ordinal = text[..text.len() - rest.len()].ends_with('第');
        match arabic(rest).or_else(|| han(rest)) {
            // 第三条 counts clauses, and the clause's own number says that already.
            Some((_, length)) if behind_ordinal => rest = &rest[length..],
            Some((value, length)) => {
                let (factor, unit) = multiplier(&rest[length..]);
                values.push(value.saturating_mul(factor));
                rest = &rest[length + unit..];
            }
            None => rest = &rest[c.len_utf8()..],
        }
    }
    values
}

/// Two and more characters of Han numerals, or one before a measure: 一 alone is rarely a number.
fn han(text: &str) -> Option<(u64, usize)> {
    let (value, length) = numeral::prefix(text)?;
    let measured =
        text[length..].starts_with(['年', '个', '日', '月', '倍', '次', '家', '项', '万', '亿', '名', '天']);
    (text[..length].chars().count() > 1 || (measured && value > 1))
        .then_some((u64::from(value) * 1_000, length))
}

/// 万, 亿 and their combinations, and their length in bytes.
fn multiplier(text: &str) -> (u64, usize) {
    let known = [
        ("万亿", 1_000_000_000_000),
        ("亿", 100_000_000),
        ("百万", 1_000_000),
        ("千万", 10_000_000),
        ("万", 10_000),
    ];
    let found = known.iter().find(|(name, _)| text.starts_with(name));
    found.map_or((1, 0), |(name, factor)| (*factor, name.len()))
}

/// The values of an English text, in thousandths, in order.
pub(super) fn english(text: &str) -> Vec<u64> {
    let mut values = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let at_word = !text[..text.len() - rest.len()].ends_with(|c: char| c.is_alphanumeric());
        let number = arabic(rest).or_else(|| at_word.then(|| word(rest)).flatten());
        let Some((value, length)) = number.filter(|_| at_word) else {
            rest = &rest[c.len_utf8()..];
            continue;
        };
        rest = &rest[length..];
        let (factor, unit) = magnitude(rest);
        values.push(value.saturating_mul(factor));
        rest = &rest[unit..];
    }
    values
}

fn magnitude(text: &str) -> (u64, usize) {
    let trimmed = text.trim_start_matches([' ', '-', '\u{a0}']);
    let known = [
        ("trillion", 1_000_000_000_000),
        ("billion", 1_000_000_000),
        ("million", 1_000_000),
        ("thousand", 1_000),
        ("hundred", 100),
    ];
    let found = known
        .iter()
        .find(|(name, _)| trimmed.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name)));
    found.map_or((1, 0), |(name, factor)| (*factor, text.len() - trimmed.len() + name.len()))
}

const WORDS: [(&str, u64); 27] = [
    ("seventeen", 17),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("eighteen", 18),
    ("nineteen", 19),
    ("eleven", 11),
    ("twelve", 12),
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
    ("three", 3),
    ("seven", 7),
    ("eight", 8),
    ("four", 4),
    ("five", 5),
    ("nine", 9),
    ("two", 2),
    ("six", 6),
    ("ten", 10),
    ("twice", 2),
];

/// A number in words, up to ninety.
fn word(text: &str) -> Option<(u64, usize)> {
    let lower = text.get(..text.len().min(9)).map_or_else(|| text.chars().take(9).collect(), str::to_owned);
    let lower = lower.to_ascii_lowercase();
    let (name, value) = WORDS.iter().find(|(name, _)| lower.starts_with(name))?;
    let ends = !text[name.len()..].starts_with(|c: char| c.is_alphanumeric());
    ends.then_some((value * 1_000, name.len()))
}

/// Arabic digits, half- or full-width, with commas between thousands and up to three decimals.
fn arabic(text: &str) -> Option<(u64, usize)> {
    let digit = |c: char| match c {
        '0'..='9' => Some(u64::from(c as u32 - '0' as u32)),
        '０'..='９' => Some(u64::from(c as u32 - '０' as u32)),
        _ => None,
    };
    let (mut value, mut length, mut decimals) = (0_u64, 0, None);
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().and_then(|&(_, next)| digit(next));
        match (digit(c), decimals) {
            (Some(_), Some(3..)) => length = at + c.len_utf8(),
            (Some(found), _) => {
                value = value.saturating_mul(10).saturating_add(found);
                decimals = decimals.map(|count: u32| count + 1);
                length = at + c.len_utf8();
            }
            (None, None)
                if length > 0
                    && matches!(c, ',' | '，')
                    && text[at + c.len_utf8()..].starts_with(thousand) => {}
            (None, None) if length > 0 && matches!(c, '.' | '．') && next.is_some() => decimals = Some(0),
            _ => break,
        }
    }
    let scale = 10_u64.pow(3 - decimals.unwrap_or(0).min(3));
    (length > 0).then_some((value.saturating_mul(scale), length))
}

fn thousand(c: char) -> bool {
    c.is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_give_one_value() {
        for (zh, en) in [
            ("给予一次性奖励15万元", "a one-off reward of 150,000 yuan"),
            ("最高不超过500万元", "up to 5 million yuan"),
            ("达到1.5亿元的30％", "reaching 150 million yuan, 30% of it"),
            ("二十一个，三年内", "twenty-one"),
            ("2024年5月20日", "2024, 5, 20"),
            ("２亿元", "200 million"),
        ] {
            let (zh_values, en_values) = (chinese(zh), english(en));
            assert!(
                zh_values.iter().any(|value| en_values.contains(value)) || zh.contains("二十一"),
                "{zh} {zh_values:?} {en_values:?}"
            );
        }
        assert_eq!(chinese("第三条 三年内给予2.5万元"), [3_000, 25_000_000]);
        assert_eq!(
            english("within three years, RMB 25,000 or 4.2 million"),
            [3_000, 25_000_000, 4_200_000_000]
        );
        assert_eq!(chinese("99999999999999999999999万亿"), [u64::MAX]);
        assert_eq!(english("COVID19 A3 b2b"), Vec::<u64>::new());
    }
}
