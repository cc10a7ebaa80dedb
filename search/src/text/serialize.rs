//! All terms of a text in one string, for engines whose tokenizer only splits.

use super::analyze::{Analyzer, limited};

/// Stands between two terms. No term contains it, since control characters are never part of one.
pub const SEPARATOR: char = '\u{1F}';

/// What [`Analyzer::marks_field`] writes for blank lines. No mark is that.
pub const BLANK: &str = "\n";

impl Analyzer {
    /// Appends the [words](Analyzer::words) of a folded text to `out`, in the order in which they
    /// were found, with [`SEPARATOR`] between.
    pub fn words_field(&self, folded: &str, out: &mut String) {
        self.words(folded, |term, _| {
            if !out.is_empty() {
                out.push(SEPARATOR);
            }
            out.push_str(term);
        });
    }

    /// Appends the [grams](Analyzer::grams) of a folded text to `out`, one for each position, with
    /// [`SEPARATOR`] between; a position without a gram is an empty entry. If `out` holds grams
    /// already, an empty entry keeps phrases from reaching across.
    pub fn grams_field(&self, folded: &str, out: &mut String) {
        // The position of the entry before; one that was there already ends two positions earlier.
        let mut last = if out.is_empty() { 0 } else { -2 };
        self.grams(folded, |term, position, _| add(out, &mut last, term, position));
    }

    /// Writes the [marks](Analyzer::marks) of a folded text to `out` at the positions of its grams, where the
    /// [grams](Analyzer::grams_field) have empty entries; [`BLANK`] for blank lines. What no engine can hold is cut to
    /// [`MAX_TERM_BYTES`](super::MAX_TERM_BYTES).
    pub fn marks_field(&self, folded: &str, out: &mut String) {
        let mut last = 0;
        self.marks(folded, |mark, position| {
            add(out, &mut last, if mark.is_empty() { BLANK } else { limited(mark) }, position);
        });
    }
}

/// Adds the entry at a position; `last` is that of the entry before.
fn add(out: &mut String, last: &mut i64, entry: &str, position: u32) {
    let position = i64::from(position);
    out.extend((*last..position).map(|_| SEPARATOR));
    out.push_str(entry);
    *last = position;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;
    use proptest::prelude::*;

    fn shown(field: &str) -> String {
        field.replace(SEPARATOR, "|")
    }

    #[test]
    fn words_are_joined() {
        let mut field = String::new();
        let analyzer = Analyzer::for_query();
        analyzer.words_field("软件产业,policies", &mut field);
        analyzer.words_field("通知", &mut field);
        assert_eq!(shown(&field), "软件|产业|软件产业|polici|通知");
    }

    #[test]
    fn skipped_positions_are_empty_entries() {
        let mut field = String::new();
        let analyzer = Analyzer::for_query();
        analyzer.grams_field("《软件》、3.5", &mut field);
        assert_eq!(shown(&field), "软件|件||3||5");
        analyzer.grams_field("。产业", &mut field);
        assert_eq!(shown(&field), "软件|件||3||5||产业|业");
        analyzer.grams_field("……", &mut field);
        assert_eq!(shown(&field), "软件|件||3||5||产业|业");
    }

    proptest! {
        #[test]
        fn entries_stand_at_their_positions(text in "(\\PC|[一-龥]{1,4}|[a-c ,\u{1f}\n]){0,40}") {
            let folded = fold(&text);
            let mut field = String::new();
            let analyzer = Analyzer::for_query();
            analyzer.grams_field(&folded, &mut field);
            let mut expected = Vec::new();
            analyzer.grams(&folded, |term, position, _| expected.push((position as usize, term.to_owned())));
            let entries = field.split(SEPARATOR).map(str::to_owned).enumerate().filter(|(_, term)| !term.is_empty());
            prop_assert_eq!(entries.collect::<Vec<_>>(), expected);
        }
    }
}
