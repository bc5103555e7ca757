"""Reading and checking one page with its files: the parse, formats and check rooms joined. Pipeline and public API start here."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import msgspec
from msgspec import Struct

from reportscraper.check.engine import Checker
from reportscraper.check.plausible import implausible
from reportscraper.check.prose import compare
from reportscraper.documents import boxes_of, is_file, read_file
from reportscraper.documents.charset import decode
from reportscraper.documents.html.document import read_document, settle
from reportscraper.errors import DocumentError
from reportscraper.forms.rules import finding
from reportscraper.model import Document, Finding, Report, Severity
from reportscraper.places.bodies import may_make_rules
from reportscraper.report.join import Joined, Piece, join
from reportscraper.report.ocr_figures import as_proposed, proposals
from reportscraper.report.page import read_document_report, read_page, refused
from reportscraper.report.sections.read_sections import read_sections
from reportscraper.report.tables.read_tables import read_tables


class Attached(Struct, frozen=True):
    """A file that a page hands out, or a further page on which its article ``continues``."""

    url: str
    data: bytes
    content_type: str | None = None
    continues: bool = False


class Reading(Struct, frozen=True):
    """A page read with its files. ``strangers`` are the addresses of files that are reports of another body or year."""

    report: Report
    strangers: tuple[str, ...] = ()


def parse_report(data: bytes, *, url: str | None = None, content_type: str | None = None) -> Report:
    """Read a page and check its figures.

    ``data`` is the page as it was served (HTML, or text saved from it) or a file (PDF, DOCX, XLSX; older ones where LibreOffice is
    installed), told by its bytes; ``content_type`` is the HTTP header if known. The report's
    findings hold what the parser doubts and every accounting identity (勾稽关系) that fails. Never raises for any bytes: what
    cannot be read comes back with ``is_report`` false and a ``reason``.
    """
    return read_whole(data, (), url=url, content_type=content_type).report


def read_whole(
    data: bytes, files: Sequence[Attached], *, url: str | None = None, content_type: str | None = None
) -> Reading:
    """Read a page as `parse_report` does, together with what stands in its files.

    The page is the report, a file is (the page then being its cover), or each holds part. `Report.parts` names the files that were
    used; where two prints of a table differ, and where a file cannot be read, there is a finding.
    """
    checker = Checker.load()
    if is_file(data):
        return Reading(_read_file(data, url, checker))
    pieces, unread = _pieces(files)
    printed = [piece for piece in pieces if not piece.document.recognised]
    joined = Joined(Document(()))

    def complete(page: Document) -> Document:
        nonlocal joined
        joined = join(page, printed, url=url)
        return joined.document

    report = read_page(
        data, url=url, content_type=content_type, assess=checker.assess, join=complete if pieces else None
    )
    if not report.is_report:
        return Reading(report, joined.strangers)
    report = msgspec.structs.replace(
        report,
        parts=joined.parts,
        locators=boxes_of(joined.document, report.figures),
        findings=(*report.findings, *joined.findings, *_about(unread, report)),
    )
    report = _checked(report, checker)
    scans = [piece for piece in pieces if piece.document.recognised]
    if not scans:
        return Reading(report, joined.strangers)
    whole = join(joined.document, scans, url=url)
    strangers = (*joined.strangers, *whole.strangers)
    if report.form is not None:
        return Reading(report, strangers)
    report = msgspec.structs.replace(
        report, parts=(*report.parts, *whole.parts), findings=(*report.findings, *whole.findings)
    )
    return Reading(_with_recognised(report, whole.document, checker), strangers)


def _read_file(data: bytes, url: str | None, checker: Checker) -> Report:
    document = _document(data, None)
    if isinstance(document, DocumentError):
        return refused(url, str(document))
    report = read_document_report(document, url=url, assess=checker.assess)
    if document.recognised:
        return as_proposed(report, document, checker) if report.is_report else report
    return _checked(msgspec.structs.replace(report, locators=boxes_of(document, report.figures)), checker)


def _with_recognised(report: Report, document: Document, checker: Checker) -> Report:
    """The report of a page with what its files show in pictures only; a chapter that the page prints is the page's."""
    seen = tuple(block for block in document.blocks if block.grid is None or block.grid.recognised)
    tables = read_tables(seen, year=report.year, assess=checker.assess)
    found = proposals(tables, msgspec.structs.replace(document, blocks=seen), checker)
    has_chapters = any(section.heading for section in report.sections)
    return msgspec.structs.replace(
        report,
        sections=report.sections if has_chapters else read_sections(seen)[0],
        proposals=found,
        findings=(*report.findings, finding("recognised_text", wording="files", count=len(found))),
    )


def _pieces(files: Sequence[Attached]) -> tuple[list[Piece], list[tuple[str, str]]]:
    """The documents of the files, and why others cannot be read."""
    pieces, unread = list[Piece](), list[tuple[str, str]]()
    for file in files:
        found = _document(file.data, file.content_type)
        if isinstance(found, Document):
            pieces.append(Piece(file.url, found, file.continues))
        else:
            unread.append((file.url, str(found)))
    return pieces, unread


def read_beforehand(data: bytes, content_type: str | None) -> None:
    """Read a file that `read_whole` will be asked for soon. May be called from another thread."""
    _document(data, content_type)


def _document(data: bytes, content_type: str | None) -> Document | DocumentError:
    """The document of a file, or of a further page of an article."""
    # What a file is read as does not hang on what its server calls it: one reading serves whoever asks for it.
    return _remembered(data, None if is_file(data) else content_type)


@functools.lru_cache(maxsize=8)
def _remembered(data: bytes, content_type: str | None) -> Document | DocumentError:
    """Remembered, for a page is read again whenever another of its files has come."""
    try:
        if is_file(data):
            document = read_file(data)
            return msgspec.structs.replace(settle(document), recognised=document.recognised)
        decoded = decode(data, content_type)
        return read_document(decoded.text, decoded.utf8)
    except DocumentError as error:
        return error.with_traceback(None)


def _about(unread: Sequence[tuple[str, str]], report: Report) -> list[Finding]:
    """Findings on files that cannot be read; without tables on the page they may have held the figures."""
    severity: Severity = "info" if report.form else "warning"
    return [finding("attachment_unread", severity=severity, url=url, reason=reason) for url, reason in unread]


def _checked(report: Report, checker: Checker) -> Report:
    if not report.is_report or report.form is None:
        return report
    findings = (
        *report.findings,
        *checker.findings(report.figures, report.form, makes_rules=may_make_rules(report.body, report.site_code)),
        *implausible(report.figures),
        *compare(report.figures, report.statements, report.form),
    )
    return msgspec.structs.replace(report, findings=findings)
