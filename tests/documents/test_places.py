from __future__ import annotations

from collections.abc import Callable

from reportscraper.documents import boxes_of, read_file
from reportscraper.documents.office.docx import read_docx
from reportscraper.documents.pdf.document import read_pdf
from reportscraper.model import Box, Document, Figure, Report

from .printed import LAYOUTS, printed_pdf
from .samples import line, pdf, rules, word_file


def figure(row: int, column: int, table: int = 1) -> Figure:
    return Figure("x", None, 1, "number", "1", "", table, row, column)


def grid(*rows: tuple[str, str], top: float = 700) -> bytes:
    """Rows of two cells, 100 wide and 40 high, from 72 points of the left."""
    ys = tuple(top - 40 * index for index in range(len(rows) + 1))
    words = b"".join(
        line(text.encode(), x, y - 25)
        for row, y in zip(rows, ys, strict=False)
        for text, x in zip(row, (80, 180), strict=True)
    )
    return rules((72, 172, 272), ys) + words


def test_the_box_of_a_cell_is_measured_from_the_upper_left() -> None:
    document = read_pdf(pdf(grid(("a", "1"), ("b", "2"))))
    assert [(found.row, found.column, found.box) for found in boxes_of(document, [figure(2, 2), figure(1, 1)])] == [
        (2, 2, Box(1, 172, 182, 272, 222)),
        (1, 1, Box(1, 72, 142, 172, 182)),
    ]


def test_the_box_is_measured_from_what_is_shown_of_the_page() -> None:
    document = read_pdf(pdf(grid(("a", "1"), ("b", "2")), page=b"/CropBox [50 100 550 800]"))
    assert boxes_of(document, [figure(1, 2)])[0].box == Box(1, 122, 100, 222, 140)


def test_a_table_over_two_pages_keeps_the_page_of_each_cell() -> None:
    first, second = grid(("item", "count"), ("a", "1"), top=160), grid(("b", "2"), top=780)
    document = read_pdf(pdf(first, second))
    assert [found.box for found in boxes_of(document, [figure(2, 2), figure(3, 2)])] == [
        Box(1, 172, 722, 272, 762),
        Box(2, 172, 62, 272, 102),
    ]


def test_figures_of_one_cell_share_a_locator_and_unknown_places_have_none() -> None:
    document = read_pdf(pdf(grid(("a", "1"), ("b", "2"))))
    assert len(boxes_of(document, [figure(1, 2), figure(1, 2)])) == 1
    assert boxes_of(document, [figure(9, 2), figure(1, 2, table=2)]) == ()


def test_formats_without_pages_have_no_boxes() -> None:
    assert boxes_of(read_docx(word_file()), [figure(2, 2)]) == ()


def test_boxes_survive_the_way_through_the_process() -> None:
    data = pdf(grid(("a", "1"), ("b", "2")))
    assert read_file(data) == read_pdf(data)


def test_every_figure_of_a_report_lies_where_it_is_printed(read_report: Callable[[Document], Report]) -> None:
    """The text that PDFium finds in the box of a figure is the figure."""
    import pypdfium2

    layout = next(layout for layout in LAYOUTS if layout.name == "small_pages")
    data = printed_pdf(layout, "2021")
    document = read_pdf(data)
    report = read_report(document)
    boxes = {(found.table, found.row, found.column): found.box for found in boxes_of(document, report.figures)}
    printed = pypdfium2.PdfDocument(data)
    for read in report.figures:
        box = boxes[read.table, read.row, read.column]
        page = printed[box.page - 1]
        _, height = page.get_size()
        text = page.get_textpage().get_text_bounded(box.left, height - box.bottom, box.right, height - box.top)
        assert text.strip() == read.raw.strip(), read
    printed.close()
