"""Prose of made-up reports: the templates of ``phrases.toml`` filled with the report's figures, each noted as truth."""

from __future__ import annotations

import functools
import random
from collections.abc import Iterator, Mapping
from importlib import resources

import msgspec
from msgspec import Struct

from reportscraper.model import FormId, SectionKind, StatementKind
from tests.made.ledger import Amount


class Said(Struct, frozen=True, forbid_unknown_fields=True):
    """A figure that a template states: which fact, what it is called there, and how it is dressed.

    Facts that are in no official table are named ``n_…``; the others bear the indicator's id.
    """

    measure: str
    fact: str
    unit: str = ""
    qualifier: str = ""
    kind: StatementKind = "count"

    @property
    def indicator(self) -> str | None:
        """The indicator stated, None for facts of no official table."""
        return None if self.fact.startswith("n_") else self.fact


class Sentence(Struct, frozen=True, forbid_unknown_fields=True):
    """A template. It may be used when all ``positive`` facts are above zero and all ``zero`` facts are zero."""

    slot: str
    text: str
    says: tuple[Said, ...] = ()
    forms: tuple[FormId, ...] = ("2008", "2014", "2019", "2021")
    positive: tuple[str, ...] = ()
    zero: tuple[str, ...] = ()

    def fits(self, form: FormId, facts: Mapping[str, Amount]) -> bool:
        """Whether the template may be used for these facts."""
        right = all(facts.get(name, 0) > 0 for name in self.positive) and all(
            facts.get(name) == 0 for name in self.zero
        )
        return right and form in self.forms and all(said.fact in facts for said in self.says)


class Paragraph(Struct, frozen=True, forbid_unknown_fields=True):
    """A paragraph: one sentence a slot. Numbered ones open with the report's sub-heading mark, some may be left out."""

    slots: tuple[str, ...]
    numbered: bool = False
    chance: float = 1.0


class Chapter(Struct, frozen=True, forbid_unknown_fields=True):
    """A chapter of some forms with its possible headings; the lead has none."""

    kind: SectionKind
    forms: tuple[FormId, ...]
    headings: tuple[str, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()


class Phrases(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    chapter: tuple[Chapter, ...]
    sentence: tuple[Sentence, ...]
    marks: tuple[tuple[str, ...], ...]


class TrueStatement(Struct, frozen=True):
    """A figure said in prose; fields as in `reportscraper.model.Statement`."""

    section: SectionKind
    measure: str
    indicator: str | None
    value: Amount
    unit: str
    qualifier: str
    kind: StatementKind = "count"


class TrueSection(Struct, frozen=True):
    """A chapter as printed. The lead has an empty heading."""

    kind: SectionKind
    heading: str
    paragraphs: tuple[str, ...]


@functools.cache
def phrases() -> Phrases:
    """The templates of ``phrases.toml``."""
    data = resources.files(__package__).joinpath("phrases.toml").read_bytes()
    return msgspec.toml.decode(data, type=Phrases)


class Writer:
    """Writes one report's prose. Each choice has its own random stream, so a change touches only what states it."""

    def __init__(self, seed: str, form: FormId, facts: Mapping[str, Amount], words: Mapping[str, str]) -> None:
        self._seed = seed
        self._form = form
        self._facts = facts
        self._words = {**words, **{name: _print(amount) for name, amount in facts.items()}}
        self._marks = self._draw("marks").choice(phrases().marks)
        self.statements: list[TrueStatement] = []

    def sections(self) -> tuple[TrueSection, ...]:
        """All chapters of the form in order; fills `statements`."""
        self.statements.clear()
        return tuple(self._chapter(chapter) for chapter in phrases().chapter if self._form in chapter.forms)

    def _draw(self, purpose: str) -> random.Random:
        return random.Random(f"{self._seed}/prose/{purpose}")

    def _chapter(self, chapter: Chapter) -> TrueSection:
        heading = self._draw(chapter.kind).choice(chapter.headings) if chapter.headings else ""
        return TrueSection(chapter.kind, heading, tuple(self._paragraphs(chapter)))

    def _paragraphs(self, chapter: Chapter) -> Iterator[str]:
        numbers = iter(self._marks)
        for position, paragraph in enumerate(chapter.paragraphs):
            if self._draw(f"{chapter.kind}/{position}").random() >= paragraph.chance:
                continue
            text = "".join(self._sentence(slot, chapter.kind) for slot in paragraph.slots)
            if text:
                yield next(numbers) + text if paragraph.numbered else text

    def _sentence(self, slot: str, kind: SectionKind) -> str:
        fitting = _by_slot()[slot]
        fitting = [sentence for sentence in fitting if sentence.fits(self._form, self._facts)]
        if not fitting:
            return ""
        sentence = self._draw(slot).choice(fitting)
        self.statements.extend(self._statement(said, kind) for said in sentence.says)
        return sentence.text.format_map(self._words)

    def _statement(self, said: Said, kind: SectionKind) -> TrueStatement:
        value = self._facts[said.fact]
        return TrueStatement(kind, said.measure, said.indicator, value, said.unit, said.qualifier, said.kind)


@functools.cache
def _by_slot() -> dict[str, list[Sentence]]:
    slots: dict[str, list[Sentence]] = {}
    for sentence in phrases().sentence:
        slots.setdefault(sentence.slot, []).append(sentence)
    return slots


def _print(amount: Amount) -> str:
    return str(int(amount)) if amount == int(amount) else f"{amount:g}"
