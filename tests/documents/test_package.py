"""Word files and workbooks that lost parts: what is there is read, and what is lost is told."""

from __future__ import annotations

import io

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference

from reportscraper.documents.office.docx import read_docx
from reportscraper.documents.office.package import Package
from reportscraper.documents.office.xlsx import read_xlsx
from reportscraper.documents.office.zips import open_directory
from reportscraper.model import Document

from .samples import container, entries_of, word_file

Parts = dict[str, bytes]
RELATIONS, TYPES = "word/_rels/document.xml.rels", "[Content_Types].xml"
STRUCK = b'<w:style w:type="character" w:styleId="gone"><w:rPr><w:strike/></w:rPr></w:style></w:styles>'
FIGURE = "<w:p><w:r><w:t>收到</w:t></w:r><w:r><w:rPr><w:rStyle w:val='gone'/></w:rPr><w:t>9</w:t></w:r><w:r><w:t>12</w:t></w:r></w:p>"


def word_parts() -> Parts:
    """A Word file in which a style strikes a digit out."""
    parts = entries_of(word_file())
    parts["word/styles.xml"] = parts["word/styles.xml"].replace(b"</w:styles>", STRUCK)
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:sectPr", FIGURE.encode() + b"<w:sectPr", 1)
    return parts


def without_line(text: bytes, word: bytes) -> bytes:
    """Markup without the element that holds a word."""
    return b"".join(b"<" + each for each in text.split(b"<")[1:] if word not in each)


def words_of(document: Document) -> str:
    return "\n".join(block.text for block in document.blocks)


def test_a_whole_file_has_lost_nothing() -> None:
    found = read_docx(container(word_parts()))
    assert found.problem is None
    assert "收到12" in words_of(found)


@pytest.mark.parametrize("way", ["missing", "no relation"])
def test_lost_styles_are_told(way: str) -> None:
    parts = word_parts()
    if way == "missing":
        del parts["word/styles.xml"]
    else:
        parts[RELATIONS] = without_line(parts[RELATIONS], b"styles.xml")
    found = read_docx(container(parts))
    assert found.problem == "parts of the file are lost: word/styles.xml"
    assert "收到912" in words_of(found)


def test_styles_are_read_under_whatever_type() -> None:
    parts = word_parts()
    parts[TYPES] = parts[TYPES].replace(b"wordprocessingml.styles+xml", b"wordprocessingml.odd+xml")
    found = read_docx(container(parts))
    assert found.problem is None
    assert "收到12" in words_of(found)


def test_a_relation_that_leads_nowhere_stops_nobody() -> None:
    parts = word_parts()
    relation = b'<Relationship Id="rId90" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="../%s"/></Relationships>'
    parts[RELATIONS] = parts[RELATIONS].replace(b"</Relationships>", relation % (b"image", b"NULL"))
    assert read_docx(container(parts)).problem is None
    parts[RELATIONS] = parts[RELATIONS].replace(b"</Relationships>", relation % (b"footnotes", b"word/notes.xml"))
    assert read_docx(container(parts)).problem == "parts of the file are lost: word/notes.xml"


def book_parts(*, charts: bool = False) -> Parts:
    """A workbook of two sheets, and one of a chart between them."""
    book = openpyxl.Workbook()
    sheets = [book.worksheets[0], book.create_sheet("第二张")]
    for number, sheet in enumerate(sheets, 1):
        for row in range(1, 3):
            sheet.append([f"行{row}", 10 * number + row])
    if charts:
        chart = BarChart()
        chart.add_data(Reference(sheets[0], min_col=2, min_row=1, max_row=2))
        book.create_chartsheet("图", 1).add_chart(chart)
    held = io.BytesIO()
    book.save(held)
    return entries_of(held.getvalue())


def figures_of(document: Document) -> list[str]:
    grids = [block.grid for block in document.blocks if block.grid is not None]
    return [row[1].text for grid in grids for row in grid.slots if row[1] is not None]


def test_a_lost_sheet_is_told_and_the_others_are_read() -> None:
    parts = book_parts()
    assert figures_of(read_xlsx(container(parts))) == ["11", "12", "21", "22"]
    del parts["xl/worksheets/sheet2.xml"]
    found = read_xlsx(container(parts))
    assert figures_of(found) == ["11", "12"]
    assert found.problem == "parts of the file are lost: xl/worksheets/sheet2.xml"


def test_sheets_beside_one_of_charts_are_read() -> None:
    parts = book_parts(charts=True)
    del parts["xl/chartsheets/_rels/sheet1.xml.rels"]
    found = read_xlsx(container(parts))
    assert figures_of(found) == ["11", "12", "21", "22"]
    assert found.problem is None


def test_a_sheet_that_nothing_leads_to_is_told() -> None:
    parts = book_parts()
    parts["xl/_rels/workbook.xml.rels"] = without_line(parts["xl/_rels/workbook.xml.rels"], b"sheet2.xml")
    with open_directory(container(parts)) as held:
        assert Package(held, b"").lost == ["xl/worksheets/sheet2.xml"]
