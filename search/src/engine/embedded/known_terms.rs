//! Where the postings of terms are, kept: a question asks for each of its terms several times.

use std::{
    collections::HashMap,
    io,
    sync::{Mutex, PoisonError},
};
use tantivy::postings::TermInfo;

/// Terms that are kept at most. When there are more, all are forgotten.
const MOST: usize = 4096;

/// Where the postings of the terms of a field are that were asked for last; `None` for terms that stand nowhere.
#[derive(Default)]
pub struct KnownTerms(Mutex<HashMap<String, Option<TermInfo>>>);

impl KnownTerms {
    /// Where the postings of a term are; looked up when it is asked for first.
    pub fn get(
        &self,
        term: &str,
        look_up: impl FnOnce() -> io::Result<Option<TermInfo>>,
    ) -> io::Result<Option<TermInfo>> {
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(info) = known().get(term) {
            return Ok(info.clone());
        }
        let info = look_up()?;
        let mut known = known();
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(term.to_owned(), info.clone());
        Ok(info)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn info(number: u32) -> TermInfo {
        TermInfo { doc_freq: number, postings_range: 0..0, positions_range: 0..0 }
    }

    #[test]
    fn every_term_keeps_its_own_place() {
        let known = KnownTerms::default();
        for round in 0..2 {
            for number in 0..MOST as u32 + 100 {
                let expected = (number % 3 > 0).then(|| info(number));
                let found = known.get(&number.to_string(), || Ok(expected.clone())).unwrap();
                assert_eq!(found, expected, "round {round}");
            }
        }
        assert_eq!(
            known.get("1", || Err(io::ErrorKind::Other.into())).unwrap_err().kind(),
            io::ErrorKind::Other
        );
        assert_eq!(known.get("4195", || Err(io::ErrorKind::Other.into())).unwrap(), Some(info(4195)));
    }
}
