"""Colours of print and of what it stands on, in Word files and workbooks."""

from __future__ import annotations

import re

from lxml.etree import _Element

from reportscraper.documents.office.docx_numbers import W

DRAWING_2010 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_CONTRAST = 90
"""Levels of 765 by which print stands out from its ground."""


def colour_of_run(told: dict[str, _Element]) -> str:
    """The colour of print: of its newer fill, else its own, which may be the ground's of the theme without saying which that is."""
    fill, own = told.get(f"{DRAWING_2010}textFill"), told.get(f"{W}color")
    solid = None if fill is None else fill.find(f"{DRAWING_2010}solidFill/{DRAWING_2010}srgbClr")
    if solid is not None:
        return solid.get(f"{DRAWING_2010}val", "auto").upper()
    theme = None if fill is None else fill.find(f"{DRAWING_2010}solidFill/{DRAWING_2010}schemeClr")
    if theme is not None:
        return "FFFFFF" if theme.get(f"{DRAWING_2010}val") in {"bg1", "lt1"} else "AUTO"
    if own is None:
        return "AUTO"
    # The colour of a theme counts, not what stands beside it for older programs, where it is neither lightened nor darkened.
    is_changed = own.get(f"{W}themeShade") is not None or own.get(f"{W}themeTint") is not None
    named = "" if is_changed else _THEMES.get(own.get(f"{W}themeColor", ""), "")
    return named or own.get(f"{W}val", "auto").upper()


def ground_of_run(run: _Element, told: dict[str, _Element], *, is_shaded: bool) -> str:
    """The colour on which a run is printed: of its highlight, its shade, its paragraph's, its cell's, else white; empty for a pattern."""
    highlight = told.get(f"{W}highlight")
    if highlight is not None and highlight.get(f"{W}val", "none") != "none":
        return _HIGHLIGHTS.get(highlight.get(f"{W}val", ""), "")
    shades = [told.get(f"{W}shd")]
    shades += [
        outer.find(f"{W}{kind}Pr/{W}shd")
        for kind, name in (("p", "p"), ("tc", "tc"), ("tbl", "tbl"))
        for outer in run.iterancestors(f"{W}{name}")
    ]
    for shade in shades:
        pattern = "clear" if shade is None else shade.get(f"{W}val", "clear")
        if shade is not None and _DENSE.fullmatch(pattern):
            dots = shade.get(f"{W}color", "auto").upper()
            return "000000" if dots == "AUTO" else dots
        if shade is not None and shade.get(f"{W}fill", "auto").lower() != "auto":
            return shade.get(f"{W}fill", "").upper() if pattern in {"clear", "nil"} else ""
    # The style of a table may shade any of its cells.
    return "STYLED" if is_shaded else "FFFFFF"


_DENSE = re.compile(r"solid|pct[6-9]\d")
"""Patterns that are nearly as dark as their dots."""
_THEMES = {"background1": "FFFFFF", "light1": "FFFFFF", "text1": "AUTO", "dark1": "AUTO"}
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
