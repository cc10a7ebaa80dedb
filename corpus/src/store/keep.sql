
CREATE TABLE correction (
    -- What somebody says of a document instead of what was read of it. The tables above keep what was read;
    -- readers lay the corrections over it. Named by the policy's id, so that one can arrive before its document.
    id TEXT PRIMARY KEY,                 -- a hash of what it says, the same wherever it is taken
    policy_id TEXT NOT NULL,
    edition TEXT,                        -- key of the edition; NULL: holds for all of them
    field TEXT NOT NULL,                 -- title, number, issuer, level, region, kind, effective, repealed ...
    value TEXT,                          -- NULL: the field has no value
    key TEXT,                            -- of a title or a number, as in the table edition
    published TEXT,                      -- what stood there when it was made; NULL: nothing
    reason TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at TEXT NOT NULL,
    undone_by TEXT, undone_at TEXT, undone_reason TEXT   -- NULL while it holds
) STRICT, WITHOUT ROWID;
CREATE INDEX correction_policy ON correction(policy_id);
CREATE INDEX correction_key ON correction(key) WHERE key IS NOT NULL;

CREATE TABLE removal (
    -- A document that was taken out. Nothing of its text is kept; what is, tells those who look for it, and
    -- keeps it from coming back unasked.
    policy_id TEXT PRIMARY KEY,
    row INTEGER NOT NULL,                -- what its row in the table policy was, for indexes
    title TEXT NOT NULL,
    doc_number TEXT,
    lang TEXT NOT NULL,
    reason TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at TEXT NOT NULL,
    restored_at TEXT,                    -- when it was brought back
    changed INTEGER NOT NULL,            -- the watermark of the removal
    records TEXT NOT NULL,               -- JSON: its records of the archive that are still to be overwritten
    pending INTEGER NOT NULL             -- 1: the tombstone is still to be written
) STRICT, WITHOUT ROWID;

CREATE TABLE removed_key (
    -- What a removed document is recognised by.
    kind TEXT NOT NULL,                  -- name, bytes, body, title, number
    value TEXT NOT NULL,
    policy_id TEXT NOT NULL REFERENCES removal(policy_id) ON DELETE CASCADE,
    PRIMARY KEY (kind, value, policy_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE arrival (
    -- With which change an edition came into the store; an edition that is not here came before this was kept.
    edition INTEGER PRIMARY KEY REFERENCES edition(id) ON DELETE CASCADE,
    watermark INTEGER NOT NULL
) STRICT;

CREATE TABLE collection (
    -- A reviewer's list of documents and clauses.
    name TEXT PRIMARY KEY,
    about TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE collection_item (
    collection TEXT NOT NULL REFERENCES collection(name) ON DELETE CASCADE,
    reference TEXT NOT NULL,             -- POLICY@EDITION[#PATH]
    label TEXT NOT NULL,                 -- title and clause when it was added
    note TEXT NOT NULL,
    tags TEXT NOT NULL,                  -- JSON array, sorted
    reviewed_by TEXT, reviewed_at TEXT,  -- NULL: not reviewed
    added_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    PRIMARY KEY (collection, reference)
) STRICT, WITHOUT ROWID;

CREATE TABLE collection_search (
    -- A search that can be asked again, also of the state of the store in which it was saved.
    collection TEXT NOT NULL REFERENCES collection(name) ON DELETE CASCADE,
    name TEXT NOT NULL,
    parameters TEXT NOT NULL,            -- JSON, as the HTTP API names them
    as_of TEXT NOT NULL,                 -- the day for statuses
    watermark INTEGER NOT NULL,
    lineage TEXT NOT NULL,               -- watermarks of different lineages cannot be compared
    total INTEGER NOT NULL,              -- clauses that it found then
    saved_at TEXT NOT NULL,
    PRIMARY KEY (collection, name)
) STRICT, WITHOUT ROWID;

-- From which watermark on the table arrival is complete.
INSERT OR IGNORE INTO meta (key, value) SELECT 'arrivals_since', value FROM meta WHERE key = 'watermark';
