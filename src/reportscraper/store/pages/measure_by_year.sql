-- Rate of a level by year
-- Over all bodies that print it, or those of a level: the sums that a rate is made of and the rate of the sums, in per cent. What an error
-- speaks against is left out and counted in ``wrong``; ``small`` counts the bodies with too few cases to be ranked.
--   :measure  measure
--   :province  province; empty for all
--   :level  level of the bodies; empty for all

SELECT year, sum(reports) AS reports, sum(above) AS above, sum(below) AS below, round(100.0 * sum(above) / sum(below), 2) AS share,
       max(approximate > 0) AS approximate, sum(wrong) AS wrong, sum(small) AS small
FROM measures
CROSS JOIN rate_sum ON rate_sum.measure_id = measures.id
WHERE measures.code = :measure AND :province IN ('', province) AND :level IN ('', level)
GROUP BY year ORDER BY year
