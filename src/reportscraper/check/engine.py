"""The figures of one report by themselves: identities that they break, cells that cannot be right on their own, and both in words.

An identity passes, fails, or is unknown because an operand is not a number.

A blank, a dash, a missing or an unreadable cell is never taken for 0, so no identity passes over it. 无 counts as 0.
One thing is certain all the same: counts are not negative. Where the printed operands of a sum alone exceed a printed
total, the identity fails whatever the other operands would say.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Literal

import msgspec
from msgspec import Struct

from reportscraper.forms.formula import Relation, Sum
from reportscraper.forms.identities import Book, load_book
from reportscraper.forms.naming import cell_name, unit_name
from reportscraper.forms.rules import Words, finding, phrase
from reportscraper.model import Assessment, CellId, Figure, Finding, FormId, Severity
from reportscraper.resources import load

Values = Mapping[CellId, int | float]

# Smaller than anything printed (amounts have up to four decimals), larger than the error of adding floats.
TOLERANCE = 1e-6


class IdentitySide(Struct, frozen=True):
    """One sum of an identity at one place. ``add`` raises KeyError when a cell is not a number."""

    cells: tuple[CellId, ...]
    constant: int
    add: Callable[[Values], int | float]

    def printed(self, values: Values) -> tuple[int | float, bool]:
        """The sum of the cells that are numbers, and whether these are all of them."""
        known = [value for cell in self.cells if (value := values.get(cell)) is not None]
        return sum(known, self.constant), len(known) == len(self.cells)


class IdentityCheck(Struct, frozen=True):
    """An identity at one place of one form, ready to be assessed."""

    rule: str
    severity: Severity
    relation: Relation
    left: IdentitySide
    right: IdentitySide
    cells: tuple[CellId, ...]
    derived: CellId | None
    """For a definition: the derived cell, which most reports do not print."""

    def assess(self, values: Values) -> Assessment:
        """What the identity says of the cells that are numbers."""
        try:
            left, right = self.left.add(values), self.right.add(values)
        except KeyError:
            left, left_whole = self.left.printed(values)
            right, right_whole = self.right.printed(values)
            # A part that is printed as nothing can only raise its sum.
            too_much = right_whole and self.relation != ">=" and left - right > TOLERANCE
            too_little = left_whole and self.relation != "<=" and right - left > TOLERANCE
            if too_much or too_little:
                return Assessment(self.rule, "fail", self.severity, self.cells, left, right)
            known = left if left_whole else None, right if right_whole else None
            return Assessment(self.rule, "unknown", self.severity, self.cells, *known)
        gap = left - right
        broken = (gap > TOLERANCE and self.relation != ">=") or (gap < -TOLERANCE and self.relation != "<=")
        return Assessment(self.rule, "fail" if broken else "pass", self.severity, self.cells, left, right)


class Checker:
    """The identities of all forms, compiled."""

    def __init__(self, book: Book) -> None:
        self._below_city = {identity.id for identity in book.identity if identity.below_city}
        self._checks: dict[FormId, tuple[IdentityCheck, ...]] = {
            form: tuple(_compile_identities(book, form)) for form in book.by_form
        }

    @staticmethod
    def load() -> Checker:
        """The checker of the package's own identities; built once."""
        return _load_checker()

    def assess(self, figures: Sequence[Figure], form: FormId) -> list[Assessment]:
        """What each identity of ``form`` says, in the order in which the form names them.

        Definitions are assessed only where the derived value is printed. Figures that contradict each other about one
        cell make that cell unknown.
        """
        values = numbers(figures)
        checks = self._checks[form]
        return [check.assess(values) for check in checks if check.derived is None or check.derived in values]

    def findings(self, figures: Sequence[Figure], form: FormId, *, makes_rules: bool = False) -> tuple[Finding, ...]:
        """A finding for each broken identity: both values, the cells, and where the first of them is printed.

        ``makes_rules`` says that the body may be of a province or a city, for which some identities do not hold.
        """
        failed = (assessment for assessment in self.assess(figures, form) if assessment.state == "fail")
        broken = [assessment for assessment in failed if not (makes_rules and assessment.rule in self._below_city)]
        where = {figure.cell: figure for figure in figures} if broken else {}
        found = []
        for each in broken:
            at = next(where[cell] for cell in each.cells if cell in where)
            found.append(
                finding(
                    each.rule,
                    severity=each.severity,
                    cells=each.cells,
                    table=at.table,
                    row=at.row,
                    column=at.column,
                    sides=sides(each, where),
                )
            )
        return tuple(found)


@functools.cache
def _load_checker() -> Checker:
    return Checker(load_book())


def numbers(figures: Sequence[Figure]) -> dict[CellId, int | float]:
    """The cells that are numbers. A cell given twice with different readings is left out."""
    read = {(figure.indicator, figure.applicant): figure.value for figure in figures}
    if len(read) < len(figures):
        for figure in figures:
            if read[figure.indicator, figure.applicant] != figure.value:
                read[figure.indicator, figure.applicant] = None
    return {cell: value for cell, value in read.items() if value is not None}


def _compile_identities(book: Book, form: FormId) -> Iterable[IdentityCheck]:
    for identity in book.of(form):
        if identity.scope not in ("cross_year", "prose"):
            formula = identity.parsed
            for cells in book.instances(identity, form):
                left, right = _compile_side(formula.left, cells), _compile_side(formula.right[0], cells)
                derived = left.cells[0] if formula.relation == ":=" else None
                relation, severity = formula.relation, identity.severity
                yield IdentityCheck(identity.id, severity, relation, left, right, left.cells + right.cells, derived)


def _compile_side(terms: Sum, names: Mapping[str, CellId]) -> IdentitySide:
    cells = tuple(names[term.name] for term in terms if term.name)
    constant = sum(term.constant for term in terms)
    match len(cells):
        case 0:
            return IdentitySide(cells, constant, lambda _: constant)
        case 1:
            return IdentitySide(cells, constant, lambda values: values[cells[0]] + constant)
    pick = itemgetter(*cells)
    return IdentitySide(cells, constant, lambda values: sum(pick(values), constant))


def sides(assessment: Assessment, where: Mapping[CellId, Figure]) -> Words:
    """The two values of an identity, and every operand that is not 0 as it was read."""
    shown = [cell for cell in assessment.cells if (figure := where.get(cell)) is None or figure.value != 0]
    if not shown:
        operands = phrase("all_at_zero")
    else:
        rest = len(assessment.cells) - len(shown)
        more = phrase("more_at_zero", count=rest) if rest else Words("", "")
        read = [(cell_name(cell), read_as(where.get(cell))) for cell in shown]
        operands = Words(
            ", ".join(f"{cell.en} = {value.en}" for cell, value in read) + more.en,
            "，".join(f"{cell.zh}为{value.zh}" for cell, value in read) + more.zh,
        )
    return phrase("sides", left=assessment.left, right=assessment.right, operands=operands)


def read_as(figure: Figure | None) -> Words:
    """The value of a figure, or the word for what stands there instead of one."""
    if figure is None:
        return phrase("cell_missing")
    return phrase(f"cell_{figure.kind}") if figure.value is None else Words(str(figure.value), str(figure.value))


def names(cells: Sequence[CellId]) -> Words:
    """Cells joined by plus signs."""
    each = [cell_name(cell) for cell in cells]
    return Words(" + ".join(cell.en for cell in each), "加".join(cell.zh for cell in each))


class PlausibilityRule(Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of `plausible.toml`; the head of that file says what the keys mean."""

    id: str
    wording: str = ""
    """Which of the texts of the rule in `rules.toml`; empty for the first."""
    units: frozenset[str] = frozenset()
    matrix: bool = False
    exempt: frozenset[str] = msgspec.field(name="except", default=frozenset())
    minimum: int | None = None
    maximum: int | None = None
    whole: bool = False

    def covers(self, figure: Figure) -> bool:
        """Whether the rule is for this kind of figure."""
        if self.matrix and figure.applicant is None:
            return False
        return figure.indicator not in self.exempt and (not self.units or figure.unit in self.units)

    def broken_by(self, value: int | float) -> bool:
        """Whether the value is outside what the rule allows."""
        if self.minimum is not None and value < self.minimum:
            return True
        if self.maximum is not None and value > self.maximum:
            return True
        return self.whole and value != int(value)


@functools.cache
def plausibility_rules() -> tuple[PlausibilityRule, ...]:
    """The rules of this package, in file order."""
    return load("check/plausible.toml", dict[Literal["rule"], tuple[PlausibilityRule, ...]])["rule"]


def implausible(figures: Iterable[Figure]) -> Iterator[Finding]:
    """A finding for each figure and each kind of rule it breaks, where it is printed."""
    harmless = min(rule.maximum for rule in plausibility_rules() if rule.maximum is not None)
    for figure in figures:
        # Nearly every figure is a small whole number, which no rule can object to.
        value = figure.value
        if value is None or (type(value) is int and 0 <= value <= harmless):
            continue
        first: dict[str, PlausibilityRule] = {}
        for rule in plausibility_rules():
            if rule.covers(figure):
                first.setdefault(rule.id, rule)
        for rule in first.values():
            if rule.broken_by(value):
                yield finding(
                    rule.id,
                    wording=rule.wording,
                    cells=(figure.cell,),
                    table=figure.table,
                    row=figure.row,
                    column=figure.column,
                    cell=cell_name(figure.cell),
                    value=value,
                    unit=unit_name(figure.unit, value),
                    raw=figure.raw,
                )
