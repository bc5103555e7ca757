"""Texts that are nearly those of another year or another body."""

from __future__ import annotations

import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from msgspec import Struct

from reportscraper.check.history_values import Prose, Thresholds
from reportscraper.forms.rules import history_finding, phrase
from reportscraper.model import HistoryFinding, PastReport, SectionKind
from reportscraper.text import squeeze

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
_LONGEST_QUOTE = 60


class _Text(Struct, frozen=True):
    """A chapter of a report, squeezed, and its hashed shingles."""

    report: PastReport
    text: str
    shingles: frozenset[int]


def alike(reports: Sequence[PastReport], limits: Thresholds) -> Iterator[HistoryFinding]:
    """For each chapter, a finding about the most similar one published before it, in whatever year and by whatever body."""
    ordered = sorted(reports, key=lambda each: (each.year, each.published_on or "9", each.body))
    for kind in limits.prose.kinds:
        yield from _alike(ordered, kind, limits)


def _alike(ordered: Sequence[PastReport], kind: SectionKind, limits: Thresholds) -> Iterator[HistoryFinding]:
    squeezed = ((report, squeeze(report.prose.get(kind, ""))) for report in ordered)
    texts = [
        _Text(report, text, shingles(text, limits.prose.shingle))
        for report, text in squeezed
        if len(text) >= limits.prose.least_length
    ]
    # Two texts with a share s of common shingles have one in common among the rarest 1 − s of either: boilerplate, which most texts
    # have, brings none together, and none that are alike is missed.
    spread = Counter(shingle for text in texts for shingle in text.shingles)
    begun: dict[int, list[int]] = defaultdict(list)
    for number, this in enumerate(texts):
        rarest = sorted(sorted(this.shingles), key=spread.__getitem__)
        telling = rarest[: len(rarest) - int(limits.prose.similar * len(rarest)) + 1]
        met = sorted({earlier for shingle in telling for earlier in begun[shingle]})
        for shingle in telling:
            begun[shingle].append(number)
        if met:
            nearest = max((texts[each] for each in met), key=lambda other: similarity(this.shingles, other.shingles))
            yield from _judge(this, nearest, kind, limits)


def _judge(this: _Text, other: _Text, kind: SectionKind, limits: Thresholds) -> Iterator[HistoryFinding]:
    share = similarity(this.shingles, other.shingles)
    if share < limits.prose.similar:
        return
    own = this.report.body == other.report.body
    yield history_finding(
        "same_prose" if share >= limits.prose.same else "similar_prose",
        this.report.body,
        this.report.year,
        kind=kind,
        percent=int(100 * share),
        other=phrase("other_year" if own else "other_body", body=other.report.body, year=other.report.year),
        passages=" … ".join(passages(this.text, other.text, limits.prose)),
    )


def similarity(one: frozenset[int], other: frozenset[int]) -> float:
    """Share of common shingles in all shingles of two texts (Jaccard)."""
    return len(one & other) / (len(one | other) or 1)


def passages(text: str, other: str, limits: Prose) -> list[str]:
    """The longest runs of sentences that both texts have, longest first, cut to a quotable length."""
    known = set(_SENTENCE.findall(other))
    runs = [""]
    for sentence in _SENTENCE.findall(text):
        if sentence in known:
            runs[-1] += sentence
        elif runs[-1]:
            runs.append("")
    long = sorted((run for run in runs if len(run) >= limits.least_passage), key=len, reverse=True)
    return [run if len(run) <= _LONGEST_QUOTE else f"{run[:_LONGEST_QUOTE]}…" for run in long[: limits.most_passages]]


def shingles(text: str, length: int) -> frozenset[int]:
    """Hashes of every ``length`` characters in a row."""
    return frozenset(zlib.crc32(text[at : at + length].encode()) for at in range(len(text) - length + 1))
