//! The forms in which lawyers cite.

use super::{Work, date};
use polidex_corpus::{locale::Locale, model::Kind};
use std::fmt::Write;

/// 《标题》（文号）第五条第二款，2024年5月20日版; in English words the same order without book-title marks.
///
/// A clause of a text that a notice issues is cited by that text's title, the number is the notice's.
pub(super) fn chinese(work: &Work, words: Locale) -> String {
    let enclosed = work.clause.as_ref().and_then(|clause| clause.enclosed_in.as_ref());
    let title = enclosed.unwrap_or(&work.title);
    let mut text = match words {
        Locale::Zh => book_title(title),
        Locale::En => match &work.title_translated {
            Some(translated) if enclosed.is_none() && work.lang.is_chinese() => {
                format!("{title} [{translated}]")
            }
            _ => title.clone(),
        },
    };
    let (brackets, comma, stop) = match words {
        Locale::Zh => (["（", "）"], "，", "。"),
        Locale::En => ([" (", ")"], ", ", ". "),
    };
    if let Some(number) = &work.number {
        let _ = write!(text, "{}{number}{}", brackets[0], brackets[1]);
    }
    if let Some(clause) = work.pinpoint(words) {
        let _ = write!(text, "{}{clause}", words.pick(", ", ""));
    }
    let _ = write!(text, "{comma}{}", work.edition(words));
    if let Some(url) = &work.url {
        let accessed = date::long(work.accessed, words);
        let _ = match words {
            Locale::Zh => write!(text, "{comma}{url}，{accessed}访问"),
            Locale::En => write!(text, "{comma}{url}, accessed {accessed}"),
        };
    }
    text.push_str(stop.trim_end());
    if let Some(copy) = work.copy_in(words) {
        let _ = write!(text, "{}{copy}{}", words.pick(" ", ""), stop.trim_end());
    }
    text
}

/// In book-title marks; those inside become single ones.
fn book_title(title: &str) -> String {
    // A title that is in marks as a whole keeps them.
    let inner = title.strip_prefix('《').and_then(|rest| rest.strip_suffix('》'));
    let inner = inner.filter(|inner| !inner.contains(['《', '》'])).unwrap_or(title);
    format!("《{}》", inner.replace('《', "〈").replace('》', "〉"))
}

/// After the Bluebook's rule for statutes of the People's Republic of China: title, translation in brackets,
/// who promulgated it, when, since when it is in force, the clause. The archived copy stands in brackets behind
/// the address, where the rule for archived sources has it.
pub(super) fn bluebook(work: &Work) -> String {
    let mut text = String::new();
    if work.kind == Kind::News {
        // Of news, who wrote it stands first, and nothing is promulgated.
        text.extend(work.issuer.iter().map(|name| format!("{name}, ")));
    }
    text.push_str(&work.title);
    if let Some(translated) = work.title_translated.as_ref().filter(|_| work.lang.is_chinese()) {
        let _ = write!(text, " [{translated}]");
    }
    if let Some(number) = &work.number {
        let _ = write!(text, ", {number}");
    }
    let _ = write!(text, " ({})", facts(work).join(", "));
    if let Some(clause) = work.pinpoint(Locale::En) {
        let _ = write!(text, " {clause}");
    }
    if work.kind != Kind::News {
        text.push_str(" (China)");
    }
    if let Some(url) = &work.url {
        let _ = write!(text, ", {url} (last visited {})", date::abbreviated(work.accessed));
    }
    if let Some(copy) = work.copy_in(Locale::En) {
        let _ = write!(text, " [{copy}]");
    }
    text.push('.');
    text
}

/// Who promulgated it and when, since when it is in force, the edition.
fn facts(work: &Work) -> Vec<String> {
    let mut facts = Vec::new();
    let issuers = if work.kind == Kind::News { String::new() } else { work.issuer.join(" & ") };
    let promulgated = work.published.or(work.written).map(date::abbreviated);
    match (issuers.is_empty(), promulgated) {
        (false, Some(day)) => facts.push(format!("promulgated by {issuers}, {day}")),
        (false, None) => facts.push(format!("promulgated by {issuers}")),
        (true, Some(day)) => facts.push(day),
        (true, None) => {}
    }
    facts.extend(work.effective.map(|day| format!("effective {}", date::abbreviated(day))));
    facts.push(work.edition(Locale::En));
    facts
}
