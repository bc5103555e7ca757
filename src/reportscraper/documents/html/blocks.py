"""Element tree to blocks: one walk over a page that yields paragraphs and tables in reading order.

Containers of the content management systems (``#zoom``, ``.TRS_Editor`` …) are not trusted on the way; the walk only notes which
blocks each of them holds, and `content` chooses afterwards.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from typing import cast

from lxml.etree import _Element
from msgspec import Struct
from msgspec.structs import replace

from reportscraper.documents.html.css import UNSTYLED, Styles
from reportscraper.documents.html.elements import BLOCKS, has_table, text_in
from reportscraper.documents.html.frames import OWN_FIGURES, holds_figures, is_frame, prose_row
from reportscraper.documents.html.grid import has_cells, lay_out
from reportscraper.documents.html.looks import PLAIN, Look
from reportscraper.documents.html.scripts import written_to
from reportscraper.documents.html.shown import NO_TEXT, PLAINLY, is_note_link, shown_around, shown_text, within_line
from reportscraper.documents.pieces import DIGIT, Piece, join_pieces
from reportscraper.model import Block
from reportscraper.text import tidy

_BLOCKS = BLOCKS | frozenset(
    [
        "body", "caption", "details", "dialog", "dir", "figcaption", "html", "legend", "summary", "tbody", "td", "tfoot", "th", "thead",
        "tr", "ucapcontent", "ucaptitle",
    ]
)  # fmt: skip
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BOLD = frozenset(("b", "strong", *_HEADINGS))
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
_SOFT_BREAK = re.compile(r"(?<=[^\x00-\x7f])[ \t]*[\r\n]+\s*(?=[^\x00-\x7f])")


class Placed(Struct):
    """A block and where it stood: the share of its text inside links tells menus from prose."""

    block: Block
    hidden: bool
    linked: int
    holder: _Element | None = None
    """The element whose line it is, where that is known."""


class Span(Struct, frozen=True):
    """The blocks ``start`` to ``end`` that an element with a class or id holds, and its place in the tree."""

    name: str
    start: int
    end: int
    link_start: int
    link_end: int


class BlockWalk(Struct):
    """Everything one walk collects."""

    blocks: list[Placed]
    spans: list[Span]
    links: list[tuple[str, str]]
    metas: list[_Element] = []
    covered: bool = False
    """Whether something lies over the whole page."""


def walk(root: _Element, source: bytes | None = None) -> BlockWalk:
    """Blocks, containers, links and `<meta>` elements of a page, in document order; ``source`` is its markup, if at hand."""
    walker = _Walker(root, source)
    body = root.find("body")
    walker.walk(root if body is None else body)
    walker.flush()
    return BlockWalk(walker.blocks, walker.spans, walker.links, walker.metas, walker.covered or walker.styles.covers)


class _Open(Struct):
    """An element whose content is being walked."""

    children: Iterator[_Element]
    hidden: bool
    close: Callable[[], None] | None = None
    tail: str | None = None
    tables: bool = False
    """The children are tables taken out of another: what stands between them is none of theirs."""


class _Walker:
    def __init__(self, root: _Element, source: bytes | None) -> None:
        # One pass over the tree for all: every pass costs a tenth of the parse.
        found: dict[str, list[_Element]] = {
            tag: [] for tag in ("table", "meta", "style", "script", "link", "img", "body")
        }
        for element in root.iter(*found):
            found[str(element.tag)].append(element)
        tables, self.metas = found["table"], found["meta"]
        scripts = [each.text for each in found["script"] if each.text]
        # What runs by itself beside the scripts.
        scripts += [event for each in found["img"] if (event := each.get("onerror")) is not None]
        scripts += [event for each in found["body"] if (event := each.get("onload")) is not None]
        has_sheets = found["style"] or found["link"] or scripts
        self.styles = Styles(root, found["style"], found["link"], scripts) if has_sheets else UNSTYLED
        self.written = written_to(root, scripts, source, self.styles.telling)
        self.is_watched = bool(self.written) or self.styles.is_partial or bool(self.styles)
        self.numbers = {table: number for number, table in enumerate(tables, 1)}
        self.nests = {outer for table in tables for outer in table.iterancestors("table")}
        self.blocks: list[Placed] = []
        self.spans: list[Span] = []
        self.links: list[tuple[str, str]] = []
        self.buffer: list[str | Piece] = []
        self.shown = PLAINLY
        self.bold = 0
        self.bold_length = 0
        self.linked = 0
        self.hidden = self.heading = self.covered = False
        self.holder: _Element | None = None

    def walk(self, root: _Element) -> None:
        """Walk an element's content. A stack, not recursion: pasted markup nests without bound."""
        self.shown = (
            replace(PLAINLY, signs=True) if self.is_watched and shown_around(root, self.styles).signs else PLAINLY
        )
        if text := root.text:
            self.add(text)
        opened = [_Open(iter(root), hidden=False)]
        while opened:
            around = opened[-1]
            element = next(around.children, None)
            if element is None:
                opened.pop()
                if around.close:
                    around.close()
                tail = around.tail
            else:
                tail = None if around.tables else element.tail
                inner = self.visit(element, hidden=around.hidden)
                if inner is not None:
                    opened.append(inner)
                    inner.tail, tail = tail, None
            if tail:
                self.add(tail)

    def visit(self, element: _Element, *, hidden: bool) -> _Open | None:
        """Take in an element; when it is opened, its content comes next."""
        tag = element.tag
        if not isinstance(tag, str) or tag in NO_TEXT:
            self.buffer += [] if hidden else within_line(element, self.buffer[-1:], self.styles)
            return None
        if tag == "table":
            self.flush()
            return self.table(element, hidden=hidden or self.styles.hides(element))
        if tag in _BLOCKS:
            return self.container(element, hidden=hidden)
        if tag == "br":
            self.flush()
            return None
        return self.inline(element, tag, hidden=hidden)

    def inline(self, element: _Element, tag: str, *, hidden: bool) -> _Open | None:
        look = self.styles.look(element)
        if look is not PLAIN and not hidden:
            if self.styles.hides(element, look):
                return self.aside(element, tag)
            self.covered |= bool(look.covering) and self.lies_over(element, look)
        if tag == "a":
            href = self.link(element)
            if "#" in href and is_note_link(element):
                look = replace(look, shifted=True)
        outer = self.shown
        if self.is_watched:
            if self.styles.is_painted(element) and DIGIT.search(text_in(element)):
                look = replace(look, unsure=True)
            if self.written.meets(element):
                look = replace(look, unsure=True)
            if names := self.styles.names(element):
                self.shown = replace(outer, names=names)
        if look is not PLAIN and outer.changes_under(look):
            self.shown = self.shown.under(look)
            if look.apart:
                self.shown = replace(self.shown, names=f"{self.shown.names} apart")
        style = element.get("style")
        bold = tag in _BOLD or (style is not None and _BOLD_STYLE.search(style) is not None)
        if not bold and self.shown is outer:
            return self.opened(element, hidden=hidden)
        self.bold += bold

        def close() -> None:
            self.bold -= bold
            self.shown = outer

        return self.opened(element, hidden=hidden, close=close)

    def lies_over(self, element: _Element, look: Look) -> bool:
        """Whether an element covers the tables of the page, or those of the box that it stands in."""
        box = element.getparent() if "absolute" in look.covering else None
        is_above = "above" in look.covering or any(placed.block.grid for placed in self.blocks)
        return is_above and not has_table(element) and (box is None or has_table(box))

    def opened(self, element: _Element, *, hidden: bool, close: Callable[[], None] | None = None) -> _Open | None:
        """Take in an element's first text; one that holds no other element is closed again at once."""
        if text := element.text:
            self.add(text)
        if len(element):
            return _Open(iter(element), hidden, close)
        if close:
            close()
        return None

    def add(self, text: str) -> None:
        if self.shown is PLAINLY:
            self.buffer.append(text)
        else:
            self.buffer.append(self.shown.piece(text))
        if self.bold and not text.isspace():
            self.bold_length += len(text)

    def link(self, element: _Element) -> str:
        """Take in a link; its address comes back."""
        text = tidy(text_in(element))
        href = element.get("href") or ""
        if href:
            self.links.append((href, text or tidy(element.get("title") or "")))
        self.linked += len(text)
        return href

    def aside(self, element: _Element, tag: str) -> _Open | None:
        """A hidden piece of a line (3<span hidden>9</span>件) is set apart, so that no figure is read together with it."""
        line = self.buffer, self.bold_length, self.linked, self.hidden, self.heading, self.shown
        self.buffer, self.shown, self.hidden, self.heading = [], PLAINLY, True, False
        self.bold_length = self.linked = 0

        def close() -> None:
            self.flush()
            self.buffer, self.bold_length, self.linked, self.hidden, self.heading, self.shown = line

        if tag == "a":
            self.link(element)
        return self.opened(element, hidden=True, close=close)

    def container(self, element: _Element, *, hidden: bool) -> _Open | None:
        self.flush()
        look = self.styles.look(element)
        if look.signs and element.tag in _HEADINGS:  # Titles are set in type of their own, and hold no figures.
            look = replace(look, signs=False)
        if look is not PLAIN and not hidden:
            hidden = self.styles.hides(element, look)
            self.covered |= bool(look.covering) and not hidden and self.lies_over(element, look)
        outer, self.hidden = self.hidden, hidden
        start, link_start = len(self.blocks), len(self.links)
        self.heading = heading = element.tag in _HEADINGS
        around, self.holder = self.holder, element
        shown = self.shown
        if look is not PLAIN and not hidden and shown.changes_under(look):
            self.shown = shown.under(look, around=True)
        if self.is_watched and self.written.fills(element, line=True):
            self.shown = replace(self.shown, unsure=True)
        self.bold += heading

        def close() -> None:
            self.flush()
            self.bold -= heading
            self.heading, self.hidden, self.holder, self.shown = False, outer, around, shown
            if name := _name(element.get("id"), element.get("class"), str(element.tag)):
                self.spans.append(Span(name, start, len(self.blocks), link_start, len(self.links)))

        return self.opened(element, hidden=hidden, close=close)

    def flush(self) -> None:
        """Close the paragraph that is being collected."""
        if not self.buffer:
            self.linked = 0
            return
        if Piece not in map(type, self.buffer):
            printed = "".join(cast("list[str]", self.buffer))
        else:
            printed = join_pieces(Piece(each) if isinstance(each, str) else each for each in self.buffer)
        if "\n" in printed or "\r" in printed:
            printed = _SOFT_BREAK.sub("", printed)
        if text := tidy(printed):
            bold = self.bold_length * 10 >= len(text) * 8
            block = Block(text=text, bold=bold, heading=self.heading)
            around = self.holder.getparent() if self.heading and self.holder is not None else None
            if around is not None and around.tag == "a":  # <a><h3>…</h3></a>, in boxes beside an article
                self.linked = len(text)
            self.blocks.append(Placed(block, self.hidden, self.linked, self.holder))
        self.buffer.clear()
        self.bold_length = self.linked = 0

    def table(self, table: _Element, *, hidden: bool) -> _Open | None:
        """A frame is walked cell by cell; a data table becomes one block with its prose rows around it.

        Where a closing tag was lost, the tables that follow stand inside a data table; they are taken after it.
        """
        nested = table in self.nests
        if not has_cells(table, OWN_FIGURES) if nested else is_frame(table):
            return self.container(table, hidden=hidden)
        grid = lay_out(table, self.numbers[table], self.styles, self.written)
        if nested and not holds_figures(grid):
            return self.container(table, hidden=hidden)
        links = [(link.get("href"), tidy(text_in(link))) for link in table.iter("a")]
        linked = sum(len(text) for _, text in links)
        self.links.extend((href, text) for href, text in links if href)
        for caption in table.iterchildren("caption"):
            unseen = hidden or self.styles.hides(caption)
            self._paragraphs(shown_text(caption, shown_around(table, self.styles), self.styles, self.written), unseen)
        prose = [prose_row(row) for row in grid.slots]
        data = [index for index, text in enumerate(prose) if text is None]
        first = data[0] if data else len(prose)
        for text in prose[:first]:
            self._paragraphs(text or "", hidden)
        if data:
            self.blocks.append(Placed(Block(grid=grid), hidden, linked))
        for text in prose[first:]:
            self._paragraphs(text or "", hidden)
        if not nested:
            return None
        inner = (one for one in table.iterdescendants("table") if next(one.iterancestors("table")) is table)
        return _Open(inner, hidden, tables=True)

    def _paragraphs(self, text: str, hidden: bool) -> None:
        for line in text.splitlines():
            if line := tidy(line):
                self.blocks.append(Placed(Block(text=line), hidden, 0))


@functools.lru_cache(1024)
def _name(identifier: str | None, classes: str | None, tag: str) -> str:
    if not (identifier or classes or tag.startswith("ucap")):
        return ""
    return f"#{identifier or ''} .{' .'.join((classes or '').split())} {tag}"
