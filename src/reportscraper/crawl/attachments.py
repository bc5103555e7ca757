"""The files a page hands out: linked, embedded, or named only in a script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qs, unquote, urlsplit

from reportscraper.crawl import urls, words
from reportscraper.crawl.page import Page
from reportscraper.crawl.tags import find_links, find_tags
from reportscraper.model import Listed

_PLAYER = re.compile(r"\bpdfsrc\s*=\s*[\"']([^\"']+)[\"']|showVsbpdfIframe\(\s*[\"']([^\"']+)[\"']", re.IGNORECASE)
_FIELD = re.compile(
    r"[\"'](?:attach|file|down)\w{0,12}(?:url|path|src|href)[\"']?\s*:\s*[\"']([^\"'<>\s]{4,500})[\"']", re.IGNORECASE
)
_FIELD_WORDS = ("attach", "file", "down")
"""Looked for first: the patterns cost more than all else that is done with a page, and few pages need them."""
_CALLED = re.compile(r"(?:downFile|downloadFile|openFile|window\.open)\(\s*\\?[\"']([^\"'\\]+)", re.IGNORECASE)


def find_attachments(page: Page) -> tuple[Listed, ...]:
    """The files of a page in order, each address once; ``title`` is the anchor text, which is the file's human name."""
    found: dict[str, Listed] = {}
    for href, name in _candidates(page):
        url = page.join(href)
        if url is not None and words.is_attachment(url):
            known = found.get(urls.key(url))
            if known is None or not known.title:
                found[urls.key(url)] = Listed(url=url, title=name)
    return tuple(found.values())


def _candidates(page: Page) -> Iterator[tuple[str, str]]:
    text = page.text.replace("\\/", "/").replace('\\"', '"')
    for href, name in find_links(text):
        called = _CALLED.search(href) if href.startswith("javascript:") else None
        yield (called[1] if called else href), name
    for tag in find_tags(text, "embed", "object", "iframe", "frame"):
        yield _viewed(tag.attributes.get("src") or tag.attributes.get("data") or ""), ""
    lowered = text.lower()
    if "pdfsrc" in lowered or "showvsbpdfiframe" in lowered:
        yield from ((unescape(match[1] or match[2]), "") for match in _PLAYER.finditer(text))
    if any(word in lowered for word in _FIELD_WORDS):
        yield from ((unescape(match[1]), "") for match in _FIELD.finditer(text))


def _viewed(address: str) -> str:
    """The file a viewer page shows (``viewer.html?file=%2Fa.pdf``), else the address itself."""
    file = parse_qs(urlsplit(address).query).get("file")
    return unquote(file[0]) if file else address
