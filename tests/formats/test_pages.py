from __future__ import annotations

import io

import pytest
from PIL import Image

from reportscraper.errors import DocumentError
from reportscraper.formats import limits, picture_of
from reportscraper.formats.pages import draw_page
from reportscraper.model import Box

from .samples import line, pdf

_RED = (200, 30, 45)
_DATA = pdf(line(b"first"), line(b"second"))


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_the_page_is_drawn_and_the_box_framed() -> None:
    picture = opened(picture_of(_DATA, 2, Box(2, 60, 120, 160, 150), scale=2))
    assert (picture.format, picture.size) == ("PNG", (1190, 1684))
    assert picture.getpixel((120, 250)) == _RED
    assert picture.getpixel((320, 300)) == _RED
    assert picture.getpixel((110, 250)) == (255, 255, 255)
    assert picture.crop((140, 250, 260, 290)).convert("L").getextrema()[0] < 50


def test_without_a_box_nothing_is_framed() -> None:
    assert _RED not in {colour for _, colour in opened(draw_page(_DATA, 1, None, 1)).getcolors(1 << 16)}


def test_a_page_of_too_many_pixels_is_drawn_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PIXELS", 595 * 842)
    assert opened(draw_page(_DATA, 1, None, 9)).size == (595, 842)


def test_the_crop_box_is_what_is_shown() -> None:
    data = pdf(line(b"first"), page=b"/CropBox [50 100 550 800]")
    assert opened(draw_page(data, 1, None, 1)).size == (500, 700)


@pytest.mark.parametrize("number", [0, 3])
def test_no_such_page(number: int) -> None:
    with pytest.raises(DocumentError, match=f"the PDF file has 2 pages, not a page {number}"):
        picture_of(_DATA, number)


def test_a_damaged_file() -> None:
    with pytest.raises(DocumentError, match="the PDF file is damaged"):
        picture_of(b"%PDF-1.4", 1)
