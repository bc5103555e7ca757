-- The findings on a version
-- Errors first, reviewed ones last.
--   :version  version_id

SELECT finding.id AS id, finding.rule AS rule, finding.severity AS severity, finding.message AS message, finding.message_zh AS message_zh,
       finding.cells AS cells, review.verdict AS review, review.note AS review_note
FROM finding
LEFT JOIN review ON review.fingerprint = finding.fingerprint
WHERE finding.version_id = :version
ORDER BY review.verdict IS NOT NULL, CASE finding.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, finding.rule,
         finding.table_number, finding.row_number, finding.message
