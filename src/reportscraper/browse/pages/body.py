"""Body page: its years side by side, the main series as small charts, when it published, links to every report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from datasette import Response
from markupsafe import Markup
from msgspec import Struct

from reportscraper.browse.charts import Point, sparkline
from reportscraper.browse.site import MissingError, Row, Site
from reportscraper.browse.wording import number
from reportscraper.store import SummaryColumn, summary_columns


class Series(Struct, frozen=True):
    """One figure over the years of a body, with its small chart."""

    column: SummaryColumn
    points: tuple[Point, ...]
    chart: Markup
    latest: Point | None


class Deadline(Struct, frozen=True):
    """When a report came out against 31 January (departments) or 31 March (governments) of the year after."""

    due: str
    days: int | None
    """Days after the due date, negative before it; None when no date of publication was printed."""


async def body(site: Site) -> Response:
    """The page of one body."""
    code, name = site.part("county"), site.part("body")
    found = await site.one("body_named", county=code, body=name)
    if found is None:
        raise MissingError(f"There is no body {name} in county {code}.")
    reports = await site.ask("reports_of_body", county=code, body=name)
    series = [each for column in summary_columns() if (each := _series(column, reports))]
    deadlines = [_deadline(row) for row in reports]
    return await site.show("body", body=found, reports=reports, series=series, deadlines=deadlines)


def _series(column: SummaryColumn, reports: Sequence[Row]) -> Series | None:
    """The series of a column, with a gap for years without a report; None when no year has a number."""
    values = {row["year"]: row[column.name] for row in reports}
    if all(value is None for value in values.values()):
        return None
    points = tuple(Point(year, values.get(year)) for year in range(min(values), max(values) + 1))
    latest = next((point for point in reversed(points) if point.value is not None), None)
    told = ", ".join(f"{point.year}: {number(point.value) or 'no number'}" for point in points)
    return Series(column, points, sparkline(points, f"{column.zh}, {column.unit}. {told}"), latest)


def _deadline(report: Row) -> Deadline:
    month, day = (3, 31) if report["level"] == "county_government" else (1, 31)
    due = dt.date(report["year"] + 1, month, day)
    try:
        published = dt.date.fromisoformat(report["published_on"] or "")
    except ValueError:
        return Deadline(due.isoformat(), None)
    return Deadline(due.isoformat(), (published - due).days)
