"""Crawl, read, check and compare the yearly disclosure reports (政府信息公开工作年度报告) of Chinese local governments."""

from __future__ import annotations

from importlib.metadata import version

from reportscraper.errors import ReportscraperError
from reportscraper.model import Figure, Finding, Report, Section, Statement, TitleParts
from reportscraper.parse.prose import parse_prose
from reportscraper.parse.title import parse_title
from reportscraper.reading import parse_report

__version__ = version("reportscraper")

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
