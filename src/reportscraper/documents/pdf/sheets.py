"""Pages of a PDF as a reader holds them: the way up that their text runs, without what is not seen.

PDFium gives characters and drawn paths; it must not be asked by two threads at once, and never is: files are read in a process with one.
"""

from __future__ import annotations

import ctypes
import itertools
from collections import Counter
from collections.abc import Iterator, Sequence

import pypdfium2
import pypdfium2.raw as pdfium
from msgspec import Struct
from msgspec.structs import replace

from reportscraper.model import Box

Frame = tuple[float, float, float, float]
"""Left, top, right and bottom, in points from the upper left corner of a page."""
_Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]

_UNSEEN = {3, 7}
"""Text rendering modes that paint nothing: text laid over a scan by a machine that read it."""
_SAME = 1.0
"""Points by which a character may be off from its like below it: print is made bold so."""
_LEVEL = 0.5
"""Points by which a rule may be out of level or plumb."""
_SHORTEST = 1.0
_INK = 0.01
_MOST_NESTED = 12
_SILENT = {pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP}
_HYPHENS = {0x02, 0xAD, 0xFFFE}
UNKNOWN = "\ufffd"


class Char(Struct, frozen=True, gc=False):
    """A character and its place on the page; U+FFFD where the font does not tell what it means."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    font: str
    across: float = 1.0
    up: float = 0.0
    """Which way it runs: to the right (1, 0) where it stands upright."""

    @property
    def middle(self) -> float:
        """Half its height."""
        return (self.top + self.bottom) / 2


class Rule(Struct, frozen=True, gc=False):
    """A drawn line, or a side of a drawn shape: level ``at`` a height, or upright ``at`` a distance from the left."""

    is_level: bool
    at: float
    start: float
    end: float


class Sheet(Struct, frozen=True):
    """A page as it is shown, turned clockwise by ``turn`` degrees beside what the file says of it. ``number`` is 1-based."""

    number: int
    width: float
    height: float
    turn: int
    chars: list[Char]
    rules: list[Rule]
    shapes: list[Frame]
    """Where each line, box and curve is drawn."""
    marks: list[Frame]
    """Where pictures, form fields and notes stand."""
    pictured: float
    """The share of the page that its largest picture covers."""

    def box(self, frame: Frame) -> Box:
        """A frame as the document model has it: in points from the upper left corner of the page as viewers show it."""
        x0, y0, x1, y1 = frame
        width, height = self.width, self.height
        for _ in range(self.turn // 90):
            x0, y0, x1, y1 = y0, width - x1, y1, width - x0
            width, height = height, width
        return Box(self.number, *(round(side, 1) for side in (x0, y0, x1, y1)))


def read_sheet(page: pypdfium2.PdfPage, number: int) -> Sheet:
    """What is seen of a page, the way up that most of its text runs."""
    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        raise pypdfium2.PdfiumError(f"page {number} holds no readable text")
    try:
        count = pdfium.FPDFText_CountChars(text)
        runs: dict[int, _Run] = {}
        found = [(index, run) for index in range(count) if (run := _run_of(text, index, runs)) is not None]
        media, crop = page.get_mediabox(), page.get_cropbox()
        shown = (max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3]))
        rotation = page.get_rotation()
        directions = Counter(_turn_of(run.matrix, rotation) for _, run in found)
        turn = max(directions, key=lambda each: directions[each], default=0)
        width, height, view = _view(shown, (rotation + turn) % 360)
        printed = _without_doubles(_chars(text, found, view))
        chars = [char for char in printed if 0 <= (char.x0 + char.x1) / 2 < width and 0 <= char.middle < height]
    finally:
        pdfium.FPDFText_ClosePage(text)
    drawn = _Drawn([], [], [])
    count = pdfium.FPDFPage_CountObjects(page)
    _look_through((pdfium.FPDFPage_GetObject(page, index) for index in range(count)), view, drawn, 0)
    largest = max(((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in drawn.pictures), default=0.0)
    marks = [*drawn.pictures, *_annotations(page, view)]
    return Sheet(number, width, height, turn, chars, drawn.rules, drawn.shapes, marks, largest / (width * height))


class _Drawn(Struct):
    """What is painted beside print."""

    rules: list[Rule]
    shapes: list[Frame]
    pictures: list[Frame]


def _annotations(page: pypdfium2.PdfPage, view: Matrix) -> Iterator[Frame]:
    """Where form fields, notes and stamps stand; links show nothing of their own."""
    edges = pdfium.FS_RECTF()
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        each = pdfium.FPDFPage_GetAnnot(page, index)
        if not each:
            continue
        if pdfium.FPDFAnnot_GetSubtype(each) not in _SILENT and pdfium.FPDFAnnot_GetRect(each, edges):
            yield _frame(view, edges.left, edges.bottom, edges.right, edges.top)
        pdfium.FPDFPage_CloseAnnot(each)


class _Run(Struct, frozen=True):
    """Characters that are printed by one command."""

    matrix: Matrix
    size: float
    depth: float
    """How far the type reaches below the line it stands on, in shares of its size; 0 for fonts that are drawn (Type 3)."""
    font: str
    handle: object


def _run_of(text: object, index: int, runs: dict[int, _Run]) -> _Run | None:
    """The run of a character; None for blanks and for what is not seen."""
    code = pdfium.FPDFText_GetUnicode(text, index)
    if code < 0x110000 and chr(code).isspace():
        return None
    thing = pdfium.FPDFText_GetTextObject(text, index)
    if not thing:
        return None
    key = ctypes.addressof(thing.contents)
    if key not in runs:
        matrix, size = pdfium.FS_MATRIX(), ctypes.c_float()
        pdfium.FPDFText_GetMatrix(text, index, matrix)
        pdfium.FPDFTextObj_GetFontSize(thing, size)
        is_seen = pdfium.FPDFTextObj_GetTextRenderMode(thing) not in _UNSEEN
        handle = pdfium.FPDFTextObj_GetFont(thing)
        name = ctypes.create_string_buffer(256)
        pdfium.FPDFFont_GetBaseFontName(handle, name, 256)
        font = name.value.decode("utf-8", "replace") if is_seen else ""
        depth = ctypes.c_float()
        if font:
            pdfium.FPDFFont_GetDescent(handle, 1.0, depth)
        runs[key] = _Run(_values(matrix), size.value if is_seen else 0.0, -depth.value, font, handle)
    run = runs[key]
    return run if run.size else None


def _values(matrix: pdfium.FS_MATRIX) -> Matrix:
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _chars(text: object, found: list[tuple[int, _Run]], view: Matrix) -> Iterator[Char]:
    loose, x, y, wide = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double(), ctypes.c_float()
    last: Char | None = None
    before: object = None
    for index, run in found:
        code = pdfium.FPDFText_GetUnicode(text, index)
        if pdfium.FPDFText_HasUnicodeMapError(text, index) == 1 or not code or 0xD800 <= code < 0xE000:
            character = UNKNOWN
        elif code in _HYPHENS and pdfium.FPDFText_IsHyphen(text, index) == 1:
            character = "-"  # PDFium takes one at the end of a line for a word that is broken there.
        else:
            character = chr(code)
        pdfium.FPDFText_GetLooseCharBox(text, index, loose)
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        x0, top, x1, bottom = _frame(view, loose.left, loose.bottom, loose.right, loose.top)
        a, b, c, d, _, _ = _through(run.matrix, view)
        if abs(b) < abs(a) * _INK and abs(c) < abs(d) * _INK and a > 0:
            left, foot = _point(view, x.value, y.value)
            size = abs(run.size * d)
            if x0 - left > _INK * size:
                # PDFium puts 人 for ⼈ and f, i for a ligature; their boxes are of the ink.
                x0 = left
                if pdfium.FPDFFont_GetGlyphWidth(run.handle, code, run.size, wide):
                    x1 = max(x1, left + wide.value * a)
            bottom = foot + run.depth * size
            top = bottom - size
        char = Char(character, x0, x1, top, bottom, bottom - top, run.font, a, -b)
        if last is not None and (run, x.value, y.value) == before:
            # One glyph that stands for several characters (—— or ﬁ); whether a figure is one twice cannot be told.
            is_figure = character.isdigit() and character == last.text[-1]
            last = replace(last, text=UNKNOWN if is_figure else last.text + character, x1=max(last.x1, x1))
            continue
        if last is not None:
            yield last
        last, before = char, (run, x.value, y.value)
    if last is not None:
        yield last


def _without_doubles(chars: Iterator[Char]) -> Iterator[Char]:
    """The characters without those printed twice, a little aside, to look bold."""
    seen: dict[tuple[str, str, float], list[Char]] = {}
    for char in chars:
        alike = seen.setdefault((char.text, char.font, round(char.size, 2)), [])
        if not any(abs(char.x0 - other.x0) <= _SAME and abs(char.top - other.top) <= _SAME for other in alike):
            alike.append(char)
            yield char


def _turn_of(matrix: Matrix, rotation: int) -> int:
    """How far a character must be turned clockwise to stand upright on the page as it is shown: 0, 90, 180 or 270."""
    across, up = matrix[:2]
    upright = (0 if across >= 0 else 180) if abs(across) >= abs(up) else (90 if up > 0 else 270)
    return (upright - rotation) % 360


def _view(shown: Frame, rotation: int) -> tuple[float, float, Matrix]:
    """Width and height of a page turned clockwise, and what takes its points, measured from below, to places on it."""
    left, low, right, high = shown
    across, down = right - left, high - low
    if rotation == 90:
        return down, across, (0, 1, 1, 0, -low, -left)
    if rotation == 180:
        return across, down, (-1, 0, 0, 1, right, -low)
    if rotation == 270:
        return down, across, (0, -1, -1, 0, high, right)
    return across, down, (1, 0, 0, -1, -left, high)


def _point(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _frame(matrix: Matrix, x0: float, y0: float, x1: float, y1: float) -> Frame:
    (ax, ay), (bx, by) = _point(matrix, x0, y0), _point(matrix, x1, y1)
    return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _through(first: Matrix, then: Matrix) -> Matrix:
    """One matrix for two, the second measured downwards: a letter upright on the page has positive ``a`` and negative ``d``."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _look_through(things: Iterator[object], view: Matrix, drawn: _Drawn, depth: int) -> None:
    """Enter lines, shapes and pictures among what is painted, also within forms."""
    matrix = pdfium.FS_MATRIX()
    for thing in things:
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind not in {pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM}:
            continue
        pdfium.FPDFPageObj_GetMatrix(thing, matrix)
        placed = _through(_values(matrix), view)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            for points in _lines(thing, placed):
                drawn.rules.extend(rule for pair in itertools.pairwise(points) for rule in _rule(*pair))
                drawn.shapes.append(_around(points))
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            corners = [_point(placed, *corner) for corner in ((0, 0), (0, 1), (1, 0), (1, 1))]
            drawn.pictures.append(_around(corners))
        elif depth < _MOST_NESTED:
            count = pdfium.FPDFFormObj_CountObjects(thing)
            inner = (pdfium.FPDFFormObj_GetObject(thing, index) for index in range(count))
            _look_through(inner, placed, drawn, depth + 1)


def _lines(path: object, view: Matrix) -> Iterator[list[_Point]]:
    """The points of each line of a path; of curves, the ends."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[_Point] = []
    curved = 0
    for index in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = []
        curved = (curved + 1) % 3 if kind == pdfium.FPDF_SEGMENT_BEZIERTO else 0
        if not curved:
            points.append(_point(view, x.value, y.value))
            if pdfium.FPDFPathSegment_GetClose(segment):
                points.append(points[0])
    if len(points) > 1:
        yield points


def _around(points: Sequence[_Point]) -> Frame:
    across, down = zip(*points, strict=True)
    return min(across), min(down), max(across), max(down)


def _rule(before: _Point, after: _Point) -> Iterator[Rule]:
    across, down = abs(after[0] - before[0]), abs(after[1] - before[1])
    if down <= _LEVEL and across >= _SHORTEST:
        yield Rule(True, (before[1] + after[1]) / 2, min(before[0], after[0]), max(before[0], after[0]))  # noqa: FBT003
    elif across <= _LEVEL and down >= _SHORTEST:
        yield Rule(False, (before[0] + after[0]) / 2, min(before[1], after[1]), max(before[1], after[1]))  # noqa: FBT003
