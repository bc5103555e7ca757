"""What every part of the writer stands on: its connection and its transactions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from reportscraper.store.connection import atomic, store_errors
from reportscraper.store.seal import Seals
from reportscraper.store.versions import Versions


class Writer:
    """A connection that writes. Every method is whole or not at all; `transaction` makes many of them one."""

    def __init__(self, connection: sqlite3.Connection, seals: Seals) -> None:
        self._connection = connection
        self._seals = seals
        self._versions = Versions(connection)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit at the end, undo everything on any error. May be nested: an inner one undoes its own part only."""
        with store_errors("database"):
            is_inner = self._connection.in_transaction
            try:
                with atomic(self._connection):
                    yield
                    if not is_inner:
                        self._versions.index()
            except BaseException:
                self._versions.forget_cached()
                raise

    def _insert(self, sql: str, values: tuple[object, ...] | dict[str, object]) -> int:
        return int(self._connection.execute(sql, values).lastrowid or 0)
