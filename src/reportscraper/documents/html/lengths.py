"""Lengths of styles: what they take off the page, cut off, push aside or set apart."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from reportscraper.documents.html.colours import colour_of, is_opaque
from reportscraper.documents.html.looks import CLEAR, UNSEEN_SHARE

# A run of digits is taken whole or not at all: tried from each digit to each, 6,000 of them before an x took minutes.
LENGTH = re.compile(
    r"(?<!\d)([-+]?(?>\d+(?:\.\d*)?|\.\d+))(px|pt|em|rem|ex|ch|%|in|cm|mm|pc|q|vw|vh|)(?![\w%])", re.IGNORECASE
)
PIXELS = {
    "px": 1.0, "pt": 4 / 3, "in": 96.0, "cm": 37.8, "mm": 3.78, "pc": 16.0, "q": 0.945, "rem": 16.0, "vw": 12.8, "vh": 8.0, "": 1.0,
}  # fmt: skip
RELATIVE = {"em": 1.0, "%": 0.01, "ex": 0.5, "ch": 0.5}
_FAR = 100.0
"""Moved by more pixels than this to the left or upwards, a text is off the screen; to the right, by ten times as many."""
GAP = 6.0
PUSHED = -20.0
"""Pixels by which print may begin left of its box before it is seen elsewhere."""
_LOWEST_LINE = 8.0
_SCALED_AWAY = re.compile(
    r"scale(?:[xy]|3d)?\(\s*0*(?:\.0*)?\s*[,)]|scale\(\s*[\d.]+\s*,\s*0*(?:\.0*)?\s*\)|matrix\(\s*0\s*,|rotate[xy]\(\s*-?90deg\s*\)"
)
_CUTTING = frozenset({"hidden", "clip", "auto", "scroll"})
_SCREEN = 1280.0, 800.0
_MOST_OF_IT, _BESIDE = 0.8, 100.0
"""What lies over so much of the screen's width and height, or begins and ends so near its edges, lies over the page."""
_CLIPPED_TO_NOTHING = re.compile(
    r"circle\(\s*0(?![.\d]*[1-9])|ellipse\(\s*0(?![.\d]*[1-9])|inset\(\s*(?:100|[5-9]\d)%\s*\)|polygon\((?:[\s,]*0(?:px|%)?(?![\w.%]))+\s*\)"
)
_FILTERED_AWAY = re.compile(r"opacity\(\s*(?:0*\.?0+%?|0%?)\s*\)")
_LINE, _BESIDE_CELL, _ACROSS = 9.0, 20.0, 300.0
"""Pixels by which print is moved to another line, to the side, and pushed across the cell that it begins in."""
_TRANSLATED = re.compile(r"translate(x|y|z|3d)?\(([^(),]*)(?:,([^(),]*))?")
_DOT, _PALE = 6.0, 2.4
"""A box of no more pixels is the dot before an entry, and one so light is paper."""
_UNDRAWN = re.compile(r"\bnone\b|\bhidden\b|^\s*0(?:px)?\b|^$")
_CLIPPED_AWAY = re.compile(r"rect\(\s*(\d+(?:px)?)[\s,]+\1[\s,]+\1[\s,]+\1")


def pixels(value: str, base: float = 16.0) -> float | None:
    """A length in pixels of a screen of 1280 × 800; None where none is said."""
    found = LENGTH.search(value)
    if found is None:
        return None
    unit = found[2].lower()
    return float(found[1]) * (PIXELS[unit] if unit in PIXELS else RELATIVE[unit] * base)


def opacity_of(css: Mapping[str, str]) -> float:
    """How much of print is left, of 1."""
    said = pixels(css.get("opacity", "1"), 1.0)
    return 1.0 if said is None else max(0.0, min(1.0, said))


class Room(Struct, frozen=True):
    """Beyond what width and height, in pixels, a text is cut off; None where it is not. ``shifted``: it begins outside of its box."""

    wide: float | None = None
    tall: float | None = None
    shifted: bool = False


_BOUNDLESS = Room()


def room_of(css: Mapping[str, str]) -> Room:
    """The room that a text has."""
    indent = pixels(css["text-indent"]) if "text-indent" in css else None
    cuts = _cuts(css)
    if not cuts and indent is None:
        return _BOUNDLESS
    beside = max([0.0, *gaps_of(css)])
    shifted = indent is not None and indent + beside < (-3 if cuts else PUSHED)
    if not cuts:
        return Room(shifted=shifted)
    wide, tall = (
        min((size for name in (side, f"max-{side}") if (size := _fixed(css.get(name, ""))) is not None), default=None)
        for side in ("width", "height")
    )
    line = _fixed(
        f"{css['line-height']}em" if re.fullmatch(r"[\d.]+", css.get("line-height", "")) else css.get("line-height", "")
    )
    if line is not None and line < _LOWEST_LINE:
        tall = line if tall is None else min(tall, line)
    return Room(wide, tall, shifted)


def _cuts(css: Mapping[str, str]) -> bool:
    """Whether what does not fit into a box is cut off, on one side at least: the other is then cut off or scrolled as well."""
    return any(not _CUTTING.isdisjoint(css.get(way, "").split()) for way in ("overflow", "overflow-x", "overflow-y"))


def _fixed(value: str) -> float | None:
    return None if "%" in value else pixels(value)


def is_hidden(css: Mapping[str, str]) -> bool:
    """Whether an element is taken off the page or off the screen, with all that it holds."""
    said = css.get
    beside = [pixels(said(side, "")) or 0.0 for side in ("left", "top")]
    behind = [pixels(said(side, "")) or 0.0 for side in ("left", "right")]
    zoomed = pixels(said("zoom", "1"), 1.0)
    is_placed = said("position") in {"absolute", "fixed", "relative"}
    ends = (
        [pixels(said(side, "")) or 0.0 for side in ("right", "bottom")]
        if said("position") in {"absolute", "fixed"}
        else [0.0]
    )
    return (
        said("display") in {"none", "table-column", "table-column-group"}
        or opacity_of(css) < UNSEEN_SHARE
        or (zoomed is not None and zoomed < 0.1)
        or (is_placed and (min(beside) < -_FAR or max(behind) > 10 * _FAR))
        or min(ends) < -10 * _FAR
        or (pixels(said("margin-left", "")) or 0.0) < -9 * _FAR  # What is set less far is seen in another cell.
        or _CLIPPED_AWAY.search(said("clip", "")) is not None
        or _CLIPPED_TO_NOTHING.search(said("clip-path", "")) is not None
        or _FILTERED_AWAY.search(said("filter", "")) is not None
    )


def is_gone_box(css: Mapping[str, str]) -> bool:
    """Whether a box is moved off the screen or out of all room in a way that leaves a text on a line where it stands."""
    said = css.get
    # A height of so many percent is none where the page does not say of what (height:1% made old browsers hold floats).
    sides = [_fixed(said(side, "")) for side in ("width", "height", "max-width", "max-height")]
    is_cut = _cuts(css) or "paint" in said("contain", "") or "strict" in said("contain", "")
    is_placed = said("position") in {"absolute", "fixed", "relative"}
    indented = min(pixels(said(side, "")) or 0.0 for side in ("margin-top", "text-indent"))
    return (
        said("content-visibility") == "hidden"
        or indented < (-_FAR if is_cut or is_placed else -9 * _FAR)
        or (is_cut and "%" in said("text-indent", "") and (pixels(said("text-indent", ""), 1.0) or 0.0) >= _MOST_OF_IT)
        or any(abs(way) >= 10 * _FAR for way in _translations(css))
        or (is_cut and any(side is not None and side <= 1 for side in sides))
        or _SCALED_AWAY.search(said("transform", "")) is not None
        or said("scale", "1").split()[0] in {"0", "0%"}
    )


def covers_screen(css: Mapping[str, str]) -> bool:
    """Whether a box lies over the whole screen, or over the whole of what it is placed in."""
    if css.get("position") not in {"absolute", "fixed"} or css.get("z-index", "").startswith("-"):
        return False
    if "transform" in css or "translate" in css:  # A drawer waits beside the screen.
        return False
    sides = (("left", "right", "width"), ("top", "bottom", "height"))
    for (first, last, size), screen in zip(sides, _SCREEN, strict=True):
        begins, ends, long = (pixels(css.get(side, ""), screen) for side in (first, last, size))
        if any(each is not None and abs(each) > _BESIDE for each in (begins, ends)):
            return False
        if (begins is None or ends is None) and (long is None or long < _MOST_OF_IT * screen):
            return False
    return True


def gaps_of(css: Mapping[str, str]) -> list[float]:
    """Room to the left and to the right, in pixels."""
    alone = [
        css.get(name, "") for name in ("margin-left", "margin-right", "padding-left", "padding-right", "word-spacing")
    ]
    alone += [css.get(f"border-{side}", "") + css.get(f"border-{side}-width", "") for side in ("left", "right")]
    short = [css.get(name, "").split() for name in ("margin", "padding")]
    short_sides = [part for parts in short for part in (parts[1::2] or parts)]
    return [pixels(part) or 0.0 for part in (*alone, *short_sides) if part]


def is_displaced(css: Mapping[str, str]) -> bool:
    """Whether print is moved out of its line or its cell; what stands in the middle of its box by percentages is not."""

    def said(name: str) -> float:
        return pixels(css.get(name, "")) or 0.0

    is_placed, is_lifted = css.get("position") == "relative", css.get("position") == "absolute"
    down = [said(side) for side in ("top", "bottom") if is_placed] + [min(0.0, said("margin-top") + _LINE)]
    down += [said("top") / 3] if is_lifted else []
    aside = [said(side) for side in ("left", "right") if is_placed]
    moved = _translations(css)
    aside, down = [*aside, *moved[::2]], [*down, *moved[1::2]]
    if any(abs(each) >= _LINE for each in down) or any(abs(each) >= _BESIDE_CELL for each in aside):
        return True
    short = css.get("margin", "").split()
    before = [said("margin-left"), said("padding-left"), *(pixels(each) or 0.0 for each in short[1::2])]
    gaps = [*before, said("text-indent") + max(before)]
    upwards = pixels(short[0]) if short else None
    return min(gaps) < PUSHED or max(gaps) >= _ACROSS or (upwards is not None and upwards <= PUSHED)


def _translations(css: Mapping[str, str]) -> list[float]:
    """How far print is moved by what translates it, in pixels: across and down by turns."""
    found: list[float] = []
    for way, first, second in _TRANSLATED.findall(css.get("transform", "")):
        there = [pixels(first) or 0.0, pixels(second) or 0.0]
        found += there[::-1] if way == "y" else there
    moved = [pixels(each) or 0.0 for each in css.get("translate", "").split()[:2]]
    return found + [*moved, 0.0][:2] if moved else found


def is_drawn(css: Mapping[str, str]) -> bool:
    """Whether a box shows ink without any text: an upright border, or a ground of its own in a box of some size."""
    for side in ("border", "border-left", "border-right"):
        value = css.get(side, "")
        if not _UNDRAWN.search(value) and colour_of(value)[0] != CLEAR:
            return True
    sides = [
        pixels(css[name]) or 0.0
        for name in ("width", "height", "padding", "padding-left", "padding-top")
        if name in css
    ]
    ground = css.get("background-color") or css.get("background") or ""
    return max(sides, default=0.0) > _DOT and is_opaque(ground) and sum(colour_of(ground)[0] or (0.0,)) < _PALE
