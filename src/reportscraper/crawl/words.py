"""The words and address shapes of ``words.toml``, compiled."""

from __future__ import annotations

import functools
import re

from msgspec import Struct

from reportscraper.resources import load
from reportscraper.text import squeeze


class _Words(Struct, frozen=True, forbid_unknown_fields=True):
    topic: str
    year_column: str
    older: str
    moved: str
    body_column: str
    body_name: str
    strong: str
    weak: str
    disclosure: str
    toward: str
    negative: str
    path_strong: str
    path_weak: str
    path_disclosure: str
    host_disclosure: str
    article: tuple[str, ...]
    attachment: str
    download: tuple[str, ...]
    annual_view: str
    picture: str
    ornament: str
    furniture: str
    table_row: str
    probes: tuple[str, ...]
    slugs: tuple[str, ...]


@functools.cache
def _words() -> _Words:
    return load("crawl/words.toml", _Words)


@functools.cache
def _pattern(name: str) -> re.Pattern[str]:
    value = getattr(_words(), name)
    return re.compile(value if isinstance(value, str) else "|".join(f"(?:{part})" for part in value))


def matches(name: str, text: str) -> bool:
    """Whether a text, without white space and in plain widths, bears the pattern of that name."""
    return _pattern(name).search(squeeze(text)) is not None


def names_body(text: str) -> bool:
    """Whether a text is a body's name, or that of a body's column."""
    return matches("body_name", text) or matches("body_column", text)


def printed(name: str, text: str) -> str:
    """The part of a text, without white space, that bears the pattern of that name; empty when none does."""
    found = _pattern(name).search(squeeze(text))
    return found[0] if found is not None else ""


def address_matches(name: str, url: str) -> bool:
    """Whether an address bears the pattern of that name."""
    return _pattern(name).search(url) is not None


def is_article(url: str) -> bool:
    """The address is that of an article or a file, not of a column."""
    return address_matches("article", url) or is_attachment(url)


def is_attachment(url: str) -> bool:
    """The address is that of a file (PDF, Word, WPS, …) or of an endpoint that hands files out."""
    return address_matches("attachment", url) or address_matches("download", url)


def probes() -> tuple[str, ...]:
    """Paths at which many sites keep their annual reports, for when no link leads there."""
    return _words().probes


def slugs() -> tuple[str, ...]:
    """Names under which the column lies beneath a site's page of disclosure, the commonest first."""
    return _words().slugs
