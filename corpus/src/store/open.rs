//! Opening a store for writing or for reading.

use super::{
    Store, StoreError,
    lock::WriterLock,
    migrate::{self, Found, SCHEMA, STORE_FILE, Schema},
};
use rusqlite::{Connection, OpenFlags, config::DbConfig};
use std::{
    fmt::Write,
    fs,
    hash::{BuildHasher, RandomState},
    io,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

/// How long a statement waits for another connection's lock.
const PATIENCE: Duration = Duration::from_secs(5);
/// Prepared statements kept ready; more than the store has of frequent ones.
const STATEMENTS: usize = 96;

impl Store {
    /// Opens the store in `dir` for writing; makes directory and store when there are none, and
    /// brings an older store to the present schema.
    ///
    /// Fails with [`StoreError::Busy`] while another process writes.
    pub fn open(dir: &Path) -> Result<Self, StoreError> {
        Self::open_with(dir, &SCHEMA)
    }

    /// Opens the store in `dir` for reading. Works while another process writes, and from a
    /// directory or file system that cannot be written.
    pub fn open_reader(dir: &Path) -> Result<Self, StoreError> {
        Self::open_reader_with(dir, &SCHEMA)
    }

    pub(super) fn open_with(dir: &Path, schema: &Schema) -> Result<Self, StoreError> {
        fs::create_dir_all(dir).map_err(|error| not_writable(dir, error))?;
        let lock = WriterLock::take(dir)?;
        let conn = open_writer(dir, schema)?;
        Ok(Self::new(conn, dir, Some(lock)))
    }

    pub(super) fn open_reader_with(dir: &Path, schema: &Schema) -> Result<Self, StoreError> {
        let path = dir.join(STORE_FILE);
        if !path.exists() {
            return Err(StoreError::NoStore { dir: dir.to_owned() });
        }
        let conn = match connect_reader(&path, false) {
            Ok(conn) => conn,
            Err(error) if needs_files(&error) => connect_unchanging(dir, &path)?,
            Err(error) => return Err(error.into()),
        };
        match migrate::inspect(&conn)? {
            Found::Empty => Err(StoreError::NoStore { dir: dir.to_owned() }),
            Found::Foreign => Err(StoreError::Foreign { path }),
            Found::Version(found) if found > schema.version => Err(newer(found, schema)),
            Found::Version(found) if found < schema.version => {
                Err(StoreError::OlderVersion { found, supported: schema.version })
            }
            Found::Version(_) => Ok(Self::new(conn, dir, None)),
        }
    }

    fn new(conn: Connection, dir: &Path, lock: Option<WriterLock>) -> Self {
        Self {
            conn,
            dir: dir.to_owned(),
            lock,
            extractor: env!("CARGO_PKG_VERSION").to_owned(),
            hides_paths: std::cell::Cell::new(false),
            bring_back: false,
            past: None,
        }
    }
}

fn not_writable(dir: &Path, error: io::Error) -> StoreError {
    match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            StoreError::ReadOnly { dir: dir.to_owned() }
        }
        _ => StoreError::io(dir, error),
    }
}

fn newer(found: u32, schema: &Schema) -> StoreError {
    StoreError::NewerVersion { found, supported: schema.version }
}

fn open_writer(dir: &Path, schema: &Schema) -> Result<Connection, StoreError> {
    let path = dir.join(STORE_FILE);
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut conn = Connection::open_with_flags(&path, flags)?;
    configure(&conn)?;
    match migrate::inspect(&conn)? {
        Found::Foreign => return Err(StoreError::Foreign { path }),
        Found::Version(found) if found > schema.version => return Err(newer(found, schema)),
        Found::Empty => {
            conn.pragma_update(None, "page_size", 8192)?;
            configure_writer(&conn).map_err(|error| StoreError::in_dir(dir, error))?;
            migrate::create(&mut conn, schema, &new_lineage())
                .map_err(|error| StoreError::in_dir(dir, error))?;
        }
        Found::Version(found) => {
            configure_writer(&conn).map_err(|error| StoreError::in_dir(dir, error))?;
            migrate::migrate(&mut conn, dir, schema, found)?;
        }
    }
    Ok(conn)
}

/// What every connection needs. Without stable plans, `SQLite` plans a kept statement again for each
/// new set of values, which costs more than running it.
fn configure(conn: &Connection) -> rusqlite::Result<()> {
    conn.busy_timeout(PATIENCE)?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

/// WAL lets readers go on while a batch is written. `synchronous = FULL`, since WAL with less loses
/// commits when the power fails. The cache holds a usual batch, which is then written once.
fn configure_writer(conn: &Connection) -> rusqlite::Result<()> {
    conn.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
    conn.execute_batch(
        "PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA cache_size = -65536;
         PRAGMA temp_store = MEMORY;
         PRAGMA journal_size_limit = 16777216;",
    )
}

fn connect_reader(path: &Path, unchanging: bool) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = if unchanging {
        let uri = format!("{}?immutable=1", file_uri(path));
        Connection::open_with_flags(uri, flags | OpenFlags::SQLITE_OPEN_URI)?
    } else {
        Connection::open_with_flags(path, flags)?
    };
    configure(&conn)?;
    conn.execute_batch("PRAGMA query_only = ON; PRAGMA cache_size = -32768; PRAGMA temp_store = MEMORY")?;
    // The file is only read here, so this is where a missing right shows.
    migrate::inspect(&conn)?;
    Ok(conn)
}

/// Whether the database wanted to make its files for shared reading and could not.
fn needs_files(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(rusqlite::ErrorCode::CannotOpen | rusqlite::ErrorCode::ReadOnly))
}

/// Reads a store that nobody can change. Only right when its last writer closed it: what stands
/// in the write-ahead log would be missed.
fn connect_unchanging(dir: &Path, path: &Path) -> Result<Connection, StoreError> {
    let log = dir.join(format!("{STORE_FILE}-wal"));
    if fs::metadata(log).is_ok_and(|log| log.len() > 0) {
        return Err(StoreError::Unfinished { dir: dir.to_owned() });
    }
    Ok(connect_reader(path, true)?)
}

/// The path as a `file:` URI, in which `?`, `#` and `%` of the path are not taken for syntax.
fn file_uri(path: &Path) -> String {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| PathBuf::from(path));
    let mut uri = String::from("file:");
    let text = absolute.to_string_lossy().replace('\\', "/");
    if !text.starts_with('/') {
        uri.push('/');
    }
    for c in text.chars() {
        match c {
            '?' | '#' | '%' => {
                let _ = write!(uri, "%{:02x}", c as u32);
            }
            _ => uri.push(c),
        }
    }
    uri
}

/// A random name, so that an index can tell a restored or new store from the one it was made of.
pub(super) fn new_lineage() -> String {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    format!("{:016x}", RandomState::new().hash_one((now, std::process::id())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_that_cannot_change_is_read_without_further_files() {
        let dir = tempfile::tempdir().unwrap();
        drop(Store::open(dir.path()).unwrap());
        let path = dir.path().join(STORE_FILE);
        let conn = connect_unchanging(dir.path(), &path).unwrap();
        let version = SCHEMA.version;
        assert!(matches!(migrate::inspect(&conn), Ok(Found::Version(found)) if found == version));
        assert!(!dir.path().join("polidex.sqlite-shm").exists());
        fs::write(dir.path().join("polidex.sqlite-wal"), "unfinished").unwrap();
        assert!(matches!(connect_unchanging(dir.path(), &path), Err(StoreError::Unfinished { .. })));
    }

    #[test]
    fn paths_with_signs_of_uri_syntax_open() {
        let dir = tempfile::tempdir().unwrap();
        let odd = dir.path().join("100% #1? 政策");
        drop(Store::open(&odd).unwrap());
        assert!(Store::open_reader(&odd).is_ok());
    }
}
