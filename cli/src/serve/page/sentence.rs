//! A sentence that says what is being shown: how many, of what, of which documents.

use super::names;
use crate::output::visible;
use maud::{Markup, html};
use polidex_corpus::locale::Locale;
use polidex_search::answer::{Answer, Explanation};

/// What is shown, in one sentence.
pub fn sentence(answer: &Answer, locale: Locale) -> Markup {
    let what = what(answer, locale);
    let (total, policies) = (grouped(answer.total), grouped(answer.total_policies));
    let at_least = answer.total_is == "at_least";
    match locale {
        Locale::Zh => html! {
            @if at_least { "至少 " }
            strong { (total) } " " (visible(&what)) "，出自 " strong { (policies) } " 份文件"
        },
        Locale::En => html! {
            @if at_least { "at least " }
            strong { (total) } " " (visible(&what)) ", in " strong { (policies) }
            @if answer.total_policies == 1 { " document" } @else { " documents" }
        },
    }
}

/// The same without markup, for screen readers and the title of the window.
pub fn spoken(answer: &Answer, locale: Locale) -> String {
    let (total, policies) = (answer.total, answer.total_policies);
    match locale {
        Locale::Zh => format!("{total} {}，出自 {policies} 份文件", what(answer, locale)),
        Locale::En => format!("{total} {}, in {policies} documents", what(answer, locale)),
    }
}

/// The kind of thing that is counted, with everything that restricts it.
fn what(answer: &Answer, locale: Locale) -> String {
    let mut restrictions = Vec::new();
    let mut measures = false;
    for line in &answer.query.explain {
        if let Explanation::Filter { field, values, excluded } = line {
            measures |= field == "measure" && !excluded;
            restrictions.extend(restriction(field, values, *excluded, locale));
        }
    }
    let asked = typed(&answer.query.text);
    let one = answer.total == 1;
    match locale {
        Locale::Zh => {
            restrictions.extend(asked.map(|asked| format!("关于“{asked}”")));
            let of = if restrictions.is_empty() { "" } else { "的" };
            let (unit, noun) = if measures { ("项", "支持措施") } else { ("条", "条款") };
            format!("{unit}{}{of}{noun}", restrictions.join("、"))
        }
        Locale::En => {
            let noun = match (measures, one) {
                (true, true) => "support measure",
                (true, false) => "support measures",
                (false, true) => "clause",
                (false, false) => "clauses",
            };
            let about = asked.map(|asked| format!(" about “{asked}”")).unwrap_or_default();
            let of = if restrictions.is_empty() {
                String::new()
            } else {
                format!(", {}", restrictions.join(", "))
            };
            format!("{noun}{about}{of}")
        }
    }
}

/// The longest query that a sentence repeats, in characters.
const QUERY: usize = 40;

/// The words of the query without its filters, which the sentence says in words.
fn typed(query: &str) -> Option<String> {
    let words: Vec<&str> = query.split_whitespace().filter(|word| !word.contains([':', '：'])).collect();
    let words = words.join(" ");
    let words = words.trim_matches(['"', '“', '”', '「', '」']);
    match words.chars().count() {
        0 => None,
        n if n <= QUERY => Some(words.to_owned()),
        _ => Some(words.chars().take(QUERY).chain(['…']).collect()),
    }
}

/// Values that one field is restricted to.
const VALUES: usize = 3;

fn restriction(field: &str, values: &[String], excluded: bool, locale: Locale) -> Option<String> {
    // All editions restrict nothing.
    if values.is_empty() {
        return (field == "edition").then(|| locale.pick("of all editions", "含历次版本").to_owned());
    }
    let named = |value: &String| match field {
        "year" => locale.pick(value, &format!("{value} 年")).to_owned(),
        _ => names::value(field, value, locale),
    };
    let text = match values {
        [first, .., last] if field == "year" => format!("{first}–{last}{}", locale.pick("", " 年")),
        values => {
            let mut shown: Vec<String> = values.iter().take(VALUES).map(named).collect();
            shown.dedup();
            let rest = values.len().saturating_sub(VALUES);
            let rest = if rest > 0 { locale.pick(" …", "等") } else { "" };
            format!("{}{rest}", shown.join(locale.pick(" or ", "或")))
        }
    };
    Some(match (excluded, locale) {
        (true, Locale::En) => format!("not {text}"),
        (true, Locale::Zh) => format!("非{text}"),
        (false, _) => text,
    })
}

/// A number with its thousands apart.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;
    use polidex_search::answer::QueryEcho;
    use std::collections::BTreeMap;

    fn answer(text: &str, total: u64, filters: &[(&str, &[&str], bool)]) -> Answer {
        let explain = filters.iter().map(|(field, values, excluded)| Explanation::Filter {
            field: (*field).to_owned(),
            values: values.iter().map(|value| (*value).to_owned()).collect(),
            excluded: *excluded,
        });
        Answer {
            query: QueryEcho { text: text.to_owned(), explain: explain.collect() },
            as_of: "2026-11-25".to_owned(),
            store_watermark: 1,
            total,
            total_is: "exact",
            total_policies: 5,
            took_ms: 1.0,
            hits: Vec::new(),
            facets: BTreeMap::new(),
            next: None,
            relaxations: Vec::new(),
            did_you_mean: Vec::new(),
            related: Vec::new(),
            warnings: Vec::new(),
        }
    }

    #[test]
    fn filters_are_said_in_words() {
        let filters: &[(&str, &[&str], bool)] =
            &[("status", &["in_force"], false), ("region", &["CN-CQ"], false)];
        let asked = answer("软件业 status:in_force", 12, filters);
        let zh = spoken(&asked, Locale::Zh);
        assert_eq!(zh, "12 条现行有效、重庆市、关于“软件业”的条款，出自 5 份文件");
        let en = spoken(&asked, Locale::En);
        assert_eq!(en, "12 clauses about “软件业”, in force, 重庆市, in 5 documents");
    }

    #[test]
    fn support_is_counted_as_measures() {
        let asked =
            answer("", 1, &[("measure", &["reward"], false), ("year", &["2020", "2021", "2022"], false)]);
        assert_eq!(spoken(&asked, Locale::Zh), "1 项奖励、2020–2022 年的支持措施，出自 5 份文件");
        assert_eq!(spoken(&asked, Locale::En), "1 support measure, reward, 2020–2022, in 5 documents");
    }

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(["7", "1,234", "12,345,678"], [7, 1234, 12_345_678].map(grouped));
    }
}
