"""What Datasette says of our tables, made from `metadata.toml`, the store's descriptions and its named queries."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec
from msgspec import Struct

from reportscraper.resources import load
from reportscraper.store import Query, queries, tables


class TableView(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How Datasette shows one table or view."""

    facets: list[str] = []
    sort: str | None = None
    sort_desc: str | None = None
    label_column: str | None = None
    fts_table: str | None = None
    fts_pk: str | None = None
    hidden: bool = False


class DatabaseText(Struct, frozen=True, forbid_unknown_fields=True):
    """Datasette's metadata of a database."""

    title: str
    description_html: str
    questions: tuple[str, ...]
    tables: dict[str, TableView]


def database_metadata(key: str | None = None) -> dict[str, Any]:
    """Metadata of one of our databases, or what it says under a key: a fresh copy, for Datasette writes into what it is given.

    A page asks some twenty times whether it is allowed, of which the metadata say nothing.
    """
    return {name: msgspec.json.decode(text) for name, text in _encoded().items() if key in (None, "databases", name)}


@cache
def cookbook() -> tuple[Query, ...]:
    """The questions that people ask first, in the order of the front page."""
    return tuple(queries()[name] for name in load("browse/metadata.toml", DatabaseText).questions)


@cache
def _encoded() -> dict[str, bytes]:
    text = load("browse/metadata.toml", DatabaseText)
    made = msgspec.to_builtins(text)
    del made["questions"]
    made["queries"] = {query.name: _query(query) for query in queries().values()}
    shown = made["tables"]
    made["tables"] = {name: msgspec.to_builtins(table) | shown.get(name, {}) for name, table in tables().items()}
    return {name: msgspec.json.encode(part) for name, part in made.items()}


def _query(query: Query) -> dict[str, Any]:
    given = "; ".join(f"{each.name}: {each.description}" for each in query.params)
    return {
        "title": query.title,
        "description": f"{query.description} Fill in: {given}." if given else query.description,
        "sql": query.sql,
        "params": [each.name for each in query.params],
        "hide_sql": True,
    }
