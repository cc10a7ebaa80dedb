//! The small server answers as a real one did: what passed between polidex and Meilisearch was written down
//! (tests/meili/recorded.jsonl, its first line says of which version) and is asked of the small server again.
//!
//! After a change to what polidex asks for, write it down anew, with a real server:
//! `POLIDEX_TEST_MEILI=BINARY POLIDEX_RECORD=1 cargo test --test stories a_conversation_is_written_down`.

use crate::{
    engines::with_key,
    haystack::User,
    meili::{Exchange, Meilisearch, RealServer, Recorder},
};
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
};

fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/meili/recorded.jsonl")
}

/// Rules of towns that do not exist.
const TEXTS: [(&str, &str); 3] = [
    (
        "奖励办法.md",
        "# 示例市软件企业奖励办法\n\n第一条 首次升规的软件企业，给予奖励二十万元。\n\n第二条 本办法自2025年1月1日起施行。\n",
    ),
    (
        "税收通知.md",
        "# 示例区关于税收优惠的通知\n\n一、小微企业减征企业所得税。\n\n二、集成电路企业可以申请补贴。\n",
    ),
    (
        "rules.md",
        "# Rules of Example Town on software enterprises\n\nArticle 1 A software enterprise receives a reward of CNY 200,000.\n\nArticle 2 These rules take effect on January 1, 2025.\n",
    ),
];

const QUERIES: [&str; 8] = [
    "软件企业 奖励",
    "\"集成电路企业\"",
    "补贴 OR 奖励",
    "税",
    "企业 -奖励",
    "kind:other 奖励",
    "software enterprise reward",
    "own = \"软件\" OR policy EXISTS",
];

#[test]
fn a_conversation_is_written_down() {
    if env::var_os("POLIDEX_RECORD").is_none() {
        return;
    }
    let server = RealServer::start().expect("a real server");
    let address = server.url().trim_start_matches("http://").to_owned();
    let recorder = Recorder::before(&address);
    let user = User::new();
    for (name, text) in TEXTS {
        user.file(&format!("texts/{name}"), text);
    }
    user.ingest(&user.path("texts"));
    let done = |arguments: &[&str]| {
        let ran = with_key(&user, arguments).output().expect("it starts");
        assert!(ran.status.code().is_some_and(|code| code < 2), "{}", String::from_utf8_lossy(&ran.stderr));
    };
    done(&["index", "migrate", "--to", "meilisearch", "--meili-url", &recorder.url()]);
    for query in QUERIES {
        done(&["search", "--json", query]);
    }
    done(&["search", "--json", "--sort", "newest", "企业"]);
    let more = user.file("texts/税收通知.md", format!("{}\n三、本通知自发布之日起施行。\n", TEXTS[1].1));
    done(&["ingest", more.to_str().expect("a path")]);
    done(&["doctor"]);
    let mut seen = recorder.seen();
    for (verb, path, key, body) in [
        ("POST", "/indexes/nothing/search", "master", json!({"limit": 0}).to_string()),
        ("POST", "/indexes/polidex/search", "master", json!({"filter": "own = = a"}).to_string()),
        ("POST", "/indexes/polidex/search", "wrong", json!({"limit": 0}).to_string()),
        ("POST", "/swap-indexes", "search", json!([]).to_string()),
        ("GET", "/indexes/nothing", "master", String::new()),
        ("GET", "/tasks/99999", "master", String::new()),
    ] {
        let asked = Exchange {
            verb: verb.into(),
            path: path.into(),
            key: key.into(),
            body,
            status: 0,
            reply: Value::Null,
        };
        // The search key of a real server is its own.
        let key = seen.iter().find_map(|seen| seen.reply["key"].as_str()).expect("a key was made").to_owned();
        let sent = if key == "search" { Exchange { key, ..asked.clone() } } else { asked.clone() };
        let Exchange { status, reply, .. } = sent.with(&address);
        seen.push(Exchange { status, reply, ..asked });
    }
    let version =
        seen.iter().find(|seen| seen.path == "/version").expect("it was asked").reply["pkgVersion"].clone();
    let mut text = format!("{}\n", json!({"version": version}));
    for mut exchange in seen {
        // What is secret or of this machine has no part in it.
        if exchange.path.starts_with("/keys") {
            exchange.reply = Value::Null;
        }
        text.push_str(&serde_json::to_string(&exchange).expect("JSON"));
        text.push('\n');
    }
    fs::write(file(), text).expect("it can be written");
}

/// What polidex reads of a reply; nothing where it depends on how far a task is.
fn essence(exchange: &Exchange) -> Option<Value> {
    let reply = &exchange.reply;
    let search = |result: &Value| {
        let hits: BTreeSet<&str> =
            result["hits"].as_array().into_iter().flatten().filter_map(|hit| hit["id"].as_str()).collect();
        let manifest = &result["hits"][0]["manifest"];
        json!([result["estimatedTotalHits"], result["facetDistribution"], hits, manifest])
    };
    let path = exchange.path.split('?').next().unwrap_or_default();
    if exchange.status >= 400 {
        return Some(reply["code"].clone());
    }
    Some(match path {
        "/multi-search" => reply["results"].as_array().into_iter().flatten().map(search).collect(),
        _ if path.ends_with("/search") => search(reply),
        _ if path.ends_with("/stats") => reply["numberOfDocuments"].clone(),
        _ if path.starts_with("/tasks/") => match reply["status"].as_str() {
            Some("succeeded" | "failed") => json!([reply["status"], reply["error"]["code"]]),
            _ => return None,
        },
        "/version" | "/keys" => Value::Null,
        _ => reply["taskUid"].clone(),
    })
}

#[test]
fn the_small_server_answers_as_the_real_one_did() {
    let recorded = fs::read_to_string(file()).expect("a conversation was written down");
    let mut lines = recorded.lines();
    assert!(lines.next().is_some_and(|first| first.contains("\"version\":\"1.")));
    let server = Meilisearch::start();
    let address = server.url().trim_start_matches("http://").to_owned();
    let mut compared = 0;
    for line in lines {
        let real: Exchange = serde_json::from_str(line).expect("an exchange a line");
        let small = real.with(&address);
        if let Some(expected) = essence(&real) {
            assert_eq!(small.status, real.status, "{line}");
            assert_eq!(essence(&small), Some(expected), "{line}");
            compared += 1;
        }
    }
    assert!(compared > 40, "{compared}");
}
