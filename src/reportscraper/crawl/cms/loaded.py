"""Lists that one plain request more gives: a script file that writes them, a fragment or JSON that the page loads, a frame.

Asked for only where a page shows no entry and no family knows it; what brings nothing leaves the list not understood, which is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape, unescape
from itertools import islice
from urllib.parse import urlencode

import msgspec
from bs4 import BeautifulSoup, Tag

from reportscraper.crawl import words
from reportscraper.crawl.attachments import viewed
from reportscraper.crawl.cms import inline
from reportscraper.crawl.cms.more import asked_in, entries_of, first_batch, listed_in, numbered, total_in, with_callback
from reportscraper.crawl.cms.rows import decode_json, decode_object, rows_of_xml
from reportscraper.crawl.handlers import acts
from reportscraper.crawl.length import length_of
from reportscraper.crawl.listing import Link, ListPage, address_of, anchors, leading, linked, read_rows, soup_of
from reportscraper.crawl.options import input_fields
from reportscraper.crawl.pagers import further_pages, has_pager
from reportscraper.crawl.paging import BatchRequest, Loaded, asked_by, asker, form
from reportscraper.crawl.scripts import ASKING, Script, with_context
from reportscraper.crawl.templates import address_templates
from reportscraper.fetch import urls
from reportscraper.fetch.page import Page, refreshed
from reportscraper.fetch.request import Request
from reportscraper.fetch.tags import find_sections, find_tags
from reportscraper.model import ListEntry
from reportscraper.places.title import names_report
from reportscraper.text import squeeze

_MOST = 6
"""Requests beyond a page that shows no list; the furthest that was met needed two."""

_MOST_PANELS = 20
_GAP = 24
_NONCE = re.compile(r"\+\s*(?:Math\.random|Date\.now|\(?\s*new Date|\(?\+new Date)")
"""What keeps an answer from being kept, and says nothing of what is asked for."""
_LONGEST_LABEL = 24
_AROUND = 300
_LONGEST_SENTENCE = 300
_LEAST_CHOICES, _MOST_CHOICES = 2, 200
_FEED = re.compile(r"(?i)application/(?:rss\+xml|atom\+xml|feed\+json)")
_CELLS = re.compile(r"\s*[,\t|;]\s*")
_PANEL = re.compile(
    r"\$\.get\(\s*[\"']([^\"'<>\s]{2,300})[\"']\s*,\s*(?:function\s*\(\s*\w+\s*\)|\(?\w+\)?\s*=>)\s*\{?[^{};]{0,80}\.(?:html|append)\("
    r"|\.load\(\s*[\"']([^\"'<>\s]{2,300})[\"']"
)
_LIBRARY = re.compile(
    r"(?i)jquery|bootstrap|vue|react|angular|swiper|slick|layui|laypage|echarts|axios|lodash|polyfill|html5|respond|modernizr|"
    r"calendar|datepicker|share|tongji|stat(?!ic)|analytics|baidu|hm\.js|pucha|jiucuo|player|video|slide|banner|nav|menu|search|wza|"
    r"barrierfree|accessib|min\.js|vendor"
)
_MENU = re.compile(r"(?i)nav|menu|head|top|common|main|index|public|channel|column|tree")
_MOST_MENUS = 3
_OF_ALL = re.compile(r"(?i)\bcommon\b|\bmain\b|\bbase\b|\bpublic\b|\bindex\.js")
"""Scripts of the whole site, asked for last."""
_CALLED = re.compile(
    r"(?:\$\.(?:get|getJSON|getScript)|\bnew EventSource|\bimport|\bfetch|axios\.get|\.load)\(\s*[\"']([^\"'<>\s]{2,300})[\"']"
    r"|\burl\s*:\s*[\"']([^\"'<>\s]{2,300})[\"']|\bimport\b[^\"'<>;]{1,200}\bfrom\s*[\"']([^\"'<>\s]{2,300})[\"']|\bopen\(\s*[\"']GET[\"']\s*,\s*[\"']([^\"'<>\s]{2,300})[\"']",
    re.IGNORECASE,
)
_FRAMED = re.compile(
    r"\.(?:src\s*=|attr\(\s*[\"']src[\"']\s*,)\s*[\"']([^\"'<>\s]{2,300}?\.(?:\w?html?|jspx?|aspx?|php|do)(?:\?[^\"'<>\s]*)?)[\"']"
)
"""Where a script leads a frame."""
_INCLUDED = re.compile(
    r"\b(?:hx-get|w3-include-html|include-html|data-include|data-remote)\s*=\s*[\"']([^\"'<>\s]{2,300})[\"']"
    r"|<!--\s*#include\s+(?:virtual|file)\s*=\s*[\"']([^\"'<>\s]{2,300})[\"']"
    r"|<object\b[^<>]{0,200}?\bdata\s*=\s*[\"']([^\"'<>\s]{2,300}?\.(?:\w?html?|jspx?|aspx?|php|do)(?:\?[^\"'<>\s]*)?)[\"']",
    re.IGNORECASE,
)
"""Parts of a page that a script, the browser, or a server that forgot to, puts in."""
_QUERY = re.compile(r"查询|搜索|检索")
_JOINED = re.compile(r"[\"']\s*\+\s*[\"']|\\(?=[\"'/])")
_EVENT = re.compile(r"(?m)^data:[ \t]*([{\[].*)$")
"""A message of a stream of events."""
_OPENING = re.compile(r"[{\[]")
_LONGEST_OPENING = 200
"""Characters before the data in a script that is nothing but data: ``var list =``, ``callback(``."""


def first_requests(page: Page) -> tuple[Request, ...]:
    """What a page without a list may have its list from: what its script asks for, its fragments, script files of its own."""
    links = (tag.attributes for tag in find_tags(page.text, "link"))
    feeds = (page.join(each.get("href", "")) for each in links if _FEED.search(each.get("type", "")))
    islands = (page.join(tag.attributes.get("src", "")) for tag in find_tags(page.text, "xml"))
    called = (*_called(page, _INCLUDED), *_called(page))
    return (*queried(page), *_requests((*feeds, *islands, *called, *own_scripts(page)), page))


def batches(page: Page) -> tuple[Request, ...]:
    """The first batch of a list whose pager asks for each page of it, as far as the script says how."""
    batch = first_batch(page)
    return (batch,) if batch is not None else ()


def zeroth(requests: Iterable[Request]) -> tuple[Request, ...]:
    """The batch before the first that is asked for: the first itself where a script counts from 0."""
    batches = (
        each
        for each in requests
        if isinstance(each, BatchRequest) and (each.parameter or each.pattern) and not each.is_offset
    )
    return tuple(numbered(each, 0) for each in islice(batches, 1))


def _requests(found: Iterable[str | None], page: Page, *, is_last: bool = False) -> tuple[Request, ...]:
    """The first batch that a page's script asks for, and the addresses ``found`` on its host."""
    batch = first_batch(page)
    templates = address_templates(with_context(page.text, Script(page.text)))
    inputs = (tag.attributes for tag in find_tags(page.text, "input"))
    fields = "".join(
        f'<input id="{escape(each["id"])}" value="{escape(each.get("value", ""))}">' for each in inputs if "id" in each
    )
    loaded = (
        Loaded(url, headers=asked_by(page), is_last=is_last, templates=templates, fields=fields)
        for url in _own(found, page)
    )
    return (*((batch,) if batch is not None else ()), *islice(loaded, _MOST))


def _own(found: Iterable[str | None], page: Page) -> Iterator[str]:
    """Those of some addresses that are on a page's own host, each once, in order."""
    return (url for url in dict.fromkeys(found) if url is not None and urls.netloc(url) == urls.netloc(page.url))


def panels(page: Page) -> tuple[Request, ...]:
    """The fragments that a page loads into itself, when it is opened or a tab of it is: any may hold more of its list."""
    own = islice(_own(_called(page, _PANEL), page), _MOST_PANELS)
    return tuple(Loaded(url, headers=asked_by(page), is_last=True) for url in own)


def chosen(page: Page, soup: BeautifulSoup) -> tuple[Request, ...]:
    """The forms that a selection of years or bodies sends by POST: each choice brings a part of the list."""
    found: list[Request] = []
    for select in soup.find_all("select", attrs={"name": True}):
        sent = select.find_parent("form")
        options = [(str(each["value"]), squeeze(each.get_text())) for each in select.find_all("option", value=True)]
        apart = [
            value for value, text in options if value and (words.matches("year_column", text) or words.names_body(text))
        ]
        if sent is None or len(apart) < _LEAST_CHOICES or str(sent.get("method") or "").lower() != "post":
            continue
        url = page.join(str(sent.get("action") or page.url))
        fields = input_fields(sent, type="hidden")
        for value in apart if url is not None else ():
            asked = form(url or "", urlencode({**fields, str(select["name"]): value}).encode(), referer=page.url)
            found.append(Loaded(asked.url, asked.method, asked.body, asked.headers, is_last=True))
    return tuple(found[:_MOST_CHOICES])


def queried(page: Page) -> tuple[Request, ...]:
    """What the form of a page without a list brings where nothing is filled in but a word that it offers: one that offers to look for reports."""
    for sent in soup_of(page.text).find_all("form") if "<form" in page.text.lower() else ():
        inputs = sent.find_all("input")
        said = (str(each.get(name) or "") for each in inputs for name in ("value", "placeholder"))
        text = squeeze(f"{sent.get_text()} {' '.join(said)}")
        url = page.join(str(sent.get("action") or page.url))
        if url is None or not (_QUERY.search(text) and words.matches("topic", text)):
            continue
        fields = input_fields(sent)
        for each in inputs:  # 请输入关键词，如：年度报告
            word = words.printed("topic", str(each.get("placeholder") or "")) if each.get("name") else ""
            fields |= {str(each["name"]): word} if word and not each.get("value") else {}
        for select in sent.find_all("select", attrs={"name": True}):
            option = select.find("option", selected=True) or select.find("option")
            fields[str(select["name"])] = str(option.get("value") or "") if option is not None else ""
        body = urlencode(fields)
        if str(sent.get("method") or "get").lower() != "post":
            return (Loaded(f"{url.partition('?')[0]}?{body}", headers=asked_by(page), is_last=True),)
        asked = form(url, body.encode(), referer=page.url)
        return (Loaded(asked.url, asked.method, asked.body, asked.headers, is_last=True),)
    return ()


def tabbed(page: Page, soup: BeautifulSoup) -> tuple[Request, ...]:
    """What tabs of years or bodies ask for when they are clicked: each brings a part of the list."""
    script = Script(page.text)
    if not ASKING.search(page.text):
        return ()
    found: dict[tuple[str, bytes], Request] = {}
    for tag in linked(soup, leading(script)):
        label = squeeze(tag.get_text()) if len(tag.get_text()) < _LONGEST_LABEL else ""
        if not (words.matches("year_column", label) or words.names_body(label)) or address_of(tag, page, script):
            continue
        attributes = {name: str(value) for name, value in tag.attrs.items()}
        made = (asked_in(with_context(text, script), page, given) for text, given in acts(attributes, script))
        if (asked := next((each for each in made if each is not None), None)) is not None:
            found[asked.url, asked.body] = asked
    for option in islice(soup.find_all("option", value=True), _MOST_CHOICES):
        select = option.find_parent("select", id=True)
        label, place = squeeze(option.get_text()), page.text.find(f"#{select['id']}") if select is not None else -1
        if select is None or place < 0 or not (words.matches("year_column", label) or words.names_body(label)):
            continue
        around = page.text[max(0, place - _AROUND) : place + _AROUND]
        given = script.given({}, {str(select["id"]): str(option["value"])})
        if f"#{select['id']}" in around and (asked := asked_in(with_context(around, script), page, given)) is not None:
            found[asked.url, asked.body] = asked
    templates = address_templates(with_context(page.text, script)) if found else ()
    requests = [
        Loaded(each.url, each.method, each.body, each.headers, is_last=True, templates=templates)
        for each in found.values()
    ]
    return tuple(requests[:_MOST_CHOICES]) if len(found) >= _LEAST_CHOICES else ()


def _called(page: Page, call: re.Pattern[str] = _CALLED, *, is_menu: bool = False) -> Iterator[str]:
    calls = list(call.finditer(page.text))
    are_entries = sum(found[0].startswith("url") for found in calls) > _MOST  # ``url:`` of each, rather than of a call
    for found in calls:
        if are_entries and found[0].startswith("url"):
            continue
        literal = next(filter(None, found.groups()))
        behind = page.text[found.end() : found.end() + _GAP].lstrip()
        is_begun = literal[-1] in "/=_-" and behind.startswith("+") and _NONCE.match(behind) is None
        url = page.join(with_callback(unescape(literal))) if not is_begun else None
        if url is not None and (is_menu or not words.address_matches("furniture", url)):
            yield url


def own_scripts(page: Page) -> list[str]:
    """The script files of a page that are of its own host and no library, those of the whole site last."""
    found = (page.join(tag.attributes.get("src", "")) for tag in find_tags(page.text, "script"))
    own = (url for url in _own(found, page) if not _LIBRARY.search(url.partition("://")[2].partition("/")[2]))
    return sorted(own, key=lambda url: _OF_ALL.search(url) is not None)


def menus(page: Page) -> list[str]:
    """The script files of a page, or what its script asks for, that may write or hold its menu; where none is named so, those of its own."""
    found = (page.join(tag.attributes.get("src", "")) for tag in find_tags(page.text, "script"))
    named = [url for url in _own((*_called(page, is_menu=True), *found), page) if _MENU.search(url.rpartition("/")[2])]
    return (named or [*_own(_called(page), page), *own_scripts(page)])[:_MOST_MENUS]


def frames(page: Page) -> tuple[Link, ...]:
    """The pages in the frames of a page that shows no list, wherever they lie on its host."""
    frames = [tag.attributes for tag in find_tags(page.text, "iframe", "frame")]
    printed = [given[name] for given in frames for name in ("src", "data-src", "data-url") if name in given]
    printed += _FRAMED.findall(page.text) if "frame" in page.text else []
    values = Script(page.text).variables
    spelled = ((values.get(each.strip("'\"+ "), "") if each[:1] in "'\"" else each) for each in printed)
    found = (page.join(each) for each in spelled)
    other = (url for url in _own(found, page) if urls.key(url) != urls.key(page.url))
    lists = (url for url in other if not (words.address_matches("furniture", url) or words.is_attachment(viewed(url))))
    return tuple(Link(url, page.title, framed=True) for url in lists)


def moved(page: Page, soup: BeautifulSoup) -> tuple[Link, ...]:
    """Where a page without a list says, in a sentence or by a slow refresh, that its column has gone."""
    around = {id(tag.parent): tag.parent for tag in anchors(soup)} if words.address_matches("moved", page.text) else {}
    told = (each for each in around.values() if each is not None and _is_move(each))
    said = (page.join(str(tag["href"])) for each in told for tag in anchors(each))
    links = (url for url in _own((refreshed(page), *said), page) if urls.key(url) != urls.key(page.url))
    return tuple(Link(url, page.title, framed=True) for url in links)


def _is_move(around: Tag) -> bool:
    text = squeeze(around.get_text())
    return len(text) <= _LONGEST_SENTENCE and words.matches("moved", text)


def read_loaded(page: Page, column: str, most: int) -> ListPage:
    """The entries in what a page has loaded: data, mark-up, or a script that writes mark-up. Addresses are the list page's."""
    page = msgspec.structs.replace(page, base=asker(page.request))
    opening = _OPENING.search(page.text, 0, _LONGEST_OPENING)
    end = max(page.text.rfind("}"), page.text.rfind("]")) + 1
    data = decode_object(page.text[opening.start() : end]) if opening is not None else None
    if data is None and (events := _EVENT.findall(page.text)):
        data = [decode_json(each, object) for each in events]
    found = listed_in(data, page, column) or ()
    if not found:
        plain = msgspec.structs.replace(page, text=_JOINED.sub("", page.text))
        soup = soup_of(plain.text)
        if found := read_rows(soup, plain, column):
            length = length_of(plain)
            return ListPage(
                items=found,
                next_requests=further_pages(plain, soup, most),
                declared=length.entries,
                pages=length.all_pages,
                pager=has_pager(length, soup),
            )
    if not found and (page.kind == "xml" or page.url.endswith(".xml")):
        found = max((tuple(entries_of(rows_of_xml(page.text), page, column)), *_marked_up(page, column)), key=len)
    if not found and "<" not in page.text[:_LONGEST_OPENING]:
        lines = [_CELLS.split(line.strip()) for line in page.text.splitlines()]
        found = tuple(entries_of([line for line in lines if len(line) > 1], page, column))
    if not found and (listing := inline.read(page, column, 0)) is not None:
        found = listing.items
    if found and not any(names_report(item.title) for item in found) and all(_is_node(item.title) for item in found):
        return ListPage(columns=tuple(Link(item.url, item.title, doubtful=True) for item in found))
    if found or not isinstance(page.request, Loaded) or page.request.is_last or "</" in page.text[:_LONGEST_OPENING]:
        return ListPage(items=found, declared=total_in(data))
    # a script file of an application, which asks for the list in its turn
    page = msgspec.structs.replace(page, text=f"{page.text}{page.request.fields}")
    return ListPage(next_requests=_requests(_called(page), page, is_last=True))


def _is_node(title: str) -> bool:
    """Whether a row names nothing but a body or a year: it is the node of a tree, and leads to a list, or to a body's one report."""
    return words.names_body(title) or words.matches("year_column", title)


def _marked_up(page: Page, column: str) -> Iterator[tuple[ListEntry, ...]]:
    """The entries in the CDATA sections of XML, where they are mark-up."""
    yield read_rows(soup_of("".join(text for _, text in find_sections(page.text))), page, column)
