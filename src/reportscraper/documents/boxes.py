"""From a figure's place in a table to the rectangle it is printed in."""

from __future__ import annotations

from collections.abc import Iterable

from reportscraper.model import Box, Document, Figure, Grid, Locator


def boxes_of(document: Document, figures: Iterable[Figure]) -> tuple[Locator, ...]:
    """Where the figures that were read from a document are printed; nothing for formats without pages.

    The figures' table numbers must be the document's own. Figures of one cell share one locator.
    """
    grids = {block.grid.number: block.grid for block in document.blocks if block.grid is not None}
    boxes = {number: _by_place(grid) for number, grid in grids.items() if grid.boxes}
    places = dict.fromkeys((figure.table, figure.row, figure.column) for figure in figures)
    found = ((place, boxes.get(place[0], {}).get(place[1:])) for place in places)
    return tuple(Locator(*place, box) for place, box in found if box is not None)


def _by_place(grid: Grid) -> dict[tuple[int, int], Box]:
    """The box of every slot of a grid by row and column."""
    boxes = dict(zip(map(id, grid.cells), grid.boxes, strict=True))
    return {
        (row, column): box
        for row, slots in enumerate(grid.slots, 1)
        for column, cell in enumerate(slots, 1)
        if cell is not None and (box := boxes[id(cell)]) is not None
    }
