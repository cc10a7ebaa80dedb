//! What each step of a ladder asks.

use super::{
    claim::{Words, pattern},
    claims,
    quantity::quantities,
};
use polidex_corpus::model::{CharIndex, Level, Range as Bounds, Span, Test};

/// The test of one step: the condition that its threshold stands in, with the threshold's own number,
/// level or grade. `None` where that is not understood.
pub(super) fn step(index: &CharIndex<'_>, threshold: Span, spans: &[Span]) -> Option<Test> {
    let words = Words::new(index, threshold);
    let around = spans.iter().find(|span| span.contains(threshold));
    let alone = || {
        let mut found = claims(&words, false).into_iter().filter_map(|claim| claim.test);
        found.next().filter(|test| {
            matches!(test, Test::Certificate { .. } | Test::Figure { .. } | Test::Event { .. })
        })
    };
    let whole = around
        .into_iter()
        .chain(spans)
        .flat_map(|span| claims(&Words::new(index, *span), false).into_iter().filter_map(|claim| claim.test));
    let own = alone();
    // A threshold that names a certificate needs nothing else but the novelty that the condition asks.
    if let Some(Test::Certificate { any_of, levels, grades, days, .. }) = &own {
        let new = whole.clone().any(|test| matches!(test, Test::Certificate { new: true, .. }));
        return Some(Test::Certificate {
            any_of: any_of.clone(),
            levels: levels.clone(),
            grades: grades.clone(),
            new,
            days: *days,
        });
    }
    let mut whole = whole;
    whole.find_map(|test| narrowed(&words, test)).or(own)
}

/// A test with the value of one threshold.
fn narrowed(words: &Words, test: Test) -> Option<Test> {
    match test {
        Test::Figure { figure, range, years, first } => {
            let value = quantities(&words.folded, figure.unit()).first()?.value;
            let upper = range.min.is_none();
            let range = if upper {
                Bounds { max: Some(value), ..range }
            } else {
                Bounds { min: Some(value), max: None, ..range }
            };
            Some(Test::Figure { figure, range, years, first })
        }
        Test::Certificate { any_of, grades, new, days, .. } if grades.is_empty() => {
            let level = level(&words.folded)?;
            Some(Test::Certificate { any_of, levels: vec![level], grades, new, days })
        }
        Test::Certificate { any_of, levels, new, days, .. } => {
            let grade = grade(&words.folded)?;
            Some(Test::Certificate { any_of, levels, grades: vec![grade], new, days })
        }
        _ => None,
    }
}

fn level(words: &str) -> Option<Level> {
    let levels = [
        ("国家", Level::National),
        ("national", Level::National),
        ("省", Level::Provincial),
        ("provincial", Level::Provincial),
        ("市", Level::Municipal),
        ("municipal", Level::Municipal),
        ("区", Level::District),
        ("district", Level::District),
    ];
    let found = levels.iter().filter(|(word, _)| words.starts_with(word)).map(|(_, level)| *level);
    found.max_by_key(|level| *level)
}

fn grade(words: &str) -> Option<u8> {
    let hit = pattern!(r"^(?:level )?([1-5一二三四五]|a{2,5})(?:a|级)?").captures(words)?;
    match &hit[1] {
        run if run.starts_with('a') => Some(run.len() as u8),
        digit => polidex_corpus::numeral::parse(digit).map(|grade| grade as u8),
    }
}
