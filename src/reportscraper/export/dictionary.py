"""The data dictionary: what every exported column, indicator, series and measure means, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reportscraper.export.datasets import datasets
from reportscraper.forms import catalogue as indicators
from reportscraper.forms.series import Series, measures, series_catalogue
from reportscraper.forms.shared import labels
from reportscraper.store import tables

_INTRODUCTION = """\
# Data dictionary

Written by `reportscraper export --dictionary docs/data-dictionary.md`; a test fails when it is out of date.

An empty value was not printed as a number. It is never zero: zero is only what was printed as 0 or as 无 (none). Amounts of money
are in 万元 (10,000 yuan) unless the unit says otherwise. Figures are as the bodies printed them, errors included; `findings` says what
is doubtful about them, `doubt` stands beside each figure that an open finding speaks against, and every figure names the page, table, row, column and archived bytes it was read from.
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


def dictionary_text() -> str:
    """The whole dictionary of this version."""
    views, shown = tables(), datasets().values()
    wide = "A row a report, a column a cell of the official forms, named `indicator` or `indicator/applicant`; `doubted` names those in doubt."
    parts = [
        _INTRODUCTION,
        "## Datasets\n",
        _table(
            ("dataset", "shape", "view", "rows"),
            (
                (
                    f"`{each.name}`",
                    each.shape,
                    f"`{each.view}`",
                    wide if each.cells else views[each.view].description or views[each.view].title,
                )
                for each in shown
            ),
        ),
    ]
    for each in shown:
        if not each.cells:
            columns = views[each.view].columns.items()
            rows = ((f"`{name}`", each.column(name).type, text) for name, text in columns)
            parts += [f"### {each.name}: {views[each.view].title}\n", _table(("column", "type", "meaning"), rows)]
    return "\n".join(
        (
            *parts,
            _MARKS,
            "## Series across the forms\n\nTried from top to bottom; the first whose cells are all numbers gives the value.\n",
            _table(
                ("series", "名称", "meaning", "unit", "forms", "cells", "note"),
                (
                    (f"`{each.code}`", each.zh, each.en, each.unit, *way, each.note)
                    for each in series_catalogue()
                    for way in _ways(each)
                ),
            ),
            "## Measures, in per cent\n",
            _table(
                ("measure", "名称", "meaning", "formula"),
                ((f"`{each.code}`", each.zh, each.en, f"`{each.formula}`") for each in measures()),
            ),
            "## Applicant types\n",
            _table(
                ("applicant", "申请人", "meaning"),
                ((f"`{each.code}`", each.zh or "", each.en) for each in labels().applicant if each.code),
            ),
            "## Indicators\n",
            _table(
                ("indicator", "指标", "meaning", "unit", "forms", "derived"),
                (
                    (f"`{each.id}`", each.zh, each.en, each.unit, ", ".join(each.forms), "yes" if each.derived else "")
                    for each in sorted(indicators(), key=lambda each: (each.table, each.forms))
                ),
            ),
        )
    )


def _ways(series: Series) -> Iterator[tuple[str, str]]:
    """How each form gives the value of a series: the forms with how exact that is, and the cells or words."""
    for way in series.table:
        yield f"{', '.join(way.forms)}: {way.exactness}", " + ".join(f"`{cell}`" for cell in way.cells)
    if series.prose:
        forms = ", ".join((*series.said, "no table"))
        yield f"{forms}: approximate", f"said in the text (`{series.prose.indicator}`)"


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = (header, ["---"] * len(header), *rows)
    escaped = ([cell.replace("|", "\\|").replace("\n", " ") for cell in line] for line in lines)
    return "\n".join(f"| {' | '.join(line)} |" for line in escaped) + "\n"
