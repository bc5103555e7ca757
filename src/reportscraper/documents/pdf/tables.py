"""Ruled tables of PDF pages: cells between their rules, and the grid they make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from reportscraper.documents.layout import UNREAD, lay_out
from reportscraper.documents.pdf.drawn import DrawnRule, Frame
from reportscraper.documents.pdf.lines import is_read, lines_of
from reportscraper.documents.pdf.ruled import EDGE, tables_between
from reportscraper.documents.pdf.seen import FAINT, dot
from reportscraper.documents.pdf.sheets import Char, ShownPage
from reportscraper.documents.pieces import FIGURE
from reportscraper.model import Box, Cell, Grid

_OVERHANG = 18.0
"""Text may hang this far, in points, below a cell that a page end cuts open."""

_LEAST_GLYPH = 3.0
_DOT = 2.5
_ROW = 8.0
_LEVEL, _CLOSE = 0.1, 0.03
"""Shares of their height by which digits of one number are out of level and apart at most."""
_CONTRAST, _DARK = 20, 100
"""Levels of grey of 255 by which a stroke is seen, and by which print is darker than watermarks are."""
_WHOLE, _CROSSED = 0.5, 0.3
"""Shares of a page that a note, of a cell that a line or a note may lie over."""
_CUT, _BELOW = 0.25, 0.35
"""Shares of a digit's width and height; fonts leave room above and below their digits."""
_FRAME_SHARE = 0.8


class RuledCell(Struct, frozen=True):
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


class TablePiece(Struct, frozen=True):
    """What stands of a table on one page."""

    spots: tuple[RuledCell, ...]
    height: int
    page: int
    box: Frame
    boxes: tuple[Frame, ...] = ()
    """The cells' own boxes: what is printed in the table's box but in none of these is in no cell."""
    is_open: bool = False
    """Whether it ends at the foot of its page without a rule, as where a row is cut through."""

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(_edges(self.spots)) - 1


def pieces_of(page: ShownPage) -> list[TablePiece]:
    """The ruled tables of a page from top to bottom; frames around less than a table among them."""
    upright = [rule for rule in page.rules if not rule.is_level and rule.end - rule.start > EDGE]
    ends = []
    if upright:
        ends = [
            _end(upright, page.rules, min(rule.start for rule in upright)),
            _end(upright, page.rules, max(rule.end for rule in upright)),
        ]
    closing = (DrawnRule(True, end.y, end.left, end.right) for end in ends)  # noqa: FBT003
    rows: dict[int, list[Char]] = {}
    for char in page.chars:
        rows.setdefault(int(char.middle // _ROW), []).append(char)
    found = [_piece(cells, page, ends, rows) for cells in tables_between([*page.rules, *closing])]
    return sorted((piece for piece in found if piece.spots), key=lambda piece: piece.box[1])


class _End(Struct, frozen=True):
    """Where the highest or lowest upright rules of a page end, and which parts of that level bear a rule of their own.

    A page end cuts cells open: they have no rule there, and their text may hang over.
    """

    y: float
    left: float
    right: float
    ruled: tuple[tuple[float, float], ...]

    def grown(self, box: Frame) -> Frame:
        """A cell's box with the text that hangs over where it is open at the foot of the page."""
        middle = (box[0] + box[2]) / 2
        if abs(box[3] - self.y) > EDGE or any(start <= middle <= end for start, end in self.ruled):
            return box
        return (box[0], box[1], box[2], box[3] + _OVERHANG)

    def is_open(self, frame: Frame) -> bool:
        """Whether less than half of a table that ends there has a rule there."""
        ruled = (min(end, frame[2]) - max(start, frame[0]) for start, end in set(self.ruled))
        return abs(frame[3] - self.y) <= EDGE and sum(max(0.0, each) for each in ruled) < (frame[2] - frame[0]) / 2


def _end(upright: Sequence[DrawnRule], rules: Sequence[DrawnRule], y: float) -> _End:
    ends = [rule.at for rule in upright if min(abs(rule.start - y), abs(rule.end - y)) <= EDGE]
    ruled = ((rule.start, rule.end) for rule in rules if rule.is_level and abs(rule.at - y) <= EDGE)
    return _End(y, min(ends), max(ends), tuple(ruled))


def _piece(
    cells: Sequence[Frame], page: ShownPage, ends: Sequence[_End], rows: Mapping[int, Sequence[Char]]
) -> TablePiece:
    """A table of cells; ``rows`` are the characters of the page by their height."""
    # The cells that are more than the gap between double rules.
    boxes = sorted(
        (box for box in cells if box[2] - box[0] > EDGE and box[3] - box[1] > EDGE), key=lambda box: (box[1], box[0])
    )
    if not boxes:
        return TablePiece((), 0, page.number, (0, 0, 0, 0))
    tops = _clusters(y for box in boxes for y in (box[1], box[3]))
    grown = []
    spots = []
    for box in boxes:
        whole = ends[-1].grown(box) if ends else box
        around = range(int(whole[1] // _ROW) - 1, int(whole[3] // _ROW) + 2)
        beside = [char for row in around for char in rows.get(row, ())]
        within = [char for char in beside if holds(whole, char)]
        lines = lines_of(within, page.number)
        text = "\n".join(line.text for line in lines)
        if (not text or FIGURE.fullmatch(text)) and has_ink(page, box, within, beside):
            text += UNREAD
        room = (box[2] - box[0] - lines[-1].x1 + lines[-1].x0) / lines[-1].size if lines else 0
        first, last = _index(tops, box[1]), _index(tops, box[3])
        spots.append(RuledCell(text, box[0], box[2], first + 1, page.box(whole), last - first, room))
        grown.append(whole)
    lefts, highs, rights, lows = zip(*boxes, strict=True)
    frame = (min(lefts), min(highs), max(rights), max(lows))
    is_open = bool(ends) and ends[-1].is_open(frame)
    return TablePiece(tuple(spots), len(tops) - 1, page.number, frame, tuple(grown), is_open)


def has_ink(page: ShownPage, box: Frame, chars: Sequence[Char], beside: Sequence[Char]) -> bool:
    """Whether something beside print stands in a cell: a picture, a form field, a stroke through its print, a box over part of it, a
    digit that is drawn. ``chars`` are the cell's own, ``beside`` those in and around it.
    """
    x0, top, x1, bottom = box
    for left, high, right, low in page.marks:
        is_within = x0 <= (left + right) / 2 < x1 and top <= (high + low) / 2 < bottom
        is_small = (right - left) * (low - high) < 2 * (x1 - x0) * (bottom - top)
        # A picture over several blanks is what is printed in them, unless it is as pale as a watermark.
        is_over = not chars and _share((left, high, right, low), box) > _WHOLE
        if (is_within and is_small) or (
            is_over and page.contrast((x0 + EDGE, top + EDGE, x1 - EDGE, bottom - EDGE)) >= _DARK
        ):
            return True
    if any(_meets(note, box, chars) for note in page.notes if _share(note, (0, 0, page.width, page.height)) < _WHOLE):
        return True
    if chars and any(_share(box, slant) > _CROSSED for slant in page.slants):
        return True
    if not chars and any(holds(box, char) for char in page.unseen):
        return True
    digits = (char for char in beside if char.size < bottom - top and char.text.isdigit() and is_read(char))
    if any((char.doubt and _reaches(char, box)) or _goes_on(char, box, chars) for char in digits):
        return True
    if not any(char.text.strip() and is_read(char) for char in chars):
        marks = (char for char in chars if char.text.isdigit() and char.size < (bottom - top))
        if any(
            page.contrast((char.x0, char.top, char.x1, char.bottom)) >= _DARK
            if char.size > _LEAST_GLYPH
            else page.contrast(dot(char)) >= FAINT
            for char in marks
        ):
            return True
    if any(left < (x0 + x1) / 2 < right and high < (top + bottom) / 2 < low for left, high, right, low in page.over):
        return True
    inner = [
        (left, high, right, low)
        for left, high, right, low in page.shapes
        if x0 - 1 < left and right < x1 + 1 and top + 1 < high and low < bottom - 1
    ]
    boxed = {cover.frame for cover in page.covers if not cover.is_picture}
    for left, high, right, low in inner:
        if (left, high, right, low) in boxed and _surrounds((left, high, right, low), chars):
            continue  # The ground of marked print, or a frame around it.
        is_frame = right - left > _FRAME_SHARE * (x1 - x0) and low - high > _FRAME_SHARE * (bottom - top)
        is_drawn = low - high >= _LEAST_GLYPH and right - left >= 1 and not is_frame
        meets = any(
            left <= (char.x0 + char.x1) / 2 <= right
            and high <= char.bottom - 0.2 * char.size
            and low >= char.top + 0.3 * char.size
            for char in chars
        )
        is_seen = meets or is_drawn or _is_sign((left, high, right, low), box, chars)
        if is_seen and page.contrast((left - 1, high - 1, right + 1, low + 1)) >= _CONTRAST:
            return True
    return False


def _surrounds(frame: Frame, chars: Sequence[Char]) -> bool:
    left, high, right, low = frame
    return bool(chars) and all(
        left < char.x0 + 1
        and char.x1 - 1 < right
        and high < char.top + _BELOW * char.size
        and char.bottom - _BELOW * char.size < low
        for char in chars
    )


def _is_sign(shape: Frame, box: Frame, chars: Sequence[Char]) -> bool:
    """Whether a small stroke is a part of a number: a drawn 1, a minus before it, a point within it."""
    left, high, right, low = shape
    wide, tall = right - left, low - high
    if (
        min(left - box[0], box[2] - right) > EDGE
        and wide < 1
        and _LEAST_GLYPH < tall < _FRAME_SHARE * (box[3] - box[1])
    ):
        return True
    if not chars:
        return False
    first, last = min(char.x0 for char in chars), max(char.x1 for char in chars)
    size = chars[0].size
    is_minus = tall <= _DOT < wide < size and first - size < left and right <= first + 1
    is_point = max(wide, tall) <= _DOT and first < left and right < last
    return (is_minus or is_point) and chars[0].top < high and low <= chars[0].bottom


def _share(frame: Frame, other: Frame) -> float:
    """The share of the other frame that one lies over."""
    across = min(frame[2], other[2]) - max(frame[0], other[0])
    down = min(frame[3], other[3]) - max(frame[1], other[1])
    area = (other[2] - other[0]) * (other[3] - other[1])
    return across * down / area if min(across, down, area) > 0 else 0.0


def _meets(note: Frame, box: Frame, chars: Sequence[Char]) -> bool:
    """Whether a note lies over print of a cell, or over much of one without."""
    return any(holds(note, char) for char in chars) if chars else _share(note, box) > _CROSSED


def _reaches(char: Char, box: Frame) -> bool:
    """Whether a digit stands on a side of a cell, a part of it within and a part without."""
    across = min(char.x1, box[2]) - max(char.x0, box[0])
    down = min(char.bottom, box[3]) - max(char.top, box[1])
    wide, size = char.x1 - char.x0, char.bottom - char.top
    inside = (1 - _CUT) * wide
    return (_CUT * wide < across < inside and down > size / 2) or (
        _BELOW * size < down < (1 - _BELOW) * size and across > wide / 2
    )


def _goes_on(char: Char, box: Frame, chars: Sequence[Char]) -> bool:
    """Whether a digit of another cell stands at a cell's side without any room between it and the cell's own, as one number does."""
    if not chars or holds(box, char):
        return False
    return any(
        abs(char.bottom - each.bottom) < _LEVEL * each.size
        and min(abs(char.x0 - each.x1), abs(each.x0 - char.x1)) < _CLOSE * each.size
        for each in chars
    )


def holds(box: Frame, char: Char) -> bool:
    """Whether the middle of a character lies in a box."""
    return box[0] <= (char.x0 + char.x1) / 2 < box[2] and box[1] <= char.middle < box[3]


def _clusters(values: Iterable[float]) -> list[float]:
    """The values with those nearer than an edge to their neighbour made one, ascending."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > EDGE:
            found.append(value)
    return found


def _index(edges: Sequence[float], value: float) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - value))


def _edges(spots: Iterable[RuledCell]) -> list[float]:
    return _clusters(x for spot in spots for x in (spot.x0, spot.x1))


def grid_of(piece: TablePiece, number: int) -> Grid:
    """The table as the document model has it."""
    edges = _edges(piece.spots)
    spots = sorted(piece.spots, key=lambda spot: (spot.row, spot.x0))
    cells = []
    for spot in spots:
        first, last = _index(edges, spot.x0), _index(edges, spot.x1)
        span = max(1, last - first)
        cells.append(Cell(spot.text, spot.row, first + 1, spot.rowspan, span, box=spot.box, confidence=spot.confidence))
    return lay_out(cells, number)
