-- Migration 9: a form may be a province's own (2009-fujian), as the names of the files in forms/ say.

-- SQLite changes a CHECK in no other way but by a copy of the table.
CREATE TABLE report_version_new (
  id INTEGER PRIMARY KEY,
  report_id INTEGER NOT NULL REFERENCES report (id) ON DELETE CASCADE,
  number INTEGER NOT NULL CHECK (number >= 1),
  is_current INTEGER NOT NULL DEFAULT 0 CHECK (is_current IN (0, 1)),
  capture_id INTEGER NOT NULL REFERENCES capture (id),
  url TEXT NOT NULL,
  title TEXT,
  form TEXT CHECK (form GLOB '[12][0-9][0-9][0-9]' OR (form GLOB '[12][0-9][0-9][0-9]-[a-z]*' AND form NOT GLOB '*[^-a-z0-9]*')),
  published_on TEXT,
  period_start TEXT,
  period_end TEXT,
  issuer TEXT,
  credit_code TEXT,
  site_code TEXT,
  encoding TEXT,
  parser_version TEXT NOT NULL,
  reading_hash TEXT NOT NULL,
  figures INTEGER NOT NULL DEFAULT 0 CHECK (figures >= 0),
  statements INTEGER NOT NULL DEFAULT 0 CHECK (statements >= 0),
  seal TEXT,
  UNIQUE (report_id, number)
) STRICT;

INSERT INTO report_version_new (id, report_id, number, is_current, capture_id, url, title, form, published_on, period_start,
  period_end, issuer, credit_code, site_code, encoding, parser_version, reading_hash, figures, statements, seal)
SELECT id, report_id, number, is_current, capture_id, url, title, form, published_on, period_start,
  period_end, issuer, credit_code, site_code, encoding, parser_version, reading_hash, figures, statements, seal
FROM report_version;

DROP TABLE report_version;
ALTER TABLE report_version_new RENAME TO report_version;

CREATE UNIQUE INDEX report_version_current ON report_version (report_id) WHERE is_current = 1;
CREATE INDEX report_version_capture ON report_version (capture_id);
CREATE INDEX report_version_counts ON report_version (figures, statements);
