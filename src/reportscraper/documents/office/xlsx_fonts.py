"""Fonts and colours of a workbook's cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl
from msgspec import Struct, field
from openpyxl.cell.rich_text import TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles.colors import COLOR_INDEX

from reportscraper.documents.office.colours import hardly_differ, is_pale, theme_colours, theme_fonts
from reportscraper.documents.office.number_format import COLOUR_NUMBER, colour_said
from reportscraper.documents.office.plain_xml import parse_part
from reportscraper.documents.pieces import SIGNS, Piece

_UNSEEN_POINTS = 3
_THEME = ("lt1", "dk1", "lt2", "dk2", *(f"accent{number}" for number in range(1, 7)), "hlink", "folHlink")
"""The colours of a theme as cells count them."""
_SYMBOLS = 2
_SYSTEM = {64: "000000", 65: "FFFFFF"}
UNSAID = "00000000"
"""The colour that stands where none is said."""


class BookLooks(Struct, frozen=True):
    """What the theme and the palette of a workbook say of its print."""

    theme: Mapping[str, str] = field(default_factory=lambda: {"lt1": "FFFFFF", "dk1": "000000"})
    palette: Sequence[str] = COLOR_INDEX
    signs: frozenset[str] = frozenset()
    """The fonts of the theme, minor or major, that print signs for digits."""

    def rgb(self, colour: Any, default: str) -> str:
        """A colour as six digits; what the workbook does not say is a name that equals nothing."""
        if colour is None:
            return default
        told, number = str(colour.rgb)[-6:].upper(), colour.indexed
        if colour.type == "theme":
            told = self.theme.get(_THEME[colour.theme], "") if 0 <= colour.theme < len(_THEME) else ""
        elif colour.type == "indexed":
            told = _SYSTEM.get(number, "") or (self.palette[number][-6:] if 0 <= number < len(self.palette) else "")
        elif colour.type != "rgb":
            return default
        tint = colour.tint or 0.0
        try:
            levels = [each * (1 + tint) if tint < 0 else each + (255 - each) * tint for each in bytes.fromhex(told)]
        except ValueError:
            levels = []
        return "".join(f"{min(255, max(0, round(each))):02X}" for each in levels) or f"{colour.type} {colour.value}"


def looks_of_book(book: openpyxl.Workbook) -> BookLooks:
    """The looks of a workbook, those that programs have by themselves where it brings no theme."""
    if not book.loaded_theme:
        return BookLooks()
    theme = parse_part(book.loaded_theme)
    if theme is None:
        return BookLooks()
    signs = (place for place, font in theme_fonts(theme).items() if SIGNS.search(font))
    return BookLooks({**BookLooks().theme, **theme_colours(theme)}, book._colors, frozenset(signs))


def font_of(cell: Any) -> InlineFont:
    """The font of a cell as that of a stretch of text."""
    font = cell.font
    return InlineFont(
        rFont=font.name,
        charset=font.charset,
        strike=font.strike,
        vertAlign=font.vertAlign,
        sz=font.sz,
        color=font.color,
        scheme=font.scheme,
    )


def ground_of_cell(cell: Any, looks: BookLooks) -> str:
    """The colour that a cell is filled with; empty for a pattern of several."""
    return ground_of_fill(cell.fill, looks, "FFFFFF") if cell.has_style else "FFFFFF"


def ground_of_fill(fill: Any, looks: BookLooks, default: str) -> str:
    """The colour of a fill; empty for a pattern of several."""
    stops = getattr(fill, "stop", None)
    if stops is not None:  # Colours that run into one another.
        colours = [each.color for each in stops]
    elif fill is None or fill.fill_type is None:
        return default
    elif fill.fill_type in {"solid", "darkGray"}:
        return looks.rgb(fill.fgColor, "")
    else:
        colours = [each for each in (fill.fgColor, fill.bgColor) if each is not None and each.rgb != UNSAID]
        colours = colours if len(colours) > 1 else []
    if not colours:
        return ""
    first, *others = (looks.rgb(each, "") for each in colours)
    return first if all(hardly_differ(first, each) for each in others) else ""


def print_of_cell(cell: Any, looks: BookLooks) -> str:
    """The colour of a cell's print: of its number format, else of its font."""
    said = colour_said(cell.value, cell.number_format) if cell.has_style else None
    if said is not None and len(said) < len("000000"):
        number = int(said) + COLOUR_NUMBER
        return looks.palette[number][-6:] if number < len(looks.palette) else ""
    return said or looks.rgb(cell.font.color if cell.has_style else None, "000000")


def piece_of(run: TextBlock, ground: str, looks: BookLooks, colour: str = "") -> Piece:
    """A stretch of text of one font, in its own colour or another; nothing, where it has that of its ground or is too small to be seen."""
    font = run.font
    print_ = colour or looks.rgb(font.color, "000000")
    if print_ == ground or hardly_differ(print_, ground) or (font.sz is not None and font.sz <= _UNSEEN_POINTS):
        return Piece("")
    return Piece(
        run.text,
        struck=bool(font.strike),
        shifted=font.vertAlign in {"superscript", "subscript"},
        unsure=SIGNS.search(font.rFont or "") is not None
        or font.charset == _SYMBOLS
        or font.scheme in looks.signs
        or is_pale(print_, ground),
        size=font.sz,
    )
