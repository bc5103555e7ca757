"""What is read: figures, chapters, statements and findings of a report, and a report as other years see it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from reportscraper.model.document import Box, CellKind

CellId = tuple[str, str | None]
"""A cell of the official tables: indicator, and applicant in the matrix of chapter 3."""

FormId = str
"""An official form, named by the first report year that used it: one of those that the room `forms` loads."""

PageKind = Literal[
    "report",
    "website_table",
    "legal_gov_report",
    "budget",
    "guide",
    "interpretation",
    "digest",
    "notice",
    "news",
    "index",
    "other",
]

SectionKind = Literal[
    "lead",
    "overview",
    "proactive",
    "requests",
    "review",
    "problems",
    "other",
    "response",
    "fees",
    "enquiries",
    "resources",
    "annex",
]

StatementKind = Literal["count", "share", "change", "cumulative", "other_year", "negative_statement"]

Severity = Literal["error", "warning", "info"]

BodyLevel = Literal["county_government", "office", "department", "township", "subdistrict", "zone", "other"]


class Figure(Struct, frozen=True, gc=False):
    """One figure of a statutory table. ``value`` is in ``unit``; ``raw`` keeps the print."""

    indicator: str
    applicant: str | None
    value: int | float | None
    kind: CellKind
    raw: str
    unit: str
    table: int
    row: int
    column: int
    inferred: bool = False
    """Placed by proof (an identity admits one placement only), not read where it stood."""

    @property
    def cell(self) -> CellId:
        """Indicator and applicant."""
        return self.indicator, self.applicant


class Locator(Struct, frozen=True, gc=False):
    """Where on a file's pages the figure at a place (``table``, ``row``, ``column``) is printed."""

    table: int
    row: int
    column: int
    box: Box


class Proposal(Struct, frozen=True, gc=False):
    """A figure recognised in a picture (OCR), kept apart from read figures and never replacing one.

    ``confidence`` is the recognition's own, 0 to 1. ``accepted`` means that every identity of its table holds.
    """

    indicator: str
    applicant: str | None
    value: int | float | None
    raw: str
    unit: str
    table: int
    row: int
    column: int
    confidence: float
    accepted: bool = False
    box: Box | None = None
    kind: Literal["proposed"] = "proposed"


class Part(Struct, frozen=True, gc=False):
    """A file that holds part of a report: its table number t is table ``base`` + t of the report."""

    url: str
    base: int


class Section(Struct, frozen=True, gc=False):
    """A chapter. ``text`` is its paragraphs joined by line feeds, without the heading."""

    kind: SectionKind
    heading: str
    text: str
    paragraphs: tuple[tuple[int, int], ...] = ()
    """Span of each paragraph in ``text``."""
    subheadings: tuple[tuple[int, int, int], ...] = ()
    """(level, start, end) of sub-headings such as （一）, 1. or 一是 in ``text``."""


class Statement(Struct, frozen=True, gc=False):
    """A figure that is said in prose. ``quote`` is ``text[start:end]`` of its section.

    ``unit`` is the unit printed, else the one that such things are always counted in (点击量 450 万: 次); empty when neither is known.
    """

    section: SectionKind | None
    measure: str
    indicator: str | None
    value: int | float
    unit: str
    qualifier: str
    quote: str
    start: int
    end: int
    kind: StatementKind = "count"
    direction: Literal["", "up", "down"] = ""


class Finding(Struct, frozen=True, gc=False):
    """Something a reader of the figures must know, made by `forms.rules.finding`."""

    rule: str
    severity: Severity
    message: str
    cells: tuple[CellId, ...] = ()
    table: int | None = None
    row: int | None = None
    column: int | None = None
    message_zh: str = ""


class HistoryFinding(Finding, frozen=True, gc=False, kw_only=True):
    """What comparison with other years or bodies says of a report, which may be missing: ``body`` and ``year`` name it."""

    body: str
    year: int


class SeriesPoint(Struct, frozen=True):
    """The value of a series (one concept over all forms) in a report, and the cells it was read from."""

    value: int | float
    cells: tuple[tuple[str, str | None], ...] = ()


class PastReport(Struct, frozen=True):
    """A report as other years and bodies see it: its cells that are numbers, its series that can be compared, its text."""

    body: str
    level: BodyLevel
    year: int
    form: FormId | None = None
    published_on: str | None = None
    values: Mapping[tuple[str, str | None], int | float] = {}
    series: Mapping[str, SeriesPoint] = {}
    prose: Mapping[SectionKind, str] = {}
    statements: tuple[Statement, ...] = ()
    lineage: str = ""
    """What the names of a body that was renamed have in common; empty where nothing is known of that."""
    """Its counts and changes said in prose, by section and in order."""


class Assessment(Struct, frozen=True, gc=False):
    """What one accounting identity (勾稽关系) says of a set of figures: ``unknown`` when an operand is not a number."""

    rule: str
    state: Literal["pass", "fail", "unknown"]
    severity: Severity
    cells: tuple[tuple[str, str | None], ...]
    left: int | float | None = None
    right: int | float | None = None


class Indicator(Struct, frozen=True, gc=False):
    """An indicator of the official forms, or a derived one (group sums), with its labels and unit."""

    id: str
    zh: str
    en: str
    unit: str
    forms: tuple[FormId, ...]
    table: str
    derived: bool = False


class TitleParts(Struct, frozen=True, gc=False):
    """What a title says: the reporting body as printed, the year of the statistics, and the kind of page."""

    body: str | None
    year: int | None
    kind: PageKind


class Tables(Struct, frozen=True, gc=False):
    """What the statutory tables of one document say."""

    form: FormId | None
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]
    used: frozenset[int] = frozenset()
    """Numbers of the grids that were recognised as statutory tables."""


class Report(Struct, frozen=True, gc=False):
    """One page, read. When ``is_report`` is false, ``reason`` says why and the lists may be empty."""

    source: str | None
    is_report: bool
    kind: PageKind
    title: str | None
    body: str | None
    year: int | None
    form: FormId | None
    published_on: str | None
    period: tuple[str, str] | None
    sections: tuple[Section, ...] = ()
    figures: tuple[Figure, ...] = ()
    statements: tuple[Statement, ...] = ()
    findings: tuple[Finding, ...] = ()
    reason: str | None = None
    body_level: BodyLevel | None = None
    issuer: str | None = None
    credit_code: str | None = None
    site_code: str | None = None
    encoding: str | None = None
    attachments: tuple[tuple[str, str], ...] = ()
    """Linked files: (href, text)."""
    parts: tuple[Part, ...] = ()
    """Files beside the page that figures, sections or proposals were read from."""
    locators: tuple[Locator, ...] = ()
    """Boxes of the figures that were read from a file with pages."""
    proposals: tuple[Proposal, ...] = ()
