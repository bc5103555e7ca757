"""Workbooks (xlsx): every visible sheet in order, its tables between blank rows, lines of one cell as paragraphs."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import msgspec
import openpyxl
from msgspec import Struct
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from reportscraper.documents import limits
from reportscraper.documents.layout import UNREAD, lay_out
from reportscraper.documents.office.zips import open_container
from reportscraper.documents.pieces import DIGIT, Piece, join_pieces
from reportscraper.errors import DocumentError
from reportscraper.model import Block, Cell, Document
from reportscraper.text import tidy

_UNSEEN_POINTS = 3
_COLOUR = re.compile(
    r"\[(?:Black|Blue|Cyan|Green|Magenta|Red|White|Yellow|Color ?\d+|\$-[0-9A-Fa-f]+)\]", re.IGNORECASE
)
_PLAIN_FORMAT = re.compile(r"-?[#?0]*(?:,[#?0]{3})*(?:\.(?P<decimals>[0#?]+))?(?:_.|\\ |\s)*")
"""Formats that show the stored number and nothing else, rounded at most."""
_TEXT_FORMAT = re.compile(r"General|@|^[^;]*$")
"""Formats that show a text as it stands: all but those whose fourth section leaves it out."""

_ARTICLE = re.compile(r"\s*第.{1,4}条")
"""A row such as 第二十条第（一）项 heads the rows below it and is part of their table."""


class _Spot(Struct, frozen=True):
    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1


def read_xlsx(data: bytes) -> Document:
    """The document in a workbook. Raises DocumentError for files that are damaged or larger than any report.

    Figures are read as their number format shows them; a format that scales them, adds to them or shows none of them leaves them
    unread. Formulas stand for the value last computed; one that was
    never computed is unread, not blank. Hidden sheets, rows and columns are left out.
    """
    open_container(data).close()
    try:
        values = openpyxl.load_workbook(io.BytesIO(data), data_only=True, rich_text=True)
        formulas = openpyxl.load_workbook(io.BytesIO(data), data_only=False)
    except (InvalidFileException, KeyError, ValueError, TypeError, SyntaxError, OSError) as error:
        raise DocumentError(f"the workbook is damaged: {type(error).__name__} {error}") from error
    blocks: list[Block] = []
    for sheet in values.worksheets:
        if sheet.sheet_state == "visible":
            for segment in _segments(_rows(sheet, formulas[sheet.title])):
                blocks.extend(_blocks(segment, 1 + sum(block.grid is not None for block in blocks)))
    if not blocks:
        raise DocumentError("the workbook holds no text")
    title = values.properties.title
    return Document(
        blocks=tuple(blocks),
        titles=(("title", title),) if title else (),
        text_length=sum(len(block.text) for block in blocks),
    )


def _rows(sheet: Worksheet, formulas: Worksheet) -> list[list[_Spot]]:
    """The cells of every visible row, merged ones at their first slot; a row in which nothing stands is an empty list."""
    # A sheet is as large as what stands in it: a format alone may reach to the last row there is.
    filled = [place for place, cell in sheet._cells.items() if cell.value is not None]
    filled += [
        (area.max_row, area.max_col)
        for area in sheet.merged_cells.ranges
        if sheet.cell(area.min_row, area.min_col).value is not None
    ]
    height, width = (max((place[axis] for place in filled), default=0) for axis in (0, 1))
    if height > limits.ROWS or width > limits.COLUMNS:
        raise DocumentError(f"a sheet of {height} × {width} is larger than {limits.ROWS} × {limits.COLUMNS}")
    hidden_rows, hidden_columns = _hidden(sheet)
    rows = [row for row in range(1, height + 1) if row not in hidden_rows]
    columns = [column for column in range(1, width + 1) if column not in hidden_columns]
    merged = _merged(sheet, rows, columns)
    found = []
    for place, row in enumerate(rows, 1):
        line = []
        for across, column in enumerate(columns, 1):
            origin, *spans = merged.get((place, across), ((row, column), 1, 1))
            if spans:
                text = _shown(sheet.cell(*origin), formulas.cell(*origin).value)
                line.append(_Spot(text, place, across, *spans))
        found.append(line if any(spot.text for spot in line) else [])
    return found


def _hidden(sheet: Worksheet) -> tuple[set[int], set[int]]:
    rows = {row for row, dimension in sheet.row_dimensions.items() if dimension.hidden}
    columns = {
        column
        for dimension in sheet.column_dimensions.values()
        if dimension.hidden
        for column in range(dimension.min, dimension.max + 1)
    }
    return rows, columns


def _merged(sheet: Worksheet, rows: Sequence[int], columns: Sequence[int]) -> dict[tuple[int, int], tuple[Any, ...]]:
    """By visible slot: where a merged cell's value is kept and its visible size; no size for the slots it covers besides its first."""
    row_places = {row: place for place, row in enumerate(rows, 1)}
    column_places = {column: place for place, column in enumerate(columns, 1)}
    found: dict[tuple[int, int], tuple[Any, ...]] = {}
    for area in sheet.merged_cells.ranges:
        inner_rows = [row_places[row] for row in range(area.min_row, area.max_row + 1) if row in row_places]
        inner = [column_places[each] for each in range(area.min_col, area.max_col + 1) if each in column_places]
        if inner_rows and inner:
            origin = (area.min_row, area.min_col)
            found.update({(row, column): (origin,) for row in inner_rows for column in inner})
            found[inner_rows[0], inner[0]] = (origin, len(inner_rows), len(inner))
    return found


def _shown(cell: Any, formula: object) -> str:
    """What a cell shows of the value stored in it."""
    value = cell.value
    if value is None:
        return "" if formula is None else UNREAD
    if isinstance(value, CellRichText):
        return join_pieces(_piece(part) for part in value).strip()
    text = str(value).upper() if isinstance(value, bool) else str(value).strip()
    if isinstance(value, dt.datetime):
        text = value.date().isoformat()
    elif isinstance(value, int | float) and not isinstance(value, bool):
        text = _number(value, cell.number_format)
    elif isinstance(value, str) and not _TEXT_FORMAT.search(cell.number_format or "General"):
        text += UNREAD if DIGIT.search(text) else ""
    piece = _piece(TextBlock(_font(cell), text)) if cell.has_style else Piece(text)
    return join_pieces([piece]).strip()


def _number(value: float, number_format: str) -> str:
    """A number as a format shows it: whole or with so many decimals, thousands parted or not; U+FFFC behind it for any other format.

    Numbers come without the noise of binary fractions.
    """
    stored = f"{value:.15g}"
    sections = (number_format or "General").split(";")
    section = (
        sections[1]
        if value < 0 and len(sections) > 1
        else sections[2]
        if value == 0 and len(sections) > 2
        else sections[0]
    )
    section = _COLOUR.sub("", section)
    if section in {"General", "@"}:
        return stored
    form = _PLAIN_FORMAT.fullmatch(section) if section else None
    if form is None:
        return stored + UNREAD
    decimals = len(form["decimals"] or "")
    shown = f"{round(Decimal(stored), decimals):f}"
    return stored if Decimal(shown) == Decimal(stored) else shown


def _font(cell: Any) -> InlineFont:
    return InlineFont(
        strike=cell.font.strike, vertAlign=cell.font.vertAlign, sz=cell.font.sz, color=_white_on_nothing(cell)
    )


def _white_on_nothing(cell: Any) -> str | None:
    """White, when a cell prints white on no ground of its own."""
    colour = cell.font.color
    white = colour is not None and colour.type == "rgb" and str(colour.rgb)[-6:].upper() == "FFFFFF"
    return "FFFFFFFF" if white and cell.fill.fill_type is None else None


def _piece(part: object) -> Piece:
    """A stretch of text of one font."""
    if not isinstance(part, TextBlock):
        return Piece(str(part))
    font = part.font
    colour = None if font.color is None or font.color.type != "rgb" else str(font.color.rgb)[-6:].upper()
    if colour == "FFFFFF" or (font.sz is not None and font.sz <= _UNSEEN_POINTS):
        return Piece("")
    return Piece(
        part.text, struck=bool(font.strike), shifted=font.vertAlign in {"superscript", "subscript"}, size=font.sz
    )


def _segments(rows: Sequence[list[_Spot]]) -> Iterator[list[list[_Spot]]]:
    """Runs of rows without a blank row among them."""
    segment: list[list[_Spot]] = []
    for row in rows:
        if row:
            segment.append(row)
        elif segment:
            yield segment
            segment = []
    if segment:
        yield segment


def _blocks(segment: Sequence[list[_Spot]], number: int) -> Iterator[Block]:
    """Rows of one filled cell before and after a table are paragraphs; between its other rows they belong to it."""
    wide = [index for index, row in enumerate(segment) if _is_row(row)]
    first, last = (wide[0], wide[-1] + 1) if wide else (len(segment), len(segment))
    while wide and first and _ARTICLE.match("".join(spot.text for spot in segment[first - 1])):
        first -= 1
    yield from _paragraphs(segment[:first])
    if wide:
        top = segment[first][0].row - 1
        left = min(spot.column for row in segment[first:last] for spot in row if spot.text) - 1
        cells = [
            Cell(spot.text, spot.row - top, spot.column - left, min(spot.rowspan, last - first), spot.colspan)
            for row in segment[first:last]
            for spot in row
            if spot.column > left
        ]
        yield Block(grid=lay_out(_trimmed(cells), number))
    yield from _paragraphs(segment[last:])


def _is_row(row: Sequence[_Spot]) -> bool:
    return sum(bool(spot.text) for spot in row) > 1


def _trimmed(cells: Sequence[Cell]) -> Iterator[Cell]:
    """The cells without the blank columns on the right that only another table of the sheet fills."""
    right = max(cell.column + cell.colspan - 1 for cell in cells if cell.text)
    for cell in cells:
        if cell.column <= right:
            yield msgspec.structs.replace(cell, colspan=min(cell.colspan, right + 1 - cell.column))


def _paragraphs(rows: Sequence[Sequence[_Spot]]) -> Iterator[Block]:
    for row in rows:
        for spot in row:
            for line in spot.text.splitlines():
                if text := tidy(line):
                    yield Block(text=text)
