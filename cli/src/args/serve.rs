//! `polidex serve`.

use clap::{Args, ValueEnum, ValueHint};
use std::{net::SocketAddr, path::PathBuf};
use url::Url;

/// `polidex serve`
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  polidex serve                                          the search page on http://127.0.0.1:7700/, the API on /api\n  polidex serve --addr 0.0.0.0:7700 --host policies.example.cn\n  polidex serve --host policies.example.cn --trusted-proxy 127.0.0.1   behind a reverse proxy on the same machine\n  polidex serve --allow-origin https://www.example.cn    that site may use the widget\n  polidex serve --rate-limit 0 --cache 0                 for measuring\n\nRequests are answered for the host names of --addr and --host only. Nothing is written, and no address that a request names is\nfetched. Ctrl-C ends the program when all requests are answered."
)]
pub struct Serve {
    /// Address to listen on; others than loopback can be reached from outside
    #[arg(long, env = "POLIDEX_ADDR", default_value = "127.0.0.1:7700", value_name = "IP:PORT")]
    pub addr: SocketAddr,
    /// A further host name that requests may be for, as in the address bar: `policies.example.cn`
    #[arg(long = "host", value_name = "NAME")]
    pub hosts: Vec<String>,
    /// The address of the page for readers, for links in feeds (default: the host that was asked)
    #[arg(long, value_name = "URL")]
    pub public_url: Option<Url>,
    /// A site whose pages may use the widget and the API: `https://www.example.cn`
    #[arg(long = "allow-origin", value_name = "ORIGIN")]
    pub origins: Vec<String>,
    /// A reverse proxy whose X-Forwarded-For is believed: an address or a network, `10.0.0.0/8`
    #[arg(long = "trusted-proxy", value_name = "IP|NETWORK")]
    pub proxies: Vec<String>,
    /// Requests a minute from one address (an IPv6 network of 64 bits); 0: as many as come
    #[arg(long, default_value_t = 600, value_name = "N")]
    pub rate_limit: u32,
    /// Megabytes of answers that are kept; 0: none
    #[arg(long, default_value_t = 16, value_name = "MB", value_parser = clap::value_parser!(u32).range(0..=4096))]
    pub cache: u32,
    /// Requests that are worked on at the same time (default: one a processor)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub workers: Option<u16>,
    /// Requests that wait for a worker; more are turned away with 503
    #[arg(long, default_value_t = 128, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=10_000))]
    pub queue: u16,
    /// Connections at the same time
    #[arg(long, default_value_t = 4096, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub connections: u32,
    /// Offer the whole store at /api/v1/export
    #[arg(long)]
    pub export: bool,
    /// Let who knows the token of --admin-token-file or `POLIDEX_ADMIN_TOKEN` add documents and change collections
    #[arg(long)]
    pub admin: bool,
    /// File that holds the token
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "admin")]
    pub admin_token_file: Option<PathBuf>,
    /// What is written about requests, on standard error
    #[arg(long, value_enum, default_value_t = LogWhat::Requests, value_name = "WHAT")]
    pub log: LogWhat,
}

/// What is written about requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogWhat {
    /// Nothing but failures of the program
    None,
    /// Method, kind of address, status and time; never what was asked for
    Requests,
    /// The address too, with what was searched for; never what was sent in a body
    Queries,
}
