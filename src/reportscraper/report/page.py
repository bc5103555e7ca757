"""Bytes → `Opened` (a document, or why there is none) → `Outline` (whose report it is, and its chapters)."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from reportscraper.documents import is_file, read_file
from reportscraper.documents.charset import decode
from reportscraper.documents.html.document import read_document, settle
from reportscraper.errors import DocumentError
from reportscraper.forms.rules import finding
from reportscraper.model import Document, Finding, Report, Section
from reportscraper.report.identity.identify import Identity, identify
from reportscraper.report.identity.surroundings import Surroundings
from reportscraper.report.sections.read_sections import read_sections

_FEWEST_CHAPTERS = 2


class Opened(Struct, frozen=True):
    """What bytes hold: a document, or None and the ``reason``; of a page, ``encoding`` and what could not be decoded."""

    document: Document | None
    reason: str | None = None
    encoding: str | None = None
    findings: tuple[Finding, ...] = ()


class Outline(Struct, frozen=True):
    """Whose report of which year a document is, and its chapters; ``findings`` are those of the chapters."""

    identity: Identity
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
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")) and sample.count(0) > len(sample) // 20:
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
    return Outline(identity, tuple(sections), tuple(findings))


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
