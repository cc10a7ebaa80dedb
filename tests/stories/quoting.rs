//! Quotations: "can I print this?".

use crate::haystack::{User, sample};
use serde_json::Value;
use std::fs;

fn verify(user: &User, text: &str) -> (i32, Value) {
    let ran = user.run(&["quote", "verify", "--json", "--as-of", "2026-11-25", "--", text]);
    (ran.code(), ran.json())
}

#[test]
fn a_journalist_asks_whether_words_are_right() {
    let check = |text: &str, matched: &str, status: Option<&str>| {
        let (code, verdict) = verify(sample(), text);
        assert_eq!(verdict["match"], matched, "{text}: {verdict}");
        assert_eq!(verdict["status"].as_str(), status, "{text}");
        assert_eq!(code, i32::from(!["exact", "normalised"].contains(&matched)), "{text}");
        verdict
    };
    let exact = check("“对首次升规入统的软件企业，给予一次性奖励15万元。”", "exact", Some("current"));
    let place = &exact["places"][0];
    assert_eq!(place["path"][place["path"].as_array().unwrap().len() - 1], "第五条");
    assert_eq!(place["policy"]["doc_number"], "璟府办发〔2024〕12号");
    assert_eq!(place["sources"][0]["sha256"].as_str().unwrap().len(), 64);
    let across = check(
        "企业无需提交申请。\n第二十条 同一企业的同一事项同时符合本市多项扶持政策的",
        "exact",
        Some("current"),
    );
    assert!(across["places"][0]["to"].as_str().unwrap().ends_with("a20"), "{across}");
    check("對首次升規入統的軟件企業,給予一次性獎勵15萬元", "normalised", Some("current"));
    let altered = check("对首次升规入统的软件企业，给予一次性奖励50万元", "altered", Some("current"));
    assert_eq!(altered["difference"]["grave"], serde_json::json!(["number"]));
    check("软件企业每年无偿获得办公用房、住宅和汽车各一套的规定从未写入任何文件", "not_found", None);
    check("软件企业", "too_short", None);
    check("个", "too_short", None);
    let expired = check("园区认定坚持自愿申报、公平公正、动态管理的原则", "exact", Some("repealed"));
    assert_eq!(expired["places"][0]["validity"], "expired_by_term");
    check(
        "最高200万元。第七条 对首次认定的高新技术企业，给予一次性奖励10万元",
        "normalised",
        Some("superseded"),
    );
    let marked = check("对年度软件业务收入首次达到3000万元……晋级补差", "stitched", Some("current"));
    assert_eq!(marked["omission_marked"], true);
    let silent = check(
        "在本市注册，具有独立法人资格，支持软件企业承担关键软件攻关任务，对年度服务评价为合格、良好、优秀的公共服务平台",
        "stitched",
        Some("current"),
    );
    assert_eq!(silent["omission_marked"], false);
}

#[test]
fn english_words_lead_to_the_chinese_clause() {
    let (code, verdict) = verify(sample(), "shall be granted a one-off reward of 150,000 yuan");
    assert_eq!((code, verdict["match"].as_str()), (0, Some("exact")), "{verdict}");
    let beside = &verdict["places"][0]["counterpart"];
    assert!(beside["ref"].as_str().unwrap().ends_with("a5"), "{verdict}");
    assert_eq!(
        (&beside["standing"], &beside["passage"]),
        (&"original".into(), &"official_translation".into())
    );
    assert!(beside["confidence"].as_f64().unwrap() > 0.8, "{verdict}");
    let (_, altered) = verify(sample(), "may be granted a one-off reward of 150,000 yuan");
    assert_eq!(altered["match"], "altered");
    assert_eq!(altered["difference"]["grave"], serde_json::json!(["modal"]));
    let (code, short) = verify(sample(), "one-off reward");
    assert_eq!((code, short["match"].as_str()), (1, Some("too_short")));
}

#[test]
fn a_quotation_carries_its_official_translation() {
    let (code, verdict) = verify(sample(), "对首次升规入统的软件企业，给予一次性奖励15万元");
    let beside = &verdict["places"][0]["counterpart"];
    assert_eq!((code, beside["standing"].as_str()), (0, Some("official_translation")), "{verdict}");
    assert!(beside["text"].as_str().unwrap().contains("one-off reward of 150,000 yuan"), "{verdict}");
    // Over two clauses, both of them.
    let (_, verdict) =
        verify(sample(), "企业无需提交申请。\n第二十条 同一企业的同一事项同时符合本市多项扶持政策的");
    let beside = verdict["places"][0]["counterpart"]["text"].as_str().unwrap();
    assert!(beside.contains("Article 20") && beside.lines().count() == 2, "{verdict}");
    // An altered one, too.
    let (_, verdict) = verify(sample(), "对首次升规入统的软件企业，给予一次性奖励50万元");
    assert_eq!(
        (&verdict["match"], &verdict["places"][0]["counterpart"]["standing"]),
        (&"altered".into(), &"official_translation".into())
    );
    let shown = sample().run(&["quote", "verify", "对首次升规入统的软件企业，给予一次性奖励15万元"]);
    assert!(shown.stdout().contains("official translation: jingfubanfa-2024-12@"), "{}", shown.stdout());
    let (_, alone) = verify(sample(), "园区认定坚持自愿申报、公平公正、动态管理的原则");
    assert!(alone["places"][0]["counterpart"].is_null(), "{alone}");
}

#[test]
fn somebodys_own_translation_is_told() {
    let translated = |text: &str, clause: &str, official: bool| {
        let (code, verdict) = verify(sample(), text);
        assert_eq!((code, verdict["match"].as_str()), (1, Some("translated")), "{text}: {verdict}");
        let first = &verdict["nearest"][0];
        assert!(first["ref"].as_str().unwrap().ends_with(clause), "{text}: {verdict}");
        assert_eq!(first["counterpart"]["standing"] == "official_translation", official, "{text}: {verdict}");
        let warned = verdict["warnings"].as_array().unwrap();
        assert_eq!(warned.iter().any(|warning| warning["code"] == "no_official_translation"), !official);
    };
    translated(
        "software firms that enter the statistics for the first time get a single bonus of 150,000 yuan",
        "#a5",
        true,
    );
    translated(
        "enterprises that rent no more than 500 square meters pay no rent for the first two years",
        "#a6",
        false,
    );
    translated("不具有法人资格的研发中心可以通过其母公司提出申请", "#s1", false);
    for text in [
        "companies that hire foreign chefs must plant trees on Sundays",
        "the minister said growth would slow next year because of weak exports",
        "这个城市每年秋天都会举办一次盛大的烟花晚会",
    ] {
        assert_eq!(verify(sample(), text).1["match"], "not_found", "{text}");
    }
}

/// A line of the sample that stands nowhere else.
pub const CLAUSE: &str = "支持软件产业遵循市场主导、创新驱动、突出重点、公开透明的原则";

#[test]
fn the_index_of_quotations_is_kept_in_step() {
    let user = User::new();
    let file = user
        .file("texts/a.md", format!("# 示例办法\n\n第一条 {CLAUSE}。\n\n第二条 本办法自公布之日起施行。\n"));
    user.ingest(file.parent().unwrap());
    assert_eq!(verify(&user, CLAUSE).1["match"], "exact");
    let changed = CLAUSE.replace("公开透明", "公平公正");
    for round in 0..6 {
        let text = format!("# 示例办法{round}\n\n第一条 {changed}，第{round}次。\n");
        user.file(&format!("texts/b{round}.md"), text);
        user.ingest(file.parent().unwrap());
    }
    let (_, verdict) = verify(&user, &changed);
    assert_eq!((verdict["match"].as_str(), verdict["total"].as_u64()), (Some("exact"), Some(6)), "{verdict}");
    // A file that changes takes its old words with it.
    user.file("texts/a.md", "# 示例办法\n\n第一条 全文另行规定，以新的办法为准。\n");
    user.ingest(file.parent().unwrap());
    let (_, verdict) = verify(&user, CLAUSE);
    assert!(verdict["match"] != "exact" || verdict["status"] == "superseded", "{verdict}");
    let index = user.data().join("index/quotations");
    assert!(fs::read_dir(&index).unwrap().count() <= 5, "segments are joined");
    fs::remove_dir_all(&index).unwrap();
    let missing = user.run(&["quote", "verify", CLAUSE]);
    assert_eq!(missing.code(), 2);
    assert!(missing.stderr().contains("polidex index update"), "{}", missing.stderr());
    assert_eq!(user.run(&["index", "update"]).code(), 0);
    assert_eq!(verify(&user, &changed).1["total"], 6);
    // Damage is named, and built anew.
    let segment = fs::read_dir(&index).unwrap().map(|entry| entry.unwrap().path());
    let segment = segment.into_iter().find(|path| path.to_string_lossy().contains("segment-")).unwrap();
    let bytes = fs::read(&segment).unwrap();
    fs::write(&segment, &bytes[..bytes.len() - 3]).unwrap();
    let damaged = user.run(&["quote", "verify", CLAUSE]);
    assert_eq!(damaged.code(), 2);
    assert!(damaged.stderr().contains("index rebuild"), "{}", damaged.stderr());
    assert_eq!(user.run(&["index", "rebuild"]).code(), 0);
    assert_eq!(verify(&user, &changed).1["total"], 6);
}

#[test]
fn what_is_no_quotation_gets_a_clear_answer() {
    let empty = sample().run(&["quote", "verify", " "]);
    assert_eq!(empty.code(), 2);
    assert!(empty.stderr().contains("empty"), "{}", empty.stderr());
    let one = sample().run(&["quote", "verify", "法"]);
    assert_eq!(one.code(), 1);
    assert!(one.stdout().contains("too short") && one.stderr().contains("six Han"), "{}", one.stderr());
    let book = "软件产业的发展需要时间。".repeat(3_000);
    let mut command = sample().command(&["quote", "verify", "-"]);
    let mut child = command
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), book.as_bytes()).unwrap();
    let ran = child.wait_with_output().unwrap();
    assert_eq!(ran.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&ran.stderr).contains("book"), "{ran:?}");
    let hostile =
        sample().run(&["quote", "verify", "支持\u{202e}软件产业遵循\u{1b}[31m市场主导、创新驱动的规定"]);
    assert!(!hostile.stdout().contains(['\u{202e}', '\u{1b}']), "{}", hostile.stdout());
}
