"""Series of bodies in the database: joined over reforms, the print kept, breaks told."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reportscraper.store import Reader, Store
from reportscraper.store import lineages as lineages_module

from .samples import COUNTY, MakeCapture, cell, make_report, renewed

SHANGYU = "330604"


def asked(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with Reader.open(path) as reader:
        return list(reader.select(sql).rows)


@pytest.fixture
def renamed(store: Store, path: Path, capture: MakeCapture) -> Path:
    """Reports of one finance bureau as a city's and as a district's, and of what was merged in a made-up county."""
    store.save_county(SHANGYU, "上虞区", province="浙江省")
    for county, body, year in (
        (SHANGYU, "上虞区财政局", 2014),
        (SHANGYU, "上虞市财政局", 2012),
        (COUNTY, "云溪县工商局", 2013),
        (COUNTY, "云溪县市场监督管理局", 2015),
    ):
        report = make_report(cell("requests_new", 7), body=body, year=year)
        store.save_report(report, capture_id=capture(), county_code=county, parser_version="1")
    return path


VIEWS = ("report_summary", "figure_list", "series_value")


@pytest.mark.parametrize("view", VIEWS)
def test_a_renamed_body_is_one_series_under_its_own_prints(renamed: Path, view: str) -> None:
    rows = asked(
        renamed,
        f"SELECT DISTINCT body, body_now, lineage_id, county_code, county_code_then, year FROM {view} WHERE county = '上虞区' ORDER BY year",
    )
    assert rows == [
        ("上虞市财政局", "上虞区财政局", 1, "330604", "330682", 2012),
        ("上虞区财政局", "上虞区财政局", 1, "330604", "330604", 2014),
    ]


def test_what_was_merged_is_no_series(renamed: Path) -> None:
    rows = asked(renamed, "SELECT body, body_now, function FROM report_summary WHERE county = '云溪县' ORDER BY year")
    assert rows == [
        ("云溪县工商局", "云溪县工商局", "market_supervision"),
        ("云溪县市场监督管理局", "云溪县市场监督管理局", "market_supervision"),
    ]


def test_decrees_are_shown(renamed: Path) -> None:
    rows = asked(
        renamed,
        "SELECT body_now, before, after, kind, effect, is_after FROM succession_list WHERE effect <> 'none' ORDER BY body_now, kind",
    )
    merger = ("工商行政管理局、质量技术监督局、食品药品监督管理局", "市场监督管理局", "merged", "break")
    assert rows == [
        ("上虞区财政局", "上虞市", "上虞区", "city to district", "joined", 1),
        ("云溪县工商局", *merger, 0),
        ("云溪县市场监督管理局", *merger, 1),
    ]


def test_the_name_of_today_is_that_of_the_newest_report(store: Store, renamed: Path) -> None:
    def now() -> Any:
        return asked(renamed, "SELECT DISTINCT body_now FROM report_summary WHERE county = '上虞区'")

    assert now() == [("上虞区财政局",)]
    with closing(sqlite3.connect(renamed)) as connection, connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("DELETE FROM report WHERE year = 2014")
    assert now() == [("上虞市财政局",)]
    with store.renewed():
        assert asked(renewed(renamed), "SELECT * FROM lineage") == []


def test_other_packaged_files_place_every_body_anew(
    store: Store, renamed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = ("lineage", "succession", "body_succession", "division_past", "body")
    before = {name: asked(renamed, f"SELECT * FROM {name}") for name in tables}
    store.close()
    with closing(sqlite3.connect(renamed)) as connection, connection:
        connection.execute("UPDATE body SET lineage_id = NULL, function = 'unknown'")
        connection.execute("DELETE FROM lineage")
    monkeypatch.setattr(lineages_module, "_RULES", "other")
    Store.open(renamed).close()
    after = {name: asked(renamed, f"SELECT * FROM {name}") for name in tables}
    assert {name: len(rows) for name, rows in after.items()} == {name: len(rows) for name, rows in before.items()}
    assert after["body"] == before["body"]
    assert after["body_succession"] == before["body_succession"]


def test_a_county_that_is_called_otherwise_has_its_bodies_placed_anew(
    store: Store, path: Path, capture: MakeCapture
) -> None:
    store.save_county(COUNTY, "青溪县")
    report = make_report(cell("requests_new", 7), body="云溪县教育局")
    store.save_report(report, capture_id=capture(), county_code=COUNTY, parser_version="1")
    assert asked(path, "SELECT key FROM lineage") == [(f"{COUNTY}/云溪县教育",)]
    store.save_county(COUNTY, "云溪县")
    assert asked(path, "SELECT key FROM lineage") == [(f"{COUNTY}/教育",)]


def test_deadlines_and_days_late(store: Store, path: Path, capture: MakeCapture) -> None:
    store.save_county(COUNTY, "云溪县", deadlines={"department": "01-10"})
    store.save_body(COUNTY, "云溪县教育局", level="department")
    store.save_body(COUNTY, "云溪县人民政府", level="county_government")
    for body, year in (("云溪县教育局", 2022), ("云溪县人民政府", 2022), ("云溪县人民政府", 2016)):
        report = make_report(cell("requests_new", 7), body=body, year=year)
        store.save_report(report, capture_id=capture(), county_code=COUNTY, parser_version="1")
    assert asked(
        path, "SELECT body, year, published_on, deadline, days_late FROM report_summary ORDER BY year, body"
    ) == [
        ("云溪县人民政府", 2016, "2017-01-20", "2017-03-31", 0),
        ("云溪县人民政府", 2022, "2023-01-20", "2023-03-31", 0),
        ("云溪县教育局", 2022, "2023-01-20", "2023-01-10", 10),
    ]


def test_all_bureaus_of_a_function_are_one_query(renamed: Path) -> None:
    with Reader.open(renamed) as reader:
        finance = reader.ask("function_over_the_years", function="finance", province="浙江省").dicts()
        market = reader.ask("function_over_the_years", function="market_supervision", first_year="2014").dicts()
    assert [(row["body_now"], row["body"], row["year"], row["requests_new"], row["change"]) for row in finance] == [
        ("上虞区财政局", "上虞市财政局", 2012, 7, None),
        ("上虞区财政局", "上虞区财政局", 2014, 7, None),
    ]
    assert [row["body"] for row in market] == ["云溪县市场监督管理局"]
