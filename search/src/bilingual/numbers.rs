//! Numbers, ordinals and plans, which no list can hold: 14th Five-Year Plan = 十四五, third = 第三.

use super::keys::Word;
use polidex_corpus::numeral;

/// Stems of English number words, from one on.
const CARDINALS: [&str; 12] =
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelv"];

/// Stems of English ordinals, from first on.
const ORDINALS: [&str; 12] = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth",
];

/// Stems of the months in English.
const MONTHS: [&str; 12] = [
    "januari", "februari", "march", "april", "may", "june", "juli", "august", "septemb", "octob", "novemb",
    "decemb",
];

/// The first five-year plans were called 计划, those from the eleventh on 规划.
const FIRST_OUTLINE: u32 = 11;

/// What the words at the beginning of `words` are in Chinese, and how many of them that takes.
pub(super) fn english(words: &[Word]) -> Option<(usize, Vec<String>)> {
    let stem = |at: usize| words.get(at).map(|word| word.stem.as_str());
    if let Some(number) = ordinal(stem(0)?) {
        if matches!(stem(1), Some("five" | "5")) && stem(2) == Some("year") {
            let taken = if stem(3) == Some("plan") { 4 } else { 3 };
            return Some((taken, five_year_plan(number)));
        }
        return Some((1, vec![format!("第{}", numeral::format(number)), format!("第{number}")]));
    }
    let number = cardinal(stem(0)?);
    if let (Some(number), Some("year")) = (number, stem(1)) {
        return Some((2, vec![format!("{}年", numeral::format(number)), format!("{number}年")]));
    }
    let month = MONTHS.iter().position(|month| Some(*month) == stem(0))? as u32 + 1;
    let dated = stem(1).is_some_and(|next| next.bytes().all(|byte| byte.is_ascii_digit()));
    dated.then(|| (1, vec![format!("{month}月"), format!("{}月", numeral::format(month))]))
}

/// What a Chinese number or ordinal at the beginning of `text` is in English, and how many bytes of
/// it that takes.
pub(super) fn chinese(text: &str) -> Option<(usize, Vec<String>)> {
    let behind = text.strip_prefix('第');
    let (number, length) = numeral::prefix(behind.unwrap_or(text))?;
    let start = text.len() - behind.unwrap_or(text).len();
    let written = &text[start..start + length];
    let rest = &text[start + length..];
    if behind.is_some() {
        let plan = rest.strip_prefix("个五年").map(|rest| {
            let kind = ["规划", "计划"].iter().any(|kind| rest.starts_with(kind));
            "个五年".len() + if kind { "规划".len() } else { 0 }
        });
        return Some(match plan {
            Some(plan) => {
                (start + length + plan, vec![format!("{} five-year plan", english_ordinal(number))])
            }
            None => (start + length, vec![english_ordinal(number)]),
        });
    }
    if rest.starts_with('年') && number <= 12 {
        return Some((
            length + "年".len(),
            vec![format!("{number} year"), format!("{} year", word(number)?)],
        ));
    }
    let spelled = !written.is_ascii() && number > 10 && !written.contains('〇');
    spelled.then(|| (length, vec![number.to_string()]))
}

/// 13 → 十三五 and its long form.
fn five_year_plan(number: u32) -> Vec<String> {
    let written = numeral::format(number);
    let kind = if number < FIRST_OUTLINE { "计划" } else { "规划" };
    vec![format!("{written}五"), format!("第{written}个五年{kind}"), format!("第{written}个五年")]
}

/// `14th`, `fourteenth` up to the twelfth.
fn ordinal(stem: &str) -> Option<u32> {
    if let Some(place) = ORDINALS.iter().position(|ordinal| *ordinal == stem) {
        return Some(place as u32 + 1);
    }
    let digits = stem.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let ending = &stem[digits.len()..];
    (matches!(ending, "st" | "nd" | "rd" | "th") && digits.len() < 4).then(|| digits.parse().ok()).flatten()
}

fn cardinal(stem: &str) -> Option<u32> {
    match CARDINALS.iter().position(|cardinal| *cardinal == stem) {
        Some(place) => Some(place as u32 + 1),
        None => (stem.len() <= 2).then(|| stem.parse().ok()).flatten(),
    }
}

fn word(number: u32) -> Option<&'static str> {
    let word = CARDINALS.get(number.checked_sub(1)? as usize)?;
    Some(if *word == "twelv" { "twelve" } else { word })
}

fn english_ordinal(number: u32) -> String {
    let ending = match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bilingual::keys::EnglishKeys;

    fn check(text: &str, taken: usize, names: &[&str]) {
        let words = EnglishKeys::new(["the", "of"]).words(text);
        let expected = (taken, names.iter().map(|&name| name.to_owned()).collect());
        assert_eq!(english(&words), Some(expected), "{text}");
    }

    #[test]
    fn english_numbers_become_chinese() {
        check("14th five-year plan for", 4, &["十四五", "第十四个五年规划", "第十四个五年"]);
        check("tenth five year plan", 4, &["十五", "第十个五年计划", "第十个五年"]);
        check("20th national congress", 1, &["第二十", "第20"]);
        check("three-year action plan", 2, &["三年", "3年"]);
        check("march 2021", 1, &["3月", "三月"]);
        let words = |text: &str| EnglishKeys::new([]).words(text);
        assert_eq!(english(&words("march past")), None);
        assert_eq!(english(&words("2021 report")), None);
        assert_eq!(english(&[]), None);
    }

    #[test]
    fn chinese_numbers_become_english() {
        let check = |text: &str, bytes: usize, names: &[&str]| {
            let expected = (bytes, names.iter().map(|&name| name.to_owned()).collect());
            assert_eq!(chinese(text), Some(expected), "{text}");
        };
        check("第十四个五年规划纲要", 24, &["14th five-year plan"]);
        check("第二十一条", 12, &["21st"]);
        check("三年行动", 6, &["3 year", "three year"]);
        check("三十二个", 9, &["32"]);
        assert_eq!(chinese("二〇二一年"), None);
        assert_eq!(chinese("税"), None);
        assert_eq!(chinese("第"), None);
    }
}
