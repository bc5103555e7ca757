"""What stands in the pages: articles of reports and of their look-alikes, written when asked for and never kept in number."""

from __future__ import annotations

import functools
import random
from html import escape

import msgspec

from tests.made.counties import Body, County
from tests.made.items import Item
from tests.made.render import STYLES, article
from tests.made.truth import TrueReport, make_history, make_report

from .negatives import negative_of

# One private character each, so that no writer can split the place of a name.
_COUNTY, _BODY = "\ue001", "\ue002"


@functools.lru_cache(maxsize=64)
def _history(seed: str, county: County, body: Body, last: int) -> tuple[TrueReport, ...]:
    return make_history(seed, county, body, range(2008, last + 1))


def own_report(seed: str, county: County, body: Body, year: int) -> TrueReport:
    """The report of a body and year, one link in the chain of that body's years from 2008 on."""
    last = max(year, 2025)
    return _history(seed, county, body, last)[year - 2008]


@functools.lru_cache(maxsize=256)
def _pooled(seed: str, body: Body, year: int) -> str:
    return _article(make_report(seed, _STAND_IN, body, year))


_STAND_IN = County(
    code="339999",
    name=_COUNTY,
    province="浙江省",
    short="浙",
    family="trs",
    seed="standin",
    phone="0999-8120",
    postcode="339999",
    bodies=(),
)


def _article(report: TrueReport) -> str:
    return article(report, random.Random(f"{report.seed}/style").choice(STYLES))


def report_article(seed: str, county: County, item: Item, pool: int) -> str:
    """The article of a report: its own, or with a ``pool`` one of so many a level and year, under the body's name."""
    assert item.report is not None
    body = item.report.body
    if not pool:
        return _article(own_report(seed, county, body, item.year))
    stand_in = msgspec.structs.replace(body, name=_BODY)
    text = _pooled(f"{seed}/{item.number % pool}", stand_in, item.year)
    return text.replace(_BODY, escape(body.name)).replace(_COUNTY, escape(county.name))


def other_article(county: County, item: Item) -> str:
    """The article of a look-alike."""
    page = negative_of(item)
    words = {"county": county.name, "year": str(item.year), "site_code": county.site_code, "phone": f"{county.phone}12"}
    words |= {"count": str(item.number % 89 + 3), "many": str(item.number % 8_999 + 900)}
    paragraphs = "\n".join(f"<p>\u3000\u3000{escape(text.format_map(words))}</p>" for text in page.paragraphs)
    cells = ((escape(label), escape(value.format_map(words))) for label, value in page.table)
    rows = "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in cells)
    return f'{paragraphs}\n<table border="1">{rows}</table>' if rows else paragraphs
