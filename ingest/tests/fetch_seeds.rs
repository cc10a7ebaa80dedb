//! Files that sites serve to crawlers, whole and damaged: any bytes are read without a panic.

use polidex_ingest::fetch::{
    entries::{self, MAX_ENTRIES},
    feed,
    robots::Robots,
    sitemap,
};
use proptest::prelude::*;
use std::{fs, path::Path};
use url::Url;

/// The seeds of one format, by file name.
fn seeds(format: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(format);
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    files
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&path).unwrap()))
        .collect()
}

fn base() -> Url {
    Url::parse("https://www.example.cn/files/").unwrap()
}

/// Reads bytes as a robots.txt and asks for some addresses.
fn read_robots(bytes: &[u8]) -> usize {
    let robots = Robots::parse(bytes, "polidex");
    let asked = ["/", "/admin/公告/a.html", "/%E6%94%BF$x?y=%", "/robots.txt", "/aaabbbccc"];
    let allowed = asked.iter().filter(|path| robots.allows(&base().join(path).unwrap())).count();
    assert!(allowed >= 1, "robots.txt itself is always allowed");
    allowed
}

/// Reads bytes as a sitemap, as a feed and as either.
fn read_entries(bytes: &[u8]) -> usize {
    let readings =
        [sitemap::parse(bytes, &base()), feed::parse(bytes, &base()), entries::parse(bytes, &base())];
    for (entries, _) in &readings {
        assert!(entries.len() <= MAX_ENTRIES);
        assert!(entries.iter().all(|entry| entry.url.scheme().starts_with("http")));
    }
    readings[2].0.len()
}

/// Cuts bytes at every offset and damages every one of them.
fn damaged(bytes: &[u8], mut read: impl FnMut(&[u8]) -> usize) {
    for at in 0..bytes.len() {
        read(&bytes[..at]);
        read(&bytes[at..]);
        for byte in [0, b'<', b'>', b'&', b'*', 0xFF] {
            let mut changed = bytes.to_vec();
            changed[at] = byte;
            read(&changed);
        }
    }
}

#[test]
fn seeds_are_read() {
    let mut read: Vec<_> = ["sitemap", "feed"].into_iter().flat_map(seeds).collect();
    read.sort();
    let found: Vec<_> = read.iter().map(|(name, bytes)| (name.as_str(), read_entries(bytes))).collect();
    let expected = [
        ("atom.xml", 1),
        ("compressed.xml.gz", 2),
        ("index.xml", 1),
        ("odd.xml", 1),
        ("plain.txt", 1),
        ("rss1.xml", 1),
        ("rss2.xml", 2),
        ("usual.xml", 2),
    ];
    assert_eq!(found, expected);
    let mut robots: Vec<_> =
        seeds("robots").into_iter().map(|(name, bytes)| (name, read_robots(&bytes))).collect();
    robots.sort();
    let robots: Vec<_> = robots.iter().map(|(name, allowed)| (name.as_str(), *allowed)).collect();
    assert_eq!(robots, [("odd.txt", 4), ("page.txt", 5), ("usual.txt", 4), ("utf16.txt", 5)]);
}

#[test]
fn damaged_seeds_are_read() {
    for (_, bytes) in seeds("robots") {
        damaged(&bytes, read_robots);
    }
    for (_, bytes) in ["sitemap", "feed"].into_iter().flat_map(seeds) {
        damaged(&bytes, read_entries);
    }
}

#[test]
fn patterns_of_many_stars_are_matched_at_once() {
    let stars = format!("User-agent: *\nDisallow: /{}b$", "a*".repeat(100_000));
    let url = base().join(&format!("/{}", "a".repeat(60_000))).unwrap();
    assert!(Robots::parse(stars.as_bytes(), "polidex").allows(&url));
}

proptest! {
    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        read_robots(&bytes);
        read_entries(&bytes);
    }

    #[test]
    fn any_lines_are_read(lines in "((user-agent|disallow|allow|sitemap|crawl-delay)[: ]{0,2}[/a-z*$%0-9公:. -]{0,12}[\r\n]{1,2}){0,12}") {
        read_robots(lines.as_bytes());
    }

    #[test]
    fn any_markup_is_read(text in "(</?(url|loc|item|link|rss|feed|entry)( href='[a&;/]{0,4}')?/?>|[a-z/:&;#x0-9<>!\\[\\]-]{0,6}){0,30}") {
        read_entries(text.as_bytes());
    }
}
