//! Numbers with decimals and thousands: 1,000, １．５, 三十, 百分之三点五.

use polidex_corpus::numeral;

/// A number as a fraction of integers, so that 1.15亿 is exact: `units / 10^decimals`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decimal {
    /// The digits without their point.
    pub units: i64,
    /// How many of them stand behind the point.
    pub decimals: u32,
}

impl Decimal {
    /// The number times `by`, where that is a whole number.
    pub fn times(self, by: i64) -> Option<i64> {
        let scaled = self.units.checked_mul(by)?;
        let over = 10_i64.checked_pow(self.decimals)?;
        (scaled % over == 0).then_some(scaled / over)
    }

    /// The number divided by a power of ten, as the nearest binary fraction of its decimal digits.
    pub fn over(self, zeros: u32) -> f64 {
        self.units as f64 / 10_f64.powi((self.decimals + zeros) as i32)
    }
}

/// Reads the number that `text` begins with, and its length in bytes.
pub fn prefix(text: &str) -> Option<(Decimal, usize)> {
    arabic(text).or_else(|| han(text))
}

/// The value of an arabic digit, full-width or not.
fn digit(c: char) -> Option<i64> {
    match c {
        '0'..='9' => Some(i64::from(c as u32 - '0' as u32)),
        '０'..='９' => Some(i64::from(c as u32 - '０' as u32)),
        _ => None,
    }
}

fn arabic(text: &str) -> Option<(Decimal, usize)> {
    let (mut units, mut decimals, mut pointed, mut end) = (0_i64, 0, false, 0);
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().and_then(|(_, c)| digit(*c)).is_some();
        if let Some(value) = digit(c) {
            units = units.checked_mul(10)?.checked_add(value)?;
            decimals += u32::from(pointed);
            end = at + c.len_utf8();
        } else if matches!(c, '.' | '．') && !pointed && end > 0 && next {
            pointed = true;
        } else if !(matches!(c, ',' | '，') && !pointed && end > 0 && thousands(&text[at + c.len_utf8()..]))
        {
            break;
        }
    }
    (end > 0 && decimals < 10).then_some((Decimal { units, decimals }, end))
}

/// Whether three digits and no fourth follow: the comma before them groups thousands.
fn thousands(text: &str) -> bool {
    text.chars().take_while(|c| digit(*c).is_some()).count() == 3
}

/// 三十, 二十五, 三点五.
fn han(text: &str) -> Option<(Decimal, usize)> {
    let (whole, len) = numeral::prefix(text)?;
    let Some(rest) = text[len..].strip_prefix('点') else {
        return Some((Decimal { units: i64::from(whole), decimals: 0 }, len));
    };
    let digits = rest.chars().map_while(numeral::digit).take(6);
    let (mut units, mut decimals) = (i64::from(whole), 0);
    for value in digits {
        units = units.checked_mul(10)?.checked_add(i64::from(value))?;
        decimals += 1;
    }
    let behind: usize = rest.chars().take(decimals as usize).map(char::len_utf8).sum();
    if decimals == 0 {
        return Some((Decimal { units, decimals }, len));
    }
    Some((Decimal { units, decimals }, len + '点'.len_utf8() + behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_exact() {
        for (text, units, decimals, len) in [
            ("1,000元", 1000, 0, 5),
            ("1.15亿", 115, 2, 4),
            ("５０万", 50, 0, 6),
            ("三十", 30, 0, 6),
            ("三点五", 35, 1, 9),
            ("5, 10", 5, 0, 1),
        ] {
            assert_eq!(prefix(text), Some((Decimal { units, decimals }, len)), "{text}");
        }
        assert_eq!(Decimal { units: 115, decimals: 2 }.times(100_000_000), Some(115_000_000));
        assert_eq!(Decimal { units: 1, decimals: 1 }.times(1), None);
        assert_eq!(prefix("99999999999999999999"), None);
    }
}
