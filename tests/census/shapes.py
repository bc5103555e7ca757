"""Other shapes of the statutory tables: pages, copies, lost and added columns, turned tables. Each keeps every figure's key."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence

from tests.made.tables import Row, TableCell, TableKind, TableModel, separate_blocks

Shape = Callable[[TableModel], tuple[TableModel, ...]]


def only(kind: TableKind, shape: Shape) -> Shape:
    """The shape for one kind of table; all others stay as they are."""
    return lambda table: shape(table) if table.kind == kind else (table,)


def in_turn(shapes: Sequence[Shape]) -> Shape:
    """One shape after another."""

    def shaped(table: TableModel) -> tuple[TableModel, ...]:
        tables: tuple[TableModel, ...] = (table,)
        for shape in shapes:
            tables = tuple(part for one in tables for part in shape(one))
        return tables

    return shaped


def with_rows(table: TableModel, rows: Iterable[Sequence[TableCell]]) -> TableModel:
    """The table with other rows."""
    return TableModel(table.kind, tuple(tuple(row) for row in rows), table.caption)


def first_data(table: TableModel) -> int:
    """Index of the first row that carries a figure."""
    return next(index for index, row in enumerate(table.rows) if any(cell.key for cell in row))


def spanned(cell: TableCell, rowspan: int, colspan: int) -> TableCell:
    """The cell with other spans."""
    return TableCell(cell.text, rowspan, colspan, cell.key)


# --- any table


def spans_lost(table: TableModel) -> tuple[TableModel, ...]:
    """Column spans stripped by a site: blank cells fill their place."""
    rows = []
    for row in table.rows:
        cells: list[TableCell] = []
        for cell in row:
            cells.append(spanned(cell, cell.rowspan, 1))
            cells += [TableCell("", cell.rowspan)] * (cell.colspan - 1)
        rows.append(cells)
    return (with_rows(table, rows),)


def blank_headers(table: TableModel) -> tuple[TableModel, ...]:
    """Header cells over several rows printed as a cell and empty cells below it."""
    first = first_data(table)
    grid = _slots(table)
    rows: list[list[TableCell]] = []
    for index in range(first):
        cells: list[TableCell] = []
        for cell, group in itertools.groupby(grid[index]):
            width = len(list(group))
            here = any(cell is own for own in table.rows[index])
            cells.append(TableCell(cell.text if here and cell else "", 1, width))
        rows.append(cells)
    return (with_rows(table, [*rows, *table.rows[first:]]),)


def _slots(table: TableModel) -> list[list[TableCell | None]]:
    width = sum(cell.colspan for cell in table.rows[0])
    grid: list[list[TableCell | None]] = [[None] * width for _ in table.rows]
    for index, row in enumerate(table.rows):
        for cell in row:
            left = grid[index].index(None)
            for line in grid[index : index + cell.rowspan]:
                line[left : left + cell.colspan] = [cell] * cell.colspan
    return grid


def serial_numbers(table: TableModel) -> tuple[TableModel, ...]:
    """A column 序号 in front."""
    first = 1 if table.kind in ("ch2", "stat") else first_data(table)
    rows: list[Sequence[TableCell]] = [(TableCell("序号", first), *table.rows[0]), *table.rows[1:first]]
    rows += [(TableCell(str(number)), *row) for number, row in enumerate(table.rows[first:], 1)]
    return (with_rows(table, rows),)


def cut(*at: int, repeat_header: bool, split_label: bool = False) -> Shape:
    """Page breaks before some rows: labels over a break are printed on both pages, or cut in two."""

    def pages(table: TableModel) -> tuple[TableModel, ...]:
        first = first_data(table)
        rest, parts, done = [list(row) for row in table.rows], [], 0
        for place in at:
            top, rest = _broken(rest, place - done, split=split_label)
            parts.append(top)
            done = place
        head = [list(row) for row in table.rows[:first]] if repeat_header else []
        later = [with_rows(table, [*head, *part]) for part in (*parts[1:], rest)]
        return (with_rows(table, parts[0]), *later)

    return pages


def _broken(
    rows: list[list[TableCell]], at: int, *, split: bool
) -> tuple[list[list[TableCell]], list[list[TableCell]]]:
    top, bottom = [list(row) for row in rows[:at]], [list(row) for row in rows[at:]]
    carried: list[TableCell] = []
    for index, row in enumerate(top):
        for place, cell in enumerate(row):
            if index + cell.rowspan > at:
                half = len(cell.text) // 2 + 1 if split else len(cell.text)
                row[place] = TableCell(cell.text[:half], at - index, cell.colspan)
                tail = cell.text[half:] if split else cell.text
                carried.append(TableCell(tail, cell.rowspan - (at - index), cell.colspan))
    bottom[0] = [*carried, *bottom[0]]
    return top, bottom


# --- chapter 2


def broken_after_title(table: TableModel) -> tuple[TableModel, ...]:
    """A page break right below a block's title row."""
    at = [index for index, row in enumerate(table.rows) if len(row) == 1][2] + 1
    return with_rows(table, table.rows[:at]), with_rows(table, table.rows[at:])


def titles_beside(table: TableModel) -> tuple[TableModel, ...]:
    """The title of each block in a column of its own, over the rows of the block."""
    rows: list[Row] = []
    for block in separate_blocks(table):
        title, header, *data = block.rows
        rows += [(TableCell(title[0].text, 1 + len(data)), *header), *data]
    return (with_rows(table, rows),)


def services_split(table: TableModel) -> tuple[TableModel, ...]:
    """其他对外管理服务事项 with a row each for 行政检查 and 行政确认: none of its three figures is printed."""
    rows: list[Row] = []
    for row in table.rows:
        if not row[0].text.startswith("其他对外管理"):
            rows.append((spanned(row[0], 1, row[0].colspan + 1), *row[1:]))
            continue
        values = [TableCell(str(7 + place), 1, cell.colspan) for place, cell in enumerate(row[1:])]
        rows.append((TableCell(row[0].text, 2), TableCell("行政检查"), *values))
        rows.append((TableCell("行政确认"), *values))
    return (with_rows(table, rows),)


def rows_across(table: TableModel) -> tuple[TableModel, ...]:
    """Each block on its side: its rows are named across, its columns down."""
    rows: list[Row] = []
    for block in separate_blocks(table):
        title, header, *data = ([spanned(cell, 1, 1) for cell in row] for row in block.rows)
        rows.append((spanned(title[0], 1, 1 + len(data)),))
        rows += [tuple(column) for column in zip(header, *data, strict=True)]
    return (with_rows(table, rows),)


# --- chapter 3


def on_its_side(table: TableModel) -> tuple[TableModel, ...]:
    """The matrix on its side: applicants down, results across."""
    grid = _slots(table)
    rows: list[list[TableCell]] = [[] for _ in grid[0]]
    done: set[int] = set()
    for column, line in enumerate(zip(*grid, strict=True)):
        for cell in line:
            if cell is not None and id(cell) not in done:
                done.add(id(cell))
                rows[column].append(spanned(cell, cell.colspan, cell.rowspan))
    return (with_rows(table, rows),)


def total_on_top(table: TableModel) -> tuple[TableModel, ...]:
    """总计 in the first header row, beside 申请人情况."""
    corner, group = table.rows[0]
    person, organisations, total = table.rows[1]
    top = (corner, spanned(group, 1, 6), spanned(total, 3, 1))
    return (with_rows(table, [top, (person, organisations), *table.rows[2:]]),)


def subtotal_column(table: TableModel) -> tuple[TableModel, ...]:
    """A column 小计 for the legal persons, which the form does not have."""
    first = first_data(table)
    corner, group = table.rows[0]
    person, organisations, total = table.rows[1]
    rows: list[Sequence[TableCell]] = [
        (corner, spanned(group, 1, 8)),
        (person, spanned(organisations, 1, 6), total),
        (*table.rows[2], TableCell("小计")),
        *((*row[:-1], TableCell("5"), row[-1]) for row in table.rows[first:]),
    ]
    return (with_rows(table, rows),)


def numbering_apart(table: TableModel) -> tuple[TableModel, ...]:
    """The numbering of rows (1. 2. …) in a column of its own."""
    rows: list[Sequence[TableCell]] = []
    for row in table.rows:
        cells: list[TableCell] = []
        for cell in row:
            number, dot, rest = cell.text.partition(".")
            if not cell.key and dot and number.isdigit():
                cells += [TableCell(number + dot, cell.rowspan), TableCell(rest, cell.rowspan, cell.colspan)]
            else:
                wider = cell.colspan > 1 and not cell.key and cell.text != "申请人情况" and "法人" not in cell.text
                cells.append(spanned(cell, cell.rowspan, cell.colspan + wider))
        rows.append(cells)
    return (with_rows(table, rows),)


def labels_repeated(table: TableModel) -> tuple[TableModel, ...]:
    """Labels over several columns printed once in each of them."""
    return (with_rows(table, [_unmerged(row) if row[-1].key else row for row in table.rows]),)


def _unmerged(row: Row) -> list[TableCell]:
    cells = [[spanned(cell, cell.rowspan, 1)] * (1 if cell.key else cell.colspan) for cell in row]
    return [cell for group in cells for cell in group]


def groups_repeated(table: TableModel) -> tuple[TableModel, ...]:
    """Group labels printed again in every row of their group."""
    first = first_data(table)
    width = sum(cell.colspan for cell in table.rows[0]) - 7
    rows: list[Sequence[TableCell]] = list(table.rows[:first])
    open_: list[tuple[TableCell, int]] = []
    for row in table.rows[first:]:
        above = [cell for cell, left in open_ if left]
        labels = [*above, *(cell for cell in row if not cell.key)]
        used = sum(cell.colspan for cell in labels)
        labels[-1] = spanned(labels[-1], 1, labels[-1].colspan + width - used)
        rows.append([*(spanned(cell, 1, cell.colspan) for cell in labels), *(cell for cell in row if cell.key)])
        open_ = [(cell, left - 1) for cell, left in open_ if left > 1]
        open_ += [(cell, cell.rowspan - 1) for cell in row if cell.rowspan > 1]
    return (with_rows(table, rows),)


def one_label_column(table: TableModel) -> tuple[TableModel, ...]:
    """One label column: group labels stand in rows of their own, without figures."""
    first = first_data(table)
    corner, group = table.rows[0]
    rows: list[Sequence[TableCell]] = [(spanned(corner, 3, 1), group), *table.rows[1:first]]
    for row in table.rows[first:]:
        labels = [cell for cell in row if not cell.key]
        rows += [(TableCell(cell.text), *[TableCell("")] * 7) for cell in labels[:-1]]
        rows.append((TableCell(labels[-1].text), *(cell for cell in row if cell.key)))
    return (with_rows(table, rows),)


def no_applicants_row(table: TableModel) -> tuple[TableModel, ...]:
    """Without the first header row (申请人情况): the corner stands beside 自然人."""
    corner, _ = table.rows[0]
    return (with_rows(table, [(spanned(corner, 2, corner.colspan), *table.rows[1]), *table.rows[2:]]),)


def empty_corner(table: TableModel) -> tuple[TableModel, ...]:
    """The corner without its text on the 勾稽关系."""
    corner, group = table.rows[0]
    return (with_rows(table, [(TableCell("", corner.rowspan, corner.colspan), group), *table.rows[1:]]),)


# --- chapter 4


def review_apart(table: TableModel) -> tuple[TableModel, ...]:
    """行政复议 and 行政诉讼 as two tables."""
    head, second, third, values = table.rows
    flat = [spanned(cell, 1, 1) for cell in second[:5]]
    return (
        with_rows(table, [head[:1], flat, values[:5]]),
        with_rows(table, [head[1:], second[5:], third[5:] + third[:5], values[5:]]),
    )


def outcomes_down(table: TableModel) -> tuple[TableModel, ...]:
    """Turned: outcomes down, the three blocks across."""
    head, second, _, values = table.rows
    rows: list[Row] = [
        (TableCell("", 2), spanned(head[0], 2, 1), spanned(head[1], 1, 2)),
        tuple(spanned(cell, 1, 1) for cell in second[5:]),
    ]
    rows += [(TableCell(second[i].text), values[i], values[i + 5], values[i + 10]) for i in range(5)]
    return (with_rows(table, rows),)


def review_listed(table: TableModel) -> tuple[TableModel, ...]:
    """Fifteen rows: block, outcome, figure."""
    head, second, _, values = table.rows
    names = (head[0].text, second[5].text, second[6].text)
    rows: list[Row] = []
    for index, value in enumerate(values):
        block = (TableCell(names[index // 5], 5),) if index % 5 == 0 else ()
        rows.append((*block, TableCell(second[index % 5].text), value))
    return (with_rows(table, rows),)


def blocks_in_rows(table: TableModel) -> tuple[TableModel, ...]:
    """The three blocks as rows, the outcomes across; 行政诉讼 stands beside its two rows."""
    head, second, _, values = table.rows
    outcomes = [spanned(cell, 1, 1) for cell in second[:5]]
    rows: list[Sequence[TableCell]] = [(TableCell("类型", 1, 2), *outcomes)]
    rows.append((TableCell(head[0].text, 1, 2), *values[:5]))
    rows.append((TableCell(head[1].text, 2), TableCell(second[5].text), *values[5:10]))
    rows.append((TableCell(second[6].text), *values[10:]))
    return (with_rows(table, rows),)


def blocks_in_rows_titled(table: TableModel) -> tuple[TableModel, ...]:
    """The same without the word 行政诉讼, under a heading over the outcomes and with their numbers in front."""
    head, second, _, values = table.rows
    names = (head[0].text, second[5].text, second[6].text)
    rows: list[Sequence[TableCell]] = [(TableCell("序号", 2), TableCell("案件类型", 2), TableCell("审理结果", 1, 5))]
    rows.append([spanned(cell, 1, 1) for cell in second[:5]])
    rows += [(TableCell(str(n + 1)), TableCell(names[n]), *values[5 * n : 5 * n + 5]) for n in range(3)]
    return (with_rows(table, rows),)


def counted(table: TableModel) -> tuple[TableModel, ...]:
    """A label column in front whose only word is 件数, beside the figures."""
    first = first_data(table)
    rows = [(TableCell("类别", first), *table.rows[0]), *table.rows[1:first]]
    return (with_rows(table, [*rows, *((TableCell("件数"), *row) for row in table.rows[first:])]),)
