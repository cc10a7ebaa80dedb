//! Drafts of articles: every claim in them held against the store.

use crate::{
    haystack::{User, real, sample},
    papers,
    quoting::CLAUSE,
};
use serde_json::Value;
use std::{
    fs,
    io::{BufRead, BufReader, Write},
    net::TcpListener,
    path::{Path, PathBuf},
    thread,
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

/// How many claims are called wrong; those that are wrong must be among them, each with its kind.
fn wrong(report: &Value, expected: &[(&str, &str)]) -> usize {
    let findings = report["findings"].as_array().unwrap();
    for finding in findings {
        println!("{} {} {} {}", finding["line"], finding["outcome"], finding["code"], finding["text"]);
    }
    let wrong: Vec<&Value> = findings.iter().filter(|finding| finding["outcome"] == "wrong").collect();
    for (words, code) in expected {
        let found = wrong.iter().find(|finding| finding["text"].as_str().unwrap().contains(words));
        assert!(found.is_some_and(|found| found["code"] == *code), "{words}: {found:?}");
    }
    wrong.len()
}

#[test]
fn an_article_is_checked() {
    let Some(folder) = real("laws/民法典") else { return };
    let user = User::new();
    user.ingest(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus/sample"));
    user.ingest(&folder);
    let (code, report) = check(&user, &draft("software-industry.md"), &[]);
    assert_eq!(wrong(&report, WRONG), WRONG.len(), "{report}");
    assert!(report["right"].as_u64().unwrap() >= 25, "{report}");
    assert_eq!(code, 1);
}

/// What is wrong in an article whose claims are of other kinds.
const WRONG_IN_ANOTHER: &[(&str, &str)] = &[
    ("1600元", "altered"),
    ("15万元", "other_figure"),
    ("有效期5年", "altered"),
    ("专项资金的使用可以", "altered"),
    ("第九条之二", "no_such_article"),
    ("不超过800万元", "altered"),
    ("靜態管理", "altered"),
    ("百分之八十", "altered"),
    ("璟经信规〔2025〕6号", "other_number"),
    ("不包括更换名称", "altered"),
];

#[test]
fn another_article_is_checked() {
    let (code, report) = check(sample(), &draft("talent-and-parks.md"), &[]);
    let found = wrong(&report, WRONG_IN_ANOTHER);
    assert_eq!((code, found), (1, WRONG_IN_ANOTHER.len()), "{report}");
    assert!(report["right"].as_u64().unwrap() >= 15, "{report}");
}

/// An article of three paragraphs: a clause quoted right, one quoted wrong, and a figure.
fn paragraphs() -> [String; 3] {
    [
        format!("《璟澜市支持软件产业高质量发展办法》第三条规定：“{CLAUSE}。”这是各项措施的出发点。"),
        "该办法第五条明确，“对首次升规入统的软件企业，给予一次性奖励50万元”，企业无需另行申请即可兑现。"
            .to_owned(),
        "《璟澜市支持软件产业高质量发展办法》第四十条的内容，记者没有找到。".to_owned(),
    ]
}

/// The same as a page.
fn page(paragraphs: &[&str]) -> String {
    let paragraphs = paragraphs.join("</p><p>");
    format!("<html><body><article><h1>一篇稿件</h1><p>{paragraphs}</p></article></body></html>")
}

/// Checks a draft of these paragraphs, whatever its format.
fn finds_what_is_wrong(input: &str, more: &[&str]) {
    let ran = sample().run(&[&["quote", "check", "--json", "--as-of", "2026-11-25", input], more].concat());
    assert_eq!(ran.code(), 1, "{input}: {}{}", ran.stdout(), ran.stderr());
    let report = ran.json();
    let codes: Vec<&str> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["outcome"] == "wrong")
        .map(|finding| finding["code"].as_str().unwrap())
        .collect();
    assert_eq!(codes, ["altered", "no_such_article"], "{input}: {report}");
    assert!(report["right"].as_u64() >= Some(3), "{input}: {report}");
}

#[test]
fn drafts_of_every_format_are_read() {
    let scratch = User::new();
    let paragraphs = paragraphs();
    let lines: Vec<&str> = paragraphs.iter().map(String::as_str).collect();
    let text = lines.join("\n\n");
    let page = page(&lines);
    for (name, bytes) in [
        ("draft.md", text.clone().into_bytes()),
        ("draft.txt", text.clone().into_bytes()),
        ("gbk.txt", encoding_rs::GBK.encode(&text).0.into_owned()),
        ("gbk.md", encoding_rs::GBK.encode(&text).0.into_owned()),
        ("draft.html", page.clone().into_bytes()),
        ("draft.docx", papers::docx(&lines)),
        ("draft.pdf", papers::pdf(&lines)),
    ] {
        finds_what_is_wrong(scratch.file(name, bytes).to_str().unwrap(), &[]);
    }
}

#[test]
fn what_is_no_draft_gets_a_clear_message() {
    let (user, scratch) = (sample(), User::new());
    for (name, bytes, words, zh) in [
        ("empty.md", &b""[..], "no text", "没有"),
        // The container, with the name of the stream that holds what is encrypted.
        (
            "secret.docx",
            b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0",
            "encrypted",
            "加密",
        ),
        ("binary.txt", b"\x7fELF\x00\x01\x02", "binary", ""),
        ("cut.docx", b"PK\x03\x04", "an archive", "压缩包"),
    ] {
        let path = scratch.file(name, bytes);
        let ran = user.run(&["quote", "check", path.to_str().unwrap()]);
        assert_eq!(ran.code(), 2, "{name}");
        assert!(ran.stderr().contains(words), "{name}: {}", ran.stderr());
        let ran = user.run(&["quote", "check", "--locale", "zh", path.to_str().unwrap()]);
        assert!(ran.stderr().contains(zh), "{name}: {}", ran.stderr());
    }
    let ran = user.run(&["quote", "check", "/no/such/draft.md"]);
    assert_eq!(ran.code(), 2);
}

/// Serves one answer to everybody who asks, until the process ends.
fn serving(status: &'static str, media_type: &'static str, body: Vec<u8>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for mut asked in listener.incoming().flatten() {
            let mut line = String::new();
            let mut lines = BufReader::new(asked.try_clone().unwrap());
            while lines.read_line(&mut line).is_ok_and(|read| read > 2) {
                line.clear();
            }
            let head = format!(
                "HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                body.len()
            );
            // Whoever leaves early leaves early.
            let _ = asked.write_all(head.as_bytes()).and_then(|()| asked.write_all(&body));
        }
    });
    format!("http://{address}/draft")
}

#[test]
fn drafts_on_the_web_are_fetched_through_the_guarded_client() {
    let paragraphs = paragraphs();
    let lines: Vec<&str> = paragraphs.iter().map(String::as_str).collect();
    let page = page(&lines);
    let html = serving("200 OK", "text/html; charset=gb2312", encoding_rs::GBK.encode(&page).0.into_owned());
    finds_what_is_wrong(&html, &["--allow-private"]);
    let word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    finds_what_is_wrong(&serving("200 OK", word, papers::docx(&lines)), &["--allow-private"]);
    finds_what_is_wrong(&serving("200 OK", "application/pdf", papers::pdf(&lines)), &["--allow-private"]);
    // An address that comes from elsewhere must not lead into the user's own network.
    let refused = sample().run(&["quote", "check", &html]);
    assert_eq!(refused.code(), 2, "{}", refused.stdout());
    assert!(refused.stderr().contains("--allow-private"), "{}", refused.stderr());
    let gone = serving("404 Not Found", "text/html", b"<p>gone</p>".to_vec());
    let ran = sample().run(&["quote", "check", &gone, "--allow-private"]);
    assert_eq!(ran.code(), 2);
    assert!(ran.stderr().contains("404"), "{}", ran.stderr());
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
