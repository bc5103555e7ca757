"""Ruled tables of a picture: rules found as long strokes, cells as what they enclose, rows and columns as the rules' places.

Cells are not built from lines that cross: a stretch of paper with rules all around it is a cell, whatever it spans.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import cv2
import numpy as np
from msgspec import Struct

from reportscraper.documents.ocr.pictures import FAINT, Grey, Picture, has_ink

_FEWEST, _FEWEST_ROWS = 4, 2
"""Rules that enclose fewer cells or rows are a frame or a large title, not a table."""
_LEAST_WIDTH, _LEAST_HEIGHT = 5, 2.4
"""Rules over less than this many characters may be the strokes of a large title."""
_FRAME = 0.2
"""A frame's rules cover less than this share of what they enclose; strokes of large print cover more."""
_LEVEL = 2.6
"""Level rules are at least this many characters long: a dash (——) takes two."""
_UPRIGHT = 1.1
"""Upright rules are at least this many characters long: a row is higher than its print."""
_FILLED = 0.8
"""A cell fills at least this share of its upright rectangle; what does not has lost a rule."""
_BREAK = 3
"""Pixels; rules are mended where they break off for less (JPEG, scanners)."""


class InkCell(Struct, frozen=True, order=True):
    """A cell: its rectangle in the ink, and the slots it covers (1-based)."""

    row: int
    column: int
    rowspan: int
    colspan: int
    left: int
    top: int
    right: int
    bottom: int


class Ruled(Struct, frozen=True):
    """A ruled table: its rectangle in the ink, its cells from left to right and down, and whether rules are missing in it."""

    left: int
    top: int
    right: int
    bottom: int
    columns: tuple[float, ...]
    """Where its upright rules stand, the outermost included."""
    places: tuple[InkCell, ...]
    whole: bool


_Box = tuple[int, int, int, int]


def tables_of(picture: Picture) -> tuple[tuple[Ruled, ...], Grey]:
    """The ruled tables of a page from top to bottom, and the rules: 1 where one is drawn, else 0."""
    # Strokes longer than any within a character, in both directions.
    ink, mended = has_ink(picture.ink, FAINT), picture.em // 2
    rules = np.zeros_like(ink)
    for across, down in ((round(_LEVEL * picture.em), 1), (1, round(_UPRIGHT * picture.em))):
        strokes = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((down, across), np.uint8))
        brush = np.ones((min(down, mended), min(across, mended)), np.uint8)
        rules |= np.asarray(cv2.morphologyEx(strokes, cv2.MORPH_CLOSE, brush), dtype=np.uint8)
    rules = np.asarray(cv2.dilate(rules, np.ones((_BREAK, _BREAK), np.uint8)), dtype=np.uint8)
    found = []
    drawn = np.zeros_like(rules)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(rules)
    for label, (left, top, width, height, area) in enumerate(stats.tolist()):
        if not label or width < _LEAST_WIDTH * picture.em or height < _LEAST_HEIGHT * picture.em:
            continue
        lattice = np.asarray(labels[top : top + height, left : left + width] == label, dtype=np.uint8)
        table = _read_table(lattice, left, top, picture.em)
        if table is not None:
            found.append(table)
        if table is not None or area < _FRAME * width * height:
            drawn[top : top + height, left : left + width] |= lattice
    return tuple(sorted(found, key=lambda table: (table.top, table.left))), drawn


def _read_table(lattice: Grey, left: int, top: int, em: int) -> Ruled | None:
    """The table that a connected net of rules makes, None when it is none."""
    height, width = lattice.shape
    # The outermost rules are added where they are not drawn, and rules that end a little short are drawn up to them.
    closed, reach = lattice.copy(), em // 2
    for net in (closed, closed.T):
        net[net[:, reach] > 0, :reach] = 1
        net[net[:, -reach] > 0, -reach:] = 1
        net[:, [0, -1]] = 1
    _, _, stats, _ = cv2.connectedComponentsWithStats(1 - closed, connectivity=4)
    boxes, whole = [], True
    for x, y, across, down, area in stats[1:].tolist():
        if min(across, down) > em // 3:
            boxes.append((left + x, top + y, left + x + across, top + y + down))
            whole = whole and area >= _FILLED * across * down
    if len(boxes) < _FEWEST:
        return None
    columns = _rule_places((x for box in boxes for x in (box[0], box[2])), em)
    rows = _rule_places((y for box in boxes for y in (box[1], box[3])), em)
    places = tuple(sorted(_place_cell(box, columns, rows) for box in boxes))
    # Rules so close that a cell has no width among them are hatching, noise or a photograph.
    if len(rows) - 1 < _FEWEST_ROWS or any(not place.rowspan or not place.colspan for place in places):
        return None
    return Ruled(left, top, left + width, top + height, columns, places, whole and _is_covered(places))


def _place_cell(box: _Box, columns: Sequence[float], rows: Sequence[float]) -> InkCell:
    column, end = _nearest_edge(columns, box[0]), _nearest_edge(columns, box[2])
    row, last = _nearest_edge(rows, box[1]), _nearest_edge(rows, box[3])
    return InkCell(row, column, last - row, end - column, *box)


def _rule_places(values: Iterable[int], em: int) -> tuple[float, ...]:
    """Where rules stand: the sides of the cells on both sides of a rule made one place, ascending."""
    groups: list[list[int]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= em // 3:
            groups[-1].append(value)
        else:
            groups.append([value])
    return tuple(sum(group) / len(group) for group in groups)


def _nearest_edge(edges: Sequence[float], value: int) -> int:
    """The number of the edge, from 1."""
    return 1 + min(range(len(edges)), key=lambda index: abs(edges[index] - value))


def _is_covered(places: Sequence[InkCell]) -> bool:
    """Whether every slot of the table is covered by one cell."""
    height = max(place.row + place.rowspan for place in places) - 1
    width = max(place.column + place.colspan for place in places) - 1
    covered = np.zeros((height, width), np.uint8)
    for place in places:
        covered[place.row - 1 : place.row - 1 + place.rowspan, place.column - 1 : place.column - 1 + place.colspan] += 1
    return bool((covered == 1).all())
