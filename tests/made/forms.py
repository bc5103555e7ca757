"""The four official forms as the generator prints them: rows, columns and labels, read from ``forms.toml``."""

from __future__ import annotations

import functools
from importlib import resources

import msgspec
from msgspec import Struct

from reportscraper.model import FormId

Key = tuple[str, str | None]
"""Which cell: (indicator, applicant); the applicant is None outside the chapter-3 matrix."""


class Form(Struct, frozen=True, forbid_unknown_fields=True):
    """One official form, its report years, and the annex table that older forms carry."""

    id: FormId
    first_year: int
    last_year: int
    annex: str = ""


class BlockRow(Struct, frozen=True, forbid_unknown_fields=True):
    """A data row of chapter 2; ``ids`` go with the columns of its block."""

    label: str
    ids: tuple[str, ...]


class ItemBlock(Struct, frozen=True, forbid_unknown_fields=True):
    """One 第二十条第（…）项 block of chapter 2."""

    form: FormId
    title: str
    columns: tuple[str, ...]
    rows: tuple[BlockRow, ...]


class Applicant(Struct, frozen=True, forbid_unknown_fields=True):
    """A column of the chapter-3 matrix."""

    id: str
    label: str


class MatrixRow(Struct, frozen=True, forbid_unknown_fields=True):
    """A data row of chapter 3; ``result`` rows stand under 三、本年度办理结果, some of them under a ``group`` label."""

    id: str
    forms: tuple[FormId, ...]
    group: str
    result: bool
    label: str


class Matrix(Struct, frozen=True, forbid_unknown_fields=True):
    """Chapter 3."""

    corner: str
    results: str
    applicants: tuple[Applicant, ...]
    rows: tuple[MatrixRow, ...]


class OutcomeBlock(Struct, frozen=True, forbid_unknown_fields=True):
    """Five columns of chapter 4."""

    label: str
    ids: tuple[str, ...]


class Review(Struct, frozen=True, forbid_unknown_fields=True):
    """Chapter 4: reconsideration (行政复议) and the two kinds of litigation (行政诉讼)."""

    outcomes: tuple[str, ...]
    blocks: tuple[OutcomeBlock, ...]


class AnnexRow(Struct, frozen=True, forbid_unknown_fields=True):
    """A row of a statistics table; headings have no id.

    The printed number is the amount in the indicator's unit times ``scale``: 10,000 where 元 is printed for 万元.
    """

    id: str
    label: str
    unit: str
    level: int
    scale: int = 1


class Annex(Struct, frozen=True, forbid_unknown_fields=True):
    """A statistics table (统计表) at the end of a report of form 2008 or 2014."""

    id: str
    title: str
    header: tuple[str, ...]
    rows: tuple[AnnexRow, ...]


class Forms(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file."""

    form: tuple[Form, ...]
    block: tuple[ItemBlock, ...]
    matrix: Matrix
    review: Review
    annex: tuple[Annex, ...]


@functools.cache
def forms() -> Forms:
    """The forms of ``forms.toml``."""
    data = resources.files(__package__).joinpath("forms.toml").read_bytes()
    return msgspec.toml.decode(data, type=Forms)


def form_of_year(year: int) -> FormId:
    """The form in force for a report year; ValueError before 2008."""
    for form in forms().form:
        if form.first_year <= year <= form.last_year:
            return form.id
    raise ValueError(f"no form for report year {year}")


def annex_of(form: FormId) -> Annex | None:
    """The statistics table of the form, None for forms whose tables stand in chapters 2 to 4."""
    wanted = next(entry.annex for entry in forms().form if entry.id == form)
    return next((annex for annex in forms().annex if annex.id == wanted), None)


def blocks_of(form: FormId) -> tuple[ItemBlock, ...]:
    """The chapter-2 blocks of the form, in print order."""
    return tuple(block for block in forms().block if block.form == form)


def matrix_rows(form: FormId) -> tuple[MatrixRow, ...]:
    """The chapter-3 data rows of the form, in print order: 23 in form 2019, 25 in form 2021."""
    return tuple(row for row in forms().matrix.rows if form in row.forms)


@functools.cache
def cells_of(form: FormId) -> tuple[Key, ...]:
    """Every printed data cell in reading order: 200 in form 2021, 198 in 2019, 58 in 2014, 46 in 2008."""
    annex = annex_of(form)
    if annex:
        return tuple((row.id, None) for row in annex.rows if row.id)
    items = [(indicator, None) for block in blocks_of(form) for row in block.rows for indicator in row.ids]
    applicants = forms().matrix.applicants
    matrix = [(row.id, applicant.id) for row in matrix_rows(form) for applicant in applicants]
    review = [(indicator, None) for block in forms().review.blocks for indicator in block.ids]
    return (*items, *matrix, *review)
