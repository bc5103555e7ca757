"""What is painted on a page of a PDF beside its print: lines, boxes, pictures, in the order in which they are painted."""

from __future__ import annotations

import ctypes
import itertools
from collections.abc import Iterator, Sequence
from typing import Any

import pypdfium2.raw as pdfium
from msgspec import Struct

Frame = tuple[float, float, float, float]
"""Left, top, right and bottom, in points from the upper left corner of a page."""
_Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]

_LEVEL = 0.5
"""Points by which a rule may be out of level or plumb."""
_SHORTEST = 1.0
_NARROWEST = 2.0
_MOST_NESTED = 12
_WHITE, _OPAQUE = 250, 255


class DrawnRule(Struct, frozen=True, gc=False):
    """A drawn line, or a side of a drawn shape: level ``at`` a height, or upright ``at`` a distance from the left."""

    is_level: bool
    at: float
    start: float
    end: float
    is_white: bool = False
    """Whether it is painted white: a rule on a shaded ground, or nothing."""


class Cover(Struct, frozen=True):
    """A box or a picture that may cover print; ``order`` pieces of print were painted before it."""

    order: int
    frame: Frame
    thing: object
    view: Matrix
    """What takes the points of its clip to places on the page."""
    is_picture: bool


class Drawn(Struct):
    """What is painted beside print."""

    rules: list[DrawnRule]
    shapes: list[Frame]
    slants: list[Frame]
    """Straight lines that are neither level nor upright."""
    covers: list[Cover]
    order: dict[int, int]
    """Which piece of print an object is, by its address."""
    blended: set[int]
    """Which pieces of print are mixed with what lies below them, or masked."""


def look_through(things: Iterator[Any], view: Matrix, drawn: Drawn, depth: int) -> None:
    """Enter lines, shapes and pictures among what is painted, also within forms."""
    matrix = pdfium.FS_MATRIX()
    for thing in things:
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            if pdfium.FPDFPageObj_HasTransparency(thing) and _fill_of(thing)[3] == _OPAQUE:
                drawn.blended.add(len(drawn.order))
            drawn.order[ctypes.addressof(thing.contents)] = len(drawn.order)
        if kind not in {pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM}:
            continue
        pdfium.FPDFPageObj_GetMatrix(thing, matrix)
        inside = through(values_of(matrix), view)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            # Whether all that is painted of a path is white.
            mode, stroked = ctypes.c_int(), ctypes.c_int()
            colour = [ctypes.c_uint() for _ in range(4)]
            pdfium.FPDFPath_GetDrawMode(thing, mode, stroked)
            asked = [pdfium.FPDFPageObj_GetFillColor] if mode.value != pdfium.FPDF_FILLMODE_NONE else []
            asked += [pdfium.FPDFPageObj_GetStrokeColor] if stroked.value else []
            is_white = bool(asked) and all(
                ask(thing, *colour) and min(each.value for each in colour[:3]) >= _WHITE for ask in asked
            )
            for points, bends in _lines(thing, inside):
                frame = around((*points, *bends))
                for before, after in itertools.pairwise(points):
                    rule = _rule(before, after, is_white=is_white)
                    if rule is not None:
                        drawn.rules.append(rule)
                    elif len(points) == 2 and not is_white:
                        drawn.slants.append(frame)
                if not is_white:
                    drawn.shapes.append(frame)
                if _is_box(points, frame):
                    drawn.covers.append(Cover(len(drawn.order), frame, thing, view, is_picture=False))
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            corners = [placed(inside, *corner) for corner in ((0, 0), (0, 1), (1, 0), (1, 1))]
            drawn.covers.append(Cover(len(drawn.order), around(corners), thing, view, is_picture=True))
        elif depth < _MOST_NESTED:
            count = pdfium.FPDFFormObj_CountObjects(thing)
            inner = (pdfium.FPDFFormObj_GetObject(thing, index) for index in range(count))
            look_through(inner, inside, drawn, depth + 1)


def _lines(path: object, view: Matrix) -> Iterator[tuple[list[_Point], list[_Point]]]:
    """The points of each line of a path, of curves the ends; and the points towards which its curves bend."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[_Point] = []
    bends: list[_Point] = []
    curved = 0
    for index in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points, bends
            points, bends = [], []
        curved = (curved + 1) % 3 if kind == pdfium.FPDF_SEGMENT_BEZIERTO else 0
        if curved:
            bends.append(placed(view, x.value, y.value))
        else:
            points.append(placed(view, x.value, y.value))
            if pdfium.FPDFPathSegment_GetClose(segment):
                points.append(points[0])
    if len(points) > 1:
        yield points, bends


def _is_box(points: Sequence[_Point], frame: Frame) -> bool:
    """Whether a line is the outline of a box that may cover a digit."""
    left, top, right, bottom = frame
    corners = {(x, y) for x in (left, right) for y in (top, bottom)}
    return len(points) > 3 and min(right - left, bottom - top) > _NARROWEST and corners == set(points)


def around(points: Sequence[_Point]) -> Frame:
    """The frame that holds points."""
    across, down = zip(*points, strict=True)
    return min(across), min(down), max(across), max(down)


def _rule(before: _Point, after: _Point, *, is_white: bool) -> DrawnRule | None:
    across, down = abs(after[0] - before[0]), abs(after[1] - before[1])
    if down <= _LEVEL and across >= _SHORTEST:
        start, end = sorted((before[0], after[0]))
        return DrawnRule(True, (before[1] + after[1]) / 2, start, end, is_white)  # noqa: FBT003
    if across <= _LEVEL and down >= _SHORTEST:
        start, end = sorted((before[1], after[1]))
        return DrawnRule(False, (before[0] + after[0]) / 2, start, end, is_white)  # noqa: FBT003
    return None


def _fill_of(thing: object) -> tuple[int, int, int, int]:
    """The colour with which something is filled, and how opaque it is."""
    colour = [ctypes.c_uint() for _ in range(4)]
    pdfium.FPDFPageObj_GetFillColor(thing, *colour)
    red, green, blue, alpha = (each.value for each in colour)
    return red, green, blue, alpha


def values_of(matrix: pdfium.FS_MATRIX) -> Matrix:
    """A matrix of PDFium as numbers."""
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def placed(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Where a matrix takes a point."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def framed(matrix: Matrix, x0: float, y0: float, x1: float, y1: float) -> Frame:
    """Where a matrix takes a frame."""
    (ax, ay), (bx, by) = placed(matrix, x0, y0), placed(matrix, x1, y1)
    return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def through(first: Matrix, then: Matrix) -> Matrix:
    """One matrix for two, the second measured downwards: a letter upright on the page has positive ``a`` and negative ``d``."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)
