"""How each county stands: what the database holds of it, why one should look, and which years of which body are not there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from reportscraper.cli.sheets import Column, Sheet

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


def table(rows: Sequence[Standing]) -> Sheet:
    """One line a county."""
    columns = (
        Column("county", words=True),
        Column("bodies", number=True),
        Column("reports", number=True),
        Column("years"),
        Column("errors", number=True),
        Column("warnings", number=True),
        Column("last seen"),
        Column("look at", words=True),
    )
    return Sheet(columns, [_line(row) for row in rows])


def _line(row: Standing) -> tuple[str, ...]:
    years = f"{row.first_year}–{row.last_year}" if row.first_year else ""
    seen = (row.last_fetched or "")[:16].replace("T", " ")
    numbers = (f"{row.bodies:,}", f"{row.reports:,}", years, f"{row.errors:,}", f"{row.warnings:,}")
    return f"{row.county} {row.code}", *numbers, seen, "; ".join(row.doubts)


PRESENT, HOLE, OUTSIDE = "■", "·", ""
LEGEND = f"{PRESENT} report in the database  {HOLE} none, though there are earlier or later ones"


class Years(Struct, frozen=True):
    """The years of which a body has a report."""

    body: str
    years: frozenset[int]

    def marks(self, span: Iterable[int], expected: frozenset[int]) -> list[str]:
        """A mark a year: a hole where a year is ``expected``, or lies between others."""
        first, last = min(self.years, default=0), max(self.years, default=0)
        return [
            PRESENT if year in self.years else HOLE if first < year < last or year in expected else OUTSIDE
            for year in span
        ]


def matrix(title: str, bodies: Sequence[Years], expected: Mapping[str, frozenset[int]]) -> Sheet:
    """Bodies × years with their holes. ``expected`` names further years of a body of which a report should be there."""
    known = [year for each in bodies for year in (*each.years, *expected.get(each.body, ()))]
    span = range(min(known), max(known) + 1) if known else range(0)
    rows = [
        (each.body, *each.marks(span, expected.get(each.body, frozenset())), f"{len(each.years)}") for each in bodies
    ]
    columns = (
        Column("body", words=True),
        *(Column(str(year), number=True) for year in span),
        Column("reports", number=True),
    )
    return Sheet(columns, rows, title)
