"""Figures in the wide shape: a row a report, a column a cell of the official forms."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from reportscraper.store.reader import Reader

_KEYS = ("county", "county_code", "body", "level", "year", "form", "url")

_CELLS = """
SELECT DISTINCT figure.indicator_id, figure.applicant_id,
  indicator.code || coalesce('/' || applicant.code, '')
FROM figure
JOIN indicator ON indicator.id = figure.indicator_id
JOIN applicant ON applicant.id = figure.applicant_id
ORDER BY figure.indicator_id, figure.applicant_id
"""

_FIGURES = """
SELECT county.name, county.code, body.name, body.level, report.year, version.form, version.url,
  figure.indicator_id, figure.applicant_id, figure.value
FROM report
JOIN report_version AS version ON version.report_id = report.id AND version.is_current = 1
JOIN body ON body.id = report.body_id
JOIN county ON county.code = body.county_code
LEFT JOIN figure ON figure.version_id = version.id
ORDER BY county.code, body.id, report.year, figure.indicator_id, figure.applicant_id
"""


def wide_figures(reader: Reader) -> tuple[Sequence[str], Sequence[str], Iterator[Sequence[Any]]]:
    """Names of the key columns, names of the cells (indicator or indicator/applicant), and a row a report.

    A cell is None where no number was printed, and where the report's form has no such cell.
    """
    found = reader.select(_CELLS).rows
    places = {(indicator, applicant): at for at, (indicator, applicant, _) in enumerate(found)}
    return _KEYS, [name for *_, name in found], _rows(reader, places)


def _rows(reader: Reader, places: dict[tuple[int, int], int]) -> Iterator[Sequence[Any]]:
    width = len(_KEYS)
    _, figures = reader.stream(_FIGURES)
    for key, group in groupby(figures, key=lambda row: row[:width]):
        cells: list[Any] = [None] * len(places)
        for *_, indicator, applicant, value in group:
            if indicator is not None:
                cells[places[indicator, applicant]] = value
        yield (*key, *cells)
