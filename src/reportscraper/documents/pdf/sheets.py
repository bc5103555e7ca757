"""Pages of a PDF as a reader holds them: the way up that their text runs, without what is not seen.

PDFium gives characters and drawn paths; it must not be asked by two threads at once, and never is: files are read in a process with one.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

import pypdfium2
import pypdfium2.raw as pdfium
from msgspec import Struct
from msgspec.structs import replace

from reportscraper.documents.pdf.drawn import (
    Cover,
    Drawn,
    DrawnRule,
    Frame,
    Matrix,
    framed,
    look_through,
    placed,
    through,
    values_of,
)
from reportscraper.model import Box

_UNSEEN = {3}
"""The text rendering mode that paints nothing: text laid over a scan by a machine that read it."""
_FILLED = {0, 2}
_SAME = 1.0
"""Points by which a character may be off from its like below it: print is made bold so."""
_INK = 0.01
_LEAST_TURNED = 12
"""Characters that a table has at least."""
_SILENT = {pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP, pdfium.FPDF_ANNOT_UNDERLINE}
_NOT_SHOWN = 0x02 | 0x20
"""Flags of annotations that are hidden, or seen on paper alone."""
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
    """Which way it runs: to the right (1, 0) where it stands upright, to the left also where it is mirrored."""
    painted: int = 0
    """How many pieces of print were painted before it."""
    embedded: bool = True
    """Whether the file holds its font."""
    face: int = 0
    """Its font among those of the file, several of which may bear one name; 0 where its outline alone is drawn."""
    doubt: bool = False
    """Whether it is seen cannot be told."""

    @property
    def middle(self) -> float:
        """Half its height."""
        return (self.top + self.bottom) / 2


class ShownPage(Struct, frozen=True):
    """A page as it is shown, turned clockwise by ``turn`` degrees beside what the file says of it. ``number`` is 1-based."""

    number: int
    width: float
    height: float
    turn: int
    chars: list[Char]
    rules: list[DrawnRule]
    shapes: list[Frame]
    """Where each line, box and curve is drawn."""
    marks: list[Frame]
    """Where pictures stand."""
    notes: list[Frame]
    """Where form fields, notes, stamps and strokes of readers stand."""
    slants: list[Frame]
    """Straight lines that are neither level nor upright."""
    spaces: list[Char]
    """Blanks of fonts, which print nothing unless the font lies."""
    pictured: float
    """The share of the page that its largest picture covers."""
    covers: list[Cover]
    """Boxes and pictures as they were painted."""
    blended: set[int] = set()
    """Which pieces of print are mixed with what lies below them."""
    over: list[Frame] = []
    """Pictures that lie over print."""
    unseen: list[Char] = []
    """Digits that are kept in the file and not seen."""
    turned: tuple[int, ...] = ()
    """Which other ways up so much print runs that it may be of a table that is turned against the rest of the page."""
    contrast: Callable[[Frame], int] = len
    """How far ink stands out from its ground within a frame, in levels of grey of 255."""

    def box(self, frame: Frame) -> Box:
        """A frame as the document model has it: in points from the upper left corner of the page as viewers show it."""
        x0, y0, x1, y1 = frame
        width, height = self.width, self.height
        for _ in range(self.turn // 90):
            x0, y0, x1, y1 = y0, width - x1, y1, width - x0
            width, height = height, width
        return Box(self.number, round(x0, 1), round(y0, 1), round(x1, 1), round(y1, 1))


def read_sheet(page: pypdfium2.PdfPage, number: int, turn: int | None = None) -> ShownPage:
    """What is seen of a page, the way up that most of its text runs, or turned clockwise by degrees."""
    text = pdfium.FPDFText_LoadPage(page)
    if not text:
        raise pypdfium2.PdfiumError(f"page {number} holds no readable text")
    drawn = Drawn([], [], [], [], {}, set())
    try:
        count = pdfium.FPDFText_CountChars(text)
        runs: dict[int, _Run] = {}
        found: list[tuple[int, _Run]] = []
        blanks: list[tuple[int, _Run]] = []
        veiled: list[tuple[int, _Run]] = []
        for index in range(count):
            code = pdfium.FPDFText_GetUnicode(text, index)
            is_blank = code < 0x110000 and chr(code).isspace()
            if not (is_blank and pdfium.FPDFText_IsGenerated(text, index)) and (run := _run_of(text, index, runs)):
                if run.is_painted:
                    (blanks if is_blank else found).append((index, run))
                elif code < 0x110000 and chr(code).isdigit():
                    veiled.append((index, run))
        media, crop = page.get_mediabox(), page.get_cropbox()
        shown = (max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3]))
        rotation = page.get_rotation()
        directions = Counter(_turn_of(run.matrix, rotation) for _, run in found)
        turn = max(directions, key=lambda each: directions[each], default=0) if turn is None else turn
        turned = tuple(each for each, count in directions.items() if each != turn and count >= _LEAST_TURNED)
        width, height, view = _view(shown, (rotation + turn) % 360)
        things = pdfium.FPDFPage_CountObjects(page)
        look_through((pdfium.FPDFPage_GetObject(page, index) for index in range(things)), view, drawn, 0)
        printed = _without_doubles(_chars(text, found, view, drawn.order))
        spaces = list(_chars(text, blanks, view, drawn.order))
        unseen = list(_chars(text, veiled, view, drawn.order))
        chars = [char for char in printed if 0 <= (char.x0 + char.x1) / 2 < width and 0 <= char.middle < height]
    finally:
        pdfium.FPDFText_ClosePage(text)
    pictures = [cover.frame for cover in drawn.covers if cover.is_picture]
    largest = max(((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in pictures), default=0.0)
    share, notes = largest / (width * height), list(_annotations(page, view))
    return ShownPage(
        number,
        width,
        height,
        turn,
        chars,
        drawn.rules,
        drawn.shapes,
        pictures,
        notes,
        drawn.slants,
        spaces,
        share,
        drawn.covers,
        blended=drawn.blended,
        unseen=unseen,
        turned=turned,
    )


def _annotations(page: pypdfium2.PdfPage, view: Matrix) -> Iterator[Frame]:
    """Where form fields, notes and stamps stand; links and lines under print show nothing that may be a digit."""
    edges = pdfium.FS_RECTF()
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        each = pdfium.FPDFPage_GetAnnot(page, index)
        if not each:
            continue
        kind = pdfium.FPDFAnnot_GetSubtype(each)
        # Print shines through a marker; where it does not, the page as it is drawn shows none.
        is_silent = kind == pdfium.FPDF_ANNOT_HIGHLIGHT or (
            kind in _SILENT and not pdfium.FPDFAnnot_HasKey(each, b"AP")
        )
        is_silent = is_silent or pdfium.FPDFAnnot_GetFlags(each) & _NOT_SHOWN
        if not is_silent and pdfium.FPDFAnnot_GetRect(each, edges):
            yield framed(view, edges.left, edges.bottom, edges.right, edges.top)
        pdfium.FPDFPage_CloseAnnot(each)


class _Run(Struct, frozen=True):
    """Characters that are printed by one command."""

    matrix: Matrix
    size: float
    depth: float
    """How far the type reaches below the line it stands on, in shares of its size; 0 for fonts that are drawn (Type 3)."""
    font: str
    handle: object
    thing: int = 0
    """The address of its object, and of its font."""
    embedded: bool = True
    face: int = 0
    is_painted: bool = True


def _run_of(text: object, index: int, runs: dict[int, _Run]) -> _Run | None:
    """The run of a character; None for what has no size."""
    thing = pdfium.FPDFText_GetTextObject(text, index)
    if not thing:
        return None
    key = ctypes.addressof(thing.contents)
    if key not in runs:
        matrix, size = pdfium.FS_MATRIX(), ctypes.c_float()
        pdfium.FPDFText_GetMatrix(text, index, matrix)
        pdfium.FPDFTextObj_GetFontSize(thing, size)
        mode = pdfium.FPDFTextObj_GetTextRenderMode(thing)
        handle = pdfium.FPDFTextObj_GetFont(thing)
        name = ctypes.create_string_buffer(256)
        pdfium.FPDFFont_GetBaseFontName(handle, name, 256)
        font = name.value.decode("utf-8", "replace")
        depth = ctypes.c_float()
        if font:
            pdfium.FPDFFont_GetDescent(handle, 1.0, depth)
        embedded = pdfium.FPDFFont_GetIsEmbedded(handle) == 1
        face = ctypes.addressof(handle.contents) if mode in _FILLED else 0
        is_painted = mode not in _UNSEEN
        runs[key] = _Run(values_of(matrix), size.value, -depth.value, font, handle, key, embedded, face, is_painted)
    run = runs[key]
    return run if run.size else None


def _chars(text: object, found: list[tuple[int, _Run]], view: Matrix, order: Mapping[int, int]) -> Iterator[Char]:
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
        x0, top, x1, bottom = framed(view, loose.left, loose.bottom, loose.right, loose.top)
        a, b, c, d, _, _ = through(run.matrix, view)
        if abs(b) < abs(a) * _INK and abs(c) < abs(d) * _INK and a > 0:
            left, foot = placed(view, x.value, y.value)
            size = abs(run.size * d)
            if x0 - left > _INK * size:
                # PDFium puts 人 for ⼈ and f, i for a ligature; their boxes are of the ink.
                x0 = left
                if pdfium.FPDFFont_GetGlyphWidth(run.handle, code, run.size, wide):
                    x1 = max(x1, left + wide.value * a)
            bottom = foot + run.depth * size
            top = bottom - size
        across = a if a * d < b * c else -abs(a)
        painted = order.get(run.thing, 0)
        char = Char(character, x0, x1, top, bottom, bottom - top, run.font, across, -b, painted, run.embedded, run.face)
        if last is not None and (run, x.value, y.value) == before:
            # One glyph that stands for several characters (—— or ﬁ); whether a figure is one twice cannot be told.
            is_figure = character.isdigit() and last.text[-1].isdigit()
            last = replace(last, text=UNKNOWN if is_figure else last.text + character, x1=max(last.x1, x1))
            continue
        if last is not None:
            yield last
        last, before = char, (run, x.value, y.value)
    if last is not None:
        yield last


def _without_doubles(chars: Iterator[Char]) -> Iterator[Char]:
    """The characters without those printed twice, a little aside, to look bold."""
    seen: dict[str, list[Char]] = {}
    for char in chars:
        alike = seen.setdefault(char.text, [])
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
