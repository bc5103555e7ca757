"""Excel 2003 XML made a workbook, so that one reader reads both."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import openpyxl
from lxml.etree import _Element
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reportscraper.documents import limits
from reportscraper.documents.html.colours import colour_of
from reportscraper.documents.html.declared import look_of_style
from reportscraper.documents.html.lengths import PIXELS
from reportscraper.documents.html.looks import CLEAR, Look
from reportscraper.documents.office.plain_xml import parse_xml, title_in_properties
from reportscraper.documents.office.wordml import with_bases
from reportscraper.documents.office.xlsx import document_of_workbook
from reportscraper.errors import DocumentError
from reportscraper.model import Document

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"
_HTML = "{http://www.w3.org/TR/REC-html40}"
_FORMATS = {"Fixed": "0.00", "Standard": "#,##0.00", "Percent": "0.00%", "General Number": "General", "": "General"}
"""Formats that Excel 2003 gives names; all others stand as in an xlsx."""
_POINTS_OF_A_DIGIT = 5.25
_COMPARED = {
    "Equal": "equal", "NotEqual": "notEqual", "Less": "lessThan", "LessOrEqual": "lessThanOrEqual", "Greater": "greaterThan",
    "GreaterOrEqual": "greaterThanOrEqual", "Between": "between", "NotBetween": "notBetween",
}  # fmt: skip
"""What an xlsx calls the ways of a condition to compare."""
_CORNER = re.compile(r"(?:R(\d+))?(?:C(\d+))?")
_MARKS: dict[str, dict[str, Any]] = {
    "S": {"strike": True},
    "Del": {"strike": True},
    "Strike": {"strike": True},
    "Sup": {"vertAlign": "superscript"},
    "Sub": {"vertAlign": "subscript"},
}


def read_excel_xml(data: bytes) -> Document:
    """The document in an Excel 2003 XML file. Raises DocumentError for files that are damaged or larger than any report."""
    root = parse_xml(data)
    fonts: dict[str, Font] = {}
    fills: dict[str, PatternFill] = {}
    formats: dict[str, str] = {}
    aligned: dict[str, Alignment] = {}
    for style in _styles_in_order(root):
        name, base = style.get(f"{_SS}ID", ""), style.get(f"{_SS}Parent", "Default")
        font, form = style.find(f"{_SS}Font"), style.find(f"{_SS}NumberFormat")
        aligned[name] = _make_alignment(style, aligned.get(base, Alignment()))
        fonts[name] = fonts.get(base, Font()) if font is None else _make_font(font, fonts.get(base, Font()))
        fill = style.find(f"{_SS}Interior")
        dots = "PatternColor" if fill is not None and fill.get(f"{_SS}Pattern") == "Gray75" else "Color"
        # A colour without a pattern is painted nowhere.
        is_painted = fill is not None and fill.get(f"{_SS}Pattern", "None") != "None"
        ground = fill.get(f"{_SS}{dots}", "") if fill is not None and is_painted else ""
        fills[name] = PatternFill("solid", fgColor=_as_argb(ground)) if ground else fills.get(base, PatternFill())
        told = form.get(f"{_SS}Format", "") if form is not None else None
        formats[name] = formats.get(base, "General") if told is None else _FORMATS.get(told, told)
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    formulas = openpyxl.Workbook()
    formulas.remove(formulas.worksheets[0])
    for each in root.iterfind(f"{_SS}Worksheet"):
        title = each.get(f"{_SS}Name", "")
        sheet, other = book.create_sheet(title), formulas.create_sheet(title)
        if (each.findtext(f"{_EXCEL}WorksheetOptions/{_EXCEL}Visible") or "SheetVisible") != "SheetVisible":
            sheet.sheet_state = "hidden"
        sheet.sheet_view.showZeros = each.find(f"{_EXCEL}WorksheetOptions/{_EXCEL}DoNotDisplayZeros") is None
        sheet.sheet_view.showFormulas = each.find(f"{_EXCEL}WorksheetOptions/{_EXCEL}DisplayFormulas") is not None
        for condition in each.iterfind(f"{_EXCEL}ConditionalFormatting"):
            _add_condition(sheet, condition)
        for cell, name in _fill_sheet(sheet, other, each):
            cell.number_format = formats.get(name, "General")
            cell.font, cell.fill = fonts.get(name, cell.font), fills.get(name, cell.fill)
            cell.alignment = aligned.get(name, cell.alignment)
    return document_of_workbook(book, formulas, title_in_properties(root))


def _fill_sheet(sheet: Worksheet, formulas: Worksheet, given: _Element) -> Iterator[tuple[Any, str]]:
    """Enter the cells of a sheet; each with the name of its style."""
    column = 0
    styles: dict[int, str] = {}
    table = given.find(f"{_SS}Table")
    usual = "Default" if table is None else table.get(f"{_SS}StyleID", "Default")
    if table is not None and (width := table.get(f"{_SS}DefaultColumnWidth")):
        sheet.sheet_format.defaultColWidth = float(width) / _POINTS_OF_A_DIGIT
    if table is not None and (height := table.get(f"{_SS}DefaultRowHeight")):
        sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = float(height), True
    for each in given.iterfind(f"{_SS}Table/{_SS}Column"):
        column = _number_said(each, "Index", column + 1)
        last = column + _number_said(each, "Span", 0)
        for number in range(column, min(last, limits.COLUMNS) + 1):
            made = sheet.column_dimensions[get_column_letter(number)]
            made.min, made.max, made.hidden = number, number, _is_hidden(each)
            styles[number] = each.get(f"{_SS}StyleID", usual)
            if width := each.get(f"{_SS}Width"):
                made.width = float(width) / _POINTS_OF_A_DIGIT
        column = last
    row = 0
    for line in given.iterfind(f"{_SS}Table/{_SS}Row"):
        row = _number_said(line, "Index", row + 1)
        span = _number_said(line, "Span", 0)
        column = 0
        for cell in line.iterfind(f"{_SS}Cell"):
            column = _number_said(cell, "Index", column + 1)
            across, down = _number_said(cell, "MergeAcross", 0), _number_said(cell, "MergeDown", 0)
            if row + down > limits.ROWS or column + across > limits.COLUMNS:
                raise DocumentError(f"a sheet is larger than {limits.ROWS} × {limits.COLUMNS}")
            filled = sheet.cell(row, column, _value_of_data(cell.find(f"{_SS}Data")))
            formulas.cell(row, column, cell.get(f"{_SS}Formula") or filled.value)
            yield filled, cell.get(f"{_SS}StyleID") or line.get(f"{_SS}StyleID") or styles.get(column, usual)
            if across or down:
                sheet.merge_cells(start_row=row, start_column=column, end_row=row + down, end_column=column + across)
            column += across
        for number in range(row, min(row + span, limits.ROWS) + 1):
            sheet.row_dimensions[number].hidden = _is_hidden(line)
            if height := line.get(f"{_SS}Height"):
                sheet.row_dimensions[number].height = float(height)
        row += span


def _add_condition(sheet: Worksheet, condition: _Element) -> None:
    """Enter what a condition does to the print of an area, and the numbers that it compares with."""
    areas = [
        [corner.groups() for part in each.strip().split(":") if (corner := _CORNER.fullmatch(part))]
        for each in (condition.findtext(f"{_EXCEL}Range") or "").split(",")
    ]
    for form in condition.iterfind(f"{_EXCEL}Condition/{_EXCEL}Format"):
        compared = _COMPARED.get(form.findtext(f"../{_EXCEL}Qualifier") or "")
        values = [value for name in ("Value1", "Value2") if (value := form.findtext(f"../{_EXCEL}{name}"))]
        told = dict(
            each.split(":", 1)
            for each in (form.get("Style") or form.get(f"{_EXCEL}Style") or "").replace(" ", "").split(";")
            if ":" in each
        )
        colour, ground = (
            _as_argb(each)
            for each in (
                told.get("color", ""),
                told.get("background") or told.get("mso-pattern", "").removesuffix("solid"),
            )
        )
        style = DifferentialStyle(
            font=Font(color=colour, strike="text-line-through" in told),
            fill=PatternFill("solid", bgColor=ground) if ground else None,
            numFmt=NumberFormat(numFmtId=200, formatCode="0") if "mso-number-format" in told else None,
        )
        for corners in areas:
            # A range without rows or columns has all of them.
            (top, left), (bottom, right) = (corners[0], corners[-1]) if corners else ((None, None), (None, None))
            first, last = get_column_letter(int(left or 1)), get_column_letter(int(right or limits.COLUMNS))
            area = f"{first}{top or 1}:{last}{bottom or limits.ROWS}"
            kind = "expression" if compared is None else "cellIs"
            sheet.conditional_formatting.add(area, Rule(type=kind, operator=compared, dxf=style, formula=values))


def _number_said(element: _Element, name: str, default: int) -> int:
    text = element.get(f"{_SS}{name}", "")
    return int(text) if text.isascii() and text.isdigit() else default


def _is_hidden(element: _Element) -> bool:
    return element.get(f"{_SS}Hidden") == "1"


def _value_of_data(data: _Element | None) -> Any:
    runs = [] if data is None else list(_marked_runs(data, {}))
    text = "".join(run if isinstance(run, str) else run.text for run in runs)
    if data is None or not text:
        return None
    kind = data.get(f"{_SS}Type", "String")
    if kind == "Boolean":
        return text == "1"
    with contextlib.suppress(ValueError):  # What is no number is read as the text that it is.
        if kind == "Number":
            return float(text)
        if kind == "DateTime":
            return dt.datetime.fromisoformat(text)
    return CellRichText(*runs) if any(isinstance(run, TextBlock) for run in runs) else text


def _marked_runs(element: _Element, told: dict[str, Any]) -> Iterator[str | TextBlock]:
    """Stretches of text as HTML 4 within a cell marks them: struck (S), raised and lowered (Sup, Sub), in a size or colour (Font)."""
    if element.text:
        yield TextBlock(InlineFont(**told), element.text) if told else element.text
    for part in element:
        if part.tag == f"{_HTML}Br":
            yield "\n"
        more = dict(_MARKS.get(str(part.tag).removeprefix(_HTML), {}))
        if size := part.get(f"{_HTML}Size"):
            more["sz"] = float(size)
        if colour := _as_argb(part.get(f"{_HTML}Color", "")):
            more["color"] = colour
        if face := part.get(f"{_HTML}Face"):
            more["rFont"] = face
        if style := part.get(f"{_HTML}Style") or part.get("Style"):
            more |= _as_font(look_of_style(style.lower()))
        yield from _marked_runs(part, {**told, **more})
        if part.tail:
            yield TextBlock(InlineFont(**told), part.tail) if told else part.tail


def _as_font(look: Look) -> dict[str, Any]:
    """What a style within a cell does to its text, as a font: what hides it as print of no size, what leaves it in doubt as one of signs."""
    told: dict[str, Any] = {}
    if look.struck:
        told["strike"] = True
    if look.shifted:
        told["vertAlign"] = "superscript"
    if look.size is not None:
        told["sz"] = look.size / PIXELS["pt"]
    if look.hidden or look.visible is False or look.colour is CLEAR:
        told["sz"] = 0.0
    elif look.colour is not None:
        told["color"] = "FF" + "".join(f"{round(255 * part):02X}" for part in look.colour)
    return told | {"rFont": "Symbol"} if look.unsure or look.moved or look.signs else told


def _styles_in_order(root: _Element) -> list[_Element]:
    """The styles of a workbook, each behind the one that it is based on."""
    found = {style.get(f"{_SS}ID", ""): style for style in root.iterfind(f"{_SS}Styles/{_SS}Style")}
    ordered: dict[str, _Element] = {}
    for name in ("Default", *found):
        chain = with_bases(name, found.get, lambda style: style.get(f"{_SS}Parent", ""))
        ordered.update((each.get(f"{_SS}ID", ""), each) for each in reversed(chain))
    return list(ordered.values())


def _make_font(font: _Element, base: Font) -> Font:
    """A font; what it does not say is as in that of the style that its own is based on."""
    size, aligned = font.get(f"{_SS}Size"), font.get(f"{_SS}VerticalAlign", "").lower()
    struck, colour, charset = (font.get(name) for name in (f"{_SS}StrikeThrough", f"{_SS}Color", f"{_EXCEL}CharSet"))
    return Font(
        name=font.get(f"{_SS}FontName") or base.name,
        charset=int(charset) if charset and charset.isdecimal() else base.charset,
        strike=base.strike if struck is None else struck == "1",
        vertAlign=(aligned if aligned in {"superscript", "subscript"} else None) if aligned else base.vertAlign,
        sz=float(size) if size else base.sz,
        color=base.color if colour is None else _as_argb(colour),
    )


def _as_argb(name: str) -> str | None:
    colour = colour_of(name.lower())[0] if name else None
    return None if colour is None or colour is CLEAR else "FF" + "".join(f"{round(255 * part):02X}" for part in colour)


def _make_alignment(style: _Element, base: Alignment) -> Alignment:
    """How cells of a style place their text; one across which a line is drawn is as one that repeats its text until it is full."""
    told = style.find(f"{_SS}Alignment")
    if any(
        each.get(f"{_SS}Position", "").startswith("Diagonal") and each.get(f"{_SS}LineStyle", "None") != "None"
        for each in style.iterfind(f"{_SS}Borders/{_SS}Border")
    ):
        return Alignment(horizontal="fill")
    if told is None:
        return base
    return Alignment(
        horizontal="fill" if told.get(f"{_SS}Horizontal") == "Fill" else None,
        indent=_number_said(told, "Indent", 0),
        shrink_to_fit=told.get(f"{_SS}ShrinkToFit") == "1",
        wrap_text=told.get(f"{_SS}WrapText") == "1",
    )
