//! What the fuzz targets do with their bytes; the replay of the seeds does the same.

#![allow(dead_code, reason = "each target is a program of its own that uses one function")]

use polidex_corpus::source;
use polidex_ingest::{
    Format, Limits,
    extract::packaged,
    fetch::{
        Exchange,
        entries::{self, MAX_ENTRIES},
        robots::Robots,
    },
    page::read_page,
};
use url::Url;

/// Limits that short inputs can reach.
const LIMITS: Limits =
    Limits { file_bytes: 16 << 20, document_bytes: 4 << 20, markup_depth: 200, second_opinion: false };

/// Labels that servers put on what they send.
const LABELS: [&str; 4] =
    ["text/html; charset=gbk", "text/html", "text/plain; charset=utf-16", "application/pdf"];

/// Ways to pack a body.
const ENCODINGS: [&str; 4] = ["", "gzip", "br", "deflate"];

/// Reads bytes as a response: the first two say how it is labelled and packed, and whose it is.
pub fn page(bytes: &[u8]) {
    let [label, owner, body @ ..] = bytes else { return };
    let sources = source::builtin();
    let source = sources.get(usize::from(*owner) % (sources.len() + 1));
    let label = usize::from(*label);
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let exchange = Exchange {
        url: Url::parse("https://www.example.cn/art/2024/1/2/art_1_2.html").unwrap(),
        sent_at: jiff::Timestamp::UNIX_EPOCH,
        server: None,
        request_headers: Vec::new(),
        status: 200,
        response_headers: vec![
            header("Content-Type", LABELS[label % 4]),
            header("Content-Encoding", ENCODINGS[label / 4 % 4]),
        ],
        body: body.to_vec(),
    };
    let page = read_page(&exchange, None, source, &LIMITS);
    if let Ok(document) = page.document {
        let characters = document.text.chars().count();
        assert!(document.clauses.iter().all(|clause| clause.span.end <= characters));
    }
}

/// Reads bytes as a robots.txt and asks for some addresses.
pub fn robots(bytes: &[u8]) {
    let robots = Robots::parse(bytes, "polidex");
    for path in ["/robots.txt", "/a/公告.html?b=c", "/%E6%94%BF$"] {
        let allowed = robots.allows(&base().join(path).unwrap());
        assert!(allowed || path != "/robots.txt", "robots.txt itself is always allowed");
    }
}

/// Reads bytes as a sitemap or a feed.
pub fn sitemap(bytes: &[u8]) {
    let (entries, _) = entries::parse(bytes, &base());
    assert!(entries.len() <= MAX_ENTRIES);
    assert!(entries.iter().all(|entry| entry.url.scheme().starts_with("http")));
}

/// Reads bytes as a PDF file.
pub fn pdf(bytes: &[u8]) {
    check(bytes, Format::Pdf);
}

/// Reads bytes as a Word document: a package, or the XML of a document without one.
pub fn docx(bytes: &[u8]) {
    if bytes.starts_with(b"PK") {
        check(bytes, Format::Docx);
    } else {
        check(&parts(bytes), Format::Docx);
    }
}

/// A package that stores bytes as they are: up to a line `====` the numbering, behind it the document.
fn parts(bytes: &[u8]) -> Vec<u8> {
    let mark = bytes.windows(5).position(|window| window == b"====\n");
    let (numbering, document) = mark.map_or((&b""[..], bytes), |at| (&bytes[..at], &bytes[at + 5..]));
    let mut package = Vec::new();
    let mut directory = Vec::new();
    for (name, content) in [("word/numbering.xml", numbering), ("word/document.xml", document)] {
        let offset = package.len() as u32;
        // Version, flags, method, time, date.
        let mut common = vec![20, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        common.extend(checksum(content).to_le_bytes());
        common.extend((content.len() as u32).to_le_bytes());
        common.extend((content.len() as u32).to_le_bytes());
        common.extend((name.len() as u16).to_le_bytes());
        common.extend([0, 0]);
        package.extend(b"PK\x03\x04".iter().chain(&common).chain(name.as_bytes()).chain(content));
        directory.extend(b"PK\x01\x02\x14\0".iter().chain(&common));
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.bytes());
    }
    let (start, length) = (package.len() as u32, directory.len() as u32);
    package.extend(directory);
    package.extend(b"PK\x05\x06\0\0\0\0\x02\0\x02\0");
    package.extend(length.to_le_bytes());
    package.extend(start.to_le_bytes());
    package.extend([0, 0]);
    package
}

/// CRC-32 as ZIP has it.
fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |sum, &byte| {
        (0..8).fold(
            sum ^ u32::from(byte),
            |sum, _| if sum & 1 == 1 { sum >> 1 ^ 0xEDB8_8320 } else { sum >> 1 },
        )
    })
}

/// What holds for every article: blocks lie in the text, in order, and are trimmed.
fn check(bytes: &[u8], format: Format) {
    let Ok(article) = packaged(bytes, format, &LIMITS) else { return };
    let mut end = 0;
    for block in &article.blocks {
        let text = &article.text[block.range.clone()];
        assert!(block.range.start >= end && !text.is_empty() && text.trim() == text);
        end = block.range.end;
    }
}

fn base() -> Url {
    Url::parse("https://www.example.cn/files/").unwrap()
}
