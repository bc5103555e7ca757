-- Figures of all reports, report by report
-- What is exported as a row a report: each figure of the versions that stand, and whether an open finding speaks against it; one row
-- without a figure for a report that has none.
--   :county  county code; empty for all

SELECT county.name AS county, county.code AS county_code, body.name AS body, body.level AS level, report.year AS year,
  version.form AS form, version.url AS url, figure.indicator_id AS indicator_id, figure.applicant_id AS applicant_id,
  figure.value AS value,
  EXISTS (SELECT 1 FROM figure_doubt AS doubt WHERE doubt.version_id = figure.version_id
    AND doubt.indicator_id = figure.indicator_id AND doubt.applicant_id = figure.applicant_id) AS doubted
FROM report
JOIN report_version AS version ON version.report_id = report.id AND version.is_current = 1
JOIN body ON body.id = report.body_id
JOIN county ON county.code = body.county_code
LEFT JOIN figure ON figure.version_id = version.id
WHERE :county IN ('', county.code)
ORDER BY county.code, body.id, report.year, figure.indicator_id, figure.applicant_id
