"""Lists that a script loads: one module a family of content management systems. Everything else is the generic
reader's.
"""

from __future__ import annotations

from reportscraper.crawl.families import hanweb
from reportscraper.crawl.listing import Listing, read_columns, read_rows, soup_of
from reportscraper.crawl.page import Page
from reportscraper.crawl.paging import further_pages

_FAMILIES = (hanweb.read,)


def read_list(page: Page, column: str = "", most: int = 200) -> Listing:
    """What a list page says, by the first family that knows it, else by the generic reader; see `Listing`."""
    soup = soup_of(page.text)
    for read in _FAMILIES:
        listing = read(page, column, most)
        if listing is not None:
            return Listing(
                items=listing.items,
                columns=read_columns(soup, page),
                next_requests=listing.next_requests,
                fallback_requests=listing.fallback_requests,
                declared=listing.declared,
            )
    return Listing(
        items=read_rows(soup, page, column),
        columns=read_columns(soup, page),
        next_requests=further_pages(page, soup, most),
    )
