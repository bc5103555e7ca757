"""The further parts of an article: the pages that it was split into, or that stand in its frames."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import parse_qsl, urlencode, urlsplit

from reportscraper.crawl import words
from reportscraper.crawl.attachments import find_attachments, prints_forms
from reportscraper.crawl.paging import form, posted_json
from reportscraper.crawl.scripts import ASKING, Script, is_address, sums
from reportscraper.crawl.trs_pagers import create_page_html
from reportscraper.fetch import urls
from reportscraper.fetch.outcome import shows_report
from reportscraper.fetch.page import Page, shows_at_most, visible_text
from reportscraper.fetch.request import Request
from reportscraper.fetch.tags import find_links, find_tags

_MOST_FRAMES = 3
_NUMBER = re.compile(r"[2-9]|[1-9]\d")
_FRAMED = re.compile(r"(?i)<(?:iframe|frame|object|embed)\b|\.load\(")
_CALLED = re.compile(
    r"(?:\$\.(?:get|getJSON|post)|axios\.(?:get|post)|http\.(?:get|post)|\bfetch)\(\s*[\"'`]([^\"'`<>\s]{2,300})[\"'`]|\burl\s*:\s*[\"']([^\"'<>\s]{2,300})[\"']"
)
_SENT = re.compile(
    r"[\"'`]\s*,\s*\{\s*(?:params\s*:\s*\{)?([^{}]{1,400})\}|\b(?:data|params)\s*:\s*\{([^{}]{1,400})\}|\bJSON\.stringify\(\s*\{([^{}]{1,400})\}"
)
_POST = re.compile(r"\.post\(|\b(?:type|method)\s*:\s*[\"']post[\"']", re.IGNORECASE)
_SENDS_JSON = re.compile(r"JSON\.stringify|\b(?:axios|http)\.post\(|application/json")
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
    return shows_report(visible_text(page.text))


def article_parts(page: Page) -> tuple[Request, ...]:
    """The further parts of an article: those that TRS split it into (a pager whose pages are named after the article itself), or
    the pages in its frames.
    """
    name = urlsplit(page.url).path.rpartition("/")[2].rpartition(".")[0]
    found = create_page_html(page, None) if "createPageHTML" in page.text else ()
    parts = tuple(request for request in islice(found, _MOST_PARTS) if name and f"/{name}_" in request.url)
    parts = parts or tuple(Request(url) for url in _numbered_parts(page))
    return parts or tuple({urls.key(part.url): part for part in _article_frames(page)}.values())[:_MOST_FRAMES]


def is_shell(page: Page) -> bool:
    """Whether a page shows next to nothing and hands out no file: what it shows is loaded by its script."""
    return page.kind == "html" and shows_at_most(page.text, _SHELL_TEXT) and not find_attachments(page)


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


def _asked_by_number(page: Page) -> Iterator[Request]:
    """What the script of a shell asks for with a field of the shell's own address: ``/detail.html?id=7`` brings ``/api/get?id=7``.

    A form or an object that is sent by POST is asked for only where the page gives each of its fields; its address, one for all articles,
    is then told apart by the field (``?of=7``).
    """
    query = {name: value for name, value in parse_qsl(urlsplit(page.url).query) if value.isalnum()}
    if not query:
        return
    names = "|".join(map(re.escape, query))
    read = re.compile(rf"\b[\w.$]{{1,60}}\(\s*[\"']({names})[\"']\s*(?:,[^()]{{0,40}})?\)")
    text = read.sub(lambda found: f'"{query[found[1]]}"', page.text)
    values = {**query, **Script(text).variables}
    for call in islice(ASKING.finditer(text), _MOST_CALLS):
        around = text[call.start() : call.start() + _AROUND]
        for made in sums(around, values):
            if is_address(made) and any(value in made for value in query.values()) and (url := page.join(made)):
                yield Request(url)
        literal, fields = _CALLED.search(around), _SENT.search(around)
        if literal is not None and fields is not None:
            printed = _FIELD.findall(next(filter(None, fields.groups())))
            given = {name: values.get(value.strip("\"'"), value.strip("\"'")) for name, value in printed}
            own = next((value for value in given.values() if value in query.values()), "")
            asked, url = literal[1] or literal[2], page.join(literal[1] or literal[2])
            joint = "&" if "?" in asked else "?"
            if url is None or (query.keys().isdisjoint(given) and not own):
                continue
            if not _POST.search(around[: fields.end()]):
                yield Request(f"{url}{joint}{urlencode(given)}")
            elif own and all(value[0] in "\"'" or value.isdecimal() or value in values for _, value in printed):
                marked = f"{url}{joint}of={own}"
                sends_json = _SENDS_JSON.search(around[: fields.end()]) is not None
                yield (
                    posted_json(marked, given, referer=page.url)
                    if sends_json
                    else form(marked, urlencode(given).encode(), referer=page.url)
                )


def _article_frames(page: Page) -> Iterator[Request]:
    """The pages in frames, objects and ``$.load`` of an article that prints none of the forms' tables itself."""
    if page.kind != "html" or not (_FRAMED.search(page.text) or _CALLED.search(page.text)) or prints_forms(page):
        return
    tags = find_tags(page.text, "iframe", "frame", "object", "embed")
    printed = [tag.attributes.get("src") or tag.attributes.get("data") or "" for tag in tags]
    is_loaded = bool(_CALLED.search(page.text)) and is_shell(page)
    called = [one or other for one, other in _CALLED.findall(page.text)] if is_loaded else []
    called = [each for each in called if _OF_ARTICLE.search(each) and not _ASIDE.search(each)]
    for href in (*printed, *_LOADED.findall(page.text), *called):
        url = page.join(href) if href else None
        is_page = url is not None and not words.is_attachment(url) and not words.address_matches("furniture", url)
        if url is not None and is_page and urls.key(url) != urls.key(page.url):
            yield Request(url)
    if is_loaded:
        yield from (part for part in _asked_by_number(page) if not _ASIDE.search(urlsplit(part.url).path))
