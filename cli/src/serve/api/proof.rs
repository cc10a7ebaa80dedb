//! Quotations and citations. What is quoted is sent in a body, kept nowhere and written in no log.

use super::{documents::named, schema};
use crate::{
    answers::{
        cited::{self, Citations, ListedStyle},
        quoted::{self, Quotation},
        reference,
    },
    args::WordsName,
    console::Message,
    serve::{
        answer::{Asked, Takes, answer, unkept},
        body::JsonBody,
        language::Reader,
        params::Params,
        problem::Problem,
        state::App,
    },
};
use anyhow::bail;
use axum::{
    extract::{Path, State},
    response::Response,
};
use jiff::civil::Date;
use polidex_corpus::locale::{Locale, Localized};
use polidex_ingest::{Limits, draft};
use polidex_search::{citing::Style, quoting::draft::Draft};
use serde::Deserialize;
use utoipa::{
    IntoParams, ToSchema,
    openapi::schema::{Object, ObjectBuilder, Type},
};

/// A quotation to verify.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct QuotationBody {
    /// The quotation.
    #[schema(min_length = 1, pattern = "\\S")]
    text: String,
    /// Look in these documents only: ids, numbers or titles.
    #[serde(default)]
    #[schema(max_items = 100)]
    within: Vec<String>,
    /// Places that are shown; all are counted.
    #[serde(default = "places")]
    #[schema(minimum = 1, maximum = 100)]
    places: u32,
}

fn places() -> u32 {
    3
}

/// Verify a quotation
///
/// Says where the quotation stands, how its words differ, and whether the text is in force: the answer of
/// `polidex quote verify --json`. The body is kept nowhere.
#[utoipa::path(
    post, path = "/quote/verify", tag = "proof", request_body = QuotationBody, params(Reader),
    responses((status = OK, body = schema::Verdict))
)]
pub async fn verify(
    State(app): State<App>,
    reader: Reader,
    JsonBody(body): JsonBody<QuotationBody>,
) -> Result<Response, Problem> {
    if body.text.trim().is_empty() {
        return Err(Problem::content("text: the quotation is empty", "text：引文为空"));
    }
    if !(1..=100).contains(&body.places) || body.within.len() > 100 {
        return Err(Problem::content(
            "places: from 1 to 100; within: 100 documents at most",
            "places 应为 1 至 100；within 最多 100 份文件",
        ));
    }
    let QuotationBody { text, within, places } = body;
    let quotation = Quotation { text, within, places: places as usize, as_of: reader.day.as_of };
    unkept(app, Takes::Long, move |readers| quoted::verify(readers.verifier()?, &quotation)).await
}

/// A draft to check.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DraftBody {
    /// The draft.
    #[schema(min_length = 1, pattern = "\\S")]
    text: String,
    /// How it is written.
    #[serde(default)]
    format: DraftFormat,
}

/// How a draft is written.
#[derive(Debug, Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DraftFormat {
    /// Markdown: a paragraph ends at an empty line.
    #[default]
    Markdown,
    /// Plain text: a paragraph ends with its line.
    Text,
    /// A page.
    Html,
}

/// Check a draft
///
/// Judges every quotation, title, number, article and figure of a draft: a report of
/// `polidex quote check --json`. The body is kept nowhere.
#[utoipa::path(
    post, path = "/quote/check", tag = "proof", request_body = DraftBody, params(Reader),
    responses((status = OK, body = schema::DraftReport))
)]
pub async fn check(
    State(app): State<App>,
    reader: Reader,
    JsonBody(body): JsonBody<DraftBody>,
) -> Result<Response, Problem> {
    let as_of = reader.day.as_of;
    unkept(app, Takes::Long, move |readers| {
        let name = match body.format {
            DraftFormat::Markdown => "draft.md",
            DraftFormat::Text => "draft.txt",
            DraftFormat::Html => "draft.html",
        };
        let read = draft::read(body.text.into_bytes(), name.as_ref(), &Limits::default());
        let read = match read {
            Ok(read) => read,
            Err(problem) => {
                let said = |locale| problem.localized(locale).into_owned();
                bail!(Message::new(said(Locale::En), said(Locale::Zh)));
            }
        };
        let draft = Draft { text: read.text, block_quotes: read.block_quotes, soft_wraps: read.soft_wraps };
        quoted::check(readers.verifier()?, &draft, as_of)
    })
    .await
}

/// The names of the styles.
fn style_names() -> Object {
    let names = Style::ALL.map(Style::name).into_iter().chain(["all"]);
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(names)).build()
}

/// How something is cited.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct How {
    /// Key of an edition; the newest unless one is named.
    edition: Option<String>,
    /// A clause, by its path or by what it is called.
    clause: Option<String>,
    /// A style of `/cite`, or `all`; GB/T 7714-2025 unless one is named.
    #[param(schema_with = style_names)]
    style: Option<String>,
    /// Language of what a style adds; the document's unless one is named.
    #[param(inline)]
    words: Option<WordsName>,
    /// The day on which the page was read; when the copy was received unless one is named.
    #[param(value_type = Option<String>, format = Date)]
    accessed: Option<Date>,
}

/// Cite a document or a clause
///
/// An element of the answer of `polidex cite --json`.
#[utoipa::path(
    get, path = "/cite/{id}", tag = "proof",
    params(("id" = String, Path, description = "Id, number, title or external id of a document"), How, Reader),
    responses((status = OK, body = schema::Citations))
)]
pub async fn cite(
    State(app): State<App>,
    asked: Asked,
    Path(id): Path<String>,
    Params(how): Params<How>,
) -> Result<Response, Problem> {
    let day = asked.reader.day;
    answer(app, asked, Takes::Moments, move |readers| -> anyhow::Result<Citations> {
        let styles = cited::styles(how.style.as_deref().unwrap_or("gb7714-2025"))?;
        let words = how.words.map(|words| match words {
            WordsName::Zh => Locale::Zh,
            WordsName::En => Locale::En,
        });
        let store = readers.store();
        let found = reference::find(store, day, &id, named(&id, how.edition, how.clause))?;
        let work = cited::of(store, &id, found)?.work(store, day, how.accessed)?;
        Ok(cited::citations(&work, &styles, words))
    })
    .await
}

/// The styles of citations
#[utoipa::path(get, path = "/cite", tag = "proof", params(Reader), responses((status = OK, body = Vec<schema::ListedStyle>)))]
pub async fn styles(State(app): State<App>, asked: Asked) -> Result<Response, Problem> {
    answer(app, asked, Takes::Moments, |_| -> anyhow::Result<Vec<ListedStyle>> { Ok(cited::listed()) }).await
}
