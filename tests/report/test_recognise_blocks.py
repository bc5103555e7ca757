"""Chapter 2: rows and columns of a block paired, and rows and columns that are not the form's."""

from __future__ import annotations

from collections import Counter

import pytest

from reportscraper.report.tables.read_tables import read_tables

from .printed import (
    RULES,
    blocks_of_html,
    ch2,
    figure,
    finding,
    rules,
)

COERCION = ("ch2_coercion_decisions", None)


def test_a_short_row_is_missing_not_shifted() -> None:
    read = read_tables(blocks_of_html(RULES.replace("<td>3</td>", "")), year=2022)
    assert [figure(read, f"ch2_normative_{c}").kind for c in ("issued", "repealed", "valid")] == ["missing"] * 3
    report_of_it = finding(read, "misaligned_columns")
    assert (report_of_it.table, report_of_it.row, len(report_of_it.cells)) == (1, 4, 3)
    assert figure(read, "ch2_rules_valid").value == 0


def test_columns_swapped_with_their_headers_are_read_right() -> None:
    rows = ["信息内容|现行有效件数|本年废止件数|本年制发件数", "规章|0|0|0", "行政规范性文件|17|1|3"]
    read = read_tables(blocks_of_html(ch2(rows)), year=2022)
    assert [figure(read, f"ch2_normative_{c}").value for c in ("issued", "repealed", "valid")] == [3, 1, 17]


def test_headers_cut_to_the_same_words_are_told_apart_by_order() -> None:
    rows = ["信息内容|本年新|本年新|对外公开总数量", "规章|1|2|3", "规范性文件|4|5|6"]
    read = read_tables(blocks_of_html(ch2(rows)), year=2019)
    assert [figure(read, f"ch2_normative_{c}").value for c in ("new_made", "new_public", "public_total")] == [4, 5, 6]


def test_a_row_split_in_two_is_not_shifted() -> None:
    rows = [
        "信息内容|上一年项目数量|本年增/减|处理决定数量",
        "行政许可||5|1|9",
        "其他对外管理服务事项|行政检查|3|0|7",
        "|行政确认|2|0|4",
    ]
    read = read_tables(blocks_of_html(ch2(rows)), year=2019)
    assert figure(read, "ch2_other_services_items_prev").kind == "missing"
    assert rules(read)["misaligned_columns"] >= 1
    assert finding(read, "unmapped_label").message == "not understood: 行政确认 | 2 | 0 | 4"


@pytest.mark.parametrize(
    "label",
    [
        "行政强制（2019年）",
        "行政强制（网上办理）",
        "其中：行政强制",
        "行政强制（不含乡镇）",
        "行政强制（累计）",
        "行政强制（上年）",
    ],
)
def test_a_row_that_is_not_the_forms_gives_no_figure(label: str) -> None:
    rows = ["信息内容|本年处理决定数量", "行政处罚|614", f"{label}|60"]
    read = read_tables(blocks_of_html(RULES + ch2(rows)), year=2021)
    assert (figure(read, COERCION[0]).kind, figure(read, COERCION[0]).value) == ("missing", None)
    assert (finding(read, "other_label").severity, finding(read, "other_label").cells) == ("warning", (COERCION,))
    assert figure(read, "ch2_penalty_decisions").value == 614


def test_a_row_of_the_reports_own_year_is_the_forms() -> None:
    rows = ["信息内容|本年处理决定数量", "行政处罚（2021年）|614", "行政强制（2020年）|59", "行政强制（2021年度）|60"]
    read = read_tables(blocks_of_html(RULES + ch2(rows)), year=2021)
    assert (figure(read, COERCION[0]).value, figure(read, "ch2_penalty_decisions").value) == (60, 614)
    assert finding(read, "other_label").cells == ()


@pytest.mark.parametrize(
    "header", ["本年处理决定数量（上年）", "本年处理决定数量（网上）", "处理决定占比", "同比增减", "本季度办件量"]
)
def test_a_column_that_is_not_the_forms_gives_no_figure(header: str) -> None:
    rows = ["信息内容|本年处理决定数量", "行政许可|4152", f"信息内容|{header}", "行政处罚|614", "行政强制|60"]
    read = read_tables(blocks_of_html(RULES + ch2(rows)), year=2021)
    assert figure(read, "ch2_license_decisions").value == 4152
    assert {figure(read, f"ch2_{each}_decisions").value for each in ("penalty", "coercion")} == {None}
    told = {cell for each in read.findings if each.severity == "warning" for cell in each.cells}
    assert {COERCION, ("ch2_penalty_decisions", None)} <= told


def test_a_row_printed_twice() -> None:
    row = "<tr><td>行政规范性文件</td><td>3</td><td>1</td><td>17</td></tr>"
    same = read_tables(blocks_of_html(RULES.replace(row, row + row)), year=2022)
    assert Counter((f.rule, f.severity) for f in same.findings if f.rule == "duplicate_row") == {
        ("duplicate_row", "info"): 3
    }
    other = read_tables(blocks_of_html(RULES.replace(row, row + row.replace("17", "18"))), year=2022)
    twice = [f for f in other.findings if f.rule == "duplicate_row" and f.severity == "error"]
    assert [(f.cells, f.row, f.column) for f in twice] == [((("ch2_normative_valid", None),), 5, 4)]
    assert figure(other, "ch2_normative_valid").kind == "missing"
    assert figure(other, "ch2_normative_issued").value == 3


def test_a_turned_block_that_lost_a_cell_is_told() -> None:
    text = ch2(["信息内容|规章|行政规范性文件", "本年制发件数|0|3", "本年废止件数|1", "现行有效件数|2|17"])
    read = read_tables(blocks_of_html(text), year=2022)
    assert (figure(read, "ch2_normative_issued").value, figure(read, "ch2_normative_valid").value) == (3, 17)
    assert {figure(read, f"ch2_{each}_repealed").kind for each in ("rules", "normative")} == {"missing"}
    assert ("ch2_normative_repealed", None) in finding(read, "misaligned_columns").cells


def test_a_turned_row_of_another_year_gives_no_figure() -> None:
    text = ch2(
        ["信息内容|规章|行政规范性文件（上年）", "本年制发件数|0|3", "本年废止件数（上年）|1|1", "现行有效件数|2|17"]
    )
    read = read_tables(blocks_of_html(text), year=2022)
    assert {each.value for each in read.figures if each.indicator.startswith("ch2_normative")} == {None}
    assert [figure(read, f"ch2_rules_{each}").value for each in ("issued", "repealed", "valid")] == [0, None, 2]


def test_a_block_under_a_heading_of_another_year_gives_no_figure() -> None:
    rows = [
        "第二十条第（五）项（2020年）",
        "信息内容|本年处理决定数量",
        "行政许可|4152",
        "第二十条第（六）项",
        "信息内容|本年处理决定数量",
        "行政强制|60",
    ]
    read = read_tables(blocks_of_html(RULES + ch2(rows)), year=2021)
    assert (figure(read, "ch2_license_decisions").kind, figure(read, COERCION[0]).value) == ("missing", 60)
    assert finding(read, "other_label").cells == (("ch2_license_decisions", None),)
