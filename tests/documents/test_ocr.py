"""Tables on pictures: rules to cells, print to text, and never a wrong figure where the picture cannot tell."""

from __future__ import annotations

import io
import socket
from collections.abc import Iterator

import pytest

pytest.importorskip("onnxruntime", reason="the extra `ocr` is not installed")

import numpy as np
import pypdfium2
from PIL import Image, ImageDraw

from reportscraper.documents.layout import UNREAD
from reportscraper.documents.ocr.document import read_picture, read_scan
from reportscraper.documents.ocr.recognise import Run, lines_in, read_in_cell
from reportscraper.errors import DocumentError
from reportscraper.model import Box, Document, Grid

from .drawn import PAPER, TABLE, bytes_of, drawn


def _grid(document: Document) -> Grid:
    (grid,) = [block.grid for block in document.blocks if block.grid is not None]
    return grid


def _texts(grid: Grid) -> list[tuple[str, ...]]:
    return [tuple("" if cell is None else cell.text for cell in row) for row in grid.slots]


def _pdf(pictures: list[Image.Image], dpi: int = 200) -> bytes:
    out = io.BytesIO()
    pictures[0].save(out, "PDF", save_all=True, append_images=pictures[1:], resolution=dpi)
    return out.getvalue()


@pytest.fixture(scope="module")
def plain() -> Document:
    return read_picture(bytes_of(drawn(), "PNG"))


def test_every_cell_is_read_as_printed(plain: Document) -> None:
    assert _texts(_grid(plain)) == list(TABLE.texts)
    assert plain.recognised
    assert plain.problem is None


def test_every_cell_has_its_box_and_confidence(plain: Document) -> None:
    """Boxes are in pixels of the picture as it was given; nothing printed is certain."""
    grid = _grid(plain)
    assert len(grid.cells) == TABLE.cells
    for cell in grid.cells:
        corner = (TABLE.columns[cell.column - 1], TABLE.rows[cell.row - 1])
        box = cell.box
        assert box is not None
        assert (box.page, box.left, box.top) == (1, pytest.approx(corner[0], abs=5), pytest.approx(corner[1], abs=5))
        assert cell.confidence is not None
        assert cell.confidence > 0.9 if cell.text else cell.confidence == 1.0


@pytest.mark.parametrize("turn", [-1.0, 0.6])
@pytest.mark.parametrize("paper", [255, 200])
def test_tilted_grey_and_compressed_pictures_are_read_the_same(turn: float, paper: int) -> None:
    picture = drawn(turn=turn, paper=paper, ink=40)
    assert _texts(_grid(read_picture(bytes_of(picture, "JPEG", quality=60)))) == list(TABLE.texts)


def test_a_rule_that_is_missing_makes_one_cell_whose_figures_are_not_one() -> None:
    """18 and 0 with nothing between them are never 180, and no other figure keeps its confidence where rules are cut."""
    grid = _grid(read_picture(bytes_of(drawn(without=(0, 1)), "PNG")))
    wide = next(cell for cell in grid.cells if cell.colspan == 2)
    assert (wide.row, wide.column, wide.text) == (1, 2, UNREAD)
    assert wide.confidence == 0.0


def test_rules_that_leave_a_corner_open_are_told_and_trusted_nowhere() -> None:
    picture = drawn()
    pen = ImageDraw.Draw(picture)
    pen.line((220, 104, 220, 146), fill=255, width=4)
    pen.line((224, 150, 376, 150), fill=255, width=4)
    document = read_picture(bytes_of(picture, "PNG"))
    assert document.problem == "rules are missing in a table on page 1"
    assert {cell.confidence for cell in _grid(document).cells} == {0.0}


def test_a_frame_is_no_table_and_its_text_is_text() -> None:
    picture = Image.new("L", PAPER, 255)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((30, 30, 670, 300), outline=0, width=3)
    pen.text((60, 80), "Total 1234", fill=0, font_size=32)
    document = read_picture(bytes_of(picture, "PNG"))
    assert [block.text for block in document.blocks] == ["Total 1234"]


def test_spans_are_kept() -> None:
    picture = drawn()
    pen = ImageDraw.Draw(picture)
    pen.rectangle((63, 43, 377, 97), fill=255)
    pen.text((220, 70), "2022", fill=0, font_size=26, anchor="mm")
    pen.rectangle((543, 203, 637, 327), fill=255)
    pen.text((590, 265), "13", fill=0, font_size=26, anchor="mm")
    spans = {
        (cell.text, cell.row, cell.column, cell.rowspan, cell.colspan)
        for cell in _grid(read_picture(bytes_of(picture, "PNG"))).cells
    }
    assert {("2022", 1, 1, 1, 2), ("13", 4, 4, 2, 1)} <= spans


def test_sides_that_are_not_drawn_close_the_table() -> None:
    picture = drawn()
    pen = ImageDraw.Draw(picture)
    for x in (TABLE.columns[0], TABLE.columns[-1]):
        pen.line((x, 30, x, 340), fill=255, width=5)
    assert _texts(_grid(read_picture(bytes_of(picture, "PNG")))) == list(TABLE.texts)


@pytest.mark.parametrize("picture", [Image.new("L", PAPER, 255), Image.effect_noise((300, 300), 8)])
def test_pictures_without_print_are_refused(picture: Image.Image) -> None:
    with pytest.raises(DocumentError, match="no print is found"):
        read_picture(bytes_of(picture, "PNG"))


@pytest.mark.parametrize(("seed", "side", "grain"), [(1, 300, 60), (4, 90, 100)])
def test_noise_is_refused_or_holds_nothing_to_be_trusted(seed: int, side: int, grain: int) -> None:
    levels = np.random.default_rng(seed).normal(128, grain, (side, side)).clip(0, 255).astype(np.uint8)
    try:
        document = read_picture(bytes_of(Image.fromarray(levels), "PNG"))
    except DocumentError:
        return
    grids = [block.grid for block in document.blocks if block.grid]
    read = [(cell, cell.confidence) for grid in grids for cell in grid.cells]
    assert not [cell.text for cell, sure in read if cell.text.isdigit() and sure > 0.7]


def test_a_stamp_is_told_and_not_read() -> None:
    picture = drawn()
    large = Image.new("L", (700, 900), 255)
    large.paste(picture, (0, 0))
    ImageDraw.Draw(large).ellipse((350, 450, 650, 750), outline=60, width=12)
    ImageDraw.Draw(large).text((60, 600), "12 pages", fill=0, font_size=28)
    document = read_picture(bytes_of(large, "PNG"))
    assert [block.text for block in document.blocks if block.grid is None] == ["12 pages"]
    assert document.problem == "page 1 shows something that is not print"
    assert _texts(_grid(document)) == list(TABLE.texts)


def _ink(text: str, size: int = 40, width: int = 500) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    picture = Image.new("L", (width, 80), 0)
    ImageDraw.Draw(picture).text((width / 2, 40), text, fill=255, font_size=size, anchor="mm")
    return np.asarray(picture)


@pytest.mark.parametrize("text", ["0", "7", "1", "10", "101", "6,456", "437.93", "-3", "99999"])
def test_figures_are_read_without_what_stands_beside_them(text: str) -> None:
    ink = _ink(text)
    (run,) = lines_in(ink, 40)
    said = read_in_cell(ink, run, 40)
    assert (said.text, said.confidence > 0.7) == (text, True)


@pytest.mark.parametrize(("letter", "digit"), [("O", "0"), ("l", "1"), ("I", "1")])
def test_a_letter_in_a_figure_is_the_digit_it_is_printed_like(letter: str, digit: str) -> None:
    ink = _ink(f"2{letter}4")
    assert read_in_cell(ink, lines_in(ink, 40)[0], 40).text == f"2{digit}4"


def test_a_low_stroke_is_a_dash() -> None:
    ink = np.zeros((80, 200), np.uint8)
    ink[40:43, 60:140] = 255
    assert read_in_cell(ink, Run(60, 40, 140, 43), 34).text == "—"


@pytest.mark.parametrize("size", [26, 40])
def test_a_lone_slash_is_not_a_1(size: int) -> None:
    ink = _ink("/", size)
    em = size * 5 // 6
    assert read_in_cell(ink, lines_in(ink, em)[0], em).text == "/"


def test_a_large_title_is_not_taken_for_rules() -> None:
    """Level strokes of bold print join to what looks like a rule; they are left as they are."""
    picture = Image.new("L", (1500, 400), 255)
    pen = ImageDraw.Draw(picture)
    pen.text((60, 60), "TETETETE LETTER", fill=0, font_size=110, stroke_width=4)
    pen.text((60, 250), "Lines of smaller print stand below and are many", fill=0, font_size=44)
    assert read_picture(bytes_of(picture, "PNG")).blocks[0].text.split() == ["TETETETE", "LETTER"]


def test_digits_set_a_little_apart_are_one_figure() -> None:
    ink = _ink("1 0 7")
    assert read_in_cell(ink, lines_in(ink, 40)[0], 40).text == "107"


def test_figures_far_apart_are_two() -> None:
    ink = _ink("12      5")
    assert read_in_cell(ink, lines_in(ink, 40)[0], 40).text == UNREAD


def test_lines_are_told_apart_and_their_parts_are_not() -> None:
    ink = np.zeros((200, 100), np.uint8)
    for top, bottom in ((10, 14), (22, 26), (35, 40), (70, 102), (120, 122), (150, 182)):
        ink[top:bottom, 20:60] = 255
    assert [(run.top, run.bottom) for run in lines_in(ink, 34)] == [(10, 40), (70, 102), (120, 122), (150, 182)]
    assert [(run.left, run.right) for run in lines_in(ink, 34)] == [(20, 60)] * 4


def test_specks_are_no_print() -> None:
    ink = np.zeros((60, 60), np.uint8)
    ink[10:13, 10:13] = ink[40:42, 30:33] = 255
    assert lines_in(ink, 34) == []


@pytest.fixture(scope="module")
def scan() -> Document:
    return read_scan(_pdf([drawn(), drawn()], dpi=100))


def test_a_scan_is_read_page_by_page(scan: Document) -> None:
    """The table goes on over the page end: the second page's rows follow, its cells say on which page they are."""
    grid = _grid(scan)
    assert _texts(grid) == [*TABLE.texts, *TABLE.texts]
    assert [cell.box.page for cell in grid.cells if cell.box] == [1] * TABLE.cells + [2] * TABLE.cells


def test_boxes_of_a_scan_are_in_points(scan: Document) -> None:
    box = _grid(scan).cells[0].box
    assert isinstance(box, Box)
    expected = [each * 72 / 100 for each in (TABLE.columns[0], TABLE.rows[0], TABLE.columns[1], TABLE.rows[1])]
    assert [box.left, box.top, box.right, box.bottom] == pytest.approx(expected, abs=3)


def test_pages_with_text_are_left_to_the_reader_of_text() -> None:
    document = pypdfium2.PdfDocument(_pdf([drawn()]))
    page = document[0]
    font = pypdfium2.raw.FPDFText_LoadStandardFont(document, b"Helvetica")
    text = pypdfium2.raw.FPDFPageObj_CreateTextObj(document, font, 12.0)
    written = "in type".encode("utf-16-le") + b"\0\0"
    pypdfium2.raw.FPDFText_SetText(text, (pypdfium2.raw.FPDF_WCHAR * (len(written) // 2)).from_buffer_copy(written))
    pypdfium2.raw.FPDFPage_InsertObject(page, text)
    out = io.BytesIO()
    page.gen_content()
    document.save(out)
    with pytest.raises(DocumentError, match="no print is found"):
        read_scan(out.getvalue())


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch, plain: Document) -> None:
    def refused(*_: object, **__: object) -> Iterator[None]:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket, "socket", refused)
    assert read_picture(bytes_of(drawn(), "PNG")) == plain
