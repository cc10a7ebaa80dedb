//! Exchanges to archive.

use jiff::Timestamp;
use polidex_ingest::{
    archive::Archive,
    fetch::{Exchange, Fetched},
};
use std::{
    fs,
    path::{Path, PathBuf},
};

pub const SOFTWARE: &str = "polidex/test";

/// A response with headers that are easily lost.
pub fn exchange(path: &str, status: u16, body: &[u8]) -> Exchange {
    Exchange {
        url: format!("http://www.example.cn/{path}").parse().unwrap(),
        sent_at: Timestamp::from_nanosecond(1_790_000_000_123_456_789).unwrap(),
        server: Some("203.0.113.7".parse().unwrap()),
        request_headers: vec![("User-Agent".to_owned(), SOFTWARE.to_owned())],
        status,
        response_headers: vec![
            ("Content-Type".to_owned(), "text/html; charset=GBK".to_owned()),
            ("Transfer-Encoding".to_owned(), "chunked".to_owned()),
            ("X-Odd".to_owned(), "caf\u{e9} ÿ".to_owned()),
        ],
        body: body.to_vec(),
    }
}

/// A page without a redirect.
pub fn page(exchange: Exchange) -> Fetched {
    Fetched { exchanges: vec![exchange] }
}

/// The archive, sound.
pub fn open(dir: &Path) -> Archive {
    let (archive, warnings) = Archive::open(dir, SOFTWARE).unwrap();
    assert_eq!(warnings, []);
    archive
}

/// A body that compression does not shorten much.
pub fn noise(seed: u64, length: usize) -> Vec<u8> {
    let mut state = 2 * seed + 1;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 56) as u8
    };
    (0..length).map(|_| next()).collect()
}

/// The files of the archive, oldest first.
pub fn files(dir: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> = fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "gz"))
        .collect();
    files.sort();
    files
}
