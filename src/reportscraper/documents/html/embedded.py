"""Articles held as JSON in a script of the page, or sent as JSON by an interface, made the markup that a browser would show.

Nothing is executed: a value is read only where it is plain JSON. Which names the families give to body, title, date, issuer and files
stands in ``forms/embedded.toml``.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
import re
from base64 import b64decode
from collections.abc import Iterator, Sequence
from html import escape, unescape
from typing import Any
from urllib.parse import unquote

from lxml import etree
from msgspec import Struct

from reportscraper.documents.html.content import words
from reportscraper.resources import load
from reportscraper.text import simplify

# Atomic, not possessive: before 3.11.5 Python takes a possessive group wrongly whose turns may fail half-way.
_SCRIPT = re.compile(r"<script\b[^<]*+(?>(?:<(?!/script\s*>)[^<]*+)*)(?:</script\s*>|\Z)", re.I)
_SCRIPT_TAG = re.compile("<[sS][cC][rR][iI][pP][tT]")
_BODY = re.compile(r"<body\b[^>]*>", re.I)
_TAG = re.compile(r"<[^<>]*>")
_MARKUP = re.compile(r"<\s*[a-z!/]", re.I)
_ESCAPED_MARKUP = re.compile(r"&lt;\s*[a-z!/]", re.I)
_CALLBACK = re.compile(r"[\w.$]{1,80}\s*\(")
_BASE64 = re.compile(r"[\"'`]([A-Za-z0-9+/]{400,}={0,2})[\"'`]")
_ESCAPED_TEXT = re.compile(r"(?:decodeURIComponent|decodeURI|unescape)\(\s*[\"']([^\"'<>\s]{400,})[\"']")
_TEXTAREA = re.compile(r"<textarea\b[^<>]*>(.*?)</textarea\s*>", re.I | re.S)
_BROUGHT = re.compile(r"\.html\(|innerHTML|\.append\(")
_AROUND = "\ufeff \t\r\n;"
_END = "</body></html>"
_END_TAG = re.compile(r"</(?:body|html)\b[^<>]*>", re.I)
_AT_THE_END = re.compile(r"(?:</(?:body|html)\s*>\s*)+(?:<!--(?:(?!-->).)*-->\s*)*\Z", re.I | re.S)
_MOST_BEHIND = 1000
"""Characters that counters and notices may take behind the last end tag; a page whose end tag is farther off is cut."""
_NOT_SHOWN = ("script", "style", "noscript", "template")
_RESOURCE_LIMIT = "ERR_RESOURCE_LIMIT"
_PROBE = 60
_MOST_OBJECTS = 10_000
_LAST_SECOND = 4_102_444_800
"""The end of the year 2099; greater times are in milliseconds."""
_LONGEST_TIME = 13
_CHINA = dt.timezone(dt.timedelta(hours=8))


class _Script(Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    mark: str
    before: re.Pattern[str]


class _Fields(Struct, frozen=True, forbid_unknown_fields=True):
    body: tuple[str, ...]
    title: tuple[str, ...]
    date: tuple[str, ...]
    issuer: tuple[str, ...]
    files: tuple[str, ...]
    file_name: tuple[str, ...]
    file_address: tuple[str, ...]


class _Book(Struct, frozen=True, forbid_unknown_fields=True):
    script: tuple[_Script, ...]
    fields: _Fields


class _Article(Struct, frozen=True):
    body: str
    title: str = ""
    date: str = ""
    issuer: str = ""
    files: tuple[tuple[str, str], ...] = ()
    """(address, name)."""


@functools.cache
def _book() -> _Book:
    return load("documents/html/embedded.toml", _Book)


def page_markup(text: str) -> str:
    """The markup of a page whose article no markup shows; the very ``text`` where the markup shows it, or nothing is held.

    The article comes first, so that its tables have the numbers they have in the JSON's own markup; the rest of the page follows
    without its scripts, unless it shows a part of a report itself. Whoever looks for a cell by the number of its table must look
    in this markup. Never fails.
    """
    answer = _answer(text)
    if isinstance(answer, dict | list):
        article = _article_in(answer)
        return text if article is None else f"<html><head></head><body>{_shown(article)}{_END}"
    text = _with_one_end(text)
    if (
        "cript" not in text and "CRIPT" not in text and not _SCRIPT_TAG.search(text)
    ):  # Nothing else brings in what no markup shows.
        return text
    # The article that a script of the page holds: the longest, where several do.
    parts = [part.span() for part in _SCRIPT.finditer(text)]
    scripts = "".join([text[start:end] for start, end in parts])
    marked = [script for script in _book().script if script.mark in scripts]
    found = [article for script in marked for article in _values(text, parts, script)]
    held = max(found, key=lambda article: len(article.body), default=None)
    written = _written(text) if held is None else None
    if held is None and written is None:
        return text
    shell = _SCRIPT.sub("", text if written is None else _TEXTAREA.sub("", text))
    around = _plain(shell)
    if held is None:
        if written is None or words().signals.search(simplify(around)):
            return text
        held = _Article(written)
    if _stands_in(held.body, around):
        return text
    body = _BODY.search(shell)
    start = body.end() if body else 0
    rest = _END if words().signals.search(simplify(around)) else shell[start:]
    return shell[:start] + _shown(held) + rest


def _with_one_end(text: str) -> str:
    """The markup without the end tags of page and body that stand before its end.

    Pages put together of files close themselves in the head of the site. Browsers read on; the parser would drop the article.
    """
    first = _END_TAG.search(text)
    if first is None or _AT_THE_END.match(text, first.start()):
        return text
    ends_itself = _END_TAG.search(text, max(first.end(), len(text) - _MOST_BEHIND)) is not None
    return _END_TAG.sub("", text) + _END * ends_itself


def is_answer(text: str) -> bool:
    """Whether a text is the answer of an interface: JSON, or JSON handed to a function (JSONP)."""
    return isinstance(_answer(text), dict | list)


def _answer(text: str) -> Any:
    """The value of a text that is JSON throughout, None when it is not."""
    start = text[:200].lstrip(_AROUND)
    if not start.startswith(("{", "[")):
        called = _CALLBACK.match(start)
        if called is None or not text[-200:].rstrip(_AROUND).endswith(")"):
            return None
        text = text[text.index(called[0]) + len(called[0]) :].rstrip(_AROUND)[:-1]
    try:
        return json.loads(text.strip(_AROUND), strict=False)
    except (ValueError, RecursionError):
        return None


def _written(text: str) -> str | None:
    """The article that a script of the page makes of one long text: base64, percent-escaped, or kept in a text field; None when what
    they hold is no report.
    """
    if not (
        "atob" in text or "base64" in text or "URIComponent(" in text or "unescape(" in text or "<textarea" in text
    ):
        return None
    found = [_decoded(each) for each in _BASE64.findall(text)] if "atob" in text or "base64" in text else []
    found += [unquote(each) for each in _ESCAPED_TEXT.findall(text)]
    found += [unescape(each) for each in _TEXTAREA.findall(text)] if _BROUGHT.search(text) else []
    reports = [each for each in found if _MARKUP.search(each) and words().signals.search(simplify(_plain(each)))]
    return max(reports, key=len, default=None)


def _decoded(text: str) -> str:
    try:
        held = b64decode("".join(text.split()), validate=True)
    except ValueError:
        return ""
    try:
        return held.decode()
    except UnicodeDecodeError:
        return held.decode("gb18030", "replace")


def _values(text: str, parts: Sequence[tuple[int, int]], script: _Script) -> Iterator[_Article]:
    decoder = json.JSONDecoder(strict=False)
    for start, end in parts:
        for place in script.before.finditer(text, start, end):
            try:
                value, _ = decoder.raw_decode(text, place.end())
            except (ValueError, RecursionError):
                continue
            article = _article_in(value)
            if article is not None and article.body:
                yield article


def _article_in(value: Any) -> _Article | None:
    """The one article of a value: the outermost object with a body or files. None where several stand side by side (a list)."""
    level, seen = [value], 0
    while level and seen < _MOST_OBJECTS:
        seen += len(level)
        found = [article for item in level if isinstance(item, dict) and (article := _article(item))]
        if found:
            return found[0] if len(found) == 1 else None
        level = [inner for item in level for inner in _inner(item)]
    return None


def _inner(value: Any) -> list[Any]:
    """The values within a value; text that is JSON itself counts as what it holds."""
    if isinstance(value, str):
        held = _answer(value) if value.startswith(("{", "[")) else None
        return [] if held is None else [held]
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _article(item: dict[str, Any]) -> _Article | None:
    fields = _book().fields
    body, files = _first(item, fields.body), tuple(_files(item))
    if not body and not files:
        return None
    dates = (_day(item.get(name)) for name in _book().fields.date)
    return _Article(
        body, _first(item, fields.title), next((date for date in dates if date), ""), _first(item, fields.issuer), files
    )


def _first(item: dict[str, Any], names: Sequence[str]) -> str:
    texts = (text for name in names if isinstance(text := item.get(name), str))
    return next((text for text in texts if text.strip()), "")


def _day(value: Any) -> str:
    """A date as printed, or the day on which a time in Unix seconds or milliseconds falls in China; empty when it is neither."""
    if isinstance(value, str) and value.strip().isdecimal() and len(value) <= _LONGEST_TIME:
        value = int(value)
    if not isinstance(value, int):
        return value.strip() if isinstance(value, str) else ""
    seconds = value // 1000 if value > _LAST_SECOND else value
    return dt.datetime.fromtimestamp(seconds, _CHINA).date().isoformat() if 0 < seconds <= _LAST_SECOND else ""


def _files(item: dict[str, Any]) -> Iterator[tuple[str, str]]:
    fields = _book().fields
    lists = (files for name in fields.files if isinstance(files := item.get(name), list))
    for file in next(lists, []):
        if isinstance(file, dict) and (address := _first(file, fields.file_address)):
            yield address, _first(file, fields.file_name)


def _stands_in(body: str, shown: str) -> bool:
    """Whether the text that the markup shows is the article's: its middle and its end stand there."""
    article = _plain(body)
    middle = max(0, len(article) // 2 - _PROBE // 2)
    return bool(article) and article[middle : middle + _PROBE] in shown and article[-_PROBE:] in shown


def _plain(markup: str) -> str:
    return "".join(unescape(_TAG.sub("", markup)).split())


def _shown(article: _Article) -> str:
    facts = (("ArticleTitle", article.title), ("PubDate", article.date), ("ContentSource", article.issuer))
    metas = "".join(f'<meta name="{name}" content="{escape(value)}">' for name, value in facts if value)
    files = "".join(f'<p><a href="{escape(address)}">{escape(name)}</a></p>' for address, name in article.files)
    title = f"<h1>{escape(article.title)}</h1>" if article.title else ""
    return f'{metas}{title}<div class="article-content">{_closed(_as_markup(article.body))}{files}</div>'


def _as_markup(body: str) -> str:
    if not _MARKUP.search(body) and _ESCAPED_MARKUP.search(body):
        body = unescape(body)
    if _MARKUP.search(body):
        return body.replace("\x00", "�")
    return "".join(f"<p>{escape(line)}</p>" for line in body.splitlines())


def _closed(markup: str) -> str:
    """The markup with every element closed, so that an article that leaves a table open does not swallow what follows it.

    What the parser could not read whole stays as it is: the page is then refused when it is read itself.
    """
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(f"<body>{markup}</body>".encode("utf-8", "replace"), parser)
    body = None if root is None else root.find("body")
    if body is None or any(_RESOURCE_LIMIT in entry.type_name for entry in parser.error_log):
        return markup
    etree.strip_elements(body, *_NOT_SHOWN, with_tail=False)
    inner = "".join(etree.tostring(child, encoding="unicode", method="html") for child in body)
    return escape(body.text or "", quote=False) + inner
