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
  (SELECT count(DISTINCT doubt.indicator_id * 100 + doubt.applicant_id) FROM figure_doubt AS doubt WHERE doubt.version_id = version.id) AS doubted,
  version.number AS version,
  version.url AS url,
  county.province AS province,
  county.code AS county_code,
  body.level AS level,
  version.id AS version_id,
  county.sample AS sample,
  /* who in report.year */,
  /* due in report.year */,
  /* exactness */
FROM report
JOIN report_version AS version ON version.report_id = report.id AND version.is_current = 1
JOIN body ON body.id = report.body_id
LEFT JOIN county ON county.code = body.county_code
/* lineage */;

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
  (SELECT min(severity) FROM figure_doubt AS doubt WHERE doubt.version_id = figure.version_id
    AND doubt.indicator_id = figure.indicator_id AND doubt.applicant_id = figure.applicant_id) AS doubt,
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
  (figure.place >> 20) - coalesce(part.base, 0) AS table_number,
  (figure.place >> 8) & 4095 AS row_number,
  figure.place & 255 AS column_number,
  version.url AS url,
  part.url AS file_url,
  capture.sha256 AS capture_sha256,
  capture.fetched_at AS fetched_at,
  capture.file AS archive_file,
  capture."offset" AS archive_offset,
  version.id AS version_id,
  county.code AS county_code,
  county.province AS province,
  body.level AS level,
  county.sample AS sample,
  /* who in report.year */,
  /* due in report.year */
FROM figure
JOIN report_version AS version ON version.id = figure.version_id AND version.is_current = 1
JOIN report ON report.id = version.report_id
JOIN body ON body.id = report.body_id
LEFT JOIN county ON county.code = body.county_code
/* lineage */
LEFT JOIN indicator ON indicator.id = figure.indicator_id
LEFT JOIN applicant ON applicant.id = figure.applicant_id
LEFT JOIN part ON part.version_id = figure.version_id AND part.position = (
  SELECT max(position) FROM part AS before WHERE before.version_id = figure.version_id AND before.base < figure.place >> 20)
LEFT JOIN capture ON capture.id = coalesce(part.capture_id, version.capture_id)
LEFT JOIN figure_note AS note ON note.version_id = figure.version_id
  AND note.indicator_id = figure.indicator_id AND note.applicant_id = figure.applicant_id;

CREATE VIEW proposal_list AS
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
  proposal.value AS value,
  proposal.unit AS unit,
  'proposed' AS kind,
  proposal.raw AS raw,
  proposal.confidence AS confidence,
  proposal.accepted AS accepted,
  version.number AS version,
  (proposal.place >> 20) - coalesce(part.base, 0) AS table_number,
  (proposal.place >> 8) & 4095 AS row_number,
  proposal.place & 255 AS column_number,
  proposal.page AS page,
  proposal."left" AS "left",
  proposal.top AS top,
  proposal."right" AS "right",
  proposal.bottom AS bottom,
  version.url AS url,
  part.url AS file_url,
  capture.sha256 AS capture_sha256,
  capture.fetched_at AS fetched_at,
  capture.file AS archive_file,
  capture."offset" AS archive_offset,
  version.id AS version_id,
  county.code AS county_code,
  county.province AS province,
  body.level AS level,
  county.sample AS sample,
  /* who in report.year */,
  /* due in report.year */
FROM proposal
JOIN report_version AS version ON version.id = proposal.version_id AND version.is_current = 1
JOIN report ON report.id = version.report_id
JOIN body ON body.id = report.body_id
LEFT JOIN county ON county.code = body.county_code
/* lineage */
LEFT JOIN indicator ON indicator.id = proposal.indicator_id
LEFT JOIN applicant ON applicant.id = proposal.applicant_id
LEFT JOIN part ON part.version_id = proposal.version_id AND part.position = (
  SELECT max(position) FROM part AS before WHERE before.version_id = proposal.version_id AND before.base < proposal.place >> 20)
LEFT JOIN capture ON capture.id = coalesce(part.capture_id, version.capture_id);

CREATE VIEW duplicate_list AS
SELECT
  county.name AS county,
  body.name AS body,
  report.year AS year,
  version.url AS url,
  duplicate.url AS also_url,
  version.number AS version,
  version.is_current AS is_current,
  capture.sha256 AS capture_sha256,
  capture.fetched_at AS fetched_at,
  capture.file AS archive_file,
  capture."offset" AS archive_offset,
  version.id AS version_id,
  county.code AS county_code,
  county.province AS province,
  body.level AS level,
  county.sample AS sample,
  /* who in report.year */,
  /* due in report.year */
FROM duplicate
JOIN report_version AS version ON version.id = duplicate.version_id
JOIN report ON report.id = version.report_id
JOIN body ON body.id = report.body_id
LEFT JOIN capture ON capture.id = duplicate.capture_id
LEFT JOIN county ON county.code = body.county_code
/* lineage */;

CREATE VIEW section_list AS
SELECT
  county.name AS county,
  body.name AS body,
  report.year AS year,
  section.kind AS kind,
  section.heading AS heading,
  section.text AS text,
  version.url AS url,
  section.id AS section_id,
  version.id AS version_id,
  county.code AS county_code,
  county.province AS province,
  body.level AS level,
  county.sample AS sample,
  /* who in report.year */,
  /* due in report.year */
FROM section
JOIN report_version AS version ON version.id = section.version_id AND version.is_current = 1
JOIN report ON report.id = version.report_id
JOIN body ON body.id = report.body_id
LEFT JOIN county ON county.code = body.county_code
/* lineage */;

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
  version.url AS url,
  version.id AS version_id,
  county.code AS county_code,
  county.province AS province,
  body.level AS level,
  county.sample AS sample,
  /* who in report.year */,
  /* due in report.year */
FROM statement
JOIN report_version AS version ON version.id = statement.version_id AND version.is_current = 1
JOIN report ON report.id = version.report_id
JOIN body ON body.id = report.body_id
LEFT JOIN county ON county.code = body.county_code
/* lineage */;

CREATE VIEW finding_list AS
SELECT
  county.name AS county,
  body.name AS body,
  coalesce(report.year, finding.year) AS year,
  finding.severity AS severity,
  finding.rule AS rule,
  finding.message AS message,
  finding.cells AS cells,
  finding.table_number - coalesce(part.base, 0) AS table_number,
  finding.row_number AS row_number,
  finding.column_number AS column_number,
  finding.source AS source,
  finding.fingerprint AS fingerprint,
  version.url AS url,
  part.url AS file_url,
  finding.message_zh AS message_zh,
  review.verdict AS review,
  review.note AS review_note,
  finding.version_id AS version_id,
  finding.id AS finding_id,
  county.code AS county_code,
  county.province AS province,
  body.level AS level,
  county.sample AS sample,
  /* who in coalesce(report.year, finding.year) */,
  /* due in coalesce(report.year, finding.year) */
FROM finding
LEFT JOIN county ON county.code = finding.county_code
LEFT JOIN report_version AS version ON version.id = finding.version_id
LEFT JOIN part ON part.version_id = finding.version_id AND part.position = (
  SELECT max(position) FROM part AS before WHERE before.version_id = finding.version_id AND before.base < finding.table_number)
LEFT JOIN report ON report.id = version.report_id
LEFT JOIN body ON body.id = coalesce(report.body_id, finding.body_id)
/* lineage */
LEFT JOIN review ON review.fingerprint = finding.fingerprint
WHERE finding.version_id IS NULL OR version.is_current = 1;

CREATE VIEW entry_list AS
SELECT
  county.name AS site,
  entry.title AS title,
  entry.listed_on AS date,
  entry.url AS url,
  entry.kind AS kind,
  entry.body AS body,
  entry.year AS year,
  entry.state AS state,
  entry.reason AS reason,
  entry.first_seen AS first_seen,
  entry.last_seen AS last_seen,
  entry.reason_zh AS reason_zh,
  entry.list_url AS list_url,
  entry.due_at AS due_at,
  county.code AS county_code,
  county.province AS province,
  body.level AS level,
  county.sample AS sample,
  /* who in entry.year */,
  /* due in entry.year */
FROM entry
LEFT JOIN county ON county.code = entry.county_code
LEFT JOIN body ON body.county_code = entry.county_code AND body.name = entry.body
LEFT JOIN report ON report.body_id = body.id AND report.year = entry.year
LEFT JOIN report_version AS version ON version.report_id = report.id AND version.is_current = 1
/* lineage */;

CREATE VIEW series_value AS
SELECT
  county.name AS county,
  body.name AS body,
  report.year AS year,
  series.code AS series,
  series.zh AS series_zh,
  series.en AS series_en,
  point.value AS value,
  series.unit AS unit,
  (SELECT min(severity) FROM series_doubt AS doubt WHERE doubt.version_id = point.version_id AND doubt.series_id = point.series_id) AS doubt,
  part.exactness AS exactness,
  part.source AS source,
  part.cells AS cells,
  version.form AS form,
  (SELECT count(*) FROM finding WHERE finding.version_id = version.id AND finding.severity = 'error'
    AND finding.fingerprint NOT IN (SELECT fingerprint FROM review WHERE verdict = 'accepted')) AS errors,
  version.url AS url,
  county.code AS county_code,
  body.level AS level,
  version.id AS version_id,
  county.province AS province,
  county.sample AS sample,
  /* who in report.year */,
  /* due in report.year */
FROM series_point AS point
JOIN report_version AS version ON version.id = point.version_id AND version.is_current = 1
JOIN report ON report.id = version.report_id
JOIN body ON body.id = report.body_id
LEFT JOIN series ON series.id = point.series_id
LEFT JOIN series_part AS part ON part.id = point.part_id
LEFT JOIN county ON county.code = body.county_code
/* lineage */;

CREATE VIEW measure_value AS
SELECT
  county.name AS county,
  body.name AS body,
  rate.year AS year,
  rate.measure AS measure,
  measures.zh AS measure_zh,
  measures.en AS measure_en,
  round(100.0 * rate.above / rate.below, 2) AS value,
  measures.unit AS unit,
  rate.doubt AS doubt,
  rate.above AS above,
  rate.below AS below,
  rate.exactness AS exactness,
  rate.url AS url,
  county.code AS county_code,
  body.level AS level,
  rate.version_id AS version_id,
  county.province AS province,
  county.sample AS sample,
  /* who in rate.year */,
  /* due in rate.year */
FROM (
  /* measure rates */
) AS rate
JOIN body ON body.id = rate.body_id
LEFT JOIN measures ON measures.code = rate.measure
LEFT JOIN county ON county.code = body.county_code
LEFT JOIN report_version AS version ON version.id = rate.version_id
/* lineage */;

-- For whoever asks for the reports of some bodies first: measure_value works out every report's rates before it looks for theirs.
CREATE VIEW measure_part AS
SELECT column1 AS measure, column2 AS series_id, column3 AS is_above, column4 AS is_below
FROM (VALUES /* measure parts */);

-- Rates of the points that stand: for whoever asks for those of all bodies in a year.
CREATE VIEW standing_rate AS
/* standing rates */;

CREATE VIEW applicant_average AS
SELECT
  county.name AS county,
  report.year AS year,
  applicant.code AS applicant,
  applicant.zh AS applicant_zh,
  applicant.en AS applicant_en,
  count(*) AS reports,
  sum(figure.value) AS requests,
  round(avg(figure.value), 2) AS average,
  round(100.0 * sum(figure.value) / nullif(sum(whole.value), 0), 2) AS share,
  county.code AS county_code,
  county.province AS province,
  county.sample AS sample
FROM figure
JOIN indicator ON indicator.id = figure.indicator_id AND indicator.code = 'requests_new'
JOIN applicant ON applicant.id = figure.applicant_id AND applicant.code <> 'total'
JOIN figure AS whole ON whole.version_id = figure.version_id AND whole.indicator_id = figure.indicator_id
  AND whole.applicant_id = 1 AND whole.value IS NOT NULL
JOIN report_version AS version ON version.id = figure.version_id AND version.is_current = 1
JOIN report ON report.id = version.report_id
JOIN body ON body.id = report.body_id
JOIN county ON county.code = body.county_code
WHERE figure.value IS NOT NULL
GROUP BY county.code, report.year, applicant.id;

-- What became of whom: a row a series and change, with the decree.
CREATE VIEW succession_list AS
SELECT DISTINCT
  county.name AS county,
  coalesce(now.name, body.name) AS body_now,
  succession.before AS before,
  succession.after AS after,
  succession.kind AS kind,
  succession.effect AS effect,
  part_in.is_after AS is_after,
  succession.year AS year,
  succession.last_year AS last_year,
  succession.date AS date,
  succession.document AS document,
  succession.document_en AS document_en,
  succession.old_code AS old_code,
  succession.new_code AS new_code,
  body.lineage_id AS lineage_id,
  county.code AS county_code,
  county.province AS province,
  body.level AS level,
  body.function AS function,
  county.sample AS sample
FROM body_succession AS part_in
JOIN body ON body.id = part_in.body_id
LEFT JOIN succession ON succession.id = part_in.succession_id
LEFT JOIN county ON county.code = body.county_code
/* lineage */;

-- The open doubts: a row a figure and finding, but for findings that a reviewer accepted. 'error' sorts before 'warning'.
CREATE VIEW figure_doubt AS
SELECT
  doubted.version_id AS version_id,
  doubted.indicator_id AS indicator_id,
  doubted.applicant_id AS applicant_id,
  finding.severity AS severity,
  finding.id AS finding_id
FROM figure_finding AS doubted
CROSS JOIN finding ON finding.id = doubted.finding_id
WHERE finding.fingerprint NOT IN (SELECT fingerprint FROM review WHERE verdict = 'accepted');

-- The doubts on the cells of a value; what doubts a whole report doubts also the values that only its text says.
CREATE VIEW series_doubt AS
SELECT
  finding.version_id AS version_id,
  point.series_id AS series_id,
  finding.severity AS severity,
  finding.id AS finding_id
FROM finding
CROSS JOIN series_point AS point ON point.version_id = finding.version_id
CROSS JOIN series_part AS part ON part.id = point.part_id
WHERE finding.severity <> 'info' AND finding.rule NOT IN (/* sparing rules */)
  AND finding.fingerprint NOT IN (SELECT fingerprint FROM review WHERE verdict = 'accepted')
  AND (finding.cells = '[]' AND finding.table_number IS NULL OR EXISTS (
    SELECT 1 FROM json_each(part.cells) AS cell
    CROSS JOIN indicator ON indicator.code = cell.value ->> 0
    CROSS JOIN applicant ON applicant.code IS cell.value ->> 1
    CROSS JOIN figure_finding AS doubted ON doubted.version_id = finding.version_id AND doubted.indicator_id = indicator.id
      AND doubted.applicant_id = applicant.id AND doubted.finding_id = finding.id));
