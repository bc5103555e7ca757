"""One page, read whole: charset → document → title, sections, tables, statements → `Report`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import urljoin

import msgspec

from reportscraper.documents.charset import Decoded, decode
from reportscraper.documents.html.document import read_document, settle
from reportscraper.errors import DocumentError
from reportscraper.forms.rules import finding
from reportscraper.model import Document, Finding, Report, Section, Statement
from reportscraper.places.bodies import level_of
from reportscraper.report.identity.identify import Identity, identify
from reportscraper.report.prose.read_prose import parse_prose
from reportscraper.report.sections.read_sections import read_sections
from reportscraper.report.tables.read_tables import Assess, read_tables

Join = Callable[[Document], Document]

_ATTACHMENTS = (".pdf", ".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".ofd", ".rtf", ".zip", ".rar")
_DOWNLOADS = ("downfile.jsp", "download.jsp", "virtual_attach_file", "/attach/")


def read_page(
    data: bytes,
    *,
    url: str | None = None,
    content_type: str | None = None,
    assess: Assess | None = None,
    join: Join | None = None,
) -> Report:
    """Read a saved page, HTML or text, into a report; other files are told apart before (see ``reportscraper.documents``).

    ``assess`` is the check room's judgement of a set of figures; with it, shifted cells may be placed by proof. ``join`` adds to the
    page's document what stands elsewhere (see `reportscraper.report.join`). Whatever cannot be read whole comes back with
    ``is_report`` false and a ``reason``: this function does not raise for any bytes.
    """
    reason = _unreadable(data)
    if reason:
        return refused(url, reason)
    decoded = decode(data, content_type)
    try:
        document = read_document(decoded.text, decoded.utf8)
    except DocumentError as error:
        return refused(url, str(error), decoded.encoding)
    return _read(join(document) if join else document, decoded, url, assess)


def read_document_report(document: Document, *, url: str | None = None, assess: Assess | None = None) -> Report:
    """Read the document that a file (PDF, DOCX, XLSX) became into a report, as `read_page` does a page."""
    return _read(settle(document), None, url, assess)


def _unreadable(data: bytes) -> str | None:
    if not data.strip():
        return "the file is empty"
    sample = data[:4096]
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")) and sample.count(0) > len(sample) // 20:
        return "unsupported file type: binary data"
    return None


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


def _read(document: Document, decoded: Decoded | None, url: str | None, assess: Assess | None) -> Report:
    sections, section_findings = read_sections(document.blocks)
    identity = identify(document, sections, url=url)
    report = _identified(document, decoded, url, identity)
    if not report.is_report:
        return msgspec.structs.replace(report, reason=f"the page is not a report: {identity.kind}")
    tables = read_tables(document.blocks, year=identity.year, assess=assess)
    return msgspec.structs.replace(
        report,
        form=tables.form,
        sections=sections,
        figures=tables.figures,
        statements=tuple(_statements(sections, identity.year)),
        findings=(*_page_findings(document, decoded), *identity.findings, *section_findings, *tables.findings),
    )


def _identified(document: Document, decoded: Decoded | None, url: str | None, identity: Identity) -> Report:
    """What is known of a page before its sections and tables are: whose it is, of which year, and its files."""
    return Report(
        source=url,
        is_report=identity.kind == "report",
        kind=identity.kind,
        title=identity.title,
        body=identity.body,
        year=identity.year,
        form=None,
        published_on=identity.published_on,
        period=identity.period,
        body_level=level_of(identity.body) if identity.body else None,
        issuer=identity.issuer,
        credit_code=identity.credit_code,
        site_code=identity.site_code,
        encoding=decoded.encoding if decoded else None,
        attachments=_attachments(document, url),
    )


def _statements(sections: Sequence[Section], year: int | None) -> list[Statement]:
    return [
        statement for section in sections for statement in parse_prose(section.text, section=section.kind, year=year)
    ]


def _page_findings(document: Document, decoded: Decoded | None) -> list[Finding]:
    findings = []
    if document.problem:
        findings.append(finding("page_cut", problem=document.problem))
    if decoded and decoded.replacements:
        findings.append(finding("undecodable", count=decoded.replacements, encoding=decoded.encoding))
    return findings


def _attachments(document: Document, url: str | None) -> tuple[tuple[str, str], ...]:
    found = []
    for href, text in document.links:
        lowered = href.lower()
        if lowered.split("?")[0].split("#")[0].endswith(_ATTACHMENTS) or any(mark in lowered for mark in _DOWNLOADS):
            found.append((urljoin(url, href) if url else href, text))
    return tuple(dict.fromkeys(found))
