"""The datasets that can be exported: `datasets.toml`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec
from msgspec import Struct, field

ColumnType = Literal["text", "integer", "number"]


class Column(Struct, frozen=True):
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

    def column(self, name: str) -> Column:
        """The column of a name with its type."""
        if name in self.integers:
            return Column(name, "integer")
        return Column(name, "number" if name in self.numbers else "text")


@cache
def datasets() -> dict[str, Dataset]:
    """Every dataset by name."""
    text = (files(__package__) / "datasets.toml").read_text(encoding="utf-8")
    return {each.name: each for each in msgspec.toml.decode(text, type=dict[str, list[Dataset]])["dataset"]}
