"""A good report is never replaced by a worse one: what a page must not have lost when it comes again.

Pages came back as script shells, cut to a third, without their tables, as a notice that the server is busy, or showing the report of
another body; each became the version that stood. Such a page is archived and told, and asked for again soon.
"""

from __future__ import annotations

from reportscraper.forms.rules import Words, phrase
from reportscraper.model import ListEntry, Report
from reportscraper.places.title import parse_title
from reportscraper.store.comparable import Comparable, comparable_content
from reportscraper.store.rows import KIND_CODES
from reportscraper.store.versions import StandingVersion

_NUMBERS_KEPT = 0.5
"""Of the numbers of its tables a correction may turn at most half into blanks."""
_TEXT_KEPT = 0.6
"""A page with less than this share of its text is cut; a site that shortens a report by a tenth has been met, none by more."""
_TEXT_SAME = 0.9
"""With so much of its text a report may have lost a chapter's heading, not the chapter."""
_HOLLOW_TEXT = 200
"""Characters below which a page without figures, files and chapters says nothing of a report: the longest notice met has 80."""


def why_hollow(report: Report) -> Words | None:
    """Why a page under a report's title is no report: it has none of what a report consists of. None when it has any of it."""
    text = sum(len(section.text) for section in report.sections)
    chapters = any(section.heading for section in report.sections)
    has_any = report.figures or report.statements or report.proposals or report.parts or report.attachments or chapters
    return None if has_any or text >= _HOLLOW_TEXT else phrase("unread_hollow")


def why_worse(stands: StandingVersion, report: Report, listed: ListEntry | None) -> Words | None:
    """What a page lacks that the version read from it before has; None when it is no worse."""
    if not report.is_report:
        return phrase("worse_no_report", reason=report.reason or report.kind)
    if not _is_same_report(stands, report) and not _is_announced(report, listed):
        return phrase("worse_other_report", body=report.body or "?", year=report.year or "?")
    if not _is_same_report(stands, report):
        return None
    was, now = stands.content, comparable_content(report)
    if lost := len(_cells(was) - _cells(now)):
        return phrase("worse_cells", count=lost)
    numbers = [sum(figure.value is not None for figure in content.figures) for content in (was, now)]
    if numbers[1] < _NUMBERS_KEPT * numbers[0]:
        return phrase("worse_numbers", before=numbers[0], now=numbers[1])
    text = [sum(len(section.text) for section in content.sections) for content in (was, now)]
    chapters = {section.kind for section in was.sections if section.heading} - {
        section.kind for section in now.sections
    }
    if text[1] < _TEXT_KEPT * text[0] or (chapters and text[1] < _TEXT_SAME * text[0]):
        return phrase("worse_text", before=text[0], now=text[1])
    return None


def _is_same_report(stands: StandingVersion, report: Report) -> bool:
    return report.year == stands.year and report.body in stands.names


def _is_announced(report: Report, listed: ListEntry | None) -> bool:
    """Whether the list says that the address now shows another report, as a column does that always shows the last one."""
    said = parse_title(listed.title) if listed is not None else None
    if said is None or (said.year is None and said.body is None):
        return report.year is not None
    return said.year in {None, report.year} and (said.body is None or report.body is None or said.body in report.body)


def _cells(content: Comparable) -> set[tuple[str, str]]:
    """The cells that are printed, whatever stands in them."""
    return {(figure.indicator, figure.applicant) for figure in content.figures if figure.kind != KIND_CODES["missing"]}
