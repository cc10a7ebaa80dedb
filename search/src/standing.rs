//! Whether a document is in force on a day, and what proves it.
//!
//! A status is worked out whenever it is asked for: from the dates of the edition and from what other
//! documents of the store say of it. Nothing is called in force without saying what was looked through.

use crate::query::plan::{Fall, Status, day_number};
use jiff::civil::Date;
use polidex_corpus::{
    locale::{Locale, Localized},
    model::{
        CharIndex, ClauseRef, Correction, EdgeKind, Edition, Field, Kind, Origin, Policy, Sourced, Span,
    },
    store::{Relation, SourceRecord, Store, StoreError, Target},
};
use serde::Serialize;
use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap},
};

/// The words that a status rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proof {
    /// The clause or document that says so, with the edition.
    #[serde(rename = "ref")]
    pub reference: ClauseRef,
    /// The title of that document.
    pub title: String,
    /// Its words, as published.
    pub text: String,
    /// Where they stand, in characters of its text.
    pub span: Span,
    /// The articles that are meant, as printed; `None` where the whole document is.
    pub provision: Option<String>,
}

impl Proof {
    /// Whether an article, by its label, is among those that are meant.
    pub fn concerns(&self, label: &str) -> bool {
        self.provision.as_ref().is_some_and(|provision| provision.contains(label))
    }
}

/// How a document stands on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// The status.
    pub status: Status,
    /// Why, in English.
    pub reason: String,
    /// Why, in Chinese.
    pub reason_zh: String,
    /// The words that it rests on; `None` where it rests on a date that a page states, or on nothing.
    pub proof: Option<Proof>,
    /// What later documents change in it.
    pub amended_by: Vec<Proof>,
}

impl Localized for Standing {
    fn localized(&self, locale: Locale) -> Cow<'_, str> {
        locale.pick(&self.reason, &self.reason_zh).into()
    }
}

/// A repeal, of the whole or of a part, with the day from which it holds.
struct Repeal {
    fall: Fall,
    by: Repealer,
}

/// Who says so.
enum Repealer {
    /// A document.
    Document(Proof),
    /// A correction.
    Correction(Correction),
}

impl Repealer {
    /// Who says so in words, after the words for a document.
    fn said(&self, [en, zh]: [&str; 2]) -> (String, String) {
        match self {
            Self::Document(Proof { title, .. }) => (format!("{en} by {title}"), format!("被《{title}》{zh}")),
            Self::Correction(correction) => {
                (correction.localized(Locale::En).into_owned(), correction.localized(Locale::Zh).into_owned())
            }
        }
    }

    fn proof(self) -> Option<Proof> {
        match self {
            Self::Document(proof) => Some(proof),
            Self::Correction(_) => None,
        }
    }
}

/// The status alone of the edition that `policy` describes.
pub fn status(store: &Store, policy: &Policy, as_of: Date) -> Result<Status, StoreError> {
    Ok(with_repeal(policy, as_of, repeal(store, policy, as_of)?.as_ref()))
}

fn with_repeal(policy: &Policy, as_of: Date, repeal: Option<&Repeal>) -> Status {
    let dates = &policy.edition.dates;
    let number = |date: &Option<Sourced<Date>>| date.as_ref().map(|date| day_number(date.value));
    let fall = repeal.map(|repeal| repeal.fall);
    Status::on(day_number(as_of), number(&dates.effective), number(&dates.expires), fall)
}

/// How the edition that `policy` describes stands on a day.
pub fn standing(store: &Store, policy: &Policy, as_of: Date) -> Result<Standing, StoreError> {
    let dates = &policy.edition.dates;
    let repeal = repeal(store, policy, as_of)?;
    let status = with_repeal(policy, as_of, repeal.as_ref());
    let (reason, reason_zh, proof) = match (status, repeal) {
        (Status::Repealed, Some(repeal)) => {
            let (en, zh) = repeal.by.said(["repealed", "废止"]);
            (en, zh, repeal.by.proof())
        }
        (Status::PartlyInvalid, Some(repeal)) => {
            let (en, zh) = repeal.by.said(["parts repealed", "部分废止"]);
            (en, zh, repeal.by.proof())
        }
        (Status::ExpiredByTerm, _) => {
            dated(store, policy, dates.expires.as_ref(), "in force until", "有效期至")?
        }
        (Status::NotYetEffective, _) => {
            dated(store, policy, dates.effective.as_ref(), "in force from", "施行日期为")?
        }
        (Status::InForce, _) => {
            let (from, from_zh, proof) =
                dated(store, policy, dates.effective.as_ref(), "in force since", "施行日期为")?;
            let looked = looked_through(store, as_of)?;
            (format!("{from}; {}", looked.0), format!("{from_zh}；{}", looked.1), proof)
        }
        (Status::Unknown, _) if dates.effective.is_some() && dates.expires.is_some() => {
            let (en, zh) = ("its dates contradict each other: in force from", "日期前后矛盾：施行日期为");
            let last = dates.expires.as_ref().map(|last| last.value.to_string()).unwrap_or_default();
            let (from, from_zh, proof) = dated(store, policy, dates.effective.as_ref(), en, zh)?;
            (format!("{from}, until {last}"), format!("{from_zh}，有效期至 {last}"), proof)
        }
        _ => {
            let looked = looked_through(store, as_of)?;
            (format!("no date of effect is known; {}", looked.0), format!("未见施行日期；{}", looked.1), None)
        }
    };
    Ok(Standing { status, reason, reason_zh, proof, amended_by: amendments(store, policy, as_of)? })
}

/// The repeals of all documents as of a day, by the row of the policy, for filters.
pub fn falls(store: &Store, as_of: Date) -> Result<HashMap<i64, Fall>, StoreError> {
    let mut falls: HashMap<i64, Fall> = HashMap::new();
    let mut rows: BTreeSet<i64> = store.named_by_repeals()?.into_iter().collect();
    for made in store.corrections(None)?.into_iter().filter(|made| made.field == Field::Repealed) {
        rows.extend(store.policy_rowid(&made.policy)?);
    }
    for row in rows {
        let Some(policy) = store.policy_by_rowid(row)? else { continue };
        if let Some(repeal) = repeal(store, &policy, as_of)? {
            falls.insert(row, repeal.fall);
        }
    }
    Ok(falls)
}

/// What repeals the edition: the earliest repeal of the whole, else the earliest of a part.
fn repeal(store: &Store, policy: &Policy, as_of: Date) -> Result<Option<Repeal>, StoreError> {
    // A correction says more than any document.
    if let Some(made) = policy.corrections_here().find(|made| made.field == Field::Repealed) {
        let day = made.value.as_deref().and_then(|day| day.parse().ok());
        let holds = day.filter(|day| *day <= as_of);
        return Ok(holds.map(|day| Repeal {
            fall: Fall { day: Some(day_number(day)), partly: false },
            by: Repealer::Correction(made.clone()),
        }));
    }
    let mut repeals = Vec::new();
    for relation in store.relations_of_kind(policy, EdgeKind::Repeals)? {
        let Some((by, edition)) = speaker(store, &relation)? else { continue };
        if !acts(store, policy, &by, &edition, &relation)? {
            continue;
        }
        let day = acting_day(&edition).map(day_number);
        if day.is_some_and(|day| day > day_number(as_of)) {
            continue;
        }
        let fall = Fall { day, partly: relation.provision.is_some() };
        repeals.push(Repeal { fall, by: Repealer::Document(proof(&relation)) });
    }
    repeals.sort_by_key(|repeal| (repeal.fall.partly, repeal.fall.day.unwrap_or(i64::MAX)));
    Ok(repeals.into_iter().next())
}

/// The document that says something, and its edition.
fn speaker(store: &Store, relation: &Relation) -> Result<Option<(Policy, Edition)>, StoreError> {
    let Some(policy) = store.policy(&relation.from.policy)? else { return Ok(None) };
    let key = relation.from.edition.as_deref();
    let edition = store.editions(&policy.id)?.into_iter().find(|edition| Some(edition.key.as_str()) == key);
    Ok(edition.map(|edition| (policy, edition)))
}

/// Whether a naming changes the law: it means this document alone, its speaker is no report about
/// documents, and it is later than the edition. Where no dates tell, two documents that repeal each other
/// prove nothing.
fn acts(
    store: &Store,
    policy: &Policy,
    by: &Policy,
    edition: &Edition,
    relation: &Relation,
) -> Result<bool, StoreError> {
    let means = matches!(&relation.to, Target::Stored { policy: found, .. } if *found == policy.id);
    if !means
        || matches!(by.kind, Kind::News | Kind::Interpretation)
        || by.illustrative != policy.illustrative
    {
        return Ok(false);
    }
    if let (Some(theirs), Some(own)) = (acting_day(edition), policy.edition.adopted()) {
        return Ok(theirs >= own);
    }
    let mutual = store.relations_of_kind(by, relation.kind)?;
    Ok(!mutual.iter().any(|other| other.from.policy == policy.id))
}

/// The day from which what an edition says holds.
fn acting_day(edition: &Edition) -> Option<Date> {
    edition.dates.effective.as_ref().map(|date| date.value).or_else(|| edition.adopted())
}

/// What later documents change in the text, the earliest first.
fn amendments(store: &Store, policy: &Policy, as_of: Date) -> Result<Vec<Proof>, StoreError> {
    let mut found = Vec::new();
    for relation in store.relations_of_kind(policy, EdgeKind::Amends)? {
        let Some((by, edition)) = speaker(store, &relation)? else { continue };
        let day = acting_day(&edition);
        if acts(store, policy, &by, &edition, &relation)? && day.is_none_or(|day| day <= as_of) {
            found.push((day, proof(&relation)));
        }
    }
    found.sort_by_key(|(day, _)| *day);
    Ok(found.into_iter().map(|(_, proof)| proof).collect())
}

fn proof(relation: &Relation) -> Proof {
    Proof {
        reference: relation.from.clone(),
        title: relation.from_title.clone(),
        text: relation.sentence.clone(),
        span: relation.sentence_span,
        provision: relation.provision.clone(),
    }
}

/// A reason that is a date, with the words that it was read from.
fn dated(
    store: &Store,
    policy: &Policy,
    date: Option<&Sourced<Date>>,
    en: &str,
    zh: &str,
) -> Result<(String, String, Option<Proof>), StoreError> {
    let Some(date) = date else { return Ok((en.to_owned(), zh.to_owned(), None)) };
    let reason = (format!("{en} {}", date.value), format!("{zh} {}", date.value));
    let Origin::Text(span) = date.origin else { return Ok((reason.0, reason.1, None)) };
    let reference =
        ClauseRef { policy: policy.id.clone(), edition: Some(policy.edition.key.clone()), clause: None };
    let text = store.text(&policy.id, Some(&policy.edition.key))?.into_iter().next();
    let proof = text.filter(|part| span.end <= part.text.chars().count()).map(|part| Proof {
        reference,
        title: policy.title.clone(),
        text: CharIndex::new(&part.text).slice(span).to_owned(),
        span,
        provision: None,
    });
    Ok((reason.0, reason.1, proof))
}

/// Sources that are named one by one; of more only the number is said.
const NAMED: usize = 3;

/// Which sources of the web were looked through, and up to which day; `None` where none was ever crawled.
fn asked(records: &[SourceRecord]) -> Option<(String, String)> {
    let mut asked: Vec<(&str, &str)> = records
        .iter()
        .filter_map(|record| Some((record.last_success.as_deref()?.get(..10)?, record.source.as_str())))
        .collect();
    // The latest first; of one day by name.
    asked.sort_by(|a, b| b.0.cmp(a.0).then(a.1.cmp(b.1)));
    let named: Vec<String> =
        asked.iter().take(NAMED).map(|(day, source)| format!("{source} {day}")).collect();
    let more = asked.len().checked_sub(NAMED).filter(|&more| more > 0);
    (!named.is_empty()).then(|| {
        let (en, zh) = (named.join(", "), named.join("、"));
        let (more, more_zh) = match more {
            Some(more) => (format!(" and {more} more"), format!(" 等另外 {more} 个来源")),
            None => (String::new(), String::new()),
        };
        (format!("last asked: {en}{more}"), format!("最近访问：{zh}{more_zh}"))
    })
}

/// What "no repeal found" rests on.
fn looked_through(store: &Store, as_of: Date) -> Result<(String, String), StoreError> {
    let documents = store.policy_count()?;
    let asked = asked(&store.source_records()?);
    let (en, zh) = match &asked {
        Some((en, zh)) => (
            format!(" ({en}; `polidex sources` says what they cover)"),
            format!("（{zh}；覆盖范围见 `polidex sources`）"),
        ),
        None => (String::new(), String::new()),
    };
    Ok((
        format!("no repeal found as of {as_of} in the {documents} documents stored here{en}"),
        format!("截至 {as_of}，在库中 {documents} 份文件内未发现废止{zh}"),
    ))
}
