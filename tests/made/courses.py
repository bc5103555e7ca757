"""Draws that follow a course: a body's figures stay near those of its year before and drift slowly, as real ones do."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any, TypeVar

_T = TypeVar("_T")
_FIRST = 2013


class Course(random.Random):
    """The draws of one body, form and year. The n-th draw of each year lies near the n-th of every other year.

    Draws of many at once (`choices`) stay free, for they part a whole that is on its course already.
    """

    body = ""
    form = ""
    year = _FIRST
    count = 0

    @classmethod
    def of(cls, body: str, form: str, year: int) -> Course:
        """The draws of a body (any text that names it and what is drawn), form and year."""
        made = cls(f"{body}/{form}/{year}")
        made.body, made.form, made.year = body, form, year
        return made

    def random(self) -> float:
        """The next number of the course, from 0 to 1."""
        self.count += 1
        lasting = random.Random(f"{self.body}/{self.form}/{self.count}")
        level, slope = lasting.uniform(0.35, 0.9), lasting.uniform(-0.012, 0.016)
        wobble = random.Random(f"{self.body}/{self.form}/{self.year}/{self.count}").gauss(0, 0.025)
        return min(max(level + slope * (self.year - _FIRST) + wobble, 0.02), 0.98)

    def received(self, most: int) -> int:
        """New requests of the year: the same course through all forms."""
        lasting = random.Random(f"{self.body}/received")
        level, growth = lasting.uniform(0.35, 0.5), lasting.uniform(0.035, 0.06)
        wobble = random.Random(f"{self.body}/{self.year}/received").gauss(1, 0.05)
        return round(most * level * (1 + growth) ** (self.year - _FIRST) * wobble)

    def randint(self, a: int, b: int) -> int:
        """A whole number from a to b."""
        return a + int(self.random() * (b - a + 1))

    def choice(self, seq: Sequence[_T]) -> _T:  # type: ignore[override]
        """One of the things."""
        return seq[int(self.random() * len(seq))]

    def choices(self, population: Any, weights: Any = None, *, cum_weights: Any = None, k: int = 1) -> list[Any]:
        """As many as ``k``, drawn freely."""
        free = random.Random(f"{self.body}/{self.form}/{self.year}/{self.count}/free")
        self.count += 1
        return free.choices(population, weights, cum_weights=cum_weights, k=k)
