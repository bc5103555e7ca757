"""What Datasette says of our tables, made from `metadata.toml`, the store's summary columns and its named queries."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
from msgspec import Struct

from reportscraper.store import Query, SummaryColumn, queries, summary_columns


class TableText(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Datasette's metadata of one table or view; ``columns`` are descriptions in the order they are shown."""

    title: str
    description: str = ""
    columns: dict[str, str] = {}
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
    tables: dict[str, TableText]


def database_metadata() -> dict[str, Any]:
    """Metadata of one of our databases, a fresh copy: Datasette writes into what it is given."""
    made: dict[str, Any] = msgspec.json.decode(_encoded())
    return made


@cache
def _encoded() -> bytes:
    text = msgspec.toml.decode((files(__package__) / "metadata.toml").read_text(encoding="utf-8"), type=DatabaseText)
    made = msgspec.to_builtins(text)
    made["queries"] = {query.name: _query(query) for query in queries().values()}
    columns = made["tables"]["report_summary"]["columns"]
    made["tables"]["report_summary"]["columns"] = _with_figures(columns)
    return msgspec.json.encode(made)


def _with_figures(columns: dict[str, str]) -> dict[str, str]:
    """The described columns with those of the figures put before the counts of findings, where the view has them."""
    before = dict(columns)
    after = {name: before.pop(name) for name in list(before)[list(before).index("errors") :]}
    return before | {column.name: _describe(column) for column in summary_columns()} | after


def _describe(column: SummaryColumn) -> str:
    return f"{column.zh} ({column.unit}). {column.en}"


def _query(query: Query) -> dict[str, Any]:
    given = "; ".join(f"{each.name}: {each.description}" for each in query.params)
    return {
        "title": query.title,
        "description": f"{query.description} Fill in: {given}." if given else query.description,
        "sql": query.sql,
        "params": [each.name for each in query.params],
        "hide_sql": True,
    }
