
CREATE TABLE frontier (
    -- What crawls know of the web: one row a page of a source, however its address was written.
    -- It tells a crawl where to go on; nothing in the tables above refers to it.
    id INTEGER PRIMARY KEY,              -- rows found earlier have lower ids
    source TEXT NOT NULL,                -- as in the table capture
    key TEXT NOT NULL,                   -- the address without scheme and www.
    url TEXT NOT NULL,
    kind TEXT NOT NULL,                  -- list, sitemap, document, attachment
    state TEXT NOT NULL,                 -- waiting; done; failed: not received; gone: the server said so
    depth INTEGER NOT NULL,              -- pages of the same list before it
    found_on TEXT,                       -- address of the page that led here
    title TEXT, date TEXT,               -- what that page says of it
    tries INTEGER NOT NULL,              -- requests in vain since the last that was answered
    not_before TEXT,                     -- when to try again
    answered_by TEXT,                    -- the address behind redirects; NULL without any
    etag TEXT, last_modified TEXT,       -- of the last response, as the server wrote them
    sha256 TEXT,                         -- of the body last received; of a list, of the addresses on it
    error_code TEXT, error TEXT, error_zh TEXT,  -- why it could not be received or read
    checked_at TEXT,                     -- when it was last asked for with success
    UNIQUE (key, source)
) STRICT;
CREATE INDEX frontier_waiting ON frontier(source) WHERE state = 'waiting';
CREATE INDEX frontier_found_on ON frontier(found_on, source) WHERE found_on IS NOT NULL;

CREATE TABLE host (
    -- What crawls know of servers: one row for scheme, host and port.
    origin TEXT PRIMARY KEY,             -- https://www.gov.cn
    robots_status INTEGER,               -- of the last robots.txt: 200, 404 ...; 0 after too many redirects
    robots_body BLOB,                    -- its content, decompressed
    robots_at TEXT,                      -- when it was received; it holds for a day
    set_aside_until TEXT,                -- no request is sent before
    requests INTEGER NOT NULL,
    failures INTEGER NOT NULL,           -- requests without a response
    bytes INTEGER NOT NULL               -- bodies as received
) STRICT, WITHOUT ROWID;
