//! What is asked of the servers in the end, and what they say together.

use super::cluster::Cluster;
use crate::engine::EngineError;
use serde::{Deserialize, Deserializer, de};
use serde_json::{Value, json};
use std::{borrow::Cow, collections::HashMap, fmt};

/// What servers say of one query.
#[derive(Debug, Default)]
pub struct Found {
    /// How many documents it finds.
    pub total: u64,
    /// Ids, or policies, with how often each was counted.
    counted: Vec<(i64, u64)>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reply {
    #[serde(default)]
    estimated_total_hits: u64,
    #[serde(default)]
    facet_distribution: HashMap<String, Counts>,
    #[serde(default)]
    hits: Vec<Named>,
}

#[derive(Deserialize)]
struct Named {
    id: String,
}

/// Counts of values that are numbers; others are passed over. There are thousands of them, and their texts need
/// not be kept.
struct Counts(Vec<(i64, u64)>);

impl<'de> Deserialize<'de> for Counts {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Counts;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("numbers of values")
            }

            fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Counts, A::Error> {
                let mut counts = Vec::new();
                while let Some((value, count)) = map.next_entry::<Cow<'_, str>, u64>()? {
                    counts.extend(value.parse().ok().map(|value| (value, count)));
                }
                Ok(Counts(counts))
            }
        }

        from.deserialize_map(Visitor)
    }
}

/// Questions about one plan, with the servers that failed to answer any of them.
pub struct Asking<'a> {
    cluster: &'a Cluster,
    /// The names of these.
    pub missing: Vec<String>,
}

impl<'a> Asking<'a> {
    /// Nothing asked yet.
    pub fn new(cluster: &'a Cluster) -> Self {
        Self { cluster, missing: Vec::new() }
    }

    /// What all servers say together of each of several queries.
    pub fn several(&mut self, queries: &[Value]) -> Result<Vec<Found>, EngineError> {
        let mut found: Vec<Found> = queries.iter().map(|_| Found::default()).collect();
        for reply in self.replies(queries)? {
            for (found, reply) in found.iter_mut().zip(reply) {
                found.total += reply.estimated_total_hits;
                let named = reply.hits.into_iter().filter_map(|hit| Some((hit.id.parse().ok()?, 1)));
                found.counted.extend(named);
                found.counted.extend(reply.facet_distribution.into_values().flat_map(|counts| counts.0));
            }
        }
        Ok(found)
    }

    fn replies(&mut self, queries: &[Value]) -> Result<Vec<Vec<Reply>>, EngineError> {
        let asked = self.cluster.ask(queries)?;
        for name in asked.missing {
            if !self.missing.contains(&name) {
                self.missing.push(name);
            }
        }
        Ok(asked.replies)
    }

    /// The rows of all units that a filter finds, up to [`MOST_IDS`] on each server.
    pub fn ids(&mut self, filter: &str) -> Result<Vec<i64>, EngineError> {
        Ok(rows(self.several(&[naming(filter)])?))
    }

    /// The policies in which what a filter finds stands, with how much of it, up to [`MOST_IDS`].
    pub fn policies(&mut self, filter: &str) -> Result<Vec<(i64, u64)>, EngineError> {
        let query = json!({"filter": filter, "limit": 0, "facets": ["policy"]});
        // Each policy is asked of one server only.
        Ok(self.several(&[query])?.into_iter().flat_map(|found| found.counted).collect())
    }

    /// The first rows in an order, from each server.
    pub fn sorted(&mut self, filter: &str, by: &[&str], limit: usize) -> Result<Vec<i64>, EngineError> {
        let query = json!({"filter": filter, "sort": by, "limit": limit, "attributesToRetrieve": ["id"]});
        Ok(rows(self.several(&[query])?))
    }
}

/// Asks how many documents a filter finds,
pub fn counting(filter: &str) -> Value {
    json!({"filter": filter, "limit": 0})
}

/// and which ones.
pub fn naming(filter: &str) -> Value {
    json!({"filter": filter, "limit": 0, "facets": ["id"]})
}

/// The rows that were named, in rising order, each once.
pub fn rows(found: Vec<Found>) -> Vec<i64> {
    let mut rows: Vec<i64> = found.into_iter().flat_map(|found| found.counted).map(|(id, _)| id).collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}
