"""A document becomes a report: identity, chapters, tables, prose, checks."""
