//! Reading archived pages again, with the extractor and the source rules of today.

use crate::{Limits, Problem, archive, page::read_page};
use polidex_corpus::{
    locale::{Locale, Localized},
    model::Document,
    source::Source,
    store::{ArchivedName, Change, Store, StoreError},
};
use std::path::Path;

/// This many documents are stored in one transaction.
const BATCH: usize = 256;

/// What reading again has done so far.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reextracted {
    /// Pages that were read.
    pub pages: usize,
    /// Documents that read differently now and were stored so.
    pub changed: usize,
    /// Documents that read the same.
    pub unchanged: usize,
    /// Pages that could not be read; their stored texts stay as they are.
    pub problems: Vec<Problem>,
}

/// Reads the archived bytes of `names` again and stores what comes of them; no new edition does.
/// A document keeps its names, and the family that it was fetched with. `progress` is called after
/// every page.
pub fn reextract(
    store: &mut Store,
    names: &[ArchivedName],
    sources: &[Source],
    limits: &Limits,
    progress: &mut dyn FnMut(&Reextracted),
) -> Result<Reextracted, StoreError> {
    let dir = archive::archive_dir(store.dir());
    let mut done = Reextracted::default();
    for names in names.chunks(BATCH) {
        let mut docs = Vec::with_capacity(names.len());
        for name in names {
            done.pages += 1;
            match read(&dir, name, sources, limits) {
                Ok(document) => docs.push(document),
                Err(problem) => done.problems.push(problem),
            }
            progress(&done);
        }
        for outcome in store.reread(&docs)? {
            match outcome.change {
                Change::Unchanged => done.unchanged += 1,
                _ => done.changed += 1,
            }
        }
    }
    Ok(done)
}

fn read(dir: &Path, name: &ArchivedName, sources: &[Source], limits: &Limits) -> Result<Document, Problem> {
    let exchange = archive::read(dir, &name.place).map_err(|error| {
        let text = |locale| error.localized(locale).into_owned();
        Problem::new("archive", Path::new(&name.external_id), None, text(Locale::En), text(Locale::Zh))
    })?;
    let source = sources.iter().find(|source| source.name == name.source);
    let mut document = *read_page(&exchange, Some(name.place.clone()), source, limits).document?;
    document.source.clone_from(&name.source);
    document.external_id.clone_from(&name.external_id);
    document.meta.family = document.meta.family.or_else(|| name.family.clone());
    Ok(document)
}
