"""Epoint 新点 EWB (Dandong, Xuchang, Xuzhou): one shell for every address, lists and articles as JSON by POST.

The way to a list has three steps: the column's shell, a script file with the site's key, the interface. Each step
carries what the next one needs: the script is asked for with the column's address as Referer. Articles are asked for
under the interface's own address, with their key in the query, for the visitor's address shows nothing but the shell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import parse_qs, quote, unquote, urlsplit

import msgspec
from msgspec import Struct

from reportscraper.crawl.cms.rows import decode_json
from reportscraper.crawl.listing import ListPage
from reportscraper.crawl.paging import asker
from reportscraper.fetch import urls
from reportscraper.fetch.page import Page
from reportscraper.fetch.request import Request
from reportscraper.fetch.tags import find_tags
from reportscraper.model import ListEntry
from reportscraper.text import find_date, tidy

PLACE: Final = "alone"

PAGE_SIZE = 15

_SCRIPT = re.compile(r"/(?:ajaxReq|webBuilderCommon)\w*\.js", re.IGNORECASE)
_KEY = re.compile(r"siteGuid[\"']?\s*[:=]\s*[\"']([0-9A-Za-z-]{8,64})[\"']")
_ADDRESS = re.compile(r"[\"']([^\"'<>]*/rest/lightfrontaction/getgovinfolist)[\"']", re.IGNORECASE)
_USUAL_ADDRESS = "/EWB-FRONT/rest/lightfrontaction/getgovinfolist"
_WRAPPED = re.compile(r"\bparams[\"']?\s*:\s*\{")
_JSON = ("Content-Type", "application/json;charset=UTF-8")


class _Row(Struct):
    title: str = ""
    realtitle: str = ""
    infoid: str = ""
    infourl: str = ""
    infodate: str = ""


class _Custom(Struct):
    data: list[_Row]
    total: int = 0


class _Answer(Struct):
    custom: _Custom


def read(page: Page, column: str, most: int) -> ListPage | None:
    """What a step of the way says; None when the page is not on it."""
    if page.kind == "json":
        if not page.request.body.startswith(b"{"):
            return None
        answer, body = decode_json(page.text, _Answer), decode_json(page.request.body, dict[str, object])
        if answer is None or body is None:
            return None
        wrapped = body.get("params")
        parameters: Mapping[str, object] = wrapped if isinstance(wrapped, dict) else body
        rows, request = answer.custom.data, page.request
        listed = list(_entries(page, rows, column, str(parameters.get("siteGuid", ""))))
        # The first answer announces every further page.
        pages = (
            range(1, -(-answer.custom.total // len(rows)))[:most] if parameters.get("pageIndex") == 0 and rows else ()
        )
        bodies = [{**parameters, "pageIndex": number} for number in pages]
        return ListPage(
            items=tuple(item for item, _ in listed),
            detail_requests=tuple((urls.key(item.url), asked) for item, asked in listed if asked is not None),
            next_requests=tuple(
                _post(request.url, {"params": each} if "params" in body else each, asker(request)) for each in bodies
            ),
            declared=answer.custom.total or None,
        )
    asked_for = _query(page.url) or _query(asker(page.request))
    if "categorynum" not in asked_for:
        return None
    key = _KEY.search(page.text)
    if key is not None:
        return ListPage(next_requests=(_first(page, asked_for, key[1]),), leads_on=True)
    scripts = (page.join(tag.attributes.get("src", "")) for tag in find_tags(page.text, "script"))
    found = [Request(url, headers=(("Referer", page.url),)) for url in scripts if url and _SCRIPT.search(url)]
    return ListPage(next_requests=tuple(found), leads_on=True) if found else None


def _query(url: str) -> dict[str, str]:
    """The query of an address, or of the address that a frame page (``?specialurl=``, escaped once or twice) shows."""
    query = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    inner = unquote(query.get("specialurl", ""))
    return _query(inner) if inner and inner != url else query


def _first(page: Page, asked_for: Mapping[str, str], key: str) -> Request:
    address = _ADDRESS.search(page.text)
    url = page.join(address[1] if address else _USUAL_ADDRESS)
    parameters: dict[str, object] = {
        "deptcode": asked_for.get("deptcode", ""),
        "categorynum": asked_for["categorynum"],
        "pageIndex": 0,
        "pageSize": PAGE_SIZE,
        "siteGuid": key,
    }
    body = {"params": parameters} if _WRAPPED.search(page.text) else parameters
    return _post(url or page.url, body, asker(page.request) or page.url)


def _post(url: str, body: Mapping[str, object], referer: str) -> Request:
    headers = (_JSON, ("X-Requested-With", "XMLHttpRequest"), ("Referer", referer))
    return Request(url, "POST", msgspec.json.encode(body), headers)


def _entries(page: Page, rows: list[_Row], column: str, key: str) -> Iterator[tuple[ListEntry, Request | None]]:
    for row in rows:
        guid = _query(row.infourl).get("infoGuid") or ("" if row.infourl else row.infoid)
        url = page.join(f"getGovInfoDetail?infoGuid={quote(guid)}" if guid else row.infourl)
        title = tidy(row.realtitle or row.title)
        if url is None or not title:
            continue
        item = ListEntry(url=url, title=title, listed_on=find_date(row.infodate), column=column)
        asked: dict[str, object] = {"infoGuid": guid, "siteGuid": key}
        # Whether a site wants its parameters wrapped is known of the list alone: an article is asked for in both ways.
        yield item, _post(url, {**asked, "params": asked}, asker(page.request)) if guid else None
