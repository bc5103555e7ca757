-- Migration 8: a hash of what each version holds, to notice a bit that flipped. NULL until the version is written again.

ALTER TABLE report_version ADD COLUMN seal TEXT;
