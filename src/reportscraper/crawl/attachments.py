"""The files a page hands out: linked, embedded, or named only in a script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qs, unquote, urlsplit

from reportscraper.crawl import urls, words
from reportscraper.crawl.page import Page
from reportscraper.model import Listed
from reportscraper.text import tidy

_ANCHOR = re.compile(r"<a\b([^>]*)>(.*?)</a\s*>", re.IGNORECASE | re.DOTALL)
_HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)
_TITLE = re.compile(r"\btitle\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_EMBEDDED = re.compile(r"<(?:embed|object|iframe|frame)\b[^>]*?\b(?:src|data)\s*=\s*[\"']([^\"']+)[\"']", re.IGNORECASE)
_PLAYER = re.compile(r"\bpdfsrc\s*=\s*[\"']([^\"']+)[\"']|showVsbpdfIframe\(\s*[\"']([^\"']+)[\"']", re.IGNORECASE)
_CALLED = re.compile(r"(?:downFile|downloadFile|openFile|window\.open)\(\s*\\?[\"']([^\"'\\]+)", re.IGNORECASE)
_EMBEDDING = ("<embed", "<object", "<iframe", "<frame")
_PLAYING = ("pdfsrc", "showvsbpdfiframe")
_TAG = re.compile(r"<[^>]*>")


def find_attachments(page: Page) -> tuple[Listed, ...]:
    """The files of a page in order, each address once; ``title`` is the anchor text, which is the file's human name."""
    found: dict[str, Listed] = {}
    for href, name in _candidates(page):
        url = page.join(unescape(href))
        if url is not None and words.is_attachment(url):
            known = found.get(urls.key(url))
            if known is None or not known.title:
                found[urls.key(url)] = Listed(url=url, title=name)
    return tuple(found.values())


def _candidates(page: Page) -> Iterator[tuple[str, str]]:
    text = page.text.replace("\\/", "/")
    for attributes, content in _ANCHOR.findall(text):
        href, title = _HREF.search(attributes), _TITLE.search(attributes)
        if href is None:
            continue
        name = tidy(unescape(_TAG.sub("", content))) or (tidy(unescape(title[1] or title[2] or "")) if title else "")
        address = href[1] or href[2] or href[3] or ""
        called = _CALLED.search(unescape(address)) if address.startswith("javascript:") else None
        yield (called[1] if called else address), name
    lower = text.lower()
    for pattern, words_of_it in ((_EMBEDDED, _EMBEDDING), (_PLAYER, _PLAYING)):
        for match in pattern.finditer(text) if any(word in lower for word in words_of_it) else ():
            yield _viewed(next(group for group in match.groups() if group)), ""


def _viewed(address: str) -> str:
    """The file a viewer page shows (``viewer.html?file=%2Fa.pdf``), else the address itself."""
    file = parse_qs(urlsplit(unescape(address)).query).get("file")
    return unquote(file[0]) if file else address
