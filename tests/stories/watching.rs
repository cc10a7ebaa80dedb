//! What is new since the last look.

use crate::haystack::User;
use serde_json::Value;
use std::{
    io::{Read, Write},
    net::TcpListener,
    path::Path,
};

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

const PROFILE: &str =
    "name = \"璟澜示例软件有限公司\"\nsectors = [\"software\"]\nregistered = \"璟澜市映潮区\"\n";

#[test]
fn a_company_hears_what_it_can_get() {
    let user = User::new();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus/sample");
    user.ingest(&user.file("a/measures.md", TEXT));
    let profile = user.file("company.toml", PROFILE);
    let path = profile.to_str().expect("a path in UTF-8");
    let added = user.run(&["watch", "add", "company", "--profile", path]);
    assert_eq!(added.code(), 0, "{}", added.stderr());
    assert_eq!(user.run(&["watch", "check"]).code(), 1, "nothing happened yet");
    user.ingest(&sample);
    let report = user.run(&["watch", "check", "--json"]).json();
    assert_eq!(report[0]["subject"]["kind"], "profile");
    let news = report[0]["news"].as_array().expect("a list of news");
    assert!(!news.is_empty() && news.iter().all(|piece| piece["kind"] != "gone"), "{report}");
    assert_eq!(user.run(&["watch", "check"]).code(), 1, "it is told once");
    // The file is read at every look; what is wrong with it is said, and nothing is forgotten.
    std::fs::write(&profile, "colour = \"red\"\n").expect("the profile can be written");
    let broken = user.run(&["watch", "check"]);
    assert_eq!(broken.code(), 1);
    assert!(broken.stderr().contains("colour") && broken.stderr().contains("company"), "{}", broken.stderr());
    std::fs::remove_file(&profile).expect("the profile can be removed");
    let gone = user.run(&["--locale", "zh", "watch", "check"]);
    assert!(gone.stderr().contains("无法读取企业画像"), "{}", gone.stderr());
}

/// Answers one request after the other with these statuses; gives what it was sent.
fn receiver(statuses: &'static [u16]) -> (u16, std::thread::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port of this machine");
    let port = listener.local_addr().expect("an address").port();
    let thread = std::thread::spawn(move || {
        let answer = |status: &u16| {
            let (mut stream, _) = listener.accept().expect("somebody connects");
            let mut request = Vec::new();
            let mut buffer = [0; 4096];
            loop {
                let text = String::from_utf8_lossy(&request).into_owned();
                if let Some((head, body)) = text.split_once("\r\n\r\n") {
                    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
                    if length.and_then(|length| length.parse::<usize>().ok()).is_some_and(|n| body.len() >= n)
                    {
                        break;
                    }
                }
                let read = stream.read(&mut buffer).expect("a request");
                assert!(read > 0, "the request ended early: {text}");
                request.extend_from_slice(&buffer[..read]);
            }
            let line = format!("HTTP/1.1 {status} X\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
            stream.write_all(line.as_bytes()).expect("the answer is taken");
            String::from_utf8(request).expect("a request in UTF-8")
        };
        statuses.iter().map(answer).collect()
    });
    (port, thread)
}

fn header<'r>(request: &'r str, name: &str) -> &'r str {
    let found = request.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
    found.unwrap_or_else(|| panic!("no {name} in {request}"))
}

#[test]
fn news_arrive_at_a_webhook_signed_and_once() {
    let user = watching();
    user.ingest(&user.file("b/other.md", "# 璟澜市另一办法（示例文本）\n\n第一条 对软件企业给予奖励。\n"));
    let config = user.file("polidex.toml", "[webhook]\nallow_private = true\nsecret_file = \"secret\"\n");
    user.file("secret", "illustrative secret\n");
    let check = |url: &str| {
        let arguments = ["--config", config.to_str().expect("UTF-8"), "watch", "check", "--webhook", url];
        let mut command = user.command(&arguments);
        command.current_dir(user.path("")).env_remove("POLIDEX_WEBHOOK_SECRET");
        command.output().expect("the program starts")
    };
    // A receiver that refuses: nothing counts as told.
    let (port, refusing) = receiver(&[403]);
    let refused = check(&format!("http://127.0.0.1:{port}/hook"));
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("403"));
    refusing.join().expect("the receiver ends");
    // One that is away for a moment is asked again, with the same message.
    let (port, taking) = receiver(&[503, 204]);
    let taken = check(&format!("http://127.0.0.1:{port}/hook"));
    assert_eq!(taken.status.code(), Some(0), "{}", String::from_utf8_lossy(&taken.stderr));
    let requests = taking.join().expect("the receiver ends");
    assert!(requests[0].starts_with("POST /hook HTTP/1.1\r\n"));
    for name in ["polidex-signature-256", "polidex-delivery"] {
        assert_eq!(header(&requests[0], name), header(&requests[1], name));
    }
    let (_, body) = requests[1].split_once("\r\n\r\n").expect("a body");
    let signed =
        polidex_ingest::webhook::signature(b"illustrative secret", body.as_bytes()).expect("a secret");
    assert_eq!(header(&requests[1], "polidex-signature-256"), signed);
    let message: Value = serde_json::from_str(body).expect("JSON");
    assert_eq!(message["event"], "news");
    assert_eq!(kinds(&message["reports"]), [told("reward", &["new"])]);
    // What was delivered is told; without news nobody is asked.
    assert_eq!(check(&format!("http://127.0.0.1:{port}/hook")).status.code(), Some(1));
}

#[test]
fn a_webhook_needs_a_secret_and_a_public_address() {
    let user = watching();
    user.ingest(&user.file("b/other.md", "# 璟澜市另一办法（示例文本）\n\n第一条 对软件企业给予奖励。\n"));
    let run = |secret: Option<&str>| {
        let mut command = user.command(&["watch", "check", "--webhook", "http://127.0.0.1:9/"]);
        command.env_remove("POLIDEX_WEBHOOK_SECRET");
        if let Some(secret) = secret {
            command.env("POLIDEX_WEBHOOK_SECRET", secret);
        }
        let output = command.output().expect("the program starts");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (code, unsigned) = run(None);
    assert!(code == Some(2) && unsigned.contains("POLIDEX_WEBHOOK_SECRET"), "{unsigned}");
    let (code, private) = run(Some("illustrative"));
    assert!(code == Some(2) && private.contains("127.0.0.1"), "{private}");
}
