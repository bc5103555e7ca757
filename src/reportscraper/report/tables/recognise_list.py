"""Statistics tables of the older forms (政府信息公开情况统计表 and local annexes): label, unit and figure in a row."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from reportscraper.forms import FormLine
from reportscraper.model import Cell
from reportscraper.report.tables.labels import Label
from reportscraper.report.tables.recognise_base import (
    AmbiguousRow,
    Entry,
    LabelledGrid,
    Spot,
    TableMatch,
    end_of,
    looks_like_value,
    tables_by_id,
)

_UNITS = frozenset(("条", "件", "次", "篇", "个", "人", "万元", "元", "人次", "项", "份", "起", "——", "----", "—"))
_VALUE = "value"


def read_list(sheet: LabelledGrid, rows: Sequence[int], reading: TableMatch) -> None:
    """Reads the rows of a statistics table in a grid into the reading.

    The figure stands in the column that the header names; with several (annual and cumulative, or one a level of
    government) the form says which, and where it does not, no figure is taken.
    """
    for row in rows:
        known = sheet.known[row]
        label = _row_label(known, reading)
        if label is not None:
            _read_row(sheet, row, *label, reading)
        elif sum(reading.table in mark.column for _, mark in known) >= 2:
            marked = sheet.marked(row)
            reading.header = tuple(Entry(mark.columns.get(reading.table, ()), cell) for cell, mark in marked)
            reading.right = end_of(marked[-1][0])
            sheet.use(cell for cell, _ in marked)
        else:
            _skip(sheet, row, sheet.marked(row), reading)


def _row_label(marked: Sequence[tuple[Cell, Label]], reading: TableMatch) -> tuple[Cell, str] | None:
    for cell, mark in reversed(marked):
        keys = mark.rows.get(reading.table, ())
        if len(keys) == 1:
            return cell, keys[0]
        if keys:
            under = [key for key in keys if _lines(reading.table)[key].parent == reading.context]
            return (cell, under[0]) if len(under) == 1 else None
    return None


def _skip(sheet: LabelledGrid, row: int, marked: Sequence[tuple[Cell, Label]], reading: TableMatch) -> None:
    """A chapter row: its label is a heading, and what stands in its unit and figure columns says nothing."""
    heading = next((cell for cell, mark in marked if reading.table in mark.head), None)
    if heading is not None:
        sheet.use_labels(row, heading)
        sheet.use(cell for cell, _ in marked if _says_nothing(cell) or cell.text in _UNITS)


def _says_nothing(cell: Cell) -> bool:
    return not any(character.isalnum() for character in cell.text)


def _read_row(sheet: LabelledGrid, row: int, label: Cell, key: str, reading: TableMatch) -> None:
    cells = sheet.rows[row]
    after = [cell for cell in cells if cell.column > label.column]
    reading.rows.setdefault(key, (sheet.number, row + 1))
    _set_context(key, reading)
    sheet.use(cells)
    figure, unit = _figure(reading, label, after) if after else (None, "")
    if figure is None:
        reading.doubts.append(AmbiguousRow(key, ((key, _VALUE),), tuple(after), sheet.number, row + 1))
        return
    reading.columns.setdefault(_VALUE, figure.column)
    reading.put((key, _VALUE), Spot(figure, sheet.number, unit))


def _figure(reading: TableMatch, label: Cell, after: Sequence[Cell]) -> tuple[Cell | None, str]:
    """The cell of the figure and the unit printed in the row."""
    if not reading.header:
        # Without a header only the plain pair of unit and figure is beyond doubt.
        if len(after) == 2 and after[0].text.strip() in _UNITS:
            return after[1], after[0].text
        return None, ""
    value = _value_column(reading)
    if value is None:
        return None, ""
    under = {entry: cell for entry in reading.header for cell in after if _is_under(cell, entry.cell)}
    if end_of(after[-1]) != reading.right or value not in under:
        under = _by_order(reading.header, label, after)
    unit = next((cell.text for entry, cell in under.items() if _role(entry, reading.table) == "unit"), "")
    figure = under.get(value)
    return (figure, unit) if figure is not None and looks_like_value(figure.text) else (None, "")


def _by_order(header: Sequence[Entry], label: Cell, after: Sequence[Cell]) -> dict[Entry, Cell]:
    """Cells right of the label paired with the header's, when there are as many and none is blank."""
    start = next((i for i, entry in enumerate(header) if entry.cell.column >= label.column), 0)
    rest = header[start + 1 :]
    if len(rest) != len(after) or not all(cell.text for cell in after):
        return {}
    return dict(zip(rest, after, strict=True))


def _value_column(reading: TableMatch) -> Entry | None:
    """The first column of figures in the order of the form; else the only column whose meaning the header leaves open."""
    order = [column.key for column in tables_by_id()[reading.table][0].columns if column.role == "value"]
    for key in order:
        named = [entry for entry in reading.header if key in entry.keys]
        if named:
            return named[0] if len(named) == 1 else None
    open_ = [entry for entry in reading.header if not entry.keys and entry.cell.text]
    return open_[0] if len(open_) == 1 else None


def _role(entry: Entry, table: str) -> str:
    roles = {column.key: column.role for column in tables_by_id()[table][0].columns}
    return roles[entry.keys[0]] if entry.keys else ""


def _is_under(cell: Cell, above: Cell) -> bool:
    return cell.column == above.column and cell.colspan == above.colspan


def _set_context(key: str, reading: TableMatch) -> None:
    line = _lines(reading.table)[key]
    if line.parent:
        reading.context = line.parent
    elif any(other.parent == key for other in _lines(reading.table).values()):
        reading.context = key


@functools.cache
def _lines(table: str) -> dict[str, FormLine]:
    return {row.key: row for version in tables_by_id()[table] for row in version.rows}
