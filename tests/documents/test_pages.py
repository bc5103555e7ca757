from __future__ import annotations

import io

import pytest
from PIL import Image

from reportscraper.documents import limits, picture_of
from reportscraper.documents.pdf.pages import draw_page
from reportscraper.errors import DocumentError

from .samples import line, pdf

_DATA = pdf(line(b"first"), line(b"second"))


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def test_the_page_is_drawn() -> None:
    drawn = picture_of(_DATA, 2, scale=2)
    picture = opened(drawn.png)
    assert (picture.format, picture.size, drawn.scale) == ("PNG", (1190, 1684), 2)
    assert picture.getpixel((110, 250)) == (255, 255, 255)
    assert picture.crop((140, 250, 260, 290)).convert("L").getextrema()[0] < 50


def test_a_page_of_too_many_pixels_is_drawn_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PIXELS", 595 * 842)
    drawn = draw_page(_DATA, 1, 9)
    assert (opened(drawn.png).size, drawn.scale) == ((595, 842), 1)


def test_the_crop_box_is_what_is_shown() -> None:
    data = pdf(line(b"first"), page=b"/CropBox [50 100 550 800]")
    assert opened(draw_page(data, 1, 1).png).size == (500, 700)


@pytest.mark.parametrize("number", [0, 3])
def test_no_such_page(number: int) -> None:
    with pytest.raises(DocumentError, match=f"the PDF file has 2 pages, not a page {number}"):
        picture_of(_DATA, number)


def test_a_damaged_file() -> None:
    with pytest.raises(DocumentError, match="the PDF file is damaged"):
        picture_of(b"%PDF-1.4", 1)
