
CREATE TABLE understood (
    -- Which version of the reader understood a text. What it read stands in the tables below; they are
    -- derived from the text, in no export, and filled again when the reader has learned to read better.
    extraction INTEGER PRIMARY KEY REFERENCES extraction(id) ON DELETE CASCADE,
    reader TEXT NOT NULL,
    common TEXT                          -- JSON: what binds all measures of the text; NULL without any
) STRICT;

CREATE TABLE edge (
    -- One naming of another document in a text. Positions are characters of the text.
    extraction INTEGER NOT NULL REFERENCES extraction(id) ON DELETE CASCADE,
    ord INTEGER NOT NULL,                -- from 0, in order of the text
    clause INTEGER,                      -- ord of the deepest clause around the mention
    kind TEXT NOT NULL,                  -- basis, implements, amends, repeals, forwards, refers, prevails_over
    title TEXT,                          -- as printed within 《》
    title_key TEXT,                      -- as in the table edition
    number TEXT,                         -- as printed
    number_key TEXT,                     -- in its canonical form, as in the table edition
    dated TEXT,                          -- when the other document was issued, where the text says so
    char_start INTEGER NOT NULL, char_end INTEGER NOT NULL,      -- the mention
    cue_start INTEGER, cue_end INTEGER,                          -- the words that decide the kind
    provision_start INTEGER, provision_end INTEGER,              -- the articles that are meant
    sentence_start INTEGER NOT NULL, sentence_end INTEGER NOT NULL,
    PRIMARY KEY (extraction, ord)
) STRICT, WITHOUT ROWID;
-- An arriving document finds who named it.
CREATE INDEX edge_title ON edge(title_key) WHERE title_key IS NOT NULL;
CREATE INDEX edge_number ON edge(number_key) WHERE number_key IS NOT NULL;

CREATE TABLE back_reference (
    -- A pointer without a title, to a clause of the text or to documents named before: 前款, 上述文件.
    -- Pointers to the document itself (本办法) are not kept.
    extraction INTEGER NOT NULL REFERENCES extraction(id) ON DELETE CASCADE,
    ord INTEGER NOT NULL,
    clause INTEGER,
    points_at TEXT NOT NULL,             -- clause, earlier
    kind TEXT NOT NULL,                  -- as in the table edge
    char_start INTEGER NOT NULL, char_end INTEGER NOT NULL,
    antecedents TEXT NOT NULL,           -- JSON: positions of the mentions that are meant
    sentence_start INTEGER NOT NULL, sentence_end INTEGER NOT NULL,
    PRIMARY KEY (extraction, ord)
) STRICT, WITHOUT ROWID;

CREATE TABLE validity (
    -- From when, and until when, a text says that it applies.
    extraction INTEGER NOT NULL REFERENCES extraction(id) ON DELETE CASCADE,
    field TEXT NOT NULL,                 -- effective, expires
    clause INTEGER,
    date TEXT,                           -- the day, where one is printed
    relative TEXT,                       -- on_publication
    term_months INTEGER,                 -- a term, counted from the beginning
    char_start INTEGER NOT NULL, char_end INTEGER NOT NULL,
    PRIMARY KEY (extraction, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE measure (
    -- One support measure of a text.
    extraction INTEGER NOT NULL REFERENCES extraction(id) ON DELETE CASCADE,
    ord INTEGER NOT NULL,
    clause INTEGER,
    kind TEXT NOT NULL,                  -- reward, subsidy, interest_subsidy, matching, relief, tax ...
    body TEXT NOT NULL,                  -- JSON: everything that was read, with positions
    sentence_start INTEGER NOT NULL, sentence_end INTEGER NOT NULL,
    PRIMARY KEY (extraction, ord)
) STRICT, WITHOUT ROWID;
CREATE INDEX measure_kind ON measure(kind);
