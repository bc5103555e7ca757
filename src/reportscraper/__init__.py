"""Crawl, read, check and compare the yearly disclosure reports (政府信息公开工作年度报告) of Chinese local governments."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportscraper.errors import ReportscraperError
    from reportscraper.model import Figure, Finding, Report, Section, Statement, TitleParts
    from reportscraper.places.title import parse_title
    from reportscraper.report.prose.read_prose import parse_prose
    from reportscraper.report.read import parse_report

__all__ = [
    "Figure",
    "Finding",
    "Report",
    "ReportscraperError",
    "Section",
    "Statement",
    "TitleParts",
    "__version__",
    "parse_prose",
    "parse_report",
    "parse_title",
]

# The parser loads its forms and word lists when it is imported; the command line must answer --help without them.
_HOMES = {
    "ReportscraperError": "errors",
    "parse_prose": "report.prose.read_prose",
    "parse_report": "report.read",
    "parse_title": "places.title",
}


def __getattr__(name: str) -> object:
    if name == "__version__":
        from importlib.metadata import version

        return version("reportscraper")
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"reportscraper.{_HOMES.get(name, 'model')}"), name)
