"""What every table and column means: `tables.toml`, with the figure columns of the wide view from the forms."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import msgspec
from msgspec import Struct

from reportscraper.forms.series import summary_columns
from reportscraper.store.resources import text


class TableText(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Title and meaning of a table or view; ``columns`` are descriptions in the order of the columns."""

    title: str
    description: str = ""
    columns: dict[str, str] = {}


@cache
def tables() -> Mapping[str, TableText]:
    """Every table and view, the views that readers want first."""
    made = msgspec.toml.decode(text("tables.toml"), type=dict[str, dict[str, TableText]])["tables"]
    summary = made["report_summary"]
    made["report_summary"] = msgspec.structs.replace(summary, columns=_with_figures(summary.columns))
    return made


def _with_figures(columns: dict[str, str]) -> dict[str, str]:
    """The described columns with those of the figures put before the counts of findings, where the view has them."""
    names = list(columns)
    at = names.index("errors")
    figures = {column.name: f"{column.zh} ({column.unit}). {column.en}" for column in summary_columns()}
    return {name: columns[name] for name in names[:at]} | figures | {name: columns[name] for name in names[at:]}
