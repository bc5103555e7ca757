"""Colours that declarations of style name."""

from __future__ import annotations

import contextlib
import functools
import re

import tinycss2.color4

from reportscraper.documents.html.looks import CLEAR, Colour

OPAQUE = 0.9
"""The share of light that a ground keeps off when nothing is seen through it."""
WORKED_OUT = re.compile(
    r"\b(?:var|calc|min|max|clamp|env|attr|color-mix|light-dark|lab|lch|oklab|oklch|if|round)\(|\w\(from\b|\bhighlight(?:text)?\b|\baccentcolor"
)
_OF_THE_SYSTEM: dict[str, Colour] = {
    **dict.fromkeys(["canvas", "window", "field", "menu", "infobackground", "buttonface"], (1.0, 1.0, 1.0)),
    **dict.fromkeys(["canvastext", "windowtext", "fieldtext", "menutext", "infotext", "buttontext", "captiontext"], (0.0, 0.0, 0.0)),
}  # fmt: skip
"""Colours that readers choose for their screens, as nearly all have them."""


@functools.lru_cache(1024)
def colour_of(value: str) -> tuple[Colour | None, bool]:
    """The first colour in a value, `CLEAR` where it lets everything through; and whether the value names one that is not known here."""
    for token in value.replace(",", " , ").split() if "(" not in value else [value]:
        if token in _OF_THE_SYSTEM:
            return _OF_THE_SYSTEM[token], False
        try:
            read = tinycss2.color4.parse_color(token)
            if read is not None and read != "currentcolor":
                return (CLEAR if read.alpha < 0.1 else tuple(read.to("srgb").coordinates)), False
        except (ValueError, NotImplementedError):
            return None, True
    return None, WORKED_OUT.search(value) is not None


def is_opaque(value: str) -> bool:
    """Whether a ground lets nothing through."""
    for token in [value] if "(" in value else value.split():
        with contextlib.suppress(ValueError, NotImplementedError):
            read = tinycss2.color4.parse_color(token)
            if read is not None and read != "currentcolor":
                return bool(read.alpha > OPAQUE)
    return value in _OF_THE_SYSTEM
