"""The only copy of raw bytes: every HTTP exchange as one WARC record, verified on every read, never changed."""

from reportscraper.archive.reader import Archived, read, scan
from reportscraper.archive.writer import Archive, Repair

__all__ = ["Archive", "Archived", "Repair", "read", "scan"]
