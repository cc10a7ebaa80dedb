//! Collections, with what the store says of their items now.

use super::{Day, cited, reference::Unresolved};
use anyhow::Result;
use polidex_corpus::{
    model::ClauseRef,
    store::{Collection, CollectionItem, Removal, SavedSearch, Store},
};
use polidex_search::{
    answer::PolicySummary,
    citing::{Style, cite},
    permalink,
    query::plan::day_number,
    standing,
};
use serde::Serialize;

/// A collection in a list.
#[derive(Debug, Serialize)]
pub struct Listed {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub about: String,
    /// When it was begun.
    pub created_at: String,
    /// How many documents and clauses are in it,
    pub items: usize,
    /// and how many of them are reviewed.
    pub reviewed: usize,
    /// How many searches were saved in it.
    pub searches: usize,
}

/// A collection with its items as they stand now.
#[derive(Debug, Serialize)]
pub struct Collected {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub about: String,
    /// When it was begun.
    pub created_at: String,
    /// Documents and clauses.
    pub items: Vec<Item>,
    /// Saved searches.
    pub searches: Vec<SavedSearch>,
}

/// A document or a clause of a collection.
#[derive(Debug, Serialize)]
pub struct Item {
    /// What the reviewer keeps of it.
    #[serde(flatten)]
    pub kept: CollectionItem,
    /// Its document; `None` where it is not stored any more.
    pub policy: Option<PolicySummary>,
    /// The clause's words as published; `None` for a document.
    pub text: Option<String>,
    /// How it is cited.
    pub citation: Option<String>,
    /// The passage, or the document, on the official page.
    pub link: Option<String>,
    /// Whether a later edition is stored.
    pub superseded: bool,
    /// When, by whom and why it was taken out of the store.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub removed: Option<Removal>,
}

/// All collections, by name.
pub fn list(store: &Store) -> Result<Vec<Listed>> {
    let listed = |collection: Collection| Listed {
        items: collection.items.len(),
        reviewed: collection.items.iter().filter(|item| item.reviewed_at.is_some()).count(),
        searches: collection.searches.len(),
        name: collection.name,
        about: collection.about,
        created_at: collection.created_at,
    };
    Ok(store.collections()?.into_iter().map(listed).collect())
}

/// A collection with its items cited in a style; those only of which `wanted` holds.
pub fn collected(
    store: &Store,
    day: Day,
    collection: Collection,
    style: Style,
    wanted: impl Fn(&CollectionItem) -> bool,
) -> Result<Collected> {
    let items = collection.items.into_iter().filter(|item| wanted(item));
    Ok(Collected {
        name: collection.name,
        about: collection.about,
        created_at: collection.created_at,
        items: items.map(|kept| item(store, day, kept, style)).collect::<Result<_>>()?,
        searches: collection.searches,
    })
}

fn item(store: &Store, day: Day, kept: CollectionItem, style: Style) -> Result<Item> {
    // The reference names its edition, so the day says nothing of which text is meant.
    let found = match cited::find(store, Day { named: false, ..day }, &kept.reference) {
        Ok(found) => found,
        Err(error) => {
            let removed = match error.downcast::<Unresolved>()? {
                Unresolved::Store(error) => return Err(error.into()),
                Unresolved::Removed { removal, .. } => Some(*removal),
                _ => None,
            };
            let (policy, text, citation, link) = (None, None, None, None);
            return Ok(Item { kept, policy, text, citation, link, superseded: false, removed });
        }
    };
    let work = found.work(store, day, None)?;
    let editions = store.editions(&found.policy.id)?.len();
    let status = standing::status(store, &found.policy, day.as_of)?;
    let link = match &found.clause {
        Some(clause) => permalink::to_clause(store, &found.policy, clause)?,
        None => found.policy.url.clone(),
    };
    let link = link.filter(|link| link.starts_with("https://") || link.starts_with("http://"));
    Ok(Item {
        policy: Some(PolicySummary {
            status,
            ..PolicySummary::new(&found.policy, editions, day_number(day.as_of))
        }),
        text: found.clause.map(|clause| clause.text),
        citation: Some(cite(&work, style, work.words()).text),
        link,
        superseded: found.policy.edition.superseded,
        removed: None,
        kept,
    })
}

/// What a reference is kept as in a collection, with what it is called: its edition is named, so that it leads
/// to the same words for ever.
pub fn kept(store: &Store, day: Day, asked: &str) -> Result<(ClauseRef, String)> {
    let found = cited::find(store, day, asked)?;
    let title = found.policy.title.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some(clause) = found.clause else {
        let edition = Some(found.policy.edition.key.clone());
        return Ok((ClauseRef { policy: found.policy.id.clone(), edition, clause: None }, title));
    };
    let place = if clause.label.is_empty() { clause.path.to_string() } else { clause.label.clone() };
    Ok((clause.reference(), format!("{title} {place}")))
}
