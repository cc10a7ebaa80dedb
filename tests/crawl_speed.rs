//! How fast a crawl is when no pause holds it up: `cargo bench -p polidex --bench crawl_speed`.
//!
//! A server in the same process hands out generated pages over one connection; they are archived, read,
//! and stored. Prints the best of five runs beside a fixed reference loop, jieba-rs over the same pages,
//! since machines differ and one machine differs from minute to minute.

#![allow(clippy::print_stdout, reason = "tests and benchmarks report on standard output")]

#[path = "web/mod.rs"]
mod web;

use polidex_corpus::{source, store::Store};
use polidex_ingest::{
    crawl::{Keep, Options, Target, run},
    fetch::{Client, ClientOptions},
};
use std::{hint::black_box, time::Duration, time::Instant};
use web::{Manners, Web, page};

const RUNS: usize = 5;
const PAGES: usize = 3_000;
/// Makes a page of some 12 KB, of which the text is most.
const ARTICLES: usize = 60;

fn main() {
    let bytes = page(1, 0, ARTICLES).len();
    println!("reference loop      {:>8.1} MB/s     jieba-rs, search mode, one thread", reference());
    let best = (0..RUNS).map(|_| crawl()).min().unwrap_or_default();
    let rate = PAGES as f64 / best.as_secs_f64();
    println!(
        "crawl               {rate:>8.0} pages/s  {PAGES} pages of {bytes} bytes in {:.2} s",
        best.as_secs_f64()
    );
}

fn crawl() -> Duration {
    let web = Web::start(Manners { extra: PAGES, articles: ARTICLES, ..Manners::plain() });
    let dir = tempfile::tempdir().expect("a temporary directory");
    let mut store = Store::open(dir.path()).expect("a store");
    let client = Client::new(ClientOptions { allow_private: true, ..ClientOptions::new("polidex") });
    let options = Options { delay: Duration::ZERO, ..Options::new(client.expect("a client")) };
    let target = Target::source(source::parse(&web.source(), "example-city.toml").expect("a source"));
    let started = Instant::now();
    let summary = run(&[target], Keep::Store(&mut store), &options, &mut |_| {}).expect("a crawl");
    let took = started.elapsed();
    assert_eq!(summary.documents(), web.documents().len());
    took
}

/// The best of five rounds over the text of some pages.
fn reference() -> f64 {
    let jieba = jieba_rs::Jieba::new();
    let text: String = (0..200).map(|number| page(number, 0, ARTICLES)).collect();
    let round = || {
        let started = Instant::now();
        for line in text.split('>') {
            black_box(jieba.cut_for_search(line, true));
        }
        started.elapsed()
    };
    let best = (0..RUNS).map(|_| round()).min().unwrap_or_default();
    text.len() as f64 / 1e6 / best.as_secs_f64()
}
