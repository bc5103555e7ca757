-- name: versions
SELECT version.id AS id, body.county_code AS county_code, body.name AS body, report.year AS year, version.url AS url,
       version.parser_version AS parser_version, version.seal AS seal
FROM report_version AS version JOIN report ON report.id = version.report_id JOIN body ON body.id = report.body_id
ORDER BY version.id
