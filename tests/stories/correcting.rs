//! Corrections: what was read wrongly is put right beside it, survives everything, and can be taken back.

use crate::{
    haystack::{Ran, User},
    served::Server,
    web::{Manners, Web, document},
};
use serde_json::Value;

const TEXT: &str = "# 璟澜市软件产业扶持办法（示例）\n\n璟府发〔2021〕7号\n\n第一条 对软件企业给予一次性奖励10万元。\n\n第二条 本办法自2021年5月1日起施行。\n";
const BY: [&str; 4] = ["--reason", "印刷有误", "--by", "李伟"];

fn user() -> (User, String) {
    let user = User::new();
    user.ingest(&user.file("a/one.md", TEXT));
    let id = user.search("软件企业 奖励", &[])["hits"][0]["policy"]["id"].as_str().unwrap().to_owned();
    (user, id)
}

fn correct(user: &User, id: &str, field: &str, value: &str) -> Ran {
    let ran = user.run(&[&["correct", "--json", id, field, value], &BY[..]].concat());
    assert_eq!(ran.code(), 0, "{}", ran.stderr());
    ran
}

fn shown(user: &User, id: &str) -> Value {
    user.run(&["show", "--json", id]).json()["policy"].clone()
}

#[test]
fn a_correction_is_shown_as_one_wherever_the_field_is() {
    let (user, id) = user();
    let before = shown(&user, &id);
    assert_eq!(before["effective"], "2021-05-01");
    let made = correct(&user, &id, "effective", "2021-06-01").json();
    assert_eq!((&made["published"], &made["value"]), (&"2021-05-01".into(), &"2021-06-01".into()));
    correct(&user, &id, "issuer", "璟澜市经济信息委");
    correct(&user, &id, "level", "市级");

    let policy = shown(&user, &id);
    assert_eq!(policy["effective"], "2021-06-01");
    assert_eq!(policy["issuer"], serde_json::json!(["璟澜市经济信息委"]));
    assert_eq!(policy["corrections"].as_array().unwrap().len(), 3, "{policy}");
    let hit = &user.search("软件企业 奖励", &[])["hits"][0]["policy"];
    assert_eq!((&hit["effective"], hit["corrections"].as_array().unwrap().len()), (&"2021-06-01".into(), 3));
    let text = user.run(&["search", "软件企业 奖励"]).stdout();
    assert!(
        text.contains("as published 2021-05-01; corrected to 2021-06-01 on ")
            && text.contains("by 李伟: 印刷有误"),
        "{text}"
    );
    let zh = user.run(&["show", &id, "--locale", "zh"]).stdout();
    assert!(zh.contains("施行日期：原为 2021-05-01") && zh.contains("更正为 2021-06-01"), "{zh}");
    let cited = user.run(&["cite", "--json", &id]);
    assert_eq!(cited.json()[0]["corrections"].as_array().unwrap().len(), 3, "{}", cited.stdout());
    assert!(user.run(&["cite", &id]).stderr().contains("corrected to 2021-06-01"));

    // Search goes by what was corrected: filters, facets, statuses.
    assert_eq!(user.search("奖励 issuer:璟澜市经济信息委 level:municipal", &[])["total"], 1);
    assert_eq!(user.search("奖励", &[])["facets"]["issuer"]["璟澜市经济信息委"], 1);
    let status = |day: &str| user.search("奖励", &["--as-of", day])["hits"][0]["policy"]["status"].clone();
    assert_eq!((status("2021-05-15"), status("2021-06-15")), ("not_yet_effective".into(), "in_force".into()));

    // Exports say what was read, too, and a server shows both.
    let line: Value = serde_json::from_str(user.run(&["export"]).stdout().lines().next().unwrap()).unwrap();
    assert_eq!(
        (&line["effective"], line["corrections"].as_array().unwrap().len()),
        (&"2021-06-01".into(), 3)
    );
    assert_eq!(
        line["polidex"]["editions"][0]["parts"][0]["meta"]["dates"]["effective"]["value"],
        "2021-05-01"
    );
    assert!(user.run(&["export", "--format", "csv"]).stdout().contains("as published 2021-05-01"));
    let server = Server::start(&user, &[]);
    let api = server.get(&format!("/api/v1/policies/{id}")).json();
    assert_eq!(api["policy"]["corrections"].as_array().unwrap().len(), 3, "{api}");
    let page = server.get(&format!("/policies/{id}")).text();
    assert!(page.contains("2021-05-01") && page.contains("2021-06-01") && page.contains("李伟"), "{page}");
}

#[test]
fn corrections_survive_reading_again_and_can_be_taken_back() {
    let (user, id) = user();
    correct(&user, &id, "number", "璟府发〔2021〕17号");
    correct(&user, &id, "effective", "2021-06-01");
    assert_eq!(user.run(&["show", "璟府发〔2021〕17号"]).code(), 0, "found by its corrected number");
    assert_eq!(user.run(&["show", "璟府发〔2021〕7号"]).code(), 0, "and by the printed one");
    // The same file with other words: read again under its name, and placed by what it says.
    user.ingest(&user.file("a/one.md", TEXT.replace("10万元", "20万元")));
    let policy = shown(&user, &id);
    assert_eq!(
        (&policy["doc_number"], policy["id"].as_str().unwrap()),
        (&"璟府发〔2021〕17号".into(), id.as_str())
    );
    assert_eq!(user.search("奖励", &[])["total_policies"], 1);

    let list = user.run(&["corrections", "list", "--json"]).json();
    let number = list.as_array().unwrap().iter().find(|one| one["field"] == "number").unwrap();
    let short = &number["id"].as_str().unwrap()[..8];
    let undone = user.run(&["corrections", "undo", short, "--by", "王芳", "--reason", "原文无误"]);
    assert_eq!(undone.code(), 0, "{}", undone.stderr());
    assert_eq!(shown(&user, &id)["doc_number"], "璟府发〔2021〕7号");
    assert_eq!(user.run(&["corrections", "undo", short, "--by", "x"]).code(), 1, "only once");
    let all = user.run(&["corrections", "list", "--all"]).stdout();
    assert!(all.contains("taken back on") && all.contains("王芳: 原文无误"), "{all}");
    assert_eq!(user.run(&["doctor"]).code(), 0);
}

#[test]
fn corrections_survive_reextraction_of_archived_pages() {
    let (user, web) = (User::new(), Web::start(Manners::plain()));
    let url = web.url(&document(1));
    let flags = ["--allow-private", "--delay", "0", "--contact", "test@example.cn"];
    assert_eq!(user.run(&[&["ingest", &url], &flags[..]].concat()).code(), 0);
    let title = shown(&user, &url)["title"].as_str().unwrap().to_owned();
    correct(&user, &url, "title", "更正后的标题（示例）");
    assert_eq!(user.run(&["reextract"]).code(), 0);
    let policy = shown(&user, &url);
    assert_eq!(policy["title"], "更正后的标题（示例）");
    assert_eq!(policy["corrections"][0]["published"], title.as_str());
    assert_eq!(user.run(&["show", "《更正后的标题（示例）》"]).code(), 0);
}

#[test]
fn a_repeal_that_no_text_tells_is_a_correction_and_so_is_one_that_was_read_wrongly() {
    let (user, id) = user();
    correct(&user, &id, "repealed", "2023-05-01");
    let status = |day: &str| shown_on(&user, &id, day)["policy"]["status"].clone();
    assert_eq!((status("2023-04-30"), status("2023-05-01")), ("in_force".into(), "repealed".into()));
    assert_eq!(user.search("奖励 status:repealed", &["--as-of", "2024-01-01"])["total"], 1);
    assert_eq!(user.search("奖励 -status:repealed", &["--as-of", "2024-01-01"])["total"], 0);
    user.ingest(&user.file("b/two.md", "# 璟澜市清理文件决定（示例）\n\n2022年3月1日\n\n第一条 《璟澜市软件产业扶持办法（示例）》自2022年3月1日起废止。\n"));
    correct(&user, &id, "repealed", "never");
    assert_eq!(status("2024-01-01"), "in_force");
}

#[test]
fn a_document_is_repealed_under_the_name_that_a_correction_gives_it() {
    let (user, id) = user();
    user.ingest(&user.file("b/two.md", "# 璟澜市清理文件决定（示例）\n\n2022年3月1日\n\n第一条 《璟澜市软件企业奖励办法（示例）》自2022年3月1日起废止。\n"));
    let answer = || {
        user.search("对软件企业给予一次性奖励 status:repealed", &["--as-of", "2024-01-01"])["total"].clone()
    };
    assert_eq!(answer(), 0);
    correct(&user, &id, "title", "璟澜市软件企业奖励办法（示例）");
    assert_eq!(shown_on(&user, &id, "2024-01-01")["policy"]["status"], "repealed");
    assert_eq!(answer(), 1);
}

fn shown_on(user: &User, id: &str, day: &str) -> Value {
    user.run(&["show", "--json", id, "--as-of", day]).json()
}

#[test]
fn corrections_are_shared_each_once() {
    let (user, id) = user();
    correct(&user, &id, "effective", "2021-06-01");
    let file = user.path("ours.jsonl");
    assert_eq!(user.run(&["corrections", "export", "--out", file.to_str().unwrap()]).code(), 0);
    let other = User::new();
    // It waits for its document, and holds as soon as that is there.
    let import = |user: &User| user.run(&["corrections", "import", "--json", file.to_str().unwrap()]).json();
    let first = import(&other);
    assert_eq!((&first["added"], &first["waiting"]), (&1.into(), &1.into()), "{first}");
    other.ingest(&other.file("a/one.md", TEXT));
    assert_eq!(shown(&other, &id)["effective"], "2021-06-01");
    assert_eq!(import(&other)["known"], 1);
    let bad = other.file("bad.jsonl", "{\"id\":1}\nnot json\n");
    let refused = other.run(&["corrections", "import", bad.to_str().unwrap()]);
    assert_eq!(refused.code(), 2);
    assert!(refused.stderr().contains("line 2 is no correction"), "{}", refused.stderr());
}

#[test]
fn what_is_no_correction_is_refused_with_a_reason() {
    let (user, id) = user();
    for (field, value, said) in [
        ("text", "x", "official text is never corrected"),
        ("正文", "x", "official text is never corrected"),
        ("colour", "red", "is no field"),
        ("effective", "2021-02-30", "YYYY-MM-DD"),
        ("expires", "2020-01-01", "before the first"),
        ("level", "galactic", "national, provincial"),
        ("url", "javascript:alert(1)", "http://"),
        ("title", "none", "needs a value"),
    ] {
        let ran = user.run(&[&["correct", &id, field, value], &BY[..]].concat());
        assert_eq!(ran.code(), 2, "{field}: {}", ran.stdout());
        assert!(ran.stderr().contains(said), "{field}: {}", ran.stderr());
    }
    let zh = user.run(&[&["correct", &id, "条文", "x", "--locale", "zh"], &BY[..]].concat());
    assert!(zh.stderr().contains("不能更正"), "{}", zh.stderr());
    let clause = user.run(&[&["correct", &format!("{id}#a1"), "title", "x"], &BY[..]].concat());
    assert_eq!(clause.code(), 2, "{}", clause.stdout());
    // What others write is as hostile as any source.
    correct(&user, &id, "title", "办法\u{202e}\u{1b}[31m<script>alert(1)</script>");
    let shown = user.run(&["show", &id]).stdout();
    assert!(!shown.contains('\u{1b}') && !shown.contains('\u{202e}'), "{shown}");
    let page = Server::start(&user, &[]).get(&format!("/policies/{id}")).text();
    assert!(!page.contains("<script>alert"), "{page}");
    assert!(shown_on(&user, &id, "2024-01-01")["texts"][0].as_str().unwrap().contains("10万元"));
}
