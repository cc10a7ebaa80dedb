//! Takes another data directory into this one: its archive first, then what its store holds.

use crate::{
    archive::{self, Archive, Places, adoptable, archive_dir},
    removal::RemovalError,
};
use polidex_corpus::{
    model::Archived,
    store::{Merged, Store},
};
use std::path::Path;

/// What taking another data directory came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Taken {
    /// Records of its archive that were not known.
    pub archive_records: u64,
    /// What its store held.
    #[serde(flatten)]
    pub store: Merged,
}

/// Takes everything of `other`, a store, and of the archive in the data directory `data`, each thing once. Where
/// it is not to be `kept`, nothing is written.
///
/// # Errors
/// [`RemovalError`] where a store or an archive cannot be read or written; what was taken by then stays, and
/// another attempt goes on there.
pub fn merge(
    store: &mut Store,
    (other, data): (&Store, &Path),
    kept: bool,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Taken, RemovalError> {
    let (own, theirs) = (archive_dir(store.dir()), archive_dir(data));
    // What cannot be asked is not taken: it could be what was removed.
    let unwanted = |sha256: &str| store.are_bytes_removed(sha256).unwrap_or(true);
    let (archive_records, places) = match archive::chain::head(&theirs)? {
        None => (0, Places::new()),
        Some(_) if kept => {
            let (mut archive, _) = Archive::open(&own, concat!("polidex/", env!("CARGO_PKG_VERSION")))?;
            let adopted = archive.adopt(&theirs, &unwanted)?;
            (adopted.records, adopted.places)
        }
        Some(_) => (adoptable(&own, &theirs, &unwanted)?, Places::new()),
    };
    let place = |place: &Archived| places.get(&(place.file.clone(), place.offset)).cloned();
    Ok(Taken { archive_records, store: store.merge(other, &place, kept, progress)? })
}
