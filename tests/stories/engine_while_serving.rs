//! `polidex serve` and `polidex mcp` with Meilisearch: while it is away they say so, and answer again when it is
//! back.

use crate::{
    assisted::Session,
    engines::{answer, migrate, samples},
    haystack::User,
    many_servers::Machine,
    meili::{MASTER, Meilisearch, RealServer},
    served::{Server, encoded},
};
use serde_json::{Value, json};
use std::{thread, time::Duration};

/// What must be the same whoever is asked.
fn essence(answer: &Value) -> Value {
    let hits = answer["hits"].as_array().expect("a list of hits");
    let hits: Vec<Value> = hits.iter().map(|hit| json!([hit["clause"]["ref"], hit["highlights"]])).collect();
    json!([hits, answer["total"], answer["total_is"]])
}

fn search(query: &str) -> String {
    format!("/api/v1/search?q={}", encoded(query))
}

/// Waits until the server says that it is ready, as a supervisor would.
fn until_ready(server: &Server) {
    for _ in 0..300 {
        if server.get("/readyz").status == 200 {
            return;
        }
        thread::sleep(Duration::from_millis(100));
    }
    panic!("it does not become ready: {}", server.get("/readyz").text());
}

/// Expects that the doors say what is wrong, in both languages, and tell no secrets.
fn says_that_it_is_away(server: &Server, assistant: &mut Session, query: &str) {
    let refused = server.get(&search(query));
    assert_eq!((refused.status, refused.json()["code"].as_str()), (503, Some("unavailable")), "{refused:?}");
    let told = refused.text();
    assert!(told.contains("cannot be read at the moment"), "{told}");
    // Where the engine is, is nobody's business.
    assert!(!told.contains(MASTER) && !told.contains("127.0.0.1"), "{told}");
    let zh = server.ask(&search(query), &[("Accept-Language", "zh")]);
    assert!(zh.status == 503 && zh.text().contains("暂时无法读取"), "{}", zh.text());
    assert_eq!(server.get("/readyz").status, 503);
    assert_eq!(server.get("/healthz").status, 200);
    let told = assistant.call("search", &json!({"query": query}));
    assert_eq!(
        (&told["isError"], &told["structuredContent"]["problem"]["code"]),
        (&json!(true), &json!("unavailable")),
        "{told}"
    );
}

fn goes_and_comes<M: Machine>(mut machine: M) {
    let user = User::new();
    user.ingest(&samples());
    migrate(&user, &machine.url());
    let queries = ["软件企业 奖励", "industrial software subsidies", "补贴 OR 奖励"];
    let expected = queries.map(|query| essence(&answer(&user, (query, &[]), "embedded")));
    let server = Server::start(&user, &["--workers", "2"]);
    let mut assistant = Session::start(&user, &[]);
    let answers = |assistant: &mut Session, place: usize| {
        let found = server.get(&search(queries[place]));
        assert_eq!(found.status, 200, "{}", found.text());
        assert_eq!(essence(&found.json()), expected[place]);
        let told = assistant.call("search", &json!({"query": queries[place], "limit": 10}));
        assert_eq!(essence(&told["structuredContent"]["answer"]), expected[place], "{told}");
    };
    until_ready(&server);
    answers(&mut assistant, 0);
    for place in [1, 2] {
        machine.stop();
        says_that_it_is_away(&server, &mut assistant, queries[place]);
        // What needs no search is there as ever.
        assert_eq!(server.get("/api/v1/cite").status, 200);
        machine.start();
        until_ready(&server);
        answers(&mut assistant, place);
    }
    assert!(assistant.ended().success());
    // A server that is started while the engine is away comes up, and answers when the engine is there.
    machine.stop();
    let early = Server::start(&user, &["--workers", "1"]);
    let mut assistant = Session::start(&user, &[]);
    says_that_it_is_away(&early, &mut assistant, queries[0]);
    machine.start();
    until_ready(&early);
    assert_eq!(essence(&early.get(&search(queries[0])).json()), expected[0]);
}

#[test]
fn an_engine_that_goes_and_comes_is_noticed() {
    goes_and_comes(Meilisearch::start());
}

#[test]
fn a_real_engine_that_goes_and_comes_is_noticed() {
    if let Some(server) = RealServer::start() {
        goes_and_comes(server);
    }
}
