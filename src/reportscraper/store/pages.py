"""The queries behind the browser's pages. They are not offered to people, so they may take lists as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from reportscraper.store.reader import Query
from reportscraper.store.resources import entries


@cache
def page_queries() -> Mapping[str, Query]:
    """The queries of `pages.toml` by name."""
    return {query.name: query for query in entries("pages.toml", Query, key="query")}
