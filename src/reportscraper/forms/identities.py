"""The identities that hold on each form, and what a name in a formula stands for."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping

from msgspec import Struct

from reportscraper.forms.form import Identity, Table
from reportscraper.forms.loading import load_forms
from reportscraper.forms.shared import shared_identities
from reportscraper.model import CellId, FormId

__all__ = ["Book", "Identity", "load_book"]


class Book(Struct, frozen=True, dict=True):
    """The identities of every form, in the order in which the form names them."""

    by_form: Mapping[FormId, tuple[Identity, ...]]

    @functools.cached_property
    def identity(self) -> tuple[Identity, ...]:
        """All identities, each once."""
        return tuple({each.id: each for identities in self.by_form.values() for each in identities}.values())

    def of(self, form: FormId | None) -> tuple[Identity, ...]:
        """The identities of a form; none where none is called so."""
        return self.by_form.get(form, ()) if form else ()

    def applicants(self, form: FormId | None) -> tuple[str, ...]:
        """The columns of the form's matrix of requests."""
        matrix = _matrix_by_form().get(form)
        return tuple(column.key for column in matrix.columns) if matrix else ()

    def rows(self, form: FormId | None) -> tuple[str, ...]:
        """The rows with figures of the form's matrix of requests."""
        matrix = _matrix_by_form().get(form)
        return tuple(row.key for row in matrix.rows if not row.group) if matrix else ()

    def instances(self, identity: Identity, form: FormId | None) -> Iterator[Mapping[str, CellId]]:
        """For each place where the identity holds on ``form``: its names and the cells they stand for there."""
        names = dict.fromkeys(identity.parsed.names)
        match identity.scope:
            case "scalar":
                yield {name: (name, None) for name in names}
            case "applicants":
                yield from ({name: (name, applicant) for name in names} for applicant in self.applicants(form))
            case "rows":
                yield from ({name: (row, name) for name in names} for row in self.rows(form))
            case "each":
                yield from ({"cell": (indicator, None)} for indicator in identity.over)
            case "cross_year" if any(map(self.is_row, names)):
                yield from ({name: (name, applicant) for name in names} for applicant in self.applicants(form))
            case "cross_year":
                yield {name: (name, None) for name in names}

    def cell(self, name: str) -> CellId:
        """The cell a name means outside the matrix scopes: ``row__column``, a matrix row (its 总计), or a scalar."""
        indicator, found, applicant = name.partition("__")
        if found:
            return indicator, applicant
        return indicator, "total" if self.is_row(indicator) else None

    def is_row(self, indicator: str) -> bool:
        """Whether the indicator is a row of a matrix of requests, printed or a group."""
        return indicator in _matrix_rows()


@functools.cache
def _matrix_by_form() -> dict[str | None, Table | None]:
    return {form.id: form.matrix for form in load_forms()}


@functools.cache
def _matrix_rows() -> frozenset[str]:
    return frozenset(row.key for matrix in _matrix_by_form().values() if matrix for row in matrix.rows)


@functools.cache
def load_book() -> Book:
    """The identities of the forms."""
    return Book(
        {
            form.id: tuple(
                (shared_identities() | {each.id: each for each in form.identity})[i] for i in form.identities
            )
            for form in load_forms()
        }
    )
