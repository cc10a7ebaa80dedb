//! Document numbers in English texts: Guo Fa [2020] No. 8.

use super::{DocumentNumber, Form};
use regex::Regex;
use std::ops::Range;
use std::sync::OnceLock;

/// Codes whose English form is known; romanisations without spaces, in lower case.
const ROMANISED: &[(&str, &str)] = &[
    ("guofa", "国发"),
    ("guobanfa", "国办发"),
    ("guobanhan", "国办函"),
    ("guohan", "国函"),
    ("zhongfa", "中发"),
    ("zhongbanfa", "中办发"),
    ("nationaldevelopment", "国发"),
    ("statedevelopment", "国发"),
    ("caishui", "财税"),
    ("caizheng", "财政"),
    ("yufufa", "渝府发"),
    ("yufubanfa", "渝府办发"),
    ("yufuling", "渝府令"),
    ("jingzhengfa", "京政发"),
    ("jingzhengbanfa", "京政办发"),
    ("hufufa", "沪府发"),
    ("yuefu", "粤府"),
    ("suifubangui", "穗府办规"),
    ("fagaihuanzi", "发改环资"),
    ("gongxinbu", "工信部"),
];

/// Appends every English number of `text` to `found`.
pub(super) fn find(text: &str, found: &mut Vec<(Range<usize>, DocumentNumber)>) {
    static PATTERN: OnceLock<Regex> = OnceLock::new();
    if !text.contains("No") {
        return;
    }
    let pattern = PATTERN.get_or_init(|| {
        Regex::new(r"([A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+){0,5}) ?[\[(〔（［]((?:19|20)\d\d)[\])〕）］] ?No\.? ?(\d{1,6})")
            .expect("the pattern for English numbers is valid")
    });
    for hit in pattern.captures_iter(text) {
        let (Some(whole), Some(name)) = (hit.get(0), hit.get(1)) else {
            continue;
        };
        let (Ok(year), Ok(sequence)) = (hit[2].parse(), hit[3].parse()) else {
            continue;
        };
        let (skipped, code) = code(name.as_str());
        let range = whole.start() + skipped..whole.end();
        let number = DocumentNumber::new(&text[range.clone()], Form::Standard, &code, Some(year), sequence);
        found.push((range, number));
    }
}

/// The code of a romanised name, and how many bytes of words before it are no part of it. An
/// unknown name stands for itself, without spaces.
fn code(name: &str) -> (usize, String) {
    let starts = std::iter::once(0).chain(name.match_indices(' ').map(|(at, _)| at + 1));
    for start in starts {
        let joined = name[start..].replace(' ', "").to_ascii_lowercase();
        if let Some((_, code)) = ROMANISED.iter().find(|(roman, _)| *roman == joined) {
            return (start, (*code).to_owned());
        }
    }
    (0, name.replace(' ', ""))
}
