"""Commands that keep the data safe: backup, restore."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from reportscraper.cli.common import DONE, PARTIAL, data_option, reporting_errors
from reportscraper.cli.language import say

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
        _tell(back_up(DataFolder(data), target), say("backup.copied"), say("backup.unchanged"))


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
        _tell(put_back(source, DataFolder(data)), say("backup.put_back"), say("backup.sound"))


def _tell(done: Done, copied: str, kept: str) -> NoReturn:
    for problem in done.problems:
        click.echo(f"reportscraper: {problem}", err=True)
    click.echo(
        f"{copied}: {len(done.copied)}; {kept}: {len(done.kept)}; {say('backup.problems')}: {len(done.problems)}"
    )
    sys.exit(PARTIAL if done.problems else DONE)
