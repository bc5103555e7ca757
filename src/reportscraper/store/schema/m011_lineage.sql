-- Migration 11: which bodies are one series over the years, and what bodies are charged with.

-- The bodies that followed one another, one to one; body_id is the one that reported last, under its name of today.
CREATE TABLE lineage (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  unit TEXT NOT NULL,
  body_id INTEGER
) STRICT;

-- SQLite changes a CHECK in no other way but by a copy of the table; triggers that read it must not stand while it is gone.
DROP TRIGGER IF EXISTS report_added;
DROP TRIGGER IF EXISTS report_removed;

CREATE TABLE body_new (
  id INTEGER PRIMARY KEY,
  county_code TEXT NOT NULL REFERENCES county (code),
  name TEXT NOT NULL CHECK (name <> ''),
  level TEXT NOT NULL DEFAULT 'other'
    CHECK (level IN ('county_government', 'office', 'department', 'township', 'subdistrict', 'zone', 'other')),
  credit_code TEXT,
  aliases TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(aliases)),
  function TEXT NOT NULL DEFAULT 'unknown',
  lineage_id INTEGER REFERENCES lineage (id),
  registered INTEGER NOT NULL DEFAULT 0 CHECK (registered IN (0, 1)),
  UNIQUE (county_code, name)
) STRICT;

INSERT INTO body_new (id, county_code, name, level, credit_code, aliases, registered)
SELECT id, county_code, name, level, credit_code, aliases, registered FROM body;

DROP TABLE body;
ALTER TABLE body_new RENAME TO body;

CREATE INDEX body_name ON body (name);
CREATE INDEX body_lineage ON body (lineage_id);
CREATE INDEX body_function ON body (function, county_code);

CREATE TRIGGER report_added AFTER INSERT ON report BEGIN
  INSERT INTO coverage SELECT county_code, new.year, 1 FROM body WHERE id = new.body_id
  ON CONFLICT (county_code, year) DO UPDATE SET reports = reports + 1;
  UPDATE lineage SET body_id = (
    SELECT body.id FROM body JOIN report ON report.body_id = body.id WHERE body.lineage_id = lineage.id
    ORDER BY report.year DESC, body.id DESC LIMIT 1)
  WHERE id = (SELECT lineage_id FROM body WHERE id = new.body_id) AND body_id IS NOT new.body_id;
END;

CREATE TRIGGER report_removed AFTER DELETE ON report BEGIN
  UPDATE coverage SET reports = reports - 1
  WHERE year = old.year AND county_code = (SELECT county_code FROM body WHERE id = old.body_id);
  DELETE FROM coverage
  WHERE reports = 0 AND year = old.year AND county_code = (SELECT county_code FROM body WHERE id = old.body_id);
  UPDATE lineage SET body_id = (
    SELECT body.id FROM body JOIN report ON report.body_id = body.id WHERE body.lineage_id = lineage.id
    ORDER BY report.year DESC, body.id DESC LIMIT 1)
  WHERE id = (SELECT lineage_id FROM body WHERE id = old.body_id);
END;

-- The changes of divisions and departments, from places/history.csv and places/functions.toml.
CREATE TABLE succession (
  id INTEGER PRIMARY KEY,
  year INTEGER NOT NULL,
  last_year INTEGER NOT NULL,
  date TEXT NOT NULL,
  kind TEXT NOT NULL,
  effect TEXT NOT NULL CHECK (effect IN ('joined', 'break', 'none')),
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  old_code TEXT NOT NULL,
  new_code TEXT NOT NULL,
  document TEXT NOT NULL,
  document_en TEXT NOT NULL
) STRICT;

CREATE TABLE body_succession (
  body_id INTEGER NOT NULL REFERENCES body (id) ON DELETE CASCADE,
  succession_id INTEGER NOT NULL REFERENCES succession (id),
  is_after INTEGER NOT NULL CHECK (is_after IN (0, 1)),
  PRIMARY KEY (body_id, succession_id)
) STRICT, WITHOUT ROWID;

-- Codes and names that divisions bore in the report years first_year to last_year, of those that did not bear one throughout.
CREATE TABLE division_past (
  unit TEXT NOT NULL,
  first_year INTEGER NOT NULL,
  last_year INTEGER NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (unit, first_year)
) STRICT, WITHOUT ROWID;

-- The packaged files that this was made from.
CREATE TABLE known_places (
  sha256 TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
