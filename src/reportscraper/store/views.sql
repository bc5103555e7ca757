-- Views are code: they are made anew whenever their text here differs from the database's.

CREATE VIEW report_summary AS
SELECT
  county.name AS county,
  body.name AS body,
  report.year AS year,
  version.form AS form,
  version.published_on AS published_on,
  /* summary columns */
  (SELECT count(*) FROM finding WHERE finding.version_id = version.id AND finding.severity = 'error') AS errors,
  (SELECT count(*) FROM finding WHERE finding.version_id = version.id AND finding.severity = 'warning') AS warnings,
  version.number AS version,
  version.url AS url,
  county.province AS province,
  county.code AS county_code,
  body.level AS level,
  version.id AS version_id
FROM report
JOIN report_version AS version ON version.report_id = report.id AND version.is_current = 1
JOIN body ON body.id = report.body_id
JOIN county ON county.code = body.county_code;

CREATE VIEW figure_list AS
SELECT
  county.name AS county,
  body.name AS body,
  report.year AS year,
  indicator.code AS indicator,
  indicator.zh AS indicator_zh,
  indicator.en AS indicator_en,
  applicant.code AS applicant,
  applicant.zh AS applicant_zh,
  CASE WHEN applicant.id > 0 THEN applicant.en END AS applicant_en,
  figure.value AS value,
  coalesce(note.unit, indicator.unit) AS unit,
  CASE figure.kind
    WHEN 0 THEN 'number' WHEN 1 THEN 'none' WHEN 2 THEN 'blank'
    WHEN 3 THEN 'dash' WHEN 4 THEN 'missing' ELSE 'unreadable'
  END AS kind,
  coalesce(note.raw, CASE figure.kind
    WHEN 0 THEN CAST(figure.value AS TEXT) WHEN 1 THEN '无' WHEN 3 THEN '/' ELSE ''
  END) AS raw,
  coalesce(note.inferred, 0) AS inferred,
  version.form AS form,
  version.number AS version,
  figure.place >> 20 AS table_number,
  (figure.place >> 8) & 4095 AS row_number,
  figure.place & 255 AS column_number,
  version.url AS url,
  capture.sha256 AS capture_sha256,
  capture.fetched_at AS fetched_at,
  capture.file AS archive_file,
  capture."offset" AS archive_offset,
  version.id AS version_id
FROM figure
JOIN report_version AS version ON version.id = figure.version_id AND version.is_current = 1
JOIN report ON report.id = version.report_id
JOIN body ON body.id = report.body_id
JOIN county ON county.code = body.county_code
JOIN indicator ON indicator.id = figure.indicator_id
JOIN applicant ON applicant.id = figure.applicant_id
JOIN capture ON capture.id = version.capture_id
LEFT JOIN figure_note AS note ON note.version_id = figure.version_id
  AND note.indicator_id = figure.indicator_id AND note.applicant_id = figure.applicant_id;

CREATE VIEW section_list AS
SELECT
  county.name AS county,
  body.name AS body,
  report.year AS year,
  section.kind AS kind,
  section.heading AS heading,
  section.text AS text,
  version.url AS url,
  section.id AS section_id
FROM section
JOIN report_version AS version ON version.id = section.version_id AND version.is_current = 1
JOIN report ON report.id = version.report_id
JOIN body ON body.id = report.body_id
JOIN county ON county.code = body.county_code;

CREATE VIEW statement_list AS
SELECT
  county.name AS county,
  body.name AS body,
  report.year AS year,
  statement.section AS section,
  statement.measure AS measure,
  statement.indicator_code AS indicator,
  statement.value AS value,
  statement.unit AS unit,
  statement.qualifier AS qualifier,
  statement.kind AS kind,
  statement.direction AS direction,
  statement.quote AS quote,
  statement.quote_start AS quote_start,
  statement.quote_end AS quote_end,
  version.url AS url
FROM statement
JOIN report_version AS version ON version.id = statement.version_id AND version.is_current = 1
JOIN report ON report.id = version.report_id
JOIN body ON body.id = report.body_id
JOIN county ON county.code = body.county_code;

CREATE VIEW finding_list AS
SELECT
  county.name AS county,
  body.name AS body,
  report.year AS year,
  finding.severity AS severity,
  finding.rule AS rule,
  finding.message AS message,
  finding.cells AS cells,
  finding.table_number AS table_number,
  finding.row_number AS row_number,
  finding.column_number AS column_number,
  finding.source AS source,
  finding.fingerprint AS fingerprint,
  version.url AS url
FROM finding
JOIN county ON county.code = finding.county_code
LEFT JOIN report_version AS version ON version.id = finding.version_id
LEFT JOIN report ON report.id = version.report_id
LEFT JOIN body ON body.id = report.body_id
WHERE finding.version_id IS NULL OR version.is_current = 1;
