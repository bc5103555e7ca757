"""The database: one writer (`Store`), any number of readers (`Reader`), and named queries for cli and browse."""

from __future__ import annotations

from reportscraper.store.dictionary import TableText, tables
from reportscraper.store.migrations import is_current
from reportscraper.store.named_queries import Query, queries
from reportscraper.store.reader import Reader, Rows, prepare
from reportscraper.store.reviews import Review, read_reviews
from reportscraper.store.versions import Saved
from reportscraper.store.writer import Store

__all__ = [
    "Query",
    "Reader",
    "Review",
    "Rows",
    "Saved",
    "Store",
    "SummaryColumn",
    "TableText",
    "is_current",
    "prepare",
    "queries",
    "read_reviews",
    "summary_columns",
    "tables",
]
