"""Hanweb 大汉 JCMS: lists that stand in CDATA inside a script, paged in groups by POST.

The page embeds one group of records (three pages' worth); the rest come from ``dataproxy.jsp``. Servers differ: most
obey ``startrecord`` and ``endrecord``, some only ``page``, and some answer 54 bytes without Referer and
X-Requested-With.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Final
from urllib.parse import urlencode

from reportscraper.crawl.length import first_number
from reportscraper.crawl.listing import ListPage, read_rows, soup_of
from reportscraper.crawl.paging import asked_by, form
from reportscraper.fetch.page import Page
from reportscraper.fetch.request import Request
from reportscraper.fetch.tags import find_links, find_sections

PLACE: Final = "beside"

_TOTAL = re.compile(r"<totalrecord>\s*(\d{1,9})|\btotalRecord\s*[:=]\s*[\"']?(\d{1,9})", re.IGNORECASE)
_PER_PAGE = re.compile(r"\bperPage\s*[:=]\s*[\"']?(\d{1,9})", re.IGNORECASE)
_GROUP_SIZE = re.compile(r"\bgroupSize\s*[:=]\s*[\"']?(\d{1,9})", re.IGNORECASE)
_PROXY = re.compile(r"\bproxyUrl\s*[:=]\s*[\"']([^\"']+)", re.IGNORECASE)
_PARAMETERS = re.compile(r"\bparam_\w+\s*=\s*\{([^{}]*)\}")
_PAIR = re.compile(r"[\"']?(\w+)[\"']?\s*:\s*(?:\"([^\"]*)\"|'([^']*)'|([\w./-]+))")
_PAGE = re.compile(r"\bpage=\d+")
_PROXY_DEFAULT = "/module/web/jpage/dataproxy.jsp"


def read(page: Page, column: str, most: int) -> ListPage | None:
    """The records of a page with a datastore, None when it has none."""
    if "<datastore" not in page.text.lower():
        return None
    sections = list(find_sections(page.text))
    records = [content for owner, content in sections if owner == "record"]
    groups = [content for owner, content in sections if owner == "nextgroup"]
    total = first_number(_TOTAL.search(page.text))
    return ListPage(
        items=read_rows(soup_of(f"<ul>{''.join(records)}</ul>"), page, column),
        next_requests=_groups(page, total, most),
        fallback_requests=_pages(page, groups, total, len(records), most),
        declared=total,
    )


def span(start: int, size: int, per_page: int) -> dict[str, int]:
    """The fields that name a group of records, from ``start`` (1-based) on."""
    return {"startrecord": start, "endrecord": start + size - 1, "perpage": per_page}


def _groups(page: Page, total: int | None, most: int) -> tuple[Request, ...]:
    """The POST requests for every group after the embedded one; none on an answer of the proxy itself."""
    parameters, printed = _PARAMETERS.search(page.text), _PROXY.search(page.text)
    proxy = page.join(unescape(printed[1] if printed else _PROXY_DEFAULT))
    if total is None or parameters is None or proxy is None:
        return ()
    fields = {name: a or b or c for name, a, b, c in _PAIR.findall(parameters[1])}
    per_page = first_number(_PER_PAGE.search(page.text)) or 15
    group = per_page * (first_number(_GROUP_SIZE.search(page.text)) or 3)
    return tuple(
        form(f"{proxy}?{urlencode(span(start, group, per_page))}", urlencode(fields).encode(), referer=page.url)
        for start in range(group + 1, total + 1, group)[:most]
    )


def _pages(page: Page, groups: list[str], total: int | None, embedded: int, most: int) -> tuple[Request, ...]:
    """The older way, by GET: the next group's address with ``page`` counted up from the first that is not embedded."""
    found = next((href for group in groups for href, _ in find_links(group)), None)
    address = page.join(found) if found else None
    if address is None or _PAGE.search(address) is None:
        return ()
    per_page = first_number(_PER_PAGE.search(page.text)) or 15
    first = max(2, embedded // per_page + 1)
    last = -(-total // per_page) if total is not None else first
    numbers = range(first, last + 1)[:most]
    return tuple(Request(_PAGE.sub(f"page={n}", address), headers=asked_by(page)) for n in numbers)
