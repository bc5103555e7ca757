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
    "report", "website_table", "legal_gov_report", "budget", "guide", "interpretation", "digest", "notice", "news", "index", "other",
]  # fmt: skip

SectionKind = Literal[
    "lead", "overview", "proactive", "requests", "review", "problems", "other", "response", "fees", "enquiries", "resources", "annex",
]  # fmt: skip

StatementKind = Literal["count", "share", "change", "cumulative", "other_year", "negative_statement"]

Severity = Literal["error", "warning", "info"]

BodyLevel = Literal["county_government", "office", "department", "township", "subdistrict", "zone", "other"]


class Figure(Struct, frozen=True, gc=False):
    """One figure of a statutory table. ``value`` is in ``unit``; ``raw`` keeps the print."""

    indicator: str
    """Code of the indicator; the data dictionary has them all."""
    applicant: str | None
    """Code of the kind of applicant; null outside the table of requests."""
    value: int | float | None
    """The number; null unless `kind` is number or none."""
    kind: CellKind
    """What stood in the cell: a number, nothing, a stroke, 无; or what is wrong with it."""
    raw: str
    """The print, as it stood."""
    unit: str
    """The unit of `value`."""
    table: int
    """Number of the table in the document, from 1."""
    row: int
    """Row of the cell in its table, from 1."""
    column: int
    """Column of the cell in its table, from 1."""
    inferred: bool = False
    """Placed by proof (an identity admits one placement only), not read where it stood."""

    @property
    def cell(self) -> CellId:
        """Indicator and applicant."""
        return self.indicator, self.applicant


class Locator(Struct, frozen=True, gc=False):
    """Where on a file's pages the figure at a place (``table``, ``row``, ``column``) is printed."""

    table: int
    """Number of the table in the document, from 1."""
    row: int
    """Row of the cell in its table, from 1."""
    column: int
    """Column of the cell in its table, from 1."""
    box: Box
    """Where it is printed."""


class Proposal(Struct, frozen=True, gc=False):
    """A figure recognised in a picture (OCR), kept apart from read figures and never replacing one.

    ``confidence`` is the recognition's own, 0 to 1. ``accepted`` means that every identity of its table holds.
    """

    indicator: str
    """Code of the indicator; the data dictionary has them all."""
    applicant: str | None
    """Code of the kind of applicant; null outside the table of requests."""
    value: int | float | None
    """The number that was recognised; null where none was."""
    raw: str
    """The print, as it stood."""
    unit: str
    """The unit of `value`."""
    table: int
    """Number of the table in the document, from 1."""
    row: int
    """Row of the cell in its table, from 1."""
    column: int
    """Column of the cell in its table, from 1."""
    confidence: float
    """From 0 to 1."""
    accepted: bool = False
    """Whether every sum of its table holds."""
    box: Box | None = None
    """Where it is printed."""
    kind: Literal["proposed"] = "proposed"
    """Always this word, which no figure has."""


class Part(Struct, frozen=True, gc=False):
    """A file that holds part of a report: its table number t is table ``base`` + t of the report."""

    url: str
    """Address of the file."""
    base: int
    """How many tables of the report stand before those of the file."""


class Section(Struct, frozen=True, gc=False):
    """A chapter. ``text`` is its paragraphs joined by line feeds, without the heading."""

    kind: SectionKind
    """Which chapter of the form it is."""
    heading: str
    """The heading as printed; empty before the first."""
    text: str
    """What stands under it."""
    paragraphs: tuple[tuple[int, int], ...] = ()
    """Span of each paragraph in ``text``."""
    subheadings: tuple[tuple[int, int, int], ...] = ()
    """(level, start, end) of sub-headings such as （一）, 1. or 一是 in ``text``."""


class Statement(Struct, frozen=True, gc=False):
    """A figure that is said in prose. ``quote`` is ``text[start:end]`` of its section.

    ``unit`` is the unit printed, else the one that such things are always counted in (点击量 450 万: 次); empty when neither is known.
    """

    section: SectionKind | None
    """The chapter it stands in."""
    measure: str
    """What is counted, by the lexicon's code."""
    indicator: str | None
    """The indicator that says the same in a table; null where none does."""
    value: int | float
    """The number."""
    unit: str
    """Its unit."""
    qualifier: str
    """Words that make it less than exact: 约, 余, 超过."""
    quote: str
    """The words it stands in."""
    start: int
    """Where the quote begins in the text of its section."""
    end: int
    """Where it ends."""
    kind: StatementKind = "count"
    """A count of the year, a share, a change, a running total, another year's number, or that there was none."""
    direction: Literal["", "up", "down"] = ""
    """Of a change: whether it grew or fell."""


class Finding(Struct, frozen=True, gc=False):
    """Something a reader of the figures must know, made by `forms.rules.finding`."""

    rule: str
    """Code of the rule; the list of findings has them all."""
    severity: Severity
    """How much it weighs."""
    message: str
    """What is wrong, in English."""
    cells: tuple[CellId, ...] = ()
    """The cells that it speaks of: indicator and applicant."""
    table: int | None = None
    """The table that it speaks of."""
    row: int | None = None
    """The row."""
    column: int | None = None
    """The column."""
    message_zh: str = ""
    """The same in Chinese."""


class HistoryFinding(Finding, frozen=True, gc=False, kw_only=True):
    """What comparison with other years or bodies says of a report, which may be missing: ``body`` and ``year`` name it."""

    body: str
    year: int


class SeriesPoint(Struct, frozen=True):
    """The value of a series (one concept over all forms) in a report, and the cells it was read from."""

    value: int | float
    cells: tuple[CellId, ...] = ()


class PastReport(Struct, frozen=True):
    """A report as other years and bodies see it: its cells that are numbers, its series that can be compared, its text."""

    body: str
    level: BodyLevel
    year: int
    form: FormId | None = None
    published_on: str | None = None
    values: Mapping[CellId, int | float] = {}
    series: Mapping[str, SeriesPoint] = {}
    prose: Mapping[SectionKind, str] = {}
    statements: tuple[Statement, ...] = ()
    """Its counts and changes said in prose, by section and in order."""
    lineage: str = ""
    """What the names of a body that was renamed have in common; empty where nothing is known of that."""


class Assessment(Struct, frozen=True, gc=False):
    """What one accounting identity (勾稽关系) says of a set of figures: ``unknown`` when an operand is not a number."""

    rule: str
    state: Literal["pass", "fail", "unknown"]
    severity: Severity
    cells: tuple[CellId, ...]
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
    """Name of the file, or address of the page."""
    is_report: bool
    """Whether the page is a yearly disclosure report."""
    kind: PageKind
    """What kind of page it is."""
    title: str | None
    """The title of the article."""
    body: str | None
    """The body whose report it is (发布机关), as printed."""
    year: int | None
    """The year that the figures are about."""
    form: FormId | None
    """The official form of its tables; null where none was recognised."""
    published_on: str | None
    """Day of publication, as YYYY-MM-DD."""
    period: tuple[str, str] | None
    """First and last day of the statistics."""
    sections: tuple[Section, ...] = ()
    """Its chapters, in order."""
    figures: tuple[Figure, ...] = ()
    """Every cell of its statutory tables."""
    statements: tuple[Statement, ...] = ()
    """Numbers that its text states."""
    findings: tuple[Finding, ...] = ()
    """What a reader must know."""
    reason: str | None = None
    """Why it is no report, or why it could not be read."""
    body_level: BodyLevel | None = None
    """What kind of body it is."""
    issuer: str | None = None
    """Who put the page up, where that is not the body."""
    credit_code: str | None = None
    """统一社会信用代码 that the page prints."""
    site_code: str | None = None
    """网站标识码 that the page prints."""
    encoding: str | None = None
    """The charset that the bytes were read in."""
    attachments: tuple[tuple[str, str], ...] = ()
    """Linked files: (href, text)."""
    parts: tuple[Part, ...] = ()
    """Files beside the page that figures, sections or proposals were read from."""
    locators: tuple[Locator, ...] = ()
    """Boxes of the figures that were read from a file with pages."""
    proposals: tuple[Proposal, ...] = ()
    """What was recognised in pictures; no figure."""
