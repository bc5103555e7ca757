"""What the forms share: kinds of applicant and words (`labels.toml`), concepts that join them (`series.toml`), `identities.toml`."""

from __future__ import annotations

import functools
import re

from msgspec import Struct, field

from reportscraper.forms.form import Identity
from reportscraper.resources import load


class Applicant(Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of applicant (申请人情况); id 0 stands for a figure without applicants."""

    id: int
    en: str
    code: str | None = None
    zh: str | None = None


class Labels(Struct, frozen=True, forbid_unknown_fields=True):
    """`labels.toml`."""

    applicant: tuple[Applicant, ...]
    harmless_notes: tuple[re.Pattern[str], ...]
    units: dict[str, tuple[str, str]]
    words: dict[str, str]


class SpokenFigure(Struct, frozen=True, forbid_unknown_fields=True):
    """A figure of the text, and the units in which it counts."""

    indicator: str
    units: tuple[str, ...]


class Concept(Struct, frozen=True, forbid_unknown_fields=True):
    """What a series counts, whatever the form calls it."""

    code: str
    topic: str
    zh: str
    en: str
    unit: str
    note: str = ""
    note_zh: str = ""
    prose: SpokenFigure | None = None


class Rate(Struct, frozen=True, forbid_unknown_fields=True):
    """A rate in per cent: 100 × the sum of the series ``above`` ÷ the sum of the series ``below``."""

    code: str
    zh: str
    en: str
    above: tuple[str, ...]
    below: tuple[str, ...]

    @property
    def formula(self) -> str:
        """The formula in the names of series."""
        above, below = (names[0] if len(names) == 1 else f"({' + '.join(names)})" for names in (self.above, self.below))
        return f"100 × {above} ÷ {below}"


class SummaryFigure(Struct, frozen=True, forbid_unknown_fields=True):
    """A figure column of ``report_summary``: the values of a ``series`` that can be compared, as far as tables print them."""

    name: str
    zh: str
    en: str
    unit: str
    series: str = ""


class Concepts(Struct, frozen=True, forbid_unknown_fields=True):
    """`series.toml`: what joins the forms."""

    series: tuple[Concept, ...]
    measures: tuple[Rate, ...] = field(name="measure")
    summary: tuple[SummaryFigure, ...]


@functools.cache
def labels() -> Labels:
    """What `labels.toml` says."""
    return load("forms/labels.toml", Labels)


@functools.cache
def concepts() -> Concepts:
    """What `series.toml` says."""
    return load("forms/series.toml", Concepts)


@functools.cache
def shared_identities() -> dict[str, Identity]:
    """The identities of `identities.toml`, by id."""
    return {each.id: each for each in load("forms/identities.toml", dict[str, tuple[Identity, ...]])["identity"]}
