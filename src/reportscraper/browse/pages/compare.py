"""Compare page: indicators × bodies × years as charts, tables and CSV; its address is the permanent link."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlencode

import msgspec
from datasette.utils.asgi import Response
from msgspec import Struct

from reportscraper.browse.charts import ChartFigure, entry_point, form_rules, notes_on
from reportscraper.browse.pages.choices import IndicatorChoice, ValueScope, choices, entries
from reportscraper.browse.series import SeriesEntry
from reportscraper.browse.site import MissingError, PageRequest, Row, respond_csv
from reportscraper.browse.wording import places_of
from reportscraper.export.chart import KINDS, Chart, Trace
from reportscraper.forms import applicants
from reportscraper.forms.naming import english

MOST_BODIES, MOST_INDICATORS, _MOST_MATCHES, _FEW_BODIES = 24, 6, 60, 30
_COLUMNS = (
    *("county_code", "county", "body", "year", "indicator", "indicator_zh", "applicant", "value", "unit", "doubt"),
    *("printed_as", "exactness", "source", "form", "url"),
)


class ComparisonScope(ValueScope, frozen=True):
    """What the address asks for, cut to what a page can show; ``cut`` is what was left out, as sentences."""

    choices: tuple[IndicatorChoice, ...]
    chart: str
    cut: tuple[str, ...]


class BodyLine(Struct, frozen=True):
    """A body of a comparison: its entries by year, and the years it has a report of."""

    name: str
    row: Row
    entries: Mapping[int, SeriesEntry]
    reports: frozenset[int]


class Comparison(Struct, frozen=True):
    """One indicator over all bodies and years. ``ways`` are ways to see it, address and name; the one that is shown has no address."""

    choice: IndicatorChoice
    label: str
    lines: tuple[BodyLine, ...]
    figure: ChartFigure
    ways: tuple[tuple[str, str], ...]

    @property
    def places(self) -> int:
        """Decimals of its values."""
        return places_of(entry.value for line in self.lines for entry in line.entries.values())

    @property
    def is_empty(self) -> bool:
        """Whether no number stands in it."""
        return all(entry.value is None for line in self.lines for entry in line.entries.values())


async def compare(site: PageRequest) -> Response:
    """The page: the form, and the comparison it asks for."""
    known = await choices(site)
    years = [row["year"] for row in await site.ask("years")]
    asked = _asked(site, known, years)
    words = site.given("q").strip()
    matches = await site.ask("matching_bodies", words=words, most=_MOST_MATCHES, few=_FEW_BODIES)
    groups: dict[str, list[IndicatorChoice]] = {}
    for choice in known.values():
        groups.setdefault(choice.group, []).append(choice)
    return await site.show(
        "compare",
        asked=asked,
        comparisons=await _compare(site, asked, known),
        groups=groups,
        applicants=[(code, label, english(label)) for code, label, _ in applicants()],
        charts=KINDS,
        years=years,
        span=range(asked.first, asked.last + 1),
        words=words,
        matches=[row for row in matches if body_key(row) not in asked.bodies],
        query=site.request.query_string,
        source_line=site.say("compare.source"),
        changes=await site.ask("changes_of_bodies", bodies=msgspec.json.encode(asked.bodies).decode()),
    )


async def compare_csv(site: PageRequest) -> Response:
    """The same values as a CSV file, a line a value; texts that a spreadsheet would take for a formula are quoted with '."""
    asked = _asked(site, await choices(site), [row["year"] for row in await site.ask("years")])
    lines = [
        _csv_line(asked, choice, entry) for choice in asked.choices for entry in await entries(site, asked, choice)
    ]
    return respond_csv("comparison", _COLUMNS, lines)


async def comparison_figure(site: PageRequest, key: str) -> ChartFigure:
    """One indicator of a comparison. Raises MissingError for one that is not known."""
    known = await choices(site)
    if key not in known:
        raise MissingError("series", series=key)
    asked = _asked(site, known, [row["year"] for row in await site.ask("years")], (key,))
    made = await _compare(site, asked, known)
    if not made:
        raise MissingError("chart")
    return made[0].figure


def body_key(row: Row) -> str:
    """How the address names a body."""
    return f"{row['county_code']}/{row['body']}"


def _csv_line(asked: ComparisonScope, choice: IndicatorChoice, entry: SeriesEntry) -> tuple[Any, ...]:
    row = entry.row
    what = (choice.key, choice.zh, asked.applicant if choice.by_applicant else "")
    value = (entry.value, choice.unit, entry.doubt, entry.kind, entry.exactness, entry.source)
    return (row["county_code"], row["county"], row["body"], row["year"], *what, *value, row["form"], row["url"])


def _asked(
    site: PageRequest, known: Mapping[str, IndicatorChoice], years: Sequence[int], wanted: Sequence[str] = ()
) -> ComparisonScope:
    keys = [key for key in wanted or site.given_all("s") if key in known]
    bodies = site.given_all("b")
    cut = []
    if len(keys) > MOST_INDICATORS:
        cut.append(site.say("compare.cut_indicators", most=MOST_INDICATORS, n=len(keys)))
    if len(bodies) > MOST_BODIES:
        cut.append(site.say("compare.cut_bodies", most=MOST_BODIES, n=len(bodies)))
    codes = [code for code, *_ in applicants()]
    applicant, chart = site.given("applicant", "total"), site.given("chart", "line")
    low, high = (years[0], years[-1]) if years else (0, 0)
    first, last = sorted(min(max(site.whole(name, end), low), high) for name, end in (("first", low), ("last", high)))
    return ComparisonScope(
        tuple(bodies[:MOST_BODIES]),
        applicant if applicant in codes else "total",
        first,
        last,
        tuple(known[key] for key in keys[:MOST_INDICATORS]),
        chart if chart in KINDS else "line",
        tuple(cut),
    )


async def _compare(site: PageRequest, asked: ComparisonScope, known: Mapping[str, IndicatorChoice]) -> list[Comparison]:
    if not asked.bodies or not asked.choices:
        return []
    reports: dict[str, set[int]] = {}
    for row in await site.ask("reports_to_compare", **asked.asked()):
        reports.setdefault(body_key(row), set()).add(row["year"])
    # Names of the bodies for people; the county's code is added where two have the same name.
    plain = {key: key.partition("/")[2] for key in asked.bodies}
    twice = {name for name in plain.values() if list(plain.values()).count(name) > 1}
    names = {key: f"{name} ({key.partition('/')[0]})" if name in twice else name for key, name in plain.items()}
    made = []
    for choice in asked.choices:
        by_body: dict[str, dict[int, SeriesEntry]] = {key: {} for key in asked.bodies}
        for entry in await entries(site, asked, choice):
            by_body[body_key(entry.row)][entry.row["year"]] = entry
        rows = {key: dict(zip(("county_code", "body"), key.partition("/")[::2], strict=True)) for key in asked.bodies}
        lines = [
            BodyLine(names[key], rows[key], found, frozenset(reports.get(key, ()))) for key, found in by_body.items()
        ]
        label = site.say.pick(choice.en.rstrip("."), choice.zh)
        if choice.by_applicant:
            whose = next((en, zh) for code, zh, en in applicants() if code == asked.applicant)
            label += "｜" + site.say.pick(*whose)
        figure = _figure(site, asked, choice, label, lines)
        made.append(Comparison(choice, label, tuple(lines), figure, _ways(site, choice, known)))
    return made


def _figure(
    site: PageRequest, asked: ComparisonScope, choice: IndicatorChoice, label: str, lines: Sequence[BodyLine]
) -> ChartFigure:
    say = site.say
    traces = [
        Trace(
            line.name,
            {
                year: entry_point(site, entry, f"{line.name}, {year}", choice.unit)
                for year, entry in line.entries.items()
                if entry.value is not None
            },
            site.links.body(line.row),
        )
        for line in lines
    ]
    chart = Chart(
        traces,
        range(asked.first, asked.last + 1),
        say.plain("compare.drawing", name=label),
        say.unit(choice.unit),
        asked.chart,
        form_rules(traces, say),
    )
    question = _question(site, s=None)
    page = f"{site.links.page('compare')}?{_question(site, s=choice.key)}"
    rows = [(line.name, year, each.value) for line in lines for year, each in line.entries.items()]
    title = label if say.language == "zh" else f"{label} {choice.zh}"
    address = f"compare/{choice.key}?{question}"
    return ChartFigure(
        address, title, chart, notes_on(chart, say, choice.note), page, [("body", "year", "value"), *rows]
    )


def _ways(
    site: PageRequest, choice: IndicatorChoice, known: Mapping[str, IndicatorChoice]
) -> tuple[tuple[str, str], ...]:
    """A count, and what it is better compared by."""
    counted = choice if choice.per else next((each for each in known.values() if each.per == choice.key), None)
    if counted is None:
        return ()
    both = (
        (counted, site.say.plain("compare.count")),
        (known[counted.per], site.say.pick(known[counted.per].en, known[counted.per].zh)),
    )
    page = site.links.page("compare")
    keys = site.given_all("s")
    return tuple(
        (
            ""
            if each is choice
            else f"{page}?{_question(site, s=[each.key if key == choice.key else key for key in keys])}",
            name,
        )
        for each, name in both
    )


def _question(site: PageRequest, **changed: Any) -> str:
    """The question of the address with other values; a parameter that is None is left out."""
    given = [
        (name, value) for name, value in parse_qsl(site.request.query_string) if name not in (*changed, "lang", "q")
    ]
    more = {name: value for name, value in changed.items() if value is not None}
    return urlencode(given) + ("&" if given and more else "") + urlencode(more, doseq=True)
