"""Files that hold one small table: Indicator and 2021 in the first row, Received and 7 in the second."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import openpyxl

PDF = Path(__file__).parent / "table.pdf"
"""A page of 595 × 842 points; the cell of 7 reaches from (222, 182) to (372, 222), measured from the upper left."""


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
