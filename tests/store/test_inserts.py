"""Rows in batches, transactions within transactions."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from reportscraper.store.by_name import insert, read_rows
from reportscraper.store.connection import atomic
from reportscraper.store.rows import AttachmentRow


@pytest.mark.parametrize("count", [0, 1, 9, 10, 11, 50, 59, 60, 61, 173])
def test_every_row_arrives_once_in_order(count: int) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE attachment (version_id, position, url, text)")
        rows = [AttachmentRow(1, number, f"u{number}", "") for number in range(count)]
        insert(connection, "attachment", iter(rows))
        assert list(read_rows(connection.execute("SELECT * FROM attachment ORDER BY rowid"), AttachmentRow)) == rows


def test_values_go_to_the_columns_of_their_names() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE attachment (text, url, position, version_id)")
        insert(connection, "attachment", [AttachmentRow(version_id=1, position=2, url="u", text="t")] * 11)
        assert set(connection.execute("SELECT version_id, position, url, text FROM attachment")) == {(1, 2, "u", "t")}


def test_a_row_that_is_refused_is_an_error_wherever_it_stands() -> None:
    for bad in (0, 49, 50, 59, 60, 64):
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.execute("CREATE TABLE attachment (version_id, position CHECK (position >= 0), url, text)")
            rows = [AttachmentRow(1, -1 if number == bad else number, "", "") for number in range(65)]
            with pytest.raises(sqlite3.IntegrityError), atomic(connection):
                insert(connection, "attachment", rows)
            assert connection.execute("SELECT count(*) FROM attachment").fetchone() == (0,)


def test_an_inner_transaction_undoes_its_own_part() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE t (x)")

        def write(number: int, *, fail: bool = False) -> None:
            with atomic(connection):
                connection.execute("INSERT INTO t VALUES (?)", (number,))
                if number % 2:
                    write(number * 10)
                if fail:
                    raise KeyError

        with atomic(connection):
            write(1)
            with pytest.raises(KeyError):
                write(3, fail=True)
            write(4)
            assert connection.in_transaction
        assert not connection.in_transaction
        assert connection.execute("SELECT x FROM t").fetchall() == [(1,), (10,), (4,)]


def test_an_error_that_ends_the_transaction_is_the_one_that_is_raised() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE TABLE t (x UNIQUE ON CONFLICT ROLLBACK)")
        with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"), atomic(connection), atomic(connection):
            connection.execute("INSERT INTO t VALUES (1), (1)")
        assert not connection.in_transaction
        assert connection.execute("SELECT count(*) FROM t").fetchone() == (0,)
