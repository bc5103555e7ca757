"""A cell of a workbook is read as its format and its fonts show it."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Callable
from typing import Any

import openpyxl
import PIL.Image
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import ColorScaleRule, Rule
from openpyxl.styles import Alignment, Border, Color, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat

from reportscraper.documents.office.xlsx import read_xlsx

from .samples import middle_cell, nine_cells

OPAQUE = "\ufffc"


def read_cell(
    value: Any,
    number_format: str = "General",
    font: Font | None = None,
    far: bool = False,
    edit: Callable[[Any], None] | None = None,
) -> str:
    book, sheet = nine_cells(value, number_format, font)
    if edit is not None:
        edit(sheet)
    if far:
        sheet.cell(5_000, 300).number_format = "0.00"
    held = io.BytesIO()
    book.save(held)
    return middle_cell(held.getvalue())


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
        (2.5, "0", "3"),
        (12000, "0,", "12"),
        (12345678, "#,##0,.00", "12,345.68"),
        (12345678, "#,##0.0,,", "12.3"),
        (3137700, "0!.0000", "313.7700"),
        (3137700, '0"."0000', "313.7700"),
        (3137700, '0!.0,"万"', "313.8万"),
        (1234, "0-000", "1-234"),
        (0.12, "0%", "12%"),
        (0.125, "0%", "13%"),
        (-12, "0%", "-1200%"),
        (12, '"3"0', "12" + OPAQUE),
        (12, '0"十"', "12" + OPAQUE),
        (12, '0"年"', "12年"),
        (12, "0件", "12件"),
        (12, '"共"0"件"', "共12件"),
        (12, "¥#,##0.00", "¥12.00"),
        (12, "[$¥-804]#,##0.00", "¥12.00"),
        (12, ";;;", "12" + OPAQUE),
        (0, "0;-0;;@", "0" + OPAQUE),
        (0, "#", "0" + OPAQUE),
        (12, "0;;;", "12"),
        (0, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "-"),
        (4152, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "4152"),
        (-5, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "-5"),
        (-5, "0_);(0)", "(5)"),
        (-5, "0;[Red]0", "-5" + OPAQUE),
        (12, "[White]0", "12" + OPAQUE),
        (12, "[Color2]0", "12" + OPAQUE),
        (12, "[Color 21]0", "12"),
        (12, "0*9", "12" + OPAQUE),
        (12, "* 0", "12"),
        (12000, '[>=10000]0!.0,"万";0', "12000" + OPAQUE),
        (12, "[DBNum1]0", "12" + OPAQUE),
        (12, "# ?/?", "12" + OPAQUE),
        (12, "0.00E+00", "12" + OPAQUE),
        (5, 'General"件"', "5件"),
        (5, "G/通用格式人", "5人"),
        (5, "[Blue]General", "5"),
        (5, "[White]General", "5" + OPAQUE),
        (5, 'General"0"', "5" + OPAQUE),
        (-5, "General;General", "-5" + OPAQUE),
        (5, "-0", "-5"),
        (5, "0*-", "5" + OPAQUE),
        (5, "*x0", "5" + OPAQUE),
        ("12", "[White]@", "12" + OPAQUE),
        ("12", "@", "12"),
        ("12", '@"万"', "12万"),
        ("12", '0;0;0;"3"@', "12" + OPAQUE),
        ("12", "0;0;0;", "12" + OPAQUE),
        ("规章", "0;0;0;", "规章"),
        (0, '_(* #,##0_);_(* (#,##0);_(* "-"??_);_(@_)', "-"),
        (0, '0;0;"x"??', "0" + OPAQUE),
        (60, "[$-2000401]0", "60" + OPAQUE),
        (60, "[$-804]0", "60"),
        (12, "yyyy", "12"),
    ],
)
def test_a_number_is_read_as_its_format_shows_it(value: float | str, number_format: str, seen: str) -> None:
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
    assert read_cell(12, font=Font(color="FFFFFFFF")) == OPAQUE  # a figure hidden whole is no blank
    assert read_cell(12, far=True) == "12"


@pytest.mark.parametrize(
    ("width", "size", "seen"),
    [(4, 11, "4152"), (3, 11, "4152" + OPAQUE), (2, 11, "4152" + OPAQUE), (4, 22, "4152" + OPAQUE), (20, 11, "4152")],
)
def test_a_column_too_narrow_for_a_number_shows_none(width: float, size: float, seen: str) -> None:
    def narrow(sheet: Any) -> None:
        sheet.column_dimensions["B"].width = width
        sheet.cell(2, 2).font = Font(sz=size)

    assert read_cell(4152, edit=narrow) == seen


@pytest.mark.parametrize(
    ("font", "fill", "seen"),
    [
        (Font(color="FFFFFFFF"), None, OPAQUE),
        (Font(color=Color(theme=0)), None, OPAQUE),
        (Font(color=Color(indexed=9)), None, OPAQUE),
        (Font(color="FFFFFFFF"), "FF1F4E79", "12"),
        (Font(color="FF1F4E79"), "FF1F4E79", OPAQUE),
        (Font(), "FF000000", OPAQUE),
        (Font(color=Color(theme=1, tint=0.99)), None, OPAQUE),
        (Font(color=Color(theme=1, tint=0.35)), None, "12"),
        (Font(name="Wingdings"), None, "12" + OPAQUE),
    ],
)
def test_print_of_the_colour_of_its_ground_is_not_seen(font: Font, fill: str | None, seen: str) -> None:
    def colour(sheet: Any) -> None:
        sheet.cell(2, 2).font = font
        if fill:
            sheet.cell(2, 2).fill = PatternFill("solid", fgColor=fill)

    assert read_cell(12, edit=colour) == seen


def test_the_name_of_a_sheet_heads_it_where_it_tells_a_year() -> None:
    book = openpyxl.Workbook()
    book.active.title = "2020年"
    book.active.append(("规章", 3))
    for name in ("2021年", "Sheet3", "2022空表"):
        book.create_sheet(name)
    book["2021年"].append(("规章", 4))
    book["Sheet3"].append(("规章", 5))
    held = io.BytesIO()
    book.save(held)
    blocks = read_xlsx(held.getvalue()).blocks
    assert [block.text or block.grid for block in blocks if block.grid is None] == ["2020年", "2021年"]
    assert [block.grid is None for block in blocks] == [True, False, True, False, False]


def test_zeros_and_formulas_that_a_sheet_does_not_show() -> None:
    def no_zeros(sheet: Any) -> None:
        sheet.sheet_view.showZeros = False

    def formulas(sheet: Any) -> None:
        sheet.sheet_view.showFormulas = True

    def low(sheet: Any) -> None:
        sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = 2, True

    def narrow(sheet: Any) -> None:
        sheet.sheet_format.defaultColWidth = 1

    def coloured(sheet: Any) -> None:
        sheet.conditional_formatting.add("B2", ColorScaleRule("min", None, "FF000000", "max", None, "FFFFFFFF"))

    assert read_cell(12, edit=low) == "12" + OPAQUE
    assert read_cell(12345, edit=narrow) == "12345" + OPAQUE
    assert read_cell(12, edit=coloured) == "12" + OPAQUE
    assert read_cell(0, edit=no_zeros) == "0" + OPAQUE
    assert read_cell(12, edit=no_zeros) == "12"
    assert read_cell(12, edit=formulas) == "12" + OPAQUE


@pytest.mark.parametrize(
    ("style", "seen"),
    [
        (DifferentialStyle(font=Font(color="FFFFFFFF")), "12" + OPAQUE),
        (DifferentialStyle(font=Font(strike=True)), "12" + OPAQUE),
        (DifferentialStyle(numFmt=NumberFormat(numFmtId=200, formatCode=";;;")), "12" + OPAQUE),
        (DifferentialStyle(font=Font(color="FFFF0000")), "12"),
        (DifferentialStyle(fill=PatternFill("solid", bgColor="FFFFFF00")), "12"),
        (DifferentialStyle(fill=PatternFill("solid", bgColor="FF000000")), "12" + OPAQUE),
        (DifferentialStyle(font=Font(color="FFFFFFFF"), fill=PatternFill("solid", bgColor="FF000000")), "12"),
        (DifferentialStyle(font=Font(b=True)), "12"),
    ],
)
def test_formats_that_depend_on_a_condition(style: Any, seen: str) -> None:
    def condition(sheet: Any) -> None:
        sheet.conditional_formatting.add("B2:B3", Rule(type="expression", dxf=style, formula=["B2>0"]))

    assert read_cell(12, edit=condition) == seen


def test_a_label_that_a_condition_hides_is_not_read_as_it_stands() -> None:
    style = DifferentialStyle(font=Font(color="FFFFFFFF"))

    def condition(sheet: Any) -> None:
        sheet.conditional_formatting.add("B2", Rule(type="expression", dxf=style, formula=["A1>0"]))

    assert read_cell("规章", edit=condition) == "规章" + OPAQUE


@pytest.mark.parametrize(
    ("told", "value", "seen"),
    [
        ("equal 0", 12, "12"), ("equal 0", 0, "0" + OPAQUE), ("equal 0", "规章", "规章"), ("greaterThan 5", "规章", "规章" + OPAQUE),
        ("between 1 9", 12, "12"), ("notBetween 1 9", 12, "12" + OPAQUE), ("equal $A$1", 12, "12" + OPAQUE),
    ],
)  # fmt: skip
def test_a_condition_that_compares_with_numbers_hides_what_it_holds_for(told: str, value: Any, seen: str) -> None:
    how, *numbers = told.split()
    style = DifferentialStyle(font=Font(color="FFFFFFFF"))

    def condition(sheet: Any) -> None:
        sheet.conditional_formatting.add("A1:C3", Rule(type="cellIs", operator=how, dxf=style, formula=numbers))

    assert read_cell(value, edit=condition) == seen


@pytest.mark.parametrize(
    ("value", "anchor", "seen"), [(12, "B2", "12" + OPAQUE), (None, "B2", OPAQUE), (12, "C2", "12"), (None, "C2", "")]
)
def test_a_picture_over_a_cell(value: Any, anchor: str, seen: str) -> None:
    def draw(sheet: Any) -> None:
        picture = io.BytesIO()
        PIL.Image.new("RGB", (8, 8)).save(picture, "PNG")
        sheet.add_image(Image(picture), anchor)

    assert read_cell(value, edit=draw) == seen


@pytest.mark.parametrize(
    ("height", "value", "seen"), [(5, 12, "12" + OPAQUE), (5, "规章", "规章"), (8, 12, "12"), (20, 12, "12")]
)
def test_a_row_too_low_for_a_figure_shows_half_of_it(height: float, value: Any, seen: str) -> None:
    def low(sheet: Any) -> None:
        sheet.row_dimensions[2].height = height

    def low_and_wide(sheet: Any) -> None:
        low(sheet)
        sheet["C2"].value = None
        sheet.merge_cells("B2:C2")

    assert read_cell(value, edit=low) == read_cell(value, edit=low_and_wide) == seen


@pytest.mark.parametrize(
    ("wraps", "width", "seen"), [(False, 4, "123456789" + OPAQUE), (True, 4, "123456789"), (False, 12, "123456789")]
)
def test_a_column_too_narrow_for_digits_that_are_text_shows_the_first(wraps: bool, width: float, seen: str) -> None:
    def narrow(sheet: Any) -> None:
        sheet.column_dimensions["B"].width = width
        sheet.cell(2, 2).alignment = Alignment(wrap_text=wraps)

    assert read_cell("123456789", edit=narrow) == seen


def test_a_line_across_a_cell_and_text_that_fills_it_leave_it_unread() -> None:
    def crossed(sheet: Any) -> None:
        sheet.cell(2, 2).border = Border(diagonal=Side(style="thin"), diagonalUp=True)

    def filling(sheet: Any) -> None:
        sheet.cell(2, 2).alignment = Alignment(horizontal="fill")

    for edit in (crossed, filling):
        assert read_cell(12, edit=edit) == "12" + OPAQUE


def test_bars_that_newer_programs_show_in_place_of_numbers() -> None:
    held = io.BytesIO()
    book = openpyxl.Workbook()
    for row in (("a", "b"), ("c", 12), ("d", 34)):
        book.active.append(row)
    book.save(held)
    form = (
        '<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" xmlns:xm="http://schemas.microsoft.com/office/'
        'excel/2006/main" uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}"><x14:conditionalFormattings><x14:conditionalFormatting>'
        '<x14:cfRule type="iconSet"><x14:iconSet showValue="0"/></x14:cfRule><xm:sqref>B2</xm:sqref>'
        "</x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst></worksheet>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(held) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"</worksheet>", form.encode()))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        grid = read_xlsx(out.getvalue()).blocks[0].grid
    assert grid is not None
    assert [cell.text for cell in grid.cells] == ["a", "b", "c", "12" + OPAQUE, "d", "34"]


@pytest.mark.parametrize(("number", "is_date"), [(27, True), (31, True), (58, True), (1, False), (37, False)])
def test_dates_whose_format_a_chinese_excel_does_not_write_down(number: int, *, is_date: bool) -> None:
    def edit(sheet: Any) -> None:
        sheet.cell(2, 2)._style.numFmtId = number

    assert (OPAQUE in read_cell(44562, edit=edit)) is is_date


def test_a_far_blank_makes_no_sheet_larger() -> None:
    def edit(sheet: Any) -> None:
        sheet.cell(4_000, 300).value = " "

    assert read_cell(12, edit=edit) == "12"


@pytest.mark.parametrize(
    ("formula", "seen"),
    [
        ('_xlfn.IMAGE("a")', OPAQUE),
        ('image("a")', OPAQUE),
        ('IF(1,_xlfn.IMAGE("a"),0)', OPAQUE),
        ('_xlfn.DISPIMG("ID_1",1)', OPAQUE),
        ("RANDBETWEEN(1,9)", OPAQUE),
        ("DAY(NOW())", OPAQUE),
        ("TODAYS(1)", "0"),
        ("SUM(C1:C2)", "0"),
        ("pageimage!B2", "0"),
    ],
)
def test_a_formula_that_shows_a_picture_or_changes_stores_no_figure(formula: str, seen: str) -> None:
    held = io.BytesIO()
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("a", "b"), ("d", f"={formula}"), ("f", 1)):
        sheet.append(row)
    book.save(held)
    stored = io.BytesIO()
    with zipfile.ZipFile(held) as old, zipfile.ZipFile(stored, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"<v></v>", b"<v>0</v>").replace(b"<v />", b"<v>0</v>"))
    grid = read_xlsx(stored.getvalue()).blocks[0].grid
    assert grid is not None
    assert grid.cells[3].text == seen


@pytest.mark.parametrize(
    ("width", "alignment", "merged", "seen"),
    [
        (10, Alignment(indent=200), False, "12345" + OPAQUE),
        (10, Alignment(indent=1), False, "12345"),
        (1, Alignment(shrink_to_fit=True), False, "12345" + OPAQUE),
        (3, Alignment(shrink_to_fit=True), False, "12345"),
        (1, Alignment(), True, "12345" + OPAQUE),
        (4, Alignment(), True, "12345"),
    ],
)
def test_what_indents_and_shrinks_and_merges(width: float, alignment: Alignment, *, merged: bool, seen: str) -> None:
    def edit(sheet: Any) -> None:
        sheet.column_dimensions["B"].width = sheet.column_dimensions["C"].width = width
        sheet["B2"].alignment = alignment
        if merged:
            sheet["C2"].value = None
            sheet.merge_cells("B2:C2")

    assert read_cell(12345, edit=edit) == seen
