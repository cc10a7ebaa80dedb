//! Checks a bundle.

use super::{
    CHAIN, EvidenceError, FORMAT, MANIFEST, Manifest, SUMS, Text, VERSION,
    container::{self, Entry, Unpacked},
};
use crate::{
    Limits,
    archive::{chain::Link, response_in},
    timestamp,
};
use polidex_corpus::{
    locale::{Locale, Localized},
    model::CharIndex,
    text::sha256_hex,
};
use serde::Serialize;
use std::{borrow::Cow, collections::BTreeMap};

/// Something that is wrong with a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Flaw {
    /// The file of the bundle; `(directory)` for the list of files at its end.
    pub file: String,
    /// What is wrong, in English.
    pub reason: String,
    /// The same in Chinese.
    pub reason_zh: String,
}

impl Localized for Flaw {
    fn localized(&self, locale: Locale) -> Cow<'_, str> {
        format!("{}{}{}", self.file, locale.pick(": ", "："), locale.pick(&self.reason, &self.reason_zh))
            .into()
    }
}

/// What checking a bundle came to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// What is wrong; empty where the bundle is what was written.
    pub flaws: Vec<Flaw>,
    /// What the bundle says of itself; `None` where that could not be read.
    pub manifest: Option<Manifest>,
    /// How many files it holds.
    pub files: usize,
}

/// Checks a bundle: its files against their hashes, the text against the passage, the archived records against
/// what was received and against the chain, the time stamp against the head, and that no byte of the file is
/// another than they make it.
///
/// # Errors
/// [`EvidenceError`] where it is no bundle, exceeds a limit, or is of a later version.
pub fn verify(bytes: &[u8]) -> Result<Report, EvidenceError> {
    let container::Read { entries, damaged } = match container::read(bytes) {
        Ok(read) => read,
        Err(Unpacked::Limit(limit)) => return Err(EvidenceError::Limit(limit)),
        // A ZIP file begins with a file; what follows is damaged.
        Err(Unpacked::NoZip(detail)) if bytes.starts_with(b"PK\x03\x04") => container::Read {
            damaged: vec![("(directory)".to_owned(), detail)],
            ..container::Read::default()
        },
        Err(Unpacked::NoZip(detail)) => return Err(EvidenceError::NoBundle(detail)),
    };
    let mut checking = Checking { entries: &entries, flaws: Vec::new() };
    for (file, detail) in &damaged {
        checking.note(file, format!("it is damaged: {detail}"), format!("已损坏：{detail}"));
    }
    checking.sums();
    let manifest = checking.manifest()?;
    if let Some(manifest) = &manifest {
        checking.contents(manifest);
    }
    if checking.flaws.is_empty() {
        checking.container(bytes);
    }
    let flaws = checking.flaws;
    Ok(Report { flaws, manifest, files: entries.len() })
}

struct Checking<'e> {
    entries: &'e [Entry],
    flaws: Vec<Flaw>,
}

impl<'e> Checking<'e> {
    fn note(&mut self, file: &str, en: impl Into<String>, zh: impl Into<String>) {
        let flaw = Flaw { file: file.to_owned(), reason: en.into(), reason_zh: zh.into() };
        if !self.flaws.iter().any(|known| known.file == flaw.file) {
            self.flaws.push(flaw);
        }
    }

    fn file(&self, name: &str) -> Option<&'e [u8]> {
        let entries: &'e [Entry] = self.entries;
        entries.iter().find(|entry| entry.name == name).map(|entry| entry.bytes.as_slice())
    }

    /// Every file against the list, and the list against the files.
    fn sums(&mut self) {
        let Some(list) = self.file(SUMS) else {
            self.note(SUMS, "it is missing or damaged", "缺失或已损坏");
            return;
        };
        let list = String::from_utf8_lossy(list).into_owned();
        let mut sums: BTreeMap<&str, &str> =
            list.lines().filter_map(|line| line.split_once("  ")).map(|(sum, name)| (name, sum)).collect();
        for entry in self.entries.iter().filter(|entry| entry.name != SUMS) {
            match sums.remove(entry.name.as_str()) {
                Some(sum) if sum == sha256_hex(&entry.bytes) => {}
                Some(_) => self.note(
                    &entry.name,
                    "its SHA-256 is not the one in SHA256SUMS",
                    "SHA-256 与 SHA256SUMS 不符",
                ),
                None => self.note(&entry.name, "it is not listed in SHA256SUMS", "未列入 SHA256SUMS"),
            }
        }
        for name in sums.keys() {
            self.note(name, "it is missing", "缺失");
        }
    }

    fn manifest(&mut self) -> Result<Option<Manifest>, EvidenceError> {
        let Some(json) = self.file(MANIFEST) else {
            self.note(MANIFEST, "it is missing or damaged", "缺失或已损坏");
            return Ok(None);
        };
        let value: serde_json::Value = match serde_json::from_slice(json) {
            Ok(value) => value,
            Err(error) if self.flaws.is_empty() => return Err(EvidenceError::Manifest(error.to_string())),
            Err(_) => return Ok(None),
        };
        let version = value["version"].as_u64().unwrap_or(0);
        if value["format"] == FORMAT && version > u64::from(VERSION) && self.flaws.is_empty() {
            return Err(EvidenceError::Newer(u32::try_from(version).unwrap_or(u32::MAX)));
        }
        match serde_json::from_value(value) {
            Ok(manifest) => Ok(Some(manifest)),
            Err(error) if self.flaws.is_empty() => Err(EvidenceError::Manifest(error.to_string())),
            Err(_) => Ok(None),
        }
    }

    /// What the files say against each other.
    fn contents(&mut self, manifest: &Manifest) {
        for text in &manifest.texts {
            self.text(text);
        }
        if let Some(passage) = &manifest.passage {
            let file = manifest.texts.get(passage.text).map(|text| text.file.as_str());
            let text =
                file.and_then(|file| self.file(file)).and_then(|bytes| std::str::from_utf8(bytes).ok());
            let words = text.map(|text| CharIndex::new(text).slice(passage.span));
            if words != Some(passage.words.as_str()) {
                self.note(MANIFEST, "the passage does not stand in the text", "引文不在文本的所示位置");
            }
        }
        self.chain(manifest);
        if let Some(stamp) = &manifest.timestamp {
            let stamped = self.file(&stamp.file).and_then(|bytes| timestamp::read(bytes).ok());
            if stamped.is_none_or(|stamped| stamped.head != stamp.head || stamped.at.to_string() != stamp.at)
            {
                self.note(
                    &stamp.file,
                    "it is no time stamp of the head that is named",
                    "不是所述链首的时间戳",
                );
            }
        }
    }

    fn text(&mut self, text: &Text) {
        if self.file(&text.file).map(sha256_hex).as_deref() != Some(&text.sha256) {
            self.note(&text.file, "it is not the text that is named", "不是所述文本");
        }
        if let Some(name) = &text.original
            && self.file(name).map(sha256_hex).as_deref() != Some(&text.capture.sha256)
        {
            self.note(name, "these are not the bytes that were read", "不是当时读入的字节");
        }
        let Some(name) = &text.records else { return };
        let Some(bytes) = self.file(name) else { return };
        let limit = Limits::default().file_bytes;
        let received = response_in(bytes)
            .and_then(|exchange| exchange.content(limit).map_err(|error| error.to_string()));
        match received {
            Ok(content) if sha256_hex(&content) == text.capture.sha256 => {}
            Ok(_) => self.note(name, "it does not hold what was received", "不含当时收到的内容"),
            Err(reason) => self.note(name, reason.clone(), reason),
        }
        let mut rest = bytes;
        for chained in &text.links {
            let Link { length, sha256, head, number, .. } = &chained.link;
            let record = rest.get(..*length as usize).unwrap_or_default();
            rest = rest.get(*length as usize..).unwrap_or_default();
            if sha256_hex(record) != *sha256 {
                self.note(
                    name,
                    format!("it is not record {number} of the chain"),
                    format!("不是链中第 {number} 条记录"),
                );
            }
            if chained.link.head_after(&chained.before) != *head {
                self.note(
                    MANIFEST,
                    format!("the head of record {number} does not follow"),
                    format!("第 {number} 条记录的链首无法推得"),
                );
            }
        }
        if !rest.is_empty() && !text.links.is_empty() {
            self.note(name, "it holds more than the records that are named", "含有未列出的内容");
        }
    }

    /// The piece of the chain: every head follows from the one before, and the records are in it.
    fn chain(&mut self, manifest: &Manifest) {
        let Some(first) = manifest.first_link() else { return };
        let Some(bytes) = self.file(CHAIN) else {
            self.note(CHAIN, "it is missing", "缺失");
            return;
        };
        let lines = String::from_utf8_lossy(bytes).into_owned();
        let mut before = first.before.clone();
        let links = manifest.texts.iter().flat_map(|text| &text.links).map(|chained| &chained.link);
        let mut missing: Vec<&Link> = links.filter(|link| link.number >= first.link.number).collect();
        let (mut heads, mut last) = (Vec::new(), 0);
        for (number, line) in (1..).zip(lines.lines()) {
            let link = Link::parse(line).filter(|link| link.head == link.head_after(&before));
            let Some(link) = link else {
                self.note(
                    CHAIN,
                    format!("line {number} does not follow from the one before"),
                    format!("第 {number} 行无法由前一行推得"),
                );
                return;
            };
            missing.retain(|known| **known != link);
            last = link.number;
            before.clone_from(&link.head);
            heads.push(link.head);
        }
        // The piece may end before a record that was archived much later.
        missing.retain(|known| known.number <= last);
        let stamped = manifest.timestamp.as_ref().is_none_or(|stamp| heads.contains(&stamp.head));
        if !missing.is_empty() || !stamped {
            self.note(CHAIN, "a record or a stamped head is not in it", "缺少某条记录或加盖时间戳的链首");
        }
    }

    /// The file itself.
    fn container(&mut self, bytes: &[u8]) {
        if let Some((at, entry)) = container::difference(bytes, self.entries) {
            self.note(
                entry.unwrap_or("(directory)"),
                format!("byte {at} of the bundle is not as polidex writes it; the contents are sound, so somebody may have packed them again"),
                format!("证据包第 {at} 字节与 polidex 所写不同；内容完好，可能被重新打包"),
            );
        }
    }
}
