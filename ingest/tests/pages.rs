//! Saved pages are read as their readers would: text, date and metadata against judgements.
//!
//! The pages are not part of the project; without them these tests say so and pass. Golden files hold
//! scores, spans, lengths and hashes only.

use insta::assert_snapshot;
use polidex_corpus::{
    model::{Document, Metadata, Origin},
    source::builtin,
    text::sha256_hex,
};
use polidex_ingest::{Limits, decode::decode, page::read_saved};
use serde_json::Value;
use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

fn data(below: &str) -> Option<PathBuf> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data").join(below);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: ../shared/data is absent");
    None
}

fn document(path: &Path) -> Document {
    let page = read_saved(fs::read(path).unwrap(), path, None, builtin(), &Limits::default());
    *page.document.unwrap()
}

/// A judgement; empty where there is none.
fn judged(path: &Path) -> String {
    fs::read(path).map(|bytes| decode(bytes, false).text).unwrap_or_default()
}

/// Files of a folder in the order of their names, without the extension.
fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut names: Vec<String> =
        entries.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    names.sort();
    names
}

/// The first numbers of a date: year, month, day, as far as it goes.
fn numbers(date: &str) -> Vec<u32> {
    let words = date.split(|c: char| !c.is_ascii_digit()).filter(|word| !word.is_empty());
    words.take(3).map(|word| word.parse().unwrap()).collect()
}

fn published(meta: &Metadata) -> Option<String> {
    let month = || meta.page.published_month.as_ref().map(|month| month.value.clone());
    meta.dates.published.as_ref().map(|date| date.value.to_string()).or_else(month)
}

/// Lengths, spans and hashes of what was read.
fn facts(document: &Document) -> String {
    let title = match &document.meta.title.origin {
        Origin::Text(span) => format!("{}..{}", span.start, span.end),
        _ => "-".to_owned(),
    };
    let (characters, hash) = (document.text.chars().count(), sha256_hex(document.text.as_bytes()));
    let warnings: Vec<&str> = document.warnings.iter().map(|warning| warning.code.as_str()).collect();
    format!("title {title} length {characters} sha256 {} {}", &hash[..12], warnings.join(" "))
}

#[test]
fn articles_and_dates_are_found() {
    let Some(root) = data("pages-zh") else { return };
    let (mut golden, mut sum, mut pages) = (String::new(), 0.0, 0);
    let (mut dated, mut right) = (0, 0);
    for name in names(&root.join("original")) {
        let document = document(&root.join(format!("original/{name}.html")));
        let expected = judged(&root.join(format!("cleaned/{name}.txt")));
        let (precision, recall, f1) = crate::shingles::score(&expected, document.body());
        (sum, pages) = (sum + f1, pages + 1);
        let date = numbers(&judged(&root.join(format!("date/{name}.txt"))));
        let found = published(&document.meta);
        let fits = found.as_deref().is_some_and(|found| numbers(found).starts_with(&date));
        if !date.is_empty() {
            dated += 1;
            right += usize::from(fits);
        }
        let short = &name[..8];
        let date = if date.is_empty() {
            "-"
        } else if fits {
            "date"
        } else {
            "no date"
        };
        writeln!(golden, "{short} {precision:.3} {recall:.3} {f1:.3} {date} {}", facts(&document).trim_end())
            .unwrap();
    }
    let mean = sum / f64::from(pages);
    println!("F1 {mean:.4} over {pages} pages; {right} of {dated} dates");
    writeln!(golden, "F1 {mean:.4}, {right} of {dated} dates").unwrap();
    assert_snapshot!("pages_zh", golden);
    assert!(mean >= 0.96, "F1 {mean}");
    assert!(right * 10 >= dated * 9, "{right} of {dated} dates");
}

#[test]
fn fields_of_government_pages_are_read() {
    let Some(root) = data("pages-govcn") else { return };
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let mut golden = String::new();
    for line in fs::read_to_string(root.join("gold.jsonl")).unwrap().lines() {
        let expected: Value = serde_json::from_str(line).unwrap();
        let file = expected["file"].as_str().unwrap();
        let document = document(&root.join(file));
        let meta = &document.meta;
        let issuers: Vec<&str> = meta.issuer.iter().map(|issuer| issuer.value.as_str()).collect();
        let day = |date: Option<jiff::civil::Date>| date.map(|date| date.to_string()).unwrap_or_default();
        for (key, found) in [
            ("title", meta.title.value.clone()),
            (
                "doc_number",
                meta.doc_number.as_ref().map(|number| number.value.printed.clone()).unwrap_or_default(),
            ),
            ("issuer", issuers.join("、")),
            (
                "index_number",
                meta.page.index_number.as_ref().map(|value| value.value.clone()).unwrap_or_default(),
            ),
            ("written", day(meta.dates.written.as_ref().map(|date| date.value))),
            ("published", day(meta.dates.published.as_ref().map(|date| date.value))),
        ] {
            assert_eq!(letters(&found), letters(expected[key].as_str().unwrap()), "{key} of {file}");
        }
        writeln!(golden, "{file} {}", facts(&document).trim_end()).unwrap();
    }
    assert_snapshot!("pages_govcn", golden);
}

#[test]
fn full_pages_of_official_sites_are_read() {
    let Some(root) = data("pages-gov") else { return };
    let gold: Value = serde_json::from_str(&fs::read_to_string(root.join("gold.json")).unwrap()).unwrap();
    for page in gold["pages"].as_array().unwrap() {
        let table = &page["page_table"];
        let file = page["file"].as_str().unwrap();
        let meta = document(&root.join(file)).meta;
        let day = |key: &str| polidex_ingest::date::parse(table[key].as_str().unwrap());
        assert_eq!(Some(meta.title.value.as_str()), table["标题"].as_str(), "{file}");
        assert_eq!(meta.doc_number.map(|number| number.value.printed).as_deref(), table["发文字号"].as_str());
        assert_eq!(meta.issuer[0].value, table["发文机关"].as_str().unwrap());
        assert_eq!(meta.dates.written.map(|date| date.value), day("成文日期"), "{file}");
        assert_eq!(meta.dates.published.map(|date| date.value), day("发布日期"), "{file}");
        assert_eq!(meta.region.as_deref(), Some("CN"));
    }
}
