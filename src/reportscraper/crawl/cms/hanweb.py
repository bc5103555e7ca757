"""Hanweb 大汉 JCMS: lists that stand in CDATA inside a script, paged in groups by POST.

The page embeds one group of records (three pages' worth); the rest come from ``dataproxy.jsp``. Servers differ: most
obey ``startrecord`` and ``endrecord``, some only ``page``, and some answer 54 bytes without Referer and
X-Requested-With.
"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlencode

from reportscraper.crawl.listing import ListPage, read_rows, soup_of
from reportscraper.crawl.paging import form
from reportscraper.fetch.page import Page
from reportscraper.fetch.request import Request
from reportscraper.fetch.tags import find_links, find_sections

_TOTAL = re.compile(r"<totalrecord>\s*(\d+)|\btotalRecord\s*[:=]\s*[\"']?(\d+)", re.IGNORECASE)
_PER_PAGE = re.compile(r"\bperPage\s*[:=]\s*[\"']?(\d+)", re.IGNORECASE)
_GROUP_SIZE = re.compile(r"\bgroupSize\s*[:=]\s*[\"']?(\d+)", re.IGNORECASE)
_PROXY = re.compile(r"\bproxyUrl\s*[:=]\s*[\"']([^\"']+)", re.IGNORECASE)
_PARAMETERS = re.compile(r"\bparam_\w+\s*=\s*\{([^{}]*)\}")
_PAIR = re.compile(r"[\"']?(\w+)[\"']?\s*:\s*(?:\"([^\"]*)\"|'([^']*)'|([\w./-]+))")
_PROXY_DEFAULT = "/module/web/jpage/dataproxy.jsp"


def read(page: Page, column: str, most: int) -> ListPage | None:
    """The listing of a page with a datastore, None when it has none."""
    if "<datastore" not in page.text.lower():
        return None
    sections = list(find_sections(page.text))
    records = "".join(content for owner, content in sections if owner == "record")
    total = _number(_TOTAL, page.text)
    groups = [content for owner, content in sections if owner == "nextgroup"]
    return ListPage(
        items=read_rows(soup_of(f"<ul>{records}</ul>"), page, column),
        next_requests=tuple(_groups(page, total)[:most]),
        fallback_requests=tuple(_pages(page, groups, total, sum(owner == "record" for owner, _ in sections))[:most]),
        declared=total,
    )


def _number(pattern: re.Pattern[str], text: str) -> int | None:
    found = pattern.search(text)
    return int(next(group for group in found.groups() if group)) if found else None


def _sizes(page: Page) -> tuple[int, int]:
    """Records of one page and of one group."""
    per_page = _number(_PER_PAGE, page.text) or 15
    return per_page, per_page * (_number(_GROUP_SIZE, page.text) or 3)


def _groups(page: Page, total: int | None) -> list[Request]:
    """The POST requests for every group after the embedded one; none on an answer of the proxy itself."""
    parameters = _PARAMETERS.search(page.text)
    proxy = page.join(unescape(_proxy(page)))
    if total is None or parameters is None or proxy is None:
        return []
    fields = {name: a or b or c for name, a, b, c in _PAIR.findall(parameters[1])}
    per_page, group = _sizes(page)
    return [
        form(f"{proxy}?{urlencode(_span(start, group, per_page))}", urlencode(fields).encode(), referer=page.url)
        for start in range(group + 1, total + 1, group)
    ]


def _span(start: int, group: int, per_page: int) -> dict[str, int]:
    return {"startrecord": start, "endrecord": start + group - 1, "perpage": per_page}


def _proxy(page: Page) -> str:
    found = _PROXY.search(page.text)
    return found[1] if found else _PROXY_DEFAULT


def _pages(page: Page, groups: list[str], total: int | None, embedded: int) -> list[Request]:
    """The older way, by GET: the next group's address with ``page`` counted up from the first that is not embedded."""
    found = next((href for group in groups for href, _ in find_links(group)), None)
    address = page.join(found) if found else None
    if address is None or re.search(r"\bpage=\d+", address) is None:
        return []
    per_page, _ = _sizes(page)
    first = max(2, embedded // per_page + 1)
    last = -(-total // per_page) if total is not None else first
    headers = (("X-Requested-With", "XMLHttpRequest"), ("Referer", page.url))
    return [Request(re.sub(r"\bpage=\d+", f"page={n}", address), headers=headers) for n in range(first, last + 1)]
