"""Pictures opened within limits and made ready: levelled, freed of paper, with the way back to where things stood."""

from __future__ import annotations

import io
import struct
import zlib

import pytest

pytest.importorskip("cv2", reason="the extra `ocr` is not installed")

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from reportscraper.documents.ocr.pictures import PIXELS, Picture, has_ink, make_ready, open_picture
from reportscraper.documents.ocr.rules import tables_of
from reportscraper.errors import DocumentError

from .drawn import TABLE, bytes_of, drawn


def _png_claiming(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose head claims a size."""
    chunks = (b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0), b"IDAT" + zlib.compress(bytes(99)))
    framed = (struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) for chunk in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(framed)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "TIFF"])
def test_every_kind_of_picture_shows_the_same_page(kind: str) -> None:
    (page,) = open_picture(bytes_of(drawn(), kind))
    assert page.shape == (400, 700)
    assert (page[5, 5] > 250, page[100, TABLE.columns[0]] < 60) == (True, True)


def test_a_tiff_has_pages_and_an_animation_has_one() -> None:
    pages = [drawn(), drawn(turn=1)]
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:])
    assert len(list(open_picture(out.getvalue()))) == 2
    out = io.BytesIO()
    pages[0].save(out, "GIF", save_all=True, append_images=pages[1:])
    assert len(list(open_picture(out.getvalue()))) == 1


@pytest.mark.parametrize(
    ("width", "height"), [(10_000, 5_001), (12_000, 12_000), (60_000, 60_000), (2**31 - 1, 2**31 - 1)]
)
def test_a_bomb_is_refused_by_its_head(width: int, height: int) -> None:
    with pytest.raises(DocumentError, match=f"more than {PIXELS:,} pixels|DecompressionBombError"):
        list(open_picture(_png_claiming(width, height)))


def test_the_pages_of_a_tiff_are_counted_together() -> None:
    page = Image.new("1", (5_000, 4_000), 1)
    out = io.BytesIO()
    page.save(out, "TIFF", save_all=True, append_images=[page, page], compression="group4")
    with pytest.raises(DocumentError, match="more than 50,000,000 pixels"):
        list(open_picture(out.getvalue()))


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a", b"BM", b"II*\0", b"plain text", b""]
)
def test_beginnings_of_pictures_are_damaged_files(data: bytes) -> None:
    with pytest.raises(DocumentError, match="damaged"):
        list(open_picture(data))


@settings(max_examples=40, deadline=None)
@given(
    cut=st.integers(0, 2_000),
    noise=st.binary(min_size=1, max_size=30),
    kind=st.sampled_from(["PNG", "JPEG", "TIFF", "BMP"]),
)
def test_damage_is_refused_or_leaves_a_page(cut: int, noise: bytes, kind: str) -> None:
    whole = bytes_of(drawn(), kind)
    damaged = whole[:cut] + noise + whole[cut + len(noise) : -max(1, cut // 9)]
    try:
        pages = list(open_picture(damaged))
    except DocumentError:
        return
    assert all(page.ndim == 2 and page.dtype == np.uint8 for page in pages)


def test_a_picture_lying_on_its_side_is_set_upright() -> None:
    picture = drawn().rotate(90, expand=True)
    exif = picture.getexif()
    exif[0x0112] = 6
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    (page,) = open_picture(out.getvalue())
    assert page.shape == (400, 700)


def test_what_is_see_through_is_white() -> None:
    picture = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    (page,) = open_picture(bytes_of(picture, "PNG"))
    assert page.min() == 255


def _ready(picture: Image.Image) -> Picture:
    ready = make_ready(np.asarray(picture.convert("L")), 1)
    assert ready is not None
    return ready


def test_nothing_printed_is_no_page() -> None:
    assert make_ready(np.full((400, 700), 230, np.uint8), 1) is None
    assert make_ready(np.zeros((3, 3), np.uint8), 1) is None


@pytest.mark.parametrize("turn", [-4.0, -1.0, 0.0, 0.4, 1.0, 3.0])
def test_a_tilted_page_is_levelled_and_its_places_are_known(turn: float) -> None:
    """The box of a cell lies where the cell was on the picture as it was given."""
    picture = drawn(turn=turn)
    ready = _ready(picture)
    (table,) = tables_of(ready)[0]
    first = table.places[0]
    box = ready.box(first.left, first.top, first.right, first.bottom)
    middle = ((box.left + box.right) / 2, (box.top + box.bottom) / 2)
    assert middle == pytest.approx(TABLE.middle(0, 0, turn, picture.size), abs=3)


@pytest.mark.parametrize("paper", [255, 215, 150])
def test_print_stands_out_from_any_paper(paper: int) -> None:
    ready = _ready(drawn(paper=paper))
    inked = has_ink(ready.ink).mean()
    assert inked == pytest.approx(has_ink(_ready(drawn()).ink).mean(), rel=0.05)


def test_a_shadow_over_the_page_is_paper() -> None:
    picture = drawn()
    shadow = Image.linear_gradient("L").resize(picture.size).point(lambda level: 140 + level * 115 // 255)
    shaded = Image.fromarray((np.asarray(picture, np.uint16) * np.asarray(shadow) // 255).astype(np.uint8))
    (table,) = tables_of(_ready(shaded))[0]
    assert (len(table.places), table.whole) == (TABLE.cells, True)


def test_the_height_of_a_character_is_told_from_the_print() -> None:
    picture = Image.new("L", (700, 200), 255)
    ImageDraw.Draw(picture).text((20, 40), "M M M M M M M M", fill=0, font_size=40)
    heights = np.flatnonzero(np.asarray(picture).min(axis=1) < 128)
    scale = 2
    assert _ready(picture).em == pytest.approx(scale * (heights[-1] - heights[0] + 1), abs=3)
