//! Reads compiled lexicons, in place.

use super::compile::FORMAT;
use fst::Map;
use serde::Deserialize;
use std::{borrow::Cow, ops::Range};

/// A lexicon that is looked up by keys.
pub struct Compiled {
    bytes: Cow<'static, [u8]>,
    map: Range<usize>,
    lists: Range<usize>,
    text: Range<usize>,
    /// What must be shown with the lexicon: its name, publisher and licence.
    pub notice: String,
    /// Number of entries.
    pub entries: usize,
}

#[derive(Deserialize)]
struct Header {
    format: u32,
    notice: String,
    entries: usize,
    map: usize,
    lists: usize,
}

/// An entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<'a> {
    /// The file that it comes from, without its ending.
    pub domain: &'a str,
    /// Chinese names, the preferred one first.
    pub zh: Vec<&'a str>,
    /// English names, the preferred one first.
    pub en: Vec<&'a str>,
    /// Remarks.
    pub flags: Vec<&'a str>,
}

impl Compiled {
    /// A lexicon from its bytes; `None` if they are none of this form.
    pub fn new(bytes: impl Into<Cow<'static, [u8]>>) -> Option<Self> {
        let bytes = bytes.into();
        let line = memchr::memchr(b'\n', &bytes)?;
        let header: Header = serde_json::from_slice(&bytes[..line]).ok()?;
        let map = line + 1..(line + 1).checked_add(header.map)?;
        let lists = map.end..map.end.checked_add(header.lists)?;
        if header.format != FORMAT || lists.end > bytes.len() || Map::new(&bytes[map.clone()]).is_err() {
            return None;
        }
        let text = lists.end..bytes.len();
        Some(Self { map, lists, text, notice: header.notice, entries: header.entries, bytes })
    }

    /// Whether the map of keys is as it was written: to be asked of files.
    pub fn is_whole(&self) -> bool {
        self.map().is_some_and(|map| map.as_fst().verify().is_ok())
    }

    /// The entries of a key.
    pub fn get(&self, key: &str) -> Vec<Entry<'_>> {
        let found = self.map().and_then(|map| map.get(key));
        found.map(|list| self.list(list as usize)).unwrap_or_default()
    }

    /// All entries in the order in which they were compiled.
    pub fn iter(&self) -> impl Iterator<Item = Entry<'_>> {
        let text = str::from_utf8(&self.bytes[self.text.clone()]).unwrap_or_default();
        text.lines().filter_map(entry)
    }

    fn map(&self) -> Option<Map<&[u8]>> {
        Map::new(&self.bytes[self.map.clone()]).ok()
    }

    fn list(&self, at: usize) -> Vec<Entry<'_>> {
        let lists = &self.bytes[self.lists.clone()];
        let number = |place: usize| {
            let bytes = lists.get(at + 4 * place..at + 4 * place + 4)?;
            Some(u32::from_le_bytes(bytes.try_into().ok()?) as usize)
        };
        let count = number(0).unwrap_or(0);
        (1..=count).filter_map(|place| self.entry_at(number(place)?)).collect()
    }

    fn entry_at(&self, offset: usize) -> Option<Entry<'_>> {
        let rest = self.bytes[self.text.clone()].get(offset..)?;
        let line = &rest[..memchr::memchr(b'\n', rest)?];
        entry(str::from_utf8(line).ok()?)
    }
}

fn entry(line: &str) -> Option<Entry<'_>> {
    let mut columns = line.split('\t');
    let domain = columns.next()?;
    let zh = columns.next()?.split('|').collect();
    let en = columns.next()?.split('|').collect();
    let flags = columns.next().unwrap_or_default().split_whitespace().collect();
    Some(Entry { domain, zh, en, flags })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bilingual::{
        compile::{CompileEntry, compile},
        keys::EnglishKeys,
    };
    use proptest::prelude::*;

    fn lexicon(entries: &[(&str, &str)]) -> Compiled {
        let split = |column: &str| column.split('|').map(str::to_owned).collect();
        let entries: Vec<CompileEntry> = entries
            .iter()
            .map(|(zh, en)| CompileEntry {
                domain: "test".into(),
                zh: split(zh),
                en: split(en),
                flags: vec![],
            })
            .collect();
        let bytes = compile("notice", &entries, &EnglishKeys::new(["of"]), &crate::text::fold).unwrap();
        Compiled::new(bytes).unwrap()
    }

    #[test]
    fn entries_are_found_from_both_sides() {
        let lexicon = lexicon(&[("补贴|补助", "subsidy|grant"), ("资助", "grant")]);
        assert_eq!(lexicon.get("z补助")[0].en, ["subsidy", "grant"]);
        assert_eq!(lexicon.get("egrant").len(), 2);
        assert_eq!(lexicon.get("esubsidi")[0].zh, ["补贴", "补助"]);
        assert!(lexicon.get("etax").is_empty());
        assert_eq!(lexicon.iter().count(), 2);
        assert_eq!((lexicon.notice.as_str(), lexicon.entries), ("notice", 2));
    }

    proptest! {
        #[test]
        fn damaged_bytes_are_refused_or_answer_without_a_panic(cut in 0usize..400, flip in 0usize..400) {
            let entries = [CompileEntry { domain: "d".into(), zh: vec!["税".into()], en: vec!["tax".into()], flags: vec![] }];
            let mut bytes = compile("", &entries, &EnglishKeys::new([]), &str::to_lowercase).unwrap();
            bytes.truncate(bytes.len().saturating_sub(cut % bytes.len()));
            if let Some(byte) = bytes.get_mut(flip) { *byte ^= 0x55; }
            if let Some(lexicon) = Compiled::new(bytes) {
                lexicon.list(flip);
                lexicon.iter().count();
                if lexicon.is_whole() {
                    lexicon.get("z税");
                }
            }
        }
    }
}
