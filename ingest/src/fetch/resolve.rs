//! From a name to addresses that passed the guard.

use super::guard::Guard;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::{
    fmt, io,
    net::{IpAddr, SocketAddr},
    pin::Pin,
    sync::Arc,
};

/// The addresses of a name, as they become known.
pub type Looking = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;

/// Looks names up; tests and intranets put their own in place of the system's.
pub trait Lookup: Send + Sync {
    /// The addresses of `host`.
    fn lookup(&self, host: String) -> Looking;
}

/// The operating system's resolver.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemLookup;

impl Lookup for SystemLookup {
    fn lookup(&self, host: String) -> Looking {
        Box::pin(async move {
            let found = tokio::net::lookup_host((host, 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}

/// A name that could not be resolved.
#[derive(Debug, thiserror::Error)]
#[error("{host} cannot be resolved: {source}")]
pub(super) struct Unresolved {
    /// The name.
    pub host: String,
    /// What the resolver said.
    pub source: io::Error,
}

/// Resolves names for the client and hands on only answers that passed the guard, so that what was
/// checked is what is connected to.
pub(super) struct GuardedResolver {
    /// The rules.
    pub guard: Guard,
    /// Where names are looked up.
    pub lookup: Arc<dyn Lookup>,
    /// The host of a configured proxy, which need not be public.
    pub proxy: Option<String>,
}

impl fmt::Debug for GuardedResolver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GuardedResolver").field("guard", &self.guard).finish_non_exhaustive()
    }
}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let host = name.as_str().to_owned();
        let guard =
            if self.proxy.as_deref() == Some(&*host) { Guard { allow_private: true } } else { self.guard };
        let looking = self.lookup.lookup(host.clone());
        Box::pin(async move {
            let found = looking.await.and_then(|found| {
                let missing = || io::Error::new(io::ErrorKind::NotFound, "the name has no address");
                if found.is_empty() { Err(missing()) } else { Ok(found) }
            });
            let found = found.map_err(|source| Unresolved { host: host.clone(), source })?;
            guard.check_resolved(&host, &found)?;
            // Port 0 stands for the one of the address asked for.
            let addresses: Addrs = Box::new(found.into_iter().map(|ip| SocketAddr::new(ip, 0)));
            Ok(addresses)
        })
    }
}
