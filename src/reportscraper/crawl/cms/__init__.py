"""Lists that a script loads: one module a family of content management systems. Everything else is the generic
reader's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from reportscraper.crawl import words
from reportscraper.crawl.cms import api, epoint, hanweb, hanweb_xxgk, inline, jpaas, lonsun, more, truecms
from reportscraper.crawl.listing import ListPage, read_columns, read_rows, soup_of
from reportscraper.crawl.paging import further_pages
from reportscraper.fetch import urls
from reportscraper.fetch.page import Page
from reportscraper.fetch.request import Batch

_Read = Callable[[Page, str, int], ListPage | None]

_BESIDE_ENTRIES: Sequence[_Read] = (truecms.read, hanweb.read)
"""Families whose pages may print other entries on the topic beside the list that a script loads."""
_FAMILIES: Sequence[_Read] = (*_BESIDE_ENTRIES, jpaas.read, epoint.read, api.read, inline.read)


def read_list(page: Page, column: str = "", most: int = 200) -> ListPage:
    """What a list page says; see `ListPage`.

    Most families are asked only when the page itself shows no entry on the topic: sites keep the vendor's scripts on
    pages they fill themselves. Data that no family knows is not understood.
    """
    if isinstance(page.request, Batch):
        return more.read_batch(page, page.request, column)
    if page.kind in {"json", "xml"}:
        return _by_family(_FAMILIES, page, column, most) or ListPage()
    soup = soup_of(page.text)
    items = hanweb_xxgk.read_entries(page, column) or read_rows(soup, page, column)
    entries = {urls.key(item.url) for item in items}
    columns = lonsun.read_columns(soup, page) or read_columns(soup, page)
    columns = tuple(link for link in columns if urls.key(link.url) not in entries)
    on_topic = any(
        words.matches("topic", item.title) or words.address_matches("path_strong", item.url) for item in items
    )
    family = _by_family(_BESIDE_ENTRIES if on_topic else _FAMILIES, page, column, most)
    if family is None or (on_topic and not family.items and not family.leads_on):
        further = further_pages(page, soup, most)
        hides_more = not further and more.has_button(page)
        batch = more.first_batch(page) if hides_more else None
        further = further if batch is None else (batch,)
        return ListPage(items=items, columns=columns, next_requests=further, hides_more=hides_more)
    beside = items if on_topic and family.leads_on else ()
    return msgspec.structs.replace(family, items=(*family.items, *beside), columns=columns)


def _by_family(families: Sequence[_Read], page: Page, column: str, most: int) -> ListPage | None:
    for read in families:
        listing = read(page, column, most)
        if listing is not None:
            return listing
    return None
