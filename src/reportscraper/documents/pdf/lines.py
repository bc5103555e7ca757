"""Characters of a PDF page put together: lines of print, and lines joined to paragraphs across line and page ends."""

from __future__ import annotations

import itertools
import re
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from reportscraper.documents.pdf.sheets import Char
from reportscraper.documents.pieces import Piece, join_pieces
from reportscraper.text import nfkc, squeeze

_UNSEEN_SIZE = 3
_ASKEW = 0.15
_SMALLER, _SHIFT = 0.85, 0.08
"""Print this much smaller than that beside it, its foot off by this share of the height, is raised or lowered."""
_DEPTH = 0.2
"""The share of their height that fonts reach below the line they stand on."""

_LIFT, _LIFT_OF_FONTS = 0.12, 0.3
"""Digits of one size stand on one line when their feet differ by less; fonts reach below the line differently far."""
_GAP = 0.3
"""Characters this share of their size apart have a space between them; fonts set ideographs and digits apart by less."""
_LATIN_GAP = 0.15
"""The same between letters or digits: two numbers must never run into one."""
_ROOM = 1.6
"""A line that ends this many characters or more before the margin ends its paragraph."""
_INDENT = 0.8
_LEADING = 1.9
"""Lines this many times the usual distance apart belong to different paragraphs."""
_OWN_LEADING = 1.6
"""Lines of large print, such as titles, may be this many heights of their characters apart."""
_TEXT_WIDTH = 0.7
"""Text reaches at least this share of the paper's width from its left edge, however short its lines are."""
_MARGIN = 0.1
_PAGE_NUMBER = re.compile(
    r"[-—–−~·•|/]*(?:第|page|p\.?)?\d{1,3}(?:页|/|of|共|,|，|第)*\d{0,3}页?[-—–−~·•|]*", re.IGNORECASE
)
_HEADING = re.compile(r"[一二三四五六七八九十]{1,2}[、.．]|[（(][一二三四五六七八九十]{1,2}[)）]")
_RADICAL = re.compile("[\u2e80-\u2fdf]")
_LONG_DASHES = {"\u2e3a": "——", "\u2e3b": "———"}
"""What fonts make of dashes that stand side by side: one glyph, which a PDF then names as one character."""
_STOPS = "。！？；：.!?;:"


class Word(Struct, frozen=True):
    """What stands on a line between two spaces."""

    text: str
    x0: float
    x1: float
    y: float
    """The middle of its characters."""


class TextLine(Struct, frozen=True):
    """A line of print. ``size`` is the height of its characters in points; ``page`` is 1-based, ``paper`` its width."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    page: int
    paper: float = 0
    bold: bool = False
    words: tuple[Word, ...] = ()


def lines_of(chars: Iterable[Char], page: int, paper: float = 0) -> list[TextLine]:
    """Lines from top to bottom. Characters stand on a line together when their middles differ by less than half their height."""
    rows: list[list[Char]] = []
    for char in sorted((char for char in chars if char.text.strip() and is_read(char)), key=lambda char: char.middle):
        if rows and char.middle - rows[-1][0].middle < 0.5 * max(char.size, rows[-1][0].size):
            rows[-1].append(char)
        else:
            rows.append([char])
    return [_line(row, page, paper) for row in rows]


def is_read(char: Char) -> bool:
    """Whether a reader takes a character as text: not a dot of three points, nor askew across the page as watermarks are."""
    if char.size <= _UNSEEN_SIZE:
        return False
    return min(abs(char.across), abs(char.up)) <= _ASKEW * max(abs(char.across), abs(char.up))


def _line(row: list[Char], page: int, paper: float) -> TextLine:
    row.sort(key=lambda char: char.x0)
    words = [[row[0]]]
    for before, char in itertools.pairwise(row):
        latin = _is_latin(before.text[-1]) and _is_latin(char.text[0])
        if char.x0 - before.x1 > (_LATIN_GAP if latin else _GAP) * max(char.size, before.size):
            words.append([])
        words[-1].append(char)
    found = tuple(_word(chars) for chars in words)
    return TextLine(
        text=" ".join(word.text for word in found),
        x0=row[0].x0,
        x1=max(char.x1 for char in row),
        top=min(char.top for char in row),
        bottom=max(char.bottom for char in row),
        size=statistics.median(char.size for char in row),
        page=page,
        paper=paper,
        bold=all("bold" in char.font.lower() for char in row),
        words=found,
    )


def _word(chars: Sequence[Char]) -> Word:
    middle = statistics.median(char.middle for char in chars)
    size = max(char.size for char in chars)
    foot = statistics.median(char.bottom for char in chars if char.size >= _SMALLER * size)
    # Whether digits of a word stand over one another, or are as large as one another and on different heights.
    figures = [char for char in chars if char.text[-1].isdigit() and char.size >= _SMALLER * size]
    is_odd = any(
        after.x0 < (before.x0 + before.x1) / 2
        or abs(after.bottom - before.bottom) > (_LIFT if before.font == after.font else _LIFT_OF_FONTS) * size
        for before, after in itertools.pairwise(figures)
    )
    looks = [(*_look(char, size, foot), round(char.size, 1)) for char in chars]
    if len(set(looks)) == 1 and not looks[0][1] and not is_odd:
        text = "".join(map(_text, chars))
    else:
        runs = itertools.groupby(zip(looks, chars, strict=True), key=lambda each: each[0])
        text = join_pieces(
            Piece("".join(_text(char) for _, char in run), shifted=shifted, unsure=unsure or is_odd, size=height)
            for (shifted, unsure, height), run in runs
        )
    return Word(text, chars[0].x0, max(char.x1 for char in chars), middle)


def _look(char: Char, size: float, foot: float) -> tuple[bool, bool]:
    """Whether a character of a word is small and raised or lowered, and whether it is turned, mirrored or in doubt."""
    is_turned = abs(char.up) > char.across
    is_small = char.size < _SMALLER * size and not is_turned
    stands = foot - _DEPTH * size - (char.bottom - _DEPTH * char.size)
    is_shifted = is_small and abs(stands) > _SHIFT * size
    return is_shifted, char.doubt or is_turned


def _text(char: Char) -> str:
    """The character, an ideograph where a font has its radical (⼀ ⺠) in its place: they are printed alike."""
    return nfkc(char.text) if _RADICAL.match(char.text) else _LONG_DASHES.get(char.text, char.text)


def running_lines(pages: Sequence[tuple[float, list[TextLine]]]) -> set[TextLine]:
    """Page numbers, and headers and footers that stand on several pages, of (height, lines) pairs.

    Only the margins are looked at: the first and last lines within a tenth of the page from its edges.
    """
    found: set[TextLine] = set()
    repeated: dict[str, list[TextLine]] = {}
    for height, lines in pages:
        for line in lines:
            if _MARGIN * height < line.top and line.bottom < (1 - _MARGIN) * height:
                continue
            text = squeeze(line.text)
            if _PAGE_NUMBER.fullmatch(text):
                found.add(line)
            repeated.setdefault(re.sub(r"\d+", "#", text), []).append(line)
    for lines in repeated.values():
        if len({line.page for line in lines}) > max(1, len(pages) // 2) and (
            max(line.top for line in lines) - min(line.top for line in lines) < 3
        ):
            found.update(lines)
    return found


def paragraphs(lines: Sequence[TextLine], measure: PrintMargins) -> Iterator[tuple[str, bool]]:
    """Paragraphs as text with whether they are bold throughout, of lines with no table between them."""
    group: list[TextLine] = []
    for line in lines:
        if group and not measure.goes_on(group[-1], line):
            yield _joined(group)
            group = []
        group.append(line)
    if group:
        yield _joined(group)


class PrintMargins:
    """Margins by width of paper, and the usual distance of lines, by which a new paragraph is told from a new line."""

    def __init__(self, lines: Sequence[TextLine]) -> None:
        self._margins = {
            paper: (min(line.x0 for line in each), max(_TEXT_WIDTH * paper, *(line.x1 for line in each)))
            for paper in {line.paper for line in lines}
            if (each := [line for line in lines if line.paper == paper])
        }
        steps = Counter(
            round(after.top - before.top)
            for before, after in itertools.pairwise(lines)
            if after.page == before.page and after.top > before.top
        )
        self._step = steps.most_common(1)[0][0] if steps else 0

    def goes_on(self, before: TextLine, line: TextLine) -> bool:
        """Whether a line is of the same paragraph as the line before it."""
        size = max(before.size, line.size)
        _, right = self._margins[before.paper]
        left, _ = self._margins[line.paper]
        if right - before.x1 > _ROOM * size or line.x0 - left > _INDENT * size:
            return False
        if abs(before.size - line.size) > 1.5:
            return False
        widest = max(_LEADING * self._step, _OWN_LEADING * size)
        if before.page == line.page and self._step and line.top - before.top > widest:
            return False
        return not (_HEADING.match(line.text) and before.text.endswith(tuple(_STOPS)))


def _joined(group: Sequence[TextLine]) -> tuple[str, bool]:
    text = group[0].text
    for line in group[1:]:
        apart = _is_latin(text[-1]) and _is_latin(line.text[0])
        text += (" " if apart else "") + line.text
    return text, all(line.bold for line in group)


def _is_latin(character: str) -> bool:
    """Whether a gap or a line end beside the character stands for a space."""
    plain = nfkc(character)
    return character.isascii() or (plain.isascii() and plain.isalnum())
