//! Numerals as policy documents write them: 第一千二百六十条, 二○二三年, ３, 12.
//!
//! Everything here works on characters without allocating, since structure parsing asks about the
//! beginning of every line of a corpus.

/// The value of one digit, in any of the shapes that occur: arabic, full-width, Han, and the many
/// circles that stand for zero (〇 U+3007, ○ U+25CB, Ｏ U+FF2F, ◯ U+25EF).
pub fn digit(c: char) -> Option<u32> {
    Some(match c {
        '0'..='9' => c as u32 - '0' as u32,
        '０'..='９' => c as u32 - '０' as u32,
        '零' | '〇' | '○' | '◯' | 'Ｏ' => 0,
        '一' | '壹' => 1,
        '二' | '两' | '贰' => 2,
        '三' | '叁' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        _ => return None,
    })
}

/// What a Han character multiplies the digit before it by.
fn multiplier(c: char) -> Option<u32> {
    Some(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1_000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => return None,
    })
}

/// The contracted tens 廿, 卅 and 卌.
fn contracted(c: char) -> Option<u32> {
    Some(match c {
        '廿' => 20,
        '卅' => 30,
        '卌' => 40,
        _ => return None,
    })
}

/// Whether the character can stand in a numeral.
pub fn is_numeral(c: char) -> bool {
    digit(c).is_some() || multiplier(c).is_some() || contracted(c).is_some()
}

/// Reads a whole text as one number: `一百零八`, `二十一`, `廿三`, `二○二三`, `２０`, `12`, `3万`.
///
/// `None` when the text is empty, holds anything else, or exceeds [`u32`].
pub fn parse(text: &str) -> Option<u32> {
    match prefix(text) {
        Some((value, len)) if len == text.len() => Some(value),
        _ => None,
    }
}

/// Reads the longest run of numeral characters at the beginning of `text`: its value and its length
/// in bytes. `None` when there is no such run or it makes no number.
pub fn prefix(text: &str) -> Option<(u32, usize)> {
    let mut reader = Reader::default();
    let mut len = 0;
    for c in text.chars() {
        if !is_numeral(c) {
            break;
        }
        reader.push(c)?;
        len += c.len_utf8();
    }
    (len > 0).then(|| reader.value().map(|value| (value, len))).flatten()
}

/// Sums a numeral from left to right.
#[derive(Default)]
struct Reader {
    /// What is complete: multiples of 万 and 亿.
    total: u32,
    /// The part below the last 万 or 亿.
    section: u32,
    /// Digits not yet multiplied.
    pending: Option<u32>,
}

impl Reader {
    /// Takes one character; `None` on overflow.
    fn push(&mut self, c: char) -> Option<()> {
        if let Some(value) = digit(c) {
            let before = self.pending.unwrap_or(0).checked_mul(10)?;
            self.pending = Some(before.checked_add(value)?);
        } else if let Some(tens) = contracted(c) {
            self.section = self.section.checked_add(tens)?;
        } else {
            self.multiply(multiplier(c)?)?;
        }
        Some(())
    }

    fn multiply(&mut self, by: u32) -> Option<()> {
        let digits = self.pending.take();
        if by < 10_000 {
            // 十二 and 一百零十 leave out the one before their unit.
            let digits = digits.filter(|&value| value > 0).unwrap_or(1);
            self.section = self.section.checked_add(digits.checked_mul(by)?)?;
            return Some(());
        }
        let below = self.section.checked_add(digits.unwrap_or(0))?;
        let whole = if below == 0 && self.total > 0 { std::mem::take(&mut self.total) } else { below.max(1) };
        self.total = self.total.checked_add(whole.checked_mul(by)?)?;
        self.section = 0;
        Some(())
    }

    fn value(&self) -> Option<u32> {
        self.total.checked_add(self.section)?.checked_add(self.pending.unwrap_or(0))
    }
}

/// Writes a number as laws number their articles: 12 → 十二, 108 → 一百零八, 1260 → 一千二百六十.
pub fn format(value: u32) -> String {
    if value == 0 {
        return "零".to_owned();
    }
    let mut text = String::new();
    let mut rest = value;
    for (unit, name) in [(100_000_000, "亿"), (10_000, "万"), (1, "")] {
        let part = rest / unit;
        rest %= unit;
        if part > 0 {
            if !text.is_empty() && part < 1_000 {
                text.push('零');
            }
            text.push_str(&below_ten_thousand(part));
            text.push_str(name);
        }
    }
    // 一十二 is written 十二, but 一百一十二 keeps its one.
    text.strip_prefix("一十").map(|tail| format!("十{tail}")).unwrap_or(text)
}

fn below_ten_thousand(value: u32) -> String {
    const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let mut text = String::new();
    let mut gap = false;
    for (unit, name) in [(1_000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = value / unit % 10;
        if digit == 0 {
            gap = !text.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            text.push('零');
        }
        text.push(DIGITS[digit as usize]);
        text.push_str(name);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_way_of_writing_is_read() {
        for (text, value) in [
            ("一千二百六十", 1260),
            ("一百零八", 108),
            ("二十一", 21),
            ("十", 10),
            ("廿三", 23),
            ("二○二三", 2023),
            ("二〇一一", 2011),
            ("二Ｏ二零", 2020),
            ("２０１７", 2017),
            ("42", 42),
            ("一百二", 102),
            ("一万零三", 10_003),
            ("一亿二千万", 120_000_000),
            ("3万", 30_000),
            ("〇", 0),
        ] {
            assert_eq!(parse(text), Some(value), "{text}");
        }
        for text in ["", "第一", "一条", "99999999999", "九十亿亿"] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(prefix("十七条之一"), Some((17, "十七".len())));
    }

    proptest! {
        #[test]
        fn writing_and_reading_agree(value in 0_u32..2_000_000_000) {
            prop_assert_eq!(parse(&format(value)), Some(value), "{}", format(value));
        }

        #[test]
        fn no_text_is_too_odd(text in "[0-9一二十百千万亿廿零○第 ]{0,40}") {
            let _ = parse(&text);
        }
    }
}
