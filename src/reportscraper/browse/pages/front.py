"""The charts of the front page: sums over the same bodies in every year, so that a growing collection looks like no growth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set

from datasette.database import QueryInterrupted
from msgspec import Struct

from reportscraper.browse.charts import ChartFigure, notes_on, told
from reportscraper.browse.language import Speech
from reportscraper.browse.site import MissingError, PageRequest, Row
from reportscraper.browse.wording import number
from reportscraper.export.chart import Chart, Point, Trace
from reportscraper.store.summaries import STEADY_SUMS, STEADY_YEARS

_FEWEST_YEARS = 3
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
    figure: ChartFigure
    names: tuple[str, ...]
    rows: tuple[tuple[int, int, tuple[float | None, ...]], ...]
    bodies: int | None
    """How many bodies were summed, the same in every year; None where the sums are over whoever reports."""
    series: Parts
    is_share: bool


class Sums(Struct, frozen=True):
    """Series summed over the same bodies in every year: sums and approximate ones by year and series, reports by year."""

    years: range
    values: Mapping[tuple[int, str], float]
    rough: Set[tuple[int, str]]
    reports: Mapping[int, int]
    is_steady: bool
    """Whether it is the same bodies in every year."""

    def ratio(self, ratio: Ratio, year: int) -> float | None:
        """The value of a line in a year; None without a report, or of too few cases."""
        above, below = (sum(self.values.get((year, code), 0) for code in codes) for codes in (ratio.above, ratio.below))
        if not self.reports.get(year):
            return None
        if not ratio.below:
            return float(above)
        return 100 * above / below if below >= _FEWEST_CASES else None


async def front_charts(site: PageRequest, last: int) -> list[Graph]:
    """The charts that the data carries up to the year ``last``; none where they would take too long."""
    try:
        return [made for id_ in _CHARTS if last >= _FIRST and (made := await _graph(site, id_, last)) is not None]
    except QueryInterrupted:
        return []


async def front_figure(site: PageRequest, name: str) -> ChartFigure:
    """One of these charts. Raises MissingError for another name, or where the data does not carry it."""
    last = latest_full(await site.ask("reports_by_year", province="", county=""))
    made = await _graph(site, name, last) if name in _CHARTS and last >= _FIRST else None
    if made is None:
        raise MissingError("chart")
    return made.figure


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


async def _graph(site: PageRequest, id_: str, last: int) -> Graph | None:
    say, ratios = site.say, _CHARTS[id_]
    codes = STEADY_SUMS[id_]
    sums = await _sums(site, id_, last)
    if len(sums.years) < 2:
        return None
    unit = "%" if ratios[0].below else say.unit("件")
    names = tuple(say.plain(f"graph.{each.name}") for each in ratios)
    rows = [(year, sums.reports.get(year, 0), tuple(sums.ratio(each, year) for each in ratios)) for year in sums.years]
    traces = [
        Trace(
            name,
            {
                year: _point(name, ratio, year, sums, unit, say)
                for year in sums.years
                if sums.ratio(ratio, year) is not None
            },
        )
        for name, ratio in zip(names, ratios, strict=True)
    ]
    title = say.plain(f"graph.title_{id_}")
    points = "; ".join(
        f"{each.name}: " + ", ".join(f"{y} {number(m.value, 1)}" for y, m in each.points.items()) for each in traces
    )
    chart = Chart(traces, sums.years, f"{title}. {points}", unit, height=230)
    table = [("year", *names, "reports"), *((year, *values, reports) for year, reports, values in rows)]
    figure = ChartFigure(f"front/{id_}", title, chart, notes_on(chart, say), f"{site.links.home()}#chart-{id_}", table)
    bodies = sums.reports[sums.years[-1]] if sums.is_steady else None
    return Graph(id_, figure, names, tuple(rows), bodies, codes, bool(ratios[0].below))


def _point(name: str, ratio: Ratio, year: int, sums: Sums, unit: str, say: Speech) -> Point:
    value = sums.ratio(ratio, year) or 0
    is_exact = not any((year, code) in sums.rough for code in (*ratio.above, *ratio.below))
    remark = say.plain("graph.of_reports", n=number(sums.reports[year]))
    return Point(value, is_exact, told=told(say, f"{name}, {year}", f"{number(value, 1)} {unit}", (remark,)))


async def _sums(site: PageRequest, id_: str, last: int) -> Sums:
    codes = STEADY_SUMS[id_]
    rows = await site.ask("steady_sums", chart=id_)
    # While a run is on, the newest full year may be further than that of the sums, which are made at its end.
    last = max((row["year"] for row in rows), default=last)
    first = max(_FIRST, last - STEADY_YEARS + 1)
    in_last = {row["present"]: row["reports"] for row in rows if row["year"] == last}
    years, bits = steady_bodies(list(in_last.items()), last, first)
    rows = [row for row in rows if row["present"] & bits == bits]
    values: dict[tuple[int, str], float] = defaultdict(float)
    reports: dict[int, int] = defaultdict(int)
    for row in rows:
        values[row["year"], row["series"]] += row["total"]
        reports[row["year"]] += row["reports"] if row["series"] == codes[0] else 0
    rough = {(row["year"], row["series"]) for row in rows if row["approximate"]}
    years = range(min((year for year in years if reports[year]), default=last), last + 1)
    return Sums(years, values, rough, reports, bool(bits))
