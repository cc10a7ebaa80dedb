//! Conversations with a real server: written down by a proxy, and held again with the small server.

use super::{MASTER, SEARCHER};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex, PoisonError},
    thread,
};

/// One request and its reply.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Exchange {
    /// GET, POST, …
    pub verb: String,
    /// The path with its query.
    pub path: String,
    /// Whose key was shown: master, search, or that of somebody else.
    pub key: String,
    /// What was sent.
    pub body: String,
    /// The status of the reply,
    pub status: u16,
    /// and the reply.
    pub reply: Value,
}

impl Exchange {
    /// Holds the exchange with a server at an address, `127.0.0.1:7700` for instance; the same with the reply
    /// that came.
    pub fn with(&self, server: &str) -> Self {
        let key = match self.key.as_str() {
            "master" => MASTER,
            "search" => SEARCHER,
            other => other,
        };
        let (status, reply) = send(server, &self.verb, &self.path, key, self.body.as_bytes());
        Self { status, reply: serde_json::from_slice(&reply).unwrap_or_default(), ..self.clone() }
    }
}

/// A proxy before a server that writes down what passes.
pub struct Recorder {
    port: u16,
    seen: Arc<Mutex<Vec<Exchange>>>,
}

impl Recorder {
    /// Stands before a server at an address.
    pub fn before(server: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (written, server) = (Arc::clone(&seen), server.to_owned());
        thread::spawn(move || {
            for mut connection in listener.incoming().flatten() {
                let Some((verb, path, key, body)) = request(&connection) else { continue };
                let (status, reply) = send(&server, &verb, &path, &key, &body);
                let role = match key.as_str() {
                    MASTER => "master",
                    "" => "",
                    "wrong" => "wrong",
                    _ => "search",
                };
                let exchange = Exchange {
                    verb,
                    path,
                    key: role.into(),
                    body: String::from_utf8(body).expect("text"),
                    status,
                    reply: serde_json::from_slice(&reply).unwrap_or_default(),
                };
                written.lock().unwrap_or_else(PoisonError::into_inner).push(exchange);
                let head = format!(
                    "HTTP/1.1 {status} x\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                    reply.len()
                );
                let _ = connection.write_all(head.as_bytes());
                let _ = connection.write_all(&reply);
            }
        });
        Self { port, seen }
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// What has passed.
    pub fn seen(&self) -> Vec<Exchange> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn request(connection: &TcpStream) -> Option<(String, String, String, Vec<u8>)> {
    let mut reader = BufReader::new(connection);
    let (line, headers) = head(&mut reader)?;
    let mut parts = line.split_whitespace().map(str::to_owned);
    let (verb, path) = (parts.next()?, parts.next()?);
    let value = |name: &str| headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let key =
        value("authorization").and_then(|key| key.strip_prefix("Bearer ")).unwrap_or_default().to_owned();
    let mut body = vec![0; value("content-length").and_then(|length| length.parse().ok()).unwrap_or(0)];
    reader.read_exact(&mut body).ok()?;
    Some((verb, path, key, body))
}

/// The first line of a message, and its headers by names in lower case.
fn head(reader: &mut impl BufRead) -> Option<(String, Vec<(String, String)>)> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let mut headers = Vec::new();
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok()?;
        let Some((name, value)) = header.trim().split_once(':') else { return Some((line, headers)) };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
}

fn send(server: &str, verb: &str, path: &str, key: &str, body: &[u8]) -> (u16, Vec<u8>) {
    let mut connection = TcpStream::connect(server).expect("the server listens");
    let kind = if path.contains("/documents?") { "application/x-ndjson" } else { "application/json" };
    let authorization =
        if key.is_empty() { String::new() } else { format!("authorization: Bearer {key}\r\n") };
    let content =
        if body.is_empty() && verb == "GET" { String::new() } else { format!("content-type: {kind}\r\n") };
    let head = format!(
        "{verb} {path} HTTP/1.1\r\nhost: {server}\r\n{authorization}{content}content-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    connection.write_all(head.as_bytes()).expect("the server reads");
    connection.write_all(body).expect("the server reads");
    let mut reader = BufReader::new(connection);
    let (line, headers) = self::head(&mut reader).expect("the server answers");
    let status = line.split_whitespace().nth(1).and_then(|status| status.parse().ok()).expect("a status");
    let length =
        headers.iter().find(|(name, _)| name == "content-length").and_then(|(_, it)| it.parse().ok());
    let mut reply = Vec::new();
    match length {
        Some(length) => {
            reply.resize(length, 0);
            reader.read_exact(&mut reply).expect("the whole answer");
        }
        None => {
            reader.read_to_end(&mut reply).expect("the whole answer");
        }
    }
    (status, reply)
}
