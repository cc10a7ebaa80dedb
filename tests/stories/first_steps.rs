//! The first minutes: the demo, a first search, what the answer looks like.

use crate::haystack::{User, sample};
use serde_json::{Value, json};

#[test]
fn the_demo_shows_four_searches_and_leaves_nothing_behind() {
    let user = User::new();
    for locale in ["en", "zh"] {
        let ran = user.run(&["demo", "--locale", locale]);
        assert_eq!(ran.code(), 0, "{}", ran.stderr());
        assert_eq!(ran.stdout().matches("$ polidex search").count(), 4);
        assert!(ran.stdout().contains("第五条"), "{}", ran.stdout());
        assert!(!user.data().exists());
    }
}

#[test]
fn chinese_and_english_questions_find_the_clause() {
    for (query, expected) in [
        ("首次升规入统 奖励", "zh/software-measures.md#第五条"),
        ("贷款贴息 不超过3年", "zh/qiwu-supporting-measures.md#第四条"),
        ("国内首版次 奖励 100万元", "zh/first-version-rules.md#第六条"),
        ("园区认定 建筑面积 5万平方米", "zh/park-certification.md#第四条"),
        ("regional headquarters settlement subsidy", "en/software-measures.md#Article 7"),
        ("rewards granted without application", "en/software-measures.md#Article 19"),
        ("\"三年内不再受理其申请\"", "zh/software-measures.md#第二十一条"),
    ] {
        let found = sample().named(query, &["--limit", "3"]);
        assert!(found.iter().any(|name| name == expected), "{query}: {found:?}");
    }
}

#[test]
fn a_number_finds_its_document_and_those_that_cite_it_in_any_printed_form() {
    let printed = sample().search("璟府办发〔2024〕12号", &[]);
    assert_eq!(printed["hits"][0]["policy"]["external_id"][0], "zh/software-measures.md");
    assert!(printed["total_policies"].as_u64().unwrap() >= 3);
    for form in ["璟府办发[2024]12号", "璟府办发 (2024) 12 号", "number:璟府办发〔2024〕12号"]
    {
        assert_eq!(
            sample().search(form, &[])["hits"][0]["policy"]["id"],
            printed["hits"][0]["policy"]["id"],
            "{form}"
        );
    }
    let catalogue = sample().search("国发〔2020〕8号", &[]);
    assert_eq!(catalogue["hits"][0]["policy"]["id"], "guofa-2020-8");
    assert_eq!(catalogue["hits"][0]["policy"]["catalogue"], true);
}

#[test]
fn the_answer_has_the_fields_that_programs_rely_on() {
    let answer = sample().search("首次升规入统 奖励", &["--limit", "1", "--as-of", "2026-11-22"]);
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ");
    insta::assert_snapshot!(keys(&answer), @"as_of facets hits next query store_watermark took_ms total total_is total_policies warnings");
    let hit = &answer["hits"][0];
    insta::assert_snapshot!(keys(hit), @"clause highlights matched_by policy score");
    insta::assert_snapshot!(keys(&hit["policy"]), @"amended catalogue doc_number edition effective expires external_id id illustrative issuer kind lang level published region status superseded title title_translated url written");
    insta::assert_snapshot!(keys(&hit["clause"]), @"external_id label lang path ref text");
    assert_eq!(answer["as_of"], "2026-11-22");
    assert_eq!(answer["total_is"], "exact");
    let text: Vec<char> = hit["clause"]["text"].as_str().unwrap().chars().collect();
    let highlight = &hit["highlights"][0];
    let range = highlight["start"].as_u64().unwrap() as usize..highlight["end"].as_u64().unwrap() as usize;
    let marked: String = text[range].iter().collect();
    assert!("首次升规入统奖励".contains(&marked), "{marked}");
}

#[test]
fn traditional_and_full_width_queries_give_the_same_hits() {
    let simplified = sample().refs("软件企业 2024年 奖励", &[]);
    assert!(!simplified.is_empty());
    assert_eq!(sample().refs("軟件企業 2024年 獎勵", &[]), simplified);
    assert_eq!(sample().refs("软件企业　２０２４年　奖励", &[]), simplified);
}

#[test]
fn filters_facets_and_exclusions_agree() {
    let all = sample().search("奖励", &[]);
    let english = sample().search("奖励 OR reward", &["--lang", "en"]);
    assert!(english["hits"].as_array().unwrap().iter().all(|hit| hit["policy"]["lang"] == "en"));
    for (value, count) in all["facets"]["kind"].as_object().unwrap() {
        let filtered = sample().search(&format!("奖励 kind:{value}"), &[]);
        assert_eq!(filtered["total_policies"], *count, "kind:{value}");
    }
    let with = all["total"].as_u64().unwrap();
    let only = sample().search("奖励 -\"一次性\"", &[])["total"].as_u64().unwrap();
    let both = sample().search("奖励 \"一次性\"", &[])["total"].as_u64().unwrap();
    assert!(only > 0 && both > 0);
    assert_eq!(only + both, with);
    let years = sample().search("奖励 year:2024..2025", &[]);
    for hit in years["hits"].as_array().unwrap() {
        let date = hit["policy"]["written"]
            .as_str()
            .or(hit["policy"]["published"].as_str())
            .or(hit["policy"]["effective"].as_str());
        assert!(date.is_some_and(|date| date.starts_with("2024") || date.starts_with("2025")), "{date:?}");
    }
}

#[test]
fn pages_continue_where_the_last_one_ended() {
    let all = sample().refs("企业", &["--limit", "1000"]);
    let mut paged = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let more: Vec<&str> = cursor.as_deref().map_or_else(Vec::new, |cursor| vec!["--cursor", cursor]);
        let answer = sample().search("企业", &[&["--limit", "7"], more.as_slice()].concat());
        assert_eq!(answer["total"], json!(all.len()));
        paged.extend(
            answer["hits"]
                .as_array()
                .unwrap()
                .iter()
                .map(|hit| hit["clause"]["ref"].as_str().unwrap().to_owned()),
        );
        match answer["next"].as_str() {
            Some(next) => cursor = Some(next.to_owned()),
            None => break,
        }
    }
    assert_eq!(paged, all);
}

#[test]
fn hits_can_be_sorted_by_date() {
    for (sort, order) in [("newest", std::cmp::Ordering::Greater), ("oldest", std::cmp::Ordering::Less)] {
        let answer = sample().search("企业", &["--sort", sort, "--limit", "50"]);
        let dates: Vec<String> = answer["hits"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|hit| {
                hit["policy"]["written"].as_str().or(hit["policy"]["published"].as_str()).map(str::to_owned)
            })
            .collect();
        assert!(dates.len() > 3);
        assert!(dates.windows(2).all(|pair| pair[0].cmp(&pair[1]) != order.reverse()), "{sort}: {dates:?}");
    }
}

#[test]
fn the_newest_edition_answers_and_older_ones_on_demand() {
    let newest = sample().search("高新技术企业 一次性奖励 20万元", &["--limit", "1"]);
    assert_eq!(newest["hits"][0]["clause"]["external_id"][0], "zh/innovation-fund-measures-2023.md#第七条");
    assert_eq!(newest["hits"][0]["policy"]["amended"], true);
    let older = sample().search("高新技术企业 一次性奖励 10万元 edition:all", &["--limit", "20"]);
    let found = older["hits"].as_array().unwrap().iter().find(|hit| hit["policy"]["superseded"] == true);
    let reference = found.expect("the older edition")["clause"]["ref"].as_str().unwrap();
    assert!(reference.contains("@2019-05-20#a7"), "{reference}");
    let shown = sample().run(&["show", reference]);
    assert!(shown.stdout().contains("10万元"), "{}", shown.stdout());
}

#[test]
fn explain_adds_up_to_the_score() {
    let answer = sample().search("首次升规入统 奖励", &["--explain"]);
    for hit in answer["hits"].as_array().unwrap() {
        let explain = &hit["explain"];
        let terms: f64 =
            explain["terms"].as_array().unwrap().iter().map(|part| part["score"].as_f64().unwrap()).sum();
        let part = |name: &str| explain[name].as_f64().unwrap();
        let total = (terms + part("phrases")) * part("role") + part("labels") + part("document");
        assert!((total - hit["score"].as_f64().unwrap()).abs() < 0.01, "{hit}");
    }
    assert!(!answer["query"]["explain"].as_array().unwrap().is_empty());
}

#[test]
fn output_for_people_is_plain_in_a_pipe_and_coloured_on_request() {
    let plain = sample().run(&["search", "首次升规入统"]);
    assert!(!plain.stdout().contains('\u{1b}'));
    assert!(
        plain.stdout().contains("[首次升规入统]") || plain.stdout().contains("[首次]"),
        "{}",
        plain.stdout()
    );
    let coloured = sample().run(&["search", "首次升规入统", "--color", "always"]);
    assert!(coloured.stdout().contains('\u{1b}'));
    let csv = sample().run(&["search", "首次升规入统", "--csv"]);
    assert!(csv.stdout().starts_with('\u{feff}'));
    let nothing = sample().run(&["search", "zzzzqqqq"]);
    assert_eq!(nothing.code(), 1);
}

#[test]
fn a_closed_pipe_is_success() {
    use std::process::Stdio;
    for format in ["jsonl", "csv"] {
        let mut command = sample().command(&["export", "--format", format]);
        let mut child = command.stdout(Stdio::piped()).spawn().expect("the program starts");
        drop(child.stdout.take());
        assert!(child.wait().unwrap().success(), "{format}");
    }
}

#[test]
fn help_and_completions_and_manual_pages_are_there() {
    let user = User::new();
    let help = user.run(&["search", "--help", "--locale", "zh"]);
    assert!(help.stdout().contains("检索语法"), "{}", help.stdout());
    assert!(user.run(&["completions", "bash"]).stdout().contains("polidex"));
    let man = user.path("man");
    assert_eq!(user.run(&["man", man.to_str().unwrap()]).code(), 0);
    assert!(man.join("polidex-search.1").exists());
}
