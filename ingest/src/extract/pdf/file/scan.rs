//! Finding the objects of a file by reading it from front to back.
//!
//! The table of offsets is not consulted: a scan finds the same objects, finds them in damaged files
//! too, and cannot be led astray. Of several objects of one number the last in the file counts, as
//! incremental updates want it.

use super::{File, Place};
use crate::extract::pdf::{
    cipher::Owner,
    object::{Dict, Lexer, Object, is_space},
};
use std::ops::Range;

/// Most objects in one object stream.
const MAX_PACKED: usize = 100_000;

impl File<'_> {
    pub(super) fn scan(&mut self) {
        let bytes = self.bytes;
        let finder = memchr::memmem::Finder::new(b"obj");
        let mut at = 0;
        while let Some(found) = bytes.get(at..).and_then(|rest| finder.find(rest)) {
            let word = at + found;
            at = word + b"obj".len();
            let Some((id, generation)) = id_before(&bytes[..word]) else { continue };
            let mut lexer = Lexer::in_file(bytes, at);
            let object = lexer.next();
            let stream = self.stream_behind(&mut lexer, object.as_ref());
            self.objects.insert(id, Place::At(at, generation, stream.clone()));
            if let (Some(_), Some(range)) = (&self.cipher, &stream) {
                self.owners.insert(range.start, (id, generation));
            }
            if let (Some(Object::Dict(dict)), Some(range)) = (object, stream) {
                at = range.end;
                self.special(dict, range);
            } else {
                at = lexer.at.max(at);
            }
        }
    }

    /// The bytes of the stream behind a dictionary.
    fn stream_behind(&mut self, lexer: &mut Lexer<'_>, object: Option<&Object>) -> Option<Range<usize>> {
        let dict = object?.dict()?;
        lexer.skip_space();
        let rest = self.bytes.get(lexer.at..)?.strip_prefix(b"stream")?;
        let rest = rest.strip_prefix(b"\r").unwrap_or(rest);
        let rest = rest.strip_prefix(b"\n").unwrap_or(rest);
        let start = self.bytes.len() - rest.len();
        let stated = dict.get("Length").integer().and_then(|length| usize::try_from(length).ok());
        let end = stated.and_then(|length| start.checked_add(length)).filter(|&end| self.ends_at(end));
        Some(start..end.unwrap_or_else(|| self.end_from(start)))
    }

    /// Whether a stream ends at an offset.
    fn ends_at(&self, end: usize) -> bool {
        let Some(rest) = self.bytes.get(end..) else { return false };
        let space = rest.iter().take(3).take_while(|&&byte| is_space(byte)).count();
        rest[space..].starts_with(b"endstream")
    }

    /// Where the stream that begins at `start` ends, going by the word that ends it.
    fn end_from(&mut self, start: usize) -> usize {
        if start >= self.endless_from {
            return self.bytes.len();
        }
        if let Some(found) = memchr::memmem::find(&self.bytes[start..], b"endstream") {
            return start + found;
        }
        self.endless_from = start;
        self.bytes.len()
    }

    /// Unpacks an object stream, and takes the trailer that a stream of offsets holds.
    fn special(&mut self, dict: Dict, range: Range<usize>) {
        if dict.is("Type", "XRef") {
            self.take_trailer(dict);
        } else if dict.is("Type", "ObjStm") {
            let number = |key: &str| dict.get(key).integer().and_then(|value| usize::try_from(value).ok());
            let (count, first) = (number("N").unwrap_or(0), number("First").unwrap_or(0));
            let Some(content) = self.content(&Object::Stream(dict, range)) else { return };
            let mut head = Lexer::in_file(&content, 0);
            let stream = self.packed.len();
            for _ in 0..count.min(MAX_PACKED) {
                let (Some(Object::Number(id)), Some(Object::Number(at))) = (head.next(), head.next()) else {
                    break;
                };
                self.objects
                    .insert(id as u32, Place::Packed { stream, at: first.saturating_add(at as usize) });
            }
            self.packed.push(content);
        }
    }

    pub(super) fn read_trailers(&mut self) {
        for at in memchr::memmem::find_iter(self.bytes, b"trailer") {
            let rest = &self.bytes[at + b"trailer".len()..];
            // Anything else is the word in a text.
            if !rest.iter().take(8).any(|&byte| byte == b'<') {
                continue;
            }
            let Some(Object::Dict(dict)) = Lexer::in_file(self.bytes, at + b"trailer".len()).next() else {
                continue;
            };
            self.take_trailer(dict);
        }
    }

    fn take_trailer(&mut self, dict: Dict) {
        if *dict.get("Encrypt") != Object::Null {
            self.encryption = dict.get("Encrypt").clone();
        }
        if *dict.get("Root") != Object::Null {
            self.trailer = dict;
        }
    }
}

/// Number and generation of the object whose `obj` comes next: `12 0 obj`.
fn id_before(before: &[u8]) -> Option<Owner> {
    let generation = before.trim_ascii_end();
    let rest = without_digits(generation)?;
    let number = rest.trim_ascii_end();
    let start = without_digits(number)?;
    // The two numbers stand apart.
    (number.len() < rest.len()).then_some(())?;
    let read = |digits| std::str::from_utf8(digits).ok();
    let generation = read(&generation[rest.len()..])?.parse().unwrap_or_default();
    Some((read(&number[start.len()..])?.parse().ok()?, generation))
}

/// The bytes without the few digits at their end, of which there is at least one.
fn without_digits(bytes: &[u8]) -> Option<&[u8]> {
    let digits = bytes.iter().rev().take(11).take_while(|byte| byte.is_ascii_digit()).count();
    (1..=10).contains(&digits).then(|| &bytes[..bytes.len() - digits])
}
