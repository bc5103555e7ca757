"""Grids given to tables: tables on their side, in parts, with units and years from around them."""

from __future__ import annotations

import pytest

from reportscraper.model import FormId
from reportscraper.report.tables.read_tables import read_tables
from reportscraper.report.tables.recognise import recognise
from tests.census import shapes
from tests.made import markup

from .printed import RULES, blocks, blocks_of_html, ch2, differences, figure, report, reshaped


def recognised(text: str, year: int = 2022) -> list[tuple[str, tuple[int, ...], int]]:
    """Table, grids and number of figures of each reading."""
    found = recognise(blocks_of_html(text), year)
    return [(reading.table, tuple(reading.grids), len(reading.spots)) for reading in found.readings]


@pytest.mark.parametrize("form", ["2019", "2021"])
@pytest.mark.parametrize(
    "shape",
    [
        shapes.only("ch2", shapes.rows_across),
        shapes.only("ch3", shapes.on_its_side),
        shapes.only("ch4", shapes.blocks_in_rows),
        shapes.only("ch4", shapes.blocks_in_rows_titled),
    ],
)
def test_a_table_on_its_side_is_read(form: FormId, shape: shapes.Shape) -> None:
    true = report(form)
    read = read_tables(blocks(reshaped(true, shape)), year=true.year)
    assert differences(true, read) == {}
    assert not [found for found in read.findings if found.severity != "info"]


def test_a_figure_of_a_turned_table_names_its_own_cell() -> None:
    true = report("2021")
    tables = blocks(reshaped(true, shapes.only("ch3", shapes.on_its_side)))
    read = read_tables(tables, year=true.year)
    for each in (figure(read, "requests_new", "total"), figure(read, "result_total", "natural_person")):
        grid = tables[each.table - 1].grid
        assert grid is not None
        slot = grid.slots[each.row - 1][each.column - 1]
        assert slot is not None
        assert (slot.text, slot.row, slot.column) == (each.raw, each.row, each.column)


def test_figures_without_a_label_below_a_turned_table_are_told_at_their_row() -> None:
    true = report("2021")
    (turned,) = [each for each in reshaped(true, shapes.only("ch3", shapes.on_its_side)) if len(each.rows) == 10]
    text = markup.table_html(turned, markup.plain_cell, "").replace("</table>", f"<tr>{'<td>7</td>' * 28}</tr></table>")
    read = read_tables(blocks_of_html(text), year=true.year)
    told = [each for each in read.findings if each.rule == "unmapped_label"]
    assert [(each.row, each.column, each.severity) for each in told] == [(11, 1, "warning")]
    assert {applicant for _, applicant in told[0].cells} == {"total"}, "the row above them"


def test_a_header_of_other_columns_ends_the_one_above() -> None:
    text = ch2(["信息内容|本年处理决定数量", "行政许可|4152", "信息内容|办结率", "行政处罚|98", "行政强制|97"])
    assert recognised(text) == [("ch2", (1,), 1)]


def test_parts_of_one_table_are_one_reading_and_a_copy_is_another() -> None:
    fees = ch2(["信息内容|本年收费金额（单位：万元）", "行政事业性收费|3.5"])
    assert recognised(RULES + fees) == [("ch2", (1, 2), 7)]
    assert recognised(RULES + fees + RULES) == [("ch2", (1, 2), 7), ("ch2", (3,), 6)]
    assert recognised(f"<p>2022年</p>{RULES}<p>2021年</p>{fees}") == [("ch2", (1,), 6), ("ch2", (2,), 1)]
