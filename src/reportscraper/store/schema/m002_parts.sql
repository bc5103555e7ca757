-- Migration 2: files beside the page, figures recognised in pictures, pages that repeat a report.

-- A file that a version was read from beside its page. Tables are numbered through: those with a number above base (and not above
-- the base of the next part) stand in this file, as its table number - base. The page's own tables come first.
CREATE TABLE part (
  version_id INTEGER NOT NULL REFERENCES report_version (id) ON DELETE CASCADE,
  position INTEGER NOT NULL CHECK (position >= 1),
  capture_id INTEGER NOT NULL REFERENCES capture (id),
  base INTEGER NOT NULL CHECK (base >= 0),
  url TEXT NOT NULL,
  PRIMARY KEY (version_id, position),
  UNIQUE (version_id, url)
) STRICT, WITHOUT ROWID;

-- Never a figure: nothing that is compared, summed or exported as one may read this table.
CREATE TABLE proposal (
  version_id INTEGER NOT NULL REFERENCES report_version (id) ON DELETE CASCADE,
  position INTEGER NOT NULL CHECK (position >= 1),
  indicator_id INTEGER NOT NULL REFERENCES indicator (id),
  applicant_id INTEGER NOT NULL REFERENCES applicant (id),
  value ANY CHECK (value IS NULL OR value < ''),
  raw TEXT NOT NULL,
  unit TEXT NOT NULL,
  confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
  accepted INTEGER NOT NULL CHECK (accepted IN (0, 1)),
  place INTEGER NOT NULL,
  page INTEGER CHECK (page >= 1),
  "left" REAL,
  top REAL,
  "right" REAL,
  bottom REAL,
  PRIMARY KEY (version_id, position),
  CHECK (page IS NOT NULL OR coalesce("left", top, "right", bottom) IS NULL),
  CHECK (page IS NULL OR "left" + top + "right" + bottom IS NOT NULL)
) STRICT, WITHOUT ROWID;

-- A page whose newest capture said, of the same body and year, exactly what a version read at another address says.
CREATE TABLE duplicate (
  url TEXT PRIMARY KEY,
  version_id INTEGER NOT NULL REFERENCES report_version (id) ON DELETE CASCADE,
  capture_id INTEGER NOT NULL REFERENCES capture (id)
) STRICT, WITHOUT ROWID;

CREATE INDEX duplicate_version ON duplicate (version_id);

-- The files that a page hands out, as they were last archived, in the order in which they first came.
CREATE TABLE page_file (
  page_url TEXT NOT NULL,
  position INTEGER NOT NULL CHECK (position >= 1),
  url TEXT NOT NULL,
  capture_id INTEGER NOT NULL REFERENCES capture (id),
  PRIMARY KEY (page_url, position),
  UNIQUE (page_url, url)
) STRICT, WITHOUT ROWID;

-- Counted while reports come and go: counting twenty million figures takes a second, and the front page asks every time.
ALTER TABLE report_version ADD COLUMN figures INTEGER NOT NULL DEFAULT 0 CHECK (figures >= 0);
ALTER TABLE report_version ADD COLUMN statements INTEGER NOT NULL DEFAULT 0 CHECK (statements >= 0);

UPDATE report_version SET
  figures = (SELECT count(*) FROM figure WHERE version_id = report_version.id),
  statements = (SELECT count(*) FROM statement WHERE version_id = report_version.id);

CREATE INDEX report_version_counts ON report_version (figures, statements);

CREATE TABLE coverage (
  county_code TEXT NOT NULL REFERENCES county (code),
  year INTEGER NOT NULL,
  reports INTEGER NOT NULL CHECK (reports >= 0),
  PRIMARY KEY (county_code, year)
) STRICT, WITHOUT ROWID;

INSERT INTO coverage
SELECT county_code, year, count(*) FROM report JOIN body ON body.id = report.body_id GROUP BY county_code, year;

CREATE TRIGGER report_added AFTER INSERT ON report BEGIN
  INSERT INTO coverage SELECT county_code, new.year, 1 FROM body WHERE id = new.body_id
  ON CONFLICT (county_code, year) DO UPDATE SET reports = reports + 1;
END;

CREATE TRIGGER report_removed AFTER DELETE ON report BEGIN
  UPDATE coverage SET reports = reports - 1
  WHERE year = old.year AND county_code = (SELECT county_code FROM body WHERE id = old.body_id);
  DELETE FROM coverage
  WHERE reports = 0 AND year = old.year AND county_code = (SELECT county_code FROM body WHERE id = old.body_id);
END;

-- Filled at random places, the index took half the time of loading. One indicator of a year is found as fast by the primary key:
-- 23 ms for 5,900 of 100,000 reports; with the index, SQLite read all years of it (210 ms).
DROP INDEX figure_by_indicator;

-- Whether a version says something else is asked of what is stored; only rarely, so that loading need not prepare for it.
ALTER TABLE report_version DROP COLUMN content_hash;

DROP TABLE series_point;

CREATE TABLE series_point (
  version_id INTEGER NOT NULL REFERENCES report_version (id) ON DELETE CASCADE,
  series_id INTEGER NOT NULL,
  value ANY NOT NULL CHECK (value < ''),
  part_id INTEGER NOT NULL,
  PRIMARY KEY (version_id, series_id)
) STRICT, WITHOUT ROWID;

-- The catalogue is put back, and the points of all versions with it, as after every change of it (points.seed).
DELETE FROM series_part;
