"""What a county's annual-report lists hold: reports with gaps and the titles real ones have, and look-alikes between them."""

from __future__ import annotations

import datetime as dt
import random
import zlib

from msgspec import Struct

from reportscraper.model import FormId
from tests.made.counties import Body, County
from tests.made.forms import form_of_year
from tests.made.items import Item
from tests.made.prints import Habit
from tests.made.render import STYLES
from tests.made.truth import TrueReport

from .negatives import Negative, negatives

# Weights as on real lists (docs/sites.md). The last ones are the typos and the titles that leave out the body or the year.
_TITLES = (
    (60, "{body}{year}年政府信息公开工作年度报告"),
    (10, "{body}{year}年度政府信息公开工作年度报告"),
    (10, "{year}年{body}政府信息公开年度报告"),
    (6, "{body}{year}年政府信息公开工作报告"),
    (6, "{year}年政府信息公开工作年度报告"),
    (4, "{body}政府信息公开工作年度报告"),
    (1, "{body}{year}年度年度政府信息公开工作报告"),
    (1, "{body}{year}年政府信息信息公开工作年度报告"),
    (1, "{body} {year}年 政府信息公开工作年度报告"),
)
_NO_HABIT = Habit()


class World(Struct, frozen=True, kw_only=True):
    """How large the simulated world is and how it behaves. The same world is the same on every machine."""

    seed: str = "sim"
    bodies: int = 8
    """Bodies of a county, 5 … 60."""
    years: tuple[int, int] = (2018, 2024)
    """First and last report year."""
    pool: int = 2
    """How many different articles there are a level of body and year; 0 gives every report its own, chained over years."""
    edition: int = 1
    """Which crawl this is: from edition 2 on each county has published one more report, and corrected one."""
    faults: bool = True
    """Whether hosts have the faults of their profile."""
    second: float = 0.0
    """How long a second of the fault layer lasts: latencies, boxes and spacings shrink with it."""


def number_of(*parts: object) -> int:
    """A number of seven digits that depends on nothing but the parts."""
    return 1_000_000 + zlib.crc32("/".join(map(str, parts)).encode()) % 9_000_000


def make_items(world: World, county: County) -> tuple[Item, ...]:
    """The entries of a county, newest first. Articles are not in them: reports bear none, look-alikes their class's name."""
    years = range(world.years[0], world.years[1] + 1)
    reports = [item for body in county.bodies for item in _reports_of(world, county, body, years)]
    others = [_other(county, year, negative) for year in years for negative in negatives()]
    late = max(reports, key=lambda item: (item.published_on, item.number))
    kept = reports if world.edition > 1 else [item for item in reports if item is not late]
    return tuple(sorted((*kept, *others), key=lambda item: (item.published_on, item.number), reverse=True))


def _reports_of(world: World, county: County, body: Body, years: range) -> list[Item]:
    """A body's years: departments may begin late (earlier years are sparser), and one year in thirty is missing."""
    draw = random.Random(f"{world.seed}/{body.name}/years")
    first = (
        years[0] if body.level in ("county_government", "office") else draw.choice((years[0],) * 5 + tuple(years[1:3]))
    )
    return [_report(world, county, body, year) for year in years if year >= first and draw.random() > 0.03]


def _report(world: World, county: County, body: Body, year: int) -> Item:
    draw = random.Random(f"{world.seed}/{body.name}/{year}")
    title = draw.choices([text for _, text in _TITLES], [weight for weight, _ in _TITLES])[0]
    late = 200 if draw.random() < 0.04 else 0
    published = dt.date(year + 1, 1, 5) + dt.timedelta(days=draw.randint(0, 84) + late)
    form: FormId = form_of_year(year)
    title = title.format(body=body.name, year=year)
    report = TrueReport(
        county=county,
        body=body,
        year=year,
        form=form,
        title=title,
        published_on=published.isoformat(),
        period=(f"{year}-01-01", f"{year}-12-31"),
        figures={},
        sections=(),
        statements=(),
        ledger={},
        habit=_NO_HABIT,
        seed=world.seed,
    )
    return Item(
        number=number_of(county.code, body.name, year),
        title=title,
        published_on=published.isoformat(),
        year=year,
        kind="report",
        article="",
        style=STYLES[0],
        publisher=body.name,
        report=report,
    )


def _other(county: County, year: int, negative: Negative) -> Item:
    published = dt.date(year + 1, 1, 1) + dt.timedelta(days=negative.day)
    return Item(
        number=number_of(county.code, negative.name, year),
        title=negative.title.format(county=county.name, year=year),
        published_on=published.isoformat(),
        year=year,
        kind=negative.kind,
        article=negative.name,
        style=STYLES[0],
        publisher=f"{county.name}人民政府办公室",
        lists_reports=negative.lists_reports,
    )
