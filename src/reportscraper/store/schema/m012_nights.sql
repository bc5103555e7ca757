-- Migration 12: what a night without news need not do again: read bytes that this version has read, hold years against each other.

ALTER TABLE page ADD COLUMN read_by TEXT;
CREATE TABLE compared (
  county_code TEXT PRIMARY KEY REFERENCES county (code),
  basis TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE walk (
  county_code TEXT NOT NULL REFERENCES county (code),
  url TEXT NOT NULL,
  walked_at TEXT NOT NULL,
  basis TEXT NOT NULL,
  found BLOB NOT NULL,
  PRIMARY KEY (county_code, url)
) STRICT, WITHOUT ROWID;
