"""Amounts of money in another unit than is said: held against other years, and against peers where there are none."""

from __future__ import annotations

import pytest

from reportscraper.check.history import check_history
from reportscraper.model import HistoryFinding, PastReport

from .past import past

FEE = ("ch2_fee_amount", None)


def reports(values: list[float | None], *, body: str = "云溪县教育局", first: int = 2021) -> list[PastReport]:
    """A body's reports with the fees that it charged, in 万元."""
    return [past(first + at, body=body, values={} if each is None else {FEE: each}) for at, each in enumerate(values)]


def odd(given: list[PastReport]) -> list[HistoryFinding]:
    found = check_history(given, label=lambda code: {"ch2_fee_amount": "收费金额"}.get(code, code))
    return [finding for finding in found if finding.rule == "money_magnitude"]


def test_yuan_among_ten_thousands_of_yuan() -> None:
    (found,) = odd(reports([313.77, 290.5, 3137700, 305]))
    assert (found.year, found.severity, found.cells) == (2023, "warning", (FEE,))
    assert (
        found.message == "ch2_fee_amount is 3137700 in 2023, 3 other years have 305: perhaps printed in another unit."
    )
    assert found.message_zh == "收费金额2023年为3137700，其余3个年度的中位数为305，可能单位有误。"


def test_an_amount_far_too_small() -> None:
    assert [found.year for found in odd(reports([313.77, 290.5, 0.0305, 305]))] == [2023]


def test_two_years_at_odds_are_both_told() -> None:
    assert [found.year for found in odd(reports([313.77, 2905000]))] == [2021, 2022]


@pytest.mark.parametrize("values", [[313.77, 20.1, 1800, 305], [0, 313.77, 0, 305], [313.77], [None, 313.77, None], []])
def test_amounts_that_may_well_be(values: list[float | None]) -> None:
    assert odd(reports(values)) == []


def test_peers_speak_where_there_is_no_other_year() -> None:
    peers = [report for number in range(5) for report in reports([30.0 + number], body=f"云溪县{number}局")]
    (found,) = odd([*peers, *reports([3137700])])
    assert (found.body, found.message.partition(", ")[2]) == (
        "云溪县教育局",
        "6 bodies of its level have 32.5: perhaps printed in another unit.",
    )
    assert odd([*peers[:4], *reports([3137700])]) == []
    assert odd([*peers, *reports([31377])]) == []
