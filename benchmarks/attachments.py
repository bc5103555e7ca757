"""Speed and accuracy of reading files: python -m benchmarks.attachments

Made-up reports in every layout of the tests as PDF (printed by Chromium; left out where there is none), DOCX and XLSX: files a second in this
process, the same through the process of its own that `read_file` starts, and the share of cells read as printed. Beside it pdfplumber alone: its tables, page by
page, given to the same parser.
"""

from __future__ import annotations

import io
import logging
import time
from collections.abc import Callable, Iterator, Sequence

import pdfplumber
from msgspec import Struct
from tests.formats import books, words
from tests.formats.printed import CHROMIUM, YEARS, pages, pdf_of, printer, true_report, wrong_cells

from reportscraper.check.engine import Checker
from reportscraper.demo.truth import TrueReport
from reportscraper.formats import read_file
from reportscraper.formats.layout import lay_out
from reportscraper.formats.worker import read_here
from reportscraper.model import Block, Cell, Document
from reportscraper.parse.report import read_document_report

Read = Callable[[bytes], Document]


class Sample(Struct, frozen=True):
    """A report as a file."""

    true: TrueReport
    data: bytes


def main() -> None:
    """Print one line a reader and format."""
    logging.disable()
    print(f"{'format and reader':34} {'files':>6} {'s/file':>8} {'cells right':>12}")
    if CHROMIUM:
        printed = list(_printed())
        _row("PDF  here", printed, lambda data: read_here(data, "pdf"))
        _row("PDF  in its own process", printed[::4], read_file)
        _row("PDF  pdfplumber's tables alone", printed, _plumbed)
    typed = [Sample(true_report(form), words.write(true_report(form), hand)) for hand in words.HANDS for form in YEARS]
    _row("DOCX here", typed, lambda data: read_here(data, "docx"))
    _row("DOCX in its own process", typed[::8], read_file)
    booked = [Sample(true_report(form), books.write(true_report(form), book)) for book in books.BOOKS for form in YEARS]
    _row("XLSX here", booked, lambda data: read_here(data, "xlsx"))
    _row("XLSX in its own process", booked[::8], read_file)


def _printed() -> Iterator[Sample]:
    with printer() as print_page:
        for layout, form in pages():
            true = true_report(form)
            yield Sample(true, pdf_of(true, layout, print_page))


def _row(name: str, samples: Sequence[Sample], read: Read) -> None:
    assess = Checker.load().assess
    seconds, cells, wrong = 0.0, 0, 0
    for sample in samples:
        started = time.perf_counter()
        document = read(sample.data)
        seconds += time.perf_counter() - started
        cells += len(sample.true.figures)
        wrong += len(wrong_cells(sample.true, read_document_report(document, assess=assess)))
    print(f"{name:34} {len(samples):6} {seconds / len(samples):8.3f} {(cells - wrong) / cells:12.2%}")


def _plumbed(data: bytes) -> Document:
    """What pdfplumber makes of a file by itself: lines of text, then the tables of each page."""
    blocks = []
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            blocks += [Block(text=line) for line in page.extract_text().splitlines()]
            for table in page.extract_tables():
                cells = (Cell(text or "", r, c) for r, row in enumerate(table, 1) for c, text in enumerate(row, 1))
                blocks.append(Block(grid=lay_out(cells, 1 + sum(block.grid is not None for block in blocks))))
    return Document(tuple(blocks))


if __name__ == "__main__":
    main()
