//! These Measures shall come into force as of 1 January 2024 and remain valid for five years.

use crate::date;
use jiff::civil::Date;
use polidex_corpus::model::{Begins, CharIndex, Ends, Event};
use std::ops::Range;

/// Verbs with which an English text begins to apply.
const TAKES_EFFECT: &[&str] = &[
    "come into force",
    "comes into force",
    "enter into force",
    "enters into force",
    "come into effect",
    "comes into effect",
    "take effect",
    "takes effect",
    "be effective",
    "is effective",
    "are effective",
    "be implemented",
    "go into effect",
    "become effective",
    "becomes effective",
];

/// Words that a term opens with.
const TERMS: &[&str] = &[
    "valid until",
    "valid through",
    "effective until",
    "valid for",
    "period of validity is",
    "term of validity of",
    "valid for a period of",
    "in force until",
    "remain in force for",
    "validity period of",
    "validity period is",
];

/// Words between a verb and its date.
const FROM: &[&str] =
    &["as of", "as from", "from", "on", "since", "upon", "beginning", "the date of", "its", "their"];

/// Names of this document.
pub const OWN: &[&str] = &["This ", "this ", "These ", "these ", "The present "];

/// The beginning and the end that an English sentence states.
pub(super) fn of_sentence(index: &CharIndex<'_>, sentence: &Range<usize>) -> (Option<Begins>, Option<Ends>) {
    let text = &index.text()[sentence.clone()];
    let span = |range: Range<usize>| index.span(sentence.start + range.start..sentence.start + range.end);
    let effective = begins(text).map(|(range, date, relative)| Begins { date, relative, span: span(range) });
    let expires = ends(text).map(|(range, date, term_months)| Ends { date, term_months, span: span(range) });
    (effective, expires)
}

fn begins(text: &str) -> Option<(Range<usize>, Option<Date>, Option<Event>)> {
    let (at, verb) = TAKES_EFFECT.iter().find_map(|verb| Some((text.find(verb)?, *verb)))?;
    let subject = OWN.iter().filter_map(|own| text[..at].rfind(own)).max()?;
    if text[subject..at].contains(['"', '“', '.', ';']) {
        return None;
    }
    let behind = &text[at + verb.len()..];
    let rest = skip(behind);
    let from = text.len() - rest.len();
    if let Some((len, date)) = date::prefix(rest) {
        return Some((at..from + len, Some(date), None));
    }
    let event = ["publication", "promulgation", "issuance", "release"]
        .iter()
        .find(|word| rest.starts_with(**word))?;
    Some((at..from + event.len(), None, Some(Event::OnPublication)))
}

fn ends(text: &str) -> Option<(Range<usize>, Option<Date>, Option<u32>)> {
    let (at, word) = TERMS.iter().find_map(|word| Some((text.find(word)?, *word)))?;
    let subject = OWN.iter().filter_map(|own| text[..at].rfind(own)).max()?;
    if text[subject..at].contains(['.', ';']) {
        return None;
    }
    let rest = skip(&text[at + word.len()..]);
    let from = text.len() - rest.len();
    if let Some((len, date)) = date::prefix(rest) {
        return Some((at..from + len, Some(date), None));
    }
    let (number, len) = count(rest)?;
    let unit = rest[len..].trim_start();
    let (months, width) = if unit.starts_with("year") {
        (number.checked_mul(12)?, "year".len())
    } else {
        (number, unit.strip_prefix("month").map(|_| "month".len())?)
    };
    let tail = &unit[width..];
    let plural = usize::from(tail.starts_with('s'));
    Some((at..text.len() - tail.len() + plural, None, Some(months)))
}

/// The text behind the small words that can stand in front of a date.
fn skip(text: &str) -> &str {
    let mut rest = text.trim_start();
    while let Some(next) = FROM.iter().find_map(|word| rest.strip_prefix(word)) {
        if next.starts_with(char::is_alphanumeric) {
            break;
        }
        rest = next.trim_start();
    }
    rest
}

/// A small number, in digits or as a word: its length too.
fn count(text: &str) -> Option<(u32, usize)> {
    const WORDS: [&str; 10] = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        return Some((text[..digits].parse().ok()?, digits));
    }
    let at = WORDS.iter().position(|word| text.starts_with(word))?;
    Some((at as u32 + 1, WORDS[at].len()))
}
