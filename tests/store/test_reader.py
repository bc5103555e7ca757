"""The named queries, and what a reader refuses."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from reportscraper.errors import InputError, StoreError
from reportscraper.model import Finding, Section
from reportscraper.store import Reader, Store, queries
from reportscraper.store.age import SCHEMA_VERSION

from .samples import COUNTY, MakeCapture, cell, make_report


@pytest.fixture
def filled(store: Store, path: Path, capture: MakeCapture) -> Path:
    """Two bodies, two years, one revision, one failing sum."""
    wrong = (Finding("ch3_row_sum", "error", "12 ≠ 13", (("requests_new", "total"),)),)
    reports = (
        (make_report(cell("requests_new", 12), findings=wrong), "1", 1),
        (make_report(cell("requests_new", 20), year=2023), "2", 2),
        (
            make_report(
                cell("requests_new", None, kind="blank", raw=""),
                body="云溪县民政局",
                sections=(Section("overview", "一、总体情况", "全年组织培训，殡葬信息公开及时，办理行政复议一件。"),),
                findings=(Finding("year_disagrees", "warning", "x"),),
            ),
            "3",
            3,
        ),
        (make_report(cell("requests_new", 21), year=2023), "2", 20),
    )
    for report, name, day in reports:
        url = f"http://yunxi.example/{name}.html"
        number = capture(url, day=day)
        store.save_page(url, county_code=COUNTY, capture_id=number, kind="report", outcome="new")
        store.save_report(report, capture_id=number, county_code=COUNTY, parser_version="1")
    return path


def ask(path: Path, name: str, *columns: str, **values: str | int) -> list[tuple[object, ...]]:
    with Reader.open(path) as reader:
        return [tuple(row[column] for column in columns) for row in reader.ask(name, **values).dicts()]


def test_applications_by_body_and_year(filled: Path) -> None:
    columns = ("body", "year", "requests_new")
    everything = [("云溪县教育局", 2022, 12), ("云溪县教育局", 2023, 21), ("云溪县民政局", 2022, None)]
    assert ask(filled, "applications_by_body_and_year", *columns) == everything
    assert ask(filled, "applications_by_body_and_year", *columns, year=2023) == everything[1:2]
    assert ask(filled, "applications_by_body_and_year", *columns, year="2022", county="云溪县") == everything[::2]
    assert ask(filled, "applications_by_body_and_year", *columns, county="青岭县") == []


def test_one_body_over_the_years(filled: Path) -> None:
    assert ask(filled, "body_over_the_years", "body", "year", body="教育局") == [
        ("云溪县教育局", 2022),
        ("云溪县教育局", 2023),
    ]
    assert ask(filled, "body_over_the_years", "body") == []


def test_sums_that_do_not_add_up(filled: Path) -> None:
    found = ask(filled, "sums_that_do_not_add_up", "body", "year", "rule", "message", "cells")
    assert found == [("云溪县教育局", 2022, "ch3_row_sum", "12 ≠ 13", '[["requests_new","total"]]')]
    assert ask(filled, "sums_that_do_not_add_up", "body", year=2023) == []


def test_what_is_new_since_a_date(filled: Path) -> None:
    columns = ("fetched_on", "what", "body", "year", "version")
    assert ask(filled, "new_since", *columns, since="2023-02-03") == [
        ("2023-02-20", "revised", "云溪县教育局", 2023, 2),
        ("2023-02-03", "new", "云溪县民政局", 2022, 1),
    ]
    assert ask(filled, "new_since", *columns, since="2023-03-01") == []
    assert ask(filled, "new_since", *columns) == []


def test_what_a_site_changed(filled: Path) -> None:
    columns = ("body", "year", "version", "indicator", "applicant", "value_before", "value_after")
    assert ask(filled, "revisions", *columns) == [("云溪县教育局", 2023, 2, "requests_new", "total", 20, 21)]
    assert ask(filled, "revisions", *columns, body="民政") == []


def test_cells_that_came_or_went_are_changes(store: Store, path: Path, capture: MakeCapture) -> None:
    for figures in ((cell("requests_new", 7),), (cell("result_granted", 3), cell("review_total", 1, applicant=None))):
        store.save_report(make_report(*figures), capture_id=capture(), county_code=COUNTY, parser_version="1")
    assert ask(path, "revisions", "indicator", "value_before", "value_after") == [
        ("requests_new", 7, None),
        ("result_granted", None, 3),
        ("review_total", None, 1),
    ]


@pytest.mark.parametrize(
    ("words", "found"),
    [("复议", 3), ("殡葬", 1), ("殡葬 培训", 1), ("殡葬 诉讼", 0), ("总体情况", 3), ("", 0), ('" OR *', 0)],
)
def test_search(filled: Path, words: str, found: int) -> None:
    assert len(ask(filled, "search_words", "heading", words=words)) == found


def test_search_shows_where(filled: Path) -> None:
    assert ask(filled, "search_words", "body", "excerpt", words="殡葬") == [
        ("云溪县民政局", "全年组织培训，殡葬信息公开及时，办理行政复议一件。")
    ]


def test_every_figure_of_a_report(filled: Path) -> None:
    columns = ("indicator", "value", "raw", "table_number", "row_number", "column_number", "archive_offset")
    found = ask(filled, "figures_of_a_report", *columns, body="云溪县教育局", year=2023)
    assert found == [("requests_new", 21, "21", 2, 3, 4, 400)]


def test_status_of_each_site(filled: Path) -> None:
    columns = ("county", "pages", "bodies", "reports", "first_year", "last_year", "errors", "warnings", "last_fetched")
    assert ask(filled, "site_status", *columns) == [("云溪县", 3, 2, 3, 2022, 2023, 1, 1, "2023-02-20T08:00:00Z")]


def test_what_the_database_holds(filled: Path) -> None:
    columns = ("counties", "bodies", "reports", "versions", "figures", "sections", "findings", "pages", "captures")
    assert ask(filled, "database_counts", *columns) == [(1, 2, 3, 4, 4, 4, 2, 3, 4)]


@pytest.mark.parametrize("name", list(queries()))
def test_every_query_answers_without_and_with_hostile_values(filled: Path, name: str) -> None:
    with Reader.open(filled) as reader:
        assert reader.ask(name).columns
        for hostile in ("'", "'; DROP TABLE figure --", '" OR "', "%", "*", "NEAR(", "-" * 10_000, "\x00"):
            reader.ask(name, **{each.name: hostile for each in queries()[name].params})
        assert reader.select("SELECT count(*) FROM figure").rows == ((4,),)


def test_unknown_queries_and_parameters_are_the_callers_fault(filled: Path) -> None:
    with Reader.open(filled) as reader:
        with pytest.raises(InputError, match="no query 'everything'; there are applications_by_body_and_year, "):
            reader.ask("everything")
        with pytest.raises(InputError, match="query 'revisions' has no parameter sort, year"):
            reader.ask("revisions", year=2022, sort="x")


def test_a_reader_cannot_write(filled: Path) -> None:
    with Reader.open(filled) as reader, pytest.raises(StoreError, match="readonly"):
        reader.select("DELETE FROM figure")


def test_a_wrong_statement_is_a_store_error(filled: Path) -> None:
    with Reader.open(filled) as reader, pytest.raises(StoreError, match="no such table: nowhere"):
        reader.select("SELECT * FROM nowhere")


def test_no_database_is_the_callers_fault(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no database at .*none\.db"):
        Reader.open(tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize(
    ("version", "advice"),
    [
        (SCHEMA_VERSION + 1, "update reportscraper"),
        (3, "open it once for writing"),
        (2, "open it once for writing"),
        (1, "open it once for writing"),
        (0, "open it once for writing"),
    ],
)
def test_another_schema_is_refused(filled: Path, store: Store, version: int, advice: str) -> None:
    store.close()
    connection = sqlite3.connect(filled)
    connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
    with pytest.raises(StoreError, match=f"has schema {version}, this version reads {SCHEMA_VERSION}: {advice}"):
        Reader.open(filled)


@pytest.mark.parametrize("content", [b"", b"not a database, though long enough to be read as one by sqlite"])
def test_other_files_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.db"
    path.write_bytes(content)
    with pytest.raises(StoreError):
        Reader.open(path)


def test_a_path_with_odd_characters_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "a b#c?d%20e数据.db"
    Store.open(path).close()
    with Reader.open(path) as reader:
        assert reader.select("SELECT count(*) FROM applicant").rows == ((8,),)
