//! Searches as feeds and calendars.

use super::search::checked;
use crate::{
    answers::{
        feed::{self, Places},
        search::SearchParams,
    },
    output::feed::{Feed, atom, json},
    serve::{
        answer::{Asked, Takes, bytes},
        language::Reader,
        params::Params,
        problem::Problem,
        state::App,
    },
};
use axum::{
    extract::State,
    http::{HeaderMap, Uri, header},
    response::Response,
};
use std::io;
use url::Url;

/// Where readers find things: at the public address, else at the host that was asked, which has been found to
/// be one of ours.
fn places(app: &App, uri: &Uri, headers: &HeaderMap) -> Result<Places, Problem> {
    let asked = || {
        let host = uri.authority().map(axum::http::uri::Authority::as_str);
        let host = host.or_else(|| headers.get(header::HOST).and_then(|host| host.to_str().ok()));
        Url::parse(&format!("http://{}/", host.unwrap_or("localhost"))).ok()
    };
    let page = app.settings().public_url.clone().or_else(asked).ok_or_else(Problem::internal)?;
    let mut address = page.clone();
    if let Ok(mut parts) = address.path_segments_mut() {
        parts.pop_if_empty().extend(uri.path().split('/').skip(1));
    }
    address.set_query(uri.query());
    Ok(Places { page, address: address.into() })
}

/// A search in one of the forms of feeds.
async fn written(
    app: App,
    asked: Asked,
    params: SearchParams,
    places: Places,
    media_type: &'static str,
    write: fn(&mut Vec<u8>, &Feed) -> io::Result<()>,
) -> Result<Response, Problem> {
    let params = checked(params)?;
    let Reader { locale, day } = asked.reader;
    bytes(app, asked, Takes::Moments, media_type, move |readers| {
        let mut out = Vec::new();
        write(&mut out, &feed::feed(readers.searcher()?, &params, day, locale, &places)?)?;
        Ok(out)
    })
    .await
}

/// A search as an Atom feed
///
/// Its hits, latest documents first. The parameters are those of the search.
#[utoipa::path(
    get, path = "/feed.atom", tag = "feeds", params(SearchParams, Reader),
    responses((status = OK, description = "The feed", body = String, content_type = "application/atom+xml"))
)]
pub async fn feed_atom(
    State(app): State<App>,
    asked: Asked,
    uri: Uri,
    headers: HeaderMap,
    Params(params): Params<SearchParams>,
) -> Result<Response, Problem> {
    let places = places(&app, &uri, &headers)?;
    written(app, asked, params, places, "application/atom+xml; charset=utf-8", atom).await
}

/// A search as a JSON feed
///
/// The same as the Atom feed, after JSON Feed 1.1.
#[utoipa::path(
    get, path = "/feed.json", tag = "feeds", params(SearchParams, Reader),
    responses((status = OK, description = "The feed", body = serde_json::Value, content_type = "application/feed+json"))
)]
pub async fn feed_json(
    State(app): State<App>,
    asked: Asked,
    uri: Uri,
    headers: HeaderMap,
    Params(params): Params<SearchParams>,
) -> Result<Response, Problem> {
    let places = places(&app, &uri, &headers)?;
    written(app, asked, params, places, "application/feed+json", json).await
}

/// Deadlines as a calendar
///
/// The days on which documents that a search finds begin and cease to apply, as iCalendar. The deadlines of what
/// a company can get are answered by `/match` with `Accept: text/calendar`.
#[utoipa::path(
    get, path = "/calendar.ics", tag = "feeds", params(SearchParams, Reader),
    responses((status = OK, description = "The calendar", body = String, content_type = "text/calendar"))
)]
pub async fn calendar(
    State(app): State<App>,
    asked: Asked,
    uri: Uri,
    headers: HeaderMap,
    Params(params): Params<SearchParams>,
) -> Result<Response, Problem> {
    let (params, places) = (checked(params)?, places(&app, &uri, &headers)?);
    let Reader { locale, day } = asked.reader;
    bytes(app, asked, Takes::Moments, "text/calendar; charset=utf-8", move |readers| {
        Ok(feed::calendar(readers.searcher()?, &params, day, locale, &places)?.into_bytes())
    })
    .await
}
