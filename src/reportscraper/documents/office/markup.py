"""A file shown as plain markup, so that a figure's cell can be pointed at where the file itself cannot be shown."""

from __future__ import annotations

from html import escape

from reportscraper.documents.files import read_file


def markup_of(data: bytes) -> str:
    """A file's paragraphs and tables as HTML without attributes but spans; every text is escaped.

    The n-th ``<table>`` is the document's table number n, laid out slot by slot as it was read: slots that no cell covers are
    empty cells, so that a browser puts every cell at the row and column of its figure. Raises DocumentError as `read_file` does.
    """
    lines = []
    for block in read_file(data).blocks:
        if block.grid is None:
            text = escape(block.text)
            lines.append(f"<p><b>{text}</b></p>" if block.heading or block.bold else f"<p>{text}</p>")
            continue
        lines.append("<table>")
        for row, slots in enumerate(block.grid.slots, 1):
            cells = ""
            for column, cell in enumerate(slots, 1):
                if cell is None:
                    cells += "<td></td>"
                elif (cell.row, cell.column) == (row, column):
                    spans = (("rowspan", cell.rowspan), ("colspan", cell.colspan))
                    attributes = "".join(f' {name}="{span}"' for name, span in spans if span > 1)
                    cells += f"<td{attributes}>{escape(cell.text).replace(chr(10), '<br>')}</td>"
            lines.append(f"<tr>{cells}</tr>")
        lines.append("</table>")
    return "\n".join(lines)
