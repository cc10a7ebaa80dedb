//! The client of an embedder.

use super::EmbedderError;
use backon::{BlockingRetryable, ExponentialBuilder};
use serde::{Deserialize, Serialize};
use std::{env, time::Duration};
use url::Url;

/// `[embedder]` of the configuration file.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmbedderConfig {
    /// The address of `/v1/embeddings`, or of the server or its `/v1`.
    pub url: Url,
    /// The model, as the server calls it.
    pub model: String,
    /// Name of the environment variable that holds the key, where the server wants one.
    pub key_env: Option<String>,
    /// How many numbers a vector has; whatever the server gives, where this is not said.
    pub dimensions: Option<usize>,
    /// Texts in one request.
    #[serde(default = "batch")]
    pub batch: usize,
    /// Seconds that a request for texts may take; a question may take a tenth of it.
    #[serde(default = "timeout")]
    pub timeout: u64,
    /// What stands in front of a question; `query: ` for models of the E5 family.
    #[serde(default)]
    pub query_prefix: String,
    /// What stands in front of a clause; `passage: ` for models of the E5 family.
    #[serde(default)]
    pub passage_prefix: String,
}

fn batch() -> usize {
    32
}

fn timeout() -> u64 {
    60
}

/// Tries after the first, where an error may pass.
const RETRIES: usize = 3;

/// The largest answer that is read, in bytes.
const MOST_BYTES: usize = 64 << 20;

/// Characters of a refusal that are shown.
const SAID: usize = 200;

/// An embedder that can be asked.
pub struct Embedder {
    config: EmbedderConfig,
    address: Url,
    key: Option<String>,
    client: reqwest::Client,
    runtime: tokio::runtime::Runtime,
}

#[derive(Serialize)]
struct Question<'a> {
    model: &'a str,
    input: &'a [String],
    encoding_format: &'a str,
}

#[derive(Deserialize)]
struct Answer {
    data: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    index: Option<usize>,
    // JSON has no NaN; some servers write null for it.
    embedding: Vec<Option<f32>>,
}

impl Embedder {
    /// An embedder after its configuration. Nothing is asked yet.
    pub fn new(config: EmbedderConfig) -> Result<Self, EmbedderError> {
        let refuse = |what: &str| Err(EmbedderError::Config(what.to_owned()));
        if !matches!(config.url.scheme(), "http" | "https") {
            return refuse("`url` must begin with http:// or https://");
        }
        if config.batch == 0 || config.timeout == 0 || config.dimensions == Some(0) {
            return refuse("`batch`, `timeout` and `dimensions` must be above 0");
        }
        let key = match &config.key_env {
            Some(name) => match env::var(name) {
                Ok(key) => Some(key),
                Err(_) => return refuse(&format!("the environment variable {name} (`key_env`) is not set")),
            },
            None => None,
        };
        let client = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
        let client = client.build().map_err(|error| EmbedderError::Config(error.to_string()))?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        Ok(Self { address: address(&config.url), config, key, client, runtime })
    }

    /// The configuration.
    pub fn config(&self) -> &EmbedderConfig {
        &self.config
    }

    /// The vector of a question, of length 1.
    pub fn question(&self, text: &str) -> Result<Vec<f32>, EmbedderError> {
        let text = format!("{}{text}", self.config.query_prefix);
        let patience = Duration::from_secs_f64((self.config.timeout as f64 / 10.0).max(0.5));
        let mut vectors = self.ask(&[text], patience)?;
        vectors.pop().ok_or_else(|| EmbedderError::Answer("no vector".to_owned()))
    }

    /// The vectors of clauses, of length 1, in their order.
    pub fn passages(&self, texts: &[String]) -> Result<Vec<Vec<f32>>, EmbedderError> {
        let texts: Vec<String> =
            texts.iter().map(|text| format!("{}{text}", self.config.passage_prefix)).collect();
        let patience = Duration::from_secs(self.config.timeout);
        let attempt = || self.ask(&texts, patience);
        let retries = ExponentialBuilder::default().with_max_times(RETRIES);
        attempt.retry(retries).when(EmbedderError::may_pass).call()
    }

    fn ask(&self, input: &[String], patience: Duration) -> Result<Vec<Vec<f32>>, EmbedderError> {
        let question = Question { model: &self.config.model, input, encoding_format: "float" };
        let body = serde_json::to_vec(&question).map_err(|error| EmbedderError::Answer(error.to_string()))?;
        let request = async {
            let mut request =
                self.client.post(self.address.clone()).header("content-type", "application/json");
            if let Some(key) = &self.key {
                request = request.bearer_auth(key);
            }
            let mut response = request.body(body).send().await?;
            let mut bytes = Vec::new();
            while let Some(chunk) = response.chunk().await? {
                bytes.extend_from_slice(&chunk);
                if bytes.len() > MOST_BYTES {
                    break;
                }
            }
            Ok::<_, reqwest::Error>((response.status().as_u16(), bytes))
        };
        let answered = self.runtime.block_on(async { tokio::time::timeout(patience, request).await });
        let (status, bytes) = match answered {
            Err(_) => {
                return Err(EmbedderError::Unreachable(format!("no answer in {} s", patience.as_secs_f32())));
            }
            Ok(Err(error)) => return Err(EmbedderError::Unreachable(error.without_url().to_string())),
            Ok(Ok(answer)) => answer,
        };
        if status != 200 {
            let said: String = String::from_utf8_lossy(&bytes).chars().take(SAID).collect();
            return Err(EmbedderError::Refused { status, said });
        }
        self.read(&bytes, input.len())
    }

    /// The vectors of an answer for so many texts.
    fn read(&self, bytes: &[u8], texts: usize) -> Result<Vec<Vec<f32>>, EmbedderError> {
        let wrong = |what: String| EmbedderError::Answer(what);
        let answer: Answer = serde_json::from_slice(bytes).map_err(|error| wrong(error.to_string()))?;
        if answer.data.len() != texts {
            return Err(wrong(format!("{} vectors for {texts} texts", answer.data.len())));
        }
        let mut vectors: Vec<Option<Vec<f32>>> = vec![None; texts];
        let dimensions = self.config.dimensions.unwrap_or_else(|| answer.data[0].embedding.len());
        for (place, entry) in answer.data.into_iter().enumerate() {
            let place = entry.index.unwrap_or(place);
            if entry.embedding.len() != dimensions {
                let found = entry.embedding.len();
                return Err(wrong(format!(
                    "a vector of {found} dimensions where {dimensions} were expected"
                )));
            }
            let numbers: Option<Vec<f32>> = entry.embedding.into_iter().collect();
            let vector =
                numbers.and_then(unit).ok_or_else(|| wrong("a vector that is no direction".to_owned()))?;
            let free = vectors.get_mut(place).filter(|slot| slot.is_none());
            *free.ok_or_else(|| wrong(format!("no text has the index {place}, or two vectors have it")))? =
                Some(vector);
        }
        Ok(vectors.into_iter().flatten().collect())
    }
}

/// The address to send to: `/v1/embeddings` of a server, unless more of it is given.
fn address(url: &Url) -> Url {
    let mut address = url.clone();
    let path = url.path().trim_end_matches('/');
    let whole = match path {
        "" => "/v1/embeddings".to_owned(),
        path if path.ends_with("/embeddings") => path.to_owned(),
        path => format!("{path}/embeddings"),
    };
    address.set_path(&whole);
    address
}

/// The vector with length 1; none of one that has no direction or numbers that are none.
fn unit(mut vector: Vec<f32>) -> Option<Vec<f32>> {
    let length = vector.iter().map(|x| f64::from(*x) * f64::from(*x)).sum::<f64>().sqrt() as f32;
    if !length.is_finite() || length <= f32::MIN_POSITIVE {
        return None;
    }
    for x in &mut vector {
        *x /= length;
    }
    Some(vector)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn embedder(dimensions: Option<usize>) -> Embedder {
        Embedder::new(EmbedderConfig {
            url: Url::parse("http://127.0.0.1:9").unwrap(),
            model: "m".to_owned(),
            key_env: None,
            dimensions,
            batch: 2,
            timeout: 1,
            query_prefix: String::new(),
            passage_prefix: String::new(),
        })
        .unwrap()
    }

    #[test]
    fn answers_are_checked() {
        let read = |text: &str, dimensions| embedder(dimensions).read(text.as_bytes(), 2);
        let two = r#"{"data":[{"index":1,"embedding":[0,2]},{"index":0,"embedding":[3,0]}]}"#;
        assert_eq!(read(two, None).unwrap(), [vec![1.0, 0.0], vec![0.0, 1.0]]);
        for (text, dimensions) in [
            (two, Some(3)),
            (r#"{"data":[{"embedding":[1,0]}]}"#, None),
            (r#"{"data":[{"embedding":[1,0]},{"embedding":[1]}]}"#, None),
            (r#"{"data":[{"embedding":[1,0]},{"embedding":[null,0]}]}"#, None),
            (r#"{"data":[{"embedding":[1,0]},{"embedding":[1e39,0]}]}"#, None),
            (r#"{"data":[{"embedding":[1,0]},{"embedding":[0,0]}]}"#, None),
            (r#"{"data":[{"index":0,"embedding":[1,0]},{"index":0,"embedding":[1,0]}]}"#, None),
            (r#"{"data":[{"index":7,"embedding":[1,0]},{"index":0,"embedding":[1,0]}]}"#, None),
            (r#"{"data":[]}"#, None),
            ("<html>", None),
        ] {
            assert!(matches!(read(text, dimensions), Err(EmbedderError::Answer(_))), "{text}");
        }
    }

    #[test]
    fn addresses_may_be_given_in_part() {
        for (given, expected) in [
            ("http://h:1", "http://h:1/v1/embeddings"),
            ("http://h:1/v1/", "http://h:1/v1/embeddings"),
            ("https://h/api/v1/embeddings", "https://h/api/v1/embeddings"),
        ] {
            assert_eq!(address(&Url::parse(given).unwrap()).as_str(), expected);
        }
    }
}
