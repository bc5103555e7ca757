"""What HTML elements show: which begin a line of their own, which are hidden, and the text they hold."""

from __future__ import annotations

import re

from lxml import etree
from lxml.etree import _Element

from reportscraper.model import Cell

CLASSES = etree.XPath(".//@class", smart_strings=False)
IDS = etree.XPath(".//@id", smart_strings=False)
"""The values of these attributes below an element."""

BLOCKS = frozenset(
    [
        "address", "article", "aside", "blockquote", "center", "dd", "div", "dl", "dt", "fieldset", "figure", "footer", "form", "h1",
        "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "ul", "dir", "figcaption", "hgroup",
        "listing", "menu", "search",
    ]
)  # fmt: skip
"""Elements of flow content; a cell's text and a page's walk part lines at them alike."""


def has_table(element: _Element | None) -> bool:
    """Whether an element is a table or holds one."""
    return element is not None and next(element.iter("table"), None) is not None


def text_in(element: _Element) -> str:
    """All text within an element, shown or not, as it stands in the source."""
    if not len(element):
        return element.text or ""
    return etree.tostring(element, method="text", encoding="unicode", with_tail=False)


_MAX_ROWSPAN = 65_534
_INTEGER = re.compile(r"[ \t\n\f\r]*\+?([0-9]+)")


def rowspan_of(text: str, rows_left: int) -> int:
    """The rows that a cell covers, of those that its group has left."""
    return min(span_of(text, _MAX_ROWSPAN, zero=rows_left), rows_left)


def span_of(text: str, most: int, *, zero: int) -> int:
    """A span attribute as the standard reads it: leading digits count, else it is 1; ``zero`` says what 0 means."""
    match = _INTEGER.match(text)
    if match is None:
        return 1
    return min(int(match[1][:9]), most) or zero


def cover(slots: list[list[Cell | None]], cell: Cell) -> None:
    """Enters a cell into every slot it covers; where cells overlap, the one laid out first keeps the slot."""
    left, right = cell.column - 1, cell.column - 1 + cell.colspan
    for line in slots[cell.row - 1 : cell.row - 1 + cell.rowspan]:
        if len(line) < right:
            line.extend([None] * (right - len(line)))
        for column in range(left, right):
            if line[column] is None:
                line[column] = cell
