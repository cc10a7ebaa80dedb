//! Saved pages are read as their readers would: text, date and metadata against judgements.
//!
//! The pages are not part of the project; without them these tests say so and pass.

#![allow(clippy::print_stdout, reason = "tests say on standard output what they skipped")]

mod shingles;

use polidex_ingest::{Format, decode::decode, read_text};
use std::{
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

fn text_of(path: &Path) -> String {
    decode(fs::read(path).unwrap(), true).text
}

#[test]
fn articles_are_found() {
    let Some(root) = data("pages-zh") else { return };
    let mut names: Vec<String> = fs::read_dir(root.join("original"))
        .unwrap()
        .map(|e| e.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    names.sort();
    let mut sum = 0.0;
    for name in names.iter().filter(|n| std::env::var("ONLY").map_or(true, |o| n.starts_with(&o))) {
        let html = text_of(&root.join(format!("original/{name}.html")));
        let gold = text_of(&root.join(format!("cleaned/{name}.txt")));
        let document = read_text(&html, Format::Html, "page.html");
        let title = document.meta.title.value.clone();
        let letters = |t: &str| t.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let text = document
            .text
            .split_once('\n')
            .filter(|(first, _)| letters(first) == letters(&title))
            .map_or(document.text.as_str(), |(_, rest)| rest);
        let (p, r, f) = shingles::score(&gold, text);
        sum += f;
        println!(
            "{} P {p:.3} R {r:.3} F {f:.3} {:?} {:?}",
            &name[..8],
            document.meta.dates.published.as_ref().map(|d| d.value.to_string()),
            title
        );
        if let Ok(dir) = std::env::var("DUMP") {
            fs::write(format!("{dir}/{}.txt", &name[..8]), text).unwrap();
            fs::write(format!("{dir}/{}.gold", &name[..8]), gold).unwrap();
        }
    }
    println!("F1 {:.4}", sum / names.len() as f64);
}
