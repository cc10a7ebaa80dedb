//! The settings of the index on the server.
//!
//! The server finds by exact values only: our own tokens and labels are filterable attributes, nothing is
//! searchable in its own way. So its segmentation, typo tolerance, prefixes, stop words and synonyms have
//! no part in what is found.

use serde_json::{Value, json};

/// The most ids that one answer can name.
pub const MOST_IDS: usize = 3000;

/// The settings that polidex sets.
pub fn wanted() -> Value {
    let exact = json!({"facetSearch": false, "filter": {"equality": true, "comparison": false}});
    json!({
        "searchableAttributes": ["none"],
        "displayedAttributes": ["id", "manifest"],
        "filterableAttributes": [
            {"attributePatterns": ["id", "policy", "superseded", "own", "above", "labels", "homes"], "features": exact}
        ],
        "sortableAttributes": ["date", "tie"],
        // Vectors take the place of "words".
        "rankingRules": ["sort", "words"],
        "typoTolerance": {"enabled": false},
        "prefixSearch": "disabled",
        "proximityPrecision": "byAttribute",
        "localizedAttributes": [{"attributePatterns": ["*"], "locales": ["cmn", "eng"]}],
        "faceting": {"maxValuesPerFacet": MOST_IDS, "sortFacetValuesBy": {"*": "alpha"}},
        "pagination": {"maxTotalHits": MOST_IDS},
        "facetSearch": false,
    })
}

/// The names of settings that matter for what is found and that are not as polidex sets them. The server
/// adds members that were left out, so what was asked for must be part of what is there.
pub fn differences(found: &Value) -> Vec<String> {
    let wanted = wanted();
    let members = wanted.as_object().into_iter().flatten();
    members
        .filter(|(name, value)| !holds(&found[name.as_str()], value))
        .map(|(name, _)| name.clone())
        .collect()
}

/// Whether `found` says all that `wanted` says. Lists of names are sets.
fn holds(found: &Value, wanted: &Value) -> bool {
    match (found, wanted) {
        (Value::Object(found), Value::Object(wanted)) => {
            wanted.iter().all(|(name, value)| found.get(name).is_some_and(|found| holds(found, value)))
        }
        (Value::Array(found), Value::Array(wanted)) => {
            found.len() == wanted.len()
                && wanted.iter().all(|value| found.iter().any(|found| holds(found, value)))
        }
        _ => found == wanted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_server_adds_is_no_difference() {
        let mut found = wanted();
        found["typoTolerance"]["disableOnWords"] = json!([]);
        found["stopWords"] = json!([]);
        found["sortableAttributes"] = json!(["tie", "date"]);
        assert_eq!(differences(&found), Vec::<String>::new());
        found["rankingRules"] = json!(["typo"]);
        assert_eq!(differences(&found), ["rankingRules"]);
    }
}
