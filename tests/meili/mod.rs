//! A small server that speaks the part of Meilisearch's protocol that polidex uses, with faults on demand.
//!
//! Written after the source of version 1.50. It does what the real one does with what polidex sends, in
//! memory and without any speed; it is no copy of a conversation, so that whatever polidex asks is answered
//! by the same rules.

mod filter;
mod index;
mod real;
mod record;

pub use real::RealServer;
pub use record::{Exchange, Recorder};

use index::Index;
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};

/// The key that may do everything.
pub const MASTER: &str = "master-key-of-the-tests";
/// The key that may search.
pub const SEARCHER: &str = "search-key-of-the-tests";

/// What goes wrong with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It is refused for the moment, with this status.
    Busy(u16),
    /// The connection is closed without an answer.
    Dropped,
    /// The answer is cut in the middle, and its length says so.
    Torn,
    /// The answer is whole, and is no JSON.
    Garbled,
    /// The answer comes later.
    Slow(Duration),
    /// The request is refused since no room is left.
    Full,
    /// The payload is over the limit.
    TooLarge,
    /// It is taken in, and the task fails.
    TaskFails,
}

#[derive(Default)]
struct State {
    indexes: BTreeMap<String, Index>,
    tasks: Vec<Option<String>>,
    keys: Vec<Value>,
    faults: Vec<(String, Fault)>,
    /// So many requests are answered before the server is gone.
    left: Option<usize>,
    /// The most bytes of a body that are taken in.
    most_bytes: Option<usize>,
    log: Vec<String>,
    version: String,
}

/// The server. It answers as long as the tests run, unless it is told to die.
pub struct Meilisearch {
    state: Arc<Mutex<State>>,
    port: u16,
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Meilisearch {
    /// Starts a server on a free port.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let state = Arc::new(Mutex::new(State { version: "1.50.0".into(), ..State::default() }));
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                thread::spawn(move || serve(&shared, connection));
            }
        });
        Self { state, port }
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Lets the next request whose line holds `part` go wrong; given several times, so many of them.
    pub fn fail(&self, part: &str, fault: Fault) {
        lock(&self.state).faults.push((part.to_owned(), fault));
    }

    /// Takes back what has not gone wrong yet.
    pub fn heal(&self) {
        let mut state = lock(&self.state);
        state.faults.clear();
        state.left = None;
        state.most_bytes = None;
    }

    /// Lets the server be gone after so many more requests.
    pub fn die_after(&self, requests: usize) {
        lock(&self.state).left = Some(requests);
    }

    /// Takes in no larger bodies than this.
    pub fn take_at_most(&self, bytes: usize) {
        lock(&self.state).most_bytes = Some(bytes);
    }

    /// Calls itself another version.
    pub fn call_itself(&self, version: &str) {
        version.clone_into(&mut lock(&self.state).version);
    }

    /// The documents of an index by id, the manifest left out.
    pub fn documents(&self, index: &str) -> BTreeMap<String, Value> {
        let mut documents =
            lock(&self.state).indexes.get(index).map(|index| index.documents.clone()).unwrap_or_default();
        documents.remove("manifest");
        documents
    }

    /// Changes a setting behind polidex' back.
    pub fn set(&self, index: &str, name: &str, value: Value) {
        if let Some(index) = lock(&self.state).indexes.get_mut(index) {
            index.settings[name] = value;
        }
    }

    /// The names of the indexes.
    pub fn indexes(&self) -> Vec<String> {
        lock(&self.state).indexes.keys().cloned().collect()
    }

    /// The request lines since they were last taken.
    pub fn log(&self) -> Vec<String> {
        lock(&self.state).log.clone()
    }

    /// The request lines since the last call.
    pub fn take_log(&self) -> Vec<String> {
        std::mem::take(&mut lock(&self.state).log)
    }
}

struct Request {
    verb: String,
    path: String,
    key: Option<String>,
    body: Vec<u8>,
}

impl Request {
    fn read(connection: &TcpStream) -> Option<Self> {
        let mut reader = BufReader::new(connection);
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
        let mut parts = line.split_whitespace().map(str::to_owned);
        let (verb, path) = (parts.next()?, parts.next()?);
        let (mut length, mut key, mut chunked) = (0, None, false);
        loop {
            let mut header = String::new();
            reader.read_line(&mut header).ok()?;
            let Some((name, value)) = header.trim().split_once(':') else { break };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.trim().parse().ok()?,
                "authorization" => key = value.trim().strip_prefix("Bearer ").map(str::to_owned),
                "transfer-encoding" => chunked = true,
                _ => {}
            }
        }
        assert!(!chunked, "polidex sends bodies whole");
        let mut body = vec![0; length];
        reader.read_exact(&mut body).ok()?;
        Some(Self { verb, path, key, body })
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }
}

type Answer = (u16, Value);

fn serve(state: &Mutex<State>, mut connection: TcpStream) {
    let Some(request) = Request::read(&connection) else { return };
    let line = format!("{} {}", request.verb, request.path);
    let fault = {
        let mut state = lock(state);
        state.log.push(line.clone());
        if let Some(left) = &mut state.left {
            if *left == 0 {
                return;
            }
            *left -= 1;
        }
        if state.most_bytes.is_some_and(|most| request.body.len() > most) {
            Some(Fault::TooLarge)
        } else {
            let place = state.faults.iter().position(|(part, _)| line.contains(part));
            place.map(|place| state.faults.remove(place).1)
        }
    };
    let (status, body) = match fault {
        Some(Fault::Dropped) => return,
        Some(Fault::Busy(status)) => (status, json!(null)),
        Some(Fault::Full) => refusal(507, "no_space_left_on_device", "internal", "No space left on device"),
        Some(Fault::TooLarge) => {
            refusal(413, "payload_too_large", "invalid_request", "The payload is too large")
        }
        Some(Fault::Slow(time)) => {
            thread::sleep(time);
            lock(state).answer(&request, false)
        }
        other => lock(state).answer(&request, other == Some(Fault::TaskFails)),
    };
    let text = if fault == Some(Fault::Garbled) { "<html>".to_owned() } else { body.to_string() };
    let head = format!(
        "HTTP/1.1 {status} x\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        text.len()
    );
    let sent = if fault == Some(Fault::Torn) { &text[..text.len() / 2] } else { &text };
    let _ = connection.write_all(head.as_bytes());
    let _ = connection.write_all(sent.as_bytes());
}

fn refusal(status: u16, code: &str, kind: &str, message: &str) -> Answer {
    (
        status,
        json!({"message": message, "code": code, "type": kind, "link": "https://docs.meilisearch.com/errors"}),
    )
}

fn missing(index: &str) -> Answer {
    refusal(404, "index_not_found", "invalid_request", &format!("Index `{index}` not found."))
}

impl State {
    fn answer(&mut self, request: &Request, fails: bool) -> Answer {
        let path = request.path.split('?').next().unwrap_or_default();
        let searches = path == "/multi-search" || path.ends_with("/search");
        let may = request.key.as_deref() == Some(MASTER)
            || searches && request.key.as_deref() == Some(SEARCHER) && !self.keys.is_empty();
        if !may {
            return refusal(403, "invalid_api_key", "auth", "The provided API key is invalid.");
        }
        let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
        match (request.verb.as_str(), parts.as_slice()) {
            ("GET", ["version"]) => {
                (200, json!({"commitSha": "x", "commitDate": "x", "pkgVersion": self.version}))
            }
            ("GET", ["keys"]) => (200, json!({"results": self.keys})),
            ("POST", ["keys"]) => self.create_key(&request.json()),
            ("GET", ["tasks", number]) => self.task(number),
            ("POST", ["indexes"]) => {
                let name = request.json()["uid"].as_str().unwrap_or_default().to_owned();
                self.indexes.entry(name).or_default();
                self.enqueue("indexCreation", None)
            }
            ("POST", ["swap-indexes"]) => self.swap(&request.json()),
            ("POST", ["multi-search"]) => self.several(&request.json()),
            (verb, ["indexes", name, rest @ ..]) => self.index(verb, name, rest, request, fails),
            _ => refusal(404, "not_found", "invalid_request", "no such route"),
        }
    }

    fn enqueue(&mut self, kind: &str, error: Option<&str>) -> Answer {
        self.tasks.push(error.map(str::to_owned));
        let number = self.tasks.len() - 1;
        let task = json!({"taskUid": number, "indexUid": null, "status": "enqueued", "type": kind, "enqueuedAt": "2026-01-01T00:00:00Z"});
        (202, task)
    }

    fn task(&self, number: &str) -> Answer {
        match number.parse::<usize>().ok().and_then(|number| self.tasks.get(number)) {
            Some(None) => (200, json!({"uid": 0, "status": "succeeded", "error": null})),
            Some(Some(reason)) => {
                (200, json!({"uid": 0, "status": "failed", "error": {"message": reason, "code": "internal"}}))
            }
            None => refusal(404, "task_not_found", "invalid_request", "no such task"),
        }
    }

    fn create_key(&mut self, wanted: &Value) -> Answer {
        let day = "2026-01-01T00:00:00Z";
        let key = json!({"name": wanted["name"], "actions": wanted["actions"], "indexes": wanted["indexes"], "key": SEARCHER,
            "uid": "00000000-0000-4000-8000-000000000000", "description": null, "expiresAt": null, "createdAt": day, "updatedAt": day});
        self.keys.push(key.clone());
        (201, key)
    }

    fn swap(&mut self, swaps: &Value) -> Answer {
        for swap in swaps.as_array().into_iter().flatten() {
            let name = |place: usize| swap["indexes"][place].as_str().unwrap_or_default().to_owned();
            let (one, other) = (name(0), name(1));
            let (Some(a), Some(b)) = (self.indexes.get(&one).cloned(), self.indexes.get(&other).cloned())
            else {
                return self.enqueue("indexSwap", Some("index_not_found"));
            };
            self.indexes.insert(one, b);
            self.indexes.insert(other, a);
        }
        self.enqueue("indexSwap", None)
    }

    fn index(&mut self, verb: &str, name: &str, rest: &[&str], request: &Request, fails: bool) -> Answer {
        let error = fails.then_some("the tests want it so");
        let Some(index) = self.indexes.get_mut(name) else { return missing(name) };
        match (verb, rest) {
            ("GET", []) => (200, json!({"uid": name, "primaryKey": "id"})),
            ("DELETE", []) => {
                self.indexes.remove(name);
                self.enqueue("indexDeletion", None)
            }
            ("GET", ["settings"]) => (200, index.settings.clone()),
            ("PATCH", ["settings"]) => {
                let before = index.settings.clone();
                index.set(&request.json());
                let mut error = error;
                if !index.all_have_vectors() {
                    index.settings = before;
                    error = Some("no vectors provided");
                }
                self.enqueue("settingsUpdate", error)
            }
            ("GET", ["stats"]) => {
                let stats = json!({"numberOfDocuments": index.documents.len(), "isIndexing": false, "fieldDistribution": {}});
                (200, stats)
            }
            ("POST" | "PUT", ["documents"]) => {
                let lines = request.body.split(|byte| *byte == b'\n');
                let mut error = error;
                for line in lines.filter(|line| error.is_none() && !line.is_empty()) {
                    let document: Value = serde_json::from_slice(line).expect("a document a line");
                    if !index.has_vectors(&document) && verb == "POST" {
                        error = Some("no vectors provided");
                        break;
                    }
                    index.take(document, verb == "PUT");
                }
                self.enqueue("documentAdditionOrUpdate", error)
            }
            ("POST", ["documents", "fetch"]) => index.fetch(&request.json()),
            ("POST", ["documents", "delete"]) => {
                let filter = request.json()["filter"].as_str().unwrap_or_default().to_owned();
                index.documents.retain(|_, document| !filter::passes(document, &filter).expect("a filter"));
                self.enqueue("documentDeletion", error)
            }
            ("POST", ["search"]) => index.search(&request.json()),
            _ => refusal(404, "not_found", "invalid_request", "no such route"),
        }
    }

    /// One search after the other, none of them knows of the others.
    fn several(&self, body: &Value) -> Answer {
        let mut results = Vec::new();
        for query in body["queries"].as_array().into_iter().flatten() {
            let name = query["indexUid"].as_str().unwrap_or_default();
            let Some(index) = self.indexes.get(name) else { return missing(name) };
            match index.search(query) {
                (200, result) => results.push(result),
                refused => return refused,
            }
        }
        (200, json!({"results": results}))
    }
}
