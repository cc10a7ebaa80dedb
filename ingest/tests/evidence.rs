//! Bundles of evidence: whole ones are found whole, and whatever is changed in one is named.

use crate::exchanges::{exchange, noise, open, page};
use polidex_corpus::{
    model::{Archived, Capture, Span},
    text::sha256_hex,
};
use polidex_ingest::evidence::{
    Counterpart, DocumentFacts, EvidenceError, Flaw, Manifest, Material, Passage, Source, VERSION, verify,
    write,
};
use proptest::prelude::*;
use std::{
    io::{Cursor, Read, Write},
    path::Path,
};

const TEXT: &str = "示例办法\n第一条 给予一次性奖励15万元。\n第二条 <b>示例</b>\u{202e}";

fn capture(bytes: &[u8], archived: Option<Archived>) -> Capture {
    Capture {
        location: "http://www.example.cn/a".to_owned(),
        media_type: "text/html".to_owned(),
        charset: "UTF-8".to_owned(),
        bytes: bytes.len() as u64,
        sha256: sha256_hex(bytes),
        captured_at: "2026-11-25T08:00:00Z".to_owned(),
        archived,
    }
}

fn material(capture: Capture, original: Option<Vec<u8>>) -> Material {
    Material {
        software: "polidex/test".to_owned(),
        made_at: "2026-11-25T09:00:00Z".to_owned(),
        reference: "example@2026-11-25#a1".to_owned(),
        document: DocumentFacts {
            id: "example".to_owned(),
            title: "示例办法".to_owned(),
            ..DocumentFacts::default()
        },
        texts: vec![Source {
            text: TEXT.to_owned(),
            extractor: "test".to_owned(),
            source: ["example".to_owned(), "a".to_owned()],
            capture,
            original,
        }],
        passage: Some(Passage {
            text: 0,
            span: Span::new(9, 21),
            words: "给予一次性奖励15万元。".to_owned(),
            label: "第一条".to_owned(),
            link: None,
            counterpart: Some(Counterpart {
                reference: "example-en@2026-11-25#a1".to_owned(),
                words: "<i>A one-off reward</i>".to_owned(),
                lang: "en".to_owned(),
                standing: ["official translation".to_owned(), "官方译文".to_owned()],
                confidence: 0.9,
            }),
        }),
        citations: "示例\n".to_owned(),
    }
}

/// A bundle about a page that was archived as a revisit, with records before and behind it.
fn bundle(dir: &Path) -> Vec<u8> {
    let body = noise(4, 900);
    let mut archive = open(dir);
    archive.append(&page(exchange("before", 200, &body))).unwrap();
    let place = archive.append(&page(exchange("a", 200, &body))).unwrap().remove(0);
    archive.append(&page(exchange("behind", 200, b"later"))).unwrap();
    drop(archive);
    write(&material(capture(&body, Some(place)), None), dir).unwrap()
}

fn flaws(bytes: &[u8]) -> Vec<Flaw> {
    verify(bytes).unwrap().flaws
}

/// The files of a bundle, with where their contents stand in it.
fn files(bundle: &[u8]) -> Vec<(String, std::ops::Range<usize>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bundle)).unwrap();
    (0..archive.len())
        .map(|number| {
            let file = archive.by_index(number).unwrap();
            let start = file.data_start().unwrap() as usize;
            (file.name().unwrap().into_owned(), start..start + file.size() as usize)
        })
        .collect()
}

#[test]
fn a_bundle_is_whole_and_says_what_it_is_about() {
    let dir = tempfile::tempdir().unwrap();
    let bytes = bundle(dir.path());
    let report = verify(&bytes).unwrap();
    assert_eq!(report.flaws, []);
    let manifest: Manifest = report.manifest.unwrap();
    assert_eq!(manifest.reference, "example@2026-11-25#a1");
    // The revisit, its request, its metadata, and the response that it refers to.
    assert_eq!(manifest.texts[0].links.len(), 4);
    assert_eq!(manifest.head.unwrap().number, 10);
    let names: Vec<String> = files(&bytes).into_iter().map(|(name, _)| name).collect();
    assert_eq!(
        names,
        [
            "README.txt",
            "chain.tsv",
            "citation.txt",
            "evidence.json",
            "page.html",
            "record-1.warc.gz",
            "text-1.txt",
            "SHA256SUMS"
        ]
    );
    let mut page = String::new();
    let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    archive.by_name("page.html").unwrap().read_to_string(&mut page).unwrap();
    assert!(
        page.contains("<mark>给予一次性奖励15万元。</mark>")
            && page.contains("&lt;b&gt;示例")
            && page.contains("U+202E")
    );
    // The same material makes the same bytes.
    let again = tempfile::tempdir().unwrap();
    assert_eq!(files(&bundle(again.path())).len(), names.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if std::env::var_os("POLIDEX_LONG").is_some() { 20_000 } else { 400 }))]

    #[test]
    fn a_flipped_bit_anywhere_is_named(at in any::<prop::sample::Index>(), bit in 0_u8..8) {
        thread_local!(static BUNDLE: Vec<u8> = bundle(tempfile::tempdir().unwrap().path()));
        BUNDLE.with(|bundle| {
            let at = at.index(bundle.len());
            let mut damaged = bundle.clone();
            damaged[at] ^= 1 << bit;
            let inside = files(bundle).into_iter().find(|(_, range)| range.contains(&at));
            match (verify(&damaged), inside) {
                (Ok(report), Some((name, _))) => {
                    prop_assert!(report.flaws.iter().any(|flaw| flaw.file == name), "byte {} of {}: {:?}", at, name, report.flaws);
                }
                (Ok(report), None) => prop_assert!(!report.flaws.is_empty(), "byte {} between files", at),
                (Err(_), inside) => prop_assert!(inside.is_none(), "byte {}", at),
            }
            Ok(())
        })?;
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = verify(&bytes);
        let _ = verify(&[b"PK\x03\x04", &bytes[..]].concat());
    }
}

/// Packs files again, with compression.
fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for (name, bytes) in files {
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_bundle_that_was_packed_again_is_sound_inside() {
    let dir = tempfile::tempdir().unwrap();
    let bytes = bundle(dir.path());
    let contents: Vec<(String, Vec<u8>)> =
        files(&bytes).into_iter().map(|(name, range)| (name, bytes[range].to_vec())).collect();
    let borrowed: Vec<(&str, &[u8])> =
        contents.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let found = flaws(&packed(&borrowed));
    assert!(found.len() == 1 && found[0].reason.contains("packed"), "{found:?}");
    // One file left out, one put in, one put in another's place.
    let missing = flaws(&packed(&borrowed[1..]));
    assert!(missing.iter().any(|flaw| flaw.file == "README.txt"), "{missing:?}");
    let more = flaws(&packed(&[&borrowed[..], &[("note.txt", b"x")]].concat()));
    assert!(more.iter().any(|flaw| flaw.file == "note.txt"), "{more:?}");
}

#[test]
fn what_is_no_bundle_gets_a_clear_message() {
    assert!(matches!(verify(b""), Err(EvidenceError::NoBundle(_))));
    assert!(matches!(verify(b"<html>"), Err(EvidenceError::NoBundle(_))));
    let newer = format!("{{\"format\":\"polidex-evidence\",\"version\":{}}}", VERSION + 1);
    let sums = format!("{}  evidence.json\n", sha256_hex(newer.as_bytes()));
    let bytes = packed(&[("evidence.json", newer.as_bytes()), ("SHA256SUMS", sums.as_bytes())]);
    let error = verify(&bytes).unwrap_err();
    assert!(matches!(error, EvidenceError::Newer(version) if version == VERSION + 1), "{error}");
    let bomb = packed(&[("a.txt", &vec![0; 40 << 20])]);
    assert!(matches!(verify(&bomb), Err(EvidenceError::Limit(_))));
    let escape = packed(&[("../a.txt", b"x")]);
    assert!(matches!(verify(&escape), Err(EvidenceError::Limit(_))));
    let many: Vec<String> = (0..300).map(|number| format!("{number}.txt")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert!(matches!(verify(&packed(&many)), Err(EvidenceError::Limit(_))));
}

#[test]
fn a_file_that_was_ingested_is_packed_with_its_hash() {
    let dir = tempfile::tempdir().unwrap();
    let bytes = TEXT.as_bytes().to_vec();
    let with = write(&material(capture(&bytes, None), Some(bytes.clone())), dir.path()).unwrap();
    assert_eq!(flaws(&with), []);
    assert!(files(&with).iter().any(|(name, _)| name == "original-1.bin"));
    let without = write(&material(capture(&bytes, None), None), dir.path()).unwrap();
    assert_eq!(flaws(&without), []);
    let readme = files(&without).into_iter().find(|(name, _)| name == "README.txt").unwrap().1;
    let readme = String::from_utf8_lossy(&without[readme]).into_owned();
    assert!(readme.contains("did not come through the archive") && readme.contains("未经存档"));
}

#[test]
fn a_damaged_record_makes_no_bundle() {
    let dir = tempfile::tempdir().unwrap();
    let body = noise(4, 900);
    let place = open(dir.path()).append(&page(exchange("a", 200, &body))).unwrap().remove(0);
    let file = crate::exchanges::files(dir.path()).remove(0);
    let mut damaged = std::fs::read(&file).unwrap();
    damaged[(place.offset + place.length / 2) as usize] ^= 1;
    std::fs::write(&file, damaged).unwrap();
    let made = write(&material(capture(&body, Some(place)), None), dir.path());
    assert!(matches!(made, Err(EvidenceError::Archive(_))));
}
