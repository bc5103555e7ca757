"""What stands on the pages of a file put together: lines to paragraphs, pieces to tables, in reading order."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct

from reportscraper.documents.pdf.drawn import Frame
from reportscraper.documents.pdf.joins import goes_on, join
from reportscraper.documents.pdf.lines import PrintMargins, TextLine, paragraphs, running_lines
from reportscraper.documents.pdf.spaced import tables_among
from reportscraper.documents.pdf.spaced_grid import Place
from reportscraper.documents.pdf.tables import TablePiece, grid_of
from reportscraper.model import Block, Box


class Leaf(Struct):
    """What one page holds."""

    height: float
    lines: list[TextLine]
    pieces: list[TablePiece]
    place: Callable[[Frame], Box]
    """A frame on the page as the document model has it."""
    problem: str = ""
    unknown: int = 0
    """Characters whose font does not tell what they mean."""


def blocks_of(leaves: Sequence[Leaf]) -> tuple[Block, ...]:
    """Paragraphs and tables of all pages, numbered from 1, without what runs along their margins."""
    running = running_lines([(leaf.height, leaf.lines) for leaf in leaves])
    items = _items(leaves, running)

    # A scan's pages without print have no leaf.
    by_page = {line.page: leaf for leaf in leaves for line in leaf.lines[:1]}

    def place(page: int, frame: Frame) -> Box:
        return by_page[page].place(frame)

    return tuple(_blocks(list(_with_tables(items, place))))


def _with_tables(items: Iterable[TextLine | TablePiece], place: Place) -> Iterator[TextLine | TablePiece]:
    """The items with tables without rules made of the lines between others."""
    for is_line, run in itertools.groupby(items, lambda item: isinstance(item, TextLine)):
        if is_line:
            yield from tables_among([item for item in run if isinstance(item, TextLine)], place)
        else:
            yield from run


def _items(leaves: Sequence[Leaf], running: set[TextLine]) -> Iterator[TextLine | TablePiece]:
    """Lines and tables in reading order, pieces of one table joined."""
    waiting: TablePiece | None = None
    for leaf in leaves:
        kept = [line for line in leaf.lines if line not in running]
        mixed: list[tuple[float, TextLine | TablePiece]] = [(line.top, line) for line in kept]
        mixed += [(piece.box[1], piece) for piece in leaf.pieces]
        for _, item in sorted(mixed, key=lambda pair: pair[0]):
            if isinstance(item, TablePiece) and waiting is not None and goes_on(waiting, item):
                waiting = join(waiting, item)
                continue
            if waiting is not None:
                yield waiting
            waiting = item if isinstance(item, TablePiece) else None
            if isinstance(item, TextLine):
                yield item
    if waiting is not None:
        yield waiting


def _blocks(items: Sequence[TextLine | TablePiece]) -> Iterator[Block]:
    measure = PrintMargins([item for item in items if isinstance(item, TextLine)])
    numbers = itertools.count(1)
    for is_line, run in itertools.groupby(items, lambda item: isinstance(item, TextLine)):
        if is_line:
            lines = [item for item in run if isinstance(item, TextLine)]
            yield from (Block(text=text, bold=bold) for text, bold in paragraphs(lines, measure))
        else:
            for piece in run:
                yield from _table(piece, numbers) if isinstance(piece, TablePiece) else ()


def _table(piece: TablePiece, numbers: Iterator[int]) -> Iterator[Block]:
    if piece.width == 1:
        yield from (Block(text=spot.text.replace("\n", "")) for spot in piece.spots)
    else:
        yield Block(grid=grid_of(piece, next(numbers)))
