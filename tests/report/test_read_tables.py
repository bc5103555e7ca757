"""Whole tables: every form in every style, damaged tables, copies, decoys, units and findings."""

from __future__ import annotations

import random

import pytest

from reportscraper.forms import load_forms
from reportscraper.model import FormId
from reportscraper.report.tables.read_tables import read_tables
from tests.made import markup
from tests.made.tables import TableCell, TableModel

from .printed import (
    RULES,
    STYLES,
    YEARS,
    blocks,
    blocks_of_html,
    ch2,
    differences,
    figure,
    finding,
    model,
    report,
    reshaped,
    rules,
    tables_of,
)

FORMS: tuple[FormId, ...] = ("2008", "2014", "2019", "2021")
WRITERS = (markup.plain_cell, markup.editor_cell, markup.word_cell)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("form", FORMS)
def test_every_cell_in_every_style(form: FormId, style: str) -> None:
    for seed, writer in zip("abc", WRITERS, strict=True):
        true = report(form, seed)
        read = read_tables(blocks(reshaped(true, STYLES[style]), writer), year=true.year)
        assert read.form == form
        assert differences(true, read) == {}
        assert {f.severity for f in read.findings} <= {"info"}


@pytest.mark.parametrize("form", FORMS)
def test_a_plain_print_gives_no_findings(form: FormId) -> None:
    true = report(form)
    read = read_tables(blocks(tables_of(true)), year=true.year)
    assert read.findings == ()
    assert len({(f.indicator, f.applicant) for f in read.figures}) == len(read.figures) == len(true.figures)
    assert read.used == frozenset(range(1, len(tables_of(true)) + 1))


@pytest.mark.parametrize("form", FORMS)
def test_the_form_is_told_by_labels_not_by_year(form: FormId) -> None:
    true = report(form)
    assert read_tables(blocks(tables_of(true))).form == form
    read = read_tables(blocks(tables_of(true)), year=2024 if form != "2021" else 2016)
    assert read.form == form
    assert rules(read) == {"form_year_mismatch": 1}


def test_styles_combine() -> None:
    draw = random.Random(20)
    names = [name for name in STYLES if name not in ("column spans lost", "labels repeated")]
    for turn in range(60):
        true = report(draw.choice(FORMS), f"combined {turn}")
        shape, wording = draw.sample(names, 2)
        parts = [part for table in reshaped(true, STYLES[shape]) for part in relabelled(table, wording)]
        read = read_tables(blocks(parts, draw.choice(WRITERS)), year=true.year)
        assert (turn, shape, wording, differences(true, read)) == (turn, shape, wording, {})


WORDINGS = (
    "no numbering",
    "vertical labels",
    "spaced labels",
    "half-width brackets",
    "其它",
    "radicals",
    "traditional",
)


def relabelled(table: TableModel, style: str) -> list[TableModel]:
    return list(STYLES[style](table)) if style in WORDINGS else [table]


def test_locators_point_at_the_printed_cell() -> None:
    read = read_tables(blocks(["<p>二、主动公开</p>", *tables_of(report("2021"))]))
    assert (read.figures[0].table, read.figures[0].row, read.figures[0].column) == (1, 3, 2)
    new = figure(read, "requests_new", "total")
    assert (new.table, new.row, new.column) == (2, 4, 10)
    pending = figure(read, "litigation_after_review_pending")
    assert (pending.table, pending.row, pending.column) == (3, 4, 14)


def test_each_expected_cell_of_a_recognised_table_is_given() -> None:
    read = read_tables(blocks_of_html(RULES), year=2022)
    assert [f.indicator for f in read.figures] == [place.id for place in load_forms()[-1].tables[0].cells]
    fee = figure(read, "ch2_fee_amount")
    assert (fee.kind, fee.value, fee.raw, fee.row, fee.unit) == ("missing", None, "", 0, "万元")
    assert rules(read) == {"missing_table": 2, "missing_rows": 1}
    assert "Administrative licences" in finding(read, "missing_rows").message
    assert "行政许可" in finding(read, "missing_rows").message_zh


@pytest.mark.parametrize(
    ("lead", "found"),
    [
        ("按照国办公开办函〔2021〕30号的格式编制。", 0),
        ("按照国办公开办函〔2019〕60号的格式编制。", 1),
        ("按照国办公开办函[2019] 60号的格式编制。", 1),
        ("先后执行国办公开办函〔2019〕60号和国办公开办函（2021）30号。", 0),
        ("按照县政办〔2019〕60号的要求编制。", 0),
    ],
)
def test_a_notice_of_another_form(lead: str, found: int) -> None:
    read = read_tables(blocks([lead, *tables_of(report("2021"))]), year=2022)
    assert read.form == "2021"
    assert rules(read)["form_notice_mismatch"] == found


def test_a_table_beyond_the_limits_is_told() -> None:
    read = read_tables(blocks_of_html("<table>" + "<tr><td>x" * 2_001 + "</table>" + RULES), year=2022)
    assert [(f.table, f.severity) for f in read.findings if f.rule == "table_cut"] == [(1, "warning")]
    read = read_tables(blocks_of_html("<table><tr>" + "<td>x" * 201 + "</table>"), year=2022)
    assert rules(read) == {"missing_table": 3, "table_cut": 1}


def test_tables_of_two_forms() -> None:
    read = read_tables(blocks([*tables_of(report("2021")), *tables_of(report("2014"))]), year=2022)
    assert read.form == "2021"
    assert rules(read)["foreign_table"] == 1
    assert all(year in YEARS.values() for year in (2010, 2016, 2020, 2022))


def test_unknown_rows_are_reported_with_their_text() -> None:
    tables = tables_of(report("2014"))
    tables[0] = model(tables[0], [*tables[0].rows, [TableCell("十、宣传报道数"), TableCell("篇"), TableCell("31")]])
    read = read_tables(blocks(tables), year=2016)
    unknown = finding(read, "unmapped_label")
    assert unknown.severity == "warning"
    assert unknown.message == "not understood: 十、宣传报道数 | 篇 | 31"


def test_a_row_of_wording_alone_is_for_information_and_prose_is_no_label() -> None:
    prose = "本单位认真贯彻落实条例要求，持续推进政务公开工作，全年共主动公开各类信息，并按期办结收到的申请，没有超期的情况发生。"
    read = read_tables(
        blocks_of_html(RULES.replace("</table>", f"<tr><td>备注栏</td></tr><tr><td>{prose}</td></tr></table>")),
        year=2022,
    )
    told = [(found.severity, found.message) for found in read.findings if found.rule == "unmapped_label"]
    assert told == [("info", "not understood: 备注栏")]


def test_numbers_of_a_table_that_is_no_official_one_are_counted() -> None:
    other = ch2(["项目|金额", "办公费|12", "差旅费|3"])
    (unread,) = [
        found
        for found in read_tables(blocks_of_html(RULES + other), year=2022).findings
        if found.rule == "unread_number"
    ]
    assert (unread.table, unread.row, unread.column, unread.severity) == (2, 2, 2, "warning")
    assert unread.message.startswith("2 numbers")


@pytest.mark.parametrize(
    ("rows", "is_named"),
    [
        (["规章|1|0|4", "|9|0|0"], True),
        (["|9|0|0", "规章|1|0|4"], True),
        (["规章|1|0|4", "9"], True),
        (["规章|1|0|4", "|||"], False),
        (["规章|1|0|4", "其中：地方政府规章|1|0|0"], False),
    ],
)
def test_figures_without_a_label_are_told_at_the_cells_beside_them(rows: list[str], *, is_named: bool) -> None:
    head = ["第二十条第（一）项", "信息内容|本年制发件数|本年废止件数|现行有效件数"]
    read = read_tables(blocks_of_html(ch2([*head, *rows, "行政规范性文件|3|1|17"])), year=2022)
    told = {cell for each in read.findings if each.rule == "unmapped_label" for cell in each.cells}
    assert (("ch2_rules_issued", None) in told) is is_named


def test_a_column_that_names_the_year_of_the_report_is_this_years() -> None:
    head = ["第二十条第（六）项", "信息内容|2021年处理决定数量|2022年处理决定数量"]
    read = read_tables(blocks_of_html(RULES + ch2([*head, "行政处罚|9|12", "行政强制|8|7"])), year=2022)
    assert figure(read, "ch2_coercion_decisions").value == 7


def test_a_number_in_brackets_behind_a_label_may_be_its_figure() -> None:
    head = ["第二十条第（六）项", "信息内容|本年处理决定数量"]
    read = read_tables(blocks_of_html(RULES + ch2([*head, "行政处罚（1）|9", "行政强制（60）|8"])), year=2022)
    assert figure(read, "ch2_penalty_decisions").value == 9
    assert figure(read, "ch2_coercion_decisions").value is None


def test_what_stands_nearest_above_a_table_tells_its_year() -> None:
    title = "<p>某县2022年政府信息公开工作年度报告</p>"
    old, own = RULES.replace(">3<", ">5<"), RULES
    both = read_tables(blocks_of_html(f"{title}<p>2021年度数据</p>{old}<p>2022年度数据</p>{own}"), year=2022)
    assert figure(both, "ch2_normative_issued").value == 3
    alone = read_tables(blocks_of_html(f"{title}<p>2021年</p>{old}"), year=2022)
    assert any(f.rule == "other_year_caption" and ("ch2_normative_issued", None) in f.cells for f in alone.findings)
    listed = f"{title}<p>某县2021年政府信息公开工作年度报告</p><p>某县2020年政府信息公开工作年度报告</p>{own}"
    assert "other_year_caption" not in rules(read_tables(blocks_of_html(listed), year=2022))
