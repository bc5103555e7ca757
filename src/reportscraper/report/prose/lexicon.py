"""The lexicon of figures said in prose (``forms/lexicon.toml``) and what is derived from it once: patterns and tables of nouns."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable
from typing import Literal, get_args

from msgspec import Struct

from reportscraper.resources import load

VerbClass = Literal["publish", "disclose", "make", "receive", "handle", "reply", "complete", "sort", "repeal"]


class Measure(Struct, frozen=True, forbid_unknown_fields=True):
    """Something that is counted: ``nouns`` are its wordings, ``verbs`` the classes one of which must stand before the noun.

    ``units`` are the units it can have (empty: any). One that is ``about`` requests or disputes counts them except where the text speaks
    of something else, and one that ``needs_subject`` only where it speaks of them. A part printed in a gazette is no ``whole`` one.
    An ``alias`` is reported under its name, because its wordings are shorthand that does not speak for itself (依申请公开 3 件).
    """

    name: str
    nouns: tuple[str, ...]
    indicator: str | None = None
    verbs: frozenset[VerbClass] = frozenset()
    units: frozenset[str] = frozenset()
    about: Literal["", "requests", "disputes"] = ""
    needs_subject: bool = False
    whole: bool = False
    alias: bool = False


class Channel(Struct, frozen=True, forbid_unknown_fields=True):
    """A place of publication (公开渠道): plain `信息` published there is an indicator of its own."""

    name: str
    words: tuple[str, ...]
    indicator: str | None = None


class Outcome(Struct, frozen=True, forbid_unknown_fields=True):
    """An outcome of reconsideration (行政复议) or of a suit (行政诉讼): which of the two decides the indicator."""

    words: tuple[str, ...]
    review: str | None = None
    litigation: str | None = None


class Zero(Struct, frozen=True, forbid_unknown_fields=True):
    """What a zero said in words is a zero of: measure → words of the clause that tell it, and measure → indicator."""

    words: dict[str, tuple[str, ...]]
    indicators: dict[str, str] = {}
    direct: bool = False
    """Only when the clause does not tell of something brought about by it (因申请引起的…)."""
    about: Literal["", "requests", "disputes"] = ""
    needs_subject: bool = False
    """As of a measure."""


class Lexicon(Struct, frozen=True, forbid_unknown_fields=True):
    """The file as it stands; every list is explained there."""

    units: tuple[str, ...]
    not_units: tuple[str, ...]
    usual_units: dict[str, str]
    qualifiers_before: tuple[str, ...]
    qualifiers_after: tuple[str, ...]
    names: tuple[str, ...]
    countable: tuple[str, ...]
    bare: tuple[str, ...]
    subjects: tuple[str, ...]
    times: tuple[str, ...]
    fillers: tuple[str, ...]
    closers: tuple[str, ...]
    not_heads: tuple[str, ...]
    publish_verbs: tuple[str, ...]
    disclose_verbs: tuple[str, ...]
    make_verbs: tuple[str, ...]
    receive_verbs: tuple[str, ...]
    handle_verbs: tuple[str, ...]
    reply_verbs: tuple[str, ...]
    complete_verbs: tuple[str, ...]
    sort_verbs: tuple[str, ...]
    repeal_verbs: tuple[str, ...]
    act_verbs: frozenset[str]
    part_verbs: frozenset[str]
    generic: tuple[str, ...]
    compare: tuple[str, ...]
    up: tuple[str, ...]
    down: tuple[str, ...]
    cumulative: tuple[str, ...]
    since: tuple[str, ...]
    this_year: tuple[str, ...]
    other_year: tuple[str, ...]
    plain_of_requests: tuple[str, ...]
    plain_of_fees: tuple[str, ...]
    applied_for: tuple[str, ...]
    negations: tuple[str, ...]
    not_negations: tuple[str, ...]
    not_before_negation: tuple[str, ...]
    events: tuple[str, ...]
    sure_events: tuple[str, ...]
    negatable: tuple[str, ...]
    notes: tuple[str, ...]
    zero: tuple[Zero, ...]
    not_owners: tuple[str, ...]
    nameless: tuple[str, ...]
    occasions: tuple[str, ...]
    duties: tuple[str, ...]
    of_government: tuple[str, ...]
    pieces: frozenset[str]
    channel: tuple[Channel, ...]
    measure: tuple[Measure, ...]
    outcome: tuple[Outcome, ...]


@functools.cache
def lexicon() -> Lexicon:
    """The lexicon; a misspelt key is an error."""
    return load("report/prose/lexicon.toml", Lexicon)


def any_of(words: Iterable[str]) -> str:
    """A pattern that matches one of the words, the longest first, written as a tree so that a miss costs one step, not one a word."""
    return _tree_pattern(sorted(set(words)))


def begun_by_signs(words: Iterable[str], *more: str) -> re.Pattern[str]:
    """A pattern for one of the words, or of ``more``, which begin with a sign that is neither a set nor a group.

    The engine skips to the first signs of such alternatives, where they stand outermost; in others it tries each place.
    """
    return re.compile("|".join((any_of(words).removeprefix("(?:").removesuffix(")"), *more)))


def _tree_pattern(words: list[str]) -> str:
    branches = []
    for first, group in itertools.groupby((word for word in words if word), key=lambda word: word[0]):
        rest = [word[1:] for word in group]
        branches.append(re.escape(first) + ("" if rest == [""] else _tree_pattern(rest)))
    return f"(?:{'|'.join(branches)})" + ("?" if "" in words else "")


@functools.cache
def measures_by_noun() -> dict[str, tuple[Measure, ...]]:
    """Noun → measures it may name, in the order of the file."""
    table: dict[str, tuple[Measure, ...]] = {}
    for measure in lexicon().measure:
        for noun in measure.nouns:
            table[noun] = (*table.get(noun, ()), measure)
    return table


@functools.cache
def verb_classes() -> dict[str, VerbClass]:
    """Verb → its class."""
    return {verb: name for name in get_args(VerbClass) for verb in getattr(lexicon(), f"{name}_verbs")}
