//! Searching by meaning: an embedder that works, one that is down, and ones that answer nonsense.

use crate::{
    haystack::{Ran, User},
    served::{Server, encoded},
};
use serde_json::{Value, json};
use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

/// How the stub answers.
#[derive(Clone, Copy, PartialEq)]
pub enum Mood {
    Well,
    OtherDimensions,
    NoNumbers,
    Fails,
    Hangs,
    TooFew,
    /// Well until it has been sent so many texts, then not at all.
    UntilFull(usize),
}

/// An embedder that gives texts of the same bigrams the same vectors; it knows one everyday word.
pub struct Stub {
    address: String,
    mood: Arc<Mutex<Mood>>,
    texts: Arc<AtomicUsize>,
}

impl Stub {
    pub fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let (mood, texts) = (Arc::new(Mutex::new(Mood::Well)), Arc::new(AtomicUsize::new(0)));
        let (shared, counted) = (Arc::clone(&mood), Arc::clone(&texts));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (mood, counted) = (*shared.lock().unwrap(), Arc::clone(&counted));
                thread::spawn(move || answer(stream, mood, &counted));
            }
        });
        Self { address, mood, texts }
    }

    pub fn is(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }
}

fn answer(mut stream: TcpStream, mood: Mood, texts: &AtomicUsize) -> Option<()> {
    let mut request = Vec::new();
    let mut buffer = [0; 8_192];
    let body = loop {
        let text = String::from_utf8_lossy(&request).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length =
                head.to_lowercase().split("content-length: ").nth(1)?.lines().next()?.trim().parse().ok()?;
            if body.len() >= length {
                break body.to_owned();
            }
        }
        let read = stream.read(&mut buffer).ok().filter(|&read| read > 0)?;
        request.extend_from_slice(&buffer[..read]);
    };
    let question: Value = serde_json::from_str(&body).ok()?;
    let input = question["input"].as_array()?;
    let sent = texts.fetch_add(input.len(), Ordering::SeqCst) + input.len();
    if mood == Mood::Hangs {
        thread::sleep(Duration::from_secs(20));
    }
    let entry = |(place, text): (usize, &Value)| {
        json!({"index": place, "embedding": vector(text.as_str()?, mood)}).into()
    };
    let mut data: Vec<Value> = input.iter().enumerate().filter_map(entry).collect();
    if mood == Mood::TooFew {
        data.pop();
    }
    let body = json!({"object": "list", "data": data}).to_string();
    let full = matches!(mood, Mood::UntilFull(most) if sent > most);
    let status = if full || mood == Mood::Fails { "500 Internal Server Error" } else { "200 OK" };
    let head = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
    stream.write_all(format!("{head}{body}").as_bytes()).ok()
}

fn vector(text: &str, mood: Mood) -> Vec<Option<f32>> {
    let text = text.replace("飞贼", "软件企业");
    let mut vector = vec![Some(0.01); if mood == Mood::OtherDimensions { 48 } else { 64 }];
    let chars: Vec<char> = text.chars().collect();
    for pair in chars.windows(2) {
        let place = (u32::from(pair[0]) as usize * 31 + u32::from(pair[1]) as usize) % vector.len();
        vector[place] = vector[place].map(|x| x + 1.0);
    }
    if mood == Mood::NoNumbers {
        vector[0] = None;
    }
    vector
}

/// A user of the sample with the stub in the configuration.
pub struct Reader {
    pub user: User,
    pub config: String,
}

impl Reader {
    pub fn new(stub: &Stub, more: &str) -> Self {
        let user = User::new();
        user.ingest(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus/sample"));
        let config = format!(
            "[embedder]\nurl = \"{}\"\nmodel = \"stub\"\nbatch = 16\ntimeout = 30\n{more}",
            stub.address
        );
        let config = user.file("polidex.toml", config).to_str().unwrap().to_owned();
        Self { user, config }
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        self.user.run(&[&["--config", &self.config], arguments].concat())
    }

    fn search(&self, query: &str) -> Value {
        let ran =
            self.run(&["search", "--json", "--no-translate", "--explain", "--limit", "50", "--", query]);
        assert!(ran.code() <= 1, "{}", ran.stderr());
        ran.json()
    }
}

pub fn refs(answer: &Value) -> Vec<&str> {
    let hits = answer["hits"].as_array().unwrap().iter();
    hits.map(|hit| hit["clause"]["ref"].as_str().unwrap()).collect()
}

pub fn codes(answer: &Value) -> Vec<&str> {
    answer["warnings"].as_array().unwrap().iter().filter_map(|warning| warning["code"].as_str()).collect()
}

#[test]
fn clauses_are_embedded_once_and_found_by_meaning() {
    let stub = Stub::new();
    let reader = Reader::new(&stub, "");
    assert!(codes(&reader.search("飞贼 研发")).contains(&"no_vectors"));
    let part = reader.run(&["index", "embed", "--max", "40", "--json"]);
    assert_eq!(part.code(), 1, "{}", part.stderr());
    assert_eq!(part.json()["sent"], 40);
    let all = reader.run(&["index", "embed", "--json"]);
    assert_eq!(all.code(), 0, "{}", all.stderr());
    let clauses = all.json()["clauses"].as_u64().unwrap();
    assert!(clauses > 100, "{clauses}");
    let sent = stub.texts.load(Ordering::SeqCst);
    assert_eq!(reader.run(&["index", "embed", "--json"]).json()["sent"], 0);
    assert_eq!(stub.texts.load(Ordering::SeqCst), sent, "what has a vector is not sent again");
    let status = reader.run(&["index", "status", "--json"]).json();
    assert_eq!(status["embedded"].as_u64(), Some(clauses));

    let found = reader.search("飞贼");
    assert_eq!(found["total"], 0, "words find nothing");
    let hits = found["hits"].as_array().unwrap();
    assert!(!hits.is_empty() && hits.iter().all(|hit| hit["meaning"]["only"] == true), "{found}");
    let best = format!("{}{}", hits[0]["policy"]["title"], hits[0]["clause"]["text"]);
    assert!(best.contains("软件"), "{best}");
    for hit in hits {
        let explain = &hit["explain"];
        let sum = explain["first"].as_f64().unwrap()
            + explain["behind"].as_f64().unwrap()
            + explain["meaning"]["added"].as_f64().unwrap();
        assert!((sum - hit["score"].as_f64().unwrap()).abs() < 0.01, "{hit}");
    }
    let told = reader.run(&["search", "--no-translate", "飞贼"]).stdout();
    assert!(told.contains("found by meaning only"), "{told}");
    // Filters and exclusions hold for them too, and quoted words are meant to the letter.
    assert_eq!(reader.search("飞贼 year:1901")["hits"], json!([]));
    let without = reader.search("飞贼 -软件");
    let texts = without["hits"].as_array().unwrap().iter().map(|hit| hit["clause"]["text"].as_str().unwrap());
    assert!(texts.into_iter().all(|text| !text.contains("软件")), "{without}");
    assert_eq!(reader.search("\"飞贼\"")["hits"], json!([]));
}

/// A regulation of so many articles; article `changed` has a wording of its own.
fn regulation(articles: usize, changed: Option<usize>) -> String {
    const MATTERS: [&str; 6] = ["软件企业", "园区租金", "人才公寓", "贷款贴息", "设备更新", "出口信用"];
    let article = |number: usize| {
        let (matter, standard) = (MATTERS[number % MATTERS.len()], number * 7);
        let more = if changed == Some(number) { "，另行公布名录" } else { "" };
        format!("第{number}条 第{number}类{matter}由主管部门按照第{standard}号标准审核{more}。")
    };
    let articles: Vec<String> = (1..=articles).map(article).collect();
    format!("# 璟澜市示例条例\n\n{}\n", articles.join("\n\n"))
}

#[test]
fn three_hundred_clauses_are_embedded_in_parts_and_again_only_where_they_changed() {
    let stub = Stub::new();
    let user = User::new();
    let config =
        format!("[embedder]\nurl = \"{}\"\nmodel = \"stub\"\nbatch = 32\ntimeout = 2\n", stub.address);
    let config = user.file("polidex.toml", config).to_str().unwrap().to_owned();
    let embed = || user.run(&["--config", &config, "--json", "index", "embed"]);
    let vectors = || {
        let files = std::fs::read_dir(user.data().join("index/vectors")).unwrap();
        files
            .map(|file| file.unwrap().path())
            .find(|path| path.extension().is_some_and(|end| end == "vec"))
            .unwrap()
    };
    let file = user.file("texts/regulation.md", regulation(300, None));
    user.ingest(file.parent().unwrap());
    // The server gives up on the way: what was done serves, and is not asked for again.
    stub.is(Mood::UntilFull(160));
    assert_eq!(embed().code(), 2);
    stub.is(Mood::Well);
    stub.texts.store(0, Ordering::SeqCst);
    let rest = embed().json();
    let (clauses, sent) = (rest["clauses"].as_u64().unwrap(), rest["sent"].as_u64().unwrap());
    assert!((300..310).contains(&clauses), "{rest}");
    assert_eq!((sent, rest["missing"].as_u64()), (clauses - 160, Some(0)));
    assert_eq!(stub.texts.load(Ordering::SeqCst) as u64, sent);
    // A record torn by a kill is cut off, and made anew.
    let bytes = std::fs::read(vectors()).unwrap();
    std::fs::write(vectors(), &bytes[..bytes.len() - 30]).unwrap();
    assert_eq!(embed().json()["sent"], 1);
    assert_eq!(std::fs::read(vectors()).unwrap().len(), bytes.len());
    // One article changes: one text is sent.
    user.file("texts/regulation.md", regulation(300, Some(17)));
    user.ingest(file.parent().unwrap());
    let changed = embed().json();
    assert_eq!(
        (changed["sent"].as_u64(), changed["clauses"].as_u64()),
        (Some(1), Some(clauses)),
        "{changed}"
    );
    // What cannot be a vector is not kept, whatever is wrong with it.
    user.file("texts/regulation.md", regulation(300, Some(18)));
    user.ingest(file.parent().unwrap());
    let before = std::fs::read(vectors()).unwrap();
    for (mood, said) in [
        (Mood::NoNumbers, "no direction"),
        (Mood::OtherDimensions, "dimensions"),
        (Mood::TooFew, "vectors for"),
        (Mood::Hangs, "no answer in"),
    ] {
        stub.is(mood);
        let ran = embed();
        assert_eq!(ran.code(), 2);
        assert!(ran.stderr().contains(said), "{}", ran.stderr());
        assert_eq!(std::fs::read(vectors()).unwrap(), before);
    }
}

#[test]
fn what_is_embedded_after_a_removal_has_vectors_of_its_own() {
    let stub = Stub::new();
    let reader = Reader::new(&stub, "");
    reader.user.ingest(&reader.user.file("removed/gone.md", regulation(20, None)));
    assert_eq!(reader.run(&["index", "embed"]).code(), 0);
    let removed = reader.run(&["remove", "璟澜市示例条例", "--reason", "裁定", "--by", "李伟"]);
    assert_eq!(removed.code(), 0, "{}", removed.stderr());
    let text = format!("# 丁办法（示例）\n\n第一条 {}。\n", "软件企业，".repeat(9));
    reader.user.ingest(&reader.user.file("later/came.md", text));
    assert_eq!(reader.run(&["index", "embed"]).code(), 0);
    let found = reader.search("飞贼");
    assert_eq!(found["hits"][0]["policy"]["title"], "丁办法（示例）", "{:?}", refs(&found));
}

#[test]
fn the_server_asks_the_embedder_too_and_answers_without_it() {
    let stub = Stub::new();
    let reader = Reader::new(&stub, "");
    assert_eq!(reader.run(&["index", "embed"]).code(), 0);
    let server = Server::start(&reader.user, &["--workers", "1", "--config", &reader.config]);
    let ask = || server.get(&format!("/api/v1/search?q={}&no_translate=true", encoded("飞贼")));
    let found = ask();
    let hits = found.json()["hits"].as_array().unwrap().clone();
    assert!(!hits.is_empty() && hits.iter().all(|hit| hit["meaning"]["only"] == true), "{}", found.text());
    assert!(found.header("etag").is_some());
    // An answer without the embedder is not kept as if it were the answer of the store.
    stub.is(Mood::Fails);
    let other = server.get(&format!("/api/v1/search?q={}&no_translate=true", encoded("飞贼 研发")));
    assert!(codes(&other.json()).contains(&"embedder_failed"), "{}", other.text());
    assert_eq!((other.header("etag"), other.header("cache-control")), (None, Some("no-store")));
    stub.is(Mood::Well);
    let again = server.get(&format!("/api/v1/search?q={}&no_translate=true", encoded("飞贼 研发")));
    assert!(!codes(&again.json()).contains(&"embedder_failed"), "{}", again.text());
    // One that hangs is waited for once, not with every question.
    stub.is(Mood::Hangs);
    let slow = |query: &str| {
        let answer = server.get(&format!("/api/v1/search?q={}&no_translate=true", encoded(query)));
        assert!(codes(&answer.json()).contains(&"embedder_failed"), "{}", answer.text());
    };
    let asked = stub.texts.load(Ordering::SeqCst);
    ["飞贼 甲", "飞贼 乙", "飞贼 丙"].into_iter().for_each(slow);
    assert_eq!(stub.texts.load(Ordering::SeqCst) - asked, 1, "the embedder is left alone");
}

#[test]
fn where_words_decide_nothing_changes() {
    let stub = Stub::new();
    let reader = Reader::new(&stub, "");
    let before = reader.search("璟府办发〔2024〕12号");
    assert_eq!(reader.run(&["index", "embed"]).code(), 0);
    let asked = stub.texts.load(Ordering::SeqCst);
    assert_eq!(refs(&reader.search("璟府办发〔2024〕12号")), refs(&before));
    assert_eq!(stub.texts.load(Ordering::SeqCst), asked, "the embedder was not asked");
    let answer = reader.search("首次升规 奖励");
    assert_eq!(answer["total"], reader.user.search("首次升规 奖励", &["--no-translate"])["total"]);
}

#[test]
fn a_broken_embedder_costs_meaning_and_nothing_else() {
    let stub = Stub::new();
    let reader = Reader::new(&stub, "");
    assert_eq!(reader.run(&["index", "embed"]).code(), 0);
    let plain = reader.user.search("飞贼 研发 设备", &["--no-translate", "--limit", "50"]);
    for mood in [Mood::OtherDimensions, Mood::NoNumbers, Mood::Fails, Mood::Hangs, Mood::TooFew] {
        stub.is(mood);
        let answer = reader.search("飞贼 研发 设备");
        assert!(codes(&answer).contains(&"embedder_failed"), "{answer}");
        assert_eq!(answer["total"], plain["total"]);
        assert_eq!(refs(&answer), refs(&plain));
    }
    let down = Reader::new(&Stub { address: "http://127.0.0.1:9".to_owned(), ..Stub::new() }, "");
    let refused = down.run(&["index", "embed"]);
    assert_eq!(refused.code(), 2);
    assert!(refused.stderr().contains("does not answer"), "{}", refused.stderr());
}

#[test]
fn a_configuration_that_cannot_be_used_is_named() {
    let stub = Stub::new();
    let user = User::new();
    user.ingest(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus/sample"));
    assert_eq!(user.run(&["index", "embed"]).code(), 2);
    for (config, said) in [
        ("url = \"ftp://x\"\nmodel = \"m\"\n", "http"),
        ("url = \"http://x\"\nmodel = \"m\"\nbatch = 0\n", "batch"),
        ("url = \"http://x\"\nmodel = \"m\"\nkey_env = \"NO_SUCH_VARIABLE_HERE\"\n", "NO_SUCH_VARIABLE_HERE"),
        ("url = \"http://x\"\n", "model"),
        ("url = \"http://x\"\nmodel = \"m\"\ncolour = 1\n", "colour"),
    ] {
        let config = user.file("polidex.toml", format!("[embedder]\n{config}"));
        let ran = user.run(&["--config", config.to_str().unwrap(), "search", "软件"]);
        assert_eq!(ran.code(), 2);
        assert!(ran.stderr().contains(said), "{}", ran.stderr());
    }
    drop(stub);
}
