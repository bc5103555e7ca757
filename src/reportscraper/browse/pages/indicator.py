"""Page of a series: what it counts, where each form prints it, how its values are spread, its totals, the greatest of them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from datasette.utils.asgi import Response
from markupsafe import Markup

from reportscraper.browse.graphs import Mark, Trace, bars, lines
from reportscraper.browse.pages.front import latest_full
from reportscraper.browse.series import note_of
from reportscraper.browse.site import MissingError, Row, Site
from reportscraper.browse.wording import cell_name, number
from reportscraper.forms import series as joined

_MOST = 20
_STEPS = (0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000, 100_000, 1_000_000)
_MOST_STEPS = 9


async def indicator(site: Site) -> Response:
    """The page of one series."""
    code = site.part("series")
    series = next((row for row in await site.ask("all_series") if row["code"] == code), None)
    if series is None:
        raise MissingError("series", series=code)
    wanted = msgspec.json.encode([code]).decode()
    yearly = await site.ask_kept("series_by_year", series=wanted, province="", county="")
    last = latest_full(yearly)
    spread = await site.ask_kept("series_spread", series=code, year=last)
    ranked = await site.ask_kept("series_ranking", series=code, year=last, province="", county="", most=_MOST)
    return await site.show(
        "indicator",
        series=series,
        note=note_of(series, site.say),
        ways=[_way(part, site) for part in joined.parts() if joined.catalogue()[part.series_id - 1].code == code],
        yearly=yearly,
        medians=_medians(series, yearly, site) if len({row["year"] for row in yearly}) > 1 else "",
        last=last,
        spread=bars(
            steps(spread),
            site.say.plain("series.spread_label", name=site.say.pick(series["en"], series["zh"]), year=last),
        ),
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
            number(low) if high == low + 1 else f"{_short(low)}–" if high is None or high > 100 else f"{low}–{high - 1}"
        )
        below = float("-inf") if place == 0 else low
        inside = [row["bodies"] for row in spread if below <= row["value"] and (high is None or row["value"] < high)]
        made.append((name, sum(inside)))
    return made


def _short(value: int) -> str:
    return f"{value // 1000}k" if value >= 1000 else str(value)


def _medians(series: Row, yearly: Sequence[Row], site: Site) -> Markup:
    marks = {
        row["year"]: Mark(row["median"], not row["approximate"], bool(row["apart"]))
        for row in sorted(yearly, key=lambda row: -row["apart"])
        if row["median"] is not None
    }
    years = range(min(marks), max(marks) + 1) if marks else range(0)
    told = site.say.plain("series.medians_label", name=site.say.pick(series["en"], series["zh"]), unit=series["unit"])
    points = ", ".join(f"{year}: {number(mark.value)}" for year, mark in sorted(marks.items()))
    return lines(years, [Trace(site.say.plain("series.median"), marks)], f"{told}. {points}")


def _way(part: joined.Part, site: Site) -> dict[str, object]:
    """One way of a form to the value: its cells in words."""
    cells = [cell_name(row, column, site.say.language) for row, column in part.cells]
    exactness = "statement" if part.source == "statement" else part.exactness
    return {"form": part.form, "cells": cells, "exactness": exactness, "source": part.source}
