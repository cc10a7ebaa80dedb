//! Time stamps by a stub of an authority on loopback.

use crate::loopback::Server;
use polidex_ingest::{
    fetch::{Client, ClientOptions},
    timestamp::{TimestampError, path, read, stamp},
};
use std::{
    io::{Read, Write},
    net::TcpStream,
    path::Path,
};

const HEAD: &str = "3f9c3f9c3f9c3f9c3f9c3f9c3f9c3f9c3f9c3f9c3f9c3f9c3f9c3f9c3f9c3f9c";

fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = match content.len() {
        short @ 0..128 => vec![short as u8],
        long => vec![0x82, (long >> 8) as u8, long as u8],
    };
    [&[tag][..], &length, content].concat()
}

/// A granted stamp of a hash, without a signature.
fn token(hash: &[u8], nonce: &[u8]) -> Vec<u8> {
    let sha256 = der(0x06, &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01]);
    let imprint =
        der(0x30, &[der(0x30, &[sha256.clone(), der(0x05, &[])].concat()), der(0x04, hash)].concat());
    let info = [
        der(0x02, &[1]),
        der(0x06, &[0x2A, 0x03]),
        imprint,
        der(0x02, &[7]),
        der(0x18, b"20261125083000.5Z"),
        der(0x30, &der(0x02, &[1])),
        der(0x02, nonce),
    ];
    let info = der(0x30, &info.concat());
    let tst_info = der(0x06, &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x01, 0x04]);
    let content = der(0x30, &[tst_info, der(0xA0, &der(0x04, &info))].concat());
    let signed = der(0x30, &[der(0x02, &[3]), der(0x31, &der(0x30, &sha256)), content].concat());
    let signed_data = der(0x06, &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02]);
    let token = der(0x30, &[signed_data, der(0xA0, &signed)].concat());
    der(0x30, &[der(0x30, &der(0x02, &[0])), token].concat())
}

/// The hash and the nonce of a request.
fn asked(request: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let at = request.windows(2).position(|pair| pair == [0x04, 0x20]).unwrap() + 2;
    let nonce = at + 32 + 2;
    (request[at..at + 32].to_vec(), request[nonce..nonce + usize::from(request[nonce - 1])].to_vec())
}

fn authority(answer: impl Fn(&[u8]) -> Vec<u8> + Send + Sync + 'static) -> Server {
    Server::start(move |head: &str, connection: &mut TcpStream| {
        let length = head
            .lines()
            .find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.trim().parse().ok());
        let mut body = vec![0; length.unwrap_or(0)];
        let _ = connection.read_exact(&mut body);
        let _ = connection.write_all(&crate::loopback::response(
            "Content-Type: application/timestamp-reply\r\n",
            &answer(&body),
        ));
    })
}

fn stamped(server: &Server, dir: &Path) -> Result<jiff::Timestamp, TimestampError> {
    let client =
        Client::new(ClientOptions { allow_private: true, ..ClientOptions::new("polidex/test") }).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(stamp(&client, &server.url("/tsa"), dir, HEAD))
}

#[test]
fn a_head_is_stamped_and_the_answer_kept() {
    let dir = tempfile::tempdir().unwrap();
    let server = authority(|request| {
        let (hash, nonce) = asked(request);
        token(&hash, &nonce)
    });
    let at = stamped(&server, dir.path()).unwrap();
    assert_eq!(at.to_string(), "2026-11-25T08:30:00Z");
    let kept = std::fs::read(path(dir.path(), HEAD)).unwrap();
    assert_eq!(read(&kept).unwrap().head, HEAD);
    let request = &server.requests()[0];
    assert!(
        request.starts_with("POST /tsa ") && request.contains("application/timestamp-query"),
        "{request}"
    );
}

#[test]
fn anything_but_a_stamp_of_this_head_is_refused_and_not_kept() {
    let dir = tempfile::tempdir().unwrap();
    let refused = der(0x30, &der(0x30, &[der(0x02, &[2]), der(0x30, &der(0x0C, b"no"))].concat()));
    let answers: [(Vec<u8>, &str); 4] = [
        (refused, "no time stamp: \"no\""),
        (b"<html>".to_vec(), "no time stamp (RFC 3161)"),
        (token(&[0; 32], &[0x41; 16]), "something else"),
        (token(&[0x3f; 32], &[0x41; 16])[..60].to_vec(), "no time stamp (RFC 3161)"),
    ];
    for (answer, expected) in answers {
        let server = authority(move |_| answer.clone());
        let error = stamped(&server, dir.path()).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
    let missing = Server::replaying("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    assert!(matches!(stamped(&missing, dir.path()), Err(TimestampError::Status { status: 404, .. })));
    assert!(!path(dir.path(), HEAD).exists());
}

#[test]
fn no_bytes_make_reading_panic() {
    let whole = token(&[0x3f; 32], &[0x41; 16]);
    for at in 0..whole.len() {
        let _ = read(&whole[..at]);
        let mut damaged = whole.clone();
        damaged[at] ^= 0x81;
        let _ = read(&damaged);
    }
}
