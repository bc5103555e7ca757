"""Answers for other programs: CSV and JSON on standard output, and the options that ask for them."""

from __future__ import annotations

import csv
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import click

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
csv_option = click.option("--csv", "as_csv", is_flag=True, help="Print CSV instead of a table.")


def print_csv(rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows as CSV, texts exactly as they are; columns are those of the first row, so that without rows nothing is printed."""
    if not rows:
        return
    writer = csv.DictWriter(sys.stdout, list(rows[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)


def print_json(value: Any) -> None:
    """A value as JSON."""
    import msgspec

    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=1))
