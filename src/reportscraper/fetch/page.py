"""A fetched page as text: decoded, measured, and the jumps it makes."""

from __future__ import annotations

import codecs
import html
import re
from typing import Literal

from msgspec import Struct

from reportscraper.fetch import urls
from reportscraper.fetch.request import Request
from reportscraper.fetch.tags import find_tags
from reportscraper.model import Exchange

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_INVISIBLE = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|noscript|template|title)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL
)
_TAG = re.compile(r"<[^<>]*(?:>|\Z)")
_TITLE = re.compile(r"<title\b[^<>]*>([^<]{0,500})", re.IGNORECASE)
_REFRESH = re.compile(r"^\s*(\d{1,9})\s*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"']+)", re.IGNORECASE)
_SCRIPT_JUMP = re.compile(
    r"(?:window|top|self|parent|document)?\.?\blocation(?:\.href)?\s*=\s*([\"'])([^\"']+)\1"
    r"|\blocation\.(?:replace|assign)\(\s*([\"'])([^\"']+)\3\s*\)"
)
_JUMP_TEXT = 200
_SOON = 10
_FIRST_WINDOW = 8_192

_JSONP = re.compile(rb"[\w$.]{1,60}\(\s*[{\[]")

Shape = Literal["html", "json", "xml", "binary", "empty"]


class Page(Struct, frozen=True):
    """A page and how it was asked for."""

    request: Request
    exchange: Exchange
    text: str
    charset: str
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
    if shape(exchange.body) == "binary":
        return Page(request, exchange, "", "utf-8")
    text, used = decode(exchange.body, charset, exchange.content_type)
    base = next((tag.attributes.get("href", "") for tag in find_tags(text[:_FIRST_WINDOW], "base")), "")
    return Page(request, exchange, text, used, base)


def decode(body: bytes, charset: str | None = None, content_type: str | None = None) -> tuple[str, str]:
    """The text of a list page and the charset used: byte order mark, strict UTF-8, strict GB18030, then what is
    declared.

    Declarations are wrong on real pages and come last; list pages carry links and titles only, so undecodable bytes
    are replaced.
    """
    if body.startswith(codecs.BOM_UTF8):
        return body[3:].decode("utf-8", errors="replace"), "utf-8"
    for candidate in filter(None, (charset, "utf-8", "gb18030", _declared(body, content_type))):
        try:
            return body.decode(candidate), candidate
        except (UnicodeDecodeError, LookupError):
            continue
    fallback = "utf-8" if _declared(body, content_type) == "utf-8" else "gb18030"
    return body.decode(fallback, errors="replace"), fallback


def _declared(body: bytes, content_type: str | None) -> str | None:
    found = _CHARSET.search((content_type or "").encode("latin-1", "replace")) or _CHARSET.search(body[:4096])
    return found[1].decode("ascii").lower() if found else None


def shape(body: bytes) -> Shape:
    """What kind of thing a body is, by its first bytes: headers lie about this."""
    head = body[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not head:
        return "empty" if not body.strip() else "html"
    if head[:1] in b"{[" or _JSONP.match(head):
        return "json"
    if head.startswith((b"<?xml", b"<datastore")) and b"<html" not in head:
        return "xml"
    if b"\x00" in head or head.startswith(
        (b"%pdf", b"pk\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89png", b"\xff\xd8\xff", b"gif8", b"rar!")
    ):
        return "binary"
    return "html"


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


def jump(page: Page) -> str | None:
    """Where a page that is nothing but a jump leads (meta refresh, ``window.location``); None when it has content."""
    if len(page.text) > 65_536 or not shows_at_most(page.text, _JUMP_TEXT):
        return None
    for tag in find_tags(page.text, "meta"):
        if tag.attributes.get("http-equiv", "").lower() == "refresh":
            refresh = _REFRESH.match(tag.attributes.get("content", ""))
            return page.join(refresh[2]) if refresh is not None and int(refresh[1]) <= _SOON else None
    script = _SCRIPT_JUMP.search(page.text)
    return page.join(html.unescape(script[2] or script[4])) if script is not None else None
