"""Commands that keep the data safe: backup, restore, verify."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from reportscraper.cli.common import DONE, PARTIAL, data_option, print_json, reporting_errors
from reportscraper.cli.language import pick, say

if TYPE_CHECKING:
    from reportscraper.runs.backup import Done

_folder = click.Path(file_okay=False, path_type=Path)


@click.command()
@data_option
@click.option(
    "--to", "target", type=_folder, required=True, help="Folder of the copy, best on another disk or machine."
)
def backup(data: Path, target: Path) -> None:
    """Copy archive, database and settings to another folder, with a checksum each; only what is new is copied again.

    把存档、数据库和设置复制到另一文件夹，并记下校验和；只复制新增部分。A crawl may go on meanwhile. A file of the archive that has
    lost bytes never replaces its copy. Exit codes: 0 all is copied, 1 something is wrong with a file, 3 it cannot be written.
    """
    from reportscraper.runs.backup import back_up
    from reportscraper.runs.data_folder import DataFolder

    with reporting_errors():
        _tell_and_exit(back_up(DataFolder(data), target), say("backup.copied"), say("backup.unchanged"))


@click.command()
@data_option
@click.option("--from", "source", type=_folder, required=True, help="Folder of the copy that `backup` made.")
def restore(data: Path, source: Path) -> None:
    """Put back what the data folder lacks or has damaged; what it has beyond the copy stays, what is damaged is moved aside.

    补回数据文件夹中缺失或损坏的文件；多于备份的部分保留，损坏的文件移至一旁。Afterwards: reportscraper verify --all.
    Exit codes: 0 nothing was wrong with any file, 1 something was, 3 it cannot be done.
    """
    from reportscraper.runs.backup import restore as put_back
    from reportscraper.runs.data_folder import DataFolder

    with reporting_errors():
        _tell_and_exit(put_back(source, DataFolder(data)), say("backup.put_back"), say("backup.sound"))


def _tell_and_exit(done: Done, copied: str, kept: str) -> NoReturn:
    for problem in done.problems:
        click.echo(f"reportscraper: {pick(problem.en, problem.zh)}", err=True)
    click.echo(
        f"{copied}: {len(done.copied)}; {kept}: {len(done.kept)}; {say('backup.problems')}: {len(done.problems)}"
    )
    sys.exit(PARTIAL if done.problems else DONE)


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
    from reportscraper.cli.sheets import printable
    from reportscraper.runs.data_folder import DataFolder
    from reportscraper.runs.verify import verify
    from reportscraper.sites.registry import load_registry

    folder = DataFolder(data)
    with reporting_errors():
        sites = load_registry(folder.counties) if folder.counties.is_dir() else []
        found = verify(folder, sites, sample=None if everything else sample)
    if as_json:
        print_json(found, on_one_line=True)
    else:
        for problem in found.problems[:_SHOWN]:
            click.echo(printable(pick(problem, found.chinese.get(problem, ""))), err=True)
        if len(found.problems) > _SHOWN:
            click.echo(say("verify.more", n=len(found.problems) - _SHOWN), err=True)
        counts = {name: getattr(found, name) for name in ("checked", "agreed", "differing", "missing")}
        click.echo(say("verify.found", **counts))
    sys.exit(DONE if found.agrees else PARTIAL)
