//! Vectors of clauses on the servers, beside the documents: where that is configured, what is near a question is
//! asked of the servers, and whoever asks need not hold the vectors in memory.
//!
//! An embedder on the server is named after the model and what stands in front of its texts, so that vectors of
//! another model are never taken for these. Documents say which vectors they have got, so what is missing can
//! be told however a run ended.

use super::{Location, Remote, cluster, evidence, feed::Feed, server::Server};
use crate::{
    engine::{EngineError, Near},
    meaning::{EmbedderConfig, vectors::Vectors},
};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// The attribute by which a document says which vector it has got.
const MARK: &str = "embedded";

/// Vectors as they are sent to servers.
pub struct Sent {
    name: String,
    vectors: Vectors,
}

/// The embedder's name on servers.
pub fn name(config: &EmbedderConfig) -> String {
    format!("polidex-{}", Vectors::name(config))
}

impl Sent {
    /// The vectors that were made after a configuration.
    pub fn new(config: &EmbedderConfig, vectors: Vectors) -> Self {
        Self { name: name(config), vectors }
    }

    /// Brings vectors to the documents of an index that have not got theirs. Returns how many were sent.
    pub fn bring(&self, feed: &mut Feed) -> Result<u64, EngineError> {
        if self.vectors.is_empty() {
            return Ok(0);
        }
        feed.set_embedder(&self.name, self.vectors.dimensions())?;
        let (mut sent, mut missing) = (0, Vec::new());
        let mut note = |document: &Value| {
            let id = document["id"].as_str().filter(|_| document[MARK] != self.name.as_str());
            missing.extend(id.and_then(|id| id.parse::<i64>().ok()));
        };
        feed.server().visit(feed.index(), Some("superseded = 0"), &["id", MARK], &mut note)?;
        for clause in missing {
            let Some(vector) = self.vectors.of(clause) else { continue };
            let line = json!({
                "id": clause.to_string(),
                MARK: self.name,
                "_vectors": {&self.name: {"embeddings": vector, "regenerate": false}},
            });
            feed.change(clause, &line.to_string())?;
            sent += 1;
        }
        feed.settle()?;
        Ok(sent)
    }
}

/// Brings vectors to all servers of an index that have not missed anything else. Returns how many were sent.
pub fn bring(location: &Location, sent: &Sent) -> Result<u64, EngineError> {
    let kept = evidence::manifest(&location.dir)?;
    let current = |remote: &&Remote| {
        cluster::served(&remote.address).is_ok_and(|served| cluster::is_current(&served, &kept))
    };
    // A server that stands alone must answer; of several, who is away gets them another time.
    let alone = kept.placement.is_none();
    let remotes = location.remotes.iter().filter(|remote| alone || current(remote));
    remotes.map(|remote| sent.bring(&mut Feed::update(Server::new(&remote.address)?)?)).sum()
}

/// What documents must say of embedders whose vectors they have not got.
pub fn none_of(embedders: &[String]) -> Value {
    embedders.iter().map(|name| (name.clone(), Value::Null)).collect::<Map<_, _>>().into()
}

#[derive(Deserialize)]
struct Reply {
    hits: Vec<Hit>,
}

#[derive(Deserialize)]
struct Hit {
    id: String,
    #[serde(rename = "_rankingScore", default)]
    score: f32,
}

/// The clauses that are nearest to a question, `count` of them, and how near those of `rows` are; `None` where the
/// servers have no vectors of this name.
pub fn near(
    cluster: &cluster::Cluster,
    name: &str,
    question: &[f32],
    count: usize,
    rows: &[i64],
) -> Result<Option<Near>, EngineError> {
    let query = |filter: &str, limit: usize| {
        json!({
            "filter": filter, "limit": limit, "attributesToRetrieve": ["id"], "showRankingScore": true,
            "vector": question, "hybrid": {"embedder": name, "semanticRatio": 1.0},
        })
    };
    let ids: Vec<String> = rows.iter().map(i64::to_string).collect();
    let mut queries = vec![query("superseded = 0", count)];
    if !rows.is_empty() {
        queries.push(query(&format!("id IN [{}]", ids.join(", ")), rows.len()));
    }
    let asked = match cluster.ask::<Reply>(&queries) {
        Err(EngineError::Refused { why, .. }) if why.contains(&format!("`{name}`")) => return Ok(None),
        asked => asked?,
    };
    let mut near = Near { missing: asked.missing, ..Near::default() };
    let mut cosines: HashMap<i64, f32> = HashMap::new();
    for replies in asked.replies {
        for (place, reply) in replies.into_iter().enumerate() {
            // A document without a vector comes last, and with no score.
            for hit in reply.hits.into_iter().filter(|hit| hit.score > 0.0) {
                let Ok(clause) = hit.id.parse() else { continue };
                // The server says how near two vectors are from 0, opposite, to 1, the same.
                cosines.insert(clause, 2.0 * hit.score - 1.0);
                near.nearest.extend((place == 0).then_some(clause));
            }
        }
    }
    let cosine = |clause: &i64| cosines.get(clause).copied().unwrap_or_default();
    near.nearest.sort_by(|a, b| cosine(b).total_cmp(&cosine(a)).then(a.cmp(b)));
    near.nearest.truncate(count);
    near.cosines = cosines;
    Ok(Some(near))
}
