"""Epoint 新点 EWB (Dandong, Xuchang, Xuzhou): one shell for every address, lists and articles as JSON by POST.

The way to a list has three steps: the column's shell, a script file with the site's key, the interface. Each step
carries what the next one needs: the script is asked for with the column's address as Referer. Articles are asked for
under the interface's own address, with their key in the query, for the visitor's address shows nothing but the shell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qs, quote, unquote, urlsplit

import msgspec
from msgspec import Struct

from reportscraper.crawl.listing import ListPage
from reportscraper.fetch import urls
from reportscraper.fetch.page import Page
from reportscraper.fetch.request import Request
from reportscraper.fetch.tags import find_tags
from reportscraper.model import ListEntry
from reportscraper.text import find_date, tidy

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
        return _read_answer(page, column, most)
    asked_for = _query(page.url) or _query(_referer(page.request))
    key = _KEY.search(page.text)
    if "categorynum" not in asked_for:
        return None
    if key is not None:
        return ListPage(next_requests=(_first(page, asked_for, key[1]),), leads_on=True)
    scripts = [page.join(tag.attributes.get("src", "")) for tag in find_tags(page.text, "script")]
    found = [url for url in scripts if url is not None and _SCRIPT.search(url)]
    if not found:
        return None
    return ListPage(next_requests=tuple(Request(url, headers=(("Referer", page.url),)) for url in found), leads_on=True)


def _referer(request: Request) -> str:
    return dict(request.headers).get("Referer", "")


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
    return _post(url or page.url, body, _referer(page.request) or page.url)


def _post(url: str, body: Mapping[str, object], referer: str) -> Request:
    headers = (_JSON, ("X-Requested-With", "XMLHttpRequest"), ("Referer", referer))
    return Request(url, "POST", msgspec.json.encode(body), headers)


def _read_answer(page: Page, column: str, most: int) -> ListPage | None:
    if not page.request.body.startswith(b"{"):
        return None
    try:
        answer = msgspec.json.decode(page.text, type=_Answer, strict=False).custom
        body = msgspec.json.decode(page.request.body, type=dict[str, object])
    except (msgspec.DecodeError, RecursionError):
        return None
    parameters = body["params"] if isinstance(body.get("params"), dict) else body
    if not isinstance(parameters, dict):
        return None
    listed = list(_entries(page, answer.data, column, str(parameters.get("siteGuid", ""))))
    return ListPage(
        items=tuple(item for item, _ in listed),
        detail_requests=tuple((urls.key(item.url), way) for item, way in listed if way is not None),
        next_requests=tuple(_further(page, body, parameters, answer)[:most]),
        declared=answer.total or None,
    )


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
        yield item, _post(url, {**asked, "params": asked}, _referer(page.request)) if guid else None


def _further(
    page: Page, body: Mapping[str, object], parameters: Mapping[str, object], answer: _Custom
) -> list[Request]:
    """Every further page, announced by the first."""
    if parameters.get("pageIndex") != 0 or not answer.data:
        return []
    pages = -(-answer.total // len(answer.data))
    made = ({**parameters, "pageIndex": number} for number in range(1, pages))
    wrapped = "params" in body
    return [_post(page.request.url, {"params": each} if wrapped else each, _referer(page.request)) for each in made]
