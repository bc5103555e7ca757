"""How many bodies have a report: counted while reports come and go, asked by province and by page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reportscraper.store import Reader, Store
from reportscraper.store.named_queries import page_queries

from .samples import COUNTY, MakeCapture, cell, make_report, renewed

COUNTED = "SELECT county_code, year, reports FROM coverage ORDER BY county_code, year"
RECOUNTED = """
SELECT county_code, year, count(*) FROM report JOIN body ON body.id = body_id GROUP BY county_code, year ORDER BY 1, 2
"""


def asked(path: Path, name: str, **values: str | int) -> list[tuple[Any, ...]]:
    with Reader.open(path) as reader:
        return list(reader.select(page_queries()[name].sql, values).rows)


def rows(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with Reader.open(path) as reader:
        return list(reader.select(sql).rows)


@pytest.fixture
def filled(store: Store, path: Path, capture: MakeCapture) -> Path:
    """Three counties of two provinces; one without bodies."""
    store.save_county("110101", "东河区", province="北京市")
    store.save_county("339902", "青岭县", province="浙江省")
    for county, body, year in (
        (COUNTY, "云溪县教育局", 2021),
        (COUNTY, "云溪县教育局", 2022),
        (COUNTY, "云溪县民政局", 2022),
        ("339902", "青岭县教育局", 2022),
    ):
        report = make_report(cell("requests_new", 7), body=body, year=year)
        store.save_report(report, capture_id=capture(), county_code=county, parser_version="1")
    return path


def test_reports_are_counted_as_they_come_and_go(store: Store, filled: Path, capture: MakeCapture) -> None:
    assert rows(filled, COUNTED) == [(COUNTY, 2021, 1), (COUNTY, 2022, 2), ("339902", 2022, 1)]
    page = "http://yunxi.example/art_1.html"
    store.save_page(page, county_code=COUNTY, capture_id=1, kind="notice", outcome="unchanged")
    assert rows(filled, COUNTED) == rows(filled, RECOUNTED) == [(COUNTY, 2022, 2), ("339902", 2022, 1)]
    with store.renewed():
        assert rows(renewed(filled), COUNTED) == []


def test_cells_and_statements_are_counted_with_their_version(store: Store, path: Path, capture: MakeCapture) -> None:
    number = capture()
    for figures in ((cell("requests_new", 7),), (cell("requests_new", 7), cell("result_granted", 3))):
        store.save_report(make_report(*figures), capture_id=number, county_code=COUNTY, parser_version="1")
    assert rows(path, "SELECT figures, statements FROM report_version") == [(2, 0)]
    with Reader.open(path) as reader:
        (counts,) = reader.ask("database_counts").dicts()
    assert (counts["figures"], counts["statements"]) == (2, 0)


def test_provinces(filled: Path) -> None:
    assert asked(filled, "provinces") == [("北京市", 1, 0, 0), ("浙江省", 2, 3, 4)]


def test_counties_are_turned_over_page_by_page(filled: Path) -> None:
    everything: dict[str, str | int] = {"province": "", "words": "", "most": 50, "skip": 0}
    assert asked(filled, "coverage_counties", **everything) == [
        ("110101", "东河区", "北京市", 0, 3),
        (COUNTY, "云溪县", "浙江省", 2, 3),
        ("339902", "青岭县", "浙江省", 1, 3),
    ]
    second = asked(filled, "coverage_counties", **everything | {"most": 1, "skip": 1})
    assert second == [(COUNTY, "云溪县", "浙江省", 2, 3)]
    narrower: tuple[dict[str, str | int], ...] = ({"province": "浙江省"}, {"words": "3399"})
    for narrowed in narrower:
        assert [row[0] for row in asked(filled, "coverage_counties", **everything | narrowed)] == [COUNTY, "339902"]
    assert asked(filled, "coverage_counties", **everything | {"words": "青岭"})[0][4] == 1


def test_years_of_the_counties_asked_for(filled: Path) -> None:
    counties = json.dumps([COUNTY, "110101", "339902"])
    assert asked(filled, "coverage_years", counties=counties) == [
        (COUNTY, 2021, 1),
        (COUNTY, 2022, 2),
        ("339902", 2022, 1),
    ]


def test_coverage_of_a_province(filled: Path) -> None:
    with Reader.open(filled) as reader:
        assert reader.ask("coverage", province="浙江省").rows == (
            ("云溪县", COUNTY, 2021, 1, 2, 50.0),
            ("云溪县", COUNTY, 2022, 2, 2, 100.0),
            ("青岭县", "339902", 2021, 0, 1, 0.0),
            ("青岭县", "339902", 2022, 1, 1, 100.0),
        )
        assert reader.ask("coverage", county="青岭县").rows == reader.ask("coverage", province="浙江省").rows[2:]
