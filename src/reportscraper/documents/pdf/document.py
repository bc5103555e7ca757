"""PDF files: ruled tables and running text, page by page, put together as one document."""

from __future__ import annotations

import io

import pdfplumber
import pypdfium2
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import PdfminerException

from reportscraper.documents import limits
from reportscraper.documents.pdf.flow import Leaf, blocks_of
from reportscraper.documents.pdf.lines import is_unknown, lines_of
from reportscraper.documents.pdf.sheets import Sheet, sheet_of
from reportscraper.documents.pdf.spaced_grid import is_value
from reportscraper.documents.pdf.tables import Piece, holds, pieces_of
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
    open_pdf(data).close()
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            title = pdf.metadata.get("Title")
            leaves = [_leaf(sheet_of(page)) for page in pdf.pages]
    except (PdfminerException, PDFException, PSException, ValueError, TypeError, KeyError, AssertionError) as error:
        raise DocumentError(f"the PDF file is damaged: {type(error).__name__} {error}".strip()) from error
    blocks = blocks_of(leaves)
    problems = [leaf.problem for leaf in leaves if leaf.problem]
    unknown = sum(leaf.unknown for leaf in leaves)
    if unknown:
        problems.insert(0, f"{unknown} characters are of fonts that do not tell what they mean")
    return Document(
        blocks=blocks,
        titles=(("title", title),) if isinstance(title, str) and title.strip() else (),
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


def _leaf(page: Sheet) -> Leaf:
    try:
        chars = [char for char in page.dedupe_chars().chars if holds(page.shown, char)]
        found = pieces_of(page, chars)
        framed = [piece for piece in found if piece.width > 1 or _is_title_row(piece)]
        boxes = [box for piece in framed for box in piece.boxes]
        loose = [char for char in chars if not any(holds(box, char) for box in boxes)]
        problem = _picture_problem(page, has_text=bool(chars))
        unknown = sum(is_unknown(char) for char in chars)
        lines = lines_of(loose, page.page_number, float(page.width))
        return Leaf(float(page.height), lines, framed, page.box, problem, unknown)
    finally:
        page.close()


def _is_title_row(piece: Piece) -> bool:
    """A row over the whole width, such as 第二十条第（一）项, that a page end may part from its table.

    One that ends in a value is a row of a table whose rows are shaded, not ruled.
    """
    texts = [spot.text for spot in piece.spots]
    return piece.height <= _FRAME_ROWS and all(
        0 < len(text) <= _LONGEST_TITLE_ROW and not is_value(text.split()[-1]) for text in texts
    )


def _picture_problem(page: Sheet, *, has_text: bool) -> str:
    area = float(page.width * page.height)
    covered = max((float((i["x1"] - i["x0"]) * (i["bottom"] - i["top"])) for i in page.images), default=0.0)
    if covered < _PICTURE_SHARE * area:
        return ""
    kind = "a picture under text" if has_text else "a picture without text"
    return f"page {page.page_number} is {kind}"
