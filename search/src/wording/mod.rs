//! What differs between two wordings of one text, character by character.

use align::{Free, Step, align};
use polidex_corpus::model::Span;
use serde::Serialize;

pub(crate) mod align;

/// A stretch of two wordings: the same in both, or what stands in one place of each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// The characters of the earlier wording; empty where something was added.
    pub from: Span,
    /// The characters of the later wording; empty where something was removed.
    pub to: Span,
    /// Whether both say the same here.
    pub same: bool,
}

/// A stretch between two changes that is shorter than this, in characters, is taken into the change:
/// single characters that happen to agree are no wording that was kept.
const KEPT: usize = 2;

/// Splits two wordings into what they share and what differs, in order; together the pieces cover
/// both.
pub fn pieces(from: &str, to: &str) -> Vec<Piece> {
    let units = |text: &str| text.chars().map(u64::from).collect::<Vec<u64>>();
    let alignment = align(&units(to), &units(from), Free::NONE);
    let mut pieces: Vec<Piece> = Vec::new();
    let (mut old, mut new) = (0, 0);
    let mut runs = alignment.steps.chunk_by(|a, b| (*a == Step::Same) == (*b == Step::Same)).peekable();
    while let Some(run) = runs.next() {
        let (from, to) = (old, new);
        old += run.iter().filter(|step| **step != Step::Added).count();
        new += run.iter().filter(|step| **step != Step::Missing).count();
        let piece = Piece { from: Span::new(from, old), to: Span::new(to, new), same: run[0] == Step::Same };
        let chance = piece.same && piece.from.len() < KEPT && runs.peek().is_some() && !pieces.is_empty();
        match pieces.last_mut() {
            Some(before) if !before.same && (chance || !piece.same) => {
                (before.from.end, before.to.end) = (old, new);
            }
            _ => pieces.push(piece),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use polidex_corpus::model::CharIndex;
    use proptest::prelude::*;

    fn changes(from: &str, to: &str) -> Vec<(String, String)> {
        let (old, new) = (CharIndex::new(from), CharIndex::new(to));
        let changed = pieces(from, to).into_iter().filter(|piece| !piece.same);
        changed.map(|piece| (old.slice(piece.from).to_owned(), new.slice(piece.to).to_owned())).collect()
    }

    #[test]
    fn a_change_is_told_with_its_words() {
        assert_eq!(
            changes("给予最高50万元奖励。", "给予最高80万元奖励。"),
            [("5".to_owned(), "8".to_owned())]
        );
        assert_eq!(changes("力争建成名城", "建成名城"), [("力争".to_owned(), String::new())]);
        assert_eq!(changes("同样的话", "同样的话"), []);
        assert_eq!(changes("", "新增一句"), [(String::new(), "新增一句".to_owned())]);
    }

    #[test]
    fn characters_that_agree_by_chance_split_no_change() {
        assert_eq!(changes("由县级人民政府批准", "由市级人民政府批准"), [("县".to_owned(), "市".to_owned())]);
        assert_eq!(changes("（甲的乙）", "（丙的丁）"), [("甲的乙".to_owned(), "丙的丁".to_owned())]);
    }

    proptest! {
        #[test]
        fn pieces_cover_both_wordings(from in "[甲乙丙a b]{0,40}", to in "[甲乙丙a b]{0,40}") {
            let (mut old, mut new) = (0, 0);
            let (left, right) = (CharIndex::new(&from), CharIndex::new(&to));
            for piece in pieces(&from, &to) {
                prop_assert_eq!((piece.from.start, piece.to.start), (old, new));
                (old, new) = (piece.from.end, piece.to.end);
                prop_assert_eq!(piece.same, left.slice(piece.from) == right.slice(piece.to));
            }
            prop_assert_eq!((old, new), (from.chars().count(), to.chars().count()));
        }
    }
}
