"""Lonsun 龙讯: every body has its own list of annual reports, ``/public/column/<organ>?type=3``.

The vendor's codes: 1 制度, 2 指南, 3 政府信息公开年报, 4 目录, 5 依申请公开. The tree beside the list links to the bodies' 目录.
"""

from __future__ import annotations

import re

from bs4 import BeautifulSoup

from reportscraper.crawl.listing import Link
from reportscraper.fetch.page import Page
from reportscraper.text import tidy

_ORGAN = re.compile(r"^(.*/public/column/)(\d+)(?:\?|$)")


def read_columns(soup: BeautifulSoup, page: Page) -> tuple[Link, ...]:
    """The annual-report lists of the bodies that a list of this family names."""
    if _ORGAN.match(page.url) is None:
        return ()
    found: dict[str, Link] = {}
    for tag in soup.find_all("a", href=True):
        organ = _ORGAN.match(page.join(str(tag["href"])) or "")
        if organ is not None and tidy(tag.get_text()):
            url = f"{organ[1]}{organ[2]}?type=3&action=list"
            found.setdefault(url, Link(url, tidy(tag.get_text())))
    return tuple(found.values())
