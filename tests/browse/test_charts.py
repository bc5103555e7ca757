"""Small charts drawn on the server."""

from __future__ import annotations

import re

import pytest

from reportscraper.browse.charts import Point, sparkline


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
