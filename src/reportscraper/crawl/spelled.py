"""Pages of a list whose addresses only a script spells: plugins that make pagers, functions that are given a number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from bs4 import BeautifulSoup, Tag

from reportscraper.crawl.length import length_of
from reportscraper.crawl.paging import page_parameter
from reportscraper.crawl.scripts import Script, is_address, pairs, sums, unknown
from reportscraper.fetch import urls
from reportscraper.fetch.page import Page
from reportscraper.fetch.request import Request
from reportscraper.text import squeeze

_PAGED = re.compile(
    r"laypage|jump\s*:|\blocation\b|\.load\(|\$\.get\(|\$\.ajax\(|\bopen\(|\.href\s*=|\bfetch\("
    r"|\bpageUrl\b|\bgetLink\b|\bgetHref\b|\blinkFormatter\b|\breturn\s*(?:\w{1,20}\s*={2,3}\s*\d\s*\?\s*)?[\"'(]"
)
_LINK_TO = re.compile(r"[\"']([^\"'<>\s]{0,200})(__id__|\{page\}|\{pageNo\}|\{p\}|\[page\])([^\"'<>\s]{0,100})[\"']")
"""An address with a place for the number: ``link_to`` of jquery.pagination, which counts pages from 0, and others."""
_MOST_CONTEXTS = 60
_CONTEXT = 400
NUMBERS = (
    "obj.curr", "e.curr", "res.curr", "o.curr", "e.current", "curr", "page", "pageNo", "pageIndex", "pageNum", "pagenum", "num", "n", "p", "i",
    "index", "cur", "current", "currentPage", "curPage", "pageno", "no", "idx",
)  # fmt: skip
"""Names by which scripts call the number of the page that is asked for."""
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(r"[1-9]\d{0,2}")
_COUNTED = re.compile(r"[_-]?\d+(?=\.\w{2,6}$)")
_LONGEST_LABEL = 12


def spelled(page: Page, soup: BeautifulSoup) -> Iterable[Request]:
    """Pages whose addresses a script puts together from a number (``laypage``, ``goPage``, fragments loaded by a hash pager), as
    many as the page says there are.
    """
    labels = [squeeze(tag.get_text()) for tag in soup.find_all(["a", "li", "span"]) if _is_short(tag)]
    shown = max((int(label) for label in labels if _NUMBER.fullmatch(label)), default=0)
    count = length_of(page).all_pages or (shown if shown > 1 and "1" in labels else 0)
    if count < 2:
        return ()
    if named := _LINK_TO.search(page.text):
        first = 1 if named[2] == "__id__" else 2
        joined = (page.join(f"{named[1]}{number}{named[3]}") for number in range(first, first + count - 1))
        return (Request(url) for url in joined if url is not None)
    variables = {**dict(pairs(page.text)), **Script(page.text).variables}
    contexts = [
        page.text[each.start() : each.start() + _CONTEXT] for each in islice(_PAGED.finditer(page.text), _MOST_CONTEXTS)
    ]
    for context in contexts:
        for place, (one, _) in enumerate(_differing(context, variables, NUMBERS)):
            if one:
                return _counted_out(page, context, place, count, variables, NUMBERS)
    for context in contexts:  # whatever the number is called, where it is put into the page's own address
        for name in unknown(context, variables):
            for place, (one, _) in enumerate(_differing(context, variables, (name,))):
                if one and is_own(page.join(one), page):
                    return _counted_out(page, context, place, count, variables, (name,))
    return ()


def _is_short(tag: Tag) -> bool:
    return len(tag.get_text()) < _LONGEST_LABEL


def _differing(context: str, variables: Mapping[str, str], names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The sums of a piece of script for page 2 and 3, where these are addresses that differ in a number alone; empty ones for others."""
    second, third = (list(sums(context, {**variables, **dict.fromkeys(names, n)})) for n in ("2", "3"))
    for one, other in zip(second, third, strict=False):
        differ = one != other and is_address(one) and _DIGITS.sub("", one) == _DIGITS.sub("", other)
        yield (one, other) if differ else ("", "")


def is_own(url: str | None, page: Page) -> bool:
    """Whether an address is the page's own but for the number of the page."""
    if url is None:
        return False
    path, own = (urls.key(each).partition("?")[0] for each in (url, page.url))
    if path == own:
        return page_parameter(url) is not None
    folder = own.rpartition("/")[0]
    return _COUNTED.sub("", path) in {
        _COUNTED.sub("", own),
        *(f"{folder}/index.{end}" for end in ("html", "shtml", "htm")),
    }


def _counted_out(
    page: Page, context: str, place: int, count: int, variables: Mapping[str, str], names: Iterable[str]
) -> Iterator[Request]:
    for number in range(2, count + 1):
        printed = list(sums(context, {**variables, **dict.fromkeys(names, str(number))}))
        url = page.join(printed[place])
        if url is not None:
            yield Request(url)
