//! What stands around a document: relations, other editions, the other language, other places.

use super::{documents::named, schema};
use crate::{
    answers::{difference, parallel, reference, search::filters, sources},
    args::{CompareBy, Direction},
    serve::{
        answer::{Asked, Takes, answer},
        language::Reader,
        params::Params,
        problem::Problem,
        state::App,
    },
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use polidex_corpus::{model::EdgeKind, store::Resolution};
use polidex_search::{
    comparing::{self, By},
    relations::{self, Reach},
    searcher::Request,
};
use serde::Deserialize;
use utoipa::{
    IntoParams,
    openapi::schema::{Array, ArrayBuilder, ObjectBuilder, Type},
};

/// Which text is set beside its counterpart.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Beside {
    /// Key of an edition; the newest unless one is named.
    edition: Option<String>,
    /// A clause, by its path or by what it is called; the whole document without one.
    clause: Option<String>,
}

/// A document beside its translation or its original
///
/// The answer of `polidex show --parallel --json`.
#[utoipa::path(
    get, path = "/parallel/{id}", tag = "documents",
    params(("id" = String, Path, description = "Id, number, title or external id of a document"), Beside, Reader),
    responses((status = OK, body = serde_json::Value))
)]
pub async fn beside(
    State(app): State<App>,
    asked: Asked,
    Path(id): Path<String>,
    Params(which): Params<Beside>,
) -> Result<Response, Problem> {
    let day = asked.reader.day;
    answer(app, asked, Takes::Long, move |readers| {
        let origins = readers.origins()?;
        let found = reference::find(readers.store(), day, &id, named(&id, which.edition, which.clause))?;
        parallel::beside(readers.store(), &origins, found)
    })
    .await
}

/// Which relations are followed.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Around {
    /// Steps from the document.
    #[param(minimum = 1, maximum = 5)]
    depth: u8,
    /// Only these kinds of relation.
    #[param(schema_with = kinds)]
    kind: Vec<String>,
    /// Only what it names, or only what names it.
    #[param(inline)]
    direction: Direction,
}

impl Default for Around {
    fn default() -> Self {
        Self { depth: 1, kind: Vec::new(), direction: Direction::Both }
    }
}

/// The documents around one
///
/// What a document rests on, changes and names, and what does so to it: the answer of
/// `polidex graph --json`.
#[utoipa::path(
    get, path = "/graph/{id}", tag = "documents",
    params(("id" = String, Path, description = "Id, number, title or external id of a document"), Around, Reader),
    responses((status = OK, body = schema::Graph))
)]
pub async fn graph(
    State(app): State<App>,
    asked: Asked,
    Path(id): Path<String>,
    Params(around): Params<Around>,
) -> Result<Response, Problem> {
    if !(1..=5).contains(&around.depth) {
        return Err(Problem::bad("depth: from 1 to 5", "depth：应为 1 至 5"));
    }
    let reach = Reach {
        depth: around.depth.into(),
        kinds: around.kind.iter().map(|name| kind(name)).collect::<Result<_, _>>()?,
        outward: around.direction != Direction::In,
        inward: around.direction != Direction::Out,
    };
    let day = asked.reader.day;
    answer(app, asked, Takes::Long, move |readers| {
        let root = match reference::find(readers.store(), day, &id, named(&id, None, None))? {
            Resolution::Policy { policy, .. } => policy.id,
            Resolution::Clause(clause) => clause.policy,
            Resolution::Ambiguous(_) | Resolution::NotFound { .. } => return Ok(None),
        };
        Ok(Some(relations::graph(readers.store(), &root, &reach)?))
    })
    .await
}

/// The names of the kinds of relation.
fn kinds() -> Array {
    let names = EdgeKind::ALL.map(EdgeKind::name);
    let one = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(names)).build();
    ArrayBuilder::new().items(one).build()
}

fn kind(name: &str) -> Result<EdgeKind, Problem> {
    EdgeKind::parse(name).ok_or_else(|| {
        let known = EdgeKind::ALL.map(EdgeKind::name).join(", ");
        Problem::bad(format!("kind: one of {known}"), format!("kind：可用 {known}"))
    })
}

/// Two texts.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Two {
    /// The earlier text: `ID[@EDITION][#CLAUSE]`.
    from: String,
    /// The later text; without it the newest edition of the first, which is then the edition before.
    #[serde(default)]
    to: Option<String>,
}

/// What changed between two texts
///
/// Clause by clause: the answer of `polidex diff --json`.
#[utoipa::path(
    get, path = "/diff", tag = "documents", params(Two, Reader),
    responses((status = OK, body = serde_json::Value))
)]
pub async fn diff(
    State(app): State<App>,
    asked: Asked,
    Params(two): Params<Two>,
) -> Result<Response, Problem> {
    let day = asked.reader.day;
    answer(app, asked, Takes::Long, move |readers| {
        difference::difference(readers.store(), day, &two.from, two.to.as_deref())
    })
    .await
}

/// What is compared.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Compared {
    /// The query, in the query language.
    q: String,
    /// Filters as in the query language.
    #[serde(default)]
    filter: Vec<String>,
    /// What the rows stand for.
    #[serde(default)]
    #[param(inline)]
    by: CompareBy,
    /// Clauses that are looked at, best first.
    #[serde(default = "looked_at")]
    #[param(minimum = 1, maximum = 1000)]
    limit: u32,
}

fn looked_at() -> u32 {
    200
}

/// What different places give
///
/// Clauses that state support, side by side: the answer of `polidex compare --json`.
#[utoipa::path(
    get, path = "/compare", tag = "search", params(Compared, Reader),
    responses((status = OK, body = serde_json::Value))
)]
pub async fn compare(
    State(app): State<App>,
    asked: Asked,
    Params(compared): Params<Compared>,
) -> Result<Response, Problem> {
    if !(1..=1000).contains(&compared.limit) {
        return Err(Problem::bad("limit: from 1 to 1000", "limit：应为 1 至 1000"));
    }
    let as_of = asked.reader.day.as_of;
    answer(app, asked, Takes::Long, move |readers| {
        let request = Request {
            filters: filters(&compared.filter, crate::answers::search::DocumentLang::Any),
            limit: compared.limit as usize,
            facets: false,
            ..Request::new(compared.q, as_of)
        };
        let by = match compared.by {
            CompareBy::Region => By::Region,
            CompareBy::Issuer => By::Issuer,
            CompareBy::Level => By::Level,
        };
        Ok(comparing::compare(readers.searcher()?, &request, by)?)
    })
    .await
}

/// Where the texts come from
///
/// Every source that is defined or has given something, with what is stored of it, what it covers, and how it is.
#[utoipa::path(
    get, path = "/sources", tag = "documents", params(Reader),
    responses((status = OK, body = Vec<schema::ListedSource>))
)]
pub async fn sources(State(app): State<App>, asked: Asked) -> Result<Response, Problem> {
    let as_of = asked.reader.day.as_of;
    answer(app, asked, Takes::Moments, move |readers| sources::listed(readers.store(), as_of)).await
}
