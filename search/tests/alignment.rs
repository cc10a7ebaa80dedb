//! Alignment on real parallel paragraphs: each is to find its counterpart among all of them, shuffled.

#![allow(clippy::print_stdout, reason = "tests report on standard output")]

use polidex_corpus::model::{ClauseKind, ClausePath, Span};
use polidex_search::{
    align::{Aligner, Evidence, Glossary, Segment},
    bilingual::{Lexicons, import},
};
use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
};

fn path(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data").join(name);
    path.exists().then_some(path)
}

fn data(name: &str) -> Option<String> {
    let text = path(name).and_then(|path| fs::read_to_string(path).ok());
    if text.is_none() {
        println!("skipped: ../shared/data is absent");
    }
    text
}

/// Paragraphs as segments that say nothing about where they stand.
fn paragraphs(lines: &str) -> Vec<(String, Segment)> {
    let paragraph = |line: &str| {
        let row: Value = serde_json::from_str(line).unwrap();
        let text = row["text"].as_str().unwrap().to_owned();
        let span = Span::new(0, text.chars().count());
        let segment =
            Segment { path: ClausePath::default(), kind: ClauseKind::Text, label: String::new(), text, span };
        (row["id"].as_str().unwrap().to_owned(), segment)
    };
    lines.lines().map(paragraph).collect()
}

/// The one-to-one assignment of rows to columns with the largest sum, by the Hungarian method with potentials
/// (after Kuhn and Munkres; cubic).
#[allow(clippy::needless_range_loop, reason = "rows and columns are numbers of the method, counted from 1")]
fn assign(score: &[Vec<f32>]) -> Vec<usize> {
    let n = score.len();
    let (mut row_potential, mut column_potential) = (vec![0.0_f32; n + 1], vec![0.0_f32; n + 1]);
    let (mut row_of, mut way) = (vec![0; n + 1], vec![0; n + 1]);
    for row in 1..=n {
        row_of[0] = row;
        let mut column = 0;
        let (mut least, mut used) = (vec![f32::INFINITY; n + 1], vec![false; n + 1]);
        loop {
            used[column] = true;
            let here = row_of[column];
            let (mut delta, mut next) = (f32::INFINITY, 0);
            for other in 1..=n {
                if used[other] {
                    continue;
                }
                let cost = -score[here - 1][other - 1] - row_potential[here] - column_potential[other];
                if cost < least[other] {
                    (least[other], way[other]) = (cost, column);
                }
                if least[other] < delta {
                    (delta, next) = (least[other], other);
                }
            }
            for other in 0..=n {
                if used[other] {
                    row_potential[row_of[other]] += delta;
                    column_potential[other] -= delta;
                } else {
                    least[other] -= delta;
                }
            }
            column = next;
            if row_of[column] == 0 {
                break;
            }
        }
        while column != 0 {
            row_of[column] = row_of[way[column]];
            column = way[column];
        }
    }
    let mut assigned = vec![0; n];
    for column in 1..=n {
        assigned[row_of[column] - 1] = column - 1;
    }
    assigned
}

/// The share of paragraphs that are assigned their counterpart, and of those that like it best, with a glossary
/// of the words of the Chinese ones.
fn accuracy(glossary: impl FnOnce(&[&str]) -> Glossary) -> Option<(f64, f64)> {
    let chinese = paragraphs(&data("xquad/corpus.zh.jsonl")?);
    let mut english = paragraphs(&data("xquad/corpus.en.jsonl")?);
    // Any order but their own: by the hash of the text.
    english.sort_by_key(|(_, segment)| polidex_corpus::text::sha256_hex(segment.text.as_bytes()));
    let segments = |paragraphs: &[(String, Segment)]| -> Vec<Segment> {
        paragraphs.iter().map(|(_, segment)| segment.clone()).collect()
    };
    let texts: Vec<&str> = chinese.iter().map(|(_, segment)| segment.text.as_str()).collect();
    let glossary = glossary(&texts);
    let aligner = Aligner::new(&glossary);
    let [one, other] = aligner.features(&segments(&chinese), &segments(&english));
    let score: Vec<Vec<f32>> = one
        .iter()
        .map(|row| other.iter().map(|column| Evidence::of(row, column).likeness()).collect())
        .collect();
    let id = |id: &str| id.trim_end_matches(|c: char| c.is_alphabetic()).to_owned();
    let is_right = |row: usize, column: usize| id(&chinese[row].0) == id(&english[column].0);
    let right = assign(&score).iter().enumerate().filter(|&(row, &column)| is_right(row, column)).count();
    let best = |scores: &Vec<f32>| {
        scores.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |best| best.0)
    };
    let liked = score.iter().enumerate().filter(|&(row, scores)| is_right(row, best(scores))).count();
    let share = |count: usize| count as f64 / chinese.len() as f64;
    Some((share(right), share(liked)))
}

#[test]
fn shuffled_paragraphs_find_each_other_by_figures_and_names_and_lexicons() {
    let Some((figures, _)) = accuracy(|_| Glossary::default()) else { return };
    println!("numbers, Latin words and lengths alone: {figures:.3} assigned right");
    let data_dir = tempfile::tempdir().unwrap();
    let shipped = Lexicons::open(data_dir.path());
    let Some((assigned, best)) = accuracy(|texts| Glossary::of(&shipped, texts.iter().copied())) else {
        return;
    };
    println!("with the lexicon of policy terms: {assigned:.3} assigned right, {best:.3} like their own best");
    let Some(cedict) = path("cedict/cedict_ts.u8") else { return };
    import(data_dir.path(), &cedict).unwrap();
    let both = Lexicons::open(data_dir.path());
    let Some((assigned, best)) = accuracy(|texts| Glossary::of(&both, texts.iter().copied())) else { return };
    println!("and an imported dictionary: {assigned:.3} assigned right, {best:.3} like their own best");
    assert!(assigned >= 0.97, "{assigned}");
}
