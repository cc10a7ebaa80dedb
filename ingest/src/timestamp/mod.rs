//! Time stamps of the archive's head by an authority (RFC 3161).
//!
//! A time stamp says that the head existed at a time, in the word of somebody else. The authority is sent
//! the head, which is a hash and tells nothing about what is archived. What it answers is kept as received,
//! in `archive/timestamps/HEAD.tsr`; `openssl ts -verify` checks its signature, which is not done here.

mod der;
mod error;

pub use error::TimestampError;

use crate::{archive::chain::is_hash, fetch::Client};
use der::{
    BOOLEAN, CONTEXT_0, GENERALIZED_TIME, INTEGER, NULL, OCTET_STRING, OID, Reader, SEQUENCE, SET,
    UTF8_STRING, sequence, write,
};
use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use std::{
    fs, io,
    path::{Path, PathBuf},
};
use url::Url;
use uuid::Uuid;

/// id-sha256, 2.16.840.1.101.3.4.2.1
const SHA256: [u8; 9] = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];
/// id-signedData, 1.2.840.113549.1.7.2
const SIGNED_DATA: [u8; 9] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02];
/// id-ct-TSTInfo, 1.2.840.113549.1.9.16.1.4
const TST_INFO: [u8; 11] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x10, 0x01, 0x04];

/// Where the time stamp of a head is kept in the archive's directory.
pub fn path(archive: &Path, head: &str) -> PathBuf {
    archive.join("timestamps").join(format!("{head}.tsr"))
}

/// Has an authority stamp the head, and keeps what it answers below the archive's directory. Gives the time
/// that it states.
///
/// # Errors
/// [`TimestampError`] where the authority cannot be asked or answers with anything but a stamp of this head;
/// nothing is kept then.
pub async fn stamp(
    client: &Client,
    authority: &Url,
    archive: &Path,
    head: &str,
) -> Result<Timestamp, TimestampError> {
    // The nonce's first bit is clear, so that it is a positive number, and the next set, so that no byte is
    // superfluous.
    let mut nonce = Uuid::new_v4().into_bytes();
    nonce[0] = nonce[0] & 0x3F | 0x40;
    let body = request(head, &nonce).ok_or(TimestampError::Malformed)?;
    let answer = client.post(authority, "application/timestamp-query", body).await?;
    if answer.status != 200 {
        return Err(TimestampError::Status { url: authority.to_string(), status: answer.status });
    }
    let stamped = read(&answer.body)?;
    if stamped.head != head || stamped.nonce.as_deref() != Some(&nonce) {
        return Err(TimestampError::OtherHead);
    }
    keep(&path(archive, head), &answer.body).map_err(TimestampError::Io)?;
    Ok(stamped.at)
}

fn keep(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(dir) = path.parent() {
        fs::create_dir_all(dir)?;
    }
    let partial = path.with_extension("partial");
    fs::write(&partial, bytes)?;
    fs::File::open(&partial)?.sync_all()?;
    fs::rename(partial, path)
}

/// The request for a stamp of a head, a SHA-256 in hexadecimal; `None` where it is none.
fn request(head: &str, nonce: &[u8]) -> Option<Vec<u8>> {
    let hash = is_hash(head).then(|| hash_bytes(head))?;
    let algorithm = sequence(&[write(OID, &SHA256), write(NULL, &[])]);
    let imprint = sequence(&[algorithm, write(OCTET_STRING, &hash)]);
    Some(sequence(&[write(INTEGER, &[1]), imprint, write(INTEGER, nonce), write(BOOLEAN, &[0xFF])]))
}

fn hash_bytes(hex: &str) -> Vec<u8> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16).unwrap_or_default() as u8;
    hex.as_bytes().chunks(2).map(|pair| pair.iter().fold(0, |byte, half| byte << 4 | digit(half))).collect()
}

/// What a time stamp states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamped {
    /// The head that was stamped.
    pub head: String,
    /// When, by the authority's clock.
    pub at: Timestamp,
    /// The number of the request.
    nonce: Option<Vec<u8>>,
}

/// Reads an authority's answer. Its signature is not checked.
///
/// # Errors
/// [`TimestampError::Refused`] where it is a refusal, [`TimestampError::Malformed`] where it is no answer.
pub fn read(response: &[u8]) -> Result<Stamped, TimestampError> {
    let malformed = TimestampError::Malformed;
    let mut response = Reader(response).enter(SEQUENCE).ok_or(TimestampError::Malformed)?;
    let mut status = response.enter(SEQUENCE).ok_or(TimestampError::Malformed)?;
    // 0 is granted, 1 granted with modifications.
    if !matches!(status.take(INTEGER).ok_or(TimestampError::Malformed)?, [0 | 1]) {
        let text = status.enter(SEQUENCE).and_then(|mut texts| texts.take(UTF8_STRING));
        return Err(TimestampError::Refused(String::from_utf8_lossy(text.unwrap_or_default()).into_owned()));
    }
    info(response).ok_or(malformed)
}

/// The stamped information inside the signed data.
fn info(mut response: Reader<'_>) -> Option<Stamped> {
    let mut token = response.enter(SEQUENCE)?;
    (token.take(OID)? == SIGNED_DATA).then_some(())?;
    let mut signed = token.enter(CONTEXT_0)?.enter(SEQUENCE)?;
    signed.take(INTEGER)?;
    signed.take(SET)?;
    let mut content = signed.enter(SEQUENCE)?;
    (content.take(OID)? == TST_INFO).then_some(())?;
    let mut info = content.enter(CONTEXT_0)?.enter(OCTET_STRING)?.enter(SEQUENCE)?;
    info.take(INTEGER)?;
    info.take(OID)?;
    let mut imprint = info.enter(SEQUENCE)?;
    (imprint.enter(SEQUENCE)?.take(OID)? == SHA256).then_some(())?;
    let hash = imprint.take(OCTET_STRING)?;
    info.take(INTEGER)?;
    let at = time(info.take(GENERALIZED_TIME)?)?;
    // Accuracy and ordering may stand before the nonce.
    info.take(SEQUENCE);
    info.take(BOOLEAN);
    let nonce = info.take(INTEGER).map(<[u8]>::to_vec);
    let digits: Vec<String> = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    Some(Stamped { head: digits.concat(), at, nonce })
}

/// `YYYYMMDDhhmmss[.f…]Z`
fn time(text: &[u8]) -> Option<Timestamp> {
    let text = std::str::from_utf8(text).ok()?.strip_suffix('Z')?;
    let (whole, _) = text.split_once('.').unwrap_or((text, ""));
    let at = DateTime::strptime("%Y%m%d%H%M%S", whole).ok()?;
    Some(at.to_zoned(TimeZone::UTC).ok()?.timestamp())
}
