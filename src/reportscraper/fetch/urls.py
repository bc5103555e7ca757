"""Addresses: joined, normalised, compared. Pure functions."""

from __future__ import annotations

import functools
import re
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

_SESSION = re.compile(r";jsessionid=[^/?#;]*", re.IGNORECASE)
_OF_VISIT = re.compile(
    r"(?i:(?:sid|session_?id|jsessionid|phpsessid|aspsessionid\w*)=[0-9a-f.!-]{16,}|(?:_|_?ts?|time|timestamp|rand(?:om)?|rnd|nocache)=(?:1\d{9}|1\d{12}|0\.\d+))"
)
_MAY_BE_SESSION = re.compile(r"(?i)s(?:ession_?)?id\w*=|(?:^|&)(?:_|_?ts?|time|timestamp|rand(?:om)?|rnd|nocache)=")
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
_WHITE = re.compile(r"[\t\r\n]+")
_PATH_SAFE = "%/:@!$&'()*+,;=~-._"
_QUERY_SAFE = _PATH_SAFE + "?[]{}|\\^"
_PLAIN = re.compile(r"https?://[a-z0-9.-]+(?::\d+)?(?=[/?#])")
_LONGEST = 4_000
_DEFAULT_PORTS = {"http": 80, "https": 443}


def join(base: str, href: str, charset: str = "utf-8") -> str | None:
    """The absolute, normalised address of a link, None when it is no http(s) address.

    As browsers do, unescaped characters of the path become UTF-8 and those of the query take the page's charset.
    Fragments and ``;jsessionid=`` are dropped: neither names another resource on these sites.
    """
    href = _WHITE.sub("", href).strip().replace("\\", "/")
    if not href or len(href) > _LONGEST or href.startswith(("#", "javascript:", "mailto:", "tel:", "data:")):
        return None
    try:
        parts = urlsplit(urljoin(base, href))
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        return None
    host = _host(parts.hostname)
    netloc = host if port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{host}:{port}"
    path = _upper_escapes(quote(_SESSION.sub("", parts.path) or "/", safe=_PATH_SAFE))
    query = _upper_escapes(quote(_without_session(parts.query), safe=_QUERY_SAFE, encoding=charset, errors="replace"))
    return urlunsplit((parts.scheme, netloc, path, query, ""))


def _without_session(query: str) -> str:
    """A query without what names the visit rather than the page: a session's long number, the time, a random number."""
    if "=" not in query or not _MAY_BE_SESSION.search(query):
        return query
    return "&".join(pair for pair in query.split("&") if not _OF_VISIT.fullmatch(pair))


def normalise(url: str) -> str | None:
    """`join` for an address that is absolute already."""
    return join(url, url)


def from_header(value: str) -> str:
    """The address in a header (bytes read as Latin-1), its bytes beyond ASCII percent-encoded as they came.

    Servers send Chinese raw, in UTF-8 or GBK, and expect the very bytes back; a GBK character may end in a backslash.
    """
    try:
        sent = value.encode("latin-1")
    except UnicodeEncodeError:
        return value
    for encoding in ("utf-8", "gb18030"):
        try:
            characters = sent.decode(encoding)
        except UnicodeDecodeError:
            continue
        return "".join(each if each.isascii() else quote(each, encoding=encoding, safe="") for each in characters)
    return "".join(each if each.isascii() else f"%{ord(each):02X}" for each in value)


def _host(hostname: str) -> str:
    host = hostname.lower().rstrip(".")
    return f"[{host}]" if ":" in host else host


def _upper_escapes(text: str) -> str:
    return _ESCAPE.sub(lambda match: match[0].upper(), text)


@functools.lru_cache(16_384)  # asked a dozen times of every entry of every list
def key(url: str) -> str:
    """What makes two addresses one resource: everything but the scheme and a ``www.``, which counties switch at will."""
    return url.partition("://")[2].removeprefix("www.")


def netloc(url: str) -> str:
    """Host and, unless it is the scheme's own, port."""
    plain = _PLAIN.match(url)  # asked of every entry of every list: there are few hosts
    return _netloc(plain[0] if plain is not None and len(url) <= _LONGEST else url)


@functools.lru_cache(10_000)
def _netloc(url: str) -> str:
    parts = urlsplit(normalise(url) or url)
    return parts.netloc.rpartition("@")[2]


def port(url: str) -> int:
    """The port an address leads to."""
    parts = urlsplit(url)
    return parts.port or _DEFAULT_PORTS.get(parts.scheme, 0)


def directory(url: str) -> str:
    """The address up to and with the last slash of its path."""
    return urljoin(url, ".")


def is_below(url: str, column: str) -> bool:
    """Whether an address lies in the folder of a column, which is not the root."""
    own, base = urlsplit(url), urlsplit(directory(column))
    return own.netloc == base.netloc and own.path.startswith(base.path) and len(base.path) > 1


def with_scheme(url: str, scheme: str) -> str:
    """The same address under another scheme."""
    return f"{scheme}://{url.partition('://')[2]}"
