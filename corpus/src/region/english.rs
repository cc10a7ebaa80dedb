//! Regions by their English names: Chongqing, Yubei District, Inner Mongolia.

use super::table::{Entry, regions};
use pinyin::ToPinyin;
use std::{collections::HashMap, sync::OnceLock};

/// Words of an English name that say what it is, not which.
const GENERIC: [&str; 9] = [
    "city",
    "province",
    "municipality",
    "municipal",
    "provincial",
    "district",
    "county",
    "autonomous",
    "region",
];

/// Most words of an English name that count.
const LONGEST: usize = 3;

/// The most exact region that an English text names: the district in `Yubei District of Chongqing`.
/// Names that two regions share (Suzhou) stand for neither.
pub(crate) fn find(text: &str) -> Option<Entry> {
    if !text.is_ascii() && text.chars().any(crate::text::is_han) {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_ascii_alphabetic())
        .filter(|word| !word.is_empty() && !GENERIC.contains(word))
        .collect();
    let found = (0..words.len())
        .flat_map(|start| (1..=LONGEST.min(words.len() - start)).map(move |len| (start, len)));
    found.filter_map(|(start, len)| names().get(&words[start..start + len].concat())?.clone()).max_by_key(
        // Later levels are more exact; of equal ones the last is taken, which is as good as any.
        |entry| entry.level,
    )
}

/// Letters of English names, run together, and the region; `None` where two regions share one.
fn names() -> &'static HashMap<String, Option<Entry>> {
    static NAMES: OnceLock<HashMap<String, Option<Entry>>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let regions = regions();
        let mut names: HashMap<String, Option<Entry>> = HashMap::new();
        let all = [&regions.provinces, &regions.cities, &regions.districts];
        for (zh, entry) in all.into_iter().flatten() {
            let name = regions.english.get(zh).cloned().unwrap_or_else(|| latin(zh));
            let key: String =
                name.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase();
            names
                .entry(key)
                .and_modify(|known| {
                    if known.as_ref().is_some_and(|known| known.code != entry.code) {
                        *known = None;
                    }
                })
                .or_insert_with(|| Some(entry.clone()));
        }
        names
    })
}

/// The pinyin of a name without the word for what it is: 渝北区 → yubei.
fn latin(zh: &str) -> String {
    let stem = match zh.chars().count() {
        0..=2 => zh,
        _ => zh.trim_end_matches(['省', '市', '区', '县']),
    };
    stem.chars().filter_map(|c| c.to_pinyin()).map(pinyin::Pinyin::plain).collect()
}
