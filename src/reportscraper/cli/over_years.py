"""Rows of a comparison as series over the years: one line a body through all its names, with where it was renamed and where it breaks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reportscraper.cli.language import say
from reportscraper.cli.tables import MARKS, Observed

_MOST_TOLD = 12


def series_rows(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows of a ``compare_…`` query, by series and year, with the series' ``name`` and what the reader must know of a row.

    ``joined`` is 1 where the report bears a former name; ``change`` tells the merger or split before the row, on the first row after
    it only. Of two reports of one series and year, as in the year of a change, the one under a former name is a series of its own.
    """
    held: dict[tuple[str, int, str], dict[int, dict[str, Any]]] = {}
    for row in sorted(rows, key=lambda row: row["body"] != row["body_now"]):
        series = (row["county_code"] or "", row["lineage_id"] or 0, row["body_now"])
        if row["year"] in held.get(series, {}):
            series = (*series[:2], row["body"])
        held.setdefault(series, {})[row["year"]] = dict(row)
    homes: dict[str, set[str]] = {}
    for code, _, name in held:
        homes.setdefault(name, set()).add(code)
    made: list[dict[str, Any]] = []
    for (_, _, name), years in sorted(held.items(), key=lambda item: (item[0][0], item[0][2], item[0][1])):
        shown = name if len(homes[name]) == 1 else f"{next(iter(years.values()))['county']} {name}"
        before: int | None = None
        for at, (_, row) in enumerate(sorted(years.items())):
            changed, last = row.pop("change_year"), row.pop("change_last_year")
            # A change that the series came out of counts while counties carried it out, later only when there are reports from before.
            is_new = changed is not None and (before != changed if at else row["year"] <= last)
            is_former = row["body"] not in (shown, row["body_now"])
            made.append(row | {"series": shown, "joined": int(is_former), "change": row["change"] if is_new else None})
            before = changed
    return made


def by_series(rows: Sequence[Mapping[str, Any]]) -> dict[str, dict[int, Observed]]:
    """The values of `series_rows` by the name of their series and year."""
    made: dict[str, dict[int, Observed]] = {}
    for row in rows:
        made.setdefault(row["series"], {})[row["year"]] = Observed.of(row)
    return made


def changes_told(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """A line for each merger or split in the rows, and for each name that a series bore before."""
    told = [f"{MARKS['break']} {row['series']} {row['year']}: {row['change']}" for row in rows if row["change"]]
    former: dict[tuple[str, str], list[int]] = {}
    for row in rows:
        if row["joined"]:
            former.setdefault((row["series"], row["body"]), []).append(row["year"])
    told += [f"{MARKS['joined']} {name}: {body} {years[0]}–{years[-1]}" for (name, body), years in former.items()]
    yield from told[:_MOST_TOLD]
    if len(told) > _MOST_TOLD:
        yield say("compare.more", n=len(told) - _MOST_TOLD)


def total_told(year: int, bodies: Mapping[str, Mapping[int, Observed]]) -> str:
    """What the bodies of a year have together: without values that an error speaks against, or that cannot be compared."""
    found = [known[year] for known in bodies.values() if year in known]
    sound = [each for each in found if each.doubt != "error" and each.is_comparable]
    sign = MARKS["approximate"] if any(each.exactness == "approximate" for each in sound) else ""
    total = f"{sign}{round(sum(each.value for each in sound), 2):,}"
    left = len(found) - len(sound)
    return say("compare.total_without" if left else "compare.total", year=year, total=total, n=len(sound), left=left)
