"""Frozen values that travel between rooms.

Every value is a `msgspec.Struct`, so it can be written as JSON as it stands. Positions are 1-based: ``table`` counts the
``<table>`` elements of a page in document order (layout tables included), ``row`` and ``column`` count the slots of that
table's grid after row and column spans are laid out. Character spans (``start``, ``end``) are half-open and 0-based.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct

CellId = tuple[str, str | None]
"""A cell of the official tables: indicator, and applicant in the matrix of chapter 3."""

CellKind = Literal["number", "blank", "dash", "none", "missing", "unreadable"]
"""What stood in a cell. ``blank`` is empty, ``dash`` is / or —, ``none`` is 无, ``missing`` means the cell was not printed."""

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

BodyLevel = Literal["county_government", "office", "department", "township", "subdistrict", "other"]

Outcome = Literal[
    "new",
    "unchanged",
    "revised",
    "moved",
    "gone",
    "soft404",
    "challenge",
    "blocked",
    "oversize",
    "unreachable",
    "not_understood",
]


class Value(Struct, frozen=True, gc=False):
    """A printed cell: ``value`` is None unless ``kind`` is number or none (无 counts as 0)."""

    value: int | float | None
    kind: CellKind
    raw: str
    unit: str = ""
    """The unit printed in the cell itself, simplified; empty when none was printed."""


class Box(Struct, frozen=True, gc=False):
    """A rectangle on a page of a file: ``page`` from 1, distances from the page's upper left corner in PDF points (pictures: pixels)."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


class Cell(Struct, frozen=True, gc=False):
    """One ``<td>`` or ``<th>`` and the slot of its upper left corner."""

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    hidden: bool = False
    box: Box | None = None
    """Where it is printed; None when the format has no pages."""
    confidence: float | None = None
    """How sure the text recognition (OCR) is, 0 to 1; None when the text is the file's own."""


class Grid(Struct, frozen=True, gc=False):
    """A table laid out as a rectangle: ``slots[r][c]`` (0-based) is the cell that covers the slot, None where nothing does."""

    number: int
    slots: tuple[tuple[Cell | None, ...], ...]
    cells: tuple[Cell, ...]

    @property
    def recognised(self) -> bool:
        """Whether its text was recognised in a picture (OCR)."""
        return any(cell.confidence is not None for cell in self.cells)

    def placed(self) -> Iterator[tuple[int, int, Cell]]:
        """Row and column (1-based) of every slot that a cell covers, with the cell."""
        for row, slots in enumerate(self.slots, 1):
            for column, cell in enumerate(slots, 1):
                if cell is not None:
                    yield row, column, cell


class Block(Struct, frozen=True, gc=False):
    """A paragraph (``grid`` is None) or a table (``text`` is empty) of a document's main content, in reading order."""

    text: str = ""
    bold: bool = False
    heading: bool = False
    """Printed as a heading: ``<h1>``–``<h6>``, or a paragraph set in bold throughout."""
    grid: Grid | None = None


class Document(Struct, frozen=True, gc=False):
    """What every format becomes: blocks of main content and the facts printed around them."""

    blocks: tuple[Block, ...]
    titles: tuple[tuple[str, str], ...] = ()
    """Candidates for the title with their source, best first: ("meta:ArticleTitle", "…")."""
    metas: tuple[tuple[str, str], ...] = ()
    """``<meta name content>`` pairs, names as printed."""
    facts: tuple[tuple[str, str], ...] = ()
    """Label and value pairs of the index table and the information line: ("发布机构", "…")."""
    breadcrumb: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    """Links inside the main content: (href, text)."""
    text_length: int = 0
    problem: str | None = None
    """Why the document cannot be trusted to be whole; None when it can."""
    recognised: bool = False
    """Whether the text was recognised in pictures (OCR): its figures are proposals."""


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


class ListEntry(Struct, frozen=True, gc=False):
    """An entry of a list page: where it points and what the list says of it."""

    url: str
    title: str
    listed_on: str | None = None
    column: str = ""
    """Names of the column and its parents as far as known, joined by " > "."""
    linked_from: str | None = None
    """The page that hands out a file, or shows the first part of an article."""


class Exchange(Struct, frozen=True, gc=False):
    """One finished HTTP exchange. ``body`` is the entity body after transfer and content coding were undone."""

    url: str
    final_url: str
    method: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: str
    """UTC, ISO 8601 with seconds and Z."""
    seconds: float = 0.0
    request_body: bytes = b""
    tls: str = "verified"

    def header(self, name: str) -> str | None:
        """The first header of a name, in whatever case; None when the server sent none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @property
    def content_type(self) -> str | None:
        """The Content-Type header."""
        return self.header("content-type")


class Capture(Struct, frozen=True, gc=False):
    """Where an exchange lies in the archive. ``sha256`` is of the entity body, ``offset`` and ``length`` are of the WARC record."""

    url: str
    final_url: str
    method: str
    status: int
    content_type: str | None
    fetched_at: str
    sha256: str
    size: int
    file: str
    offset: int
    length: int
    tls: str = "verified"


Role = Literal["robots", "list", "detail", "attachment", "probe"]


class Visit(Struct, frozen=True, gc=False):
    """What the crawler hands on for every exchange: why it was made, and the list entry that led to it."""

    exchange: Exchange
    role: Role
    outcome: Outcome
    listed: ListEntry | None = None
    note: str = ""
