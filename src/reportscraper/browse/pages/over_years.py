"""The chart of a page about one series or rate: the median body, or the rate over all bodies, by year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from reportscraper.browse.charts import ChartFigure, told
from reportscraper.browse.site import PageRequest, Row
from reportscraper.browse.wording import number
from reportscraper.export.chart import Chart, Point, Trace

_MOST_GROWTH = 2
"""Two years are joined unless the one is of more than twice as many bodies as the other."""


def over_years(
    site: PageRequest,
    subject: Row,
    yearly: Sequence[Row],
    what: Literal["median", "share"],
    columns: Sequence[str],
    question: str = "",
) -> ChartFigure | None:
    """The chart of the values that rows have under ``what``; its CSV has the ``columns``. None for fewer than two years."""
    say = site.say
    named = say.plain(f"series.{what}")
    points: dict[int, Point] = {}
    part, before = 0, 0
    for row in sorted(yearly, key=lambda row: (row["year"], -row["apart"])):
        if row[what] is None:
            continue
        # Other bodies, or what is not to be set against other years, are no growth.
        part += bool(row["apart"]) or not before <= _MOST_GROWTH * row["reports"] <= _MOST_GROWTH**2 * before
        before = row["reports"] if not row["apart"] else 0
        fit = "not_comparable" if row["apart"] else "approximate" if row["approximate"] else "exact"
        remarks = (say.plain("graph.of_reports", n=number(row["reports"])), str(say.name("exactness", fit)))
        value = f"{number(row[what])} {say.unit(subject['unit'], row[what])}"
        points[row["year"]] = Point(
            row[what], fit == "exact", str(part), told=told(say, f"{named}, {row['year']}", value, remarks)
        )
    if len({row["year"] for row in yearly}) < 2 or not points:
        return None
    label = say.plain(
        f"series.{what}_label", name=say.pick(subject["en"], subject["zh"]), unit=say.unit(subject["unit"])
    )
    values = ", ".join(f"{year}: {number(point.value)}" for year, point in sorted(points.items()))
    chart = Chart(
        [Trace(named, points)],
        range(min(points), max(points) + 1),
        f"{label}. {values}",
        say.unit(subject["unit"]),
        height=240,
    )
    return ChartFigure(
        f"series/{subject['code']}{question and '?'}{question}",
        label,
        chart,
        (say.plain(f"series.{what}_note"),),
        f"{site.links.series(subject['code'])}{question and '?'}{question}#over",
        [columns, *([row[column] for column in columns] for row in yearly)],
    )
