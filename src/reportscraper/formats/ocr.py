"""Pictures and scanned PDF files: what is printed on them, recognised and laid out as every other document.

Everything read here is a guess of a machine: `Document.recognised` says so, and every cell has its confidence.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import pypdfium2
from msgspec import Struct
from msgspec.structs import replace

from reportscraper.errors import DocumentError
from reportscraper.formats.ocr_rules import Ruled, tables_of
from reportscraper.formats.ocr_text import Run, Said, lines_in, read_in_cell, read_line, wipe_drawings
from reportscraper.formats.pdf import open_pdf
from reportscraper.formats.pdf_joins import goes_on, join
from reportscraper.formats.pdf_lines import Line, Measure, paragraphs, running_lines
from reportscraper.formats.pdf_tables import Piece, Spot, grid_of
from reportscraper.formats.pictures import PIXELS, Grey, Leaf, make_ready, open_picture
from reportscraper.model import Block, Box, Document

_DOTS = 200 / 72
"""Pixels a point at which scanned pages are drawn: 200 dpi."""
_SIZE = 12.0
"""Points that a character is taken to be high: with it, places in a picture become places on paper."""


class _Sheet(Struct, frozen=True):
    """What is read on a page: lines and tables in points of 12 to a character, and what could not be read."""

    height: float
    lines: list[Line]
    pieces: list[Piece]
    sure: dict[Box, float]
    problems: list[str]


def read_picture(data: bytes) -> Document:
    """The document on a picture (PNG, JPEG, GIF, BMP, TIFF); boxes are in pixels.

    Raises DocumentError for damaged files, more pixels than a page can have, and pictures without print.
    """
    return _document(make_ready(grey, page) for page, grey in enumerate(open_picture(data), 1))


def read_scan(data: bytes) -> Document:
    """The document on those pages of a PDF file that are pictures without text; boxes are in points.

    Raises DocumentError for files that are damaged, encrypted, too long, and without a page to recognise.
    """
    return _document(make_ready(grey, page, unit) for page, grey, unit in _scanned(data))


def _scanned(data: bytes) -> Iterator[tuple[int, Grey, float]]:
    """The pages that are pictures: their number, what they show, and the points a pixel."""
    document = open_pdf(data)
    try:
        for number in range(len(document)):
            page = document[number]
            if not page.get_textpage().get_text_bounded().strip():
                scale = min(_DOTS, math.sqrt(PIXELS / 4 / math.prod(page.get_size())))
                yield number + 1, np.array(page.render(scale=scale, grayscale=True).to_numpy()), 1 / scale
            page.close()
    except pypdfium2.PdfiumError as error:
        raise DocumentError(f"the PDF file is damaged: {error}") from error
    finally:
        document.close()


def _document(leaves: Iterable[Leaf | None]) -> Document:
    sheets = [_read(leaf) for leaf in leaves if leaf is not None]
    running = running_lines([(sheet.height, sheet.lines) for sheet in sheets])
    sure = {box: each for sheet in sheets for box, each in sheet.sure.items()}
    blocks = tuple(_blocks(list(_items(sheets, running)), sure))
    if not blocks:
        raise DocumentError("no print is found on the picture")
    problems = [problem for sheet in sheets for problem in sheet.problems]
    return Document(
        blocks=blocks,
        text_length=sum(len(block.text) for block in blocks),
        problem="; ".join(problems[:3]) or None,
        recognised=True,
    )


def _read(leaf: Leaf) -> _Sheet:
    tables, rules = tables_of(leaf)
    unit = _SIZE / leaf.em
    ink = np.where(rules > 0, 0, leaf.ink).astype(np.uint8)
    sure: dict[Box, float] = {}
    pieces = [_piece(ink, table, leaf, sure) for table in tables]
    problems = [f"rules are missing in a table on page {leaf.page}" for table in tables if not table.whole]
    for table in tables:
        ink[table.top : table.bottom, table.left : table.right] = 0
    if wipe_drawings(ink, leaf.em):
        problems.append(f"page {leaf.page} shows something that is not print")
    lines = [
        _line(said, run, leaf, unit) for run in lines_in(ink, leaf.em) if (said := read_line(ink, run, leaf.em).text)
    ]
    return _Sheet(leaf.ink.shape[0] * unit, lines, pieces, sure, problems)


def _line(text: str, run: Run, leaf: Leaf, unit: float) -> Line:
    # Lines without tall characters are lower; only a difference that no wording explains is another size of print.
    height = run.bottom - run.top
    size = _SIZE * height / leaf.em if height > 1.35 * leaf.em else _SIZE
    x0, x1, top, bottom = (each * unit for each in (run.left, run.right, run.top, run.bottom))
    return Line(text, x0, x1, top, bottom, size, leaf.page, leaf.ink.shape[1] * unit)


def _piece(ink: Grey, table: Ruled, leaf: Leaf, sure: dict[Box, float]) -> Piece:
    """A table as pages of PDF files have them; what is thought of its cells is entered in ``sure``."""
    unit = _SIZE / leaf.em
    spots = []
    for place in table.places:
        box = leaf.box(place.left, place.top, place.right, place.bottom)
        said, room = _cell(ink[place.top : place.bottom, place.left : place.right], leaf.em)
        # Between rules that are not whole a figure may stand in another's cell.
        sure[box] = said.confidence if table.whole else 0.0
        first, last = table.columns[place.column - 1], table.columns[place.column + place.colspan - 1]
        spots.append(Spot(said.text, first * unit, last * unit, place.row, box, place.rowspan, room))
    height = max(spot.last for spot in spots)
    frame = (table.left * unit, table.top * unit, table.right * unit, table.bottom * unit)
    return Piece(tuple(spots), height, leaf.page, frame)


def _cell(ink: Grey, em: int) -> tuple[Said, float]:
    """What a cell says, and the free width beside its last line in characters. Nothing printed is certain."""
    runs = lines_in(ink, em)
    if not runs:
        return Said("", 1.0), 0.0
    said = [read_in_cell(ink, run, em) for run in runs]
    room = (ink.shape[1] - runs[-1].right + runs[-1].left) / em
    return Said("\n".join(each.text for each in said), min(each.confidence for each in said)), room


def _items(sheets: Sequence[_Sheet], running: set[Line]) -> Iterator[Line | Piece]:
    """Lines and tables in reading order, pieces of one table joined."""
    waiting: Piece | None = None
    for sheet in sheets:
        mixed: list[tuple[float, Line | Piece]] = [(line.top, line) for line in sheet.lines if line not in running]
        mixed += [(piece.box[1], piece) for piece in sheet.pieces]
        for _, item in sorted(mixed, key=lambda pair: pair[0]):
            if isinstance(item, Piece) and waiting is not None and goes_on(waiting, item):
                waiting = join(waiting, item)
                continue
            if waiting is not None:
                yield waiting
            waiting = item if isinstance(item, Piece) else None
            if isinstance(item, Line):
                yield item
    if waiting is not None:
        yield waiting


def _blocks(items: Sequence[Line | Piece], sure: dict[Box, float]) -> Iterator[Block]:
    measure = Measure([item for item in items if isinstance(item, Line)])
    numbers = itertools.count(1)
    for is_line, run in itertools.groupby(items, lambda item: isinstance(item, Line)):
        if is_line:
            lines = [item for item in run if isinstance(item, Line)]
            yield from (Block(text=text) for text, _ in paragraphs(lines, measure))
        else:
            for piece in run:
                if isinstance(piece, Piece):
                    grid = grid_of(piece, next(numbers))
                    yield Block(grid=replace(grid, confidences=tuple(sure[box] for box in grid.boxes if box)))
