"""Compare page: indicators × bodies × years as charts, tables and CSV; its address is the permanent link."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from datasette import Response
from markupsafe import Markup
from msgspec import Struct

from reportscraper.browse.charts import CHARTS, comparison
from reportscraper.browse.layouts import all_layouts
from reportscraper.browse.redraw import english
from reportscraper.browse.site import HEADERS, Row, Site
from reportscraper.browse.wording import spreadsheet_text
from reportscraper.store import summary_columns

MOST_BODIES, MOST_INDICATORS, _MOST_MATCHES = 24, 6, 60
_CELL = "cell."
_COLUMNS = (
    "county_code",
    "county",
    "body",
    "year",
    "indicator",
    "indicator_zh",
    "applicant",
    "value",
    "unit",
    "printed_as",
    "form",
    "url",
)


class Choice(Struct, frozen=True):
    """An indicator that can be compared: ``key`` names it in the address, ``code`` is its indicator where it is one cell."""

    key: str
    zh: str
    en: str
    unit: str
    group: str
    code: str | None = None
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


class Entry(Struct, frozen=True):
    """A value of a body and year. ``kind`` says what was printed where there is no number."""

    value: int | float | None
    kind: str
    row: Row


class Comparison(Struct, frozen=True):
    """One indicator over all bodies and years: ``lines`` has an entry a year, None where there is no report."""

    choice: Choice
    label: str
    lines: tuple[tuple[str, Row, tuple[Entry | None, ...]], ...]
    chart: Markup

    @property
    def is_empty(self) -> bool:
        """Whether no number stands in it."""
        return all(entry is None or entry.value is None for _, _, entries in self.lines for entry in entries)


async def compare(site: Site) -> Response:
    """The page: the form, and the comparison it asks for."""
    choices = await _choices(site)
    years = [row["year"] for row in await site.ask("years")]
    asked = _asked(site, choices, years)
    words = site.given("q").strip()
    matches = await site.ask("matching_bodies", words=words, most=_MOST_MATCHES)
    return await site.show(
        "compare",
        asked=asked,
        comparisons=await _compare(site, asked),
        groups=_grouped(choices),
        applicants=[(each.code, each.label, english(each.label)) for each in all_layouts().applicants],
        charts=CHARTS,
        years=years,
        span=range(asked.first, asked.last + 1),
        words=words,
        matches=[row for row in matches if body_key(row) not in asked.bodies],
        query=site.request.query_string,
    )


async def compare_csv(site: Site) -> Response:
    """The same values as a CSV file, a line a value; texts that a spreadsheet would take for a formula are quoted with '."""
    asked = _asked(site, await _choices(site), [row["year"] for row in await site.ask("years")])
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    for choice in asked.choices:
        for row, entry in await _entries(site, asked, choice):
            applicant = asked.applicant if choice.by_applicant else ""
            values = (row["county_code"], row["county"], row["body"], row["year"], choice.key, choice.zh, applicant)
            printed = (entry.value, choice.unit, entry.kind, row["form"], row["url"])
            writer.writerow([spreadsheet_text(value) for value in (*values, *printed)])
    headers = {**HEADERS, "Content-Disposition": 'attachment; filename="comparison.csv"'}
    return Response("\ufeff" + out.getvalue(), headers=headers, content_type="text/csv; charset=utf-8")


def body_key(row: Row) -> str:
    """How the address names a body."""
    return f"{row['county_code']}/{row['body']}"


async def _choices(site: Site) -> dict[str, Choice]:
    """Everything that can be compared, by key: the series that join the forms, then every cell of the forms."""
    main = [Choice(each.name, each.zh, each.en, each.unit, "Main series") for each in summary_columns()]
    titles = {each.table: f"{each.title_en} ({', '.join(each.forms)})" for each in all_layouts().layouts}
    cells = [
        Choice(
            f"{_CELL}{row['code']}",
            row["zh"],
            row["en"],
            row["unit"],
            titles[row["table_code"]],
            row["code"],
            row["table_code"] == "ch3",
        )
        for row in await site.ask("indicators")
        if row["table_code"] in titles and not row["derived"]
    ]
    return {choice.key: choice for choice in (*main, *cells)}


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
        cut.append(f"The first {MOST_INDICATORS} of {len(keys)} indicators are shown.")
    if len(bodies) > MOST_BODIES:
        cut.append(f"The first {MOST_BODIES} of {len(bodies)} bodies are shown.")
    applicants = [each.code for each in all_layouts().applicants]
    applicant, chart = site.given("applicant", "total"), site.given("chart", "line")
    low, high = (years[0], years[-1]) if years else (0, 0)
    first, last = sorted((site.whole("first", low), site.whole("last", high)))
    return Asked(
        tuple(choices[key] for key in keys[:MOST_INDICATORS]),
        tuple(bodies[:MOST_BODIES]),
        applicant if applicant in applicants else "total",
        min(max(first, low), high),
        max(min(last, high), low),
        chart if chart in CHARTS else "line",
        tuple(cut),
    )


async def _compare(site: Site, asked: Asked) -> list[Comparison]:
    if not asked.bodies:
        return []
    return [_comparison(asked, choice, await _entries(site, asked, choice)) for choice in asked.choices]


async def _entries(site: Site, asked: Asked, choice: Choice) -> list[tuple[Row, Entry]]:
    """The values of an indicator, a row of where it comes from beside each."""
    common = {"bodies": msgspec.json.encode(asked.bodies).decode(), "first": asked.first, "last": asked.last}
    if choice.code is None:
        rows = await site.ask("compare_summaries", **common)
        return [(row, Entry(row[choice.key], "number" if row[choice.key] is not None else "", row)) for row in rows]
    indicators = msgspec.json.encode([choice.code]).decode()
    rows = await site.ask("compare_figures", **common, indicators=indicators, applicant=asked.applicant)
    return [(row, Entry(row["value"], row["kind"], row)) for row in rows]


def _comparison(asked: Asked, choice: Choice, entries: Iterable[tuple[Row, Entry]]) -> Comparison:
    by_body: dict[str, dict[int, Entry]] = {key: {} for key in asked.bodies}
    for row, entry in entries:
        by_body[body_key(row)][row["year"]] = entry
    names = _names(asked.bodies)
    span = range(asked.first, asked.last + 1)
    lines = tuple(
        (names[key], _row_of(key), tuple(found.get(year) for year in span)) for key, found in by_body.items()
    )
    values = [
        {"body": names[key], "year": year, "value": found[year].value if year in found else None}
        for key, found in by_body.items()
        for year in span
    ]
    spec = comparison(asked.chart, values, list(names.values()), choice.unit)
    return Comparison(choice, _label(asked, choice), lines, _embedded(spec))


def _label(asked: Asked, choice: Choice) -> str:
    if not choice.by_applicant:
        return choice.zh
    applicant = next(each.label for each in all_layouts().applicants if each.code == asked.applicant)
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
