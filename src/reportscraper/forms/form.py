"""What a form file says, as values: tables with their print, identities, what it gives to series, deadlines."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from msgspec import Meta, Struct

from reportscraper.forms.formula import Formula, parse_formula
from reportscraper.forms.rules import Rule, Words, rule_of
from reportscraper.model import BodyLevel, CellId, FormId, SectionKind, Severity

Layout = Literal["blocks", "matrix", "outcomes", "list"]
"""How a table is built: headed blocks (ch. 2), rows × applicants (ch. 3), blocks × outcomes (ch. 4), a list of rows."""

Role = Literal["", "label", "unit", "value", "skip"]
Scope = Literal["scalar", "applicants", "rows", "each", "cross_year", "prose"]
Strength = Literal["hard", "soft", "definition"]

Exactness = Literal["exact", "sum", "approximate", "not_comparable"]
"""How well a part of a series fits the others; the head of `series.toml` says what each word means."""

Day = Annotated[str, Meta(pattern=r"^\d\d-\d\d$")]
"""MM-DD."""

CellKey = tuple[str, str]
"""Row key and column key of a cell within its table."""


class FormLine(Struct, frozen=True, forbid_unknown_fields=True):
    """A row or a column of a table, or an indicator that stands outside the tables."""

    key: str
    label: str
    variants: tuple[str, ...] = ()
    parent: str = ""
    unit: str = ""
    printed: str = ""
    """The unit of the print where it is not ``unit`` and no unit is printed beside the figure."""
    en: str = ""
    group: bool = False
    """Printed as a label without figures; its figure is the sum of the rows under it."""
    role: Role = ""
    shown: str = ""
    """The label to draw it with, where that is not ``label``."""
    level: int = 0
    """How far it is set in, in a list."""


class FormCell(Struct, frozen=True, forbid_unknown_fields=True):
    """An indicator at a row and a column of a table."""

    id: str
    row: str
    column: str
    zh: str
    unit: str
    en: str
    signed: bool = False
    """The figure is a change, so it may be below zero or worded 增 and 减."""


class ExpectedCell(Struct, frozen=True):
    """What a cell of a table holds: indicator, applicant (None outside the matrix), and the unit of the figure."""

    indicator: str
    applicant: str | None
    unit: str
    printed: str
    signed: bool = False

    @property
    def cell(self) -> CellId:
        """Indicator and applicant."""
        return self.indicator, self.applicant


class RowBlock(Struct, frozen=True, forbid_unknown_fields=True):
    """Rows printed under a heading of their own, with columns of their own."""

    title: str
    rows: tuple[str, ...]


class Results(Struct, frozen=True, forbid_unknown_fields=True):
    """The rows of a matrix that stand under one chapter of results, from first to last."""

    title: str
    first: str
    last: str


class Heading(Struct, frozen=True, forbid_unknown_fields=True):
    """A row of a list that carries no figure; it stands before the row of that key."""

    label: str
    before: str
    level: int


class Table(Struct, frozen=True, forbid_unknown_fields=True):
    """An official table. ``heads`` are labels that carry no figure, those that are drawn (blocks, headings …) among them."""

    id: str
    zh: str
    title_en: str
    section: SectionKind
    """Kind of the section the table stands in."""
    layout: Layout
    rows: tuple[FormLine, ...]
    columns: tuple[FormLine, ...]
    title: str = ""
    """The title to draw it with, where that is not ``zh``."""
    heads: tuple[str, ...] = ()
    cells: tuple[FormCell, ...] = ()
    optional: bool = False
    """Rows that are not printed are not missing."""
    blocks: tuple[RowBlock, ...] = ()
    corner: str = ""
    results: Results | None = None
    headings: tuple[Heading, ...] = ()
    order: tuple[str, ...] = ()
    """The rows of a list in printed order, where that is not the order of ``rows``."""
    figures: dict[CellKey, ExpectedCell] = {}
    """Every figure the table holds, in printed order; filled in when the form is loaded."""

    @property
    def drawn_heads(self) -> Iterator[str]:
        """The labels without figures that are drawn."""
        yield from (block.title for block in self.blocks)
        yield from (heading.label for heading in self.headings)
        if self.results:
            yield from (self.corner, self.results.title)


class Identity(Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """An accounting identity (勾稽关系); the head of `identities.toml` says what scope and strength mean."""

    id: str
    strength: Strength
    formula: str
    meaning: str = ""
    """What a sentence of the scope ``prose`` says. The words of the others stand in `rules.toml`."""
    scope: Scope = "scalar"
    over: tuple[str, ...] = ()
    """The indicators that ``cell`` stands for when the scope is ``each``."""
    soft_columns: bool = False
    """Hard in the column 总计 only; other columns are often wrong in reports that are right in sum."""
    below_city: bool = False
    """Not for the bodies of provinces and of cities with districts."""

    @functools.cached_property
    def parsed(self) -> Formula:
        """The formula, read. Raises ValueError when it is none, or one that its scope does not have."""
        formula = parse_formula(self.formula)
        terms = [term for side in (formula.left, *formula.right) for term in side]
        if self.scope != "cross_year" and any(term.sign < 0 or term.year for term in terms):
            raise ValueError("an identity within one report adds only; move what is subtracted to the other side")
        return formula

    @property
    def severity(self) -> Severity:
        """How much a broken identity weighs."""
        return rule_of(self.id).severities[0]


class Way(Struct, frozen=True, forbid_unknown_fields=True):
    """Cells of a form that give the value of a series, added up."""

    code: str
    exactness: Exactness
    cells: tuple[str, ...]

    @property
    def how(self) -> tuple[Exactness, tuple[str, ...]]:
        """Exactness and cells."""
        return self.exactness, self.cells


class Form(Struct, frozen=True, forbid_unknown_fields=True):
    """One official form: everything that is known of it alone. One of the nation's is in force until the next one."""

    id: FormId
    first_year: int
    deadline: Day
    tables: tuple[Table, ...]
    series: tuple[Way, ...]
    said: tuple[str, ...]
    """Series that no table prints but the text may tell."""
    without: tuple[str, ...]
    """Series that the form has nothing for."""
    identities: tuple[str, ...]
    summary: dict[str, tuple[str, ...]]
    """The cells of each figure of ``report_summary``, which are summed; none where the form has no such figure."""
    province: str = ""
    """The province whose bodies print it beside the nation's or in its stead; nothing for a form of the nation's."""
    last_year: int | None = None
    """The last report year in which a province's form is met."""
    deadlines: dict[BodyLevel, Day] = {}
    document: str = ""
    chapters: dict[SectionKind, Words] = {}
    """The chapters that a report has, by their headings."""
    fixed_chapters: bool = False
    """The form prints the headings; of older reports the regulation only named what they must speak of."""
    derived: tuple[FormLine, ...] = ()
    told: tuple[FormLine, ...] = ()
    words: Mapping[str, str] = {}
    """English of printed headings."""
    identity: tuple[Identity, ...] = ()
    """The identities that are this form's own."""
    rules: dict[str, Rule] = {}
    """What is said when they are broken, for a form that is not of this package; its own forms have it in `rules.toml`."""

    @property
    def called(self) -> Words:
        """Its name within a text, in Chinese before 年格式."""
        return Words(self.id, f"{self.province}{self.first_year}")

    def is_usual(self, year: int) -> bool:
        """Whether a province's form is met in that report year; never of a form of the nation's, which `form_of_year` names."""
        return self.last_year is not None and self.first_year <= year <= self.last_year

    @property
    def matrix(self) -> Table | None:
        """The table of requests by applicant."""
        return next((table for table in self.tables if table.layout == "matrix"), None)

    @property
    def cells(self) -> frozenset[CellId]:
        """Every cell that its tables print."""
        return frozenset(each.cell for table in self.tables for each in table.figures.values())


def as_cell(text: str) -> CellId:
    """The cell that "indicator" or "indicator/applicant" names."""
    indicator, _, applicant = text.partition("/")
    return indicator, applicant or None
