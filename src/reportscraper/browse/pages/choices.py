"""What can be compared: the series that join the forms, rates, and every cell of the forms; and their values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from reportscraper.browse.language import Speech
from reportscraper.browse.series import SeriesEntry, entry_of, formula_of, note_of, style
from reportscraper.browse.site import PageRequest, Row
from reportscraper.forms import Table, load_forms
from reportscraper.forms.shared import concepts

CELL, RATE, PER = "cell.", "rate.", "per."
_WORST = ("not_comparable", "approximate", "sum", "exact")


class IndicatorChoice(Struct, frozen=True):
    """Something that can be compared.

    ``key`` names it in the address: a series, ``rate.`` a measure, ``per.`` a series in per cent of another, ``cell.`` an indicator.
    ``per`` is the key of the rate that a count is better compared by.
    """

    key: str
    zh: str
    en: str
    unit: str
    group: str
    note: str = ""
    by_applicant: bool = False
    per: str = ""

    @property
    def page(self) -> str:
        """The code of the series or rate whose page says more; empty for what has none."""
        code = self.key.removeprefix(RATE)
        return "" if "." in code else code


class ValueScope(Struct, frozen=True):
    """Whose values are asked for: keys of bodies, an applicant where a table has them, the first and last year."""

    bodies: tuple[str, ...]
    applicant: str
    first: int
    last: int

    def asked(self) -> dict[str, Any]:
        """Bodies and years as queries take them."""
        return {"bodies": msgspec.json.encode(self.bodies).decode(), "first": self.first, "last": self.last}


async def choices(site: PageRequest) -> dict[str, IndicatorChoice]:
    """Everything that can be compared, by key: series, rates, then every cell of the forms."""
    say, topics = site.say, style().topics
    rows = {
        row["code"]: row for row in sorted(await site.ask("all_series"), key=lambda row: topics.index(row["topic"]))
    }
    measures = {(each.above, each.below): f"{RATE}{each.code}" for each in concepts().measures}
    bases = {code: base for base, codes in style().per.items() for code in codes if code in rows and base in rows}
    per = {code: measures.get(((code,), (base,)), f"{PER}{code}") for code, base in bases.items()}
    rates = say.plain("topic.rates")
    made = [
        IndicatorChoice(
            code,
            row["zh"],
            row["en"],
            row["unit"],
            say.plain(f"topic.{row['topic']}"),
            note_of(row, say),
            per=per.get(code, ""),
        )
        for code, row in rows.items()
    ]
    made += [
        IndicatorChoice(f"{RATE}{row['code']}", row["zh"], row["en"], row["unit"], rates, formula_of(row["code"], say))
        for row in await site.ask("all_measures")
    ]
    for code, base in bases.items():
        if per[code].startswith(PER):
            above, below = rows[code], rows[base]
            zh, en = f"{above['zh']}（每百件{below['zh']}）", f"{above['en']} per 100 {below['en'].lower()}"
            note = f"100 × {say.pick(above['en'], above['zh'])} ÷ {say.pick(below['en'], below['zh'])}"
            made.append(
                IndicatorChoice(
                    per[code], zh, en, "%" if above["unit"] == below["unit"] else f"{above['unit']}/100", rates, note
                )
            )
    titles = _table_titles(say)
    made += [
        IndicatorChoice(
            f"{CELL}{row['code']}",
            row["zh"],
            row["en"],
            row["unit"],
            titles[row["table_code"]],
            by_applicant=row["table_code"] == "ch3",
        )
        for row in await site.ask("indicators")
        if row["table_code"] in titles and not row["derived"]
    ]
    return {choice.key: choice for choice in made}


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


async def entries(site: PageRequest, scope: ValueScope, choice: IndicatorChoice) -> list[SeriesEntry]:
    """The values of a choice."""
    if choice.key.startswith(CELL):
        return await _cells(site, scope, choice.key.removeprefix(CELL))
    if choice.key.startswith(RATE):
        reports = await site.ask("reports_to_compare", **scope.asked())
        rates = await site.ask_each("rates_of_version", ({"version": each["version_id"]} for each in reports))
        return [entry_of(row) for row in rates if row["measure"] == choice.key.removeprefix(RATE)]
    code = choice.key.removeprefix(PER)
    base = next((base for base, codes in style().per.items() if code in codes), "")
    wanted = [code] if code == choice.key else [code, base]
    rows = await site.ask("points_of_series", **scope.asked(), series=msgspec.json.encode(wanted).decode())
    return [entry_of(row) for row in rows] if code == choice.key else list(shares(rows, code))


def shares(rows: Sequence[Row], code: str) -> Iterable[SeriesEntry]:
    """A series in per cent of another, report by report; it fits the others as well as the worse of the two does."""
    by_report: dict[tuple[str, str, int], dict[str, Row]] = {}
    for row in rows:
        by_report.setdefault((row["county_code"], row["body"], row["year"]), {})[row["series"]] = row
    for both in by_report.values():
        above, below = both.pop(code, None), next(iter(both.values()), None)
        if above and below and below["value"]:
            doubted = min(
                (each for each in (above, below) if each["doubt"]), key=lambda each: each["doubt"], default=above
            )
            fit = min((above["exactness"], below["exactness"]), key=_WORST.index)
            source = "statement" if "statement" in (above["source"], below["source"]) else "measure"
            about = {
                "exactness": fit,
                "source": source,
                "cells": "[]",
                "doubt": doubted["doubt"],
                "against": doubted["against"],
            }
            yield entry_of({**above, **about, "value": 100 * above["value"] / below["value"]})


async def _cells(site: PageRequest, scope: ValueScope, code: str) -> list[SeriesEntry]:
    indicators = msgspec.json.encode([code]).decode()
    rows = await site.ask("compare_figures", **scope.asked(), indicators=indicators, applicant=scope.applicant)
    return [
        SeriesEntry(
            row,
            row["value"],
            row["kind"],
            place=(code, row["applicant"]),
            doubt=row["doubt"],
            against=row["against"] or "",
        )
        for row in rows
    ]
