-- One body over the years
-- Every report of the bodies whose name holds the given words, oldest first.
--   :body  name of the body or a part of it, such as 教育局

SELECT body, year, form, published_on, requests_new, requests_carried_in, results, granted, partly_granted, denied, unable,
       not_processed, other_results, requests_carried_out, reviews, reviews_corrected, lawsuits, lawsuits_corrected,
       normative_issued, normative_valid, licences, penalties, coercion, fee_amount, errors, warnings, url
FROM report_summary
WHERE :body <> '' AND instr(body, :body) > 0
ORDER BY body, year
