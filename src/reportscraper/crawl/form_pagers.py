"""The further pages of a list that a form of the page asks for: ASP.NET's, one whose button says 下一页, one that a script sends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import count as numbers_from
from urllib.parse import urlencode

from bs4 import BeautifulSoup, Tag

from reportscraper.crawl.length import length_of
from reportscraper.crawl.listing import anchors, linked
from reportscraper.crawl.options import input_fields
from reportscraper.crawl.pager_labels import NEXT, by_script, label_of
from reportscraper.crawl.paging import PAGE_PARAMETERS, form
from reportscraper.fetch.page import Page
from reportscraper.fetch.request import Request

_POSTBACK = re.compile(r"__doPostBack\('([^']*)'\s*,\s*'([^']*)'\)")
_GRID = re.compile(r"(?:Page\$)?\d{1,4}$")
"""What a GridView, and an AspNetPager, are told of the page that is asked for."""
_NUMBER = re.compile(r"[1-9]\d{0,2}")
_SETS = re.compile(r"\b(\w{1,40})\.value\s*=\s*[\"']?(\d{1,4})\b")
"""What a button puts into a field of its form before it is sent."""
_GIVEN = re.compile(r"\(\s*[\"']?(\d{1,4})[\"']?\s*\)")
_STATE = "__VIEWSTATE"


def postback(page: Page, soup: BeautifulSoup) -> list[Request]:
    """ASP.NET WebForms: the next page is a form sent back to the same address with its hidden fields.

    A GridView and an AspNetPager print numbers alone (``Page$2``, ``2``); their page at hand is the number that is no link.
    """
    given = {
        int(call[2].removeprefix("Page$"))
        for tag in anchors(soup)
        if (call := _POSTBACK.search(str(tag["href"]))) and _GRID.match(call[2])
    }
    at_hand = next(number for number in numbers_from(1) if number not in given)
    following = {f"Page${at_hand + 1}", str(at_hand + 1)} if at_hand + 1 in given else set()
    for anchor in anchors(soup):
        call = _POSTBACK.search(str(anchor["href"]))
        if call is not None and (NEXT.match(label_of(anchor)) or call[2] in following):
            fields = input_fields(soup, type="hidden")
            body = urlencode({**fields, "__EVENTTARGET": call[1], "__EVENTARGUMENT": call[2]}).encode()
            return [form(page.url, body, referer=page.url)]
    return []


def next_form(page: Page, soup: BeautifulSoup) -> Iterable[Request]:
    """A form whose button says 下一页 and whose hidden field holds the number of that page, or, of ASP.NET, what is at hand."""
    for sent in soup.find_all("form"):
        buttons = [
            tag
            for tag in sent.find_all(["button", "input"])
            if NEXT.match(label_of(tag)) and not tag.has_attr("disabled")
        ]
        fields = input_fields(sent)
        url = page.join(str(sent.get("action") or page.url))
        if not buttons or url is None or fields.keys().isdisjoint({*PAGE_PARAMETERS, _STATE}):
            continue
        if _STATE in fields:
            others = input_fields(sent, type="submit").keys() - {str(buttons[0].get("name"))}
            fields = {name: value for name, value in fields.items() if name not in others}
        fields |= dict(_SETS.findall(str(buttons[0].get("onclick") or "")))
        yield _submitted(page, sent, url, fields)


def form_pages(page: Page, soup: BeautifulSoup) -> Iterable[Request]:
    """A form of the page whose hidden field numbers the pages, sent by a script that the pager's numbers call. The way that counts, too,
    where a server ignores the number in the addresses of its pager.
    """
    if "submit(" not in page.text and "serialize(" not in page.text:
        return
    labels = [label_of(tag) for tag in linked(soup) if by_script(tag) or tag.has_attr("onclick")]
    shown = max((int(label) for label in labels if _NUMBER.fullmatch(label)), default=0)
    count = length_of(page).all_pages or shown
    numbers = range(2, count + 1) if count > 1 else _called_next(soup)
    for sent in soup.find_all("form") if numbers else ():
        fields = input_fields(sent)
        name = next((name for name in fields if name in PAGE_PARAMETERS), None)
        url = page.join(str(sent.get("action") or page.url))
        if name is None or url is None:
            continue
        for number in numbers:
            yield _submitted(page, sent, url, {**fields, name: str(number)})
        return


def _called_next(soup: BeautifulSoup) -> range:
    """The number that 下一页 gives to a function (``javascript:jumpPage('3')``), alone."""
    called = (
        _GIVEN.search(f"{tag.get('onclick') or ''}{tag.get('href') or ''}")
        for tag in linked(soup)
        if NEXT.match(label_of(tag))
    )
    number = next((int(found[1]) for found in called if found is not None), 0)
    return range(number, number + 1) if number else range(0)


def _submitted(page: Page, sent: Tag, url: str, fields: Mapping[str, str]) -> Request:
    """What a browser asks for when it submits a form of the page to ``url``, its action, with the fields."""
    body = urlencode(fields)
    if str(sent.get("method") or "get").lower() == "post":
        return form(url, body.encode(), referer=page.url)
    return Request(f"{url.partition('?')[0]}?{body}")
