//! Moves policies to where they belong after servers came or went.
//!
//! Copies come first, then what readers go by, last the removal of what stood there before; whoever is
//! interrupted finds an index that answers, and the next run does the rest.

use super::{
    Location, Placement, Remote, cluster,
    evidence::{self, Evidence},
    feed::Feed,
    keep::{self, Held},
    key,
    server::Server,
    sync::send,
};
use crate::engine::{EngineError, Manifest};

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rebalanced {
    /// Units that were brought to a server that did not hold them.
    pub moved: u64,
    /// Units in the index, each counted once for every server that it stands on.
    pub of: u64,
}

/// A rebalancing: from where policies are to where they belong.
struct Move<'a> {
    location: &'a Location,
    evidence: Evidence,
    held: Vec<Held>,
    old: Placement,
    new: Placement,
}

/// Moves policies to the servers of the configuration.
pub fn rebalance(location: &Location) -> Result<Rebalanced, EngineError> {
    let kept = evidence::manifest(&location.dir)?;
    let (Some(at), Some(new)) = (kept.placement.clone(), location.placement()) else {
        return Err(EngineError::NotSpread);
    };
    if at == new && kept.leaving.is_none() {
        return Ok(Rebalanced::default());
    }
    // What an interrupted run has left is finished before anything else is begun.
    let (old, new) = match &kept.leaving {
        Some(leaving) => (leaving.clone(), at.clone()),
        None => (at, new),
    };
    let evidence = Evidence::open(&location.dir)?;
    let held = evidence.policies()?;
    let moving = Move { location, evidence, held, old, new };
    let (rebalanced, feeds) =
        if kept.leaving.is_some() { (Rebalanced::default(), moving.feeds()?) } else { moving.copy(&kept)? };
    let between =
        Manifest { placement: Some(moving.new.clone()), leaving: Some(moving.old.clone()), ..kept.clone() };
    feeds.iter().try_for_each(|feed| feed.write_manifest(&between))?;
    keep::write_manifest(&location.dir, &between)?;
    let after = Manifest { leaving: None, ..between };
    moving.clear(feeds)?;
    moving.finish(&after)?;
    keep::write_manifest(&location.dir, &after)?;
    if location.placement().is_some_and(|wanted| Some(&wanted) != after.placement.as_ref()) {
        return rebalance(location);
    }
    Ok(rebalanced)
}

impl Move<'_> {
    fn remote(&self, name: &str) -> Result<&Remote, EngineError> {
        self.location.remote(name).ok_or_else(|| EngineError::Unconfigured { name: name.to_owned() })
    }

    /// The servers, which hold all that they need.
    fn feeds(&self) -> Result<Vec<Feed>, EngineError> {
        let feed = |name| Feed::update(Server::new(&self.remote(name)?.address)?);
        self.new.remotes.iter().map(|name| feed(name.as_str())).collect()
    }

    /// Brings policies to the servers that do not hold them yet.
    fn copy(&self, kept: &Manifest) -> Result<(Rebalanced, Vec<Feed>), EngineError> {
        let mut rebalanced = Rebalanced::default();
        let mut feeds = Vec::new();
        for name in &self.new.remotes {
            let remote = self.remote(name)?;
            let server = Server::new(&remote.address)?;
            let stays = self.old.remotes.contains(name);
            if stays && !cluster::is_current(&cluster::served(&remote.address)?, kept) {
                return Err(EngineError::Behind { name: name.clone() });
            }
            let mut feed = if stays { Feed::update(server)? } else { Feed::instead(server)? };
            for held in self.held.iter().filter(|held| self.new.names(held.key).contains(&name.as_str())) {
                rebalanced.of += held.units;
                if !stays || !self.old.names(held.key).contains(&name.as_str()) {
                    rebalanced.moved += held.units;
                    send(&mut feed, &self.evidence, held.policy, Some(&self.new))?;
                }
            }
            feed.settle()?;
            key::leave(feed.server(), &self.location.dir, name)?;
            feeds.push(feed);
        }
        Ok((rebalanced, feeds))
    }

    /// Removes what belongs elsewhere now, and says of the rest where else it stands.
    fn clear(&self, feeds: Vec<Feed>) -> Result<(), EngineError> {
        for (name, mut feed) in self.new.remotes.iter().zip(feeds) {
            let (mut here, mut changed) = (0, Vec::new());
            for held in &self.held {
                let (before, after) = (self.old.names(held.key), self.new.names(held.key));
                let stays = after.contains(&name.as_str());
                here += if stays { held.units } else { 0 };
                if !before.contains(&name.as_str()) || before == after {
                    continue;
                }
                if stays {
                    changed.push(held.policy);
                } else {
                    feed.remove(held.policy);
                }
            }
            for policy in changed {
                send(&mut feed, &self.evidence, policy, Some(&self.new))?;
            }
            feed.settle()?;
            feed.verify(here)?;
        }
        Ok(())
    }

    /// Says on every server that nothing is left of before, and takes the index from those that are left.
    fn finish(&self, manifest: &Manifest) -> Result<(), EngineError> {
        self.feeds()?.iter().try_for_each(|feed| feed.write_manifest(manifest))?;
        let left = self.old.remotes.iter().filter(|name| !self.new.remotes.contains(name));
        for remote in left.filter_map(|name| self.location.remote(name)) {
            let server = Server::new(&remote.address)?;
            server.delete_index(server.index())?;
        }
        Ok(())
    }
}
