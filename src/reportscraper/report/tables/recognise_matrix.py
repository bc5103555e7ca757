"""Chapter 3 (收到和处理政府信息公开申请情况): a matrix of rows against the seven kinds of applicant."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Sequence

import msgspec

from reportscraper.forms import FormLine
from reportscraper.model import Cell
from reportscraper.report.tables.alignment import align
from reportscraper.report.tables.labels import UNKNOWN, Label, is_alike, normalise
from reportscraper.report.tables.recognise_base import (
    HeaderLeaf,
    LabelledGrid,
    TableMatch,
    group_rows,
    looks_like_value,
    tables_by_id,
)

_GROUP = 2
"""Rows that the name of a group spans at least."""


def read_matrix(sheet: LabelledGrid, rows: Sequence[int], reading: TableMatch) -> None:
    """Reads the rows of chapter 3 in a grid into the reading.

    No figure is given to an applicant unless the header names all seven, each once, the legal persons under their
    heading: a header that lost a cell is shifted.
    """
    table = reading.table
    data: list[tuple[str, int, list[Cell]]] = []
    head: list[int] = []
    in_header = False
    for row in rows:
        found = _row_label(sheet, row, reading)
        is_head = found is None and any(_is_column(mark, table) for _, mark in sheet.known[row])
        if in_header and not is_head and (found is not None or sheet.has_figure(row)):
            # Figures under a label that is not the form's end the header as well.
            reading.set_header(_header(sheet, head, table))
            head, in_header = [], False
        if found is not None:
            label, key, values = found
            sheet.use_labels(row, label)
            sheet.use(values)
            reading.context = _line(table, key).parent or key
            reading.rows.setdefault(key, (sheet.number, row + 1))
            data.append((key, row + 1, values))
            _mark_other_groups(sheet, row, label, key, reading)
            continue
        head = [*head, row]
        in_header = in_header or is_head
        # A row with group labels only sets the context of the rows below.
        for cell, mark in () if is_head else sheet.known[row]:
            key = mark.row.get(table, "")
            if key or table in mark.head:
                reading.context = key or reading.context
                reading.headings[key] = cell.text if mark.rest else ""
                sheet.use([cell])
    header, width = reading.header, len(reading.header)
    even = all(len(values) == width for _, _, values in data)
    ends = Counter(values[-1].end for _, _, values in data)
    right = reading.right = ends.most_common(1)[0][0] if ends else 0
    # Label columns that lost their spans are blank cells in front of the figures.
    wide = [values for _, _, values in data if len(values) > width]
    padded = bool(header) and all(
        values[-1].end == right and not any(cell.text for cell in values[:-width]) for values in wide
    )
    for key, row, values in data:
        fitting = align(header, values, right, even=even)
        if fitting is None and padded and len(values) > width:
            fitting = values[-width:]
        group = _line(table, key).parent
        if fitting is not None:
            figures = [
                ((key, entry.keys[0]), cell, entry.beside)
                for entry, cell in zip(header, fitting, strict=True)
                if entry.keys
            ]
            sheet.enter(figures, reading, group)
            continue
        named = [entry for entry in header if entry.keys]
        over = [sheet.beside_row(row, values[0].column, reading.under(group, entry.beside)) for entry in named]
        sheet.doubt(row, key, [(key, entry.keys[0]) for entry in named], values, reading, over)


def _row_label(sheet: LabelledGrid, row: int, reading: TableMatch) -> tuple[Cell, str, list[Cell]] | None:
    """The row's own label, its key and its figures: the last label before them; None when the row is not one of figures."""
    table = reading.table
    named = [
        (cell, key)
        for cell, mark in sheet.known[row]
        if (key := mark.row.get(table)) is not None and not _names_applicant(key, mark, sheet, row, reading)
    ]
    if not named or named[-1][1] in group_rows(table):
        return None
    cells, (label, key) = sheet.rows[row], named[-1]
    at = cells.index(label)
    figures = cells[at + 1 :]
    if not figures or not all(looks_like_value(cell.text) for cell in figures):
        return None
    labels = [cell for cell, _ in named]
    between = cells[cells.index(named[0][0]) + 1 : at]
    return (label, key, figures) if all(c in labels or looks_like_value(c.text) for c in between) else None


def _mark_other_groups(sheet: LabelledGrid, row: int, label: Cell, key: str, reading: TableMatch) -> None:
    """Notes that the rows of a group stand beside the name of another one (（三）转办, （三）部分不予公开)."""
    table = reading.table
    group, newest = _line(table, key).parent, tables_by_id()[table][0]
    groups = {line.key: normalise(line.label) for line in newest.rows if line.group}
    for cell in sheet.grid.slots[row][: label.column - 1] if group else ():
        if cell is None or cell.rowspan < _GROUP or sheet.label_of(cell) is not UNKNOWN:
            continue
        words, spanned = normalise(cell.text), sheet.known[cell.row - 1 : cell.row - 1 + cell.rowspan]
        # What spans the names of groups is the heading over them (处理结果); one that a page break cuts in two is a part of its own.
        over_groups = any(mark.row.get(table) in groups for known in spanned for _, mark in known)
        if words and not over_groups and not any(words in own or is_alike(cell.text, own) for own in groups.values()):
            reading.headings[group] = cell.text


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


def _header(sheet: LabelledGrid, rows: Sequence[int], table: str) -> tuple[HeaderLeaf, ...]:
    """Leaves of the header, left to right; empty when they are not the seven applicants, each in its place.

    A leaf is the lowest cell of a column that says something; a heading over several columns is none. Every applicant is named once,
    in the order of the form or else under the right heading (法人或其他组织 or none).
    """
    marks = {id(cell): mark for row in rows for cell, mark in sheet.marked(row)}
    lines = {line.key: line for line in tables_by_id()[table][0].columns}
    sheet.use(cell for row in rows for cell, _ in sheet.known[row])
    entries: list[HeaderLeaf] = []
    for column in range(len(sheet.grid.slots[0])):
        above = [cell for row in reversed(rows) if (cell := sheet.grid.slots[row][column]) is not None]
        leaf = next((cell for cell in above if cell.text and id(cell) in marks), None)
        if leaf is None or (entries and entries[-1].cell is leaf):
            continue
        mark = marks[id(leaf)]
        if table in mark.column or table not in mark.head:
            entries.append(HeaderLeaf((mark.column[table],) if table in mark.column else (), leaf, sheet.beside(above)))
    first = next((index for index, entry in enumerate(entries) if entry.keys), len(entries))
    entries = _completed(entries[first:], table)
    named = [key for entry in entries for key in entry.keys]
    if sorted(named) != sorted(lines):
        return ()
    parents = {line.parent for line in lines.values() if line.parent}
    headings = [cell for row in rows for cell, mark in sheet.known[row] if mark.head.get(table) in parents]
    is_sound = named == list(lines) or all(
        any(cell.column <= entry.cell.column < cell.end for cell in headings) == bool(lines[entry.keys[0]].parent)
        for entry in entries
        if entry.keys
    )
    return tuple(entries) if is_sound else ()


def _completed(entries: list[HeaderLeaf], table: str) -> list[HeaderLeaf]:
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


@functools.cache
def _line(table: str, key: str) -> FormLine:
    return next(row for version in tables_by_id()[table] for row in version.rows if row.key == key)
