"""Tables without upright rules: found among lines of print by values that stand below one another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reportscraper.documents.pdf.lines import TextLine
from reportscraper.documents.pdf.spaced_grid import Place, height_of, lay_out_lines, named_of, values_of
from reportscraper.documents.pdf.tables import TablePiece
from reportscraper.text import squeeze

_ARTICLE = re.compile(r"第.{1,4}条")
"""A title over the whole width of a table, such as 第二十条第（一）项."""
_HEADING = re.compile(r"[一二三四五六七八九十]{1,2}、")
_CLOSE = 1.6
"""Lines of one cell are at most this many heights of a character apart."""
_HEADER_LINES = 12


def tables_among(lines: Sequence[TextLine], place: Place) -> Iterator[TextLine | TablePiece]:
    """The lines with the tables among them made tables, in reading order.

    Where the space does not tell clearly what belongs together, the lines stay text; the missing table is then reported by
    whoever looks for it.
    """
    at = 0
    for start, stop in _zones(lines):
        title = lines[start] if _ARTICLE.match(squeeze(lines[start].text)) else None
        piece = lay_out_lines(lines[start + (title is not None) : stop], title, place)
        if piece is not None:
            yield from lines[at:start]
            yield piece
            at = stop
    yield from lines[at:]


def _zones(lines: Sequence[TextLine]) -> Iterator[tuple[int, int]]:
    """First line and end of what may be a table: its header, rows of values, and the rest of the last row's label."""
    rows = [index for index, line in enumerate(lines) if values_of(line)]
    end = 0
    while rows:
        run = [rows.pop(0)]
        while rows and not _parted(lines[run[-1] : rows[0] + 1]):
            run.append(rows.pop(0))
        start = _start(lines, run[0], end)
        end = _end(lines, run[-1], rows[0] if rows else len(lines))
        yield start, end


def _parted(lines: Sequence[TextLine]) -> bool:
    """Whether two rows of values, with the lines between them, are of different tables."""
    rows = (lines[0], lines[-1])
    return any(_is_over(line, row) or _crosses(line, row) for line in lines[1:-1] for row in rows)


def _is_over(line: TextLine, row: TextLine) -> bool:
    """Whether a line stands in columns of a row's values, as headers do."""
    return any(word.x0 < value.x1 and value.x0 < word.x1 for word in line.words for value in values_of(row))


def _crosses(line: TextLine, row: TextLine) -> bool:
    """Whether a line runs from beside a row's label through its first value, as text does."""
    first = values_of(row)[0]
    left = max((word.x1 for word in named_of(row)), default=first.x0 - line.size)
    return any(word.x0 < left and word.x1 > first.x1 for word in named_of(line))


def _start(lines: Sequence[TextLine], first: int, end: int) -> int:
    """Where the header above the first row of values begins; at its label where there is no header."""
    start = first
    for index in range(first - 1, max(end, first - _HEADER_LINES) - 1, -1):
        line = lines[index]
        if _ARTICLE.match(squeeze(line.text)):
            return index
        if _crosses(line, lines[first]) or (start < first and _is_text(line)):
            break
        if _is_over(line, lines[first]):
            start = index
    while start == first and start > end and _is_close(lines[start - 1], lines[start]):
        start -= 1
        first = start
    return start


def _end(lines: Sequence[TextLine], last: int, stop: int) -> int:
    end = last + 1
    while end < stop and _is_close(lines[end - 1], lines[end]) and not _is_text(lines[end]):
        end += 1
    return end


def _is_text(line: TextLine) -> bool:
    """Whether a line is a chapter's heading, the title of another table, or the end of a sentence."""
    text = squeeze(line.text)
    return any(pattern.match(text) for pattern in (_HEADING, _ARTICLE)) or text.endswith(("。", "；", "："))


def _is_close(before: TextLine, line: TextLine) -> bool:
    return height_of(line) - height_of(before) <= _CLOSE * line.size
