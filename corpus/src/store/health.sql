
-- What is repealed, and which document belongs to a name, is asked of the whole store.
CREATE INDEX edge_repeals ON edge(extraction, ord) WHERE kind = 'repeals';
CREATE INDEX policy_family ON policy(family) WHERE family IS NOT NULL;

CREATE TABLE crawl_run (
    -- One run of a crawl. One without an end was killed, or runs now.
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    started_at TEXT NOT NULL,
    ended_at TEXT,
    report TEXT                          -- JSON: what it did, as the crawl reported it
) STRICT;

CREATE TABLE crawl_run_source (
    -- What a run brought from one source, and the first thing that went wrong.
    run INTEGER NOT NULL REFERENCES crawl_run(id),
    source TEXT NOT NULL,                -- as in the table capture
    ended_at TEXT NOT NULL,              -- as of the run
    answered INTEGER NOT NULL,           -- lists and pages that the site gave, or said to be unchanged
    documents INTEGER NOT NULL,          -- documents that were read
    failed INTEGER NOT NULL,             -- pages that could not be had or read
    gone INTEGER NOT NULL,               -- pages that the server says are no more
    failure_url TEXT, failure_code TEXT, failure TEXT, failure_zh TEXT,
    PRIMARY KEY (source, run)
) STRICT, WITHOUT ROWID;

CREATE TABLE page_reading (
    -- How each page was read that a run received: what later runs are held against.
    source TEXT NOT NULL,
    run INTEGER NOT NULL REFERENCES crawl_run(id),
    key TEXT NOT NULL,                   -- as in the table frontier
    ruled INTEGER,                       -- 1: a selector of the source held the article; 0: none did; NULL: there are none
    chars INTEGER NOT NULL,              -- length of the text in characters
    before INTEGER,                      -- the same when the page was read the time before
    PRIMARY KEY (source, key, run)
) STRICT, WITHOUT ROWID;
CREATE INDEX page_reading_run ON page_reading(source, run);

CREATE TABLE page_gone (
    -- Pages of stored documents that the server says are no more. What is stored of them stays.
    external_id TEXT NOT NULL,           -- as in the table external_id
    source TEXT NOT NULL,
    since TEXT NOT NULL,                 -- when the server first said so
    PRIMARY KEY (external_id, source)
) STRICT, WITHOUT ROWID;

CREATE TABLE source_alarm (
    -- Sources whose pages suddenly look different.
    source TEXT NOT NULL,
    code TEXT NOT NULL,                  -- template_changed, texts_shrank
    since TEXT NOT NULL,                 -- end of the run that noticed it first
    message TEXT NOT NULL, message_zh TEXT NOT NULL,
    PRIMARY KEY (source, code)
) STRICT, WITHOUT ROWID;
