"""Cells that cannot be right on their own: negative or fractional counts, magnitudes nobody has."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator

import msgspec
from msgspec import Struct

from reportscraper.check.wording import name
from reportscraper.forms.rules import finding
from reportscraper.model import Figure, Finding
from reportscraper.resources import load


class Rule(Struct, frozen=True, forbid_unknown_fields=True):
    """One entry of `plausible.toml`; the head of that file says what the keys mean."""

    id: str
    wording: str = ""
    """Which of the texts of the rule in `rules.toml`; empty for the first."""
    units: frozenset[str] = frozenset()
    matrix: bool = False
    exempt: frozenset[str] = msgspec.field(name="except", default=frozenset())
    minimum: int | None = None
    maximum: int | None = None
    whole: bool = False

    def covers(self, figure: Figure) -> bool:
        """Whether the rule is for this kind of figure."""
        if self.matrix and figure.applicant is None:
            return False
        return figure.indicator not in self.exempt and (not self.units or figure.unit in self.units)

    def broken_by(self, value: int | float) -> bool:
        """Whether the value is outside what the rule allows."""
        if self.minimum is not None and value < self.minimum:
            return True
        if self.maximum is not None and value > self.maximum:
            return True
        return self.whole and value != int(value)


class _Rules(Struct, frozen=True, forbid_unknown_fields=True):
    rule: tuple[Rule, ...]


@functools.cache
def rules() -> tuple[Rule, ...]:
    """The rules of this package, in file order."""
    return load("check/plausible.toml", _Rules).rule


def implausible(figures: Iterable[Figure]) -> Iterator[Finding]:
    """A finding for each figure and each kind of rule it breaks, where it is printed."""
    for figure in figures:
        # Nearly every figure is a small whole number, which no rule can object to.
        if figure.value is not None and (type(figure.value) is float or not 0 <= figure.value <= _harmless()):
            yield from _judge(figure, figure.value)


@functools.cache
def _harmless() -> int:
    return min(rule.maximum for rule in rules() if rule.maximum is not None)


def _judge(figure: Figure, value: int | float) -> Iterator[Finding]:
    decided: set[str] = set()
    for rule in rules():
        if rule.id in decided or not rule.covers(figure):
            continue
        decided.add(rule.id)
        if rule.broken_by(value):
            yield finding(
                rule.id,
                wording=rule.wording,
                cells=((figure.indicator, figure.applicant),),
                table=figure.table,
                row=figure.row,
                column=figure.column,
                cell=name((figure.indicator, figure.applicant)),
                value=figure.value,
                unit=figure.unit,
                raw=figure.raw,
            )
