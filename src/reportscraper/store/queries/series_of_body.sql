-- Every series of a body
-- What the forms count under different names, joined over the years, with how well the parts fit together and where they come
-- from.
--   :body  full name of the body
--   :county  name or code of a county; empty when the body's name is enough
--   :series  code of a series; empty for all

SELECT series, series_zh, series_en, year, value, unit, doubt, exactness, source, form, errors, url, county_code
FROM series_value
WHERE body = :body AND (:county = '' OR county = :county OR county_code = :county) AND (:series = '' OR series = :series)
ORDER BY (SELECT id FROM series AS known WHERE known.code = series_value.series), year, county_code
