//! A company asks what it can get.

use crate::haystack::{User, real, sample};
use serde_json::Value;
use std::{collections::HashMap, path::Path};

fn profile(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus/profiles").join(name);
    path.to_str().expect("a path in UTF-8").to_owned()
}

/// The report on a company of the sample, on a day when its measures are in force.
fn report(user: &User, name: &str, more: &[&str]) -> Value {
    let profile = profile(name);
    let ran =
        user.run(&[&["match", "--json", "--as-of", "2026-03-01", "--profile", &profile], more].concat());
    assert!(ran.code() <= 1, "{}", ran.stderr());
    ran.json()
}

fn of_verdict<'a>(report: &'a Value, verdict: &str) -> Vec<&'a Value> {
    let matches = report["matches"].as_array().expect("a list");
    matches.iter().filter(|found| found["verdict"] == verdict).collect()
}

fn refs(found: &[&Value]) -> Vec<String> {
    found.iter().map(|found| found["ref"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_small_software_firm_gets_what_its_city_promises() {
    let report = report(sample(), "software-firm.toml", &[]);
    let eligible = of_verdict(&report, "eligible");
    let sums: HashMap<String, &Value> =
        refs(&eligible).into_iter().zip(eligible.iter().map(|found| &found["amount"]["sum"])).collect();
    // First time above designated size, first step of revenue, maturity level 3.
    for (clause, sum) in [("a5", 150_000.0), ("a6", 200_000.0), ("a11", 200_000.0)] {
        let (_, found) = sums
            .iter()
            .find(|(reference, _)| reference.ends_with(&format!("#{clause}")))
            .unwrap_or_else(|| panic!("{clause} of {:?}", sums.keys()));
        assert_eq!((found["min"].as_f64(), found["max"].as_f64()), (Some(sum), Some(sum)), "{clause}");
    }
    // The policies of 2019 were repealed.
    assert!(
        of_verdict(&report, "expired").iter().any(|found| found["standing"]["proof"]["text"].is_string())
    );
    // What lies ahead is not offered.
    assert!(!of_verdict(&report, "not_yet_open").is_empty());
}

#[test]
fn a_manufacturer_gets_a_share_of_what_it_paid_and_a_chip_designer_a_capped_share() {
    let maker = report(sample(), "foreign-manufacturer.toml", &[]);
    let likely = of_verdict(&maker, "likely");
    assert!(likely.iter().any(|found| found["amount"]["sum"]["max"] == 1_020_000.0), "{likely:?}");
    let designer = report(sample(), "chip-designer.toml", &[]);
    let eligible = of_verdict(&designer, "eligible");
    // 30 % of 24 million is more than the cap of 5 million.
    assert!(eligible.iter().any(|found| found["amount"]["sum"]["max"] == 5_000_000.0), "{eligible:?}");
}

/// Every quote is a slice of the text, and nothing is eligible with something unknown.
fn holds(user: &User, report: &Value) {
    let mut texts: HashMap<String, Vec<char>> = HashMap::new();
    for found in report["matches"].as_array().expect("a list") {
        let id = found["policy"]["id"].as_str().expect("an id").to_owned();
        let outcomes: Vec<&str> = found["conditions"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|checked| checked["outcome"].as_str().unwrap_or_default())
            .collect();
        if found["verdict"] == "eligible" {
            assert!(outcomes.iter().all(|outcome| *outcome == "met"), "{found}");
        }
        let text = texts.entry(id.clone()).or_insert_with(|| {
            let shown = user.run(&["show", "--json", &id]).json();
            let texts: Vec<&str> =
                shown["texts"].as_array().expect("texts").iter().filter_map(Value::as_str).collect();
            texts.concat().chars().collect()
        });
        let quotes = found["conditions"]
            .as_array()
            .expect("a list")
            .iter()
            .filter(|checked| checked["source"] != "place");
        for quote in quotes.map(|checked| &checked["quote"]).chain([&found["sentence"]]) {
            let (start, end) = (quote["span"]["start"].as_u64(), quote["span"]["end"].as_u64());
            let slice: String =
                text[start.expect("a start") as usize..end.expect("an end") as usize].iter().collect();
            assert_eq!(quote["text"].as_str(), Some(slice.as_str()), "{id}");
            assert!(quote["ref"].as_str().is_some_and(|reference| reference.starts_with(&id)), "{quote}");
        }
    }
}

#[test]
fn every_verdict_is_traceable_to_a_quote() {
    for name in ["software-firm.toml", "chip-designer.toml", "foreign-manufacturer.toml"] {
        holds(sample(), &report(sample(), name, &[]));
    }
}

#[test]
fn real_documents_give_verdicts_with_quotes() {
    let Some(corpus) = real("policy-questions/corpus.zh.jsonl") else { return };
    let user = User::new();
    user.ingest(&corpus);
    for name in ["software-firm.toml", "chip-designer.toml", "foreign-manufacturer.toml"] {
        let report = report(&user, name, &["--what-if", "registered 渝北区"]);
        println!("{name}: {}", report["totals"]);
        assert!(report["totals"]["needs_information"].as_u64() > Some(0));
        if name == "software-firm.toml" {
            holds(&user, &report);
        }
    }
}

#[test]
fn suppositions_say_what_becomes_reachable() {
    let report = report(sample(), "software-firm.toml", &["--what-if", "软件业务收入 +300%"]);
    let effects = report["what_if"].as_array().expect("a list");
    let raised = effects
        .iter()
        .any(|effect| effect["sum_after"]["max"].as_f64() > effect["sum_before"]["max"].as_f64());
    assert!(raised, "{effects:?}");
}

#[test]
fn reports_come_in_every_form_and_deadlines_in_a_calendar() {
    let user = sample();
    let (company, calendar) = (profile("software-firm.toml"), std::env::temp_dir());
    let calendar = calendar.join(format!("polidex-{}.ics", std::process::id()));
    let base = ["match", "--as-of", "2026-03-01", "--profile", &company];
    let run = |more: &[&str]| {
        let ran = user.run(&[&base, more].concat());
        assert_eq!(ran.code(), 0, "{}", ran.stderr());
        ran.stdout()
    };
    let html = run(&["--format", "html", "--ics", calendar.to_str().expect("a path in UTF-8")]);
    assert!(html.contains("<!doctype html>") && html.contains("#:~:text=") && !html.contains("<script"));
    let zh = run(&["--format", "markdown", "--locale", "zh"]);
    assert!(zh.starts_with("# ") && zh.contains("可享受"), "{zh}");
    assert!(run(&[]).contains("eligible"));
    let text = std::fs::read_to_string(&calendar).expect("the calendar");
    std::fs::remove_file(&calendar).expect("the calendar can go");
    assert!(text.contains("DTSTART;VALUE=DATE:20270630\r\n") && text.ends_with("END:VCALENDAR\r\n"));
}

#[test]
fn hostile_words_stay_words() {
    let user = User::new();
    let text = "# 某市<script>alert(1)</script>办法\n\n第一条 对首次升规入统的\u{202e}企业，给予一次性奖励15万元。\n";
    let folder = user.file("policies/a.md", text);
    user.ingest(folder.parent().expect("a folder"));
    let company = user.file("c.toml", "name = \"<img src=x onerror=alert(1)>\"\n");
    let company = company.to_str().expect("a path in UTF-8");
    for format in ["html", "markdown", "table"] {
        let shown = user.run(&["match", "--profile", company, "--format", format]).stdout();
        assert!(!shown.contains('\u{202e}'), "{shown}");
        if format == "html" {
            assert!(!shown.contains("<script") && !shown.contains("<img"), "{shown}");
        }
    }
}

#[test]
fn a_profile_that_cannot_be_is_refused_with_what_is_allowed() {
    let user = sample();
    let here = User::new();
    for (text, words) in [
        ("headcont = 3", "perhaps `headcount`"),
        ("headcount = -3", "impossible"),
        ("founded = 2999-01-01", "lies after"),
        ("[revenue]\n24 = 1", "is not a year"),
        ("sectors = [\"alchemy\"]", "--names"),
        ("name = \"", "--example"),
    ] {
        let file = here.file("bad.toml", text);
        let ran = user.run(&["match", "--profile", file.to_str().expect("a path in UTF-8")]);
        assert_eq!(ran.code(), 2);
        assert!(ran.stderr().contains(words), "{text}: {}", ran.stderr());
    }
    let example = user.run(&["match", "--example"]);
    let file = here.file("example.toml", example.stdout());
    let ran =
        user.run(&["match", "--as-of", "2026-03-01", "--profile", file.to_str().expect("a path in UTF-8")]);
    assert!(ran.code() <= 1, "{}", ran.stderr());
    let unknown = user.run(&["match", "--profile", &profile("software-firm.toml"), "--what-if", "mood +20%"]);
    assert_eq!((unknown.code(), unknown.stderr().contains("--names")), (2, true));
}

#[test]
fn questions_are_asked_on_a_terminal_and_the_first_decides_something() {
    let user = sample();
    let company = profile("chip-designer.toml");
    let base = ["match", "--as-of", "2026-03-01", "--color", "never", "--limit", "1", "--profile", &company];
    let typed = "if mood +20%\nif certified 高新技术企业\n\u{202e}maybe\ns\n\n";
    let Some(shown) = user.on_terminal(&[&base, &["--locale", "en"][..]].concat(), typed) else { return };
    let asked: Vec<&str> = shown.lines().filter(|line| line.contains("This is unknown in")).collect();
    assert!(asked.len() >= 3, "{shown}");
    assert!(!asked[0].contains("decides 0"), "{}", asked[0]);
    assert!(shown.contains("`mood` is not known") && !asked.is_empty(), "{shown}");
    let supposed = shown.lines().any(|line| line.contains(" → ") || line.contains("nothing would change"));
    assert!(supposed, "{shown}");
    let zh = user.on_terminal(&[&base, &["--locale", "zh"][..]].concat(), "如果 营收 +20%\n\n");
    assert!(zh.is_some_and(|shown| shown.contains("可决定") && shown.contains("试算")));
}

#[test]
fn a_cap_of_a_document_bounds_what_its_measures_come_to_together() {
    let user = User::new();
    let text = "# 璟澜市示例扶持办法\n\n璟澜市人民政府\n\n第一条 本办法适用于在璟澜市登记注册的企业。\n\n\
                第二条 对首次升规入统的企业，给予一次性奖励15万元。\n\n\
                第三条 对新认定为高新技术企业的，给予一次性奖励20万元。\n\n\
                第四条 同一企业年度累计获得本办法奖励资金最高不超过30万元。\n\n\
                第五条 本办法自2024年7月1日起施行，有效期3年。\n";
    let folder = user.file("policies/a.md", text);
    user.ingest(folder.parent().expect("a folder"));
    let company = user.file(
        "c.toml",
        "region = \"璟澜市\"\n[[events]]\nname = \"首次升规\"\ndate = 2025-02-01\n[[certificates]]\nname = \"高新技术企业\"\ndate = 2025-02-01\n",
    );
    let company = company.to_str().expect("a path in UTF-8");
    let report = user.run(&["match", "--json", "--as-of", "2026-03-01", "--profile", company]).json();
    assert_eq!(report["totals"]["eligible"], 2, "{report}");
    assert_eq!(report["totals"]["eligible_sum"]["max"], 300_000.0, "{}", report["limits"]);
    let limit = &report["limits"][0];
    assert_eq!((&limit["measures"], &limit["before"]["max"]), (&2.into(), &350_000.0.into()));
    assert!(limit["rule"]["ref"].as_str().is_some_and(|reference| reference.ends_with("#a4")), "{limit}");
    for found in report["matches"].as_array().expect("a list") {
        let trace = found["amount"]["trace"].as_array().expect("a list");
        let rule = trace.iter().find_map(|step| step["rule"]["text"].as_str());
        assert!(rule.is_some_and(|rule| rule.contains("不超过30万元")), "{trace:?}");
    }
    let zh = user.run(&["match", "--locale", "zh", "--as-of", "2026-03-01", "--profile", company]).stdout();
    assert!(zh.contains("受文件限额约束"), "{zh}");
}
