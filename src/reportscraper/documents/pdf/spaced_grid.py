"""The cells of a table without upright rules: values make the columns, labels find their rows by their height.

Every row of values must have its own label, and every value its own column, or there is no table.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct

from reportscraper.documents.pdf.drawn import Frame
from reportscraper.documents.pdf.lines import TextLine, Word
from reportscraper.documents.pdf.tables import RuledCell, TablePiece
from reportscraper.model import Box
from reportscraper.text import squeeze

Place = Callable[[int, Frame], Box]
"""A frame on a page (1-based) as the document model has it."""
Span = tuple[float, float]
"""From where to where a column reaches."""

_VALUE = re.compile(r"[\d,，.+\-—–−/%％ ]+|无")
_STARTS = re.compile(r"[(（][一二三四五六七八九十]{1,2}[)）]|[一二三四五六七八九十]{1,2}、|\d{1,2}[.．、]\D")
_PAGE = 100_000.0
"""Lines of following pages are this far apart, so that all lines of a file are in one order."""
_OPEN = 0.45
"""Words this share of their size apart, or this much out of level, are of different cells; text in one cell is closer."""
_UNEVEN = 0.15
_SAME_STEP = 1.05
_BESIDE = 0.3
"""A label stands beside its values when their middles differ by less than this share of the characters' height."""

_MOST_ROWS = 500
_MOST_COLUMNS = 30
_MOST_HEADINGS = 4
"""No statutory table has a third of these; ways of sharing out columns grow with them."""


class _Part(Struct, frozen=True):
    """A piece of a line between open spaces."""

    word: Word
    line: TextLine

    @property
    def height(self) -> float:
        return self.line.page * _PAGE + self.word.y


class _Block(Struct, frozen=True):
    """Parts that stand closely below one another in a column: one cell."""

    parts: tuple[_Part, ...]

    @property
    def word(self) -> Word:
        return self.parts[0].word

    @property
    def text(self) -> str:
        return "\n".join(part.word.text for part in self.parts)

    @property
    def top(self) -> float:
        return self.parts[0].height - self.parts[0].line.size / 2

    @property
    def bottom(self) -> float:
        return self.parts[-1].height + self.parts[-1].line.size / 2

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


class Head(Struct, frozen=True):
    """A cell of the header: its level from the top and its first and last column, all 0-based."""

    block: _Block
    level: int
    first: int
    last: int


def height_of(line: TextLine) -> float:
    """How far down the file the middle of a line stands."""
    return line.page * _PAGE + (line.top + line.bottom) / 2


def values_of(line: TextLine) -> list[Word]:
    """The values that a line ends with; none where the line is no row of a table."""
    values = list(itertools.takewhile(lambda word: is_value(word.text), reversed(line.words)))
    return values[::-1] if len(line.words) > 1 else []


def named_of(line: TextLine) -> list[Word]:
    """What else stands on a line, its words put together that are in one cell."""
    found: list[Word] = []
    for word in line.words[: len(line.words) - len(values_of(line))]:
        before = found[-1] if found else None
        if before and word.x0 - before.x1 < _OPEN * line.size and abs(word.y - before.y) < _UNEVEN * line.size:
            found[-1] = Word(f"{before.text} {word.text}", before.x0, word.x1, before.y)
        else:
            found.append(word)
    return found


def is_value(text: str) -> bool:
    """Whether a text may be what stands in a cell of figures."""
    return _VALUE.fullmatch(squeeze(text)) is not None


def _center(span: Span) -> float:
    return (span[0] + span[1]) / 2


def _center_of(word: Word) -> float:
    return (word.x0 + word.x1) / 2


def _nearest(columns: Sequence[Span], word: Word) -> int:
    return min(range(len(columns)), key=lambda index: abs(_center(columns[index]) - _center_of(word)))


def _columns(words: Iterable[Word]) -> list[Span]:
    """The columns that words make which stand below one another; words over several are no part of any."""
    found: list[Span] = []
    for word in sorted(words, key=lambda word: word.x1 - word.x0):
        hit = [index for index, (x0, x1) in enumerate(found) if word.x0 < x1 and x0 < word.x1]
        if not hit:
            found.append((word.x0, word.x1))
        elif len(hit) == 1:
            x0, x1 = found[hit[0]]
            found[hit[0]] = (min(x0, word.x0), max(x1, word.x1))
    return sorted(found)


def lay_out_lines(lines: Sequence[TextLine], title: TextLine | None, place: Place) -> TablePiece | None:
    """The table that the lines make under a title over its whole width; None where the space does not tell its cells."""
    named = [_Part(word, line) for line in lines for word in named_of(line)]
    rows = [[_Part(word, line) for word in values] for line in lines if (values := values_of(line))]
    columns = _without_units(_columns(part.word for row in rows for part in row), named)
    if not columns or len(rows) > _MOST_ROWS or any(row[-1].word.x1 <= columns[0][0] for row in rows):
        return None
    table = _Table(named, rows, columns)
    if not table.is_regular():
        return None
    heads = table.heads()
    if heads is None or (not heads and (len(table.rows) < 2 or any(row < 0 for _, row in table.labels))):
        return None
    return _piece(table, heads, title, place)


class _Table:
    """Lines sorted into rows of values, labels on their left with their rows, and the header above them."""

    def __init__(self, named: list[_Part], rows: list[list[_Part]], columns: list[Span]) -> None:
        left = columns[0][0]
        self.columns = columns
        self.rows = [[part for part in row if part.word.x1 > left] for row in rows]
        named = [*named, *(part for row in rows for part in row if part.word.x1 <= left)]
        sides = [part for part in named if part.word.x1 <= left]
        self.sides = _columns(part.word for part in sides)
        over = [part for part in named if part.word.x1 > left]
        labels, heads = _by_column(self.sides, sides), _by_column(self.columns, over)
        pairs = (pair for column in (*labels, *heads) for pair in itertools.pairwise(column))
        steps = (below.height - part.height for part, below in pairs)
        self._step = _SAME_STEP * min((step for step in steps if step > 1), default=0.0)
        self._levels = [row[0].height for row in self.rows]
        self._tight = min((b - a for a, b in itertools.pairwise(self._levels)), default=math.inf) <= self._step
        self._levels += [part.height for part in over]
        self.labels = [(block, self._row(block)) for block in self._blocks(labels)]
        self._over = list(self._blocks(heads))

    def _blocks(self, columns: Iterable[list[_Part]]) -> Iterator[_Block]:
        for each in columns:
            run = [each[0]]
            for before, following in itertools.pairwise(each):
                if self._is_apart(before, following):
                    yield _Block(tuple(run))
                    run = []
                run.append(following)
            yield _Block(tuple(run))

    def _is_apart(self, before: _Part, following: _Part) -> bool:
        """Whether a line begins a cell: it is far below, numbered, or in a tight table beside values of its own."""
        if following.height - before.height > self._step or _STARTS.match(squeeze(following.word.text)):
            return True
        return self._tight and all(
            any(abs(level - part.height) < _BESIDE * part.line.size for level in self._levels)
            for part in (before, following)
        )

    def _beside(self, block: _Block) -> int | None:
        """The row (0-based) that the middle of a label stands beside, or else its first line."""
        first, near = block.parts[0], _BESIDE * block.parts[0].line.size
        heights = [row[0].height for row in self.rows]
        pairs = itertools.product((block.middle, first.height), enumerate(heights))
        return next((row for height, (row, own) in pairs if abs(own - height) < near), None)

    def _row(self, block: _Block) -> int:
        """The row beside a label; of a group's label between rows, the one above it; -1 for the header's."""
        beside = self._beside(block)
        return sum(row[0].height < block.middle for row in self.rows) - 1 if beside is None else beside

    def is_regular(self) -> bool:
        """Whether every row has a label beside it (or none has), and every value a column of its own."""
        if sum(map(_is_open, self.rows)) * 2 < len(self.rows):
            return False
        if self.sides and self.sides[-1][1] > self.columns[0][0]:
            return False
        if any(len({_nearest(self.columns, part.word) for part in row}) < len(row) for row in self.rows):
            return False
        labelled = {row for block, row in self.labels if self._beside(block) is not None}
        return not self.labels or len(labelled) == len(self.rows) or (not labelled and len(self.rows) == 1)

    def heads(self) -> list[Head] | None:
        """The header's cells, those of single columns on the lowest level.

        None when what stands over the columns is no header, or cannot be shared out among them.
        """
        if any(block.bottom > self.rows[0][0].height for block in self._over):
            return None
        lowest = {_nearest(self.columns, block.word): block for block in self._over}
        if 0 < len(lowest) < len(self.columns):
            return None
        above = [block for block in self._over if block not in lowest.values()]
        if above and not self._step:
            return None
        levels = sorted({round(block.middle / self._step) for block in above})
        heads = [Head(block, len(levels), column, column) for column, block in lowest.items()]
        for place, level in enumerate(levels):
            peers = sorted((b for b in above if round(b.middle / self._step) == level), key=lambda b: b.word.x0)
            # The columns whose own cells, each printed in the middle of its height, begin below headings of a level.
            foot = max(peer.bottom for peer in peers)
            ground = max(block.bottom for block in lowest.values())
            slack = _BESIDE * peers[0].parts[0].line.size
            under = [
                column
                for column, block in sorted(lowest.items())
                if block.top >= foot - slack and 2 * block.middle - ground >= foot - slack
            ]
            spans = [self.columns[column] for column in under]
            shares = _shared([_center_of(peer.word) for peer in peers], [_center(span) for span in spans])
            if shares is None:
                return None
            pairs = zip(peers, shares, strict=True)
            heads += [Head(peer, place, under[first], under[last]) for peer, (first, last) in pairs]
        return heads


def _without_units(columns: list[Span], named: Sequence[_Part]) -> list[Span]:
    """The columns without those on the left that hold words too, such as units with a dash among them."""
    beside = [part for part in named if values_of(part.line)]
    held = (
        index
        for index, (x0, x1) in enumerate(columns, 1)
        if any(part.word.x0 < x1 and x0 < part.word.x1 for part in beside)
    )
    return columns[max(held, default=0) :]


def _is_open(row: Sequence[_Part]) -> bool:
    """Whether the first value of a row stands well apart from its label; in text it would not."""
    labels = [word for word in named_of(row[0].line) if word.x1 <= row[0].word.x0]
    return not labels or row[0].word.x0 - labels[-1].x1 >= _OPEN * row[0].line.size


def _by_column(columns: Sequence[Span], parts: Iterable[_Part]) -> list[list[_Part]]:
    """The parts of each column from top to bottom."""
    found: dict[int, list[_Part]] = {}
    for part in sorted(parts, key=lambda part: part.height):
        found.setdefault(_nearest(columns, part.word), []).append(part)
    return [each for _, each in sorted(found.items())]


def _shared(peers: Sequence[float], columns: Sequence[float]) -> list[tuple[int, int]] | None:
    """First and last column (0-based) that each heading stands over the middle of; all columns are shared out in order.

    None when no way of sharing puts every heading over the middle of its columns.
    """
    if not len(peers) <= len(columns) <= _MOST_COLUMNS or len(peers) > _MOST_HEADINGS:
        return None
    best: tuple[float, list[tuple[int, int]]] | None = None
    for cuts in itertools.combinations(range(1, len(columns)), len(peers) - 1):
        runs = [(start, stop - 1) for start, stop in itertools.pairwise((0, *cuts, len(columns)))]
        off = max(abs((columns[a] + columns[b]) / 2 - peer) for (a, b), peer in zip(runs, peers, strict=True))
        if best is None or off < best[0]:
            best = (off, runs)
    step = (columns[-1] - columns[0]) / max(1, len(columns) - 1)
    return best[1] if best is not None and best[0] < step / 2 else None


def _piece(table: _Table, heads: Sequence[Head], title: TextLine | None, place: Place) -> TablePiece:
    """The table as a piece: the title's row, the header's, and one for each row of values."""
    sides = len(table.sides)
    spans = [*table.sides, *table.columns]
    edges = [spans[0][0], *((a[1] + b[0]) / 2 for a, b in itertools.pairwise(spans)), spans[-1][1]]

    def spot(block: _Block, row: int, first: int, last: int) -> RuledCell:
        line = block.parts[0].line
        left, right = min(part.word.x0 for part in block.parts), max(part.word.x1 for part in block.parts)
        box = place(line.page, (left, line.top, right, max(line.bottom, block.bottom - line.page * _PAGE)))
        return RuledCell(block.text, edges[first], edges[last + 1], row, box)

    top = 1 if title is None else 2
    body = top + 1 + max((head.level for head in heads), default=-1)
    spots = [spot(head.block, top + head.level, sides + head.first, sides + head.last) for head in heads]
    if title is not None:
        whole = Word(title.text, title.x0, title.x1, (title.top + title.bottom) / 2)
        spots.append(spot(_Block((_Part(whole, title),)), 1, 0, len(spans) - 1))
    for block, row in table.labels:
        side = _nearest(table.sides, block.word)
        spots.append(spot(block, body + row, side, side))
    for number, values in enumerate(table.rows, body):
        for part in values:
            column = sides + _nearest(table.columns, part.word)
            spots.append(spot(_Block((part,)), number, column, column))
    first, last = table.rows[0][0].line, table.rows[-1][0].line
    frame = (edges[0], first.top, edges[-1], last.bottom)
    return TablePiece(tuple(spots), body + len(table.rows) - 1, last.page, frame)
