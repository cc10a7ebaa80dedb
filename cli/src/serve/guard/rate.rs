//! How often one address may ask.

use super::client;
use crate::serve::{problem::Problem, state::App};
use axum::{
    extract::{ConnectInfo, Request, State},
    http::StatusCode,
    middleware::Next,
    response::{IntoResponse, Response},
};
use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock, DefaultClock},
};
use std::{
    net::{IpAddr, SocketAddr},
    num::NonZeroU32,
    sync::atomic::{AtomicU32, Ordering},
};

/// Requests after which addresses that have not asked for a while are forgotten.
const SWEEP: u32 = 4096;

/// Counts requests by address: so many a minute, as many at once.
pub struct Rate {
    limiter: DefaultKeyedRateLimiter<IpAddr>,
    clock: DefaultClock,
    asked: AtomicU32,
}

impl Rate {
    /// A limit of requests a minute; none for 0.
    pub fn per_minute(most: u32) -> Option<Self> {
        let quota = Quota::per_minute(NonZeroU32::new(most)?);
        let limiter = RateLimiter::keyed(quota);
        Some(Self { limiter, clock: DefaultClock::default(), asked: AtomicU32::new(0) })
    }

    /// Counts a request; the seconds to wait where it is one too many.
    fn count(&self, address: IpAddr) -> Result<(), u32> {
        if self.asked.fetch_add(1, Ordering::Relaxed) % SWEEP == SWEEP - 1 {
            self.limiter.retain_recent();
        }
        self.limiter.check_key(&client::counted(address)).map_err(|until| {
            let wait = until.wait_time_from(self.clock.now());
            (wait.as_secs() as u32).saturating_add(1)
        })
    }
}

/// Turns requests away from addresses that ask too often.
pub async fn limit(State(app): State<App>, request: Request, next: Next) -> Response {
    let Some(rate) = app.rate() else { return next.run(request).await };
    let Some(ConnectInfo(peer)) = request.extensions().get::<ConnectInfo<SocketAddr>>() else {
        return next.run(request).await;
    };
    let address = client::address(peer.ip(), request.headers(), &app.settings().proxies);
    match rate.count(address) {
        Ok(()) => next.run(request).await,
        Err(wait) => {
            let problem = Problem::new(
                StatusCode::TOO_MANY_REQUESTS,
                "too_many",
                format!("too many requests from your address; try again in {wait} s"),
                format!("您的地址请求过于频繁；请在 {wait} 秒后重试"),
            );
            Problem { retry_after: Some(wait), ..problem }.into_response()
        }
    }
}
