"""How each county stands: what the database holds of it, why one should look, and which years of which body are not there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from reportscraper.cli.language import pick, say, words
from reportscraper.cli.sheets import SheetColumn, TableSheet
from reportscraper.forms.deadlines import newest_due_year
from reportscraper.forms.rules import Words

_UNSEEN = dt.timedelta(days=45)


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
    doubts_zh: tuple[str, ...] = ()
    unread: int = 0
    """Entries of lists that are published and could not be read."""
    sample: bool = False
    """Whether the county is made up."""


def standings(rows: Iterable[Mapping[str, Any]], today: dt.date) -> list[Standing]:
    """The rows of the query ``site_status``, with the doubts that today's date raises."""
    made = []
    for row in rows:
        doubts = list(_find_doubts(row, today))
        kept = ("county", "bodies", "reports", "first_year", "last_year", "errors", "warnings", "last_fetched")
        made.append(
            Standing(
                **{name: row[name] for name in kept},
                code=row["county_code"],
                doubts=tuple(each.en for each in doubts),
                doubts_zh=tuple(each.zh for each in doubts),
                unread=row.get("unread", 0),
                sample=bool(row.get("sample")),
            )
        )
    return made


def _find_doubts(row: Mapping[str, Any], today: dt.date) -> Iterator[Words]:
    expected = newest_due_year(today)
    if not row["reports"]:
        yield words("status.no_reports")
    elif row["last_year"] < expected:
        yield words("status.quiet", year=row["last_year"])
    if row["last_fetched"] is None:
        yield words("status.never_fetched")
    elif today - dt.date.fromisoformat(row["last_fetched"][:10]) > _UNSEEN:
        yield words("status.not_seen", date=row["last_fetched"][:10])
    if row.get("unfinished"):
        yield words("status.unfinished")
    if row.get("unread"):
        yield words("status.unread", n=row["unread"])
    if row["pages_in_trouble"]:
        yield words("status.in_trouble", n=row["pages_in_trouble"])


def table(rows: Sequence[Standing]) -> TableSheet:
    """One line a county."""
    names = ("county", "bodies", "reports", "years", "errors", "warnings", "last_seen", "look_at")
    is_number = {"bodies", "reports", "errors", "warnings"}
    columns = [
        SheetColumn(say(f"head.{name}"), number=name in is_number, words=name in ("county", "look_at"))
        for name in names
    ]
    lines = []
    for row in rows:
        years = f"{row.first_year}–{row.last_year}" if row.first_year else ""
        seen = (row.last_fetched or "")[:16].replace("T", " ")
        numbers = (f"{row.bodies:,}", f"{row.reports:,}", years, f"{row.errors:,}", f"{row.warnings:,}")
        name = f"{row.county} {row.code}" + (f" {say('status.sample')}" if row.sample else "")
        lines.append((name, *numbers, seen, "; ".join(map(pick, row.doubts, row.doubts_zh))))
    return TableSheet(columns, lines)


PRESENT, HOLE, UNREAD, UNSURE = "■", "·", "!", "?"
_LEGEND = {"present": PRESENT, "hole": HOLE, "unread": UNREAD, "unsure": UNSURE}
_MARKS = {"not_published": HOLE, "not_read": UNREAD, "not_crawled": UNSURE}
Place = tuple[str, str]
"""County and body."""


def matrices(rows: Iterable[Mapping[str, Any]], missing: Iterable[Mapping[str, Any]]) -> Iterator[TableSheet]:
    """A sheet a county: bodies, under their names of today, × years with their holes.

    ``rows`` are of the query ``reports_by_body``; ``missing`` (of ``missing_reports``) tells of which years one should be there.
    """
    rows = list(rows)
    names = {(row["county"], row["body"]): (row["county"], row["body_now"]) for row in rows}
    years: dict[Place, set[int]] = {}
    for row in rows:
        years.setdefault((row["county"], row["body_now"]), set()).update({row["year"]} - {None})
    marks: dict[Place, dict[int, str]] = {}
    for row in missing:
        place = (row["county"], row["body"])
        marks.setdefault(names.get(place, place), {})[row["year"]] = _MARKS[row.get("cause", "not_published")]
    for county in dict.fromkeys(county for county, _ in years):
        here = {place: found for place, found in years.items() if place[0] == county}
        known = {year for place, found in here.items() for year in {*found, *marks.get(place, {})} - {None}}
        span = range(min(known), max(known) + 1) if known else range(0)
        lines = []
        for place, found in here.items():
            holes = marks.get(place, {})
            shown = (PRESENT if year in found else holes.get(year, "") for year in span)
            lines.append((place[1], *shown, str(len(found))))
        columns = [
            SheetColumn(say("head.body"), words=True),
            *(SheetColumn(str(year), number=True) for year in span),
            SheetColumn(say("head.reports"), number=True),
        ]
        yield TableSheet(columns, lines, county)


def matrix_legend() -> str:
    """What the marks of a matrix mean."""
    return "   ".join(f"{sign} {say(f'missing.legend_{name}')}" for name, sign in _LEGEND.items())
