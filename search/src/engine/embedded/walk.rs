//! Goes through a posting list range by range.

use super::super::matching::{DocId, Visit, Walk};
use std::ops::Range;
use tantivy::postings::BlockSegmentPostings;

/// A posting list with the place up to which it has been shown.
pub struct BlockWalk {
    postings: BlockSegmentPostings,
    /// Place of the next document in the block at hand.
    at: usize,
}

impl BlockWalk {
    /// The way from a document on.
    pub fn new(postings: BlockSegmentPostings, from: DocId) -> Self {
        let mut walk = Self { postings, at: 0 };
        walk.skip(from);
        walk
    }

    /// Passes over documents before `doc`, and over blocks that hold no others without reading them.
    fn skip(&mut self, doc: DocId) {
        if self.ahead().is_some_and(|next| next < doc) {
            // Behind the end a block is filled up with documents of the highest number.
            self.at = self.postings.seek(doc).min(self.postings.block_len());
        }
    }
}

impl Walk for BlockWalk {
    fn within(&mut self, docs: Range<DocId>, visit: Visit<'_>) {
        self.skip(docs.start);
        loop {
            let rest = &self.postings.docs()[self.at..];
            let Some(&last) = rest.last() else { return };
            let shown =
                if last < docs.end { rest.len() } else { rest.partition_point(|&doc| doc < docs.end) };
            // Where frequencies are not wanted there are none.
            let frequencies = self.postings.freqs().get(self.at..).unwrap_or_default();
            visit(&rest[..shown], &frequencies[..shown.min(frequencies.len())]);
            if shown < rest.len() {
                self.at += shown;
                return;
            }
            self.postings.advance();
            self.at = 0;
        }
    }

    fn ahead(&self) -> Option<DocId> {
        self.postings.docs().get(self.at).copied()
    }

    fn holders(&self) -> usize {
        self.postings.doc_freq() as usize
    }
}
