"""Reading: a connection that cannot write, and the named queries that command line and browser share."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Self

from msgspec import Struct

from reportscraper.errors import InputError, StoreError
from reportscraper.forms.rules import in_chinese
from reportscraper.store.age import SCHEMA_VERSION, is_ours, schema_version
from reportscraper.store.by_name import T, read_rows
from reportscraper.store.connection import connect_reading
from reportscraper.store.named_queries import queries
from reportscraper.store.search import fts_query


class Rows(Struct, frozen=True):
    """An answer: column names and rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def dicts(self) -> list[dict[str, Any]]:
        """The rows by column name."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def prepare(connection: sqlite3.Connection) -> None:
    """Give a connection the function that queries search with, ``search_query``; Datasette's search box calls it ``escape_fts``."""
    for name in ("search_query", "escape_fts"):
        connection.create_function(name, 1, fts_query, deterministic=True)


class Reader:
    """A database open for reading; a writer at work is not disturbed and does not disturb."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the database at ``path``.

        Raises `InputError` when there is none, `StoreError` when it is not ours or its schema is not this code's.
        """
        if not path.is_file():
            raise InputError(f"no database at {path}", f"没有数据库 {path}")
        connection = connect_reading(path)
        try:
            _refuse_unfit(connection, path.name)
            prepare(connection)
        except sqlite3.Error as error:
            connection.close()
            raise StoreError(f"{path.name}: {error}", f"{path.name} 无法使用：{in_chinese(str(error))}") from error
        except StoreError:
            connection.close()
            raise
        return cls(connection)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def hold(self) -> None:
        """Answer from now on as of the next question, whatever is written meanwhile."""
        self._connection.execute("BEGIN")

    def ask(self, name: str, /, **values: str | int) -> Rows:
        """The answer to a named query. An unknown query or parameter raises `InputError`."""
        query = queries().get(name)
        if query is None:
            raise InputError(f"no query {name!r}; there are {', '.join(queries())}", f"没有查询“{name}”")
        known = {parameter.name for parameter in query.params}
        if unknown := values.keys() - known:
            raise InputError(f"query {name!r} has no parameter {', '.join(sorted(unknown))}", f"查询“{name}”没有此参数")
        return self.select(query.sql, dict.fromkeys(known, "") | values)

    def select(self, sql: str, values: Mapping[str, Any] | None = None) -> Rows:
        """The answer to one SELECT; SQLite's errors come as `StoreError`."""
        try:
            cursor = self._connection.execute(sql, dict(values or {}))
            return Rows(tuple(column[0] for column in cursor.description or ()), tuple(cursor.fetchall()))
        except sqlite3.Error as error:
            raise StoreError(str(error), f"查询失败：{in_chinese(str(error))}") from error

    def read(self, sql: str, kind: type[T], values: Mapping[str, Any] | None = None) -> Iterator[T]:
        """The answer to one SELECT as values of a type, matched by the columns' names, read as they are asked for."""
        try:
            yield from read_rows(self._connection.execute(sql, dict(values or {})), kind)
        except sqlite3.Error as error:
            raise StoreError(str(error), f"查询失败：{in_chinese(str(error))}") from error

    def stream(
        self, sql: str, values: Mapping[str, Any] | None = None
    ) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
        """Column names and rows of one SELECT, read as they are asked for; SQLite's errors come as `StoreError`."""
        try:
            cursor = self._connection.execute(sql, dict(values or {}))
        except sqlite3.Error as error:
            raise StoreError(str(error), f"查询失败：{in_chinese(str(error))}") from error
        return tuple(column[0] for column in cursor.description), _guarded(cursor)


def _guarded(cursor: sqlite3.Cursor) -> Iterator[tuple[Any, ...]]:
    try:
        yield from cursor
    except sqlite3.Error as error:
        raise StoreError(str(error), f"查询失败：{in_chinese(str(error))}") from error


def _refuse_unfit(connection: sqlite3.Connection, name: str) -> None:
    if not is_ours(connection):
        raise StoreError(f"{name} is not a reportscraper database", f"{name} 不是 reportscraper 的数据库")
    if (version := schema_version(connection)) != SCHEMA_VERSION:
        advice, advice_zh = (
            ("update reportscraper", "请更新 reportscraper")
            if version > SCHEMA_VERSION
            else ("open it once for writing, as run, demo and parse --all do", "请先运行一次 parse --all 升级数据库")
        )
        raise StoreError(
            f"{name} has schema {version}, this version reads {SCHEMA_VERSION}: {advice}",
            f"{name} 的结构版本为 {version}，本程序读取 {SCHEMA_VERSION}：{advice_zh}",
        )
