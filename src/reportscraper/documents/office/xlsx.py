"""Workbooks (xlsx): every visible sheet in order, its tables between blank rows, lines of one cell as paragraphs."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import openpyxl
from msgspec import Struct
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from reportscraper.documents import limits
from reportscraper.documents.layout import UNREAD, lay_out
from reportscraper.documents.office.number_format import shown_number, shown_words
from reportscraper.documents.office.package import Package
from reportscraper.documents.office.xlsx_conditions import conditions_of
from reportscraper.documents.office.xlsx_drawn import Area, drawn_over
from reportscraper.documents.office.xlsx_fonts import (
    BookLooks,
    font_of,
    ground_of_cell,
    looks_of_book,
    piece_of,
    print_of_cell,
)
from reportscraper.documents.office.zips import as_usual, open_container, open_directory
from reportscraper.documents.pieces import DIGIT, SEEN_SHARE, Piece, join_pieces
from reportscraper.errors import DocumentError
from reportscraper.model import Block, Cell, Document
from reportscraper.text import tidy

_USUAL_POINTS = 11
_FLATTEST = 2
"""Points; a row as flat shows nothing of its print."""
_MOST_SHRUNK = 4
"""Print that is made smaller by more cannot be read."""
_NARROW = re.compile(r"[.,，．-]")
"""Signs half as wide as digits."""
_NARROWEST = 5
"""Widths in digits of columns that may be too narrow for a figure."""
_NOT_AS_STORED = re.compile(
    r"(?<![\w.])(?:_xlfn\.)?(?:IMAGE|DISPIMG|RAND|RANDBETWEEN|RANDARRAY|NOW|TODAY)\(", re.IGNORECASE
)
"""Functions that show a picture, or another value whenever the file is opened, whatever is stored."""
_LOW_DRAWING = 2
_RETURN = "_x000D_"
"""How a workbook writes the return of another system; nothing is seen of it."""
_FIGURE = re.compile(r"[\d.,，．]+")
_YEAR_NAME = re.compile(r"\d{4}|[〇零一二三四五六七八九]{4}|[年季]")
"""Names of sheets that say more than their number."""

_ARTICLE = re.compile(r"\s*第.{1,4}条")
"""A row such as 第二十条第（一）项 heads the rows below it and is part of their table."""


class _Spot(Struct, frozen=True):
    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    drawn: int = 0
    """How many rows high the lowest drawing over a blank is, 0 for none: among the cells of a table it may be what is printed there."""

    @property
    def is_filled(self) -> bool:
        """Whether something stands in it; a high drawing may as well stand beside the rows."""
        return bool(self.text) or 0 < self.drawn <= _LOW_DRAWING


def read_xlsx(data: bytes) -> Document:
    """The document in a workbook. Raises DocumentError for files that are damaged or larger than any report.

    Figures are read as their number format shows them. Formulas stand for the value last computed; one that was never computed is
    unread, not blank. Hidden sheets, rows and columns are left out; the name of a sheet that tells a year heads it.
    """
    with open_container(data) as container:
        data = as_usual(container, data)
    with open_directory(data) as container:
        drawn, package = drawn_over(container), Package(container, data)
    try:
        values = openpyxl.load_workbook(io.BytesIO(package.data), data_only=True, rich_text=True)
        formulas = openpyxl.load_workbook(io.BytesIO(package.data), data_only=False)
    except (InvalidFileException, KeyError, ValueError, TypeError, SyntaxError, OSError) as error:
        raise DocumentError(f"the workbook is damaged: {type(error).__name__} {error}") from error
    return document_of_workbook(values, formulas, values.properties.title or "", drawn, package.problem)


def document_of_workbook(
    values: openpyxl.Workbook,
    formulas: openpyxl.Workbook,
    title: str,
    drawn: Mapping[str, Sequence[Area]] | None = None,
    problem: str | None = None,
) -> Document:
    """The document in a workbook, given with its cells' values and with their formulas; ``drawn`` is what lies over each sheet, ``problem``
    what of the file is known not to be read.
    """
    blocks: list[Block] = []
    looks = looks_of_book(values)
    for sheet in values.worksheets:
        rows = (
            _rows_shown(sheet, formulas[sheet.title], (drawn or {}).get(sheet.title, ()), looks)
            if sheet.sheet_state == "visible"
            else []
        )
        if any(rows) and _YEAR_NAME.search(sheet.title):
            blocks.append(Block(text=sheet.title, bold=True, heading=True))
        for is_filled, segment in itertools.groupby(rows, bool):
            if is_filled:
                blocks.extend(_blocks_of(list(segment), 1 + sum(block.grid is not None for block in blocks)))
    if not any(block.grid or not block.heading for block in blocks):
        raise DocumentError("the workbook holds no text")
    return Document(
        problem=problem,
        blocks=tuple(blocks),
        titles=(("title", title),) if title else (),
        text_length=sum(len(block.text) for block in blocks),
    )


def _rows_shown(sheet: Worksheet, formulas: Worksheet, drawn: Sequence[Area], looks: BookLooks) -> list[list[_Spot]]:
    """The cells of every visible row, merged ones at their first slot; a row in which nothing stands is an empty list."""
    # A sheet is as large as what stands in it: a format alone may reach to the last row there is.
    filled = [place for place, cell in sheet._cells.items() if not _is_void(cell.value)]
    filled += [
        (area.max_row, area.max_col)
        for area in sheet.merged_cells.ranges
        if not _is_void(sheet.cell(area.min_row, area.min_col).value)
    ]
    height, width = (max((place[axis] for place in filled), default=0) for axis in (0, 1))
    if height > limits.ROWS or width > limits.COLUMNS:
        raise DocumentError(f"a sheet of {height} × {width} is larger than {limits.ROWS} × {limits.COLUMNS}")
    hidden_rows, hidden_columns, widths = _hidden_places(sheet)
    rows = [row for row in range(1, height + 1) if row not in hidden_rows]
    columns = [column for column in range(1, width + 1) if column not in hidden_columns]
    usual = sheet.sheet_format.defaultColWidth
    usual = usual if usual is not None and usual < _NARROWEST else None
    merged = _merged_slots(sheet, rows, columns)
    conditions = list(conditions_of(sheet, looks))
    hiding: list[Area] = []
    view = sheet.sheet_view
    plain_zeros = view.showZeros is False
    if view.showFormulas:
        hiding.append((1, height, 1, width))
    found = []
    for place, row in enumerate(rows, 1):
        line = []
        for across, column in enumerate(columns, 1):
            origin, *spans = merged.get((place, across), ((row, column), 1, 1))
            if spans:
                cell, is_one = sheet.cell(*origin), spans[0] == 1
                across_all = columns[across - 1 : across - 1 + spans[1]]
                known = [width for each in across_all if (width := widths.get(each, usual)) is not None]
                room = sum(known) if len(known) == len(across_all) else None
                text = _text_shown(cell, formulas.cell(*origin).value, room, looks)
                if is_one and _is_low(sheet, cell, text):
                    text += UNREAD
                # Print of a label that a condition hides is read by nobody, and what its row tells is not known.
                if text and any(each.hides(cell, looks) for each in conditions):
                    text += UNREAD
                if _may_be_covered(origin, text, drawn, hiding) or (plain_zeros and cell.value == 0):
                    text += UNREAD
                high = [] if text else [area[1] - area[0] + 1 for area in drawn if _is_in(area, *origin)]
                line.append(_Spot(text, place, across, spans[0], spans[1], min(high, default=0)))
        found.append(line if any(spot.text for spot in line) else [])
    return found


def _is_in(area: Area, row: int, column: int) -> bool:
    top, bottom, left, right = area
    return top <= row <= bottom and left <= column <= right


def _is_void(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _is_low(sheet: Worksheet, cell: Any, text: str) -> bool:
    """Whether the height that was set for a row cuts off half of a figure or more."""
    usual = sheet.sheet_format.defaultRowHeight if sheet.sheet_format.customHeight else None
    height = (sheet.row_dimensions[cell.row].height if cell.row in sheet.row_dimensions else None) or usual
    return height is not None and DIGIT.search(text) is not None and height < SEEN_SHARE * _points_of(cell)


def _points_of(cell: Any) -> float:
    return (cell.font.sz or _USUAL_POINTS) if cell.has_style else _USUAL_POINTS


def _may_be_covered(place: tuple[int, int], text: str, drawn: Sequence[Area], hiding: Sequence[Area]) -> bool:
    """Whether a figure may be covered or shown otherwise, or an empty cell holds a drawing that may be one."""
    row, column = place
    if not text:
        return (row, row, column, column) in drawn
    return DIGIT.search(text) is not None and any(_is_in(area, row, column) for area in (*drawn, *hiding))


def _hidden_places(sheet: Worksheet) -> tuple[set[int], set[int], dict[int, float]]:
    """Rows and columns that are hidden, or have no height or width; and the widths that were set, in digits."""
    rows = {
        row
        for row, each in sheet.row_dimensions.items()
        if each.hidden or (each.height is not None and each.height <= _FLATTEST)
    }
    columns, widths = set(), {}
    for each in sheet.column_dimensions.values():
        for column in range(each.min, min(each.max, limits.COLUMNS) + 1):
            if each.hidden or each.width == 0:
                columns.add(column)
            elif each.customWidth:
                widths[column] = each.width
    return rows, columns, widths


def _merged_slots(
    sheet: Worksheet, rows: Sequence[int], columns: Sequence[int]
) -> dict[tuple[int, int], tuple[Any, ...]]:
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


_CHINESE_DATES, _CHINESE_DATE = frozenset([*range(27, 37), *range(50, 59)]), "yyyy"
"""Numbers of formats that a Chinese Excel has without writing them down: all of them print dates and times of day."""


def _text_shown(cell: Any, formula: object, room: float | None, looks: BookLooks) -> str:
    """What a cell shows of the value stored in it; ``room`` is the width of its column in digits, where that was set."""
    value = cell.value
    if value is None:
        return "" if formula is None else UNREAD
    if _NOT_AS_STORED.search(str(getattr(formula, "text", formula))):
        return UNREAD
    if isinstance(value, CellRichText):
        runs = (TextBlock(font_of(cell), part) if isinstance(part, str) else part for part in value)
        text = join_pieces(piece_of(run, ground_of_cell(cell, looks), looks) for run in runs).strip()
        return text or (UNREAD if DIGIT.search(str(value)) else "")
    text = str(value).upper() if isinstance(value, bool) else str(value).replace(_RETURN, "").strip()
    if isinstance(value, dt.datetime):
        text = value.date().isoformat()
    elif isinstance(value, int | float) and not isinstance(value, bool):
        text = shown_number(value, _CHINESE_DATE if cell._style.numFmtId in _CHINESE_DATES else cell.number_format)
        # A column too narrow for a number shows #### in its place.
        if room is not None and _is_too_wide(text, cell, room):
            text += UNREAD
    elif isinstance(value, str):
        # One too narrow for a text shows its beginning, where something stands behind it.
        if (
            room is not None
            and _FIGURE.fullmatch(text)
            and not cell.alignment.wrap_text
            and _is_too_wide(text, cell, room)
        ):
            text += UNREAD
        text = shown_words(text, cell.number_format)
    piece = Piece(text)
    if cell.has_style:
        colour = "" if UNREAD in text else print_of_cell(cell, looks)
        piece = piece_of(TextBlock(font_of(cell), text), ground_of_cell(cell, looks), looks, colour)
    shown = join_pieces([piece]).strip()
    is_figure = DIGIT.search(text) is not None
    # A figure that is hidden whole is no blank.
    return shown + UNREAD if is_figure and (not shown or _is_crossed(cell)) else shown


def _is_too_wide(text: str, cell: Any, room: float) -> bool:
    wide = (len(text) - len(_NARROW.findall(text)) / 2) * _points_of(cell)
    if cell.alignment.shrink_to_fit:
        return wide >= room * _USUAL_POINTS * _MOST_SHRUNK
    return wide > (room - (cell.alignment.indent or 0)) * _USUAL_POINTS


def _is_crossed(cell: Any) -> bool:
    """Whether a line is drawn across a cell, or its text repeated until it is full."""
    if not cell.has_style:
        return False
    border = cell.border
    is_drawn = border.diagonal is not None and border.diagonal.style is not None
    return (is_drawn and bool(border.diagonalUp or border.diagonalDown)) or cell.alignment.horizontal == "fill"


def _blocks_of(segment: Sequence[list[_Spot]], number: int) -> Iterator[Block]:
    """Rows of one filled cell before and after a table are paragraphs; between its other rows they belong to it."""
    wide = [index for index, row in enumerate(segment) if sum(spot.is_filled for spot in row) > 1]
    first, last = (wide[0], wide[-1] + 1) if wide else (len(segment), len(segment))
    while wide and first and _ARTICLE.match("".join(spot.text for spot in segment[first - 1])):
        first -= 1
    yield from _paragraphs_in(segment[:first])
    if wide:
        top = segment[first][0].row - 1
        left = min(spot.column for row in segment[first:last] for spot in row if spot.is_filled) - 1
        # What is blank on the left or right is filled by another table of the sheet alone.
        right = max(spot.column + spot.colspan for row in segment[first:last] for spot in row if spot.is_filled)
        cells = (
            Cell(
                UNREAD if spot.drawn else spot.text,
                spot.row - top,
                spot.column - left,
                min(spot.rowspan, last - first),
                min(spot.colspan, right - spot.column),
            )
            for row in segment[first:last]
            for spot in row
            if left < spot.column < right
        )
        yield Block(grid=lay_out(cells, number))
    yield from _paragraphs_in(segment[last:])


def _paragraphs_in(rows: Sequence[Sequence[_Spot]]) -> Iterator[Block]:
    for row in rows:
        for spot in row:
            for line in spot.text.splitlines():
                if text := tidy(line):
                    yield Block(text=text)
