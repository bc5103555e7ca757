"""A database is looked through for damage when its writer did not end as it should, or when somebody changed it since."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from reportscraper.errors import StoreError
from reportscraper.store.lock import WriterLock
from reportscraper.store.writer import Store


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database that was closed as it should be."""
    path = tmp_path / "reports.db"
    Store.open(path).close()
    return path


def is_clean(database: Path) -> bool:
    lock = WriterLock(database)
    try:
        return lock.is_clean
    finally:
        lock.release(clean=lock.is_clean)


def killed(database: Path) -> None:
    if not (child := os.fork()):
        Store.open(database)
        os._exit(9)
    os.waitpid(child, 0)


def changed(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE more (x)")


def touched(database: Path) -> None:
    os.utime(database, ns=(0, 0))


def logged(database: Path) -> None:
    database.with_name("reports.db-wal").write_bytes(b"something")


@pytest.mark.parametrize("end", [killed, changed, touched, logged])
def test_only_after_an_end_as_it_should_be_nothing_is_looked_through(
    database: Path, end: Callable[[Path], None]
) -> None:
    assert is_clean(database)
    Store.open(database).close()
    assert is_clean(database)
    end(database)
    assert not is_clean(database)


def test_damage_is_found_after_an_end_that_was_none(database: Path) -> None:
    killed(database)
    data = bytearray(database.read_bytes())
    data[4096 * 3 : 4096 * 3 + 200] = b"\xff" * 200
    database.write_bytes(data)
    with pytest.raises(StoreError, match=r"damaged|malformed"):
        Store.open(database)


def test_a_store_may_be_closed_twice(database: Path) -> None:
    store = Store.open(database)
    store.close()
    store.close()
    assert is_clean(database)
