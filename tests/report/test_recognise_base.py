"""A grid with its labels: what stands beside a figure, cells under a header, prints of one cell entered."""

from __future__ import annotations

import pytest

from reportscraper.model import Cell, Grid
from reportscraper.report.tables.alignment import align
from reportscraper.report.tables.recognise_base import (
    Beside,
    FigureSpot,
    HeaderLeaf,
    LabelledGrid,
    TableMatch,
    looks_like_value,
)

from .printed import blocks_of_html, ch2

KEY = ("normative", "issued")


def grid(*rows: str) -> Grid:
    found = blocks_of_html(ch2(list(rows)))[0].grid
    assert found is not None
    return found


def cells(*places: tuple[int, int, str]) -> list[Cell]:
    """Cells of one row: column, columns covered, text."""
    return [Cell(text, 1, column, 1, span) for column, span, text in places]


def test_what_stands_beside_a_figure() -> None:
    sheet = LabelledGrid(grid("信息内容|本年收费金额（元）", "行政事业性收费（网上）|12"), 2021)
    header, value = sheet.rows[0][1], sheet.rows[1][1]
    over = sheet.beside((header,))
    assert [unit.name for unit in over.units] == ["元"]
    spot = sheet.spot(value, over)
    assert (spot.cell, spot.table, spot.beside.foreign) == (value, 1, "行政事业性收费（网上）")
    assert spot.beside.units == over.units


def test_nothing_stands_beside_a_figure_of_the_plain_form() -> None:
    sheet = LabelledGrid(grid("信息内容|本年处理决定数量", "行政许可（2021年）|12"), 2021)
    assert sheet.spot(sheet.rows[1][1]).beside == Beside()
    assert LabelledGrid(sheet.grid, 2022).spot(sheet.rows[1][1]).beside.foreign == "行政许可（2021年）"


def test_a_turned_grid_leads_to_its_own_cells() -> None:
    plain = grid("甲|乙|丙", "1|2|3")
    sheet = LabelledGrid(plain, None, turned=True)
    assert [[cell.text for cell in row] for row in sheet.rows] == [["甲", "1"], ["乙", "2"], ["丙", "3"]]
    assert sheet.spot(sheet.rows[2][1]).cell == plain.slots[1][2]
    assert [(cell.text, cell.row, cell.column) for cell in sheet.unused()][:2] == [("甲", 1, 1), ("1", 2, 1)]


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ([(1, 1, "1"), (2, 1, "2"), (3, 1, "3")], ["1", "2", "3"]),
        ([(1, 1, "1"), (2, 2, "")], ["1", "", ""]),
        ([(1, 1, "1"), (2, 2, "5")], None),
        ([(1, 1, "1"), (2, 1, "2")], None),
        ([(1, 1, "1"), (2, 1, "2"), (3, 1, "3"), (4, 1, "4")], None),
        ([(1, 2, "1"), (3, 1, "2"), (4, 1, "3")], ["1", "2", "3"]),
        ([], None),
    ],
)
def test_cells_under_a_header(printed: list[tuple[int, int, str]], read: list[str] | None) -> None:
    header = [HeaderLeaf(("k",), cell) for cell in cells((1, 1, "a"), (2, 1, "b"), (3, 1, "c"))]
    right = 5 if printed and printed[-1][0] == 4 else 4
    found = align(header, cells(*printed), right)
    assert (found and [cell.text for cell in found]) == read


def test_two_prints_of_one_cell_that_differ_are_both_refused() -> None:
    reading = TableMatch("ch2")
    one, same, other = (FigureSpot(Cell(text, row, 2), 1) for row, text in enumerate(("3", "3", "4"), 1))
    reading.put(KEY, one)
    reading.put(KEY, same)
    assert (reading.spots, [twice.same for twice in reading.printed_twice]) == ({KEY: one}, [True])
    reading.put(KEY, other)
    reading.put(KEY, one)
    assert reading.spots == {}
    assert [twice.same for twice in reading.printed_twice] == [True, False, False]


def test_a_figure_under_another_label_is_kept_apart() -> None:
    reading = TableMatch("ch2")
    foreign = FigureSpot(Cell("9", 1, 2), 1, Beside(foreign="行政规范性文件（上年）"))
    reading.put(KEY, foreign)
    assert (reading.spots, reading.foreign) == ({}, {KEY: foreign})


@pytest.mark.parametrize(
    ("text", "is_value"),
    [
        ("12", True),
        ("", True),
        ("/", True),
        ("无", True),
        ("12件", True),
        ("行政许可", False),
        ("自然人", False),
        ("2021年", True),
    ],
)
def test_what_may_stand_where_a_figure_is_expected(text: str, is_value: bool) -> None:
    assert looks_like_value(text) is is_value
