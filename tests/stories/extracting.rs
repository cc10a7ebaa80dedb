//! What a page gives is printed without being stored.

use crate::haystack::User;
use std::{
    io::{Read, Write},
    net::TcpListener,
    thread,
};

fn page() -> String {
    let text = "示例市对首次升规入统的软件企业给予一次性奖励，具体办法另行制定。".repeat(8);
    format!(
        "<html><head><meta name=PubDate content='2026-01-05 09:30'><title>示例市支持软件若干措施_示例市人民政府</title></head><body>\
         <div class=nav><a href=/>首页</a> &gt; <a href=/zwgk/>政务公开</a></div>\
         <table><tr><td>索 引 号：</td><td>0001/2026-00002</td><td>发文字号：</td><td>示府发〔2026〕1号</td></tr>\
         <tr><td>发文机关：</td><td>示例市人民政府</td><td>成文日期：</td><td>2026年1月2日</td></tr></table>\
         <h1>示例市支持软件若干措施</h1><div id=zoom><p>{text}</p><p>示例市人民政府</p><p>2026年1月2日</p>\
         <p>附件：<a href='P0202601.pdf'>申请表</a></p></div>\
         <div><a href='t20260106_9.html'>政策解读</a><a href='/jd/'>解读</a></div><div>版权所有 示例市人民政府</div></body></html>"
    )
}

/// A server that gives every visitor the page, or leads to it.
fn server(body: String) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            // A visitor who went away is no reason to close the door to the next.
            let Ok(mut stream) = stream else { continue };
            let mut request = [0; 4096];
            let Ok(length) = stream.read(&mut request) else { continue };
            let asked = String::from_utf8_lossy(&request[..length]).into_owned();
            let answer = match asked.split(' ').nth(1) {
                Some("/old") => {
                    "HTTP/1.1 301 Moved\r\nLocation: /zc/t20260105_1.html\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                        .to_owned()
                }
                Some("/loop") => {
                    "HTTP/1.1 302 Found\r\nLocation: /loop\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".to_owned()
                }
                Some("/gone") => "HTTP/1.1 410 Gone\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".to_owned(),
                _ => format!(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
                    body.len()
                ),
            };
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    address
}

#[test]
fn a_saved_page_gives_one_line_of_json() {
    let user = User::new();
    let file = user.file("page.html", page());
    let ran = user.run(&["extract", "--json", file.to_str().unwrap()]);
    assert_eq!(ran.code(), 0, "{}", ran.stderr());
    let line = ran.json();
    for (key, value) in [
        ("title", "示例市支持软件若干措施"),
        ("doc_number", "示府发〔2026〕1号"),
        ("issuer", "示例市人民政府"),
        ("index_number", "0001/2026-00002"),
        ("written", "2026-01-02"),
        ("published", "2026-01-05"),
    ] {
        assert_eq!(line[key], value, "{key}");
    }
    let text = line["text"].as_str().unwrap();
    assert!(text.starts_with("示例市对首次") && text.ends_with("附件：申请表"), "{text}");
    assert_eq!(line["attachments"], serde_json::json!([]), "no address, so no link can be resolved");
    assert!(!user.data().exists(), "nothing is stored");

    let sheet = user.run(&["extract", file.to_str().unwrap()]);
    assert!(sheet.stdout().contains("number 示府发〔2026〕1号"), "{}", sheet.stdout());
}

#[test]
fn pages_of_the_web_are_read_behind_the_guard() {
    let user = User::new();
    let server = server(page());
    let old = format!("{server}/old");
    let refused = user.run(&["extract", &old]);
    assert_eq!(refused.code(), 2);
    assert!(refused.stderr().contains("127.0.0.1"), "{}", refused.stderr());

    let ran = user.run(&["extract", "--allow-private", "--json", &old]);
    assert_eq!(ran.code(), 0, "{}", ran.stderr());
    let line = ran.json();
    assert_eq!(line["url"], format!("{server}/zc/t20260105_1.html"));
    assert_eq!(line["attachments"][0]["url"], format!("{server}/zc/P0202601.pdf"));
    assert_eq!(line["related"][0]["kinship"], "interpretation");
    assert_eq!(line["related"].as_array().unwrap().len(), 1);

    let (looping, gone) = (format!("{server}/loop"), format!("{server}/gone"));
    let ran = user.run(&["extract", "--allow-private", "--json", &looping, &gone, &old]);
    assert_eq!(ran.code(), 1);
    assert!(
        ran.stderr().contains("redirects more than 10") && ran.stderr().contains("410"),
        "{}",
        ran.stderr()
    );
    assert_eq!(ran.stdout().lines().count(), 1);
}

#[test]
fn the_rules_of_a_source_can_be_forced() {
    let user = User::new();
    let rules = "name = 'example'\ntitle = { zh = '示例市', en = 'Example City' }\ntier = 'official'\nhosts = ['www.example.cn']\n\
        region = 'CN-CQ'\n[page]\nbody = ['.side']\n[page.metadata]\n'.no' = 'doc_number'";
    let source = user.file("example.toml", rules);
    let side = "本措施由示例市经济和信息化主管部门负责解释，自公布之日起施行。".repeat(6);
    let html =
        format!("{}<div class=side><p>{side}</p></div><span class=no>示经信发〔2026〕7号</span>", page());
    let file = user.file("page.html", html);
    let arguments = ["extract", "--json", "--source", source.to_str().unwrap(), file.to_str().unwrap()];
    let line = user.run(&arguments).json();
    assert!(line["text"].as_str().unwrap().starts_with("本措施由"), "{line}");
    assert_eq!((&line["doc_number"], &line["region"]), (&"示经信发〔2026〕7号".into(), &"CN-CQ".into()));
    let unknown = user.run(&["extract", "--source", "nowhere", file.to_str().unwrap()]);
    assert_eq!(unknown.code(), 2);
}

#[test]
fn texts_are_read_and_what_is_none_is_named() {
    let user = User::new();
    let text = user.file("a.txt", "示例市人民政府关于示例的通知\n各有关单位：\n现通知如下。");
    let markdown = user.file("b.md", "# 示例办法\n\n第一条 为了示例。");
    let old = user.file("c.doc", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0]);
    let paths: Vec<&str> = [&text, &markdown, &old].iter().map(|path| path.to_str().unwrap()).collect();
    let ran = user.run(&["extract", "--json", paths[0], paths[1], paths[2], "absent.html"]);
    assert_eq!(ran.code(), 1);
    let titles: Vec<String> = ran
        .stdout()
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["title"].to_string())
        .collect();
    assert_eq!(titles, ["\"示例市人民政府关于示例的通知\"", "\"示例办法\""]);
    assert!(ran.stderr().contains("DOC") && ran.stderr().contains("absent.html"), "{}", ran.stderr());
}
