"""Files that hold one small table: Indicator and 2021 in the first row, Received and 7 in the second."""

from __future__ import annotations

import io

import docx
import openpyxl

_RULES = b"".join(b"72 %d m 372 %d l S " % (y, y) for y in (700, 660, 620)) + b"".join(
    b"%d 620 m %d 700 l S " % (x, x) for x in (72, 222, 372)
)


def pdf() -> bytes:
    """A PDF of one page, 595 × 842 points; the cell of 7 reaches from (222, 182) to (372, 222), measured from the upper left."""
    words = ((80, 675, b"Indicator"), (230, 675, b"2021"), (80, 635, b"Received"), (230, 635, b"7"))
    content = _RULES + b"".join(b"BT /F 12 Tf %d %d Td (%s) Tj ET " % each for each in words)
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F 5 0 R >> >> /Contents 4 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    data, offsets = b"%PDF-1.4\n", []
    for number, written in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, written)
    places = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = b"trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(data)
    return data + b"xref\n0 6\n0000000000 65535 f \n" + places + end


def word_file() -> bytes:
    """A Word file."""
    made = docx.Document()
    table = made.add_table(2, 2)
    for cell, text in zip(table._cells, ("Indicator", "2021", "Received", "7"), strict=True):
        cell.text = text
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def workbook() -> bytes:
    """A workbook."""
    made = openpyxl.Workbook()
    made.active.append(["Indicator", 2021])
    made.active.append(["Received", 7])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()
