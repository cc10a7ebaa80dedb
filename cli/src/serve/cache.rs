//! Answers that are kept.

use axum::body::Bytes;
use lru::LruCache;

/// An answer larger than this share of the room is not kept: it would push out many others.
const SHARE: usize = 16;

/// Answers by their tag, which says of which question, day and state of the store they are; so none of them
/// is ever out of date. The one that was asked for longest ago goes first.
pub struct Cache {
    answers: LruCache<String, Bytes>,
    room: usize,
    used: usize,
}

impl Cache {
    /// An empty cache for so many bytes.
    pub fn new(room: usize) -> Self {
        Self { answers: LruCache::unbounded(), room, used: 0 }
    }

    /// The answer with a tag.
    pub fn get(&mut self, tag: &str) -> Option<Bytes> {
        self.answers.get(tag).cloned()
    }

    /// Keeps an answer, as far as there is room.
    pub fn put(&mut self, tag: String, answer: Bytes) {
        let size = |tag: &str, answer: &Bytes| tag.len() + answer.len();
        if size(&tag, &answer) > self.room / SHARE {
            return;
        }
        self.used += size(&tag, &answer);
        if let Some((tag, old)) = self.answers.push(tag, answer) {
            self.used -= size(&tag, &old);
        }
        while self.used > self.room {
            let Some((tag, old)) = self.answers.pop_lru() else { break };
            self.used -= size(&tag, &old);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_room_is_kept_to_and_what_is_asked_for_stays() {
        let mut cache = Cache::new(1000);
        for number in 0..100 {
            cache.put(format!("{number:02}"), Bytes::from(vec![0; 48]));
            cache.put("00".to_owned(), Bytes::from(vec![0; 48]));
            assert!(cache.used <= 1000);
        }
        assert!(cache.get("00").is_some() && cache.get("99").is_some() && cache.get("50").is_none());
        cache.put("large".to_owned(), Bytes::from(vec![0; 900]));
        assert!(cache.get("large").is_none());
    }
}
