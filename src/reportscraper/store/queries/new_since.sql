-- What is new since a date
-- Reports, and revisions of reports, that were first fetched on or after a date.
--   :since  date, such as 2026-01-31

SELECT substr(capture.fetched_at, 1, 10) AS fetched_on,
       CASE WHEN version.number = 1 THEN 'new' ELSE 'revised' END AS what,
       county.name AS county, body.name AS body, report.year AS year, version.title AS title,
       version.published_on AS published_on, version.number AS version, version.url AS url
FROM report_version AS version
JOIN capture ON capture.id = version.capture_id
JOIN report ON report.id = version.report_id
JOIN body ON body.id = report.body_id
JOIN county ON county.code = body.county_code
WHERE :since <> '' AND capture.fetched_at >= :since
ORDER BY capture.fetched_at DESC, version.id DESC
