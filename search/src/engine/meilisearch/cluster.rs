//! The servers that answer a question, each for its share.
//!
//! polidex asks all servers itself, at the same time, and not one server that asks the others: any of them
//! may be the one that does not answer, and what is missing then must be known by name. A server that failed
//! is left alone for a while; before it is asked again it must show that it has missed nothing.

use super::{
    Location, Placement, Remote, ask, evidence,
    http::Limits,
    key,
    server::{Address, Server},
};
use crate::engine::{EngineError, Manifest};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};
use std::{
    path::Path,
    sync::{Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

/// How long a server that failed is left alone at first; twice as long each time after,
const FIRST_REST: Duration = Duration::from_secs(2);
/// up to this.
const LONGEST_REST: Duration = Duration::from_secs(60);

/// The servers, open for questions.
pub struct Cluster {
    members: Vec<Member>,
    /// `None` where there is one server, which answers for everything.
    placement: Option<Placement>,
    kept: Manifest,
}

struct Member {
    name: String,
    /// `None` where the configuration does not say where it is.
    server: Option<Server>,
    rest: Mutex<Option<Rest>>,
}

/// A server that is not asked.
#[derive(Clone, Copy)]
struct Rest {
    until: Instant,
    pause: Duration,
}

/// What servers answered.
pub struct Asked<T> {
    /// By server, a reply to each query.
    pub replies: Vec<Vec<T>>,
    /// The servers that did not answer, if there are policies that only they hold.
    pub missing: Vec<String>,
}

#[derive(Deserialize)]
struct Results<T> {
    results: Vec<T>,
}

impl Cluster {
    /// Opens the servers of an index. Of several, one that answers is enough.
    pub fn open(location: &Location, kept: Manifest) -> Result<Self, EngineError> {
        let Some(placement) = kept.placement.clone() else {
            let remote = location.only()?;
            let (address, manifest) = reader(remote, &location.dir)?;
            let member = Member::new(remote.name.clone(), Some(Server::new(&address)?));
            // The older of what the two say is what both know.
            let older = manifest.lineage != kept.lineage || manifest.watermark < kept.watermark;
            let kept = if older { manifest } else { kept };
            return Ok(Self { members: vec![member], placement: None, kept });
        };
        let opened: Vec<(Member, Option<EngineError>)> = thread::scope(|scope| {
            let opening: Vec<_> = placement
                .remotes
                .iter()
                .map(|name| scope.spawn(|| Member::open(name, location.remote(name), &location.dir, &kept)))
                .collect();
            opening.into_iter().filter_map(|member| member.join().ok()).collect()
        });
        let (members, errors): (Vec<Member>, Vec<Option<EngineError>>) = opened.into_iter().unzip();
        let mut errors: Vec<EngineError> = errors.into_iter().flatten().collect();
        if members.iter().all(|member| member.lock().is_some()) && !errors.is_empty() {
            return Err(errors.swap_remove(0));
        }
        Ok(Self { members, placement: Some(placement), kept })
    }

    /// What the index was built from.
    pub fn manifest(&self) -> &Manifest {
        &self.kept
    }

    /// Whether questions can be asked now: an only server, or one of several.
    pub fn ready(&self) -> Result<(), EngineError> {
        let query = json!({"filter": "id = manifest", "limit": 0});
        match self.members.as_slice() {
            [only] if self.placement.is_none() => only.ask::<Value>(&[query], None).map(drop),
            _ if self.absent().len() < self.members.len() => Ok(()),
            _ => Err(self.silent()),
        }
    }

    /// Asks all servers that answer the same questions, each about its share.
    pub fn ask<T: DeserializeOwned + Send + 'static>(
        &self,
        queries: &[Value],
    ) -> Result<Asked<T>, EngineError> {
        loop {
            let absent = self.absent();
            let present: Vec<usize> = (0..self.members.len()).filter(|n| !absent.contains(n)).collect();
            let mut last = None;
            let mut replies = Vec::with_capacity(present.len());
            for (place, reply) in self.send(&present, &absent, queries) {
                match reply {
                    Ok(results) => replies.push(results),
                    Err(error @ EngineError::Refused { .. }) => return Err(error),
                    Err(error) if self.placement.is_none() => return Err(error),
                    Err(error) => {
                        self.members[place].fail();
                        last = Some(error);
                    }
                }
            }
            let replicas = self.placement.as_ref().map_or(1, |placement| placement.replicas);
            let absent: Vec<&Member> = self.members.iter().filter(|member| member.lock().is_some()).collect();
            if replies.is_empty() && absent.len() == self.members.len() {
                return Err(last.unwrap_or_else(|| self.silent()));
            }
            // Others stand in for a server that failed; who answered before answers for more now.
            if last.is_some() && replicas > 1 {
                continue;
            }
            let missing = if absent.len() < replicas { Vec::new() } else { names(&absent) };
            return Ok(Asked { replies, missing });
        }
    }

    fn send<T: DeserializeOwned + Send + 'static>(
        &self,
        present: &[usize],
        absent: &[usize],
        queries: &[Value],
    ) -> Vec<(usize, Result<Vec<T>, EngineError>)> {
        let one = |place: usize| {
            let share = self.placement.as_ref().map(|placement| placement.share(place, absent));
            self.members[place].ask(queries, share.as_deref())
        };
        if let [only] = present {
            return vec![(*only, one(*only))];
        }
        let stopped = || EngineError::Engine("a thread that asked a server stopped".into());
        thread::scope(|scope| {
            let asking: Vec<_> =
                present.iter().map(|&place| (place, scope.spawn(move || one(place)))).collect();
            asking
                .into_iter()
                .map(|(place, reply)| (place, reply.join().unwrap_or_else(|_| Err(stopped()))))
                .collect()
        })
    }

    /// The servers that are not asked now. Those whose rest is over are tried.
    fn absent(&self) -> Vec<usize> {
        let member = |place: &usize| !self.members[*place].answers(&self.kept);
        (0..self.members.len()).filter(member).collect()
    }

    fn silent(&self) -> EngineError {
        let all: Vec<&Member> = self.members.iter().collect();
        EngineError::Unreachable { url: names(&all).join(", "), why: "none of these servers answers".into() }
    }
}

fn names(members: &[&Member]) -> Vec<String> {
    members.iter().map(|member| member.name.clone()).collect()
}

impl Member {
    fn new(name: String, server: Option<Server>) -> Self {
        Self { name, server, rest: Mutex::new(None) }
    }

    /// Opens a server; why it is not asked, if it is not.
    fn open(name: &str, remote: Option<&Remote>, dir: &Path, kept: &Manifest) -> (Self, Option<EngineError>) {
        let opened = remote.map(|remote| {
            let address = Address { limits: Limits::for_one_of_many(), ..remote.address.clone() };
            let (address, served) = reader(&Remote { address, ..remote.clone() }, dir)?;
            Ok((Server::new(&address)?, served))
        });
        let (server, error) = match opened {
            Some(Ok((server, served))) => {
                let behind = || EngineError::Behind { name: name.to_owned() };
                (Some(server), (!is_current(&served, kept)).then(behind))
            }
            // Its key may be known, or become known, when it answers again.
            Some(Err(error)) => {
                let address = remote.and_then(|remote| key::for_reading(&remote.address, dir, name).ok());
                let limits = Limits::for_one_of_many();
                let server = address.and_then(|address| Server::new(&Address { limits, ..address }).ok());
                (server, Some(error))
            }
            None => (None, Some(EngineError::Unconfigured { name: name.to_owned() })),
        };
        let member = Self::new(name.to_owned(), server);
        if error.is_some() {
            member.fail();
        }
        (member, error)
    }

    fn lock(&self) -> MutexGuard<'_, Option<Rest>> {
        self.rest.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Leaves the server alone for a while.
    fn fail(&self) {
        let mut rest = self.lock();
        let pause = rest.map_or(FIRST_REST, |rest| (rest.pause * 2).min(LONGEST_REST));
        *rest = Some(Rest { until: Instant::now() + pause, pause });
    }

    /// Whether the server is asked. One whose rest is over must show that it missed nothing.
    fn answers(&self, kept: &Manifest) -> bool {
        let Some(rest) = *self.lock() else { return true };
        if Instant::now() < rest.until {
            return false;
        }
        let current = self.server.as_ref().is_some_and(|server| {
            let text = ask::manifest(server, server.index()).ok().flatten();
            text.and_then(|text| evidence::read_manifest(&text).ok()).is_some_and(|it| is_current(&it, kept))
        });
        if current {
            *self.lock() = None;
        } else {
            self.fail();
        }
        current
    }

    fn ask<T: DeserializeOwned + Send + 'static>(
        &self,
        queries: &[Value],
        share: Option<&str>,
    ) -> Result<Vec<T>, EngineError> {
        let Some(server) = &self.server else {
            return Err(EngineError::Unconfigured { name: self.name.clone() });
        };
        let queries: Vec<Value> = queries
            .iter()
            .map(|query| {
                let mut query = query.clone();
                query["indexUid"] = json!(server.index());
                if let (Some(share), Some(filter)) = (share, query["filter"].as_str()) {
                    query["filter"] = json!(format!("{share} AND {filter}"));
                }
                query
            })
            .collect();
        let found: Results<T> = server.post("/multi-search", json!({"queries": queries}))?;
        Ok(found.results)
    }
}

/// Whether a server's index holds all that is kept beside it, spread in the same way.
pub fn is_current(served: &Manifest, kept: &Manifest) -> bool {
    let placed =
        served.placement == kept.placement || served.leaving.is_some() && served.leaving == kept.placement;
    served.lineage == kept.lineage && served.watermark >= kept.watermark && placed
}

/// The server with a key for readers that it accepts, and the manifest that it shows to them.
pub fn reader(remote: &Remote, dir: &Path) -> Result<(Address, Manifest), EngineError> {
    let address = key::for_reading(&remote.address, dir, &remote.name)?;
    match served(&address) {
        Err(EngineError::Key { .. }) if remote.address.key.is_some() => {
            let address = key::renew(&remote.address, dir, &remote.name)?;
            let manifest = served(&address)?;
            Ok((address, manifest))
        }
        manifest => Ok((address, manifest?)),
    }
}

/// What the index on a server was built from.
pub fn served(address: &Address) -> Result<Manifest, EngineError> {
    let server = Server::new(address)?;
    match ask::manifest(&server, server.index())? {
        Some(text) => evidence::read_manifest(&text),
        None => Err(EngineError::NotOnServer { place: address.url.clone() }),
    }
}
