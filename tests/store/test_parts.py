"""Reports whose figures stand in files beside the page, and what a change of page or file makes of them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reportscraper.errors import StoreError
from reportscraper.model import Figure, Finding, Part, Report
from reportscraper.store import Reader, Saved, Store
from reportscraper.store.hashes import table_hashes
from reportscraper.store.named_queries import page_queries

from .samples import COUNTY, MakeCapture, cell, make_report, renewed

PAGE = "http://yunxi.example/art_1.html"
FILE = "http://yunxi.example/P020230120.pdf"
SECOND = "http://yunxi.example/P020230121.docx"


def save(store: Store, report: Report, capture_id: int, *parts: int) -> Saved:
    return store.save_report(report, capture_id=capture_id, county_code=COUNTY, parser_version="1", part_captures=parts)


def merged(*figures: Figure, base: int = 2, **more: Any) -> Report:
    """A report read from a page of two tables and the file beside it."""
    return make_report(*figures, parts=(Part(FILE, base),), **more)


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with Reader.open(path) as reader:
        return list(reader.select(sql).rows)


VERSIONS = "SELECT number, is_current, capture_id FROM report_version ORDER BY number"
PARTS = "SELECT version_id, position, capture_id, base, url FROM part"
VALUES = "SELECT version_id, value FROM figure ORDER BY version_id, indicator_id"


def test_a_file_beside_a_known_page_is_read_into_the_same_version(
    store: Store, path: Path, capture: MakeCapture
) -> None:
    page, file = capture(PAGE), capture(FILE)
    assert save(store, make_report(), page) == "new"
    assert save(store, merged(cell("requests_new", 7, table=3)), page, file) == "reread"
    assert save(store, merged(cell("requests_new", 7, table=3)), page, file) == "unchanged"
    assert rows(path, VERSIONS) == [(1, 1, page)]
    assert rows(path, PARTS) == [(1, 1, file, 2, FILE)]
    assert rows(path, VALUES) == [(1, 7)]


def test_files_are_added_one_by_one(store: Store, path: Path, capture: MakeCapture) -> None:
    page, file, second = capture(PAGE), capture(FILE), capture(SECOND)
    save(store, merged(cell("requests_new", 7, table=3)), page, file)
    both = make_report(
        cell("requests_new", 7, table=3),
        cell("review_total", 2, applicant=None, table=4),
        parts=(Part(FILE, 2), Part(SECOND, 3)),
    )
    assert save(store, both, page, file, second) == "reread"
    assert rows(path, PARTS) == [(1, 1, file, 2, FILE), (1, 2, second, 3, SECOND)]
    assert rows(path, VALUES) == [(1, 7), (1, 2)]


def test_a_reading_without_its_file_does_not_lose_the_figures(store: Store, path: Path, capture: MakeCapture) -> None:
    page, file, again = capture(PAGE, sha256="a"), capture(FILE), capture(PAGE, sha256="a")
    save(store, merged(cell("requests_new", 7, table=3)), page, file)
    assert save(store, make_report(), again) == "unchanged"
    assert rows(path, VALUES) == [(1, 7)]
    assert rows(path, PARTS) == [(1, 1, file, 2, FILE)]


def test_other_bytes_of_a_file_are_a_revision(store: Store, path: Path, capture: MakeCapture) -> None:
    page, old, new = capture(PAGE), capture(FILE, sha256="a"), capture(FILE, sha256="b")
    save(store, merged(cell("requests_new", 7, table=3)), page, old)
    assert save(store, merged(cell("requests_new", 8, table=3)), page, new) == "revised"
    assert rows(path, VERSIONS) == [(1, 0, page), (2, 1, page)]
    assert rows(path, VALUES) == [(1, 7), (2, 8)]
    assert rows(path, PARTS) == [(1, 1, old, 2, FILE), (2, 1, new, 2, FILE)]
    assert rows(path, "SELECT rule FROM finding") == [], "one address, one report"
    assert save(store, merged(cell("requests_new", 8, table=3)), page, new) == "unchanged"
    assert rows(path, VERSIONS) == [(1, 0, page), (2, 1, page)]


def test_other_bytes_that_say_the_same_are_no_revision(store: Store, path: Path, capture: MakeCapture) -> None:
    page, old, new = capture(PAGE), capture(FILE, sha256="a"), capture(FILE, sha256="b")
    save(store, merged(cell("requests_new", 7, table=3)), page, old)
    assert save(store, merged(cell("requests_new", 7, table=3, row=9)), page, new) == "unchanged"
    assert rows(path, PARTS) == [(1, 1, old, 2, FILE)]


def test_a_file_taken_back_is_a_third_version(store: Store, path: Path, capture: MakeCapture) -> None:
    page = capture(PAGE)
    files = [capture(FILE, sha256=bytes_) for bytes_ in "aba"]
    saved = [
        save(store, merged(cell("requests_new", value, table=3)), page, file)
        for value, file in zip((7, 8, 7), files, strict=True)
    ]
    assert saved == ["new", "revised", "revised"]
    assert rows(path, VALUES) == [(1, 7), (2, 8), (3, 7)]


def test_rereading_an_old_file_leaves_the_newer_version_current(store: Store, path: Path, capture: MakeCapture) -> None:
    page, old, new = capture(PAGE), capture(FILE, sha256="a"), capture(FILE, sha256="b")
    save(store, merged(cell("requests_new", 7, table=3)), page, old)
    save(store, merged(cell("requests_new", 8, table=3)), page, new)
    assert save(store, merged(cell("requests_new", 70, table=3)), page, old) == "reread"
    assert rows(path, VERSIONS) == [(1, 0, page), (2, 1, page)]
    assert rows(path, VALUES) == [(1, 70), (2, 8)]


def test_a_revised_page_keeps_the_file_of_its_old_version(store: Store, path: Path, capture: MakeCapture) -> None:
    page, file, revised = capture(PAGE, sha256="a"), capture(FILE), capture(PAGE, sha256="b")
    save(store, merged(cell("requests_new", 7, table=3)), page, file)
    assert save(store, make_report(cell("requests_new", 7)), revised) == "unchanged"
    assert save(store, make_report(cell("requests_new", 9)), revised) == "revised"
    assert rows(path, PARTS) == [(1, 1, file, 2, FILE)]


def test_a_page_that_is_no_report_loses_all_versions_of_its_capture(
    store: Store, path: Path, capture: MakeCapture
) -> None:
    page, old, new = capture(PAGE), capture(FILE, sha256="a"), capture(FILE, sha256="b")
    save(store, merged(cell("requests_new", 7, table=3)), page, old)
    save(store, merged(cell("requests_new", 8, table=3)), page, new)
    store.save_page(PAGE, county_code=COUNTY, capture_id=page, kind="notice", outcome="unchanged")
    assert rows(path, "SELECT count(*) FROM report") == [(0,)]
    assert rows(path, PARTS) == []


def test_a_file_of_the_wrong_year_replaced_keeps_both_reports(store: Store, path: Path, capture: MakeCapture) -> None:
    page, wrong, right = capture(PAGE), capture(FILE, sha256="a"), capture(FILE, sha256="b")
    save(store, merged(cell("requests_new", 7, table=3), year=2021), page, wrong)
    assert save(store, merged(cell("requests_new", 8, table=3), year=2022), page, right) == "new"
    assert rows(path, "SELECT year, requests_new FROM report_summary ORDER BY year") == [(2021, 7), (2022, 8)]


def test_a_figure_is_walked_back_to_the_byte_of_its_file(store: Store, path: Path, capture: MakeCapture) -> None:
    page, file, second = capture(PAGE), capture(FILE), capture(SECOND)
    report = make_report(
        cell("requests_new", 1, table=2),
        cell("result_granted", 2, table=3),
        cell("denied_process", 3, table=4),
        cell("review_total", 4, applicant=None, table=5),
        parts=(Part(FILE, 2), Part("http://yunxi.example/empty.docx", 4), Part(SECOND, 4)),
        findings=(Finding("doubt", "warning", "", table=5, row=1, column=1), Finding("plain", "info", "")),
    )
    save(store, report, page, file, capture(), second)
    sql = "SELECT value, table_number, url, file_url, capture_sha256, archive_offset FROM figure_list ORDER BY value"
    assert rows(path, sql) == [
        (1, 2, PAGE, None, f"{page:064x}", 100 * page),
        (2, 1, PAGE, FILE, f"{file:064x}", 100 * file),
        (3, 2, PAGE, FILE, f"{file:064x}", 100 * file),
        (4, 1, PAGE, SECOND, f"{second:064x}", 100 * second),
    ]
    places = "SELECT rule, table_number, row_number, file_url FROM finding_list ORDER BY rule"
    assert rows(path, places) == [("doubt", 1, 1, SECOND), ("plain", None, None, None)]


def test_pages_ask_for_parts(store: Store, path: Path, capture: MakeCapture) -> None:
    page, file = capture(PAGE), capture(FILE, day=2)
    save(store, merged(cell("requests_new", 1, table=1), cell("result_granted", 2, table=3)), page, file)
    with Reader.open(path) as reader:
        figures = reader.select(page_queries()["figures_of_version"].sql, {"version": 1}).dicts()
        (part,) = reader.select(page_queries()["parts_of_version"].sql, {"version": 1}).dicts()
        (named,) = reader.ask("report_parts", body="云溪县教育局", year=2022).dicts()
    assert [(row["value"], row["table_number"], row["part"], row["part_table"]) for row in figures] == [
        (1, 1, 0, 1),
        (2, 3, 1, 1),
    ]
    assert part == {
        "part": 1,
        "base": 2,
        "url": FILE,
        "fetched_at": "2023-02-02T08:00:00Z",
        "sha256": f"{file:064x}",
        "file": "2023-02.warc.gz",
        "offset": 100 * file,
        "length": 100,
        "size": 90_000,
        "content_type": "text/html",
    }
    assert (named["url"], named["archive_offset"], named["version_id"]) == (FILE, 100 * file, 1)


@pytest.mark.parametrize(
    ("parts", "captures", "message"),
    [
        ((Part(FILE, 2),), (), "1 parts, 0 captures"),
        ((), (1,), "0 parts, 1 captures"),
        ((Part(FILE, 2),), (99,), "no capture 99"),
        ((Part(FILE, 2), Part(FILE, 3)), (1, 1), "two parts at"),
        ((Part(FILE, 2), Part(SECOND, 1)), (1, 1), "not in the order"),
    ],
)
def test_parts_need_their_captures(
    store: Store, capture: MakeCapture, parts: tuple[Part, ...], captures: tuple[int, ...], message: str
) -> None:
    page = capture(PAGE)
    with pytest.raises(StoreError, match=message):
        save(store, make_report(parts=parts), page, *captures)


def test_the_archive_read_anew_gives_the_same_versions_and_parts(
    store: Store, path: Path, capture: MakeCapture
) -> None:
    first, file, again, changed = (
        capture(PAGE, sha256="a"),
        capture(FILE, sha256="b"),
        capture(PAGE, sha256="a"),
        capture(FILE, sha256="c"),
    )

    def read_all(store: Store) -> list[Saved]:
        return [
            save(store, make_report(), first),
            save(store, merged(cell("requests_new", 7, table=3)), first, file),
            save(store, make_report(), again),
            save(store, merged(cell("requests_new", 8, table=3)), again, changed),
        ]

    assert read_all(store) == ["new", "reread", "unchanged", "revised"]
    with closing(sqlite3.connect(path)) as connection:
        before = table_hashes(connection)
    assert {"part", "proposal", "duplicate"} <= before.keys()
    with store.renewed() as new, closing(sqlite3.connect(renewed(path))) as connection:
        assert rows(renewed(path), PARTS) == []
        assert read_all(new) == ["new", "reread", "unchanged", "revised"]
        assert table_hashes(connection) == before
