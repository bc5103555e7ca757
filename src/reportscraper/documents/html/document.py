"""Every input becomes a `Document`: HTML here, plain text beside it; later formats join with the same blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec
from lxml import etree
from lxml.etree import _Element

from reportscraper.documents.html import content
from reportscraper.documents.html.blocks import BlockWalk, Placed, walk
from reportscraper.documents.html.embedded import is_answer, page_markup
from reportscraper.documents.html.frames import holds_figures
from reportscraper.documents.html.titles import find_titles
from reportscraper.documents.plaintext import read_lines
from reportscraper.errors import DocumentError
from reportscraper.model import Block, Document, Grid
from reportscraper.text import tidy

_MARKUP = re.compile(r"<\s*(?:!doctype|html|head|body|div|table|p|span|meta|td|br)\b", re.I)
_RESOURCE_LIMIT = "ERR_RESOURCE_LIMIT"


def read_document(text: str, utf8: bytes | None = None) -> Document:
    """Read decoded text, HTML or plain, into a document. Raises DocumentError when nothing of it can be trusted.

    ``utf8`` is the same text encoded, where the caller has it. An article that the page holds as JSON is read as it is shown, see
    `reportscraper.documents.html.embedded`.
    """
    if not text or text.isspace():
        raise DocumentError("the page is empty")
    markup = page_markup(text)
    if markup is text and is_answer(text):
        raise DocumentError("the answer of an interface, without an article")
    if _MARKUP.search(markup, 0, 200_000):
        return read_html(markup, utf8 if markup is text else None)
    return read_text(text.replace("\x00", "�"))


def read_html(text: str, utf8: bytes | None = None) -> Document:
    """Read an HTML page. Resource limits of the parser raise DocumentError; a cut page is read as far as it goes and says so."""
    data = text.encode("utf-8", "replace") if utf8 is None else utf8
    if b"\x00" in data:
        data = data.replace(b"\x00", "�".encode())
    # The plain parser: elements of lxml.html are looked up in Python one by one, which costs as much as parsing.
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(data, parser)
    if root is None:
        raise DocumentError("no markup could be read")
    if any(_RESOURCE_LIMIT in entry.type_name for entry in parser.error_log):
        raise DocumentError("the markup is nested deeper than the parser reads; the rest of the page would be lost")
    try:
        walked = walk(root, data)
    except RecursionError as error:
        raise DocumentError("its styles are nested deeper than can be read, so what is seen cannot be told") from error
    return _assemble(walked, _metas(walked.metas), _head_title(root), _cut(data))


def _assemble(walked: BlockWalk, metas: tuple[tuple[str, str], ...], head_title: str, problem: str | None) -> Document:
    is_seen = any(not placed.hidden for placed in walked.blocks if len(placed.block.text) > 20 or placed.block.grid)
    unseen = _drop_hidden(walked) if is_seen else {}
    if not is_seen or walked.covered:
        # A script may bring it to light; until then nobody sees it.
        for placed in walked.blocks:
            if placed.block.grid is not None:
                placed.block = msgspec.structs.replace(placed.block, grid=_unseen(placed.block.grid))
    chosen = content.choose(walked)
    for place, grid in unseen.items():
        walked.blocks[place].block = Block(grid=grid)
    article, behind = walked.blocks[chosen.start : chosen.end], walked.blocks[chosen.end :]
    around = [*walked.blocks[: chosen.start], *_ends(article), *behind]
    return Document(
        blocks=tuple(placed.block for placed in article if placed.block.text or placed.block.grid is not None),
        titles=find_titles(walked, metas, head_title),
        metas=metas,
        facts=content.facts(walked.blocks)
        if chosen.whole
        else content.facts(around) + content.signature(walked.blocks[: chosen.start], article, behind),
        breadcrumb=content.breadcrumb(around),
        links=tuple(walked.links[chosen.link_start : chosen.link_end]),
        text_length=sum(len(placed.block.text) for placed in walked.blocks),
        problem=problem,
    )


def _ends(article: list[Placed]) -> list[Placed]:
    """The first lines of an article may still be its index table and information line, the last ones tell its author."""
    return [*article[:6], *article[6:][-3:]]


def _unseen(grid: Grid) -> Grid:
    cells = {id(cell): msgspec.structs.replace(cell, hidden=True) for cell in grid.cells}
    slots = tuple(tuple(None if cell is None else cells[id(cell)] for cell in row) for row in grid.slots)
    return msgspec.structs.replace(grid, slots=slots, cells=tuple(cells.values()))


def _drop_hidden(walked: BlockWalk) -> dict[int, Grid]:
    """Empty the hidden blocks in place, so that positions stay valid; by position, the tables of figures among them.

    They have no say in what the article is, but a report whose tables a tab or a rule hides is not one without tables.
    """
    unseen: dict[int, Grid] = {}
    for place, placed in enumerate(walked.blocks):
        if placed.hidden:
            if (grid := placed.block.grid) is not None and holds_figures(grid):
                unseen[place] = _unseen(grid)
            placed.block = Block()
    return unseen


def _metas(metas: Iterable[_Element]) -> tuple[tuple[str, str], ...]:
    pairs = ((meta.get("name") or meta.get("property"), meta.get("content")) for meta in metas)
    return tuple((tidy(name), tidy(value)) for name, value in pairs if name and value and value.strip())


def _head_title(root: _Element) -> str:
    title = root.find("head/title")
    return "" if title is None else tidy("".join(map(str, title.itertext())))


def _cut(data: bytes) -> str | None:
    """Why the page must have been cut short, None when nothing tells so."""
    end = data[-4096:].lower()
    if end.rfind(b"<!--") > end.rfind(b"-->"):
        return "the page ends inside a comment"
    if end.rfind(b"<") > end.rfind(b">"):
        return "the page ends inside a tag"
    if b"</html" not in end and b"</body" not in end and b"<html" in data[:4096].lower():
        return "the page ends before its closing tags"
    return None


def read_text(text: str) -> Document:
    """Read a page saved as text."""
    placed = [Placed(block, hidden=False, linked=0) for block in read_lines(text)]
    return _assemble(BlockWalk(placed, [], []), (), "", None)


def settle(document: Document) -> Document:
    """A document read from a file, with what is found around its blocks: the article's ends, titles, facts, breadcrumb."""
    placed = [Placed(block, hidden=False, linked=0) for block in document.blocks]
    settled = _assemble(BlockWalk(placed, [], list(document.links)), document.metas, "", document.problem)
    titles = tuple(dict.fromkeys((*settled.titles, *document.titles)))
    return msgspec.structs.replace(settled, titles=titles, recognised=document.recognised)
