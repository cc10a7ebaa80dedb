//! From an address to a page.

use super::{
    address::Address, citation, clause, diff, document, parallel, search as search_page,
    sources as sources_page, trouble::shown, ui::Ui,
};
use crate::{
    answers::{self, Day},
    serve::{language::Reader, problem::Problem, readers::Readers, state::App},
};
use anyhow::Result;
use axum::{
    extract::{Path, State},
    response::Response,
};
use maud::Markup;
use polidex_corpus::{
    model::{ClauseRef, PolicyId},
    store::{OutlineEntry, Resolution, Store},
};
use polidex_search::{
    citing::{Citation, cite},
    relations::{self, Reach},
};

/// Hits on a page.
const HITS: u32 = 10;
/// The most hits on a page.
const MOST: u32 = 50;

/// `GET /`
pub async fn search(State(app): State<App>, reader: Result<Reader, Problem>, ui: Ui) -> Response {
    let page = match reader {
        Ok(reader) => searched(&app, reader.day, &ui).await,
        Err(problem) => Err(problem),
    };
    shown(page, &ui)
}

async fn searched(app: &App, day: Day, ui: &Ui) -> Result<Markup, Problem> {
    let address = Address::read(ui);
    if address.is_empty() {
        let counts = app.read(|readers| Ok(readers.store().counts()?)).await?;
        return Ok(search_page::page(&address, None, (counts.policies, counts.units), ui));
    }
    let request = address.params(HITS, MOST).request(day);
    let answer = app.read(move |readers| Ok(readers.searcher()?.search(&request)?)).await?;
    Ok(search_page::page(&address, Some(&answer), (0, 0), ui))
}

/// `GET /sources`
pub async fn sources(State(app): State<App>, reader: Result<Reader, Problem>, ui: Ui) -> Response {
    let page = match reader {
        Ok(reader) => {
            let listed =
                app.read(move |readers| answers::sources::listed(readers.store(), reader.day.as_of)).await;
            listed.map(|listed| sources_page::page(&listed, &ui))
        }
        Err(problem) => Err(problem),
    };
    shown(page, &ui)
}

/// `GET /policies/{id}`, and with `view=parallel` beside the other language.
pub async fn document(
    State(app): State<App>,
    Path(id): Path<String>,
    reader: Result<Reader, Problem>,
    ui: Ui,
) -> Response {
    let page = match reader {
        Ok(reader) => read_document(&app, id, reader.day, &ui).await,
        Err(problem) => Err(problem),
    };
    shown(page, &ui)
}

async fn read_document(app: &App, id: String, day: Day, ui: &Ui) -> Result<Markup, Problem> {
    let edition = ui.parameter("edition").map(str::to_owned);
    let beside = ui.parameter("view") == Some("parallel");
    let ui = ui.clone();
    app.read(move |readers| {
        let found = resolve(readers, day, &id, edition, None)?;
        if beside {
            let policy = policy_of(&found);
            let origins = readers.origins()?;
            let both = answers::parallel::beside(readers.store(), &origins, found)?;
            return Ok(parallel::page(&policy, &both, &ui));
        }
        Ok(document::page(&whole(readers, day, found, &ui)?, &ui))
    })
    .await
}

fn policy_of(found: &Resolution) -> String {
    match found {
        Resolution::Policy { policy, .. } => policy.id.0.clone(),
        Resolution::Clause(clause) => clause.policy.0.clone(),
        Resolution::Ambiguous(_) | Resolution::NotFound { .. } => String::new(),
    }
}

/// Everything about the document that a reference names; of a clause, its document.
fn whole(readers: &Readers, day: Day, found: Resolution, ui: &Ui) -> Result<document::Shown> {
    let store = readers.store();
    let id = PolicyId(policy_of(&found));
    let cited = answers::cited::of(store, &id.0, found)?;
    let edition = cited.policy.edition.key.clone();
    let citation = citation(store, day, &cited, ui)?;
    let origins = readers.origins()?;
    let shown = answers::document::document(store, &origins, day, cited.policy, &edition, true)?;
    let reach = Reach { depth: 1, kinds: Vec::new(), outward: true, inward: true };
    let chinese = shown.policy.lang.is_chinese();
    Ok(document::Shown {
        outline: store.outline(&id, Some(&edition))?,
        parts: store.text(&id, Some(&edition))?,
        clauses: store.clauses(&id, Some(&edition))?,
        around: relations::graph(store, &id, &reach)?,
        has_counterpart: shown
            .family
            .iter()
            .any(|relative| relative.translation && relative.lang.is_chinese() != chinese),
        document: shown,
        citation,
    })
}

fn citation(store: &Store, day: Day, cited: &answers::cited::Cited, ui: &Ui) -> Result<Citation> {
    let work = cited.work(store, day, None)?;
    Ok(cite(&work, citation::style(ui), work.words()))
}

/// `GET /policies/{id}/clauses/{path}`
pub async fn clause(
    State(app): State<App>,
    Path((id, path)): Path<(String, String)>,
    reader: Result<Reader, Problem>,
    ui: Ui,
) -> Response {
    let page = match reader {
        Ok(reader) => read_clause(&app, id, path, reader.day, &ui).await,
        Err(problem) => Err(problem),
    };
    shown(page, &ui)
}

async fn read_clause(app: &App, id: String, path: String, day: Day, ui: &Ui) -> Result<Markup, Problem> {
    let edition = ui.parameter("edition").map(str::to_owned);
    let ui = ui.clone();
    app.read(move |readers| {
        let found = resolve(readers, day, &id, edition.clone(), Some(path))?;
        let Resolution::Clause(clause) = found else {
            return Ok(document::page(&whole(readers, day, found, &ui)?, &ui));
        };
        Ok(clause::page(&one(readers, day, *clause, edition, &ui)?, &ui))
    })
    .await
}

fn one(
    readers: &Readers,
    day: Day,
    clause: polidex_corpus::store::StoredClause,
    edition: Option<String>,
    ui: &Ui,
) -> Result<clause::Shown> {
    let store = readers.store();
    let path = clause.path.to_string();
    let outline = store.outline(&clause.policy, Some(&clause.edition))?;
    let reference = clause.reference().to_string();
    let cited = answers::cited::of(store, &reference, Resolution::Clause(Box::new(clause.clone())))?;
    let citation = citation(store, day, &cited, ui)?;
    let origins = readers.origins()?;
    let one = answers::document::clause(store, &origins, day, clause)?;
    let one = one.ok_or_else(|| anyhow::anyhow!("{reference} is gone"))?;
    Ok(clause::Shown { one, beside: beside(outline, &path), path, edition, citation })
}

/// The units before and behind the one with this path, or behind the one around it.
fn beside(outline: Vec<OutlineEntry>, path: &str) -> (Option<OutlineEntry>, Option<OutlineEntry>) {
    let mut units: Vec<OutlineEntry> = outline.into_iter().filter(|entry| entry.unit).collect();
    let around = |entry: &OutlineEntry| {
        let unit = entry.path.to_string();
        path == unit || path.strip_prefix(&unit).is_some_and(|rest| rest.starts_with('.'))
    };
    let Some(at) = units.iter().position(around) else { return (None, None) };
    let next = (at + 1 < units.len()).then(|| units.swap_remove(at + 1));
    let before = at.checked_sub(1).map(|before| units.swap_remove(before));
    (before, next)
}

/// `GET /policies/{id}/diff?from=&to=`
pub async fn diff(
    State(app): State<App>,
    Path(id): Path<String>,
    reader: Result<Reader, Problem>,
    ui: Ui,
) -> Response {
    let page = match reader {
        Ok(reader) => compared(&app, id, reader.day, &ui).await,
        Err(problem) => Err(problem),
    };
    shown(page, &ui)
}

async fn compared(app: &App, id: String, day: Day, ui: &Ui) -> Result<Markup, Problem> {
    let side = |name: &str| ui.parameter(name).map(|edition| format!("{id}@{edition}"));
    let (from, to) = (side("from").unwrap_or_else(|| id.clone()), side("to"));
    let ui = ui.clone();
    app.read(move |readers| {
        let difference = answers::difference::difference(readers.store(), day, &from, to.as_deref())?;
        Ok(diff::page(&difference, &ui))
    })
    .await
}

/// What the parts of an address name.
fn resolve(
    readers: &Readers,
    day: Day,
    id: &str,
    edition: Option<String>,
    clause: Option<String>,
) -> Result<Resolution> {
    let mut reference = ClauseRef::parse(id);
    reference.edition = edition.or(reference.edition);
    reference.clause = clause.or(reference.clause);
    let asked = reference.to_string();
    Ok(answers::reference::find(readers.store(), day, &asked, reference)?)
}
