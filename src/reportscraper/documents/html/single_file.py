"""Pages that a browser or an Office program saved in one file (MHTML; ``.mht``, often named ``.doc`` or ``.xls``)."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from email.message import Message
from email.policy import compat32
from html import unescape

from msgspec.structs import replace

from reportscraper.documents import limits
from reportscraper.documents.charset import decode
from reportscraper.documents.html.document import read_document
from reportscraper.errors import DocumentError
from reportscraper.model import Block, Document

_PAGES = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
_FRAMES = re.compile(r"<frameset\b", re.IGNORECASE)
_SHEET = re.compile(
    r"<x:ExcelWorksheet>.*?<x:Name>(?P<name>.*?)</x:Name>(?P<rest>.*?)</x:ExcelWorksheet>", re.IGNORECASE | re.DOTALL
)
_SOURCE = re.compile(r"<x:WorksheetSource\s+HRef=[\"']?(?P<address>[^\"'>]+)", re.IGNORECASE)
_HIDDEN = re.compile(r"<x:Visible>\s*Sheet(?:Very)?Hidden", re.IGNORECASE)
_LINK = re.compile(r"<link\b[^>]*\bhref\s*=\s*[\"']?(?P<address>[^\"'\s>]+)[^>]*>", re.IGNORECASE)
_FRAME = re.compile(r"<i?frame\b[^>]*\bsrc\s*=\s*[\"']?(?P<address>[^\"'\s>]+)", re.IGNORECASE)


def read_single_file(data: bytes) -> Document:
    """The document in a page saved in one file: that of its first page, or of the pages that this one frames, one after the other.

    Sheets of style that were saved along are taken in. Raises DocumentError for files without a page, and for more than
    `limits.ENTRIES` parts.
    """
    parts = list(_leaves(email.message_from_bytes(data, policy=compat32)))
    sheets = [_text(part) for part in parts if part.get_content_type() == "text/css"]
    saved = {_address(part) for part in parts if part.get_content_type() == "text/css"}
    style = f"<style>{' '.join(sheets).replace('</', '< /')}</style>" if sheets else ""
    pages = {_address(part): _text(part) for part in parts if part.get_content_type() in _PAGES}
    if not pages:
        raise DocumentError("the single file web page holds no page")
    first = next(iter(pages.values()))
    documents = []
    for name, text in _shown(first, pages):
        # A sheet that was saved along is known.
        known = _LINK.sub(lambda link: "" if _last(link["address"]) in saved else link[0], text)
        document = read_document(style + known)
        if name and document.blocks:
            document = replace(document, blocks=(Block(text=name, bold=True, heading=True), *document.blocks))
        documents.append(document)
    return _joined(documents)


def _leaves(message: Message) -> Iterator[Message]:
    for count, part in enumerate(message.walk()):
        if count > limits.ENTRIES:
            raise DocumentError(f"the single file web page has more than {limits.ENTRIES} parts")
        if not part.is_multipart():
            yield part


def _text(part: Message) -> str:
    """The text of a part, whatever it was encoded in for the way."""
    body = part.get_payload(decode=True)
    return decode(body if isinstance(body, bytes) else b"", f"charset={part.get_content_charset() or ''}").text


def _address(part: Message) -> str:
    """The last piece of the address that a part stands for, by which the others call it."""
    named = part.get("Content-Location") or part.get("Content-ID") or ""
    return _last(str(named))


def _last(address: str) -> str:
    return re.split(r"[/\\:]", address.strip().strip("<>"))[-1].lower()


def _shown(first: str, pages: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Name and markup of the pages that are seen: the sheets of a workbook, the frames of a page, else the page itself."""
    sheets = list(_SHEET.finditer(first))
    framed = False
    for sheet in sheets if _FRAMES.search(first) else ():
        source = _SOURCE.search(sheet["rest"])
        text = pages.get(_last(source["address"])) if source else None
        if text is not None and not _HIDDEN.search(sheet["rest"]):
            framed = True
            yield unescape(sheet["name"]), text
    if not framed and _FRAMES.search(first):
        for frame in _FRAME.finditer(first):
            if text := pages.get(_last(frame["address"])):
                framed = True
                yield "", text
    if not framed:
        yield unescape(sheets[0]["name"]) if len(sheets) == 1 else "", first


def _joined(documents: list[Document]) -> Document:
    """One document of several, its tables numbered anew: who looks for a table by its number finds it among those that were read."""
    blocks: list[Block] = []
    tables = 0
    for block in (block for document in documents for block in document.blocks):
        tables += block.grid is not None
        blocks.append(block if block.grid is None else replace(block, grid=replace(block.grid, number=tables)))
    first = documents[0]
    return replace(
        first,
        blocks=tuple(blocks),
        titles=tuple(title for document in documents for title in document.titles),
        links=tuple(link for document in documents for link in document.links),
        text_length=sum(document.text_length for document in documents),
        problem=next((document.problem for document in documents if document.problem), None),
    )
