"""An archived page or file and the very cell a figure was read from.

The cell is found by the code that read it (`html.grid.lay_out`, `plaintext.read_lines`, `boxes_of`); a second way of counting cells could
point at another one.
"""

from __future__ import annotations

import copy
import functools
import io
import itertools
import re
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path

from lxml import etree, html
from lxml.html import HtmlElement
from msgspec import Struct
from PIL import Image

from reportscraper.archive import read
from reportscraper.documents import boxes_of, is_file, markup_of, picture_of, read_file
from reportscraper.documents.charset import decode
from reportscraper.documents.file_type import sniff_type
from reportscraper.documents.html.embedded import page_markup
from reportscraper.documents.html.grid import lay_out
from reportscraper.documents.jobs import PageImage
from reportscraper.documents.plaintext import read_lines
from reportscraper.errors import ArchiveError, DocumentError
from reportscraper.model import Box, Capture, Document, Figure
from reportscraper.text import tidy

_MARKUP = re.compile(r"<\s*(?:!doctype|html|head|body|div|table|p|span|meta|td|br)\b", re.I)
_PLAIN_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]*")
_SPANS = {"rowspan", "colspan"}
_SCALE = 2.0
_PNG_WIDTH, _PNG_HEIGHT = 16, 20
_READERS = threading.BoundedSemaphore(2)
"""Each file is read in a process of its own, which may take 256 MB: a crowd of visitors must not start a crowd of them."""
_SHOWN_KINDS = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "BMP": "image/bmp"}
_ORIENTATION, _ON_ITS_SIDE = 0x0112, frozenset({5, 6, 7, 8})
"""EXIF: browsers set such a picture upright, and boxes are measured on it upright."""
_SAME_FILE = 4
"""Files and drawn pages that are kept: who looks at one cell of a file looks at the next."""


class FigurePlace(Struct, frozen=True):
    """Where a figure stands: number of the table on the page, row and column of its grid, all counted from 1."""

    table: int
    row: int
    column: int


class Markup(Struct, frozen=True):
    """A page or an Office file as a tree. ``cell`` is the element of the place asked for."""

    root: HtmlElement
    cell: HtmlElement | None


Span = tuple[int, int]


class Lines(Struct, frozen=True):
    """A page without markup. ``line`` is the span of the lines that hold the row asked for, ``cell`` that of the cell in them.

    The cell is None when it was left blank, both are when the place is not there.
    """

    text: str
    line: Span | None = None
    cell: Span | None = None


class CellPicture(Struct, frozen=True):
    """A page of a file drawn as PNG, or a picture as it is; ``width`` × ``height`` pixels. ``frame`` is the box asked for, in pixels."""

    data: bytes
    media_type: str
    width: int
    height: int
    page: int
    frame: Box | None = None


Shown = Markup | Lines | CellPicture


def archived_bytes(folder: Path, capture: Capture) -> bytes:
    """The bytes of a capture, verified against its digest. Raises ArchiveError when they cannot be had."""
    if not _PLAIN_NAME.fullmatch(capture.file):
        raise ArchiveError("not the name of an archive file", file=capture.file, offset=capture.offset)
    return read(folder, capture).body


def locate_cell(data: bytes, content_type: str | None, where: FigurePlace | Box | None) -> Shown:
    """A page or a file with the cell at a place, or the box of a file's page, that was asked for.

    A box without extent asks for its page alone. Pages are decoded and built as the parser does it and never fail. Raises
    DocumentError for files that cannot be shown.
    """
    if not is_file(data):
        return _page(data, content_type, where if isinstance(where, FigurePlace) else None)
    with _READERS:
        kind = sniff_type(data)
        if kind == "picture":
            return _picture(data, where if isinstance(where, Box) else None)
        if kind == "pdf":
            box = _box_at(data, where) if isinstance(where, FigurePlace) else where
            page = box.page if box else 1
            drawn = _drawn(data, page)
            png = drawn.png
            width, height = (int.from_bytes(png[start : start + 4]) for start in (_PNG_WIDTH, _PNG_HEIGHT))
            if box is None or box.right <= box.left:
                return CellPicture(png, "image/png", width, height, page)
            left, top, right, bottom = (drawn.scale * side for side in (box.left, box.top, box.right, box.bottom))
            return CellPicture(png, "image/png", width, height, page, Box(page, left, top, right, bottom))
        root = html.document_fromstring(f"<body>{markup_of(data)}</body>")
        return Markup(root, _cell_at(root, where) if isinstance(where, FigurePlace) else None)


def _page(data: bytes, content_type: str | None, place: FigurePlace | None) -> Shown:
    text = page_markup(decode(data, content_type).text).replace("\x00", "�")
    if not _MARKUP.search(text, 0, 200_000):
        if place is None:
            return Lines(text)
        spans = dict(_spans(text, place))
        if not spans:
            return Lines(text)
        start = text.rfind("\n", 0, min(start for start, _ in spans.values())) + 1
        last = max(end for _, end in spans.values())
        end = text.find("\n", last)
        return Lines(text, (start, len(text) if end < 0 else end), spans.get(place.column))
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:
        return Lines(text)
    return Markup(root, None if place is None else _cell_at(root, place))


def _cell_at(root: HtmlElement, place: FigurePlace) -> HtmlElement | None:
    body = root.find("body")
    tables = list((root if body is None else body).iter("table"))
    if not 0 < place.table <= len(tables):
        return None
    slots = cells_of_slots(tables[place.table - 1])
    if not (0 < place.row <= len(slots) and 0 < place.column <= len(slots[place.row - 1])):
        return None
    return slots[place.row - 1][place.column - 1]


def cells_of_slots(table: HtmlElement) -> list[list[HtmlElement | None]]:
    """The element that fills each slot of a table's grid, row by row: the layout tells it of a copy whose cells hold their numbers.

    The copy keeps the spans alone. What a cell looks like decides what is read in it, never where it stands.
    """
    cells, copied = _own_cells(table), copy.deepcopy(table)
    for element in copied.iter():
        for name in set(element.attrib) - _SPANS:
            del element.attrib[name]
    for number, cell in enumerate(_own_cells(copied)):
        cell[:] = []
        cell.text = str(number)
    rows = lay_out(copied, 1).slots
    return [[None if slot is None else cells[int(slot.text)] for slot in row] for row in rows]


def _own_cells(table: HtmlElement) -> list[HtmlElement]:
    return [each for each in table.iter("td", "th") if next(each.iterancestors("table")) is table]


def _spans(text: str, place: FigurePlace) -> Iterator[tuple[int, Span]]:
    """Column and span of every filled cell in the row of a place.

    `read_lines` keeps the order of what is printed and changes white space and pipes alone, so both are read side by side; only the
    rules that some programs draw below a header stand in the text without standing in a block.
    """
    shown = {character for character in set(text) if character != "|" and tidy(character)}
    places = [index for index, character in enumerate(text) if character in shown]
    printed = "".join(text[index] for index in places)
    at = 0
    for column, words, wanted in _words(text, place):
        chunk = "".join(character for character in words if character in shown)
        # Where a chunk begins, nothing but a drawn rule left out before it; -1 when something else stands there.
        rule = itertools.takewhile(lambda index: printed[index] in "-:+", range(at, len(printed)))
        at = next((start for start in (at, *(index + 1 for index in rule)) if printed.startswith(chunk, start)), -1)
        if at < 0:
            return
        if wanted and chunk:
            yield column, (places[at], places[at + len(chunk) - 1] + 1)
        at += len(chunk)


def _words(text: str, place: FigurePlace) -> Iterator[tuple[int, str, bool]]:
    """Everything `read_lines` reads, in order, up to the end of the row asked for: column, words, and whether they are of the row."""
    for block in read_lines(text):
        if block.grid is None:
            yield 0, block.text, False
            continue
        asked = block.grid.number == place.table
        for cell in block.grid.cells:
            if asked and cell.row > place.row:
                return
            yield cell.column, cell.text, asked and cell.row == place.row


def _box_at(data: bytes, place: FigurePlace) -> Box | None:
    """The box a figure was read from. `boxes_of` asks for figures; of this one only the place counts."""
    figure = Figure("", None, None, "blank", "", "", place.table, place.row, place.column)
    return next((each.box for each in boxes_of(_document(data), [figure])), None)


def _picture(data: bytes, box: Box | None) -> CellPicture:
    """A picture as it was served: only its header is looked at here, the reader's browser decodes it in a sandbox."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=tuple(_SHOWN_KINDS))
        turned = picture.getexif().get(_ORIENTATION) in _ON_ITS_SIDE
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise DocumentError("a picture that is damaged or of a kind that browsers do not show") from error
    width, height = picture.size[::-1] if turned else picture.size
    return CellPicture(data, _SHOWN_KINDS[picture.format or ""], width, height, 1, box)


@functools.lru_cache(_SAME_FILE)
def _document(data: bytes) -> Document:
    return read_file(data)


@functools.lru_cache(_SAME_FILE)
def _drawn(data: bytes, page: int) -> PageImage:
    return picture_of(data, page, scale=_SCALE)
