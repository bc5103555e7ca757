"""Jumps: far from the body's own past, and far from what its peers did."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportscraper.check.history import check_history, thresholds
from reportscraper.check.history_jumps import robust_z
from reportscraper.model import HistoryFinding, PastReport

from .past import past


def reports(values: list[int | None], *, body: str = "云溪县教育局", first: int = 2017) -> list[PastReport]:
    """A body's reports with the requests it received."""
    return [
        past(first + at, body=body, series={} if value is None else {"requests_received": value})
        for at, value in enumerate(values)
    ]


def jumps(*given: PastReport, **names: str) -> list[HistoryFinding]:
    found = check_history(given, label=lambda code: names.get(code, code))
    return [finding for finding in found if finding.rule == "jump"]


def test_a_value_ten_times_the_past_is_a_jump() -> None:
    (finding,) = jumps(*reports([20, 25, 22, 240]), requests_received="收到申请")
    assert (finding.year, finding.severity, finding.cells) == (2020, "warning", (("requests_received", None),))
    assert finding.message == "requests_received is 240 in 2020; the years before had 20, 25, 22."
    assert finding.message_zh == "收到申请2020年为240，此前各年为20, 25, 22。"


@pytest.mark.parametrize(
    "values",
    [
        [20, 25, 22, 40],  # no jump
        [20, 25, 240],  # too short a past
        [1, 0, 2, 19],  # too small to matter
        [20, 240, 5, 180],  # a body that always jumps
        [20, 25, None, 240],  # a past of two values
        [20, 25, 22, None],  # nothing to judge
    ],
)
def test_no_jump(values: list[int | None]) -> None:
    assert jumps(*reports(values)) == []


def test_a_fall_is_a_jump_too() -> None:
    (finding,) = jumps(*reports([200, 250, 220, 2]))
    assert finding.year == 2020


def test_what_all_peers_did_is_no_jump() -> None:
    grown = [
        report
        for number in range(7)
        for report in reports([20 + number, 25, 22, 240 + number], body=f"云溪县{number}局")
    ]
    assert jumps(*grown) == []
    steady = [report for number in range(6) for report in reports([20, 25, 22, 24], body=f"云溪县{number}局")]
    (finding,) = jumps(*steady, *reports([20, 25, 22, 240]))
    assert finding.body == "云溪县教育局"
    assert "Its peers changed by 1.1 times in the middle." in finding.message
    assert "同类单位中位变动为1.1倍。" in finding.message_zh


def test_peers_are_of_the_same_level() -> None:
    towns = [
        past(2017 + at, body=f"云溪县{number}镇人民政府", level="township", series={"requests_received": value})
        for number in range(7)
        for at, value in enumerate([20, 25, 22, 240])
    ]
    found = jumps(*towns, *reports([20, 25, 22, 240]))
    assert [finding.body for finding in found] == ["云溪县教育局"]


def test_a_robust_z_score_is_not_moved_by_one_outlier() -> None:
    assert robust_z(10, [1, 2, 3, 4, 1000], 0.1) == pytest.approx((10 - 3) / (1.4826 * 1))
    assert robust_z(5, [3, 3, 3], 0.5) == 4
    assert robust_z(3, [3, 3, 3], 0.5) == 0


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=8), st.integers(0, 10_000))
def test_a_robust_z_score_has_the_sign_of_the_distance(others: list[int], value: int) -> None:
    others_sorted = sorted(others)
    z = robust_z(value, others, 0.35)
    if value > others_sorted[-1]:
        assert z > 0
    if value < others_sorted[0]:
        assert z < 0


def test_watched_series_are_named_once() -> None:
    watched = thresholds().jump.series
    assert len(watched) == len(set(watched)) >= 10
