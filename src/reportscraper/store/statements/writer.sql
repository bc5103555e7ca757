-- name: holdings
SELECT county.code AS code, county.name AS county, count(report.id) AS reports
FROM county LEFT JOIN body ON body.county_code = county.code LEFT JOIN report ON report.body_id = body.id
GROUP BY county.code

-- name: open_findings
SELECT finding.county_code, count(*) FROM finding LEFT JOIN report_version AS version ON version.id = finding.version_id
WHERE (finding.version_id IS NULL OR version.is_current = 1) AND finding.fingerprint NOT IN (SELECT fingerprint FROM review)
GROUP BY finding.county_code

-- name: captures_of_reports
SELECT file, "offset" FROM capture
WHERE EXISTS (SELECT 1 FROM report_version WHERE capture_id = capture.id) OR id IN (SELECT capture_id FROM part)
ORDER BY file, "offset"

-- name: summarise_anew
UPDATE summarised SET basis = '' WHERE county_code IN (SELECT county_code FROM finding WHERE fingerprint = ?)
