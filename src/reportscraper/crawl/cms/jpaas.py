"""Hanweb jpaas: a page element names a building block, an interface returns its HTML inside JSON, page by page.

A bare page number is ignored, it must stand in ``paramJson``; some servers send page 1 for every page, and a short
page is not the last.
"""

from __future__ import annotations

import re
from html import unescape
from typing import Final
from urllib.parse import parse_qs, urlencode, urlsplit

from msgspec import Struct

from reportscraper.crawl.cms.rows import decode_json
from reportscraper.crawl.listing import ListPage, read_rows, soup_of
from reportscraper.crawl.paging import with_query
from reportscraper.fetch.page import Page
from reportscraper.fetch.request import Request

PLACE: Final = "alone"

_ELEMENT = re.compile(r"<[^<>]*\bqueryData\s*=\s*(\"[^\"<>]*\"|'[^'<>]*')[^<>]*>", re.IGNORECASE)
_ADDRESS = re.compile(r"\burl\s*=\s*[\"']([^\"']*build/unit[^\"']*)", re.IGNORECASE)
_FIELD = re.compile(r"['\"](\w+)['\"]\s*:\s*['\"]([^'\"]*)['\"]")
_ROWS = re.compile(r"\brows\s*=\s*[\"'](\d{1,9})")
_COUNT = re.compile(r"\bcount\s*=\s*[\"'](\d{1,9})")
_NUMBER = re.compile(r"\"pageNo\":(\d{1,9})")
_PAGE_SIZE = 15
_BLOCK = "右侧列表"


class _Data(Struct):
    html: str


class _Answer(Struct):
    data: _Data


def read(page: Page, column: str, most: int) -> ListPage | None:
    """The rows in an answer of the interface, or the requests to it that a page holds; None for neither."""
    if page.kind == "json":
        return _read_answer(page, column, most)
    found = [request for element in _ELEMENT.finditer(page.text) if (request := _request(page, element)) is not None]
    lists = [request for request in found if urlencode({"tagId": _BLOCK}) in request.url]
    return ListPage(next_requests=tuple(lists or found)[:most], leads_on=True) if found else None


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
    answer = decode_json(page.text, _Answer)
    if answer is None:
        return None
    html, request = answer.data.html, page.request
    total, rows = _COUNT.search(html), _ROWS.search(html)
    declared, size = int(total[1]) if total else None, int(rows[1]) if rows else _PAGE_SIZE
    current = _NUMBER.search(parse_qs(urlsplit(request.url).query).get("paramJson", [""])[0])
    numbers = range(0)
    if declared is not None and current is not None and size:
        numbers = range(int(current[1]) + 1, -(-declared // size) + 1)[:most]
    further = [with_query(request.url, "paramJson", _parameters(number, size)) for number in numbers]
    return ListPage(
        items=read_rows(soup_of(html), page, column),
        next_requests=tuple(Request(url, headers=request.headers) for url in further),
        declared=declared,
    )
