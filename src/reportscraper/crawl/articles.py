"""The further parts of an article: the pages that it was split into, or that stand in its frames."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlsplit

from reportscraper.crawl import words
from reportscraper.crawl.attachments import find_attachments, prints_forms
from reportscraper.crawl.pagers import create_page_html
from reportscraper.fetch import urls
from reportscraper.fetch.page import Page, shows_at_most
from reportscraper.fetch.request import Request
from reportscraper.fetch.tags import find_links, find_tags

_MOST_FRAMES = 3
_NUMBER = re.compile(r"[2-9]|[1-9]\d")
_FRAMED = re.compile(r"(?i)<(?:iframe|frame|object|embed)\b|\.load\(")
_CALLED = re.compile(
    r"(?:\$\.(?:get|getJSON|post)|axios\.get|\bfetch)\(\s*[\"'`]([^\"'`<>\s]{2,300})[\"'`]|\burl\s*:\s*[\"']([^\"'<>\s]{2,300})[\"']"
)
_ASIDE = re.compile(r"(?i)hit|click|count|visit|stat|log|tongji|like|share|weather|user|comment|search|menu|nav|config")
_OF_ARTICLE = re.compile(r"\d{3}")
"""What names an article in an address; an interface that is named alone wants fields."""
_SHELL_TEXT = 600
_LOADED = re.compile(r"\.load\(\s*[\"']([^\"'<>\s]{2,300})[\"']")
_MOST_PARTS = 200
"""Further parts of one article: the longest that was met has 9."""


def article_parts(page: Page) -> tuple[Request, ...]:
    """The further parts of an article: those that TRS split it into (a pager whose pages are named after the article itself), or
    the pages in its frames.
    """
    name = urlsplit(page.url).path.rpartition("/")[2].rpartition(".")[0]
    found = create_page_html(page, None) if "createPageHTML" in page.text else ()
    parts = tuple(request for request in islice(found, _MOST_PARTS) if name and f"/{name}_" in request.url)
    parts = parts or tuple(Request(url) for url in _numbered_parts(page))
    return parts or tuple(Request(url) for url in dict.fromkeys(_article_frames(page)))[:_MOST_FRAMES]


def _numbered_parts(page: Page) -> list[str]:
    """The further parts that links of an article number after its own address: ``123_2.html`` of ``123.html``."""
    own = urls.key(page.url)
    stem, dot, ending = own.rpartition(".")
    found: dict[int, str] = {}
    for href, _ in find_links(page.text) if dot and "/" not in ending and "_2" in page.text else ():
        url = page.join(href)
        number = urls.key(url)[len(stem) + 1 : -len(ending) - 1] if url is not None else ""
        if url is not None and urls.key(url) == f"{stem}_{number}.{ending}" and _NUMBER.fullmatch(number):
            found[int(number)] = url
    return [found[number] for number in sorted(found)] if 2 in found else []


def _article_frames(page: Page) -> Iterator[str]:
    """The pages in frames, objects and ``$.load`` of an article that prints none of the forms' tables itself."""
    if page.kind != "html" or not (_FRAMED.search(page.text) or _CALLED.search(page.text)) or prints_forms(page):
        return
    tags = find_tags(page.text, "iframe", "frame", "object", "embed")
    printed = [tag.attributes.get("src") or tag.attributes.get("data") or "" for tag in tags]
    is_shell = shows_at_most(page.text, _SHELL_TEXT)
    is_shell = is_shell and bool(_CALLED.search(page.text)) and not find_attachments(page)
    called = [one or other for one, other in _CALLED.findall(page.text)] if is_shell else []
    called = [each for each in called if _OF_ARTICLE.search(each) and not _ASIDE.search(each)]
    for href in (*printed, *_LOADED.findall(page.text), *called):
        url = page.join(href) if href else None
        is_page = url is not None and not words.is_attachment(url) and not words.address_matches("furniture", url)
        if url is not None and is_page and urls.key(url) != urls.key(page.url):
            yield url
