//! Many machines: an index spread over several Meilisearch servers answers like one, says which server is
//! missing, and is whole again when it is back.

use crate::{
    engines::{QUESTIONS, Question, samples, with_key},
    haystack::User,
    meili::{MASTER, Meilisearch, RealServer},
};
use serde_json::Value;
use std::{fmt::Write, process::Output};

/// A server that can be taken away and brought back.
pub trait Machine {
    fn url(&self) -> String;
    fn stop(&mut self);
    fn start(&mut self);
}

impl Machine for Meilisearch {
    fn url(&self) -> String {
        self.url()
    }

    fn stop(&mut self) {
        self.die_after(0);
    }

    fn start(&mut self) {
        self.heal();
    }
}

impl Machine for RealServer {
    fn url(&self) -> String {
        self.url()
    }

    fn stop(&mut self) {
        self.kill();
    }

    fn start(&mut self) {
        self.run();
    }
}

/// A user whose configuration names servers.
struct Spread {
    user: User,
    config: String,
}

impl Spread {
    fn new() -> Self {
        let user = User::new();
        user.ingest(&samples());
        let config = user.path("config.toml").to_str().expect("a path").to_owned();
        Self { user, config }
    }

    fn configure<M: Machine>(&self, machines: &[M], replicas: usize) {
        let mut text = format!("engine = \"meilisearch\"\n[meilisearch]\nreplicas = {replicas}\n");
        for (machine, name) in machines.iter().zip(["anna", "berta", "carla", "dora"]) {
            let url = machine.url();
            let _ = writeln!(text, "[[meilisearch.remotes]]\nname = \"{name}\"\nurl = \"{url}\"");
        }
        self.user.file("config.toml", text);
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let arguments = [&["--config", self.config.as_str()], arguments].concat();
        with_key(&self.user, &arguments).output().expect("it starts")
    }

    fn done(&self, arguments: &[&str]) -> Output {
        let ran = self.run(arguments);
        assert!(ran.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&ran.stderr));
        ran
    }

    fn answers(&self, (query, flags): Question) -> [Value; 2] {
        let flags = [flags, &["--config", self.config.as_str()]].concat();
        ["embedded", "meilisearch"].map(|engine| answer_of(&self.user, query, &flags, engine))
    }

    /// Expects the answers of the embedded engine.
    fn whole(&self, questions: &[Question]) {
        for &question in questions {
            let [embedded, served] = self.answers(question);
            assert!(embedded == served, "{question:?}\n{embedded:#}\n{served:#}");
        }
    }

    /// Expects a part of the answer of the embedded engine, and that the server is named.
    fn without(&self, name: &str) {
        let [embedded, served] = self.answers(("奖励", &["--limit", "100"]));
        assert_eq!(served["total_is"], "at_least");
        assert!(served["total"].as_u64() < embedded["total"].as_u64(), "{name} holds something");
        let warned = |warning: &Value| {
            warning["code"] == "servers_missing"
                && warning["message"].as_str().is_some_and(|it| it.contains(name))
        };
        assert!(served["warnings"].as_array().is_some_and(|all| all.iter().any(warned)), "{served:#}");
        let refs = |answer: &Value| -> Vec<String> {
            let hits = answer["hits"].as_array().expect("hits").iter();
            hits.map(|hit| hit["clause"]["ref"].as_str().expect("a reference").to_owned()).collect()
        };
        let all = refs(&embedded);
        assert!(refs(&served).iter().all(|found| all.contains(found)));
    }
}

fn answer_of(user: &User, query: &str, flags: &[&str], engine: &str) -> Value {
    let ran =
        with_key(user, &[&["search", "--json", "--engine", engine], flags, &["--", query]].concat()).output();
    let ran = ran.expect("it starts");
    let mut answer: Value = serde_json::from_slice(&ran.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&ran.stderr)));
    answer["took_ms"] = Value::Null;
    answer
}

fn stderr(ran: &Output) -> String {
    String::from_utf8_lossy(&ran.stderr).into_owned()
}

/// Three servers, each policy on one of them; one more; each policy on two.
fn many<M: Machine>(mut machines: Vec<M>, questions: &[Question]) {
    let spread = Spread::new();
    let mut fourth = machines.pop().expect("four servers");
    spread.configure(&machines, 1);
    spread.done(&["index", "migrate", "--to", "meilisearch"]);
    spread.whole(questions);
    for (place, name) in ["anna", "berta", "carla"].into_iter().enumerate() {
        machines[place].stop();
        spread.without(name);
        let doctor = spread.run(&["doctor"]);
        let said = String::from_utf8_lossy(&doctor.stdout).into_owned();
        assert!(doctor.status.code() == Some(1) && said.contains(&format!("{name}: ")), "{said}");
        machines[place].start();
        spread.whole(&questions[..1]);
    }
    // A server that was away is not asked before it has caught up.
    machines[1].stop();
    let rules = spread
        .user
        .file("more/奖励办法.md", "# 示例市奖励办法\n\n第一条 首次升规的软件企业，给予奖励二十万元。\n");
    let ran = spread.done(&["ingest", rules.to_str().expect("a path")]);
    assert!(stderr(&ran).contains("berta"), "{}", stderr(&ran));
    assert_eq!(spread.run(&["index", "update"]).status.code(), Some(1));
    machines[1].start();
    spread.without("berta");
    spread.done(&["index", "update"]);
    spread.whole(questions);
    // One more takes its share.
    fourth.start();
    machines.push(fourth);
    spread.configure(&machines, 1);
    let ran = spread.done(&["index", "rebalance", "--json"]);
    let moved: Value = serde_json::from_slice(&ran.stdout).expect("JSON");
    let (moved, of) = (moved["moved"].as_u64().expect("a number"), moved["of"].as_u64().expect("a number"));
    assert!(0 < moved && moved < of / 2, "{moved} of {of}");
    spread.whole(questions);
    // With every policy on two servers nothing is missing when one is.
    spread.configure(&machines, 2);
    spread.done(&["index", "rebalance"]);
    for machine in &mut machines {
        machine.stop();
        spread.whole(&questions[..2]);
        machine.start();
    }
    machines[0].stop();
    machines[2].stop();
    spread.without("anna, carla");
    machines[0].start();
    machines[2].start();
    spread.whole(questions);
    // And back to three, each policy on one.
    machines.truncate(3);
    spread.configure(&machines, 1);
    spread.done(&["index", "rebalance"]);
    spread.whole(&questions[..2]);
}

#[test]
fn several_servers_answer_like_one() {
    many((0..4).map(|_| Meilisearch::start()).collect(), &QUESTIONS[..5]);
}

#[test]
fn several_real_servers_answer_like_one() {
    let servers: Vec<RealServer> = (0..4).map_while(|_| RealServer::start()).collect();
    if servers.len() == 4 {
        many(servers, QUESTIONS);
    }
}

#[test]
fn names_and_numbers_of_servers_are_checked() {
    let user = User::new();
    let remotes = |names: [&str; 2], replicas: usize| {
        let remote = |name: &str| {
            format!("[[meilisearch.remotes]]\nname = \"{name}\"\nurl = \"http://127.0.0.1:1\"\n")
        };
        format!(
            "engine = \"meilisearch\"\n[meilisearch]\nreplicas = {replicas}\n{}{}",
            remote(names[0]),
            remote(names[1])
        )
    };
    for (text, said) in [
        (remotes(["a", "a"], 1), "cannot be the name"),
        (remotes(["a", "乙"], 1), "cannot be the name"),
        (remotes(["a", "b"], 3), "replicas = 3"),
        (remotes(["a", "b"], 0), "replicas = 0"),
    ] {
        let config = user.file("config.toml", text);
        let ran = user.run(&["--config", config.to_str().expect("a path"), "search", "奖励"]);
        assert!(ran.code() == 2 && ran.stderr().contains(said), "{}", ran.stderr());
        assert!(!ran.stderr().contains(MASTER));
    }
}
