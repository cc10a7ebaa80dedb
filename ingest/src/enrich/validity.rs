//! From when and until when a text says that it applies.

use super::Source;
use crate::date;
use jiff::{ToSpan, civil::Date};
use memchr::memmem;
use polidex_corpus::{
    model::{Dates, Origin, Sourced},
    numeral,
};

/// What begins to apply is named this far before the date at most, in bytes.
const SUBJECT: usize = 120;

/// 本办法自2024年1月1日起施行. The sentence must speak of this document: a date of another one that is
/// cited is not taken.
pub(super) fn effective(source: &Source<'_>, dates: &Dates) -> Option<Sourced<Date>> {
    let text = source.text();
    let mut found = None;
    for verb in ["施行", "实施", "执行", "生效"] {
        for at in memmem::find_iter(text.as_bytes(), verb) {
            found = begins(source, &text[..at], dates).or(found);
        }
        if found.is_some() {
            break;
        }
    }
    found
}

/// What a sentence that ends in 施行 says, `before` the verb.
fn begins(source: &Source<'_>, before: &str, dates: &Dates) -> Option<Sourced<Date>> {
    let sentence = sentence_of(before);
    let start = before.len() - sentence.len();
    let subject = sentence.find('本')?;
    let own = &sentence[subject..];
    let from = own.rfind(['自', '于', '从'])?;
    if own[..from].contains(['《', '》']) {
        return None;
    }
    let dated = own[from..].trim_start_matches(['自', '于', '从']);
    let at = start + subject + own.len() - dated.len();
    if let Some((len, date)) = date::prefix(dated) {
        let rest =
            dated[len..].trim_start_matches("之日").trim_start_matches('起').trim_start_matches("开始");
        return rest.trim().is_empty().then(|| Sourced::new(date, source.at(at..at + len)));
    }
    let on_publication =
        ["公布之日", "发布之日", "颁布之日", "印发之日"].iter().any(|cue| dated.starts_with(cue));
    let date = dates.published.as_ref().or(dates.written.as_ref()).filter(|_| on_publication)?;
    Some(Sourced::new(date.value, Origin::Rule("on_publication".to_owned())))
}

/// 有效期至2028年12月31日, 有效期2年: the last day.
pub(super) fn expires(source: &Source<'_>, dates: &Dates) -> Option<Sourced<Date>> {
    let text = source.text();
    memmem::find_iter(text.as_bytes(), "有效期").find_map(|at| {
        let sentence = sentence_of(&text[..at]);
        // A permit's or a certificate's term is not the document's.
        let own =
            sentence.contains('本') || ["施行", "实施", "执行"].iter().any(|verb| sentence.contains(verb));
        own.then(|| term(source, at + "有效期".len(), dates)).flatten()
    })
}

fn term(source: &Source<'_>, at: usize, dates: &Dates) -> Option<Sourced<Date>> {
    let rest = source.text()[at..].trim_start_matches(['限', '为', '：', ':', ' ']);
    let start = source.text().len() - rest.len();
    if let Some(until) = ["至", "截至", "到"].iter().find_map(|word| rest.strip_prefix(word)) {
        let (len, date) = date::prefix(until)?;
        let from = source.text().len() - until.len();
        return Some(Sourced::new(date, source.at(from..from + len)));
    }
    let (years, len) = numeral::prefix(rest)?;
    let rest = rest[len..].trim_start().strip_prefix('年')?;
    let begin = dates.effective.as_ref().or(dates.written.as_ref()).or(dates.published.as_ref())?.value;
    let years = i64::from(years).years();
    let last = begin.checked_add(years).ok()?.yesterday().ok()?;
    Some(Sourced::new(last, source.at(start..source.text().len() - rest.len())))
}

/// The part of the last sentence that stands at the end of `before`.
fn sentence_of(before: &str) -> &str {
    let from = before.len().saturating_sub(SUBJECT);
    let from = (from..=before.len()).find(|&at| before.is_char_boundary(at)).unwrap_or(0);
    let window = &before[from..];
    window.rfind(['。', '；', '\n']).map_or(window, |stop| {
        let width = window[stop..].chars().next().map_or(0, char::len_utf8);
        &window[stop + width..]
    })
}
