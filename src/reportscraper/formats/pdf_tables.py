"""Ruled tables of PDF pages: cells with their slots, and pieces of a table on following pages joined."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace
from pdfplumber.page import Page

from reportscraper.formats.layout import lay_out
from reportscraper.formats.pdf_lines import Char, lines_of
from reportscraper.model import Cell, Grid
from reportscraper.text import squeeze

Box = tuple[float, float, float, float]

_EDGE = 3.0
"""Ruling lines nearer than this, in points, are one line."""
_STRETCH = 0.04
"""Pieces of one table may differ by this share in width."""
_OVERHANG = 18.0
"""Text may hang this far, in points, below a cell that a page end cuts open."""
_ROOM = 2.5
_HEADER_ROWS = 4
_NUMBERED = re.compile(r"[(（]?[一二三四五六七八九十\d]{1,2}[)）、.．]|\d$")
_COUNTED = re.compile(r"\d{1,2}[、.．]")
_VALUE = re.compile(r"[\d,，.+\-—–−/%％无零增加减少万元件条项个宗]*")


class Spot(Struct, frozen=True):
    """A cell between its left and right ruling line; ``row`` is 1-based within its table."""

    text: str
    x0: float
    x1: float
    row: int
    rowspan: int = 1
    room: float = 0
    """Free width beside its last line, in characters: little where the line goes on behind a page end."""

    @property
    def last(self) -> int:
        """The last row that the cell covers."""
        return self.row + self.rowspan - 1


class Piece(Struct, frozen=True):
    """What stands of a table on one page."""

    spots: tuple[Spot, ...]
    height: int
    page: int
    box: Box
    boxes: tuple[Box, ...] = ()
    """The cells' own boxes: what is printed in the table's box but in none of these is in no cell."""

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(_edges(self.spots)) - 1


def pieces_of(page: Page, chars: Sequence[Char]) -> list[Piece]:
    """The ruled tables of a page from top to bottom; frames around less than a table among them."""
    ends = [end for end in (_end(page, "top"), _end(page, "bottom")) if end is not None]
    finder = page.debug_tablefinder({"explicit_horizontal_lines": [end.line() for end in ends]})
    tables = [table.cells for table in finder.tables]
    inside = {box for cells in tables for box in cells}
    tables += [[box] for box in finder.cells if box not in inside]
    found = [_piece(cells, chars, page.page_number, ends) for cells in tables]
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

    def grown(self, box: Box) -> Box:
        """A cell's box with the text that hangs over where it is open at the foot of the page."""
        middle = (box[0] + box[2]) / 2
        if abs(box[3] - self.y) > _EDGE or any(start <= middle <= end for start, end in self.ruled):
            return box
        return (box[0], box[1], box[2], box[3] + _OVERHANG)


def _end(page: Page, end: Literal["top", "bottom"]) -> _End | None:
    sign = 1 if end == "bottom" else -1
    upright = [edge for edge in page.edges if edge["orientation"] == "v" and edge["bottom"] - edge["top"] > _EDGE]
    if not upright:
        return None
    y = sign * max(sign * edge[end] for edge in upright)
    level = (edge for edge in page.edges if edge["orientation"] == "h" and abs(edge["top"] - y) <= _EDGE)
    ends = [edge["x0"] for edge in upright if abs(edge[end] - y) <= _EDGE]
    return _End(y, min(ends), max(ends), tuple((edge["x0"], edge["x1"]) for edge in level))


def _piece(cells: Sequence[Box], chars: Sequence[Char], page: int, ends: Sequence[_End]) -> Piece:
    boxes = sorted(_proper(cells), key=lambda box: (box[1], box[0]))
    if not boxes:
        return Piece((), 0, page, (0, 0, 0, 0))
    tops = _clusters(y for box in boxes for y in (box[1], box[3]))
    grown = []
    spots = []
    for box in boxes:
        whole = ends[-1].grown(box) if ends else box
        lines = lines_of(_inside(chars, whole), page)
        text = "\n".join(line.text for line in lines)
        room = (box[2] - box[0] - lines[-1].x1 + lines[-1].x0) / lines[-1].size if lines else 0
        first, last = _index(tops, box[1]), _index(tops, box[3])
        spots.append(Spot(text, box[0], box[2], first + 1, last - first, room))
        grown.append(whole)
    lefts, highs, rights, lows = zip(*boxes, strict=True)
    return Piece(tuple(spots), len(tops) - 1, page, (min(lefts), min(highs), max(rights), max(lows)), tuple(grown))


def _proper(cells: Iterable[Box]) -> Iterable[Box]:
    """The cells that are more than the gap between double rules."""
    return (box for box in cells if box[2] - box[0] > _EDGE and box[3] - box[1] > _EDGE)


def _inside(chars: Iterable[Char], box: Box) -> Iterable[Char]:
    return (char for char in chars if holds(box, char))


def holds(box: Box, char: Char) -> bool:
    """Whether the middle of a character lies in a box."""
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= x < box[2] and box[1] <= y < box[3])


def _clusters(values: Iterable[float]) -> list[float]:
    """The values with those nearer than an edge to their neighbour made one, ascending."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _EDGE:
            found.append(value)
    return found


def _index(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - value))


def _edges(spots: Iterable[Spot]) -> list[float]:
    return _clusters(x for spot in spots for x in (spot.x0, spot.x1))


def goes_on(piece: Piece, following: Piece) -> bool:
    """Whether a piece at the top of the next page may be the rest of the table at the foot of this one."""
    mine, others = piece.box[2] - piece.box[0], following.box[2] - following.box[0]
    return following.page == piece.page + 1 and abs(mine - others) <= _STRETCH * mine


def join(piece: Piece, following: Piece) -> Piece:
    """One table of both pieces: a repeated header left out, what the page end cut in two put together."""
    fitted = _fitted(piece, following)
    fitted = _without_header(piece, fitted)
    shifted = tuple(replace(spot, row=spot.row + piece.height) for spot in fitted.spots)
    spots, dropped = _mended(piece, shifted)
    return Piece(spots, piece.height + fitted.height - dropped, following.page, piece.box)


def _fitted(piece: Piece, following: Piece) -> Piece:
    """The following piece stretched to the width of the first: margins of pages may differ by some points."""
    (left, _, right, _), (start, _, end, _) = piece.box, following.box
    scale = (right - left) / (end - start)

    def moved(x: float) -> float:
        return left + (x - start) * scale

    return replace(following, spots=tuple(replace(s, x0=moved(s.x0), x1=moved(s.x1)) for s in following.spots))


def _rows(spots: Iterable[Spot], first: int) -> list[tuple[str, ...]]:
    rows: dict[int, list[Spot]] = {}
    for spot in spots:
        rows.setdefault(spot.row, []).append(spot)
    return [tuple(squeeze(s.text) for s in rows.get(row, ())) for row in range(first, first + _HEADER_ROWS)]


def _without_header(piece: Piece, following: Piece) -> Piece:
    """The following piece without the rows at its top that repeat the top of the table, if they hold no figures."""
    same = 0
    for mine, others in zip(_rows(piece.spots, 1), _rows(following.spots, 1), strict=True):
        if mine != others or not any(mine) or any(text and _VALUE.fullmatch(text) for text in mine):
            break
        same += 1
    if not same or same >= following.height or any(s.row <= same < s.last for s in following.spots):
        return following
    kept = tuple(replace(s, row=s.row - same) for s in following.spots if s.row > same)
    return replace(following, spots=kept, height=following.height - same)


def _mended(piece: Piece, following: tuple[Spot, ...]) -> tuple[tuple[Spot, ...], int]:
    """Both pieces' cells, and how many rows fewer they take: 1 when a row was cut through, else 0."""
    above = {id(spot): spot for spot in piece.spots if spot.last == piece.height}
    first = [spot for spot in following if spot.row == piece.height + 1]
    pairs = {id(low): high for low in first for high in above.values() if _same_column(high, low)}
    if _is_cut_row(first, pairs):
        return _row_joined(piece, following, pairs), 1
    grown: dict[int, Spot] = {}
    gone: set[int] = set()
    for low in first:
        high = pairs.get(id(low))
        if high is not None and _is_cut_label(high, low, list(above.values()), first):
            grown[id(high)] = replace(high, text=_both(high, low), rowspan=low.last - high.row + 1)
            gone.add(id(low))
    kept = (grown.get(id(spot), spot) for spot in piece.spots)
    return (*kept, *(spot for spot in following if id(spot) not in gone)), 0


def _same_column(high: Spot, low: Spot) -> bool:
    return abs(high.x0 - low.x0) <= _EDGE * 2 and abs(high.x1 - low.x1) <= _EDGE * 2


def _both(high: Spot, low: Spot) -> str:
    return "\n".join(text for text in (high.text, low.text) if text)


def _is_label(spot: Spot) -> bool:
    text = squeeze(spot.text)
    return bool(text) and not _VALUE.fullmatch(text)


def _is_numbered(spot: Spot) -> bool:
    return _NUMBERED.match(squeeze(spot.text)) is not None


def _is_cut_label(high: Spot, low: Spot, above: Sequence[Spot], first: Sequence[Spot]) -> bool:
    """Whether the page end goes through a cell that spans rows: a group label (（四）无法提供) whose rows count on, or a header."""
    if not squeeze(low.text) and _is_label(high) and _is_header_rest(first):
        return True
    if not _is_numbered(high) or not _is_label(high) or _is_numbered(low):
        return False
    return _counts(high, above) and _counts(low, first) and (_is_label(low) or not squeeze(low.text))


def _is_header_rest(row: Sequence[Spot]) -> bool:
    """Whether a row is the lower part of a header: labels behind a blank, no figure, nothing numbered."""
    texts = [squeeze(spot.text) for spot in sorted(row, key=lambda spot: spot.x0)]
    labels = [text for text in texts if text]
    return not texts[0] and bool(labels) and not any(_VALUE.fullmatch(t) or _NUMBERED.match(t) for t in labels)


def _counts(spot: Spot, row: Sequence[Spot]) -> bool:
    return any(other.x0 >= spot.x1 - _EDGE and _is_label(other) and _is_numbered(other) for other in row)


def _is_cut_row(first: Sequence[Spot], pairs: dict[int, Spot]) -> bool:
    """Whether the page end goes through a row: the same cells on both sides, labels broken off, no cell with a figure on both."""
    return len(pairs) == len(first) and all(_may_continue(pairs[id(low)], low) for low in first)


def _may_continue(high: Spot, low: Spot) -> bool:
    if not squeeze(low.text):
        return True
    if _is_label(low):
        return _is_label(high) and high.room < _ROOM and not _is_numbered(low)
    return not squeeze(high.text)


def _row_joined(piece: Piece, following: tuple[Spot, ...], pairs: dict[int, Spot]) -> tuple[Spot, ...]:
    grown = {}
    rest = []
    for low in following:
        high = pairs.get(id(low))
        if high is None:
            rest.append(replace(low, row=low.row - 1))
        else:
            grown[id(high)] = replace(high, text=_both(high, low), rowspan=high.rowspan + low.rowspan - 1)
    return (*(grown.get(id(spot), spot) for spot in piece.spots), *rest)


def grid_of(piece: Piece, number: int) -> Grid:
    """The table as the document model has it."""
    edges = _edges(piece.spots)
    cells = []
    for spot in sorted(piece.spots, key=lambda spot: (spot.row, spot.x0)):
        first, last = _index(edges, spot.x0), _index(edges, spot.x1)
        cells.append(Cell(spot.text, spot.row, first + 1, spot.rowspan, max(1, last - first)))
    return lay_out(cells, number)
