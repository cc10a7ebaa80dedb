//! The archive gives back what was received, whatever happened to the process that wrote it.

use crate::exchanges::{SOFTWARE, exchange, files, noise, open, page};
use polidex_corpus::model::Archived;
use polidex_ingest::{
    archive::{Archive, ArchiveError, chain::CHAIN_FILE, read, verify},
    fetch::{Exchange, Fetched},
};
use proptest::prelude::*;
use std::{fs, path::Path};

/// What reading gives back of an exchange: all but the request's headers.
fn kept(exchange: &Exchange) -> Exchange {
    Exchange { request_headers: Vec::new(), ..exchange.clone() }
}

fn sound(dir: &Path) -> u64 {
    let checked = verify(dir).unwrap();
    assert_eq!(checked.findings, []);
    assert_eq!((checked.chained, checked.not_chained), (checked.records, 0));
    checked.records
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_response_comes_back_as_it_was(
        status in 100_u16..600,
        body in proptest::collection::vec(any::<u8>(), 0..3000),
        value in "[ -~\u{80}-\u{ff}]{0,40}",
        query in "[a-z0-9%=&一-十]{0,20}",
    ) {
        let dir = tempfile::tempdir().unwrap();
        let mut exchange = exchange(&format!("a?{query}"), status, &body);
        exchange.response_headers.push(("X-Any".to_owned(), value.trim_start().to_owned()));
        let place = open(dir.path()).append(&page(exchange.clone())).unwrap().pop().unwrap();
        let mut expected = kept(&exchange);
        if status == 304 {
            expected.body.clear();
        }
        prop_assert_eq!(read(dir.path(), &place).unwrap(), expected);
        prop_assert_eq!(sound(dir.path()), 4);
    }
}

#[test]
fn hops_are_archived_each_with_its_own_place() {
    let dir = tempfile::tempdir().unwrap();
    let moved = exchange("old", 301, b"");
    let found = exchange("new", 200, &noise(1, 4000));
    let places = open(dir.path()).append(&Fetched { exchanges: vec![moved.clone(), found.clone()] }).unwrap();
    assert_eq!(read(dir.path(), &places[0]).unwrap(), kept(&moved));
    assert_eq!(read(dir.path(), &places[1]).unwrap(), kept(&found));
}

#[test]
fn the_same_payload_is_kept_once_and_comes_back_for_each() {
    let dir = tempfile::tempdir().unwrap();
    let body = noise(2, 50_000);
    let mut archive = open(dir.path());
    archive.append(&page(exchange("a", 200, &body))).unwrap();
    let after_one = fs::metadata(&files(dir.path())[0]).unwrap().len();
    let twin = exchange("b", 200, &body);
    let place = archive.append(&page(twin.clone())).unwrap().pop().unwrap();
    drop(archive);
    // A process that begins later knows what the newest file holds.
    let third = exchange("c", 200, &body);
    let place_of_third = open(dir.path()).append(&page(third.clone())).unwrap().pop().unwrap();
    assert!(fs::metadata(&files(dir.path())[0]).unwrap().len() < after_one + 10_000);
    assert_eq!(read(dir.path(), &place).unwrap(), kept(&twin));
    assert_eq!(read(dir.path(), &place_of_third).unwrap(), kept(&third));
    let not_modified = exchange("a", 304, b"");
    let place = open(dir.path()).append(&page(not_modified.clone())).unwrap().pop().unwrap();
    assert_eq!(read(dir.path(), &place).unwrap(), kept(&not_modified));
    sound(dir.path());
}

#[test]
fn files_are_rotated_and_all_of_them_read() {
    let dir = tempfile::tempdir().unwrap();
    let mut archive = open(dir.path()).rotating_at(20_000);
    let exchanges: Vec<_> =
        (0..10).map(|number| exchange(&number.to_string(), 200, &noise(number + 10, 7_000))).collect();
    let places: Vec<Archived> =
        exchanges.iter().map(|exchange| archive.append(&page(exchange.clone())).unwrap().remove(0)).collect();
    assert_eq!(files(dir.path()).len(), 4);
    for (exchange, place) in exchanges.iter().zip(&places) {
        assert_eq!(read(dir.path(), place).unwrap(), kept(exchange));
    }
    assert_eq!(sound(dir.path()), 4 + 30);
}

#[test]
fn a_torn_end_is_cut_off_wherever_it_tore() {
    let dir = tempfile::tempdir().unwrap();
    let first = exchange("first", 200, b"kept");
    let place = open(dir.path()).append(&page(first.clone())).unwrap().remove(0);
    let file = files(dir.path()).remove(0);
    let whole = fs::read(&file).unwrap();
    let chain = fs::read(dir.path().join(CHAIN_FILE)).unwrap();
    let second = open(dir.path()).append(&page(exchange("second", 200, &noise(3, 900)))).unwrap().remove(0);
    assert_eq!(second.offset, whole.len() as u64);
    let longer = fs::read(&file).unwrap();
    let end_of_response = second.offset + second.length;
    for end in whole.len()..longer.len() {
        fs::write(&file, &longer[..end]).unwrap();
        // Records enter the chain when they are on disk, so that a torn one never did.
        fs::write(dir.path().join(CHAIN_FILE), &chain).unwrap();
        let (mut archive, warnings) = Archive::open(dir.path(), SOFTWARE).unwrap();
        let left = fs::metadata(&file).unwrap().len();
        assert!(left <= end as u64);
        assert_eq!(warnings.len(), usize::from(left < end as u64), "{end}: {warnings:?}");
        assert!(warnings.iter().all(|warning| warning.code == "torn_archive"));
        assert_eq!(left >= end_of_response, end as u64 >= end_of_response);
        let third = exchange("third", 200, b"goes on");
        let place_of_third = archive.append(&page(third.clone())).unwrap().remove(0);
        assert_eq!(read(dir.path(), &place_of_third).unwrap(), kept(&third));
        assert_eq!(read(dir.path(), &place).unwrap(), kept(&first));
        sound(dir.path());
    }
}

#[test]
fn damage_is_named_and_nothing_is_cut() {
    let dir = tempfile::tempdir().unwrap();
    let mut archive = open(dir.path());
    let places: Vec<_> = (0..3)
        .map(|number| {
            archive.append(&page(exchange(&number.to_string(), 200, &noise(number, 900)))).unwrap().remove(0)
        })
        .collect();
    drop(archive);
    let file = files(dir.path()).remove(0);
    let whole = fs::read(&file).unwrap();
    let middle = (places[1].offset + places[1].length / 2) as usize;
    let mut damaged = whole.clone();
    damaged[middle] ^= 0x10;
    fs::write(&file, &damaged).unwrap();
    let error = read(dir.path(), &places[1]).unwrap_err();
    assert!(matches!(error, ArchiveError::Damaged { offset, .. } if offset == places[1].offset), "{error}");
    assert!(read(dir.path(), &places[2]).is_ok());
    assert_eq!(verify(dir.path()).unwrap().findings[0].offset, places[1].offset);
    let (mut archive, warnings) = Archive::open(dir.path(), SOFTWARE).unwrap();
    assert_eq!(warnings[0].code, "damaged_archive");
    archive.append(&page(exchange("later", 200, b"in a new file"))).unwrap();
    assert_eq!(fs::read(&file).unwrap(), damaged);
    assert_eq!(files(dir.path()).len(), 2);
}

#[test]
fn places_that_lead_nowhere_are_errors() {
    let dir = tempfile::tempdir().unwrap();
    let place = open(dir.path()).append(&page(exchange("a", 200, b"a"))).unwrap().remove(0);
    for wrong in [
        Archived { offset: place.offset + 1, ..place.clone() },
        Archived { offset: 1 << 40, ..place.clone() },
        Archived { offset: 0, ..place.clone() },
    ] {
        assert!(matches!(read(dir.path(), &wrong), Err(ArchiveError::Damaged { .. })), "{wrong:?}");
    }
    let missing = Archived { file: "none.warc.gz".to_owned(), ..place };
    assert!(matches!(read(dir.path(), &missing), Err(ArchiveError::Io { .. })));
}

#[test]
fn one_process_writes_at_a_time() {
    let dir = tempfile::tempdir().unwrap();
    let archive = open(dir.path());
    assert!(matches!(Archive::open(dir.path(), SOFTWARE), Err(ArchiveError::Locked { .. })));
    drop(archive);
    open(dir.path());
}
