//! Texts of the store in the form for comparison, read once.

use crate::quoting::normal::Normal;
use polidex_corpus::store::{Store, StoreError, TextPlace};
use std::{cell::RefCell, collections::HashMap, rc::Rc};

/// Texts that are kept ready, at most.
const KEPT: usize = 512;

/// A text with everything that quotations are compared with.
pub(super) struct Text {
    pub extraction: i64,
    pub place: TextPlace,
    pub published: String,
    pub normal: Normal,
}

impl Text {
    /// The words of some characters as published.
    pub fn words(&self, start: usize, end: usize) -> &str {
        self.published
            .get(self.normal.byte(start)..self.normal.byte_end(&self.published, end))
            .unwrap_or_default()
    }
}

/// The texts that were read.
#[derive(Default)]
pub(super) struct Texts {
    read: RefCell<HashMap<i64, Option<Rc<Text>>>>,
}

impl Texts {
    /// A text by the rowid of its extraction; none when no edition holds it any more.
    pub fn get(&self, store: &Store, extraction: i64) -> Result<Option<Rc<Text>>, StoreError> {
        if let Some(found) = self.read.borrow().get(&extraction) {
            return Ok(found.clone());
        }
        let text = match (store.text_place(extraction)?, store.text_of(extraction)?) {
            (Some(place), Some(published)) => {
                let normal = Normal::new(&published);
                Some(Rc::new(Text { extraction, place, published, normal }))
            }
            _ => None,
        };
        let mut read = self.read.borrow_mut();
        if read.len() >= KEPT {
            read.clear();
        }
        read.insert(extraction, text.clone());
        Ok(text)
    }
}
