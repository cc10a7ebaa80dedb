//! How long completion takes inside the process, over a store of the user's.
//!
//! `POLIDEX_DATA=DIR cargo bench -p polidex --bench completion`. Types titles of the store letter by letter,
//! and some names in pinyin and English; prints percentiles of the best of five rounds.

#![allow(clippy::print_stdout, reason = "tests and benchmarks report on standard output")]

use polidex_corpus::store::Store;
use polidex_search::{bilingual::Lexicons, suggest::Suggester};
use std::{
    hint::black_box,
    time::{Duration, Instant},
};

/// Names typed letter by letter, in full, by initials, in English, and what leads nowhere.
const TYPED: [&str; 12] = [
    "zhonghuarenmin",
    "zhongqingshirenminzhengfu",
    "gaoxinjishuqiye",
    "gxjsqy",
    "zhrmghg",
    "cqs",
    "sszc",
    "high-tech enterprise",
    "fourteenth five-year plan",
    "notice of the state council",
    "国发〔2020〕8号",
    "xqzvwk",
];
/// Titles that are typed.
const TITLES: usize = 400;
const LONGEST: usize = 12;
const ROUNDS: usize = 5;
const LIMIT: usize = 10;

fn beginnings(text: &str) -> impl Iterator<Item = &str> {
    let ends = text.char_indices().map(|(at, _)| at).skip(1).chain([text.len()]);
    ends.take(LONGEST).map(|end| &text[..end])
}

fn main() {
    let Some(dir) = std::env::var_os("POLIDEX_DATA") else {
        println!("skipped: POLIDEX_DATA names no store");
        return;
    };
    let store = Store::open_reader(dir.as_ref()).expect("the store opens");
    let lexicons = Lexicons::open(store.dir());
    let terms = lexicons.entries().flat_map(|(_, entry)| entry.zh.into_iter().chain(entry.en));
    let started = Instant::now();
    let suggester = Suggester::new(&store).expect("the store is read").with_terms(terms.map(str::to_owned));
    println!("made ready in {:.1} ms", started.elapsed().as_secs_f64() * 1e3);
    let mut titles: Vec<String> = Vec::new();
    for (_, id) in store.policies_changed_since(0).expect("the store is read") {
        titles.extend(store.policy(&id).expect("the store is read").map(|policy| policy.title));
    }
    let step = titles.len().div_ceil(TITLES).max(1);
    let typed: Vec<&str> = titles.iter().step_by(step).map(String::as_str).chain(TYPED).collect();
    let best =
        (0..ROUNDS).map(|_| round(&suggester, &typed)).min_by_key(|times| times[times.len() * 99 / 100]);
    let times = best.expect("there are rounds");
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)].as_secs_f64() * 1e3;
    println!(
        "{} beginnings of {} names: p50 {:.3} ms, p99 {:.3} ms, most {:.3} ms",
        times.len(),
        typed.len(),
        at(50),
        at(99),
        at(100)
    );
}

/// One time for each beginning, rising.
fn round(suggester: &Suggester, typed: &[&str]) -> Vec<Duration> {
    let mut times: Vec<Duration> = typed
        .iter()
        .flat_map(|name| beginnings(name))
        .map(|beginning| {
            let started = Instant::now();
            black_box(suggester.suggest(black_box(beginning), LIMIT));
            started.elapsed()
        })
        .collect();
    times.sort_unstable();
    times
}
