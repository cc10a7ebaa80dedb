//! Takes what was received of removed documents out of the archive.

use crate::archive::{Archive, ArchiveError, Burial, Tombstones, archive_dir};
use polidex_corpus::{
    locale::{Locale, Localized},
    store::{Pending, Store, StoreError},
};
use std::borrow::Cow;

/// Why a removal could not be completed. The document is out of the store; the next attempt goes on here.
#[derive(Debug, thiserror::Error)]
pub enum RemovalError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The archive.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
}

impl Localized for RemovalError {
    fn localized(&self, locale: Locale) -> Cow<'_, str> {
        match self {
            Self::Store(error) => error.localized(locale),
            Self::Archive(error) => error.localized(locale),
        }
    }
}

/// Writes the tombstones of all removals that have none yet, and overwrites their records; returns how many
/// records these were. The archive is read from front to back, since an earlier run may have been interrupted behind
/// any tombstone.
///
/// # Errors
/// [`RemovalError`] where store or archive cannot be written.
pub fn complete(store: &mut Store) -> Result<usize, RemovalError> {
    bury(store, Archive::tombstones)
}

/// The same for removals that were made since [`complete`] returned: none of them can have a tombstone, so that the
/// archive is not read.
///
/// # Errors
/// [`RemovalError`] where store or archive cannot be written.
pub fn complete_new(store: &mut Store) -> Result<usize, RemovalError> {
    bury(store, |_| Ok(Tombstones::default()))
}

fn bury(
    store: &mut Store,
    known: impl Fn(&Archive) -> Result<Tombstones, ArchiveError>,
) -> Result<usize, RemovalError> {
    let pending = store.pending_removals()?;
    if pending.is_empty() {
        return Ok(0);
    }
    let software = concat!("polidex/", env!("CARGO_PKG_VERSION"));
    let (mut archive, _) = Archive::open(&archive_dir(store.dir()), software)?;
    let known = known(&archive)?;
    let mut records = 0;
    for Pending { removal, records: places, hashes } in pending {
        let responses: Vec<(String, u64)> =
            places.into_iter().map(|record| (record.file, record.offset)).collect();
        let burial = Burial {
            document: &removal.policy.0,
            reason: &removal.reason,
            by: &removal.by,
            at: &removal.at,
            received: &hashes,
            responses: &responses,
        };
        records += archive.bury(&burial, &known)?;
        store.removal_done(&removal.policy)?;
    }
    Ok(records)
}
