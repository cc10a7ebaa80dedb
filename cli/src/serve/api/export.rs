//! The whole store, where whoever runs the server offers it.

use crate::{
    answers::export::write,
    args::ExportFormat,
    serve::{language::Reader, params::Params, problem::Problem, state::App},
};
use axum::{
    body::{Body, Bytes},
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use hyper::body::Frame;
use polidex_corpus::store::Store;
use serde::Deserialize;
use std::{
    io::{self, BufWriter, Write},
    pin::Pin,
    task::{Context, Poll},
    thread,
};
use tokio::sync::{OwnedSemaphorePermit, mpsc};
use utoipa::IntoParams;

/// Pieces that wait for a slow client; the store is read no faster than they are taken.
const PIECES: usize = 4;
/// Bytes of a piece.
const PIECE: usize = 64 << 10;

/// Form of an export.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Wanted {
    /// JSON lines, one document a line, or CSV, one clause a row.
    #[serde(default)]
    #[param(inline)]
    format: ExportFormat,
}

/// Everything
///
/// The answer of `polidex export`. Only where the server was started with `--export`; one export at a time.
#[utoipa::path(
    get, path = "/export", tag = "documents", params(Wanted, Reader),
    responses(
        (status = OK, description = "JSON lines or CSV", body = String, content_type = "application/jsonl"),
        (status = FORBIDDEN, description = "The server offers no export", body = crate::serve::problem::ProblemDetails, content_type = "application/problem+json")
    )
)]
pub async fn export(
    State(app): State<App>,
    _reader: Reader,
    Params(form): Params<Wanted>,
) -> Result<Response, Problem> {
    let Some(turn) = app.export_turn()? else {
        return Err(Problem::new(
            StatusCode::FORBIDDEN,
            "no_export",
            "this server offers no export; whoever runs it does so with --export",
            "此服务未开放导出；可由运行者用 --export 开放",
        ));
    };
    let (kind, name) = match form.format {
        ExportFormat::Jsonl => ("application/jsonl", "attachment; filename=\"polidex.jsonl\""),
        ExportFormat::Csv => ("text/csv; charset=utf-8", "attachment; filename=\"polidex.csv\""),
    };
    let (sender, receiver) = mpsc::channel(PIECES);
    let data = app.settings().data.clone();
    let export = move || -> anyhow::Result<()> {
        let mut out = BufWriter::with_capacity(PIECE, Pieces { sender, _turn: turn });
        write(&Store::open_reader(&data)?, form.format, &mut out)
    };
    let run = move || {
        if let Err(error) = export() {
            // A client that leaves is no failure.
            if !crate::console::is_broken_pipe(&error) {
                crate::console::line(&format!("export: {error:#}"));
            }
        }
    };
    thread::Builder::new().name("export".into()).spawn(run).map_err(|_| Problem::busy())?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, HeaderValue::from_static(name)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, Body::new(Received(receiver))).into_response())
}

/// Where an export is written to; it waits for the client.
struct Pieces {
    sender: mpsc::Sender<Bytes>,
    _turn: OwnedSemaphorePermit,
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let piece = Bytes::copy_from_slice(bytes);
        self.sender.blocking_send(piece).map_err(|_| io::ErrorKind::BrokenPipe)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A body of pieces.
struct Received(mpsc::Receiver<Bytes>);

impl hyper::body::Body for Received {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        self.0.poll_recv(context).map(|piece| piece.map(|piece| Ok(Frame::data(piece))))
    }
}
