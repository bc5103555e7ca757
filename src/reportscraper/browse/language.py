"""The language of a page, English or Chinese, and its words: `messages/en.toml` and `messages/zh.toml`, one entry each a text."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING, Literal, get_args

from markupsafe import Markup
from msgspec import Struct

from reportscraper.forms.naming import unit_name
from reportscraper.messages import Messages
from reportscraper.resources import load

if TYPE_CHECKING:
    from datasette.utils.asgi import Request

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
TAGS: Mapping[Language, str] = {"en": "en", "zh": "zh-Hans"}
"""What the root element of a page says of its language."""
COOKIE = "reportscraper-lang"
_FOR_A_YEAR = 365 * 24 * 3600


class Speech:
    """The words of one language. ``speech("home.title", n=3)`` is a text with its fields filled in and escaped."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.tag = TAGS[language]
        self.other: Language = "zh" if language == "en" else "en"
        self._messages = Messages(f"browse/messages/{language}.toml")

    def __call__(self, key: str, /, **fields: object) -> Markup:
        """Raises KeyError for a text that is not known, or a field that it lacks."""
        return Markup(self._messages.text(key, fields.get("n"))).format(**fields)  # noqa: S704 (ours, from the package; fields are escaped)

    def plain(self, key: str, /, **fields: object) -> str:
        """The text without markup or escapes, for what is no page."""
        return self(key, **fields).striptags()

    def has(self, group: str, value: str) -> bool:
        """Whether a value of a fixed list has a name."""
        return value in self._messages.groups[group]

    def name(self, group: str, value: object) -> Markup:
        """What a value of a fixed list is called, such as a level of bodies; a value without a name is shown as it is."""
        if value in self._messages.groups[group]:
            return self(f"{group}.{value}")
        return Markup("{}").format(str(value).replace("_", " "))

    def province(self, name: str) -> str:
        """A province by its full name; in English for short, as the map has it."""
        return self.pick(_provinces().get(name, name), name)

    def unit(self, unit: str, value: float | None = None) -> str:
        """A unit of the forms or of the text, as it stands behind a value, or alone."""
        words = unit_name(unit, value)
        return self.pick(words.en, words.zh)

    def units(self, units: Iterable[str]) -> str:
        """Several units, each once."""
        return str(self("site.sep")).join(dict.fromkeys(map(self.unit, units)))

    def pick(self, en: str, zh: str) -> str:
        """The text of this language, of two that come from the database or the forms; English where there is no Chinese."""
        return en if self.language == "en" else zh or en


class Square(Struct, frozen=True, forbid_unknown_fields=True):
    """A province of `tiles.toml`: its full name, what it is called for short, and its place on the map."""

    name: str
    zh: str
    en: str
    row: int
    column: int


class Squares(Struct, frozen=True, forbid_unknown_fields=True):
    """Everything in `tiles.toml`."""

    province: tuple[Square, ...]


@functools.cache
def squares() -> tuple[Square, ...]:
    """The provinces, as the map has them."""
    return load("browse/tiles.toml", Squares).province


@functools.cache
def _provinces() -> Mapping[str, str]:
    return {each.name: each.en for each in squares()}


@functools.cache
def speech(language: Language) -> Speech:
    """The words of a language, loaded once."""
    return Speech(language)


def language_of(request: Request | None) -> Language:
    """What ``?lang=`` says, else what was chosen before, else what the browser asks for, else English."""
    if request is None:
        return "en"
    for said in (asked_language(request), _remembered(request.headers.get("cookie", ""))):
        if said in LANGUAGES:
            return "zh" if said == "zh" else "en"
    # The language with the greatest weight of an `Accept-Language` header (RFC 9110, 12.5.4), the first of several.
    header = request.headers.get("accept-language", "")
    best, language = 0.0, "en"
    for each in header.split(",")[:20]:
        found = re.fullmatch(
            r"\s*(en|zh)(?:-[\w-]+)?\s*(?:;\s*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?\s*", each, re.IGNORECASE
        )
        weight = float(found[2] or 1) if found else 0.0
        if found and weight > best:
            best, language = weight, found[1].lower()
    return "zh" if language == "zh" else "en"


def asked_language(request: Request) -> str | None:
    """What the address asks for: ``lang``, or ``_lang`` on pages of Datasette, which takes other names for columns."""
    asked: str | None = request.args.get("lang") or request.args.get("_lang")
    return asked


def remember(request: Request) -> str:
    """The cookie that keeps a choice made by the address; empty where none was made."""
    chosen = asked_language(request)
    return f"{COOKIE}={chosen}; Path=/; Max-Age={_FOR_A_YEAR}; SameSite=Lax" if chosen in LANGUAGES else ""


def _remembered(header: str) -> str | None:
    try:
        kept = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return None
    return kept.value if kept else None
