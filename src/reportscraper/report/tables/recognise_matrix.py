"""Chapter 3 (收到和处理政府信息公开申请情况): a matrix of rows against the seven kinds of applicant."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Sequence

import msgspec
from msgspec import Struct

from reportscraper.forms import FormLine
from reportscraper.model import Cell
from reportscraper.report.tables.labels import Label, is_alike
from reportscraper.report.tables.recognise_base import (
    AmbiguousRow,
    Entry,
    LabelledGrid,
    TableMatch,
    align,
    end_of,
    group_rows,
    looks_like_value,
    tables_by_id,
)

_Marks = dict[tuple[int, int], Label]


class _Row(Struct, frozen=True, gc=False):
    key: str
    number: int
    values: Sequence[Cell]


def read_matrix(sheet: LabelledGrid, rows: Sequence[int], reading: TableMatch) -> None:
    """Reads the rows of chapter 3 in a grid into the reading.

    No figure is given to an applicant unless the header names all seven, each once, the legal persons under their
    heading: a header that lost a cell is shifted.
    """
    data: list[_Row] = []
    head: list[int] = []
    in_header = False
    for row in rows:
        label = _row_label(sheet, row, reading)
        if label is not None:
            if in_header:
                reading.set_header(_header(sheet, head, reading.table))
                head, in_header = [], False
            data.append(_data_row(sheet, row, *label, reading))
        elif any(_is_column(mark, reading.table) for _, mark in sheet.known[row]):
            head, in_header = [*head, row], True
        else:
            if in_header and sheet.has_figure(row):
                # Figures under a label that is not the form's end the header as well.
                reading.set_header(_header(sheet, head, reading.table))
                head, in_header = [], False
            head = [*head, row]
            _skip(sheet, row, reading)
    even = all(len(each.values) == len(reading.header) for each in data)
    reading.right = _common_end(data)
    padded = all(_padding(each, reading) is not None for each in data if len(each.values) > len(reading.header))
    for each in data:
        fitting: Sequence[Cell] | None = align(reading.header, each.values, reading.right, even=even)
        if fitting is None and padded and len(each.values) > len(reading.header):
            fitting = _padding(each, reading)
        _place(sheet, each, fitting, reading)


def _common_end(data: Sequence[_Row]) -> int:
    ends = Counter(end_of(each.values[-1]) for each in data)
    return ends.most_common(1)[0][0] if ends else 0


def _row_label(sheet: LabelledGrid, row: int, reading: TableMatch) -> tuple[Cell, str] | None:
    """The row's own label and its key: the last one before its figures; None when the row is not one of figures."""
    table = reading.table
    named = [
        (cell, key)
        for cell, mark in sheet.known[row]
        if (key := mark.row.get(table)) is not None and not _names_applicant(key, mark, sheet, row, reading)
    ]
    if not named or named[-1][1] in group_rows(table):
        return None
    cells, (label, key) = sheet.rows[row], named[-1]
    between = cells[cells.index(named[0][0]) + 1 : cells.index(label)]
    figures = cells[cells.index(label) + 1 :]
    if not figures or not all(map(looks_like_value, [cell.text for cell in figures])):
        return None
    labels = [cell for cell, _ in named]
    return (label, key) if all(cell in labels or looks_like_value(cell.text) for cell in between) else None


def _is_column(mark: Label, table: str) -> bool:
    """Names an applicant and nothing else."""
    return table in mark.column and table not in mark.row


def _names_applicant(key: str, mark: Label, sheet: LabelledGrid, row: int, reading: TableMatch) -> bool:
    """Whether 其他 or 总计 names an applicant here: it stands in the header, or 其他 is not below 其他处理."""
    table = reading.table
    if table not in mark.column:
        return False
    marks = [known for _, known in sheet.known[row]]
    if any(_is_column(known, table) for known in marks):
        return True
    if any(table in known.head for known in marks) and not sheet.has_figure(row):
        return True
    parent = _line(table, key).parent
    return bool(parent) and reading.context != parent and not any(known.row.get(table) == parent for known in marks)


def _skip(sheet: LabelledGrid, row: int, reading: TableMatch) -> None:
    """A row with group labels only sets the context of the rows below."""
    for cell, mark in sheet.known[row]:
        key = mark.row.get(reading.table)
        if key is not None:
            reading.context = key
            reading.headings[key] = cell.text if mark.rest else ""
        elif reading.table in mark.head:
            reading.headings[""] = cell.text if mark.rest else ""
        if key is not None or reading.table in mark.head:
            sheet.use([cell])


def _header(sheet: LabelledGrid, rows: Sequence[int], table: str) -> tuple[Entry, ...]:
    """Leaves of the header, left to right; empty when they are not the seven applicants, each in its place."""
    marks = {(cell.row, cell.column): mark for row in rows for cell, mark in sheet.marked(row)}
    sheet.use(cell for row in rows for cell, _ in sheet.known[row])
    entries: list[Entry] = []
    for column in range(len(sheet.grid.slots[0])):
        above = [cell for row in reversed(rows) if (cell := sheet.grid.slots[row][column]) is not None]
        leaf = _leaf(sheet, above, marks, table)
        if leaf is not None and (not entries or entries[-1].cell is not leaf.cell):
            entries.append(leaf)
    first = next((index for index, entry in enumerate(entries) if entry.keys), len(entries))
    entries = _completed(entries[first:], table)
    headings = [cell for row in rows for cell, mark in sheet.known[row] if mark.head.get(table) in _headings(table)]
    return tuple(entries) if _is_sound(entries, headings, table) else ()


def _completed(entries: list[Entry], table: str) -> list[Entry]:
    """The entries with the one misspelt applicant named, when it is the only one and all others stand in order.

    It has to share half its characters with what stands there: 小计 or 占比 in place of 总计 is another column.
    """
    lines = tables_by_id()[table][0].columns
    order = [line.key for line in lines]
    keys = [entry.keys[0] if entry.keys else None for entry in entries]
    if len(keys) != len(order) or keys.count(None) != 1:
        return entries
    lost = keys.index(None)
    if [*keys[:lost], order[lost], *keys[lost + 1 :]] != order:
        return entries
    if not is_alike(entries[lost].cell.text, lines[lost].label):
        return entries
    named = msgspec.structs.replace(entries[lost], keys=(order[lost],))
    return [*entries[:lost], named, *entries[lost + 1 :]]


def _leaf(sheet: LabelledGrid, above: Sequence[Cell], marks: _Marks, table: str) -> Entry | None:
    """The lowest header cell of a column that says something; a heading over several columns is no leaf."""
    beside = sheet.beside(above)
    for cell in above:
        mark = marks.get((cell.row, cell.column))
        if mark is None or not cell.text:
            continue
        key = mark.column.get(table)
        if key is not None:
            return Entry((key,), cell, beside)
        return None if table in mark.head else Entry((), cell, beside)
    return None


def _is_sound(entries: Sequence[Entry], headings: Sequence[Cell], table: str) -> bool:
    """Every applicant once, in the order of the form or else under the right heading (法人或其他组织 or none)."""
    lines = {line.key: line for line in tables_by_id()[table][0].columns}
    named = [key for entry in entries for key in entry.keys]
    if sorted(named) != sorted(lines):
        return False
    return named == list(lines) or all(
        any(cell.column <= entry.cell.column < end_of(cell) for cell in headings) == bool(lines[entry.keys[0]].parent)
        for entry in entries
        if entry.keys
    )


@functools.cache
def _headings(table: str) -> frozenset[str]:
    return frozenset(line.parent for line in tables_by_id()[table][0].columns if line.parent)


def _data_row(sheet: LabelledGrid, row: int, label: Cell, key: str, reading: TableMatch) -> _Row:
    cells = sheet.rows[row]
    values = cells[cells.index(label) + 1 :]
    sheet.use_labels(row, label)
    sheet.use(values)
    reading.context = _line(reading.table, key).parent or key
    reading.rows.setdefault(key, (sheet.number, row + 1))
    return _Row(key, row + 1, values)


def _place(sheet: LabelledGrid, row: _Row, fitting: Sequence[Cell] | None, reading: TableMatch) -> None:
    group = _line(reading.table, row.key).parent
    over = [reading.under(group, entry.beside) for entry in reading.header]
    if fitting is None:
        keys = tuple((row.key, entry.keys[0]) for entry in reading.header if entry.keys)
        left = row.values[0].column
        beside = tuple(
            sheet.beside_row(row.number, left, o) for e, o in zip(reading.header, over, strict=True) if e.keys
        )
        values = tuple(map(sheet.as_printed, row.values))
        reading.doubts.append(AmbiguousRow(row.key, keys, values, sheet.number, row.number, beside))
        return
    for entry, value, beside_it in zip(reading.header, fitting, over, strict=True):
        if entry.keys:
            reading.put((row.key, entry.keys[0]), sheet.spot(value, beside_it))


def _padding(row: _Row, reading: TableMatch) -> Sequence[Cell] | None:
    """The figures of a row whose label columns lost their spans and are blank cells now, None when it is not one."""
    surplus = len(row.values) - len(reading.header)
    if not reading.header or end_of(row.values[-1]) != reading.right:
        return None
    return None if any(cell.text for cell in row.values[:surplus]) else row.values[surplus:]


@functools.cache
def _line(table: str, key: str) -> FormLine:
    return next(row for version in tables_by_id()[table] for row in version.rows if row.key == key)
