-- Migration 14: what was fetched since a date is found by the date, of millions of captures.

CREATE INDEX capture_fetched ON capture (fetched_at);
