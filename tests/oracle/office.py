"""Word files and workbooks beside what LibreOffice prints of them: seeded mutants, and each figure in the file and on paper."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import docx
import openpyxl
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from msgspec import Struct
from openpyxl.styles import Alignment, Border, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties

from reportscraper import parse_report
from reportscraper.model import Figure
from tests.census.truths import true_report

from ..documents import books, words
from ..documents.soffice import convert_all, ruled
from .judge import Verdict, is_told
from .kinds import filled
from .office_kinds import BOOK_KINDS, WORD_KINDS
from .seen import plain

_A_FILE = 20
_EDGE, _WIDTH, _LONGEST = Side("thin"), 14, 60


class Printed(Struct, frozen=True):
    """A figure as it was read from a file, and what stands there in print."""

    figure: Figure
    printed: str
    verdict: Verdict


def word_mutant(seed: int, *, kinds: int = _A_FILE) -> bytes:
    """A Word file with so many figures printed in other ways."""
    chance = random.Random(seed)
    document = docx.Document(
        io.BytesIO(ruled(words.write(true_report("2021", f"office/{seed}", dense=True), words.HANDS[0])))
    )
    cells = [cell for cell in document.element.body.iter(qn("w:tc")) if _text(cell).isdigit() and len(_text(cell)) > 1]
    chosen = chance.sample(cells, min(kinds, len(cells)))
    for cell, kind in zip(chosen, chance.sample(WORD_KINDS, len(chosen)), strict=True):
        content = filled(kind.content, _text(cell), str(chance.randrange(1, 10)))
        for old in cell.findall(qn("w:p")):
            cell.remove(old)
        for part in parse_xml(f"<w:tc {nsdecls('w')}>{content}</w:tc>"):
            cell.append(part)
        properties = cell.find(qn("w:tcPr"))
        for each in parse_xml(f"<w:tcPr {nsdecls('w')}>{kind.cell}</w:tcPr>"):
            properties.append(each)
        for each in parse_xml(f"<w:trPr {nsdecls('w')}>{kind.row}</w:trPr>"):
            cell.getparent().get_or_add_trPr().append(each)
        for each in parse_xml(f"<w:styles {nsdecls('w')}>{kind.styles}</w:styles>"):
            document.styles.element.append(each)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _text(cell: object) -> str:
    return "".join(each.text or "" for each in cell.iter(qn("w:t")))  # type: ignore[attr-defined]


def book_mutant(seed: int, *, kinds: int = _A_FILE) -> bytes:
    """A workbook likewise."""
    chance = random.Random(seed)
    book = openpyxl.load_workbook(
        io.BytesIO(books.write(true_report("2021", f"office/{seed}", dense=True), books.BOOKS[0]))
    )
    sheet = book.active
    spans = {area.start_cell.coordinate: area for area in sheet.merged_cells.ranges}
    for row in sheet.iter_rows():
        # Only rows of tables get rules, and room for their labels: the print is then laid out as it is on the sheet.
        filled = [cell for cell in row if cell.value is not None]
        if len(filled) == 1 and len(str(filled[0].value)) > _LONGEST:
            filled[0].value = None
        if len(filled) > 1:
            lines = 1
            for cell in row[: filled[-1].column]:
                area = spans.get(cell.coordinate)
                cell.border = Border(_EDGE, _EDGE, _EDGE, _EDGE)
                cell.alignment = Alignment(wrap_text=isinstance(cell.value, str), vertical="center")
                across, down = (1, 1) if area is None else (area.size["columns"], area.size["rows"])
                lines = max(lines, -(-2 * len(str(cell.value or "")) // (_WIDTH * across * down)))
            sheet.row_dimensions[row[0].row].height = 15 * (lines + 1)
    for column in range(1, sheet.max_column + 1):
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTH
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    cells = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, int) and cell.value > 9]
    chosen = chance.sample(cells, min(kinds, len(cells)))
    for cell, kind in zip(chosen, chance.sample(BOOK_KINDS, len(chosen)), strict=True):
        kind.edit(cell, str(cell.value), str(chance.randrange(1, 10)))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def judged_prints(files: Sequence[bytes], ending: str, folder: Path) -> Iterator[list[Printed]]:
    """For each file all its figures beside those of its print; a figure that the print does not tell either has no witness."""
    sources = [folder / f"{number}.{ending}" for number in range(len(files))]
    for source, data in zip(sources, files, strict=True):
        source.write_bytes(data)
    for data, print_ in zip(files, convert_all(sources, "pdf"), strict=True):
        on_paper = {figure.cell: figure for figure in parse_report(print_).figures}
        yield [_judged(figure, on_paper.get(figure.cell)) for figure in parse_report(data).figures]


def _judged(figure: Figure, seen: Figure | None) -> Printed:
    if is_told(figure):
        return Printed(figure, "" if seen is None else seen.raw, "told")
    if seen is None or is_told(seen):
        return Printed(figure, "" if seen is None else seen.raw, "no witness")
    is_same = plain(figure.raw) == plain(seen.raw) or (figure.value is not None and figure.value == seen.value)
    return Printed(figure, seen.raw, "same" if is_same else "wrong")
