//! Writes lexicons in the form in which they are looked up. Shared with the build script.
//!
//! A compiled lexicon is one run of bytes: a header line of JSON, the map of keys, the lists that keys
//! with several entries point to, and the entries themselves as lines of text.

use super::keys::{EnglishKeys, chinese_key};
use std::{collections::BTreeMap, fmt::Write};

/// The form that this program reads and writes; it changes with the analysis of keys.
pub const FORMAT: u32 = 1;

/// One entry to be compiled. All names must have no tab, line feed or `|`.
pub struct CompileEntry {
    /// The file that it comes from, without its ending.
    pub domain: String,
    /// Chinese names, the preferred one first.
    pub zh: Vec<String>,
    /// English names, the preferred one first.
    pub en: Vec<String>,
    /// Remarks.
    pub flags: Vec<String>,
}

/// Compiles entries. `fold` brings a name to the form that texts are compared in.
///
/// # Errors
/// When the map of keys cannot be built.
pub fn compile(
    notice: &str,
    entries: &[CompileEntry],
    keys: &EnglishKeys,
    fold: &dyn Fn(&str) -> String,
) -> Result<Vec<u8>, fst::Error> {
    let mut text = String::new();
    let mut places: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for entry in entries {
        let offset = text.len() as u32;
        let _ = writeln!(
            text,
            "{}\t{}\t{}\t{}",
            entry.domain,
            entry.zh.join("|"),
            entry.en.join("|"),
            entry.flags.join(" ")
        );
        for key in keys_of(entry, keys, fold) {
            let list = places.entry(key).or_default();
            if list.last() != Some(&offset) {
                list.push(offset);
            }
        }
    }
    let (map, lists) = map(places)?;
    let header = serde_json::json!({
        "format": FORMAT, "notice": notice, "entries": entries.len(), "map": map.len(), "lists": lists.len(),
    });
    let mut bytes = header.to_string().into_bytes();
    bytes.push(b'\n');
    bytes.extend(map);
    bytes.extend(lists);
    bytes.extend(text.into_bytes());
    Ok(bytes)
}

/// The keys of an entry: `z` and a Chinese name, `e` and the stems of an English one.
fn keys_of<'a>(
    entry: &'a CompileEntry,
    keys: &'a EnglishKeys,
    fold: &'a dyn Fn(&str) -> String,
) -> impl Iterator<Item = String> + 'a {
    let chinese = entry.zh.iter().filter_map(|name| Some(format!("z{}", chinese_key(&fold(name))?)));
    let english = entry.en.iter().filter_map(|name| Some(format!("e{}", keys.key(&fold(name))?)));
    chinese.chain(english)
}

/// The map from keys to lists of entries, and the lists: a count and as many offsets, each four bytes,
/// little endian.
fn map(places: BTreeMap<String, Vec<u32>>) -> Result<(Vec<u8>, Vec<u8>), fst::Error> {
    let mut builder = fst::MapBuilder::memory();
    let mut lists: Vec<u8> = Vec::new();
    for (key, offsets) in places {
        builder.insert(key, lists.len() as u64)?;
        for number in std::iter::once(offsets.len() as u32).chain(offsets) {
            lists.extend(number.to_le_bytes());
        }
    }
    Ok((builder.into_inner()?, lists))
}
