//! What the table of term statistics gains and loses.

use super::{Side, Size, Totals, key, term_hash};
use crate::rank::Field;
use std::collections::{HashMap, HashSet};

/// What one unit counts for.
#[derive(Debug, Clone)]
pub struct UnitTerms {
    side: Side,
    /// The keys of its terms, each once.
    keys: Vec<u64>,
    /// Its tokens, by field.
    tokens: [u64; 4],
}

impl UnitTerms {
    /// Of a unit with its tokens given by field with U+001F between.
    pub fn of(side: Side, fields: &[String; 4]) -> Self {
        let mut keys = Vec::new();
        let tokens = Field::ALL.map(|field| {
            let terms = fields[field.index()].split('\u{1f}').filter(|term| !term.is_empty());
            terms.fold(0, |count, term| {
                keys.push(key(side, term_hash(field, term.as_bytes())));
                count + 1
            })
        });
        keys.sort_unstable();
        keys.dedup();
        Self { side, keys, tokens }
    }
}

/// Units that come in, and units that go away.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    pub(super) counts: HashMap<u64, i64>,
    pub(super) come: Group,
    pub(super) gone: Group,
}

/// How much comes or goes.
#[derive(Debug, Clone, Default)]
pub(super) struct Group {
    policies: HashSet<i64>,
    pub(super) totals: Totals,
}

impl Group {
    fn count(&mut self, policy: i64, unit: &UnitTerms) {
        let size = Size { units: 1, policies: u64::from(self.policies.insert(policy)) };
        let english = if unit.side == Side::English { size } else { Size::default() };
        self.totals.add(&Totals { units: size.units, policies: size.policies, tokens: unit.tokens, english });
    }
}

impl Changes {
    /// One unit of a policy comes in.
    pub fn comes(&mut self, policy: i64, unit: &UnitTerms) {
        self.come.count(policy, unit);
        self.change(unit, 1);
    }

    /// One unit of a policy, all units of which go, goes away. The policy may come in again.
    pub fn goes(&mut self, policy: i64, unit: &UnitTerms) {
        self.gone.count(policy, unit);
        self.change(unit, -1);
    }

    fn change(&mut self, unit: &UnitTerms, change: i64) {
        for &key in &unit.keys {
            *self.counts.entry(key).or_default() += change;
        }
    }

    /// Whether nothing came and nothing went.
    pub fn is_empty(&self) -> bool {
        self.come.totals.units == 0 && self.gone.totals.units == 0
    }
}
