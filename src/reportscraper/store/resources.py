"""Files of SQL and TOML that lie beside the code."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from importlib.resources import files
from typing import TypeVar

import msgspec

T = TypeVar("T")


def text(name: str) -> str:
    """The text of a file of this room."""
    return (files(__package__) / name).read_text(encoding="utf-8")


def entries(name: str, kind: type[T], *, key: str) -> tuple[T, ...]:
    """The array of tables ``key`` of a TOML file, as values; a wrong key or type raises `msgspec.ValidationError`."""
    return tuple(msgspec.toml.decode(text(name), type=dict[str, list[kind]])[key])  # type: ignore[valid-type]


def statements(sql: str) -> Iterator[str]:
    """The single statements of a script, comments before them included.

    `sqlite3.Connection.executescript` would commit the open transaction, and a migration must be all or nothing.
    """
    gathered = ""
    for line in sql.splitlines(keepends=True):
        gathered += line
        if line.rstrip().endswith(";") and sqlite3.complete_statement(gathered):
            yield gathered.strip()
            gathered = ""
    if gathered.strip():
        raise ValueError(f"unfinished statement: {gathered.strip()[:60]}")
