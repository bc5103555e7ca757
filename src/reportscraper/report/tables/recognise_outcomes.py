"""Chapter 4 (行政复议、行政诉讼情况): three blocks of five outcomes, in one table or two, upright or transposed."""

from __future__ import annotations

from collections.abc import Sequence

from reportscraper.model import Cell
from reportscraper.report.tables.recognise_base import (
    AmbiguousRow,
    Entry,
    LabelledGrid,
    Spot,
    TableMatch,
    align,
    end_of,
    looks_like_value,
    tables_by_id,
)

_Leaf = tuple[str, str, Cell]
"""Block, outcome, and the header cell that names the latter."""


def read_outcomes(sheet: LabelledGrid, rows: Sequence[int], reading: TableMatch) -> None:
    """Reads the rows of chapter 4 in a grid into the reading.

    ``reading.context`` may name the block of a table that prints outcomes only.
    """
    table = reading.table
    outcomes = {row: [c for c, m in sheet.known[row] if table in m.column] for row in rows}
    for row in rows:
        sheet.use(cell for cell, mark in sheet.known[row] if table in mark.tables)
    if max(map(len, outcomes.values()), default=0) >= 3:
        _read_upright(sheet, rows, [row for row in rows if outcomes[row]], reading)
    else:
        _read_transposed(sheet, [row for row in rows if outcomes[row]], reading)


def _read_upright(sheet: LabelledGrid, rows: Sequence[int], head: Sequence[int], reading: TableMatch) -> None:
    bottom = head[-1]
    leaves = _leaves(sheet, range(rows[0], bottom + 1), reading)
    header = tuple(Entry((f"{block}/{outcome}",), cell) for block, outcome, cell in leaves)
    data = [row for row in rows if row > bottom and sheet.rows[row] and _holds_figures(sheet.rows[row])]
    filled = [row for row in data if any(cell.text for cell in sheet.rows[row])]
    data = filled or data[:1]
    if not header or len(data) != 1 or not _is_whole(leaves, reading):
        for row in data:
            _doubt(sheet, row, sheet.rows[row], (), reading)
        return
    values = _after_labels(sheet, data[0], header[0].cell.column)
    _enter(sheet, data[0], values, leaves, header, reading)


def _enter(
    sheet: LabelledGrid,
    row: int,
    values: Sequence[Cell],
    leaves: Sequence[_Leaf],
    header: Sequence[Entry],
    reading: TableMatch,
) -> None:
    sheet.use(values)
    fitting = align(header, values, _right(sheet, header))
    for block, outcome, cell in leaves:
        reading.rows.setdefault(block, (sheet.number, row + 1))
        reading.columns.setdefault(f"{block}/{outcome}", cell.column)
    if fitting is None:
        _doubt(sheet, row, values, [(block, outcome) for block, outcome, _ in leaves], reading)
        return
    for (block, outcome, _), value in zip(leaves, fitting, strict=True):
        reading.put((block, outcome), Spot(value, sheet.number))


def _right(sheet: LabelledGrid, header: Sequence[Entry]) -> int:
    """The column right after the cells of the header's last row."""
    row = sheet.rows[header[-1].cell.row - 1]
    return max(end_of(row[-1]), end_of(header[-1].cell))


def _leaves(sheet: LabelledGrid, rows: Sequence[int], reading: TableMatch) -> list[_Leaf]:
    """Block and outcome of each column, left to right; empty when a column's block cannot be told."""
    table = reading.table
    leaves: list[_Leaf] = []
    for column in range(len(sheet.grid.slots[0])):
        above = [(row, cell) for row in reversed(rows) if (cell := sheet.grid.slots[row][column]) is not None]
        found = next(((row, cell, key) for row, cell in above if (key := sheet.label_of(cell).column.get(table))), None)
        if found is None or (leaves and leaves[-1][2] is found[1]):
            continue
        row, cell, outcome = found
        blocks = (_block_over(sheet, over, column, table) for over in range(row - 1, rows[0] - 1, -1))
        leaves.append((next((block for block in blocks if block), reading.context), outcome, cell))
    return leaves if all(block for block, _, _ in leaves) else []


def _block_over(sheet: LabelledGrid, row: int, column: int, table: str) -> str | None:
    """The block named over a column; blank cells right of the name are what is left of its lost span."""
    for place in range(column, -1, -1):
        cell = sheet.grid.slots[row][place]
        if cell is None:
            return None
        if cell.text:
            return sheet.label_of(cell).row.get(table)
    return None


def _is_whole(leaves: Sequence[_Leaf], reading: TableMatch) -> bool:
    """Every block that is named has each outcome once, and the two kinds of suits (诉讼) come together."""
    version = tables_by_id()[reading.table][0]
    wanted = sorted(column.key for column in version.columns)
    blocks = {block for block, _, _ in leaves}
    suits = {row.key for row in version.rows if row.parent}
    return (not blocks & suits or suits <= blocks) and all(
        sorted(outcome for name, outcome, _ in leaves if name == block) == wanted for block in blocks
    )


def _read_transposed(sheet: LabelledGrid, rows: Sequence[int], reading: TableMatch) -> None:
    """Outcomes down, blocks either across (a header row of blocks) or down in the label columns."""
    found: list[tuple[int, list[Cell], list[_Leaf], list[Entry]]] = []
    for row in rows:
        label, outcome = next((c, k) for c, m in sheet.known[row] if (k := m.column.get(reading.table)))
        values = [cell for cell in sheet.rows[row] if cell.column > label.column]
        across = _blocks_above(sheet, row, label, reading.table)
        if across:
            leaves: list[_Leaf] = [(block, outcome, cell) for block, cell in across]
            found.append((row, values, leaves, [Entry((block,), cell) for block, cell in across]))
        else:
            block = _block_beside(sheet, row, label, reading)
            single = values[0] if values else label
            found.append((row, values, [(block, outcome, label)] if block else [], [Entry((block,), single)]))
    told = all(leaves for _, _, leaves, _ in found)
    if not told or not _is_whole([leaf for _, _, leaves, _ in found for leaf in leaves], reading):
        for row, values, _, _ in found:
            _doubt(sheet, row, values, (), reading)
        return
    for row, values, leaves, header in found:
        _enter(sheet, row, values, leaves, header, reading)


def _blocks_above(sheet: LabelledGrid, row: int, label: Cell, table: str) -> list[tuple[str, Cell]]:
    """Blocks named in header cells right of the labels, left to right, the lowest of each column."""
    blocks: list[tuple[str, Cell]] = []
    for column in range(label.column + label.colspan - 1, len(sheet.grid.slots[0])):
        for above in range(row - 1, -1, -1):
            slot = sheet.grid.slots[above][column]
            block = None if slot is None else sheet.label_of(slot).row.get(table)
            if slot is not None and block is not None:
                if not blocks or blocks[-1][1] is not slot:
                    blocks.append((block, slot))
                break
    return blocks


def _block_beside(sheet: LabelledGrid, row: int, label: Cell, reading: TableMatch) -> str:
    """The block named in the label columns of the row, nearest to the outcome."""
    for column in range(label.column - 2, -1, -1):
        slot = sheet.grid.slots[row][column]
        block = None if slot is None else sheet.label_of(slot).row.get(reading.table)
        if block is not None:
            return block
    return reading.context


def _holds_figures(cells: Sequence[Cell]) -> bool:
    return sum(looks_like_value(cell.text) for cell in cells) * 2 > len(cells)


def _after_labels(sheet: LabelledGrid, row: int, left: int) -> list[Cell]:
    """Cells of a data row without what stands left of the first outcome (数量, 件数, a blank corner)."""
    cells = sheet.rows[row]
    while cells and cells[0].column < left and not (cells[0].text and looks_like_value(cells[0].text)):
        sheet.use(cells[:1])
        cells = cells[1:]
    return cells


def _doubt(
    sheet: LabelledGrid, row: int, values: Sequence[Cell], keys: Sequence[tuple[str, str]], reading: TableMatch
) -> None:
    sheet.use(values)
    reading.doubts.append(AmbiguousRow("", tuple(keys), tuple(values), sheet.number, row + 1))
