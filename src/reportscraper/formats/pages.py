"""A page of a PDF file as a picture, with the rectangle that a figure was read from framed."""

from __future__ import annotations

import io
import math

import pypdfium2
from PIL import Image, ImageDraw

from reportscraper.errors import DocumentError
from reportscraper.formats import limits
from reportscraper.formats.pdf import open_pdf
from reportscraper.model import Box

_FRAME = (200, 30, 45)
_STROKE = 1.5
"""Width of the frame in points."""


def draw_page(data: bytes, number: int, box: Box | None, scale: float) -> bytes:
    """Page ``number`` (1-based) of a PDF file as PNG, ``scale`` pixels a point, with the box framed where there is one.

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
    if box is not None:
        _draw_frame(picture, box, scale)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def _bounded(scale: float, width: float, height: float) -> float:
    return min(scale, math.sqrt(limits.PIXELS / (width * height)))


def _draw_frame(picture: Image.Image, box: Box, scale: float) -> None:
    corners = (box.left * scale, box.top * scale, box.right * scale, box.bottom * scale)
    ImageDraw.Draw(picture).rectangle(corners, outline=_FRAME, width=max(1, round(_STROKE * scale)))
