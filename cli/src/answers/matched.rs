//! A profile, matched with the measures of the store.

use crate::console::Message;
use anyhow::{Result, bail};
use jiff::civil::Date;
use polidex_corpus::locale::{Locale, Localized};
use polidex_search::matching::{
    Catalogue, Effect, Profile, Question, Report, Supposition, SuppositionError, matching,
    profile::{self, Change, ProfileError},
    what_if,
};
use serde::Serialize;
use serde_json::Value;

/// A report, what suppositions would change, and the profile that it is about where answers changed it.
#[derive(Debug, Serialize)]
pub struct Matched {
    /// The report; with suppositions, the one under them.
    #[serde(flatten)]
    pub report: Report,
    /// What the suppositions change.
    pub what_if: Vec<Effect>,
    /// The profile with the answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<Value>,
}

/// What matches a profile as it is.
pub fn report(catalogue: &Catalogue, raw: &Value, as_of: Date) -> Result<Report, ProfileError> {
    let profile = Profile::from_value(raw)?;
    profile.check_on(as_of)?;
    Ok(matching(catalogue, &profile, as_of))
}

/// What matches a profile under suppositions.
pub fn supposed(
    catalogue: &Catalogue,
    raw: &Value,
    report: Report,
    suppositions: &[Supposition],
    as_of: Date,
) -> Result<Matched> {
    let (report, what_if) = match suppositions {
        [] => (report, Vec::new()),
        some => what_if(catalogue, raw, &report, some, as_of)?,
    };
    Ok(Matched { report, what_if, profile: None })
}

/// Reads suppositions.
pub fn suppositions(texts: &[String]) -> Result<Vec<Supposition>, SuppositionError> {
    texts.iter().map(|text| Supposition::parse(text)).collect()
}

/// The profile with an answer to a question, and the changes.
///
/// # Errors
/// Why the answer cannot be taken.
pub fn taken(raw: &Value, question: &Question, answer: &str, as_of: Date) -> Result<(Value, Vec<Change>)> {
    let message = |error: &dyn Localized| {
        let said = |locale| error.localized(locale).into_owned();
        Message::new(said(Locale::En), said(Locale::Zh))
    };
    let changes = question.fact.answer(answer).map_err(|error| message(&error))?;
    let mut changed = raw.clone();
    for change in &changes {
        profile::apply(&mut changed, change);
    }
    let checked = Profile::from_value(&changed).and_then(|profile| profile.check_on(as_of));
    checked.map_err(|error| message(&error))?;
    Ok((changed, changes))
}

/// The profile with the answers to questions that it leaves open, by the questions' keys, and the report on
/// it. An answer may open the question that another one answers.
///
/// # Errors
/// Why an answer cannot be taken; also where its question is not open.
pub fn answered(
    catalogue: &Catalogue,
    mut raw: Value,
    mut answers: Vec<(String, String)>,
    as_of: Date,
) -> Result<(Value, Report)> {
    loop {
        let report = report(catalogue, &raw, as_of)?;
        if answers.is_empty() {
            return Ok((raw, report));
        }
        let open = answers.len();
        let mut later = Vec::new();
        for (key, answer) in answers {
            match report.questions.iter().find(|question| question.key == key) {
                Some(question) => raw = taken(&raw, question, &answer, as_of)?.0,
                None => later.push((key, answer)),
            }
        }
        if later.len() == open {
            let key = &later[0].0;
            bail!(Message::new(
                format!(
                    "no question `{key}` is open; `questions` of the report without it lists those that are"
                ),
                format!("没有待回答的问题 `{key}`；请见报告中的 `questions`"),
            ));
        }
        answers = later;
    }
}

/// The vocabularies that profiles are written with, by name.
pub fn names() -> Value {
    use polidex_corpus::vocabulary::{self, Vocabulary};
    let entry = |list: &Vocabulary| -> Vec<Value> {
        let terms = list.terms().iter();
        terms.map(|term| serde_json::json!({"id": term.id, "zh": term.zh, "en": term.en})).collect()
    };
    serde_json::json!({
        "sectors": entry(vocabulary::sectors()),
        "certificates": entry(vocabulary::certificates()),
        "events": entry(vocabulary::events()),
    })
}
