-- Rate of a level by year
-- Over all bodies that print it, or those of a level: the sums that a rate is made of and the rate of the sums, in per cent. What an error
-- speaks against is left out and counted in ``wrong``; ``small`` counts the bodies with fewer than ``least`` cases.
--   :measure  measure
--   :province  province; empty for all
--   :level  level of the bodies; empty for all
--   :least  fewest cases

SELECT year, count(*) FILTER (WHERE coalesce(doubt, '') <> 'error') AS reports,
       sum(above) FILTER (WHERE coalesce(doubt, '') <> 'error') AS above, sum(below) FILTER (WHERE coalesce(doubt, '') <> 'error') AS below,
       round(100.0 * sum(above) FILTER (WHERE coalesce(doubt, '') <> 'error')
         / sum(below) FILTER (WHERE coalesce(doubt, '') <> 'error'), 2) AS share,
       max(exactness = 'approximate') AS approximate, count(*) FILTER (WHERE doubt = 'error') AS wrong,
       count(*) FILTER (WHERE coalesce(doubt, '') <> 'error' AND below < :least) AS small
FROM measure_value
WHERE measure = :measure AND :province IN ('', province) AND :level IN ('', level)
GROUP BY year ORDER BY year
