"""Body page: its years side by side, the main series as small charts, when it published, links to every report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import msgspec
from datasette.utils.asgi import Response
from markupsafe import Markup
from msgspec import Struct

from reportscraper.browse.language import Speech
from reportscraper.browse.series import SeriesEntry, entry_of, formula_of, note_of, style
from reportscraper.browse.site import MissingError, PageRequest, Row
from reportscraper.browse.wording import DOUBTS, number, places_of
from reportscraper.export.chart import Chart, Point, Trace, drawn
from reportscraper.forms.deadlines import due_date
from reportscraper.places.functions import functions_known

_ALL_YEARS = {"first": 0, "last": 9999}


class SeriesLine(Struct, frozen=True):
    """One series over the years of a body: ``entries`` by year."""

    code: str
    zh: str
    en: str
    unit: str
    note: str
    entries: Mapping[int, SeriesEntry]

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
    lines: tuple[SeriesLine, ...]


class Deadline(Struct, frozen=True):
    """When a report came out against the last day for it, as the history checks have it."""

    due: str
    days: int | None
    """Days after the due date, negative before it; None when no date of publication was printed."""


async def body(site: PageRequest) -> Response:
    """The page of one body."""
    code, name = site.part("county"), site.part("body")
    found = await site.one("body_named", county=code, body=name)
    if found is None:
        raise MissingError("body", body=name, county=code)
    reports = await site.ask("reports_of_body", county=code, body=name)
    lines = await _lines(site, f"{code}/{name}", reports)
    years = range(reports[0]["year"], reports[-1]["year"] + 1) if reports else range(0)
    main = [lines[key] for key in (*style().main, *style().main_measures) if key in lines]
    # The lines by topic, the rates last.
    series = await site.ask("all_series")
    of_topic = {
        topic: tuple(lines[row["code"]] for row in series if row["topic"] == topic and row["code"] in lines)
        for topic in style().topics
    }
    known = {row["code"] for row in series}
    rates = tuple(line for code, line in lines.items() if code not in known)
    return await site.show(
        "body",
        body=found,
        function=next((each for each in functions_known() if each.id == found["function"]), None),
        reports={row["year"]: row for row in reports},
        years=years,
        charts=[(line, _chart(line, years, site.say)) for line in main],
        topics=[Topic(topic, found) for topic, found in (*of_topic.items(), ("rates", rates)) if found],
        deadlines={row["year"]: _deadline(row) for row in reports},
        remarks=await site.ask("findings_of_body", county=code, body=name),
        names=await site.ask("names_of_body", county=code, body=name),
        changes=await site.ask("changes_of_bodies", bodies=msgspec.json.encode([f"{code}/{name}"]).decode()),
    )


async def _lines(site: PageRequest, key: str, reports: Sequence[Row]) -> dict[str, SeriesLine]:
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


def _line(row: Row, points: Sequence[Row]) -> SeriesLine:
    entries = {point["year"]: entry_of(point) for point in points}
    return SeriesLine(row["code"], row["zh"], row["en"], row["unit"], row["note"], entries)


def _chart(line: SeriesLine, years: range, say: Speech) -> Markup:
    """A small chart of a series, without a scale; its points in words, for who hears the page."""
    # What is not to be set against other forms is joined to none.
    points = {
        year: Point(
            entry.value,
            entry.exactness in ("exact", "sum"),
            form if entry.exactness == "not_comparable" else "",
            form,
            entry.doubt or "",
        )
        for year, entry in line.entries.items()
        for form in (entry.row["form"] or "",)
        if entry.value is not None
    }
    said = say("site.sep").join(_said(year, line.entries.get(year), say) for year in years)
    label = say.plain("body.chart", name=say.pick(line.en, line.zh), unit=say.unit(line.unit), points=said)
    chart = Chart([Trace(say.pick(line.en, line.zh), points)], years, label, small=True, height=56)
    return Markup(drawn(chart))  # noqa: S704 (escaped by the drawer)


def _said(year: int, entry: SeriesEntry | None, say: Speech) -> Markup:
    value = number(entry.value if entry else None) or say("body.no_number")
    if entry and entry.doubt:
        words = DOUBTS[entry.doubt]
        return say("body.chart_doubt", year=year, value=value, doubt=say.pick(words.en, words.zh))
    return say("body.chart_point", year=year, value=value)


def _deadline(report: Row) -> Deadline:
    due = due_date(report["year"], report["level"], msgspec.json.decode(report["own_deadlines"]))
    try:
        published = dt.date.fromisoformat(report["published_on"] or "")
    except ValueError:
        return Deadline(due.isoformat(), None)
    return Deadline(due.isoformat(), (published - due).days)
