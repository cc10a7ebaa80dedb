//! Quoted text as markup: hostile characters made visible, what matched marked.

use crate::output::visible;
use maud::{Markup, html};
use polidex_corpus::model::Lang;
use polidex_search::answer::Highlight;

/// A text as it stands, with hostile characters made visible. Escaping is the template's.
pub fn plain(text: &str) -> Markup {
    html! { (visible(text)) }
}

/// The characters from `start` to `end` of a text, what matched marked.
pub fn marked(chars: &[char], highlights: &[Highlight], (start, end): (usize, usize)) -> Markup {
    let slice = |from: usize, to: usize| -> String { chars[from..to].iter().collect() };
    let mut at = start;
    let mut pieces: Vec<(String, bool)> = Vec::new();
    for highlight in highlights.iter().filter(|highlight| highlight.end > start && highlight.start < end) {
        let (from, to) = (highlight.start.max(at), highlight.end.min(end));
        if from >= to {
            continue;
        }
        pieces.push((slice(at, from), false));
        pieces.push((slice(from, to), true));
        at = to;
    }
    pieces.push((slice(at, end), false));
    html! {
        @for (text, hit) in &pieces {
            @if *hit { mark { (plain(text)) } } @else { (plain(text)) }
        }
    }
}

/// The language of a document's text, for `lang` attributes: fonts and voices depend on it.
pub fn tag(lang: Lang) -> Option<&'static str> {
    match lang {
        Lang::ZhHans => Some("zh-Hans"),
        Lang::ZhHant => Some("zh-Hant"),
        Lang::En => Some("en"),
        Lang::Und => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn highlight(start: usize, end: usize) -> Highlight {
        Highlight { start, end, utf16: [start, end] }
    }

    #[test]
    fn markup_in_texts_stays_text() {
        let chars: Vec<char> = "<b>软件</b>\u{202e}".chars().collect();
        let shown = marked(&chars, &[highlight(1, 5)], (0, chars.len())).into_string();
        assert_eq!(shown, "&lt;<mark>b&gt;软件</mark>&lt;/b&gt;&lt;U+202E&gt;");
    }

    #[test]
    fn highlights_are_cut_at_the_window() {
        let chars: Vec<char> = "支持软件企业".chars().collect();
        assert_eq!(marked(&chars, &[highlight(0, 4)], (2, 6)).into_string(), "<mark>软件</mark>企业");
    }
}
