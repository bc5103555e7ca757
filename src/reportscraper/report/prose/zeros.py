"""Zeros said in words (未收到申请, 无收费情况): which negations state a figure, and a zero of what."""

from __future__ import annotations

import functools
import re

from msgspec import Struct

from reportscraper.report.prose.lexicon import Zero, any_of, lexicon
from reportscraper.report.prose.measures import Context, speaks_of
from reportscraper.report.prose.tokens import Negation
from reportscraper.report.prose.whose import is_of_a_part, is_of_what_was_done

_REACH = 60
"""How far a clause is read after its negation."""


_DECIDES = re.compile("[^,。;]{0,6}(?:受理|审理|审结|办结|审查)[^,。;]{0,8}行政复议")
"""Said of a body that decides on reconsideration: its cases are not about its own disclosure."""
_CAUSED = re.compile("因|引起|引发|导致|而[被产提]")
_OF_IT = re.compile(
    "的(?!政府信息|信息|事项|事宜|情况|情形|案?件|业务|要求|请求|函|行为)|(?:公开)?[和及与、](?:部分|不予)公开"
)
"""After a request: what did not happen is something that came of it (未发生有关申请的纠纷), not the request."""
_DISPUTED = re.compile("[一-鿿]{0,3}(?:针对|[因由].{0,24}(?:引[起发]|导致)|(?:有关|关于|涉及).{0,8}信息公开)")
_DISPUTE = "行政复议"
"""What is brought against an organ, or comes of a request, is first of all a reconsideration."""
_ABOUT_WORDS = frozenset(("针对", "公民", "群众"))
_ABOUT = re.compile("针对|关于|有关|涉及|因|就|对|公民|法人|群众|其他组织|社会|书面|[本我该]")


class SpokenZero(Struct, frozen=True, gc=False):
    """A measure that is said to be zero; the stretch of text that says so ends at ``end``."""

    words: str
    alias: str
    indicator: str | None
    end: int


def read_zero(flat: str, negation: Negation, stop: int, context: Context) -> list[SpokenZero]:
    """The measures a negation says to be zero in the clause that ends at ``stop``; none when it states no figure.

    ``context`` tells what the clause speaks of.
    """
    patterns = _zero_patterns()
    if flat.endswith(patterns.refused_before, max(0, negation.start - 4), negation.start):
        return []
    stop = min(stop, negation.end + _REACH)
    event = patterns.events.match(flat, negation.end, stop)
    word = flat[negation.start : negation.end]
    if event and event["sure"]:
        return read_label(flat, negation.end, stop, context) or [_unnamed_event(flat, event, stop)]
    if event and event[0] == "因" and (caused := _CAUSED.search(flat, event.end(), stop)):
        words, end = flat[caused.end() : stop].strip(" 的"), min(stop, caused.end() + 16)
        brought_about = SpokenZero(words[:16], "" if words else _DISPUTE, None, end)
        return read_label(flat, negation.end, stop, context) or [brought_about]
    if not (event or word[-1] in "无有在") or not patterns.negatable.search(flat, negation.end, stop):
        return []
    return read_label(flat, negation.end, stop, context)


def read_label(flat: str, start: int, stop: int, context: Context) -> list[SpokenZero]:
    """The measures that a stretch names: a label before a 无 that stands alone (收费情况：无), or the words behind a negation."""
    caused = _CAUSED.search(flat, start, stop) is not None
    decides = context.decides or _DECIDES.match(flat, start, stop) is not None
    for zero, measures, pattern in _zero_patterns().zeros:
        if zero.direct and caused:
            continue
        if zero.about == "requests" and not speaks_of(zero, context):
            continue
        found: dict[str, SpokenZero] = {}
        for match in pattern.finditer(flat, start, stop):
            if zero.direct and (
                _OF_IT.match(flat, match.end(), stop)
                or is_of_what_was_done(flat, start, match.start(), match.end(), stop)
            ):
                continue
            name = measures[match[0]]
            of_others = zero.about == "disputes" and decides
            of_others = of_others or (zero.direct and is_of_a_part(flat[start : match.start()]))
            found[name] = SpokenZero(match[0], name, None if of_others else zero.indicators.get(name), match.end())
        if found:
            return list(found.values())
    return []


def _unnamed_event(flat: str, event: re.Match[str], stop: int) -> SpokenZero:
    """An event that did not happen, told in words the lexicon does not know.

    It is the event itself (未收到) where the clause is cut before its noun: 针对本单位 and 公民、法人 are not what is counted.
    """
    end = event.end()
    words = flat[end:stop].strip(' 过任何的“”"')
    about = event[0] in _ABOUT_WORDS
    if about or _ABOUT.match(words):
        words = words.rpartition("的")[2] if "的" in words else ""
    if not words and _DISPUTED.match(flat, event.start(), stop):
        return SpokenZero("", _DISPUTE, None, min(stop, end + 24))
    if not words:
        return SpokenZero("" if about else event[0], "", None, end)
    return SpokenZero(words[:16], "", None, min(stop, end + 24))


class _ZeroPatterns(Struct, frozen=True):
    events: re.Pattern[str]
    negatable: re.Pattern[str]
    refused_before: tuple[str, ...]
    zeros: tuple[tuple[Zero, dict[str, str], re.Pattern[str]], ...]


@functools.cache
def _zero_patterns() -> _ZeroPatterns:
    words = lexicon()
    return _ZeroPatterns(
        events=re.compile(rf"[过曾]?(?:(?P<sure>{any_of(words.sure_events)})|{any_of(words.events)})过?"),
        negatable=re.compile(any_of(words.negatable)),
        refused_before=words.not_before_negation,
        zeros=tuple((zero, _measure_by_word(zero), re.compile(any_of(_measure_by_word(zero)))) for zero in words.zero),
    )


def _measure_by_word(zero: Zero) -> dict[str, str]:
    return {word: measure for measure, words in zero.words.items() for word in words}
