"""Figures said in sentences against figures printed in tables.

Neither overrules the other: real reports disagree with themselves, so a difference is a finding that names both. Only a
cell that is a number can be held against a statement.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from operator import itemgetter
from typing import Literal

from msgspec import Struct

from reportscraper.check.engine import names, numbers
from reportscraper.forms.identities import Book, load_book
from reportscraper.forms.naming import counted
from reportscraper.forms.rules import Words, finding, phrase
from reportscraper.model import CellId, Figure, Finding, FormId, Statement
from reportscraper.resources import load

Exactness = Literal["exact", "just_above", "above", "just_below", "below", "around"]
Cells = tuple[CellId, ...]

_COMPARABLE = ("count", "negative_statement")
# 2.4万 is rounded; 三千二百 is not, and 千 and 万 stand in many names.
_ROUNDED = re.compile(r"\d\s*[余多]?\s*[千万亿]")


class ProseWords(Struct, frozen=True, forbid_unknown_fields=True):
    """The words of `prose.toml`; the head of that file says what they mean."""

    qualifiers: dict[Exactness, tuple[str, ...]]
    units: dict[str, tuple[str, ...]]
    money: dict[str, int]

    def exactness(self, qualifier: str) -> Exactness:
        """How exact a qualifier lets its number be: the longest known word in it decides."""
        if not qualifier:
            return "exact"
        known = ((len(word), kind) for kind, words in self.qualifiers.items() for word in words if word in qualifier)
        return max(known, default=(0, "exact"), key=itemgetter(0))[1]


class ProseCheck(Struct, frozen=True):
    """One sum of cells that a statement may mean, in the ``unit`` of the cells; ``value`` is in yuan for money."""

    cells: Cells
    unit: str
    total: Decimal
    value: Decimal


class Claims:
    """What statements are held against, for every form."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._by_name: dict[tuple[str, FormId], tuple[Cells, ...]] = {}
        self._alias: dict[CellId, str] = {}
        self._parts: dict[tuple[CellId, FormId], Cells] = {}
        for form, identity in ((each, identity) for each in book.by_form for identity in book.of(each)):
            formula = identity.parsed
            subject = formula.left[0].name
            if identity.scope == "prose":
                choices = tuple(tuple(book.cell(term.name) for term in choice) for choice in formula.right)
                if len(choices[0]) == 1:
                    self._alias[choices[0][0]] = subject
                self._by_name[subject, form] = choices
            elif identity.strength == "definition":
                for place in book.instances(identity, form):
                    self._parts[place[subject], form] = tuple(place[term.name] for term in formula.right[0])

    def choices(self, indicator: str, form: FormId) -> tuple[Cells, ...]:
        """The sums of cells that a statement of ``indicator`` (of prose or of a table) may mean on ``form``."""
        cell = self._book.cell(indicator)
        subject = self._alias.get(cell, indicator)
        own = () if indicator.startswith("n_") else ((cell,),)
        return self._by_name.get((subject, form), own)

    def printed(self, indicator: str, form: FormId, values: Mapping[CellId, int | float]) -> list[Cells]:
        """The same, with each derived cell that is not printed replaced by its parts."""
        return [
            tuple(
                part
                for cell in cells
                for part in ((cell,) if cell in values else self._parts.get((cell, form), (cell,)))
            )
            for cells in self.choices(indicator, form)
        ]


@functools.cache
def _load_claims() -> Claims:
    return Claims(load_book())


@functools.cache
def prose_words() -> ProseWords:
    """The words of this package."""
    return load("check/prose.toml", ProseWords)


@functools.lru_cache(256)
def family(unit: str) -> str:
    """The family of a counting unit, "money", or the unit itself when it is in no family."""
    if unit in prose_words().money:
        return "money"
    return next((family for family, units in prose_words().units.items() if unit in units), unit)


def sums_meant(indicator: str, form: FormId, values: Mapping[CellId, int | float]) -> list[tuple[Cells, int | float]]:
    """The sums of cells that a statement of ``indicator`` may mean on ``form``, those whose cells are all numbers."""
    choices = _load_claims().printed(indicator, form, values)
    return [(cells, sum(values[cell] for cell in cells)) for cells in choices if all(cell in values for cell in cells)]


def compare_prose(figures: Sequence[Figure], statements: Sequence[Statement], form: FormId) -> tuple[Finding, ...]:
    """A finding ``prose_disagrees`` for each statement that equals none of the sums its words may mean.

    Counts and zeros said in words are compared; shares, changes, cumulative figures and those of other years are not.
    A statement may equal the new requests, or the new ones with those carried in. The severity is "warning", and "info"
    where another statement of the same indicator agrees with the table: this one then most likely counts a part. The
    same value is reported once. Where a sum it may mean cannot be formed (a blank cell), a statement is not accused.
    """
    where = {(figure.indicator, figure.applicant): figure for figure in figures}
    values = numbers(figures)
    agreed, claims = set[str](), _load_claims()
    known: dict[str, tuple[int, list[ProseCheck]]] = {}
    accused: dict[tuple[str, int | float], tuple[Statement, list[ProseCheck]]] = {}
    for statement in statements:
        indicator = statement.indicator
        if indicator is None or statement.kind not in _COMPARABLE:
            continue
        if indicator not in known:
            choices = claims.printed(indicator, form, values)
            # Those of the sums that can be formed.
            whole = [cells for cells in choices if all(cell in values for cell in cells)]
            known[indicator] = len(choices), [_sum_of(cells, values, where[cells[0]].unit) for cells in whole]
        count, checks = known[indicator]
        if statement.unit:
            counted_so = family(statement.unit)
            checks = [check for check in checks if family(check.unit) == counted_so]
        if any(_is_borne_out(statement, check.value) for check in checks):
            agreed.add(indicator)
        elif len(checks) == count > 0:
            accused.setdefault((indicator, statement.value), (statement, checks))
    return tuple(
        _prose_finding(statement, checks, where, certain=indicator not in agreed)
        for (indicator, _), (statement, checks) in accused.items()
    )


def _sum_of(cells: Cells, values: Mapping[CellId, int | float], unit: str) -> ProseCheck:
    total = sum([_as_decimal(values[cell]) for cell in cells], Decimal(0))
    return ProseCheck(cells, unit, total, total * prose_words().money.get(unit, 1))


def _as_decimal(value: float) -> Decimal:
    """The number as it is written, without the noise of binary fractions."""
    return Decimal(value if isinstance(value, int) else str(value))


def _is_borne_out(statement: Statement, value: Decimal) -> bool:
    """Whether ``value`` (yuan for money) lies where the statement, with its qualifier and its rounding, allows."""
    said = _as_decimal(statement.value)
    scale = prose_words().money.get(statement.unit, 1)
    if said * scale == value:
        return True
    # Money is rounded to the decimals printed; so is a number written in thousands or myriads (2.4万).
    rounded = statement.unit in prose_words().money or _ROUNDED.search(statement.quote) is not None
    low, high = _span_said(said, prose_words().exactness(statement.qualifier), rounded=rounded)
    return low * scale <= value <= high * scale


def _span_said(said: Decimal, exactness: Exactness, *, rounded: bool) -> tuple[Decimal, Decimal]:
    """Least and greatest true value. ``step`` is one in the last digit that is not 0: 100 for 1200, 0.1 for 2.4."""
    if exactness == "exact" and not rounded:
        return said, said
    step = Decimal(1).scaleb(int(said.normalize().as_tuple().exponent)) if said else Decimal(1)
    match exactness:
        case "just_above":
            return said, said + step
        case "above":
            return said, Decimal("Infinity")
        case "just_below":
            return said - step, said
        case "below":
            return Decimal(0), said
        case "around":
            slack = max(step / 2, abs(said) / 20)
            return said - slack, said + slack
    slack = step / 2 if rounded else Decimal(0)
    return said - slack, said + slack


def _prose_finding(
    statement: Statement, checks: Sequence[ProseCheck], where: Mapping[CellId, Figure], *, certain: bool
) -> Finding:
    cells = tuple(dict.fromkeys(cell for check in checks for cell in check.cells))
    alternative, at = phrase("or"), where[cells[0]]
    named = [(names(check.cells), counted(check.total, check.unit)) for check in checks]
    return finding(
        "prose_disagrees",
        severity="warning" if certain else "info",
        cells=cells,
        table=at.table,
        row=at.row,
        column=at.column,
        said=counted(f"{statement.qualifier}{statement.value}", statement.unit),
        quote=statement.quote,
        printed=Words(
            alternative.en.join(f"{name.en} = {printed.en}" for name, printed in named),
            alternative.zh.join(f"{name.zh}为{printed.zh}" for name, printed in named),
        ),
    )
