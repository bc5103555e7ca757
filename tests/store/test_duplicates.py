"""A report published at two addresses: linked while it is the same, forgotten when the page changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reportscraper.model import Part, Report
from reportscraper.store import Reader, Saved, Store
from reportscraper.store.named_queries import page_queries

from .samples import COUNTY, MakeCapture, cell, make_report, renewed

PAGE = "http://yunxi.example/art_1.html"
OTHER = "http://yunxi.example/zfxxgk/art_9.html"
DUPLICATES = "SELECT url, version_id, capture_id FROM duplicate"


def save(store: Store, report: Report, capture_id: int, *parts: int) -> Saved:
    return store.save_report(report, capture_id=capture_id, county_code=COUNTY, parser_version="1", part_captures=parts)


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with Reader.open(path) as reader:
        return list(reader.select(sql).rows)


def test_a_page_that_repeats_a_report_is_linked_to_it(store: Store, path: Path, capture: MakeCapture) -> None:
    save(store, make_report(cell("requests_new", 7)), capture(PAGE))
    other = capture(OTHER, day=2)
    assert save(store, make_report(cell("requests_new", 7)), other) == "unchanged"
    assert rows(path, DUPLICATES) == [(OTHER, 1, other)]
    view = "SELECT county, body, year, url, also_url, version, is_current, fetched_at FROM duplicate_list"
    assert rows(path, view) == [("云溪县", "云溪县教育局", 2022, PAGE, OTHER, 1, 1, "2023-02-02T08:00:00Z")]
    with Reader.open(path) as reader:
        (asked,) = reader.select(page_queries()["duplicates_of_version"].sql, {"version": 1}).dicts()
        (named,) = reader.ask("report_duplicates", body="云溪县教育局", year=2022).dicts()
    assert (asked["url"], asked["offset"], named["also_url"], named["url"]) == (OTHER, 100 * other, OTHER, PAGE)


def test_the_link_follows_the_newest_capture(store: Store, path: Path, capture: MakeCapture) -> None:
    save(store, make_report(cell("requests_new", 7)), capture(PAGE))
    earlier, later = capture(OTHER), capture(OTHER)
    save(store, make_report(cell("requests_new", 7)), later)
    save(store, make_report(cell("requests_new", 7)), earlier)
    assert rows(path, DUPLICATES) == [(OTHER, 1, later)]


def test_a_page_that_changes_is_no_duplicate_any_more(store: Store, path: Path, capture: MakeCapture) -> None:
    save(store, make_report(cell("requests_new", 7)), capture(PAGE))
    save(store, make_report(cell("requests_new", 7)), capture(OTHER))
    assert save(store, make_report(cell("requests_new", 8)), capture(OTHER)) == "revised"
    assert rows(path, DUPLICATES) == []
    assert rows(path, "SELECT DISTINCT rule FROM finding") == [("second_address",)]


def test_a_page_that_becomes_another_report_or_none_is_no_duplicate(
    store: Store, path: Path, capture: MakeCapture
) -> None:
    save(store, make_report(cell("requests_new", 7)), capture(PAGE))
    save(store, make_report(cell("requests_new", 7)), capture(OTHER))
    save(store, make_report(cell("requests_new", 7), year=2023), capture(OTHER))
    assert rows(path, DUPLICATES) == []
    third = "http://yunxi.example/third.html"
    save(store, make_report(cell("requests_new", 7)), capture(third))
    assert len(rows(path, DUPLICATES)) == 1
    store.save_page(third, county_code=COUNTY, capture_id=capture(third), kind="notice", outcome="revised")
    assert rows(path, DUPLICATES) == []


def test_a_page_with_a_version_of_its_own_is_no_duplicate(store: Store, path: Path, capture: MakeCapture) -> None:
    save(store, make_report(cell("requests_new", 7)), capture(PAGE))
    assert save(store, make_report(cell("requests_new", 7)), capture(PAGE)) == "unchanged"
    assert rows(path, DUPLICATES) == []


def test_two_pages_that_hand_out_one_file_are_one_report(store: Store, path: Path, capture: MakeCapture) -> None:
    def merged(url: str) -> Report:
        return make_report(cell("requests_new", 7), parts=(Part(f"{url}.pdf", 0),))

    became = []
    for url in (PAGE, OTHER):
        page, file = capture(url), capture(f"{url}.pdf", sha256="f")
        became.append(save(store, make_report(), page))
        became.append(save(store, merged(url), page, file))
    assert became == ["new", "reread", "revised", "unchanged"]
    assert rows(path, "SELECT number, is_current, url FROM report_version") == [(1, 1, PAGE)]
    assert rows(path, "SELECT url, version_id FROM duplicate") == [(OTHER, 1)]
    assert rows(path, "SELECT rule FROM finding") == []
    assert save(store, merged(OTHER), page, file) == "unchanged"
    assert rows(path, "SELECT url, version_id FROM duplicate") == [(OTHER, 1)]


def test_a_version_read_differently_is_no_longer_repeated(store: Store, path: Path, capture: MakeCapture) -> None:
    page = capture(PAGE)
    save(store, make_report(cell("requests_new", 7)), page)
    save(store, make_report(cell("requests_new", 7)), capture(OTHER))
    assert save(store, make_report(cell("requests_new", 7, row=9)), page) == "reread"
    assert len(rows(path, DUPLICATES)) == 1, "the same figures at another place"
    assert save(store, make_report(cell("requests_new", 8)), page) == "reread"
    assert rows(path, DUPLICATES) == []


def test_the_link_goes_with_the_version(store: Store, path: Path, capture: MakeCapture) -> None:
    page = capture(PAGE)
    save(store, make_report(cell("requests_new", 7)), page)
    save(store, make_report(cell("requests_new", 7)), capture(OTHER))
    store.save_page(PAGE, county_code=COUNTY, capture_id=page, kind="notice", outcome="unchanged")
    assert rows(path, DUPLICATES) == []


def test_a_database_that_is_to_be_filled_anew_has_no_links(store: Store, path: Path, capture: MakeCapture) -> None:
    save(store, make_report(cell("requests_new", 7)), capture(PAGE))
    save(store, make_report(cell("requests_new", 7)), capture(OTHER))
    with store.renewed():
        assert rows(renewed(path), DUPLICATES) == []
