//! How much one file may cost.

use std::cell::Cell;

/// Most steps: values and operators of content streams, objects looked up.
const STEPS: u64 = 40_000_000;

/// Streams may hold this many times the largest text, all pages together.
const STREAMS: u64 = 4;

/// What is left of the work that a file may cause. When it is used up, reading ends with what was read.
#[derive(Debug)]
pub(super) struct Budget {
    steps: Cell<u64>,
    bytes: Cell<u64>,
    /// The most that one stream may hold.
    stream: u64,
    is_spent: Cell<bool>,
}

impl Budget {
    /// A budget for texts of at most so many bytes.
    pub fn new(document_bytes: u64) -> Self {
        Self {
            steps: Cell::new(STEPS),
            bytes: Cell::new(document_bytes.saturating_mul(STREAMS)),
            stream: document_bytes,
            is_spent: Cell::new(false),
        }
    }

    /// Takes steps; `false` when none are left.
    pub fn take_steps(&self, count: u64) -> bool {
        self.steps.set(self.steps.get().saturating_sub(count));
        if self.steps.get() == 0 {
            self.is_spent.set(true);
        }
        self.steps.get() > 0
    }

    /// How much the next stream may hold, in bytes.
    pub fn bytes_left(&self) -> usize {
        self.bytes.get().min(self.stream) as usize
    }

    /// Takes what a stream held.
    pub fn take_bytes(&self, count: usize) {
        if count >= self.bytes_left() {
            self.is_spent.set(true);
        }
        self.bytes.set(self.bytes.get().saturating_sub(count as u64));
    }

    /// Whether something was cut off.
    pub fn is_spent(&self) -> bool {
        self.is_spent.get()
    }
}
