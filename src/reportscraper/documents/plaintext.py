"""Pages saved as text: lines are paragraphs, lines divided by pipes are tables.

Programs that save pages as text write a table row on one line (``规章 | 0 | 0 |``) or one cell a line, each row begun by a lone pipe,
and pad rows with pipes where spans were. Spans are lost in both; they are put back only under the headers of the official forms.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from reportscraper.model import Block, Cell, Grid
from reportscraper.resources import load
from reportscraper.text import simplify, squeeze, tidy

_MINIMUM_PIPES = 2
_LONE_PIPES = 3
"""A table with so many lines that hold a pipe alone has one cell a line."""
_LONGEST_CELL_LINE = 60
_RULE = frozenset("|-:+ \t")

Row = list[str]


class _Header(Struct, frozen=True, forbid_unknown_fields=True):
    cells: tuple[str, ...]
    at: tuple[int, ...]


class _Shape(Struct, frozen=True, forbid_unknown_fields=True):
    width: int
    labels: int
    headers: tuple[_Header, ...]


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    table: tuple[_Shape, ...]


@functools.cache
def _shapes() -> tuple[_Shape, ...]:
    return load("documents/lost_spans.toml", _File).table


def read_lines(text: str) -> tuple[Block, ...]:
    """The blocks of a page saved as text, in reading order."""
    blocks: list[Block] = []
    for piece in _pieces(text.splitlines()):
        if isinstance(piece, str):
            blocks.append(Block(text=piece))
        else:
            number = 1 + sum(block.grid is not None for block in blocks)
            # The rows with spans put back below headers that read exactly as those of the official forms.
            shape: _Shape | None = None
            restored = []
            for row in piece:
                header = _header(row)
                if header is not None:
                    shape, placed = header
                    restored.append(placed)
                else:
                    restored.append(_data_row(row, shape) if shape else row)
            width = max(map(len, restored))
            cells = tuple(Cell(text, r, c) for r, row in enumerate(restored, 1) for c, text in enumerate(row, 1))
            by_slot = {(cell.row, cell.column): cell for cell in cells}
            slots = tuple(tuple(by_slot.get((r, c)) for c in range(1, width + 1)) for r in range(1, len(restored) + 1))
            blocks.append(Block(grid=Grid(number, slots, cells)))
    return tuple(blocks)


def _pieces(lines: Sequence[str]) -> Iterator[str | list[Row]]:
    """Paragraphs as text and tables as rows, in order."""
    region: list[str] = []
    for line, after in pairwise([*lines, "", ""]):
        if "|" in line or (region and _continues(region, line, after)):
            region.append(line)
            continue
        # Rows with one filled cell belong to a table only between its other rows; before and after it they are paragraphs.
        rows: list[Row] = []
        waiting: list[Row] = []
        for row in _cell_a_line(region) if _is_cell_a_line(region) else _row_a_line(region):
            alone = sum(map(bool, row)) <= 1
            if alone and (not rows or max(map(len, row), default=0) > _LONGEST_CELL_LINE):
                yield from _closed(rows, [*waiting, row])
                rows, waiting = [], []
            elif alone:
                waiting.append(row)
            else:
                rows += [*waiting, row]
                waiting = []
        yield from _closed(rows, waiting)
        region = []
        if line.strip():
            yield tidy(line)


def _continues(region: list[str], line: str, after: str) -> bool:
    """Whether a line without a pipe begins a cell that ends on the next line, in a table of one cell a line."""
    begins = 0 < len(line.strip()) <= _LONGEST_CELL_LINE and "。" not in line
    return begins and "|" in after and after.strip() != "|" and _is_cell_a_line(region)


def _is_cell_a_line(region: list[str]) -> bool:
    return sum(line.strip() == "|" for line in region) >= _LONE_PIPES


def _closed(rows: list[Row], after: list[Row]) -> Iterator[str | list[Row]]:
    if rows:
        yield rows
    yield from (cell for row in after for cell in row if cell)


def _row_a_line(region: list[str]) -> Iterator[Row]:
    for line in region:
        if set(line) <= _RULE and "-" in line:
            continue
        if line.count("|") < _MINIMUM_PIPES:
            yield [tidy(line.replace("|", " "))]
        else:
            yield [tidy(cell) for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]


def _cell_a_line(region: list[str]) -> Iterator[Row]:
    """Of several lone pipes the last begins a row and the others are empty cells."""
    row: Row = []
    waiting, unfinished = 0, ""
    for line in region:
        text = line.strip()
        if text == "|":
            waiting += 1
            continue
        if "|" not in text:
            unfinished += text
            continue
        if waiting:
            yield [*row, *[""] * (waiting - 1)]
            row, waiting = [], 0
        cell, _, padding = (unfinished + text).partition("|")
        row.append(tidy(cell))
        row.extend(tidy(more) for more in padding.split("|")[:-1])
        unfinished = ""
    yield [*row, *[""] * waiting]


def _header(row: Row) -> tuple[_Shape, Row] | None:
    """The form's table that a header row belongs to and the row on its columns; a cell in front heads the label columns."""
    filled = [cell for cell in row if cell]
    texts = tuple(squeeze(simplify(cell)).replace("其它", "其他").replace("合计", "总计") for cell in filled)
    for shape in _shapes():
        for header in shape.headers:
            front = len(texts) - len(header.cells)
            if texts[front:] == header.cells and front in {0, min(1, shape.labels)}:
                placed = [*filled[:front], *[""] * (shape.width - front)]
                for text, column in zip(filled[front:], header.at, strict=True):
                    placed[column] = text
                return shape, placed
    return None


_VALUE = re.compile(r"[\d,，.+\-−—/\\无零〇○ ]*")


def _data_row(row: Row, shape: _Shape) -> Row:
    """Labels to the left, values to the right; the row as it is where their number is not exactly that of the form."""
    labels = next((index for index, cell in enumerate(row) if cell and _VALUE.fullmatch(cell)), len(row))
    values = shape.width - shape.labels
    given, rest = row[labels : labels + values], row[labels + values :]
    if labels > shape.labels or len(given) < values or any(rest) or sum(map(bool, given)) <= 1 < len(given):
        return row
    if (shape.labels and not any(row[:labels])) or not all(row[:labels]):
        return row
    return [*row[:labels], *[""] * (shape.labels - labels), *given]
