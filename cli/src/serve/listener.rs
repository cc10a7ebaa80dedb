//! Connections: how many, how slow they may be, and how they end.

use super::settings::{Limits, Settings};
use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{HeaderValue, Request, Response, header},
};
use hyper::{body::Incoming, server::conn::http1};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use std::{future::Future, net::SocketAddr, pin::pin, sync::Arc, time::Duration};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{sleep, timeout},
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower::ServiceExt;

/// How long the listener rests when the system has no descriptor left for another connection.
const REST: Duration = Duration::from_millis(50);
/// How long connections that wait idly are left open when the server stops: a request may be on its way, and
/// its answer says that the connection closes.
const LINGER: Duration = Duration::from_millis(500);

/// Answers connections until `stop`, and then those that are there already.
pub async fn listen(listener: TcpListener, router: Router, settings: &Settings, stop: &CancellationToken) {
    let connections = TaskTracker::new();
    let slots = Arc::new(Semaphore::new(settings.connections));
    loop {
        let next = async {
            let slot = Arc::clone(&slots).acquire_owned().await.ok()?;
            Some((slot, listener.accept().await))
        };
        let accepted = tokio::select! {
            biased;
            () = stop.cancelled() => break,
            accepted = next => accepted,
        };
        match accepted {
            Some((slot, Ok((stream, peer)))) => {
                let served = connection(stream, peer, router.clone(), settings.limits, stop.clone(), slot);
                connections.spawn(served);
            }
            Some((_, Err(_))) => sleep(REST).await,
            None => break,
        }
    }
    for (stream, peer) in waiting(listener, settings.connections) {
        let Ok(slot) = Arc::clone(&slots).try_acquire_owned() else { break };
        connections.spawn(connection(stream, peer, router.clone(), settings.limits, stop.clone(), slot));
    }
    connections.close();
    let _ = timeout(settings.limits.grace, connections.wait()).await;
}

/// The connections that the system has taken in already: their requests are on the way, and would be lost with
/// the listener. It is closed in the moment in which none is left.
fn waiting(listener: TcpListener, most: usize) -> Vec<(TcpStream, SocketAddr)> {
    let mut waiting = Vec::new();
    let Ok(listener) = listener.into_std() else { return waiting };
    while waiting.len() < most
        && let Ok((stream, peer)) = listener.accept()
    {
        if stream.set_nonblocking(true).is_ok() {
            waiting.extend(TcpStream::from_std(stream).map(|stream| (stream, peer)));
        }
    }
    waiting
}

/// Answers the requests of one connection.
async fn connection(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    limits: Limits,
    stop: CancellationToken,
    _slot: OwnedSemaphorePermit,
) {
    let _ = stream.set_nodelay(true);
    let stopping = stop.clone();
    let service = router
        .map_request(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(peer));
            request.map(Body::new)
        })
        .map_response(move |mut response: Response<Body>| {
            if stopping.is_cancelled() {
                response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
            }
            response
        });
    let served = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head_time)
        .max_buf_size(limits.head)
        .max_headers(limits.headers)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    let mut served = pin!(served);
    let ends = async {
        tokio::select! {
            () = async { stop.cancelled().await; sleep(LINGER).await } => {}
            () = sleep(limits.connection_time) => {}
        }
    };
    if until(served.as_mut(), ends).await {
        return;
    }
    // The request in flight is answered, no other is begun.
    served.as_mut().graceful_shutdown();
    let _ = timeout(limits.grace, served).await;
}

/// Whether `work` was done before `end`.
async fn until(work: impl Future, end: impl Future) -> bool {
    tokio::select! {
        _ = work => true,
        _ = end => false,
    }
}
