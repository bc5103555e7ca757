"""One browser prints for all tests of the room; a report is read through the rooms that read pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from reportscraper.model import Document, Report
from reportscraper.report.read import read_document_report

from .printed import CHROMIUM, Print, printer


@pytest.fixture(scope="package")
def print_page() -> Iterator[Print]:
    """Prints HTML to PDF; skips where there is no Chromium."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with printer() as print_page:
        yield print_page


@pytest.fixture(scope="package")
def read_report() -> Callable[[Document], Report]:
    return read_document_report
