-- The document store of polidex, schema version 1. Open it with any SQLite tool; every table is
-- STRICT. Dates are TEXT 'YYYY-MM-DD', times RFC 3339 in UTC, flags 0 or 1, hashes lower-case
-- hexadecimal SHA-256. Character offsets count Unicode scalar values from 0, end exclusive; byte
-- offsets count bytes of the UTF-8 text. The words of a clause: see the view clause_text.

CREATE TABLE meta (
    -- Facts about the store: watermark (number of the last change), next_clause (the next id of
    -- the table clause; ids are never used twice), lineage (random; new for a new or restored store).
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE policy (
    -- One policy. All fields behind policy_id describe its newest edition.
    id INTEGER PRIMARY KEY,
    policy_id TEXT NOT NULL UNIQUE,      -- the name in references, fixed when first stored
    title TEXT NOT NULL,
    title_translated TEXT,
    doc_number TEXT,                     -- as printed
    issuer TEXT NOT NULL,                -- JSON array, in the order printed
    level TEXT,                          -- national, provincial, municipal, district
    region TEXT,                         -- CN, CN-CQ, CN-500112
    kind TEXT NOT NULL,                  -- law, regulation, rule, policy, notice ...
    lang TEXT NOT NULL,                  -- BCP 47
    url TEXT,
    family TEXT,
    translation_of TEXT,
    illustrative INTEGER NOT NULL,       -- 1: a sample text, no real policy
    catalogue INTEGER NOT NULL,          -- 1: title and link only, no text
    changed INTEGER NOT NULL             -- the watermark of its last change
) STRICT;
-- Read by an index that asks what changed.
CREATE INDEX policy_changed ON policy(changed);

CREATE TABLE edition (
    -- The legal text of a policy from a date on. One edition of a policy is not superseded.
    id INTEGER PRIMARY KEY,
    policy INTEGER NOT NULL REFERENCES policy(id),
    key TEXT NOT NULL,                   -- behind @ in references, a date as a rule; never changes
    ordinal INTEGER NOT NULL,            -- orders editions of one sort_date
    sort_date TEXT,                      -- orders editions: last amendment, else written, published, effective
    superseded INTEGER NOT NULL,         -- 1: a newer edition is in the store
    title TEXT NOT NULL,
    title_key TEXT NOT NULL,             -- white space, width and letter case removed
    number_key TEXT,                     -- the document number in its canonical form
    lang TEXT NOT NULL,
    edition_date TEXT, edition_date_origin TEXT,  -- last adoption or amendment; origins are JSON
    written TEXT, written_origin TEXT,            -- 成文
    published TEXT, published_origin TEXT,        -- 发布
    effective TEXT, effective_origin TEXT,        -- 施行
    expires TEXT, expires_origin TEXT,            -- 失效, the last day
    notes TEXT NOT NULL,                 -- JSON array: adoption and amendment notes, oldest first
    UNIQUE (policy, key)
) STRICT;
-- A title, or a number, names a policy.
CREATE INDEX edition_title ON edition(title_key);
CREATE INDEX edition_number ON edition(number_key) WHERE number_key IS NOT NULL;

CREATE TABLE capture (
    -- Bytes received from an address, or read from a file, at a time. Never deleted.
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,                -- the name that the bytes were read under
    external_id TEXT NOT NULL,
    location TEXT NOT NULL,              -- URL, or path as given
    media_type TEXT NOT NULL,
    charset TEXT NOT NULL,               -- WHATWG label
    bytes INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    captured_at TEXT NOT NULL,
    archive_file TEXT,                   -- where the bytes are archived, once they are:
    archive_offset INTEGER,              -- the WARC file below archive/, first byte of the record,
    archive_length INTEGER,              -- and its length
    UNIQUE (external_id, source, sha256, captured_at)
) STRICT;

CREATE TABLE extraction (
    -- A capture as one version of the extractor read it. Ids are never used twice.
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    capture INTEGER NOT NULL REFERENCES capture(id),
    extractor TEXT NOT NULL,
    title TEXT NOT NULL,
    lang TEXT NOT NULL,
    chars INTEGER NOT NULL,              -- length of the text in characters
    text_sha256 TEXT NOT NULL,
    body_sha256 TEXT,                    -- of the text below its front matter, white space and width ignored; NULL without text
    metadata TEXT NOT NULL,              -- JSON: everything learned, with origins
    warnings TEXT NOT NULL,              -- JSON array
    text TEXT NOT NULL                   -- as published
) STRICT;
-- Finds identical files under two names.
CREATE INDEX extraction_body ON extraction(body_sha256) WHERE body_sha256 IS NOT NULL;

CREATE TABLE edition_part (
    -- The current extractions that make up an edition: one as a rule, several where a policy
    -- stands in several files.
    extraction INTEGER PRIMARY KEY REFERENCES extraction(id),
    edition INTEGER NOT NULL REFERENCES edition(id),
    part INTEGER NOT NULL,               -- from 1, in the order of articles
    part_title TEXT,
    first_article INTEGER,
    last_article INTEGER
) STRICT;
CREATE INDEX edition_part_edition ON edition_part(edition);

CREATE TABLE clause (
    -- The structure of a text, in document order, a parent before its children.
    id INTEGER PRIMARY KEY,
    extraction INTEGER NOT NULL REFERENCES extraction(id),
    ord INTEGER NOT NULL,                -- from 0 within the extraction; id - ord is the same for all of them
    parent INTEGER,                      -- ord of the parent
    path TEXT NOT NULL,                  -- a5.k2: 第五条第二款
    kind TEXT NOT NULL,                  -- front, part, chapter, section, article, paragraph, item ...
    label TEXT NOT NULL,                 -- 第五条
    char_start INTEGER NOT NULL, char_end INTEGER NOT NULL,
    byte_start INTEGER NOT NULL, byte_end INTEGER NOT NULL,
    heading_start INTEGER, heading_end INTEGER,  -- characters of the heading, if it has one
    unit INTEGER NOT NULL                -- 1: a unit of retrieval
) STRICT;
CREATE INDEX clause_extraction ON clause(extraction);

CREATE TABLE external_id (
    -- What the user called a document: a source and a file's path, or a JSON line's id.
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    external_id TEXT NOT NULL,
    policy INTEGER NOT NULL REFERENCES policy(id),
    extraction INTEGER NOT NULL REFERENCES extraction(id),  -- the text that this name holds now
    capture INTEGER NOT NULL REFERENCES capture(id),        -- the bytes that this name holds now
    UNIQUE (external_id, source)
) STRICT;
CREATE INDEX external_id_policy ON external_id(policy);
CREATE INDEX external_id_extraction ON external_id(extraction);

CREATE VIEW clause_text AS
    -- Every clause with its words: SELECT text FROM clause_text WHERE policy_id = '...' AND path = 'a5'
    SELECT p.policy_id, e.key AS edition, e.superseded, ep.part, c.id AS clause, c.ord, c.path, c.kind, c.label, c.unit,
           substr(x.text, c.char_start + 1, c.char_end - c.char_start) AS text
    FROM policy p
    JOIN edition e ON e.policy = p.id
    JOIN edition_part ep ON ep.edition = e.id
    JOIN extraction x ON x.id = ep.extraction
    JOIN clause c ON c.extraction = x.id;
