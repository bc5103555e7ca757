"""Writers of HTML in the hands that real pages show: plain cells, Word paste, CKEditor."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from tests.made.tables import TableCell, TableModel

CellWriter = Callable[[TableCell], str]
ParagraphWriter = Callable[[str], str]

_WORD_CELL = "border:solid windowtext 1.0pt;padding:0cm 5.4pt 0cm 5.4pt"
_WORD_FONT = "font-size:12.0pt;font-family:仿宋_GB2312;mso-hansi-font-family:宋体"


def spans_of(cell: TableCell) -> str:
    """The rowspan and colspan attributes, each only when above one."""
    spans = (("rowspan", cell.rowspan), ("colspan", cell.colspan))
    return "".join(f' {name}="{span}"' for name, span in spans if span > 1)


def plain_cell(cell: TableCell) -> str:
    """`<td>821</td>`."""
    return f"<td{spans_of(cell)}>{escape(cell.text)}</td>"


def editor_cell(cell: TableCell) -> str:
    """CKEditor: a centred paragraph in every cell, blanks as a non-breaking space, longer labels broken by `<br />`."""
    text = escape(cell.text) or "&nbsp;"
    if not cell.key and 6 <= len(cell.text) <= 9:
        text = f"{escape(cell.text[:3])}<br />{escape(cell.text[3:])}"
    return f'<td{spans_of(cell)} style="width:80px;"><p style="text-align: center;">{text}</p></td>'


def word_cell(cell: TableCell) -> str:
    """Word paste: an MsoNormal paragraph, numbers and labels split over spans in their middle, `<o:p>` at the end."""
    inner = word_runs(cell.text) if cell.text else '<span lang="EN-US"><o:p>&nbsp;</o:p></span>'
    paragraph = f'<p class="MsoNormal" align="center" style="text-align:center;line-height:16.0pt">{inner}</p>'
    return f'<td width="64"{spans_of(cell)} nowrap style="{_WORD_CELL}">{paragraph}</td>'


def word_runs(text: str) -> str:
    """The text as Word writes it: two runs of formatting, then an empty `<o:p>`."""
    middle = (len(text) + 1) // 2
    language = ' lang="EN-US"' if text.isascii() else ""
    parts = [part for part in (text[:middle], text[middle:]) if part]
    runs = (f'<span{language} style="{_WORD_FONT}">{escape(part)}</span>' for part in parts)
    return "".join(runs) + '<span lang="EN-US"><o:p></o:p></span>'


def plain_paragraph(text: str) -> str:
    """`<p>` with the usual indentation of two wide spaces."""
    return f"<p>\u3000\u3000{escape(text)}</p>"


def word_paragraph(text: str) -> str:
    """A Word paragraph with split runs."""
    return f'<p class="MsoNormal" style="text-indent:32.0pt;mso-char-indent-count:2.0">{word_runs(text)}</p>'


def run_on_paragraph(text: str) -> str:
    """No element at all: the text runs on, headings included, parted from its neighbours by a space."""
    return f"{escape(text)} "


def plain_heading(text: str) -> str:
    """A heading as a bold paragraph."""
    return f"<p><strong>\u3000\u3000{escape(text)}</strong></p>"


def word_heading(text: str) -> str:
    """A heading as a bold Word paragraph in a black face."""
    return f'<p class="MsoNormal" style="text-indent:32.0pt"><b>{word_runs(text)}</b></p>'


def table_html(table: TableModel, write_cell: CellWriter, attributes: str) -> str:
    """The whole `<table>`."""
    rows = "\n".join(f"<tr>{''.join(write_cell(cell) for cell in row)}</tr>" for row in table.rows)
    return f"<table {attributes}>\n<tbody>\n{rows}\n</tbody>\n</table>"
