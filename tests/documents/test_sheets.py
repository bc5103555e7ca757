from __future__ import annotations

import pytest

from reportscraper.documents import boxes_of
from reportscraper.documents.pdf.document import read_pdf
from reportscraper.model import Box, Document, Figure

from .samples import line, pdf, rules

_TABLE = rules((72, 172, 272), (700, 660, 620)) + b"".join(
    line(text, x, y) for text, x, y in ((b"a", 80, 675), (b"1", 180, 675), (b"b", 80, 635), (b"2", 180, 635))
)


def cells(document: Document) -> list[list[str]]:
    return [[cell.text for cell in block.grid.cells] for block in document.blocks if block.grid]


def box(document: Document) -> Box:
    """Where the cell with 1 is printed."""
    (found,) = boxes_of(document, [Figure("x", None, 1, "number", "1", "", 1, 1, 2)])
    return found.box


@pytest.mark.parametrize(
    ("rotate", "expected"),
    [
        (0, Box(1, 122, 100, 222, 140)),
        (90, Box(1, 560, 122, 600, 222)),
        (180, Box(1, 278, 560, 378, 600)),
        (270, Box(1, 100, 278, 140, 378)),
    ],
)
def test_a_page_shown_on_its_side_is_read_upright_and_its_boxes_lie_where_it_is_shown(
    rotate: int, expected: Box
) -> None:
    document = read_pdf(pdf(_TABLE, page=b"/Rotate %d /CropBox [50 100 550 800]" % rotate))
    assert cells(document) == [["a", "1", "b", "2"]]
    assert box(document) == expected


@pytest.mark.parametrize(
    ("turned", "expected"),
    [
        (b"0 1 -1 0 842 0 cm ", Box(1, 122, 528, 162, 628)),
        (b"-1 0 0 -1 595 842 cm ", Box(1, 303, 618, 403, 658)),
        (b"0 -1 1 0 -300 595 cm ", Box(1, 340, 377, 380, 477)),
    ],
)
def test_text_that_runs_sideways_is_read_upright(turned: bytes, expected: Box) -> None:
    document = read_pdf(pdf(turned + _TABLE, page=b"/CropBox [20 10 580 800]"))
    assert cells(document) == [["a", "1", "b", "2"]]
    assert box(document) == expected


def test_some_upright_labels_do_not_turn_a_page() -> None:
    label = b"BT /F1 12 Tf 0 1 -1 0 300 300 Tm (up) Tj ET\n"
    assert cells(read_pdf(pdf(_TABLE + label))) == [["a", "1", "b", "2"]]


def test_invisible_text_is_not_read_and_keeps_its_width() -> None:
    page = b"BT /F1 12 Tf 72 700 Td (12) Tj 3 Tr (34) Tj 0 Tr (56) Tj ET"
    assert [block.text for block in read_pdf(pdf(page)).blocks] == ["12 56"]


def test_text_outside_what_is_shown_is_not_read() -> None:
    page = line(b"shown", 100, 400) + line(b"cut off", 100, 820)
    assert [block.text for block in read_pdf(pdf(page, page=b"/CropBox [50 100 550 800]")).blocks] == ["shown"]
