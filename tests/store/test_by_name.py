"""Rows become values by the names of their columns: order does not matter, and a missing or surplus column is an error."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator

import pytest
from msgspec import Struct

from reportscraper.errors import StoreError
from reportscraper.store import Store, crawled
from reportscraper.store.by_name import ordered_rows, read_row, read_rows

from .samples import COUNTY, MakeCapture

URL = "http://yunxi.example/art_1.html"


class Place(Struct, frozen=True):
    row: int
    column: int


class Cell(Struct, frozen=True):
    place: Place
    value: int | None


class Alone(Struct, frozen=True):
    value: int


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    opened = sqlite3.connect(":memory:")
    yield opened
    opened.close()


@pytest.mark.parametrize("columns", ['1 AS "row", 2 AS "column", 3 AS value', '3 AS value, 2 AS "column", 1 AS "row"'])
def test_columns_may_stand_anywhere(connection: sqlite3.Connection, columns: str) -> None:
    assert read_row(connection.execute(f"SELECT {columns}"), Cell) == Cell(Place(1, 2), 3)


def test_rows_come_in_their_order(connection: sqlite3.Connection) -> None:
    found = connection.execute("SELECT 2 AS value UNION ALL SELECT 1")
    assert list(read_rows(found, Alone)) == [Alone(2), Alone(1)]
    assert read_row(connection.execute("SELECT 1 AS value WHERE 0"), Alone) is None


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ('1 AS "row", 3 AS value', "no column for the field column of Place"),
        ('1 AS "row", 2 AS "column", 3 AS value, 4 AS unit', "Cell has no field for unit"),
        ('1 AS "row", 2 AS "column", 3 AS value, 4 AS value', "two columns of one name"),
    ],
)
def test_other_columns_than_the_fields_are_an_error(connection: sqlite3.Connection, columns: str, says: str) -> None:
    for where in ("", " WHERE 0"):
        with pytest.raises(StoreError, match=says):
            list(read_rows(connection.execute(f"SELECT {columns}{where}"), Cell))


def test_rows_that_are_handed_on_as_they_stand_have_the_fields_in_their_order(connection: sqlite3.Connection) -> None:
    assert ordered_rows(connection.execute('SELECT 1 AS "row", 2 AS "column"'), Place) == [(1, 2)]
    for columns in ('2 AS "column", 1 AS "row"', '1 AS "row"', '1 AS "row", 2 AS "column", 3 AS value'):
        with pytest.raises(StoreError, match="are not the fields of Place"):
            ordered_rows(connection.execute(f"SELECT {columns}"), Place)


def test_a_query_of_the_store_may_be_written_in_another_order(
    store: Store, capture: MakeCapture, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.save_page(URL, county_code=COUNTY, capture_id=capture(URL), kind="report", outcome="new", etag="e")
    known = store.known(URL)
    head, columns, tail = re.split(r"(?<=SELECT)(.*?)(?=FROM page)", crawled._SQL["known_pages"], flags=re.DOTALL)
    swapped = ", ".join(reversed(re.split(r",(?![^(]*\))", columns)))
    monkeypatch.setitem(crawled._SQL, "known_pages", f"{head}{swapped}\n{tail}")
    assert store.known(URL) == known
    assert known is not None
    assert known.capture is not None
    assert (known.etag, known.last_modified, known.capture.url) == ("e", None, URL)
    monkeypatch.setitem(crawled._SQL, "known_pages", f"{head}{columns.replace(', page.etag AS etag', '')}{tail}")
    with pytest.raises(StoreError, match="no column for the field etag of KnownPage"):
        store.known(URL)
