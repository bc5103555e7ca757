"""The look-alikes of ``negatives.toml``: what stands in the lists of reports and is none."""

from __future__ import annotations

import functools
from pathlib import Path

import msgspec
from msgspec import Struct

from reportscraper.model import PageKind
from tests.made.items import Item


class Negative(Struct, frozen=True, forbid_unknown_fields=True):
    """One class of look-alike; ``day`` counts from 1 January after the report year."""

    name: str
    kind: PageKind
    title: str
    day: int
    paragraphs: tuple[str, ...]
    table: tuple[tuple[str, str], ...] = ()
    lists_reports: bool = False


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    negative: tuple[Negative, ...]


@functools.cache
def negatives() -> tuple[Negative, ...]:
    """All classes."""
    return msgspec.toml.decode(Path(__file__).with_name("negatives.toml").read_bytes(), type=_File).negative


@functools.cache
def _by_name() -> dict[str, Negative]:
    return {negative.name: negative for negative in negatives()}


def negative_of(item: Item) -> Negative:
    """The class of a look-alike's list entry, which bears its name in place of an article."""
    return _by_name()[item.article]
