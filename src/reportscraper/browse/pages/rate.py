"""Page of a rate: how it is made, what it is over all bodies by year, and the bodies with the greatest one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args
from urllib.parse import urlencode

from datasette.utils.asgi import Response

from reportscraper.browse.charts import ChartFigure
from reportscraper.browse.pages.front import latest_full
from reportscraper.browse.pages.over_years import over_years
from reportscraper.browse.series import formula_of
from reportscraper.browse.site import PageRequest, Row
from reportscraper.forms.series import FEWEST_CASES
from reportscraper.model import BodyLevel

_MOST = 50


async def rate(site: PageRequest, measure: Row) -> Response:
    """The page; ``level``, ``province`` and ``year`` in the address choose among the bodies."""
    asked = _asked(site)
    yearly = await _yearly(site, measure, asked)
    last = site.whole("year") or latest_full(yearly)
    ranked = await site.ask_kept(
        "measure_ranking", measure=measure["code"], year=last, least=FEWEST_CASES, most=_MOST, **asked
    )
    return await site.show(
        "rate",
        rate=measure,
        formula=formula_of(measure["code"], site.say),
        asked=asked,
        levels=get_args(BodyLevel),
        provinces=[row["province"] for row in await site.ask("provinces") if row["province"]],
        years=[row["year"] for row in yearly],
        yearly=yearly,
        of_year=next((row for row in yearly if row["year"] == last), None),
        figure=_figure(site, measure, yearly, asked),
        last=last,
        ranked=ranked,
        least=FEWEST_CASES,
    )


async def rate_figure(site: PageRequest, measure: Row) -> ChartFigure | None:
    """The rate over all bodies that the address chooses, by year; None where there are too few years."""
    asked = _asked(site)
    return _figure(site, measure, await _yearly(site, measure, asked), asked)


def _asked(site: PageRequest) -> dict[str, str]:
    level = site.given("level")
    return {"level": level if level in get_args(BodyLevel) else "", "province": site.given("province")}


async def _yearly(site: PageRequest, measure: Row, asked: Mapping[str, str]) -> list[Row]:
    rows = await site.ask_kept("measure_by_year", measure=measure["code"], **asked)
    return [{**row, "apart": 0} for row in rows]


def _figure(site: PageRequest, measure: Row, yearly: Sequence[Row], asked: Mapping[str, str]) -> ChartFigure | None:
    question = urlencode({name: value for name, value in asked.items() if value})
    return over_years(site, measure, yearly, "share", ("year", "share", "above", "below", "reports"), question)
