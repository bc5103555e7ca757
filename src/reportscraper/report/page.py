"""Bytes → `Opened` (a document, or why there is none) → `Outline` (whose report it is, and its chapters) → `Joined`.

A report may come in several pieces: the files a page hands out, and the further pages of its article.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from msgspec import Struct

from reportscraper.documents import is_file, read_file
from reportscraper.documents.charset import decode, unmarked_utf16
from reportscraper.documents.html.document import read_document, settle
from reportscraper.errors import DocumentError
from reportscraper.forms.rules import Words, finding, phrase
from reportscraper.model import Block, Document, Finding, Part, Report, Section
from reportscraper.places.same_body import same_body
from reportscraper.report.identity.identify import ReportIdentity, identify
from reportscraper.report.identity.surroundings import Surroundings
from reportscraper.report.sections.read_sections import read_sections
from reportscraper.report.tables.notes import year_opened
from reportscraper.report.tables.read_tables import read_tables

_FEWEST_CHAPTERS = 2
_LONGEST_TITLE = 60


class Opened(Struct, frozen=True):
    """What bytes hold: a document, or None and the ``reason``; of a page, ``encoding`` and what could not be decoded."""

    document: Document | None
    reason: str | None = None
    encoding: str | None = None
    findings: tuple[Finding, ...] = ()


class Outline(Struct, frozen=True):
    """Whose report of which year a document is, and its chapters; ``findings`` are those of the chapters."""

    identity: ReportIdentity
    sections: tuple[Section, ...]
    findings: tuple[Finding, ...]


def open_document(data: bytes, content_type: str | None = None) -> Opened:
    """Open a page (HTML, or text saved from it) or a file, told apart by their bytes. Never raises for any bytes."""
    if is_file(data):
        try:
            document = read_file(data)
        except DocumentError as error:
            return Opened(None, str(error))
        return Opened(settle(document))
    sample = data[:4096]
    is_utf16 = data.startswith((b"\xff\xfe", b"\xfe\xff")) or unmarked_utf16(data) is not None
    if not is_utf16 and sample.count(0) > len(sample) // 20:
        return Opened(None, "unsupported file type: binary data")
    if not data.strip():
        return Opened(None, "the file is empty")
    decoded = decode(data, content_type)
    findings = tuple[Finding, ...]()
    if decoded.replacements:
        findings = (finding("undecodable", count=decoded.replacements, encoding=decoded.encoding),)
    try:
        return Opened(read_document(decoded.text, decoded.utf8), None, decoded.encoding, findings)
    except DocumentError as error:
        return Opened(None, str(error), decoded.encoding)


def outline_of(document: Document, url: str | None = None, around: Surroundings | None = None) -> Outline:
    """The chapters of a document, and what the evidence in and around it says of body and year."""
    sections, findings = read_sections(document.blocks)
    identity = identify(document, sections, url=url, around=around or Surroundings())
    own, others = _parted_by_year(document.blocks, identity.year)
    if others and has_chapters((read := read_sections(own))[0]) and has_chapters(read_sections(others)[0]):
        sections, findings = read[0], (*read[1], finding("other_year_text", year=identity.year, text=others[0].text))
    return Outline(identity, tuple(sections), tuple(findings))


def _parted_by_year(blocks: Sequence[Block], year: int | None) -> tuple[list[Block], list[Block]]:
    """The blocks of a document, and those that stand below the title of another year's report; titles in a row are a list of links."""
    own, others, opened, is_title = list[Block](), list[Block](), year, False
    for block in blocks:
        opening = year_opened(block.text) if 4 <= len(block.text) <= _LONGEST_TITLE else None
        if opening is not None and year is not None:
            opened = year if is_title and opening != opened else opening
        is_title = opening is not None
        (own if opened == year else others).append(block)
    return own, others


def has_chapters(sections: Sequence[Section]) -> bool:
    """Whether a text is that of a report, and no cover."""
    return sum(bool(section.heading and section.text) for section in sections) >= _FEWEST_CHAPTERS


def refused(url: str | None, reason: str, encoding: str | None = None) -> Report:
    """The report of what is none, or cannot be read: ``reason`` says why."""
    return Report(
        source=url,
        is_report=False,
        kind="other",
        title=None,
        body=None,
        year=None,
        form=None,
        published_on=None,
        period=None,
        reason=reason,
        encoding=encoding,
    )


class FurtherReading(Struct, frozen=True):
    """What was read at an address beside the page: a file, or a further page on which the article ``continues``."""

    url: str
    document: Document
    outline: Outline
    continues: bool = False


class Joined(Struct, frozen=True):
    """A page with its pieces as one document. ``foreign`` are the addresses of files that are other reports."""

    document: Document
    outline: Outline
    parts: tuple[Part, ...] = ()
    foreign: frozenset[str] = frozenset()
    findings: tuple[Finding, ...] = ()


def join(
    page: Document,
    outline: Outline,
    pieces: Sequence[FurtherReading],
    *,
    url: str | None = None,
    around: Surroundings | None = None,
) -> Joined:
    """Append the pieces that belong to the report of a page, in order; tables are numbered on, see `model.Part`.

    Tables of a page and of its files become one list, from which `read_tables` takes each official table once: a second
    print with other figures is a finding. Text of a file counts only where the article has no chapters; where the file has
    them, what the page prints (a sentence, and on many sites the menu around it) is a cover and no text of the report. A file
    that is the report of another body or year, or neither a report nor holds an official table, is left out: drafts, guides
    and pictures of the page.
    """
    foreign = _foreign_files(outline.identity, pieces)
    findings = tuple(
        finding("attachment_other_report", url=address, body=body, year=year)
        for address, (body, year) in foreign.items()
    )
    document, has_text, parts = page, has_chapters(outline.sections), list[Part]()
    for piece in pieces:
        if piece.url in foreign or not (
            piece.continues
            or piece.outline.identity.kind == "report"
            or read_tables(piece.document.blocks).form is not None
        ):
            continue
        base = max((block.grid.number for block in document.blocks if block.grid), default=0)
        with_text = piece.continues or not has_text
        if with_text and not piece.continues and has_chapters(piece.outline.sections):
            tables = tuple(block for block in document.blocks if block.grid is not None)
            document, has_text = msgspec.structs.replace(document, blocks=tables), True
        document = _append(document, piece.document, base, with_text=with_text)
        parts.append(Part(piece.url, base))
        has_text = has_text or has_chapters(read_sections(document.blocks)[0])
    if parts:
        outline = outline_of(document, url, around)
    return Joined(document, outline, tuple(parts), frozenset(foreign), findings)


def _foreign_files(page: ReportIdentity, pieces: Sequence[FurtherReading]) -> dict[str, tuple[str | Words, int | None]]:
    """Body and year, by address, of the files that print others than the page does.

    Where the page names no body, files of several bodies are all foreign: it is a list of reports.
    """
    found = {piece.url: piece.outline.identity for piece in pieces if not piece.continues}
    reports = {url: own for url, own in found.items() if own.kind == "report" and own.year is not None}
    # A body that only the site suggests is no other than the page's.
    named = {url: own.body for url, own in reports.items() if own.body and own.body_from != "site"}
    bodies, body = list(named.values()), page.body if page.body_from != "site" else None
    many = body is None and any(not same_body(bodies[0], other) for other in bodies[1:])
    return {
        url: (own.body or phrase("no_body"), own.year)
        for url, own in reports.items()
        if many
        or (page.year is not None and own.year != page.year)
        or (body is not None and url in named and not same_body(body, named[url]))
    }


def _append(page: Document, piece: Document, base: int, *, with_text: bool) -> Document:
    blocks = tuple(
        block
        if block.grid is None
        else msgspec.structs.replace(block, grid=msgspec.structs.replace(block.grid, number=block.grid.number + base))
        for block in piece.blocks
        if with_text or block.grid is not None
    )
    return msgspec.structs.replace(
        page,
        blocks=page.blocks + blocks,
        titles=tuple(dict.fromkeys((*page.titles, *piece.titles))),
        facts=page.facts + piece.facts,
        links=page.links + piece.links if with_text else page.links,
        text_length=page.text_length + piece.text_length,
        problem=page.problem or piece.problem,
    )
