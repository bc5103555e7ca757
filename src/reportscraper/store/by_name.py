"""Rows by the names of their columns, read and written: of an answer, each column goes to the field of its name, wherever it stands in the SELECT."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from operator import itemgetter
from typing import Any, TypeVar, get_args

from msgspec import Struct, StructMeta
from msgspec.structs import astuple, fields

from reportscraper.errors import StoreError
from reportscraper.model import Capture

T = TypeVar("T", bound=Struct)

CAPTURE_COLUMNS = ", ".join(f'capture."{name}"' for name in Capture.__struct_fields__)
"""Every column of ``capture`` that `Capture` has a field for."""


def read_rows(cursor: sqlite3.Cursor, kind: type[T]) -> Iterator[T]:
    """The rows as values of ``kind``; a field that is itself a Struct takes its columns from the same row.

    Raises `StoreError` unless every field has one column and every column a field: then the SQL is ours and wrong.
    """
    return map(_maker(kind, tuple(map(itemgetter(0), cursor.description))), cursor)


def read_row(cursor: sqlite3.Cursor, kind: type[T]) -> T | None:
    """The first row as in `read_rows`, None when there is none."""
    return next(read_rows(cursor, kind), None)


def ordered_rows(cursor: sqlite3.Cursor, kind: type[Struct]) -> list[tuple[Any, ...]]:
    """The rows as they stand, for who makes ``kind`` of them elsewhere. Raises `StoreError` unless its fields are the columns, in their order."""
    columns = tuple(map(itemgetter(0), cursor.description))
    if columns != kind.__struct_fields__:
        raise StoreError(f"the columns {', '.join(columns)} are not the fields of {kind.__name__}")
    return cursor.fetchall()


@cache
def _maker(kind: type[T], columns: tuple[str, ...]) -> Callable[[Sequence[Any]], T]:
    places = {name: place for place, name in enumerate(columns)}
    if len(places) != len(columns):
        raise StoreError(f"two columns of one name in {', '.join(columns)}")
    left = set(columns)
    make = _fill(kind, places, left)
    if left:
        raise StoreError(f"{kind.__name__} has no field for {', '.join(sorted(left))}")
    return make


def _fill(kind: type[T], places: dict[str, int], left: set[str]) -> Callable[[Sequence[Any]], T]:
    parts: list[Callable[[Sequence[Any]], Any]] = []
    for field in fields(kind):
        part = next((each for each in (*get_args(field.type), field.type) if isinstance(each, StructMeta)), None)
        if part is not None:
            parts.append(_fill(part, places, left))
        elif field.name in places:
            parts.append(itemgetter(places[field.name]))
            left.discard(field.name)
        else:
            raise StoreError(f"no column for the field {field.name} of {kind.__name__}")
    if len(parts) > 1 and all(isinstance(part, itemgetter) for part in parts):
        pick = itemgetter(*(places[field.name] for field in fields(kind)))
        return lambda row: kind(*pick(row))
    return lambda row: kind(*[part(row) for part in parts])


# Rows of one statement. A statement of 50 rows takes 1.05 µs a figure, 50 statements of one row 1.6; few sizes keep them prepared.
_SIZES = (50, 10)


def insert(connection: sqlite3.Connection, table: str, rows: Iterable[Struct]) -> None:
    """Insert rows of one type, whose fields are columns of the table."""
    left = list(rows)
    for size in _SIZES:
        while len(left) >= size:
            values = list(chain.from_iterable(map(astuple, left[:size])))
            connection.execute(_statement(table, type(left[0]), size), values)
            del left[:size]
    if left:
        connection.executemany(_statement(table, type(left[0]), 1), map(astuple, left))


@cache
def _statement(table: str, kind: type[Struct], count: int) -> str:
    names = kind.__struct_fields__
    columns, row = (", ".join(each) for each in ((f'"{name}"' for name in names), "?" * len(names)))
    return f"INSERT INTO {table} ({columns}) VALUES {', '.join([f'({row})'] * count)}"  # noqa: S608
