//! One index of the small server.

use super::{Answer, filter, refusal};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Its documents and settings.
#[derive(Default, Clone)]
pub struct Index {
    pub documents: BTreeMap<String, Value>,
    pub settings: Value,
}

fn malformed() -> Answer {
    refusal(400, "invalid_search_filter", "invalid_request", "the filter is malformed")
}

impl Index {
    /// Changes settings; those that are not named stay, and so do embedders.
    pub fn set(&mut self, settings: &Value) {
        if self.settings.is_null() {
            self.settings = json!({});
        }
        for (name, value) in settings.as_object().into_iter().flatten() {
            if name == "embedders" {
                for (embedder, value) in value.as_object().into_iter().flatten() {
                    self.settings[name][embedder] = value.clone();
                }
            } else {
                self.settings[name] = value.clone();
            }
        }
    }

    /// Whether all documents do.
    pub fn all_have_vectors(&self) -> bool {
        self.documents.values().all(|document| self.has_vectors(document))
    }

    /// Whether a document says of every embedder what its vector is, or that it has none.
    pub fn has_vectors(&self, document: &Value) -> bool {
        let embedders = self.settings["embedders"].as_object().into_iter().flatten();
        let mut wanted = embedders.filter(|(_, it)| !it.is_null()).map(|(name, _)| name);
        wanted.all(|name| document["_vectors"].get(name).is_some())
    }

    /// Takes a document in, or members of one.
    pub fn take(&mut self, document: Value, change: bool) {
        let id = document["id"].as_str().expect("an id").to_owned();
        match self.documents.get_mut(&id).filter(|_| change) {
            Some(known) => {
                for (name, value) in document.as_object().into_iter().flatten() {
                    known[name] = value.clone();
                }
            }
            None => {
                self.documents.insert(id, document);
            }
        }
    }

    /// Shows documents as they are.
    pub fn fetch(&self, query: &Value) -> Answer {
        let Ok(found) = self.found(query) else { return malformed() };
        let number = |name: &str| query[name].as_u64().unwrap_or_default() as usize;
        let names: Vec<&str> =
            query["fields"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let shown = |document: &&Value| -> Value {
            let members = names.iter().filter(|name| !document[**name].is_null());
            members.map(|name| ((*name).to_owned(), document[*name].clone())).collect()
        };
        let results: Vec<Value> =
            found.iter().skip(number("offset")).take(number("limit")).map(shown).collect();
        (200, json!({"results": results, "total": found.len()}))
    }

    /// How near documents are to a question, nearest first; an error names an embedder that is not known.
    fn near<'a>(&self, query: &Value, found: Vec<&'a Value>) -> Result<Vec<(&'a Value, f64)>, Answer> {
        let name = query["hybrid"]["embedder"].as_str().unwrap_or_default();
        if self.settings["embedders"][name].is_null() {
            let message = format!("Cannot find embedder with name `{name}`.");
            return Err(refusal(400, "invalid_search_embedder", "invalid_request", &message));
        }
        let numbers = |value: &Value| -> Vec<f64> {
            value.as_array().into_iter().flatten().filter_map(Value::as_f64).collect()
        };
        let question = numbers(&query["vector"]);
        if self.settings["embedders"][name]["dimensions"].as_u64() != Some(question.len() as u64) {
            let message = "Invalid vector dimensions";
            return Err(refusal(400, "invalid_vector_dimensions", "invalid_request", message));
        }
        let length = |vector: &[f64]| vector.iter().map(|x| x * x).sum::<f64>().sqrt();
        let near = |document: &Value| {
            let vector = numbers(&document["_vectors"][name]["embeddings"]);
            let product: f64 = vector.iter().zip(&question).map(|(a, b)| a * b).sum();
            (!vector.is_empty()).then(|| 0.5 + product / length(&vector) / length(&question) / 2.0)
        };
        let mut near: Vec<(&Value, f64)> =
            found.into_iter().map(|document| (document, near(document).unwrap_or(0.0))).collect();
        near.sort_by(|a, b| b.1.total_cmp(&a.1));
        Ok(near)
    }

    fn found(&self, query: &Value) -> Result<Vec<&Value>, String> {
        let Some(filter) = query["filter"].as_str() else { return Ok(self.documents.values().collect()) };
        let mut found = Vec::new();
        for document in self.documents.values() {
            if filter::passes(document, filter)? {
                found.push(document);
            }
        }
        Ok(found)
    }

    /// Answers a search.
    pub fn search(&self, query: &Value) -> Answer {
        let Ok(mut found) = self.found(query) else { return malformed() };
        for rule in query["sort"].as_array().into_iter().flatten().rev() {
            let (name, way) = rule.as_str().and_then(|rule| rule.split_once(':')).expect("a rule");
            found.sort_by(|a, b| {
                let order =
                    a[name].as_i64().cmp(&b[name].as_i64()).then(a[name].as_str().cmp(&b[name].as_str()));
                let order = if way == "desc" { order.reverse() } else { order };
                b[name].is_null().cmp(&a[name].is_null()).reverse().then(order)
            });
        }
        let limit = query["limit"].as_u64().unwrap_or(20) as usize;
        let mut answer = json!({"estimatedTotalHits": found.len()});
        for facet in query["facets"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            let mut counts: BTreeMap<String, u64> = BTreeMap::new();
            for value in found.iter().map(|document| &document[facet]).filter(|value| !value.is_null()) {
                *counts
                    .entry(value.as_str().map_or_else(|| value.to_string(), str::to_owned))
                    .or_default() += 1;
            }
            answer["facetDistribution"][facet] = counts.into_iter().take(3000).collect();
        }
        let wanted = |name: &str| {
            let names = query["attributesToRetrieve"].as_array();
            names.is_none_or(|names| names.iter().any(|wanted| wanted.as_str() == Some(name)))
        };
        let shown = |document: &Value| -> Value {
            let names = ["id", "manifest"].into_iter();
            let names = names.filter(|name| wanted(name) && !document[*name].is_null());
            names.map(|name| (name, document[name].clone())).collect()
        };
        if query["vector"].is_null() {
            answer["hits"] = found.iter().take(limit).map(|document| shown(document)).collect();
            return (200, answer);
        }
        let near = match self.near(query, found) {
            Ok(near) => near,
            Err(refused) => return refused,
        };
        let scored = |(document, score): &(&Value, f64)| {
            let mut shown = shown(document);
            shown["_rankingScore"] = json!(score);
            shown
        };
        answer["hits"] = near.iter().take(limit).map(scored).collect();
        (200, answer)
    }
}
