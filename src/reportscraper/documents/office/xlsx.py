"""Workbooks (xlsx): every visible sheet in order, its tables between blank rows, lines of one cell as paragraphs."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
import openpyxl
from msgspec import Struct
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from reportscraper.documents import limits
from reportscraper.documents.layout import UNREAD, lay_out
from reportscraper.documents.office.zips import open_container
from reportscraper.errors import DocumentError
from reportscraper.model import Block, Cell, Document
from reportscraper.text import tidy

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

    Figures are the stored ones, which a number format may show rounded. Formulas stand for the value last computed; one that was
    never computed is unread, not blank. Hidden sheets, rows and columns are left out.
    """
    open_container(data).close()
    try:
        values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
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
    height, width = sheet.max_row, sheet.max_column
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
                text = _printed(sheet.cell(*origin).value, formulas.cell(*origin).value)
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


def _printed(value: object, formula: object) -> str:
    """A stored value as text: numbers without the noise of binary fractions, dates as YYYY-MM-DD."""
    if value is None:
        return "" if formula is None else UNREAD
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return str(value).strip()


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
