"""Units as they are printed: which texts name one, which declare some, and which of them a figure stands in."""

from __future__ import annotations

import pytest

from reportscraper.model import Tables
from reportscraper.report.tables.read_tables import read_tables
from reportscraper.report.tables.units import is_note, unit_for, unit_named, units_declared, units_of_note

from .printed import RULES, blocks_of_html, ch2, figure, finding, rules


@pytest.mark.parametrize(
    ("text", "kind", "factor"),
    [
        ("元", "money", 1), ("万元", "money", 10_000), ("亿元", "money", 10**8), ("¥", "money", 1), ("圆", "money", 1), ("CNY", "money", 1),
        ("人民币元", "money", 1), ("万圆", "money", 10_000), ("件", "count", 1), ("百件", "count", 100), ("万条", "count", 10_000),
        ("人次", "count", 1), ("人数", "count", 1), ("%", "other", 1), ("万", "other", 1), ("美元", "other", 1),
    ],
)  # fmt: skip
def test_names(text: str, kind: str, factor: int) -> None:
    unit = unit_named(text)
    assert unit is not None
    assert (unit.kind, unit.factor) == (kind, factor)


@pytest.mark.parametrize("text", ["", "单元", "元谋", "网上", "2021年", "公里", "件套"])
def test_no_names(text: str) -> None:
    assert unit_named(text) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("单位：万元", ["万元"]), ("（单位：件、万元）", ["件", "万元"]), ("注：金额单位为元", ["元"]), ("金额单位均为人民币元", ["元"]),
        ("数量单位：百件，金额单位：万元", ["百件", "万元"]), ("本表金额以元计", ["元"]), ("计量单位：人次", ["人次"]), ("单位:人民币（万元）", ["万元"]),
        ("單位：萬元", ["万元"]), ("填报单位：元谋县水利局", []), ("各单位要加强公开", []), ("12万元", []), ("", []),
    ],
)  # fmt: skip
def test_declared(text: str, names: list[str]) -> None:
    assert [unit.name for unit in units_declared(text)] == names


def test_a_note_is_of_units_only_when_it_says_nothing_else() -> None:
    assert [unit.name for unit in units_of_note("单位：万元")] == ["万元"]
    assert units_of_note("万元，不含税") == ()
    assert [is_note(text) for text in ("注：金额单位为元", "（单位：元）", "行政许可", "金额（元）", "4152")] == [
        True,
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("counted", "beside", "around", "factor"),
    [
        ("万元", ["元"], [], 1), ("万元", [], ["件", "元"], 1), ("万元", ["万元"], ["万元"], 10_000), ("万元", [], ["件"], None), ("件", [], [], None),
        ("件", ["件"], ["万元"], 1), ("件", [], ["百件"], 100), ("万元", ["件", "万元"], [], 10_000), ("人次", ["人"], [], 1),
    ],
)  # fmt: skip
def test_the_unit_of_a_figure(counted: str, beside: list[str], around: list[str], factor: int | None) -> None:
    near, far = ([unit for each in names if (unit := unit_named(each))] for names in (beside, around))
    unit = unit_for(counted, near, far)
    assert not isinstance(unit, tuple)
    assert (unit and unit.factor) == factor


@pytest.mark.parametrize(
    ("counted", "beside", "around"),
    [
        ("万元", ["元", "万元"], []), ("万元", ["万元"], ["元"]), ("件", ["万元"], []), ("件", ["%"], []), ("万元", [], ["美元"]), ("件", [], ["%"]),
        ("件", ["件"], ["百件"]), ("件", ["人"], []), ("万元", [], ["元", "万元"]),
    ],
)  # fmt: skip
def test_units_that_do_not_agree(counted: str, beside: list[str], around: list[str]) -> None:
    near, far = ([unit for each in names if (unit := unit_named(each))] for names in (beside, around))
    assert isinstance(unit_for(counted, near, far), tuple)


def fees(*rows: str, above: str = "") -> Tables:
    return read_tables(blocks_of_html(RULES + above + ch2(list(rows))), year=2022)


HEADER, FEE = "信息内容|本年收费金额", "行政事业性收费|48300"


@pytest.mark.parametrize(
    ("rows", "above"),
    [
        ((HEADER, "行政事业性收费（元）|48300"), ""),
        ((HEADER, "行政事业性收费（单位：元）|48300"), ""),
        ((HEADER, "行政事业性收费：元|48300"), ""),
        ((HEADER, "行政事业性收费|48300元"), ""),
        ((HEADER, "行政事业性收费|￥48,300"), ""),
        (("信息内容|本年收费金额（元）", FEE), ""),
        (("信息内容|本年收费金额【单位：人民币元】", FEE), ""),
        ((HEADER, FEE, "注：金额单位为元"), ""),
        (("单位：件、元", HEADER, FEE), ""),
        ((HEADER, FEE), "<p>（单位：元）</p>"),
        ((HEADER, FEE), "<p>第二十条第（八）项</p><p>金额单位：圆</p>"),
    ],
)
def test_money_is_read_in_the_unit_printed_anywhere_around_it(rows: tuple[str, ...], above: str) -> None:
    fee = figure(fees(*rows, above=above), "ch2_fee_amount")
    assert (fee.value, fee.unit) == (4.83, "万元")


@pytest.mark.parametrize(
    ("rows", "above"),
    [
        (("信息内容|本年收费金额（单位：万元）", "行政事业性收费（元）|48300"), ""),
        (("信息内容|本年收费金额（单位：万元）", FEE, "注：金额单位为元"), ""),
        ((HEADER, FEE), "<p>单位：美元</p>"),
        (("信息内容|本年收费金额（单位：万元）", "行政事业性收费|¥4.83"), ""),
        (("信息内容|本年收费金额（%）", FEE), ""),
        (("信息内容|本年收费金额（件）", FEE), ""),
    ],
)
def test_money_between_two_units_is_not_read(rows: tuple[str, ...], above: str) -> None:
    read = fees(*rows, above=above)
    assert figure(read, "ch2_fee_amount").kind == "unreadable"
    assert finding(read, "unit_conflict").cells == (("ch2_fee_amount", None),)


def test_counts_in_hundreds() -> None:
    read = fees("信息内容|本年处理决定数量（百件）", "行政许可|41.5", "行政处罚|")
    assert figure(read, "ch2_license_decisions").value == 4150
    assert finding(read, "unit_differs").cells == (("ch2_license_decisions", None),)
    assert (
        figure(
            fees("信息内容|本年处理决定数量", "行政许可|3", above="<p>单位：百件</p>"), "ch2_license_decisions"
        ).value
        == 300
    )


@pytest.mark.parametrize("header", ["本年处理决定数量（%）", "本年处理决定数量（人数）", "本年处理决定数量（万元）"])
def test_counts_of_something_else(header: str) -> None:
    read = fees(f"信息内容|{header}", "行政许可|41")
    assert figure(read, "ch2_license_decisions").kind == "unreadable"
    assert rules(read)["unit_conflict"] == 1
