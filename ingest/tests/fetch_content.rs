//! Content encodings undone, under a limit.

use flate2::{Compression, write};
use jiff::Timestamp;
use polidex_ingest::fetch::{Exchange, FetchError};
use std::io::Write;
use url::Url;

const LIMIT: u64 = 1 << 20;
const TEXT: &[u8] = "示例市支持工业软件发展若干措施。".as_bytes();

fn exchange(encodings: &[&str], body: Vec<u8>) -> Exchange {
    let headers = encodings.iter().map(|value| ("Content-Encoding".to_owned(), (*value).to_owned()));
    Exchange {
        url: Url::parse("https://www.example.cn/").unwrap(),
        sent_at: Timestamp::UNIX_EPOCH,
        server: None,
        request_headers: Vec::new(),
        status: 200,
        response_headers: headers.collect(),
        body,
    }
}

fn content(encodings: &[&str], body: Vec<u8>) -> Result<Vec<u8>, FetchError> {
    exchange(encodings, body).content(LIMIT)
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = write::GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = write::ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn bare(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = write::DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = brotli::CompressorWriter::new(Vec::new(), 4096, 5, 22);
    encoder.write_all(bytes).unwrap();
    encoder.into_inner()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 3).unwrap()
}

#[test]
fn every_encoding_is_undone() {
    let cases: [(&str, Vec<u8>); 11] = [
        ("", TEXT.to_vec()),
        ("identity", TEXT.to_vec()),
        ("UTF-8", TEXT.to_vec()),
        ("gb2312", TEXT.to_vec()),
        ("gzip", gzip(TEXT)),
        ("X-GZip", gzip(TEXT)),
        ("deflate", zlib(TEXT)),
        ("deflate", bare(TEXT)),
        ("br", brotli(TEXT)),
        ("zstd", zstd(TEXT)),
        ("zstd", [zstd(&TEXT[..9]), zstd(&TEXT[9..])].concat()),
    ];
    for (encoding, body) in cases {
        assert_eq!(content(&[encoding], body).unwrap(), TEXT, "{encoding}");
    }
}

#[test]
fn encodings_may_be_stacked() {
    assert_eq!(content(&["gzip, br"], brotli(&gzip(TEXT))).unwrap(), TEXT);
    assert_eq!(content(&["zstd", "identity, deflate", "gzip"], gzip(&zlib(&zstd(TEXT)))).unwrap(), TEXT);
    let four = content(&["gzip, gzip, gzip, gzip"], gzip(&gzip(&gzip(&gzip(TEXT)))));
    assert!(matches!(four, Err(FetchError::UnsupportedEncoding { .. })));
}

#[test]
fn gzip_may_have_several_members_and_padding() {
    let members = [gzip(&TEXT[..9]), gzip(b""), gzip(&TEXT[9..])].concat();
    assert_eq!(content(&["gzip"], members.clone()).unwrap(), TEXT);
    assert_eq!(content(&["gzip"], [members, vec![0; 100]].concat()).unwrap(), TEXT);
}

#[test]
fn broken_streams_are_errors() {
    let bodies = [("gzip", gzip(TEXT)), ("deflate", zlib(TEXT)), ("br", brotli(TEXT)), ("zstd", zstd(TEXT))];
    for (name, body) in bodies {
        for end in 1..body.len() {
            let cut = content(&[name], body[..end].to_vec());
            assert!(matches!(cut, Err(FetchError::BrokenEncoding { .. })), "{name} {end}: {cut:?}");
        }
        assert!(
            matches!(content(&[name], TEXT.to_vec()), Err(FetchError::BrokenEncoding { encoding, .. }) if encoding == name)
        );
    }
    let unknown = content(&["compress"], TEXT.to_vec());
    assert!(
        matches!(unknown, Err(FetchError::UnsupportedEncoding { encoding, .. }) if encoding == "compress")
    );
}

#[test]
fn bombs_do_not_go_off() {
    let zeros = vec![0; 64 << 20];
    let twice = gzip(&gzip(&zeros));
    let bombs = [
        ("gzip", gzip(&zeros)),
        ("deflate", zlib(&zeros)),
        ("br", brotli(&zeros)),
        ("zstd", zstd(&zeros)),
        ("gzip, gzip", twice),
    ];
    for (name, body) in bombs {
        assert!(body.len() < 1 << 20, "{name} is no bomb");
        let error = content(&[name], body).unwrap_err();
        assert!(matches!(error, FetchError::DecodedTooLarge { limit: LIMIT, .. }), "{name}: {error:?}");
        assert!(!error.is_transient());
    }
    let many = gzip(&zeros[..LIMIT as usize / 2]).repeat(3);
    assert!(matches!(content(&["gzip"], many), Err(FetchError::DecodedTooLarge { .. })));
    assert!(matches!(
        exchange(&[], vec![0; 9]).content(8),
        Err(FetchError::DecodedTooLarge { limit: 8, .. })
    ));
}
