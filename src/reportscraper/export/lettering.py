"""Words in a drawing: how wide they are, how they are wrapped, set apart and escaped."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from functools import cache
from html import escape

from reportscraper.export.safe import xml_text

LINE = 14
"""Pixels from one line of words to the next."""


def linked(href: str, inside: str, more: str = "") -> str:
    """SVG within a link to ``href``, or as it is where there is none."""
    return f'<a href="{safe(href)}"{more}>{inside}</a>' if href else inside


def apart(wanted: Sequence[tuple[float, int]], bottom: float) -> list[float]:
    """Heights for names of so many lines, from the top down, so that none lies on another nor below the chart."""
    made: list[float] = []
    free = -math.inf
    for y, lines in wanted:
        made.append(max(y - (lines - 1) * LINE / 2, free))
        free = made[-1] + lines * LINE + 3 * (lines > 1)
    end = bottom + 8
    for place in reversed(range(len(made))):
        made[place] = min(made[place], end - wanted[place][1] * LINE)
        end = made[place]
    return made


@cache
def wrapped(name: str) -> list[str]:
    """A long name in two lines, parted after its county where it begins with one."""
    if text_width(name) <= 9 * 12:
        return [name]
    at = next(
        (place + 1 for place, sign in enumerate(name) if 2 <= place + 1 < len(name) - 2 and sign in "县市区旗 "),
        len(name) // 2,
    )
    return [name[:at].strip(), name[at:].strip()]


def text_width(text: str) -> int:
    """About how many pixels a text takes."""
    return sum(12 if unicodedata.east_asian_width(sign) in "WF" else 7 for sign in text)


def short(value: float) -> str:
    """A number as it stands on a scale."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".").replace("-", "\u2212")
    return text if abs(value) < 10_000_000 else f"{value:.3g}"


def han(text: str) -> str:
    """An attribute that says of a text with Chinese in it that it is Chinese."""
    return ' lang="zh-Hans"' if any("\u3400" <= sign <= "\u9fff" for sign in text) else ""


def safe(text: str) -> str:
    """The text escaped, without what XML cannot hold."""
    return escape(xml_text(str(text)))
