"""Chapters that a form asks for and a report does not print (缺章)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reportscraper.forms import form_named, form_of_year
from reportscraper.forms.rules import Words, finding
from reportscraper.model import Block, Figure, Finding, FormId, Section, SectionKind
from reportscraper.report.sections.headings import match_heading, named_kinds, unnumbered

_LONGEST = 40
"""Characters of a cell that may be a heading."""
_FEWEST = 2
"""Chapters that must be found at all: one alone may be a table with its title, or a file that holds part of a report."""


def missing_chapters(
    form: FormId | None,
    year: int | None,
    sections: Sequence[Section],
    blocks: Iterable[Block],
    figures: Iterable[Figure],
) -> Iterator[Finding]:
    """A finding ``section_missing`` for each chapter of the form, else of the form of the year, that no heading of the report names.

    One heading may name two (收到和处理政府信息公开申请情况及行政复议、行政诉讼情况), and a heading may stand in the first cell of its table.
    For information where the chapter's table is printed all the same, or the form asked for no fixed headings.
    """
    known = form_named(form)
    if (known is None or not known.chapters) and year:
        known = form_named(form_of_year(year))
    printed = {section.kind for section in sections if section.heading}
    if known is None or len(printed & known.chapters.keys()) < _FEWEST or known.chapters.keys() <= printed:
        return
    printed |= _named_together([section.heading for section in sections]) | _in_tables(blocks)
    cells = {figure.cell for figure in figures}
    told = {
        table.section for table in known.tables if not cells.isdisjoint(each.cell for each in table.figures.values())
    }
    for kind, title in known.chapters.items():
        if kind not in printed:
            sure = known.fixed_chapters and kind not in told
            yield finding(
                "section_missing",
                severity="warning" if sure else "info",
                chapter=Words(f"“{title.zh}” ({title.en})", f"“{title.zh}”"),
            )


def _named_together(headings: Iterable[str]) -> set[SectionKind]:
    plain = [unnumbered(heading) for heading in headings if heading]
    return {kind for kind, pattern in named_kinds() if any(pattern.search(each) for each in plain)}


def _in_tables(blocks: Iterable[Block]) -> set[SectionKind]:
    kinds: set[SectionKind] = set()
    for block in blocks:
        for cell in block.grid.cells if block.grid else ():
            if len(cell.text) > _LONGEST:
                continue
            found = match_heading(unnumbered(cell.text))
            if found and found.trust == "official":
                kinds.add(found.kind)
    return kinds
