"""The sub-columns of an annual-report column: by year, by type of body, by body; links, options of a selection, frames, bodies' own sites."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag
from msgspec.structs import replace

from reportscraper.crawl import words
from reportscraper.crawl.attachments import viewed
from reportscraper.crawl.listing import Link, address_of, anchors, is_furniture, leading, linked
from reportscraper.crawl.options import option_addresses
from reportscraper.crawl.row_titles import BUTTON, MOST_TEXT, title_of
from reportscraper.crawl.scripts import Script, nodes
from reportscraper.crawl.templates import address_templates, filled_in
from reportscraper.fetch import urls
from reportscraper.fetch.page import Page
from reportscraper.text import squeeze, tidy

_MONTH = re.compile(r"(?:0?[1-9]|1[0-2]|[一二三四五六七八九十]|十[一二])月份?")
_LONGEST_LABEL = 20
_LABEL_DEPTH = 3
MORE = re.compile(r"[\[(【<]?(?:查看|点击|阅读|浏览)?(?:更多|more)(?:信息|内容|年报)?[\])】]?[.…>»+]*", re.IGNORECASE)
_NUMBERS = re.compile(r"[0-9a-f]{24,32}|\d+[a-z]{0,4}(?=[/.])|\d+")
_LEAST_SITES = 2
_MOST_OLDER = 3
_POINTER = re.compile(r"(?:请?点击)?(?:这里|此处|此|链接|进入|这儿)")
"""What a link says that stands in a sentence about where it leads."""
_HOME = re.compile(r"(?i)(?:/|/(?:index|default|main|home)\.\w{2,5})$")


def read_columns(soup: BeautifulSoup, page: Page) -> tuple[Link, ...]:
    """The sub-columns of an annual-report column: by year, by type of body, by body; also options and frames."""
    script = Script(page.text)
    found = [link for link in _links(soup, page, script) if urls.key(link.url) != urls.key(page.url)]
    years = [link for link in found if words.matches("year_column", link.text)]
    years += [replace(link, of_month=True) for link in found if _is_month(link, page)]
    bodies = [named for link in found if (named := _body_column(link, page)) is not None]
    frames = [link for link in _frames(soup, page) if urls.is_below(link.url, page.url)]
    older = [link for link in found if words.matches("older", link.text)]
    lists = [link for link in older if words.matches("weak", link.text)]  # 历年年报, of each body it may be
    others = [replace(link, doubtful=True) for link in older if link not in lists][:_MOST_OLDER]
    columns = {urls.key(link.url): link for link in (*_further(soup, page), *years, *bodies, *frames, *lists, *others)}
    sites = {key: link for link in _sub_sites(soup, page) if (key := urls.key(link.url)) not in columns}
    return (*columns.values(), *(sites.values() if len(sites) >= _LEAST_SITES else ()))


def _is_month(link: Link, page: Page) -> bool:
    """Whether a link is a month's column within that of its year."""
    return _MONTH.fullmatch(squeeze(link.text)) is not None and urls.is_below(link.url, page.url)


def _sub_sites(soup: BeautifulSoup, page: Page) -> Iterator[Link]:
    """The home pages of bodies' own sites that a column leads to; lists of links around it lead there, too."""
    for tag in anchors(soup):
        url, text = page.join(str(tag["href"])), title_of(tag)
        if url is None or not words.matches("body_name", text) or not _HOME.search(url) or is_furniture(tag):
            continue
        if urls.key(url) != urls.key(page.url) and not urls.is_below(page.url, url):
            yield Link(url, text, sub_site=True)


def _body_column(link: Link, page: Page) -> Link | None:
    """A link as the column of a body, or of a type of body, None when it is none.

    It lies below the page's own address, or bears the words of annual reports in its own, or, where paths are never
    nested (``/col/col12/``), it is of the same shape and still to be looked into.
    """
    if not words.names_body(link.text):
        return None
    if urls.is_below(link.url, page.url) or words.address_matches("path_strong", link.url):
        return link
    return Link(link.url, link.text, doubtful=True) if _shape(link.url) == _shape(page.url) else None


def _shape(url: str) -> str:
    """An address without the numbers that tell its columns apart; of one without numbers, which tells nothing, itself."""
    return _NUMBERS.sub("0", url.partition("#")[0])


def _further(soup: BeautifulSoup, page: Page) -> Iterator[Link]:
    """What 更多 beside a block of a page leads to: the whole list of which the block shows the first entries, or one on another matter."""
    for tag in anchors(soup):
        if len(tag.get_text()) < _LONGEST_LABEL and MORE.fullmatch(squeeze(title_of(tag))) and not is_furniture(tag):
            url = page.join(str(tag["href"]))
            if url is not None and urls.netloc(url) == urls.netloc(page.url) and not words.is_article(url):
                yield Link(url, "", doubtful=True)


def _links(soup: BeautifulSoup, page: Page, script: Script) -> Iterator[Link]:
    """Links, elements that lead somewhere by a handler (tabs of years, a tree of bodies), nodes of a tree, options of a selection."""
    pairs = [
        (url, _label(tag))
        for tag in linked(soup, leading(script))
        if (url := address_of(tag, page, script)) is not None
    ]
    templates = address_templates(page.text) if "{" in page.text else ()
    pairs += nodes(page.text, lambda node: filled_in(templates, node))
    pairs += option_addresses(soup, script)
    for href, text in pairs:
        url = page.join(href)
        if url is not None and text and not words.is_article(url):
            yield Link(url, text)


def _label(tag: Tag) -> str:
    """What a link says; of a button (点击查看), the year or body beside which it stands."""
    text = title_of(tag) or str(tag.get("value") or "")
    if _POINTER.fullmatch(squeeze(text)) and tag.parent is not None:
        return tidy(tag.parent.get_text()[:MOST_TEXT])
    if not BUTTON.fullmatch(squeeze(text)):
        return text
    for parent in itertools.islice(tag.parents, _LABEL_DEPTH):
        before = parent.find_previous_sibling()
        for near in (parent.get_text(" ").replace(text, " "), before.get_text() if isinstance(before, Tag) else ""):
            said = tidy(near[:MOST_TEXT])
            if words.matches("year_column", said) or words.names_body(said):
                return said
    return text


def bodies_named(soup: BeautifulSoup, page: Page) -> tuple[Link, ...]:
    """The links of a page without a list that bear nothing but a body's name, wherever they lead: any may be its report, or its column."""
    found = (link for link in _links(soup, page, Script(page.text)) if urls.netloc(link.url) == urls.netloc(page.url))
    return tuple(replace(link, doubtful=True) for link in found if words.matches("body_name", link.text))


def _frames(soup: BeautifulSoup, page: Page) -> Iterator[Link]:
    for tag in soup.find_all(["iframe", "frame"]):
        for name in ("src", "data-src"):
            url = page.join(str(tag.get(name) or ""))
            if url is not None and not words.is_attachment(viewed(url)):
                yield Link(url, page.title, framed=True)
