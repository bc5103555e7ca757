"""A page's sheets: which conditions a screen of 1280 × 800 meets, for a reader who asks for nothing special, and sheets within addresses."""

from __future__ import annotations

import base64
import binascii
import functools
import re
from urllib.parse import unquote_to_bytes

from lxml.etree import _Element

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


def is_sheet(link: _Element) -> bool:
    """Whether a ``<link>`` brings a sheet that counts from the beginning."""
    rel = (link.get("rel") or "").lower().split()
    return link.get("disabled") is None and (
        ("stylesheet" in rel and "alternate" not in rel) or link.get("as") == "style"
    )


@functools.lru_cache(256)
def applies_to(media: str) -> bool | None:
    """Whether a list of media is met by a screen; None where that cannot be told."""
    found = [_query_applies(query.strip()) for query in media.lower().split(",")]
    return True if True in found else None if None in found else False


def _query_applies(query: str) -> bool | None:
    if " or " in query:
        return None
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


def enclosed_text(address: str) -> str:
    """The sheet that stands in a ``data:`` address itself; nothing where it is broken, as a browser reads it."""
    head, comma, body = address.strip().partition(",")
    data = unquote_to_bytes(body)
    if head.lower().endswith(";base64"):
        try:
            data = base64.b64decode(data)
        except binascii.Error:
            data = b""
    return data.decode("utf-8", "replace") if comma else ""
