//! BibTeX.

use super::Work;
use polidex_corpus::locale::Locale;
use std::fmt::Write;

/// The entry. Names of bodies and titles are in double braces, which keep them whole and in their letter case.
pub(super) fn write(work: &Work, words: Locale) -> String {
    let authors = work.issuer.iter().map(|name| format!("{{{}}}", escaped(name))).collect::<Vec<_>>();
    let issued = work.issued();
    let note = [work.pinpoint(words), Some(work.edition(words)), work.copy_in(words)];
    let note = note.into_iter().flatten().collect::<Vec<_>>().join("; ");
    let fields = [
        ("author", Some(authors.join(" and ")).filter(|names| !names.is_empty())),
        ("title", Some(format!("{{{}}}", escaped(&work.title)))),
        ("titleaddon", work.title_translated.as_deref().map(escaped)),
        ("number", work.number.as_deref().map(escaped)),
        ("year", issued.map(|date| date.year().to_string())),
        ("date", issued.map(|date| date.to_string())),
        ("howpublished", work.url.as_deref().map(|url| format!("\\url{{{}}}", address(url)))),
        ("url", work.url.as_deref().map(address)),
        ("urldate", work.url.as_ref().map(|_| work.accessed.to_string())),
        ("langid", Some(if work.lang.is_chinese() { "chinese" } else { "english" }.to_owned())),
        ("note", Some(escaped(&note))),
    ];
    let mut entry = format!("@misc{{{},\n", key(work));
    for (name, value) in fields {
        if let Some(value) = value {
            let _ = writeln!(entry, "  {name:12} = {{{value}}},");
        }
    }
    entry.push('}');
    entry
}

/// The id, with the clause where one is cited.
pub(super) fn key(work: &Work) -> String {
    match &work.reference.clause {
        Some(clause) => format!("{}:{clause}", work.reference.policy),
        None => work.reference.policy.to_string(),
    }
}

/// With the characters that mean something to TeX escaped, and braces balanced by taking them for text.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => escaped.push_str("\\textbackslash{}"),
            '~' => escaped.push_str("\\textasciitilde{}"),
            '^' => escaped.push_str("\\textasciicircum{}"),
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => escaped.extend(['\\', c]),
            c => escaped.push(c),
        }
    }
    escaped
}

/// An address with what would end or break the field percent-encoded.
fn address(url: &str) -> String {
    url.replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C")
}
