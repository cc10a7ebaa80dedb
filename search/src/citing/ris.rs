//! RIS.

use super::{Work, bibtex::key};
use polidex_corpus::{locale::Locale, model::Kind};

/// The record.
pub(super) fn write(work: &Work, words: Locale) -> String {
    let kind = match work.kind {
        Kind::Law | Kind::Regulation | Kind::Rule | Kind::JudicialInterpretation => "STAT",
        Kind::News => "NEWS",
        _ => "GOVDOC",
    };
    let mut lines = vec![("TY", kind.to_owned()), ("ID", key(work))];
    lines.extend(work.issuer.iter().map(|name| ("AU", name.clone())));
    lines.push(("TI", work.title.clone()));
    let optional = [
        ("TT", work.title_translated.clone()),
        ("M1", work.number.clone()),
        ("PY", work.issued().map(|date| date.year().to_string())),
        ("DA", work.issued().map(|date| date.strftime("%Y/%m/%d").to_string())),
        ("ET", Some(work.edition(words))),
        ("SE", work.pinpoint(words)),
        ("LA", Some(work.lang.tag().to_owned())),
        ("UR", work.url.clone()),
        ("Y2", work.url.as_ref().map(|_| work.accessed.strftime("%Y/%m/%d").to_string())),
        ("N1", work.copy_in(words)),
    ];
    lines.extend(optional.into_iter().filter_map(|(tag, value)| Some((tag, value?))));
    lines.push(("ER", String::new()));
    lines.iter().map(|(tag, value)| format!("{tag}  - {value}")).collect::<Vec<_>>().join("\n")
}
