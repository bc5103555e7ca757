"""Pagers of TRS and its look-alikes: calls and variables of a script that count the pages, whose names are the list's with a number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

from reportscraper.crawl.length import length_of
from reportscraper.crawl.scripts import Script, pairs
from reportscraper.fetch import urls
from reportscraper.fetch.page import Page
from reportscraper.fetch.request import Request

_CALL = re.compile(r"createPageHTML\s*\(([^()]*)\)")
_COUNT = re.compile(r"\bcountPage\s*=\s*[\"']?(\d+)")
_CURRENT = re.compile(r"\bcurrentPage\s*=\s*[\"']?(\d+)")
_WRITTEN = re.compile(r"href=\\?[\"']([\w-]+?)_\\?[\"']?\s*\+[^;]{0,200}?\\?[\"']\.(s?html?)")
_PAGER = re.compile(r"\bPager\s*\(\s*\{([^{}]{1,400})\}")
_PAGE_NAME = re.compile(r"\bm_sPageName\s*=\s*[\"']([\w-]{1,40})[\"']")


def _pages(page: Page, names: Iterable[str]) -> Iterator[Request]:
    """The pages of these names, made one by one: a page may say that there are a hundred million."""
    own = urls.key(page.url)
    return (Request(url) for name in names if (url := page.join(name)) is not None and urls.key(url) != own)


def create_page_html(page: Page, _soup: BeautifulSoup | None) -> Iterable[Request]:
    """TRS ``createPageHTML(9, 0, "index", "html")`` and UCAP ``createPageHTML('page_div', 11, 1, 'list', 'shtml',
    154)``.

    The current page given on the list's first page tells the base: 0 numbers page 2 ``_1``, 1 numbers it ``_2``.
    """
    for call in _CALL.finditer(page.text):
        line = page.text[page.text.rfind("\n", 0, call.start()) + 1 : call.start()]
        arguments = [part.strip().strip("\"'") for part in call[1].split(",")]
        if line.lstrip().startswith("//") or len(arguments) < 4:
            continue
        values = Script(page.text).variables if not arguments[0].isdigit() else {}
        arguments = [values.get(each, each) for each in arguments]
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


def pager_object(page: Page, _soup: BeautifulSoup) -> Iterable[Request]:
    """TRS's newer ``Pager({size: 9, current: 0, prefix: 'index', suffix: 'html'})``."""
    found = _PAGER.search(page.text)
    given = dict(pairs(found[1])) if found is not None else {}
    if not (given.get("size", "").isdecimal() and given.get("current", "").isdecimal() and given.get("prefix")):
        return ()
    return _pages(
        page, _numbered(page, int(given["size"]), int(given["current"]), given["prefix"], given.get("suffix", "html"))
    )


def count_page(page: Page, _soup: BeautifulSoup) -> Iterable[Request]:
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


def record_count(page: Page, _soup: BeautifulSoup | None) -> Iterable[Request]:
    """TRS's older outline pages: ``m_nRecordCount`` and the page's own name, ``nei_2.htm`` being page 2."""
    count = length_of(page).all_pages if "m_nRecordCount" in page.text else None
    if count is None or count < 2:
        return ()
    name = urlsplit(page.url).path.rpartition("/")[2]
    given = _PAGE_NAME.search(page.text)
    stem, extension = _stem(name)
    return _pages(page, (f"{given[1] if given else stem}_{n}.{extension}" for n in range(2, count + 1)))


def first_by_number(page: Page) -> tuple[Request, ...]:
    """The page that `record_count` leaves out: where pages are counted from 0, ``nei_1.htm`` is the second."""
    second = next(iter(record_count(page, None)), None)
    return (Request(second.url.replace("_2.", "_1.", 1)),) if second is not None else ()
