"""Chapter 4 (行政复议、行政诉讼情况): three blocks of five outcomes, in one table or two, upright, in rows, or turned."""

from __future__ import annotations

from collections.abc import Sequence

from reportscraper.model import Cell
from reportscraper.report.tables.recognise_base import (
    AmbiguousRow,
    Entry,
    LabelledGrid,
    TableMatch,
    align,
    end_of,
    looks_like_value,
    tables_by_id,
)

_Line = tuple[int, Sequence[Cell], list[Entry]]
"""A row of figures, its cells, and for each of them an entry whose keys are block and outcome."""


def read_outcomes(sheet: LabelledGrid, rows: Sequence[int], reading: TableMatch) -> None:
    """Reads the rows of chapter 4 in a grid into the reading.

    ``reading.context`` may name the block of a table that prints outcomes only. No figure is taken unless every block that is
    named has each outcome once, and the two kinds of suits (诉讼) come together.
    """
    table = reading.table
    outcomes = {row: [c for c, m in sheet.known[row] if table in m.column] for row in rows}
    for row in rows:
        sheet.use(cell for cell, mark in sheet.known[row] if table in mark.tables)
    head = [row for row in rows if outcomes[row]]
    upright = max(map(len, outcomes.values()), default=0) >= 3
    lines = _upright(sheet, rows, head[-1], reading) if upright else _turned(sheet, head, reading)
    leaves = [leaf for _, _, line in lines for leaf in line]
    if not all(line for _, _, line in lines) or not _is_whole(leaves, reading):
        for row, values, _ in lines:
            _doubt(sheet, row, values, (), reading)
        return
    for row, values, line in lines:
        sheet.use(values)
        for leaf in line:
            block, outcome = leaf.keys
            reading.rows.setdefault(block, (sheet.number, row + 1))
            reading.columns.setdefault(f"{block}/{outcome}", leaf.cell.column)
        fitting = align(line, values, _right(sheet, line))
        if fitting is None:
            _doubt(sheet, row, values, line, reading)
            continue
        for leaf, value in zip(line, fitting, strict=True):
            reading.put((leaf.keys[0], leaf.keys[1]), sheet.spot(value, leaf.beside))


def _upright(sheet: LabelledGrid, rows: Sequence[int], bottom: int, reading: TableMatch) -> list[_Line]:
    """Outcomes across: one row of figures under the names of the blocks, or a row for each block, named in front."""
    table = reading.table
    leaves = _leaves(sheet, range(rows[0], bottom + 1), reading)
    data = [row for row in rows if row > bottom and sheet.rows[row] and _holds_figures(sheet.rows[row])]
    named = {row: block for row in data if (block := _block_beside(sheet, row, leaves[0].cell.column, table))}
    if named and not any(leaf.keys[0] for leaf in leaves):
        for row in named:
            sheet.use(c for c in sheet.rows[row] if c.column < leaves[0].cell.column and looks_like_value(c.text))
        # A row without a block (合计) is left to be reported; a block named twice makes its outcomes more than whole.
        return [
            (
                row,
                [cell for cell in sheet.rows[row] if cell.column >= leaves[0].cell.column],
                [Entry((block, leaf.keys[1]), leaf.cell, leaf.beside) for leaf in leaves],
            )
            for row, block in named.items()
        ]
    told = [Entry((leaf.keys[0] or reading.context, leaf.keys[1]), leaf.cell, leaf.beside) for leaf in leaves]
    data = [row for row in data if any(cell.text for cell in sheet.rows[row])] or data[:1]
    if len(data) != 1 or not all(leaf.keys[0] for leaf in told):
        return [(row, sheet.rows[row], []) for row in data]
    return [(data[0], _after_labels(sheet, data[0], leaves[0].cell.column), told)]


def _right(sheet: LabelledGrid, header: Sequence[Entry]) -> int:
    """The column right after the cells of the header's last row."""
    row = sheet.rows[header[-1].cell.row - 1]
    return max(end_of(row[-1]), end_of(header[-1].cell))


def _leaves(sheet: LabelledGrid, rows: Sequence[int], reading: TableMatch) -> list[Entry]:
    """Block and outcome of each column, left to right; an empty block where the header names none."""
    table = reading.table
    leaves: list[Entry] = []
    for column in range(len(sheet.grid.slots[0])):
        above = [(row, cell) for row in reversed(rows) if (cell := sheet.grid.slots[row][column]) is not None]
        found = next(((row, cell, key) for row, cell in above if (key := sheet.label_of(cell).column.get(table))), None)
        if found is None or (leaves and leaves[-1].cell is found[1]):
            continue
        row, cell, outcome = found
        over = [_over(sheet, each, column) for each in range(row - 1, rows[0] - 1, -1)]
        blocks = (sheet.label_of(each).row.get(table) for each in over if each is not None)
        block = next((block for block in blocks if block), "")
        leaves.append(Entry((block, outcome), cell, sheet.beside((cell, *over))))
    return leaves


def _over(sheet: LabelledGrid, row: int, column: int) -> Cell | None:
    """The cell that says something over a column; blank cells right of it are what is left of its lost span."""
    for place in range(column, -1, -1):
        cell = sheet.grid.slots[row][place]
        if cell is None or cell.text:
            return cell
    return None


def _is_whole(leaves: Sequence[Entry], reading: TableMatch) -> bool:
    """Every block that is named has each outcome once, and the two kinds of suits (诉讼) come together."""
    version = tables_by_id()[reading.table][0]
    wanted = sorted(column.key for column in version.columns)
    blocks = {leaf.keys[0] for leaf in leaves}
    suits = {row.key for row in version.rows if row.parent}
    return (not blocks & suits or suits <= blocks) and all(
        sorted(leaf.keys[1] for leaf in leaves if leaf.keys[0] == block) == wanted for block in blocks
    )


def _turned(sheet: LabelledGrid, rows: Sequence[int], reading: TableMatch) -> list[_Line]:
    """Outcomes down, blocks either across (a header row of blocks) or down in the label columns."""
    lines: list[_Line] = []
    for row in rows:
        label, outcome = next((c, k) for c, m in sheet.known[row] if (k := m.column.get(reading.table)))
        values = [cell for cell in sheet.rows[row] if cell.column > label.column]
        across = _blocks_above(sheet, row, label, reading.table)
        if across:
            entries = [Entry((block, outcome), cell, sheet.beside((cell,))) for block, cell in across]
        else:
            block = _block_beside(sheet, row, label.column, reading.table) or reading.context
            entries = [Entry((block, outcome), values[0] if values else label)] if block else []
        lines.append((row, values, entries))
    return lines


def _blocks_above(sheet: LabelledGrid, row: int, label: Cell, table: str) -> list[tuple[str, Cell]]:
    """The blocks named over the columns right of a label, with their cells."""
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


def _block_beside(sheet: LabelledGrid, row: int, column: int, table: str) -> str | None:
    """The block named in the row left of a column (from 1), the nearest when there are several."""
    cells = reversed(sheet.grid.slots[row][: column - 1])
    return next((block for cell in cells if cell is not None and (block := sheet.label_of(cell).row.get(table))), None)


def _holds_figures(cells: Sequence[Cell]) -> bool:
    return sum(looks_like_value(cell.text) for cell in cells) * 2 > len(cells)


def _after_labels(sheet: LabelledGrid, row: int, left: int) -> list[Cell]:
    """Cells of a data row without what stands left of the first outcome (数量, 件数, a blank corner)."""
    cells = sheet.rows[row]
    while cells and cells[0].column < left and not (cells[0].text and looks_like_value(cells[0].text)):
        sheet.use(cells[:1])
        cells = cells[1:]
    return cells


def _doubt(sheet: LabelledGrid, row: int, values: Sequence[Cell], line: Sequence[Entry], reading: TableMatch) -> None:
    sheet.use(values)
    keys = tuple((leaf.keys[0], leaf.keys[1]) for leaf in line)
    beside = tuple(leaf.beside for leaf in line)
    reading.doubts.append(AmbiguousRow("", keys, tuple(values), sheet.number, row + 1, beside))
