//! Files that everybody may open, and not everybody change or print: most of those called protected.
//!
//! The empty password opens them (ISO 32000-2, 7.6). A file that asks for another stays closed.

use super::{
    Budget,
    file::File,
    object::{Dict, Object},
};
use aes::{Aes128, Aes256};
use cbc::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit, block_padding::NoPadding};
use md5::Md5;
use rc4::{KeyInit, Rc4, StreamCipher};
use sha2::{Digest, Sha256, Sha384, Sha512};

/// Number and generation of an object.
pub(super) type Owner = (u32, u16);

/// What stands for the missing part of a password.
const PADDING: &[u8; 32] = b"\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A";

/// What undoing the encryption of a string costs besides its length, in steps.
const STRING_STEPS: u64 = 50;

/// How a kind of content is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Method {
    Plain,
    Rc4,
    Aes128,
    Aes256,
}

/// How a file is read that the empty password opens.
#[derive(Debug)]
pub(super) struct Cipher {
    key: Vec<u8>,
    streams: Method,
    strings: Method,
}

impl Cipher {
    /// The cipher of a file; `None` where there is none, or another password is needed.
    pub fn of(file: &File<'_>) -> Option<Self> {
        let (dict, name) = file.encryption()?;
        let version = dict.get("V").integer().unwrap_or(0);
        if !dict.is("Filter", "Standard") {
            return None;
        }
        let (streams, strings) = match version {
            1 | 2 => (Method::Rc4, Method::Rc4),
            4 | 5 => (method(file, &dict, "StmF")?, method(file, &dict, "StrF")?),
            _ => return None,
        };
        let key = if version == 5 { long_key(&dict)? } else { short_key(&dict, &name)? };
        Some(Self { key, streams, strings })
    }

    /// The bytes of a stream as its filters made them.
    pub fn stream(&self, owner: Owner, bytes: &[u8], budget: &Budget) -> Vec<u8> {
        budget.take_steps(bytes.len() as u64 / 8);
        self.opened(self.streams, owner, bytes)
    }

    /// Opens all strings of an object.
    pub fn strings(&self, owner: Owner, object: &mut Object, budget: &Budget) {
        match object {
            Object::String(bytes) if budget.take_steps(STRING_STEPS + bytes.len() as u64 / 8) => {
                *bytes = self.opened(self.strings, owner, bytes);
            }
            Object::Array(items) => items.iter_mut().for_each(|item| self.strings(owner, item, budget)),
            Object::Dict(dict) => {
                dict.0.iter_mut().for_each(|(_, value)| self.strings(owner, value, budget));
            }
            _ => {}
        }
    }

    fn opened(&self, method: Method, (number, generation): Owner, bytes: &[u8]) -> Vec<u8> {
        let own_key = |more: &[u8]| {
            let hash = Md5::new().chain_update(&self.key).chain_update(&number.to_le_bytes()[..3]);
            let hash = hash.chain_update(generation.to_le_bytes()).chain_update(more).finalize();
            hash[..hash.len().min(self.key.len() + 5)].to_vec()
        };
        match method {
            Method::Plain => bytes.to_vec(),
            Method::Rc4 => streamed(&own_key(b""), bytes),
            Method::Aes128 => chained::<cbc::Decryptor<Aes128>>(&own_key(b"sAlT"), bytes),
            Method::Aes256 => chained::<cbc::Decryptor<Aes256>>(&self.key, bytes),
        }
    }
}

/// How the content is encrypted that `entry` speaks of.
fn method(file: &File<'_>, dict: &Dict, entry: &str) -> Option<Method> {
    let name = dict.get(entry).name().unwrap_or("Identity");
    if name == "Identity" {
        return Some(Method::Plain);
    }
    let filters = file.entry(dict, "CF");
    let filter = file.entry(filters.dict()?, name);
    match filter.dict()?.get("CFM").name().unwrap_or("None") {
        "None" => Some(Method::Plain),
        "V2" => Some(Method::Rc4),
        "AESV2" => Some(Method::Aes128),
        "AESV3" => Some(Method::Aes256),
        _ => None,
    }
}

/// The key of revisions 2 to 4 (algorithm 2), if the empty password is the user's (4 and 5).
fn short_key(dict: &Dict, name: &[u8]) -> Option<Vec<u8>> {
    let revision = dict.get("R").integer()?;
    let bits = if revision == 4 { 128 } else { dict.get("Length").integer().unwrap_or(40) };
    let length = if revision == 2 { 5 } else { usize::try_from(bits / 8).ok()?.clamp(5, 16) };
    let user = dict.get("U").string()?;
    let mut hash = Md5::new()
        .chain_update(PADDING)
        .chain_update(dict.get("O").string()?.get(..32)?)
        .chain_update((dict.get("P").integer()? as u32).to_le_bytes())
        .chain_update(name);
    if revision == 4 && *dict.get("EncryptMetadata") == Object::Bool(false) {
        hash.update([0xFF; 4]);
    }
    let mut key = hash.finalize();
    for _ in 0..if revision == 2 { 0 } else { 50 } {
        key = Md5::digest(&key[..length]);
    }
    let key = key[..length].to_vec();
    let proof = if revision == 2 {
        streamed(&key, PADDING)
    } else {
        let hash = Md5::new().chain_update(PADDING).chain_update(name).finalize();
        (0..20).fold(hash.to_vec(), |proof, round| {
            streamed(&key.iter().map(|byte| byte ^ round).collect::<Vec<u8>>(), &proof)
        })
    };
    user.starts_with(&proof[..proof.len().min(16)]).then_some(key)
}

/// The key of revisions 5 and 6 (algorithm 2.A), if the empty password is the user's.
fn long_key(dict: &Dict) -> Option<Vec<u8>> {
    let hash =
        if dict.get("R").integer()? == 5 { |salt: &[u8]| Sha256::digest(salt).to_vec() } else { hardened };
    let user = dict.get("U").string()?;
    if hash(user.get(32..40)?) != user[..32] {
        return None;
    }
    let key = hash(user.get(40..48)?);
    let sealed = dict.get("UE").string()?.get(..32)?;
    let decryptor = cbc::Decryptor::<Aes256>::new_from_slices(&key, &[0; 16]).ok()?;
    decryptor.decrypt_padded_vec::<NoPadding>(sealed).ok()
}

/// The hash of revision 6 (algorithm 2.B) of a salt and the empty password.
fn hardened(salt: &[u8]) -> Vec<u8> {
    let mut key = Sha256::digest(salt).to_vec();
    for round in 0.. {
        let encryptor = cbc::Encryptor::<Aes128>::new_from_slices(&key[..16], &key[16..32]);
        let Ok(encryptor) = encryptor else { break };
        let sealed = encryptor.encrypt_padded_vec::<NoPadding>(&key.repeat(64));
        let sum: u32 = sealed[..16].iter().map(|&byte| u32::from(byte)).sum();
        key = match sum % 3 {
            0 => Sha256::digest(&sealed).to_vec(),
            1 => Sha384::digest(&sealed).to_vec(),
            _ => Sha512::digest(&sealed).to_vec(),
        };
        // A byte is never above 255, so that this ends.
        let last = sealed.last().copied().unwrap_or_default();
        if round >= 63 && u32::from(last) + 32 <= round + 1 {
            break;
        }
    }
    key.truncate(32);
    key
}

fn streamed(key: &[u8], bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    if let Ok(mut cipher) = Rc4::new_from_slice(key) {
        cipher.apply_keystream(&mut bytes);
    }
    bytes
}

/// Opens blocks that are chained; what was cut off within a block is left out.
fn chained<D: BlockModeDecrypt + KeyIvInit>(key: &[u8], bytes: &[u8]) -> Vec<u8> {
    let Some((start, blocks)) = bytes.split_at_checked(16) else { return Vec::new() };
    let whole = &blocks[..blocks.len() / 16 * 16];
    let decrypted = D::new_from_slices(key, start).ok().map(|d| d.decrypt_padded_vec::<NoPadding>(whole));
    let mut plain = decrypted.and_then(Result::ok).unwrap_or_default();
    // Padding that is none is left where it is: text may stand there.
    if let Some(&count @ 1..=16) = plain.last()
        && plain.len() >= usize::from(count)
    {
        plain.truncate(plain.len() - usize::from(count));
    }
    plain
}
