"""What every format becomes: blocks of text and tables, with where and how they are printed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

CellKind = Literal["number", "blank", "dash", "none", "missing", "unreadable"]
"""What stood in a cell. ``blank`` is empty, ``dash`` is / or —, ``none`` is 无, ``missing`` means the cell was not printed."""


class Value(Struct, frozen=True, gc=False):
    """A printed cell: ``value`` is None unless ``kind`` is number or none (无 counts as 0)."""

    value: int | float | None
    kind: CellKind
    raw: str
    unit: str = ""
    """The unit printed in the cell itself, simplified; empty when none was printed."""


class Box(Struct, frozen=True, gc=False):
    """A rectangle on a page of a file: ``page`` from 1, distances from the page's upper left corner in PDF points (pictures: pixels)."""

    page: int
    """Number of the page, from 1."""
    left: float
    """Distance of the left edge from the page's left one."""
    top: float
    """Distance of the upper edge from the page's upper one."""
    right: float
    """Distance of the right edge from the page's left one."""
    bottom: float
    """Distance of the lower edge from the page's upper one."""


class Cell(Struct, frozen=True, gc=False):
    """One ``<td>`` or ``<th>`` and the slot of its upper left corner."""

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    hidden: bool = False
    box: Box | None = None
    """Where it is printed; None when the format has no pages."""
    confidence: float | None = None
    """How sure the text recognition (OCR) is, 0 to 1; None when the text is the file's own."""

    @property
    def end(self) -> int:
        """The column right after it."""
        return self.column + self.colspan


class Grid(Struct, frozen=True, gc=False):
    """A table laid out as a rectangle: ``slots[r][c]`` (0-based) is the cell that covers the slot, None where nothing does."""

    number: int
    slots: tuple[tuple[Cell | None, ...], ...]
    cells: tuple[Cell, ...]

    @property
    def recognised(self) -> bool:
        """Whether its text was recognised in a picture (OCR)."""
        return any(cell.confidence is not None for cell in self.cells)

    def placed(self) -> Iterator[tuple[int, int, Cell]]:
        """Row and column (1-based) of every slot that a cell covers, with the cell."""
        for row, slots in enumerate(self.slots, 1):
            for column, cell in enumerate(slots, 1):
                if cell is not None:
                    yield row, column, cell


class Block(Struct, frozen=True, gc=False):
    """A paragraph (``grid`` is None) or a table (``text`` is empty) of a document's main content, in reading order."""

    text: str = ""
    bold: bool = False
    heading: bool = False
    """Printed as a heading: ``<h1>``–``<h6>``, or a paragraph set in bold throughout."""
    grid: Grid | None = None


class Document(Struct, frozen=True, gc=False):
    """What every format becomes: blocks of main content and the facts printed around them."""

    blocks: tuple[Block, ...]
    titles: tuple[tuple[str, str], ...] = ()
    """Candidates for the title with their source, best first: ("meta:ArticleTitle", "…")."""
    metas: tuple[tuple[str, str], ...] = ()
    """``<meta name content>`` pairs, names as printed."""
    facts: tuple[tuple[str, str], ...] = ()
    """Label and value pairs of the index table and the information line: ("发布机构", "…")."""
    breadcrumb: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    """Links inside the main content: (href, text)."""
    text_length: int = 0
    problem: str | None = None
    """Why the document cannot be trusted to be whole; None when it can."""
    recognised: bool = False
    """Whether the text was recognised in pictures (OCR): its figures are proposals."""
