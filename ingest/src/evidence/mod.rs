//! Bundles of evidence: a document, or a passage of it, with what was received and the means to check it.
//!
//! A bundle is a ZIP file of plain files (see [`Manifest`]): the archived records as they stand in the
//! archive, the text, a page to read, hashes, the chain from the record on, and in both languages how to check
//! all of it without this program, what it proves and what it does not. [`write()`] makes one, [`verify`] checks
//! one, without store or network.

mod container;
mod error;
mod manifest;
mod page;
mod readme;
mod verify;

pub use error::EvidenceError;
pub use manifest::{Chained, Counterpart, DocumentFacts, FORMAT, Manifest, Passage, Stamp, Text, VERSION};
pub use verify::{Flaw, Report, verify};

use crate::{
    archive::{self, ArchiveError, chain},
    timestamp,
};
use container::Entry;
use polidex_corpus::{
    model::{Archived, Capture},
    text::sha256_hex,
};
use std::path::Path;

/// Name of the manifest.
const MANIFEST: &str = "evidence.json";
/// Name of the list of hashes.
const SUMS: &str = "SHA256SUMS";
/// Name of the piece of the chain.
const CHAIN: &str = "chain.tsv";

/// Most links that are packed behind the record's own: some 2 MB.
const MOST_LINKS: usize = 10_000;

/// What a bundle is made of.
#[derive(Debug, Clone)]
pub struct Material {
    /// The program, such as `polidex/0.1.0`.
    pub software: String,
    /// Now, RFC 3339 in UTC.
    pub made_at: String,
    /// See [`Manifest::reference`].
    pub reference: String,
    /// The document.
    pub document: DocumentFacts,
    /// Its texts.
    pub texts: Vec<Source>,
    /// The clause or the quotation.
    pub passage: Option<Passage>,
    /// Citations of it, ready to print.
    pub citations: String,
}

/// A text with where it was read.
#[derive(Debug, Clone)]
pub struct Source {
    /// The text as published.
    pub text: String,
    /// The version of the extractor.
    pub extractor: String,
    /// The source, and what it calls the document.
    pub source: [String; 2],
    /// The bytes as received.
    pub capture: Capture,
    /// The bytes themselves, where they came from a file that still holds them.
    pub original: Option<Vec<u8>>,
}

/// Packs a bundle; `archive` is the archive's directory.
///
/// # Errors
/// [`EvidenceError::Archive`] where a record cannot be read or is not what was archived.
pub fn write(material: &Material, archive: &Path) -> Result<Vec<u8>, EvidenceError> {
    let mut entries = Vec::new();
    let mut texts = Vec::new();
    for (number, source) in (1..).zip(&material.texts) {
        texts.push(pack(source, number, archive, &mut entries)?);
    }
    let head = chain::head(archive)?;
    let timestamp = stamp(archive, &texts, &mut entries)?;
    let manifest = Manifest {
        format: FORMAT.to_owned(),
        version: VERSION,
        software: material.software.clone(),
        made_at: material.made_at.clone(),
        reference: material.reference.clone(),
        document: material.document.clone(),
        texts,
        passage: material.passage.clone(),
        head,
        timestamp,
    };
    if let Some(first) = manifest.first_link().map(|chained| chained.link.number) {
        entries.push(Entry { name: CHAIN.to_owned(), bytes: lines_from(archive, first)?.into_bytes() });
    }
    let text = |name: &str, text: String| Entry { name: name.to_owned(), bytes: text.into_bytes() };
    entries.push(text("citation.txt", material.citations.clone()));
    entries.push(text("page.html", page::write(&manifest, &material.texts)));
    let json = serde_json::to_string_pretty(&manifest)
        .map_err(|error| EvidenceError::Manifest(error.to_string()))?;
    entries.push(text(MANIFEST, json + "\n"));
    entries.push(text("README.txt", readme::write(&manifest)));
    entries.sort_by(|one, other| one.name.cmp(&other.name));
    let sums: Vec<String> =
        entries.iter().map(|entry| format!("{}  {}\n", sha256_hex(&entry.bytes), entry.name)).collect();
    entries.push(text(SUMS, sums.concat()));
    Ok(container::write(&entries).0)
}

/// Puts a text and what it was read from among the files.
fn pack(
    source: &Source,
    number: usize,
    archive: &Path,
    entries: &mut Vec<Entry>,
) -> Result<Text, EvidenceError> {
    let file = format!("text-{number}.txt");
    let mut text = Text {
        sha256: sha256_hex(source.text.as_bytes()),
        extractor: source.extractor.clone(),
        source: source.source.clone(),
        capture: source.capture.clone(),
        records: None,
        links: Vec::new(),
        original: None,
        file: file.clone(),
    };
    entries.push(Entry { name: file, bytes: source.text.clone().into_bytes() });
    if let Some(place) = &source.capture.archived {
        let (bytes, links) = records(archive, place)?;
        let name = format!("record-{number}.warc.gz");
        text.records = Some(name.clone());
        text.links = links;
        entries.push(Entry { name, bytes });
    } else if let Some(original) = &source.original {
        let name = format!("original-{number}.bin");
        text.original = Some(name.clone());
        entries.push(Entry { name, bytes: original.clone() });
    }
    Ok(text)
}

/// The records of a response, one behind the other, and their links.
fn records(archive: &Path, place: &Archived) -> Result<(Vec<u8>, Vec<Chained>), ArchiveError> {
    let records = archive::stored(archive, place)?;
    let mut links: Vec<Option<Chained>> = vec![None; records.len()];
    let mut before = chain::START.to_owned();
    chain::walk(archive, &mut |_, link| {
        let Some(link) = link else { return };
        let here = records.iter().position(|record| record.offset == link.offset && record.file == link.file);
        if let Some(number) = here {
            links[number] = Some(Chained { before: before.clone(), link: link.clone() });
        }
        before = link.head;
    })?;
    let bytes = records.into_iter().flat_map(|record| record.bytes).collect();
    Ok((bytes, links.into_iter().flatten().collect()))
}

/// The chain's lines from a record on, as many as are packed.
fn lines_from(archive: &Path, first: u64) -> Result<String, ArchiveError> {
    let (mut lines, mut count) = (String::new(), 0);
    chain::walk(archive, &mut |_, link| {
        if let Some(link) = link.filter(|link| link.number >= first && count < MOST_LINKS) {
            lines += &link.line();
            lines.push('\n');
            count += 1;
        }
    })?;
    Ok(lines)
}

/// The first time stamp of a head that commits to all records of the bundle.
fn stamp(archive: &Path, texts: &[Text], entries: &mut Vec<Entry>) -> Result<Option<Stamp>, EvidenceError> {
    let Some(last) = texts.iter().flat_map(|text| &text.links).map(|chained| chained.link.number).max()
    else {
        return Ok(None);
    };
    let stamped =
        chain::find(archive, |link| link.number >= last && timestamp::path(archive, &link.head).exists())?;
    let Some(link) = stamped else { return Ok(None) };
    let path = timestamp::path(archive, &link.head);
    let bytes = std::fs::read(&path).map_err(|source| EvidenceError::Io { path, source })?;
    let Ok(stamped) = timestamp::read(&bytes) else { return Ok(None) };
    let file = "head.tsr".to_owned();
    entries.push(Entry { name: file.clone(), bytes });
    Ok(Some(Stamp { file, head: link.head, at: stamped.at.to_string() }))
}
