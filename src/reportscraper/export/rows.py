"""The rows of a dataset, read from a database as they are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reportscraper.export.datasets import Column, Dataset
from reportscraper.store import Reader
from reportscraper.store.wide import wide_figures

_OF_COUNTY = {
    "finding_list": "fingerprint IN (SELECT fingerprint FROM finding WHERE county_code = :county)",
}
"""How the rows of one county are told in a view whose rows need not be of a report."""
_OF_REPORTS = "url IN (SELECT url FROM report_summary WHERE county_code = :county)"


def rows_of(reader: Reader, dataset: Dataset, county: str = "") -> tuple[list[Column], Iterable[Sequence[object]]]:
    """Columns and rows of a dataset, of one county or of all."""
    if dataset.cells:
        keys, cells, rows = wide_figures(reader, county)
        return [*(dataset.column(key) for key in keys), *(Column(cell, "number") for cell in cells)], rows
    which = f"WHERE {_OF_COUNTY.get(dataset.view, _OF_REPORTS)}" if county else ""
    names, rows = reader.stream(f'SELECT * FROM "{dataset.view}" {which}', {"county": county})  # noqa: S608
    return [dataset.column(name) for name in names], rows


def count_of(reader: Reader, dataset: Dataset) -> int:
    """How many rows a dataset has."""
    source = "report_summary" if dataset.cells else dataset.view
    return int(reader.select(f'SELECT count(*) FROM "{source}"').rows[0][0])  # noqa: S608
