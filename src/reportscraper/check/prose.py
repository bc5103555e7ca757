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

from reportscraper.check.engine import numbers
from reportscraper.check.wording import names
from reportscraper.forms.identities import Book, Identity, load_book
from reportscraper.forms.rules import Words, finding, phrase
from reportscraper.model import CellId, Figure, Finding, FormId, Statement
from reportscraper.resources import load

Exactness = Literal["exact", "just_above", "above", "just_below", "below", "around"]
Cells = tuple[CellId, ...]

_COMPARABLE = ("count", "negative_statement")
# 2.4万 is rounded; 三千二百 is not, and 千 and 万 stand in many names.
_ROUNDED = re.compile(r"\d\s*[余多]?\s*[千万亿]")


class Lexicon(Struct, frozen=True, forbid_unknown_fields=True):
    """The words of `prose.toml`; the head of that file says what they mean."""

    qualifiers: dict[Exactness, tuple[str, ...]]
    units: dict[str, tuple[str, ...]]
    money: dict[str, int]

    def exactness(self, qualifier: str) -> Exactness:
        """How exact a qualifier lets its number be: the longest known word in it decides."""
        known = ((len(word), kind) for kind, words in self.qualifiers.items() for word in words if word in qualifier)
        return max(known, default=(0, "exact"), key=itemgetter(0))[1]

    def family(self, unit: str) -> str:
        """The family of a counting unit, "money", or the unit itself when it is in no family."""
        if unit in self.money:
            return "money"
        return next((family for family, units in self.units.items() if unit in units), unit)


class Reading(Struct, frozen=True):
    """One sum of cells that a statement may mean; ``value`` is in yuan for money."""

    cells: Cells
    value: Decimal


class Claims:
    """What statements are held against, for every form."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._by_name: dict[tuple[str, FormId], tuple[Cells, ...]] = {}
        self._alias: dict[CellId, str] = {}
        self._parts: dict[tuple[CellId, FormId], Cells] = {}
        for form in book.by_form:
            for identity in book.of(form):
                if identity.scope == "prose":
                    self._add_claim(identity, form)
                elif identity.strength == "definition":
                    self._add_definition(identity, form)

    def _add_claim(self, identity: Identity, form: FormId) -> None:
        subject = identity.parsed.left[0].name
        choices = tuple(tuple(self._book.cell(term.name) for term in choice) for choice in identity.parsed.right)
        if len(choices[0]) == 1:
            self._alias[choices[0][0]] = subject
        self._by_name[subject, form] = choices

    def _add_definition(self, identity: Identity, form: FormId) -> None:
        for place in self._book.instances(identity, form):
            derived = place[identity.parsed.left[0].name]
            self._parts[derived, form] = tuple(place[term.name] for term in identity.parsed.right[0])

    def choices(self, indicator: str, form: FormId) -> tuple[Cells, ...]:
        """The sums of cells that a statement of ``indicator`` (of prose or of a table) may mean on ``form``."""
        cell = self._book.cell(indicator)
        subject = self._alias.get(cell, indicator)
        own = () if indicator.startswith("n_") else ((cell,),)
        return self._by_name.get((subject, form), own)

    def printed(self, cells: Cells, values: Mapping[CellId, int | float], form: FormId) -> Cells:
        """``cells`` with each derived one that is not printed replaced by its parts."""
        return tuple(
            part for cell in cells for part in ((cell,) if cell in values else self._parts.get((cell, form), (cell,)))
        )


@functools.cache
def _claims() -> Claims:
    return Claims(load_book())


@functools.cache
def _choices(indicator: str, form: FormId) -> tuple[Cells, ...]:
    return _claims().choices(indicator, form)


@functools.cache
def lexicon() -> Lexicon:
    """The words of this package."""
    return load("check/prose.toml", Lexicon)


def sums(indicator: str, form: FormId, values: Mapping[CellId, int | float]) -> list[tuple[Cells, int | float]]:
    """The sums of cells that a statement of ``indicator`` may mean on ``form``, those whose cells are all numbers."""
    choices = (_claims().printed(cells, values, form) for cells in _choices(indicator, form))
    return [(cells, sum(values[cell] for cell in cells)) for cells in choices if all(cell in values for cell in cells)]


def compare(figures: Sequence[Figure], statements: Sequence[Statement], form: FormId) -> tuple[Finding, ...]:
    """A finding ``prose_disagrees`` for each statement that equals none of the sums its words may mean.

    Counts and zeros said in words are compared; shares, changes, cumulative figures and those of other years are not.
    A statement may equal the new requests, or the new ones with those carried in. The severity is "warning", and "info"
    where another statement of the same indicator agrees with the table: this one then most likely counts a part. The
    same value is reported once. Where a sum it may mean cannot be formed (a blank cell), a statement is not accused.
    """
    where = {(figure.indicator, figure.applicant): figure for figure in figures}
    values = numbers(figures)
    agreed: set[str] = set()
    accused: dict[tuple[str, int | float], tuple[Statement, list[Reading]]] = {}
    for statement in statements:
        if statement.indicator is None or statement.kind not in _COMPARABLE:
            continue
        readings, whole = _readings(statement, statement.indicator, values, where, form)
        if any(_agrees(statement, reading.value) for reading in readings):
            agreed.add(statement.indicator)
        elif readings and whole:
            accused.setdefault((statement.indicator, statement.value), (statement, readings))
    return tuple(
        _finding(statement, readings, where, certain=indicator not in agreed)
        for (indicator, _), (statement, readings) in accused.items()
    )


def _readings(
    statement: Statement,
    indicator: str,
    values: Mapping[CellId, int | float],
    where: Mapping[CellId, Figure],
    form: FormId,
) -> tuple[list[Reading], bool]:
    """The sums the statement may mean and that can be formed, and whether these are all it may mean."""
    choices = [_claims().printed(cells, values, form) for cells in _choices(indicator, form)]
    whole = [cells for cells in choices if all(cell in values for cell in cells)]
    same_family = [cells for cells in whole if _same_family(statement, where[cells[0]].unit)]
    readings = [_reading(cells, values, where[cells[0]].unit) for cells in same_family]
    return readings, len(readings) == len(choices)


def _same_family(statement: Statement, unit: str) -> bool:
    return not statement.unit or lexicon().family(statement.unit) == lexicon().family(unit)


def _reading(cells: Cells, values: Mapping[CellId, int | float], unit: str) -> Reading:
    scale = lexicon().money.get(unit, 1)
    return Reading(cells, sum((Decimal(str(values[cell])) for cell in cells), Decimal(0)) * scale)


def _agrees(statement: Statement, value: Decimal) -> bool:
    """Whether ``value`` (yuan for money) lies where the statement, with its qualifier and its rounding, allows."""
    said = Decimal(str(statement.value))
    scale = lexicon().money.get(statement.unit, 1)
    low, high = _span(said, lexicon().exactness(statement.qualifier), rounded=_is_rounded(statement))
    return low * scale <= value <= high * scale


def _is_rounded(statement: Statement) -> bool:
    """Money is rounded to the decimals printed; so is a number written in thousands or myriads (2.4万)."""
    return statement.unit in lexicon().money or _ROUNDED.search(statement.quote) is not None


def _span(said: Decimal, exactness: Exactness, *, rounded: bool) -> tuple[Decimal, Decimal]:
    """Least and greatest true value. ``step`` is one in the last digit that is not 0: 100 for 1200, 0.1 for 2.4."""
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


def _finding(
    statement: Statement, readings: Sequence[Reading], where: Mapping[CellId, Figure], *, certain: bool
) -> Finding:
    cells = tuple(dict.fromkeys(cell for reading in readings for cell in reading.cells))
    summed = [(names(reading.cells), _sum(reading, where)) for reading in readings]
    alternative = phrase("or")
    at = where[cells[0]]
    return finding(
        "prose_disagrees",
        severity="warning" if certain else "info",
        cells=cells,
        table=at.table,
        row=at.row,
        column=at.column,
        said=f"{statement.qualifier}{statement.value}{statement.unit}",
        quote=statement.quote,
        printed=Words(
            alternative.en.join(f"{cell.en} = {value}" for cell, value in summed),
            alternative.zh.join(f"{cell.zh}为{value}" for cell, value in summed),
        ),
    )


def _sum(reading: Reading, where: Mapping[CellId, Figure]) -> str:
    """The sum of a reading in the unit of its cells."""
    unit = where[reading.cells[0]].unit
    return f"{reading.value / lexicon().money.get(unit, 1)}{unit}"
