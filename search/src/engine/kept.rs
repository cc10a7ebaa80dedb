//! What was looked up for a question and is asked for again: by the same question, or by the next that speaks of the same.

use std::{
    borrow::Borrow,
    collections::HashMap,
    hash::Hash,
    sync::{Mutex, PoisonError},
};

/// Results that are kept at most. When there are more, all are forgotten.
const MOST: usize = 4096;

/// The results of what was asked for last.
pub struct Kept<K, V>(Mutex<HashMap<K, V>>);

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Eq + Hash, V: Clone> Kept<K, V> {
    /// The result for `key`; looked up when it is asked for first. What fails is not kept.
    pub fn get<Q: Eq + Hash + ToOwned<Owned = K> + ?Sized, E>(
        &self,
        key: &Q,
        look_up: impl FnOnce() -> Result<V, E>,
    ) -> Result<V, E>
    where
        K: Borrow<Q>,
    {
        let kept = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = kept().get(key) {
            return Ok(known.clone());
        }
        let found = look_up()?;
        let mut kept = kept();
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert(key.to_owned(), found.clone());
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_keeps_its_own_result() {
        let kept = Kept::<String, Option<usize>>::default();
        for round in 0..2 {
            for number in 0..MOST + 100 {
                let expected = (number % 3 > 0).then_some(number);
                let found = kept.get(&number.to_string()[..], || Ok::<_, ()>(expected));
                assert_eq!(found, Ok(expected), "round {round}");
            }
        }
        assert_eq!(kept.get("1", || Err("not kept any more")), Err("not kept any more"));
        assert_eq!(kept.get("4195", || Err("kept")), Ok(Some(4195)));
    }
}
