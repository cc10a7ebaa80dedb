//! The query language: nearness, prefixes, dates, numbers, and that what stands in a clause is found.

use crate::haystack::{User, laws, long, real, sample};
use jiff::civil::date;
use polidex_search::{
    searcher::{Request, Searcher},
    text::fold_char,
};
use serde_json::{Value, json};
use std::{
    collections::{BTreeSet, HashMap},
    fs,
};

fn texts(texts: &[(&str, &str)]) -> User {
    let user = User::new();
    for (name, text) in texts {
        user.file(&format!("texts/{name}.md"), text);
    }
    user.ingest(&user.path("texts"));
    user
}

fn names(user: &User, query: &str, more: &[&str]) -> BTreeSet<String> {
    let named = user.named(query, more).into_iter();
    named.map(|name| name.split('.').next().unwrap_or_default().to_owned()).collect()
}

#[track_caller]
fn finds(user: &User, query: &str, expected: &[&str]) {
    let expected: BTreeSet<String> = expected.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(
        names(user, query, &["--limit", "50", "--no-translate", "--as-of", "2026-11-25"]),
        expected,
        "{query}"
    );
}

#[test]
fn nearness_prefixes_and_dates() {
    let far = "其他事项由有关部门另行规定并报上级机关备案后施行，".repeat(3);
    let user = texts(&[
        (
            "near",
            "# 甲办法\n\n2026年10月1日\n\n第一条 对软件企业给予研发补贴。Subsidies for software firms.\n",
        ),
        (
            "far",
            &format!(
                "# 乙办法\n\n2025年3月1日\n\n第一条 鼓励软件企业发展。{far}对农业给予补贴。A subsidy scheme.\n"
            ),
        ),
        ("old", "# 丙办法\n\n2019年5月1日\n\n第一条 软件企业应当纳税。\n"),
    ]);
    finds(&user, "软件 NEAR 补贴", &["near"]);
    finds(&user, "补贴 近/3 软件", &[]);
    finds(&user, "补贴 near/10 \"软件企业\"", &["near"]);
    finds(&user, "subsidy NEAR software", &["near"]);
    finds(&user, "软件 -补贴 NEAR 软件", &["far", "old"]);
    finds(&user, "软件 补贴 研发", &["near", "far"]);
    finds(&user, "软件 AND 补贴 AND 研发", &["near"]);
    finds(&user, "\"软件\" AND \"补贴\"", &["near", "far"]);
    finds(&user, "\"subsidies\" and \"software\"", &["near"]);
    finds(&user, "软件 AND (研发 OR 纳税)", &["near", "old"]);
    finds(&user, "软件 AND NOT 补贴", &["old"]);
    finds(&user, "subsid*", &["near", "far"]);
    finds(&user, "税*", &["old"]);
    finds(&user, "-subsid* 软件", &["old"]);
    finds(&user, "-subsid*", &["near", "far", "old"]);
    finds(&user, "软件企业 近三年", &["near", "far"]);
    finds(&user, "软件企业 去年", &["far"]);
    finds(&user, "软件企业 last 90 days", &["near"]);
    finds(&user, "软件企业 -近三年", &["old"]);
    finds(&user, "软件企业 date:2019..2025-03", &["far", "old"]);
    finds(&user, "软件企业 date:2025-03..2019", &["far", "old"]);
    finds(&user, "软件企业 year:2025..", &["near", "far"]);
    finds(&user, "软件企业 year:去年", &["far"]);
    let answer = user.search("软件企业 近三年", &["--as-of", "2026-11-25"]);
    let shown =
        json!({"kind": "filter", "field": "date", "values": ["2023-11-26..2026-11-25"], "excluded": false});
    assert!(answer["query"]["explain"].as_array().unwrap().contains(&shown), "{}", answer["query"]);
    let told = user.run(&["search", "--as-of", "2026-11-25", "软件企业 近三年"]).stdout();
    assert!(told.contains("date:2023-11-26..2026-11-25"), "{told}");
}

#[test]
fn malformed_queries_answer_with_a_warning() {
    for (query, code) in [
        ("奖励 NEAR", "dangling_operator"),
        ("奖励 AND", "dangling_operator"),
        ("a* 奖励", "misplaced_star"),
        ("奖励 date:soon", "bad_date"),
        ("奖励 date:9999-99-99..", "bad_date"),
        ("奖励 year:..x", "bad_year"),
        ("奖励 year:abc", "bad_year"),
        ("奖励 -year:abc", "bad_year"),
        ("奖励 NEAR/99999999999999 企业", "near_too_far"),
        ("\"奖励", "unclosed_quote"),
        ("(奖励", "unclosed_group"),
        ("colour:red 奖励", "unknown_field"),
    ] {
        let answer = sample().search(query, &[]);
        let warned = answer["warnings"].as_array().unwrap().iter().any(|warning| warning["code"] == code);
        assert!(warned, "{query}: {}", answer["warnings"]);
        assert_ne!(answer["total"], 0, "{query}");
    }
    for query in ["near", "NEAR/999999999999", "近/0", "*", "**", "🙂*", "近99999999999年 奖励", "* NEAR *"]
    {
        let answer = sample().search(query, &[]);
        assert!(answer["total"].is_u64(), "{query}");
    }
}

/// The forms of document numbers, each with what it is printed as in a document.
const NUMBERS: [(&str, &[&str]); 13] = [
    (
        "国发〔2020〕8号",
        &[
            "国发[2020]8号",
            "國發〔2020〕8號",
            "国发（2020） 8 号",
            "Guo Fa [2020] No. 8",
            "National Development [2020] No. 8",
            "State Development (2020) No. 8",
            "guo fa [2020] no. 8",
        ],
    ),
    ("国发〔2000〕18号", &["Guofa [2000] No. 18", "国发【２０００】１８号"]),
    ("渝府办发〔2023〕81号", &["渝府办发 〔2023〕 81号", "渝府辦發[2023]81號"]),
    ("渝北府发 〔2017〕 7号", &["渝北府发〔2017〕7号"]),
    ("发改环资〔2020〕80号", &["发改环资(2020)80号"]),
    ("穗府办规〔2024〕6号", &["穗府办规[2024]6号"]),
    ("穗公积金规字〔2023〕1号", &["穗公积金规字【2023】1号"]),
    ("京政办发[2005]37号", &["京政办发〔2005〕37号", "京政办发［2005］37号"]),
    ("(1988)国税地字第28号", &["（1988）国税地字第28号"]),
    ("渝府令〔2015〕290号", &["渝府令[2015]290号"]),
    ("国务院令第322号", &["国务院令第 322 号", "國務院令第322號"]),
    ("国家税务总局公告2026年第19号", &["国家税务总局公告2026年第 19 号"]),
    ("财政部 税务总局公告2026年第5号", &["财政部、税务总局公告2026年第5号"]),
];

#[test]
fn numbers_of_every_form_find_their_document_and_those_that_cite_it() {
    let user = User::new();
    let mut lines = String::new();
    for (at, (number, _)) in NUMBERS.iter().enumerate() {
        let own = json!({"id": format!("own-{at}"), "lang": "zh", "title": format!("示例办法之{at}"),
            "doc_number": number, "text": "第一条 本办法是示例文本。\n第二条 示例。"});
        let citing = json!({"id": format!("citing-{at}"), "lang": "zh", "title": format!("示例通知之{at}"),
            "text": format!("第一条 根据《示例办法》（{number}）制定本通知。")});
        lines.extend([own.to_string(), "\n".to_owned(), citing.to_string(), "\n".to_owned()]);
    }
    let damaged = json!({"id": "own-damaged", "lang": "zh", "title": "示例碚办法", "doc_number": "北碚府办发〔2022〕114号",
        "text": "第一条 示例。"});
    lines.push_str(&damaged.to_string());
    user.ingest(&user.file("numbers.jsonl", lines));
    let found = |query: &str| names_of(&user.search(query, &["--limit", "50"]));
    for (at, (number, forms)) in NUMBERS.iter().enumerate() {
        for form in std::iter::once(number).chain(*forms) {
            let found = found(form);
            for wanted in [format!("own-{at}"), format!("citing-{at}")] {
                assert!(found.contains(&wanted), "{form}: {wanted} is not in {found:?}");
            }
        }
    }
    assert!(found("北碚府辦發〔2022114").contains("own-damaged"));
}

fn names_of(answer: &Value) -> BTreeSet<String> {
    let hits = answer["hits"].as_array().unwrap().iter();
    hits.map(|hit| hit["policy"]["external_id"][0].as_str().unwrap_or_default().to_owned()).collect()
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides.max(1)
    }
}

/// All rows that a query matches, page by page.
fn all_rows(searcher: &Searcher, query: &str) -> Vec<i64> {
    let request = Request { limit: 20_000, ..Request::new(query, date(2026, 11, 25)) };
    let mut rows = Vec::new();
    loop {
        let page = searcher.rows(&request, rows.len()).unwrap();
        if page.is_empty() {
            return rows;
        }
        rows.extend(page);
    }
}

#[test]
fn every_stretch_of_han_characters_finds_its_clause() {
    let Some(user) = laws() else { return };
    let searcher = Searcher::open(&user.data()).unwrap();
    let units: Vec<_> = searcher
        .store()
        .policies_changed_since(0)
        .unwrap()
        .into_iter()
        .flat_map(|(row, _)| searcher.store().units(row).unwrap())
        .filter(|unit| !unit.facts.superseded)
        .collect();
    let (mut dice, clauses) = (Dice(20_261_125), if long() { 1_000 } else { 40 });
    let (mut tried, mut drawn) = (0, 0);
    while drawn < clauses {
        let unit = &units[dice.roll(units.len())];
        let chars: Vec<char> = unit.text.chars().collect();
        let mut any = false;
        for length in 2..=6 {
            let starts: Vec<usize> = (0..chars.len().saturating_sub(length - 1))
                .filter(|&at| chars[at..at + length].iter().all(|&c| polidex_corpus::text::is_han(c)))
                .collect();
            let Some(&start) = starts.get(dice.roll(starts.len())) else { continue };
            let query: String = chars[start..start + length].iter().collect();
            let rows = all_rows(&searcher, &query);
            assert!(rows.contains(&unit.clause_rowid), "{query} does not find {}", unit.clause_rowid);
            (any, tried) = (true, tried + 1);
        }
        drawn += usize::from(any);
    }
    println!("{tried} stretches of {drawn} clauses found them");
}

#[test]
fn queries_in_traditional_script_and_full_width_find_the_same() {
    let (Some(user), Some(questions)) = (laws(), real("statutes/queries.zh.jsonl")) else { return };
    let searcher = Searcher::open(&user.data()).unwrap();
    // For every character one that folds to it: an older or a traditional form.
    let older: HashMap<char, char> =
        ('\u{4E00}'..='\u{9FFF}').filter(|&c| fold_char(c) != c).map(|c| (fold_char(c), c)).collect();
    let wide = |c: char| match c {
        '!'..='~' => char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c),
        ' ' => '\u{3000}',
        c => c,
    };
    let lines = fs::read_to_string(questions).unwrap();
    let queries: Vec<String> = lines
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["query"].as_str().unwrap().to_owned())
        .filter(|query| !query.contains(['(', ')', '"', '-', '|', '*']))
        .take(if long() { 500 } else { 30 })
        .collect();
    let mut changed = 0;
    for query in &queries {
        let plain = all_rows(&searcher, query);
        let forms: [String; 2] = [
            query.chars().map(|c| older.get(&c).copied().unwrap_or(c)).collect(),
            query.chars().map(wide).collect(),
        ];
        for form in forms {
            changed += usize::from(form != *query);
            assert_eq!(all_rows(&searcher, &form), plain, "{form} for {query}");
        }
    }
    println!("{changed} renderings of {} queries gave the same", queries.len());
}
