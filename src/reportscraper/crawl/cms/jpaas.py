"""Hanweb jpaas: a page element names a building block, an interface returns its HTML inside JSON, page by page.

A bare page number is ignored, it must stand in ``paramJson``; some servers send page 1 for every page, and a short
page is not the last.
"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit

import msgspec

from reportscraper.crawl.listing import ListPage, read_rows, soup_of
from reportscraper.crawl.paging import with_query
from reportscraper.fetch.page import Page
from reportscraper.fetch.request import Request

_ELEMENT = re.compile(r"<[^<>]*\bqueryData\s*=\s*(\"[^\"<>]*\"|'[^'<>]*')[^<>]*>", re.IGNORECASE)
_ADDRESS = re.compile(r"\burl\s*=\s*[\"']([^\"']*build/unit[^\"']*)", re.IGNORECASE)
_FIELD = re.compile(r"['\"](\w+)['\"]\s*:\s*['\"]([^'\"]*)['\"]")
_ROWS = re.compile(r"\brows\s*=\s*[\"'](\d+)")
_COUNT = re.compile(r"\bcount\s*=\s*[\"'](\d+)")
_PAGE_SIZE = 15
_BLOCK = "右侧列表"


class _Data(msgspec.Struct):
    html: str


class _Answer(msgspec.Struct):
    data: _Data


def read(page: Page, column: str, most: int) -> ListPage | None:
    """The listing of an answer of the interface, or the requests to it that a page holds; None for neither."""
    if page.kind == "json":
        return _read_answer(page, column, most)
    found = [request for element in _ELEMENT.finditer(page.text) if (request := _request(page, element)) is not None]
    if not found:
        return None
    lists = [request for request in found if urlencode({"tagId": _BLOCK}) in request.url]
    return ListPage(next_requests=tuple(lists or found)[:most], leads_on=True)


def _request(page: Page, element: re.Match[str]) -> Request | None:
    address = _ADDRESS.search(element[0]) or _ADDRESS.search(page.text)
    url = page.join(unescape(address[1])) if address else None
    fields = dict(_FIELD.findall(unescape(element[1][1:-1])))
    if url is None or not fields:
        return None
    query = urlencode({**fields, "paramJson": _parameters(1, _PAGE_SIZE)})
    return Request(f"{url.partition('?')[0]}?{query}", headers=(("Referer", page.url),))


def _parameters(number: int, size: int) -> str:
    return f'{{"pageNo":{number},"pageSize":{size}}}'


def _read_answer(page: Page, column: str, most: int) -> ListPage | None:
    try:
        html = msgspec.json.decode(page.text, type=_Answer).data.html
    except (msgspec.DecodeError, RecursionError):
        return None
    total = _COUNT.search(html)
    declared = int(total[1]) if total else None
    return ListPage(
        items=read_rows(soup_of(html), page, column),
        next_requests=tuple(_further(page, html, declared)[:most]),
        declared=declared,
    )


def _further(page: Page, html: str, declared: int | None) -> list[Request]:
    rows = _ROWS.search(html)
    size = int(rows[1]) if rows else _PAGE_SIZE
    given = parse_qs(urlsplit(page.request.url).query).get("paramJson", [""])[0]
    current = re.search(r"\"pageNo\":(\d+)", given)
    if declared is None or current is None or not size:
        return []
    numbers = range(int(current[1]) + 1, -(-declared // size) + 1)
    return [
        Request(with_query(page.request.url, "paramJson", _parameters(n, size)), headers=page.request.headers)
        for n in numbers
    ]
