//! What is new since the last look.

use crate::haystack::User;
use serde_json::Value;

const TEXT: &str = "# 璟澜市软件企业奖励办法（示例文本）\n\n（2025年3月1日璟澜市人民政府通过）\n\n第一条 对首次升规的软件企业给予15万元奖励。\n\n第二条 本办法自2025年4月1日起施行，有效期至2027年3月31日。\n";

fn kinds(report: &Value) -> Vec<(String, Vec<String>)> {
    let reports = report.as_array().expect("a list of reports");
    reports
        .iter()
        .map(|report| {
            let news = report["news"].as_array().expect("a list of news");
            let kinds = news.iter().map(|news| news["kind"].as_str().unwrap_or_default().to_owned());
            (report["name"].as_str().unwrap_or_default().to_owned(), kinds.collect())
        })
        .collect()
}

fn told(name: &str, kinds: &[&str]) -> (String, Vec<String>) {
    (name.to_owned(), kinds.iter().map(|&kind| kind.to_owned()).collect())
}

fn watching() -> User {
    let user = User::new();
    user.ingest(&user.file("a/measures.md", TEXT));
    for add in [
        vec!["reward", "--search", "软件企业 奖励"],
        vec!["document", "--document", "璟澜市软件企业奖励办法（示例文本）"],
        vec!["clause", "--document", "measures.md#第一条"],
    ] {
        let ran = user.run(&[vec!["watch", "add"], add].concat());
        assert_eq!(ran.code(), 0, "{}", ran.stderr());
    }
    user
}

#[test]
fn what_is_new_is_told_once() {
    let user = watching();
    assert_eq!(user.run(&["watch", "check"]).code(), 1, "nothing happened yet");
    user.ingest(&user.file("b/other.md", "# 璟澜市另一办法（示例文本）\n\n第一条 对软件企业给予奖励。\n"));
    user.ingest(
        &user.file(
            "a/measures.md",
            TEXT.replace("（2025年3月1日璟澜市人民政府通过）", "（2026年3月1日璟澜市人民政府修订）")
                .replace("15万元", "20万元"),
        ),
    );
    let kept = user.run(&["watch", "check", "--json", "--keep"]);
    assert_eq!(kept.code(), 0);
    let report = user.run(&["watch", "check", "--json"]);
    assert_eq!(
        kinds(&report.json()),
        [
            told("clause", &["new_edition"]),
            told("document", &["new_edition"]),
            // The title says 奖励 too.
            told("reward", &["new", "new_edition", "new_edition"]),
        ],
        "{}",
        report.stdout()
    );
    assert_eq!(kinds(&kept.json()), kinds(&report.json()), "--keep tells the same again");
    assert_eq!(user.run(&["watch", "check"]).code(), 1);
}

#[test]
fn an_end_of_validity_comes_as_news_feed_and_calendar() {
    let user = watching();
    let check = |more: &[&str]| {
        user.run(&[&["--as-of", "2027-03-15", "watch", "check", "document", "--keep"], more].concat())
    };
    let text = check(&[]);
    assert!(text.stdout().contains("last day in force: 2027-03-31"), "{}", text.stdout());
    let calendar = check(&["--format", "ics"]).stdout();
    assert!(calendar.contains("DTSTART;VALUE=DATE:20270331\r\n"), "{calendar}");
    let feed = check(&["--format", "atom"]).stdout();
    assert!(feed.contains("<entry>") && feed.ends_with("</feed>\n"), "{feed}");
    let expired = user.run(&["--as-of", "2027-04-01", "watch", "check", "document", "--json"]).json();
    assert_eq!(kinds(&expired), [told("document", &["status"])]);
}

#[test]
fn watches_are_listed_ended_and_named_when_unknown() {
    let user = watching();
    assert_eq!(user.run(&["watch", "list"]).stdout().lines().count(), 3);
    let twice = user.run(&["watch", "add", "reward", "--search", "x"]);
    assert_eq!(twice.code(), 2);
    assert!(twice.stderr().contains("watch remove reward"), "{}", twice.stderr());
    assert_eq!(user.run(&["watch", "remove", "reward"]).code(), 0);
    assert_eq!(user.run(&["watch", "remove", "reward"]).code(), 1);
    let unknown = user.run(&["watch", "check", "nothing"]);
    assert_eq!(unknown.code(), 1);
    assert!(unknown.stderr().contains("watch list"), "{}", unknown.stderr());
    assert_eq!(user.run(&["watch", "add", "x", "--document", "no-such"]).code(), 1);
}
