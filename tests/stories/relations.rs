//! What documents say of each other, and how a document stands on a day.

use crate::haystack::{User, laws};
use serde_json::Value;

const OLD: &str = "# 璟澜市软件企业扶持办法（示例文本）\n\n璟府发〔2019〕5号\n\n璟澜市人民政府\n\n2019年3月1日\n\n第一条 根据《中华人民共和国中小企业促进法》，制定本办法。\n\n第二条 对软件企业给予最高50万元奖励。\n\n第三条 本办法自2019年4月1日起施行。\n";
const NEW: &str = "# 璟澜市数字产业支持办法（示例文本）\n\n璟府发〔2024〕8号\n\n璟澜市人民政府\n\n2024年5月1日\n\n第一条 为了支持数字产业，制定本办法。\n\n第二条 对数字企业给予最高80万元奖励。\n\n第三条 本办法自2024年6月1日起施行。《璟澜市软件企业扶持办法（示例文本）》（璟府发〔2019〕5号）同时废止。\n";
const OTHER: &str = "# 璟澜市人才办法（示例文本）\n\n璟澜市人民政府\n\n2022年5月1日\n\n第一条 人才奖励按照《璟澜市软件企业扶持办法（示例文本）》执行，参照《环球时报》的报道。\n\n第二条 本办法自2022年6月1日起施行，有效期2年。\n";

fn stored() -> User {
    let user = User::new();
    for (name, text) in [("docs/old.md", OLD), ("docs/new.md", NEW), ("docs/other.md", OTHER)] {
        user.file(name, text);
    }
    user.ingest(&user.path("docs"));
    user
}

fn status(user: &User, reference: &str, day: &str) -> String {
    let shown = user.run(&["--as-of", day, "search", "--json", "--limit", "1", "--", reference]).json();
    shown["hits"][0]["policy"]["status"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_repeal_by_another_document_ends_a_document_on_its_day() {
    let user = stored();
    assert_eq!(status(&user, "number:璟府发〔2019〕5号 软件企业", "2019-03-20"), "not_yet_effective");
    assert_eq!(status(&user, "number:璟府发〔2019〕5号 软件企业", "2024-05-31"), "in_force");
    assert_eq!(status(&user, "number:璟府发〔2019〕5号 软件企业", "2024-06-01"), "repealed");
    assert_eq!(status(&user, "number:璟府发〔2024〕8号 数字", "2024-06-01"), "in_force");
    assert_eq!(status(&user, "人才奖励", "2024-06-02"), "expired_by_term");
    let repealed = user.search("status:repealed", &[]);
    assert_eq!(repealed["total_policies"], 1, "{repealed}");
    assert_eq!(user.search("-status:repealed 奖励", &[])["total_policies"], 2);
    let odd = user.search("奖励 status:lost", &[]);
    assert_eq!((&odd["total"], &odd["warnings"][0]["code"]), (&0.into(), &"unknown_status".into()));
}

#[test]
fn dates_that_contradict_each_other_prove_nothing() {
    let user = User::new();
    let text = "# 璟澜市样例办法（示例文本）\n\n第一条 给予奖励。\n\n第二条 本办法自2024年1月1日起施行，有效期至2023年12月31日。\n";
    let file = user.file("odd.md", text);
    user.ingest(&file);
    let shown = user.run(&["show", "odd.md", "--json"]).json();
    assert_eq!(shown["standing"]["status"], "unknown", "{shown}");
    let reason = shown["standing"]["reason"].as_str().unwrap();
    assert!(reason.contains("2024-01-01, until 2023-12-31"), "{reason}");
    assert_eq!(user.search("奖励 status:expired_by_term", &[])["total"], 0);
    assert_eq!(user.search("奖励 status:unknown", &[])["total"], 1);
}

#[test]
fn a_graph_shows_both_sides_and_what_is_not_stored() {
    let user = stored();
    let graph = user.run(&["graph", "璟府发〔2019〕5号", "--json"]).json();
    let title =
        |at: &Value| graph["nodes"][at.as_u64().unwrap() as usize]["title"].as_str().unwrap().to_owned();
    let mut links: Vec<(String, String)> = graph["links"]
        .as_array()
        .unwrap()
        .iter()
        .map(|link| {
            let other = if link["from"] == 0 { &link["to"] } else { &link["from"] };
            (link["kind"].as_str().unwrap().to_owned(), title(other))
        })
        .collect();
    links.sort();
    let expected = [
        ("basis", "中华人民共和国中小企业促进法"),
        ("refers", "璟澜市人才办法（示例文本）"),
        ("repeals", "璟澜市数字产业支持办法（示例文本）"),
    ];
    assert_eq!(links, expected.map(|(kind, title)| (kind.to_owned(), title.to_owned())), "{graph}");
    let tree = user.run(&["graph", "old.md"]).stdout();
    assert!(tree.contains("is repealed by") && tree.contains("not stored"), "{tree}");
    // The document that was only named arrives, and is known at once.
    user.ingest(&user.file("law.md", "# 中华人民共和国中小企业促进法\n\n第一条 示例文本。\n"));
    assert!(!user.run(&["graph", "old.md"]).stdout().contains("not stored"));
    let dot = user.run(&["graph", "old.md", "--format", "dot", "--kind", "basis"]).stdout();
    assert!(dot.starts_with("digraph") && dot.contains("n0 -> n1"), "{dot}");
    assert_eq!(user.run(&["graph", "old.md", "--kind", "prevails_over"]).code(), 1, "nothing of that kind");
}

#[test]
fn documents_that_repeal_each_other_or_themselves_prove_nothing() {
    let user = User::new();
    let text = |own: &str, other: &str| {
        format!(
            "# {own}（示例文本）\n\n第一条 示例。\n\n第二条 《{other}（示例文本）》和《{own}（示例文本）》同时废止。\n"
        )
    };
    user.file("docs/a.md", text("璟澜市甲类企业办法", "璟澜市乙类企业办法"));
    user.file("docs/b.md", text("璟澜市乙类企业办法", "璟澜市甲类企业办法"));
    user.ingest(&user.path("docs"));
    assert_eq!(user.search("status:repealed", &[])["total"], 0);
}

#[test]
fn a_law_is_shown_as_it_stood_on_a_day() {
    let Some(user) = laws() else { return };
    let shown =
        |day: &str| user.run(&["--as-of", day, "show", "中华人民共和国立法法", "--json", "--outline"]);
    assert_eq!(shown("2020-01-01").json()["policy"]["edition"], "2015-03-15");
    assert_eq!(shown("2024-01-01").json()["policy"]["edition"], "2023-03-13");
    let early = shown("1990-01-01");
    assert_eq!(early.code(), 1);
    assert!(
        early.stderr().contains("2000-07-01") || early.stderr().contains("2015-03-15"),
        "{}",
        early.stderr()
    );
}

#[test]
fn places_are_compared_by_what_they_give() {
    let user = User::new();
    for (city, amount) in [("重庆市", "50万元"), ("成都市", "80万元")] {
        let text = format!(
            "# {city}软件企业奖励办法（示例文本）\n\n{city}人民政府\n\n2024年1月1日\n\n第一条 对首次升规入统的软件企业，给予一次性奖励{amount}。\n"
        );
        user.file(&format!("docs/{amount}.md"), text);
    }
    user.ingest(&user.path("docs"));
    let groups = user.run(&["compare", "首次升规 奖励", "--json"]).json();
    let rows = groups[0]["rows"].as_array().unwrap();
    let mut sums: Vec<i64> =
        rows.iter().map(|row| row["measures"][0]["amounts"][0]["value"].as_i64().unwrap()).collect();
    sums.sort_unstable();
    assert_eq!(sums, [500_000, 800_000], "{groups}");
    let mut places: Vec<&str> = rows.iter().filter_map(|row| row["place"].as_str()).collect();
    places.sort_unstable();
    assert_eq!(places, ["四川省成都市", "重庆市"]);
    let table = user.run(&["compare", "首次升规 奖励"]).stdout();
    assert!(table.contains("重庆市") && !table.contains("CN-"), "{table}");
    assert_eq!(user.run(&["compare", "没有这样的内容"]).code(), 1);
}

#[test]
fn documents_are_filtered_and_counted_by_kind_of_support() {
    let user = User::new();
    user.file("docs/a.md", "# 璟澜市奖励办法（示例文本）\n\n第一条 对软件企业，给予一次性奖励50万元。\n\n第二条 软件企业应当如实申报。\n");
    user.file(
        "docs/b.md",
        "# 璟澜市贴息办法（示例文本）\n\n第一条 对软件企业的贷款，按照利息的50%给予贴息。\n",
    );
    user.file("docs/c.md", "# 璟澜市登记办法（示例文本）\n\n第一条 软件企业应当办理登记。\n");
    user.ingest(&user.path("docs"));
    let all = user.search("软件企业", &[]);
    assert_eq!(all["facets"]["measure"], serde_json::json!({"interest_subsidy": 1, "reward": 1}), "{all}");
    for (filter, documents) in [
        ("measure:reward", 1),
        ("measure:奖励", 1),
        ("支持方式：贴息", 1),
        ("measure:\"interest subsidy\"", 1),
        ("-measure:reward", 2),
        ("measure:loan", 0),
        ("measure:no-such", 0),
    ] {
        let found = user.search(&format!("软件企业 {filter}"), &[]);
        assert_eq!(found["total_policies"], documents, "{filter}: {found}");
    }
    // What a document promises is known to the index as soon as it is stored.
    user.ingest(
        &user.file("docs/c.md", "# 璟澜市登记办法（示例文本）\n\n第一条 对软件企业的贷款给予担保支持。\n"),
    );
    assert_eq!(user.search("软件企业 measure:guarantee", &[])["total_policies"], 1);
}
