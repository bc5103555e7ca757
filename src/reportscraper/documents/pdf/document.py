"""PDF files: ruled tables and running text, page by page, put together as one document."""

from __future__ import annotations

import pypdfium2

from reportscraper.documents import limits
from reportscraper.documents.pdf.drawn import Frame
from reportscraper.documents.pdf.flow import Leaf, blocks_of
from reportscraper.documents.pdf.glyphs import Known
from reportscraper.documents.pdf.lines import lines_of
from reportscraper.documents.pdf.seen import as_seen
from reportscraper.documents.pdf.sheets import UNKNOWN, Char, ShownPage, read_sheet
from reportscraper.documents.pdf.spaced_grid import is_value
from reportscraper.documents.pdf.tables import TablePiece, holds, pieces_of
from reportscraper.errors import DocumentError
from reportscraper.model import Document

_PASSWORD = 4
"""PDFium's error code for a file that asks for a password or uses a protection it does not know."""
_PICTURE_SHARE = 0.6
_FRAME_ROWS = 3
_LONGEST_TITLE_ROW = 60


def read_pdf(data: bytes) -> Document:
    """The document in a PDF file.

    ``problem`` names pages that are pictures: their text, if any, was guessed by a machine. A file without any text has no blocks.
    Raises DocumentError for files that are damaged, encrypted or too long.
    """
    document = open_pdf(data)
    try:
        title = document.get_metadata_value("Title")
        known: Known = {}
        leaves = [leaf for index in range(len(document)) for leaf in _leaves(document[index], index + 1, known)]
    except pypdfium2.PdfiumError as error:
        raise DocumentError(f"the PDF file is damaged: {error}") from error
    finally:
        document.close()
    blocks = blocks_of(leaves)
    problems = [leaf.problem for leaf in leaves if leaf.problem]
    unknown = sum(leaf.unknown for leaf in leaves)
    if unknown:
        problems.insert(0, f"{unknown} characters are of fonts that do not tell what they mean")
    return Document(
        blocks=blocks,
        titles=(("title", title),) if title.strip() else (),
        text_length=sum(len(block.text) for block in blocks),
        problem="; ".join(problems[:3]) or None,
    )


def open_pdf(data: bytes) -> pypdfium2.PdfDocument:
    """The file as PDFium has it: it knows encryption and the number of pages without reading them.

    Raises DocumentError for files that are damaged, encrypted, empty or too long.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == _PASSWORD:
            raise DocumentError("the PDF file is encrypted") from error
        raise DocumentError(f"the PDF file is damaged: {error}") from error
    pages = len(document)
    if 0 < pages <= limits.PAGES:
        return document
    document.close()
    raise DocumentError(
        f"the PDF file has {pages} pages; {limits.PAGES} are read" if pages else "the PDF file has no pages"
    )


def _leaves(page: pypdfium2.PdfPage, number: int, known: Known) -> list[Leaf]:
    """A page as it is read, and behind it the tables that are turned against the rest of it, as a reader turns it for them."""
    sheet = as_seen(page, read_sheet(page, number), known)
    found, aside = pieces_of(sheet), []
    for turn in sheet.turned:
        other = as_seen(page, read_sheet(page, number, turn), known)
        if upright := [piece for piece in pieces_of(other) if piece.width > 1 and not _is_aside(piece, other)]:
            aside.append(Leaf(other.height, [], upright, other.box))
    page.close()
    chars = sheet.chars
    if aside:
        found = [piece for piece in found if not _is_aside(piece, sheet)]
        chars = [char for char in chars if _is_upright(char)]
    framed = [piece for piece in found if piece.width > 1 or _is_title_row(piece)]
    boxes: dict[tuple[float, float], list[Frame]] = {}
    for box in (box for piece in framed for box in piece.boxes):
        boxes.setdefault((box[1], box[3]), []).append(box)
    rows = [(top, bottom, row) for (top, bottom), row in boxes.items()]
    loose = [
        char
        for char in chars
        if not any(holds(box, char) for top, bottom, row in rows if top <= char.middle < bottom for box in row)
    ]
    problem = ""
    if sheet.pictured >= _PICTURE_SHARE:
        problem = f"page {number} is {'a picture under text' if sheet.chars else 'a picture without text'}"
    unknown = sum(char.text == UNKNOWN for char in sheet.chars)
    return [Leaf(sheet.height, lines_of(loose, number, sheet.width), framed, sheet.box, problem, unknown), *aside]


def _is_aside(piece: TablePiece, sheet: ShownPage) -> bool:
    """Whether most of what stands in a table runs another way than up."""
    within = [_is_upright(char) for char in sheet.chars if holds(piece.box, char)]
    return 2 * sum(within) < len(within)


def _is_upright(char: Char) -> bool:
    return char.across > abs(char.up)


def _is_title_row(piece: TablePiece) -> bool:
    """A row over the whole width, such as 第二十条第（一）项, that a page end may part from its table.

    One that ends in a value is a row of a table whose rows are shaded, not ruled.
    """
    texts = [spot.text for spot in piece.spots]
    return piece.height <= _FRAME_ROWS and all(
        0 < len(text) <= _LONGEST_TITLE_ROW and not is_value(text.split()[-1]) for text in texts
    )
