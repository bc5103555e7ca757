"""Body page: its years side by side, the main series as small charts, when it published, links to every report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import msgspec
from datasette.utils.asgi import Response
from markupsafe import Markup
from msgspec import Struct

from reportscraper.browse.charts import Point, sparkline
from reportscraper.browse.language import Speech
from reportscraper.browse.series import Entry, entry_of, formula_of, note_of, style
from reportscraper.browse.site import MissingError, Row, Site
from reportscraper.browse.wording import DOUBTS, number, places_of
from reportscraper.forms.deadlines import due_date

_ALL_YEARS = {"first": 0, "last": 9999}


class Line(Struct, frozen=True):
    """One series over the years of a body: ``entries`` by year."""

    code: str
    zh: str
    en: str
    unit: str
    note: str
    entries: Mapping[int, Entry]

    @property
    def latest(self) -> int:
        """The newest year with a value."""
        return max(self.entries)

    @property
    def places(self) -> int:
        """Decimals of its values."""
        return places_of(entry.value for entry in self.entries.values())


class Topic(Struct, frozen=True):
    """The series of one topic that have a value; ``id`` names it in `messages`."""

    id: str
    lines: tuple[Line, ...]


class Deadline(Struct, frozen=True):
    """When a report came out against the last day for it, as the history checks have it."""

    due: str
    days: int | None
    """Days after the due date, negative before it; None when no date of publication was printed."""


async def body(site: Site) -> Response:
    """The page of one body."""
    code, name = site.part("county"), site.part("body")
    found = await site.one("body_named", county=code, body=name)
    if found is None:
        raise MissingError("body", body=name, county=code)
    reports = await site.ask("reports_of_body", county=code, body=name)
    lines = await _lines(site, f"{code}/{name}", reports)
    years = range(reports[0]["year"], reports[-1]["year"] + 1) if reports else range(0)
    main = [lines[key] for key in (*style().main, *style().main_measures) if key in lines]
    return await site.show(
        "body",
        body=found,
        reports={row["year"]: row for row in reports},
        years=years,
        charts=[(line, _chart(line, years, site.say)) for line in main],
        topics=_topics(lines, await site.ask("all_series")),
        deadlines={row["year"]: _deadline(row) for row in reports},
        remarks=await site.ask("findings_of_body", county=code, body=name),
    )


async def _lines(site: Site, key: str, reports: Sequence[Row]) -> dict[str, Line]:
    """Every series and measure of the body that has a value, by code."""
    bodies = msgspec.json.encode([key]).decode()
    series = await site.ask("all_series")
    codes = msgspec.json.encode([row["code"] for row in series]).decode()
    points = await site.ask("points_of_series", bodies=bodies, series=codes, **_ALL_YEARS)
    found = {
        row["code"]: _line(
            row | {"note": note_of(row, site.say)}, [each for each in points if each["series"] == row["code"]]
        )
        for row in series
    }
    rates = await site.ask_each("rates_of_version", ({"version": report["version_id"]} for report in reports))
    for row in await site.ask("all_measures"):
        here = [each for each in rates if each["measure"] == row["code"]]
        found[row["code"]] = _line({**row, "note": formula_of(row["code"], site.say)}, here)
    return {code: line for code, line in found.items() if line.entries}


def _line(row: Row, points: Sequence[Row]) -> Line:
    entries = {point["year"]: entry_of(point) for point in points}
    return Line(row["code"], row["zh"], row["en"], row["unit"], row["note"], entries)


def _topics(lines: Mapping[str, Line], series: Sequence[Row]) -> list[Topic]:
    """The lines by topic, the rates last."""
    of_topic = {
        topic: tuple(lines[row["code"]] for row in series if row["topic"] == topic and row["code"] in lines)
        for topic in style().topics
    }
    known = {row["code"] for row in series}
    rates = tuple(line for code, line in lines.items() if code not in known)
    return [Topic(topic, found) for topic, found in (*of_topic.items(), ("rates", rates)) if found]


def _chart(line: Line, years: range, say: Speech) -> Markup:
    known = ((year, line.entries.get(year)) for year in years)
    points = [Point(year, entry.value, entry.doubt) if entry else Point(year, None) for year, entry in known]
    told = say("site.sep").join(_told(point, say) for point in points)
    return sparkline(points, say("body.chart", name=line.zh, unit=line.unit, points=told))


def _told(point: Point, say: Speech) -> Markup:
    """A point in words, for who hears the page."""
    value = number(point.value) or say("body.no_number")
    if point.doubt:
        words = DOUBTS[point.doubt]
        return say("body.chart_doubt", year=point.year, value=value, doubt=say.pick(words.en, words.zh))
    return say("body.chart_point", year=point.year, value=value)


def _deadline(report: Row) -> Deadline:
    due = due_date(report["year"], report["level"], msgspec.json.decode(report["own_deadlines"]))
    try:
        published = dt.date.fromisoformat(report["published_on"] or "")
    except ValueError:
        return Deadline(due.isoformat(), None)
    return Deadline(due.isoformat(), (published - due).days)
