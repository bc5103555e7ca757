"""Whether a font prints the digits that it names: one whose table calls a printed 6 a 7 is not believed.

The holes of a digit tell it from most others in every type face: 8 has two, 0, 6 and 9 have one, 1, 2, 3, 5 and 7 none.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import pypdfium2

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


Known = dict[tuple[int, str], bool]
"""Of each digit of each font of a file, whether it is printed as another."""


def lying(page: pypdfium2.PdfPage, sheet: ShownPage, chars: Sequence[Char], known: Known) -> Iterator[Char]:
    """The digits of fonts that print some of them as others; ``known`` grows. Pages turned on their side are not looked at."""
    if sheet.turn:
        return
    kinds: dict[tuple[int, str], list[Char]] = {}
    for char in chars:
        if char.face and char.text.isdecimal() and abs(char.up) <= _UPRIGHT * char.across:
            kinds.setdefault((char.face, char.text), []).append(char)
    for kind, each in kinds.items():
        if kind not in known:
            alone = (char for char in each if not _is_overlaid(char, sheet))
            if witnesses := list(itertools.islice(alone, _WITNESSES)):
                known[kind] = all(_differs(page, sheet, one) for one in witnesses)
    faces = {face for face, digit in kinds if known.get((face, digit))}
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


def _differs(page: pypdfium2.PdfPage, sheet: ShownPage, char: Char) -> bool:
    """Whether what is printed is not the digit that it is said to be."""
    size = char.bottom - char.top
    box = sheet.box((char.x0, char.top - _ABOVE * size, char.x1, char.bottom + _UNDER * size))
    width, height = page.get_size()
    crop = (box.left, height - box.bottom, width - box.right, box.top)
    if min(*crop, box.right - box.left, box.bottom - box.top) <= 0:
        return False
    drawn = page.render(scale=_HEIGHT / size, grayscale=True, crop=crop)
    rows = [bytes(drawn.buffer[y * drawn.stride : y * drawn.stride + drawn.width]) for y in range(drawn.height)]
    drawn.close()
    return _is_other(int(char.text), rows)


def _is_other(digit: int, rows: Sequence[bytes]) -> bool:
    lightest, darkest = max(map(max, rows)), min(map(min, rows))
    if lightest - darkest < _HEIGHT:
        return False
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
        return True
    if digit not in {6, 9}:
        return False
    inked = [y for y, row in enumerate(rows) if any((level > middle) is not ground for level in row)]
    is_low = sum(place // wide for place in holes[0]) / len(holes[0]) > (inked[0] + inked[-1]) / 2
    return is_low is not (digit == 6)


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
