-- Migration 15: what status and front page count is counted while it changes, as coverage is; what a page lists is found in its order.

CREATE TABLE site_total (
  county_code TEXT PRIMARY KEY REFERENCES county (code),
  pages INTEGER NOT NULL DEFAULT 0 CHECK (pages >= 0),
  pages_in_trouble INTEGER NOT NULL DEFAULT 0 CHECK (pages_in_trouble >= 0),
  errors INTEGER NOT NULL DEFAULT 0 CHECK (errors >= 0),
  warnings INTEGER NOT NULL DEFAULT 0 CHECK (warnings >= 0),
  infos INTEGER NOT NULL DEFAULT 0 CHECK (infos >= 0),
  versions INTEGER NOT NULL DEFAULT 0 CHECK (versions >= 0),
  figures INTEGER NOT NULL DEFAULT 0 CHECK (figures >= 0),
  statements INTEGER NOT NULL DEFAULT 0 CHECK (statements >= 0),
  sections INTEGER NOT NULL DEFAULT 0 CHECK (sections >= 0)
) STRICT, WITHOUT ROWID;

-- The year of the report that a finding is on, or that is not there; 0 for one on a site. (year stands only where body_id does.)
ALTER TABLE finding ADD COLUMN report_year INTEGER NOT NULL DEFAULT 0;

UPDATE finding SET report_year = coalesce(year, (
  SELECT report.year FROM report_version AS version JOIN report ON report.id = version.report_id WHERE version.id = version_id), 0);

INSERT INTO site_total
SELECT code, (SELECT count(*) FROM page WHERE county_code = code),
  (SELECT count(*) FROM page WHERE county_code = code AND outcome NOT IN ('new', 'unchanged', 'revised')),
  (SELECT count(*) FROM finding WHERE county_code = code AND severity = 'error'),
  (SELECT count(*) FROM finding WHERE county_code = code AND severity = 'warning'),
  (SELECT count(*) FROM finding WHERE county_code = code AND severity = 'info'),
  count(version.id), coalesce(sum(version.figures), 0), coalesce(sum(version.statements), 0),
  coalesce(sum((SELECT count(*) FROM section WHERE version_id = version.id)), 0)
FROM county LEFT JOIN body ON body.county_code = code LEFT JOIN report ON report.body_id = body.id
LEFT JOIN report_version AS version ON version.report_id = report.id
GROUP BY code;

CREATE TRIGGER county_added AFTER INSERT ON county BEGIN
  INSERT OR IGNORE INTO site_total (county_code) VALUES (new.code);
END;

CREATE TRIGGER page_added AFTER INSERT ON page BEGIN
  UPDATE site_total SET pages = pages + 1, pages_in_trouble = pages_in_trouble + (new.outcome NOT IN ('new', 'unchanged', 'revised'))
  WHERE county_code = new.county_code;
END;

CREATE TRIGGER page_changed AFTER UPDATE OF county_code, outcome ON page
WHEN old.county_code <> new.county_code OR old.outcome <> new.outcome BEGIN
  UPDATE site_total SET pages = pages - 1, pages_in_trouble = pages_in_trouble - (old.outcome NOT IN ('new', 'unchanged', 'revised'))
  WHERE county_code = old.county_code;
  UPDATE site_total SET pages = pages + 1, pages_in_trouble = pages_in_trouble + (new.outcome NOT IN ('new', 'unchanged', 'revised'))
  WHERE county_code = new.county_code;
END;

CREATE TRIGGER page_removed AFTER DELETE ON page BEGIN
  UPDATE site_total SET pages = pages - 1, pages_in_trouble = pages_in_trouble - (old.outcome NOT IN ('new', 'unchanged', 'revised'))
  WHERE county_code = old.county_code;
END;

-- A county without a basis is summarised anew at the end of a run (summaries.py). That a crawl is on says nothing of reports.
CREATE TRIGGER finding_counted AFTER INSERT ON finding BEGIN
  UPDATE site_total SET errors = errors + (new.severity = 'error'), warnings = warnings + (new.severity = 'warning'),
    infos = infos + (new.severity = 'info') WHERE county_code = new.county_code;
  UPDATE summarised SET basis = '' WHERE county_code = new.county_code AND new.rule <> 'site_unfinished';
END;

CREATE TRIGGER finding_discounted AFTER DELETE ON finding BEGIN
  UPDATE site_total SET errors = errors - (old.severity = 'error'), warnings = warnings - (old.severity = 'warning'),
    infos = infos - (old.severity = 'info') WHERE county_code = old.county_code;
  UPDATE summarised SET basis = '' WHERE county_code = old.county_code AND old.rule <> 'site_unfinished';
END;

CREATE TRIGGER version_added AFTER INSERT ON report_version BEGIN
  UPDATE site_total SET versions = versions + 1, figures = figures + new.figures, statements = statements + new.statements
  WHERE county_code = (SELECT county_code FROM report JOIN body ON body.id = body_id WHERE report.id = new.report_id);
END;

CREATE TRIGGER version_reread AFTER UPDATE OF figures, statements ON report_version BEGIN
  UPDATE site_total SET figures = figures + new.figures - old.figures, statements = statements + new.statements - old.statements
  WHERE county_code = (SELECT county_code FROM report JOIN body ON body.id = body_id WHERE report.id = new.report_id);
END;

-- Sealed is a version once all of it is written.
CREATE TRIGGER version_changed AFTER UPDATE OF is_current, seal ON report_version BEGIN
  UPDATE summarised SET basis = ''
  WHERE county_code = (SELECT county_code FROM report JOIN body ON body.id = body_id WHERE report.id = new.report_id);
END;

-- Before: its sections go with it, and then nothing says whose they were.
CREATE TRIGGER version_removed BEFORE DELETE ON report_version BEGIN
  UPDATE site_total SET versions = versions - 1, figures = figures - old.figures, statements = statements - old.statements,
    sections = sections - (SELECT count(*) FROM section WHERE version_id = old.id)
  WHERE county_code = (SELECT county_code FROM report JOIN body ON body.id = body_id WHERE report.id = old.report_id);
  UPDATE summarised SET basis = ''
  WHERE county_code = (SELECT county_code FROM report JOIN body ON body.id = body_id WHERE report.id = old.report_id);
END;

CREATE TRIGGER section_added AFTER INSERT ON section BEGIN
  UPDATE site_total SET sections = sections + 1
  WHERE county_code = (SELECT county_code FROM report_version AS version JOIN report ON report.id = version.report_id
    JOIN body ON body.id = body_id WHERE version.id = new.version_id);
END;

CREATE TRIGGER section_removed AFTER DELETE ON section BEGIN
  UPDATE site_total SET sections = sections - 1
  WHERE county_code = (SELECT county_code FROM report_version AS version JOIN report ON report.id = version.report_id
    JOIN body ON body.id = body_id WHERE version.id = old.version_id);
END;

DROP TABLE finding_count;

CREATE TABLE finding_count (
  severity TEXT NOT NULL,
  rule TEXT NOT NULL,
  year INTEGER NOT NULL,
  findings INTEGER NOT NULL,
  reports INTEGER NOT NULL,
  PRIMARY KEY (severity, rule, year)
) STRICT, WITHOUT ROWID;

UPDATE summarised SET basis = '';

DROP INDEX finding_rule;
DROP INDEX report_version_counts;
CREATE INDEX finding_rule ON finding (rule, report_year DESC, county_code);
CREATE INDEX finding_severity ON finding (severity, report_year DESC, county_code);
CREATE INDEX finding_fingerprint ON finding (fingerprint);
CREATE INDEX page_in_trouble ON page (county_code, url) WHERE outcome NOT IN ('new', 'unchanged', 'revised');
CREATE INDEX page_capture ON page (county_code, current_capture_id);
