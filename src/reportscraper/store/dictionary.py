"""What every table and column means: `tables.toml`, with the figure columns of the wide view from the forms."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import msgspec
from msgspec import Struct

from reportscraper.forms.series import summary_columns
from reportscraper.resources import load


class TableText(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Title and meaning of a table or view; ``columns`` are descriptions in the order of the columns."""

    title: str
    description: str = ""
    columns: dict[str, str] = {}
    shared: tuple[str, ...] = ()
    """Groups of columns that several views have, described once."""


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    shared: dict[str, dict[str, str]]
    tables: dict[str, TableText]


@cache
def tables() -> Mapping[str, TableText]:
    """Every table and view, the views that readers want first."""
    file = load("store/tables.toml", _File)
    made = {}
    for name, text in file.tables.items():
        shared = {column: said for group in text.shared for column, said in file.shared[group].items()}
        made[name] = msgspec.structs.replace(text, columns=text.columns | shared | text.columns, shared=())
    summary = made["report_summary"]
    # The figures stand before the counts of findings, as in the view.
    columns, at = list(summary.columns.items()), list(summary.columns).index("errors")
    figures = [(each.name, f"{each.zh} ({each.unit}). {each.en}") for each in summary_columns()]
    fits = [
        (
            f"{each.name}_exactness",
            f"{each.zh}的可比程度. How well {each.name} fits other forms: exact, sum (of several cells) or approximate.",
        )
        for each in summary_columns()
    ]
    made["report_summary"] = msgspec.structs.replace(
        summary, columns=dict(columns[:at] + figures + columns[at:] + fits)
    )
    return made
