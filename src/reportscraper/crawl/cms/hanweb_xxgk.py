"""Hanweb's disclosure platform: annual reports have a view of their own, ``xxgkAnnualReport.jsp?area=…&fbtime=…``.

There is no list of them and no article address: the report's text is the page, one for each body (area) and year. The
entries are therefore made of the areas a page names and the years there can be; a year without a report shows an
empty shell.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from html import unescape
from typing import Final
from urllib.parse import urlencode

from reportscraper.crawl.listing import ListPage
from reportscraper.fetch.page import Page
from reportscraper.fetch.tags import find_links
from reportscraper.model import ListEntry

PLACE: Final = "first"

FIRST_YEAR = 2008
"""The duty to report began with the year 2008."""

_VIEW = "/module/xxgk/xxgkAnnualReport.jsp"
_CREDIT_CODE = re.compile(r"11(\d{6})[0-9A-Z]{9,10}", re.IGNORECASE)
_AREA = re.compile(r"\b(?:vc_xxgkarea|area)=([0-9A-Za-z-]{8,24})(?![0-9A-Za-z-])")


def read(page: Page, column: str, most: int) -> ListPage | None:  # noqa: ARG001 - see `CmsFamily`
    """An entry for every area and year of a page that uses the view; its title is the body's name, if one is printed.

    The last year is the one before the page was fetched.
    """
    if _VIEW not in page.text and _VIEW not in page.url:
        return None
    areas = dict.fromkeys(_AREA.findall(f"{page.url} {unescape(page.text)}"), "")
    for href, name in find_links(page.text):
        area = _AREA.search(href)
        if area is not None:
            areas[area[1]] = areas.get(area[1]) or name
    years = range(int(page.exchange.fetched_at[:4]) - 1, FIRST_YEAR - 1, -1)
    views = [
        (page.join(f"{_VIEW}?{urlencode({'area': area, 'fbtime': year})}"), name)
        for area, name in areas.items()
        for year in years
    ]
    return ListPage(items=tuple(ListEntry(url=url, title=name, column=column) for url, name in views if url))


def is_foreign(url: str, divisions: Collection[str]) -> bool:
    """Whether an address is the view of a body of another division.

    An area is the body's social credit code: 11, the six digits of its division, the organisation's own nine. A
    prefecture's platform links the bodies of neighbouring counties as well.
    """
    area = _AREA.search(url) if _VIEW in url else None
    code = _CREDIT_CODE.match(area[1]) if area else None
    return code is not None and code[1] not in divisions
