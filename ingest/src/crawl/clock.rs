//! The time by which a crawl waits; tests put their own in its place.

use jiff::{SignedDuration, Timestamp};
use std::{pin::Pin, time::Duration};

/// The end of a wait.
pub type Waiting = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Tells the time and waits for it.
pub trait Clock: Send + Sync {
    /// What time it is.
    fn now(&self) -> Timestamp;
    /// Ends at `time`, or at once where that has passed.
    fn wait_until(&self, time: Timestamp) -> Waiting;
}

/// The operating system's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn wait_until(&self, time: Timestamp) -> Waiting {
        Box::pin(tokio::time::sleep(between(Timestamp::now(), time)))
    }
}

/// The time that lies between two moments; none where the second is not the later one.
pub(super) fn between(from: Timestamp, to: Timestamp) -> Duration {
    Duration::try_from(to.duration_since(from)).unwrap_or(Duration::ZERO)
}

/// A moment so much later; the end of time where that lies beyond it.
pub(super) fn after(from: Timestamp, wait: Duration) -> Timestamp {
    let wait = SignedDuration::try_from(wait).unwrap_or(SignedDuration::MAX);
    from.checked_add(wait).unwrap_or(Timestamp::MAX)
}
