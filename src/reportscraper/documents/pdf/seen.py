"""What is seen of the print on a PDF page: its digits must show ink when the page is drawn, and nothing may be drawn over them later.

Drawing the page finds out at once what no look at the file tells: print as white as its ground, clipped away, on a layer that is
switched off, under a box. A page takes 5 ms.
"""

from __future__ import annotations

import bisect
import ctypes
import math
import re
from collections.abc import Iterable, Sequence

import pypdfium2
import pypdfium2.raw as pdfium
from msgspec.structs import replace

from reportscraper.documents import limits
from reportscraper.documents.pdf.drawn import Cover, DrawnRule, Frame, around, placed
from reportscraper.documents.pdf.glyphs import Known, lying
from reportscraper.documents.pdf.sheets import UNKNOWN, Char, ShownPage
from reportscraper.documents.pieces import SIGNS

_OF_NUMBERS = re.compile(r"[0-9０-９.,，．/%％+\-−－—–〇零一二三四五六七八九十百千万亿]")
_SCALE = 1.5
_MOST_PIXELS = 3_000_000
_CONTRAST = 20
"""Levels of grey of 255 by which print must differ from its ground to be seen."""
FAINT, _PALE = 4, 60
"""Less than the first is no print at all; digits between the two may be seen, and may be a watermark's."""
_SILENT = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_NARROWEST, _WIDEST = 0.22, 1.4
"""Widths of digits in shares of their height."""
_HALF, _FOOT, _PART = 0.5, 0.1, 0.25
"""The upper and the lower half of a digit without the room below it; the share of its contrast that each has."""
_STRUCK = (0.25, 0.68)
_PIERCED = 0.15
"""A line at these shares of its height strikes a digit, an upright one this share of its width from its sides."""
_PLACES, _ASIDE = 8, 2.0
_INSIDE, _DOTS = 0.2, 3.0
_PAGE_SHARE = 0.6
_OPAQUE = 255


class Ink:
    """A page drawn in grey."""

    def __init__(self, page: pypdfium2.PdfPage, sheet: ShownPage) -> None:
        width, height = page.get_size()
        self._scale = min(_SCALE, math.sqrt(_MOST_PIXELS / max(1.0, width * height)))
        drawn = page.render(scale=self._scale, grayscale=True)
        self._sheet, self._width, self._height, self._stride = sheet, drawn.width, drawn.height, drawn.stride
        self._rows = bytes(drawn.buffer)
        drawn.close()

    def contrast(self, frame: Frame) -> int:
        """How far anything stands out from its ground within a frame of the sheet, in levels of grey."""
        box, scale, stride = self._sheet.box(frame), self._scale, self._stride
        left, right = max(0, min(self._width, round(box.left * scale))), min(self._width, round(box.right * scale))
        top, bottom = max(0, min(self._height, round(box.top * scale))), min(self._height, round(box.bottom * scale))
        wide, first = max(right - left, 1), top * stride + left
        ink = b"".join([self._rows[at : at + wide] for at in range(first, first + (bottom - top) * stride, stride)])
        return max(ink) - min(ink) if ink else 0


def as_seen(page: pypdfium2.PdfPage, sheet: ShownPage, known: Known) -> ShownPage:
    """The sheet with its characters as they are seen; those of numbers that are not seen are left out.

    Print over which something opaque was drawn and then printed anew is in doubt. ``over`` gets the pictures that lie over print.
    """
    figures = [char for char in sheet.chars if _OF_NUMBERS.search(char.text)]
    if not (figures or (sheet.chars and sheet.marks)) or _is_large(sheet.covers):
        return sheet
    ink = Ink(page, sheet)
    shown = {id(char): ink.contrast(_inner(char) if char.size > _DOTS else dot(char)) for char in figures}
    # A font that is not in the file may be drawn as nothing here and as print elsewhere.
    fonts = {char.font for char in figures if char.embedded or shown[id(char)] >= FAINT}
    unseen = {id(char) for char in figures if char.font in fonts and shown[id(char)] < FAINT}
    rules = sorted(sheet.rules, key=lambda rule: rule.at)
    across = [[rule for rule in rules if rule.is_level is is_level] for is_level in (True, False)]
    doubt = {id(char) for char in figures if _is_in_doubt(char, shown[id(char)], ink, *across)}
    sure = [char for char in figures if id(char) not in unseen | doubt]
    doubt |= {id(char) for char in figures if char.painted in sheet.blended} if sheet.blended else set()
    doubt |= set(map(id, lying(page, sheet, sure, known)))
    over: list[Frame] = []
    for cover in sheet.covers:
        below = [char for char in figures if char.painted < cover.order and _covers(cover.frame, char)]
        if not below or not _is_opaque(cover):
            continue
        frame = _clipped(cover)
        below = [char for char in below if _covers(frame, char)]
        if cover.is_picture and below:
            over.append(frame)
            if (frame[2] - frame[0]) * (frame[3] - frame[1]) > _PAGE_SHARE * sheet.width * sheet.height:
                chars = [char for char in sheet.chars if char.painted >= cover.order]
                return replace(sheet, chars=chars, rules=[], shapes=[], over=over)
        elif not cover.is_picture:
            doubt.update(map(id, below))
    chars = [replace(char, doubt=True) if id(char) in doubt else char for char in sheet.chars if id(char) not in unseen]
    # What a font calls nothing and yet prints.
    silent = {id(char) for char in chars if _SILENT.search(char.text)}
    lies = [char for char in (*sheet.spaces, *chars) if char.text.isspace() or id(char) in silent]
    printed = [replace(char, text=UNKNOWN) for char in lies if ink.contrast(_core(char)) >= _CONTRAST]
    chars = [char for char in chars if id(char) not in silent] + printed
    rules = [rule for rule in sheet.rules if not rule.is_white or _is_seen(rule, ink)]
    hidden = [char for char in figures if id(char) in unseen and char.text.isdigit()]
    return replace(sheet, chars=chars, over=over, rules=rules, unseen=sheet.unseen + hidden, contrast=ink.contrast)


def _is_in_doubt(char: Char, contrast: int, ink: Ink, level: Sequence[DrawnRule], upright: Sequence[DrawnRule]) -> bool:
    """Whether a digit is faint, cut off above or below, squeezed or stretched, of a font of signs, struck through, or on the side of a cell."""
    if not char.text.isdigit() or char.across <= abs(char.up):
        return False
    wide, size = char.x1 - char.x0, char.bottom - char.top
    if contrast < _PALE or not _NARROWEST * size < wide < _WIDEST * size or SIGNS.search(char.font):
        return True
    halves = ((char.top, char.top + _HALF * size), (char.bottom - _HALF * size, char.bottom - _FOOT * size))
    if any(ink.contrast((char.x0, top, char.x1, bottom)) < contrast * _PART for top, bottom in halves):
        return True
    middle = (char.x0 + char.x1) / 2
    return _crosses(level, char.top + _STRUCK[0] * size, char.top + _STRUCK[1] * size, middle) or _crosses(
        upright, char.x0 + _PIERCED * wide, char.x1 - _PIERCED * wide, char.middle
    )


def _crosses(rules: Sequence[DrawnRule], first: float, last: float, along: float) -> bool:
    """Whether one of the rules, in order, lies between two places and reaches over a third."""
    begin, end = (bisect.bisect(rules, place, key=lambda rule: rule.at) for place in (first, last))
    return any(rule.start <= along <= rule.end for rule in rules[begin:end])


def _is_seen(rule: DrawnRule, ink: Ink) -> bool:
    """Whether most of a white rule stands out from its ground, as on shaded cells."""
    places = [rule.start + (number + 0.5) * (rule.end - rule.start) / _PLACES for number in range(_PLACES)]
    frames = (
        (at - 1, rule.at - _ASIDE, at + 1, rule.at + _ASIDE)
        if rule.is_level
        else (rule.at - _ASIDE, at - 1, rule.at + _ASIDE, at + 1)
        for at in places
    )
    return sum(ink.contrast(frame) >= _CONTRAST for frame in frames) > _PLACES / 2


def _core(char: Char) -> Frame:
    """The middle of a character's box, where nothing of its neighbours or of rules stands."""
    across, down = _INSIDE * (char.x1 - char.x0), _INSIDE * (char.bottom - char.top)
    return char.x0 + across, char.top + down, char.x1 - across, char.bottom - down


def _inner(char: Char) -> Frame:
    """Where a digit has its ink, without the rules around it; other characters have it anywhere."""
    if not char.text.isdigit():
        return char.x0, char.top, char.x1, char.bottom
    across, down = _INSIDE * (char.x1 - char.x0), _INSIDE * (char.bottom - char.top)
    return char.x0 + across / 2, char.top + down, char.x1 - across / 2, char.bottom - down


def dot(char: Char) -> Frame:
    """Where print that is no more than a dot has its ink, on paper drawn in few pixels."""
    return char.x0 - 1, char.top - 1, char.x1 + 1, char.bottom + 1


def _covers(frame: Frame, char: Char) -> bool:
    return frame[0] <= (char.x0 + char.x1) / 2 <= frame[2] and frame[1] <= char.middle <= frame[3]


def _is_large(covers: Iterable[Cover]) -> bool:
    """Whether a picture has more pixels than the memory of this process is made for, all of which drawing would unpack."""
    across, down = ctypes.c_uint(), ctypes.c_uint()
    return any(
        cover.is_picture
        and pdfium.FPDFImageObj_GetImagePixelSize(cover.thing, across, down)
        and across.value * down.value > limits.PIXELS
        for cover in covers
    )


def _is_opaque(cover: Cover) -> bool:
    """Whether a box is filled, and nothing shines through it; pictures are taken to be so."""
    if pdfium.FPDFPageObj_HasTransparency(cover.thing):
        return False
    if cover.is_picture:
        return True
    mode, stroked = ctypes.c_int(), ctypes.c_int()
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFPath_GetDrawMode(cover.thing, mode, stroked)
    if mode.value == pdfium.FPDF_FILLMODE_NONE:
        return False
    return bool(not pdfium.FPDFPageObj_GetFillColor(cover.thing, red, green, blue, alpha) or alpha.value == _OPAQUE)


def _clipped(cover: Cover) -> Frame:
    """The part of a box or a picture that is painted: within the frames of what clips it."""
    left, top, right, bottom = cover.frame
    clip = pdfium.FPDFPageObj_GetClipPath(cover.thing)
    x, y = ctypes.c_float(), ctypes.c_float()
    for number in range(pdfium.FPDFClipPath_CountPaths(clip) if clip else 0):
        points: list[tuple[float, float]] = []
        for index in range(pdfium.FPDFClipPath_CountPathSegments(clip, number)):
            pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(clip, number, index), x, y)
            points.append(placed(cover.view, x.value, y.value))
        if points:
            inner = around(points)
            left, top, right, bottom = (
                max(left, inner[0]),
                max(top, inner[1]),
                min(right, inner[2]),
                min(bottom, inner[3]),
            )
    return left, top, right, bottom
