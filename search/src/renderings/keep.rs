//! Keeps the links in step with the store.

use super::{Link, links};
use crate::{
    bilingual::Lexicons,
    engine::EngineError,
    index::IndexError,
    parallel::{Row, is_rendering, lay_beside},
};
use polidex_corpus::{
    model::Policy,
    store::{Store, StoreError},
};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, HashSet, btree_map::Entry},
    fs, io,
    path::{Path, PathBuf},
};

/// Version of the file and of how texts are aligned. A file of another version is made anew.
const VERSION: u32 = 1;

/// The file: which documents were laid beside each other at which state of the store.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Kept {
    version: u32,
    /// The store's lineage: watermarks of different lineages cannot be compared.
    lineage: String,
    /// The store's watermark up to which the links are complete.
    watermark: u64,
    pub pairs: Vec<Pair>,
}

/// Two documents; without links where they turned out to have nothing in common.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Pair {
    /// Row of the Chinese policy,
    chinese: i64,
    /// and of the English one.
    english: i64,
    pub links: Vec<Link>,
}

/// The file of a data directory.
pub fn file(data: &Path) -> PathBuf {
    data.join("index").join("renderings.json")
}

impl Kept {
    /// Reads the file of a data directory; `None` where there is none, or one of another version.
    pub fn open(data: &Path) -> Result<Option<Self>, EngineError> {
        let text = match fs::read(file(data)) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let kept: Self = serde_json::from_slice(&text)
            .map_err(|error| EngineError::Damaged(format!("renderings.json: {error}")))?;
        Ok((kept.version == VERSION).then_some(kept))
    }

    /// Puts it in the place of the one before, wholly or not at all.
    fn write(&self, data: &Path) -> Result<(), EngineError> {
        let file = file(data);
        let beside = file.with_extension("new");
        let text = serde_json::to_vec(self).map_err(|error| EngineError::Engine(error.to_string()))?;
        fs::write(&beside, text)?;
        fs::File::open(&beside)?.sync_all()?;
        Ok(fs::rename(&beside, file)?)
    }
}

/// Links all clauses anew.
pub fn rebuild(store: &Store) -> Result<(), IndexError> {
    write(store, BTreeMap::new(), 0)
}

/// Brings the links up to the store's watermark: documents that changed are laid beside each other again.
pub fn catch_up(store: &Store) -> Result<(), IndexError> {
    let kept = match Kept::open(store.dir()) {
        Ok(Some(kept)) if kept.lineage == store.lineage()? => kept,
        Ok(_) | Err(EngineError::Damaged(_)) => return rebuild(store),
        Err(error) => return Err(error.into()),
    };
    if kept.watermark == store.watermark()? {
        return Ok(());
    }
    let mut changed: HashSet<i64> =
        store.policies_changed_since(kept.watermark)?.into_iter().map(|(row, _)| row).collect();
    changed.extend(store.policies_removed_since(kept.watermark)?);
    let still = |pair: &Pair| !changed.contains(&pair.chinese) && !changed.contains(&pair.english);
    let known = kept.pairs.into_iter().filter(still);
    write(store, known.map(|pair| ((pair.chinese, pair.english), pair.links)).collect(), kept.watermark)
}

/// Writes the links: those that are known, and those of the other pairs that changed since a watermark.
fn write(store: &Store, mut known: BTreeMap<(i64, i64), Vec<Link>>, since: u64) -> Result<(), IndexError> {
    let (lineage, watermark) = (store.lineage()?, store.watermark()?);
    let mut pairs = Pairs { store, lexicons: None };
    for (one, other) in store.translations()? {
        pairs.lay_beside(one, other, true, &mut known)?;
    }
    if bilingual(store)? {
        for (policy, _) in store.policies_changed_since(since)? {
            for other in store.named_alike(policy)? {
                pairs.lay_beside(policy, other, false, &mut known)?;
            }
        }
    }
    let pairs =
        known.into_iter().map(|((chinese, english), links)| Pair { chinese, english, links }).collect();
    fs::create_dir_all(store.dir().join("index")).map_err(EngineError::from)?;
    Ok(Kept { version: VERSION, lineage, watermark, pairs }.write(store.dir())?)
}

/// Whether there are texts in both languages.
fn bilingual(store: &Store) -> Result<bool, StoreError> {
    let languages = store.languages()?;
    Ok([true, false].iter().all(|&chinese| languages.iter().any(|lang| lang.is_chinese() == chinese)))
}

/// Lays documents beside each other, each two once.
struct Pairs<'s> {
    store: &'s Store,
    /// Opened when there is something to align.
    lexicons: Option<Lexicons>,
}

impl Pairs<'_> {
    /// Links two documents that are in two languages, unless their links are known. Where their names alone suggest
    /// that they say the same (not `stated`), their texts have to bear it out.
    fn lay_beside(
        &mut self,
        one: i64,
        other: i64,
        stated: bool,
        known: &mut BTreeMap<(i64, i64), Vec<Link>>,
    ) -> Result<(), IndexError> {
        let [one, other] =
            [one, other].map(|row| Ok::<_, StoreError>((row, self.store.policy_by_rowid(row)?)));
        let ((one, Some(first)), (other, Some(second))) = (one?, other?) else { return Ok(()) };
        let (chinese, english) = match (first.lang.is_chinese(), second.lang.is_chinese()) {
            (true, false) => ((one, first), (other, second)),
            (false, true) => ((other, second), (one, first)),
            _ => return Ok(()),
        };
        if let Entry::Vacant(unknown) = known.entry((chinese.0, english.0)) {
            unknown.insert(self.links(&chinese.1, &english.1, stated)?);
        }
        Ok(())
    }

    fn links(&mut self, chinese: &Policy, english: &Policy, stated: bool) -> Result<Vec<Link>, StoreError> {
        let lexicons = self.lexicons.get_or_insert_with(|| Lexicons::open(self.store.dir()));
        let texts =
            [chinese, english].map(|policy| self.store.clauses(&policy.id, Some(&policy.edition.key)));
        let [chinese, english] = texts;
        let (chinese, english) = (chinese?, english?);
        let rows: Vec<Row> = lay_beside(lexicons, &chinese, &english);
        Ok(if stated || is_rendering(&rows) { links(&rows, [&chinese, &english]) } else { Vec::new() })
    }
}
