"""Whole tables: every form in every style, damaged tables, copies, decoys, units and findings."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from reportscraper.forms import load_forms
from reportscraper.model import FormId
from reportscraper.report.tables.read_tables import read_tables
from tests.made import markup
from tests.made.tables import TableCell, TableModel, map_cells

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
    relabel,
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
    assert "行政许可" in finding(read, "missing_rows").message


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


def test_a_matrix_row_with_one_merged_blank_cell() -> None:
    true = report("2021")
    tables = tables_of(true)
    rows = [list(row) for row in tables[1].rows]
    label, first, *_ = rows[3]
    rows[3] = [label, TableCell("0", key=first.key), TableCell("", 1, 6)]
    tables[1] = model(tables[1], rows)
    read = read_tables(blocks(tables), year=2022)
    assert figure(read, "requests_new", "natural_person").value == 0
    assert figure(read, "requests_new", "other_org").kind == "blank"
    assert rules(read) == {}


def test_a_merged_number_is_nobodys() -> None:
    tables = tables_of(report("2021"))
    rows = [list(row) for row in tables[1].rows]
    rows[3] = [rows[3][0], TableCell("3", 1, 7)]
    tables[1] = model(tables[1], rows)
    read = read_tables(blocks(tables), year=2022)
    assert {f.kind for f in read.figures if f.indicator == "requests_new"} == {"missing"}
    assert rules(read) == {"misaligned_columns": 1}


def test_a_misspelt_applicant_is_known_by_its_place_between_the_others() -> None:
    true = report("2021")
    tables = [relabel(table, lambda label: label.replace("科研机构", "科砚机沟")) for table in tables_of(true)]
    assert differences(true, read_tables(blocks(tables), year=2022)) == {}


def test_a_header_without_one_applicant_gives_no_figures() -> None:
    tables = [relabel(table, lambda label: "" if label == "自然人" else label) for table in tables_of(report("2021"))]
    read = read_tables(blocks(tables), year=2022)
    assert {f.kind for f in read.figures if f.applicant} == {"missing"}
    assert all(f.severity == "warning" for f in read.findings if f.rule == "misaligned_columns")


def test_unknown_rows_are_reported_with_their_text() -> None:
    tables = tables_of(report("2014"))
    tables[0] = model(tables[0], [*tables[0].rows, [TableCell("十、宣传报道数"), TableCell("篇"), TableCell("31")]])
    read = read_tables(blocks(tables), year=2016)
    unknown = finding(read, "unmapped_label")
    assert unknown.severity == "warning"
    assert unknown.message == "not understood: 十、宣传报道数 | 篇 | 31"


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


def test_blank_dash_and_none_are_kept_apart() -> None:
    true = report("2019")
    marks = iter(["", "/", "无", "—", "0"])
    table = map_cells(tables_of(true)[2], lambda c: TableCell(next(marks, "0"), 1, 1, c.key) if c.key else c)
    read = read_tables(blocks([table]), year=2019)
    kinds = [(f.kind, f.value) for f in read.figures[:5]]
    assert kinds == [("blank", None), ("dash", None), ("none", 0), ("dash", None), ("number", 0)]


def test_label_columns_merged_into_one() -> None:
    true = report("2021")
    tables = tables_of(true)
    rows, group = [], ""
    for row in tables[1].rows:
        labels = [cell for cell in row if not cell.key]
        group = next((cell.text for cell in labels if cell.text.startswith("（")), group)
        text = labels[-1].text
        text = f"{group}{text}" if text[0].isdigit() else text
        data = [cell for cell in row if cell.key]
        rows.append([TableCell(text, 1, 3), *data] if data else list(row))
    tables[1] = model(tables[1], rows)
    assert differences(true, read_tables(blocks(tables), year=2022)) == {}


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


def test_a_table_of_outcomes_alone_takes_its_block_from_the_caption() -> None:
    rows = ch2(["结果维持|结果纠正|其他结果|尚未审结|总计", "1|2|3|4|10"])
    read = read_tables(blocks_of_html("<p>（一）因政府信息公开被申请行政复议情况</p>" + rows + RULES), year=2022)
    assert [figure(read, f"review_{o}").value for o in ("upheld", "corrected", "other", "pending", "total")] == [
        1,
        2,
        3,
        4,
        10,
    ]
    assert figure(read, "litigation_direct_total").kind == "missing"
    read = read_tables(blocks_of_html("<p>行政复议、行政诉讼情况</p>" + rows + RULES), year=2022)
    assert figure(read, "review_total").kind == "missing"


def test_tables_of_two_forms() -> None:
    read = read_tables(blocks([*tables_of(report("2021")), *tables_of(report("2014"))]), year=2022)
    assert read.form == "2021"
    assert rules(read)["foreign_table"] == 1
    assert all(year in YEARS.values() for year in (2010, 2016, 2020, 2022))


COERCION = ("ch2_coercion_decisions", None)


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


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("总计", "占比"), ("总计", "小计"), ("自然人", "自然人（上年）"), ("法人或其他组织", "法人或其他组织（网上）"), ("科研机构", "科研机构（不含高校）"),
    ],
)  # fmt: skip
def test_an_applicant_that_is_not_the_forms_gives_no_figure(old: str, new: str) -> None:
    true = report("2021")
    tables = [relabel(t, lambda s: new if s == old else s) if t.kind == "ch3" else t for t in tables_of(true)]
    read = read_tables(blocks(tables), year=true.year)
    wrong = differences(true, read)
    assert 22 < len(wrong) <= 210
    assert {told.split()[0] for _, told in wrong.values()} == {"missing"}
    told = {cell for each in read.findings if each.severity == "warning" for cell in each.cells}
    assert told >= wrong.keys()


@pytest.mark.parametrize("label", ["行政复议", "结果维持", "未经复议直接起诉", "行政诉讼"])
def test_a_block_or_outcome_that_is_not_the_forms_gives_no_figure(label: str) -> None:
    true = report("2021")
    other = [
        relabel(t, lambda s: f"{s}（上年）" if s == label else s) if t.kind == "ch4" else t for t in tables_of(true)
    ]
    read = read_tables(blocks(other), year=true.year)
    wrong = differences(true, read)
    assert 3 <= len(wrong) <= 15
    assert {told.split()[0] for _, told in wrong.values()} == {"missing"}
