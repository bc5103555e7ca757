"""An archived page and the very cell a figure was read from: the archive and parse rooms joined, for the browser's pages.

The cell is found by the code that read it (`parse.grid.lay_out`); a second way of counting cells could point at another one.
"""

from __future__ import annotations

import copy
import re
from pathlib import Path

from lxml import etree, html
from lxml.html import HtmlElement
from msgspec import Struct

from reportscraper.archive import read
from reportscraper.errors import ArchiveError
from reportscraper.model import Capture
from reportscraper.parse.charset import decode
from reportscraper.parse.grid import lay_out

_MARKUP = re.compile(r"<\s*(?:!doctype|html|head|body|div|table|p|span|meta|td|br)\b", re.I)
_PLAIN_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]*")


class Place(Struct, frozen=True):
    """Where a figure stands: number of the table on the page, row and column of its grid, all counted from 1."""

    table: int
    row: int
    column: int


class Page(Struct, frozen=True):
    """An archived page as a tree (``root``), or as text when it has no markup. ``cell`` is the element of the place asked for."""

    text: str
    encoding: str
    root: HtmlElement | None
    cell: HtmlElement | None


def archived_bytes(folder: Path, capture: Capture) -> bytes:
    """The bytes of a capture, verified against its digest. Raises ArchiveError when they cannot be had."""
    if not _PLAIN_NAME.fullmatch(capture.file):
        raise ArchiveError("not the name of an archive file", file=capture.file, offset=capture.offset)
    return read(folder, capture).body


def read_page(data: bytes, content_type: str | None, place: Place | None) -> Page:
    """A page decoded and built as the parser does it, with the element of the cell at ``place``. Never fails."""
    decoded = decode(data, content_type)
    text = decoded.text.replace("\x00", "�")
    if not _MARKUP.search(text, 0, 200_000):
        return Page(text, decoded.encoding, None, None)
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:
        return Page(text, decoded.encoding, None, None)
    return Page(text, decoded.encoding, root, None if place is None else _cell_at(root, place))


def _cell_at(root: HtmlElement, place: Place) -> HtmlElement | None:
    body = root.find("body")
    tables = list((root if body is None else body).iter("table"))
    if not 0 < place.table <= len(tables):
        return None
    table = tables[place.table - 1]
    cells = [each for each in table.iter("td", "th") if next(each.iterancestors("table")) is table]
    slots = lay_out(_numbered(table), place.table).slots
    if not (0 < place.row <= len(slots) and 0 < place.column <= len(slots[place.row - 1])):
        return None
    slot = slots[place.row - 1][place.column - 1]
    return None if slot is None else cells[int(slot.text)]


def _numbered(table: HtmlElement) -> HtmlElement:
    """A copy whose cells hold their own number, so that the layout tells which element fills a slot."""
    numbered = copy.deepcopy(table)
    inner = [each for each in numbered.iter("td", "th") if next(each.iterancestors("table")) is numbered]
    for number, cell in enumerate(inner):
        cell[:] = []
        cell.text = str(number)
    return numbered
