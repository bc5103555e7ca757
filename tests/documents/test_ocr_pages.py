"""Whole made-up reports as pictures and as scans: every figure as printed, and of those that sums prove none wrong."""

from __future__ import annotations

import io

import pytest
from msgspec.structs import replace

pytest.importorskip("onnxruntime", reason="the extra `ocr` is not installed")

import pypdfium2
from PIL import Image

from reportscraper.documents import read_file
from reportscraper.model import Document, Report
from reportscraper.report.read import read_document_report
from tests.made.truth import TrueReport

from .pictured import HARMS, Harm, harmed, without_prose
from .printed import LAYOUTS, Print, pdf_of, true_report, wrong_cells

_PLAIN = next(layout for layout in LAYOUTS if layout.name == "plain")
_THICK = next(layout for layout in LAYOUTS if layout.name == "thick_rules")
_TALL = {"width": "21cm", "height": "70cm"}


def _pages(pdf: bytes, dpi: int) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.render(scale=dpi / 72, grayscale=True).to_pil() for page in document]
    document.close()
    return pages


def _png(page: Image.Image) -> bytes:
    out = io.BytesIO()
    page.save(out, "PNG")
    return out.getvalue()


def _proposed(document: Document, true: TrueReport) -> Report:
    """The report as it is kept; every figure is read as printed, and every one that a sum runs over is accepted."""
    assert wrong_cells(true, read_document_report(replace(document, recognised=False))) == {}
    proposed = read_document_report(document)
    accepted = {(each.indicator, each.applicant): each.value for each in proposed.proposals if each.accepted}
    assert accepted == {
        cell: figure.value
        for cell, figure in true.figures.items()
        if figure.value is not None and not cell[0].startswith("ch2")
    }
    return proposed


@pytest.mark.parametrize(
    ("dpi", "harm"),
    [(100, HARMS[-1]), pytest.param(200, HARMS[1], marks=pytest.mark.slow)],
    ids=lambda each: getattr(each, "name", each),
)
def test_tables_on_a_picture(print_page: Print, dpi: int, harm: Harm) -> None:
    true = without_prose(true_report("2021" if dpi == 100 else "2019", "picture"))
    layout = _PLAIN if dpi == 100 else _THICK
    (page,) = _pages(pdf_of(true, layout, lambda html, **_: print_page(html, format=None, **_TALL)), dpi)
    proposed = _proposed(read_file(harmed(_png(page), harm)), true)
    assert (proposed.title, proposed.year, proposed.form) == (true.title, true.year, true.form)
    assert all(each.box is not None and each.confidence > 0.7 for each in proposed.proposals)


@pytest.mark.slow
def test_a_scan_of_several_pages(print_page: Print) -> None:
    """Tables go on over page ends; pages lie a little askew, one this way, one that way."""
    true = true_report("2021", "scan")
    pages = _pages(pdf_of(true, _PLAIN, print_page), 150)
    askew = [
        page.rotate(0.4 * (-1) ** number, Image.Resampling.BICUBIC, fillcolor=255) for number, page in enumerate(pages)
    ]
    out = io.BytesIO()
    askew[0].save(out, "PDF", save_all=True, append_images=askew[1:], resolution=150)
    proposed = _proposed(read_file(out.getvalue()), true)
    assert (proposed.body, proposed.year, proposed.kind) == (true.body.name, true.year, "report")
    assert [section.kind for section in proposed.sections] == [section.kind for section in true.sections]
    assert {each.box.page for each in proposed.proposals if each.box} >= {2, 3}
