//! Collections: what a reviewer keeps, marks, writes out, and asks again.

use crate::{haystack::User, served::Server};
use serde_json::{Value, json};
use std::fs;

const ONE: &str = "# 璟澜市软件办法（示例）\n\n璟府发〔2021〕7号\n\n2021年5月1日\n\n第一条 对软件企业给予一次性奖励10万元。\n\n第二条 由主管部门负责解释。\n";

fn user() -> (User, String) {
    let user = User::new();
    user.ingest(&user.file("a/one.md", ONE));
    let id = user.search("软件企业 奖励", &[])["hits"][0]["policy"]["id"].as_str().unwrap().to_owned();
    assert_eq!(user.run(&["collection", "new", "综述", "--about", "春季 review"]).code(), 0);
    (user, id)
}

fn shown(user: &User) -> Value {
    user.run(&["collection", "show", "综述", "--json"]).json()
}

#[test]
fn documents_and_clauses_are_kept_with_notes_tags_and_marks() {
    let (user, id) = user();
    let clause = format!("{id}#第一条");
    let added = user.run(&[
        "collection",
        "add",
        "综述",
        &clause,
        "璟府发〔2021〕7号",
        "--tag",
        "奖励",
        "--note",
        "对比 2018",
    ]);
    assert_eq!(added.code(), 0, "{}", added.stderr());
    let items = shown(&user)["items"].as_array().unwrap().clone();
    assert_eq!(items.len(), 2);
    let first = items.iter().find(|item| item["text"].is_string()).unwrap();
    assert_eq!(first["ref"], format!("{id}@2021-05-01#a1"));
    assert_eq!((&first["note"], &first["tags"]), (&"对比 2018".into(), &serde_json::json!(["奖励"])));
    assert!(first["citation"].as_str().unwrap().contains("璟府发〔2021〕7号"), "{first}");
    assert_eq!(user.run(&["collection", "review", "综述", &clause, "--by", "李伟"]).code(), 0);
    assert_eq!(user.run(&["collection", "tag", "综述", &clause, "软件", "重点"]).code(), 0);
    assert_eq!(user.run(&["collection", "tag", "综述", &clause, "--remove", "奖励"]).code(), 0);
    assert_eq!(user.run(&["collection", "note", "综述", &id, "看附件"]).code(), 0);
    let open = user.run(&["collection", "show", "综述", "--unreviewed", "--json"]).json();
    assert_eq!((open["items"].as_array().unwrap().len(), &open["items"][0]["note"]), (1, &"看附件".into()));
    let tagged = user.run(&["collection", "show", "综述", "--tag", "重点"]).stdout();
    assert!(
        tagged.contains("✔") && tagged.contains("tags: 软件, 重点") && tagged.contains("reviewed by 李伟"),
        "{tagged}"
    );
    assert!(user.run(&["collection", "list", "--locale", "zh"]).stdout().contains("2 项，已审阅 1 项"));

    // The same words stay meant when a later edition comes.
    user.ingest(
        &user.file("a/one.md", ONE.replace("10万元", "30万元").replace("2021年5月1日", "2023年5月1日")),
    );
    let item = shown(&user)["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|item| item["text"].is_string())
        .unwrap()
        .clone();
    assert!(item["text"].as_str().unwrap().contains("10万元") && item["superseded"] == true, "{item}");
    assert_eq!(user.run(&["collection", "remove", "综述", item["ref"].as_str().unwrap()]).code(), 0);
    assert_eq!(shown(&user)["items"].as_array().unwrap().len(), 1);
    assert_eq!(user.run(&["remove", &id, "--reason", "裁定", "--by", "李伟"]).code(), 0);
    assert_eq!(shown(&user)["items"][0]["removed"]["reason"], "裁定");
    assert_eq!(user.run(&["collection", "remove", "综述", "--all"]).code(), 0);
    assert_eq!(user.run(&["collection", "show", "综述"]).code(), 2);
}

#[test]
fn a_collection_is_written_with_links_and_citations_in_three_forms() {
    let (user, id) = user();
    let note = "=HYPERLINK(\"x\") <script>alert(1)</script> [a](javascript:x) \u{202e}";
    user.run(&["collection", "add", "综述", &format!("{id}#a1"), "--note", note, "--tag", "奖励"]);
    let export = |format: &str, out: &str| {
        let path = user.path(out);
        let ran = user.run(&[
            "collection",
            "export",
            "综述",
            "--format",
            format,
            "--style",
            "zh-legal",
            "--out",
            path.to_str().unwrap(),
        ]);
        assert_eq!(ran.code(), 0, "{}", ran.stderr());
        path
    };
    let markdown = fs::read_to_string(export("markdown", "a.md")).unwrap();
    assert!(markdown.contains("《璟澜市软件办法（示例）》（璟府发〔2021〕7号）第一条"), "{markdown}");
    assert!(
        !markdown.contains("<script>") && !markdown.contains("[a](java") && !markdown.contains('\u{202e}'),
        "{markdown}"
    );
    let csv = fs::read_to_string(export("csv", "a.csv")).unwrap();
    assert!(csv.starts_with('\u{feff}') && csv.contains("'=HYPERLINK"), "{csv}");
    // The word processor's form is read by our own reader, and is the same every time.
    let docx = export("docx", "a.docx");
    let bytes = fs::read(&docx).unwrap();
    assert_eq!(bytes, fs::read(export("docx", "b.docx")).unwrap());
    let read = user.run(&["extract", docx.to_str().unwrap()]);
    assert_eq!(read.code(), 0, "{}", read.stderr());
    assert!(
        read.stdout().contains("一次性奖励10万元") && read.stdout().contains("第一条"),
        "{}",
        read.stdout()
    );
    assert_eq!(user.run(&["collection", "export", "综述", "--style", "nonsense"]).code(), 2);

    let server = Server::start(&user, &[]);
    let page = server.get("/collections/%E7%BB%BC%E8%BF%B0").text();
    assert!(page.contains("一次性奖励10万元") && !page.contains("<script>alert"), "{page}");
    assert!(server.get("/collections?locale=zh").text().contains("春季 review"));
    assert_eq!(server.get("/collections/none").status, 404);
    let description = server.get("/api/openapi.json").json();
    for (path, asked) in [
        ("/api/v1/collections", "/api/v1/collections"),
        ("/api/v1/collections/{name}", "/api/v1/collections/%E7%BB%BC%E8%BF%B0"),
    ] {
        let answer = server.get(asked).json();
        let schema = crate::described::answer(&description, "get", path);
        assert_eq!(crate::described::faults(&description, schema, &answer), Vec::<String>::new(), "{asked}");
    }
    assert_eq!(server.get("/api/v1/collections/none").status, 404);
}

#[test]
fn a_saved_search_is_asked_again_of_the_store_as_it_was() {
    let (user, id) = user();
    let before = user.search("奖励", &[]);
    let watermark = before["store_watermark"].to_string();
    let saved = user.run(&["collection", "search", "综述", "首次", "奖励", "--json"]);
    assert_eq!((saved.code(), &saved.json()["total"]), (0, &1.into()), "{}", saved.stderr());
    // Later another document, another edition, and a repeal.
    user.ingest(&user.file("b/two.md", "# 璟澜市工艺办法（示例）\n\n第一条 给予一次性奖励2万元。\n"));
    user.ingest(
        &user.file("a/one.md", ONE.replace("10万元", "30万元").replace("2021年5月1日", "2023年5月1日")),
    );
    user.ingest(&user.file("c/three.md", "# 璟澜市清理决定（示例）\n\n2024年3月1日\n\n第一条 《璟澜市软件办法（示例）》自2024年3月1日起废止。\n"));
    let now = user.search("奖励", &[]);
    assert_eq!(now["total"], 2, "{now}");
    assert!(now["hits"].as_array().unwrap().iter().any(|hit| hit["policy"]["amended"] == true), "{now}");
    let texts = |answer: &Value| {
        answer["hits"]
            .as_array()
            .unwrap()
            .iter()
            .map(|hit| hit["clause"]["text"].to_string())
            .collect::<String>()
    };
    assert!(texts(&now).contains("30万元") && !texts(&now).contains("10万元"));

    let then = user.search("奖励", &["--as-of-watermark", &watermark]);
    assert_eq!((&then["total"], &then["total_policies"]), (&1.into(), &1.into()), "{then}");
    assert_eq!(then["store_watermark"], before["store_watermark"]);
    assert!(texts(&then).contains("10万元"), "{then}");
    assert_eq!(then["facets"]["kind"], before["facets"]["kind"]);
    assert_eq!(
        (&then["hits"][0]["policy"]["status"], &then["hits"][0]["policy"]["amended"]),
        (&before["hits"][0]["policy"]["status"], &false.into())
    );
    assert_eq!(then["hits"][0]["clause"]["ref"], format!("{id}@2021-05-01#a1"));
    assert!(then["warnings"].as_array().unwrap().iter().any(|warning| warning["code"] == "past_state"));
    assert_eq!(user.search("status:repealed 奖励", &["--as-of-watermark", &watermark])["total"], 0);
    assert_eq!(user.search("奖励 edition:all", &["--as-of-watermark", &watermark])["total"], 1);

    let rerun = user.run(&["collection", "rerun", "综述", "首次", "--json"]);
    assert_eq!((rerun.code(), &rerun.json()["total"]), (0, &1.into()), "{}", rerun.stderr());
    assert!(texts(&rerun.json()).contains("10万元"));
    assert_eq!(user.run(&["collection", "rerun", "综述", "首次", "--now", "--json"]).json()["total"], 2);
    assert_eq!(user.search("奖励", &["--as-of-watermark", "0"])["total"], 0, "nothing was there yet");
    let future = user.run(&["search", "奖励", "--as-of-watermark", "99999"]);
    assert_eq!(future.code(), 2);
    assert!(future.stderr().contains("stands at"), "{}", future.stderr());
    assert_eq!(user.run(&["collection", "rerun", "综述", "第二"]).code(), 1);
}

#[test]
fn collections_are_changed_over_http_and_on_the_page_by_those_who_know_the_token() {
    let (user, id) = user();
    let file = user.file("token", "0123456789abcdef-test\n");
    let path = "/api/v1/admin/collections/%E6%96%B0%E9%9B%86";
    let token = ("Authorization", "Bearer 0123456789abcdef-test");
    let json = ("Content-Type", "application/json");
    let closed = Server::start(&user, &[]);
    assert_eq!(closed.send("POST", path, &[token, json], r#"{"do":"new"}"#).status, 403, "it only reads");
    assert!(!closed.get("/collections").text().contains("name=\"token\""));
    drop(closed);
    let server = Server::start(&user, &["--admin", "--admin-token-file", file.to_str().unwrap()]);
    let change = |change: Value| server.send("POST", path, &[token, json], &change.to_string());
    let shown = || server.get("/api/v1/collections/%E6%96%B0%E9%9B%86");
    assert_eq!(server.send("POST", path, &[json], r#"{"do":"new"}"#).status, 401);
    assert_eq!(change(json!({"do": "new", "about": "春季"})).status, 204);
    assert_eq!(change(json!({"do": "new"})).status, 400, "there is one already");
    assert_eq!(change(json!({"do": "burn"})).status, 422);
    let clause = format!("{id}#第一条");
    let added = change(json!({"do": "add", "ref": clause, "note": "对比", "tags": ["奖励", "重点"]}));
    assert_eq!(added.status, 204, "{}", added.text());
    assert_eq!(change(json!({"do": "add", "ref": "nothing-1"})).status, 404);
    assert_eq!(change(json!({"do": "review", "ref": clause, "by": "李伟"})).status, 204);
    assert_eq!(change(json!({"do": "tag", "ref": clause, "tags": ["重点"], "remove": true})).status, 204);
    let item = shown().json()["items"][0].clone();
    assert_eq!((&item["note"], &item["tags"]), (&"对比".into(), &json!(["奖励"])), "{item}");
    assert_eq!(item["reviewed_by"], "李伟");

    // The same on the page, and what is written there is what the command line shows.
    let form = |path: &str, fields: &[(&str, &str)]| {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let kind = ("Content-Type", "application/x-www-form-urlencoded");
        server.send("POST", path, &[kind], &body)
    };
    let page = "/collections/%E6%96%B0%E9%9B%86";
    assert!(server.get(page).text().contains("name=\"token\""));
    let secret = ("token", "0123456789abcdef-test");
    assert_eq!(form(page, &[("do", "add"), ("ref", &id), ("token", "guess-guess-guess")]).status, 401);
    let text = "<script>alert(1)</script>\r\n第二行";
    let added = form(page, &[("do", "add"), ("ref", &id), ("text", text), ("tags", "全文，待查"), secret]);
    assert_eq!(added.status, 303, "{}", added.text());
    let html = server.get(page).text();
    assert!(html.contains("&lt;script&gt;") && !html.contains("<script>alert"), "{html}");
    let on_terminal = user.run(&["collection", "show", "新集", "--tag", "待查", "--json"]).json();
    assert_eq!(on_terminal["items"][0]["note"], "<script>alert(1)</script>\n第二行");
    let reference = on_terminal["items"][0]["ref"].as_str().unwrap();
    assert_eq!(form(page, &[("do", "remove"), ("ref", reference), secret]).status, 303);
    assert_eq!(form("/collections", &[("name", "页上"), ("about", ""), secret]).status, 303);
    assert_eq!(form("/collections", &[("name", "a/b"), secret]).status, 400);
    assert_eq!(shown().json()["items"].as_array().unwrap().len(), 1);
    assert_eq!(change(json!({"do": "remove", "ref": clause})).status, 204);
    assert_eq!(change(json!({"do": "remove", "ref": clause})).status, 400, "it is out already");
    assert_eq!(change(json!({"do": "delete"})).status, 204);
    assert_eq!(shown().status, 404);
}
