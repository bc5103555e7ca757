"""Two versions of reports against each other: of one report that its site revised, or of two years of a body."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal

from msgspec import Struct

from reportscraper.store.reader import Reader
from reportscraper.store.rows import KIND_CODES
from reportscraper.store.script import named_statements

Piece = tuple[Literal["same", "removed", "added"], str]

_SQL = named_statements("diff")

_KINDS = tuple(KIND_CODES)
# Paragraphs that share less than this are another paragraph, not a changed one.
_LIKENESS = 0.5
# Comparing costs as many steps as there are pairs of like characters, or more: 9 million take a second. Ten thousand characters of
# prose against each other have a quarter of a million; what is longer shows what went and what came, without what is the same.
_MOST_LIKE, _MOST_PAIRS = 3_000_000, 20_000


class CellChange(Struct, frozen=True):
    """A cell that says something else; ``before`` or ``after`` is None where the version has no such cell.

    A printed cell is its number, or the kind of what stood there instead (blank, dash, missing, unreadable).
    """

    indicator: str
    indicator_zh: str
    applicant: str | None
    applicant_zh: str | None
    unit: str
    before: int | float | str | None
    after: int | float | str | None


class _CellPair(Struct, frozen=True):
    """A cell of either version; kinds are numbers of `KIND_CODES`, None where the version has no such cell."""

    indicator: str
    indicator_zh: str
    applicant: str | None
    applicant_zh: str | None
    unit: str
    old_value: int | float | None
    old_kind: int | None
    new_value: int | float | None
    new_kind: int | None

    def change(self) -> CellChange | None:
        """What changed, None when both say the same."""
        before, after = _as_printed(self.old_value, self.old_kind), _as_printed(self.new_value, self.new_kind)
        if before == after:
            return None
        return CellChange(
            self.indicator, self.indicator_zh, self.applicant, self.applicant_zh, self.unit, before, after
        )


def _as_printed(value: int | float | None, kind: int | None) -> int | float | str | None:
    return value if value is not None or kind is None else _KINDS[kind]


class _Section(Struct, frozen=True):
    kind: str
    heading: str
    text: str


class ParagraphChange(Struct, frozen=True):
    """A paragraph that was added, removed or changed; ``pieces`` spell both texts in order."""

    section: str
    heading: str
    what: Literal["added", "removed", "changed"]
    pieces: tuple[Piece, ...]


class Difference(Struct, frozen=True):
    """What differs between two versions. ``equal_cells`` counts the cells of both that say the same."""

    cells: tuple[CellChange, ...]
    equal_cells: int
    paragraphs: tuple[ParagraphChange, ...]
    equal_paragraphs: int
    coarse: tuple[str, ...] = ()
    """Chapters that are too long to be compared word by word: their paragraphs are removed and added whole."""


def difference(reader: Reader, earlier: int, later: int) -> Difference:
    """What differs between two versions, by their numbers in ``report_version``: cell by cell, paragraph by paragraph."""
    found = list(reader.read(_SQL["cells"], _CellPair, {"earlier": earlier, "later": later}))
    changes = [change for pair in found if (change := pair.change())]
    texts, equal, coarse = _paragraphs(_sections(reader, earlier), _sections(reader, later))
    return Difference(tuple(changes), len(found) - len(changes), tuple(texts), equal, tuple(coarse))


def _sections(reader: Reader, version: int) -> dict[str, tuple[str, list[str]]]:
    """By kind, the first heading and all paragraphs."""
    made: dict[str, tuple[str, list[str]]] = {}
    for each in reader.read(_SQL["sections"], _Section, {"version": version}):
        lines = [line for line in each.text.split("\n") if line.strip()]
        made.setdefault(each.kind, (each.heading, []))[1].extend(lines)
    return made


def _paragraphs(
    old: dict[str, tuple[str, list[str]]], new: dict[str, tuple[str, list[str]]]
) -> tuple[list[ParagraphChange], int, list[str]]:
    changes: list[ParagraphChange] = []
    coarse: dict[str, None] = {}
    equal = 0
    for kind in dict.fromkeys((*new, *old)):
        heading = (new.get(kind) or old[kind])[0]
        before, after = old.get(kind, ("", []))[1], new.get(kind, ("", []))[1]
        places = [("replace", 0, len(before), 0, len(after))]
        if _like(before, after) <= _MOST_LIKE:
            places = list(SequenceMatcher(None, before, after, autojunk=False).get_opcodes())
        for what, i1, i2, j1, j2 in places:
            removed, added = before[i1:i2], after[j1:j2]
            if what == "equal":
                equal += i2 - i1
            elif len(removed) * len(added) > _MOST_PAIRS or _like("".join(removed), "".join(added)) > _MOST_LIKE:
                coarse[kind] = None
                changes.extend(ParagraphChange(kind, heading, "removed", (("removed", each),)) for each in removed)
                changes.extend(ParagraphChange(kind, heading, "added", (("added", each),)) for each in added)
            else:
                changes.extend(_changes(kind, heading, removed, added))
    return changes, equal, list(coarse)


def _like(one: Sequence[str], other: Sequence[str]) -> int:
    """How many pairs of like items, one of either, there are."""
    counted = Counter(one)
    return sum(counted[each] for each in other)


def _changes(kind: str, heading: str, removed: Sequence[str], added: Sequence[str]) -> Iterator[ParagraphChange]:
    """Paragraphs of one place: like ones are paired in order, the rest was removed or added."""
    left = list(added)
    for paragraph in removed:
        pair = next((other for other in left if _alike(paragraph, other)), None)
        if pair is None:
            yield ParagraphChange(kind, heading, "removed", (("removed", paragraph),))
            continue
        for skipped in left[: left.index(pair)]:
            yield ParagraphChange(kind, heading, "added", (("added", skipped),))
        left = left[left.index(pair) + 1 :]
        yield ParagraphChange(kind, heading, "changed", tuple(_pieces(paragraph, pair)))
    for paragraph in left:
        yield ParagraphChange(kind, heading, "added", (("added", paragraph),))


def _alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= _LIKENESS and matcher.ratio() >= _LIKENESS


def _pieces(before: str, after: str) -> Iterator[Piece]:
    for what, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            yield "same", before[i1:i2]
            continue
        if i2 > i1:
            yield "removed", before[i1:i2]
        if j2 > j1:
            yield "added", after[j1:j2]
