"""Reading and checking one page: the parse and check rooms joined. The pipeline and the public API both start here."""

from __future__ import annotations

import msgspec

from reportscraper.check.engine import Checker
from reportscraper.check.plausible import implausible
from reportscraper.check.prose import compare
from reportscraper.errors import DocumentError
from reportscraper.formats import is_file, read_file
from reportscraper.model import Report
from reportscraper.parse.report import read_document_report, read_page, refused


def parse_report(data: bytes, *, url: str | None = None, content_type: str | None = None) -> Report:
    """Read a page and check its figures.

    ``data`` is the page as it was served (HTML, or text saved from it) or a file (PDF, DOCX, XLSX; older ones where LibreOffice is
    installed), told by its bytes; ``content_type`` is the HTTP header if known. The report's
    findings hold what the parser doubts and every accounting identity (勾稽关系) that fails. Never raises for any bytes: what
    cannot be read comes back with ``is_report`` false and a ``reason``.
    """
    checker = Checker.load()
    report = _read(data, url, content_type, checker)
    if not report.is_report or report.form is None:
        return report
    findings = (
        *report.findings,
        *checker.findings(report.figures, report.form),
        *implausible(report.figures),
        *compare(report.figures, report.statements, report.form),
    )
    return msgspec.structs.replace(report, findings=findings)


def _read(data: bytes, url: str | None, content_type: str | None, checker: Checker) -> Report:
    if not is_file(data):
        return read_page(data, url=url, content_type=content_type, assess=checker.assess)
    try:
        document = read_file(data)
    except DocumentError as error:
        return refused(url, str(error))
    return read_document_report(document, url=url, assess=checker.assess)
