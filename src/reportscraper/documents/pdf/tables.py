"""Ruled tables of PDF pages: cells between their rules, and the grid they make."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from msgspec import Struct

from reportscraper.documents.layout import UNREAD, lay_out
from reportscraper.documents.pdf.lines import Char, lines_of
from reportscraper.documents.pdf.sheets import Frame, Sheet
from reportscraper.model import Box, Cell, Grid

EDGE = 3.0
"""Ruling lines nearer than this, in points, are one line."""
_OVERHANG = 18.0
"""Text may hang this far, in points, below a cell that a page end cuts open."""


class Spot(Struct, frozen=True):
    """A cell between its left and right ruling line; ``row`` is 1-based within its table."""

    text: str
    x0: float
    x1: float
    row: int
    box: Box
    """Where it is printed; of a cell that a page end cuts, the part with its text, or the first such part."""
    rowspan: int = 1
    room: float = 0
    """Free width beside its last line, in characters: little where the line goes on behind a page end."""
    confidence: float | None = None
    """Of text recognised in a picture, as a `Cell` has it."""

    @property
    def last(self) -> int:
        """The last row that the cell covers."""
        return self.row + self.rowspan - 1


class Piece(Struct, frozen=True):
    """What stands of a table on one page."""

    spots: tuple[Spot, ...]
    height: int
    page: int
    box: Frame
    boxes: tuple[Frame, ...] = ()
    """The cells' own boxes: what is printed in the table's box but in none of these is in no cell."""

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(_edges(self.spots)) - 1


def pieces_of(page: Sheet, chars: Sequence[Char]) -> list[Piece]:
    """The ruled tables of a page from top to bottom; frames around less than a table among them."""
    ends = [end for end in (_end(page, "top"), _end(page, "bottom")) if end is not None]
    finder = page.debug_tablefinder({"explicit_horizontal_lines": [end.line() for end in ends]})
    tables = [table.cells for table in finder.tables]
    inside = {box for cells in tables for box in cells}
    tables += [[box] for box in finder.cells if box not in inside]
    found = [_piece(cells, chars, page, ends) for cells in tables]
    return sorted((piece for piece in found if piece.spots), key=lambda piece: piece.box[1])


class _End(Struct, frozen=True):
    """Where the highest or lowest upright rules of a page end, and which parts of that level bear a rule of their own.

    A page end cuts cells open: they have no rule there, and their text may hang over.
    """

    y: float
    left: float
    right: float
    ruled: tuple[tuple[float, float], ...]

    def line(self) -> dict[str, Any]:
        """The rule that closes the cells, as pdfplumber has lines."""
        width = self.right - self.left
        level = {"top": self.y, "bottom": self.y, "height": 0}
        return {"object_type": "line", "x0": self.left, "x1": self.right, "width": width, **level}

    def grown(self, box: Frame) -> Frame:
        """A cell's box with the text that hangs over where it is open at the foot of the page."""
        middle = (box[0] + box[2]) / 2
        if abs(box[3] - self.y) > EDGE or any(start <= middle <= end for start, end in self.ruled):
            return box
        return (box[0], box[1], box[2], box[3] + _OVERHANG)


def _end(page: Sheet, end: Literal["top", "bottom"]) -> _End | None:
    sign = 1 if end == "bottom" else -1
    upright = [edge for edge in page.edges if edge["orientation"] == "v" and edge["bottom"] - edge["top"] > EDGE]
    if not upright:
        return None
    y = sign * max(sign * edge[end] for edge in upright)
    level = (edge for edge in page.edges if edge["orientation"] == "h" and abs(edge["top"] - y) <= EDGE)
    ends = [edge["x0"] for edge in upright if abs(edge[end] - y) <= EDGE]
    return _End(y, min(ends), max(ends), tuple((edge["x0"], edge["x1"]) for edge in level))


def _piece(cells: Sequence[Frame], chars: Sequence[Char], page: Sheet, ends: Sequence[_End]) -> Piece:
    boxes = sorted(_proper(cells), key=lambda box: (box[1], box[0]))
    if not boxes:
        return Piece((), 0, page.page_number, (0, 0, 0, 0))
    tops = _clusters(y for box in boxes for y in (box[1], box[3]))
    grown = []
    spots = []
    for box in boxes:
        whole = ends[-1].grown(box) if ends else box
        lines = lines_of(_inside(chars, whole), page.page_number)
        text = "\n".join(line.text for line in lines)
        if (not text or text[-1].isdigit()) and has_ink(page, box, _inside(chars, whole)):
            text += UNREAD
        room = (box[2] - box[0] - lines[-1].x1 + lines[-1].x0) / lines[-1].size if lines else 0
        first, last = _index(tops, box[1]), _index(tops, box[3])
        spots.append(Spot(text, box[0], box[2], first + 1, page.box(whole), last - first, room))
        grown.append(whole)
    lefts, highs, rights, lows = zip(*boxes, strict=True)
    return Piece(
        tuple(spots), len(tops) - 1, page.page_number, (min(lefts), min(highs), max(rights), max(lows)), tuple(grown)
    )


def has_ink(page: Sheet, box: Frame, chars: Iterable[Char]) -> bool:
    """Whether something beside print stands in a cell: a picture, a form field, a stroke through its print, a box that covers part of it."""
    room = (box[2] - box[0]) * (box[3] - box[1])
    for shape in (*page.images, *page.annots):
        if holds(box, shape) and (shape["x1"] - shape["x0"]) * (shape["bottom"] - shape["top"]) < 2 * room:
            return True
    inner = [
        each for each in (*page.rects, *page.lines, *page.curves) if box[0] - 1 < each["x0"] and each["x1"] < box[2] + 1
    ]
    inner = [each for each in inner if box[1] + 1 < each["top"] and each["bottom"] < box[3] - 1]
    return any(
        each["x0"] <= (char["x0"] + char["x1"]) / 2 <= each["x1"]
        and each["top"] <= char["bottom"] - 0.2 * char["size"]
        and each["bottom"] >= char["top"] + 0.3 * char["size"]
        for char in (chars if inner else ())
        for each in inner
    )


def _proper(cells: Iterable[Frame]) -> Iterable[Frame]:
    """The cells that are more than the gap between double rules."""
    return (box for box in cells if box[2] - box[0] > EDGE and box[3] - box[1] > EDGE)


def _inside(chars: Iterable[Char], box: Frame) -> Iterable[Char]:
    return (char for char in chars if holds(box, char))


def holds(box: Frame, char: Char) -> bool:
    """Whether the middle of a character lies in a box."""
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= x < box[2] and box[1] <= y < box[3])


def _clusters(values: Iterable[float]) -> list[float]:
    """The values with those nearer than an edge to their neighbour made one, ascending."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > EDGE:
            found.append(value)
    return found


def _index(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - value))


def _edges(spots: Iterable[Spot]) -> list[float]:
    return _clusters(x for spot in spots for x in (spot.x0, spot.x1))


def grid_of(piece: Piece, number: int) -> Grid:
    """The table as the document model has it."""
    edges = _edges(piece.spots)
    spots = sorted(piece.spots, key=lambda spot: (spot.row, spot.x0))
    cells = []
    for spot in spots:
        first, last = _index(edges, spot.x0), _index(edges, spot.x1)
        span = max(1, last - first)
        cells.append(Cell(spot.text, spot.row, first + 1, spot.rowspan, span, box=spot.box, confidence=spot.confidence))
    return lay_out(cells, number)
