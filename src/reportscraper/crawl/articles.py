"""The further parts of an article: the pages that it was split into, or that stand in its frames."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import urlsplit

from reportscraper.crawl import words
from reportscraper.crawl.attachments import prints_forms
from reportscraper.crawl.pagers import create_page_html
from reportscraper.fetch import urls
from reportscraper.fetch.page import Page
from reportscraper.fetch.request import Request
from reportscraper.fetch.tags import find_tags

_MOST_FRAMES = 3
_FRAMED = re.compile(r"(?i)<(?:iframe|frame|object|embed)\b|\.load\(")
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
    return parts or tuple(Request(url) for url in dict.fromkeys(_article_frames(page)))[:_MOST_FRAMES]


def _article_frames(page: Page) -> Iterator[str]:
    """The pages in frames, objects and ``$.load`` of an article that prints none of the forms' tables itself."""
    if page.kind != "html" or not _FRAMED.search(page.text) or prints_forms(page):
        return
    tags = find_tags(page.text, "iframe", "frame", "object", "embed")
    printed = [tag.attributes.get("src") or tag.attributes.get("data") or "" for tag in tags]
    for href in (*printed, *_LOADED.findall(page.text)):
        url = page.join(href) if href else None
        is_page = url is not None and not words.is_attachment(url) and not words.address_matches("furniture", url)
        if url is not None and is_page and urls.key(url) != urls.key(page.url):
            yield url
