"""Grids given to tables: tables on their side, in parts, with units and years from around them."""

from __future__ import annotations

import pytest

from reportscraper.model import FormId
from reportscraper.report.tables.read_tables import read_tables
from reportscraper.report.tables.recognise import recognise
from tests.census import shapes

from .printed import RULES, blocks, blocks_of_html, ch2, differences, figure, finding, report, reshaped


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


def test_blocks_in_rows_that_lack_one_are_not_read() -> None:
    rows = ["类型|结果维持|结果纠正|其他结果|尚未审结|总计", "行政复议|1|2|3|4|10", "未经复议直接起诉|0|0|0|0|0"]
    read = read_tables(blocks_of_html(RULES + ch2(rows)), year=2022)
    assert {each.value for each in read.figures if "litigation" in each.indicator or "review" in each.indicator} == {
        None
    }


def test_a_row_of_sums_beside_the_blocks_is_reported() -> None:
    rows = [
        "类型|结果维持|结果纠正|其他结果|尚未审结|总计",
        "行政复议|1|2|3|4|10",
        "未经复议直接起诉|0|0|1|0|1",
        "复议后起诉|0|0|0|0|0",
        "全部案件|1|2|4|4|11",
    ]
    read = read_tables(blocks_of_html(RULES + ch2(rows)), year=2022)
    assert [each.value for each in read.figures if each.indicator.startswith("review_")] == [1, 2, 3, 4, 10]
    assert "not understood: 全部案件 | 1 | 2 | 4 | 4 | 11" in [each.message for each in read.findings]


def test_a_header_of_other_columns_ends_the_one_above() -> None:
    text = ch2(["信息内容|本年处理决定数量", "行政许可|4152", "信息内容|办结率", "行政处罚|98", "行政强制|97"])
    assert recognised(text) == [("ch2", (1,), 1)]


def test_parts_of_one_table_are_one_reading_and_a_copy_is_another() -> None:
    fees = ch2(["信息内容|本年收费金额（单位：万元）", "行政事业性收费|3.5"])
    assert recognised(RULES + fees) == [("ch2", (1, 2), 7)]
    assert recognised(RULES + fees + RULES) == [("ch2", (1, 2), 7), ("ch2", (3,), 6)]
    assert recognised(f"<p>2022年</p>{RULES}<p>2021年</p>{fees}") == [("ch2", (1,), 6), ("ch2", (2,), 1)]
