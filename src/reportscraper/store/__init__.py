"""The database: one writer (`Store`), any number of readers (`Reader`), and named queries for cli and browse.

Its modules are imported when they are asked for: who only reads need not wait for what writing needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportscraper.store.age import is_current
    from reportscraper.store.dictionary import TableText, tables
    from reportscraper.store.named_queries import Query, queries
    from reportscraper.store.reader import Reader, Rows, prepare
    from reportscraper.store.reviews import Review, read_reviews
    from reportscraper.store.versions import Saved
    from reportscraper.store.writer import Store

_HOMES = {
    "Query": "named_queries",
    "Reader": "reader",
    "Review": "reviews",
    "Rows": "reader",
    "Saved": "versions",
    "Store": "writer",
    "TableText": "dictionary",
    "is_current": "age",
    "prepare": "reader",
    "queries": "named_queries",
    "read_reviews": "reviews",
    "tables": "dictionary",
}

__all__ = [
    "Query",
    "Reader",
    "Review",
    "Rows",
    "Saved",
    "Store",
    "TableText",
    "is_current",
    "prepare",
    "queries",
    "read_reviews",
    "tables",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"reportscraper.store.{_HOMES[name]}"), name)
