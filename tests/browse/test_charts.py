"""Small charts and specifications."""

from __future__ import annotations

import re

import pytest

from reportscraper.browse.charts import CHARTS, PALETTE, Point, comparison, sparkline

ROWS = [
    {"body": "甲局", "year": 2021, "value": 3, "part": ""},
    {"body": "甲局", "year": 2022, "value": None, "part": ""},
    {"body": "乙局", "year": 2022, "value": 8, "part": ""},
]


def test_a_line_goes_up_with_the_values_and_starts_at_zero() -> None:
    made = sparkline([Point(2020, 0), Point(2021, 5), Point(2022, 10)], "申请")
    (points,) = re.findall('points="(.*?)"', made)
    heights = [float(point.split(",")[1]) for point in points.split()]
    assert heights == [50.0, 28.0, 6.0]
    assert 'aria-label="申请"' in made


def test_a_gap_breaks_the_line() -> None:
    made = sparkline([Point(2018, 1), Point(2019, 2), Point(2020, None), Point(2021, 3), Point(2022, 4)], "")
    assert made.count("<polyline") == 2
    assert made.count("<circle") == 4


@pytest.mark.parametrize("points", [[], [Point(2020, None)], [Point(2020, 0)], [Point(2020, -2), Point(2021, 1)]])
def test_odd_series_are_drawn_all_the_same(points: list[Point]) -> None:
    made = sparkline(points, "x")
    assert made.startswith("<svg")
    assert made.count("<circle") == sum(point.value is not None for point in points)


def test_labels_are_escaped() -> None:
    assert "&#34;&gt;&lt;script&gt;" in sparkline([], '"><script>')


@pytest.mark.parametrize("kind", list(CHARTS))
def test_specifications_hold_the_rows_and_nothing_to_load(kind: str) -> None:
    spec = comparison(kind, ROWS, ["甲局", "乙局"], "件")
    assert spec["data"] == {"values": ROWS}
    assert "url" not in str(spec["data"])
    assert spec["encoding"]["tooltip"]


def test_bodies_differ_in_colour_and_in_shape() -> None:
    encoding = comparison("line", ROWS, ["甲局", "乙局"], "件")["encoding"]
    assert encoding["color"]["scale"] == {"domain": ["甲局", "乙局"], "range": list(PALETTE[:2])}
    assert len(set(encoding["shape"]["scale"]["range"])) == 2
    assert encoding["detail"] == {"field": "part", "type": "nominal"}


def test_dots_show_the_latest_year_with_a_number() -> None:
    spec = comparison("dots", ROWS, ["甲局", "乙局"], "件")
    assert spec["title"]["text"] == "Report year 2022"
    assert spec["transform"] == [{"filter": {"field": "year", "equal": 2022}}]
    assert spec["encoding"]["x"]["scale"]["domainMax"] == pytest.approx(8.96)


def test_one_body_needs_no_legend() -> None:
    assert comparison("line", ROWS[:1], ["甲局"], "件")["encoding"]["color"]["legend"] is None
