"""What stands in and above the grid of a table beside its labels and figures: captions, notes, units of columns."""

from __future__ import annotations

from reportscraper.report.tables.notes import is_note, unit_named
from reportscraper.report.tables.recognise_base import LabelledGrid

CAPTION_LENGTH = 60
"""What is longer is prose."""


def head_rows(sheet: LabelledGrid, stop: int) -> list[str]:
    """The texts of the rows above a table within its grid that hold one short text each: captions as those above a grid."""
    rows = ([cell.text for cell in row if cell.text] for row in sheet.rows[:stop])
    return [texts[0] for texts in rows if len(texts) == 1 and len(texts[0]) <= CAPTION_LENGTH]


def notes_within(sheet: LabelledGrid, start: int, end: int) -> tuple[list[str], list[str]]:
    """What rows of a table say beside labels and figures, before its first label and after: notes, and texts that have a row to
    themselves; a row that names the unit of each column is one, too (单位 | 件 | 件).
    """
    lead, notes = list[str](), list[str]()
    for row in range(start, end):
        cells = [cell for cell in sheet.rows[row] if cell.text]
        known = sheet.known[row]
        found = [cell.text for cell in cells if len(cell.text) > 3 and is_note(cell.text)]
        if not known and len(cells) == 1 and len(cells[0].text) <= CAPTION_LENGTH:
            found = [cells[0].text]
        elif len(cells) > 1 and cells[0].text in ("单位", "计量单位") and all(unit_named(c.text) for c in cells[1:]):
            found = [f"单位：{'、'.join(dict.fromkeys(cell.text for cell in cells[1:]))}"]
        if found:
            (notes if any(map(any, sheet.known[start:row])) else lead).extend(found)
    return lead, notes
