"""What captions, notes, rows and columns beside a table say of its figures: another body, year, part of a year, unit."""

from __future__ import annotations

import pytest

from reportscraper.model import FormId, Tables
from reportscraper.report.tables.notes import other_body, qualifies, tells_otherwise, units_declared
from reportscraper.report.tables.read_tables import read_tables
from tests.made import markup
from tests.made.tables import TableCell, TableModel

from .printed import blocks_of_html, figure, model, report, tables_of

BODY = "云溪县人民政府"


def read(*parts: TableModel | str, form: FormId = "2021") -> Tables:
    written = (p if isinstance(p, str) else markup.table_html(p, markup.plain_cell, "") for p in parts)
    return read_tables(blocks_of_html("".join(written)), year=report(form).year, body=BODY)


def chapter(kind: str, form: FormId = "2021") -> TableModel:
    return next(table for table in tables_of(report(form)) if table.kind == kind)


def told(found: Tables, indicator: str) -> set[str]:
    """The warnings that name a cell."""
    return {f.rule for f in found.findings if f.severity != "info" and any(cell[0] == indicator for cell in f.cells)}


@pytest.mark.parametrize(
    "text",
    [
        "填报单位：云溪县水利局",
        "云溪县水利局统计表",
        "附件：云溪县水利局统计表",
        "（云溪县青山镇2022年度数据）",
        "本表为云溪县水利局数据。",
        "统计范围：乡镇（街道）",
        "以下为各乡镇数据",
        "全县各乡镇（街道）",
        "县直部门情况",
    ],
)
def test_a_caption_names_another_body(text: str) -> None:
    assert other_body(text, BODY)
    assert other_body(text, None) is None


@pytest.mark.parametrize(
    "text", ["填报单位：云溪县人民政府", "填报单位：云溪县人民政府办公室", "云溪县政务服务局统计表"]
)
def test_a_caption_names_the_own_body_or_who_fills_in_its_tables(text: str) -> None:
    assert not other_body(text, BODY)


@pytest.mark.parametrize(
    "text",
    [
        "二、主动公开政府信息情况",
        "具体情况如下表",
        "本表由各单位填报",
        "政府信息公开情况统计表",
        "机关",
        "各单位",
        "统计数据",
    ],
)
def test_a_caption_without_a_body_names_none(text: str) -> None:
    assert other_body(text, BODY) is None


def test_the_table_of_another_body_is_told_and_the_own_one_counts_before_it() -> None:
    table = chapter("ch4")
    other = model(table, [[TableCell("7", key=None) if c.key else c for c in row] for row in table.rows])
    alone = read("<p>填报单位：云溪县水利局</p>", table)
    assert "other_body_table" in told(alone, "review_total")
    both = read("<p>云溪县水利局</p>", other, "<p>云溪县人民政府</p>", table)
    assert figure(both, "review_total").raw == report("2021").figures["review_total", None].printed
    assert "other_body_table" not in told(both, "review_total")


@pytest.mark.parametrize(
    "text",
    [
        "上半年数据",
        "（1—6月）",
        "近三年累计",
        "2019—2022年累计",
        "（草表）",
        "作废",
        "预计数",
        "统计时间：2022年1月至6月",
    ],
)
def test_titles_of_a_table_that_is_not_of_the_whole_year(text: str) -> None:
    assert qualifies(text)
    assert "note_qualifies" in told(read(f"<p>{text}</p>", chapter("ch3")), "requests_new")


@pytest.mark.parametrize(
    "text", ["2022年1月1日至12月31日", "1—12月", "政府信息公开情况汇总表", "二、上半年工作", "本年新收和上年结转情况"]
)
def test_titles_of_a_table_of_the_whole_year(text: str) -> None:
    assert not qualifies(text)


@pytest.mark.parametrize("row", ["2021年数据", "（上年）", "统计年度：2021", "2021", "上半年"])
@pytest.mark.parametrize("kind", ["ch2", "ch3", "ch4"])
def test_a_row_to_itself_below_the_figures_is_a_note(kind: str, row: str) -> None:
    table = chapter(kind)
    width = sum(cell.colspan for cell in table.rows[0])
    read_figures = read(model(table, [*table.rows, [TableCell(row, 1, width)]]))
    indicator = next(cell.key[0] for line in table.rows for cell in line if cell.key)
    assert told(read_figures, indicator)


def test_what_goes_on_under_another_year_is_no_part_of_the_table_above() -> None:
    table = chapter("ch3")
    at = next(i for i, row in enumerate(table.rows) if row[-1].key and row[-1].key[0] == "requests_carried_in")
    cut = read(model(table, table.rows[:at]), "<p>上年数据</p>", model(table, table.rows[at:]))
    assert figure(cut, "requests_new", "total").kind == "number"
    assert figure(cut, "result_total", "total").kind == "missing"
    assert told(cut, "result_total")


@pytest.mark.parametrize("text", ["2021年", "上年", "%", "占比", "去年同期", "2021"])
def test_a_label_before_the_figures_of_chapter_four(text: str) -> None:
    head, *rest, values = chapter("ch4").rows
    table = model(chapter("ch4"), [(TableCell("年度", 3), *head), *rest, (TableCell(text), *values)])
    assert told(read(table), "review_total")
    own = model(chapter("ch4"), [(TableCell("年度", 3), *head), *rest, (TableCell("2022年"), *values)])
    assert figure(read(own), "review_total").raw == report("2021").figures["review_total", None].printed


def test_a_row_of_units_is_none_of_figures() -> None:
    table = chapter("ch3")
    rows = [*table.rows[:3], (TableCell("单位", 1, 3), *(TableCell("%") for _ in range(7))), *table.rows[3:]]
    assert told(read(model(table, rows)), "result_total")
    rows[3] = (TableCell("单位", 1, 3), *(TableCell("件") for _ in range(7)))
    assert (
        figure(read(model(table, rows)), "result_total", "total").value
        == figure(read(table), "result_total", "total").value
    )


@pytest.mark.parametrize(
    ("text", "is_other"),
    [("2021年", True), ("2022年", False), ("上年", True), ("本年", False), ("%", True), ("件", False)],
)
def test_labels_that_tell_of_other_figures(text: str, is_other: bool) -> None:
    assert tells_otherwise(text, 2022) is is_other


def fees(title: str, header: tuple[str, ...], row: tuple[str, ...]) -> float | None:
    rows = [[TableCell(title, 1, len(header))], [TableCell(t) for t in header], [TableCell(t) for t in row]]
    return figure(read(model(chapter("ch2"), rows)), "ch2_fee_amount").value


def test_money_in_the_unit_of_its_block_or_of_a_column_of_units() -> None:
    header, row = ("信息内容", "本年收费金额"), ("行政事业性收费", "203000")
    assert fees("第二十条第（八）项（单位：元）", header, row) == 20.3
    assert fees("第二十条第（八）项 单位：元", header, row) == 20.3
    with_unit = ("信息内容", "单位", "本年收费金额")
    assert fees("第二十条第（八）项", with_unit, ("行政事业性收费", "元", "203000")) == 20.3


@pytest.mark.parametrize(
    ("own", "other", "behind"),
    [("今年", "去年", False), ("本期", "上期", True), ("本年", "累计", True), ("全年", "上半年", False)],
)
def test_columns_of_two_spans_in_a_list(own: str, other: str, behind: bool) -> None:
    table = chapter("stat", "2014")
    order = (0, 1) if behind else (1, 0)
    rows = []
    for index, row in enumerate(table.rows):
        pair = (row[-1], TableCell("7777")) if index else (TableCell(own), TableCell(other))
        rows.append((*row[:-1], *(pair[i] for i in order)))
    found = read(model(table, rows), form="2014")
    true = report("2014").figures
    assert all(f.raw == true[f.indicator, f.applicant].printed for f in found.figures)


@pytest.mark.parametrize("text", ["2021年", "上年数据", "上半年", "1—6月", "累计", "占比"])
@pytest.mark.parametrize(
    ("kind", "indicator"), [("ch2", "ch2_coercion_decisions"), ("ch3", "requests_new"), ("ch4", "review_total")]
)
def test_a_heading_over_the_columns_of_figures(kind: str, indicator: str, text: str) -> None:
    table = chapter(kind)
    rows: list[tuple[TableCell, ...]] = []
    for row in table.rows:
        if kind == "ch2" and row[0].text == "信息内容":
            width = sum(cell.colspan for cell in row[1:])
            rows += [(TableCell("信息内容", 2), TableCell(text, 1, width)), row[1:]]
        elif kind == "ch3" and not rows:
            rows.append((row[0], TableCell(text, 1, 7)))
        elif kind == "ch4" and not rows:
            rows += [(TableCell(text, 1, 15),), row]
        else:
            rows.append(row)
    assert told(read(model(table, rows)), indicator)


@pytest.mark.parametrize(
    "text", ["2021年", "（上年数据）", "上半年", "年度：2021", "2021年数据（本列数据的勾稽关系为：第一项加第二项之和）"]
)
def test_a_corner_or_a_column_in_front_that_names_another_year(text: str) -> None:
    table = chapter("ch3")
    corner = model(table, [(TableCell(text, 3, 3), *table.rows[0][1:]), *table.rows[1:]])
    assert told(read(corner), "requests_new")
    head, *rest = table.rows
    column = TableCell(text, len(table.rows) - 3)
    front = model(table, [(TableCell("年度", 3), *head), *rest[:2], (column, *rest[2]), *rest[3:]])
    assert told(read(front), "requests_carried_out")


@pytest.mark.parametrize("text", ["三、上年度办理结果", "三、2021年度办理结果", "三、累计办理结果"])
def test_a_group_of_rows_under_another_year(text: str) -> None:
    table = chapter("ch3")
    changed = model(
        table,
        [
            [TableCell(text, c.rowspan, c.colspan) if c.text.startswith("三、") else c for c in row]
            for row in table.rows
        ],
    )
    found = read(changed)
    assert told(found, "result_granted")
    assert not told(found, "requests_new")


@pytest.mark.parametrize("text", ["信息内容（上年）", "2021年信息内容"])
def test_a_block_whose_first_column_names_another_year(text: str) -> None:
    table = chapter("ch2")
    changed = [
        [TableCell(text, c.rowspan, c.colspan) if c.text == "信息内容" else c for c in row] for row in table.rows
    ]
    assert told(read(model(table, changed)), "ch2_license_decisions")


@pytest.mark.parametrize("text", ["云溪县水利局", "乡镇", "各部门", "青山镇"])
@pytest.mark.parametrize(
    ("kind", "form", "indicator"),
    [("ch3", "2021", "requests_new"), ("ch4", "2021", "review_total"), ("stat", "2014", "disclosed_info_total")],
)
def test_a_column_in_front_or_a_heading_that_names_other_bodies(
    kind: str, form: FormId, indicator: str, text: str
) -> None:
    table = chapter(kind, form)
    first = next(i for i, row in enumerate(table.rows) if any(cell.key for cell in row))
    front = [(TableCell("单位", first), *table.rows[0]), *table.rows[1:]]
    front[first] = (TableCell(text, len(table.rows) - first), *front[first])
    assert told(read(model(table, front), form=form), indicator)
    over = [(TableCell(text, 1, sum(cell.colspan for cell in table.rows[0])),), *table.rows]
    assert told(read(model(table, over), form=form), indicator)
    front[first] = (TableCell("云溪县人民政府", len(table.rows) - first), *front[first][1:])
    assert not told(read(model(table, front), form=form), indicator)


@pytest.mark.parametrize("text", ["（三）部分不予公开", "（三）转办", "（三）乡镇不予公开"])
def test_a_group_of_rows_under_another_name(text: str) -> None:
    def renamed(name: str) -> Tables:
        table = chapter("ch3")
        rows = [[TableCell(name, c.rowspan) if c.text == "（三）不予公开" else c for c in row] for row in table.rows]
        return read(model(table, rows))

    assert told(renamed(text), "denied_state_secret")
    assert not told(renamed(text), "unable_not_held")
    assert not told(renamed("（三）不与公开"), "denied_state_secret")


def test_a_column_of_hundreds_is_told_where_only_zeros_stand() -> None:
    rows = [[TableCell(t) for t in ("信息内容", "本年处理决定数量（百件）")], [TableCell("行政许可"), TableCell("0")]]
    assert "unit_differs" in told(read(model(chapter("ch2"), rows)), "ch2_license_decisions")


def test_a_mark_in_a_column_that_a_note_makes_a_unit() -> None:
    assert [unit.name for unit in units_declared("*元")] == ["元"]
    assert units_declared("*本表") == ()
