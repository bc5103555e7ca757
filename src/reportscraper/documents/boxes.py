"""From a figure's place in a table to the rectangle it is printed in."""

from __future__ import annotations

from collections.abc import Collection
from operator import attrgetter

from reportscraper.model import Document, Figure, Locator

_BOX = attrgetter("box")


def boxes_of(document: Document, figures: Collection[Figure]) -> tuple[Locator, ...]:
    """Where the figures that were read from a document are printed; nothing for formats without pages.

    The figures' table numbers must be the document's own. Figures of one cell share one locator.
    """
    grids = (block.grid for block in document.blocks if block.grid is not None)
    boxes = {
        (grid.number, row, column): cell.box
        for grid in grids
        if any(map(_BOX, grid.cells))
        for row, column, cell in grid.placed()
        if cell.box is not None
    }
    if not boxes:
        return ()
    places = dict.fromkeys((figure.table, figure.row, figure.column) for figure in figures)
    return tuple(Locator(*place, boxes[place]) for place in places if place in boxes)
