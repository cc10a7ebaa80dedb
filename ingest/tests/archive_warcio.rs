//! The archive is read by other programs: warcio, the field's usual reader, finds no error in it.
//!
//! In a binary of its own: a process that starts another one shares its locks with it for a moment.

#![allow(clippy::print_stdout, reason = "tests say on standard output what they skipped")]

#[path = "archive/exchanges.rs"]
mod exchanges;

use exchanges::{exchange, files, noise, open, page};
use flate2::{Compression, write::GzEncoder};
use std::{io::Write, process::Command};

#[test]
fn warcio_finds_no_error() {
    if Command::new("warcio").arg("--version").output().is_err() {
        println!("skipped: warcio is not on the PATH");
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let mut archive = open(dir.path()).rotating_at(30_000);
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(&noise(9, 5_000)).unwrap();
    let mut compressed = exchange("gzip", 200, &gzip.finish().unwrap());
    compressed.response_headers.push(("Content-Encoding".to_owned(), "gzip".to_owned()));
    for exchange in [
        exchange("一?二=三", 200, &noise(4, 20_000)),
        exchange("empty", 204, b""),
        compressed,
        exchange("again", 200, &noise(4, 20_000)),
        exchange("again", 304, b""),
        exchange("gone", 404, &noise(5, 20_000)),
    ] {
        archive.append(&page(exchange)).unwrap();
    }
    let files = files(dir.path());
    assert_eq!(files.len(), 2);
    let checked = Command::new("warcio").args(["check", "--verbose"]).args(&files).output().unwrap();
    let said =
        String::from_utf8_lossy(&checked.stdout).into_owned() + &String::from_utf8_lossy(&checked.stderr);
    assert!(checked.status.success(), "{said}");
    assert!(said.contains("digest pass") && !said.contains("digest failed"), "{said}");
}
