"""The rows of a dataset, read from a database as they are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from msgspec import Struct

from reportscraper.export.datasets import Dataset, ExportColumn
from reportscraper.store import Reader
from reportscraper.store.named_queries import page_queries

_OF_COUNTY = {
    "finding_list": "fingerprint IN (SELECT fingerprint FROM finding WHERE county_code = :county)",
}
"""How the rows of one county are told in a view whose rows need not be of a report."""
_OF_REPORTS = "url IN (SELECT url FROM report_summary WHERE county_code = :county)"


def rows_of(
    reader: Reader, dataset: Dataset, county: str = ""
) -> tuple[list[ExportColumn], Iterable[Sequence[object]]]:
    """Columns and rows of a dataset, of one county or of all."""
    if dataset.cells:
        keys, cells, rows = wide_figures(reader, county)
        return [*(dataset.column(key) for key in keys), *(ExportColumn(cell, "number") for cell in cells)], rows
    which = f"WHERE {_OF_COUNTY.get(dataset.view, _OF_REPORTS)}" if county else ""
    names, rows = reader.stream(f'SELECT * FROM "{dataset.view}" {which}', {"county": county})  # noqa: S608
    return [dataset.column(name) for name in names], rows


def count_of(reader: Reader, dataset: Dataset) -> int:
    """How many rows a dataset has."""
    source = "report_summary" if dataset.cells else dataset.view
    return int(reader.select(f'SELECT count(*) FROM "{source}"').rows[0][0])  # noqa: S608


_KEYS = ("county", "county_code", "body", "level", "year", "form", "url")


class _CellName(Struct, frozen=True):
    indicator_id: int
    applicant_id: int
    name: str


class _Figure(Struct, frozen=True):
    county: str
    county_code: str
    body: str
    level: str
    year: int
    form: str | None
    url: str
    indicator_id: int | None
    applicant_id: int | None
    value: int | float | None
    doubted: int


def wide_figures(reader: Reader, county: str = "") -> tuple[Sequence[str], Sequence[str], Iterator[Sequence[Any]]]:
    """Names of the key columns, names of the cells (indicator or indicator/applicant), and a row a report, of all counties or of one (its code).

    A cell is None where no number was printed, and where the report's form has no such cell. The last key names the cells that an open
    finding speaks against, "all" for all.
    """
    cells = list(reader.read(page_queries()["wide_cells"].sql, _CellName))
    places = {(each.indicator_id, each.applicant_id): at for at, each in enumerate(cells)}

    def rows() -> Iterator[Sequence[Any]]:
        for key, group in groupby(
            reader.read(page_queries()["wide_figures"].sql, _Figure, {"county": county}), key=attrgetter(*_KEYS)
        ):
            values: list[Any] = [None] * len(places)
            doubted: list[str] = []
            count = 0
            for figure in group:
                if figure.indicator_id is not None and figure.applicant_id is not None:
                    at = places[figure.indicator_id, figure.applicant_id]
                    values[at], count = figure.value, count + 1
                    doubted += [cells[at].name] if figure.doubted else []
            yield (*key, "all" if doubted and len(doubted) == count else " ".join(doubted), *values)

    return (*_KEYS, "doubted"), [each.name for each in cells], rows()
