"""Made-up figures and statements, in one line each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportscraper.model import CellId, CellKind, Figure, Statement


def figure(
    cell: CellId | str, value: int | float | None, *, kind: CellKind | None = None, unit: str = "件", place: int = 1
) -> Figure:
    """A figure at column ``place`` of row 1 of table 1; a bare name is a cell outside the matrix."""
    indicator, applicant = cell if isinstance(cell, tuple) else (cell, None)
    kind = kind or ("blank" if value is None else "number")
    return Figure(indicator, applicant, value, kind, "" if value is None else str(value), unit, 1, 1, place)


def figures(values: Mapping[Any, int | float | None]) -> list[Figure]:
    """Figures of these cells (see `figure`) and values, None being blank, in columns 1, 2, 3 …"""
    return [figure(cell, value, place=place) for place, (cell, value) in enumerate(values.items(), 1)]


def statement(indicator: str | None, value: int | float, **changes: object) -> Statement:
    """A count said in the overview."""
    facts: dict[str, object] = {
        "section": "overview",
        "measure": "事项",
        "indicator": indicator,
        "value": value,
        "unit": "件",
        "qualifier": "",
        "quote": f"事项{value}件",
        "start": 0,
        "end": 4,
    }
    return Statement(**(facts | changes))  # type: ignore[arg-type]
