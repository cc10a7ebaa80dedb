//! The seeds of the fuzz targets, whole and damaged in ways that are the same on every run.

use crate::read;
use std::{fs, path::Path};

/// How many times each seed is damaged in each way.
const TIMES: usize = 60;

/// The seeds of a target.
fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(target);
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

/// Numbers that look random and are not.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }
}

/// A seed with one kind of damage: cut short, bytes changed, a part left out or doubled.
fn damaged(seed: &[u8], way: usize, numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    let at = numbers.below(seed.len());
    let end = (at + 1 + numbers.below(64)).min(seed.len());
    match way {
        0 => bytes.truncate(at),
        1 => bytes[at] = b"\0\xFF<>[]()/&0"[numbers.below(11)],
        2 => bytes[at] ^= 1 << numbers.below(8),
        3 => drop(bytes.drain(at..end)),
        _ => {
            let part = seed[at..end].to_vec();
            let times = 1 + numbers.below(40);
            bytes.splice(at..at, part.repeat(times));
        }
    }
    bytes
}

/// Gives seeds and their damaged copies to a target.
fn replay(target: &str, read: impl Fn(&[u8])) {
    let seeds = seeds(target);
    assert!(!seeds.is_empty(), "{target}");
    let mut numbers = Numbers(1);
    for seed in &seeds {
        read(seed);
        for time in 0..TIMES * 5 {
            read(&damaged(seed, time % 5, &mut numbers));
        }
    }
}

#[test]
fn pages() {
    replay("page", read::page);
}

#[test]
fn robots_files() {
    replay("robots", read::robots);
}

#[test]
fn sitemaps_and_feeds() {
    replay("sitemap", read::sitemap);
    replay("feed", read::sitemap);
}

#[test]
fn pdf_files() {
    replay("pdf", read::pdf);
}

#[test]
fn word_documents() {
    replay("docx", read::docx);
}
