"""Small files made byte by byte: PDFs of given pages, zip containers of given entries."""

from __future__ import annotations

import functools
import io
import zipfile
from collections.abc import Mapping, Sequence

import openpyxl
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from reportscraper.documents.office.xlsx import read_xlsx

from .printed import true_report
from .words import HANDS, write

_PICTURE = (
    b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>"
)
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A PDF stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def pdf(
    *pages: bytes, catalog: bytes = b"", trailer: bytes = b"", info: bytes = b"", font: bytes = FONT, page: bytes = b""
) -> bytes:
    """A PDF whose pages hold these content streams (whole stream objects when they begin with ``<<``)."""
    kids = b" ".join(b"%d 0 R" % (5 + 2 * index) for index in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        b"<< /Font << /F1 4 0 R >> /XObject << /P %d 0 R >> >>" % (5 + 2 * len(pages)),
        font,
    ]
    for index, content in enumerate(pages):
        box = b"/MediaBox [0 0 595 842] /Resources 3 0 R /Contents %d 0 R %s" % (6 + 2 * index, page)
        objects.append(b"<< /Type /Page /Parent 2 0 R %s >>" % box)
        objects.append(content if content.startswith(b"<<") else stream(content))
    objects.append(_PICTURE + b"\nstream\n\x80\nendstream")
    if info:
        trailer += b" /Info %d 0 R" % (len(objects) + 1)
        objects.append(b"<< %s >>" % info)
    data, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    end = b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end


def line(text: bytes, x: float = 72, y: float = 700) -> bytes:
    """A content stream that prints a line."""
    return b"BT /F1 12 Tf %f %f Td (%s) Tj ET\n" % (x, y, text)


def rules(xs: Sequence[float], ys: Sequence[float]) -> bytes:
    """A content stream that draws the rules of a grid."""
    level = b"".join(b"%f %f m %f %f l S\n" % (xs[0], y, xs[-1], y) for y in ys)
    return level + b"".join(b"%f %f m %f %f l S\n" % (x, ys[0], x, ys[-1]) for x in xs)


PICTURE = b"q 595 0 0 842 0 0 cm /P Do Q\n"
"""A content stream that covers the page with a picture."""


def container(entries: Mapping[str, bytes] | Sequence[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip container."""
    out = io.BytesIO()
    pairs = entries.items() if isinstance(entries, Mapping) else entries
    with zipfile.ZipFile(out, "w", method) as target:
        for name, content in pairs:
            target.writestr(zipfile.ZipInfo(name) if name.startswith(("/", "..")) else name, content)
    return out.getvalue()


@functools.cache
def word_file() -> bytes:
    """A sound Word file that holds a report."""
    return write(true_report("2021"), HANDS[0])


def entries_of(data: bytes) -> dict[str, bytes]:
    """The entries of a container by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return {name: source.read(name) for name in source.namelist()}


def nine_cells(value: object, number_format: str, font: Font | None) -> tuple[openpyxl.Workbook, Worksheet]:
    """A workbook whose sheet has nine cells, the middle one with a value and looks of its own."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("a", "b", "c"), ("d", value, "e"), ("f", 1, "g")):
        sheet.append(row)
    cell = sheet.cell(2, 2)
    cell.number_format = number_format
    if font is not None:
        cell.font = font
    return book, sheet


def middle_cell(data: bytes) -> str:
    """What is read of the middle cell of such a workbook."""
    grid = read_xlsx(data).blocks[0].grid
    assert grid is not None
    shown = grid.slots[1][1]
    assert shown is not None
    return shown.text
