"""Made-up reports as Word files, written with python-docx in the ways that typists have."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import docx
from docx.document import Document as Word
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.table import Table
from msgspec import Struct

from tests.made import render
from tests.made.render import Style
from tests.made.tables import TableCell, TableModel
from tests.made.truth import TrueReport

Edit = Callable[[Word], None]
Placed = tuple[int, int, TableCell]


class Hand(Struct, frozen=True):
    """One way of writing a report in Word: the shape of its tables, how runs are cut, and what is done to it afterwards."""

    name: str
    style: Style = render.PLAIN
    runs: int = 1
    edit: Edit | None = None
    automatic: bool = False
    """Chapter headings numbered by Word, their text without the number."""
    vertical: bool = False
    """Group labels one character a line."""


def slots(table: TableModel) -> Iterator[Placed]:
    """The cells of a table with the row and column (0-based) of their upper left slots."""
    taken: set[tuple[int, int]] = set()
    for row, cells in enumerate(table.rows):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            taken.update((row + r, column + c) for r in range(cell.rowspan) for c in range(cell.colspan))
            yield row, column, cell
            column += cell.colspan


def size(table: TableModel) -> tuple[int, int]:
    """Rows and columns."""
    placed = list(slots(table))
    return max(r + c.rowspan for r, _, c in placed), max(col + c.colspan for _, col, c in placed)


def write(report: TrueReport, hand: Hand) -> bytes:
    """The report as a Word file."""
    word = docx.Document()
    word.add_heading(report.title, 0)
    tables = render.report_tables(report, hand.style)
    number = _numbered(word) if hand.automatic else None
    for section in report.sections:
        if section.heading:
            _heading(word, section.heading, number)
        for text in section.paragraphs:
            _runs(word.add_paragraph(), "\u3000\u3000" + text, hand.runs)
        for table in tables:
            if table.chapter == section.kind:
                _table(word, table, hand)
    for table in tables:
        if table.chapter == "annex":
            word.add_paragraph(f"附件：{table.caption}")
            _table(word, table, hand)
    if hand.edit:
        hand.edit(word)
    return save(word)


def save(word: Word) -> bytes:
    """The bytes of the file."""
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _heading(word: Word, heading: str, number: int | None) -> None:
    head, found, rest = heading.partition("、")
    if number is None or not found or len(head) > 2:
        word.add_paragraph().add_run(heading).bold = True
        return
    paragraph = word.add_paragraph()
    paragraph.add_run(rest).bold = True
    properties = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(properties))


def _numbered(word: Word) -> int:
    """The id of a list that counts 一、 二、 三、."""
    root = word.part.numbering_part.element
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
    root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="901">{level}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="901"><w:abstractNumId w:val="901"/></w:num>'))
    return 901


def _runs(paragraph: Any, text: str, runs: int) -> None:
    step = max(1, -(-len(text) // runs))
    for start in range(0, len(text), step):
        paragraph.add_run(text[start : start + step])


def _table(word: Word, model: TableModel, hand: Hand) -> None:
    rows, columns = size(model)
    table = word.add_table(rows, columns)
    cells = table._cells  # `table.cell` lists all of them each time, which took 0.6 s a report
    for row, column, cell in slots(model):
        target = cells[row * columns + column]
        if cell.rowspan > 1 or cell.colspan > 1:
            target = target.merge(cells[(row + cell.rowspan - 1) * columns + column + cell.colspan - 1])
        text = "\n".join(cell.text) if hand.vertical and cell.rowspan > 2 else cell.text
        _runs(target.paragraphs[0], text, hand.runs)


def _each_value(word: Word) -> Iterator[Any]:
    for table in word.tables:
        for run in table._tbl.iter(qn("w:r")):
            text = "".join(t.text or "" for t in run.iter(qn("w:t")))
            if text.strip().isdigit():
                yield run


def tracked(word: Word) -> None:
    """Every value inserted in place of 999 in tracked changes."""
    for run in list(_each_value(word)):
        inserted = parse_xml(f'<w:ins {nsdecls("w")} w:id="1" w:author="A"/>')
        old = f'<w:del {nsdecls("w")} w:id="2" w:author="A"><w:r><w:delText>999</w:delText></w:r></w:del>'
        run.addprevious(parse_xml(old))
        run.addprevious(inserted)
        inserted.append(run)


def hidden(word: Word) -> None:
    """A hidden 7 before every value."""
    for run in list(_each_value(word)):
        run.addprevious(parse_xml(f"<w:r {nsdecls('w')}><w:rPr><w:vanish/></w:rPr><w:t>7</w:t></w:r>"))


def framed(word: Word) -> None:
    """The whole document inside the only cell of a table."""
    body = word.element.body
    content = [child for child in body if child.tag != qn("w:sectPr")]
    outer: Table = word.add_table(1, 1)
    cell = outer.cell(0, 0)._tc
    for child in content:
        cell.append(child)


def controlled(word: Word) -> None:
    """Every table and paragraph inside a content control."""
    for child in [child for child in word.element.body if child.tag != qn("w:sectPr")]:
        control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtPr/><w:sdtContent/></w:sdt>")
        child.addprevious(control)
        control[1].append(child)


def empty_rows_deleted(word: Word) -> None:
    """A deleted copy of the last row of every table, as tracked changes keep it."""
    for table in word.tables:
        copy = deepcopy(table._tbl.tr_lst[-1])
        copy.get_or_add_trPr().append(parse_xml(f'<w:del {nsdecls("w")} w:id="3" w:author="A"/>'))
        table._tbl.append(copy)


def numbered_labels(word: Word) -> None:
    """Page fields and bookmarks in paragraphs, which print nothing."""
    for paragraph in word.paragraphs:
        field = f"<w:r {nsdecls('w')}><w:instrText>PAGE 12</w:instrText></w:r>"
        paragraph._p.append(parse_xml(field))


HANDS = (
    Hand("plain"),
    Hand("blocks", render.BLOCKS),
    Hand("ragged", render.RAGGED),
    Hand("split_runs", runs=3),
    Hand("automatic_numbers", automatic=True),
    Hand("vertical_labels", vertical=True),
    Hand("tracked_changes", edit=tracked),
    Hand("hidden_text", edit=hidden),
    Hand("one_cell_frame", edit=framed),
    Hand("content_controls", edit=controlled),
    Hand("deleted_rows", edit=empty_rows_deleted),
    Hand("fields", edit=numbered_labels),
    Hand("ragged_split_tracked", render.RAGGED, edit=tracked, vertical=True),
)
