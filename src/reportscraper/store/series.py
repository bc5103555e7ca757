"""Series across the forms: the catalogue in `series.toml`, and the points that one report contributes to them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Literal

from msgspec import Struct

from reportscraper.model import FormId
from reportscraper.store.resources import entries

Exactness = Literal["exact", "sum", "approximate", "not_comparable"]
"""How well a part of a series fits the others; the head of `series.toml` says what each word means."""

Cell = tuple[str, str | None]
Number = int | float


class Choice(Struct, frozen=True, forbid_unknown_fields=True):
    """Cells of some forms that give the value of a series, added up."""

    forms: tuple[FormId, ...]
    exactness: Exactness
    cells: tuple[str, ...]


class Prose(Struct, frozen=True, forbid_unknown_fields=True):
    """A figure of the text that stands in where the forms named print none."""

    forms: tuple[FormId, ...]
    indicator: str
    units: tuple[str, ...]


class Series(Struct, frozen=True, forbid_unknown_fields=True):
    """One concept over all forms."""

    code: str
    topic: str
    zh: str
    en: str
    unit: str
    table: tuple[Choice, ...] = ()
    prose: Prose | None = None
    note: str = ""


class Part(Struct, frozen=True):
    """One way to a value of a series: the cells of one choice on one form, or a statement (``cells`` is empty)."""

    id: int
    series_id: int
    form: FormId | None
    source: Literal["table", "statement"]
    exactness: Exactness
    cells: tuple[Cell, ...]
    indicator: str | None = None
    units: tuple[str, ...] = ()


class Measure(Struct, frozen=True, forbid_unknown_fields=True):
    """A rate in per cent: 100 × the sum of the series ``above`` ÷ the sum of the series ``below``."""

    code: str
    zh: str
    en: str
    above: tuple[str, ...]
    below: tuple[str, ...]

    @property
    def formula(self) -> str:
        """The formula in the names of series."""
        return f"100 × {_bracketed(self.above)} ÷ {_bracketed(self.below)}"


def _bracketed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"({' + '.join(names)})"


@cache
def catalogue() -> tuple[Series, ...]:
    """The series in the order of their numbers, which start at 1."""
    return entries("series.toml", Series, key="series")


@cache
def measures() -> tuple[Measure, ...]:
    """The derived measures in the order of their numbers, which start at 1."""
    return entries("measures.toml", Measure, key="measure")


@cache
def parts() -> tuple[Part, ...]:
    """Every way to a value, in the order in which they are tried."""
    made: list[Part] = []
    for number, series in enumerate(catalogue(), 1):
        for choice in series.table:
            cells = tuple(as_cell(cell) for cell in choice.cells)
            for form in choice.forms:
                made.append(Part(len(made) + 1, number, form, "table", choice.exactness, cells))
        if series.prose:
            indicator, units = series.prose.indicator, series.prose.units
            for any_form in (*series.prose.forms, None):
                made.append(Part(len(made) + 1, number, any_form, "statement", "approximate", (), indicator, units))
    return tuple(made)


def as_cell(text: str) -> Cell:
    """The cell that "indicator" or "indicator/applicant" names."""
    indicator, _, applicant = text.partition("/")
    return indicator, applicant or None


@cache
def _parts_of(form: FormId | None) -> tuple[Part, ...]:
    return tuple(part for part in parts() if part.form == form)


Said = tuple[str, Number, str]
"""What the text says of the report's own year: indicator, number, unit."""


def points(
    form: FormId | None, values: Mapping[Cell, Number], said: Iterable[Said]
) -> Iterator[tuple[int, Number, int]]:
    """What one report gives to each series, as (series, value, part): at most one point a series.

    ``values`` holds the cells that are numbers. A sum is given only when every part of it is a number. The text is asked
    only where no cell answers, and answers only when all it says of the figure is one and the same number.
    """
    spoken: dict[str, set[tuple[Number, str]]] = {}
    for indicator, value, unit in said:
        spoken.setdefault(indicator, set()).add((value, unit))
    done: set[int] = set()
    for part in _parts_of(form):
        if part.series_id in done:
            continue
        found = _sum(part.cells, values) if part.source == "table" else _only(part, spoken)
        if found is not None:
            done.add(part.series_id)
            yield part.series_id, found, part.id


def _sum(cells: Sequence[Cell], values: Mapping[Cell, Number]) -> Number | None:
    if len(cells) == 1:
        return values.get(cells[0])
    found = [value for cell in cells if (value := values.get(cell)) is not None]
    return sum(found) if len(found) == len(cells) else None


def _only(part: Part, spoken: Mapping[str, set[tuple[Number, str]]]) -> Number | None:
    numbers = spoken.get(part.indicator or "", set())
    values = {value for value, _ in numbers}
    fitting = all(unit in part.units or value == 0 for value, unit in numbers)
    return values.pop() if len(values) == 1 and fitting else None
