//! What the flags of `polidex serve` come to.

use super::{guard::Network, token::Token};
use crate::{
    args::{LogWhat, Serve},
    config::Config,
    console::Message,
    engine,
};
use anyhow::{Result, bail};
use polidex_search::{engine::meilisearch::Location, meaning::EmbedderConfig};
use std::{net::SocketAddr, path::PathBuf, thread, time::Duration};
use url::Url;

/// Everything that handlers and layers need to know.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The data directory.
    pub data: PathBuf,
    /// The Meilisearch servers that searches are answered by; `None` for the embedded engine.
    pub engine: Option<Location>,
    /// The embedder that searches ask, where there is one.
    pub embedder: Option<EmbedderConfig>,
    /// Where to listen.
    pub addr: SocketAddr,
    /// Host names that requests may be for, in lower case, without ports.
    pub hosts: Vec<String>,
    /// The page's address for readers.
    pub public_url: Option<Url>,
    /// Origins whose pages may use the API, as browsers write them.
    pub origins: Vec<String>,
    /// Proxies that are believed.
    pub proxies: Vec<Network>,
    /// Requests a minute from one address; 0: as many as come.
    pub rate_limit: u32,
    /// Whether the whole store is offered.
    pub export: bool,
    /// The token of those who may add documents; nobody may without one.
    pub admin: Option<Token>,
    /// Threads that answer short requests.
    pub workers: usize,
    /// Requests that may wait for them.
    pub queue: usize,
    /// Connections at the same time.
    pub connections: usize,
    /// Bytes of answers that are kept.
    pub cache: usize,
    /// What is written about requests.
    pub log: LogWhat,
    /// Limits on what clients send, and on how long they take.
    pub limits: Limits,
}

/// Limits on requests.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of a body.
    pub body: usize,
    /// Bytes of a request's line and headers together.
    pub head: usize,
    /// Headers.
    pub headers: usize,
    /// How long a client may take to send line and headers.
    pub head_time: Duration,
    /// How long a request may take from its headers to the answer's.
    pub time: Duration,
    /// How long a request may wait for a worker.
    pub patience: Duration,
    /// How long a connection may last; a request in flight is still answered then.
    pub connection_time: Duration,
    /// How long requests in flight may take when the server stops.
    pub grace: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 1 << 20,
            head: 32 << 10,
            headers: 64,
            head_time: Duration::from_secs(10),
            time: Duration::from_secs(30),
            patience: Duration::from_secs(5),
            connection_time: Duration::from_secs(300),
            grace: Duration::from_secs(30),
        }
    }
}

impl Settings {
    /// Those of a program that serves one client over its standard streams.
    pub fn alone(config: &Config) -> Self {
        Self {
            data: config.data.clone(),
            engine: engine::location(config),
            embedder: config.embedder.clone(),
            addr: SocketAddr::from(([127, 0, 0, 1], 0)),
            hosts: Vec::new(),
            public_url: None,
            origins: Vec::new(),
            proxies: Vec::new(),
            rate_limit: 0,
            export: false,
            admin: None,
            workers: 1,
            queue: 64,
            connections: 0,
            cache: 0,
            log: LogWhat::None,
            limits: Limits::default(),
        }
    }

    /// Resolves flags.
    ///
    /// # Errors
    /// When an origin or a host name is none.
    pub fn resolve(config: &Config, args: &Serve) -> Result<Self> {
        let processors = thread::available_parallelism().map_or(2, usize::from);
        Ok(Self {
            data: config.data.clone(),
            engine: engine::location(config),
            embedder: config.embedder.clone(),
            addr: args.addr,
            hosts: hosts(args)?,
            public_url: args.public_url.clone(),
            origins: args.origins.iter().map(|origin| self::origin(origin)).collect::<Result<_>>()?,
            proxies: args.proxies.iter().map(|proxy| Network::parse(proxy)).collect::<Result<_>>()?,
            rate_limit: args.rate_limit,
            export: args.export,
            admin: Token::of(args)?,
            workers: args.workers.map_or(processors, usize::from),
            queue: args.queue.into(),
            connections: args.connections as usize,
            cache: args.cache as usize * 1_000_000,
            log: if config.quiet { LogWhat::None } else { args.log },
            limits: Limits::default(),
        })
    }
}

/// The names of the address itself, those that were given, and that of the public page.
fn hosts(args: &Serve) -> Result<Vec<String>> {
    let mut hosts = vec![name_of(args.addr)];
    if args.addr.ip().is_loopback() || args.addr.ip().is_unspecified() {
        hosts.extend(["localhost", "127.0.0.1", "[::1]"].map(str::to_owned));
    }
    for host in &args.hosts {
        let parsed = url::Host::parse(host).map_err(|_| {
            Message::new(
                format!("`{host}` is no host name; give it without http:// and without a port"),
                format!("`{host}` 不是主机名；请勿带 http:// 和端口"),
            )
        })?;
        hosts.push(parsed.to_string());
    }
    hosts.extend(args.public_url.as_ref().and_then(Url::host).map(|host| host.to_string()));
    hosts.sort();
    hosts.dedup();
    Ok(hosts)
}

/// An address as it stands in a Host header.
fn name_of(addr: SocketAddr) -> String {
    match addr {
        SocketAddr::V4(addr) => addr.ip().to_string(),
        SocketAddr::V6(addr) => format!("[{}]", addr.ip()),
    }
}

/// An origin as browsers write it.
fn origin(text: &str) -> Result<String> {
    let parsed = Url::parse(text).ok().map(|url| url.origin()).filter(url::Origin::is_tuple);
    let Some(origin) = parsed else {
        bail!(Message::new(
            format!("`{text}` is no origin; write it as https://www.example.cn"),
            format!("`{text}` 不是有效来源；写法如 https://www.example.cn"),
        ));
    };
    Ok(origin.ascii_serialization())
}
