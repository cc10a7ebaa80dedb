//! Which documents a text names: 《公司法》 for instance.
//!
//! How many other documents name a document says how much it matters, as links do on the web. The keys
//! here are for counting only; relations between documents, with their sentences, are read at ingest.

use crate::query::planner::title_key;

/// Names are at least this long in characters,
const SHORTEST: usize = 3;
/// and at most this.
const LONGEST: usize = 60;

/// The form in which names are compared: as titles are, and without the name of the state, which is
/// left out in running text.
pub fn key(title: &str) -> String {
    let key = title_key(title);
    key.strip_prefix("中华人民共和国").map_or(key.clone(), str::to_owned)
}

/// Keys of the names that stand in book-title marks in `text`, each once. Of marks inside marks, as in
/// 《关于修改〈公司法〉的决定》, the innermost counts.
pub fn names(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut open: Option<usize> = None;
    for (at, c) in text.char_indices() {
        match c {
            '《' | '〈' => open = Some(at + c.len_utf8()),
            '》' | '〉' => {
                let name = open.take().map(|from| &text[from..at]).unwrap_or_default();
                if (SHORTEST..=LONGEST).contains(&name.chars().count()) {
                    names.push(key(name));
                }
            }
            _ => {}
        }
    }
    names.sort_unstable();
    names.dedup();
    names.retain(|name| !name.is_empty());
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_once_and_innermost() {
        let text =
            "依照《中华人民共和国公司法》、《公司法》和《关于修改〈合伙企业法〉的决定》，见《 》《》。";
        assert_eq!(names(text), ["公司法", "合伙企业法"]);
        assert!(names("》《未完").is_empty());
    }

    #[test]
    fn the_name_of_the_state_alone_stays() {
        assert_eq!(key("中华人民共和国宪法"), "宪法");
        assert_eq!(names("《中华人民共和国》"), Vec::<String>::new());
    }
}
