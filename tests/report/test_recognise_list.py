"""Statistics tables of the older forms: the row by its chapter, the column by its header."""

from __future__ import annotations

import pytest

from reportscraper.report.tables.read_tables import read_tables

from .printed import (
    blocks_of_html,
    ch2,
    figure,
)


def test_rows_of_the_same_wording_follow_their_chapter() -> None:
    rows = [
        "指标|单位|统计数",
        "四、行政复议数量|件|6",
        "（一）维持具体行政行为数|件|1",
        "（二）被依法纠错数|件|2",
        "（三）其他情形数|件|3",
    ]
    rows += ["五、行政诉讼数量|件|15", "（二）被依法纠错数|件|7", "（三）其他情形数|件|8"]
    read = read_tables(blocks_of_html(ch2(rows)), year=2016)
    assert [figure(read, f"review_{o}").value for o in ("corrected", "other")] == [2, 3]
    assert [figure(read, f"litigation_all_{o}").value for o in ("corrected", "other")] == [7, 8]
    assert figure(read, "litigation_all_upheld").kind == "missing"


LIST = ["收到申请数|件|12|{}", "当面申请数|件|5|{}", "网络申请数|件|7|{}"]


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("指标|单位|2010年度|历年累计", 12),
        ("指标名称|计量单位|代码|本年累计", 99),
        ("指标名称|计量单位|本期实际|本年累计", 99),
        ("指标|单位|统计数|备注", 12),
        ("统计指标|单位|区政府统计数|区直单位统计数", None),
        ("统计指标|单位|合计|统计数值表", 12),
    ],
)
def test_the_right_column_of_figures(header: str, value: int | None) -> None:
    read = read_tables(blocks_of_html(ch2([header, *(row.format(99) for row in LIST)])), year=2010)
    assert figure(read, "applications_received").value == value


def test_old_fees_in_yuan_become_ten_thousands() -> None:
    rows = ["指标|单位|本年累计", *("|".join(row.split("|")[:3]) for row in LIST)]
    for unit, value in (("元", 0.25), ("万元", 2500), ("", 0.25)):
        read = read_tables(blocks_of_html(ch2([*rows, f"依申请公开收费总数|{unit}|2500"])), year=2010)
        fees = figure(read, "request_fees")
        assert (fees.value, fees.unit, fees.raw) == (value, "万元", "2500")
