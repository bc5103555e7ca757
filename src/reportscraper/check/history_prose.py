"""Texts that are nearly those of another year or another body, and changes said in them that no figures bear out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain, product

from msgspec import Struct

from reportscraper.check.history_values import Growth, Prose, Thresholds
from reportscraper.check.prose import family, prose_words, sums_meant
from reportscraper.forms.rules import history_finding, phrase
from reportscraper.model import CellId, HistoryFinding, PastReport, SectionKind, Statement
from reportscraper.text import squeeze

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
_LONGEST_QUOTE = 60
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d) ?年")
_STEPS = {"%": 1, "倍": 0.5}
"""Rates, and how far the true one may be off, in units of the last digit that is said."""


class _Text(Struct, frozen=True):
    """A chapter of a report, squeezed, and its hashed shingles."""

    report: PastReport
    text: str
    shingles: frozenset[int]


def similar_texts(reports: Sequence[PastReport], limits: Thresholds) -> Iterator[HistoryFinding]:
    """For each chapter, a finding about the most similar one published before it, in whatever year and by whatever body."""
    ordered = sorted(reports, key=lambda each: (each.year, each.published_on or "9", each.body))
    for kind in limits.prose.kinds:
        for this, other, share in _most_similar_before(ordered, kind, limits):
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


def _most_similar_before(
    ordered: Sequence[PastReport], kind: SectionKind, limits: Thresholds
) -> Iterator[tuple[_Text, _Text, float]]:
    """Each text of a chapter that is alike one before it, with the most similar of those, and how similar it is."""
    least = limits.prose.similar
    squeezed = ((report, squeeze(report.prose.get(kind, ""))) for report in ordered)
    texts = [
        _Text(report, text, shingles(text, limits.prose.shingle))
        for report, text in squeezed
        if len(text) >= limits.prose.least_length
    ]
    # Two texts with a share s of common shingles have one in common among the rarest 1 − s of either: boilerplate, which most texts
    # have, brings none together, and none that are alike is missed. Ties have one order too, else what is rare in one is not in the other.
    spread = Counter[int]()
    for text in texts:
        spread.update(text.shingles)
    rank = {shingle: place for place, shingle in enumerate(sorted(sorted(spread), key=spread.__getitem__))}
    begun: dict[int, list[int]] = defaultdict(list)
    rests = []
    for number, this in enumerate(texts):
        rarest = sorted(map(rank.__getitem__, this.shingles))
        telling = rarest[: len(rarest) - int(least * len(rarest)) + 1]
        rests.append(len(rarest) - len(telling))
        # What two have in common among their rarest, and all of the rest, is the most that they can have in common.
        common = Counter(chain.from_iterable(map(begun.__getitem__, telling)))
        near = [
            (similarity(this.shingles, texts[earlier].shingles), -earlier)
            for earlier, count in common.items()
            if count + max(rests[number], rests[earlier])
            >= least / (1 + least) * (len(rarest) + len(texts[earlier].shingles)) - 0.001
        ]
        for shingle in telling:
            begun[shingle].append(number)
        share, earlier = max(near, default=(0.0, 0))
        if share >= least:
            yield this, texts[-earlier], share


def similarity(one: frozenset[int], other: frozenset[int]) -> float:
    """Share of common shingles in all shingles of two texts (Jaccard)."""
    common = len(one & other)
    return common / (len(one) + len(other) - common or 1)


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
    """Hashes of every ``length`` characters in a row, the same in this process only."""
    return frozenset([hash(text[at : at + length]) for at in range(len(text) - length + 1)])


class _Pair(Struct, frozen=True):
    """What is counted in this year and in the last; the cells of both where tables print it."""

    now: int | float
    past: int | float
    cells: tuple[CellId, ...] = ()


def wrong_growth(before: PastReport, after: PastReport, limits: Growth) -> Iterator[HistoryFinding]:
    """A finding for each change against last year that neither the tables nor the texts of the two reports bear out.

    The tables of both years count where this year's print what the text says, and so do counts of the same words in last
    year's text. Where no such pair is known, and where last year's is 0, a change is not accused.
    """
    for change, level in _changes_of_counts(after, before.year, limits):
        told = (
            _Pair(level.value, said.value)
            for said in before.statements
            if said.kind == "count" and not said.qualifier and (said.measure, said.unit) == (level.measure, level.unit)
        )
        pairs = [pair for pair in (*_pairs_of_cells(level, before, after), *told) if pair.past > 0]
        if not pairs or any(_bears_out(pair, change, limits) for pair in pairs):
            continue
        value = _changes_in(pairs[0], change)[0]
        unit = " %" if change.unit == "%" else change.unit
        # Words may be counted otherwise from year to year; cells of the form are not.
        yield history_finding(
            "growth_disagrees",
            after.body,
            after.year,
            severity="warning" if pairs[0].cells else "info",
            cells=pairs[0].cells,
            quote=change.quote,
            measure=level.measure,
            now=pairs[0].now,
            past=pairs[0].past,
            before=before.year,
            change=f"{value.quantize(Decimal('0.1')).normalize():+f}{unit}",
        )


def _changes_of_counts(after: PastReport, last_year: int, limits: Growth) -> Iterator[tuple[Statement, Statement]]:
    """The changes against last year, each with the count it is a change of."""
    levels: list[Statement] = []
    for statement in after.statements:
        if statement.kind == "count":
            levels.append(statement)
        elif statement.kind == "change" and levels and _is_against_last_year(statement, last_year, limits):
            level, unit = levels[-1], statement.unit
            near = level.section == statement.section and 0 <= statement.start - level.end <= limits.reach
            # A change is of the count that it is named after, and fits its unit.
            fits = unit in _STEPS or (unit != "" and family(unit) == family(level.unit) != "money")
            is_of_count = fits and statement.measure == f"{level.measure}同比"
            if near and level.measure and not level.qualifier and is_of_count:
                yield statement, level


def _is_against_last_year(change: Statement, last_year: int, limits: Growth) -> bool:
    years = {int(year) for year in _YEAR.findall(change.quote)}
    named = any(word in change.quote for word in limits.last_year) or last_year in years
    otherwise = any(word in change.quote for word in limits.otherwise) or years - {last_year, last_year + 1}
    return named and not otherwise


def _pairs_of_cells(level: Statement, before: PastReport, after: PastReport) -> Iterator[_Pair]:
    if level.indicator is None or before.form is None or after.form is None:
        return
    now = [cells for cells, value in sums_meant(level.indicator, after.form, after.values) if value == level.value]
    past = sums_meant(level.indicator, before.form, before.values)
    for cells, (cells_before, value) in product(now, past):
        yield _Pair(level.value, value, tuple(dict.fromkeys((*cells, *cells_before))))


def _bears_out(pair: _Pair, change: Statement, limits: Growth) -> bool:
    """Whether a pair bears out a change; one said openly (超过, 不到) only has to lie on the right side of 0."""
    true = [value if change.direction == "up" else -value for value in _changes_in(pair, change)]
    exactness = prose_words().exactness(change.qualifier)
    if exactness in ("above", "below"):
        return any(value > 0 for value in true)
    said = Decimal(str(change.value))
    step = Decimal(str(_STEPS.get(change.unit, 0))).scaleb(int(said.as_tuple().exponent))
    slack = step if exactness == "exact" else max(step, said * Decimal(str(limits.rough)))
    return any(abs(value - said) <= slack for value in true)


def _changes_in(pair: _Pair, change: Statement) -> tuple[Decimal, ...]:
    """The change of a pair in the unit of the statement. 增长2倍 is said of three times as much, and of twice as much."""
    now, past = Decimal(str(pair.now)), Decimal(str(pair.past))
    match change.unit:
        case "%":
            return ((now - past) / past * 100,)
        case "倍":
            return (now / past - 1, now / past)
    return (now - past,)
