"""The charts of the front page: sums over the same bodies in every year, so that a growing collection looks like no growth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from datasette.database import QueryInterrupted
from markupsafe import Markup
from msgspec import Struct

from reportscraper.browse.graphs import Mark, Trace, lines
from reportscraper.browse.site import Row, Site
from reportscraper.browse.wording import number

_MOST_YEARS, _FEWEST_YEARS = 8, 3
_FIRST = 2000
_FEWEST_CASES = 10
"""A share of fewer says nothing: one case of one is 100 per cent."""

Parts = tuple[str, ...]


class Ratio(Struct, frozen=True):
    """A line of a chart: the sum of some series, in per cent of the sum of others where there are any."""

    name: str
    above: Parts
    below: Parts = ()


_DECIDED_REVIEWS = ("reviews_upheld", "reviews_corrected", "reviews_other")
_DECIDED_LAWSUITS = ("lawsuits_upheld", "lawsuits_corrected", "lawsuits_other")
_CHARTS: Mapping[str, tuple[Ratio, ...]] = {
    "requests": (Ratio("received", ("requests_received",)),),
    "outcomes": tuple(Ratio(name, (name,), ("requests_closed",)) for name in ("granted", "denied", "unable")),
    "lost": (
        Ratio("reviews", ("reviews_corrected",), _DECIDED_REVIEWS),
        Ratio("lawsuits", ("lawsuits_corrected",), _DECIDED_LAWSUITS),
    ),
}


class Graph(Struct, frozen=True):
    """A chart with what it was made of: ``rows`` are year, reports and the values of the lines."""

    id: str
    picture: Markup
    names: tuple[str, ...]
    rows: tuple[tuple[int, int, tuple[float | None, ...]], ...]
    bodies: int | None
    """How many bodies were summed, the same in every year; None where the sums are over whoever reports."""
    hollow: bool
    series: Parts
    is_share: bool


async def front_charts(site: Site, last: int) -> list[Graph]:
    """The charts that the data carries up to the year ``last``; none where they would take too long."""
    try:
        return [
            made
            for id_, ratios in _CHARTS.items()
            if last >= _FIRST and (made := await _graph(site, id_, ratios, last)) is not None
        ]
    except QueryInterrupted:
        return []


def latest_full(years: Iterable[Row]) -> int:
    """The newest year with at least half of the reports of the fullest, 0 without any: one that is being collected says little."""
    known = {row["year"]: row["reports"] for row in years}
    return max((year for year, reports in known.items() if 2 * reports >= max(known.values())), default=0)


def steady_bodies(found: Sequence[tuple[int, int]], last: int, first: int) -> tuple[range, int]:
    """The longest run of years up to the last over which most of the last year's bodies report, and the bits of its years.

    ``found`` are pairs of the years (bits) that bodies report in, and how many bodies do. A run too short is none: its bits are 0.
    """
    in_last = sum(bodies for present, bodies in found if present >> (last - _FIRST) & 1)
    for start in range(first, last - _FEWEST_YEARS + 2):
        bits = sum(1 << (year - _FIRST) for year in range(start, last + 1))
        if in_last and 2 * sum(bodies for present, bodies in found if present & bits == bits) >= in_last:
            return range(start, last + 1), bits
    return range(first, last + 1), 0


async def _graph(site: Site, id_: str, ratios: tuple[Ratio, ...], last: int) -> Graph | None:
    codes = tuple(dict.fromkeys(code for each in ratios for code in (*each.above, *each.below)))
    first = max(_FIRST, last - _MOST_YEARS + 1)
    rows = await site.ask_kept("sums_by_presence", series=msgspec.json.encode(codes).decode(), first=first)
    rows = [row for row in rows if row["year"] <= last]
    in_last = {row["present"]: row["reports"] for row in rows if row["year"] == last}
    years, bits = steady_bodies(list(in_last.items()), last, first)
    sums: dict[tuple[int, str], float] = defaultdict(float)
    reports: dict[int, int] = defaultdict(int)
    rough: set[tuple[int, str]] = set()
    for row in rows:
        if row["present"] & bits == bits:
            sums[row["year"], row["series"]] += row["total"]
            reports[row["year"]] += row["reports"] if row["series"] == codes[0] else 0
            rough |= {(row["year"], row["series"])} if row["approximate"] else set()
    years = range(min((year for year in years if reports[year]), default=last), last + 1)
    if len(years) < 2:
        return None
    values = {(ratio.name, year): _value(ratio, year, sums) for ratio in ratios for year in years if reports[year]}
    names = tuple(site.say.plain(f"graph.{each.name}") for each in ratios)
    traces = [
        Trace(
            name,
            {
                year: Mark(value, not any((year, code) in rough for code in (*ratio.above, *ratio.below)))
                for year in years
                if (value := values.get((ratio.name, year))) is not None
            },
        )
        for name, ratio in zip(names, ratios, strict=True)
    ]
    told = "; ".join(
        f"{each.name}: " + ", ".join(f"{y} {number(m.value, 1)}" for y, m in each.marks.items()) for each in traces
    )
    return Graph(
        id_,
        lines(years, traces, f"{site.say.plain(f'graph.title_{id_}')}. {told}"),
        names,
        tuple((year, reports[year], tuple(values.get((each.name, year)) for each in ratios)) for year in years),
        reports[last] if bits else None,
        any(not mark.solid for trace in traces for mark in trace.marks.values()),
        codes,
        bool(ratios[0].below),
    )


def _value(ratio: Ratio, year: int, sums: Mapping[tuple[int, str], Any]) -> float | None:
    above, below = (sum(sums[year, code] for code in codes) for codes in (ratio.above, ratio.below))
    if not ratio.below:
        return float(above)
    return 100 * above / below if below >= _FEWEST_CASES else None
