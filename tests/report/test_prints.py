"""Which print of a table counts: copies, hidden ones, last year's, and tables that are none of the form's."""

from __future__ import annotations

import pytest

from reportscraper.documents.html.document import read_document
from reportscraper.model import Tables
from reportscraper.report.tables.read_tables import read_tables
from tests.made import markup
from tests.made.tables import TableCell, TableModel
from tests.made.truth import TrueReport

from .printed import (
    RULES,
    blocks,
    blocks_of_html,
    differences,
    figure,
    finding,
    report,
    rules,
    tables_of,
)


def page(true: TrueReport) -> str:
    return "".join(markup.table_html(table, markup.plain_cell, "") for table in tables_of(true))


def test_everything_in_one_layout_table() -> None:
    true = report("2021")
    rows = [row for table in tables_of(true) for row in ((TableCell(f"{table.kind}、标题", 1, 10),), *table.rows)]
    read = read_tables(blocks([TableModel("ch2", tuple(rows))]), year=true.year)
    assert differences(true, read) == {}
    assert read.used == {1}


def test_a_mobile_copy_is_compared_and_left_out() -> None:
    true = report("2021")
    visible = page(true)
    hidden = visible.replace("<table ", '<table style="display:none" ')
    for text in (visible + hidden, hidden + visible):
        read = read_tables(blocks_of_html(text), year=true.year)
        assert differences(true, read) == {}
        assert rules(read) == {"duplicate_table": 3}


def test_a_hidden_table_is_read_when_it_is_the_only_one() -> None:
    true = report("2021")
    text = "".join(markup.table_html(table, markup.plain_cell, 'style="display:none"') for table in tables_of(true))
    read = read_tables(blocks_of_html(text), year=true.year)
    assert differences(true, read) == {}
    assert rules(read)["hidden_print"] == 3
    told = {cell for each in read.findings if each.rule == "hidden_print" for cell in each.cells}
    assert told == {each.cell for each in read.figures}


def test_a_differing_copy_is_an_error_that_names_the_cells() -> None:
    other = RULES.replace("<td>17</td>", "<td>18</td>")
    read = read_tables(blocks_of_html(RULES + other), year=2022)
    assert figure(read, "ch2_normative_valid").value == 17
    differing = finding(read, "duplicate_table_differs")
    assert (differing.severity, differing.cells, differing.table) == ("error", (("ch2_normative_valid", None),), 2)


@pytest.mark.parametrize("first", ["this", "last"])
def test_last_years_table_left_in_is_told_by_its_caption(first: str) -> None:
    this = "<p>2022年主动公开情况</p>" + RULES
    last = "<p>2021年主动公开情况</p>" + RULES.replace("<td>17</td>", "<td>15</td>")
    read = read_tables(blocks_of_html(this + last if first == "this" else last + this), year=2022)
    assert figure(read, "ch2_normative_valid").value == 17
    assert finding(read, "other_year_table").severity == "warning"
    assert "duplicate_table_differs" not in rules(read)


def test_a_caption_of_another_year_is_reported() -> None:
    read = read_tables(blocks_of_html("<p>2021年主动公开情况</p>" + RULES), year=2022)
    assert finding(read, "other_year_caption").table == 1


def test_decoys_are_left_alone_and_their_numbers_reported() -> None:
    index = "<table><tr><td>索引号</td><td>11330683/2023-00017</td><td>公开日期</td><td>2023-01-19</td></tr></table>"
    links = "<table><tr><td>2021年政府信息公开工作年度报告</td></tr><tr><td>2020年政府信息公开工作年度报告</td></tr></table>"
    budget = "<table><tr><td>科目</td><td>金额</td></tr><tr><td>行政许可</td><td>12</td></tr></table>"
    read = read_tables(blocks_of_html(index + links + budget + RULES), year=2022)
    assert read.used == {4}
    unread = [f for f in read.findings if f.rule == "unread_number"]
    assert [(f.table, f.row, f.column, f.severity) for f in unread] == [(3, 2, 2, "warning")]


def test_no_official_table() -> None:
    read = read_tables(blocks_of_html("<p>一、总体情况</p><table><tr><td>甲</td><td>3</td></tr></table>"), year=2022)
    assert (read.form, read.figures, read.used) == (None, (), frozenset())
    assert rules(read) == {"missing_table": 3, "unread_number": 1}
    assert rules(read_tables([], year=2022)) == {"missing_table": 3}
    assert [finding.severity for finding in read_tables([], year=2016).findings] == ["info"]
    assert read_tables([]) == Tables(None, (), ())


def test_a_summary_with_the_same_labels_is_not_the_matrix() -> None:
    rows = "".join(
        f"<tr><td>{label}</td><td>{n}</td></tr>" for n, label in enumerate(("予以公开", "部分公开", "重复申请"), 41)
    )
    true = report("2021")
    read = read_tables(blocks_of_html(f"<table>{rows}</table>" + page(true)), year=2022)
    assert differences(true, read) == {}
    assert rules(read) == {"unread_table": 1}
    assert finding(read, "unread_table").table == 1


PENALTIES = "<table><tr><td>信息内容</td><td>本年处理决定数量</td></tr><tr><td>行政处罚</td><td>614</td></tr></table>"
FEES = "<table><tr><td>信息内容</td><td>本年收费金额{}</td></tr><tr><td>行政事业性收费</td><td>313.77</td></tr></table>"


@pytest.mark.parametrize("note", ["注：收费金额单位为元。", "（注：行政事业性收费以元计）", "*单位：元"])
@pytest.mark.parametrize("unit", ["", "（单位：万元）"])
def test_a_note_below_a_table_names_its_unit(note: str, unit: str) -> None:
    read = read_tables(blocks_of_html(RULES + FEES.format(unit) + f"<p>{note}</p>"), year=2022)
    assert figure(read, "ch2_fee_amount").value == (None if unit else 0.031377)
    assert {"unit_conflict" if unit else "unit_differs"} == {f.rule for f in read.findings if "unit" in f.rule}


def test_the_unit_of_the_figures_above_is_not_that_of_the_table_below() -> None:
    text = RULES + "<p>以上数据单位为十件。</p>" + PENALTIES
    read = read_tables(blocks_of_html(text), year=2022)
    assert figure(read, "ch2_normative_valid").value == 170
    assert figure(read, "ch2_penalty_decisions").value == 614


@pytest.mark.parametrize(
    "note",
    [
        "注：行政规范性文件现行有效应为71件。",
        "更正：上表中现行有效件数更正为71件。",
        "注：以上数据为2019年以来累计数。",
        "说明：本表数据统计截至2022年6月30日。",
        "备注：上表数据有误，以公告为准。",
        "注：以上数据为上年数。",
        "注：表内数据为2021年度。",
        "注：不含公安局数据。",
        "（以上数据未经审核）",
        "注：以上数据统计至2022年9月30日。",
        "注：行政处罚不含公安机关简易程序处罚。",
        "说明：数据自2022年3月起统计。",
    ],
)
def test_a_note_that_qualifies_the_figures_above_it_is_told(note: str) -> None:
    read = read_tables(blocks_of_html(RULES + f"<p>{note}</p>"), year=2022)
    told = finding(read, "note_qualifies")
    assert (told.severity, told.table) == ("warning", 1)
    assert ("ch2_normative_valid", None) in told.cells
    assert note.rstrip("。") in told.message


@pytest.mark.parametrize("note", ["注：以上数据为全县汇总。", "说明：表中数据含下属单位。"])
def test_a_sum_over_several_bodies_is_told(note: str) -> None:
    told = finding(read_tables(blocks_of_html(RULES + f"<p>{note}</p>"), year=2022), "note_qualifies")
    assert (told.severity, ("ch2_normative_valid", None) in told.cells) == ("info", True)


def test_a_note_below_a_table_is_no_caption_of_the_next() -> None:
    read = read_tables(blocks_of_html(RULES + "<p>注：以上为2021年数据。</p>" + PENALTIES), year=2022)
    assert [f.table for f in read.findings if f.rule == "note_qualifies"] == [1]
    assert "other_year_caption" not in rules(read)


@pytest.mark.parametrize("unit", ["百件", "人次"])
def test_a_unit_of_things_beside_a_fee_is_told(unit: str) -> None:
    fees = FEES.format("（单位：万元）").replace("行政事业性收费", f"行政事业性收费（{unit}）")
    assert rules(read_tables(blocks_of_html(RULES + fees), year=2022))["unit_conflict"] == 1


@pytest.mark.parametrize(
    ("caption", "severity"),
    [
        ("（数据截至2022年6月30日）", "warning"),
        ("（2022年上半年）", "warning"),
        ("2022年1-9月", "warning"),
        ("2022年前三季度统计表", "warning"),
        ("全市汇总表", "info"),
        ("（全县合计）", "info"),
    ],
)
def test_a_caption_that_tells_of_a_part_of_the_year_or_of_several_bodies_is_told(caption: str, severity: str) -> None:
    told = finding(read_tables(blocks_of_html(f"<p>{caption}</p>" + RULES), year=2022), "note_qualifies")
    assert (told.severity, ("ch2_normative_valid", None) in told.cells) == (severity, True)


@pytest.mark.parametrize("caption", ["2022年1-12月", "全县统一印制的表", "2022年度统计表"])
def test_a_caption_of_the_whole_year_qualifies_nothing(caption: str) -> None:
    read = read_tables(blocks_of_html(f"<p>{caption}</p>" + RULES), year=2022)
    assert "note_qualifies" not in rules(read)


@pytest.mark.parametrize(
    "note",
    [
        "注：以上数据统计截至2022年12月31日。",
        "注：本表由云溪县司法局提供。",
        "全年累计培训3次。",
        "注：以下为2021年数据。",
        "说明：本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和。",
    ],
)
def test_other_notes_below_a_table_qualify_nothing(note: str) -> None:
    read = read_tables(blocks_of_html(RULES + f"<p>{note}</p>"), year=2022)
    assert "note_qualifies" not in rules(read)
    assert figure(read, "ch2_normative_valid").value == 17


def test_a_figure_that_stands_across_two_rows_is_neithers() -> None:
    rows = '<tr><td>行政处罚</td><td rowspan="2">614</td></tr><tr><td>行政强制</td></tr>'
    read = read_tables(
        blocks_of_html(RULES + f"<table><tr><td>信息内容</td><td>本年处理决定数量</td></tr>{rows}</table>"), year=2022
    )
    for indicator in ("ch2_penalty_decisions", "ch2_coercion_decisions"):
        assert figure(read, indicator).value is None
        assert (indicator, None) in {
            cell for told in read.findings if told.severity == "warning" for cell in told.cells
        }


@pytest.mark.parametrize("hiding", ["display:none", "visibility:hidden", "opacity:0", "position:absolute;left:-9999px"])
def test_a_hidden_table_of_a_page_that_shows_others_is_told_with_its_cells(hiding: str) -> None:
    true = report("2021")
    shown = [markup.table_html(table, markup.plain_cell, "") for table in tables_of(true)]
    hidden = markup.table_html(tables_of(true)[1], markup.plain_cell, f'style="{hiding}"')
    document = read_document(f"<html><body><p>{'一、总体情况。' * 9}</p>{shown[0]}{hidden}{shown[2]}</body></html>")
    read = read_tables(document.blocks, year=true.year)
    [told] = [each for each in read.findings if each.rule == "hidden_print"]
    assert told.table == 2
    assert len(told.cells) == 175
    assert "missing_table" not in rules(read)
