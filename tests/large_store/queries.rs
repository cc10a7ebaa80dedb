//! Questions, and how long answers take.

use jiff::civil::date;
use polidex_search::searcher::{Request, SearchError, Searcher};
use std::{fs, path::Path, time::Instant};

/// Filters, phrases and operators, beside the questions that stand in files.
const OPERATORS: [&str; 20] = [
    "region:重庆市 安全生产",
    "year:2018..2022 数据",
    "企业 奖励 -税收",
    "办法 NEAR/10 处罚",
    "税* 企业",
    "\"应当自收到申请之日起\"",
    "\"法律、行政法规\" 罚款",
    "\"有下列情形之一\"",
    "\"人民法院\" \"人民检察院\"",
    "level:province 公积金",
    "kind:measures 登记",
    "issuer:上海市人民政府 许可",
    "status:repealed 土地",
    "-status:repealed 土地",
    "补贴 OR 奖励",
    "date:2010..2015 环境保护",
    "lang:zh measure:奖励 企业",
    "\"国务院\" year:2020..",
    "tax relief year:2015..2020",
    "\"administrative penalty\"",
];

/// A kind of questions.
pub struct Set {
    /// What they are.
    pub name: &'static str,
    queries: Vec<String>,
}

/// Rounds of which the best counts for each question.
const ROUNDS: usize = 5;

/// What answers took, in milliseconds.
#[derive(Default)]
pub struct Times {
    /// By question the least, by the clock and in processor time of the thread that asked;
    best: Vec<[f64; 2]>,
    /// the slowest of the first round, in which nothing was in memory yet, by the clock.
    pub first: f64,
}

impl Times {
    /// What a share of the answers took at most, by the clock and in processor time.
    pub fn most_of(&self, share: f64) -> [f64; 2] {
        [0, 1].map(|which| {
            let mut sorted: Vec<f64> = self.best.iter().map(|times| times[which]).collect();
            sorted.sort_unstable_by(f64::total_cmp);
            let place = ((sorted.len() as f64 * share).ceil() as usize).clamp(1, sorted.len().max(1)) - 1;
            sorted.get(place).copied().unwrap_or(0.0)
        })
    }

    /// Takes those of other questions in.
    pub fn join(&mut self, other: &Self) {
        self.best.extend(&other.best);
        self.first = self.first.max(other.first);
    }
}

/// The sets whose files are there, at most `most` questions of each.
pub fn sets(data: &Path, own: &Path, most: usize) -> Vec<Set> {
    let read = |name, path: &Path| {
        let text = fs::read_to_string(path).unwrap_or_default();
        let lines = text.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
        let queries = lines.filter_map(|line| Some(line["query"].as_str()?.to_owned())).take(most).collect();
        Set { name, queries }
    };
    let operators = OPERATORS.map(str::to_owned).to_vec();
    let sets = [
        read("lay questions, a sentence each", &data.join("statutes/queries.zh.jsonl")),
        read("everyday queries", &own.join("everyday.jsonl")),
        read("English titles", &data.join("policy-titles/queries.en.jsonl")),
        Set { name: "filters, phrases, operators", queries: operators },
    ];
    sets.into_iter().filter(|set| !set.queries.is_empty()).collect()
}

/// Asks every question of a set: first once, so that everything is in memory, then round by round.
pub fn ask(searcher: &Searcher, set: &Set) -> Result<Times, SearchError> {
    let round = || set.queries.iter().map(|query| timed(searcher, query)).collect::<Result<Vec<_>, _>>();
    let first = round()?.iter().map(|[clock, _]| *clock).fold(0.0, f64::max);
    let mut best = vec![[f64::INFINITY; 2]; set.queries.len()];
    for _ in 0..ROUNDS {
        for (best, times) in best.iter_mut().zip(round()?) {
            *best = [0, 1].map(|which| best[which].min(times[which]));
        }
    }
    Ok(Times { best, first })
}

fn timed(searcher: &Searcher, query: &str) -> Result<[f64; 2], SearchError> {
    let (started, before) = (Instant::now(), on_processor());
    searcher.search(&Request::new(query, date(2026, 1, 1)))?;
    Ok([started.elapsed().as_secs_f64() * 1000.0, on_processor() - before])
}

/// How long this thread has been on a processor, in milliseconds; 0 where the system does not say.
fn on_processor() -> f64 {
    let text = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split(' ').next().and_then(|spent| spent.parse::<f64>().ok()).unwrap_or(0.0) / 1e6
}
