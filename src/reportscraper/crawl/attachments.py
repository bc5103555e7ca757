"""The files a page hands out: linked, embedded, or named only in a script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import islice
from urllib.parse import parse_qs, unquote

from reportscraper.crawl import words
from reportscraper.crawl.handlers import handled_address
from reportscraper.crawl.scripts import Script
from reportscraper.fetch import urls
from reportscraper.fetch.page import Page, visible_text
from reportscraper.fetch.tags import find_links, find_tags
from reportscraper.model import ListEntry
from reportscraper.text import tidy

_PLAYER = re.compile(r"\bpdfsrc\s*=\s*[\"']([^\"']+)[\"']|showVsbpdfIframe\(\s*[\"']([^\"']+)[\"']", re.IGNORECASE)
_FIELD = re.compile(
    r"[\"'](?:attach|file|down)\w{0,12}(?:url|path|src|href)[\"']?\s*:\s*[\"']([^\"'<>\s]{4,500})[\"']", re.IGNORECASE
)
_LITERAL_FILE = re.compile(
    r"(?:\s=|[=(:,])\s*[\"'`]([^\"'`<>\s?]{0,200}/[^\"'`<>\s?]{1,200}\.(?:pdf|docx?|xlsx?|wps|ofd))[\"'`]",
    re.IGNORECASE,
)
"""A file that a script names to a viewer (``PDFObject.embed('/up/1.pdf')``)."""
_FILE_ENDINGS = (".pdf'", '.pdf"', ".pdf`", ".doc", ".xls", ".wps", ".ofd")
_FIELD_WORDS = ("attach", "file", "down")
"""Looked for first: the patterns cost more than all else that is done with a page, and few pages need them."""
_PAGE = re.compile(r"(?i)[^?;#]*(?:\.s?html?|/)(?:#.*)?")
"""Links that end as pages do: most of a page's links, and joining each would cost more than all else."""
_MOST_PICTURES = 12
_HANDLED = re.compile(r"<\w{1,10}\b[^<>]{0,2000}?\b(?:onclick|data-(?:href|url|link|path|file|src))\s*=[^<>]{1,2000}>")
_CALLED = re.compile(r"(?:\w{0,20}down\w{0,20}|\w{0,20}[Ff]ile|window\.open)\(\s*\\?[\"']([^\"'\\]+)", re.IGNORECASE)


def find_attachments(page: Page) -> tuple[ListEntry, ...]:
    """The files of a page in order, each address once; ``title`` is the anchor text, which is the file's human name.

    Where no table of the forms is printed as text, the article's pictures are among them.
    """
    found: dict[str, ListEntry] = {}
    for href, name in _candidates(page):
        if _PAGE.fullmatch(href) and "attach" not in href:
            continue
        url = page.join(href)
        if url is not None and (words.is_attachment(url) or _is_named_as_file(name, url)):
            known = found.get(urls.key(url))
            if known is None or not known.title:
                found[urls.key(url)] = ListEntry(url=url, title=name)
    found.update({urls.key(url): ListEntry(url=url, title=name) for url, name in _pictures(page)})
    return tuple(found.values())


def _is_named_as_file(name: str, url: str) -> bool:
    """Whether the text of a link is the name of a file (``年度报告.docx``) though its address (``download?id=3``) is none."""
    return words.address_matches("attachment", name.strip().rstrip("】])）")) and urls.netloc(url) != ""


def prints_forms(page: Page) -> bool:
    """Whether a page shows a row of the forms' tables itself."""
    return words.matches("table_row", visible_text(page.text))


def _pictures(page: Page) -> Iterator[tuple[str, str]]:
    """The first pictures of an article without a table of the forms: its tables may be among them."""
    tags = find_tags(page.text.replace("\\/", "/").replace('\\"', '"'), "img")
    named = ((page.join(tag.attributes.get("src") or ""), tag.attributes.get("alt", "")) for tag in tags)
    shown = {url: name for url, name in named if url is not None and _is_content(url)}
    if shown and not prints_forms(page):
        yield from islice(shown.items(), _MOST_PICTURES)


def _is_content(url: str) -> bool:
    return words.address_matches("picture", url) and not words.address_matches("ornament", url)


def _candidates(page: Page) -> Iterator[tuple[str, str]]:
    text = page.text.replace("\\/", "/").replace('\\"', '"')
    for href, name in find_links(text):
        called = _CALLED.search(href) if href.startswith("javascript:") else None
        yield viewed(called[1] if called else href), name
    if "onclick" in text or "data-" in text:
        script = Script(text)
        for found in _HANDLED.finditer(text):
            tag = next(find_tags(found[0], r"\w+"), None)
            printed = handled_address(tag.attributes, script) if tag is not None else None
            if printed is not None:
                shown = re.split(r"(?i)</", text[found.end() : found.end() + 300], maxsplit=1)[0]
                yield viewed(printed), tidy(unescape(re.sub("<[^<>]*>", "", shown)))
    for tag in find_tags(text, "embed", "object", "iframe", "frame"):
        yield viewed(tag.attributes.get("src") or tag.attributes.get("data") or ""), ""
    lowered = text.lower()
    if any(ending in lowered for ending in _FILE_ENDINGS) and not prints_forms(page):
        yield from ((unescape(match[1]), "") for match in _LITERAL_FILE.finditer(text))
    if "pdfsrc" in lowered or "showvsbpdfiframe" in lowered:
        yield from ((unescape(match[1] or match[2]), "") for match in _PLAYER.finditer(text))
    if any(word in lowered for word in _FIELD_WORDS):
        yield from ((unescape(match[1]), "") for match in _FIELD.finditer(text))


def viewed(address: str) -> str:
    """The file a viewer page shows (``viewer.html?file=%2Fa.pdf``), else the address itself."""
    query = parse_qs(address.partition("?")[2].partition("#")[0])
    shown = (unquote(query[name][0]) for name in ("file", "src", "url") if name in query)
    return next((each for each in shown if words.is_attachment(each)), address)
