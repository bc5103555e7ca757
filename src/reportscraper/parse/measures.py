"""What a number counts: the words before or after it, and the indicator they stand for.

An indicator is given only when every word around the noun is known to leave its meaning alone: 直属机关主动公开政府信息 is not
主动公开政府信息, and 行政复议、行政诉讼案件 is neither of the two.
"""

from __future__ import annotations

import functools
import re
from typing import Literal

from msgspec import Struct

from reportscraper.parse.lexicon import Channel, VerbClass, any_of, lexicon, measures_by_noun, verb_classes

Dispute = Literal["", "review", "litigation"]
"""What the sentence speaks of: reconsideration (行政复议), a suit (行政诉讼), or neither."""

_KEPT: frozenset[VerbClass] = frozenset(("reply", "repeal", "handle"))
"""Verbs that are part of what is counted: 废止规范性文件 is not 规范性文件."""

_IDLE = re.compile(r"[\s“”\"'‘’「」《》的]|各类|各种|各项|相关|有关")
_SUFFIXES = ("总数量", "数量", "总数", "件数", "条数", "案件", "情况", "事项", "数", "件", "案")


class Named(Struct, frozen=True, gc=False):
    """What is counted. ``start`` is where its words begin in the text; ``verbs`` are the classes of the verbs before the noun."""

    words: str
    start: int
    name: str | None = None
    indicator: str | None = None
    verbs: frozenset[VerbClass] = frozenset()
    verbal: bool = False
    """The words end with a verb whose object must be looked for after the number (公开了 30 条信息)."""


def name_before(flat: str, start: int, end: int, dispute: Dispute = "") -> Named:
    """What the words between ``start`` and a number at ``end`` name; ``words`` is empty when they name nothing."""
    closer = _patterns().closers.search(flat, start, end)
    stop = closer.start() if closer else end
    position, verbs, kept = _skip_heads(flat, start, stop)
    if position >= stop:
        verb = flat[kept:stop] if kept is not None else ""
        return Named(verb, stop if kept is None else kept, verbs=verbs, verbal=True)
    words, begin = flat[position:stop], position
    tail = words.rpartition("等")[2]
    if tail and len(tail) < len(words) and not tail.startswith("级"):
        return Named(tail, stop - len(tail), name=_known_name(tail, verbs))
    verbal = _patterns().verb_end.search(flat, position, stop) is not None
    named = identify(words, verbs, dispute)
    if kept is not None and verbs & _KEPT:
        begin, words = kept, flat[kept:stop]
    return Named(_clean(words), begin, named.name, named.indicator, verbs, verbal)


def name_after(flat: str, start: int, end: int, before: Named, dispute: Dispute = "") -> Named:
    """What the words after a number name (2 条信息, 1 名兼职工作人员), with the verbs and the channel read before it."""
    stop = min(end, start + 24)
    position, verbs, _ = _skip_heads(flat, start, stop)
    words = _clean(flat[position:stop])
    if not words:
        return before
    named = identify(before.words + words if before.words and not before.verbs else words, verbs | before.verbs, dispute)
    if not named.name:
        known = _patterns().nouns.search(words)
        named = Named("", 0, name=_known_name(known[0], frozenset()) if known else None)
    return Named(before.words + words if before.words and not before.verbs else words, position, named.name, named.indicator)


def identify(words: str, verbs: frozenset[VerbClass], dispute: Dispute = "") -> Named:
    """The lexicon's name and indicator for a wording; both None when it is not known."""
    key = _IDLE.sub("", words)
    for form in (key, *(key[: -len(suffix)] for suffix in _SUFFIXES if key.endswith(suffix))):
        if found := _exact(form, verbs, dispute):
            return found
    channel = _channel(key)
    if channel:
        return Named("", 0, channel.name, channel.indicator)
    return Named("", 0)


def _exact(key: str, verbs: frozenset[VerbClass], dispute: Dispute) -> Named | None:
    outcome = _outcomes().get(key)
    if outcome:
        return Named("", 0, key, outcome.get(dispute))
    for measure in measures_by_noun().get(key, ()):
        if not measure.verbs or measure.verbs & verbs:
            return Named("", 0, measure.name, measure.indicator)
    return None


def _known_name(words: str, verbs: frozenset[VerbClass]) -> str | None:
    return identify(words, verbs).name


def _channel(key: str) -> Channel | None:
    """The one channel the words speak of, when beside it they say no more than that information was published."""
    patterns = _patterns()
    found = list(patterns.channels.finditer(key))
    names = {_channels()[match[0]].name for match in found}
    if len(names) != 1 or not patterns.generic.fullmatch(key, found[-1].end()):
        return None
    channel = _channels()[found[-1][0]]
    if found[0].start() and not patterns.owner.fullmatch(key, 0, found[0].start()):
        return Channel(channel.name, channel.words)
    return channel


def _skip_heads(flat: str, start: int, stop: int) -> tuple[int, frozenset[VerbClass], int | None]:
    """Where the name begins, the verb classes that stood before it, and where the last verb began."""
    heads, classes = _patterns().heads, verb_classes()
    verbs: list[VerbClass] = []
    kept, position = None, start
    while (match := heads.match(flat, position, stop)) and match.end() > position:
        verb = classes.get(match[0])
        if verb:
            verbs.append(verb)
            kept = position if kept is None else kept
        position = match.end()
    return position, frozenset(verbs), kept


def _clean(words: str) -> str:
    return words.strip(" “”\"'‘’「」《》-—的")


class _Patterns(Struct, frozen=True):
    heads: re.Pattern[str]
    closers: re.Pattern[str]
    verb_end: re.Pattern[str]
    channels: re.Pattern[str]
    generic: re.Pattern[str]
    owner: re.Pattern[str]
    nouns: re.Pattern[str]


@functools.cache
def _patterns() -> _Patterns:
    words = lexicon()
    verbs = verb_classes()
    heads = (*words.subjects, *words.times, *words.fillers, *verbs)
    return _Patterns(
        heads=re.compile(rf"(?!{any_of(words.not_heads)})(?:(?:19|20)\d\d ?年度?|[ “”\"、]|{any_of(heads)})"),
        closers=re.compile(rf"(?:(?<![行认])为|(?<!所)有|{any_of(set(words.closers) - {'为', '有'})})+$"),
        verb_end=re.compile(rf"{any_of(words.publish_verbs + words.receive_verbs)}$"),
        channels=re.compile(any_of(word for channel in words.channel for word in channel.words)),
        generic=re.compile(rf"{any_of(words.generic)}*+"),
        owner=re.compile(rf"(?:{any_of((*words.subjects, *words.fillers))}|[一-龥]{{0,8}}(?:[省市县区州旗乡镇局厅委办]|政府|街道|官方))"),
        nouns=re.compile(any_of(measures_by_noun())),
    )


@functools.cache
def _channels() -> dict[str, Channel]:
    return {word: channel for channel in lexicon().channel for word in channel.words}


@functools.cache
def _outcomes() -> dict[str, dict[str, str | None]]:
    return {
        word: {"review": outcome.review, "litigation": outcome.litigation} for outcome in lexicon().outcome for word in outcome.words
    }
