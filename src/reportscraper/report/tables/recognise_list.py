"""Statistics tables of the older forms (政府信息公开情况统计表 and local annexes): label, unit and figure in a row."""

from __future__ import annotations

import functools
import re
import sys
from collections.abc import Sequence

import msgspec
from msgspec import Struct

from reportscraper.forms import FormLine
from reportscraper.model import Cell
from reportscraper.report.tables.alignment import same_span
from reportscraper.report.tables.labels import Label
from reportscraper.report.tables.notes import units_of_note, years_named
from reportscraper.report.tables.recognise_base import (
    NOTHING_BESIDE,
    Beside,
    HeaderLeaf,
    LabelledGrid,
    TableMatch,
    looks_like_value,
    tables_by_id,
)
from reportscraper.text import squeeze

_UNITS = frozenset(("条", "件", "次", "篇", "个", "人", "万元", "元", "人次", "项", "份", "起", "——", "----", "—"))
_VALUE = "value"
_YEAR = re.compile(
    r"(20\d\d|二[〇○零O][〇○零O一二三四五六七八九]{2}(?=年))"
    r"(?:年(?:度|年?末|年?底|全年|1月?[-—至]12月)?(?:统计|数据|数量|数|合计|实际|累计|情况)*(?:\(.*\))?)?"
)
_THIS_YEAR = re.compile("(?:本年度?|今年|当年|全年|本期)(?:统计|数据|数|合计|实际|情况)*")
_LAST_YEAR = re.compile("(?:上一?年度?|去年|上期)(?:同期)?(?:统计|数据|数|合计|实际|情况)*")
_OF_YEAR, _OTHER_YEAR = "of the year", "of another year"
_OTHER_SPAN = re.compile(
    r"(?<!本年)(?<!年度)(?<!全年)累计|历年|以来|上年|上一年|去年|前年|上期|半年|计划|预计|目标|截[至止]|同期|同比|增|减|季|月|比"
)
_LETTERS = re.compile("[甲乙丙丁戊己庚]|[1-9]")
"""What the columns of a statistics form are called in the row under its header."""
_NAMED = 2
"""How many columns a header names at least."""
_NO_END = sys.maxsize


class _Part(Struct, frozen=True):
    """A header, or the part of one that has a column of labels of its own: from where it begins to where the next one does."""

    header: tuple[HeaderLeaf, ...]
    start: int
    next: int
    right: int
    """The column right after its last; the cells of a row that fits it end there."""

    def holds(self, cell: Cell) -> bool:
        """Whether a cell stands in it."""
        return self.start <= cell.column < self.next


def read_list(sheet: LabelledGrid, rows: Sequence[int], reading: TableMatch) -> None:
    """Reads the rows of a statistics table in a grid into the reading.

    The figure stands in the column that the header names: that of the report's own year, else the one that the form says; where
    neither decides (annual and cumulative, or one a level of government), no figure is taken. Two lists side by side are read one
    after the other.
    """
    for row in rows:
        header = _header(sheet, row, reading)
        if header:
            reading.header, reading.right = header, max(entry.cell.end for entry in header)
            sheet.use(sheet.rows[row])
            continue
        for part in _side_by_side(reading):
            label = _row_label([each for each in sheet.known[row] if part.holds(each[0])], reading)
            if label is not None:
                _read_row(sheet, row, *label, part, reading)
                continue
            # A chapter row, whose label is a heading and whose unit and figure columns say nothing, or one that letters the columns.
            marked = [each for each in sheet.marked(row) if part.holds(each[0])]
            if marked and marked[0][0].text == "甲" and all(_LETTERS.fullmatch(cell.text) for cell, _ in marked):
                sheet.use(cell for cell, _ in marked)
            heading = next((cell for cell, mark in marked if reading.table in mark.head), None)
            if heading is not None:
                sheet.use_labels(row, heading)
                sheet.use(c for c, _ in marked if c.text in _UNITS or not any(each.isalnum() for each in c.text))


def _read_row(sheet: LabelledGrid, row: int, label: Cell, key: str, part: _Part, reading: TableMatch) -> None:
    cells = [cell for cell in sheet.rows[row] if part.holds(cell)]
    reading.rows.setdefault(key, (sheet.number, row + 1))
    lines = _lines(reading.table)
    if lines[key].parent or any(line.parent == key for line in lines.values()):
        reading.context = lines[key].parent or key
    sheet.use(cells)
    figure, over = _figure(reading, part, label, cells)
    if figure is None:
        after = [cell for cell in cells if cell.column > label.column]
        sheet.doubt(row + 1, key, ((key, _VALUE),), after, reading)
        return
    reading.columns.setdefault(_VALUE, figure.column)
    sheet.enter([((key, _VALUE), figure, over)], reading)


def _header(sheet: LabelledGrid, row: int, reading: TableMatch) -> tuple[HeaderLeaf, ...]:
    """The header that the row is, or completes where the row above spreads a heading over several columns."""
    marked = sheet.marked(row)
    if not marked or _row_label(sheet.known[row], reading) is not None:
        return ()
    entries = [
        HeaderLeaf(mark.columns.get(reading.table, ()) or _year_column(cell, reading), cell, sheet.beside((cell,)))
        for cell, mark in marked
    ]
    above = reading.header
    if above and above[0].cell.row == row and above[0].cell.rowspan > 1 and all(entry.keys for entry in entries):
        covered = {column for entry in entries for column in range(entry.cell.column, entry.cell.end)}
        kept = [entry for entry in above if entry.cell.column not in covered]
        return tuple(sorted((*kept, *entries), key=lambda entry: entry.cell.column))
    return tuple(entries) if sum(bool(e.keys) and not e.cell.text.isdigit() for e in entries) >= _NAMED else ()


def _year_column(cell: Cell, reading: TableMatch) -> tuple[str, ...]:
    """What a column headed by a year holds; one by several (2008—2015年) or by another with more words is of another span."""
    plain = squeeze(cell.text)
    match = _YEAR.fullmatch(plain)
    years = years_named(f"{match[1]}年" if match else plain)
    if years and reading.year is not None and years != {reading.year}:
        return (_OTHER_YEAR,)
    if _LAST_YEAR.fullmatch(plain):
        return (_OTHER_YEAR,)
    return (_OF_YEAR,) if match or _THIS_YEAR.fullmatch(plain) else ()


def _side_by_side(reading: TableMatch) -> list[_Part]:
    """The parts of the header that have a column of labels each; mostly there is one."""
    roles = [_role(entry, reading.table) for entry in reading.header]
    starts = [i for i, role in enumerate(roles) if role == "label" and (i == 0 or roles[i - 1] != "label")]
    if len(starts) < _NAMED:
        return [_Part(reading.header, 1, _NO_END, reading.right)]
    at = [0, *starts[1:], len(roles)]
    begin = [1, *(reading.header[i].cell.column for i in starts[1:])]
    right, after = [*begin[1:], reading.right], [*begin[1:], _NO_END]
    return [_Part(reading.header[at[i] : at[i + 1]], begin[i], after[i], right[i]) for i in range(len(starts))]


def _row_label(marked: Sequence[tuple[Cell, Label]], reading: TableMatch) -> tuple[Cell, str] | None:
    for cell, mark in reversed(marked):
        keys = mark.rows.get(reading.table, ())
        if len(keys) == 1:
            return cell, keys[0]
        if keys:
            under = [key for key in keys if _lines(reading.table)[key].parent == reading.context]
            return (cell, under[0]) if len(under) == 1 else None
    return None


def _figure(reading: TableMatch, part: _Part, label: Cell, cells: Sequence[Cell]) -> tuple[Cell | None, Beside]:
    """The cell of the figure, and what its column and the unit in its row say."""
    after = [cell for cell in cells if cell.column > label.column]
    if not part.header:
        # Without a header only the plain pair of unit and figure is beyond doubt.
        if len(after) == 2 and after[0].text.strip() in _UNITS:
            return after[1], Beside(units_of_note(after[0].text))
        return None, NOTHING_BESIDE
    value = _value_column(reading.table, part.header)
    if value is None:
        return None, NOTHING_BESIDE
    under = {
        entry: cell for entry in part.header for cell in cells if cell is not label and same_span(cell, entry.cell)
    }
    if cells[-1].end != part.right or value not in under:
        # Cells right of the label go with the header's in order, when there are as many and none is blank.
        start = next((i for i, entry in enumerate(part.header) if entry.cell.column >= label.column), 0)
        rest = part.header[start + 1 :]
        fits = len(rest) == len(after) and all(cell.text for cell in after)
        under = dict(zip(rest, after, strict=True)) if fits else {}
    unit = next((cell.text for entry, cell in under.items() if _role(entry, reading.table) == "unit"), "")
    figure = under.get(value)
    if figure is None or not looks_like_value(figure.text):
        return None, NOTHING_BESIDE
    return figure, msgspec.structs.replace(value.beside, units=value.beside.units + units_of_note(unit))


def _value_column(table: str, header: Sequence[HeaderLeaf]) -> HeaderLeaf | None:
    """The column of the report's own year, else the first column of figures in the order of the form.

    Else the only column whose meaning the header leaves open, unless its words tell of another span of time (历年累计, 上年, 同比).
    """
    order = (column.key for column in tables_by_id()[table][0].columns if column.role == "value")
    for key in (_OF_YEAR, *order):
        named = [entry for entry in header if key in entry.keys]
        named = [entry for entry in named if not entry.beside.foreign] or named
        if named:
            return named[0] if len(named) == 1 else None
    open_ = [entry for entry in header if not entry.keys and entry.cell.text]
    return open_[0] if len(open_) == 1 and not _OTHER_SPAN.search(squeeze(open_[0].cell.text)) else None


def _role(entry: HeaderLeaf, table: str) -> str:
    roles = {column.key: column.role for column in tables_by_id()[table][0].columns}
    return roles.get(entry.keys[0], "") if entry.keys else ""


@functools.cache
def _lines(table: str) -> dict[str, FormLine]:
    return {row.key: row for version in tables_by_id()[table] for row in version.rows}
