"""A page of a PDF file as a picture."""

from __future__ import annotations

import io
import math

import pypdfium2

from reportscraper.documents import limits
from reportscraper.documents.jobs import PageImage
from reportscraper.documents.pdf.document import open_pdf
from reportscraper.errors import DocumentError


def draw_page(data: bytes, number: int, scale: float) -> PageImage:
    """Page ``number`` (1-based) of a PDF file, ``scale`` pixels a point.

    A page that would have more pixels than `limits.PIXELS` is drawn smaller. Raises DocumentError when the file cannot be read or
    has no such page.
    """
    document = open_pdf(data)
    try:
        if not 1 <= number <= len(document):
            raise DocumentError(f"the PDF file has {len(document)} pages, not a page {number}")
        page = document[number - 1]
        scale = _bounded(scale, *page.get_size())
        picture = page.render(scale=scale).to_pil().convert("RGB")
    except pypdfium2.PdfiumError as error:
        raise DocumentError(f"page {number} of the PDF file is damaged: {error}") from error
    finally:
        document.close()
    out = io.BytesIO()
    picture.save(out, "PNG")
    return PageImage(out.getvalue(), scale)


def _bounded(scale: float, width: float, height: float) -> float:
    return min(scale, math.sqrt(limits.PIXELS / (width * height)))
