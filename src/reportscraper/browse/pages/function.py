"""Page of a function (职能): all bodies charged with one thing, in a province or the nation, over the years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args
from urllib.parse import urlencode

import msgspec
from datasette.utils.asgi import Response

from reportscraper.browse.charts import ChartFigure, entry_point, notes_on
from reportscraper.browse.pages.front import latest_full
from reportscraper.browse.pages.over_years import points_over, small_medians
from reportscraper.browse.pages.place import MOST_MISSING, chosen_of, main_series, yearly_of
from reportscraper.browse.pages.ranking import MOST, RankedBody, Ranking, ranking
from reportscraper.browse.site import MissingError, PageRequest, Row
from reportscraper.browse.wording import number
from reportscraper.export.chart import Chart, Point, Trace
from reportscraper.model import BodyLevel
from reportscraper.places.functions import Function, functions_known

_MOST_LINES, _MOST_CHANGES, _FEW = 12, 40, 2


async def function(site: PageRequest) -> Response:
    """The page; ``province``, ``level`` and ``series`` in the address choose, ``year`` orders, ``skip`` turns the page."""
    known, scope = _function(site.part("function")), _scope(site)
    reports = await site.ask_kept("function_reports", **scope)
    by_year: dict[int, int] = {}
    for row in reports:
        by_year[row["year"]] = by_year.get(row["year"], 0) + row["reports"]
    if not by_year and not (scope["province"] or scope["level"]):
        raise MissingError("function", function=known.id)
    every = [{"year": year, "reports": found} for year, found in sorted(by_year.items())]
    last = site.whole("year") or latest_full(every)
    years = range(min(by_year), max(by_year) + 1) if by_year else range(0)
    main = await main_series(site)
    rows = await _by_year(site, scope, list(main), split=0)
    yearly = yearly_of(main, rows)
    chosen = chosen_of(site, yearly)
    ranked = await ranking(site, chosen, last, **scope) if chosen else None
    provinces = list(dict.fromkeys(row["province"] for row in reports if row["province"]))
    split = await _by_year(site, scope, [chosen["code"]], split=1) if chosen and len(provinces) > 1 else []
    changes = {
        (each["date"], each["before"], each["after"]): each
        for line in (ranked.lines if ranked else ())
        for each in line.changes
    }
    return await site.show(
        "function",
        function=known,
        asked=scope,
        levels=get_args(BodyLevel),
        provinces=[
            (row["province"], site.say.province(row["province"]))
            for row in await site.ask("provinces")
            if row["province"]
        ],
        last=last,
        reports=every,
        years=years,
        yearly=yearly,
        chosen=chosen,
        multiples=[(each, small_medians(site, each.series, list(each.rows), years)) for each in yearly],
        by_province=[_of_province(site, name, chosen, split, years, last) for name in provinces if split and chosen],
        figure=await _figure(site, known, scope, chosen, ranked, last) if chosen and ranked else None,
        ranked=ranked,
        skip=site.whole("skip"),
        most=MOST,
        changes=sorted(changes.values(), key=lambda each: (each["date"], each["before"]))[:_MOST_CHANGES],
        missing=await site.ask_kept("bodies_missing", county="", year=last, most=MOST_MISSING, **scope),
    )


async def function_figure(site: PageRequest, name: str) -> ChartFigure:
    """The chart of the bodies that the address chooses. Raises MissingError where there is nothing to draw."""
    known, scope = _function(name), _scope(site)
    main = await main_series(site)
    chosen = chosen_of(site, yearly_of(main, await _by_year(site, scope, list(main), split=0)))
    if chosen is None:
        raise MissingError("chart")
    last = site.whole("year") or latest_full(await _by_year(site, scope, [chosen["code"]], split=0))
    made = await _figure(site, known, scope, chosen, await ranking(site, chosen, last, **scope), last)
    if made is None:
        raise MissingError("chart")
    return made


def _function(code: str) -> Function:
    found = next((each for each in functions_known() if each.id == code), None)
    if found is None:
        raise MissingError("function", function=code)
    return found


def _scope(site: PageRequest) -> dict[str, str]:
    level, code = site.given("level"), site.request.url_vars.get("function") or site.request.url_vars["name"]
    return {
        "function": code,
        "province": site.given("province"),
        "level": level if level in get_args(BodyLevel) else "",
    }


async def _by_year(site: PageRequest, scope: Mapping[str, str], codes: Sequence[str], split: int) -> list[Row]:
    series = msgspec.json.encode(codes).decode()
    return await site.ask_kept("function_by_year", series=series, split=split, **scope)


def _of_province(
    site: PageRequest, name: str, series: Row, split: Sequence[Row], years: range, last: int
) -> tuple[str, str, Row | None]:
    """A province: its name, its small chart, and its row of the last year."""
    rows = [row for row in split if row["place"] == name]
    of_last = next((row for row in rows if row["year"] == last and row["median"] is not None), None)
    return name, small_medians(site, series, rows, years), of_last


async def _figure(
    site: PageRequest, known: Function, scope: Mapping[str, str], series: Row, ranked: Ranking, last: int
) -> ChartFigure | None:
    """The greatest bodies of a page of the ranking as lines, the median of all that are chosen before them."""
    say = site.say
    rows = await _by_year(site, scope, [series["code"]], split=0)
    lines = [line for line in ranked.lines if line.entries][:_MOST_LINES]
    if not lines:
        return None
    median = Trace(say.plain("series.median"), points_over(site, series, rows, "median"))
    traces = [
        *([median] if ranked.found > _FEW else []),
        *(_trace(site, series, line, ranked.counts) for line in lines),
    ]
    years = sorted({year for trace in traces for year in trace.points})
    what = {"name": say.pick(series["en"], series["zh"]), "function": say.pick(known.en, known.zh)}
    title = say.plain("function.chart", **what, place=scope["province"] or say.plain("function.nation"))
    chart = Chart(traces, range(years[0], years[-1] + 1), title, say.unit(series["unit"]), height=340)
    asked = {name: value for name, value in scope.items() if value and name != "function"}
    asked |= {"series": series["code"], "year": str(last)} | (
        {"skip": site.given("skip")} if site.whole("skip") else {}
    )
    question = urlencode(asked)
    table = [
        (line.under[year]["county"], line.under[year]["body"], year, entry.value, line.ranks.get(year))
        for line in lines
        for year, entry in line.entries.items()
    ]
    which = say.plain("function.chart_note", n=len(lines), found=number(ranked.found))
    notes = (*([which] if ranked.found > len(lines) else []), *notes_on(chart, say))
    page = f"{site.links.function(known.id, **asked)}#bodies"
    return ChartFigure(
        f"function/{known.id}?{question}",
        title,
        chart,
        notes,
        page,
        [("county", "body", "year", "value", "rank"), *table],
    )


def _trace(site: PageRequest, series: Row, line: RankedBody, counts: Mapping[int, int]) -> Trace:
    """A body as a line, which goes on over no merger and no split."""
    points: dict[int, Point] = {}
    parts = 0
    for year, entry in sorted(line.entries.items()):
        parts += any(each["is_after"] for each in line.breaks(year))
        rank = line.ranks.get(year)
        place = site.say.plain("function.rank", rank=number(rank), of=number(counts[year])) if rank else ""
        name = f"{line.under[year]['body']}, {year}"
        points[year] = entry_point(site, entry, name, series["unit"], remark=place, part=str(parts))
    return Trace(line.row["body"], points, site.links.body(line.row))
