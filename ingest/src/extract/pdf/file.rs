//! The objects of a file, found by reading it from front to back.
//!
//! The table of offsets is not consulted: a scan finds the same objects, finds them in damaged files
//! too, and cannot be led astray. Of several objects of one number the last in the file counts, as
//! incremental updates want it.

use super::{
    Budget, filter,
    object::{Dict, Lexer, Object, is_space},
};
use std::{borrow::Cow, collections::HashMap, ops::Range};

/// Longest chain of references to references.
const MAX_CHAIN: usize = 10;

/// What beginning to undo a stream's filters costs, in steps.
const STREAM_STEPS: u64 = 500;

/// Most objects in one object stream.
const MAX_PACKED: usize = 100_000;

/// Where an object stands.
#[derive(Debug, Clone)]
enum Place {
    /// In the file, perhaps with a stream.
    At(usize, Option<Range<usize>>),
    /// In an object stream that was unpacked.
    Packed { stream: usize, at: usize },
}

/// A file, its objects indexed.
pub(super) struct File<'b> {
    bytes: &'b [u8],
    objects: HashMap<u32, Place>,
    packed: Vec<Vec<u8>>,
    trailer: Dict,
    is_encrypted: bool,
    pub budget: &'b Budget,
    /// Where a search for the end of a stream found nothing; none further on finds anything either.
    endless_from: usize,
}

impl<'b> File<'b> {
    pub fn open(bytes: &'b [u8], budget: &'b Budget) -> Self {
        let mut file = Self {
            bytes,
            objects: HashMap::new(),
            packed: Vec::new(),
            trailer: Dict::default(),
            is_encrypted: false,
            budget,
            endless_from: usize::MAX,
        };
        file.scan();
        file.read_trailers();
        file
    }

    pub fn is_encrypted(&self) -> bool {
        self.is_encrypted
    }

    /// The object itself, references followed.
    pub fn resolve<'o>(&self, object: &'o Object) -> Cow<'o, Object> {
        let mut found = Cow::Borrowed(object);
        for _ in 0..MAX_CHAIN {
            let Object::Reference(id) = *found else { return found };
            found = Cow::Owned(self.get(id));
        }
        Cow::Owned(Object::Null)
    }

    /// A dictionary's entry, references followed.
    pub fn entry<'o>(&self, dict: &'o Dict, key: &str) -> Cow<'o, Object> {
        self.resolve(dict.get(key))
    }

    /// The content of a stream, filters undone.
    pub fn content(&self, stream: &Object) -> Option<Vec<u8>> {
        let Object::Stream(dict, range) = stream else { return None };
        let mut dict = dict.clone();
        for (key, value) in &mut dict.0 {
            if matches!(key.as_str(), "Filter" | "DecodeParms") {
                *value = self.resolve(value).into_owned();
                if let Object::Array(items) = value {
                    items.truncate(MAX_CHAIN);
                    for item in items {
                        *item = self.resolve(item).into_owned();
                    }
                }
            }
        }
        self.budget.take_steps(STREAM_STEPS);
        let content = filter::decode(&dict, &self.bytes[range.clone()], self.budget.bytes_left())?;
        self.budget.take_bytes(content.len());
        Some(content)
    }

    /// The catalogue: the root of the pages.
    pub fn catalogue(&self) -> Dict {
        let root = self.entry(&self.trailer, "Root");
        if let Some(dict) = root.dict().filter(|dict| *dict.get("Pages") != Object::Null) {
            return dict.clone();
        }
        self.of_type("Catalog").into_iter().next().unwrap_or_default()
    }

    /// The dictionary of a file's properties.
    pub fn information(&self) -> Dict {
        self.entry(&self.trailer, "Info").dict().cloned().unwrap_or_default()
    }

    /// The dictionaries of a type, in the order of their numbers.
    pub fn of_type(&self, name: &str) -> Vec<Dict> {
        let mut ids: Vec<u32> = self.objects.keys().copied().collect();
        ids.sort_unstable();
        let dicts = ids.into_iter().filter_map(|id| self.get(id).dict().cloned());
        dicts.filter(|dict| dict.is("Type", name)).collect()
    }

    fn get(&self, id: u32) -> Object {
        let Some(place) = self.objects.get(&id) else { return Object::Null };
        let (bytes, at, stream) = match place {
            Place::At(at, stream) => (self.bytes, *at, stream.clone()),
            Place::Packed { stream, at } => (self.packed[*stream].as_slice(), *at, None),
        };
        let mut lexer = Lexer::in_file(bytes, at);
        let object = lexer.next();
        // Reading a long object again and again takes time too.
        self.budget.take_steps(1 + lexer.at.saturating_sub(at) as u64 / 8);
        match (object, stream) {
            (Some(Object::Dict(dict)), Some(range)) => Object::Stream(dict, range),
            (Some(Object::Operator(_)) | None, _) => Object::Null,
            (Some(object), _) => object,
        }
    }

    fn scan(&mut self) {
        let bytes = self.bytes;
        let finder = memchr::memmem::Finder::new(b"obj");
        let mut at = 0;
        while let Some(found) = bytes.get(at..).and_then(|rest| finder.find(rest)) {
            let word = at + found;
            at = word + b"obj".len();
            let Some(id) = id_before(&bytes[..word]) else { continue };
            let mut lexer = Lexer::in_file(bytes, at);
            let object = lexer.next();
            let stream = self.stream_behind(&mut lexer, object.as_ref());
            self.objects.insert(id, Place::At(at, stream.clone()));
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
            self.is_encrypted |= *dict.get("Encrypt") != Object::Null;
            if *dict.get("Root") != Object::Null {
                self.trailer = dict;
            }
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

    fn read_trailers(&mut self) {
        for at in memchr::memmem::find_iter(self.bytes, b"trailer") {
            let rest = &self.bytes[at + b"trailer".len()..];
            // Anything else is the word in a text.
            if !rest.iter().take(8).any(|&byte| byte == b'<') {
                continue;
            }
            let Some(Object::Dict(dict)) = Lexer::in_file(self.bytes, at + b"trailer".len()).next() else {
                continue;
            };
            self.is_encrypted |= *dict.get("Encrypt") != Object::Null;
            if *dict.get("Root") != Object::Null {
                self.trailer = dict;
            }
        }
    }
}

/// The number of the object whose `obj` comes next: `12 0 obj`.
fn id_before(before: &[u8]) -> Option<u32> {
    let generation = before.trim_ascii_end();
    let rest = without_digits(generation)?;
    let number = rest.trim_ascii_end();
    let start = without_digits(number)?;
    // The two numbers stand apart.
    (number.len() < rest.len()).then_some(())?;
    std::str::from_utf8(&number[start.len()..]).ok()?.parse().ok()
}

/// The bytes without the few digits at their end, of which there is at least one.
fn without_digits(bytes: &[u8]) -> Option<&[u8]> {
    let digits = bytes.iter().rev().take(11).take_while(|byte| byte.is_ascii_digit()).count();
    (1..=10).contains(&digits).then(|| &bytes[..bytes.len() - digits])
}
