"""Characters of a PDF page put together: lines of print, and lines joined to paragraphs across line and page ends."""

from __future__ import annotations

import itertools
import re
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct

from reportscraper.text import nfkc, squeeze

Char = dict[str, Any]
"""A character as pdfplumber gives it: text, x0, x1, top, bottom, size, fontname."""

_GAP = 0.3
"""Characters this share of their size apart have a space between them."""
_ROOM = 1.6
"""A line that ends this many characters or more before the margin ends its paragraph."""
_INDENT = 0.8
_LEADING = 1.9
"""Lines this many times the usual distance apart belong to different paragraphs."""
_MARGIN = 0.1
_PAGE_NUMBER = re.compile(
    r"[-—–−~·•|/]*(?:第|page|p\.?)?\d{1,3}(?:页|/|of|共|,|，|第)*\d{0,3}页?[-—–−~·•|]*", re.IGNORECASE
)
_HEADING = re.compile(r"[一二三四五六七八九十]{1,2}[、.．]|[（(][一二三四五六七八九十]{1,2}[)）]")
_RADICAL = re.compile("[\u2e80-\u2fdf]")
_STOPS = "。！？；：.!?;:"


class Line(Struct, frozen=True):
    """A line of print. ``size`` is the height of its characters in points; ``page`` is 1-based."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    page: int
    bold: bool = False


def lines_of(chars: Iterable[Char], page: int) -> list[Line]:
    """Lines from top to bottom. Characters stand on a line together when their middles differ by less than half their height."""
    rows: list[list[Char]] = []
    for char in sorted((char for char in chars if char["text"].strip()), key=_middle):
        if rows and _middle(char) - _middle(rows[-1][0]) < 0.5 * max(char["size"], rows[-1][0]["size"]):
            rows[-1].append(char)
        else:
            rows.append([char])
    return [_line(row, page) for row in rows]


def _middle(char: Char) -> float:
    return float(char["top"] + char["bottom"]) / 2


def _line(row: list[Char], page: int) -> Line:
    row.sort(key=lambda char: char["x0"])
    pieces = [_text(row[0])]
    for before, char in itertools.pairwise(row):
        if char["x0"] - before["x1"] > _GAP * max(char["size"], before["size"]):
            pieces.append(" ")
        pieces.append(_text(char))
    return Line(
        text="".join(pieces),
        x0=row[0]["x0"],
        x1=max(char["x1"] for char in row),
        top=min(char["top"] for char in row),
        bottom=max(char["bottom"] for char in row),
        size=statistics.median(char["size"] for char in row),
        page=page,
        bold=all("bold" in str(char["fontname"]).lower() for char in row),
    )


def _text(char: Char) -> str:
    """The character, an ideograph where a font has its radical (⼀ ⺠) in its place: they are printed alike.

    One whose font does not tell what it means (``(cid:12)``) is a replacement character, never left out.
    """
    text: str = char["text"]
    if text.startswith("(cid:"):
        return "\ufffd"
    return nfkc(text) if _RADICAL.match(text) else text


def running_lines(pages: Sequence[tuple[float, list[Line]]]) -> set[Line]:
    """Page numbers, and headers and footers that stand on several pages, of (height, lines) pairs.

    Only the margins are looked at: the first and last lines within a tenth of the page from its edges.
    """
    found: set[Line] = set()
    repeated: dict[str, list[Line]] = {}
    for height, lines in pages:
        for line in lines:
            if _MARGIN * height < line.top and line.bottom < (1 - _MARGIN) * height:
                continue
            text = squeeze(line.text)
            if _PAGE_NUMBER.fullmatch(text):
                found.add(line)
            repeated.setdefault(re.sub(r"\d+", "#", text), []).append(line)
    for lines in repeated.values():
        if len({line.page for line in lines}) > max(1, len(pages) // 2) and _same_place(lines):
            found.update(lines)
    return found


def _same_place(lines: Sequence[Line]) -> bool:
    return max(line.top for line in lines) - min(line.top for line in lines) < 3


def paragraphs(lines: Sequence[Line]) -> Iterator[tuple[str, bool]]:
    """Paragraphs as text with whether they are bold throughout, of lines with no table between them."""
    if not lines:
        return
    measure = _Measure(lines)
    group = [lines[0]]
    for before, line in itertools.pairwise(lines):
        if measure.goes_on(before, line):
            group.append(line)
        else:
            yield _joined(group)
            group = [line]
    yield _joined(group)


class _Measure:
    """Margins and line distance of a text, by which a new paragraph is told from a new line."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.left = min(line.x0 for line in lines)
        self.right = max(line.x1 for line in lines)
        steps = Counter(
            round(after.top - before.top)
            for before, after in itertools.pairwise(lines)
            if after.page == before.page and after.top > before.top
        )
        self.step = steps.most_common(1)[0][0] if steps else 0

    def goes_on(self, before: Line, line: Line) -> bool:
        size = max(before.size, line.size)
        if self.right - before.x1 > _ROOM * size or line.x0 - self.left > _INDENT * size:
            return False
        if abs(before.size - line.size) > 1.5:
            return False
        if before.page == line.page and self.step and line.top - before.top > _LEADING * self.step:
            return False
        return not (_HEADING.match(line.text) and before.text.endswith(tuple(_STOPS)))


def _joined(group: Sequence[Line]) -> tuple[str, bool]:
    text = group[0].text
    for line in group[1:]:
        apart = _is_latin(text[-1]) and _is_latin(line.text[0])
        text += (" " if apart else "") + line.text
    return text, all(line.bold for line in group)


def _is_latin(character: str) -> bool:
    """Whether a line end beside the character stands for a space; two numbers must never run into one."""
    plain = nfkc(character)
    return plain.isascii() and plain.isalnum()
