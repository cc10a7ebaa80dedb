//! How fast texts become terms, against the segmenter alone.
//!
//! `cargo bench -p polidex-search --bench segmentation`. Reads the first 10 MB of the laws in
//! `../shared/data`, up to the end of a file, where they are; a generated text otherwise. The name of
//! each figure says which.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use jieba_rs::Jieba;
use polidex_search::text::{Analyzer, fold_into};
use std::hint::black_box;
use std::path::{Path, PathBuf};

const SIZE: usize = 10_000_000;

fn laws() -> Option<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/laws");
    let mut folders = vec![root];
    let mut files: Vec<PathBuf> = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).ok()?.flatten() {
            let path = entry.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    let mut text = String::new();
    for file in files {
        text.push_str(&std::fs::read_to_string(file).unwrap_or_default());
        if text.len() >= SIZE {
            return Some(text);
        }
    }
    None
}

fn generated() -> String {
    let sentence = "第七条　市软件产业主管部门对首次升规入统的软件企业，给予一次性奖励10万元；对获评国家级“小巨人”的企业，\
                    按照研发费用的5%给予补助，最高不超过300万元，所需经费从专项资金中列支。\n";
    sentence.repeat(SIZE / sentence.len())
}

/// Paragraph by paragraph, as documents come: a long text would hide the cost of a call.
fn each_paragraph(text: &str, mut analyse: impl FnMut(&str) -> usize) -> usize {
    text.split_inclusive("\n\n").map(|paragraph| black_box(analyse(paragraph))).sum()
}

fn count(analyse: impl FnOnce(&mut dyn FnMut(usize))) -> usize {
    let mut sum = 0;
    analyse(&mut |length| sum += length);
    sum
}

fn segmentation(criterion: &mut Criterion) {
    let (name, text) = laws().map_or_else(|| ("generated", generated()), |text| ("laws", text));
    let mut folded = String::new();
    fold_into(&text, &mut folded);
    let analyzer = Analyzer::full();
    let mut group = criterion.benchmark_group("segmentation");
    group.throughput(Throughput::Bytes(text.len() as u64)).sample_size(10);

    let reference = Jieba::new();
    group.bench_function(BenchmarkId::new("reference", name), |bencher| {
        bencher.iter(|| each_paragraph(&folded, |text| reference.cut_for_search(text, false).len()));
    });
    group.bench_function(BenchmarkId::new("words", name), |bencher| {
        bencher.iter(|| {
            each_paragraph(&folded, |text| count(|add| analyzer.words(text, |term, _| add(term.len()))))
        });
    });
    group.bench_function(BenchmarkId::new("grams", name), |bencher| {
        bencher.iter(|| {
            each_paragraph(&folded, |text| count(|add| analyzer.grams(text, |term, _, _| add(term.len()))))
        });
    });
    group.bench_function(BenchmarkId::new("fold, words, grams into fields", name), |bencher| {
        let (mut folded, mut words, mut grams) = (String::new(), String::new(), String::new());
        bencher.iter(|| {
            each_paragraph(&text, |text| {
                for buffer in [&mut folded, &mut words, &mut grams] {
                    buffer.clear();
                }
                fold_into(text, &mut folded);
                analyzer.words_field(&folded, &mut words);
                analyzer.grams_field(&folded, &mut grams);
                words.len() + grams.len()
            })
        });
    });
    group.finish();
}

criterion_group!(benches, segmentation);
criterion_main!(benches);
