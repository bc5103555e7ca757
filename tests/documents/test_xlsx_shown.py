"""A cell of a workbook is read as its format and its fonts show it."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from reportscraper.documents.office.xlsx import read_xlsx

OPAQUE = "\ufffc"


def read_cell(value: Any, number_format: str = "General", font: Font | None = None, far: bool = False) -> str:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("a", "b", "c"), ("d", value, "e"), ("f", 1, "g")):
        sheet.append(row)
    cell = sheet.cell(2, 2)
    cell.number_format = number_format
    if font is not None:
        cell.font = font
    if far:
        sheet.cell(5_000, 300).number_format = "0.00"
    held = io.BytesIO()
    book.save(held)
    grid = read_xlsx(held.getvalue()).blocks[0].grid
    assert grid is not None
    shown = grid.slots[1][1]
    assert shown is not None
    return shown.text


@pytest.mark.parametrize(
    ("value", "number_format", "seen"),
    [
        (12, "General", "12"),
        (12, "0", "12"),
        (1234, "#,##0", "1234"),
        (313.77, "0.00", "313.77"),
        (313.777, "0.00", "313.78"),
        (0.1 + 0.2, "General", "0.3"),
        (12, "0_ ", "12"),
        (-3, "0_);[Red]-0", "-3"),
        (12000, "0,", "12000" + OPAQUE),
        (3137700, "0!.0000", "3137700" + OPAQUE),
        (0.12, "0%", "0.12" + OPAQUE),
        (12, '"3"0', "12" + OPAQUE),
        (12, '0"年"', "12" + OPAQUE),
        (12, ";;;", "12" + OPAQUE),
        (12, "yyyy", "12"),
    ],
)
def test_only_formats_that_show_the_number_are_read(value: float, number_format: str, seen: str) -> None:
    if number_format == "yyyy":
        assert read_cell(value, number_format) != seen  # a date, whatever it is
    else:
        assert read_cell(value, number_format) == seen


@pytest.mark.parametrize(
    ("parts", "seen"),
    [
        ((TextBlock(InlineFont(strike=True), "41"), "52"), "52"),
        (("12", TextBlock(InlineFont(vertAlign="superscript"), "1")), "12"),
        (("12", TextBlock(InlineFont(sz=1), "9")), "12"),
        (("12", TextBlock(InlineFont(color="FFFFFFFF"), "9")), "12"),
        ((TextBlock(InlineFont(sz=10), "1"), TextBlock(InlineFont(sz=24), "2")), "1" + OPAQUE + "2"),
    ],
)
def test_fonts_within_a_cell(parts: tuple[Any, ...], seen: str) -> None:
    assert read_cell(CellRichText(*parts)) == seen


def test_fonts_of_a_cell_and_cells_that_hold_a_format_alone() -> None:
    assert read_cell(12, font=Font(strike=True)) == "12" + OPAQUE
    assert read_cell(12, font=Font(color="FFFFFFFF")) == ""
    assert read_cell(12, far=True) == "12"
