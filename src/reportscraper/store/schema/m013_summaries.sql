-- Migration 13: what pages of the nation ask of all bodies at once, worked out at the end of a run (summaries.py).

-- The point of every series and year of the version that stands, whoever's it is: 82,000 of the nation lie side by side here, where
-- series_point has them among those of all years. wrong is 1 where an open error speaks against the value.
CREATE TABLE standing_point (
  series_id INTEGER NOT NULL,
  year INTEGER NOT NULL,
  body_id INTEGER NOT NULL,
  value ANY NOT NULL CHECK (value < ''),
  part_id INTEGER NOT NULL,
  wrong INTEGER NOT NULL CHECK (wrong IN (0, 1)),
  PRIMARY KEY (series_id, year, body_id)
) STRICT, WITHOUT ROWID;

-- By place (county code, name of a province, '' for the nation). Values that are not comparable with other forms' lie apart.
CREATE TABLE place_series (
  place TEXT NOT NULL,
  series_id INTEGER NOT NULL,
  year INTEGER NOT NULL,
  apart INTEGER NOT NULL CHECK (apart IN (0, 1)),
  reports INTEGER NOT NULL,
  total ANY,
  median REAL,
  approximate INTEGER NOT NULL,
  wrong INTEGER NOT NULL,
  PRIMARY KEY (place, series_id, year, apart)
) STRICT, WITHOUT ROWID;

-- Sums over the bodies that report in the same years (present has a bit for each, 2000 is bit 0).
CREATE TABLE steady_sum (
  chart TEXT NOT NULL,
  present INTEGER NOT NULL,
  year INTEGER NOT NULL,
  series_id INTEGER NOT NULL,
  reports INTEGER NOT NULL,
  total ANY NOT NULL,
  approximate INTEGER NOT NULL,
  PRIMARY KEY (chart, present, year, series_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE finding_count (
  severity TEXT NOT NULL,
  rule TEXT NOT NULL,
  findings INTEGER NOT NULL,
  reports INTEGER NOT NULL,
  PRIMARY KEY (severity, rule)
) STRICT, WITHOUT ROWID;

-- What the rows of a county above were made from.
CREATE TABLE summarised (
  county_code TEXT PRIMARY KEY,
  province TEXT NOT NULL,
  basis TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The latest reports of 1.4 million are found by their date.
CREATE INDEX report_version_published ON report_version (published_on, id) WHERE is_current = 1;

-- What sites revised, of which there is little.
CREATE INDEX report_version_revised ON report_version (report_id) WHERE number > 1;
