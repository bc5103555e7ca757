"""Tables without upright rules: rows and columns told apart by the space between them.

Values stand below one another, so they make the columns; every row of values must have a label beside it. Where the space
does not tell clearly what belongs together, the lines stay text, and the missing table is reported by whoever looks for it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct

from reportscraper.formats.pdf_lines import Line, Word
from reportscraper.formats.pdf_sheets import Frame
from reportscraper.formats.pdf_tables import Piece, Spot
from reportscraper.model import Box
from reportscraper.text import squeeze

Place = Callable[[int, Frame], Box]
"""A frame on a page (1-based) as the document model has it."""

_VALUE = re.compile(r"[\d,，.+\-—–−/%％]+|无")
_ARTICLE = re.compile(r"第.{1,4}条")
_HEADING = re.compile(r"[一二三四五六七八九十]{1,2}、")
_STARTS = re.compile(r"[(（][一二三四五六七八九十]{1,2}[)）]|[一二三四五六七八九十]{1,2}、|\d{1,2}[.．、]\D")
_PAGE = 100_000.0
"""Heights of following pages are this far apart, so that lines of a file have one order."""
_CLOSE = 1.6
"""Lines of one cell are at most this many characters' heights apart."""
_SAME_PITCH = 1.08
_LEVEL = 0.3
"""A label stands beside its values when their middles differ by less than this share of the characters' height."""
_HEADER_LINES = 12


class _Part(Struct, frozen=True):
    """A piece of a line between wide spaces."""

    word: Word
    line: Line

    @property
    def y(self) -> float:
        return _y(self.line)

    @property
    def is_value(self) -> bool:
        return _VALUE.fullmatch(squeeze(self.word.text)) is not None


def _y(line: Line) -> float:
    return line.page * _PAGE + (line.top + line.bottom) / 2


def tables_among(lines: Sequence[Line], place: Place) -> Iterator[Line | Piece]:
    """The lines with the tables among them made tables, in reading order."""
    at = 0
    for start, stop in _zones(lines):
        piece = _Table(lines[start:stop]).piece(place)
        if piece is not None:
            yield from lines[at:start]
            yield piece
            at = stop
    yield from lines[at:]


def _parts(line: Line) -> list[_Part]:
    return [_Part(word, line) for word in line.parts()]


def _values(line: Line) -> list[_Part]:
    """The values of a row's line; none where the line is no row."""
    parts = _parts(line)
    return [part for part in parts if part.is_value] if len(parts) > 1 else []


def _overlap(one: Word, other: Word) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1


def _zones(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """First line and end of what may be a table: its header, rows of values, and the rest of the last row's label."""
    rows = [index for index, line in enumerate(lines) if _values(line)]
    end = 0
    while rows:
        run = [rows.pop(0)]
        while rows and not _parted(lines[run[-1] : rows[0] + 1]):
            run.append(rows.pop(0))
        start = _header_start(lines, run[0], end)
        end = _label_end(lines, run[-1], rows[0] if rows else len(lines))
        yield start, end


def _parted(lines: Sequence[Line]) -> bool:
    """Whether two lines of values, with the lines between them, are of different tables."""
    values = [part.word for line in (lines[0], lines[-1]) for part in _values(line)]
    return any(_is_over(line, values) or _crosses(line, values) for line in lines[1:-1])


def _is_over(line: Line, values: Sequence[Word]) -> bool:
    """Whether a line without values stands in columns of values, as headers do."""
    return any(_overlap(word, value) for word in line.parts() for value in values)


def _crosses(line: Line, values: Sequence[Word]) -> bool:
    """Whether a line runs through the first column of values from the left, as text does."""
    first = min(values, key=lambda value: value.x0)
    return any(word.x0 < first.x0 - line.size and word.x1 > first.x1 + line.size for word in line.parts())


def _header_start(lines: Sequence[Line], first: int, end: int) -> int:
    """Where the header above the first row of values begins; at its label where there is no header."""
    values = [part.word for part in _values(lines[first])]
    start = first
    for index in range(first - 1, max(end, first - _HEADER_LINES) - 1, -1):
        if _crosses(lines[index], values):
            break
        if _is_over(lines[index], values):
            start = index
    while start == first and start > end and _is_close(lines[start - 1], lines[start]):
        start -= 1
    return start - 1 if start > end and _ARTICLE.match(squeeze(lines[start - 1].text)) else start


def _label_end(lines: Sequence[Line], last: int, stop: int) -> int:
    end = last + 1
    while end < stop and _is_close(lines[end - 1], lines[end]) and not _HEADING.match(lines[end].text):
        end += 1
    return end


def _is_close(before: Line, line: Line) -> bool:
    return before.page == line.page and _y(line) - _y(before) <= _CLOSE * line.size


class _Block(Struct):
    """Lines of print that stand closely below one another in a column: one cell."""

    column: int
    parts: list[_Part]

    @property
    def text(self) -> str:
        return "\n".join(part.word.text for part in self.parts)

    @property
    def top(self) -> float:
        return self.parts[0].y

    @property
    def bottom(self) -> float:
        return self.parts[-1].y

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


class _Table:
    """The lines of one table. Rows are where values stand; labels find theirs by their height."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._rows = [values for line in lines if (values := _values(line))]
        self._columns = _clusters(part.word for values in self._rows for part in values)
        first = self._columns[0]
        named = [part for line in lines for part in _parts(line) if not _values(line) or not part.is_value]
        labels = [part for part in named if part.word.x1 <= first.x0]
        self._sides = _clusters(sorted((part.word for part in labels), key=lambda word: word.x1 - word.x0))
        self._pitch = _SAME_PITCH * _pitch(named)
        self._labels = list(self._blocks((_index(self._sides, part.word), part) for part in labels))
        heads = (_Part(word, line) for line in lines if not _values(line) for word in line.words if word.x1 > first.x0)
        self._heads = list(self._blocks((self._territory(part.word), part) for part in heads))

    def _blocks(self, parts: Iterable[tuple[int, _Part]]) -> Iterator[_Block]:
        waiting: dict[int, _Block] = {}
        for column, part in parts:
            block = waiting.get(column)
            if block is not None and part.y - block.bottom <= self._pitch and not self._is_apart(block, part):
                block.parts.append(part)
                continue
            if block is not None:
                yield block
            waiting[column] = _Block(column, [part])
        yield from waiting.values()

    def _is_apart(self, block: _Block, part: _Part) -> bool:
        """Whether a line begins a new label: it is numbered, or it and the line before it stand beside values of their own."""
        if _STARTS.match(squeeze(part.word.text)):
            return True
        mine, others = self._beside(part.y, part), self._beside(block.bottom, part)
        return mine is not None and others is not None and mine != others

    def _territory(self, word: Word) -> int:
        """The column of values that a header's word is nearest to."""
        return min(range(len(self._columns)), key=lambda index: abs(_center(self._columns[index]) - _center(word)))

    def _beside(self, y: float, part: _Part) -> int | None:
        near = (index for index, row in enumerate(self._rows) if abs(row[0].y - y) < _LEVEL * part.line.size)
        return next(near, None)

    def piece(self, place: Place) -> Piece | None:
        """The table; None where the space does not tell its cells."""
        labels = self._row_labels()
        if labels is None or not self._is_regular() or (len(self._rows) < 2 and not self._heads):
            return None
        levels, heads = self._levels()
        edges = self._edges()
        spots = [self._spot(block, edges, levels + row, 1, place) for block, row in labels]
        spots += [self._spot(block, edges, row, span, place) for block, row, span in heads]
        for row, values in enumerate(self._rows, levels + 1):
            blocks = (_Block(len(self._sides) + _index(self._columns, part.word), [part]) for part in values)
            spots += [self._spot(block, edges, row, 1, place) for block in blocks]
        line = self._rows[0][0].line
        frame = (edges[0], line.top, edges[-1], line.bottom)
        return Piece(tuple(spots), levels + len(self._rows), self._rows[-1][0].line.page, frame)
