"""A page with its files → one `Report`, checked: every document is read once, the report is built once."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urljoin

import msgspec
from msgspec import Struct

from reportscraper.check.engine import Checker, implausible
from reportscraper.check.prose import compare_prose
from reportscraper.documents import boxes_of
from reportscraper.documents.html.document import settle
from reportscraper.forms.rules import finding
from reportscraper.model import (
    Document,
    Figure,
    Finding,
    FormId,
    ListEntry,
    Part,
    Proposal,
    Report,
    Section,
    Severity,
    Statement,
)
from reportscraper.places.bodies import level_of, may_make_rules
from reportscraper.report.identity.identify import ReportIdentity
from reportscraper.report.identity.surroundings import Surroundings
from reportscraper.report.ocr_figures import proposals
from reportscraper.report.page import FurtherReading, Joined, Opened, join, open_document, outline_of, refused
from reportscraper.report.prose.read_prose import parse_prose
from reportscraper.report.prose.whose import counts_others
from reportscraper.report.sections.read_sections import missing_chapters, read_sections
from reportscraper.report.tables.read_tables import read_tables

_ATTACHMENTS = (".pdf", ".doc", ".docx", ".wps", ".xls", ".xlsx", ".et", ".ofd", ".rtf", ".zip", ".rar")
_DOWNLOADS = ("downfile.jsp", "download.jsp", "virtual_attach_file", "/attach/")


class PageFile(Struct, frozen=True):
    """A file that a page hands out, or a further page on which its article ``continues``.

    ``url`` is where it was asked for, ``final_url`` where it was found.
    """

    url: str
    data: bytes
    content_type: str | None = None
    continues: bool = False
    final_url: str | None = None
    listed: ListEntry | None = None
    """How its page links it."""


class PageReading(Struct, frozen=True):
    """A page read with its files. ``foreign_files`` are reports of their own, by the address they were asked for at.

    Files of another body or year are, and all files of a page that is itself no report.
    """

    report: Report
    foreign_files: tuple[tuple[str, Report], ...] = ()


def parse_report(data: bytes, *, url: str | None = None, content_type: str | None = None) -> Report:
    """Read a page and check its figures.

    ``data`` is the page as it was served (HTML, or text saved from it) or a file (PDF, DOCX, XLSX; older ones where LibreOffice is
    installed), told by its bytes; ``content_type`` is the HTTP header if known. The report's
    findings hold what the parser doubts and every accounting identity (勾稽关系) that fails. Never raises for any bytes: what
    cannot be read comes back with ``is_report`` false and a ``reason``.
    """
    return read_page(data, url=url, content_type=content_type).report


def read_page(
    data: bytes,
    files: Sequence[PageFile] = (),
    *,
    url: str | None = None,
    content_type: str | None = None,
    around: Surroundings | None = None,
) -> PageReading:
    """Read a page as `parse_report` does, together with what stands in its files; each is read once. ``around`` is what the list
    that leads to the page and the county's site say of it.

    The page is the report, a file is (the page then being its cover), or each holds part. `Report.parts` names the files that were
    used; where two prints of a table differ, and where a file cannot be read, there is a finding.
    """
    opened = [(file, open_document(file.data, file.content_type)) for file in files]
    return read_opened(open_document(data, content_type), opened, url=url, around=around)


def read_opened(
    page: Opened,
    opened: Sequence[tuple[PageFile, Opened]],
    *,
    url: str | None = None,
    around: Surroundings | None = None,
) -> PageReading:
    """Read a page as `read_page` does of what was opened before, page and ``opened`` files."""
    if page.document is None:
        return PageReading(refused(url, page.reason or "", page.encoding), _own_reports(opened, around))
    outline = outline_of(page.document, url, around)
    is_shell = outline.identity.kind == "other" and any(
        file.continues for file, _ in opened
    )  # its article is elsewhere
    if outline.identity.kind != "report" and not is_shell:
        return PageReading(_no_report(page, page.document, outline.identity, url), _own_reports(opened, around))
    pieces = [
        FurtherReading(file.url, each.document, outline_of(each.document), file.continues)
        for file, each in opened
        if each.document is not None
    ]
    joined = join(
        page.document, outline, [piece for piece in pieces if not piece.document.recognised], url=url, around=around
    )
    scans = [piece for piece in pieces if piece.document.recognised]
    seen = join(joined.document, joined.outline, scans, url=url, around=around) if scans else None
    if joined.outline.identity.kind != "report":
        return PageReading(
            _no_report(page, joined.document, joined.outline.identity, url), _own_reports(opened, around)
        )
    unread = [(file.url, each.reason or "") for file, each in opened if each.document is None]
    foreign = joined.foreign | (seen.foreign if seen else frozenset())
    return PageReading(
        _report(page, joined, url, seen=seen, unread=unread),
        _own_reports([(file, each) for file, each in opened if file.url in foreign], around),
    )


def read_document_report(document: Document, *, url: str | None = None) -> Report:
    """The report in the document that a file (PDF, DOCX, XLSX, a picture) became."""
    return _alone(Opened(settle(document)), url)


def _own_reports(
    opened: Sequence[tuple[PageFile, Opened]], around: Surroundings | None
) -> tuple[tuple[str, Report], ...]:
    site_name = around.site_name if around else None
    return tuple(
        (file.url, _alone(each, file.final_url or file.url, Surroundings(file.listed, site_name)))
        for file, each in opened
    )


def _alone(opened: Opened, url: str | None, around: Surroundings | None = None) -> Report:
    if opened.document is None:
        return refused(url, opened.reason or "", opened.encoding)
    outline = outline_of(opened.document, url, around)
    if outline.identity.kind != "report":
        return _no_report(opened, opened.document, outline.identity, url)
    return _report(opened, Joined(opened.document, outline), url)


def _no_report(page: Opened, document: Document, identity: ReportIdentity, url: str | None) -> Report:
    return _built(page, document, identity, url, reason=f"the page is not a report: {identity.kind}")


def _report(
    page: Opened, joined: Joined, url: str | None, *, seen: Joined | None = None, unread: Sequence[tuple[str, str]] = ()
) -> Report:
    """The report of a page joined with its files; ``seen`` has those too whose text was recognised in pictures (OCR)."""
    document, identity, sections = joined.document, joined.outline.identity, joined.outline.sections
    tables = read_tables(document.blocks, year=identity.year, body=identity.body)
    # Without tables on the page, a file that cannot be read may have held the figures.
    severity: Severity = "info" if tables.form else "warning"
    findings = [
        *((finding("page_cut", problem=document.problem),) if document.problem else ()),
        *page.findings,
        *identity.findings,
        *joined.outline.findings,
        *tables.findings,
        *joined.findings,
        *(finding("attachment_unread", severity=severity, url=at, reason=reason) for at, reason in unread),
    ]
    # 全市汇总 in a bureau's or a county's report is no figure of its own.
    findings = [
        msgspec.structs.replace(each, severity="warning")
        if each.rule == "note_qualifies" and counts_others(each.message, identity.body)
        else each
        for each in findings
    ]
    figures, statements, proposed, parts = tables.figures, tuple[Statement, ...](), tuple[Proposal, ...](), joined.parts
    if document.recognised:
        figures, proposed = (), proposals(tables, document)
        findings.append(finding("recognised_text"))
    else:
        statements = tuple(
            statement
            for section in sections
            for statement in parse_prose(section.text, section=section.kind, year=identity.year, body=identity.body)
        )
    if tables.form is not None and not document.recognised:
        makes_rules = may_make_rules(identity.body, identity.site_code)
        findings += Checker.load().findings(figures, tables.form, makes_rules=makes_rules)
        findings += implausible(figures)
        findings += compare_prose(figures, statements, tables.form)
    if seen is not None and tables.form is None:
        blocks = tuple(block for block in seen.document.blocks if block.grid is None or block.grid.recognised)
        pictures = msgspec.structs.replace(seen.document, blocks=blocks)
        proposed = proposals(read_tables(blocks, year=identity.year), pictures)
        parts += seen.parts
        if not any(section.heading for section in sections):  # a chapter that the page prints is the page's
            sections = read_sections(blocks)[0]
        findings += [*seen.findings, finding("recognised_text", wording="files", count=len(proposed))]
    findings += missing_chapters(tables.form, identity.year, sections, document.blocks, figures)
    return _built(
        page,
        document,
        identity,
        url,
        form=tables.form,
        sections=sections,
        figures=figures,
        statements=statements,
        findings=findings,
        parts=parts,
        proposed=proposed,
    )


def _built(
    page: Opened,
    document: Document,
    identity: ReportIdentity,
    url: str | None,
    *,
    reason: str | None = None,
    form: FormId | None = None,
    sections: tuple[Section, ...] = (),
    figures: tuple[Figure, ...] = (),
    statements: tuple[Statement, ...] = (),
    findings: Sequence[Finding] = (),
    parts: tuple[Part, ...] = (),
    proposed: tuple[Proposal, ...] = (),
) -> Report:
    found = []
    for href, text in document.links:
        lowered = href.lower()
        if lowered.split("?")[0].split("#")[0].endswith(_ATTACHMENTS) or any(mark in lowered for mark in _DOWNLOADS):
            found.append((urljoin(url, href) if url else href, text))
    return Report(
        source=url,
        is_report=reason is None,
        kind=identity.kind,
        title=identity.title,
        body=identity.body,
        year=identity.year,
        form=form,
        published_on=identity.published_on,
        period=identity.period,
        sections=sections,
        figures=figures,
        statements=statements,
        findings=tuple(findings),
        reason=reason,
        body_level=level_of(identity.body) if identity.body else None,
        issuer=identity.issuer,
        credit_code=identity.credit_code,
        site_code=identity.site_code,
        encoding=page.encoding,
        attachments=tuple(dict.fromkeys(found)),
        parts=parts,
        locators=boxes_of(document, figures),
        proposals=proposed,
    )
