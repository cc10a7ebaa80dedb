//! From paths to stored documents: reading runs on every core, storing in the order of the inputs.
//!
//! The order decides which document gets an id first, so it must not depend on which thread was
//! faster: readers work ahead within a window, the writer takes their results one input after the
//! other. JSON lines files are streamed by the writer itself, since one of them can hold more
//! documents than fit in memory.

use crate::{Format, IngestError, Input, Item, Limits, Problem, read};
use polidex_corpus::{
    model::Document,
    store::{Change, Outcome, Store, StoreError},
};
use std::{
    collections::BTreeMap,
    ops::ControlFlow,
    sync::{Condvar, Mutex, mpsc},
    thread,
};

/// How far readers may be ahead of the writer, in inputs.
const WINDOW: usize = 64;
/// A batch is stored when it holds this many documents,
const BATCH_DOCUMENTS: usize = 256;
/// or this many bytes of text.
const BATCH_BYTES: usize = 4 << 20;

/// What a run has done so far.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    /// Inputs that were read to their end.
    pub inputs: usize,
    /// Bytes of text that were read.
    pub bytes: u64,
    /// Documents by what storing them changed.
    pub changes: BTreeMap<Change, usize>,
    /// Warnings about documents that were stored.
    pub warnings: usize,
    /// Inputs and lines that could not be read, named.
    pub problems: Vec<Problem>,
}

impl Summary {
    /// Documents that were read.
    pub fn documents(&self) -> usize {
        self.changes.values().sum()
    }
}

/// Why a run stopped.
#[derive(Debug, thiserror::Error)]
pub enum PipelineError {
    /// The store refused.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Input could not be read at all.
    #[error(transparent)]
    Ingest(#[from] IngestError),
}

/// Reads `inputs` and stores what they hold. `progress` is called after every input.
pub fn run(
    store: &mut Store,
    inputs: &[Input],
    limits: &Limits,
    progress: &mut dyn FnMut(&Summary),
) -> Result<Summary, PipelineError> {
    let window = Window::default();
    let threads = thread::available_parallelism().map_or(2, usize::from);
    thread::scope(|scope| {
        let (results_in, results) = mpsc::channel();
        for _ in 0..threads {
            let (results_in, window) = (results_in.clone(), &window);
            scope.spawn(move || {
                while let Some(number) = window.next(inputs) {
                    let mut items = Vec::new();
                    let outcome = read(&inputs[number], limits, &mut |item| {
                        items.push(item);
                        ControlFlow::Continue(())
                    });
                    if results_in.send((number, outcome.map(|()| items))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(results_in);
        let mut writer = Writer { store, batch: Vec::new(), bytes: 0, summary: Summary::default() };
        let mut waiting = BTreeMap::new();
        let mut finish = || {
            for (number, input) in inputs.iter().enumerate() {
                if input.format == Format::JsonLines {
                    writer.stream(input, limits, progress)?;
                } else {
                    let items = loop {
                        if let Some(items) = waiting.remove(&number) {
                            break items;
                        }
                        let Ok((done, items)) = results.recv() else { return writer.flush() };
                        waiting.insert(done, items);
                    };
                    writer.take_all(input, items)?;
                }
                window.advance(number + 1);
                writer.summary.inputs += 1;
                progress(&writer.summary);
            }
            writer.flush()
        };
        let finished = finish();
        window.close();
        finished?;
        progress(&writer.summary);
        Ok(writer.summary)
    })
}

/// Which inputs readers may take next.
#[derive(Default)]
struct Window {
    state: Mutex<WindowState>,
    moved: Condvar,
}

#[derive(Default)]
struct WindowState {
    next: usize,
    written: usize,
    closed: bool,
}

impl Window {
    /// The next input that readers read themselves; waits while it is too far ahead.
    fn next(&self, inputs: &[Input]) -> Option<usize> {
        let mut state = self.state.lock().ok()?;
        loop {
            while inputs.get(state.next).is_some_and(|input| input.format == Format::JsonLines) {
                state.next += 1;
            }
            if state.closed || state.next >= inputs.len() {
                return None;
            }
            if state.next < state.written + WINDOW {
                state.next += 1;
                return Some(state.next - 1);
            }
            state = self.moved.wait(state).ok()?;
        }
    }

    fn advance(&self, written: usize) {
        if let Ok(mut state) = self.state.lock() {
            state.written = written;
        }
        self.moved.notify_all();
    }

    fn close(&self) {
        if let Ok(mut state) = self.state.lock() {
            state.closed = true;
        }
        self.moved.notify_all();
    }
}

/// Collects documents and stores them batch by batch.
struct Writer<'a> {
    store: &'a mut Store,
    batch: Vec<Document>,
    bytes: usize,
    summary: Summary,
}

impl Writer<'_> {
    fn take_all(
        &mut self,
        input: &Input,
        items: Result<Vec<Result<Item, Problem>>, IngestError>,
    ) -> Result<(), PipelineError> {
        match items {
            Ok(items) => items.into_iter().try_for_each(|item| self.take(item)),
            // One unreadable file does not stop the run.
            Err(error) => {
                self.summary.problems.push(error.into_problem(&input.path));
                Ok(())
            }
        }
    }

    fn stream(
        &mut self,
        input: &Input,
        limits: &Limits,
        progress: &mut dyn FnMut(&Summary),
    ) -> Result<(), PipelineError> {
        let mut failed = None;
        let outcome = read(input, limits, &mut |item| {
            let before = self.batch.len();
            match self.take(item) {
                Ok(()) => {
                    if self.batch.len() < before {
                        progress(&self.summary);
                    }
                    ControlFlow::Continue(())
                }
                Err(error) => {
                    failed = Some(error);
                    ControlFlow::Break(())
                }
            }
        });
        if let Some(error) = failed {
            return Err(error);
        }
        if let Err(error) = outcome {
            self.summary.problems.push(error.into_problem(&input.path));
        }
        Ok(())
    }

    fn take(&mut self, item: Result<Item, Problem>) -> Result<(), PipelineError> {
        match item {
            Ok(Item::Document(document)) => {
                self.bytes += document.text.len();
                self.summary.bytes += document.text.len() as u64;
                self.summary.warnings += document.warnings.len();
                self.batch.push(*document);
                if self.batch.len() >= BATCH_DOCUMENTS || self.bytes >= BATCH_BYTES {
                    self.flush()?;
                }
            }
            Ok(Item::Record(record)) => {
                self.flush()?;
                let outcomes = self.store.import(std::slice::from_ref(&record))?;
                self.count(&outcomes);
            }
            Err(problem) => self.summary.problems.push(problem),
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), PipelineError> {
        if !self.batch.is_empty() {
            let outcomes = self.store.put(&self.batch)?;
            self.count(&outcomes);
            self.batch.clear();
            self.bytes = 0;
        }
        Ok(())
    }

    fn count(&mut self, outcomes: &[Outcome]) {
        for outcome in outcomes {
            *self.summary.changes.entry(outcome.change).or_default() += 1;
        }
    }
}
