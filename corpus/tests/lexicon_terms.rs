//! Every file of `lexicon/terms/` keeps to the format that its README describes.

use polidex_corpus::text::is_han;
use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path};

/// Flags that the README explains.
const FLAGS: [&str; 2] = ["name", "general"];

/// Words that an English variant does not begin with.
const LEADING: [&str; 4] = ["a", "an", "the", "to"];

/// What is wrong with one line, if anything is.
fn fault(line: &str) -> Option<String> {
    let wide = |c| matches!(c, '\u{3000}' | '\u{FEFF}' | '\u{FF01}'..='\u{FF5E}');
    if line.chars().any(|c| c != '\t' && (c.is_control() || wide(c))) {
        return Some("a control character, a wide blank or a full-width form".into());
    }
    let columns: Vec<_> = line.split('\t').collect();
    let &[zh, en, ref flags @ ..] = columns.as_slice() else {
        return Some("no tab between the languages".into());
    };
    let flags = match flags {
        [] => Vec::new(),
        [flags] => flags.split(' ').collect(),
        _ => return Some("more than three columns".into()),
    };
    if let Some(flag) = flags.iter().find(|flag| !FLAGS.contains(flag)) {
        return Some(format!("the flag {flag:?} is not explained in README.md"));
    }
    if !zh.chars().any(is_han) {
        return Some("no Chinese variant".into());
    }
    zh.split('|').find_map(chinese_fault).or_else(|| en.split('|').find_map(english_fault))
}

fn chinese_fault(variant: &str) -> Option<String> {
    let latin = variant.chars().all(|c| c.is_ascii_graphic() || c == ' ');
    let faulty = blanks(variant) || !(variant.chars().any(is_han) || latin);
    faulty.then(|| format!("{variant:?} is neither Chinese nor a Latin acronym"))
}

fn english_fault(variant: &str) -> Option<String> {
    let first = variant.split(' ').next().unwrap_or_default();
    let readable =
        variant.chars().all(|c| c.is_ascii_graphic() || c == ' ' || (c.is_alphabetic() && !is_han(c)));
    let faulty = blanks(variant) || !readable || (LEADING.contains(&first) && first != variant);
    faulty.then(|| format!("{variant:?} is not an English variant without an article"))
}

/// Whether a variant is empty or has blanks where none belong.
fn blanks(variant: &str) -> bool {
    variant.is_empty() || variant.trim() != variant || variant.contains("  ")
}

/// The faults of a set of files, each with its place, and the number of different pairs.
fn check(files: &[(String, String)]) -> (String, usize) {
    let (mut faults, mut seen) = (String::new(), BTreeMap::new());
    for (name, text) in files {
        for (number, line) in
            text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
        {
            let place = format!("{name}:{}", number + 1);
            if let Some(fault) = fault(line) {
                let _ = writeln!(faults, "{place}: {fault}");
                continue;
            }
            let (zh, rest) = line.split_once('\t').unwrap_or_default();
            let en = rest.split('\t').next().unwrap_or_default();
            for pair in
                zh.split('|').flat_map(|zh| en.split('|').map(move |en| (zh.to_owned(), en.to_lowercase())))
            {
                if let Some(first) = seen.insert(pair.clone(), place.clone()) {
                    let _ = writeln!(faults, "{place}: {} = {} stands in {first} too", pair.0, pair.1);
                }
            }
        }
    }
    (faults, seen.len())
}

#[test]
fn every_line_of_the_shipped_terms_is_well_formed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("lexicon/terms");
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "tsv") {
            files.push((
                path.file_name().unwrap().to_string_lossy().into_owned(),
                fs::read_to_string(&path).unwrap(),
            ));
        }
    }
    files.sort();
    let (faults, pairs) = check(&files);
    assert!(faults.is_empty(), "{faults}");
    assert!(pairs >= 3_000, "{pairs} pairs");
}

#[test]
fn faulty_lines_are_named() {
    let text = "# 注释\n奖励\treward\n奖励 reward\n奖励|\treward\nreward，\t奖励\n补贴\tthe subsidy\n补贴\tsubsidy\tabbr\n补助\tgrant \n奖励|奖补\tReward\n";
    let (faults, pairs) = check(&[("terms.tsv".into(), text.into())]);
    let places: Vec<_> = faults.lines().filter_map(|line| line.split(':').nth(1)).collect();
    assert_eq!(places, ["3", "4", "5", "6", "7", "8", "9"], "{faults}");
    assert_eq!(pairs, 2);
}
