-- Findings on years without a report
-- What the history checks say of years of a body that have no report.
--   :county  county code
--   :body  full name

SELECT finding.severity AS severity, finding.rule AS rule, finding.message AS message, finding.message_zh AS message_zh,
       finding.year AS year, review.verdict AS review, review.note AS review_note
FROM finding
JOIN body ON body.id = finding.body_id
LEFT JOIN review ON review.fingerprint = finding.fingerprint
WHERE body.county_code = :county AND body.name = :body AND finding.version_id IS NULL
  AND NOT EXISTS (SELECT 1 FROM report WHERE report.body_id = body.id AND report.year = finding.year)
ORDER BY finding.year, finding.rule
