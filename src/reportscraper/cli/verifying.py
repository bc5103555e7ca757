"""The command that checks a data folder: verify."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from reportscraper.cli.common import DONE, PARTIAL, data_option, reporting_errors
from reportscraper.cli.language import say

_SHOWN = 20


@click.command()
@data_option
@click.option(
    "--sample",
    type=click.IntRange(min=1),
    default=100,
    show_default=True,
    help="So many captures and so many reports, drawn by chance.",
)
@click.option(
    "--all", "everything", is_flag=True, help="All of the archive and of the database; reads every page anew."
)
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
def verify(data: Path, sample: int, everything: bool, as_json: bool) -> None:
    """Check that every figure walks back to the archived byte: archive against database, and pages read anew.

    Exit codes: 0 all agrees, 1 something differs or is missing, 3 the database cannot be opened.
    """
    import msgspec

    from reportscraper.cli.sheets import printable
    from reportscraper.runs.data_folder import DataFolder
    from reportscraper.runs.verify import verify
    from reportscraper.sites.registry import load_registry

    folder = DataFolder(data)
    with reporting_errors():
        sites = load_registry(folder.counties) if folder.counties.is_dir() else []
        found = verify(folder, sites, sample=None if everything else sample)
    if as_json:
        click.echo(msgspec.json.encode(found))
    else:
        for problem in found.problems[:_SHOWN]:
            click.echo(printable(problem), err=True)
        if len(found.problems) > _SHOWN:
            click.echo(say("verify.more", n=len(found.problems) - _SHOWN), err=True)
        counts = {name: getattr(found, name) for name in ("checked", "agreed", "differing", "missing")}
        click.echo(say("verify.found", **counts))
    sys.exit(DONE if found.agrees else PARTIAL)
