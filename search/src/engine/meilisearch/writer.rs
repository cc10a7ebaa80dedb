//! Brings units to the servers that they belong to.

use super::{
    Location, Placement, Remote, cluster, document,
    evidence::{self, Row},
    feed::Feed,
    keep::Keeper,
    key,
    placement::policy_key,
    server::Server,
    vectors::Sent,
};
use crate::engine::{EngineError, IndexUnit, IndexWriter, Manifest, SCHEMA_VERSION};
use std::{fs, path::PathBuf};

/// Adds and removes units. Readers see a whole new index at once; of an update they see documents as they
/// come, and the manifest last.
pub struct MeilisearchWriter {
    keeper: Keeper,
    placement: Option<Placement>,
    /// By place in the placement; `None` for a server that misses this update and catches up later.
    feeds: Vec<Option<Feed>>,
    dir: PathBuf,
    names: Vec<String>,
    building: bool,
    vectors: Option<Sent>,
}

impl MeilisearchWriter {
    /// Begins a whole new index beside the one in use. All servers must be there.
    pub fn build(location: &Location) -> Result<Self, EngineError> {
        let placement = location.placement();
        let feeds = ordered(location, placement.as_ref())?
            .into_iter()
            .map(|remote| Ok(Some(Feed::beside(Server::new(&remote.address)?)?)))
            .collect::<Result<_, EngineError>>()?;
        Ok(Self::new(location, Keeper::build(&location.dir)?, placement, feeds, true))
    }

    /// Begins an update of the index in use. Of several servers those take part that answer and have missed
    /// nothing so far.
    pub fn update(location: &Location) -> Result<Self, EngineError> {
        let kept = evidence::manifest(&location.dir)?;
        let placement = kept.placement.clone();
        let remotes = ordered(location, placement.as_ref())?;
        let feed = |remote: &Remote| {
            if placement.is_some() && !cluster::is_current(&cluster::served(&remote.address)?, &kept) {
                return Err(EngineError::Behind { name: remote.name.clone() });
            }
            Feed::update(Server::new(&remote.address)?)
        };
        let mut feeds = Vec::new();
        for remote in remotes {
            feeds.push(match feed(remote) {
                Ok(feed) => Some(feed),
                Err(error) if placement.is_none() => return Err(error),
                Err(_) => None,
            });
        }
        Ok(Self::new(location, Keeper::update(&location.dir)?, placement, feeds, false))
    }

    fn new(
        location: &Location,
        keeper: Keeper,
        placement: Option<Placement>,
        feeds: Vec<Option<Feed>>,
        building: bool,
    ) -> Self {
        let names = placement.as_ref().map_or_else(|| vec![String::new()], |it| it.remotes.clone());
        Self { keeper, placement, feeds, dir: location.dir.clone(), names, building, vectors: None }
    }

    /// The same, bringing clauses their vectors before anything is visible.
    #[must_use]
    pub fn with_vectors(self, vectors: Option<Sent>) -> Self {
        Self { vectors, ..self }
    }

    /// Does something with the feed of a server. A server of several that fails misses the update: its
    /// manifest is not written, so it is not asked until it has caught up.
    fn with(
        &mut self,
        place: usize,
        work: impl FnOnce(&mut Feed) -> Result<(), EngineError>,
    ) -> Result<(), EngineError> {
        let Some(feed) = &mut self.feeds[place] else { return Ok(()) };
        match work(feed) {
            Err(error) if self.building || self.placement.is_none() => Err(error),
            Err(_) => {
                self.feeds[place] = None;
                Ok(())
            }
            Ok(()) => Ok(()),
        }
    }

    fn homes(&self, key: u32) -> Vec<usize> {
        self.placement.as_ref().map_or_else(|| vec![0], |placement| placement.homes(key))
    }

    /// How many units belong on each server.
    fn expected(&self) -> Result<Vec<u64>, EngineError> {
        let mut expected = vec![0; self.feeds.len()];
        for held in self.keeper.policies()? {
            for home in self.homes(held.key) {
                expected[home] += held.units;
            }
        }
        Ok(expected)
    }
}

/// The servers of a placement, in its order.
fn ordered<'a>(
    location: &'a Location,
    placement: Option<&Placement>,
) -> Result<Vec<&'a Remote>, EngineError> {
    let Some(placement) = placement else { return Ok(vec![location.only()?]) };
    let found =
        |name: &String| location.remote(name).ok_or_else(|| EngineError::Unconfigured { name: name.clone() });
    placement.remotes.iter().map(found).collect()
}

impl IndexWriter for MeilisearchWriter {
    fn add(&mut self, unit: IndexUnit) -> Result<(), EngineError> {
        self.keeper.add(&unit)?;
        let unit = Row::from(unit);
        let line = document::line(&unit, self.placement.as_ref());
        for home in self.homes(policy_key(unit.facts.tie)) {
            self.with(home, |feed| feed.add(unit.facts.clause, &line))?;
        }
        Ok(())
    }

    fn remove(&mut self, policy: i64) -> Result<(), EngineError> {
        self.keeper.remove(policy)?;
        self.feeds.iter_mut().flatten().for_each(|feed| feed.remove(policy));
        Ok(())
    }

    fn commit(mut self, lineage: String, watermark: u64) -> Result<Manifest, EngineError> {
        let statistics = format!("statistics-{watermark}");
        let placement = self.placement.clone();
        let manifest =
            Manifest { schema: SCHEMA_VERSION, lineage, watermark, statistics, placement, leaving: None };
        for place in 0..self.feeds.len() {
            self.with(place, Feed::settle)?;
        }
        if let Some(vectors) = self.vectors.take() {
            for place in 0..self.feeds.len() {
                self.with(place, |feed| vectors.bring(feed).map(drop))?;
            }
        }
        for (place, units) in self.expected()?.into_iter().enumerate() {
            let name = self.names[place].clone();
            let (building, dir) = (self.building, self.dir.clone());
            self.with(place, |feed| {
                feed.verify(units)?;
                feed.write_manifest(&manifest)?;
                if building {
                    feed.publish()?;
                }
                key::leave(feed.server(), &dir, &name).map(drop)
            })?;
        }
        self.keeper.commit(&manifest)?;
        Ok(manifest)
    }
}

/// Removes the index from all servers, and what is kept beside it.
pub fn remove(location: &Location) -> Result<(), EngineError> {
    for remote in &location.remotes {
        let server = Server::new(&remote.address)?;
        server.delete_index(&server.next_index())?;
        server.delete_index(server.index())?;
    }
    match fs::remove_file(evidence::file(&location.dir)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}
