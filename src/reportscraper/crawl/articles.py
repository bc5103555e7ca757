"""The further parts of an article: the pages that it was split into, or that stand in its frames."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import parse_qsl, urlencode, urlsplit

from reportscraper.crawl import words
from reportscraper.crawl.attachments import find_attachments, prints_forms
from reportscraper.crawl.scripts import Script, is_address, sums
from reportscraper.crawl.trs_pagers import create_page_html
from reportscraper.fetch import urls
from reportscraper.fetch.page import Page, shows_at_most, visible_text
from reportscraper.fetch.request import Request
from reportscraper.fetch.tags import find_links, find_tags

_MOST_FRAMES = 3
_NUMBER = re.compile(r"[2-9]|[1-9]\d")
_FRAMED = re.compile(r"(?i)<(?:iframe|frame|object|embed)\b|\.load\(")
_CALLED = re.compile(
    r"(?:\$\.(?:get|getJSON|post)|axios\.get|\bfetch)\(\s*[\"'`]([^\"'`<>\s]{2,300})[\"'`]|\burl\s*:\s*[\"']([^\"'<>\s]{2,300})[\"']"
)
_ASKING = re.compile(r"\$\.(?:get|getJSON|ajax)\(|\baxios(?:\.get)?\(|\bfetch\(|\burl\s*:")
_SENT = re.compile(r"[\"'`]\s*,\s*\{\s*(?:params\s*:\s*\{)?([^{}]{1,400})\}|\b(?:data|params)\s*:\s*\{([^{}]{1,400})\}")
_FIELD = re.compile(r"[\"']?(\w{1,40})[\"']?\s*:\s*(\"[^\"]*\"|'[^']*'|[\w.]+)")
_MOST_CALLS, _AROUND = 20, 500
_ASIDE = re.compile(r"(?i)hit|click|count|visit|stat|log|tongji|like|share|weather|user|comment|search|menu|nav|config")
_OF_ARTICLE = re.compile(r"\d{3}")
"""What names an article in an address; an interface that is named alone wants fields."""
_SHELL_TEXT = 600
_LOADED = re.compile(r"\.load\(\s*[\"']([^\"'<>\s]{2,300})[\"']")
_MOST_PARTS = 200
"""Further parts of one article: the longest that was met has 9."""


def is_report_page(page: Page) -> bool:
    """Whether a page is a report by its chapters: four different ones of any of the forms."""
    return words.count("chapter", visible_text(page.text)) >= 4


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


def _asked_by_number(page: Page) -> list[str]:
    """What the script of a shell asks for with a field of the shell's own address: ``/detail.html?id=7`` brings ``/api/get?id=7``."""
    query = {name: value for name, value in parse_qsl(urlsplit(page.url).query) if value.isalnum()}
    if not query:
        return []
    names = "|".join(map(re.escape, query))
    read = re.compile(rf"\b[\w.$]{{1,60}}\(\s*[\"']({names})[\"']\s*(?:,[^()]{{0,40}})?\)")
    text = read.sub(lambda found: f'"{query[found[1]]}"', page.text)
    values = {**query, **Script(text).variables}
    found: dict[str, None] = {}
    for call in islice(_ASKING.finditer(text), _MOST_CALLS):
        around = text[call.start() : call.start() + _AROUND]
        found |= dict.fromkeys(
            each for each in sums(around, values) if is_address(each) and any(value in each for value in query.values())
        )
        literal, fields = _CALLED.search(around), _SENT.search(around)
        if literal is not None and fields is not None:
            given = {
                name: values.get(value.strip("\"'"), value.strip("\"'"))
                for name, value in _FIELD.findall(fields[1] or fields[2])
            }
            if not query.keys().isdisjoint(given) or not set(query.values()).isdisjoint(given.values()):
                url = literal[1] or literal[2]
                found[f"{url}{'&' if '?' in url else '?'}{urlencode(given)}"] = None
    return [each for each in found if not _ASIDE.search(each)]


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
    called += _asked_by_number(page) if is_shell else []
    for href in (*printed, *_LOADED.findall(page.text), *called):
        url = page.join(href) if href else None
        is_page = url is not None and not words.is_attachment(url) and not words.address_matches("furniture", url)
        if url is not None and is_page and urls.key(url) != urls.key(page.url):
            yield url
