//! One host's gate: one exchange at a time, and a pause after each.

use super::clock::{Clock, after, between};
use crate::fetch::{Exchange, FetchError};
use jiff::Timestamp;
use std::{sync::Arc, time::Duration};
use tokio::sync::{Mutex, OwnedMutexGuard};

/// Hosts that ask for a longer pause than this are set aside until it is over.
pub const LONGEST_WAIT: Duration = Duration::from_secs(600);
/// After so many connections in a row that did not come about, a host is set aside
const MISSED_CONNECTIONS: u32 = 8;
/// for so long.
const DOWN_TIME: Duration = Duration::from_secs(3600);

/// When a host may be asked.
#[derive(Debug)]
pub(super) struct Gate {
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    /// The pause after every exchange.
    delay: Duration,
    /// The end of the last exchange.
    last: Option<Timestamp>,
    /// What the server asked for, or what was left of it when a crawl before ended.
    hold: Option<Timestamp>,
    missed: u32,
}

/// The right to ask a host, held during one exchange.
pub(super) struct Turn(OwnedMutexGuard<State>);

/// The host is not asked before this time.
#[derive(Debug)]
pub(super) struct SetAside(pub Timestamp);

impl Gate {
    pub fn new(delay: Duration, hold: Option<Timestamp>) -> Self {
        Self { state: Arc::new(Mutex::new(State { delay, last: None, hold, missed: 0 })) }
    }

    /// Waits until it is our turn and the pause is over.
    pub async fn turn(&self, clock: &dyn Clock) -> Result<Turn, SetAside> {
        let state = Arc::clone(&self.state).lock_owned().await;
        let ready = state.last.map(|last| after(last, state.delay)).max(state.hold);
        if let Some(ready) = ready {
            let now = clock.now();
            if between(now, ready) > LONGEST_WAIT {
                return Err(SetAside(ready));
            }
            if ready > now {
                clock.wait_until(ready).await;
            }
        }
        Ok(Turn(state))
    }

    /// Makes the pause at least this long.
    pub async fn slow_down(&self, delay: Duration) {
        let mut state = self.state.lock().await;
        state.delay = state.delay.max(delay);
    }

    /// Lets nobody pass before `time`.
    pub async fn hold_until(&self, time: Timestamp) {
        let mut state = self.state.lock().await;
        state.hold = state.hold.max(Some(time));
    }
}

impl Turn {
    /// Ends the turn; the pause begins now.
    pub fn end(mut self, outcome: &Result<Exchange, FetchError>, now: Timestamp) {
        let state = &mut *self.0;
        state.last = Some(now);
        match outcome {
            Ok(exchange) => {
                state.missed = 0;
                if let Some(wait) = exchange.retry_after(now).filter(|_| asks_to_wait(exchange)) {
                    state.hold = state.hold.max(Some(after(now, wait)));
                }
            }
            Err(FetchError::Connect { .. } | FetchError::Dns { .. }) => {
                state.missed += 1;
                if state.missed >= MISSED_CONNECTIONS {
                    state.hold = state.hold.max(Some(after(now, DOWN_TIME)));
                }
            }
            Err(_) => {}
        }
    }
}

/// Whether `Retry-After` concerns the whole server: behind any other status it may mean one page.
fn asks_to_wait(exchange: &Exchange) -> bool {
    matches!(exchange.status, 429 | 503)
}
