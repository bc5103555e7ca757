"""The further pages of a list, by every style a page can announce them in.

Each dialect is a function from a page to the requests it announces; the first that announces any is used. A dialect
that counts announces all pages at once; one that only says "next" announces one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import msgspec
from bs4 import BeautifulSoup

from reportscraper.crawl import words
from reportscraper.crawl.listing import anchors
from reportscraper.fetch import urls
from reportscraper.fetch.page import Page, visible_text
from reportscraper.fetch.request import Request
from reportscraper.fetch.tags import find_tags
from reportscraper.text import squeeze

_CALL = re.compile(r"createPageHTML\s*\(([^()]*)\)")
_COUNT = re.compile(r"\bcountPage\s*=\s*[\"']?(\d+)")
_CURRENT = re.compile(r"\bcurrentPage\s*=\s*[\"']?(\d+)")
_WRITTEN = re.compile(r"href=\\?[\"']([\w-]+?)_\\?[\"']?\s*\+[^;]{0,200}?\\?[\"']\.(s?html?)")
_QUERY_COUNT = re.compile(r"\b(?:pageCount|totalPages?|pageTotal|page_count)[\"']?\s*[:=]\s*[\"']?(\d+)")
_PRINTED_COUNT = re.compile(r"共(\d{1,6})页|(?<!\d)\d{1,6}/(\d{1,6})页")
_NEXT = re.compile(r"^(?:下一?页|后一?页|下1页|next|>|»|›|下一页[>›»]*)$", re.IGNORECASE)
_BEFORE = re.compile(r"^(?:上一?页|前一?页)$")
_REVERSED = re.compile(r"/\d{1,4}\.s?html?$")
"""Addresses whose number alone is the page's: those that may be counted from the list's end."""
_POSTBACK = re.compile(r"__doPostBack\('([^']*)'\s*,\s*'([^']*)'\)")
_MOST_FRAMES = 3
_FRAMED = re.compile(r"(?i)<(?:iframe|frame|object|embed)\b|\.load\(")
_LOADED = re.compile(r"\.load\(\s*[\"']([^\"'<>\s]{2,300})[\"']")
_MOST_PARTS = 200
"""Further parts of one article: the longest that was met has 9."""
PAGE_PARAMETERS = (
    "page", "pageNo", "pageIndex", "PageIndex", "pageNum", "pagenum", "curPage", "cur_page", "currpage", "currentPage",
    "PageNo", "pageno", "p", "currPage", "curpage",
)  # fmt: skip
"""Names under which queries and forms carry the number of a page or batch."""


class Batch(Request, frozen=True, kw_only=True):
    """A request for more entries of a list. Its answer does not say what follows: the batch of the next number does.

    ``parameter`` is the name under which the query or the form carries the number.
    """

    parameter: str


def further_pages(page: Page, soup: BeautifulSoup, most: int) -> tuple[Request, ...]:
    """The requests for the further pages that the page announces, at most ``most``."""
    for dialect in (_create_page_html, _count_page, _next_link, _postback, _query_count):
        if found := tuple(islice(dialect(page, soup), most)):
            return found
    return ()


def article_parts(page: Page) -> tuple[Request, ...]:
    """The further parts of an article: those that TRS split it into (a pager whose pages are named after the article itself), or
    the pages in its frames.
    """
    name = urlsplit(page.url).path.rpartition("/")[2].rpartition(".")[0]
    found = _create_page_html(page, None) if "createPageHTML" in page.text else ()
    parts = tuple(request for request in islice(found, _MOST_PARTS) if name and f"/{name}_" in request.url)
    return parts or tuple(Request(url) for url in dict.fromkeys(_article_frames(page)))[:_MOST_FRAMES]


def _article_frames(page: Page) -> Iterator[str]:
    """The pages in frames, objects and ``$.load`` of an article that prints none of the forms' tables itself."""
    if page.kind != "html" or not _FRAMED.search(page.text) or words.matches("table_row", visible_text(page.text)):
        return
    tags = find_tags(page.text, "iframe", "frame", "object", "embed")
    printed = [tag.attributes.get("src") or tag.attributes.get("data") or "" for tag in tags]
    for href in (*printed, *_LOADED.findall(page.text)):
        url = page.join(href) if href else None
        is_page = url is not None and not words.is_attachment(url) and not words.address_matches("furniture", url)
        if url is not None and is_page and urls.key(url) != urls.key(page.url):
            yield url


def _pages(page: Page, names: Iterable[str]) -> Iterator[Request]:
    """The pages of these names, made one by one: a page may say that there are a hundred million."""
    own = urls.key(page.url)
    return (Request(url) for name in names if (url := page.join(name)) is not None and urls.key(url) != own)


def _create_page_html(page: Page, _soup: BeautifulSoup | None) -> Iterable[Request]:
    """TRS ``createPageHTML(9, 0, "index", "html")`` and UCAP ``createPageHTML('page_div', 11, 1, 'list', 'shtml',
    154)``.

    The current page given on the list's first page tells the base: 0 numbers page 2 ``_1``, 1 numbers it ``_2``.
    """
    for call in _CALL.finditer(page.text):
        line = page.text[page.text.rfind("\n", 0, call.start()) + 1 : call.start()]
        arguments = [part.strip().strip("\"'") for part in call[1].split(",")]
        if line.lstrip().startswith("//") or len(arguments) < 4:
            continue
        if not arguments[0].isdigit():
            arguments = arguments[1:]
        if len(arguments) >= 4 and arguments[0].isdigit() and arguments[1].isdigit():
            count, current, stem, extension = int(arguments[0]), int(arguments[1]), arguments[2], arguments[3]
            return _pages(page, _numbered(page, count, current, stem, extension.lstrip(".")))
    return ()


def _numbered(page: Page, count: int, current: int, stem: str, extension: str) -> Iterator[str]:
    """The names of the pages after the one at hand."""
    own = re.search(rf"/{re.escape(stem)}_(\d+)\.\w+$", urlsplit(page.url).path)
    if own is None:
        return (f"{stem}_{n}.{extension}" for n in range(current + 1, count + current))
    # Zero-based and one-based calls read alike here; the first page, where they differ, announced every page already.
    return (f"{stem}_{n}.{extension}" for n in range(int(own[1]) + 1, count))


def _count_page(page: Page, _soup: BeautifulSoup) -> Iterable[Request]:
    """TRS ``var countPage = 17`` beside ``document.write`` of the links; numbering from 0 unless currentPage says
    otherwise.
    """
    count, current = _COUNT.search(page.text), _CURRENT.search(page.text)
    if count is None:
        return ()
    written = _WRITTEN.search(page.text)
    name = urlsplit(page.url).path.rpartition("/")[2]
    stem, extension = written.groups() if written else _stem(name)
    return _pages(page, _numbered(page, int(count[1]), int(current[1]) if current else 0, stem, extension))


def _stem(name: str) -> tuple[str, str]:
    own = re.match(r"([\w-]+?)(?:_\d+)?\.(s?html?)$", name)
    return (own[1], own[2]) if own else ("index", "html")


def _next_link(page: Page, soup: BeautifulSoup) -> list[Request]:
    """The link that says 下一页, and the one that says 上一页: the only safe way where pages are numbered from the end.

    A list of Boda's that grows by a page while it is walked gives every number another page; the page before the one
    at hand, asked for already in any other case, is then the one that was jumped over.
    """
    before = _linked(page, soup, _BEFORE)
    jumped_over = before if before is not None and _REVERSED.search(before) else None
    return [Request(url) for url in (_linked(page, soup, _NEXT), jumped_over) if url is not None]


def _linked(page: Page, soup: BeautifulSoup, words: re.Pattern[str]) -> str | None:
    """Where the first link of these words leads, None when there is none or it leads nowhere else."""
    for anchor in anchors(soup):
        if words.match(squeeze(anchor.get_text()) or squeeze(str(anchor.get("title") or ""))):
            url = page.join(str(anchor["href"]))
            if url is not None and urls.key(url) != urls.key(page.url):
                return url
    return None


def _postback(page: Page, soup: BeautifulSoup) -> list[Request]:
    """ASP.NET WebForms: the next page is a form sent back to the same address with its hidden fields."""
    for anchor in anchors(soup):
        call = _POSTBACK.search(str(anchor["href"]))
        if call is not None and _NEXT.match(squeeze(anchor.get_text())):
            fields = {
                str(tag["name"]): str(tag.get("value") or "")
                for tag in soup.find_all("input", type="hidden")
                if tag.get("name")
            }
            body = urlencode({**fields, "__EVENTTARGET": call[1], "__EVENTARGUMENT": call[2]}).encode()
            return [form(page.url, body, referer=page.url)]
    return []


def asked_by(page: Page) -> tuple[tuple[str, str], ...]:
    """The headers that tell an interface which page's script asks: several servers answer nothing without them."""
    return (("X-Requested-With", "XMLHttpRequest"), ("Referer", page.url))


def form(url: str, body: bytes, *, referer: str) -> Request:
    """A form as the page's own script would send it: several servers answer nothing without Referer or
    X-Requested-With.
    """
    headers = (
        ("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"),
        ("X-Requested-With", "XMLHttpRequest"),
        ("Referer", referer),
    )
    return Request(url, method="POST", body=body, headers=headers)


def _query_count(page: Page, _soup: BeautifulSoup) -> Iterable[Request]:
    """A count of pages in a script (Lonsun ``pageCount:3``) or in print (共3页) beside an address that carries a page
    number.
    """
    counted = _QUERY_COUNT.search(page.text)
    printed = None if counted else _PRINTED_COUNT.search(squeeze(page.text))
    match = counted or printed
    name = page_parameter(page.url) or ("pageIndex" if counted and "/public/column/" in page.url else None)
    if match is None or name is None:
        return ()
    count = int(next(group for group in match.groups() if group))
    current = dict(parse_qsl(urlsplit(page.url).query)).get(name, "1")
    first = int(current) + 1 if current.isdigit() else 2
    return (Request(with_query(page.url, name, str(n))) for n in range(first, count + (0 if current == "0" else 1)))


def page_parameter(url: str) -> str | None:
    """The query parameter of an address that numbers its pages, None when it has none."""
    given = [name for name, _ in parse_qsl(urlsplit(url).query, keep_blank_values=True)]
    return next((name for name in PAGE_PARAMETERS if name in given), None)


def with_query(url: str, name: str, value: str) -> str:
    """The address with one query parameter set, the others and their order kept."""
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    changed = [(key, value if key == name else old) for key, old in pairs]
    if name not in dict(pairs):
        changed.append((name, value))
    return urlunsplit(parts._replace(query=urlencode(changed)))


def renumbered(request: Request, parameter: str, number: int) -> Request:
    """The same request for another page, whose number the form, or without one the query, carries as ``parameter``."""
    if not request.body:
        return msgspec.structs.replace(request, url=with_query(request.url, parameter, str(number)))
    fields = parse_qsl(request.body.decode(), keep_blank_values=True)
    changed = [(name, str(number) if name == parameter else value) for name, value in fields]
    return msgspec.structs.replace(request, body=urlencode(changed).encode())
