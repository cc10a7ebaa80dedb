//! Which of too many matches are candidates: those that hold the most informative terms together.
//!
//! What a unit is worth is the sum of what its terms are worth. The units that are worth a sum at least can
//! be written as one filter, so the server counts them without reading any. How many there may be is
//! estimated first, as if terms stood independently of each other, so that few sums need counting.

use super::filter;
use std::collections::{BTreeMap, BTreeSet};

/// Terms that a sum is made of at most, the rarest ones. More of them, or more sums, cost the server more and find
/// nothing better (tests/measurements/meilisearch.md).
const TERMS: usize = 6;

/// How many units a sum may find by the estimate, as parts of those that are looked at: terms of one question
/// stand together up to some hundred times more often than by chance.
const PARTS: [f64; 3] = [18.0, 4.0, 1.2];

/// A term of a plan.
#[derive(Debug, Clone)]
pub struct Term {
    /// Where it stands,
    pub attribute: &'static str,
    /// as one of these values.
    pub values: Vec<String>,
    /// The information that it holds.
    pub worth: f32,
    /// In how many units it stands at most.
    pub units: u64,
}

/// Filters from the strictest to the most generous; each lets through what is worth a sum, and all that the
/// one before does.
pub fn ladder(mut terms: Vec<Term>, units: u64, limit: usize) -> Vec<String> {
    terms.sort_by(|a, b| b.worth.total_cmp(&a.worth));
    terms.truncate(TERMS);
    let sums = sums(&terms, units);
    let mut rungs: Vec<f32> = Vec::new();
    for part in PARTS {
        // The lowest sum that finds no more than this.
        let below = sums.partition_point(|&(_, expected)| expected <= limit as f64 / part);
        if let Some(&(sum, _)) =
            sums.get(below.saturating_sub(1)).filter(|(sum, _)| rungs.last() != Some(sum))
        {
            rungs.push(sum);
        }
    }
    rungs.iter().filter_map(|&sum| worth(&terms, sum)).collect()
}

/// All sums of terms, the highest first, with how many units are expected to reach each.
fn sums(terms: &[Term], units: u64) -> Vec<(f32, f64)> {
    let shares: Vec<f64> = terms.iter().map(|term| term.units as f64 / units.max(1) as f64).collect();
    let mut sums: Vec<(f32, f64)> = (1u32..1 << terms.len())
        .map(|held| {
            let holds = |place: usize| held >> place & 1 == 1;
            let sum =
                terms.iter().enumerate().filter(|(place, _)| holds(*place)).map(|(_, term)| term.worth).sum();
            let chances = shares.iter().enumerate();
            (sum, chances.map(|(place, share)| if holds(place) { *share } else { 1.0 - share }).product())
        })
        .collect();
    sums.sort_by(|a: &(f32, f64), b| b.0.total_cmp(&a.0));
    let mut expected = 0.0;
    for (_, chance) in &mut sums {
        expected += *chance * units as f64;
        *chance = expected;
    }
    sums
}

/// The filter for what is worth `sum` at least; `None` where everything or nothing is.
fn worth(terms: &[Term], sum: f32) -> Option<String> {
    match tree(terms, sum) {
        Tree::Some(ways) => Some(ways.written()),
        Tree::All | Tree::Nothing => None,
    }
}

enum Tree {
    All,
    Nothing,
    Some(Ways),
}

/// Ways to reach a sum, each of which is enough.
#[derive(Default)]
struct Ways {
    /// By attribute, values of which any will do: the server reads a list of them far quicker than conditions
    /// one by one.
    lists: BTreeMap<&'static str, BTreeSet<String>>,
    /// Other filters.
    others: Vec<String>,
}

impl Ways {
    fn term(term: &Term) -> Self {
        let lists = BTreeMap::from([(term.attribute, term.values.iter().cloned().collect())]);
        Self { lists, others: Vec::new() }
    }

    fn or(mut self, more: Self) -> Self {
        for (attribute, values) in more.lists {
            self.lists.entry(attribute).or_default().extend(values);
        }
        self.others.extend(more.others);
        self
    }

    fn written(self) -> String {
        let lists = self.lists.into_iter().map(|(attribute, values)| {
            let values: Vec<String> = values.into_iter().collect();
            filter::one_of(attribute, &values)
        });
        lists.chain(self.others).collect::<Vec<_>>().join(" OR ")
    }
}

fn tree(terms: &[Term], sum: f32) -> Tree {
    // Sums were added up in another order.
    const ROUNDING: f32 = 1e-3;
    if sum <= ROUNDING {
        return Tree::All;
    }
    let Some((first, rest)) = terms.split_first() else { return Tree::Nothing };
    if terms.iter().map(|term| term.worth).sum::<f32>() < sum - ROUNDING {
        return Tree::Nothing;
    }
    let with = match tree(rest, sum - first.worth) {
        Tree::All => Ways::term(first),
        Tree::Nothing => return tree(rest, sum),
        Tree::Some(more) => {
            let (first, more) = (Ways::term(first).written(), more.written());
            Ways { others: vec![format!("({first} AND ({more}))")], ..Ways::default() }
        }
    };
    match tree(rest, sum) {
        Tree::All => Tree::All,
        Tree::Nothing => Tree::Some(with),
        Tree::Some(without) => Tree::Some(with.or(without)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(worths: &[(f32, u64)]) -> Vec<Term> {
        let term = |(place, &(worth, units)): (usize, &(f32, u64))| Term {
            attribute: "own",
            values: vec![((b'a' + place as u8) as char).to_string()],
            worth,
            units,
        };
        worths.iter().enumerate().map(term).collect()
    }

    #[test]
    fn sums_are_written_as_filters() {
        let three = terms(&[(5.0, 10), (4.0, 20), (2.0, 300)]);
        let check = |sum, expected: &str| assert_eq!(worth(&three, sum).unwrap().replace('"', ""), expected);
        check(9.5, "(own = a AND ((own = b AND (own = c))))");
        check(4.0, "own IN [a, b]");
        check(6.0, "(own = a AND (own IN [b, c])) OR (own = b AND (own = c))");
        assert_eq!(worth(&three, 12.0), None);
    }

    #[test]
    fn rungs_become_more_generous() {
        let several = terms(&[(6.0, 90), (5.5, 140), (4.0, 800), (2.5, 4000), (1.0, 9000)]);
        let rungs = ladder(several, 80_000, 2000);
        assert!(rungs.len() > 1, "{rungs:#?}");
        assert!(rungs[0].matches("own").count() >= 2);
        assert!(ladder(Vec::new(), 80_000, 2000).is_empty());
        assert_eq!(ladder(terms(&[(1.0, 70_000)]), 80_000, 2000), ["own = \"a\""]);
    }

    #[test]
    fn expected_numbers_add_up_to_what_holds_anything() {
        let sums = sums(&terms(&[(2.0, 100), (1.0, 200)]), 1000);
        assert_eq!(sums.iter().map(|(sum, _)| *sum).collect::<Vec<_>>(), [3.0, 2.0, 1.0]);
        let expected: Vec<f64> = sums.iter().map(|(_, expected)| expected.round()).collect();
        assert_eq!(expected, [20.0, 100.0, 280.0]);
    }
}
