"""Runs, captures, pages and the fixed rows."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import msgspec
import pytest

from reportscraper.crawl.known import KnownPage
from reportscraper.errors import StoreError
from reportscraper.model import Capture, Indicator, ListEntry
from reportscraper.store import Reader, Store

from .samples import CATALOGUE, COUNTY, MakeCapture

PAGE = "http://yunxi.example/art_1.html"


def test_a_run_is_recorded_from_start_to_end(store: Store, path: Path) -> None:
    run = store.add_run("run --all", parser_version="0.1.0", started="2026-01-31T08:00:00Z")
    assert run == 1
    with Reader.open(path) as reader:
        assert reader.select("SELECT started, finished, counts FROM run").rows == (
            ("2026-01-31T08:00:00Z", None, "{}"),
        )
        store.finish_run(run, finished="2026-01-31T08:05:00Z", counts={"new": 3, "figures": 600})
        rows = reader.select("SELECT finished, counts FROM run").rows
    assert rows == (("2026-01-31T08:05:00Z", '{"new":3,"figures":600}'),)


def test_a_finished_run_lets_sqlite_plan(store: Store, path: Path) -> None:
    run = store.add_run("run", parser_version="1", started="2026-01-31T08:00:00Z")
    store.finish_run(run, finished="2026-01-31T08:05:00Z", counts={})
    sql = "EXPLAIN QUERY PLAN SELECT * FROM figure_list WHERE body = '云溪县教育局'"
    with Reader.open(path) as reader:
        assert "SCAN figure" not in str(reader.select(sql).rows)


def test_a_capture_is_recorded_once(store: Store) -> None:
    one = Capture("u", "u", "GET", 200, None, "2026-01-31T08:00:00Z", "a" * 64, 5, "a.warc.gz", 0, 50)
    two = msgspec.structs.replace(one, offset=50)
    assert [store.add_capture(each) for each in (one, two, one)] == [1, 2, 1]
    with pytest.raises(StoreError, match=r"a\.warc\.gz at offset 0: other bytes"):
        store.add_capture(msgspec.structs.replace(one, sha256="b" * 64))


def test_captures_come_back_as_they_went_in(store: Store, capture: MakeCapture) -> None:
    number = capture(PAGE, day=3)
    listed = ListEntry(PAGE, "云溪县教育局2022年…", "2023-02-02", "政府信息公开 > 年报")
    store.save_page(
        PAGE,
        county_code=COUNTY,
        capture_id=number,
        kind="report",
        outcome="new",
        listed=listed,
        etag='"5"',
        last_modified="Thu, 02 Feb 2023 00:00:00 GMT",
    )
    known = store.known(PAGE)
    assert known == KnownPage(
        outcome="new",
        fetched_at="2023-02-03T08:00:00Z",
        sha256=f"{1:064x}",
        etag='"5"',
        last_modified="Thu, 02 Feb 2023 00:00:00 GMT",
        title="云溪县教育局2022年…",
        listed_on="2023-02-02",
        column="政府信息公开 > 年报",
        kind="report",
        capture=Capture(
            PAGE,
            PAGE,
            "GET",
            200,
            "text/html",
            "2023-02-03T08:00:00Z",
            f"{1:064x}",
            90_000,
            "2023-02.warc.gz",
            100,
            100,
        ),
    )
    assert store.known("http://yunxi.example/never") is None
    assert store.known_pages(COUNTY) == {PAGE: known}
    assert store.known_pages("339902") == {}


def test_a_page_is_as_its_newest_capture_says(store: Store, path: Path, capture: MakeCapture) -> None:
    first, second, third = capture(), capture(), capture()
    listed = ListEntry(PAGE, "标题", "2023-02-02")
    store.save_page(PAGE, county_code=COUNTY, capture_id=second, kind="notice", outcome="new", title="b", listed=listed)
    store.save_page(PAGE, county_code=COUNTY, capture_id=third, kind="report", outcome="revised", title="c")
    store.save_page(PAGE, county_code=COUNTY, capture_id=first, kind="news", outcome="new", title="a")
    with Reader.open(path) as reader:
        rows = reader.select(
            "SELECT kind, outcome, title, listed_title, listed_on, first_capture_id, current_capture_id FROM page"
        ).rows
    assert rows == (("report", "revised", "c", "标题", "2023-02-02", second, third),)


def test_a_visit_needs_its_run(store: Store, path: Path, capture: MakeCapture) -> None:
    run = store.add_run("run", parser_version="1", started="t")
    store.add_visit(
        run, PAGE, county_code=COUNTY, role="list", outcome="not_understood", capture_id=capture(), note="0"
    )
    store.add_visit(run, PAGE, county_code=COUNTY, role="detail", outcome="unreachable")
    with Reader.open(path) as reader:
        rows = reader.select("SELECT role, outcome, capture_id, note FROM visit").rows
    assert rows == (("list", "not_understood", 1, "0"), ("detail", "unreachable", None, ""))
    with pytest.raises(StoreError, match="FOREIGN KEY"):
        store.add_visit(99, PAGE, county_code=COUNTY, role="list", outcome="new")


def test_indicators_keep_their_numbers(store: Store, path: Path) -> None:
    renamed = msgspec.structs.replace(CATALOGUE[3], zh="新的名称")
    extra = Indicator("fifth_form_cell", "新", "New.", "件", (), "x", derived=True)
    store.seed_indicators((extra, renamed, *CATALOGUE[:3]))
    with Reader.open(path) as reader:
        rows = reader.select("SELECT id, code, zh, unit, forms, table_code, derived FROM indicator ORDER BY id").rows
    assert rows[0] == (1, "requests_new", "本年新收", "件", '["2019","2021"]', "ch3", 0)
    assert rows[3][:3] == (4, "denied_other_law", "新的名称")
    assert (len(rows), rows[-1][1:]) == (len(CATALOGUE) + 1, ("fifth_form_cell", "新", "件", "[]", "x", 1))


def test_indicator_numbers_do_not_depend_on_seeding_twice(path: Path) -> None:
    with Store.open(path) as store:
        store.seed_indicators(CATALOGUE)
        store.seed_indicators((*CATALOGUE, Indicator("later", "", "", "", (), "x")))
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT id FROM indicator WHERE code = 'later'").fetchone() == (len(CATALOGUE) + 1,)
    connection.close()


def test_applicants_are_there_from_the_start(store: Store, path: Path) -> None:
    with Reader.open(path) as reader:
        rows = reader.select("SELECT id, code, zh FROM applicant ORDER BY id").rows
    assert rows[:3] == ((0, None, None), (1, "total", "总计"), (2, "natural_person", "自然人"))
    assert len(rows) == 8


def test_a_full_disk_is_reported_and_nothing_committed_is_lost(store: Store, path: Path, capture: MakeCapture) -> None:
    capture(PAGE)
    pages = store._connection.execute("PRAGMA page_count").fetchone()[0]
    store._connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match="full"):
        store.save_county("330000", "青岭县" * 100_000)
    store._connection.execute("PRAGMA max_page_count = 1000000")
    with Reader.open(path) as reader:
        assert reader.select("SELECT count(*) FROM county").rows == ((1,),)
        assert reader.select("SELECT count(*) FROM capture").rows == ((1,),)
    store.save_county("330000", "青岭县")


def test_a_reader_is_not_kept_waiting_by_a_writer(store: Store, path: Path) -> None:
    with Reader.open(path) as reader, store.transaction():
        store.save_county("330000", "青岭县")
        assert reader.select("SELECT name FROM county").rows == (("云溪县",),)
    with Reader.open(path) as reader:
        assert reader.select("SELECT count(*) FROM county").rows == ((2,),)
