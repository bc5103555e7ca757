"""Chapter 2 (主动公开政府信息情况): blocks of a header row and data rows, in one table or several."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from msgspec.structs import replace

from reportscraper.model import Cell
from reportscraper.report.tables.alignment import align
from reportscraper.report.tables.labels import Label
from reportscraper.report.tables.notes import unit_named
from reportscraper.report.tables.recognise_base import (
    HeaderLeaf,
    LabelledGrid,
    TableMatch,
    looks_like_value,
    row_columns,
)


def read_blocks(sheet: LabelledGrid, rows: Sequence[int], reading: TableMatch) -> None:
    """Reads the rows of chapter 2 in a grid into the reading.

    Header and data cells are paired in order, because their spans differ within one official table (the fifth block of
    the 2019 form as a city government published it).
    """
    table = reading.table
    across: tuple[HeaderLeaf, ...] = ()
    declared = sheet.declared
    for row in rows:
        known = sheet.known[row]
        label = next((m for m in reversed(known) if table in m[1].row), None)
        columns = [each for each in known if table in each[1].column]
        values = [cell for cell in sheet.rows[row] if columns and cell.column > columns[0][0].column]
        if label is not None and (turned := _rows_across(sheet, row, table)):
            across, reading.right = turned, sheet.rows[row][-1].end
            sheet.use(cell for cell, _ in known)
        elif label is not None:
            _read_row(sheet, row, label, reading)
        elif across and len(columns) == 1 and values and all(looks_like_value(cell.text) for cell in values):
            sheet.use([columns[0][0]])
            _read_turned(sheet, row, columns[0], values, across, reading)
        elif columns:
            across = ()
            marked = sheet.marked(row)
            reading.set_header(_header(sheet, marked, table))
            reading.right = marked[-1][0].end
            for cell, mark in marked:
                if cell.column < reading.header[0].cell.column and (mark.rest or mark.units):
                    sheet.declared = tuple(dict.fromkeys((*sheet.declared, *mark.units)))
                    reading.headings[""] = (mark.rest and cell.text) or reading.headings.get("", "")
            sheet.use(cell for cell, _ in known)
        else:
            titles = [(cell, mark) for cell, mark in known if table in mark.head]
            sheet.use(cell for cell, _ in titles)
            if titles:
                units = (unit for _, mark in titles for unit in mark.units)
                sheet.declared = tuple(dict.fromkeys((*declared, *units)))
                reading.headings[""] = next((c.text for c in sheet.rows[row] if sheet.tells_otherwise(c, table)), "")
            if len(printed := [cell.text for cell in sheet.rows[row] if cell.text]) > 1:
                # A header of which no column is the form's (占比, 同比增减) ends the one above it.
                reading.header = reading.header if any(map(looks_like_value, printed)) else ()


def _rows_across(sheet: LabelledGrid, row: int, table: str) -> tuple[HeaderLeaf, ...]:
    """The rows of a block that is printed on its side, which are named in one row (信息内容 | 规章 | 行政规范性文件)."""
    marked = [(cell, mark) for cell, mark in sheet.marked(row) if cell.text]
    if any(looks_like_value(cell.text) for cell, _ in marked) or not marked or table in marked[0][1].row:
        return ()
    return tuple(
        HeaderLeaf((mark.row[table],) if table in mark.row else (), cell, sheet.beside((cell,)))
        for cell, mark in marked[1:]
    )


def _read_turned(
    sheet: LabelledGrid,
    row: int,
    column: tuple[Cell, Label],
    values: Sequence[Cell],
    across: Sequence[HeaderLeaf],
    reading: TableMatch,
) -> None:
    """A column of the form printed as a row, its figures under the rows of the form."""
    keys, place = column[1].columns[reading.table], (sheet.number, row + 1)
    fitting = align(across, values, reading.right) if len(keys) == 1 else None
    if fitting is None:
        cells = [(entry.keys[0], keys[0]) for entry in across if entry.keys]
        reading.rows.update({key: place for key, _ in cells})
        sheet.doubt(row + 1, column[0].text, cells, values, reading)
        return
    sheet.use(values)
    known = _known(reading.table)
    figures = [
        ((entry.keys[0], keys[0]), value, entry.beside)
        for entry, value in zip(across, fitting, strict=True)
        if entry.keys and (entry.keys[0], keys[0]) in known
    ]
    for (key, _), _, _ in figures:
        reading.rows.setdefault(key, place)
    sheet.enter(figures, reading)


def _header(sheet: LabelledGrid, marked: Sequence[tuple[Cell, Label]], table: str) -> tuple[HeaderLeaf, ...]:
    """Entries of a header row, without the cells left of the first column (信息内容, 序号)."""
    columns = [HeaderLeaf(mark.columns.get(table, ()), cell, sheet.beside((cell,))) for cell, mark in marked]
    heads = [index for index, (_, mark) in enumerate(marked) if table in mark.head]
    first = next(index for index, entry in enumerate(columns) if entry.keys)
    start = heads[-1] + 1 if heads and heads[-1] < first else first
    entries = [entry for entry in columns[start:] if entry.cell.text]
    # Headers cut to the same wording (本年新 for both 本年新制作数量 and 本年新公开数量) are told apart by their order.
    settled: list[HeaderLeaf] = []
    seen: dict[tuple[str, ...], int] = {}
    for entry in entries:
        if len(entry.keys) > 1:
            nth = seen[entry.keys] = seen.get(entry.keys, 0) + 1
            twins = sum(other.keys == entry.keys for other in entries)
            keys = (entry.keys[nth - 1],) if twins == len(entry.keys) else ()
            settled.append(HeaderLeaf(keys, entry.cell, entry.beside))
        else:
            settled.append(entry)
    return tuple(settled)


def _read_row(sheet: LabelledGrid, row: int, label: tuple[Cell, Label], reading: TableMatch) -> None:
    cell, mark = label
    key, header = mark.row[reading.table], reading.header
    values = [other for other in sheet.rows[row] if other.column > cell.column]
    sheet.use_labels(row, cell)
    reading.rows.setdefault(key, (sheet.number, row + 1))
    fitting = _fit(reading, values, key) if header else None
    if fitting is None:
        named = [entry for entry in header if entry.keys]
        beside = [sheet.beside_row(row + 1, cell.column + 1, entry.beside) for entry in named]
        sheet.doubt(row + 1, key, [(key, entry.keys[0]) for entry in named], values, reading, beside)
        return
    known = _known(reading.table)
    pairs = list(zip(header, fitting, strict=True))
    # A column 单位 of its own is none of the form's.
    units = tuple(unit for entry, value in pairs if not entry.keys and (unit := unit_named(value.text)))
    figures = [
        (
            (key, entry.keys[0]),
            value,
            replace(entry.beside, units=entry.beside.units + units) if units else entry.beside,
        )
        for entry, value in pairs
        if entry.keys and (key, entry.keys[0]) in known
    ]
    sheet.enter(figures, reading)


@functools.cache
def _known(table: str) -> frozenset[tuple[str, str]]:
    return frozenset(
        (row, column) for row, sets in row_columns(table).items() for columns in sets for column in columns
    )


def _fit(reading: TableMatch, values: Sequence[Cell], row: str) -> list[Cell] | None:
    if not all(looks_like_value(value.text) for value in values):
        return None
    header = reading.header
    # A site that strips column spans leaves blank cells in their place.
    printed = [value for value in values if value.text]
    whole = frozenset(entry.keys[0] for entry in header if entry.keys) in row_columns(reading.table).get(row, ())
    flush = bool(values) and values[-1].end == reading.right
    if whole and flush and len(values) > len(header) and len(printed) in (0, len(header)):
        return printed or list(values[: len(header)])
    return align(header, values, reading.right)
