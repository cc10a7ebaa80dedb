//! The key that readers use: it can search the index and nothing else.

use super::server::{Address, Key, Server};
use crate::engine::EngineError;
use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

fn file(dir: &Path, server: &str) -> PathBuf {
    dir.join(if server.is_empty() { "search.key".to_owned() } else { format!("search-{server}.key") })
}

/// The server for readers: with the key that was left for them, or with one that is made now. Without a key
/// that can make one it stays as it is.
pub fn for_reading(address: &Address, dir: &Path, name: &str) -> Result<Address, EngineError> {
    let left = fs::read_to_string(file(dir, name)).ok().map(|key| Key(key.trim().to_owned()));
    let key = match left {
        Some(key) => Some(key),
        None if address.key.is_some() => leave(&Server::new(address)?, dir, name)?,
        None => None,
    };
    Ok(Address { key: key.or_else(|| address.key.clone()), ..address.clone() })
}

/// Makes a new key for readers where the server does not accept the old one.
pub fn renew(address: &Address, dir: &Path, name: &str) -> Result<Address, EngineError> {
    let key = leave(&Server::new(address)?, dir, name)?;
    Ok(Address { key, ..address.clone() })
}

/// Leaves a key for readers, readable by its owner only.
pub fn leave(server: &Server, dir: &Path, name: &str) -> Result<Option<Key>, EngineError> {
    let path = file(dir, name);
    let Some(key) = server.search_key()? else {
        return match fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(None),
        };
    };
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(key.0.as_bytes())?;
    Ok(Some(key))
}
