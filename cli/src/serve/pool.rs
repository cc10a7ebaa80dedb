//! Threads that read the store, behind a queue that has an end.
//!
//! `SQLite` and the index are read by blocking calls, so they have threads of their own. A full queue turns
//! requests away at once, which serves both those who wait and those who do not get in.

use super::{problem::Problem, readers::Readers, shared::Shared};
use anyhow::Result;
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
    time::{Duration, Instant},
};
use tokio::sync::oneshot;

/// One request's part that is done by a worker.
type Job = Box<dyn FnOnce(&mut Worker) + Send>;

/// Workers and their queue. They end when the pool is dropped.
pub struct Pool {
    queue: SyncSender<Job>,
    patience: Duration,
}

/// One thread with what it has open.
struct Worker {
    data: PathBuf,
    shared: Arc<Shared>,
    readers: Option<Readers>,
}

impl Pool {
    /// Starts workers; they open the data directory at once.
    pub fn start(
        name: &str,
        workers: usize,
        queue: usize,
        patience: Duration,
        data: &Path,
        shared: &Arc<Shared>,
    ) -> Result<Self> {
        let (sender, receiver) = sync_channel::<Job>(queue);
        let receiver = Arc::new(Mutex::new(receiver));
        for number in 0..workers {
            let receiver = Arc::clone(&receiver);
            let (data, shared) = (data.to_owned(), Arc::clone(shared));
            thread::Builder::new().name(format!("{name}-{number}")).spawn(move || {
                // What is open belongs to this thread alone.
                Worker { data, shared, readers: None }.work(&receiver);
            })?;
        }
        Ok(Self { queue: sender, patience })
    }

    /// Has a worker do something.
    ///
    /// # Errors
    /// When the queue is full, when nothing came of it in time, or when the work itself fails.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Readers) -> Result<T> + Send + 'static,
    ) -> Result<T, Problem> {
        let (reply, answer) = oneshot::channel();
        let (asked, patience) = (Instant::now(), self.patience);
        let job: Job = Box::new(move |worker| {
            // Whoever asked may be gone, and an answer that comes too late helps nobody.
            if reply.is_closed() {
                return;
            }
            let done = if asked.elapsed() > patience { Err(Problem::busy()) } else { worker.run(work) };
            let _ = reply.send(done);
        });
        self.queue.try_send(job).map_err(|_| Problem::busy())?;
        answer.await.unwrap_or_else(|_| Err(Problem::internal()))
    }
}

impl Worker {
    fn work(&mut self, queue: &Mutex<Receiver<Job>>) {
        // The first request shall not wait for what is read once. What fails now fails then, and is said.
        let _ = self.current().and_then(Readers::warm);
        loop {
            let job = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok(job) = job else { return };
            job(self);
        }
    }

    /// Does the work. A panic in it is one request's failure, not the server's.
    fn run<T>(&mut self, work: impl FnOnce(&Readers) -> Result<T>) -> Result<T, Problem> {
        let done = catch_unwind(AssertUnwindSafe(|| work(self.current()?)));
        if let Ok(result) = done {
            return result.map_err(|error| Problem::of(&error));
        }
        // The hook of [`super::run`] has said where.
        self.readers = None;
        Err(Problem::internal())
    }

    /// The store and its indexes as they are now.
    fn current(&mut self) -> Result<&Readers> {
        let current = self.readers.as_ref().is_some_and(|open| open.is_current(&self.data).unwrap_or(false));
        if !current {
            // While an index is swapped, what was just looked up may be gone: once more is enough.
            let opened = Readers::open(&self.data, &self.shared)
                .or_else(|_| Readers::open(&self.data, &self.shared))?;
            return Ok(self.readers.insert(opened));
        }
        self.readers.as_ref().ok_or_else(|| anyhow::anyhow!("the store is not open"))
    }
}
