"""The queries behind the pages stand on indexes where it matters."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from reportscraper.store import prepare
from reportscraper.store.named_queries import page_queries


@pytest.fixture
def connection(path: Path) -> Iterator[sqlite3.Connection]:
    """The small database."""
    connection = sqlite3.connect(path)
    prepare(connection)
    yield connection
    connection.close()


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("report_version_of", "report"),
        ("figures_of_version", "figure"),
        ("points_of_series", "series_point"),
        ("findings_of_version", "finding"),
    ],
)
def test_a_page_about_one_report_reads_no_table_whole(connection: sqlite3.Connection, name: str, table: str) -> None:
    query = page_queries()[name]
    plan = connection.execute(f"EXPLAIN QUERY PLAN {query.sql}", {each.name: "[]" for each in query.params})
    assert not [line for *_, line in plan if re.match(rf"SCAN {table}\b", line)]


def test_a_small_database_offers_all_its_bodies_unasked(connection: sqlite3.Connection) -> None:
    sql = page_queries()["matching_bodies"].sql
    (bodies,) = connection.execute("SELECT count(*) FROM body").fetchone()
    assert len(connection.execute(sql, {"words": "", "most": 60, "few": bodies}).fetchall()) == bodies > 0
    assert connection.execute(sql, {"words": "", "most": 60, "few": bodies - 1}).fetchall() == []
    assert connection.execute(sql, {"words": "没有这个单位", "most": 60, "few": bodies}).fetchall() == []
