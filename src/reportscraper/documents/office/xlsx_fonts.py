"""Fonts and colours of a workbook's cells."""

from __future__ import annotations

from typing import Any

from openpyxl.cell.rich_text import TextBlock
from openpyxl.cell.text import InlineFont

from reportscraper.documents.office.colours import hardly_differ
from reportscraper.documents.pieces import SIGNS, Piece

_UNSEEN_POINTS = 3
_BY_PLACE = {
    ("theme", 0): "FFFFFF", ("theme", 1): "000000", ("indexed", 0): "000000", ("indexed", 1): "FFFFFF",
    ("indexed", 8): "000000", ("indexed", 9): "FFFFFF", ("indexed", 64): "000000", ("indexed", 65): "FFFFFF",
}  # fmt: skip


def font_of(cell: Any) -> InlineFont:
    """The font of a cell as that of a stretch of text."""
    font = cell.font
    return InlineFont(rFont=font.name, strike=font.strike, vertAlign=font.vertAlign, sz=font.sz, color=font.color)


def ground_of_cell(cell: Any) -> str:
    """The colour that a cell is filled with; empty for a pattern."""
    if not cell.has_style or cell.fill.fill_type is None:
        return "FFFFFF"
    return rgb(cell.fill.fgColor, "") if cell.fill.fill_type in {"solid", "darkGray"} else ""


def rgb(colour: Any, default: str) -> str:
    """A colour as six digits; themes and the old palette as far as they are black or white, else something equal to nothing."""
    if colour is None:
        return default
    if colour.type == "rgb":
        return str(colour.rgb)[-6:].upper()
    told = _BY_PLACE.get((colour.type, colour.theme if colour.type == "theme" else colour.indexed))
    if told and colour.tint:  # Black is made lighter, white darker.
        lightest = min(1.0, max(0.0, colour.tint + (told == "FFFFFF")))
        told = f"{round(255 * lightest):02X}" * 3
    return told or f"{colour.type} {colour.value}"


def piece_of(run: TextBlock, ground: str) -> Piece:
    """A stretch of text of one font; nothing, where it has the colour of its ground or is too small to be seen."""
    font = run.font
    print_ = rgb(font.color, "000000")
    if print_ == ground or hardly_differ(print_, ground) or (font.sz is not None and font.sz <= _UNSEEN_POINTS):
        return Piece("")
    return Piece(
        run.text,
        struck=bool(font.strike),
        shifted=font.vertAlign in {"superscript", "subscript"},
        unsure=SIGNS.search(font.rFont or "") is not None,
        size=font.sz,
    )
