//! Which documents name which: the edges that were read from texts, resolved to what is stored now.
//!
//! Nothing is resolved when an edge is stored: a target is looked up by its number and its title whenever
//! it is asked for, so that one that arrives later is found then, from both sides.

use super::{Store, StoreError, normal::title_key, read, removal};
use crate::model::{ClauseRef, EdgeKind, Policy, PolicyId, Span};
use jiff::civil::Date;
use rusqlite::{Row, params_from_iter};
use serde::Serialize;
use std::collections::BTreeSet;

/// What a naming was resolved to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Target {
    /// One document of the store.
    Stored {
        /// Its id.
        policy: PolicyId,
        /// Its title.
        title: String,
    },
    /// Several documents bear the name; which one is meant is not known.
    Several {
        /// Their ids.
        policies: Vec<PolicyId>,
    },
    /// The document that bears it was taken out of the store.
    Removed {
        /// The id that it had.
        policy: PolicyId,
        /// Its title.
        title: String,
        /// When it was taken out, RFC 3339 in UTC.
        at: String,
    },
    /// No document of the store bears the name.
    Unknown,
}

/// One naming of a document by another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Relation {
    /// How the one stands to the other.
    pub kind: EdgeKind,
    /// The clause that names it, with the edition; the document where the mention lies in no clause.
    pub from: ClauseRef,
    /// The title of the document that names it.
    pub from_title: String,
    /// Whether a newer edition of that document is in the store.
    pub superseded: bool,
    /// The title as printed.
    pub title: Option<String>,
    /// The number as printed.
    pub number: Option<String>,
    /// When the named document was issued, where the text says so.
    pub dated: Option<Date>,
    /// What the naming was resolved to.
    pub to: Target,
    /// The articles that are meant, as printed.
    pub provision: Option<String>,
    /// The sentence, as published.
    pub sentence: String,
    /// Where the sentence stands, in characters of the text.
    pub sentence_span: Span,
    /// Where the mention stands, in characters of the text.
    pub mention: Span,
}

/// What an edge says of its target.
struct Named {
    title_key: Option<String>,
    number_key: Option<String>,
    /// The document that names it, its region and its language.
    by: PolicyId,
    region: Option<String>,
    lang: String,
}

/// What kind of name a document is looked up by.
#[derive(Clone, Copy)]
enum NameColumn {
    Title,
    Number,
}

/// A document that bears a name.
struct Bearer {
    policy: PolicyId,
    title: String,
    region: Option<String>,
    lang: String,
    dates: [Option<String>; 3],
    number_key: Option<String>,
}

const EDGE: &str =
    "SELECT g.kind, p.policy_id, e.key, e.superseded, c.path, p.title, g.title, g.number, g.dated,
            substr(x.text, g.sentence_start + 1, g.sentence_end - g.sentence_start),
            g.sentence_start, g.sentence_end, g.char_start, g.char_end,
            substr(x.text, g.provision_start + 1, g.provision_end - g.provision_start),
            g.title_key, g.number_key, p.region, p.lang
     FROM edge g JOIN extraction x ON x.id = g.extraction
     JOIN edition_part ep ON ep.extraction = x.id JOIN edition e ON e.id = ep.edition
     JOIN policy p ON p.id = e.policy
     LEFT JOIN clause c ON c.id = (SELECT min(id) FROM clause WHERE extraction = g.extraction) + g.clause";

impl Store {
    /// What an edition of a policy says of other documents, in order of the text; of the newest edition
    /// without one.
    pub fn relations_from(
        &self,
        policy: &PolicyId,
        edition: Option<&str>,
    ) -> Result<Vec<Relation>, StoreError> {
        let mut statement = self.conn.prepare_cached(&format!(
            "{EDGE} WHERE p.policy_id = ?1 AND CASE WHEN ?2 IS NULL THEN e.superseded = 0 ELSE e.key = ?2 END
             ORDER BY ep.part, g.ord"
        ))?;
        let edges = statement.query_map((&policy.0, edition), read_edge)?.collect::<Result<Vec<_>, _>>()?;
        self.said_by_then(edges)
            .into_iter()
            .map(|(relation, named)| self.resolved(relation, &named))
            .collect()
    }

    /// What other documents say of a policy, in the order in which they came. Namings that may mean
    /// another document as well are among them, as [`Target::Several`].
    pub fn relations_to(&self, policy: &Policy) -> Result<Vec<Relation>, StoreError> {
        self.namings(policy, None)
    }

    /// Of these, those of one kind.
    pub fn relations_of_kind(&self, policy: &Policy, kind: EdgeKind) -> Result<Vec<Relation>, StoreError> {
        self.namings(policy, Some(kind))
    }

    /// The rowids of the policies that bear a name which some text repeals, or whose name was corrected, in order:
    /// every policy that is repealed is among them, and a few that are not. Looking them up by name costs a few
    /// look-ups for each repeal, however many documents there are.
    pub fn named_by_repeals(&self) -> Result<Vec<i64>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            // CROSS JOIN keeps the order: without statistics the planner may go through all editions instead,
            // and hold each against every repeal.
            "SELECT e.policy FROM edge g CROSS JOIN edition e ON e.title_key = g.title_key WHERE g.kind = 'repeals'
             UNION SELECT e.policy FROM edge g CROSS JOIN edition e
                   ON e.title_key = '中华人民共和国' || g.title_key WHERE g.kind = 'repeals'
             UNION SELECT e.policy FROM edge g CROSS JOIN edition e
                   ON e.title_key = substr(g.title_key, 8) WHERE g.kind = 'repeals'
             UNION SELECT e.policy FROM edge g CROSS JOIN edition e
                   ON e.number_key = g.number_key WHERE g.kind = 'repeals'
             UNION SELECT p.id FROM edge g CROSS JOIN policy p ON p.family = g.title WHERE g.kind = 'repeals'
             UNION SELECT p.id FROM correction c JOIN policy p ON p.policy_id = c.policy_id
                   WHERE c.field IN ('title', 'number') AND c.undone_at IS NULL",
        )?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn namings(&self, policy: &Policy, kind: Option<EdgeKind>) -> Result<Vec<Relation>, StoreError> {
        let names = self.names_of(policy)?;
        let mut found = BTreeSet::new();
        let mut relations = Vec::new();
        for (column, keys) in [("title_key", &names.titles), ("number_key", &names.numbers)] {
            let marks = vec!["?"; keys.len()].join(",");
            let kind = kind.map_or(String::new(), |kind| format!("AND g.kind = '{}'", kind.name()));
            let mut statement = self.conn.prepare_cached(&format!(
                "{EDGE} WHERE g.{column} IN ({marks}) {kind} ORDER BY p.id, e.id, ep.part, g.ord"
            ))?;
            let edges = statement.query_map(params_from_iter(keys), read_edge)?;
            for edge in self.said_by_then(edges.collect::<Result<_, _>>()?) {
                let relation = self.resolved(edge.0, &edge.1)?;
                let place = (relation.from.to_string(), relation.mention);
                if means(&relation.to, &policy.id) && found.insert(place) {
                    relations.push(relation);
                }
            }
        }
        Ok(relations)
    }

    /// Of these, what stands in editions that had come by the time that is looked at.
    fn said_by_then(&self, mut edges: Vec<(Relation, Named)>) -> Vec<(Relation, Named)> {
        if let Some(past) = self.past() {
            let key = |relation: &Relation| relation.from.edition.clone().unwrap_or_default();
            edges.retain(|(relation, _)| !past.hides(&relation.from.policy, &key(relation)));
        }
        edges
    }

    /// Everything that a policy may be called by.
    fn names_of(&self, policy: &Policy) -> Result<Names, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT e.title_key, e.number_key FROM edition e JOIN policy p ON p.id = e.policy WHERE p.policy_id = ?1",
        )?;
        let mut rows = statement.query([&policy.id.0])?;
        let mut names = Names::default();
        while let Some(row) = rows.next()? {
            names.titles.extend(variants(&row.get::<_, String>(0)?));
            names.numbers.extend(row.get::<_, Option<String>>(1)?);
        }
        let mut corrected = self.conn.prepare_cached(
            "SELECT field, key FROM correction WHERE policy_id = ?1 AND key IS NOT NULL AND undone_at IS NULL",
        )?;
        let mut rows = corrected.query([&policy.id.0])?;
        while let Some(row) = rows.next()? {
            let key: String = row.get(1)?;
            let field: String = row.get(0)?;
            match field.as_str() {
                "title" => names.titles.extend(variants(&key)),
                _ => names.numbers.extend([key]),
            }
        }
        // A notice is meant where the text that it issues is named.
        if let Some(family) = &policy.family {
            names.titles.extend(variants(&title_key(family)));
        }
        Ok(names)
    }

    fn resolved(&self, mut relation: Relation, named: &Named) -> Result<Relation, StoreError> {
        let mut bearers = Vec::new();
        if let Some(number) = &named.number_key {
            bearers = self.bearing(NameColumn::Number, std::slice::from_ref(number))?;
        }
        if let (true, Some(title)) = (bearers.is_empty(), &named.title_key) {
            bearers = self.bearing(NameColumn::Title, &variants(title))?;
            if bearers.is_empty()
                && let Some(printed) = &relation.title
            {
                bearers = self.bearers(
                    "p.family = ?1 AND p.kind NOT IN ('interpretation', 'news')",
                    std::slice::from_ref(printed),
                )?;
            }
            // A number that a document is known not to bear names another one.
            bearers.retain(|bearer| named.number_key.is_none() || bearer.number_key.is_none());
        }
        relation.to = choose(bearers, named, relation.dated);
        if relation.to == Target::Unknown {
            let titles = named.title_key.as_deref().map(variants).unwrap_or_default();
            if let Some(removed) = removal::by_keys(&self.conn, named.number_key.as_deref(), &titles)? {
                relation.to =
                    Target::Removed { policy: removed.policy, title: removed.title, at: removed.at };
            }
        }
        Ok(relation)
    }

    /// The documents that bear one of some names, as published or as corrected.
    fn bearing(&self, column: NameColumn, keys: &[String]) -> Result<Vec<Bearer>, StoreError> {
        let marks = (1..=keys.len()).map(|number| format!("?{number}")).collect::<Vec<_>>().join(",");
        let (column, field) = match column {
            NameColumn::Title => ("title_key", "title"),
            NameColumn::Number => ("number_key", "number"),
        };
        // Both parts of the union are looked up. Joined by OR within one condition, every edition would be read.
        let condition = format!(
            "e.id IN (SELECT id FROM edition WHERE {column} IN ({marks})
             UNION SELECT own.id FROM correction c JOIN policy named ON named.policy_id = c.policy_id
                   JOIN edition own ON own.policy = named.id
             WHERE c.key IN ({marks}) AND c.field = '{field}' AND c.undone_at IS NULL)"
        );
        self.bearers(&condition, keys)
    }

    fn bearers(&self, condition: &str, keys: &[String]) -> Result<Vec<Bearer>, StoreError> {
        let mut statement = self.conn.prepare_cached(&format!(
            "SELECT p.policy_id, p.title, p.region, p.lang, e.written, e.published, e.edition_date, e.number_key
             FROM edition e JOIN policy p ON p.id = e.policy WHERE {condition} ORDER BY p.id, e.id"
        ))?;
        let bearers = statement.query_map(params_from_iter(keys), |row| {
            Ok(Bearer {
                policy: PolicyId(row.get(0)?),
                title: row.get(1)?,
                region: row.get(2)?,
                lang: row.get(3)?,
                dates: [row.get(4)?, row.get(5)?, row.get(6)?],
                number_key: row.get(7)?,
            })
        })?;
        Ok(bearers.collect::<Result<_, _>>()?)
    }
}

#[derive(Default)]
struct Names {
    titles: BTreeSet<String>,
    numbers: BTreeSet<String>,
}

/// A title with and without the name of the country before it: laws are called both ways.
fn variants(key: &str) -> Vec<String> {
    const COUNTRY: &str = "中华人民共和国";
    match key.strip_prefix(COUNTRY) {
        Some(short) if !short.is_empty() => vec![key.to_owned(), short.to_owned()],
        _ => vec![key.to_owned(), format!("{COUNTRY}{key}")],
    }
}

fn means(target: &Target, policy: &PolicyId) -> bool {
    match target {
        Target::Stored { policy: found, .. } => found == policy,
        Target::Several { policies } => policies.contains(policy),
        Target::Removed { .. } | Target::Unknown => false,
    }
}

/// Which of the documents that bear a name is meant: never the one that speaks; then the one of the date
/// that is given, of the same language, of the same place. What does not decide is passed over.
fn choose(mut bearers: Vec<Bearer>, named: &Named, dated: Option<Date>) -> Target {
    bearers.retain(|bearer| bearer.policy != named.by);
    if let Some(date) = dated.map(|date| date.to_string()) {
        keep(&mut bearers, |bearer| bearer.dates.iter().flatten().any(|own| *own == date));
    }
    keep(&mut bearers, |bearer| bearer.lang == named.lang);
    keep(&mut bearers, |bearer| bearer.region == named.region);
    keep(&mut bearers, |bearer| bearer.region.as_deref() == Some("CN"));
    let mut policies: Vec<PolicyId> = Vec::new();
    for bearer in &bearers {
        if !policies.contains(&bearer.policy) {
            policies.push(bearer.policy.clone());
        }
    }
    match (policies.len(), bearers.pop()) {
        (1, Some(bearer)) => Target::Stored { policy: bearer.policy, title: bearer.title },
        (0, _) | (_, None) => Target::Unknown,
        _ => Target::Several { policies },
    }
}

/// Keeps the bearers that a wish holds for, if it holds for any.
fn keep(bearers: &mut Vec<Bearer>, wish: impl Fn(&Bearer) -> bool) {
    if bearers.iter().any(&wish) {
        bearers.retain(wish);
    }
}

fn read_edge(row: &Row<'_>) -> rusqlite::Result<(Relation, Named)> {
    let policy = PolicyId(row.get(1)?);
    let relation = Relation {
        kind: EdgeKind::parse(row.get_ref(0)?.as_str()?).unwrap_or(EdgeKind::Refers),
        from: ClauseRef { policy: policy.clone(), edition: Some(row.get(2)?), clause: row.get(4)? },
        superseded: row.get(3)?,
        from_title: row.get(5)?,
        title: row.get(6)?,
        number: row.get(7)?,
        dated: row.get::<_, Option<String>>(8)?.and_then(|date| date.parse().ok()),
        sentence: row.get(9)?,
        sentence_span: read::span(row, 10)?,
        mention: read::span(row, 12)?,
        provision: row.get(14)?,
        to: Target::Unknown,
    };
    let named = Named {
        title_key: row.get(15)?,
        number_key: row.get(16)?,
        by: policy,
        region: row.get(17)?,
        lang: row.get(18)?,
    };
    Ok((relation, named))
}
