"""Lonsun 龙讯: every body has its own list of annual reports, ``/public/column/<organ>?type=3``.

The vendor's codes: 1 制度, 2 指南, 3 政府信息公开年报, 4 目录, 5 依申请公开. The tree beside the list links to the bodies' 目录.
"""

from __future__ import annotations

import re
from typing import Final

from reportscraper.crawl.listing import Link, ListPage, anchors, soup_of
from reportscraper.fetch.page import Page
from reportscraper.text import tidy

PLACE: Final = "first"

_ORGAN = re.compile(r"^(.*/public/column/)(\d+)(?:\?|$)")


def read(page: Page, column: str, most: int) -> ListPage | None:  # noqa: ARG001 - see `CmsFamily`
    """The annual-report lists of the bodies that a list of this family names, as sub-columns."""
    if _ORGAN.match(page.url) is None:
        return None
    found: dict[str, Link] = {}
    for tag in anchors(soup_of(page.text)):
        organ = _ORGAN.match(page.join(str(tag["href"])) or "")
        if organ is not None and tidy(tag.get_text()):
            url = f"{organ[1]}{organ[2]}?type=3&action=list"
            found.setdefault(url, Link(url, tidy(tag.get_text())))
    return ListPage(columns=tuple(found.values()))
