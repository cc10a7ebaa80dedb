//! Whether what was typed begins a text: characters, syllables, initials, mixed in any way.

use super::Readings;

/// Tries at one text before it is given up: a query of many readings must not cost more than it is worth.
const TRIES: u32 = 400;

/// Whether `typed` (folded, without white space) begins `text` (the same): `重庆软` `chongqingruan` `cqrj`
/// `重庆rj` all begin 重庆软件.
pub(super) fn begins(text: &[char], typed: &[char], readings: &Readings) -> bool {
    Matcher { readings, tries: TRIES }.begins(text, typed)
}

struct Matcher<'a> {
    readings: &'a Readings,
    tries: u32,
}

impl Matcher<'_> {
    fn begins(&mut self, text: &[char], typed: &[char]) -> bool {
        let Some(&first) = typed.first() else { return true };
        let Some((&c, rest)) = text.split_first() else { return false };
        if self.tries == 0 {
            return false;
        }
        self.tries -= 1;
        if c == first {
            return self.begins(rest, &typed[1..]);
        }
        if !first.is_ascii_lowercase() {
            return false;
        }
        let readings = self.readings;
        readings.of(c).iter().any(|reading| self.reads(reading, rest, typed))
    }

    /// Whether `typed` goes on with this reading: the whole of it, its beginning at the end of what was
    /// typed, or its initial alone.
    fn reads(&mut self, reading: &str, rest: &[char], typed: &[char]) -> bool {
        let shared = reading.chars().zip(typed).take_while(|(one, other)| one == *other).count();
        let whole = shared == reading.len();
        if shared > 0 && shared == typed.len() {
            return true;
        }
        (whole && self.begins(rest, &typed[shared..])) || (shared > 0 && self.begins(rest, &typed[1..]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, typed: &str) -> bool {
        let mut readings = Readings::default();
        readings.learn(text);
        begins(&text.chars().collect::<Vec<_>>(), &typed.chars().collect::<Vec<_>>(), &readings)
    }

    #[test]
    fn characters_syllables_and_initials_mix() {
        for typed in [
            "重庆",
            "chongqing",
            "chongqingrj",
            "cqrj",
            "cqruanj",
            "重庆rj",
            "重qingruanjian",
            "c",
            "chongqingshi",
        ] {
            assert_eq!(check("重庆软件产业", typed), typed != "chongqingshi", "{typed}");
        }
        assert!(check("银行贷款", "yinhang") && check("绿色发展", "lvse"));
        assert!(!check("软件", "jian") && !check("软件", "ruanjianchanye"));
    }

    #[test]
    fn odd_input_ends() {
        let long = "a".repeat(10_000);
        assert!(!check(&"啊".repeat(5_000), &format!("{long}b")));
        assert!(check("软件", ""));
    }
}
