"""Which tables of a page hold data, which only frame an article, and which of their rows are prose."""

from __future__ import annotations

import re
from itertools import islice

from lxml.etree import _Element

from reportscraper.documents.html.elements import text_in
from reportscraper.model import Cell, Grid
from reportscraper.text import nfkc

_SENTENCE = "。；："
_CHAPTER_ROW = re.compile(r"[一二三四五六七八九十]{1,2}[、.．,，]")
# A table is laid out as data unless it looks like a page frame: few cells, at least one of them an article.
_FRAME_CELLS = 12
_ARTICLE_LENGTH = 300
OWN_FIGURES = 6
_PROSE_CELL = 40
_PROSE_BESIDE_BLANKS = 80


def prose_row(row: tuple[Cell | None, ...]) -> str | None:
    """The text of a row that is prose or a chapter heading set in a table, None when the row is data."""
    only = only_filled(row)
    if only is None or len(row) < 2:
        return None
    text = only.text
    alone = all(cell is None or cell is only for cell in row)
    if len(text) >= (_PROSE_CELL if alone else _PROSE_BESIDE_BLANKS) and any(mark in text for mark in _SENTENCE):
        return text
    return text if alone and _CHAPTER_ROW.match(nfkc(text)) else None


def only_filled(row: tuple[Cell | None, ...]) -> Cell | None:
    """The one cell of a row that holds text, None when no cell does or several do."""
    only: Cell | None = None
    for cell in row:
        if cell is not None and cell is not only and cell.text:
            if only is not None:
                return None
            only = cell
    return only


def holds_figures(grid: Grid) -> bool:
    """Whether a table around other tables is data itself: bare numbers in many of its own cells, or no article in any."""
    numbers = sum(cell.text.isdigit() for cell in grid.cells)
    return numbers >= OWN_FIGURES and (
        numbers * 6 >= len(grid.cells) or all(len(cell.text) < _ARTICLE_LENGTH for cell in grid.cells)
    )


def is_frame(table: _Element) -> bool:
    """Whether a table looks like the frame of a page: few cells, at least one of them an article or with the heading of the page."""
    cells = list(islice(table.iter("td", "th"), _FRAME_CELLS + 1))
    if len(cells) <= 1:
        return True
    if len(cells) > _FRAME_CELLS:
        return False
    return next(table.iter("h1"), None) is not None or any(len(text_in(cell)) >= _ARTICLE_LENGTH for cell in cells)
