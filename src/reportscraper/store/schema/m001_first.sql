-- Migration 1. Ids are given in the order of the archive, so a database rebuilt from it gets the same ones.

CREATE TABLE county (
  code TEXT PRIMARY KEY CHECK (code <> ''),
  name TEXT NOT NULL,
  province TEXT NOT NULL DEFAULT '',
  home TEXT
) STRICT;

CREATE TABLE body (
  id INTEGER PRIMARY KEY,
  county_code TEXT NOT NULL REFERENCES county (code),
  name TEXT NOT NULL CHECK (name <> ''),
  level TEXT NOT NULL DEFAULT 'other'
    CHECK (level IN ('county_government', 'office', 'department', 'township', 'subdistrict', 'other')),
  credit_code TEXT,
  aliases TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(aliases)),
  registered INTEGER NOT NULL DEFAULT 0 CHECK (registered IN (0, 1)),
  UNIQUE (county_code, name)
) STRICT;

CREATE INDEX body_name ON body (name);

CREATE TABLE run (
  id INTEGER PRIMARY KEY,
  started TEXT NOT NULL,
  finished TEXT,
  command TEXT NOT NULL,
  parser_version TEXT NOT NULL,
  counts TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(counts))
) STRICT;

CREATE TABLE capture (
  id INTEGER PRIMARY KEY,
  url TEXT NOT NULL,
  final_url TEXT NOT NULL,
  method TEXT NOT NULL,
  status INTEGER NOT NULL,
  content_type TEXT,
  fetched_at TEXT NOT NULL,
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  size INTEGER NOT NULL CHECK (size >= 0),
  file TEXT NOT NULL,
  "offset" INTEGER NOT NULL CHECK ("offset" >= 0),
  length INTEGER NOT NULL CHECK (length > 0),
  tls TEXT NOT NULL,
  UNIQUE (file, "offset")
) STRICT;

CREATE INDEX capture_url ON capture (url);

CREATE TABLE visit (
  id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL REFERENCES run (id),
  county_code TEXT NOT NULL REFERENCES county (code),
  url TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('robots', 'list', 'detail', 'attachment', 'probe')),
  outcome TEXT NOT NULL,
  capture_id INTEGER REFERENCES capture (id),
  note TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX visit_run ON visit (run_id, county_code);
CREATE INDEX visit_url ON visit (url);
CREATE INDEX visit_county ON visit (county_code, role);

CREATE TABLE page (
  url TEXT PRIMARY KEY,
  county_code TEXT NOT NULL REFERENCES county (code),
  kind TEXT NOT NULL,
  title TEXT,
  listed_title TEXT,
  listed_on TEXT,
  list_column TEXT,
  etag TEXT,
  last_modified TEXT,
  outcome TEXT NOT NULL,
  reason TEXT,
  first_capture_id INTEGER NOT NULL REFERENCES capture (id),
  current_capture_id INTEGER NOT NULL REFERENCES capture (id),
  CHECK (first_capture_id <= current_capture_id)
) STRICT;

CREATE INDEX page_county ON page (county_code, kind);

CREATE TABLE report (
  id INTEGER PRIMARY KEY,
  body_id INTEGER NOT NULL REFERENCES body (id),
  year INTEGER NOT NULL CHECK (year BETWEEN 2003 AND 2200),
  UNIQUE (body_id, year)
) STRICT;

CREATE INDEX report_year ON report (year);

CREATE TABLE report_version (
  id INTEGER PRIMARY KEY,
  report_id INTEGER NOT NULL REFERENCES report (id) ON DELETE CASCADE,
  number INTEGER NOT NULL CHECK (number >= 1),
  is_current INTEGER NOT NULL DEFAULT 0 CHECK (is_current IN (0, 1)),
  capture_id INTEGER NOT NULL REFERENCES capture (id),
  url TEXT NOT NULL,
  title TEXT,
  form TEXT CHECK (form IN ('2008', '2014', '2019', '2021')),
  published_on TEXT,
  period_start TEXT,
  period_end TEXT,
  issuer TEXT,
  credit_code TEXT,
  site_code TEXT,
  encoding TEXT,
  parser_version TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  reading_hash TEXT NOT NULL,
  UNIQUE (report_id, number)
) STRICT;

CREATE UNIQUE INDEX report_version_current ON report_version (report_id) WHERE is_current = 1;
CREATE INDEX report_version_capture ON report_version (capture_id);

CREATE TABLE indicator (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  zh TEXT NOT NULL,
  en TEXT NOT NULL,
  unit TEXT NOT NULL,
  forms TEXT NOT NULL CHECK (json_valid(forms)),
  table_code TEXT NOT NULL,
  derived INTEGER NOT NULL CHECK (derived IN (0, 1))
) STRICT;

CREATE TABLE applicant (
  id INTEGER PRIMARY KEY,
  code TEXT UNIQUE,
  zh TEXT,
  en TEXT NOT NULL,
  CHECK ((code IS NULL) = (id = 0))
) STRICT;

-- Twenty million rows are expected, so a row is kept near 20 bytes: kind is 0 number, 1 none, 2 blank, 3 dash, 4 missing,
-- 5 unreadable; place is table * 2^20 + row * 2^8 + column; what few rows need is in figure_note. figure_list undoes it.
CREATE TABLE figure (
  version_id INTEGER NOT NULL REFERENCES report_version (id) ON DELETE CASCADE,
  indicator_id INTEGER NOT NULL REFERENCES indicator (id),
  applicant_id INTEGER NOT NULL REFERENCES applicant (id),
  value ANY,
  kind INTEGER NOT NULL,
  place INTEGER NOT NULL,
  PRIMARY KEY (version_id, indicator_id, applicant_id),
  -- Numbers sort before all text. Spelled so because typeof() halves the speed of loading; NULL would pass a CHECK.
  CHECK (CASE kind WHEN 0 THEN ifnull(value < '', 0) WHEN 1 THEN value IS 0 ELSE kind BETWEEN 2 AND 5 AND value IS NULL END)
) STRICT, WITHOUT ROWID;

CREATE INDEX figure_by_indicator ON figure (indicator_id, applicant_id, version_id, value);

-- raw where the print is not what kind and value imply, unit where it is not the indicator's.
CREATE TABLE figure_note (
  version_id INTEGER NOT NULL,
  indicator_id INTEGER NOT NULL,
  applicant_id INTEGER NOT NULL,
  raw TEXT,
  unit TEXT,
  inferred INTEGER NOT NULL CHECK (inferred IN (0, 1)),
  PRIMARY KEY (version_id, indicator_id, applicant_id),
  FOREIGN KEY (version_id, indicator_id, applicant_id) REFERENCES figure ON DELETE CASCADE,
  CHECK (raw IS NOT NULL OR unit IS NOT NULL OR inferred = 1)
) STRICT, WITHOUT ROWID;

CREATE TABLE section (
  id INTEGER PRIMARY KEY,
  version_id INTEGER NOT NULL REFERENCES report_version (id) ON DELETE CASCADE,
  position INTEGER NOT NULL CHECK (position BETWEEN 1 AND 999),
  kind TEXT NOT NULL,
  heading TEXT NOT NULL,
  text TEXT NOT NULL,
  subheadings TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(subheadings)),
  UNIQUE (version_id, position),
  CHECK (id = version_id * 1000 + position)
) STRICT;

-- The characters spaced, without a copy of the text: section holds it.
CREATE VIRTUAL TABLE section_fts USING fts5 (heading, text, content = '', tokenize = 'unicode61');

CREATE TABLE statement (
  version_id INTEGER NOT NULL REFERENCES report_version (id) ON DELETE CASCADE,
  position INTEGER NOT NULL CHECK (position >= 1),
  section TEXT,
  measure TEXT NOT NULL,
  indicator_code TEXT,
  value ANY NOT NULL CHECK (typeof(value) IN ('integer', 'real')),
  unit TEXT NOT NULL,
  qualifier TEXT NOT NULL,
  kind TEXT NOT NULL,
  direction TEXT NOT NULL CHECK (direction IN ('', 'up', 'down')),
  quote TEXT NOT NULL,
  quote_start INTEGER NOT NULL,
  quote_end INTEGER NOT NULL CHECK (quote_end >= quote_start),
  PRIMARY KEY (version_id, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX statement_measure ON statement (measure, version_id);

-- id names one finding of one version; fingerprint leaves the version out, so that a review of it survives a revision.
-- A finding of history may be about a report that is not there: it then has body and year, but no version.
CREATE TABLE finding (
  id TEXT PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  county_code TEXT NOT NULL REFERENCES county (code),
  version_id INTEGER REFERENCES report_version (id) ON DELETE CASCADE,
  source TEXT NOT NULL CHECK (source IN ('page', 'store', 'history', 'site')),
  rule TEXT NOT NULL CHECK (rule <> ''),
  severity TEXT NOT NULL CHECK (severity IN ('error', 'warning', 'info')),
  message TEXT NOT NULL,
  cells TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(cells)),
  table_number INTEGER,
  row_number INTEGER,
  column_number INTEGER,
  message_zh TEXT NOT NULL DEFAULT '',
  body_id INTEGER REFERENCES body (id),
  year INTEGER,
  CHECK ((body_id IS NULL) = (year IS NULL)),
  CHECK (CASE source
    WHEN 'site' THEN version_id IS NULL AND body_id IS NULL
    WHEN 'history' THEN body_id IS NOT NULL
    ELSE version_id IS NOT NULL AND body_id IS NULL
  END)
) STRICT;

CREATE INDEX finding_version ON finding (version_id);
CREATE INDEX finding_rule ON finding (rule);
CREATE INDEX finding_county ON finding (county_code, severity, source);
CREATE INDEX finding_body ON finding (body_id);

-- What a person made of a finding, from the file of reviews.
CREATE TABLE review (
  fingerprint TEXT PRIMARY KEY,
  verdict TEXT NOT NULL CHECK (verdict IN ('accepted', 'source_error', 'parser_error')),
  note TEXT NOT NULL CHECK (note <> '')
) STRICT, WITHOUT ROWID;

CREATE TABLE series (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  topic TEXT NOT NULL,
  zh TEXT NOT NULL,
  en TEXT NOT NULL,
  unit TEXT NOT NULL,
  note TEXT NOT NULL
) STRICT;

CREATE TABLE series_part (
  id INTEGER PRIMARY KEY,
  series_id INTEGER NOT NULL REFERENCES series (id),
  form TEXT,
  source TEXT NOT NULL CHECK (source IN ('table', 'statement')),
  exactness TEXT NOT NULL CHECK (exactness IN ('exact', 'sum', 'approximate', 'not_comparable')),
  cells TEXT NOT NULL CHECK (json_valid(cells)),
  indicator TEXT,
  CHECK ((source = 'statement') = (indicator IS NOT NULL))
) STRICT;

-- Filled with every version. No foreign keys: deleting a version would read the whole table for them, and one index is enough
-- to find a series over all reports as well as all series of a report, of which there are few.
CREATE TABLE series_point (
  series_id INTEGER NOT NULL,
  version_id INTEGER NOT NULL,
  value ANY NOT NULL CHECK (value < ''),
  part_id INTEGER NOT NULL,
  PRIMARY KEY (series_id, version_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE measures (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  zh TEXT NOT NULL,
  en TEXT NOT NULL,
  unit TEXT NOT NULL,
  formula TEXT NOT NULL
) STRICT;

CREATE TABLE attachment (
  version_id INTEGER NOT NULL REFERENCES report_version (id) ON DELETE CASCADE,
  position INTEGER NOT NULL CHECK (position >= 1),
  url TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (version_id, position)
) STRICT, WITHOUT ROWID;
