//! One Meilisearch server, as polidex uses it.

use super::{
    fault::fault,
    http::{Http, Limits},
    settings,
    task::{Failed, Task},
};
use crate::engine::EngineError;
use meilisearch_sdk::{
    client::{Client, SwapIndexes},
    documents::DocumentDeletionQuery,
    errors::Error,
    key::{Action, KeyBuilder},
    request::{HttpClient, Method},
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use std::{fmt, future::Future, time::Duration};
use tokio::runtime::Runtime;

/// The oldest version whose filters and facets polidex can use, as (major, minor).
const OLDEST: (u64, u64) = (1, 15);

/// A key, which is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Key(pub String);

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

/// Where the server is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Its address, `http://127.0.0.1:7700` for instance.
    pub url: String,
    /// The key that it asks for.
    pub key: Option<Key>,
    /// The name of the index.
    pub index: String,
    /// Within what times it must answer.
    pub limits: Limits,
}

impl Address {
    /// The server at `url`, with the usual name of the index.
    pub fn new(url: &str, key: Option<Key>) -> Self {
        Self {
            url: url.trim_end_matches('/').to_owned(),
            key,
            index: "polidex".into(),
            limits: Limits::default(),
        }
    }
}

/// A connection to a server.
pub struct Server {
    address: Address,
    http: Http,
    client: Client<Http>,
    /// `None` only while it is dropped.
    runtime: Option<Runtime>,
}

impl Server {
    /// Prepares a connection; nothing is sent.
    pub fn new(address: &Address) -> Result<Self, EngineError> {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        let key = address.key.as_ref().map(|key| key.0.as_str());
        let http = Http::new(key, address.limits).map_err(|error| fault(&address.url, &error))?;
        let client = Client::new_with_client(address.url.clone(), None::<String>, http.clone());
        Ok(Self { address: address.clone(), http, client, runtime: Some(runtime) })
    }

    /// The name of the index in use.
    pub fn index(&self) -> &str {
        &self.address.index
    }

    /// The name of the index that is built beside it.
    pub fn next_index(&self) -> String {
        format!("{}-next", self.address.index)
    }

    /// Where it is.
    pub fn url(&self) -> &str {
        &self.address.url
    }

    fn wait<T>(&self, work: impl Future<Output = Result<T, Error>>) -> Result<T, EngineError> {
        let runtime = self.runtime.as_ref().ok_or_else(|| EngineError::Engine("closed".into()))?;
        runtime.block_on(work).map_err(|error| fault(&self.address.url, &error))
    }

    /// Sends JSON to a path and reads the reply.
    pub fn post<T: DeserializeOwned + Send + 'static>(
        &self,
        path: &str,
        body: Value,
    ) -> Result<T, EngineError> {
        let url = format!("{}{path}", self.address.url);
        self.wait(self.http.request::<(), Value, T>(&url, Method::Post { query: (), body }, 200))
    }

    /// The server's version; an error when it is one that polidex cannot use.
    pub fn version(&self) -> Result<String, EngineError> {
        let found = self.wait(self.client.get_version())?.pkg_version;
        let mut numbers = found.split('.').map(|number| number.parse::<u64>().unwrap_or(0));
        let version = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
        if version < OLDEST || version.0 > OLDEST.0 {
            return Err(EngineError::ServerVersion { found, oldest: format!("{}.{}", OLDEST.0, OLDEST.1) });
        }
        Ok(found)
    }

    /// Whether there is an index of this name.
    pub fn has_index(&self, name: &str) -> Result<bool, EngineError> {
        match self.wait(self.client.get_raw_index(name)) {
            Ok(_) => Ok(true),
            Err(EngineError::NotOnServer { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Creates an index, with its settings.
    pub fn create_index(&self, name: &str) -> Result<(), EngineError> {
        let task = self.wait(self.client.create_index(name, Some("id")))?.task_uid;
        self.finish(task)?;
        self.set(name, settings::wanted())
    }

    /// Changes settings of an index.
    fn set(&self, name: &str, settings: Value) -> Result<(), EngineError> {
        let url = format!("{}/indexes/{name}/settings", self.address.url);
        let body = Method::Patch { query: (), body: settings };
        let task: Value = self.wait(self.http.request::<(), Value, Value>(&url, body, 202))?;
        self.finish(task["taskUid"].as_u64().unwrap_or_default() as u32)
    }

    fn settings(&self, name: &str) -> Result<Value, EngineError> {
        let url = format!("{}/indexes/{name}/settings", self.address.url);
        self.wait(self.http.request::<(), (), Value>(&url, Method::Get { query: () }, 200))
    }

    /// The names of the embedders of an index.
    pub fn embedders(&self, name: &str) -> Result<Vec<String>, EngineError> {
        let settings = self.settings(name)?;
        let embedders = settings["embedders"].as_object().into_iter().flatten();
        // The server may name one that was taken away, with nothing behind it.
        Ok(embedders.filter(|(_, it)| !it.is_null()).map(|(name, _)| name.clone()).collect())
    }

    /// Lets an index take vectors of a name, and of no other.
    pub fn set_embedder(&self, name: &str, embedder: &str, dimensions: usize) -> Result<(), EngineError> {
        let others = self.embedders(name)?.into_iter().filter(|known| known != embedder);
        let mut embedders: Map<String, Value> = others.map(|name| (name, Value::Null)).collect();
        let ours = json!({"source": "userProvided", "dimensions": dimensions});
        embedders.insert(embedder.to_owned(), ours);
        let mut settings = settings::wanted();
        settings["embedders"] = embedders.into();
        self.set(name, settings)
    }

    /// Shows some members of all documents that a filter finds; of all documents without one.
    pub fn visit(
        &self,
        name: &str,
        filter: Option<&str>,
        fields: &[&str],
        visit: &mut dyn FnMut(&Value),
    ) -> Result<(), EngineError> {
        const AT_ONCE: usize = 10_000;
        let path = format!("/indexes/{name}/documents/fetch");
        for page in 0.. {
            let body =
                json!({"filter": filter, "fields": fields, "offset": page * AT_ONCE, "limit": AT_ONCE});
            let found: Value = self.post(&path, body)?;
            let documents = found["results"].as_array().map(Vec::as_slice).unwrap_or_default();
            documents.iter().for_each(&mut *visit);
            if documents.len() < AT_ONCE {
                break;
            }
        }
        Ok(())
    }

    /// The settings of an index that differ from those that polidex sets, by name.
    pub fn foreign_settings(&self, name: &str) -> Result<Vec<String>, EngineError> {
        Ok(settings::differences(&self.settings(name)?))
    }

    /// Deletes an index; none of this name is well too.
    pub fn delete_index(&self, name: &str) -> Result<(), EngineError> {
        if !self.has_index(name)? {
            return Ok(());
        }
        let task = self.wait(self.client.delete_index(name))?.task_uid;
        self.finish(task)
    }

    /// Number of documents in an index.
    pub fn documents(&self, name: &str) -> Result<u64, EngineError> {
        let url = format!("{}/indexes/{name}/stats", self.address.url);
        let stats: Value =
            self.wait(self.http.request::<(), (), Value>(&url, Method::Get { query: () }, 200))?;
        Ok(stats["numberOfDocuments"].as_u64().unwrap_or_default())
    }

    /// Sends documents, a JSON object a line. Returns the number of the task that takes them in.
    pub fn add(&self, name: &str, lines: Vec<u8>) -> Result<u32, EngineError> {
        let index = self.client.index(name);
        let payload = futures_util::io::Cursor::new(lines);
        let sent = index.add_or_replace_unchecked_payload(payload, "application/x-ndjson", Some("id"));
        Ok(self.wait(sent)?.task_uid)
    }

    /// Sends members of documents that are there, a JSON object a line; their other members stay. Returns the
    /// number of the task.
    pub fn change(&self, name: &str, lines: Vec<u8>) -> Result<u32, EngineError> {
        let index = self.client.index(name);
        let payload = futures_util::io::Cursor::new(lines);
        let sent = index.add_or_update_unchecked_payload(payload, "application/x-ndjson", Some("id"));
        Ok(self.wait(sent)?.task_uid)
    }

    /// Deletes the documents that a filter finds. Returns the number of the task.
    pub fn delete(&self, name: &str, filter: &str) -> Result<u32, EngineError> {
        let index = self.client.index(name);
        let mut query = DocumentDeletionQuery::new(&index);
        query.with_filter(filter);
        Ok(self.wait(index.delete_documents_with(&query))?.task_uid)
    }

    /// Puts one index in the place of another, and that one in its own.
    pub fn swap(&self, one: &str, other: &str) -> Result<(), EngineError> {
        let swap = SwapIndexes { indexes: (one.to_owned(), other.to_owned()), rename: None };
        let task = self.wait(self.client.swap_indexes([&swap]))?.task_uid;
        self.finish(task)
    }

    /// Waits until a task has ended. A failed one is an error that says why.
    pub fn finish(&self, number: u32) -> Result<(), EngineError> {
        let url = format!("{}/tasks/{number}", self.address.url);
        let mut pause = Duration::from_millis(5);
        loop {
            let task: Task =
                self.wait(self.http.request::<(), (), Task>(&url, Method::Get { query: () }, 200))?;
            match task.outcome() {
                Some(Ok(())) => return Ok(()),
                Some(Err(Failed { code, reason })) => {
                    return Err(EngineError::Task { number, code, reason });
                }
                None => std::thread::sleep(pause),
            }
            pause = (pause * 2).min(Duration::from_millis(500));
        }
    }

    /// A key that can search the index and nothing else; made when there is none. `None` where the server
    /// asks for no keys.
    pub fn search_key(&self) -> Result<Option<Key>, EngineError> {
        if self.address.key.is_none() {
            return Ok(None);
        }
        let name = format!("polidex search {}", self.address.index);
        let url = format!("{}/keys?limit=1000", self.address.url);
        let keys: Value =
            self.wait(self.http.request::<(), (), Value>(&url, Method::Get { query: () }, 200))?;
        let known = keys["results"].as_array().into_iter().flatten();
        if let Some(key) = known.filter(|key| key["name"] == json!(name)).find_map(|key| key["key"].as_str())
        {
            return Ok(Some(Key(key.to_owned())));
        }
        let mut wanted = KeyBuilder::new();
        wanted.with_action(Action::Search).with_index(&self.address.index).with_name(&name);
        Ok(Some(Key(self.wait(self.client.create_key(&wanted))?.key)))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // A runtime must not be waited for inside another one, where a server of ours may drop it.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
