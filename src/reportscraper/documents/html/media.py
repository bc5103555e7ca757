"""Conditions of a page's sheets: which of them a screen of 1280 × 800 meets, for a reader who asks for nothing special."""

from __future__ import annotations

import functools
import re

from reportscraper.documents.html.lengths import pixels

_SCREEN = (1280.0, 800.0)
"""Width and height, in pixels, of the screen for which conditions are resolved."""
_FEATURE = re.compile(r"\(\s*(min|max)-(?:device-)?(width|height)\s*:\s*([^)]+)\)")
_OF_READER = re.compile(
    r"\(\s*(?:prefers-[\w-]+|forced-colors|inverted-colors|-ms-high-contrast|orientation)\s*(?::[^()]*)?\)"
)
"""Conditions on what a reader has and prefers."""
_HAS = frozenset(
    [
        "(prefers-color-scheme:light)", "(prefers-color-scheme:no-preference)", "(prefers-reduced-motion:no-preference)",
        "(prefers-contrast:no-preference)", "(forced-colors:none)", "(inverted-colors:none)", "(orientation:landscape)",
    ]
)  # fmt: skip
_SPACES = re.compile(r"\s")


@functools.lru_cache(256)
def applies_to(media: str) -> bool | None:
    """Whether a list of media is met by a screen; None where that cannot be told."""
    found = [_query_applies(query.strip()) for query in media.lower().split(",")]
    return True if True in found else None if None in found else False


def _query_applies(query: str) -> bool | None:
    words = _FEATURE.sub("", query)
    is_meant = not words.startswith("not ")
    kind = re.search(r"\b(all|screen|print|speech|tv|handheld|projection|aural|braille|embossed|tty)\b", words)
    if kind is not None and kind[1] not in {"all", "screen"}:
        return not is_meant
    for told in _OF_READER.finditer(words):
        if _SPACES.sub("", told[0]) not in _HAS:
            return not is_meant
        words = words.replace(told[0], "")
    for bound, side, value in _FEATURE.findall(query):
        length, own = pixels(value), _SCREEN[side == "height"]
        if length is None:
            return None
        if (bound == "min" and own < length) or (bound == "max" and own > length):
            return not is_meant
    return None if "(" in words else is_meant
