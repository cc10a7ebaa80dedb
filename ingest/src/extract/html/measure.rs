//! How much a part of a page says: its lines, measured by their sentences.

use super::render::Line;
use crate::{dom::Element, wordlist::Words};

/// Shorter lines are no sentences, in characters but white space.
const SENTENCE: usize = 16;

/// The lines of a page with running totals over them.
pub(super) struct Measures {
    pub lines: Vec<Line>,
    /// Worth of all lines before one, and of all.
    worth: Vec<i64>,
    /// Characters before one, and of all.
    letters: Vec<usize>,
}

impl Measures {
    pub fn of(lines: Vec<Line>) -> Self {
        let (mut worth, mut letters) = (vec![0], vec![0]);
        let (mut all_worth, mut all_letters) = (0, 0);
        for line in &lines {
            all_worth += self::worth(line);
            all_letters += line.letters;
            worth.push(all_worth);
            letters.push(all_letters);
        }
        Self { lines, worth, letters }
    }

    /// The lines that lie within an element, by number.
    pub fn within(&self, element: Element<'_>) -> std::ops::Range<usize> {
        let first = |place: usize| self.lines.partition_point(|line| line.place < place);
        first(element.place())..first(element.end())
    }

    /// How much the sentences within an element weigh, after what its links take away.
    pub fn worth(&self, element: Element<'_>) -> i64 {
        let lines = self.within(element);
        self.worth[lines.end] - self.worth[lines.start]
    }

    /// Characters within an element.
    pub fn letters(&self, element: Element<'_>) -> usize {
        let lines = self.within(element);
        self.letters[lines.end] - self.letters[lines.start]
    }
}

/// What a line is worth: sentences count by their length, links and notices of the site against it,
/// labels nothing.
fn worth(line: &Line) -> i64 {
    let (letters, linked) = (line.letters as i64, line.linked as i64);
    match () {
        () if line.is_link() => -letters / 2,
        () if is_notice(&line.text) => -letters,
        () if line.is_sentence => letters - linked,
        () => 0,
    }
}

/// Words of what sites say about themselves and their rights; two of them make a notice.
static NOTICES: Words = Words::new(&[
    "版权",
    "著作权",
    "转载",
    "免责",
    "本网",
    "本站",
    "许可证",
    "ICP备",
    "All Rights Reserved",
    "稿酬",
    "举报电话",
    "侵权",
    "Copyright",
    "copyright",
    "©",
    "网站标识码",
    "公网安备",
    "不代表本",
]);

/// Whether a line is a site's notice about rights and responsibilities.
pub(super) fn is_notice(text: &str) -> bool {
    NOTICES.two(text)
}

/// Whether a line has sentences, and is no label or link.
pub(super) fn is_sentence(line: &Line) -> bool {
    line.letters >= SENTENCE && !line.is_link() && has_stop(&line.text)
}

fn has_stop(text: &str) -> bool {
    text.contains(['。', '，', '；'])
        || text.contains(", ")
        || text.contains(". ")
        || text.ends_with(['.', '!', '?', '！', '？', '”', '"', '：'])
}
