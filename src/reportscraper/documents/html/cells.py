"""The text that a reader sees in each cell of an HTML table, taken in one piece wherever nothing in the cell is seen otherwise than as plain text."""

from __future__ import annotations

import functools
import re
from typing import Literal, cast

from lxml import etree
from lxml.etree import _Element

from reportscraper.documents.html.css import Styles
from reportscraper.documents.html.declared import look_of_style
from reportscraper.documents.html.elements import BLOCKS, text_in
from reportscraper.documents.html.looks import Look
from reportscraper.documents.html.scripts import NOWHERE, WrittenTo
from reportscraper.documents.html.shown import OPAQUE, SOURCE_SPACE, Shown, shown_around, shown_text
from reportscraper.documents.html.tags import TELLING_TAGS
from reportscraper.documents.layout import UNREAD
from reportscraper.documents.pieces import DIGIT

CELLS = frozenset({"td", "th"})
ROW_GROUPS = frozenset({"thead", "tbody", "tfoot"})
ROW_PARTS = CELLS | {"tr"}
_UNSAID = (None, 1.0)
"""The height of a text that says none."""
_GROUNDS = frozenset({"background", "bgcolor"})
_NOT_INLINE = BLOCKS | ROW_GROUPS | ROW_PARTS
# What may fill a cell that shows nothing.
_VOID = " \t\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\xad\u3000\u2028\u2029\u2060\ufeff" + "".join(
    map(chr, range(0x2000, 0x2010))
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SPACES = re.compile(" {2,}")
_LINE_ENDS = re.compile(r" *\n[ \n]*")
_TELLING = (
    frozenset(["br", "table", "style", "script", "input", "textarea", "title", "map"]) | BLOCKS | OPAQUE | TELLING_TAGS
) - {
    "p",
    "font",
}
"""Elements that may make a cell's text another than its text nodes joined; of paragraphs, those that are not all that a cell holds."""
_LOOSE_PARAGRAPHS = etree.XPath(
    "descendant::p[preceding-sibling::* or following-sibling::* or not(parent::td or parent::th)]"
)
_CELL_STYLES = etree.XPath("descendant::td/@style", smart_strings=False)
_STYLES = etree.XPath(".//@style", smart_strings=False)
_HIDDEN = etree.XPath("boolean(.//@hidden)")
_EMPTY = etree.XPath(".//td//*[not(node())][@class or @id]")
_GROUNDED = etree.XPath("boolean(.//@background | .//@bgcolor)")


class CellReader:
    """Reads the cells of a table: in one piece where a look at the whole table, done in C, allows it; else piece by piece.

    A cell's text can be taken in one piece when nothing in it is seen otherwise than as plain text, and it holds either inline
    elements or one `<p>` and nothing beside it. Walking every cell costs twice the parse of the page.
    """

    def __init__(self, table: _Element, styles: Styles, written: WrittenTo) -> None:
        self._styles, self._written = styles, written
        self._careful: set[_Element | None] = set()
        self._around: dict[_Element | None, Shown] = {}
        self.conceals = bool(_HIDDEN(table))
        # What is asked of all elements of a table is asked in C: a look at each in Python costs as much as parsing them.
        telling = (*table.iterdescendants(*_TELLING), *cast("list[_Element]", _LOOSE_PARAGRAPHS(table)))
        self._careful.update(_cell_of(each) for each in telling)
        if styles.is_partial:
            for element in cast("list[_Element]", _EMPTY(table)):
                if styles.names(element):
                    self._be_careful(element, table)
        self._every = any(styles.look(each).is_inherited() for each in (table, *table.iterancestors()))
        self._look_at_styles(table)
        self._filled: set[_Element | None] = set()
        if written and any(written.fills(each) for each in (table, *table.iterancestors())):
            self._filled.update(table.iter(*CELLS))
        elif written and written.may_fill(table):
            for element in table.iter():
                if written.meets(element):
                    self._be_careful(element, table)
                if written.fills(element):
                    self._filled.update(element.iter(*CELLS))
        self._careful |= self._filled

    def _look_at_styles(self, table: _Element) -> None:
        """Cells in which a style does more than choose a type face."""
        elements = [*self._styles.met_in(table), *table.iterdescendants("font")]
        styles = cast("list[str]", _STYLES(table))
        telling = {
            style: parting
            for style in set(styles)
            if (parting := "all" if self._styles.is_strange(look_of_style(style)) else _parts_digits(style))
        }
        # Nearly every style that parts digits is the padding of cells, which stand apart anyhow.
        of_cells = cast("list[str]", _CELL_STYLES(table)) if telling else []
        if any(each == "all" or styles.count(style) > of_cells.count(style) for style, each in telling.items()):
            told = ((each, telling.get(each.get("style", ""))) for each in table.iterdescendants())
            elements += (each for each, how in told if how == "all" or (how and each.tag not in _NOT_INLINE))
        if _GROUNDED(table):
            elements += (each for each in table.iterdescendants() if not _GROUNDS.isdisjoint(each.keys()))
        for element in elements:
            look = self._styles.look(element)
            self.conceals = self.conceals or look.hidden or look.visible is False
            is_drawn = look.drawn and element.tag not in _NOT_INLINE and not text_in(element).strip()
            if is_drawn or look.parts_digits(inline=element.tag not in BLOCKS) or self._styles.is_painted(element):
                self._be_careful(element, table)

    def _be_careful(self, element: _Element, table: _Element) -> None:
        """Read the cell around an element of the table piece by piece, or the cells that the element is or holds."""
        cell = _cell_of(element)
        if (
            cell is None or next(cell.iterancestors("table"), None) is not table
        ):  # broken markup has cells outside of tables
            self._careful.update(element.iter(*CELLS))
        else:
            self._careful.add(cell)

    def _differ(self, cell: _Element) -> bool:
        """Whether the text of a cell is of several pieces of different height; nothing else of it that tells may differ."""
        heights: set[tuple[float | None, float]] = set()
        names: set[str] = set()
        pieces = 0
        for element in cell.iter():
            text, tail = element.text, element.tail
            if text and not text.isspace():
                pieces += 1
                look = self._styles.look(element)
                heights.add((look.size, look.factor))
                names.add(self._styles.names_apart(element) if element is not cell else "")
            if tail and element is not cell and not tail.isspace():
                pieces += 1
                heights.add(_UNSAID)
                names.add("")
        return pieces > 1 and (len(heights) > 1 or _UNSAID in heights or len(names) > 1)

    def hides(self, element: _Element) -> bool:
        """Whether a cell or a row is hidden by itself."""
        return self.conceals and self._styles.hides(element)

    def text(self, cell: _Element, *, unseen: bool = False) -> str:
        """The text a reader sees in a cell: inline pieces joined as they stand, blocks and `<br>` on lines of their own.

        White space of the source is made one space; hidden pieces, scripts and nested tables are left out. What is printed and is
        no text, or is seen in a way that cannot be told, reads U+FFFC (see `reportscraper.documents.pieces`).
        """
        if unseen or not (self._every or cell in self._careful):
            if not len(cell):
                return _plain(cell.text) if cell.text else ""
            held = etree.tostring(cell, method="text", encoding="unicode", with_tail=False)
            text = _plain(held)
            # Most cells are one digit, with nothing to stand beside.
            if unseen or len(text) < 2 or not DIGIT.search(text) or _is_one_piece(cell, held) or not self._differ(cell):
                return text
        row = cell.getparent()
        if row not in self._around:
            self._around = {row: shown_around(row, self._styles)}
        is_filled = cell in self._filled
        shown = shown_text(cell, self._around[row], self._styles, NOWHERE if is_filled else self._written)
        text = _SPACES.sub(" ", shown).strip(_VOID)
        text = _LINE_ENDS.sub("\n", text).strip()
        if is_filled:  # Words stay, to tell whose figures the others may be.
            return text if len(_HAN.findall(text)) > 1 else text + UNREAD
        return UNREAD if not text and self._is_faint(cell, self._around[row]) else text

    def _is_faint(self, cell: _Element, around: Shown) -> bool:
        """Whether a figure is left out for its colour alone: its ground may come from a sheet that is not known here."""
        if next(cell.iter("table", "script", "style"), None) is not None or not DIGIT.search(text_in(cell)):
            return False
        looks: list[Shown | Look] = [around, *map(self._styles.look, cell.iter())]
        return any(each.colour is not None or each.ground is not None for each in looks)


def _is_one_piece(cell: _Element, held: str) -> bool:
    """Whether all text in a cell stands in one element, the first that has any."""
    while len(cell) and not (cell.text and cell.text.strip()):
        cell = cell[0]
    return (cell.text or "").strip() == held.strip()


# Cells repeat within a page and labels from page to page; one string for all of them keeps its hash for the next look-up.
@functools.lru_cache(8192)
def _plain(text: str) -> str:
    text = text.strip(_VOID)
    return text if text.isalnum() else SOURCE_SPACE.sub(" ", text)


@functools.lru_cache(4096)
def _parts_digits(style: str) -> Literal["all", "inline", ""]:
    """Which elements part digits from those beside them when they have a style: all, those within a line alone, or none."""
    look = look_of_style(style)
    return "all" if look.parts_digits(inline=False) else "inline" if look.parts_digits() or look.drawn else ""


def _cell_of(element: _Element) -> _Element | None:
    return next(element.iterancestors(*CELLS), None)
