//! Drafts of articles: every claim in them held against the store.

use crate::{
    haystack::{User, real, sample},
    quoting::CLAUSE,
};
use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
};

fn draft(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/drafts").join(name)
}

fn check(user: &User, path: &Path, more: &[&str]) -> (i32, Value) {
    let path = path.to_str().unwrap();
    let ran = user.run(&[&["quote", "check", "--json", "--as-of", "2026-11-25", path], more].concat());
    (ran.code(), ran.json())
}

/// What is wrong in the article: words of the claim, and what must be found.
const WRONG: &[(&str, &str)] = &[
    ("300万元", "other_figure"),
    ("150万元", "altered"),
    ("就高、重复的原则", "altered"),
    ("第二十八条", "no_such_article"),
    ("对新设立区域总部", "other_article"),
    ("对带技术、带项目", "misattributed"),
    ("栖梧府办规〔2024〕15号", "other_number"),
    ("《璟澜市引进和培育数字技术人才若干措施》", "misnamed"),
    ("按照项目研发投入的20%", "superseded"),
    ("璟经信规〔2023〕8号", "no_such_number"),
    ("得以已经废止", "misleading_cut"),
    ("对首次取得软件企业评估证书", "stitched"),
    ("数据合规官", "not_in_document"),
    ("may be granted", "altered"),
    ("13 million yuan", "other_figure"),
];

#[test]
fn an_article_is_checked() {
    let Some(folder) = real("laws/民法典") else { return };
    let user = User::new();
    user.ingest(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus/sample"));
    user.ingest(&folder);
    let (code, report) = check(&user, &draft("software-industry.md"), &[]);
    let findings = report["findings"].as_array().unwrap();
    for finding in findings {
        println!("{} {} {} {}", finding["line"], finding["outcome"], finding["code"], finding["text"]);
    }
    let wrong: Vec<&Value> = findings.iter().filter(|finding| finding["outcome"] == "wrong").collect();
    for (words, code) in WRONG {
        let found = wrong.iter().find(|finding| finding["text"].as_str().unwrap().contains(words));
        assert!(found.is_some_and(|found| found["code"] == *code), "{words}: {found:?}");
    }
    assert_eq!(wrong.len(), WRONG.len(), "{wrong:?}");
    assert!(report["right"].as_u64().unwrap() >= 25, "{report}");
    assert_eq!(code, 1);
}

#[test]
fn drafts_of_every_format_are_read() {
    let user = sample();
    let text = format!("《璟澜市支持软件产业高质量发展办法》第三条规定：“{CLAUSE}。”又称最高补助。\n");
    let scratch = User::new();
    let right = |path: &Path| {
        let (code, report) = check(user, path, &[]);
        assert_eq!((code, report["wrong"].as_u64()), (0, Some(0)), "{report}");
        assert!(report["right"].as_u64() >= Some(3), "{report}");
    };
    right(&scratch.file("draft.md", &text));
    right(&scratch.file("draft.txt", &text));
    right(&scratch.file("gbk.txt", encoding_rs::GBK.encode(&text).0));
    let page =
        format!("<html><body><article><h1>一篇稿件</h1><p>{text}</p><p>{text}</p></article></body></html>");
    right(&scratch.file("draft.html", page));
    for (name, bytes, words) in [
        ("empty.md", &b""[..], "no text"),
        (
            "old.docx",
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0",
            "encrypted",
        ),
        ("binary.txt", b"\x7fELF\x00\x01\x02", "binary"),
    ] {
        let ran = user.run(&["quote", "check", scratch.file(name, bytes).to_str().unwrap()]);
        assert_eq!(ran.code(), 2, "{name}");
        assert!(ran.stderr().contains(words), "{name}: {}", ran.stderr());
    }
    let ran = user.run(&["quote", "check", "/no/such/draft.md"]);
    assert_eq!(ran.code(), 2);
}

#[test]
fn reports_come_in_four_forms_and_are_no_markup() {
    let scratch = User::new();
    let wrong = CLAUSE.replace("公开透明", "公开<b>不</b>透明");
    let path = scratch.file(
        "draft.txt",
        format!("《璟澜市支持软件产业高质量发展办法》规定：“{wrong}”。<script>alert(1)</script>\n"),
    );
    let path = path.to_str().unwrap();
    let form = |form: &str| {
        let ran = sample().run(&["quote", "check", path, "--format", form]);
        assert_eq!(ran.code(), 1, "{}", ran.stderr());
        ran.stdout()
    };
    let terminal = form("terminal");
    assert!(terminal.contains("wrong") && terminal.contains("grave: a negation"), "{terminal}");
    let html = form("html");
    assert!(html.contains("<mark class=\"wrong\">") && !html.contains("<script"), "{html}");
    assert!(!html.contains("http://") && !html.contains("src="), "{html}");
    let markdown = form("markdown");
    assert!(
        markdown.contains("| wrong | quotation |") && markdown.contains("\\<script\\>")
            || !markdown.contains("<script>")
    );
    let json: Value = serde_json::from_str(&form("json")).unwrap();
    assert_eq!(json["findings"][0]["kind"], "title");
    let zh = sample().run(&["--locale", "zh", "quote", "check", path]);
    assert!(zh.stdout().contains("严重：否定词"), "{}", zh.stdout());
}

#[test]
fn a_draft_is_watched_while_it_is_written() {
    use std::io::{BufRead, BufReader};
    let scratch = User::new();
    let path = scratch.file("draft.txt", format!("《璟澜市支持软件产业高质量发展办法》规定：“{CLAUSE}”。\n"));
    let mut command = sample().command(&["quote", "check", path.to_str().unwrap(), "--json", "--watch"]);
    let mut child =
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut next = || serde_json::from_str::<Value>(&lines.next().unwrap().unwrap()).unwrap();
    assert_eq!(next()["wrong"], 0);
    fs::write(
        &path,
        format!("《璟澜市支持软件产业高质量发展办法》规定：“{}”。\n", CLAUSE.replace("公开", "不公开")),
    )
    .unwrap();
    assert_eq!(next()["wrong"], 1);
    child.kill().unwrap();
    child.wait().unwrap();
}
