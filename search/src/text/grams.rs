//! The terms that phrases are found by.

use super::analyze::{behind_joint, limited};
use super::scan::{Kind, Run, Runs};
use std::{mem, ops::Range};

/// See [`Analyzer::grams`](super::Analyzer::grams).
pub(super) fn grams<F: FnMut(&str, u32, Range<u32>)>(folded: &str, sink: F) {
    walk(folded, sink, |_, _| {});
}

/// Calls `sink` with what stands at each position that grams leave empty, from the first sign to the last, and with the
/// position; with nothing for blank lines alone.
pub(super) fn gaps<G: FnMut(&str, u32)>(folded: &str, sink: G) {
    walk(folded, |_, _, _| {}, sink);
}

fn walk<F: FnMut(&str, u32, Range<u32>), G: FnMut(&str, u32)>(folded: &str, sink: F, gaps: G) {
    let mut walk = Walk { text: folded, sink, gaps, position: 0, open: None, signs: None, lines: 0 };
    let mut runs = Runs::new(folded);
    while let Some(run) = runs.next() {
        match run.kind {
            Kind::Han => walk.han(&run),
            Kind::Alphanumeric => {
                walk.token(&run);
                if matches!(behind_joint(&runs), Some(('-' | '\'', _))) {
                    runs.next();
                }
            }
            Kind::Space => walk.lines += run.text.bytes().filter(|&byte| byte == b'\n').count(),
            Kind::Other => walk.sign(&run),
        }
    }
    walk.close();
}

/// The state between two runs.
struct Walk<'t, F, G> {
    text: &'t str,
    sink: F,
    /// Gets what stands between two terms.
    gaps: G,
    /// Position of the next character or token.
    position: u32,
    /// The character before, and where it stands, while its successor is not known.
    open: Option<(char, u32)>,
    /// The punctuation seen since the last character or token, in bytes of the text.
    signs: Option<Range<usize>>,
    /// Line feeds seen since then.
    lines: usize,
}

impl<F: FnMut(&str, u32, Range<u32>), G: FnMut(&str, u32)> Walk<'_, F, G> {
    fn sign(&mut self, run: &Run<'_>) {
        let run = run.bytes();
        self.signs = Some(self.signs.take().map_or(run.start, |signs| signs.start)..run.end);
    }

    /// Accounts for what stood before a character or token.
    fn begin(&mut self) {
        let (signs, lines) = (self.signs.take(), mem::take(&mut self.lines));
        if (signs.is_some() || lines > 1) && self.position > 0 {
            self.close();
            (self.gaps)(&self.text[signs.unwrap_or_default()], self.position);
            self.position += 1;
        }
    }

    fn han(&mut self, run: &Run<'_>) {
        self.begin();
        let mut before: Option<usize> = None;
        let mut last = None;
        for (number, (at, c)) in run.chars.clone().zip(run.text.char_indices()) {
            if let Some(from) = before {
                (self.sink)(&run.text[from..at + c.len_utf8()], self.position - 1, number - 1..number + 1);
            } else if let Some((other, start)) = self.open.take() {
                let pair = String::from_iter([other, c]);
                (self.sink)(&pair, self.position - 1, start..number + 1);
            }
            before = Some(at);
            last = Some((c, number));
            self.position += 1;
        }
        self.open = last;
    }

    fn token(&mut self, run: &Run<'_>) {
        self.begin();
        self.close();
        (self.sink)(limited(run.text), self.position, run.chars.clone());
        self.position += 1;
    }

    /// Ends a run of Han characters.
    fn close(&mut self) {
        if let Some((c, number)) = self.open.take() {
            (self.sink)(c.encode_utf8(&mut [0; 4]), self.position - 1, number..number + 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes grams as `term@position[start..end]`.
    fn check(text: &str, expected: &str) {
        let mut found = Vec::new();
        grams(text, |term, position, chars| {
            found.push(format!("{term}@{position}[{}..{}]", chars.start, chars.end));
        });
        assert_eq!(found.join(" "), expected, "{text:?}");
    }

    #[test]
    fn bigrams_and_the_last_character() {
        check("软件业", "软件@0[0..2] 件业@1[1..3] 业@2[2..3]");
        check("软", "软@0[0..1]");
        check("", "");
    }

    #[test]
    fn tokens_take_one_position() {
        check("2021年a股", "2021@0[0..4] 年@1[4..5] a@2[5..6] 股@3[6..7]");
        check("industrial software", "industrial@0[0..10] software@1[11..19]");
        check("e-commerce's 3.5", "e@0[0..1] commerce@1[2..10] s@2[11..12] 3@3[13..14] 5@5[15..16]");
    }

    #[test]
    fn spaces_are_ignored() {
        check("索 引\u{3000}号", "索引@0[0..3] 引号@1[2..5] 号@2[4..5]");
        check("软\n件", "软件@0[0..3] 件@1[2..3]");
        check("a \n b", "a@0[0..1] b@1[4..5]");
        check("软\u{200B}件", "软件@0[0..3] 件@1[2..3]");
    }

    #[test]
    fn punctuation_and_blank_lines_leave_a_gap() {
        check("《甲》、《乙》", "甲@0[1..2] 乙@2[5..6]");
        check("甲\n\n乙", "甲@0[0..1] 乙@2[3..4]");
        check("甲\n \n乙。", "甲@0[0..1] 乙@2[4..5]");
        check("a - b", "a@0[0..1] b@2[4..5]");
    }
}
