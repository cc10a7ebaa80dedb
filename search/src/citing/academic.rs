//! APA, Chicago and MLA: a document of a public body on the web, or news.
//!
//! Each gives the entry for the list of references, and the form for the running text or a note, in which the
//! clause stands.

use super::{Work, date};
use polidex_corpus::{locale::Locale, model::Kind};

/// An entry and its form in the text.
type Forms = (String, Option<String>);

/// Author. (2024, May 24). Title (Number, edition of …). URL — and (Author, 2024, art. 5).
pub(super) fn apa(work: &Work, words: Locale) -> Forms {
    let [open, close, comma, stop] = marks(words);
    let facts = [work.number.clone(), Some(work.edition(words))];
    let facts = facts.into_iter().flatten().collect::<Vec<_>>().join(comma);
    let day = work.issued().map(|date| match words {
        Locale::Zh => date::long(date, words),
        Locale::En => date.strftime("%Y, %B %-d").to_string(),
    });
    let day = day.unwrap_or_else(|| words.pick("n.d.", "无日期").to_owned());
    let title = format!("{}{open}{facts}{close}", work.title_in(words));
    let author = authors(work, words.pick(", & ", "、"));
    // Without an author the title stands first.
    let parts = if author.is_empty() {
        [title.clone(), format!("{open}{day}{close}")].concat()
    } else {
        format!("{}{open}{day}{close}{stop}{title}", ended(&author, words.pick(".", "")))
    };
    let url = work.url.as_ref().map_or_else(|| stop.trim_end().to_owned(), |url| format!("{stop}{url}"));
    let name = match work.issuer.as_slice() {
        [] => work.title.clone(),
        [one] => one.clone(),
        [one, other] => format!("{one}{}{other}", words.pick(" & ", "和")),
        [one, ..] => format!("{one}{}", words.pick(" et al.", "等")),
    };
    let year = work.issued().map_or(day, |date| date.year().to_string());
    let in_text = [Some(name), Some(year), work.pinpoint(words)];
    let in_text = in_text.into_iter().flatten().collect::<Vec<_>>().join(comma);
    (format!("{parts}{url}"), Some(format!("{}{in_text}{close}", open.trim_start())))
}

/// Author. Title. Number. Edition of …. May 24, 2024. Accessed …. URL. — and the note, with commas.
pub(super) fn chicago(work: &Work, words: Locale) -> Forms {
    let author = authors(work, words.pick(", and ", "、"));
    let facts = |capital: bool| {
        let edition = work.edition(words);
        let edition = if capital { capitalised(&edition) } else { edition };
        [work.number.clone(), Some(edition), work.issued().map(|date| date::long(date, words))]
    };
    let accessed = work.url.as_ref().map(|_| match words {
        Locale::En => format!("Accessed {}", date::long(work.accessed, words)),
        Locale::Zh => format!("{}访问", date::long(work.accessed, words)),
    });
    let entry = [Some(author.clone()), Some(titled(work, words, "."))]
        .into_iter()
        .chain(facts(true))
        .chain([accessed, work.url.clone()]);
    let note = [Some(author), Some(titled(work, words, ","))]
        .into_iter()
        .chain(facts(false))
        .chain([work.pinpoint(words), work.url.clone()]);
    let note = joined(note, ", ");
    (with_copy(joined(entry, ". "), work, words), Some(note))
}

/// Author. Title. Number, edition of …, 24 May 2024, URL. Accessed …. — and (Author, art. 5).
pub(super) fn mla(work: &Work, words: Locale) -> Forms {
    let author = match work.issuer.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [one, other] => format!("{one}{}{other}", words.pick(", and ", "、")),
        [one, ..] => format!("{one}{}", words.pick(", et al", "等")),
    };
    let published = work.issued().map(|date| date::day_first(date, words));
    let facts = [work.number.clone(), Some(work.edition(words)), published, work.url.clone()];
    let facts = facts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let accessed = work.url.as_ref().map(|_| match words {
        Locale::En => format!("Accessed {}", date::day_first(work.accessed, words)),
        Locale::Zh => format!("{}访问", date::day_first(work.accessed, words)),
    });
    let entry = [Some(author.clone()), Some(titled(work, words, ".")), Some(capitalised(&facts)), accessed];
    let name = if author.is_empty() { &work.title } else { &author };
    let in_text = [Some(name.clone()), work.pinpoint(words)];
    let in_text = in_text.into_iter().flatten().collect::<Vec<_>>().join(", ");
    (with_copy(joined(entry, ". "), work, words), Some(format!("({in_text})")))
}

/// Brackets, comma and full stop as a language writes them, with the space that belongs to them.
fn marks(words: Locale) -> [&'static str; 4] {
    match words {
        Locale::En => [" (", ")", ", ", ". "],
        Locale::Zh => ["（", "）", "，", "。"],
    }
}

/// All names, the last behind `last`.
fn authors(work: &Work, last: &str) -> String {
    match work.issuer.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((end, before)) => format!("{}{last}{end}", before.join(if last == "、" { last } else { ", " })),
    }
}

/// The title; that of news in quotation marks, with the mark that follows inside.
fn titled(work: &Work, words: Locale, mark: &str) -> String {
    let title = work.title_in(words);
    if work.kind == Kind::News { format!("“{}”", ended(&title, mark)) } else { title }
}

/// With a mark at the end, unless it ends with one.
fn ended(text: &str, mark: &str) -> String {
    if text.ends_with(['.', '?', '!', '。', '？', '！']) {
        text.to_owned()
    } else {
        format!("{text}{mark}")
    }
}

/// Parts one behind the other; a part that ends with a mark takes no second one.
fn joined(parts: impl IntoIterator<Item = Option<String>>, separator: &str) -> String {
    let mut text = String::new();
    for part in parts.into_iter().flatten().filter(|part| !part.is_empty()) {
        if !text.is_empty() {
            let marked = text.ends_with(['.', '?', '!', '。'])
                || [".”", ",”", "?”", "!”"].iter().any(|end| text.ends_with(end));
            text.push_str(if marked { " " } else { separator });
        }
        text.push_str(&part);
    }
    ended(&text, ".")
}

/// With a capital at the beginning.
pub(super) fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn with_copy(entry: String, work: &Work, words: Locale) -> String {
    match work.copy_in(words) {
        Some(copy) => format!("{entry} {copy}."),
        None => entry,
    }
}
