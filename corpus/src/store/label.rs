//! Addresses of clauses in words: 第五条第二款第三项, 第十七条之一, Article 5(2)(c).

use crate::{
    model::{ClausePath, Step},
    numeral,
};
use regex::Regex;
use std::sync::LazyLock;

/// The steps that an address names, from a path or from words. None when it is neither.
pub(super) fn steps(address: &str) -> Option<Vec<Step>> {
    let address = address.trim();
    if let Ok(path) = address.parse::<ClausePath>() {
        return Some(path.0);
    }
    chinese(address).or_else(|| english(address))
}

/// 第…编, 章, 节, 条（之…）, 款, 项, 目, one behind the other and nothing else.
fn chinese(address: &str) -> Option<Vec<Step>> {
    let compact: String = address.chars().filter(|c| !c.is_whitespace()).collect();
    let mut rest = compact.as_str();
    let mut steps = Vec::new();
    while !rest.is_empty() {
        let (number, after) = bracketed(rest.strip_prefix('第')?)?;
        let after = after.strip_prefix('分').filter(|after| after.starts_with('编')).unwrap_or(after);
        let mut chars = after.chars();
        let step = match chars.next()? {
            '编' => Step::Part(number),
            '章' => Step::Chapter(number),
            '节' => Step::Section(number),
            '条' => Step::Article(number, 0),
            '款' => Step::Paragraph(number),
            '项' => Step::Item(number),
            '目' => Step::Subitem(number),
            _ => return None,
        };
        rest = chars.as_str();
        steps.push(inserted(step, &mut rest));
    }
    (!steps.is_empty()).then_some(steps)
}

/// 三, （三） or (三), and what follows.
fn bracketed(text: &str) -> Option<(u32, &str)> {
    let inner = text.strip_prefix(['（', '(']);
    let (number, len) = numeral::prefix(inner.unwrap_or(text))?;
    match inner {
        Some(inner) => Some((number, inner[len..].strip_prefix(['）', ')'])?)),
        None => Some((number, &text[len..])),
    }
}

/// The 之一 of 第十七条之一.
fn inserted(step: Step, rest: &mut &str) -> Step {
    if let Step::Article(number, _) = step
        && let Some(after) = rest.strip_prefix('之')
        && let Some((sub, len)) = numeral::prefix(after)
    {
        *rest = &after[len..];
        return Step::Article(number, sub);
    }
    step
}

/// Part, Chapter, Section, Article, Paragraph, Item with their numbers, and numbers or letters in
/// brackets behind an article: the first of them names the paragraph, the next the item.
fn english(address: &str) -> Option<Vec<Step>> {
    static WORD: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let words = "part|chapter|section|article|art|paragraph|para|sub-?item|item";
        Regex::new(&format!(r"(?i)^[\s,.]*(?:of\s+)?(?:({words})s?\.?\s*\(?(\d+)\)?|\((\d+|[a-z])\))")).ok()
    });
    let pattern = WORD.as_ref()?;
    let mut steps: Vec<Step> = Vec::new();
    let mut rest = address;
    while !rest.trim().is_empty() {
        let found = pattern.captures(rest)?;
        let step = match (found.get(1), found.get(2), found.get(3)) {
            (Some(word), Some(number), _) => named(word.as_str(), number.as_str().parse().ok()?),
            (_, _, Some(sign)) => in_brackets(steps.last()?, sign.as_str())?,
            _ => return None,
        };
        steps.push(step);
        rest = &rest[found.get(0)?.end()..];
    }
    (!steps.is_empty()).then_some(steps)
}

fn named(word: &str, number: u32) -> Step {
    match word.to_ascii_lowercase().as_str() {
        "part" => Step::Part(number),
        "chapter" => Step::Chapter(number),
        "section" => Step::Section(number),
        "article" | "art" => Step::Article(number, 0),
        "paragraph" | "para" => Step::Paragraph(number),
        "item" => Step::Item(number),
        _ => Step::Subitem(number),
    }
}

fn in_brackets(before: &Step, sign: &str) -> Option<Step> {
    let letter = sign.bytes().next().filter(u8::is_ascii_alphabetic);
    let number = match letter {
        Some(letter) => u32::from(letter.to_ascii_lowercase() - b'a') + 1,
        None => sign.parse().ok()?,
    };
    Some(match before {
        Step::Article(..) if letter.is_none() => Step::Paragraph(number),
        Step::Item(_) => Step::Subitem(number),
        _ => Step::Item(number),
    })
}

/// Other ways to read the same address, for structures that do not have all the steps: articles
/// stand below nothing, and an article of one paragraph has no paragraph step.
pub(super) fn readings(steps: &[Step]) -> Vec<Vec<Step>> {
    let mut readings = vec![steps.to_vec()];
    let mut add = |reading: Vec<Step>| {
        if !reading.is_empty() && !readings.contains(&reading) {
            readings.push(reading);
        }
    };
    let article = steps.iter().position(|step| matches!(step, Step::Article(..)));
    let from_article = article.map_or(steps, |at| &steps[at..]).to_vec();
    let first_dropped = from_article.iter().copied().filter(|step| *step != Step::Paragraph(1)).collect();
    add(from_article);
    add(first_dropped);
    readings
}

/// Whether `path` ends with the last of the steps and holds the others, in order, before it.
pub(super) fn leads_to(path: &[Step], steps: &[Step]) -> bool {
    let mut wanted = steps.iter();
    let mut next = wanted.next();
    for step in path {
        if Some(step) == next {
            next = wanted.next();
        }
    }
    next.is_none() && path.last() == steps.last()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(address: &str, path: &str) {
        let steps = steps(address).map(|steps| ClausePath(steps).to_string());
        assert_eq!(steps.unwrap_or_default(), path, "{address}");
    }

    #[test]
    fn addresses_in_words() {
        check("第五条第二款第三项", "a5.k2.i3");
        check("第 五 条", "a5");
        check("第十七条之一", "a17-1");
        check("第十七条之一第（三）项第1目", "a17-1.i3.m1");
        check("第一编第二章第三节", "p1.c2.s3");
        check("第一千二百六十条", "a1260");
        check("Article 5", "a5");
        check("Art. 5(2)(c)", "a5.k2.i3");
        check("Chapter 2, Section 1", "c2.s1");
        check("a5.k2", "a5.k2");
        check("第五条的规定", "");
        check("总则", "");
        check("", "");
        check("第", "");
    }

    #[test]
    fn steps_may_be_left_out() {
        let path = |text: &str| text.parse::<ClausePath>().unwrap().0;
        assert!(leads_to(&path("a5.k1.i3"), &path("a5.i3")));
        assert!(leads_to(&path("p2.c1"), &path("c1")));
        assert!(!leads_to(&path("a5.k2"), &path("a5")));
        assert!(!leads_to(&path("a5"), &path("c1.a5")));
    }
}
