"""Whose page it is: the site code (网站标识码) that every government page bears."""

from __future__ import annotations

import re

from reportscraper.fetch.page import Page
from reportscraper.fetch.tags import find_tags
from reportscraper.text import squeeze

_CODE = re.compile(r"^\d{10}$")
_COUNTY = re.compile(r"((?:[一-鿿]{2,12}?|(?<![一-鿿])[一-鿿])(?:县|区|市|旗))(?:人民)?政府")
_PRINTED = re.compile(r"网站标识码(?:\s|&nbsp;|<[^<>]{0,200}>|[:：]){0,8}(\d{10})(?!\d)")


def printed_code(page: Page) -> str | None:
    """The ten digits in the page's head (国办发〔2017〕47号: SiteIDCode) or its footer; None when it bears none."""
    for tag in find_tags(page.text, "meta"):
        code = tag.attributes.get("content", "").strip()
        if tag.attributes.get("name", "").lower() == "siteidcode" and _CODE.match(code):
            return code
    printed = _PRINTED.search(page.text)
    return printed[1] if printed is not None else None


def printed_name(page: Page) -> str | None:
    """The county that a page's head names (SiteName) or its title does: 云溪县 of 云溪县人民政府; None when it names none."""
    names = [
        tag.attributes.get("content", "")
        for tag in find_tags(page.text, "meta")
        if tag.attributes.get("name", "").lower() == "sitename"
    ]
    found = (_COUNTY.search(squeeze(name)) for name in (*names, page.title))
    return next((match[1] for match in found if match is not None), None)
