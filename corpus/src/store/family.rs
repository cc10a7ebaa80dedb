//! Documents that belong together: a notice, the text that it issues, attachments, interpretations,
//! the version in the other language, news.

use super::{Store, StoreError, normal::title_key};
use crate::model::{Kind, Lang, Policy, PolicyId};
use rusqlite::Row;
use serde::Serialize;

/// A document of the same family.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Relative {
    /// The document.
    pub id: PolicyId,
    /// Its title.
    pub title: String,
    /// What kind of document it is.
    pub kind: Kind,
    /// Language and script of its text.
    pub lang: Lang,
    /// Whether one of the two translates the other.
    pub translation: bool,
}

/// A candidate as stored.
struct Candidate {
    relative: Relative,
    title_key: String,
    family: Option<String>,
    region: Option<String>,
    translation_of: Option<String>,
    names: Vec<String>,
}

impl Store {
    /// The languages of which the store holds texts.
    pub fn languages(&self) -> Result<Vec<Lang>, StoreError> {
        let mut statement = self.conn.prepare_cached("SELECT DISTINCT lang FROM policy ORDER BY lang")?;
        let languages = statement.query_map([], |row| Ok(Lang::parse(row.get_ref(0)?.as_str()?)))?;
        Ok(languages.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
    }

    /// The other documents of a policy's family, in the order in which they came. Two belong together
    /// when they state one family, when one names the other's title as what it issues or explains and
    /// no different region is known of both, or when one translates the other.
    pub fn family(&self, policy: &Policy) -> Result<Vec<Relative>, StoreError> {
        let own_key = title_key(&policy.title);
        let mut statement = self.conn.prepare_cached(
            "SELECT p.policy_id, p.title, p.kind, p.lang, e.title_key, p.family, p.region, p.translation_of,
                    (SELECT json_group_array(n.external_id) FROM external_id n WHERE n.policy = p.id)
             FROM policy p JOIN edition e ON e.policy = p.id AND e.superseded = 0
             WHERE (p.family IS NOT NULL OR p.translation_of IS NOT NULL OR e.title_key = ?1
                    OR p.policy_id IN (SELECT o.policy_id FROM external_id x JOIN policy o ON o.id = x.policy
                                       WHERE x.external_id = ?2))
               AND p.policy_id <> ?3
             ORDER BY p.id",
        )?;
        let family_key = policy.family.as_deref().map(title_key);
        let candidates = statement
            .query_map((family_key.as_ref(), policy.translation_of.as_ref(), &policy.id.0), candidate)?;
        let mut relatives = Vec::new();
        for candidate in candidates {
            let mut candidate = candidate?;
            candidate.relative.translation = translates(policy, &own_key, &candidate);
            if candidate.relative.translation || belongs(policy, &own_key, family_key.as_deref(), &candidate)
            {
                relatives.push(candidate.relative);
            }
        }
        Ok(relatives)
    }
}

fn candidate(row: &Row<'_>) -> rusqlite::Result<Candidate> {
    Ok(Candidate {
        relative: Relative {
            id: PolicyId(row.get(0)?),
            title: row.get(1)?,
            kind: Kind::parse(row.get_ref(2)?.as_str()?).unwrap_or(Kind::Other),
            lang: Lang::parse(row.get_ref(3)?.as_str()?).unwrap_or(Lang::Und),
            translation: false,
        },
        title_key: row.get(4)?,
        family: row.get(5)?,
        region: row.get(6)?,
        translation_of: row.get(7)?,
        names: serde_json::from_str(row.get_ref(8)?.as_str()?).unwrap_or_default(),
    })
}

fn belongs(policy: &Policy, own_key: &str, family_key: Option<&str>, other: &Candidate) -> bool {
    if policy.family.is_some() && policy.family == other.family {
        return true;
    }
    // Titles such as 实施方案 are given in many places; a region tells them apart.
    if let (Some(one), Some(other)) = (&policy.region, &other.region)
        && one != other
    {
        return false;
    }
    let other_family = other.family.as_deref().map(title_key);
    family_key == Some(&other.title_key)
        || other_family.as_deref() == Some(own_key)
        || (family_key.is_some() && family_key == other_family.as_deref())
}

fn translates(policy: &Policy, own_key: &str, other: &Candidate) -> bool {
    let original_of = |translation_of: &Option<String>, names: &[String], key: &str| {
        translation_of.as_ref().is_some_and(|name| names.contains(name) || title_key(name) == key)
    };
    original_of(&policy.translation_of, &other.names, &other.title_key)
        || original_of(&other.translation_of, &policy.external_id, own_key)
}
