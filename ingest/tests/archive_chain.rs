//! The hash chain names every change that is made to the archive later.

use crate::exchanges::{SOFTWARE, exchange, files, noise, open, page};
use flate2::bufread::GzDecoder;
use polidex_ingest::archive::{
    Archive, Finding,
    chain::{self, CHAIN_FILE, Link, START},
    verify,
};
use proptest::prelude::*;
use std::{
    collections::BTreeSet,
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
};

/// An archive of two files and some kinds of records.
fn archive() -> (tempfile::TempDir, Vec<Link>) {
    let dir = tempfile::tempdir().unwrap();
    let body = noise(9, 1_200);
    let mut archive = open(dir.path());
    for (path, status, body) in [("a", 200, &body[..]), ("b", 200, &body[..]), ("c", 304, b"")] {
        archive.append(&page(exchange(path, status, body))).unwrap();
    }
    drop(archive);
    let later = [page(exchange("d", 200, &noise(8, 1_500))), page(exchange("e", 200, b"e"))];
    open(dir.path()).rotating_at(1).append_all(&later).unwrap();
    assert_eq!(files(dir.path()).len(), 2);
    let links = links(dir.path());
    (dir, links)
}

fn links(dir: &Path) -> Vec<Link> {
    let mut links = Vec::new();
    chain::walk(dir, &mut |_, link| links.push(link.unwrap())).unwrap();
    links
}

fn findings(dir: &Path) -> Vec<Finding> {
    verify(dir).unwrap().findings
}

#[test]
fn every_record_is_in_the_chain_and_each_head_follows_from_the_one_before() {
    let (dir, links) = archive();
    let checked = verify(dir.path()).unwrap();
    assert_eq!((checked.findings.len(), checked.records, checked.chained), (0, 17, 17));
    let mut before = START.to_owned();
    for link in &links {
        assert_eq!(link.head, link.head_after(&before));
        before.clone_from(&link.head);
    }
    assert_eq!(checked.head.as_deref(), Some(before.as_str()));
    assert_eq!(chain::head(dir.path()).unwrap().unwrap(), *links.last().unwrap());
    // The recipe in the file's first line is the whole of it.
    let first = fs::read(dir.path().join(&links[0].file)).unwrap();
    let digest = polidex_corpus::text::sha256_hex(&first[..links[0].length as usize]);
    let text = format!("{START}\n{}\n0\n{}\n{digest}\n", links[0].file, links[0].length);
    assert_eq!(links[0].head, polidex_corpus::text::sha256_hex(text.as_bytes()));
}

/// Flips a bit; gives what is found, and puts the byte back.
fn flipped(dir: &Path, file: &PathBuf, at: usize, bit: u8) -> Vec<Finding> {
    let whole = fs::read(file).unwrap();
    let mut damaged = whole.clone();
    damaged[at] ^= 1 << bit;
    fs::write(file, &damaged).unwrap();
    let findings = findings(dir);
    fs::write(file, &whole).unwrap();
    findings
}

#[test]
fn every_kind_of_record_is_named_wherever_a_byte_of_it_changes() {
    let (dir, links) = archive();
    let mut kinds = BTreeSet::new();
    for link in &links {
        let file = dir.path().join(&link.file);
        let (start, length) = (link.offset as usize, link.length as usize);
        let bytes = fs::read(&file).unwrap();
        let mut record = String::new();
        // Bodies are noise; the fields before them are text.
        let mut fields = BufReader::new(GzDecoder::new(&bytes[start..start + length]));
        while fields.read_line(&mut record).is_ok_and(|read| read > 2) {}
        let kind = record.lines().find_map(|line| line.strip_prefix("WARC-Type: ")).unwrap();
        // One of each kind, all over it: the compressed fields, the body, both sums at the end.
        if kinds.insert(kind.to_owned()) {
            for part in 0..24 {
                let at = start + part * (length - 1) / 23;
                let findings = flipped(dir.path(), &file, at, (part % 8) as u8);
                let named = |finding: &Finding| (&finding.file, finding.offset) == (&link.file, link.offset);
                assert!(
                    !findings.is_empty() && findings.iter().all(named),
                    "{kind}, byte {at}: {findings:?}"
                );
            }
        }
    }
    assert_eq!(Vec::from_iter(kinds), ["metadata", "request", "response", "revisit", "warcinfo"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if std::env::var_os("POLIDEX_LONG").is_some() { 20_000 } else { 300 }))]

    #[test]
    fn a_flipped_bit_anywhere_names_its_record(at in any::<prop::sample::Index>(), bit in 0_u8..8) {
        thread_local!(static ARCHIVE: (tempfile::TempDir, Vec<Link>) = archive());
        ARCHIVE.with(|(dir, links)| {
            let files = files(dir.path());
            let sizes: Vec<u64> = files.iter().map(|file| fs::metadata(file).unwrap().len()).collect();
            let at = at.index((sizes[0] + sizes[1]) as usize) as u64;
            let (file, at) = if at < sizes[0] { (&files[0], at) } else { (&files[1], at - sizes[0]) };
            let name = file.file_name().unwrap().to_str().unwrap();
            let record = links.iter().find(|link| link.file == name && (link.offset..link.offset + link.length).contains(&at));
            let record = record.unwrap();
            let findings = flipped(dir.path(), file, at as usize, bit);
            prop_assert!(!findings.is_empty(), "byte {at} of {name}, bit {bit}");
            for finding in &findings {
                prop_assert_eq!((&finding.file, finding.offset), (&record.file, record.offset), "{:?}", findings);
            }
            Ok(())
        })?;
    }

    #[test]
    fn a_flipped_bit_of_the_chain_names_its_line(at in any::<prop::sample::Index>(), bit in 0_u8..8) {
        thread_local!(static ARCHIVE: (tempfile::TempDir, Vec<Link>) = archive());
        ARCHIVE.with(|(dir, _)| {
            let file = dir.path().join(CHAIN_FILE);
            let bytes = fs::read(&file).unwrap();
            let at = at.index(bytes.len());
            let line = bytes[..at].split(|&byte| byte == b'\n').count() as u64;
            let findings = flipped(dir.path(), &file, at, bit);
            let named = findings.iter().any(|finding| finding.file == CHAIN_FILE && finding.offset == line);
            prop_assert!(named, "byte {} in line {}: {:?}", at, line, findings);
            Ok(())
        })?;
    }
}

#[test]
fn what_is_left_out_put_in_or_put_back_is_named() {
    let (dir, links) = archive();
    let file = files(dir.path()).remove(0);
    let whole = fs::read(&file).unwrap();
    // A whole record taken out of the middle.
    let cut = &links[4];
    let (start, end) = (cut.offset as usize, (cut.offset + cut.length) as usize);
    fs::write(&file, [&whole[..start], &whole[end..]].concat()).unwrap();
    assert!(
        findings(dir.path()).iter().any(|finding| finding.offset == cut.offset),
        "{:?}",
        findings(dir.path())
    );
    // The end cut off at the border of a record, which no file format notices.
    let last = links.iter().rfind(|link| file.ends_with(&link.file)).unwrap();
    fs::write(&file, &whole[..last.offset as usize]).unwrap();
    assert_eq!(findings(dir.path()).iter().map(|finding| finding.offset).collect::<Vec<_>>(), [last.offset]);
    fs::remove_file(&file).unwrap();
    assert!(findings(dir.path())[0].reason.contains("missing"));
    // A record copied behind another.
    fs::write(&file, [&whole[..], &whole[start..end]].concat()).unwrap();
    assert!(findings(dir.path()).iter().any(|finding| finding.offset == whole.len() as u64));
}

#[test]
fn an_archive_without_a_chain_is_taken_in() {
    let (dir, links) = archive();
    fs::remove_file(dir.path().join(CHAIN_FILE)).unwrap();
    let checked = verify(dir.path()).unwrap();
    assert_eq!((checked.findings.len(), checked.chained, checked.not_chained), (0, 0, 17));
    open(dir.path());
    assert_eq!(self::links(dir.path()), links);
}

#[test]
fn a_kill_between_archive_and_chain_loses_no_link() {
    let (dir, links) = archive();
    let file = dir.path().join(CHAIN_FILE);
    let whole = fs::read(&file).unwrap();
    for end in (0..whole.len()).step_by(37).chain([whole.len() - 1]) {
        fs::write(&file, &whole[..end]).unwrap();
        open(dir.path());
        assert_eq!(self::links(dir.path()), links, "cut at {end}");
        assert_eq!(findings(dir.path()), []);
    }
}

#[test]
fn a_record_that_was_whole_once_is_never_cut_off() {
    let (dir, _) = archive();
    let file = files(dir.path()).remove(1);
    let whole = fs::read(&file).unwrap();
    let shorter = &whole[..whole.len() - 10];
    fs::write(&file, shorter).unwrap();
    let (mut archive, warnings) = Archive::open(dir.path(), SOFTWARE).unwrap();
    assert_eq!(warnings[0].code, "damaged_archive");
    archive.append(&page(exchange("later", 200, b"in a new file"))).unwrap();
    drop(archive);
    assert_eq!(fs::read(&file).unwrap(), shorter);
    assert_eq!(findings(dir.path()).len(), 1);
}
