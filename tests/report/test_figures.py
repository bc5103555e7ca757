"""Cells made figures: units, changes, odd prints, and what a reader is told of them."""

from __future__ import annotations

import pytest

from reportscraper.report.tables.read_tables import read_tables
from tests.made.tables import TableCell, map_cells

from .printed import (
    RULES,
    blocks,
    blocks_of_html,
    ch2,
    figure,
    finding,
    report,
    rules,
    tables_of,
)


@pytest.mark.parametrize(
    ("header", "printed", "value", "notes"),
    [
        ("本年收费金额（单位：万元）", "20.3", 20.3, {}),
        ("本年收费金额（单位：元）", "203000", 20.3, {"unit_differs": 1}),
        ("本年收费金额\n（单位：万\n元）", "20.3", 20.3, {}),
        ("本年收费金额（單位：萬元）", "20.3", 20.3, {}),
        ("本年收费金额", "20.3", 20.3, {"unit_assumed": 1}),
        ("本年收费金额", "0", 0, {}),
        ("本年收费金额（单位：万元）", "203000元", 20.3, {}),
        ("本年收费金额", "2亿元", 20000, {}),
        ("本年收费金额（单位：万元）", "2万", None, {"unreadable_cell": 1}),
    ],
)
def test_units_of_fees(header: str, printed: str, value: float | None, notes: dict[str, int]) -> None:
    read = read_tables(blocks_of_html(RULES + ch2([f"信息内容|{header}", f"行政事业性收费|{printed}"])), year=2022)
    fee = figure(read, "ch2_fee_amount")
    assert (fee.value, fee.raw, fee.unit) == (value, printed, "万元")
    assert {rule: n for rule, n in rules(read).items() if "missing" not in rule} == notes


@pytest.mark.parametrize(
    ("header", "printed", "value", "assumed"),
    [
        ("采购总金额", "251000元", 25.1, 0),
        ("采购总金额", "1646.5万元", 1646.5, 0),
        ("采购总金额", "8040", 8040, 1),
        ("采购总金额（元）", "8040", 0.804, 0),
        ("采购总金额", "", None, 0),
        ("采购总金额", "0.00", 0, 0),
    ],
)
def test_units_of_procurement(header: str, printed: str, value: float | None, assumed: int) -> None:
    rules_2019 = ch2(["信息内容|本年新制作数量|本年新公开数量|对外公开总数量", "规章|0|0|0"])
    text = rules_2019 + ch2([f"信息内容|采购项目数量|{header}", f"政府集中采购|12|{printed}"])
    read = read_tables(blocks_of_html(text), year=2019)
    assert figure(read, "ch2_procurement_amount").value == value
    assert figure(read, "ch2_procurement_projects").value == 12
    assert rules(read)["unit_assumed"] == assumed


@pytest.mark.parametrize(
    ("printed", "kind", "value", "rule", "severity"),
    [
        ("100余", "number", 100, "approximate_cell", "warning"),
        ("12（其中3）", "unreadable", None, "two_numbers", "warning"),
        ("\ufffd", "unreadable", None, "unreadable_cell", "warning"),
        ("-3", "number", -3, "negative_count", "error"),
        ("0.5", "number", 0.5, "fractional_count", "error"),
        ("增3", "unreadable", None, "unreadable_cell", "warning"),
    ],
)
def test_odd_cells_carry_a_finding(printed: str, kind: str, value: object, rule: str, severity: str) -> None:
    read = read_tables(blocks_of_html(RULES.replace("17", printed)), year=2022)
    valid = figure(read, "ch2_normative_valid")
    assert (valid.kind, valid.value, valid.raw) == (kind, value, printed)
    note = finding(read, rule)
    assert (note.severity, note.cells, note.row, note.column) == (severity, (("ch2_normative_valid", None),), 4, 4)


@pytest.mark.parametrize(("printed", "value"), [("增3", 3), ("减少2", -2), ("+14", 14), ("-5", -5), ("增0减0", 0)])
def test_changes_are_signed(printed: str, value: int) -> None:
    rows = ["信息内容|上一年项目数量|本年增\\减|处理决定数量", f"行政许可|5|{printed}|9"]
    assert figure(read_tables(blocks_of_html(ch2(rows)), year=2019), "ch2_license_items_delta").value == value


def test_blank_dash_and_none_are_kept_apart() -> None:
    true = report("2019")
    marks = iter(["", "/", "无", "—", "0"])
    table = map_cells(tables_of(true)[2], lambda c: TableCell(next(marks, "0"), 1, 1, c.key) if c.key else c)
    read = read_tables(blocks([table]), year=2019)
    kinds = [(f.kind, f.value) for f in read.figures[:5]]
    assert kinds == [("blank", None), ("dash", None), ("none", 0), ("dash", None), ("number", 0)]
