"""Charts of a series or rate by year: the median body, or the rate over all bodies; large, or small and many beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from markupsafe import Markup

from reportscraper.browse.charts import ChartFigure, told
from reportscraper.browse.site import PageRequest, Row
from reportscraper.browse.wording import number
from reportscraper.export.chart import Chart, Point, Trace, drawn

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
    points = points_over(site, subject, yearly, what)
    if len({row["year"] for row in yearly}) < 2 or not points:
        return None
    chart = Chart(
        [Trace(say.plain(f"series.{what}"), points)],
        range(min(points), max(points) + 1),
        _label(site, subject, what, points),
        say.unit(subject["unit"]),
        height=240,
    )
    return ChartFigure(
        f"series/{subject['code']}{question and '?'}{question}",
        _title(site, subject, what),
        chart,
        (say.plain(f"series.{what}_note"),),
        f"{site.links.series(subject['code'])}{question and '?'}{question}#over",
        [columns, *([row[column] for column in columns] for row in yearly)],
    )


def small_medians(site: PageRequest, series: Row, yearly: Sequence[Row], years: range) -> Markup:
    """A small chart of the median body over ``years``, without a scale; its points in words, for who hears the page."""
    points = points_over(site, series, yearly, "median")
    chart = Chart([Trace("", points)], years, _label(site, series, "median", points), small=True, height=56)
    return Markup(drawn(chart))  # noqa: S704 (escaped by the drawer)


def points_over(
    site: PageRequest, subject: Row, yearly: Sequence[Row], what: Literal["median", "share"]
) -> dict[int, Point]:
    """What rows have under ``what`` by year: hollow what is approximate, apart what is not to be joined to the year before."""
    say = site.say
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
        head = f"{say.plain(f'series.{what}')}, {row['year']}"
        points[row["year"]] = Point(row[what], fit == "exact", str(part), told=told(say, head, value, remarks))
    return points


def _title(site: PageRequest, subject: Row, what: str) -> str:
    say = site.say
    return say.plain(
        f"series.{what}_label", name=say.pick(subject["en"], subject["zh"]), unit=say.unit(subject["unit"])
    )


def _label(site: PageRequest, subject: Row, what: str, points: dict[int, Point]) -> str:
    values = ", ".join(f"{year}: {number(point.value)}" for year, point in sorted(points.items()))
    return f"{_title(site, subject, what)}. {values}"
