"""Lists that one plain request more gives: a script file that writes them, a fragment or JSON that the page loads, a frame.

Asked for only where a page shows no entry and no family knows it; what brings nothing leaves the list not understood, which is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import islice

import msgspec

from reportscraper.crawl import words
from reportscraper.crawl.cms import inline
from reportscraper.crawl.cms.more import entries_in, first_batch
from reportscraper.crawl.cms.rows import decode_json
from reportscraper.crawl.listing import Link, ListPage, read_rows, soup_of
from reportscraper.crawl.paging import Loaded, asked_by, asker
from reportscraper.fetch import urls
from reportscraper.fetch.page import Page
from reportscraper.fetch.request import Request
from reportscraper.fetch.tags import find_tags

_MOST = 6
"""Requests beyond a page that shows no list; the furthest that was met needed two."""

_LIBRARY = re.compile(
    r"(?i)jquery|bootstrap|vue|react|angular|swiper|slick|layui|laypage|echarts|axios|lodash|polyfill|html5|respond|modernizr|"
    r"calendar|datepicker|share|tongji|stat|analytics|baidu|hm\.js|pucha|jiucuo|player|video|slide|banner|nav|menu|search|wza|"
    r"barrierfree|accessib|\bcommon\b|\bmain\b|\bbase\b|\bpublic\b|\bindex\.js|min\.js"
)
_CALLED = re.compile(
    r"(?:\$\.(?:get|getJSON|getScript)|\bfetch|axios\.get|\.load)\(\s*[\"']([^\"'<>\s]{2,300})[\"']"
    r"|\burl\s*:\s*[\"']([^\"'<>\s]{2,300})[\"']|\bopen\(\s*[\"']GET[\"']\s*,\s*[\"']([^\"'<>\s]{2,300})[\"']",
    re.IGNORECASE,
)
_JOINED = re.compile(r"[\"']\s*\+\s*[\"']|\\(?=[\"'/])")
_OPENING = re.compile(r"[{\[]")
_LONGEST_OPENING = 200
"""Characters before the data in a script that is nothing but data: ``var list =``, ``callback(``."""


def first_requests(page: Page) -> tuple[Request, ...]:
    """What a page without a list may have its list from: what its script asks for, its fragments, script files of its own."""
    batch = first_batch(page)
    found = dict.fromkeys(_addresses(page))
    loaded = (Loaded(url, headers=asked_by(page)) for url in found if urls.netloc(url) == urls.netloc(page.url))
    return (*((batch,) if batch is not None else ()), *islice(loaded, _MOST))


def _addresses(page: Page) -> Iterator[str]:
    for groups in _CALLED.findall(page.text):
        url = page.join(unescape(next(filter(None, groups))))
        if url is not None and not words.address_matches("furniture", url):
            yield url
    for tag in find_tags(page.text, "script"):
        url = page.join(tag.attributes.get("src", ""))
        if url is not None and not _LIBRARY.search(url.partition("://")[2].partition("/")[2]):
            yield url


def frames(page: Page) -> tuple[Link, ...]:
    """The pages in the frames of a page that shows no list, wherever they lie on its host."""
    joined = (page.join(tag.attributes.get("src", "")) for tag in find_tags(page.text, "iframe", "frame"))
    found = dict.fromkeys(
        url
        for url in joined
        if url is not None and urls.netloc(url) == urls.netloc(page.url) and urls.key(url) != urls.key(page.url)
    )
    return tuple(Link(url, page.title, framed=True) for url in found if not words.address_matches("furniture", url))


def read_loaded(page: Page, column: str) -> ListPage:
    """The entries in what a page has loaded: data, mark-up, or a script that writes mark-up. Addresses are the list page's."""
    page = msgspec.structs.replace(page, base=asker(page.request))
    opening = _OPENING.search(page.text, 0, _LONGEST_OPENING)
    end = max(page.text.rfind("}"), page.text.rfind("]")) + 1
    data = decode_json(page.text[opening.start() : end], object) if opening is not None else None
    found = max(entries_in(data, page, column), key=len, default=())
    if not found:
        found = read_rows(soup_of(_JOINED.sub("", page.text)), page, column)
    if not found and (listing := inline.read(page, column, 0)) is not None:
        found = listing.items
    return ListPage(items=found)
