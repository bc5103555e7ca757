"""Reading and checking one page with its files: the parse, formats and check rooms joined. Pipeline and public API start here."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import msgspec
from msgspec import Struct

from reportscraper.check.engine import Checker
from reportscraper.check.plausible import implausible
from reportscraper.check.prose import compare
from reportscraper.errors import DocumentError
from reportscraper.formats import boxes_of, is_file, read_file
from reportscraper.model import Document, Finding, Report, Severity
from reportscraper.parse.charset import decode
from reportscraper.parse.document import read_document, settle
from reportscraper.parse.joining import Joined, Piece, join
from reportscraper.parse.report import read_document_report, read_page, refused


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
        return Reading(_checked(_read_file(data, url, checker), checker))
    pieces, unread = _pieces(files)
    joined = Joined(Document(()))

    def complete(page: Document) -> Document:
        nonlocal joined
        joined = join(page, pieces, url=url)
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
    return Reading(_checked(report, checker), joined.strangers)


def _read_file(data: bytes, url: str | None, checker: Checker) -> Report:
    try:
        document = read_file(data)
    except DocumentError as error:
        return refused(url, str(error))
    report = read_document_report(document, url=url, assess=checker.assess)
    return msgspec.structs.replace(report, locators=boxes_of(document, report.figures))


def _pieces(files: Sequence[Attached]) -> tuple[list[Piece], list[str]]:
    """The documents of the files, and why others cannot be read."""
    pieces, unread = [], []
    for file in files:
        found = _document(file)
        if isinstance(found, Document):
            pieces.append(Piece(file.url, found, file.continues))
        else:
            unread.append(f"{file.url}: {found}")
    return pieces, unread


@functools.lru_cache(maxsize=8)
def _document(file: Attached) -> Document | DocumentError:
    """The document of a file. Remembered, for a page is read again whenever another of its files has come."""
    try:
        if is_file(file.data):
            return settle(read_file(file.data))
        decoded = decode(file.data, file.content_type)
        return read_document(decoded.text, decoded.utf8)
    except DocumentError as error:
        return error.with_traceback(None)


def _about(unread: Sequence[str], report: Report) -> list[Finding]:
    """Findings on files that cannot be read; without tables on the page they may have held the figures."""
    severity: Severity = "info" if report.form else "warning"
    return [Finding("attachment_unread", severity, reason) for reason in unread]


def _checked(report: Report, checker: Checker) -> Report:
    if not report.is_report or report.form is None:
        return report
    findings = (
        *report.findings,
        *checker.findings(report.figures, report.form),
        *implausible(report.figures),
        *compare(report.figures, report.statements, report.form),
    )
    return msgspec.structs.replace(report, findings=findings)
