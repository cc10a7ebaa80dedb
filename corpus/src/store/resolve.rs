//! From a reference, in any of its forms, to a policy or a clause.

use super::{
    Store, StoreError, StoredClause,
    clause::{self, Place},
    label, normal, read, suggest,
};
use crate::{
    model::{ClausePath, ClauseRef, Policy, PolicyId, Step},
    number::DocumentNumber,
    text::is_han,
};

/// What a reference names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolution {
    /// A policy; the reference names no clause.
    Policy {
        /// The policy, described by its newest edition.
        policy: Box<Policy>,
        /// The key of the edition that is meant.
        edition: String,
    },
    /// A clause.
    Clause(Box<StoredClause>),
    /// Several things; these references are exact.
    Ambiguous(Vec<ClauseRef>),
    /// Nothing.
    NotFound {
        /// What could not be found.
        missing: Missing,
        /// References that are close, the closest first.
        suggestions: Vec<ClauseRef>,
    },
}

/// The piece of a reference that names nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// The policy.
    Policy,
    /// The edition of a known policy.
    Edition,
    /// The clause of a known edition.
    Clause,
}

/// A policy, or one text of it when it was named by what its file is called.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Target {
    policy: PolicyId,
    extraction: Option<i64>,
}

/// A clause as far as addresses are compared.
struct Address {
    rowid: i64,
    path: ClausePath,
    label: String,
}

impl Store {
    /// Finds what a reference names. The policy may be given by its id, an external id (also
    /// `source/external_id`), a document number in any printed form, or a full title; the clause by
    /// its path, its label, or in words such as 第五条第二款第三项 or `Article 5`.
    pub fn resolve(&self, reference: &ClauseRef) -> Result<Resolution, StoreError> {
        self.resolve_or(reference, |name| suggest::policies(&self.conn, name))
    }

    /// Whether a reference names anything. Other than [`Store::resolve`] this does not look for names that are close,
    /// for which all documents are gone through.
    pub fn knows(&self, reference: &ClauseRef) -> Result<bool, StoreError> {
        let resolution = self.resolve_or(reference, |_| Ok(Vec::new()))?;
        Ok(!matches!(resolution, Resolution::NotFound { .. }))
    }

    fn resolve_or(
        &self,
        reference: &ClauseRef,
        suggest: impl FnOnce(&str) -> Result<Vec<ClauseRef>, StoreError>,
    ) -> Result<Resolution, StoreError> {
        let (targets, edition) = self.targets(reference)?;
        let target = match targets.as_slice() {
            [target] => target,
            [] => {
                return Ok(Resolution::NotFound {
                    missing: Missing::Policy,
                    suggestions: suggest(&reference.policy.0)?,
                });
            }
            several => return Ok(Resolution::Ambiguous(several.iter().map(policy_ref).collect())),
        };
        let places = match (target.extraction, &edition) {
            (Some(extraction), None) => self.place(extraction)?.into_iter().collect(),
            _ => match self.edition_key(&target.policy, edition.as_deref())? {
                Some(key) => self.places(&target.policy, Some(&key))?,
                None => return self.no_edition(target),
            },
        };
        match &reference.clause {
            None => self.whole(target, &places),
            Some(address) => self.find(target, &places, address),
        }
    }

    /// The policies that a reference may mean, and the edition it asks for.
    fn targets(&self, reference: &ClauseRef) -> Result<(Vec<Target>, Option<String>), StoreError> {
        let head = reference.policy.0.trim();
        let edition = reference.edition.clone();
        if let Some(edition) = &edition {
            let named = self.by_name(&format!("{head}@{edition}"))?;
            if !named.is_empty() {
                return Ok((named, None));
            }
        }
        let mut targets = self.by_id(head)?;
        for find in [Self::by_name, Self::by_number, Self::by_title] {
            if targets.is_empty() && !head.is_empty() {
                targets = find(self, head)?;
            }
        }
        Ok((targets, edition))
    }

    fn by_id(&self, head: &str) -> Result<Vec<Target>, StoreError> {
        self.select_targets(
            "SELECT policy_id, NULL FROM policy WHERE policy_id = ?1",
            &head.to_ascii_lowercase(),
        )
    }

    fn by_name(&self, head: &str) -> Result<Vec<Target>, StoreError> {
        const NAMED: &str = "SELECT DISTINCT p.policy_id, n.extraction
            FROM external_id n JOIN policy p ON p.id = n.policy";
        let found = self.select_targets(&format!("{NAMED} WHERE n.external_id = ?1"), head)?;
        if !found.is_empty() {
            return Ok(found);
        }
        let Some((source, name)) = head.split_once('/') else { return Ok(found) };
        let mut statement =
            self.conn.prepare_cached(&format!("{NAMED} WHERE n.external_id = ?1 AND n.source = ?2"))?;
        let rows = statement.query_map((name, source), |row| {
            Ok(Target { policy: PolicyId(row.get(0)?), extraction: row.get(1)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// An original and its translation bear one number: the language of the question decides.
    fn by_number(&self, head: &str) -> Result<Vec<Target>, StoreError> {
        let Some(number) = DocumentNumber::parse(head) else { return Ok(Vec::new()) };
        let all = self.select_targets(
            "SELECT p.policy_id, NULL FROM edition e JOIN policy p ON p.id = e.policy WHERE e.number_key = ?1
             UNION SELECT p.policy_id, NULL FROM correction c JOIN policy p ON p.policy_id = c.policy_id
             WHERE c.key = ?1 AND c.field = 'number' AND c.undone_at IS NULL",
            &number.key,
        )?;
        if all.len() < 2 {
            return Ok(all);
        }
        let chinese = head.chars().any(is_han);
        let of_language = self.select_targets(
            if chinese {
                "SELECT DISTINCT p.policy_id, NULL FROM edition e JOIN policy p ON p.id = e.policy
                 WHERE e.number_key = ?1 AND p.lang LIKE 'zh%'"
            } else {
                "SELECT DISTINCT p.policy_id, NULL FROM edition e JOIN policy p ON p.id = e.policy
                 WHERE e.number_key = ?1 AND p.lang NOT LIKE 'zh%'"
            },
            &number.key,
        )?;
        Ok(if of_language.len() == 1 { of_language } else { all })
    }

    fn by_title(&self, head: &str) -> Result<Vec<Target>, StoreError> {
        let title = head.trim_start_matches('《').trim_end_matches('》');
        for title in [title.to_owned(), format!("中华人民共和国{title}")] {
            let found = self.select_targets(
                "SELECT p.policy_id, NULL FROM edition e JOIN policy p ON p.id = e.policy WHERE e.title_key = ?1
                 UNION SELECT p.policy_id, NULL FROM correction c JOIN policy p ON p.policy_id = c.policy_id
                 WHERE c.key = ?1 AND c.field = 'title' AND c.undone_at IS NULL",
                &normal::title_key(&title),
            )?;
            if !found.is_empty() {
                return Ok(found);
            }
        }
        Ok(Vec::new())
    }

    fn select_targets(&self, sql: &str, value: &str) -> Result<Vec<Target>, StoreError> {
        let mut statement = self.conn.prepare_cached(sql)?;
        let rows = statement.query_map([value], |row| {
            Ok(Target { policy: PolicyId(row.get(0)?), extraction: row.get(1)? })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The key of the edition asked for, the newest if none is; a year or month will do where it
    /// means one edition.
    fn edition_key(&self, policy: &PolicyId, edition: Option<&str>) -> Result<Option<String>, StoreError> {
        let editions = self.editions(policy)?;
        let Some(asked) = edition else {
            return Ok(editions.into_iter().next().map(|edition| edition.key));
        };
        if editions.iter().any(|edition| edition.key == asked) {
            return Ok(Some(asked.to_owned()));
        }
        let mut close = editions.into_iter().filter(|edition| edition.key.starts_with(asked));
        Ok(match (close.next(), close.next()) {
            (Some(edition), None) => Some(edition.key),
            _ => None,
        })
    }

    fn no_edition(&self, target: &Target) -> Result<Resolution, StoreError> {
        let editions = self.editions(&target.policy)?;
        let reference = |key| ClauseRef { edition: Some(key), ..policy_ref(target) };
        Ok(Resolution::NotFound {
            missing: Missing::Edition,
            suggestions: editions.into_iter().map(|edition| reference(edition.key)).collect(),
        })
    }

    fn whole(&self, target: &Target, places: &[Place]) -> Result<Resolution, StoreError> {
        Ok(match (self.policy(&target.policy)?, places.first()) {
            (Some(policy), Some(place)) => {
                Resolution::Policy { policy: Box::new(policy), edition: place.edition.clone() }
            }
            _ => Resolution::NotFound { missing: Missing::Policy, suggestions: Vec::new() },
        })
    }

    fn find(&self, target: &Target, places: &[Place], address: &str) -> Result<Resolution, StoreError> {
        let addresses = self.addresses(places)?;
        let found = matching(&addresses, address);
        let edition = places.first().map(|place| place.edition.clone());
        let reference = |found: &Address| ClauseRef {
            policy: target.policy.clone(),
            edition: edition.clone(),
            clause: Some(found.path.to_string()),
        };
        match found.as_slice() {
            [] => Ok(Resolution::NotFound {
                missing: Missing::Clause,
                suggestions: nearest(&addresses, address).into_iter().map(reference).collect(),
            }),
            [one] => Ok(match self.clause(one.rowid)? {
                Some(clause) => Resolution::Clause(Box::new(clause)),
                None => Resolution::NotFound { missing: Missing::Clause, suggestions: Vec::new() },
            }),
            several => Ok(Resolution::Ambiguous(several.iter().map(|found| reference(found)).collect())),
        }
    }

    fn addresses(&self, places: &[Place]) -> Result<Vec<Address>, StoreError> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT id, path, label FROM clause WHERE extraction = ?1 ORDER BY id")?;
        let mut addresses = Vec::new();
        for place in places {
            let rows = statement.query_map([place.extraction], |row| {
                Ok(Address {
                    rowid: row.get(0)?,
                    path: clause::path_in(place.part, read::parsed(row, 1)?),
                    label: row.get(2)?,
                })
            })?;
            for row in rows {
                addresses.push(row?);
            }
        }
        Ok(addresses)
    }
}

fn policy_ref(target: &Target) -> ClauseRef {
    ClauseRef { policy: target.policy.clone(), edition: None, clause: None }
}

/// The clauses that an address means: by path, by label, else by the steps that it names, where the
/// shortest path wins.
fn matching<'a>(addresses: &'a [Address], address: &str) -> Vec<&'a Address> {
    let steps = label::steps(address);
    if let Some(steps) = &steps
        && let Some(exact) = addresses.iter().find(|found| found.path.0 == *steps)
    {
        return vec![exact];
    }
    let wanted = normal::title_key(address);
    let labelled: Vec<_> = addresses
        .iter()
        .filter(|found| !found.label.is_empty() && normal::title_key(&found.label) == wanted)
        .collect();
    if !labelled.is_empty() {
        return labelled;
    }
    let readings = steps.map(|steps| label::readings(&steps)).unwrap_or_default();
    let mut found = readings.iter().map(|steps| shortest(addresses, steps));
    found.find(|found| !found.is_empty()).unwrap_or_default()
}

fn shortest<'a>(addresses: &'a [Address], steps: &[Step]) -> Vec<&'a Address> {
    let leading = |found: &&Address| label::leads_to(&found.path.0, steps);
    let length = addresses.iter().filter(leading).map(|found| found.path.0.len()).min();
    let of_length = |found: &&Address| Some(found.path.0.len()) == length;
    addresses.iter().filter(leading).filter(of_length).collect()
}

/// Clauses of the kind that was asked for, with the nearest numbers.
fn nearest<'a>(addresses: &'a [Address], address: &str) -> Vec<&'a Address> {
    const MOST: usize = 5;
    let Some(&last) = label::steps(address).as_ref().and_then(|steps| steps.last()) else {
        let labelled = addresses.iter().filter(|found| !found.label.is_empty());
        return labelled.take(MOST).collect();
    };
    let same_kind = |step: &Step| std::mem::discriminant(step) == std::mem::discriminant(&last);
    let mut near: Vec<_> = addresses
        .iter()
        .filter_map(|found| {
            let step = found.path.0.last().filter(|step| same_kind(step))?;
            Some((step.number().abs_diff(last.number()), found))
        })
        .collect();
    near.sort_by_key(|(distance, _)| *distance);
    near.into_iter().take(MOST).map(|(_, found)| found).collect()
}
