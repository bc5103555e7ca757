"""How each county stands: what the database holds of it and why one should look."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct
from rich.box import SIMPLE_HEAD
from rich.table import Table

_UNSEEN = dt.timedelta(days=45)
_DEADLINE = (4, 1)
"""Reports on a year are published by 31 March of the next: from then on it is expected (条例 articles 49 and 50)."""


class Standing(Struct, frozen=True, kw_only=True):
    """One county. ``doubts`` are reasons to look at it."""

    county: str
    code: str
    bodies: int
    reports: int
    first_year: int | None
    last_year: int | None
    errors: int
    warnings: int
    last_fetched: str | None
    doubts: tuple[str, ...]


def standings(rows: Iterable[Mapping[str, Any]], today: dt.date) -> list[Standing]:
    """The rows of the query ``site_status``, with the doubts that today's date raises."""
    return [
        Standing(
            county=row["county"],
            code=row["county_code"],
            bodies=row["bodies"],
            reports=row["reports"],
            first_year=row["first_year"],
            last_year=row["last_year"],
            errors=row["errors"],
            warnings=row["warnings"],
            last_fetched=row["last_fetched"],
            doubts=tuple(_doubts(row, today)),
        )
        for row in rows
    ]


def _doubts(row: Mapping[str, Any], today: dt.date) -> Iterator[str]:
    expected = today.year - (1 if (today.month, today.day) >= _DEADLINE else 2)
    if not row["reports"]:
        yield "no reports"
    elif row["last_year"] < expected:
        yield f"quiet: nothing since {row['last_year']}"
    if row["last_fetched"] is None:
        yield "never fetched"
    elif today - dt.date.fromisoformat(row["last_fetched"][:10]) > _UNSEEN:
        yield f"not seen since {row['last_fetched'][:10]}"
    if row["pages_in_trouble"]:
        yield f"{row['pages_in_trouble']} pages in trouble"


def table(rows: Sequence[Standing]) -> Table:
    """One line a county."""
    made = Table(box=SIMPLE_HEAD, pad_edge=False)
    for column in ("county", "bodies", "reports", "years", "errors", "warnings", "last seen", "look at"):
        made.add_column(column, justify="right" if column in {"bodies", "reports", "errors", "warnings"} else "left")
    for row in rows:
        years = f"{row.first_year}–{row.last_year}" if row.first_year else ""
        numbers = (f"{row.bodies:,}", f"{row.reports:,}", years, f"{row.errors:,}", f"{row.warnings:,}")
        seen = (row.last_fetched or "")[:16].replace("T", " ")
        made.add_row(f"{row.county} {row.code}", *numbers, seen, "; ".join(row.doubts))
    return made
