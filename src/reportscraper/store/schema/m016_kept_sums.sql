-- Migration 16: what pages of rates, functions and late reports ask of all bodies is worked out at the end of a run (summaries.py).

-- A rate over the bodies of a level in a province: its sums, of how many reports, and how many of them have too few cases to be ranked.
CREATE TABLE rate_sum (
  measure_id INTEGER NOT NULL,
  year INTEGER NOT NULL,
  province TEXT NOT NULL,
  level TEXT NOT NULL,
  reports INTEGER NOT NULL,
  above ANY,
  below ANY,
  approximate INTEGER NOT NULL,
  small INTEGER NOT NULL,
  wrong INTEGER NOT NULL,
  PRIMARY KEY (measure_id, year, province, level)
) STRICT, WITHOUT ROWID;

-- The reports that stand and were published after their last day.
CREATE TABLE late_report (
  body_id INTEGER NOT NULL,
  year INTEGER NOT NULL,
  days_late INTEGER NOT NULL CHECK (days_late > 0),
  PRIMARY KEY (body_id, year)
) STRICT, WITHOUT ROWID;

CREATE INDEX late_report_days ON late_report (year, days_late);

-- Functions are places too (education/浙江省/department), so that there are more than a list of places could tell.
CREATE INDEX place_series_year ON place_series (series_id, year);

-- Without a row here, all that is kept of a county is made anew.
DELETE FROM summarised;

CREATE TRIGGER body_placed AFTER UPDATE OF level, function ON body
WHEN (old.level <> new.level OR old.function IS NOT new.function) AND EXISTS (SELECT 1 FROM report WHERE body_id = new.id) BEGIN
  DELETE FROM summarised WHERE county_code = new.county_code;
END;

CREATE TRIGGER deadlines_changed AFTER UPDATE OF deadlines ON county WHEN old.deadlines <> new.deadlines BEGIN
  UPDATE summarised SET basis = '' WHERE county_code = new.code;
END;
