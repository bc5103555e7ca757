"""Bodies by a series over the years, with their ranks: those of a county, or those charged with one thing.

Bodies that were renamed stand in one line. A merger or a split ends lines and begins others, with the decree; none goes on over it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec
from msgspec import Struct

from reportscraper.browse.series import SeriesEntry, entry_of
from reportscraper.browse.site import PageRequest, Row

MOST = 25
"""Bodies on a page."""


class RankedBody(Struct, frozen=True):
    """A body over the years: ``row`` names it as it is called now, ``under`` as its report of a year calls it.

    ``ranks`` are its ranks by year; ``changes`` what it came out of or went into.
    """

    row: Row
    under: Mapping[int, Row]
    entries: Mapping[int, SeriesEntry]
    ranks: Mapping[int, int]
    changes: tuple[Row, ...]

    def breaks(self, year: int) -> list[Row]:
        """The mergers and splits by which it begins or ends with its report of a year."""
        first, last = min(self.under), max(self.under)
        return [
            each
            for each in self.changes
            if each["effect"] == "break"
            and (
                year == min((known for known in self.under if known >= each["year"]), default=0)
                and (year <= each["last_year"] or first < each["year"])
                if each["is_after"]
                else year == last and each["year"] - 1 <= year <= each["last_year"]
            )
        ]


class Ranking(Struct, frozen=True):
    """A page of lines, the greatest of the chosen year first; ``found`` is how many there are in all, ``counts`` how many values are ranked in a year."""

    lines: tuple[RankedBody, ...]
    found: int
    counts: Mapping[int, int]


async def ranking(site: PageRequest, series: Row, year: int, **scope: str) -> Ranking:
    """The bodies of a ``county``, or of a ``function`` (``province`` and ``level`` restrict it), from those that ``skip`` in the address passes over."""
    asked = {"county": "", "function": "", "province": "", "level": ""} | scope
    rows = await site.ask_kept(
        "bodies_ranked", series=series["code"], year=year, most=MOST, skip=site.whole("skip"), **asked
    )
    keys = msgspec.json.encode(sorted({f"{row['county_code']}/{row['body']}" for row in rows})).decode()
    codes = msgspec.json.encode([series["code"]]).decode()
    points = await site.ask("points_of_series", bodies=keys, series=codes, first=0, last=9999)
    entries = {(row["county_code"], row["body"], row["year"]): entry_of(row) for row in points}
    changes = await site.ask("changes_of_bodies", bodies=keys)
    by_line: dict[int, list[Row]] = {}
    for row in rows:
        by_line.setdefault(row["line"], []).append(row)
    lines = tuple(_line(of_line, entries, changes) for of_line in by_line.values())
    return Ranking(lines, rows[0]["found"] if rows else 0, {row["year"]: row["ranked"] for row in rows})


def _line(
    rows: Sequence[Row], entries: Mapping[tuple[str, str, int], SeriesEntry], changes: Sequence[Row]
) -> RankedBody:
    names = {(row["county_code"], row["body"]) for row in rows}
    now = {"county_code": rows[0]["county_code_now"], "body": rows[0]["body_now"], "county": rows[0]["county"]}
    of_line = {
        (each["before"], each["after"], each["year"]): each
        for each in changes
        if (each["county_code"], each["body"]) in names
    }
    found = {row["year"]: entries.get((row["county_code"], row["body"], row["year"])) for row in rows}
    return RankedBody(
        now,
        {row["year"]: row for row in rows},
        {year: entry for year, entry in found.items() if entry},
        {row["year"]: row["rank"] for row in rows if row["rank"]},
        tuple(of_line.values()),
    )
