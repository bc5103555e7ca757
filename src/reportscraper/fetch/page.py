"""A fetched page as text: decoded, measured, and the jumps it makes."""

from __future__ import annotations

import html
import re

from msgspec import Struct

from reportscraper.documents.charset import decode
from reportscraper.documents.file_type import TEXTS, FileKind, sniff_type
from reportscraper.fetch import urls
from reportscraper.fetch.request import Request
from reportscraper.fetch.tags import find_tags
from reportscraper.model import Exchange

_INVISIBLE = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|noscript|template|title)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL
)
_TAG = re.compile(r"<[^<>]*(?:>|\Z)")
_TITLE = re.compile(r"<title\b[^<>]*>([^<]{0,500})", re.IGNORECASE)
_REFRESH = re.compile(r"^\s*(\d{1,9})\s*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"']+)", re.IGNORECASE)
_SCRIPT_JUMP = re.compile(
    r"(?:window|top|self|parent|document)?\.?\blocation(?:\.href)?\s*=\s*([\"'])([^\"']+)\1(?!\s*\+)"
    r"|\blocation\.(?:replace|assign)\(\s*([\"'])([^\"']+)\3\s*\)"
)
"""An address that goes on (``'list_' + n``) is what a pager makes of a number, be the page ever so short."""
_NAMED_JUMP = re.compile(
    r"\blocation(?:\.href)?\s*=\s*([a-zA-Z_]\w{0,30})\s*[;}\n<]|\blocation\.(?:replace|assign)\(\s*([a-zA-Z_]\w{0,30})\s*\)"
)
_JOINED = re.compile(r"(?<=[^\\])([\"'])\s*\+\s*\1")
_MOBILE = re.compile(r"(?i)//(?:m|wap|3g|mobile)\.|(?:^|/)(?:m|wap|3g|mobile)(?:/|$)")
_JUMP_TEXT = 200
_ENTRANCE_TEXT = 40
"""What an entrance shows, a click on which leads on; where more is shown, a click is a pager's (the last page of a list may be short)."""
_HANDLED = re.compile(r"\b(?:on(?!load)\w{2,20}|href)\s*=\s*(?:\"[^\"]{0,500}\"|'[^']{0,500}')", re.IGNORECASE)
_SOON = 10
_FIRST_WINDOW = 8_192


class Page(Struct, frozen=True):
    """A page and how it was asked for."""

    request: Request
    exchange: Exchange
    kind: FileKind
    """What the body is, by its own word; headers lie about this."""
    text: str = ""
    """Empty for files."""
    charset: str = "utf-8"
    base: str = ""
    """The ``<base href>`` of the page, as printed."""

    @property
    def url(self) -> str:
        """Where the page lies."""
        return self.exchange.final_url

    def join(self, href: str) -> str | None:
        """A link of the page, absolute and normalised."""
        base = urls.join(self.url, self.base) if self.base else None
        return urls.join(base or self.url, href, self.charset)

    @property
    def title(self) -> str:
        """The ``<title>``, entities resolved, white space squeezed; empty when there is none."""
        found = _TITLE.search(self.text)
        return " ".join(html.unescape(found[1]).split()) if found else ""


def open_page(request: Request, exchange: Exchange, charset: str | None = None) -> Page:
    """The page in an exchange. ``charset`` is the site file's word and wins over what the page says."""
    kind = sniff_type(exchange.body)
    if kind not in TEXTS:
        return Page(request, exchange, kind)
    decoded = decode(exchange.body, exchange.content_type, charset)
    base = next((tag.attributes.get("href", "") for tag in find_tags(decoded.text, "base")), "")
    # Forms and links of a page in UTF-16 are sent in UTF-8.
    encoding = "utf-8" if decoded.encoding.startswith("utf-16") else decoded.encoding
    return Page(request, exchange, kind, decoded.text, encoding, base)


def visible_text(text: str) -> str:
    """What a reader sees of a page, roughly: without scripts, styles, tags and white space."""
    return "".join(html.unescape(_TAG.sub(" ", _INVISIBLE.sub(" ", text))).split())


def shows_at_most(text: str, most: int) -> bool:
    """Whether a page shows no more than so many characters; most pages tell by their first few kilobytes."""
    window = _FIRST_WINDOW
    while window < len(text):
        if len(visible_text(text[:window])) > most:
            return False
        window *= 4
    return len(visible_text(text)) <= most


def refreshed(page: Page) -> str | None:
    """Where a page refreshes to within ten seconds, by its head or header; None where it does not, or reloads itself."""
    refresh = _REFRESH.match(_refresh(page) or "")
    return page.join(refresh[2]) if refresh is not None and int(refresh[1]) <= _SOON else None


def _refresh(page: Page) -> str | None:
    """The first refresh that leads somewhere in the headers, else the page's own, as printed."""
    sent = [urls.from_header(value) for name, value in page.exchange.headers if name.lower() == "refresh"]
    metas = (tag.attributes for tag in find_tags(page.text, "meta"))
    printed = (meta.get("content", "") for meta in metas if meta.get("http-equiv", "").lower() == "refresh")
    return next((each for each in sent if _REFRESH.match(each)), None) or next(printed, None)


def jump(page: Page) -> str | None:
    """Where a page that is nothing but a jump leads (``Refresh`` in head or page, ``window.location``); None when it has
    content.
    """
    if len(page.text) > 65_536 or not shows_at_most(page.text, _JUMP_TEXT):
        return None
    if _refresh(page) is not None:
        return refreshed(page)
    printed = page.text if shows_at_most(page.text, _ENTRANCE_TEXT) else _HANDLED.sub("", page.text)
    text = _JOINED.sub("", printed)
    jumps = [html.unescape(found[2] or found[4]) for found in _SCRIPT_JUMP.finditer(text)]
    if jumps:  # a telephone is led elsewhere, mostly before all others are
        return page.join(next((each for each in jumps if not _MOBILE.search(each)), jumps[0]))
    named = _NAMED_JUMP.search(text)
    given = (
        re.search(rf"\b{named[1] or named[2]}\s*=\s*([\"'])([^\"'<>]+)\1\s*[;,\n<]", text)
        if named is not None
        else None
    )
    return page.join(html.unescape(given[2])) if given is not None else None
