//! Brings servers that were away up to what is kept here.
//!
//! What a document on a server holds is all in the evidence, so no text is analysed again.

use super::{
    Location, Placement, Remote, cluster, document,
    evidence::{self, Evidence},
    feed::Feed,
    keep::Held,
    key,
    server::Server,
};
use crate::engine::{EngineError, Manifest};

/// Brings all servers of an index up to the evidence; `changed` names the policies that have changed since a
/// watermark of the store. Returns the servers that are not there.
pub fn bring_up<E: From<EngineError>>(
    location: &Location,
    changed: &dyn Fn(u64) -> Result<Vec<i64>, E>,
) -> Result<Vec<String>, E> {
    let kept = evidence::manifest(&location.dir)?;
    let Some(placement) = kept.placement.clone() else { return Ok(Vec::new()) };
    let evidence = Evidence::open(&location.dir)?;
    let held = evidence.policies()?;
    let mut absent = Vec::new();
    for (place, name) in placement.remotes.iter().enumerate() {
        let Some(remote) = location.remote(name) else {
            absent.push(name.clone());
            continue;
        };
        let since = match cluster::served(&remote.address) {
            Ok(served) if cluster::is_current(&served, &kept) => continue,
            Ok(served) if served.lineage == kept.lineage && served.placement == kept.placement => {
                Some(served.watermark)
            }
            Ok(_)
            | Err(EngineError::NotOnServer { .. } | EngineError::Version { .. } | EngineError::Damaged(_)) => {
                None
            }
            Err(EngineError::Unreachable { .. }) => {
                absent.push(name.clone());
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        let changed = since.map(changed).transpose()?;
        let here: Vec<Held> =
            held.iter().filter(|policy| placement.homes(policy.key).contains(&place)).copied().collect();
        catch_up(remote, location, &evidence, &kept, &here, changed.as_deref())?;
    }
    Ok(absent)
}

/// Brings one server up: what has changed, or everything where it is not known what it has.
fn catch_up(
    remote: &Remote,
    location: &Location,
    evidence: &Evidence,
    kept: &Manifest,
    here: &[Held],
    changed: Option<&[i64]>,
) -> Result<(), EngineError> {
    let server = Server::new(&remote.address)?;
    let mut feed = if let Some(changed) = changed {
        let mut feed = Feed::update(server)?;
        for &policy in changed {
            feed.remove(policy);
        }
        feed
    } else {
        Feed::instead(server)?
    };
    let wanted = here.iter().filter(|held| changed.is_none_or(|changed| changed.contains(&held.policy)));
    for held in wanted {
        send(&mut feed, evidence, held.policy, kept.placement.as_ref())?;
    }
    feed.settle()?;
    feed.verify(here.iter().map(|held| held.units).sum())?;
    feed.write_manifest(kept)?;
    key::leave(feed.server(), &location.dir, &remote.name).map(drop)
}

/// Sends all units of a policy.
pub fn send(
    feed: &mut Feed,
    evidence: &Evidence,
    policy: i64,
    placement: Option<&Placement>,
) -> Result<(), EngineError> {
    for unit in evidence.of_policy(policy)? {
        feed.add(unit.facts.clause, &document::line(&unit, placement))?;
    }
    Ok(())
}
