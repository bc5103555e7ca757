"""Rows into tables, many at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import chain

from reportscraper.store.rows import Row

_COLUMNS: Mapping[str, str] = {
    "figure": "version_id, indicator_id, applicant_id, value, kind, place",
    "figure_note": "version_id, indicator_id, applicant_id, raw, unit, inferred",
    "section": "id, version_id, position, kind, heading, text, subheadings",
    "section_fts": "rowid, heading, text",
    "statement": "version_id, position, section, measure, indicator_code, value, unit, qualifier, kind, direction, quote, "
    "quote_start, quote_end",
    "attachment": "version_id, position, url, text",
    "part": "version_id, position, capture_id, base, url",
    "proposal": "version_id, position, indicator_id, applicant_id, value, raw, unit, confidence, accepted, place, "
    'page, "left", top, "right", bottom',
    "series_point": "version_id, series_id, value, part_id",
    "finding": "id, fingerprint, county_code, version_id, source, rule, severity, message, cells, table_number, row_number, "
    "column_number, message_zh, body_id, year",
}

# Rows of one statement. A statement of 50 rows takes 1.05 µs a figure, 50 statements of one row 1.6; few sizes keep them prepared.
_SIZES = (50, 10)


def insert(connection: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    """Insert rows, whose values are in the order of the table's columns here."""
    left = list(rows)
    for size in _SIZES:
        while len(left) >= size:
            connection.execute(_statement(table, size), list(chain.from_iterable(left[:size])))
            del left[:size]
    if left:
        connection.executemany(_statement(table, 1), left)


@cache
def _statement(table: str, count: int) -> str:
    columns = _COLUMNS[table]
    row = f"({', '.join('?' * (columns.count(',') + 1))})"
    return f"INSERT INTO {table} ({columns}) VALUES {', '.join([row] * count)}"  # noqa: S608
