"""Pictures and scanned PDF files: what is printed on them, recognised and laid out as every other document.

Everything read here is a guess of a machine: `Document.recognised` says so, and every cell has its confidence.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

import numpy as np
import pypdfium2

from reportscraper.documents.ocr.pictures import PIXELS, Grey, Picture, make_ready, open_picture
from reportscraper.documents.ocr.recognise import lines_in, read_in_cell, read_line, wipe_drawings
from reportscraper.documents.ocr.rules import Ruled, tables_of
from reportscraper.documents.pdf.document import open_pdf
from reportscraper.documents.pdf.drawn import Frame
from reportscraper.documents.pdf.flow import Leaf, blocks_of
from reportscraper.documents.pdf.lines import TextLine
from reportscraper.documents.pdf.tables import RuledCell, TablePiece
from reportscraper.errors import DocumentError
from reportscraper.model import Box, Document

_DOTS = 200 / 72
"""Pixels a point at which scanned pages are drawn: 200 dpi."""
_SIZE = 12.0
"""Points that a character is taken to be high: with it, places in a picture become places on paper."""
_LARGE = 1.35
"""Lines this many times as high as a character are of larger print."""


def read_picture(data: bytes) -> Document:
    """The document on a picture (PNG, JPEG, GIF, BMP, TIFF); boxes are in pixels.

    Raises DocumentError for damaged files, more pixels than a page can have, and pictures without print.
    """
    return _make_document(make_ready(grey, page) for page, grey in enumerate(open_picture(data), 1))


def read_scan(data: bytes) -> Document:
    """The document on those pages of a PDF file that are pictures without text; boxes are in points.

    Raises DocumentError for files that are damaged, encrypted, too long, and without a page to recognise.
    """
    return _make_document(make_ready(grey, page, unit) for page, grey, unit in _scanned_pages(data))


def _scanned_pages(data: bytes) -> Iterator[tuple[int, Grey, float]]:
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


def _make_document(pictures: Iterable[Picture | None]) -> Document:
    leaves = [_lay_out_page(picture) for picture in pictures if picture is not None]
    blocks = blocks_of(leaves)
    if not blocks:
        raise DocumentError("no print is found on the picture")
    return Document(
        blocks=blocks,
        text_length=sum(len(block.text) for block in blocks),
        problem="; ".join(leaf.problem for leaf in leaves if leaf.problem) or None,
        recognised=True,
    )


def _lay_out_page(picture: Picture) -> Leaf:
    """What stands on a page, in points of 12 to a character."""
    unit = _SIZE / picture.em
    tables, rules = tables_of(picture)
    ink = np.where(rules > 0, 0, picture.ink).astype(np.uint8)
    pieces = [_table_on_paper(ink, table, picture) for table in tables]
    for table in tables:
        ink[table.top : table.bottom, table.left : table.right] = 0
    problems = []
    if not all(table.whole for table in tables):
        problems.append(f"rules are missing in a table on page {picture.page}")
    if wipe_drawings(ink, picture.em):
        problems.append(f"page {picture.page} shows something that is not print")
    lines = []
    for run in lines_in(ink, picture.em):
        if text := read_line(ink, run, picture.em).text:
            # Lines without tall characters are lower; only a difference that no wording explains is another size of print.
            height = (run.bottom - run.top) * unit
            size = height if height > _LARGE * _SIZE else _SIZE
            x0, x1, top, bottom = (each * unit for each in (run.left, run.right, run.top, run.bottom))
            lines.append(TextLine(text, x0, x1, top, bottom, size, picture.page, picture.ink.shape[1] * unit))

    def place(frame: Frame) -> Box:
        return picture.box(*(each / unit for each in frame))

    return Leaf(picture.ink.shape[0] * unit, lines, pieces, place, "; ".join(problems))


def _table_on_paper(ink: Grey, table: Ruled, picture: Picture) -> TablePiece:
    """A table as pages of PDF files have them."""
    unit = _SIZE / picture.em
    spots = []
    for place in table.places:
        box = picture.box(place.left, place.top, place.right, place.bottom)
        inside = ink[place.top : place.bottom, place.left : place.right]
        runs = lines_in(inside, picture.em)
        said = [read_in_cell(inside, run, picture.em) for run in runs]
        # The free width beside the last line, in characters.
        room = (inside.shape[1] - runs[-1].right + runs[-1].left) / picture.em if runs else 0.0
        # Between rules that are not whole a figure may stand in another's cell; else a cell with nothing printed is certain.
        sure = min((each.confidence for each in said), default=1.0) if table.whole else 0.0
        text = "\n".join(each.text for each in said)
        first, last = table.columns[place.column - 1], table.columns[place.column + place.colspan - 1]
        spots.append(RuledCell(text, first * unit, last * unit, place.row, box, place.rowspan, room, sure))
    frame = (table.left * unit, table.top * unit, table.right * unit, table.bottom * unit)
    return TablePiece(tuple(spots), max(spot.last for spot in spots), picture.page, frame)
