"""Whether a font prints the digits that it names: one whose table calls a printed 6 a 7 is not believed.

The holes of a digit tell it from most others in every type face: 8 has two, 0, 6 and 9 have one, 1, 2, 3, 5 and 7 none. Those are
told from one another by their shape, beside that of three usual faces.
"""

from __future__ import annotations

import ctypes
import functools
import itertools
import math
from collections import Counter
from collections.abc import Iterator, Sequence

import pypdfium2
import pypdfium2.raw as pdfium

from reportscraper.documents.pdf.sheets import Char, ShownPage

_HOLES = {0: (1, 2), 1: (0,), 2: (0,), 3: (0,), 4: (0, 1), 5: (0,), 6: (1,), 7: (0,), 8: (2,), 9: (1,)}
"""How many holes digits have; some fonts cross out their nought, and leave their 4 open."""
_HEIGHT = 40
"""Pixels of a digit as it is drawn to be looked at."""
_LEAST_HOLE = 0.008
_WITNESSES = 2
"""How many of a kind must differ."""
_ABOVE, _UNDER = 0.15, 0.12
"""The shares of a digit's height that some fonts reach above and below their box."""
_UPRIGHT = 0.02
_BESIDE, _TOUCH = 0.05, 0.2
"""Shares of a digit's width and height that characters around it may reach into."""


_OPEN = frozenset({1, 2, 3, 5, 7})
"""Digits without holes."""
_FACES = (b"Helvetica", b"Times-Roman", b"Courier")
_ACROSS, _DOWN, _LEAST_WIDTH = 10, 14, 0.62
"""The fields in which the ink of a digit is measured, and its width in shares of its height at least, so that 1 stays narrow."""
_OTHER, _DOUBTED, _LIKENESS = 0.35, 0.12, 0.7
"""How much likelier (correlations) a digit is another one: by the first alone it is, by the second where one more of its font is so.
Slanted faces reach 0.26 with their 1 alone.
"""

Known = dict[tuple[int, str], float]
"""Of each digit of each font of a file, how much likelier it is printed as another."""


def lying(page: pypdfium2.PdfPage, sheet: ShownPage, chars: Sequence[Char], known: Known) -> Iterator[Char]:
    """The digits of fonts that print some of them as others; ``known`` grows."""
    kinds: dict[tuple[int, str], list[Char]] = {}
    for char in chars:
        if char.face and char.text.isdecimal() and abs(char.up) <= _UPRIGHT * char.across:
            kinds.setdefault((char.face, char.text), []).append(char)
    for kind, each in kinds.items():
        if kind not in known:
            alone = (char for char in each if not _is_overlaid(char, sheet))
            if witnesses := list(itertools.islice(alone, _WITNESSES)):
                known[kind] = min(_likelier(page, sheet, one) for one in witnesses)
    doubted = Counter(face for (face, _), likelier in known.items() if likelier >= _DOUBTED)
    faces = {face for (face, _), likelier in known.items() if likelier >= _OTHER or doubted[face] > 1}
    yield from (char for char in chars if char.face in faces and char.text.isdecimal())


def _is_overlaid(char: Char, sheet: ShownPage) -> bool:
    """Whether another character or a rule stands on a part of its box."""
    across, down = _BESIDE * (char.x1 - char.x0), _TOUCH * char.size
    left, top, right, bottom = char.x0 + across, char.top + down, char.x1 - across, char.bottom - down
    rules = (
        (rule.start, rule.at, rule.end, rule.at) if rule.is_level else (rule.at, rule.start, rule.at, rule.end)
        for rule in sheet.rules
    )
    others = ((each.x0, each.top, each.x1, each.bottom) for each in sheet.chars)
    around = itertools.chain(others, rules)
    return sum(x0 < right and x1 > left and y0 < bottom and y1 > top for x0, y0, x1, y1 in around) > 1


def _likelier(page: pypdfium2.PdfPage, sheet: ShownPage, char: Char) -> float:
    """How much likelier what is printed is another digit than the one it is said to be."""
    size = char.bottom - char.top
    box = sheet.box((char.x0, char.top - _ABOVE * size, char.x1, char.bottom + _UNDER * size))
    width, height = page.get_size()
    crop = (box.left, height - box.bottom, width - box.right, box.top)
    if min(*crop, box.right - box.left, box.bottom - box.top) <= 0:
        return 0.0
    drawn = page.render(scale=_HEIGHT / size, grayscale=True, crop=crop)
    rows = [bytes(drawn.buffer[y * drawn.stride : y * drawn.stride + drawn.width]) for y in range(drawn.height)]
    drawn.close()
    for _ in range(sheet.turn // 90):
        rows = [bytes(column) for column in zip(*rows[::-1], strict=True)]
    return _likelier_other(int(char.text), rows)


def _likelier_other(digit: int, rows: Sequence[bytes]) -> float:
    lightest, darkest = max(map(max, rows)), min(map(min, rows))
    if lightest - darkest < _HEIGHT:
        return 0.0
    middle = (lightest + darkest) / 2
    # What stands at the corners is ground, on dark paper as well.
    corners = [rows[y][x] > middle for y in (0, -1) for x in (0, -1)]
    ground = sum(corners) * 2 >= len(corners)
    # Places are numbered row by row; the one behind the end of each row is no ground.
    wide, is_ground = len(rows[0]) + 1, bytes((level > middle) is ground for level in range(256))
    printed = b"".join(row.translate(is_ground) + b"\0" for row in rows)
    areas = _areas({place for place, is_open in enumerate(printed) if is_open}, wide)
    holes = [
        hole
        for hole in areas
        if len(hole) >= _LEAST_HOLE * len(rows) * len(rows[0])
        and all(0 < place % wide < wide - 2 and 0 < place // wide < len(rows) - 1 for place in hole)
    ]
    if len(holes) not in _HOLES[digit]:
        return 1.0
    if digit in _OPEN:
        return _shape_of_another(digit, [[(level > middle) is not ground for level in row] for row in rows])
    if digit not in {6, 9}:
        return 0.0
    inked = [y for y, row in enumerate(rows) if any((level > middle) is not ground for level in row)]
    is_low = sum(place // wide for place in holes[0]) / len(holes[0]) > (inked[0] + inked[-1]) / 2
    return float(is_low is not (digit == 6))


def _shape_of_another(digit: int, inked: Sequence[Sequence[bool]]) -> float:
    shape = _shape(inked)
    if shape is None:
        return 0.0
    likeness = dict.fromkeys(_OPEN, 0.0)
    for known, usual in _usual_shapes():
        likeness[known] = max(likeness[known], sum(one * other for one, other in zip(shape, usual, strict=True)))
    best = max(likeness[other] for other in _OPEN if other != digit)
    return best - likeness[digit] if best >= _LIKENESS else 0.0


def _shape(inked: Sequence[Sequence[bool]]) -> list[float] | None:
    """The ink in each field of a digit's frame, made comparable: its mean is 0 and the sum of its squares 1."""
    down = [y for y, row in enumerate(inked) if any(row)]
    across = [x for row in inked for x, is_ink in enumerate(row) if is_ink]
    if not across:
        return None
    top, left, tall = down[0], min(across), down[-1] + 1 - down[0]
    wide = max(max(across) + 1 - left, tall * _LEAST_WIDTH)
    left -= round((wide - (max(across) + 1 - left)) / 2)
    fields = [0.0] * (_ACROSS * _DOWN)
    for y in range(top, top + tall):
        for x, is_ink in enumerate(inked[y]):
            if is_ink:
                fields[(y - top) * _DOWN // tall * _ACROSS + min(int((x - left) * _ACROSS / wide), _ACROSS - 1)] += 1
    mean = sum(fields) / len(fields)
    spread = math.sqrt(sum((field - mean) ** 2 for field in fields))
    return [(field - mean) / spread for field in fields] if spread else None


@functools.cache
def _usual_shapes() -> list[tuple[int, list[float]]]:
    """The shapes of the digits without holes in faces that PDFium brings along."""
    found = []
    document = pypdfium2.PdfDocument.new()
    for name in _FACES:
        font = pdfium.FPDFText_LoadStandardFont(document, name)
        for digit in sorted(_OPEN):
            page = document.new_page(_HEIGHT * 2, _HEIGHT * 2)
            text = pdfium.FPDFPageObj_CreateTextObj(document, font, _HEIGHT)
            pdfium.FPDFText_SetText(text, (ctypes.c_ushort * 2)(ord(str(digit)), 0))
            pdfium.FPDFPageObj_Transform(text, 1, 0, 0, 1, _HEIGHT / 2, _HEIGHT / 2)
            pdfium.FPDFPage_InsertObject(page, text)
            drawn = page.render(grayscale=True)
            rows = [bytes(drawn.buffer[y * drawn.stride : y * drawn.stride + drawn.width]) for y in range(drawn.height)]
            shape = _shape([[level < 128 for level in row] for row in rows])
            if shape is not None:
                found.append((digit, shape))
            page.close()
        pdfium.FPDFFont_Close(font)
    document.close()
    return found


def _areas(places: set[int], wide: int) -> Iterator[list[int]]:
    """Places that hang together by their sides."""
    while places:
        area = [places.pop()]
        for place in area:
            for near in (place - 1, place + 1, place - wide, place + wide):
                if near in places:
                    places.discard(near)
                    area.append(near)
        yield area
