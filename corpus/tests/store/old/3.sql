
CREATE TABLE watch (
    -- What a user wants to hear news of. It tells `polidex watch` what was there at the last look;
    -- nothing in the tables above refers to it.
    name TEXT PRIMARY KEY,
    subject TEXT NOT NULL,               -- JSON: a search, a document or a clause
    seen TEXT,                           -- JSON: what stood there; NULL before the first look
    created_at TEXT NOT NULL,
    checked_at TEXT
) STRICT, WITHOUT ROWID;
