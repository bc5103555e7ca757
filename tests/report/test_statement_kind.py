"""A count, a share, a change, a running total or another year's figure, told by the words before the number."""

from __future__ import annotations

import pytest

from reportscraper.report.prose.statement_kind import Kind, NumberPlace, tell_kind
from reportscraper.report.prose.tokens import Number, Year, tokens


def kind_of(flat: str, year: int | None = None) -> Kind:
    """The kind of the last number of a sentence of one clause."""
    found = list(tokens(flat))
    number = [each for each in found if isinstance(each, Number)][-1]
    seen = next((each for each in reversed(found) if isinstance(each, Year)), None)
    return tell_kind(flat, number, NumberPlace(0, 0, 0), seen=seen, year=year)


@pytest.mark.parametrize(
    ("flat", "kind", "direction"),
    [
        ("收到申请3件", "count", ""),
        ("办结率98%", "share", ""),
        ("同比增长3件", "change", "up"),
        ("较上年减少12%", "change", "down"),
        ("下降2.5个百分点", "change", "down"),
        ("比2021年多5件", "change", "up"),
        ("去年同期收到3件", "other_year", ""),
        ("由去年的3件", "other_year", ""),
        ("与上年收到的申请3件", "other_year", ""),
        ("对比上一年度新收3件", "other_year", ""),
        ("相较于2021年度收到3件", "other_year", ""),
        ("较去年(3件", "other_year", ""),
        ("比2021年(3件", "other_year", ""),
        ("上一年度共收到3件", "other_year", ""),
        ("上年受理3件", "other_year", ""),
        ("上年遗留3件", "count", ""),
        ("上年度未办结3件", "count", ""),
        ("与上年相比收到3件", "count", ""),
        ("与上年一样收到3件", "count", ""),
        ("比上年多收到3件", "count", ""),
        ("历年累计公开3条", "cumulative", ""),
        ("截至年底累计公开3条", "cumulative", ""),
        ("累计公开3条", "cumulative", ""),
        ("全年累计公开3条", "count", ""),
        ("增加专栏3个", "count", ""),
        ("上年结转3件", "count", ""),
    ],
)
def test_kinds(flat: str, kind: str, direction: str) -> None:
    found = kind_of(flat)
    assert (found.kind, found.direction) == (kind, direction)


def test_a_total_over_years_lasts() -> None:
    assert kind_of("自开通以来累计公开3条").not_years
    assert not kind_of("累计公开3条").not_years


@pytest.mark.parametrize(
    ("flat", "own"),
    [
        ("2021年和2022年共收到3件", False),
        ("2018至2022年,我局收到3件", False),
        ("2021、2022两年共公开3条", False),
        ("两年共公开3条", False),
        ("2022年与2021年相比,公开3条", True),
        ("2022年1月1日至2022年12月31日,公开3条", True),
        ("2022年公开3条", True),
    ],
)
def test_years_counted_together_are_not_the_years(flat: str, own: bool) -> None:
    assert kind_of(flat, 2022).not_years != own


def test_another_year_named_is_not_the_reports() -> None:
    assert kind_of("2021年收到3件", 2022).kind == "other_year"
    assert kind_of("2022年收到3件", 2022).kind == "count"
    assert kind_of("2021年收到3件").kind == "count"
    assert kind_of("2021年结转3件", 2022).kind == "count"


def test_words_and_place_of_a_change() -> None:
    found = kind_of("收到申请比上年增长3件")
    assert (found.words, found.start) == ("同比", 4)
    assert kind_of("申请量上升5%").words == "上升"
