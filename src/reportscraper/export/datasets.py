"""The datasets that can be exported: `datasets.toml`."""

from __future__ import annotations

from functools import cache
from typing import Literal

from msgspec import Struct, field

from reportscraper.resources import load

ColumnType = Literal["text", "integer", "number"]


class ExportColumn(Struct, frozen=True):
    """A column of an export and what it holds."""

    name: str
    type: ColumnType = "text"


class Dataset(Struct, frozen=True, forbid_unknown_fields=True):
    """One dataset; ``view`` is where its rows come from."""

    name: str
    shape: Literal["long", "wide"]
    view: str = field(name="from")
    integers: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    cells: bool = False
    """A column a cell of the official forms, named indicator or indicator/applicant, instead of the view's own figures."""

    def column(self, name: str) -> ExportColumn:
        """The column of a name with its type."""
        if name in self.integers:
            return ExportColumn(name, "integer")
        return ExportColumn(name, "number" if name in self.numbers else "text")


@cache
def datasets() -> dict[str, Dataset]:
    """Every dataset by name."""
    return {each.name: each for each in load("export/datasets.toml", dict[str, list[Dataset]])["dataset"]}
