//! From the body as received to the content: Content-Encoding undone, under a limit.

use super::{Exchange, FetchError, client::shown};
use flate2::{Decompress, FlushDecompress, Status, bufread::GzDecoder};
use std::io::{self, Read};
use url::Url;

/// Most encodings that are undone one after the other.
const MAX_STACKED: usize = 3;

/// Largest window of Zstandard, as a power of two: what RFC 9659 lets servers use on the web.
const ZSTD_WINDOW_LOG: u32 = 23;

/// How much room is made at a time for what a deflate stream holds, in bytes.
const INFLATED_STEP: usize = 64 << 10;

/// How far a decoder got.
#[derive(Debug)]
pub(super) enum Undone {
    /// All of it.
    Whole(Vec<u8>),
    /// There was more than the limit.
    TooLarge,
}

impl Exchange {
    /// The content: the body with Content-Encoding undone, at most `limit` bytes of it.
    ///
    /// Names of character sets, which some servers write there, count as no encoding. Zlib streams and
    /// bare ones both pass as `deflate`; bytes behind a sound gzip stream that are no further member
    /// are padding.
    pub fn content(&self, limit: u64) -> Result<Vec<u8>, FetchError> {
        let encodings = self.encodings();
        if encodings.len() > MAX_STACKED {
            return Err(self.unsupported(&encodings.join(", ")));
        }
        let mut content = self.body.clone();
        for name in encodings.iter().rev() {
            // A response without a body, such as 304, names the encoding that a body would have.
            if !content.is_empty() {
                content = self.undo(name, &content, limit)?;
            }
        }
        if content.len() as u64 > limit {
            return Err(FetchError::DecodedTooLarge { url: shown(&self.url), limit });
        }
        Ok(content)
    }

    /// The encodings in the order in which the server applied them.
    fn encodings(&self) -> Vec<String> {
        let headers =
            self.response_headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("content-encoding"));
        let names =
            headers.flat_map(|(_, value)| value.split(',')).map(|name| name.trim().to_ascii_lowercase());
        let means_none = |name: &str| {
            matches!(name, "" | "identity" | "none")
                || encoding_rs::Encoding::for_label(name.as_bytes()).is_some()
        };
        names.filter(|name| !means_none(name)).collect()
    }

    fn undo(&self, name: &str, bytes: &[u8], limit: u64) -> Result<Vec<u8>, FetchError> {
        let (encoding, undone) = match name {
            "gzip" | "x-gzip" => ("gzip", gunzip(bytes, limit)),
            "deflate" => ("deflate", inflate(bytes, limit)),
            "br" => ("br", read(brotli::Decompressor::new(bytes, 4096), limit)),
            "zstd" => ("zstd", unzstd(bytes, limit)),
            _ => return Err(self.unsupported(name)),
        };
        match undone {
            Ok(Undone::Whole(content)) => Ok(content),
            Ok(Undone::TooLarge) => Err(FetchError::DecodedTooLarge { url: shown(&self.url), limit }),
            Err(error) => {
                Err(FetchError::BrokenEncoding { url: shown(&self.url), encoding, detail: error.to_string() })
            }
        }
    }

    fn unsupported(&self, encoding: &str) -> FetchError {
        let url: &Url = &self.url;
        FetchError::UnsupportedEncoding { url: shown(url), encoding: encoding.to_owned() }
    }
}

/// Undoes gzip of one or more members.
pub(super) fn gunzip(bytes: &[u8], limit: u64) -> io::Result<Undone> {
    let mut content = Vec::new();
    let mut rest = bytes;
    loop {
        let mut decoder = GzDecoder::new(rest);
        (&mut decoder).take((limit - content.len() as u64).saturating_add(1)).read_to_end(&mut content)?;
        if content.len() as u64 > limit {
            return Ok(Undone::TooLarge);
        }
        rest = decoder.into_inner();
        if !is_gzip(rest) {
            return Ok(Undone::Whole(content));
        }
    }
}

/// Whether bytes begin as gzip does.
pub(super) fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1F, 0x8B, 8])
}

/// `deflate` means a zlib stream (RFC 9110), but some servers send a bare one.
fn inflate(bytes: &[u8], limit: u64) -> io::Result<Undone> {
    inflate_as(true, bytes, limit).or_else(|_| inflate_as(false, bytes, limit))
}

/// Unlike the library's readers this notices a stream that lacks its end.
fn inflate_as(zlib: bool, bytes: &[u8], limit: u64) -> io::Result<Undone> {
    let mut state = Decompress::new(zlib);
    let mut content = Vec::new();
    loop {
        let before = (state.total_in(), state.total_out());
        content.reserve(INFLATED_STEP);
        let rest = &bytes[state.total_in() as usize..];
        let status = state.decompress_vec(rest, &mut content, FlushDecompress::None)?;
        match status {
            _ if content.len() as u64 > limit => return Ok(Undone::TooLarge),
            Status::StreamEnd => return Ok(Undone::Whole(content)),
            _ if before == (state.total_in(), state.total_out()) => {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            _ => {}
        }
    }
}

fn unzstd(bytes: &[u8], limit: u64) -> io::Result<Undone> {
    let mut decoder = zstd::stream::read::Decoder::with_buffer(bytes)?;
    decoder.window_log_max(ZSTD_WINDOW_LOG)?;
    read(decoder, limit)
}

fn read(decoder: impl Read, limit: u64) -> io::Result<Undone> {
    let mut content = Vec::new();
    decoder.take(limit.saturating_add(1)).read_to_end(&mut content)?;
    Ok(if content.len() as u64 > limit { Undone::TooLarge } else { Undone::Whole(content) })
}
