//! A unit as a server keeps it: what it is found by, and nothing else.

use super::{
    Placement,
    evidence::Row,
    filter::{self, FIELDS},
    placement::policy_key,
};
use crate::rank::Field;
use serde_json::{Value, json};

/// The document of a unit, in one line.
pub fn line(unit: &Row, placement: Option<&Placement>) -> String {
    let tokens = |[words, grams]: [Field; 2]| filter::tokens(unit.field(words), unit.field(grams));
    let mut document = json!({
        "id": unit.facts.clause.to_string(),
        "policy": unit.facts.policy,
        "superseded": u8::from(unit.facts.superseded),
        "tie": format!("{:016x}", unit.facts.tie),
        "own": tokens(FIELDS[0]),
        "above": tokens(FIELDS[1]),
        "labels": unit.labels().map(filter::label).collect::<Vec<_>>(),
    });
    if let Some(date) = unit.facts.date {
        document["date"] = json!(date);
    }
    if let Some(placement) = placement {
        document["homes"] = Value::from(placement.labels(policy_key(unit.facts.tie)));
    }
    document.to_string()
}
