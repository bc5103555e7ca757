"""The data dictionary: what every exported column, indicator, series and measure means, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from reportscraper.export.datasets import Dataset
from reportscraper.model import Indicator


class View(Struct, frozen=True):
    """Title, description and described columns of a view."""

    title: str
    description: str
    columns: Mapping[str, str]


class SeriesEntry(Struct, frozen=True):
    """A series and, form by form, how it is made: (forms, exactness, cells or the words "said in the text")."""

    code: str
    zh: str
    en: str
    unit: str
    note: str
    ways: tuple[tuple[str, str, str], ...]


class MeasureEntry(Struct, frozen=True):
    """A measure and its formula."""

    code: str
    zh: str
    en: str
    formula: str


class Meanings(Struct, frozen=True):
    """Everything the dictionary tells of."""

    views: Mapping[str, View]
    datasets: Sequence[Dataset]
    indicators: Sequence[Indicator]
    applicants: Sequence[tuple[str, str, str]]
    """Code, Chinese label, meaning."""
    series: Sequence[SeriesEntry]
    measures: Sequence[MeasureEntry]


_INTRODUCTION = """\
# Data dictionary

Written by `reportscraper export --dictionary docs/data-dictionary.md`; a test fails when it is out of date.

An empty value was not printed as a number. It is never zero: zero is only what was printed as 0 or as 无 (none). Amounts of money
are in 万元 (10,000 yuan) unless the unit says otherwise. Figures are as the bodies printed them, errors included; `findings` says what
is doubtful about them, and every figure names the page, table, row, column and archived bytes it was read from.
"""

_MARKS = """\
## Exactness

| word | meaning |
|---|---|
| exact | the same thing, under whatever name |
| sum | the same thing, printed in parts; given only when every part is a number |
| approximate | nearly the same thing, or said in the text only |
| not_comparable | something else that readers look for under the same name; never used in measures and comparisons |
"""


def markdown(meanings: Meanings) -> str:
    """The whole dictionary."""
    parts = [_INTRODUCTION, *_datasets(meanings), _MARKS, _series(meanings.series), _measures(meanings.measures)]
    return "\n".join((*parts, _applicants(meanings.applicants), _indicators(meanings.indicators)))


def _datasets(meanings: Meanings) -> Iterator[str]:
    yield "## Datasets\n\n" + _table(
        ("dataset", "shape", "view", "rows"),
        (
            (f"`{each.name}`", each.shape, f"`{each.view}`", _rows_of(each, meanings.views[each.view]))
            for each in meanings.datasets
        ),
    )
    for each in meanings.datasets:
        if not each.cells:
            view = meanings.views[each.view]
            yield f"### {each.name}: {view.title}\n\n" + _table(
                ("column", "type", "meaning"),
                ((f"`{name}`", each.column(name).type, text) for name, text in view.columns.items()),
            )


def _rows_of(dataset: Dataset, view: View) -> str:
    if dataset.cells:
        return "A row a report, a column a cell of the official forms, named `indicator` or `indicator/applicant`."
    return view.description or view.title


def _series(series: Iterable[SeriesEntry]) -> str:
    rows = (
        (f"`{each.code}`", each.zh, each.en, each.unit, f"{forms}: {exactness}", cells, each.note)
        for each in series
        for forms, exactness, cells in each.ways
    )
    heading = "## Series across the forms\n\nTried from top to bottom; the first whose cells are all numbers gives the value.\n\n"
    return heading + _table(("series", "名称", "meaning", "unit", "forms", "cells", "note"), rows)


def _measures(measures: Iterable[MeasureEntry]) -> str:
    rows = ((f"`{each.code}`", each.zh, each.en, f"`{each.formula}`") for each in measures)
    return "## Measures, in per cent\n\n" + _table(("measure", "名称", "meaning", "formula"), rows)


def _applicants(applicants: Iterable[tuple[str, str, str]]) -> str:
    rows = ((f"`{code}`", zh, en) for code, zh, en in applicants)
    return "## Applicant types\n\n" + _table(("applicant", "申请人", "meaning"), rows)


def _indicators(indicators: Iterable[Indicator]) -> str:
    rows = (
        (f"`{each.id}`", each.zh, each.en, each.unit, ", ".join(each.forms), "yes" if each.derived else "")
        for each in sorted(indicators, key=lambda each: (each.table, each.forms))
    )
    return "## Indicators\n\n" + _table(("indicator", "指标", "meaning", "unit", "forms", "derived"), rows)


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(_escaped(cell) for cell in line)} |" for line in lines) + "\n"


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
