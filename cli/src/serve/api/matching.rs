//! What a company can get. The profile is sent in a body, kept nowhere and written in no log.

use super::schema;
use crate::{
    answers::matched,
    output::matching::calendar,
    serve::{
        answer::{Asked, Takes, answer, unkept, unkept_bytes},
        body::JsonBody,
        language::Reader,
        problem::Problem,
        state::App,
    },
};
use axum::{
    extract::State,
    http::{HeaderMap, header},
    response::Response,
};
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

/// The media type of calendars.
const CALENDAR: &str = "text/calendar; charset=utf-8";
/// Most answers and suppositions in one request.
const MOST: usize = 100;

/// A profile to match.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProfileBody {
    /// The company's profile, with the fields of `polidex match --example`.
    #[schema(value_type = std::collections::HashMap<String, Value>)]
    profile: serde_json::Map<String, Value>,
    /// Answers to questions of a report on this profile.
    #[serde(default)]
    #[schema(max_items = 100)]
    answers: Vec<AnswerBody>,
    /// Suppositions: `revenue +20%`, `certified NAME`.
    #[serde(default)]
    #[schema(max_items = 100)]
    what_if: Vec<String>,
}

/// An answer to a question.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerBody {
    /// The question's `key`.
    key: String,
    /// What was answered.
    answer: String,
}

/// Find the support that a company can get
///
/// The answer of `polidex match --json`, and with `answers` the `profile` with them. `questions[0]` is the
/// question that decides most. With `Accept: text/calendar` the deadlines of what can be had are answered as
/// iCalendar. The body is kept nowhere.
#[utoipa::path(
    post, path = "/match", tag = "match", request_body = ProfileBody, params(Reader),
    responses((status = OK, body = schema::Matched))
)]
pub async fn matching(
    State(app): State<App>,
    reader: Reader,
    headers: HeaderMap,
    JsonBody(body): JsonBody<ProfileBody>,
) -> Result<Response, Problem> {
    if body.answers.len() > MOST || body.what_if.len() > MOST {
        return Err(Problem::content(
            "100 answers and 100 suppositions at most",
            "answers 与 what_if 各不超过 100 项",
        ));
    }
    let accepted = headers.get(header::ACCEPT).and_then(|kinds| kinds.to_str().ok()).unwrap_or_default();
    let wants_calendar = accepted.trim_start().starts_with("text/calendar");
    let (as_of, locale) = (reader.day.as_of, reader.locale);
    let work = move |readers: &crate::serve::readers::Readers| {
        let suppositions = matched::suppositions(&body.what_if)?;
        let catalogue = readers.catalogue(reader.day)?;
        let asked = !body.answers.is_empty();
        let answers = body.answers.into_iter().map(|one| (one.key, one.answer)).collect();
        let (raw, report) = matched::answered(&catalogue, Value::Object(body.profile), answers, as_of)?;
        let mut matched = matched::supposed(&catalogue, &raw, report, &suppositions, as_of)?;
        matched.profile = asked.then_some(raw);
        Ok(matched)
    };
    if wants_calendar {
        let calendar = move |readers: &_| Ok(calendar(&work(readers)?.report, locale).0.into_bytes());
        return unkept_bytes(app, Takes::Long, CALENDAR, calendar).await;
    }
    unkept(app, Takes::Long, work).await
}

/// The names that profiles are written with
///
/// Sectors, certificates and events: the answer of `polidex match --names --json`.
#[utoipa::path(
    get, path = "/match/names", tag = "match", params(Reader),
    responses((status = OK, body = serde_json::Value))
)]
pub async fn names(State(app): State<App>, asked: Asked) -> Result<Response, Problem> {
    answer(app, asked, Takes::Moments, |_| Ok(matched::names())).await
}
