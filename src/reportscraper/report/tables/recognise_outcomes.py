"""Chapter 4 (行政复议、行政诉讼情况): three blocks of five outcomes, in one table or two, upright, in rows, or turned."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from msgspec.structs import replace

from reportscraper.model import Cell
from reportscraper.report.tables.alignment import align
from reportscraper.report.tables.notes import tells_otherwise
from reportscraper.report.tables.recognise_base import (
    HeaderLeaf,
    LabelledGrid,
    TableMatch,
    looks_like_value,
    tables_by_id,
)

_Line = tuple[int, Sequence[Cell], list[HeaderLeaf]]
"""A row of figures, its cells, and for each of them an entry whose keys are block and outcome."""


def read_outcomes(sheet: LabelledGrid, rows: Sequence[int], reading: TableMatch) -> None:
    """Reads the rows of chapter 4 in a grid into the reading.

    ``reading.context`` may name the block of a table that prints outcomes only. No figure is taken unless every block that is
    named has each outcome once, and the two kinds of suits (诉讼) come together.
    """
    table = reading.table
    version = tables_by_id()[table][0]
    outcomes = {row: [c for c, m in sheet.known[row] if table in m.column] for row in rows}
    sheet.use(cell for row in rows for cell, mark in sheet.known[row] if table in mark.tables)
    head = [row for row in rows if outcomes[row]]
    upright = max(map(len, outcomes.values()), default=0) >= 3
    lines = _upright(sheet, rows, head[-1], reading) if upright else _turned(sheet, head, reading)
    named: dict[str, list[str]] = {}
    for leaf in (leaf for _, _, line in lines for leaf in line):
        named.setdefault(leaf.keys[0], []).append(leaf.keys[1])
    suits = {row.key for row in version.rows if row.parent}
    wanted = sorted(column.key for column in version.columns)
    is_whole = (
        all(line for _, _, line in lines)
        and all(sorted(each) == wanted for each in named.values())
        and (suits.isdisjoint(named) or suits <= named.keys())
    )
    for row, values, line in lines:
        if not is_whole:
            sheet.doubt(row + 1, "", (), values, reading)
            continue
        sheet.use(values)
        for leaf in line:
            block, outcome = leaf.keys
            reading.rows.setdefault(block, (sheet.number, row + 1))
            reading.columns.setdefault(f"{block}/{outcome}", leaf.cell.column)
        last = line[-1].cell
        fitting = align(line, values, max(sheet.rows[last.row - 1][-1].end, last.end))
        figures = [((leaf.keys[0], leaf.keys[1]), leaf.beside) for leaf in line]
        if fitting is None:
            sheet.doubt(row + 1, "", [key for key, _ in figures], values, reading, [beside for _, beside in figures])
        else:
            sheet.enter([(key, cell, o) for (key, o), cell in zip(figures, fitting, strict=True)], reading)


def _upright(sheet: LabelledGrid, rows: Sequence[int], bottom: int, reading: TableMatch) -> list[_Line]:
    """Outcomes across: one row of figures under the names of the blocks, or a row for each block, named in front."""
    table = reading.table
    leaves = _leaves(sheet, range(rows[0], bottom + 1), reading)
    left = leaves[0].cell.column if leaves else 0
    data = [
        row
        for row in rows
        if row > bottom
        and (cells := sheet.rows[row])
        and sum(looks_like_value(cell.text) for cell in cells) * 2 > len(cells)
    ]
    named = {row: block for row in data if (block := _block_beside(sheet, row, left, table))}
    if named and not any(leaf.keys[0] for leaf in leaves):
        for row in named:
            sheet.use(c for c in sheet.rows[row] if c.column < left and looks_like_value(c.text))
        # A row without a block (合计) is left to be reported; a block named twice makes its outcomes more than whole.
        return [
            (
                row,
                [cell for cell in sheet.rows[row] if cell.column >= left],
                [HeaderLeaf((block, leaf.keys[1]), leaf.cell, leaf.beside) for leaf in leaves],
            )
            for row, block in named.items()
        ]
    told = [HeaderLeaf((leaf.keys[0] or reading.context, leaf.keys[1]), leaf.cell, leaf.beside) for leaf in leaves]
    data = [row for row in data if any(cell.text for cell in sheet.rows[row])] or data[:1]
    if len(data) != 1 or not all(leaf.keys[0] for leaf in told):
        return [(row, sheet.rows[row], []) for row in data]
    # What stands left of the first outcome (数量, 件数, a blank corner) is no figure.
    cells = sheet.rows[data[0]]
    before = itertools.takewhile(lambda c: c.column < left and not (c.text and looks_like_value(c.text)), cells)
    sheet.use(labels := list(before))
    foreign = next((c.text for c in cells if c.column < left and c.text and tells_otherwise(c.text, reading.year)), "")
    if foreign:
        told = [HeaderLeaf(leaf.keys, leaf.cell, replace(leaf.beside, foreign=foreign)) for leaf in told]
    return [(data[0], cells[len(labels) :], told)]


def _leaves(sheet: LabelledGrid, rows: Sequence[int], reading: TableMatch) -> list[HeaderLeaf]:
    """Block and outcome of each column, left to right; an empty block where the header names none."""
    table = reading.table
    leaves: list[HeaderLeaf] = []
    for column in range(len(sheet.grid.slots[0])):
        above = [(row, cell) for row in reversed(rows) if (cell := sheet.grid.slots[row][column]) is not None]
        found = next(((row, cell, key) for row, cell in above if (key := sheet.label_of(cell).column.get(table))), None)
        if found is None or (leaves and leaves[-1].cell is found[1]):
            continue
        row, cell, outcome = found
        # Blank cells right of one that says something are what is left of its lost span.
        over = [
            next((each for each in reversed(sheet.grid.slots[higher][: column + 1]) if each is None or each.text), None)
            for higher in range(row - 1, rows[0] - 1, -1)
        ]
        blocks = (sheet.label_of(each).row.get(table) for each in over if each is not None)
        block = next((block for block in blocks if block), "")
        leaves.append(HeaderLeaf((block, outcome), cell, sheet.beside((cell, *over))))
    return leaves


def _turned(sheet: LabelledGrid, rows: Sequence[int], reading: TableMatch) -> list[_Line]:
    """Outcomes down, blocks either across (a header row of blocks) or down in the label columns."""
    table, slots = reading.table, sheet.grid.slots
    lines: list[_Line] = []
    for row in rows:
        label, outcome = next((c, k) for c, m in sheet.known[row] if (k := m.column.get(table)))
        values = [cell for cell in sheet.rows[row] if cell.column > label.column]
        entries: list[HeaderLeaf] = []
        for column in range(label.end - 1, len(slots[0])):
            above = (cell for higher in range(row - 1, -1, -1) if (cell := slots[higher][column]) is not None)
            over = next((cell for cell in above if table in sheet.label_of(cell).row), None)
            if over is not None and (not entries or entries[-1].cell is not over):
                entries.append(HeaderLeaf((sheet.label_of(over).row[table], outcome), over, sheet.beside((over,))))
        if not entries and (block := _block_beside(sheet, row, label.column, table) or reading.context):
            entries = [HeaderLeaf((block, outcome), values[0] if values else label)]
        lines.append((row, values, entries))
    return lines


def _block_beside(sheet: LabelledGrid, row: int, column: int, table: str) -> str | None:
    """The block named in the row left of a column (from 1), the nearest when there are several."""
    cells = reversed(sheet.grid.slots[row][: column - 1])
    return next((block for cell in cells if cell is not None and (block := sheet.label_of(cell).row.get(table))), None)
