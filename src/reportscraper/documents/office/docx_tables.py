"""Tables of Word files as cells with their slots: widths in grid columns (gridSpan), heights by cells that go on (vMerge).

And where a paragraph of a cell is printed: indents that push it out, rows and lines too low for their print.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from lxml.etree import _Element
from msgspec import Struct
from msgspec.structs import replace

from reportscraper.documents.html.lengths import PIXELS, pixels
from reportscraper.documents.layout import UNREAD
from reportscraper.documents.office.docx_numbers import Numbers
from reportscraper.documents.office.docx_styles import RunStyles, StyledPlace
from reportscraper.documents.office.docx_text import (
    ALTERNATIVES,
    boxes_in,
    has_picture,
    pieces_of,
    shown_branch,
    text_of,
)
from reportscraper.documents.office.wordml import W, is_on, whole
from reportscraper.documents.pieces import DIGIT, FIGURE, SEEN_SHARE, Piece, join_pieces
from reportscraper.model import Cell

_WRAPPERS = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_VML = "{urn:schemas-microsoft-com:vml}"
_WORD_10 = "{urn:schemas-microsoft-com:office:word}"
_WRAPS = tuple(f"{_DRAWING}wrap{way}" for way in ("Square", "TopAndBottom", "Tight", "Through"))
_UNITS = 12_700
"""Units of drawings in a point."""
_TAKEN_IN = tuple(f"{W}{name}" for name in ("altChunk", "subDoc", "contentPart"))
_KEPT_TEXT = tuple(f"{W}{name}" for name in ("t", "delText", "instrText"))
_NEXT_LINE = Piece("\n")
_FRAME_CELLS = 4
_FLATTEST = 40
"""Twentieths of a point; a row as flat shows nothing of its print."""


def is_layout_table(table: _Element) -> bool:
    """Whether a table only lays out what stands in it: a single cell, or a few with a table among their content."""
    nested = table.find(f"{W}tr/{W}tc/{W}tbl") is not None
    cells = sum(1 for row in _rows_seen(table) for _ in _rows_or_cells(row, "tc"))
    return cells == 1 or (cells <= _FRAME_CELLS and nested)


def cells_of(table: _Element, numbers: Numbers, styles: RunStyles, *, covered: bool = False) -> list[Cell]:
    """The cells of a table in reading order; nested tables are no part of them, nor are rows deleted in tracked changes.

    ``covered``: something may lie over them all.
    """
    found: list[Cell] = []
    above: dict[int, int] = {}
    frame = _frame_of(table)
    for index, row in enumerate(_rows_seen(table), 1):
        column = 1 + _count_said(row.find(f"{W}trPr/{W}gridBefore"))
        here: dict[int, int] = {}
        is_covered = covered or reach_of_shapes(row) is not None
        for element in _rows_or_cells(row, "tc"):
            width = max(1, _count_said(element.find(f"{W}tcPr/{W}gridSpan"), default=1))
            place = above.get(column)
            # vMerge without a value, or with the value continue: the rest of the cell above.
            merge = element.find(f"{W}tcPr/{W}vMerge")
            goes_on = merge is not None and merge.get(f"{W}val", "continue") == "continue"
            if place is not None and goes_on and found[place].colspan == width:
                above_it = found[place]
                # What a cell that goes on holds is not seen, or is seen below what stands above.
                is_more = any(DIGIT.search(each.text or "") for each in element.iter(f"{W}t"))
                text = above_it.text + UNREAD * is_more
                found[place] = replace(above_it, text=text, rowspan=index - above_it.row + 1)
            else:
                place = len(found)
                text = _text_of_cell(element, row, frame, numbers, styles)
                text += UNREAD * (is_covered and FIGURE.fullmatch(text) is not None)
                found.append(Cell(text, index, column, 1, width))
            here[column] = place
            column += width
        above = here
    return found


def _rows_seen(table: _Element) -> Iterator[_Element]:
    """The rows but those that are deleted in tracked changes, hidden, or of no height."""
    for row in _rows_or_cells(table, "tr"):
        told = row.find(f"{W}trPr")
        height = None if told is None else told.find(f"{W}trHeight")
        is_flat = height is not None and height.get(f"{W}hRule") == "exact" and _count_said(height, 999) <= _FLATTEST
        if told is None or not (is_flat or told.find(f"{W}del") is not None or is_on(told.find(f"{W}hidden"))):
            yield row


def _rows_or_cells(parent: _Element, name: str) -> Iterator[_Element]:
    """Rows or cells of a table, those inside content controls among them."""
    for child in parent:
        if child.tag == f"{W}{name}":
            if child.find(f"{W}tcPr/{W}cellDel") is None:
                yield child
        elif child.tag in _WRAPPERS:
            yield from _rows_or_cells(child, name)
        elif child.tag == ALTERNATIVES:
            for branch in shown_branch(child):
                yield from _rows_or_cells(branch, name)


def _count_said(element: _Element | None, default: int = 0) -> int:
    return default if element is None else max(0, whole(element.get(f"{W}val"), default))


def _text_of_cell(cell: _Element, row: _Element, frame: _TableFrame, numbers: Numbers, styles: RunStyles) -> str:
    """The text of a cell; a list number, a text box, a table or a picture beside a number leave it unread, for either may be a digit of it."""
    pieces: list[Piece] = []
    beside = has_picture(cell)
    fields: list[str | None] = []
    for paragraph in _own_paragraphs(cell):
        number, own = numbers.before(paragraph), list(pieces_of(paragraph, styles, fields))
        beside = beside or any(
            text_of(each, styles).strip() for box in boxes_in(paragraph) for each in box.iter(f"{W}p")
        )
        if number:
            # Word prints its numbers in empty cells too: 12 is seen, and may count the rows.
            line = "".join(piece.text for piece in own)
            parts = line[:1].isdigit() or (not line.strip() and DIGIT.search(number))
            own.insert(0, Piece(number + UNREAD if parts else number))
        if any(piece.text for piece in own):
            pieces += [_NEXT_LINE, *own] if pieces else own
    # Of the whole cell: a figure that is struck stands no more where another stands below it.
    text = "\n".join(line.strip() for line in join_pieces(pieces).split("\n") if line.strip())
    if text and not FIGURE.fullmatch(text):
        return text
    beside = beside or any(
        (each.text or "").strip() for inner in cell.iterfind(f"{W}tbl") for each in inner.iter(f"{W}t")
    )
    # A figure that is hidden whole is no blank, nor is a field that was never worked out, nor what is taken in from elsewhere.
    told = [] if text else list(cell.iter(*_KEPT_TEXT))
    beside = beside or any(DIGIT.search(each.text or "") or each.tag == f"{W}instrText" for each in told)
    beside = beside or next(cell.iter(*_TAKEN_IN), None) is not None
    beside = beside or (bool(text) and styles.at(cell).crosses(cell))
    merge = cell.find(f"{W}tcPr/{W}hMerge")
    beside = beside or (merge is not None and merge.get(f"{W}val", "continue") == "continue")
    beside = beside or (bool(text) and _is_out_of_room(_own_paragraphs(cell), row, cell, frame, styles))
    return text + UNREAD if beside else text


def reach_of_shapes(element: _Element) -> float | None:
    """How many points below their place what floats over the text of an element reaches; None where nothing does."""
    reaches = []
    for anchor in element.iter(f"{_DRAWING}anchor"):
        if anchor.get("behindDoc") not in {"1", "true"} and not any(map(anchor.findall, _WRAPS)):
            size, offset = anchor.find(f"{_DRAWING}extent"), anchor.findtext(f"{_DRAWING}positionV/{_DRAWING}posOffset")
            reaches.append((whole(None if size is None else size.get("cy")) + whole(offset)) / _UNITS)
    for shape in element.iter(f"{_VML}*"):
        told = dict(part.split(":", 1) for part in (shape.get("style") or "").split(";") if ":" in part)
        is_over = told.get("position") == "absolute" and not told.get("z-index", "").startswith("-")
        if is_over and shape.find(f"{_WORD_10}wrap[@type]") is None:
            reaches.append(sum(pixels(told.get(name, "")) or 0.0 for name in ("margin-top", "height")) / PIXELS["pt"])
    return max(reaches, default=None)


def _own_paragraphs(cell: _Element) -> Iterator[_Element]:
    for child in cell:
        if child.tag == f"{W}p":
            yield child
        elif child.tag in _WRAPPERS:
            yield from _own_paragraphs(child)
        elif child.tag == ALTERNATIVES:
            for branch in shown_branch(child):
                yield from _own_paragraphs(branch)


_OUT = -200
"""Twentieths of a point: print that begins so far left of its cell is seen in another one."""
_WIDEST = 12_000
_LINE = 240
"""A line of usual height, where it is said in parts of one."""
_HEIGHT, _WIDTH, _SIDES = 210, 132, 216
"""The usual height of digits, their width in wide faces, and the room beside them that cells leave."""
_DIGITS = re.compile(r"[0-9０-９.,，．]+")


def _indent_said(indent: dict[str, str], side: str) -> int:
    """An indent in twentieths of a point; where it is said in hundredths of a character, that counts."""
    chars = whole(indent.get(f"{side}Chars"))
    return chars * _HEIGHT // 100 if chars else whole(indent.get(side))


class _TableFrame(Struct, frozen=True):
    """What a table says of all its cells, in twentieths of a point."""

    margins: _Element | None
    is_fixed: bool
    """Whether its columns keep their widths, whatever stands in them."""
    is_far: bool
    """Whether it begins so far beside or above the page that nothing of it is seen."""

    def margin(self, cell: _Element, *sides: str) -> int:
        """The room that a cell, or the table for all of them, leaves before its print."""
        for told in (cell.find(f"{W}tcPr/{W}tcMar"), self.margins):
            for side in sides:
                found = None if told is None else told.find(f"{W}{side}")
                if found is not None:
                    return whole(found.get(f"{W}w"))
        return 0


def _frame_of(table: _Element) -> _TableFrame:
    told = table.find(f"{W}tblPr")
    if told is None:
        return _TableFrame(None, is_fixed=False, is_far=False)
    layout, places = told.find(f"{W}tblLayout"), [told.find(f"{W}tblInd"), told.find(f"{W}tblpPr")]
    far = (whole(each.get(f"{W}{name}")) for each in places if each is not None for name in ("w", "tblpX", "tblpY"))
    return _TableFrame(
        told.find(f"{W}tblCellMar"),
        layout is not None and layout.get(f"{W}type") == "fixed",
        any(abs(place) >= _WIDEST for place in far),
    )


def _is_beside_the_page(cell: _Element, row: _Element) -> bool:
    """Whether a cell in columns of fixed width begins so far beside the page that nothing of it is seen."""
    widths = sum(map(_width_said, itertools.takewhile(lambda each: each is not cell, row.iter(f"{W}tc"))))
    if widths < _WIDEST:
        return False
    pages = (whole(size.get(f"{W}w")) for size in row.getroottree().getroot().iter(f"{W}pgSz"))
    return widths >= max(pages, default=_WIDEST)


def _width_said(cell: _Element) -> int:
    """The width of a cell in twentieths of a point, 0 where it is not said so."""
    width = cell.find(f"{W}tcPr/{W}tcW")
    return whole(width.get(f"{W}w")) if width is not None and width.get(f"{W}type") == "dxa" else 0


def _is_tabbed_away(paragraph: _Element, wide: int) -> bool:
    """Whether a tab sets print out of its cell, or fills the room before it with strokes, the last of which may be a minus."""
    stops = paragraph.iterfind(f"{W}pPr/{W}tabs/{W}tab")
    is_far = any(whole(each.get(f"{W}pos")) >= wide or each.get(f"{W}leader", "none") != "none" for each in stops)
    return is_far and paragraph.find(f"{W}r/{W}tab") is not None


def _height_of_digits(paragraph: _Element, styles: StyledPlace) -> int:
    """The height of a paragraph's tallest digits in twentieths of a point; no less than usual, for a size may be told elsewhere."""
    runs = (run for run in paragraph.iter(f"{W}r") if any(DIGIT.search(t.text or "") for t in run.iterfind(f"{W}t")))
    sizes = (styles.properties(run).get(f"{W}sz") for run in runs)
    return max([_HEIGHT, *(10 * whole(size.get(f"{W}val")) for size in sizes if size is not None)])


def _is_out_of_room(
    paragraphs: Iterator[_Element], row: _Element, cell: _Element, frame: _TableFrame, styles: RunStyles
) -> bool:
    """Whether a digit of a cell is pushed out of it or cut off by a row or a line of fixed height."""
    height = row.find(f"{W}trPr/{W}trHeight")
    room = whole(height.get(f"{W}val")) if height is not None and height.get(f"{W}hRule") == "exact" else None
    wide = _width_said(cell)
    before, used = frame.margin(cell, "left", "start"), frame.margin(cell, "top")
    if before >= (wide or _WIDEST) or frame.is_far or (frame.is_fixed and _is_beside_the_page(cell, row)):
        return any(DIGIT.search(each.text or "") for each in cell.iter(f"{W}t"))
    for paragraph in paragraphs:
        place = styles.at(paragraph)
        spacing = place.setting_of(paragraph, "spacing")
        is_exact, said = spacing.get("lineRule") == "exact", whole(spacing.get("line"), _LINE)
        line = said if is_exact else None
        used += whole(spacing.get("before"))
        text = "".join(each.text or "" for each in paragraph.iter(f"{W}t"))
        if DIGIT.search(text):
            indent = place.setting_of(paragraph, "ind")
            left = _indent_said(indent, "left") or _indent_said(indent, "start")
            first = left + _indent_said(indent, "firstLine") - _indent_said(indent, "hanging")
            right = _indent_said(indent, "right") or _indent_said(indent, "end")
            if min(left, first, right) < _OUT or max(left, first, right) >= (wide or _WIDEST):
                return True
            tall = _height_of_digits(paragraph, place) if is_exact or room is not None else _HEIGHT
            if said < SEEN_SHARE * (tall if is_exact else _LINE) and spacing.get("lineRule") != "atLeast":
                return True
            if place.setting_of(paragraph, "framePr") or _is_tabbed_away(paragraph, wide or _WIDEST):
                return True
            longest = max(map(len, _DIGITS.findall(text)))
            # A number too wide for its cell goes on in a second line.
            lines = -(-longest * _WIDTH // max(_WIDTH, wide - _SIDES)) if wide else 1
            if room is not None and used + (lines - 1) * (line or _HEIGHT) + SEEN_SHARE * tall > room:
                return True
            goes_on = not is_on(cell.find(f"{W}tcPr/{W}noWrap"))
            if frame.is_fixed and 0 < wide < SEEN_SHARE * _WIDTH * (1 if goes_on else longest):
                return True
        used += (line or _HEIGHT) * (1 + sum(1 for _ in paragraph.iter(f"{W}br", f"{W}cr")))
        used += whole(spacing.get("after"))
    # What a low row holds at its bottom pushes the rest out above.
    aligned = cell.find(f"{W}tcPr/{W}vAlign")
    is_high = aligned is not None and aligned.get(f"{W}val") in {"bottom", "center"}
    return (
        room is not None
        and used > room + _LINE
        and is_high
        and DIGIT.search("".join(map(str, cell.itertext(f"{W}t")))) is not None
    )
