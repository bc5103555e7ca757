"""Texts for people, kept in files of messages: one file a language, with the same entries."""

from __future__ import annotations

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
