"""Speed and accuracy of reading files: python -m benchmarks.attachments [PYTHON]

Made-up reports in every layout of the tests as PDF (printed by Chromium; left out where there is none), DOCX and XLSX: files a second in this
process, the same through the process of its own that `read_file` starts, and the share of cells read as printed. Beside it pdfplumber alone: its tables, page by
page, given to the same parser. With PYTHON, the interpreter of an environment in which camelot-py and markitdown[pdf,docx,xlsx] are
installed, their tables are given to the same parser too, of one report in every fourth layout. (docling needs torch and models.)
"""

from __future__ import annotations

import io
import json
import logging
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pdfplumber
from msgspec import Struct
from tests.documents import books, words
from tests.documents.printed import BARE, CHROMIUM, LAYOUTS, YEARS, Layout, pdf_of, printer, true_report, wrong_cells
from tests.made.truth import TrueReport

from reportscraper.documents import read_file
from reportscraper.documents.file_type import FileKind
from reportscraper.documents.jobs import Job, run_job
from reportscraper.documents.layout import lay_out
from reportscraper.model import Block, Cell, Document, FormId
from reportscraper.report.read import read_document_report

Read = Callable[[bytes], Document]


def _here(kind: FileKind) -> Read:
    return lambda data: run_job(Job(kind, kind), data).result


class Sample(Struct, frozen=True):
    """A report as a file."""

    true: TrueReport
    data: bytes


def main() -> None:
    """Print one line a reader and format."""
    logging.disable()
    print(f"{'format and reader':34} {'files':>6} {'s/file':>8} {'cells right':>12}")
    printed: list[Sample] = []
    if CHROMIUM:
        printed = list(_printed(LAYOUTS, ("2021", "2008")))
        _row("PDF  here", printed, _here("pdf"))
        _row("PDF  in its own process", printed[::4], read_file)
        _row("PDF  pdfplumber's tables alone", printed, _plumbed)
        _row("PDF  lists without upright rules", list(_printed(BARE, ("2008", "2014"))), _here("pdf"))
        _row("PDF  all without upright rules", list(_printed(BARE, ("2019", "2021"))), _here("pdf"))
    typed = [Sample(true_report(form), words.write(true_report(form), hand)) for hand in words.HANDS for form in YEARS]
    _row("DOCX here", typed, _here("docx"))
    _row("DOCX in its own process", typed[::8], read_file)
    booked = [Sample(true_report(form), books.write(true_report(form), book)) for book in books.BOOKS for form in YEARS]
    _row("XLSX here", booked, _here("xlsx"))
    _row("XLSX in its own process", booked[::8], read_file)
    if len(sys.argv) > 1:
        _peers(sys.argv[1], printed[::8], typed[::16], booked[::16])


def _peers(python: str, printed: Sequence[Sample], typed: Sequence[Sample], booked: Sequence[Sample]) -> None:
    for peer in _PEERS:
        _row(f"PDF  {peer}", printed, _Peer(python, peer, "pdf"))
    _row("DOCX markitdown", typed, _Peer(python, "markitdown", "docx"))
    _row("XLSX markitdown", booked, _Peer(python, "markitdown", "xlsx"))


def _printed(layouts: Sequence[Layout], forms: Sequence[FormId]) -> Iterator[Sample]:
    with printer() as print_page:
        for layout in layouts:
            for form in forms:
                true = true_report(form)
                yield Sample(true, pdf_of(true, layout, print_page))


def _row(name: str, samples: Sequence[Sample], read: Read) -> None:
    seconds, cells, wrong = 0.0, 0, 0
    for sample in samples:
        started = time.perf_counter()
        document = read(sample.data)
        seconds += time.perf_counter() - started
        cells += len(sample.true.figures)
        wrong += len(wrong_cells(sample.true, read_document_report(document)))
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


_PEERS = {
    "camelot": """
import camelot
tables = [t.df.values.tolist() for t in camelot.read_pdf(path, pages="all", flavor="lattice")]
""",
    "markitdown": """
import re
from markitdown import MarkItDown
tables, rows = [], []
for line in [*MarkItDown().convert(path).text_content.splitlines(), ""]:
    if line.startswith("|"):
        if not re.fullmatch(r"[|\\s:-]+", line):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
    elif rows:
        tables.append(rows)
        rows = []
""",
}
_ASK = """
import json, sys, time, warnings, logging
warnings.simplefilter("ignore")
logging.disable()
path = sys.argv[1]
%s
print(json.dumps(tables))
"""


class _Peer:
    """A peer asked in its own environment; the time counts the start of its process, as with `read_file`."""

    def __init__(self, python: str, name: str, suffix: str) -> None:
        self._python = python
        self._name = name
        self._suffix = suffix

    def __call__(self, data: bytes) -> Document:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"report.{self._suffix}"
            path.write_bytes(data)
            command = [self._python, "-c", _ASK % _PEERS[self._name], str(path)]
            done = subprocess.run(command, capture_output=True, check=True)
        blocks = []
        for number, rows in enumerate(json.loads(done.stdout.splitlines()[-1]), 1):
            cells = (Cell(str(text), r, c) for r, row in enumerate(rows, 1) for c, text in enumerate(row, 1))
            blocks.append(Block(grid=lay_out(cells, number)))
        return Document(tuple(blocks))


if __name__ == "__main__":
    main()
