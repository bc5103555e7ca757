"""A file shown as plain markup, so that a figure's cell can be pointed at where the file itself cannot be shown."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from reportscraper.documents.files import read_file
from reportscraper.model import Block, Cell, Grid


def markup_of(data: bytes) -> str:
    """A file's paragraphs and tables as HTML without attributes but spans; every text is escaped.

    The n-th ``<table>`` is the document's table number n, laid out slot by slot as it was read: slots that no cell covers are
    empty cells, so that a browser puts every cell at the row and column of its figure. Raises DocumentError as `read_file` does.
    """
    document = read_file(data)
    return "\n".join(line for block in document.blocks for line in _block(block))


def _block(block: Block) -> Iterator[str]:
    if block.grid is not None:
        yield from _table(block.grid)
    elif block.heading or block.bold:
        yield f"<p><b>{escape(block.text)}</b></p>"
    else:
        yield f"<p>{escape(block.text)}</p>"


def _table(grid: Grid) -> Iterator[str]:
    yield "<table>"
    for row, slots in enumerate(grid.slots, 1):
        cells = (_cell(cell, row, column) for column, cell in enumerate(slots, 1))
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</table>"


def _cell(cell: Cell | None, row: int, column: int) -> str:
    """The cell where it begins, an empty one where there is none, nothing where a cell goes on."""
    if cell is None:
        return "<td></td>"
    if (cell.row, cell.column) != (row, column):
        return ""
    spans = (("rowspan", cell.rowspan), ("colspan", cell.colspan))
    attributes = "".join(f' {name}="{span}"' for name, span in spans if span > 1)
    return f"<td{attributes}>{escape(cell.text).replace(chr(10), '<br>')}</td>"
