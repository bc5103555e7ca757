"""Whose page it is: the site code (网站标识码) that every government page bears."""

from __future__ import annotations

import re

from reportscraper.crawl.page import Page
from reportscraper.crawl.tags import find_tags

_CODE = re.compile(r"^\d{10}$")
_PRINTED = re.compile(r"网站标识码(?:\s|&nbsp;|<[^<>]{0,200}>|[:：]){0,8}(\d{10})(?!\d)")


def printed_code(page: Page) -> str | None:
    """The ten digits in the page's head (国办发〔2017〕47号: SiteIDCode) or its footer; None when it bears none."""
    for tag in find_tags(page.text, "meta"):
        code = tag.attributes.get("content", "").strip()
        if tag.attributes.get("name", "").lower() == "siteidcode" and _CODE.match(code):
            return code
    printed = _PRINTED.search(page.text)
    return printed[1] if printed is not None else None
