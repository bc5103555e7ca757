"""Series across the forms: the concepts of `series.toml` with what each form gives to them, and the points of one report. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import groupby
from typing import Literal

from msgspec import Struct
from msgspec.structs import asdict

from reportscraper.forms.form import Exactness, as_cell
from reportscraper.forms.loading import load_forms
from reportscraper.forms.shared import Concept, Rate, SummaryFigure, concepts
from reportscraper.model import CellId, FormId

__all__ = [
    "FEWEST_CASES", "Cell", "Number", "Rate", "Said", "Series", "SummaryColumn", "as_cell", "measures", "parts", "points", "series_catalogue",
    "summary_columns",
]  # fmt: skip

FEWEST_CASES = 10
"""A rate of fewer cases says nothing: one case of one is 100 per cent."""

Cell = CellId
Number = int | float


class SeriesCells(Struct, frozen=True):
    """Cells of some forms that give the value of a series, added up."""

    forms: tuple[FormId, ...]
    exactness: Exactness
    cells: tuple[str, ...]


class Series(Concept, frozen=True):
    """One concept over all forms: the ways of their tables, and the forms whose text may tell it."""

    table: tuple[SeriesCells, ...] = ()
    said: tuple[FormId, ...] = ()


class SeriesPart(Struct, frozen=True):
    """One way to a value of a series: the cells of one choice on one form, or a statement (``cells`` is empty)."""

    id: int
    series_id: int
    form: FormId | None
    source: Literal["table", "statement"]
    exactness: Exactness
    cells: tuple[Cell, ...]
    indicator: str | None = None
    units: tuple[str, ...] = ()


class SummaryColumn(SummaryFigure, frozen=True):
    """A figure column of ``report_summary``: ``sources`` are tried in order, the parts of one source are summed."""

    sources: tuple[tuple[str, ...], ...] = ()


@cache
def series_catalogue() -> tuple[Series, ...]:
    """The series in the order of their numbers, which start at 1."""
    made = []
    for concept in concepts().series:
        ways = ((form.id, way) for form in load_forms() for way in form.series if way.code == concept.code)
        # The order of a form's own ways must stay, so only neighbours become one choice.
        table = (
            SeriesCells(tuple(form for form, _ in alike), *how)
            for how, alike in groupby(ways, lambda each: each[1].how)
        )
        said = tuple(form.id for form in load_forms() if concept.code in form.said)
        made.append(Series(**asdict(concept), table=tuple(table), said=said))
    return tuple(made)


def measures() -> tuple[Rate, ...]:
    """The derived measures in the order of their numbers, which start at 1."""
    return concepts().measures


@cache
def summary_columns() -> tuple[SummaryColumn, ...]:
    """The figure columns of ``report_summary`` in order, what the newest form prints first."""
    made = []
    for figure in concepts().summary:
        sources = [form.summary[figure.name] for form in reversed(load_forms()) if form.summary[figure.name]]
        made.append(SummaryColumn(**asdict(figure), sources=tuple(dict.fromkeys(sources))))
    return tuple(made)


@cache
def parts() -> tuple[SeriesPart, ...]:
    """Every way to a value, in the order in which they are tried."""
    made: list[SeriesPart] = []
    for number, series in enumerate(series_catalogue(), 1):
        for choice in series.table:
            cells = tuple(as_cell(cell) for cell in choice.cells)
            for form in choice.forms:
                made.append(SeriesPart(len(made) + 1, number, form, "table", choice.exactness, cells))
        if series.prose:
            indicator, units = series.prose.indicator, series.prose.units
            for any_form in (*series.said, None):
                made.append(
                    SeriesPart(len(made) + 1, number, any_form, "statement", "approximate", (), indicator, units)
                )
    return tuple(made)


@cache
def _parts_of_form(form: FormId | None) -> tuple[SeriesPart, ...]:
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
    for part in _parts_of_form(form):
        if part.series_id in done:
            continue
        if part.source == "table":
            numbers = [number for cell in part.cells if (number := values.get(cell)) is not None]
            found: Number | None = sum(numbers) if len(numbers) == len(part.cells) else None
        else:
            told = spoken.get(part.indicator or "", set())
            fits = len({value for value, _ in told}) == 1
            fits = fits and all(unit in part.units or value == 0 for value, unit in told)
            found = next(iter(told))[0] if fits else None
        if found is not None:
            done.add(part.series_id)
            yield part.series_id, found, part.id
