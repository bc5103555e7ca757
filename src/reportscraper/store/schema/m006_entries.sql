-- The account of entries.

-- Every address that a list of a site has shown, and how it stands. fingerprint names the finding on one that was not read.
CREATE TABLE entry (
  county_code TEXT NOT NULL REFERENCES county (code),
  url TEXT NOT NULL,
  title TEXT NOT NULL,
  listed_on TEXT,
  list_url TEXT NOT NULL,
  list_column TEXT NOT NULL,
  kind TEXT NOT NULL,
  body TEXT,
  year INTEGER,
  state TEXT NOT NULL CHECK (state IN ('report', 'other_kind', 'listed_unread', 'not_followed')),
  reason TEXT NOT NULL,
  reason_zh TEXT NOT NULL,
  first_seen TEXT NOT NULL,
  last_seen TEXT NOT NULL,
  tries INTEGER NOT NULL CHECK (tries >= 0),
  due_at TEXT,
  run_id INTEGER REFERENCES run (id),
  fingerprint TEXT,
  PRIMARY KEY (county_code, url)
) STRICT, WITHOUT ROWID;

CREATE INDEX entry_state ON entry (state, county_code);
