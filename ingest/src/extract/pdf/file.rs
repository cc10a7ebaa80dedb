//! The objects of a file, by their numbers.

mod scan;

use super::{
    Budget,
    cipher::{Cipher, Owner},
    filter,
    object::{Dict, Lexer, Object},
};
use std::{borrow::Cow, collections::HashMap, ops::Range};

/// Longest chain of references to references.
const MAX_CHAIN: usize = 10;

/// What beginning to undo a stream's filters costs, in steps.
const STREAM_STEPS: u64 = 500;

/// Where an object stands.
#[derive(Debug, Clone)]
enum Place {
    /// In the file, with the object's generation, and perhaps with a stream.
    At(usize, u16, Option<Range<usize>>),
    /// In an object stream that was unpacked.
    Packed { stream: usize, at: usize },
}

/// A file, its objects indexed.
pub(super) struct File<'b> {
    bytes: &'b [u8],
    objects: HashMap<u32, Place>,
    packed: Vec<Vec<u8>>,
    trailer: Dict,
    /// What the trailer says of the file's encryption.
    encryption: Object,
    cipher: Option<Cipher>,
    /// The objects that streams belong to, by the places where they begin; where there is a cipher.
    owners: HashMap<usize, Owner>,
    pub budget: &'b Budget,
    /// Where a search for the end of a stream found nothing; none further on finds anything either.
    endless_from: usize,
}

impl<'b> File<'b> {
    pub fn open(bytes: &'b [u8], budget: &'b Budget) -> Self {
        let file = Self::read(bytes, budget, None);
        match Cipher::of(&file) {
            Some(cipher) => Self::read(bytes, budget, Some(cipher)),
            None => file,
        }
    }

    fn read(bytes: &'b [u8], budget: &'b Budget, cipher: Option<Cipher>) -> Self {
        let mut file = Self {
            bytes,
            objects: HashMap::new(),
            packed: Vec::new(),
            trailer: Dict::default(),
            encryption: Object::Null,
            cipher,
            owners: HashMap::new(),
            budget,
            endless_from: usize::MAX,
        };
        file.scan();
        file.read_trailers();
        file
    }

    /// Whether a password is needed to read it.
    pub fn is_locked(&self) -> bool {
        self.encryption != Object::Null && self.cipher.is_none()
    }

    /// How it is encrypted, and the name that the key depends on.
    pub fn encryption(&self) -> Option<(Dict, Vec<u8>)> {
        let name = self.entry(&self.trailer, "ID");
        let name = name.array().and_then(|parts| parts.first()?.string());
        Some((self.resolve(&self.encryption).dict()?.clone(), name.unwrap_or_default().to_vec()))
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
        let raw = &self.bytes[range.clone()];
        let raw = match (&self.cipher, self.owners.get(&range.start)) {
            (Some(cipher), Some(owner)) => Cow::Owned(cipher.stream(*owner, raw, self.budget)),
            _ => Cow::Borrowed(raw),
        };
        let content = filter::decode(&dict, &raw, self.budget.bytes_left())?;
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
        let (bytes, at, stream, owner) = match place {
            Place::At(at, generation, stream) => (self.bytes, *at, stream.clone(), Some((id, *generation))),
            // What is packed is encrypted as a whole.
            Place::Packed { stream, at } => (self.packed[*stream].as_slice(), *at, None, None),
        };
        let mut lexer = Lexer::in_file(bytes, at);
        let mut object = lexer.next();
        if let (Some(cipher), Some(owner), Some(object)) = (&self.cipher, owner, &mut object) {
            cipher.strings(owner, object, self.budget);
        }
        // Reading a long object again and again takes time too.
        self.budget.take_steps(1 + lexer.at.saturating_sub(at) as u64 / 8);
        match (object, stream) {
            (Some(Object::Dict(dict)), Some(range)) => Object::Stream(dict, range),
            (Some(Object::Operator(_)) | None, _) => Object::Null,
            (Some(object), _) => object,
        }
    }
}
