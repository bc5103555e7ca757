"""Texts that are nearly those of another year or another body."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, cast

from msgspec import Struct

from reportscraper.check.history_values import Prose, Thresholds
from reportscraper.forms.rules import history_finding, phrase
from reportscraper.model import HistoryFinding, PastReport, SectionKind
from reportscraper.text import squeeze

if TYPE_CHECKING:
    from datasketch import MinHash, MinHashLSH

# Sixteen bands of four: texts that share 80 % of their shingles meet with a probability of 0.9997, those of 30 % with 0.12.
_PERMUTATIONS, _BANDS, _ROWS = 64, 16, 4
# A quarter of the shingles, chosen by their hash, is as good a sample as all of them at a quarter of the time.
_SAMPLE = 4
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
    earlier: dict[int, _Text] = {}
    index = _index()
    for number, report in enumerate(ordered):
        text = squeeze(report.prose.get(kind, ""))
        if len(text) < limits.prose.least_length:
            continue
        this = _Text(report, text, _shingles(text, limits.prose.shingle))
        signature = _signature(this.shingles)
        met = cast("list[int]", index.query(signature))
        candidates = [earlier[each] for each in sorted(met)]
        index.insert(number, signature, check_duplication=False)
        earlier[number] = this
        if candidates:
            nearest = max(candidates, key=lambda other: similarity(this.shingles, other.shingles))
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


def _shingles(text: str, length: int) -> frozenset[int]:
    """Hashes of every ``length`` characters in a row."""
    return frozenset(zlib.crc32(text[at : at + length].encode()) for at in range(len(text) - length + 1))


def _index() -> MinHashLSH:
    from datasketch import MinHashLSH

    return MinHashLSH(num_perm=_PERMUTATIONS, params=(_BANDS, _ROWS))


def _signature(shingles: frozenset[int]) -> MinHash:
    from datasketch import MinHash

    sample = [shingle for shingle in shingles if shingle % _SAMPLE == 0] or list(shingles)
    signature = MinHash(num_perm=_PERMUTATIONS, hashfunc=int)
    signature.update_batch(sample)
    return signature
