"""How a text is seen under declarations of style: only what tells whether digits are seen as one number is kept.

Fonts, weights and colours that can be seen say nothing.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping

import tinycss2
import tinycss2.color3
from lxml.etree import _Element
from msgspec import Struct

Colour = tuple[float, float, float]


class Look(Struct, frozen=True, omit_defaults=True):
    """How the text of an element is seen."""

    hidden: bool = False
    """Not seen at all."""
    struck: bool = False
    """Struck through."""
    shifted: bool = False
    """Raised or lowered against the line."""
    apart: bool = False
    """Set apart from what stands before and behind it."""
    unsure: bool = False
    """Seen in a way that cannot be told from here: turned, moved, covered, written by a script, mirrored."""
    size: float | None = None
    """Height of the print in pixels; None when nothing is said."""
    factor: float = 1.0
    """Height of the print against the text around it, when it is said so."""
    colour: Colour | None = None
    ground: Colour | None = None

    def parts_digits(self, *, inline: bool = True) -> bool:
        """Whether it does more than choose a type face, a common size or a colour that is seen on white."""
        return self is not PLAIN and (
            self.hidden
            or self.struck
            or self.shifted
            or self.unsure
            or (inline and self.apart)
            or (self.size is not None and self.size < _SMALL)
            or (inline and not _SMALLER <= self.factor <= 1 / _SMALLER)
            or self.factor < _SMALL / 16
            or (self.colour is not None and sum(self.colour) > _LIGHT)
            or (self.ground is not None and sum(self.ground) < _DARK)
        )


PLAIN = Look()

_NAMES = frozenset(
    [
        "display",
        "visibility",
        "content",
        "position",
        "float",
        "left",
        "right",
        "top",
        "bottom",
        "text-indent",
        "clip",
        "clip-path",
        "mask",
        "mask-image",
        "transform",
        "rotate",
        "scale",
        "translate",
        "zoom",
        "opacity",
        "filter",
        "color",
        "background",
        "background-color",
        "font",
        "font-size",
        "vertical-align",
        "text-decoration",
        "text-decoration-line",
        "direction",
        "unicode-bidi",
        "margin",
        "margin-left",
        "margin-right",
        "padding",
        "padding-left",
        "padding-right",
        "width",
        "height",
        "max-width",
        "max-height",
        "overflow",
        "letter-spacing",
        "content-visibility",
        "order",
        "flex-direction",
        "flex-flow",
        "-webkit-text-fill-color",
        "-webkit-text-security",
    ]
)
TELLING = re.compile(
    r"display|visib|content|position|float|left|right|top|bottom|indent|clip|mask|transform|rotate|scale|translate|zoom|opacity"
    r"|filter|color|background|font-size|font\s*:|vertical|decoration|direction|bidi|margin|padding|height|width|spacing|webkit|flex-|(?<!b)order|\\|/\*",
    re.IGNORECASE,
)
"""A style that holds none of these says nothing of how a text is seen."""

_LENGTH = re.compile(r"([-+]?(?:\d+\.?\d*|\.\d+))(px|pt|em|rem|ex|ch|%|in|cm|mm|pc|q|vw|vh|)(?![\w%])", re.IGNORECASE)
_PIXELS = {
    "px": 1.0,
    "pt": 4 / 3,
    "in": 96.0,
    "cm": 37.8,
    "mm": 3.78,
    "pc": 16.0,
    "q": 0.945,
    "rem": 16.0,
    "vw": 12.8,
    "vh": 8.0,
    "": 1.0,
}
_RELATIVE = {"em": 1.0, "%": 0.01, "ex": 0.5, "ch": 0.5}
_SIZE_WORDS = {
    "xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0, "x-large": 24.0, "xx-large": 32.0,
}  # fmt: skip
_SIZE_FACTORS = {"smaller": 0.83, "larger": 1.2}
_FONT_SIZES = {"1": 10.0, "2": 13.0, "3": 16.0, "4": 18.0, "5": 24.0, "6": 32.0, "7": 48.0}
UNSEEN_SIZE = 3.0
"""Print of less pixels is a dot to a reader."""
_FAR = 100.0
"""Moved by more pixels than this to the left or upwards, a text is off the screen."""
_GAP = 6.0
_INLINE = frozenset(
    {
        "inline",
        "contents",
        "initial",
        "inherit",
        "unset",
        "revert",
        "ruby",
        "table-cell",
        "table-row",
        "table",
        "list-item",
    }
)
_SMALLER = 0.8
"""Print that is so much smaller than what stands beside it is no part of the same number."""
_SMALL, _LIGHT, _DARK = 7.0, 2.4, 1.2
"""Print of less pixels, colours as light and grounds as dark as this may not be seen."""


def _pixels(value: str, base: float = 16.0) -> float | None:
    found = _LENGTH.search(value)
    if found is None:
        return None
    unit = found[2].lower()
    return float(found[1]) * (_PIXELS[unit] if unit in _PIXELS else _RELATIVE[unit] * base)


def declarations(style: str) -> Iterator[tuple[str, str, bool]]:
    """Name, value and importance of each declaration that is telling."""
    for one in tinycss2.parse_blocks_contents(style, skip_whitespace=True, skip_comments=True):
        if one.type == "declaration" and (one.lower_name in _NAMES or one.lower_name.startswith("margin")):
            value = tinycss2.serialize([each for each in one.value if each.type != "comment"])
            yield one.lower_name, value.strip().lower(), one.important


@functools.lru_cache(4096)
def look_of_style(style: str) -> Look:
    """How text looks under the declarations of a ``style`` attribute."""
    if not TELLING.search(style):
        return PLAIN
    return look_of_rules(tuple((important, name, value) for name, value, important in declarations(style)))


@functools.lru_cache(4096)
def look_of_rules(declared: tuple[tuple[bool, str, str], ...]) -> Look:
    """How text looks under declarations, each with its importance, in the order in which the later wins."""
    return _look(_cascaded(declared))


def _cascaded(declared: Iterable[tuple[bool, str, str]]) -> Mapping[str, str]:
    kept: dict[str, tuple[bool, str]] = {}
    for important, name, value in declared:
        if name not in kept or important or not kept[name][0]:
            kept[name] = important, value
    return {name: value for name, (_, value) in kept.items()}


def _colour(value: str) -> tuple[Colour | None, bool]:
    """The first colour in a value, and whether it lets everything through."""
    for token in value.replace(",", " , ").split() if "(" not in value else [value]:
        try:
            read = tinycss2.color3.parse_color(token)
        except ValueError:
            continue
        if read is not None and read != "currentColor":
            return (read.red, read.green, read.blue), read.alpha < 0.1
    return None, False


def _size(css: Mapping[str, str]) -> tuple[float | None, float]:
    """Height in pixels and factor against the text around, as far as they are said."""
    value = css.get("font-size") or ""
    if not value and "font" in css:
        found = re.search(
            r"(?:^|\s)([\d.]+(?:px|pt|em|rem|%|cm|mm|in)|0(?=[/\s])|(?:xx?-)?(?:small|large)|medium|smaller|larger)(?=\s|/|$)",
            css["font"],
        )
        value = found[1] if found else ""
    if value in _SIZE_WORDS:
        return _SIZE_WORDS[value], 1.0
    if value in _SIZE_FACTORS:
        return None, _SIZE_FACTORS[value]
    found = _LENGTH.match(value)
    if found is None:
        return None, 1.0
    unit = found[2].lower()
    return (None, float(found[1]) * _RELATIVE[unit]) if unit in _RELATIVE else (float(found[1]) * _PIXELS[unit], 1.0)


_TURNING = (
    "transform", "rotate", "scale", "translate", "filter", "clip", "clip-path", "mask", "mask-image", "zoom", "-webkit-text-security",
)  # fmt: skip
_UNTURNED = frozenset({"none", "auto", "normal", "initial", "unset", "inherit", "0", "1", "100%"})
_SCALED_AWAY = re.compile(r"scale[xy]?\(\s*0\s*[,)]")
_CLIPPED_AWAY = re.compile(r"rect\(\s*0(?:px)?[\s,]+0(?:px)?[\s,]+0(?:px)?[\s,]+0")


def _look(css: Mapping[str, str]) -> Look:
    if not css:
        return PLAIN

    def said(name: str, default: str = "") -> str:
        return css.get(name, default)

    def is_moved(*sides: str) -> bool:
        return said("position") == "relative" and any(_pixels(said(side)) for side in sides)

    size, factor = _size(css)
    colour, see_through = _colour(said("-webkit-text-fill-color") or said("color"))
    ground, _ = _colour(said("background-color") or said("background"))
    gaps = _gaps(css)
    opacity = _pixels(said("opacity", "1"), 1.0)
    spacing = _pixels(said("letter-spacing")) or 0.0
    raised = said("vertical-align", "baseline")
    return Look(
        hidden=see_through or (size is not None and size <= UNSEEN_SIZE) or factor <= 0.15 or _is_hidden(css),
        struck="line-through" in said("text-decoration") + said("text-decoration-line"),
        shifted=raised in {"super", "sub", "text-top", "text-bottom"}
        or abs(_pixels(raised) or 0.0) > 1
        or is_moved("top", "bottom"),
        apart=said("display", "inline") not in _INLINE
        or said("float", "none") in {"left", "right"}
        or any(gap >= _GAP for gap in gaps),
        unsure=any(said(name, "none") not in _UNTURNED for name in _TURNING)
        or said("direction") == "rtl"
        or "override" in said("unicode-bidi")
        or "reverse" in said("flex-direction") + said("flex-flow")
        or said("order", "0") not in _UNTURNED
        or said("position") in {"absolute", "fixed", "sticky"}
        or is_moved("left", "right")
        or (opacity is not None and opacity < 0.4)
        or spacing >= 2 * _GAP
        or spacing <= -3
        or any(gap <= -3 for gap in gaps),
        size=size,
        factor=factor,
        colour=colour,
        ground=ground,
    )


def _is_hidden(css: Mapping[str, str]) -> bool:
    """Whether an element is taken off the page, off the screen, or out of all room."""
    said = css.get
    opacity = _pixels(said("opacity", "1"), 1.0)
    beside = [_pixels(said(side, "")) or 0.0 for side in ("left", "top")]
    indented = [_pixels(said(side, "")) or 0.0 for side in ("margin-left", "margin-top", "text-indent")]
    sides = (_pixels(said(side, "")) for side in ("width", "height", "max-width", "max-height"))
    return (
        said("display") == "none"
        or said("visibility") in {"hidden", "collapse"}
        or said("content-visibility") == "hidden"
        or (opacity is not None and opacity < 0.1)
        or said("zoom") in {"0", "0%"}
        or (said("position") in {"absolute", "fixed", "relative"} and min(*beside, *indented) < -_FAR)
        or min(indented) < -_FAR
        or (said("overflow") in {"hidden", "clip"} and any(side is not None and side <= 1 for side in sides))
        or _SCALED_AWAY.search(said("transform", "")) is not None
        or said("scale") == "0"
        or _CLIPPED_AWAY.search(said("clip", "")) is not None
    )


def _gaps(css: Mapping[str, str]) -> list[float]:
    """Room to the left and to the right, in pixels."""
    alone = [css.get(name, "") for name in ("margin-left", "margin-right", "padding-left", "padding-right")]
    short = [part for name in ("margin", "padding") for part in css.get(name, "").split()[1::2]]
    return [_pixels(part) or 0.0 for part in (*alone, *short)]


_BY_TAG: dict[str, Look] = {
    "del": Look(struck=True),
    "s": Look(struck=True),
    "strike": Look(struck=True),
    "sup": Look(shifted=True, factor=0.83),
    "sub": Look(shifted=True, factor=0.83),
    "small": Look(factor=0.83),
    "big": Look(factor=1.2),
    "rt": Look(hidden=True),
    "rp": Look(hidden=True),
    "noscript": Look(hidden=True),
    "template": Look(hidden=True),
    "datalist": Look(hidden=True),
    "bdo": Look(unsure=True),
    "marquee": Look(unsure=True),
    "q": Look(apart=True),
    "button": Look(apart=True),
    "meter": Look(unsure=True),
    "progress": Look(unsure=True),
}
TELLING_TAGS = frozenset(_BY_TAG) | {"font", "details"}


@functools.lru_cache(1024)
def _font(colour: str, size: str) -> Look:
    return Look(size=_FONT_SIZES.get(size.strip()), colour=_colour(colour)[0])


def look_of_tag(element: _Element) -> Look:
    """How text looks by the tag it stands in and the attributes of old that set type."""
    if element.tag == "font":
        return _font(element.get("color") or "", element.get("size") or "")
    return _BY_TAG.get(str(element.tag), PLAIN)


def laid_over(look: Look, base: Look) -> Look:
    """A look by style over the look that the tag gives."""
    if base is PLAIN:
        return look
    return Look(
        hidden=look.hidden or base.hidden,
        struck=look.struck or base.struck,
        shifted=look.shifted or base.shifted,
        apart=look.apart or base.apart,
        unsure=look.unsure or base.unsure,
        size=look.size if look.size is not None else base.size,
        factor=look.factor if look.factor != 1.0 else base.factor,
        colour=look.colour or base.colour,
        ground=look.ground or base.ground,
    )
