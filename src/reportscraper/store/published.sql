-- Indexes of a published copy: one indicator, or one series, over all reports.

CREATE INDEX figure_by_indicator ON figure (indicator_id, applicant_id, version_id, value);

CREATE INDEX series_point_by_series ON series_point (series_id, version_id, value, part_id);
