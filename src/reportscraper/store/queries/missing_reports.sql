-- Reports that are missing
-- Years between the first and the last report of a body under all its names, or after its last one, for which none was found; reports that a list shows and that could not be read; lists that were not read. The cause: not_published (nothing was listed), not_read (listed, not read), not_crawled (not all lists of the site were read, so that nothing can be said).
--   :county  name or code of the county; empty for all

SELECT county, body, year, severity, rule, message, message_zh, fingerprint,
  CASE WHEN url IS NOT NULL THEN 'not_read' WHEN is_open THEN 'not_crawled' ELSE 'not_published' END AS cause, url
FROM (
  SELECT county.name AS county, county.code AS county_code, body.name AS body, finding.year AS year, severity, rule, message, message_zh, finding.fingerprint,
    (SELECT url FROM entry WHERE entry.state = 'listed_unread' AND entry.county_code = finding.county_code
      AND entry.year = finding.year AND (entry.body IN (SELECT name FROM body AS kin WHERE kin.lineage_id = body.lineage_id)
        OR entry.body IN (SELECT value FROM json_each(body.aliases)))
    ) AS url,
    EXISTS (SELECT 1 FROM entry WHERE entry.state = 'listed_unread' AND entry.county_code = finding.county_code
      AND (entry.year IS NULL AND (entry.body IS NULL OR entry.body = body.name) OR entry.body IS NULL AND entry.year = finding.year)
    ) OR EXISTS (SELECT 1 FROM finding AS site WHERE site.county_code = finding.county_code AND site.source = 'site'
      AND site.severity IN ('error', 'warning') AND (substr(site.rule, 1, 5) = 'list_'
        OR site.rule IN ('site_stopped', 'site_unfinished', 'no_column', 'columns_left', 'site_empty', 'site_shrunk', 'account_open'))
    ) AS is_open
  FROM finding
  JOIN body ON body.id = finding.body_id
  JOIN county ON county.code = finding.county_code
  WHERE finding.rule = 'missing_year' AND finding.fingerprint NOT IN (SELECT fingerprint FROM review)
    AND finding.county_code IN (SELECT code FROM county WHERE :county IN ('', name, code))
)
UNION ALL
SELECT county.name, entry.body, entry.year, finding.severity, 'listed_unread', finding.message, finding.message_zh,
  entry.fingerprint, 'not_read', entry.url
FROM county
CROSS JOIN entry ON entry.state = 'listed_unread' AND entry.county_code = county.code
LEFT JOIN finding ON finding.id = entry.fingerprint
WHERE :county IN ('', county.name, county.code)
  AND coalesce(entry.fingerprint, '') NOT IN (SELECT fingerprint FROM review)
  AND NOT EXISTS (
    SELECT 1 FROM finding AS hole JOIN body ON body.id = hole.body_id
    WHERE hole.rule = 'missing_year' AND hole.report_year = entry.year AND hole.county_code = entry.county_code
      AND (entry.body IN (SELECT name FROM body AS kin WHERE kin.lineage_id = body.lineage_id)
        OR entry.body IN (SELECT value FROM json_each(body.aliases)))
  )
UNION ALL
SELECT county.name, NULL, NULL, severity, rule, message, message_zh, fingerprint, 'not_crawled', NULL
FROM county
CROSS JOIN finding ON finding.county_code = county.code AND severity IN ('error', 'warning') AND source = 'site'
WHERE :county IN ('', county.name, county.code)
  AND (substr(rule, 1, 5) = 'list_' OR rule IN ('site_stopped', 'site_unfinished', 'no_column', 'columns_left', 'site_empty', 'site_shrunk', 'account_open'))
  AND fingerprint NOT IN (SELECT fingerprint FROM review)
ORDER BY 1, 2, 3
