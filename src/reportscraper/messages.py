"""Texts for people, kept in files of messages: one file a language, with the same entries."""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct

from reportscraper.resources import load


class Counted(Struct, frozen=True, forbid_unknown_fields=True):
    """A text that speaks of one thing (its field ``n`` is 1) in other words than of many."""

    one: str
    many: str


class Messages:
    """The texts of one file, by group and name; markup, escapes and fields are the caller's."""

    def __init__(self, path: str) -> None:
        self.groups = load(path, dict[str, dict[str, str | Counted]])

    def text(self, key: str, n: object = None) -> str:
        """The text of ``group.name``, in the wording for ``n`` things. KeyError for a text that is not known."""
        group, _, name = key.partition(".")
        text = self.groups[group][name]
        if isinstance(text, Counted):
            return text.one if n in (1, "1") else text.many
        return text


@cache
def _refusals() -> tuple[tuple[re.Pattern[str], str], ...]:
    known = load("refusals.toml", dict[str, dict[str, str]])["said"]
    return tuple(
        (re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+?)", re.escape(english)), re.DOTALL), chinese)
        for english, chinese in known.items()
    )


def in_chinese(said: object) -> str:
    """What SQLite, Datasette or the system says when it refuses something, in Chinese; what is not known stays as it is."""
    english = str(said or "")
    found = ((pattern.fullmatch(english), chinese) for pattern, chinese in _refusals())
    return next((chinese.format(**match.groupdict()) for match, chinese in found if match), english)
