//! Bringing an older store to the present schema.

use super::{StoreError, files};
use rusqlite::{Connection, Transaction};
use std::path::{Path, PathBuf};

/// The file of the store in the data directory.
pub(super) const STORE_FILE: &str = "polidex.sqlite";
/// `application_id` of a store: the letters `poli`.
const APPLICATION_ID: i32 = 0x706F_6C69;

/// One step from a version of the schema to the next.
pub(super) struct Migration {
    /// The version after the step.
    pub to: u32,
    /// What it does, inside one transaction.
    pub apply: fn(&Transaction<'_>) -> rusqlite::Result<()>,
}

/// A version of the schema and the steps that lead to it.
pub(super) struct Schema {
    /// The version that new stores get.
    pub version: u32,
    /// The SQL that makes a new store.
    pub create: &'static str,
    /// Steps from earlier versions, oldest first.
    pub steps: &'static [Migration],
}

/// The present schema. Tables that a step adds stand in a file of their own, which new stores get too,
/// so that the two cannot differ.
pub(super) const SCHEMA: Schema = Schema {
    version: 6,
    create: concat!(
        include_str!("schema.sql"),
        include_str!("crawl.sql"),
        include_str!("watch.sql"),
        include_str!("understood.sql"),
        include_str!("keep.sql"),
        include_str!("health.sql")
    ),
    steps: &[
        Migration { to: 2, apply: |tx| tx.execute_batch(include_str!("crawl.sql")) },
        Migration { to: 3, apply: |tx| tx.execute_batch(include_str!("watch.sql")) },
        Migration { to: 4, apply: |tx| tx.execute_batch(include_str!("understood.sql")) },
        Migration { to: 5, apply: |tx| tx.execute_batch(include_str!("keep.sql")) },
        Migration { to: 6, apply: |tx| tx.execute_batch(include_str!("health.sql")) },
    ],
};

/// What a database file holds.
pub(super) enum Found {
    /// Nothing yet.
    Empty,
    /// A store with this schema version.
    Version(u32),
    /// Tables of another program.
    Foreign,
}

/// Looks at the marks that every store bears.
pub(super) fn inspect(conn: &Connection) -> rusqlite::Result<Found> {
    let application: i32 = conn.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if application == APPLICATION_ID {
        let version = conn.pragma_query_value(None, "user_version", |row| row.get(0))?;
        return Ok(Found::Version(version));
    }
    let tables: i64 = conn.query_row("SELECT count(*) FROM sqlite_master", [], |row| row.get(0))?;
    Ok(if application == 0 && tables == 0 { Found::Empty } else { Found::Foreign })
}

/// Makes an empty store, wholly or not at all.
pub(super) fn create(conn: &mut Connection, schema: &Schema, lineage: &str) -> rusqlite::Result<()> {
    let tx = conn.transaction()?;
    tx.execute_batch(schema.create)?;
    tx.execute(
        "INSERT INTO meta (key, value)
         VALUES ('watermark', '0'), ('next_clause', '1'), ('arrivals_since', '0'), ('lineage', ?1)",
        [lineage],
    )?;
    tx.pragma_update(None, "application_id", APPLICATION_ID)?;
    tx.pragma_update(None, "user_version", schema.version)?;
    tx.commit()
}

/// Runs the steps that are missing, each in one transaction after a copy of the store was made.
pub(super) fn migrate(
    conn: &mut Connection,
    dir: &Path,
    schema: &Schema,
    found: u32,
) -> Result<(), StoreError> {
    for step in schema.steps.iter().filter(|step| step.to > found) {
        files::copy_database(conn, &copy_path(dir, step.to))?;
        let tx = conn.transaction()?;
        (step.apply)(&tx)?;
        tx.pragma_update(None, "user_version", step.to)?;
        tx.commit()?;
    }
    Ok(())
}

fn copy_path(dir: &Path, version: u32) -> PathBuf {
    dir.join(format!("{STORE_FILE}.before-v{version}"))
}

/// Removes the copies that migrations left; says how many there were.
pub(super) fn discard_copies(dir: &Path) -> Result<usize, StoreError> {
    let prefix = format!("{STORE_FILE}.before-v");
    let mut count = 0;
    for entry in std::fs::read_dir(dir).map_err(StoreError::at(dir))? {
        let entry = entry.map_err(StoreError::at(dir))?;
        if entry.file_name().to_string_lossy().starts_with(&prefix) {
            std::fs::remove_file(entry.path()).map_err(StoreError::at(&entry.path()))?;
            count += 1;
        }
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    const FIRST: Schema = Schema { version: 1, create: include_str!("schema.sql"), steps: &[] };
    /// A version that is not made yet.
    const NEXT_VERSION: u32 = SCHEMA.version + 1;
    const NEXT: Schema = Schema {
        version: NEXT_VERSION,
        create: SCHEMA.create,
        steps: &[Migration {
            to: NEXT_VERSION,
            apply: |tx| tx.execute_batch("ALTER TABLE policy ADD COLUMN remark TEXT"),
        }],
    };
    const BROKEN: Schema = Schema {
        version: NEXT_VERSION,
        create: SCHEMA.create,
        steps: &[Migration {
            to: NEXT_VERSION,
            apply: |tx| tx.execute_batch("CREATE TABLE half (x); ALTER TABLE missing ADD COLUMN y"),
        }],
    };

    fn version(conn: &Connection) -> u32 {
        conn.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
    }

    /// The definitions of everything in a database, as written.
    fn definitions(conn: &Connection) -> Vec<(String, Option<String>)> {
        let mut statement = conn.prepare("SELECT name, sql FROM sqlite_master ORDER BY name").unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    }

    #[test]
    fn a_migrated_store_is_like_a_new_one() {
        let (old, new) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let first = Store::open_with(old.path(), &FIRST).unwrap();
        first.conn.execute("INSERT INTO meta VALUES ('kept', 'x')", []).unwrap();
        drop(first);
        let migrated = Store::open(old.path()).unwrap();
        let fresh = Store::open(new.path()).unwrap();
        assert_eq!(version(&migrated.conn), version(&fresh.conn));
        assert_eq!(definitions(&migrated.conn), definitions(&fresh.conn));
        let kept: i64 = migrated
            .conn
            .query_row("SELECT count(*) FROM meta WHERE key = 'kept'", [], |row| row.get(0))
            .unwrap();
        assert_eq!(kept, 1);
    }

    #[test]
    fn a_step_copies_the_store_first_and_the_copy_stays_until_discarded() {
        let dir = tempfile::tempdir().unwrap();
        drop(Store::open(dir.path()).unwrap());
        let store = Store::open_with(dir.path(), &NEXT).unwrap();
        assert_eq!(version(&store.conn), NEXT_VERSION);
        store.conn.execute("UPDATE policy SET remark = 'x'", []).unwrap();
        let copy = Connection::open(copy_path(dir.path(), NEXT_VERSION)).unwrap();
        assert_eq!(version(&copy), SCHEMA.version);
        drop(copy);
        assert_eq!(store.discard_migration_copies().unwrap(), 1);
        assert_eq!(store.discard_migration_copies().unwrap(), 0);
    }

    #[test]
    fn a_step_that_fails_leaves_the_store_as_it_was() {
        let dir = tempfile::tempdir().unwrap();
        drop(Store::open(dir.path()).unwrap());
        assert!(Store::open_with(dir.path(), &BROKEN).is_err());
        let store = Store::open(dir.path()).unwrap();
        assert_eq!(version(&store.conn), SCHEMA.version);
        let half: i64 = store
            .conn
            .query_row("SELECT count(*) FROM sqlite_master WHERE name = 'half'", [], |row| row.get(0))
            .unwrap();
        assert_eq!(half, 0);
    }

    #[test]
    fn versions_that_do_not_fit_are_refused() {
        let dir = tempfile::tempdir().unwrap();
        drop(Store::open_with(dir.path(), &NEXT).unwrap());
        let newer = StoreError::NewerVersion { found: NEXT_VERSION, supported: SCHEMA.version }.to_string();
        assert_eq!(Store::open(dir.path()).unwrap_err().to_string(), newer);
        assert_eq!(Store::open_reader(dir.path()).unwrap_err().to_string(), newer);
        let older = tempfile::tempdir().unwrap();
        drop(Store::open(older.path()).unwrap());
        assert!(matches!(
            Store::open_reader_with(older.path(), &NEXT),
            Err(StoreError::OlderVersion { found, supported })
                if found == SCHEMA.version && supported == NEXT_VERSION
        ));
    }
}
