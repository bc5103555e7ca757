-- Migration 11: what an entry's page hands out and could not be had stays known until it is had; and a hash of each table that no
-- version is sealed with, to notice a bit that flipped. The hashes are gone while a run writes.

ALTER TABLE entry ADD COLUMN files TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(files));

CREATE TABLE table_seal (
  name TEXT PRIMARY KEY,
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64)
) STRICT, WITHOUT ROWID;
