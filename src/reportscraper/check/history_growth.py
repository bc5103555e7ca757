"""Growth said in prose (同比增长30%) against the figures of this year and the last."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import product

from msgspec import Struct

from reportscraper.check.history_values import Growth
from reportscraper.check.prose import lexicon, sums
from reportscraper.forms.rules import history_finding
from reportscraper.model import CellId, HistoryFinding, PastReport, Statement

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d) ?年")
_STEPS = {"%": 1, "倍": 0.5}
"""Rates, and how far the true one may be off, in units of the last digit that is said."""
_OPEN = ("above", "below")


class _Pair(Struct, frozen=True):
    """What is counted in this year and in the last; the cells of both where tables print it."""

    now: int | float
    past: int | float
    cells: tuple[CellId, ...] = ()


def wrong_growth(before: PastReport, after: PastReport, limits: Growth) -> Iterator[HistoryFinding]:
    """A finding for each change against last year that neither the tables nor the texts of the two reports bear out.

    The tables of both years count where this year's print what the text says, and so do counts of the same words in last
    year's text. Where no such pair is known, and where last year's is 0, a change is not accused.
    """
    for change, level in _changes(after, before.year, limits):
        pairs = [pair for pair in (*_printed(level, before, after), *_said(level, before)) if pair.past > 0]
        if pairs and not any(_agrees(change, pair, limits) for pair in pairs):
            yield _finding(change, level, pairs[0], before, after)


def _changes(after: PastReport, last_year: int, limits: Growth) -> Iterator[tuple[Statement, Statement]]:
    """The changes against last year, each with the count it is a change of."""
    levels: list[Statement] = []
    for statement in after.statements:
        if statement.kind == "count":
            levels.append(statement)
        elif statement.kind == "change" and levels and _is_against(statement, last_year, limits):
            level = levels[-1]
            near = level.section == statement.section and 0 <= statement.start - level.end <= limits.reach
            if near and level.measure and not level.qualifier and _is_of(statement, level):
                yield statement, level


def _is_against(change: Statement, last_year: int, limits: Growth) -> bool:
    years = {int(year) for year in _YEAR.findall(change.quote)}
    named = any(word in change.quote for word in limits.last_year) or last_year in years
    otherwise = any(word in change.quote for word in limits.otherwise) or years - {last_year, last_year + 1}
    return named and not otherwise


def _is_of(change: Statement, level: Statement) -> bool:
    """Whether a change is of a count: it is named after it, and fits its unit."""
    family = lexicon().family
    fits = change.unit in _STEPS or (change.unit != "" and family(change.unit) == family(level.unit) != "money")
    return fits and change.measure == f"{level.measure}同比"


def _printed(level: Statement, before: PastReport, after: PastReport) -> Iterator[_Pair]:
    if level.indicator is None or before.form is None or after.form is None:
        return
    now = [cells for cells, value in sums(level.indicator, after.form, after.values) if value == level.value]
    past = sums(level.indicator, before.form, before.values)
    for cells, (cells_before, value) in product(now, past):
        yield _Pair(level.value, value, tuple(dict.fromkeys((*cells, *cells_before))))


def _said(level: Statement, before: PastReport) -> Iterator[_Pair]:
    key = (level.measure, level.unit)
    for statement in before.statements:
        if statement.kind == "count" and not statement.qualifier and (statement.measure, statement.unit) == key:
            yield _Pair(level.value, statement.value)


def _agrees(change: Statement, pair: _Pair, limits: Growth) -> bool:
    """Whether a pair bears out a change; one said openly (超过, 不到) only has to lie on the right side of 0."""
    true = [value if change.direction == "up" else -value for value in _true(change, pair)]
    exactness = lexicon().exactness(change.qualifier)
    if exactness in _OPEN:
        return any(value > 0 for value in true)
    said = Decimal(str(change.value))
    step = Decimal(str(_STEPS.get(change.unit, 0))).scaleb(int(said.as_tuple().exponent))
    slack = step if exactness == "exact" else max(step, said * Decimal(str(limits.rough)))
    return any(abs(value - said) <= slack for value in true)


def _true(change: Statement, pair: _Pair) -> tuple[Decimal, ...]:
    """The change of a pair in the unit of the statement. 增长2倍 is said of three times as much, and of twice as much."""
    now, past = Decimal(str(pair.now)), Decimal(str(pair.past))
    match change.unit:
        case "%":
            return ((now - past) / past * 100,)
        case "倍":
            return (now / past - 1, now / past)
    return (now - past,)


def _finding(change: Statement, level: Statement, pair: _Pair, before: PastReport, after: PastReport) -> HistoryFinding:
    value = _true(change, pair)[0]
    unit = " %" if change.unit == "%" else change.unit
    # Words may be counted otherwise from year to year; cells of the form are not.
    return history_finding(
        "growth_disagrees",
        after.body,
        after.year,
        severity="warning" if pair.cells else "info",
        cells=pair.cells,
        quote=change.quote,
        measure=level.measure,
        now=pair.now,
        past=pair.past,
        before=before.year,
        change=f"{value.quantize(Decimal('0.1')).normalize():+f}{unit}",
    )
