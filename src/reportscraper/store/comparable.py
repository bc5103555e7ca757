"""What tells a revision from a re-reading: what a report says, wherever and however it is printed."""

from __future__ import annotations

from collections.abc import Iterable
from operator import attrgetter

import msgspec
from msgspec import Struct

from reportscraper.model import Report
from reportscraper.store.rows import KIND_CODES, digest
from reportscraper.text import squeeze


class ComparableSection(Struct, frozen=True):
    """A chapter; white space and widths of characters do not count."""

    kind: str
    heading: str
    text: str


class ComparableFigure(Struct, frozen=True):
    """A figure without its place; ``kind`` is a number of `KIND_CODES`."""

    indicator: str
    applicant: str
    kind: int
    value: int | float | None


class ComparablePicture(Struct, frozen=True):
    """A figure recognised in a picture."""

    indicator: str
    applicant: str
    raw: str


class Comparable(Struct, frozen=True):
    """What a site can revise of a report, equal for reports that say the same. Places on the page do not count."""

    title: str
    sections: tuple[ComparableSection, ...]
    figures: tuple[ComparableFigure, ...]
    pictures: tuple[ComparablePicture, ...]

    @classmethod
    def of(
        cls,
        title: str | None,
        sections: Iterable[ComparableSection],
        figures: Iterable[ComparableFigure],
        pictures: Iterable[ComparablePicture],
    ) -> Comparable:
        """The parts in an order, and the texts in a form, in which equal reports are equal."""
        return cls(
            squeeze(title or ""),
            tuple(ComparableSection(each.kind, squeeze(each.heading), squeeze(each.text)) for each in sections),
            tuple(sorted(figures, key=attrgetter("indicator", "applicant"))),
            tuple(sorted(pictures, key=attrgetter("indicator", "applicant", "raw"))),
        )


def comparable_content(report: Report) -> Comparable:
    """What a report says."""
    return Comparable.of(
        report.title,
        (ComparableSection(each.kind, each.heading, each.text) for each in report.sections),
        (
            ComparableFigure(each.indicator, each.applicant or "", KIND_CODES[each.kind], each.value)
            for each in report.figures
        ),
        (ComparablePicture(each.indicator, each.applicant or "", each.raw) for each in report.proposals),
    )


def reading_hash(report: Report) -> str:
    """Everything stored that the parser said of the page; differs when a better parser reads the same bytes."""
    return digest(msgspec.structs.replace(report, locators=()))
