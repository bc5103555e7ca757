"""Compare page: indicators × bodies × years as charts, tables and CSV; its address is the permanent link."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from datasette.utils.asgi import Response
from markupsafe import Markup
from msgspec import Struct

from reportscraper.browse.language import Speech
from reportscraper.browse.redraw import english
from reportscraper.browse.series import Entry, entry_of, formula_of, note_of, style
from reportscraper.browse.site import HEADERS, Row, Site, respond
from reportscraper.browse.wording import DOUBTS, places_of
from reportscraper.export.chart import CHARTS, ChartWords, Observation, specification
from reportscraper.export.safe import spreadsheet_text
from reportscraper.forms import Table, applicants, load_forms
from reportscraper.forms.rules import DOUBT_SIGNS

MOST_BODIES, MOST_INDICATORS, _MOST_MATCHES, _FEW_BODIES = 24, 6, 60, 30
_CELL, _RATE = "cell.", "rate."
_SOLID = ("exact", "sum")
_COLUMNS = (
    *(
        "county_code",
        "county",
        "body",
        "year",
        "indicator",
        "indicator_zh",
        "applicant",
        "value",
        "unit",
        "doubt",
        "printed_as",
    ),
    *("exactness", "source", "form", "url"),
)


class Choice(Struct, frozen=True):
    """Something that can be compared. ``key`` names it in the address: a series, ``rate.`` a measure, ``cell.`` an indicator."""

    key: str
    zh: str
    en: str
    unit: str
    group: str
    note: str = ""
    by_applicant: bool = False


class Asked(Struct, frozen=True):
    """What the address asks for, cut to what a page can show."""

    choices: tuple[Choice, ...]
    bodies: tuple[str, ...]
    applicant: str
    first: int
    last: int
    chart: str
    cut: tuple[str, ...]
    """What was left out, as sentences."""


class Line(Struct, frozen=True):
    """A body of a comparison: its entries by year, and the years it has a report of."""

    name: str
    row: Row
    entries: Mapping[int, Entry]
    reports: frozenset[int]


class Comparison(Struct, frozen=True):
    """One indicator over all bodies and years."""

    choice: Choice
    label: str
    lines: tuple[Line, ...]
    chart: Markup
    is_solid: bool
    """Whether every value is exact, so that no point is drawn hollow."""

    @property
    def places(self) -> int:
        """Decimals of its values."""
        return places_of(entry.value for line in self.lines for entry in line.entries.values())

    @property
    def is_empty(self) -> bool:
        """Whether no number stands in it."""
        return all(entry.value is None for line in self.lines for entry in line.entries.values())


async def compare(site: Site) -> Response:
    """The page: the form, and the comparison it asks for."""
    choices = await _choices(site)
    years = [row["year"] for row in await site.ask("years")]
    asked = _asked(site, choices, years)
    words = site.given("q").strip()
    matches = await site.ask("matching_bodies", words=words, most=_MOST_MATCHES, few=_FEW_BODIES)
    return await site.show(
        "compare",
        asked=asked,
        comparisons=await _compare(site, asked),
        groups=_grouped(choices),
        applicants=[(code, label, english(label)) for code, label, _ in applicants()],
        charts=CHARTS,
        years=years,
        span=range(asked.first, asked.last + 1),
        words=words,
        matches=[row for row in matches if body_key(row) not in asked.bodies],
        query=site.request.query_string,
        source_line=site.say("compare.source"),
    )


async def compare_csv(site: Site) -> Response:
    """The same values as a CSV file, a line a value; texts that a spreadsheet would take for a formula are quoted with '."""
    asked = _asked(site, await _choices(site), [row["year"] for row in await site.ask("years")])
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for choice in asked.choices:
        for entry in await _entries(site, asked, choice):
            writer.writerow([spreadsheet_text(value) for value in _csv_line(asked, choice, entry)])
    headers = {**HEADERS, "Content-Disposition": 'attachment; filename="comparison.csv"'}
    return respond("\ufeff" + out.getvalue(), headers=headers, content_type="text/csv; charset=utf-8")


def body_key(row: Row) -> str:
    """How the address names a body."""
    return f"{row['county_code']}/{row['body']}"


def _csv_line(asked: Asked, choice: Choice, entry: Entry) -> tuple[Any, ...]:
    row = entry.row
    what = (choice.key, choice.zh, asked.applicant if choice.by_applicant else "")
    value = (entry.value, choice.unit, entry.doubt, entry.kind, entry.exactness, entry.source)
    return (row["county_code"], row["county"], row["body"], row["year"], *what, *value, row["form"], row["url"])


async def _choices(site: Site) -> dict[str, Choice]:
    """Everything that can be compared, by key: the series that join the forms, rates, then every cell of the forms."""
    say, topics = site.say, style().topics
    series = [
        Choice(row["code"], row["zh"], row["en"], row["unit"], say.plain(f"topic.{row['topic']}"), note_of(row, say))
        for row in sorted(await site.ask("all_series"), key=lambda row: topics.index(row["topic"]))
    ]
    rates = [
        Choice(
            f"{_RATE}{row['code']}",
            row["zh"],
            row["en"],
            row["unit"],
            say.plain("topic.rates"),
            formula_of(row["code"], say),
        )
        for row in await site.ask("all_measures")
    ]
    titles = _table_titles(say)
    cells = [
        Choice(
            f"{_CELL}{row['code']}",
            row["zh"],
            row["en"],
            row["unit"],
            titles[row["table_code"]],
            by_applicant=row["table_code"] == "ch3",
        )
        for row in await site.ask("indicators")
        if row["table_code"] in titles and not row["derived"]
    ]
    return {choice.key: choice for choice in (*series, *rates, *cells)}


def _table_titles(say: Speech) -> dict[str, str]:
    """What the tables of the forms are called in the list of indicators, by what names them in the forms."""
    printed: dict[str, dict[str, Table]] = {}
    for form in load_forms():
        for table in form.tables:
            printed.setdefault(table.id, {})[form.id] = table
    made = {}
    for code, by_form in printed.items():
        first = next(iter(by_form.values()))
        title = say.pick(first.title_en, first.title or first.zh)
        made[code] = say.plain("compare.cells", table=title, forms=", ".join(by_form))
    return made


def _grouped(choices: dict[str, Choice]) -> dict[str, list[Choice]]:
    groups: dict[str, list[Choice]] = {}
    for choice in choices.values():
        groups.setdefault(choice.group, []).append(choice)
    return groups


def _asked(site: Site, choices: dict[str, Choice], years: Sequence[int]) -> Asked:
    keys = [key for key in site.given_all("s") if key in choices]
    bodies = site.given_all("b")
    cut = []
    if len(keys) > MOST_INDICATORS:
        cut.append(site.say("compare.cut_indicators", most=MOST_INDICATORS, n=len(keys)))
    if len(bodies) > MOST_BODIES:
        cut.append(site.say("compare.cut_bodies", most=MOST_BODIES, n=len(bodies)))
    known = [code for code, *_ in applicants()]
    applicant, chart = site.given("applicant", "total"), site.given("chart", "line")
    low, high = (years[0], years[-1]) if years else (0, 0)
    first, last = sorted(min(max(site.whole(name, end), low), high) for name, end in (("first", low), ("last", high)))
    return Asked(
        tuple(choices[key] for key in keys[:MOST_INDICATORS]),
        tuple(bodies[:MOST_BODIES]),
        applicant if applicant in known else "total",
        first,
        last,
        chart if chart in CHARTS else "line",
        tuple(cut),
    )


async def _compare(site: Site, asked: Asked) -> list[Comparison]:
    if not asked.bodies or not asked.choices:
        return []
    reports: dict[str, set[int]] = {}
    for row in await site.ask("reports_to_compare", **_scope(asked)):
        reports.setdefault(body_key(row), set()).add(row["year"])
    return [
        _comparison(asked, choice, await _entries(site, asked, choice), reports, site.say) for choice in asked.choices
    ]


def _scope(asked: Asked) -> dict[str, Any]:
    return {"bodies": msgspec.json.encode(asked.bodies).decode(), "first": asked.first, "last": asked.last}


async def _entries(site: Site, asked: Asked, choice: Choice) -> list[Entry]:
    """The values of an indicator."""
    scope = _scope(asked)
    if choice.key.startswith(_CELL):
        code = choice.key.removeprefix(_CELL)
        indicators = msgspec.json.encode([code]).decode()
        rows = await site.ask("compare_figures", **scope, indicators=indicators, applicant=asked.applicant)
        return [
            Entry(
                row,
                row["value"],
                row["kind"],
                place=(code, row["applicant"]),
                doubt=row["doubt"],
                against=row["against"] or "",
            )
            for row in rows
        ]
    if choice.key.startswith(_RATE):
        reports = await site.ask("reports_to_compare", **scope)
        rates = await site.ask_each("rates_of_version", ({"version": each["version_id"]} for each in reports))
        rows = [row for row in rates if row["measure"] == choice.key.removeprefix(_RATE)]
    else:
        rows = await site.ask("points_of_series", **scope, series=msgspec.json.encode([choice.key]).decode())
    return [entry_of(row) for row in rows]


def _comparison(
    asked: Asked, choice: Choice, entries: Iterable[Entry], reports: Mapping[str, Iterable[int]], say: Speech
) -> Comparison:
    by_body: dict[str, dict[int, Entry]] = {key: {} for key in asked.bodies}
    for entry in entries:
        by_body[body_key(entry.row)][entry.row["year"]] = entry
    names = _names(asked.bodies)
    lines = tuple(
        Line(names[key], _row_of(key), found, frozenset(reports.get(key, ()))) for key, found in by_body.items()
    )
    observations = [_observation(line.name, year, entry) for line in lines for year, entry in line.entries.items()]
    label = _label(asked, choice)
    spec = specification(
        asked.chart,
        observations,
        choice.unit,
        title=label,
        subtitle=(f"{say.pick(choice.en, choice.zh)} ({choice.unit})", say.plain("compare.source")),
        words=_chart_words(say),
        bodies=tuple(names.values()),
        years=range(asked.first, asked.last + 1),
    )
    return Comparison(choice, label, lines, _embedded(spec), all(each.solid for each in observations))


def _chart_words(say: Speech) -> ChartWords:
    doubts = {severity: f"{DOUBT_SIGNS[severity]} {say.pick(words.en, words.zh)}" for severity, words in DOUBTS.items()}
    return ChartWords(say.plain("compare.year"), doubts)


def _observation(body: str, year: int, entry: Entry) -> Observation:
    """A point of the chart. Points that are not comparable form lines of their own, one a form; what is not exact is hollow."""
    alone = entry.row["form"] if entry.exactness == "not_comparable" else ""
    solid = entry.exactness in _SOLID and entry.source != "statement"
    return Observation(body, year, entry.value, alone or "", solid, entry.doubt or "")


def _label(asked: Asked, choice: Choice) -> str:
    if not choice.by_applicant:
        return choice.zh
    applicant = next(label for code, label, _ in applicants() if code == asked.applicant)
    return f"{choice.zh}｜{applicant}"


def _names(keys: Sequence[str]) -> dict[str, str]:
    """Names of the bodies for people; the county's code is added where two have the same name."""
    plain = {key: key.partition("/")[2] for key in keys}
    twice = {name for name in plain.values() if list(plain.values()).count(name) > 1}
    return {key: f"{name} ({key.partition('/')[0]})" if name in twice else name for key, name in plain.items()}


def _row_of(key: str) -> Row:
    code, _, name = key.partition("/")
    return {"county_code": code, "body": name}


def _embedded(spec: dict[str, Any]) -> Markup:
    """A specification as JSON that may stand inside a script element: no text in it can end the element."""
    text = msgspec.json.encode(spec).decode()
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704
