"""Colours of print and of what it stands on, in Word files and workbooks."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from lxml.etree import _Element
from msgspec import Struct

from reportscraper.documents.office.wordml import W

DRAWING_2010 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_CONTRAST = 90
"""Levels of 765 by which print stands out from its ground."""
_GLARE, _LEAST_RATIO = 0.05, 1.3
"""The light that any paper or screen reflects, and by how much the lighter of two colours outshines the other where print is seen."""


class Looks(Struct, frozen=True):
    """What the parts beside a Word file's text say of its print."""

    colours: Mapping[str, str] = {}
    """The colours of its theme by their names there."""
    signs: frozenset[str] = frozenset()
    """Fonts that print signs for digits, and places of the theme that stand for such a font, in small letters."""
    background: str = ""
    """The colour of its pages where one is set."""


PLAIN_LOOKS = Looks()


def theme_colours(theme: _Element | None) -> dict[str, str]:
    """The colours of a theme by name (dk1, lt1, accent1), as six digits."""
    scheme = None if theme is None else next(theme.iter(f"{_DRAWING}clrScheme"), None)
    return {
        str(each.tag).removeprefix(_DRAWING): (each[0].get("lastClr") or each[0].get("val") or "").upper()
        for each in (() if scheme is None else scheme)
        if len(each)
    }


def theme_fonts(theme: _Element | None) -> dict[str, str]:
    """The fonts for Latin print of a theme by place (minor, major), empty where it names none."""
    found = {
        place: None if theme is None else theme.find(f".//{_DRAWING}{place}Font/{_DRAWING}latin")
        for place in ("minor", "major")
    }
    return {place: "" if font is None else font.get("typeface", "") for place, font in found.items()}


def _colour_said(element: _Element, looks: Looks, plain: str, theme: str) -> str:
    """The colour that an element says by its theme, lightened or darkened, else by itself."""
    name = element.get(f"{W}themeColor" if theme == "theme" else f"{W}{theme}", "")
    colour = looks.colours.get(_PLACES.get(name, name)) or _USUAL.get(_PLACES.get(name, name), "")
    own = element.get(f"{W}{plain}", "auto").upper()
    try:
        levels = bytes.fromhex(colour)
        tint, shade = (int(element.get(f"{W}{theme}{how}", "FF"), 16) / 255 for how in ("Tint", "Shade"))
    except ValueError:
        return own
    if not levels:
        return own
    return "".join(f"{round((each * tint + 255 * (1 - tint)) * shade):02X}" for each in levels)


def fill_of_shade(shade: _Element, looks: Looks) -> str:
    """The colour behind the pattern of a shade, AUTO for none."""
    return _colour_said(shade, looks, "fill", "themeFill")


def colour_of_run(told: dict[str, _Element], looks: Looks = PLAIN_LOOKS) -> str:
    """The colour of print: of its newer fill, else its own, where the theme's counts before what stands beside it for older programs."""
    fill, own = told.get(f"{DRAWING_2010}textFill"), told.get(f"{W}color")
    solid = None if fill is None else fill.find(f"{DRAWING_2010}solidFill/{DRAWING_2010}srgbClr")
    if solid is not None:
        return solid.get(f"{DRAWING_2010}val", "auto").upper()
    theme = None if fill is None else fill.find(f"{DRAWING_2010}solidFill/{DRAWING_2010}schemeClr")
    if theme is not None:
        name = _PLACES.get(theme.get(f"{DRAWING_2010}val", ""), theme.get(f"{DRAWING_2010}val", ""))
        return "AUTO" if len(theme) else looks.colours.get(name) or _USUAL.get(name, "AUTO")
    return "AUTO" if own is None else _colour_said(own, looks, "val", "theme")


def ground_of_run(
    run: _Element, told: dict[str, _Element], looks: Looks, *, by_paragraph: _Element | None = None
) -> str:
    """The colour on which a run is printed: of its highlight, its shade, its paragraph's (``by_paragraph`` is that of its style), its
    cell's; a name that is no colour for a pattern, empty for none of them.
    """
    highlight = told.get(f"{W}highlight")
    if highlight is not None and highlight.get(f"{W}val", "none") != "none":
        return _HIGHLIGHTS.get(highlight.get(f"{W}val", ""), "PATTERN")
    shades = [told.get(f"{W}shd")]
    for kind, name in (("p", "p"), ("tc", "tc"), ("tblPrEx", "tr"), ("tbl", "tbl")):
        path = f"{W}{kind}/{W}shd" if name == "tr" else f"{W}{kind}Pr/{W}shd"
        shades += [outer.find(path) for outer in run.iterancestors(f"{W}{name}")]
        shades += [by_paragraph] if name == "p" else []
    for shade in shades:
        pattern = "clear" if shade is None else shade.get(f"{W}val", "clear")
        if shade is not None and _DENSE.fullmatch(pattern):
            dots = shade.get(f"{W}color", "auto").upper()
            return "000000" if dots == "AUTO" else dots
        if shade is not None and (fill := fill_of_shade(shade, looks)) != "AUTO":
            return fill if pattern in {"clear", "nil"} else "PATTERN"
    return ""


_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_DENSE = re.compile(r"solid|pct[6-9]\d")
"""Patterns that are nearly as dark as their dots."""
_PLACES = {
    "dark1": "dk1", "text1": "dk1", "tx1": "dk1", "light1": "lt1", "background1": "lt1", "bg1": "lt1", "dark2": "dk2", "text2": "dk2",
    "tx2": "dk2", "light2": "lt2", "background2": "lt2", "bg2": "lt2", "hyperlink": "hlink", "followedHyperlink": "folHlink",
}  # fmt: skip
"""What runs and shades call the colours of a theme."""
_USUAL = {"dk1": "000000", "lt1": "FFFFFF"}
_HIGHLIGHTS = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF", "red": "FF0000", "yellow": "FFFF00",
    "white": "FFFFFF", "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000", "darkMagenta": "800080", "darkRed": "800000",
    "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip


def hardly_differ(colour: str, ground: str) -> bool:
    """Whether two colours can hardly be told from one another."""
    try:
        pairs = zip(bytes.fromhex(colour), bytes.fromhex(ground), strict=True)
        return sum(abs(one - other) for one, other in pairs) < _CONTRAST
    except ValueError:
        return False


def is_pale(colour: str, ground: str) -> bool:
    """Whether print may be overlooked, as yellow and cyan on white: both colours are nearly as light or as dark."""
    try:
        lighter, darker = sorted(map(_lightness, map(bytes.fromhex, (colour, ground))), reverse=True)
    except ValueError:
        return False
    return lighter + _GLARE < _LEAST_RATIO * (darker + _GLARE)


def _lightness(levels: bytes) -> float:
    """How much light a colour gives, as eyes weigh red, green and blue (WCAG's relative luminance); ValueError for what is none."""
    red, green, blue = (math.pow(each / 255, 2.2) for each in levels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
