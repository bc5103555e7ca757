"""The identities of the official forms as data: loading `identities.toml`, and what a name in a formula stands for."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import Any, Literal

import msgspec
from msgspec import Struct

from reportscraper.forms.formula import Formula, parse
from reportscraper.model import FormId, Severity
from reportscraper.resources import load

Scope = Literal["scalar", "applicants", "rows", "each", "cross_year", "cross_body", "prose"]
Strength = Literal["hard", "soft", "definition"]
CellId = tuple[str, str | None]

SEVERITIES: dict[str, Severity] = {"hard": "error", "soft": "warning", "definition": "warning"}


class Matrix(Struct, frozen=True, forbid_unknown_fields=True):
    """Columns and rows of the applicant matrix (chapter 3) in print order."""

    applicants: tuple[str, ...]
    rows_2019: tuple[str, ...]
    rows_2021: tuple[str, ...]

    def rows(self, form: FormId) -> tuple[str, ...]:
        """The data rows of the matrix on ``form``; none before 2019."""
        return {"2019": self.rows_2019, "2021": self.rows_2021}.get(form, ())


class Identity(Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """One entry of `identities.toml`; the head of that file says what scope and strength mean."""

    id: str
    forms: tuple[FormId, ...]
    scope: Scope
    strength: Strength
    formula: str
    meaning: str
    over: tuple[str, ...] = ()
    """The indicators that ``cell`` stands for when the scope is ``each``."""
    soft_columns: bool = False
    """Hard in the column 总计 only; other columns are often wrong in reports that are right in sum."""
    below_city: bool = False
    """Not for the bodies of provinces and of cities with districts."""
    meaning_zh: str = ""
    """The meaning in Chinese, for identities whose findings are worded in both languages."""

    @functools.cached_property
    def parsed(self) -> Formula:
        """The formula, read."""
        return parse(self.formula)

    @property
    def severity(self) -> Severity:
        """How much a broken identity weighs."""
        return SEVERITIES[self.strength]


class Book(Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """All identities and the shape of the matrix they range over."""

    matrix: Matrix
    identity: tuple[Identity, ...]

    def instances(self, identity: Identity, form: FormId) -> Iterator[Mapping[str, CellId]]:
        """For each place where the identity holds on ``form``: its names and the cells they stand for there."""
        names = dict.fromkeys(identity.parsed.names)
        match identity.scope:
            case "scalar":
                yield {name: (name, None) for name in names}
            case "applicants":
                yield from ({name: (name, applicant) for name in names} for applicant in self.matrix.applicants)
            case "rows":
                yield from ({name: (row, name) for name in names} for row in self.matrix.rows(form))
            case "each":
                yield from ({"cell": (indicator, None)} for indicator in identity.over)
            case _:
                return

    def cell(self, name: str) -> CellId:
        """The cell a name means outside the matrix scopes: ``row__column``, a matrix row (its 总计), or a scalar."""
        indicator, found, applicant = name.partition("__")
        if found:
            return indicator, applicant
        return indicator, "total" if self.is_row(indicator) else None

    def is_row(self, indicator: str) -> bool:
        """Whether the indicator is a row of the applicant matrix, printed or derived."""
        return indicator in self._row_names

    @functools.cached_property
    def _row_names(self) -> frozenset[str]:
        derived = (
            i.parsed.left[0].name for i in self.identity if i.scope == "applicants" and i.strength == "definition"
        )
        return frozenset((*self.matrix.rows_2019, *self.matrix.rows_2021, *derived))


@functools.cache
def load_book() -> Book:
    """The identities of this package: those of the tables, then those between prose and tables."""
    data = load("forms/identities.toml", dict[str, Any])
    return msgspec.convert(
        {**data, "identity": [*data["identity"], *load("check/prose.toml", dict[str, Any])["identity"]]}, Book
    )
