"""Page of a series: what it counts, where each form prints it, how its values are spread, its totals, the greatest of them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from datasette.utils.asgi import Response
from markupsafe import Markup

from reportscraper.browse.charts import ChartFigure
from reportscraper.browse.pages.front import latest_full
from reportscraper.browse.pages.over_years import over_years
from reportscraper.browse.pages.rate import rate, rate_figure
from reportscraper.browse.series import note_of
from reportscraper.browse.site import MissingError, PageRequest, Row
from reportscraper.browse.wording import cell_name, number
from reportscraper.export.chart import drawn, histogram
from reportscraper.forms import series as joined

_MOST = 20
_STEPS = (0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000, 100_000, 1_000_000)
_MOST_STEPS = 9


async def indicator(site: PageRequest) -> Response:
    """The page of one series, or of a rate."""
    code = site.part("series")
    if measure := await _measure(site, code):
        return await rate(site, measure)
    series = await _series(site, code)
    yearly = await _yearly(site, code)
    last = latest_full(yearly)
    spread = await site.ask_kept("series_spread", series=code, year=last)
    ranked = await site.ask_kept("series_ranking", series=code, year=last, province="", county="", most=_MOST)
    label = site.say.plain("series.spread_label", name=site.say.pick(series["en"], series["zh"]), year=last)
    return await site.show(
        "indicator",
        series=series,
        note=note_of(series, site.say),
        ways=[
            _way(part, site) for part in joined.parts() if joined.series_catalogue()[part.series_id - 1].code == code
        ],
        yearly=yearly,
        medians=_medians(site, series, yearly),
        last=last,
        spread=Markup(drawn(histogram(steps(spread), label))),  # noqa: S704 (escaped by the drawer)
        bodies=sum(row["bodies"] for row in spread),
        ranked=ranked,
    )


def steps(spread: Sequence[Row]) -> list[tuple[str, int]]:
    """How many values lie in each step of a scale that grows by powers: 0, 1, 2–4, 5–9 and on; the last is open."""
    top = max((row["value"] for row in spread), default=0)
    edges = [edge for edge in _STEPS if edge <= max(top, 1)]
    edges = edges if len(edges) <= _MOST_STEPS else [0, 1, *edges[2 - _MOST_STEPS :]]
    made = []
    for place, low in enumerate(edges):
        high = edges[place + 1] if place + 1 < len(edges) else None
        name = (
            number(low) if high == low + 1 else f"{number(low)}–" if high is None or high > 100 else f"{low}–{high - 1}"
        )
        below = float("-inf") if place == 0 else low
        inside = [row["bodies"] for row in spread if below <= row["value"] and (high is None or row["value"] < high)]
        made.append((name, sum(inside)))
    return made


async def series_figure(site: PageRequest, code: str) -> ChartFigure:
    """The median body of a series, or a rate over all bodies, by year. Raises MissingError for one that is not known or has too few years."""
    measure = await _measure(site, code)
    made = (
        await rate_figure(site, measure)
        if measure
        else _medians(site, await _series(site, code), await _yearly(site, code))
    )
    if made is None:
        raise MissingError("chart")
    return made


async def _measure(site: PageRequest, code: str) -> Row | None:
    return next((row for row in await site.ask("all_measures") if row["code"] == code), None)


async def _series(site: PageRequest, code: str) -> Row:
    found = next((row for row in await site.ask("all_series") if row["code"] == code), None)
    if found is None:
        raise MissingError("series", series=code)
    return found


async def _yearly(site: PageRequest, code: str) -> list[Row]:
    return await site.ask_kept("series_by_year", series=msgspec.json.encode([code]).decode(), province="", county="")


def _medians(site: PageRequest, series: Row, yearly: Sequence[Row]) -> ChartFigure | None:
    return over_years(site, series, yearly, "median", ("year", "median", "total", "reports", "apart"))


def _way(part: joined.SeriesPart, site: PageRequest) -> dict[str, object]:
    """One way of a form to the value: its cells in words."""
    cells = [cell_name(row, column, site.say.language) for row, column in part.cells]
    exactness = "statement" if part.source == "statement" else part.exactness
    return {"form": part.form, "cells": cells, "exactness": exactness, "source": part.source}
