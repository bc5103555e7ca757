"""Whether a page is a report: what its titles name, and where they do not tell, its chapters and its tables."""

from __future__ import annotations

from collections.abc import Sequence

from reportscraper.model import Block, Document, ListEntry, PageKind, Section, SectionKind
from reportscraper.places.title import holds_core, names_report, parse_title, title_kind
from reportscraper.report.sections.headings import heading_kind
from reportscraper.text import simplify, squeeze

_SIX: frozenset[SectionKind] = frozenset({"overview", "proactive", "requests", "review", "problems", "other"})
_EARLIER: frozenset[SectionKind] = frozenset({"overview", "proactive", "requests", "fees", "review"})
_MARKS = (
    ("第二十条第", "本年制发件数"),
    ("本年新收政府信息公开申请数量", "勾稽关系为", "结转下年度继续办理"),
    ("未经复议直接起诉", "结果维持"),
)
"""Words of the three tables of 2019 and 2021 that no other table has."""
_IN_PROSE = (*(mark for marks in _MARKS for mark in marks if mark != "结果维持"), "全文电子化")
_FEWEST_FIGURES = 6
_LIST_LENGTH = 3
# A part of a year, a collection of models and the table on websites have official rows and are no report.
_NEVER: frozenset[PageKind | None] = frozenset({"other", "website_table"})


def find_kind(
    document: Document, sections: Sequence[Section], titles: Sequence[str], listed: ListEntry | None = None
) -> PageKind:
    """What a page is. Two statutory tables with figures prove a report whatever the title says (函, 解读). The first title that names a
    kind decides, unless another is that of a report and the chapters are: 政策解读 may stand above a side box. The title in a list
    counts where the page names nothing and has a chapter (`docs/sites.md`, look-alikes).
    """
    kinds = [(kind, holds_core(title)) for title in titles if (kind := title_kind(title))]
    named, has_core = kinds[0] if kinds else (None, False)
    headed = [section for section in sections if section.heading]
    chapters = {section.kind for section in headed if heading_kind(section.heading) == section.kind}
    if named not in _NEVER and _statutory_tables(document.blocks) >= 2:
        return "report"
    if named in (None, "report") and len(chapters) < 2:
        listed_reports = {href for href, text in document.links if names_report(text)}
        if len(listed_reports) >= _LIST_LENGTH:
            return "index"
    if named and (named in _NEVER or ("report", True) not in kinds):
        return named
    proven = len(chapters & _SIX) >= 4 or len(chapters & _EARLIER) >= 3 or _statutory_marks(document) >= 2
    if named == "report" and listed is not None and not (proven or chapters or parse_title(titles[0]).year):
        told = title_kind(listed.title)  # a page of one paragraph that bears no title but its column's
        if told not in (None, "report") or (told is None and "信息公开" in squeeze(listed.title)):
            return told or "other"
    if named:
        return "report" if proven or (len(chapters) >= 2 and not has_core) else named
    is_listed = chapters and listed is not None and title_kind(listed.title) == "report"
    return "report" if proven or is_listed else "other"


def _statutory_marks(document: Document) -> int:
    cells = "".join(cell.text for block in document.blocks if block.grid for cell in block.grid.cells)
    plain = simplify(squeeze(cells + "".join(block.text for block in document.blocks)))
    return sum(mark in plain for mark in _IN_PROSE)


def _statutory_tables(blocks: Sequence[Block]) -> int:
    """How many of the official tables stand on a page, filled in: an empty form is no report."""
    found, figures = set[int](), 0
    for block in blocks:
        if block.grid is not None:
            texts = [cell.text for cell in block.grid.cells]
            plain = simplify(squeeze("".join(texts)))
            tables = {number for number, marks in enumerate(_MARKS) if any(mark in plain for mark in marks)}
            found |= tables
            if tables and figures < _FEWEST_FIGURES:
                figures += sum(map(str.isdecimal, map(str.strip, texts)))
    return len(found) if figures >= _FEWEST_FIGURES else 0
