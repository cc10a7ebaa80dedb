//! The documents around a document: what it rests on, changes and names, and what does so to it.

use jiff::civil::Date;
use polidex_corpus::{
    model::{ClauseRef, EdgeKind, PolicyId},
    store::{Relation, Store, StoreError, Target},
};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap, VecDeque};

/// Documents beyond this many are left out of a graph, which says so.
const MOST: usize = 400;

/// A document, stored or only named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Node {
    /// The id of a stored document.
    pub policy: Option<PolicyId>,
    /// Its title, or the name that a text gives it.
    pub title: String,
    /// The ids of the documents that may be meant, where several bear the name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub candidates: Vec<PolicyId>,
    /// When it was taken out of the store, RFC 3339 in UTC, where it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub removed: Option<String>,
    /// How many steps it is from the document asked for.
    pub distance: usize,
}

/// One place where a document names another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The clause, with its edition.
    #[serde(rename = "ref")]
    pub reference: ClauseRef,
    /// The sentence, as published.
    pub sentence: String,
    /// Where the sentence stands, in characters of the text.
    pub span: polidex_corpus::model::Span,
    /// The articles that are meant, as printed.
    pub provision: Option<String>,
    /// When the named document was issued, where the text says so.
    pub dated: Option<Date>,
}

/// How one document stands to another, with every place that says so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// Index of the document that speaks.
    pub from: usize,
    /// Index of the document that is named.
    pub to: usize,
    /// How it is named.
    pub kind: EdgeKind,
    /// Where, in order of the text.
    pub places: Vec<Place>,
}

/// The documents around one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Graph {
    /// The documents, the one asked for first.
    pub nodes: Vec<Node>,
    /// How they stand to each other.
    pub links: Vec<Link>,
    /// Whether documents were left out.
    pub cut: bool,
}

/// Which relations a graph follows.
#[derive(Debug, Clone)]
pub struct Reach {
    /// Steps from the document asked for, from 1.
    pub depth: usize,
    /// Kinds of relations; none means all.
    pub kinds: Vec<EdgeKind>,
    /// Whether what the documents name is followed.
    pub outward: bool,
    /// Whether what names the documents is followed.
    pub inward: bool,
}

/// The documents around `root`, breadth first.
pub fn graph(store: &Store, root: &PolicyId, reach: &Reach) -> Result<Graph, StoreError> {
    let mut building = Building::default();
    let title = store.policy(root)?.map(|policy| policy.title).unwrap_or_default();
    building.stored(root, &title, 0);
    let mut queue = VecDeque::from([(root.clone(), 0)]);
    while let Some((id, distance)) = queue.pop_front() {
        if distance >= reach.depth {
            continue;
        }
        for relation in around(store, &id, reach)? {
            for next in building.add(&relation, distance + 1) {
                queue.push_back((next, distance + 1));
            }
        }
    }
    Ok(building.finish())
}

/// What a document says of others and what others say of it. Superseded editions speak no more.
fn around(store: &Store, id: &PolicyId, reach: &Reach) -> Result<Vec<Relation>, StoreError> {
    let mut relations = Vec::new();
    if reach.outward {
        relations.extend(store.relations_from(id, None)?);
    }
    if reach.inward
        && let Some(policy) = store.policy(id)?
    {
        relations.extend(store.relations_to(&policy)?);
    }
    relations.retain(|relation| {
        !relation.superseded && (reach.kinds.is_empty() || reach.kinds.contains(&relation.kind))
    });
    Ok(relations)
}

#[derive(Default)]
struct Building {
    nodes: Vec<Node>,
    known: HashMap<String, usize>,
    links: BTreeMap<(usize, usize, EdgeKind), Vec<Place>>,
    cut: bool,
}

impl Building {
    fn stored(&mut self, id: &PolicyId, title: &str, distance: usize) -> Option<(usize, bool)> {
        self.node(id.0.clone(), || Node {
            policy: Some(id.clone()),
            title: title.to_owned(),
            candidates: Vec::new(),
            removed: None,
            distance,
        })
    }

    /// The index of a document and whether it is new; `None` where there is no room for it.
    fn node(&mut self, key: String, make: impl FnOnce() -> Node) -> Option<(usize, bool)> {
        if let Some(&at) = self.known.get(&key) {
            return Some((at, false));
        }
        if self.nodes.len() >= MOST {
            self.cut = true;
            return None;
        }
        self.known.insert(key, self.nodes.len());
        self.nodes.push(make());
        Some((self.nodes.len() - 1, true))
    }

    /// Adds a relation; gives the stored documents that were not known before.
    fn add(&mut self, relation: &Relation, distance: usize) -> Vec<PolicyId> {
        let by = &relation.from.policy;
        let Some((from, from_new)) = self.stored(by, &relation.from_title, distance) else {
            return Vec::new();
        };
        let Some((to, to_new)) = self.target(relation, distance) else { return Vec::new() };
        let places = self.links.entry((from, to, relation.kind)).or_default();
        let place = place(relation);
        if !places.contains(&place) {
            places.push(place);
        }
        let new = [(from, from_new), (to, to_new)];
        new.into_iter().filter(|(_, new)| *new).filter_map(|(at, _)| self.nodes[at].policy.clone()).collect()
    }

    fn target(&mut self, relation: &Relation, distance: usize) -> Option<(usize, bool)> {
        if let Target::Stored { policy, title } = &relation.to {
            return self.stored(policy, title, distance);
        }
        let (candidates, removed) = match &relation.to {
            Target::Several { policies } => (policies.clone(), None),
            Target::Removed { at, .. } => (Vec::new(), Some(at.clone())),
            _ => (Vec::new(), None),
        };
        let title = relation.title.clone().or_else(|| relation.number.clone()).unwrap_or_default();
        let key = format!("《{title}》{}", relation.number.as_deref().unwrap_or_default());
        self.node(key, || Node { policy: None, title, candidates, removed, distance })
    }

    fn finish(self) -> Graph {
        let links = self
            .links
            .into_iter()
            .map(|((from, to, kind), places)| Link { from, to, kind, places })
            .collect();
        Graph { nodes: self.nodes, links, cut: self.cut }
    }
}

fn place(relation: &Relation) -> Place {
    Place {
        reference: relation.from.clone(),
        sentence: relation.sentence.clone(),
        span: relation.sentence_span,
        provision: relation.provision.clone(),
        dated: relation.dated,
    }
}
