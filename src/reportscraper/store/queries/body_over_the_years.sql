-- One body over the years
-- Every report of the bodies whose name holds the given words, oldest first. approximate names the
-- columns whose value fits those of other forms only approximately; what cannot be compared is left empty.
--   :body  name of the body or a part of it, such as 教育局

SELECT body, year, form, published_on, requests_new, requests_carried_in, results, granted, partly_granted, denied, unable,
       not_processed, other_results, requests_carried_out, reviews, reviews_corrected, lawsuits, lawsuits_corrected,
       normative_issued, normative_valid, licences, penalties, coercion, fee_amount, errors, warnings, url,
       trim(CASE WHEN requests_new_exactness = 'approximate' THEN 'requests_new ' ELSE '' END
       || CASE WHEN results_exactness = 'approximate' THEN 'results ' ELSE '' END
       || CASE WHEN denied_exactness = 'approximate' THEN 'denied ' ELSE '' END
       || CASE WHEN normative_issued_exactness = 'approximate' THEN 'normative_issued' ELSE '' END) AS approximate
FROM report_summary
WHERE :body <> '' AND body_id IN (SELECT id FROM body WHERE instr(name, :body) > 0)
ORDER BY body, year
