"""How the forms lay out their tables: `layouts.toml` as values, one kind of layout a shape that officials print."""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from reportscraper.resources import load


class Applicant(Struct, frozen=True, forbid_unknown_fields=True):
    """A column of the matrix; ``parent`` is the heading above it."""

    code: str
    label: str
    parent: str = ""


class ItemRow(Struct, frozen=True, forbid_unknown_fields=True):
    """A row of a block: a label and one indicator a column."""

    label: str
    codes: tuple[str, ...]


class Block(Struct, frozen=True, forbid_unknown_fields=True):
    """A block of the chapter-2 table: its heading, its columns, its rows."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[ItemRow, ...]


class MatrixRow(Struct, frozen=True, forbid_unknown_fields=True):
    """A row of the chapter-3 matrix; ``group`` and ``result`` say under which labels it stands."""

    code: str
    label: str
    group: str = ""
    result: bool = False


class OutcomeBlock(Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of case in the chapter-4 table, one indicator an outcome."""

    title: str
    codes: tuple[str, ...]
    parent: str = ""


class ListRow(Struct, frozen=True, forbid_unknown_fields=True):
    """A row of a statistics annex; without ``code`` it is a heading."""

    label: str
    code: str = ""
    level: int = 0


class _Layout(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", kw_only=True):
    table: str
    forms: tuple[str, ...]
    title: str
    title_en: str
    section: str
    """Kind of the section the table stands in."""


class BlocksLayout(_Layout, frozen=True, tag="blocks", kw_only=True):
    """Chapter 2: blocks below each other, each with columns of its own."""

    blocks: tuple[Block, ...]

    def codes(self) -> tuple[str, ...]:
        """The indicators, in order."""
        return tuple(code for block in self.blocks for row in block.rows for code in row.codes)


class MatrixLayout(_Layout, frozen=True, tag="matrix", kw_only=True):
    """Chapter 3: requests and results by applicant."""

    corner: str
    results: str
    rows: tuple[MatrixRow, ...]

    def codes(self) -> tuple[str, ...]:
        """The indicators, in order."""
        return tuple(row.code for row in self.rows)


class OutcomesLayout(_Layout, frozen=True, tag="outcomes", kw_only=True):
    """Chapter 4: one row of numbers, outcomes by kind of case."""

    outcomes: tuple[str, ...]
    blocks: tuple[OutcomeBlock, ...]

    def codes(self) -> tuple[str, ...]:
        """The indicators, in order."""
        return tuple(code for block in self.blocks for code in block.codes)


class ListLayout(_Layout, frozen=True, tag="list", kw_only=True):
    """The statistics annex: indicator, unit, figure. An ``optional`` one prints what rows it likes."""

    rows: tuple[ListRow, ...]
    optional: bool = False

    def codes(self) -> tuple[str, ...]:
        """The indicators, in order."""
        return tuple(row.code for row in self.rows if row.code)


Layout = BlocksLayout | MatrixLayout | OutcomesLayout | ListLayout


class Layouts(Struct, frozen=True, forbid_unknown_fields=True):
    """Everything in `layouts.toml`."""

    words: dict[str, str]
    applicants: tuple[Applicant, ...]
    layouts: tuple[Layout, ...]


@cache
def all_layouts() -> Layouts:
    """The layouts of all forms."""
    return load("forms/layouts.toml", Layouts)
