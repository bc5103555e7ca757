"""Families of content management systems (CMS) whose lists a plain reader of links does not see.

One module a family, each of them a `CmsFamily`, in the order of `FAMILIES`; what is data (marks of recognition, names of
interfaces and of their fields) stands in ``families.toml``, where a family whose lists come as JSON is one entry and no
code. Everything else is the generic reader's (`listing`).
"""

from __future__ import annotations

from typing import Literal, Protocol

import msgspec

from reportscraper.crawl import words
from reportscraper.crawl.cms import epoint, hanweb, hanweb_xxgk, inline, interface, jpaas, loaded, lonsun, more, truecms
from reportscraper.crawl.form_pagers import form_pages
from reportscraper.crawl.length import Length, length_of
from reportscraper.crawl.listing import ListPage, read_rows, rows_aside, soup_of, unaddressed
from reportscraper.crawl.pagers import further_pages, has_pager
from reportscraper.crawl.paging import BatchRequest, Loaded
from reportscraper.crawl.subcolumns import bodies_named, read_columns
from reportscraper.crawl.tabs import dead_tabs
from reportscraper.crawl.trs_pagers import first_by_number
from reportscraper.crawl.written import written
from reportscraper.fetch import urls
from reportscraper.fetch.page import Page
from reportscraper.places.title import names_report

Place = Literal["first", "beside", "alone", "last"]
"""When a family is asked about a page.

``first``: of every page; what it reads stands for the links of the page. ``beside``: of every page; its pages may print
other entries on the topic beside the list that a script loads. ``alone``: of pages that show no entry on the topic, for
sites keep the vendor's scripts on pages that they fill themselves. ``last``: of pages that announce no further page.
"""


_MOST_BESIDE = 3


class CmsFamily(Protocol):
    """What a module of this package offers."""

    @property
    def PLACE(self) -> Place:  # noqa: N802 - a constant of the module
        """When it is asked."""

    def read(self, page: Page, column: str, most: int) -> ListPage | None:
        """What a page, or an answer of the family's interface, says as a list; None when it is none of the family's.

        ``column`` is the name that entries carry; at most ``most`` further pages are announced.
        """


FAMILIES: tuple[CmsFamily, ...] = (hanweb_xxgk, lonsun, truecms, hanweb, jpaas, epoint, interface, inline, more)


def _read_by(page: Page, column: str, most: int, *places: Place) -> ListPage | None:
    read = (family.read(page, column, most) for family in FAMILIES if family.PLACE in places)
    return next((listing for listing in read if listing is not None), None)


def read_list(page: Page, column: str = "", most: int = 200) -> ListPage:
    """What a list page says; see `ListPage`. Data that no family knows is not understood."""
    if isinstance(page.request, BatchRequest):
        return _read_by(page, column, most, "last") or ListPage()
    if isinstance(page.request, Loaded):
        return loaded.read_loaded(page, column, most)
    if page.kind in {"json", "xml"}:
        return _read_by(page, column, most, "beside", "alone") or loaded.read_loaded(page, column, most)
    if out := written(page.text):
        page = msgspec.structs.replace(page, text=f"{page.text}\n<div>{out}</div>")
    soup = soup_of(page.text)
    own = _read_by(page, column, most, "first") or ListPage()
    items = own.items or read_rows(soup, page, column)
    entries = {urls.key(item.url) for item in items}
    columns = tuple(link for link in own.columns or read_columns(soup, page) if urls.key(link.url) not in entries)
    on_topic = any(
        words.matches("topic", item.title) or words.address_matches("path_strong", item.url) for item in items
    )
    family = _read_by(page, column, most, "beside", *(() if on_topic else ("alone",)))
    if family is not None and (not on_topic or family.items or family.leads_on):
        beside = items if on_topic and family.leads_on else ()
        if family.items and not family.next_requests:  # data beside a pager that the page prints itself
            length = length_of(page)
            family = msgspec.structs.replace(
                family,
                next_requests=further_pages(page, soup, most),
                declared=family.declared or length.entries,
                pages=length.all_pages,
                pager=has_pager(length, soup),
            )
        return msgspec.structs.replace(family, items=(*family.items, *beside), columns=columns)
    further = further_pages(page, soup, most)
    button = None if further else _read_by(page, column, most, "last")
    lost = unaddressed(soup, page, items)
    if not any(names_report(item.title) for item in items) and (gone := loaded.moved(page, soup)):
        columns = (*columns, *gone)
        items = tuple(item for item in items if urls.key(item.url) not in {urls.key(link.url) for link in gone})
    chosen = (*loaded.chosen(page, soup), *loaded.tabbed(page, soup))
    found = button or ListPage(next_requests=(*further, *loaded.panels(page), *chosen))
    if not (items or columns or further or button):
        columns, requests = (*loaded.frames(page), *bodies_named(soup, page)), loaded.first_requests(page)
        found = ListPage(next_requests=(*chosen, *requests))
    elif not (further or button or found.next_requests) and has_pager(length_of(page), soup):
        found = ListPage(next_requests=loaded.batches(page))  # a pager that asks for its pages one by one
    elif not any(names_report(item.title) for item in items):  # what is beside the list that a script loads
        found = msgspec.structs.replace(found, next_requests=(*found.next_requests, *loaded.first_requests(page)))
    if items:  # a frame beside them may show the older ones
        known = {*entries, *(urls.key(link.url) for link in columns)}
        further_on = [link for link in loaded.frames(page) if urls.key(link.url) not in known][:_MOST_BESIDE]
        columns = (*columns, *(msgspec.structs.replace(link, doubtful=True) for link in further_on))
    length = length_of(page) if items else Length()
    return msgspec.structs.replace(
        found,
        items=items,
        aside=0 if items else rows_aside(soup, page),
        columns=columns,
        unaddressed=lost,
        fallback_requests=(*first_by_number(page), *loaded.zeroth(found.next_requests), *form_pages(page, soup)),
        declared=length.entries,
        pages=length.all_pages,
        pager=bool(items) and has_pager(length, soup),
        tabs=dead_tabs(page, soup) if items and not chosen else (),
    )
