//! Pages of what is sent in a body: a quotation, a profile. Nothing of it is kept or logged.

use super::{
    quote as quote_page,
    support::{self as support_page, Given},
    trouble::unkept,
    ui::Ui,
};
use crate::{
    answers::{
        Day, matched,
        quoted::{self, Quotation},
    },
    console::Message,
    serve::{language::Reader, problem::Problem, readers::Readers, state::App},
};
use anyhow::Result;
use axum::{body::Bytes, extract::State, response::Response};
use maud::Markup;
use polidex_corpus::locale::Localized;
use polidex_ingest::{Limits, draft as drafts};
use polidex_search::{
    matching::{Profile, Report},
    quoting::draft::Draft,
};
use quote_page::Checked;
use serde_json::Value;
use std::path::Path;

/// The fields of a form.
pub(super) struct Form(Vec<(String, String)>);

impl Form {
    /// Reads a body.
    pub(super) fn read(body: &Bytes) -> Self {
        Self(url::form_urlencoded::parse(body).into_owned().collect())
    }

    /// The first field of a name.
    pub(super) fn one(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn all(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(known, _)| known == name).map(|(_, value)| value.clone()).collect()
    }
}

/// `GET /quote`
pub async fn ask_quote(ui: Ui) -> Response {
    unkept(Ok(quote_page::page("", &Checked::Nothing, &ui)), &ui)
}

/// `POST /quote`
pub async fn quote(State(app): State<App>, reader: Result<Reader, Problem>, ui: Ui, body: Bytes) -> Response {
    let page = match reader {
        Ok(reader) => checked(&app, reader.day, &ui, Form::read(&body)).await,
        Err(problem) => Err(problem),
    };
    unkept(page, &ui)
}

/// Places of a quotation that are shown.
const PLACES: usize = 5;

async fn checked(app: &App, day: Day, ui: &Ui, form: Form) -> Result<Markup, Problem> {
    // Browsers send line feeds as CR LF.
    let text = form.one("text").unwrap_or_default().replace("\r\n", "\n");
    if text.trim().is_empty() {
        return Ok(quote_page::page("", &Checked::Nothing, ui));
    }
    if text.chars().count() > quote_page::MOST {
        return Ok(quote_page::page("", &Checked::TooLong, ui));
    }
    let (sent, whole) = (text.clone(), form.one("as") == Some("draft"));
    let checked = if whole {
        app.read_long(move |readers| draft(readers, day, sent)).await?
    } else {
        app.read(move |readers| {
            let asked = Quotation { text: sent, within: Vec::new(), places: PLACES, as_of: day.as_of };
            Ok(Checked::Quotation(Box::new(quoted::verify(readers.verifier()?, &asked)?)))
        })
        .await?
    };
    Ok(quote_page::page(&text, &checked, ui))
}

fn draft(readers: &Readers, day: Day, text: String) -> Result<Checked> {
    let draft = match drafts::read(text.clone().into_bytes(), Path::new("draft.txt"), &Limits::default()) {
        Ok(read) => Draft { text: read.text, block_quotes: read.block_quotes, soft_wraps: read.soft_wraps },
        Err(_) => Draft { text, ..Draft::default() },
    };
    let report = quoted::check(readers.verifier()?, &draft, day.as_of)?;
    Ok(Checked::Draft(Box::new(draft), Box::new(report)))
}

/// `GET /match`
pub async fn ask_support(State(app): State<App>, reader: Result<Reader, Problem>, ui: Ui) -> Response {
    support_shown(app, reader, ui, Form(Vec::new())).await
}

/// `POST /match`
pub async fn support(
    State(app): State<App>,
    reader: Result<Reader, Problem>,
    ui: Ui,
    body: Bytes,
) -> Response {
    support_shown(app, reader, ui, Form::read(&body)).await
}

async fn support_shown(app: App, reader: Result<Reader, Problem>, ui: Ui, form: Form) -> Response {
    let page = match reader {
        Ok(reader) => {
            let own = ui.clone();
            app.read_long(move |readers| stepped(readers, reader.day, &form, &own)).await
        }
        Err(problem) => Err(problem),
    };
    unkept(page, &ui)
}

/// One step of the questions: the answer is taken into the profile, and the next question found.
fn stepped(readers: &Readers, day: Day, form: &Form, ui: &Ui) -> Result<Markup> {
    let mut given = Given {
        profile: form.one("profile").unwrap_or("{}").to_owned(),
        skipped: form.all("skipped"),
        said: form.all("said"),
    };
    let catalogue = readers.catalogue(day)?;
    if catalogue.is_empty() {
        return Ok(support_page::page(&support_page::Shown { given, report: None, problem: None }, ui));
    }
    let mut raw = Profile::raw(&given.profile)?;
    let mut report = matched::report(&catalogue, &raw, day.as_of)?;
    let mut problem = None;
    if let Some(key) = form.one("key") {
        match answered(&report, &raw, form, key, day) {
            Ok(changed) => {
                // What an answer leaves open is not asked again in the same words.
                given.skipped.push(key.to_owned());
                if let Some(changed) = changed {
                    report = matched::report(&catalogue, &changed, day.as_of)?;
                    raw = changed;
                    given.said.push(said(form));
                }
            }
            Err(error) => match error.downcast_ref::<Message>() {
                Some(why) => problem = Some(why.localized(ui.locale).into_owned()),
                None => return Err(error),
            },
        }
    }
    given.profile = raw.to_string();
    Ok(support_page::page(&support_page::Shown { given, report: Some(&report), problem }, ui))
}

/// What the reader answered, in words.
fn said(form: &Form) -> String {
    format!("{} {}", form.one("asked").unwrap_or_default(), form.one("answer").unwrap_or_default())
}

/// The profile with the answer in it; nothing where the question was passed over, or is none.
fn answered(report: &Report, raw: &Value, form: &Form, key: &str, day: Day) -> Result<Option<Value>> {
    let question = report.questions.iter().find(|question| question.key == key);
    let (Some(question), None) = (question, form.one("skip")) else { return Ok(None) };
    let answer = form.one("answer").unwrap_or_default();
    Ok(Some(matched::taken(raw, question, answer, day.as_of)?.0))
}
