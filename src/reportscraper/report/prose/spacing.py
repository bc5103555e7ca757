"""Text printed with gaps between its characters (主 动 公 开), as words laid out apart come out of a PDF or a word processor.

Only gaps between Han characters are closed, and only where three in a row stand apart: a gap between digits may part two numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_APART = re.compile(" [一-龥] {1,2}[一-龥] {1,2}[一-龥]")
_GAP = re.compile("(?<=[一-龥]) {1,2}(?=[一-龥](?: |[^一-龥]|$))|(?<= [一-龥]) {1,2}(?=[一-龥])")


def close_up(flat: str) -> tuple[str, Sequence[int]]:
    """The flattened text without gaps between the characters of its words, and for each position where it was before."""
    if not _APART.search(flat):
        return flat, range(len(flat) + 1)
    kept: list[int] = []
    start = 0
    for gap in _GAP.finditer(flat):
        kept.extend(range(start, gap.start()))
        start = gap.end()
    kept.extend(range(start, len(flat) + 1))
    return "".join(flat[position] for position in kept[:-1]), kept
