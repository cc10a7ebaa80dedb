//! Vectors that stand on Meilisearch: found by meaning is what the embedded engine finds, and nothing beside the
//! index is needed for it.

use crate::{
    engines::with_key,
    many_servers::Machine,
    meaning::{Mood, Reader, Stub, codes, refs},
    meili::{Meilisearch, RealServer},
};
use serde_json::Value;
use std::{collections::BTreeMap, fmt::Write, fs, process::Output};

const QUERIES: [&str; 5] = ["飞贼", "飞贼 研发", "飞贼 -软件", "飞贼 奖励 人才", "\"飞贼\""];

impl Reader {
    fn keyed(&self, arguments: &[&str]) -> Output {
        with_key(&self.user, &[&["--config", self.config.as_str()], arguments].concat())
            .output()
            .expect("it starts")
    }

    fn done(&self, arguments: &[&str]) -> Output {
        let ran = self.keyed(arguments);
        assert!(ran.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&ran.stderr));
        ran
    }

    fn asked(&self, query: &str, engine: &str) -> Value {
        let ran = self.keyed(&[
            "search",
            "--json",
            "--no-translate",
            "--limit",
            "50",
            "--engine",
            engine,
            "--",
            query,
        ]);
        serde_json::from_slice(&ran.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&ran.stderr)))
    }
}

/// By clause, how near it is.
fn cosines(answer: &Value) -> BTreeMap<&str, f64> {
    let hits = answer["hits"].as_array().expect("a list of hits").iter();
    hits.filter_map(|hit| Some((hit["clause"]["ref"].as_str()?, hit["meaning"]["cosine"].as_f64()?)))
        .collect()
}

/// The same hits but for what lies so near together that rounding decides.
fn same_meaning(reader: &Reader, embedded: &[Value]) {
    for (query, embedded) in QUERIES.iter().zip(embedded) {
        let served = reader.asked(query, "meilisearch");
        assert_eq!(codes(&served), codes(embedded), "{query}");
        assert_eq!(served["total"], embedded["total"], "{query}");
        let (expected, found) = (cosines(embedded), cosines(&served));
        let common: Vec<&&str> = expected.keys().filter(|clause| found.contains_key(**clause)).collect();
        assert!(common.len() * 20 >= expected.len() * 19, "{query}: {} of {}", common.len(), expected.len());
        for clause in common {
            assert!((expected[*clause] - found[*clause]).abs() < 0.01, "{query}: {clause}");
        }
        assert_eq!(refs(&served).first(), refs(embedded).first(), "{query}");
    }
}

fn finds_by_meaning<M: Machine>(mut machines: Vec<M>) {
    let stub = Stub::new();
    let mut more = "[meilisearch]\nvectors = true\n".to_owned();
    for (machine, name) in machines.iter().zip(["anna", "berta", "carla"]) {
        let _ = writeln!(more, "[[meilisearch.remotes]]\nname = \"{name}\"\nurl = \"{}\"", machine.url());
    }
    let reader = Reader::new(&stub, &more);
    // Without vectors it is said that there are none.
    reader.done(&["index", "migrate", "--to", "meilisearch"]);
    assert!(codes(&reader.asked("飞贼 研发", "meilisearch")).contains(&"no_vectors"));
    let embedded = || QUERIES.map(|query| reader.asked(query, "embedded"));
    let ran = reader.done(&["index", "embed", "--json"]);
    let report: Value = serde_json::from_slice(&ran.stdout).expect("JSON");
    assert_eq!(report["brought_to_servers"], report["clauses"], "{report}");
    let expected = embedded();
    assert!(expected[0]["hits"][0]["meaning"]["only"] == true, "{}", expected[0]);
    same_meaning(&reader, &expected);
    // Nothing is brought twice.
    let ran = reader.done(&["index", "embed", "--json"]);
    assert!(String::from_utf8_lossy(&ran.stdout).contains("\"brought_to_servers\":0"));
    // What comes in has none yet; then it has.
    let new = reader
        .user
        .file("more/new.md", "# 示例市通知\n\n第一条 扶持飞贼创新联合体。\n\n第二条 自发布之日起施行。\n");
    reader.done(&["ingest", new.to_str().expect("a path")]);
    reader.done(&["index", "embed"]);
    let expected = embedded();
    same_meaning(&reader, &expected);
    // A whole new index has them before it is used; and whoever asks needs no vectors beside the index.
    reader.done(&["index", "rebuild"]);
    fs::rename(reader.user.data().join("index/vectors"), reader.user.path("vectors"))
        .expect("they can be moved");
    same_meaning(&reader, &expected);
    assert!(codes(&reader.asked("飞贼 研发", "embedded")).contains(&"no_vectors"));
    // Without the embedder words answer.
    stub.is(Mood::Fails);
    assert!(codes(&reader.asked("飞贼 研发", "meilisearch")).contains(&"embedder_failed"));
    stub.is(Mood::OtherDimensions);
    let other = reader.asked("飞贼 研发", "meilisearch");
    assert!(codes(&other).contains(&"embedder_failed"), "{other}");
    stub.is(Mood::Well);
    // A server that is away takes its clauses with it, and is named.
    machines[0].stop();
    let part = reader.asked("飞贼", "meilisearch");
    assert!(codes(&part).contains(&"servers_missing"), "{part}");
    machines[0].start();
}

#[test]
fn servers_find_by_meaning_what_the_embedded_engine_finds() {
    finds_by_meaning((0..3).map(|_| Meilisearch::start()).collect());
}

#[test]
fn real_servers_find_by_meaning_what_the_embedded_engine_finds() {
    let servers: Vec<RealServer> = (0..3).map_while(|_| RealServer::start()).collect();
    if servers.len() == 3 {
        finds_by_meaning(servers);
    }
}

#[test]
fn vectors_on_servers_need_an_embedder() {
    let stub = Stub::new();
    let reader = Reader::new(&stub, "");
    let config = reader.user.file("other.toml", "[meilisearch]\nvectors = true\n");
    for (locale, said) in [("en", "needs the section [embedder]"), ("zh", "需要同一配置文件中有 [embedder]")]
    {
        let ran = reader.user.run(&[
            "--locale",
            locale,
            "--config",
            config.to_str().expect("a path"),
            "search",
            "奖励",
        ]);
        assert!(ran.code() == 2 && ran.stderr().contains(said), "{}", ran.stderr());
    }
}
