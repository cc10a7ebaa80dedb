//! Phrases: what a clause must hold to the letter.

use crate::text::{Analyzer, MAX_TERM_BYTES, PhraseTerm, fold};
use polidex_corpus::text::is_han;

/// A phrase that a clause must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// Terms of the grams fields at their distances.
    pub terms: Vec<PhraseTerm>,
    /// The punctuation inside, at its distances from the terms; none where the text has to decide.
    pub marks: Vec<PhraseTerm>,
    /// The phrase, folded.
    pub text: String,
    /// Whether terms and marks do not decide, since punctuation stands inside a token or beside what may go on: then the
    /// clause's text does.
    pub verify: bool,
    /// Whether the last of its words may go on.
    pub prefix: bool,
}

impl Phrase {
    /// The phrase as typed, with `prefix` one of which the last word may go on; none without letters, digits or
    /// ideographs.
    pub fn new(typed: &str, prefix: bool, analyzer: &Analyzer) -> Option<Self> {
        let text = fold(typed).trim().to_owned();
        let mut terms = analyzer.phrase_terms(&text);
        let last = terms.last_mut()?;
        // Ideographs behind a substring stand there anyway.
        last.prefix |= prefix && !last.text.contains(is_han);
        let marks = marks(&text, &terms, analyzer);
        let verify = marks.is_none();
        Some(Self { terms, marks: marks.unwrap_or_default(), text, verify, prefix })
    }

    /// The phrase as it is shown.
    pub fn shown(&self) -> String {
        format!("{}{}", self.text, if self.prefix { "*" } else { "" })
    }
}

/// The punctuation inside a folded phrase of these terms, where that decides whether a text holds it.
fn marks(folded: &str, terms: &[PhraseTerm], analyzer: &Analyzer) -> Option<Vec<PhraseTerm>> {
    let mut marks = Vec::new();
    analyzer.marks(folded, |mark, position| {
        if !mark.is_empty() {
            marks.push(PhraseTerm { text: mark.to_owned(), position, prefix: false });
        }
    });
    let inside = folded.trim_matches(|c: char| !c.is_alphanumeric());
    let signs = inside.chars().filter(|c| !c.is_alphanumeric() && !c.is_whitespace()).count();
    let known: usize = marks.iter().map(|mark| mark.text.chars().count()).sum();
    // What leaves no room for one more character may be the beginning of something longer.
    let is_cut = |mark: &PhraseTerm| mark.text.len() + '\u{10FFFF}'.len_utf8() > MAX_TERM_BYTES;
    let open = terms.iter().any(|term| term.prefix) || marks.iter().any(is_cut);
    (signs == 0 || signs == known && !open).then_some(marks)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes the marks as `mark@position`; `open` where the text has to decide.
    fn check(typed: &str, prefix: bool, expected: &str) {
        let phrase = Phrase::new(typed, prefix, &Analyzer::for_query()).unwrap();
        let marks = phrase.marks.iter().map(|mark| format!("{}@{}", mark.text, mark.position));
        let shown = if phrase.verify { "open".to_owned() } else { marks.collect::<Vec<_>>().join(" ") };
        assert_eq!(shown, expected, "{typed}");
    }

    #[test]
    fn punctuation_between_terms_is_known() {
        check("法律、行政法规", false, "、@2");
        check("《土地管理法》第三十条", false, "》@5");
        check("通过划拨、 “出让”等方式", false, "、\"@4 \"@7");
        check("citizens, legal persons", false, ",@1");
        check("人民法院", false, "");
        check("人民\n\n法院", false, "");
        check("。罚款，", false, "");
    }

    #[test]
    fn the_text_decides_what_positions_cannot() {
        check("e-commerce platform", false, "open");
        check("甲、乙", false, "open");
        check("tax, reli", true, "open");
        check(&format!("法律{}法规", "…".repeat(66)), false, "open");
    }

    #[test]
    fn nothing_but_punctuation_is_no_phrase() {
        assert_eq!(Phrase::new("……", false, &Analyzer::for_query()), None);
    }
}
