//! Words that recognisers claim.

use polidex_corpus::{
    model::{CharIndex, Span, Test},
    vocabulary::narrow,
};
use std::ops::Range;

/// Some words of a text, with a form that patterns are written for: one character for one.
pub(super) struct Words {
    /// Where they stand.
    pub span: Span,
    /// As published.
    pub text: String,
    /// Half-width, in lower case.
    pub folded: String,
}

impl Words {
    pub fn new(index: &CharIndex<'_>, span: Span) -> Self {
        Self::of(index.slice(span), span)
    }

    fn of(text: &str, span: Span) -> Self {
        let folded = text.chars().map(|c| narrow(c).to_ascii_lowercase()).collect();
        Self { span, text: text.to_owned(), folded }
    }

    /// The characters of a byte range of the folded words, in the text.
    pub fn span_of(&self, range: Range<usize>) -> Span {
        let start = self.span.start + self.folded[..range.start].chars().count();
        Span::new(start, start + self.folded[range].chars().count())
    }

    /// The words before a definition in brackets: 企业 of 企业（以下简称软件企业）.
    pub fn before_definition(self) -> Self {
        let cut =
            ["（以下", "(以下", "（下称", "(hereinafter"].iter().filter_map(|cue| self.text.find(cue)).min();
        let Some(end) = cut.filter(|end| *end > 0) else { return self };
        let kept = self.text[..end].trim_end().to_owned();
        let len = kept.chars().count();
        Self::of(&kept, Span::new(self.span.start, self.span.start + len))
    }

    /// What an exclusion excludes: 机关事业单位 of 不含机关事业单位.
    pub fn excluded(&self) -> Option<Self> {
        let text = self.text.as_str();
        let cue =
            ["不含", "不包括", "不包含", "excluding ", "除"].into_iter().find(|cue| text.starts_with(cue))?;
        let rest = &text[cue.len()..];
        let rest = if cue == "除" {
            rest.strip_suffix("以外").or_else(|| rest.strip_suffix('外'))?
        } else {
            rest
        };
        let start = self.span.start + cue.chars().count();
        Some(Self::of(rest, Span::new(start, start + rest.chars().count())))
    }
}

/// Words that are understood.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Claim {
    /// Which, in bytes of the folded words.
    pub range: Range<usize>,
    /// What they ask; `None` for words that ask nothing by themselves.
    pub test: Option<Test>,
}

impl Claim {
    pub fn new(range: Range<usize>, test: Test) -> Self {
        Self { range, test: Some(test) }
    }
}

/// What may stand between two alternatives.
const BETWEEN: [&str; 14] =
    ["、", "或", "或者", "和", "与", "及", "以及", "/", ",", "，", " or ", " and ", "”“", "、 "];

/// Takes out overlaps, the longer one staying, and joins alternatives of one kind.
pub(super) fn settle(text: &str, mut found: Vec<Claim>) -> Vec<Claim> {
    // Longer claims know more; of equal ones the recogniser that was asked first knows better.
    found.sort_by_key(|claim| std::cmp::Reverse(claim.range.len()));
    let mut kept: Vec<Claim> = Vec::new();
    for claim in found {
        let free =
            |other: &Claim| claim.range.end <= other.range.start || other.range.end <= claim.range.start;
        if kept.iter().all(free) {
            kept.push(claim);
        }
    }
    kept.sort_by_key(|claim| claim.range.start);
    let mut joined: Vec<Claim> = Vec::new();
    for claim in kept {
        if let Some(last) = joined.last_mut()
            && let Some(both) = join(text, last, &claim)
        {
            *last = both;
            continue;
        }
        joined.push(claim);
    }
    joined
}

/// Two neighbouring alternatives as one: 软件、集成电路; 高新技术企业或年收入1亿元以上.
fn join(text: &str, first: &Claim, second: &Claim) -> Option<Claim> {
    let between = text[first.range.end..second.range.start].trim_matches(['"', '“', '”']);
    let (a, b) = (first.test.as_ref()?, second.test.as_ref()?);
    let range = first.range.start..second.range.end;
    let either = ["或", "或者", " or "].contains(&between) || ["、或", "，或", ", or "].contains(&between);
    if (either || BETWEEN.contains(&between))
        && let Some(test) = same_kind(a, b)
    {
        return Some(Claim::new(range, test));
    }
    // 或 between things of different kinds makes alternatives of them; other signs leave both asked.
    let bodies = |test: &Test| matches!(test, Test::Applicant { .. } | Test::Procedure);
    (either && !bodies(a) && !bodies(b)).then(|| {
        let mut tests = match a {
            Test::Any { tests } => tests.clone(),
            one => vec![one.clone()],
        };
        tests.push(b.clone());
        Claim::new(range, Test::Any { tests })
    })
}

/// Two lists of alternatives as one.
fn same_kind(a: &Test, b: &Test) -> Option<Test> {
    fn both<T: Clone + PartialEq>(a: &[T], b: &[T]) -> Vec<T> {
        let mut all = a.to_vec();
        all.extend(b.iter().filter(|one| !a.contains(one)).cloned());
        all
    }
    Some(match (a, b) {
        (Test::Sector { any_of: a }, Test::Sector { any_of: b }) => Test::Sector { any_of: both(a, b) },
        (Test::Size { any_of: a }, Test::Size { any_of: b }) => Test::Size { any_of: both(a, b) },
        (Test::Event { any_of: a, days }, Test::Event { any_of: b, days: other }) if days == other => {
            Test::Event { any_of: both(a, b), days: *days }
        }
        (Test::Ownership { any_of: a }, Test::Ownership { any_of: b }) => {
            Test::Ownership { any_of: both(a, b) }
        }
        (Test::Applicant { any_of: a }, Test::Applicant { any_of: b }) => {
            Test::Applicant { any_of: both(a, b) }
        }
        (
            Test::Certificate { any_of: a, levels, grades, new, days },
            Test::Certificate { any_of: b, levels: levels_b, grades: grades_b, new: new_b, days: days_b },
            // 国家级小巨人、重点软件企业: what stands before the list speaks for all of it.
        ) if (grades == grades_b || grades_b.is_empty()) && (levels == levels_b || levels_b.is_empty()) => {
            let days = if days_b.is_open() { *days } else { *days_b };
            Test::Certificate {
                any_of: both(a, b),
                levels: levels.clone(),
                grades: grades.clone(),
                new: *new || *new_b,
                days,
            }
        }
        _ => return None,
    })
}

/// Compiles a pattern once.
macro_rules! pattern {
    ($text:expr) => {{
        static PATTERN: std::sync::LazyLock<regex::Regex> =
            std::sync::LazyLock::new(|| regex::Regex::new($text).expect("patterns of the program are valid"));
        &*PATTERN
    }};
}
pub(super) use pattern;
