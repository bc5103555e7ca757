"""Lists that a script loads: one module a family of content management systems. Everything else is the generic
reader's.
"""

from __future__ import annotations

import msgspec

from reportscraper.crawl import words
from reportscraper.crawl.families import api, hanweb, hanweb_xxgk, jpaas, lonsun
from reportscraper.crawl.listing import Listing, read_columns, read_rows, soup_of
from reportscraper.crawl.page import Page, shape
from reportscraper.crawl.paging import further_pages

_FAMILIES = (hanweb.read, jpaas.read, api.read)


def read_list(page: Page, column: str = "", most: int = 200) -> Listing:
    """What a list page says; see `Listing`.

    A family is asked only when the page itself shows no entry on the topic: sites keep the vendor's scripts on pages
    they fill themselves. Data that no family knows is not understood.
    """
    if shape(page.exchange.body) in {"json", "xml"}:
        return _by_family(page, column, most) or Listing()
    soup = soup_of(page.text)
    columns = lonsun.read_columns(soup, page) or read_columns(soup, page)
    items = hanweb_xxgk.read_entries(page, column) or read_rows(soup, page, column)
    on_topic = any(words.says("topic", item.title) or words.address_says("path_strong", item.url) for item in items)
    family = hanweb.read(page, column, most) if on_topic else _by_family(page, column, most)
    if family is not None and (family.items or not on_topic):
        return msgspec.structs.replace(family, columns=columns)
    return Listing(items=items, columns=columns, next_requests=further_pages(page, soup, most))


def _by_family(page: Page, column: str, most: int) -> Listing | None:
    for read in _FAMILIES:
        listing = read(page, column, most)
        if listing is not None:
            return listing
    return None
