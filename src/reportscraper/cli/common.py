"""What the commands share: exit codes, options, progress, errors turned into one line, answers for other programs."""

from __future__ import annotations

import csv
import errno
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reportscraper.cli.ending import DATA_KEY
from reportscraper.cli.language import called, complaint, say
from reportscraper.errors import InputError, ReportscraperError
from reportscraper.extras import missing

if TYPE_CHECKING:
    from rich.console import Console

    from reportscraper.runs.result import Progress

DONE, PARTIAL, USAGE, NOTHING = 0, 1, 2, 3


def remember_data(context: click.Context, _: click.Parameter, data: Path) -> Path:
    """Keep the data folder where `ending_in_order` finds its log."""
    context.meta[DATA_KEY] = data
    return data


data_option = click.option(
    "--data",
    callback=remember_data,
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("data"),
    show_default=True,
    help="Folder of the registry, the archive and the database.",
)
browse_option = click.option("--browse", "then_browse", is_flag=True, help="Go on to serve the database in Datasette.")
proxy_option = click.option(
    "--proxy",
    default="",
    metavar="URL",
    help="HTTP proxy (http://host:port) that every connection goes through, by CONNECT; none is taken from the environment.",
)
county_option = click.option(
    "--county", default="", help="Only this county: its code, or its name (南京市/鼓楼区 where several bear it)."
)
workers_option = click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=lambda: len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
    show_default="all cores",
    help="Processes that read pages; 1 reads them in the program's own.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
csv_option = click.option("--csv", "as_csv", is_flag=True, help="Print CSV instead of a table.")
port_option = click.option(
    "--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="Datasette's port."
)


@contextmanager
def reporting_errors() -> Iterator[None]:
    """Turn the errors this package raises on purpose into one line and an exit code."""
    try:
        yield
    except ReportscraperError as error:
        click.echo(complaint(error), err=True)
        sys.exit(USAGE if isinstance(error, InputError) else NOTHING)


@contextmanager
def showing_progress() -> Iterator[Progress]:
    """Progress on standard error: one moving line on a terminal, a plain line for each page elsewhere."""
    if not sys.stderr.isatty():
        yield lambda site, became, title: click.echo(f"{site} {_told_became(became)} {title}", err=True)
        return
    from rich.console import Console
    from rich.progress import Progress as Bar
    from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn(f"{{task.completed:>5}} {say('run.pages')}"),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda site, became, title: bar.update(
            task, advance=1, description=f"{site} {_told_became(became)} {title[:40]}"
        )


def _told_became(what: str) -> str:
    """What became of a page, in columns of one width."""
    from rich.cells import cell_len

    told = called("became", what)
    if told == what.replace("_", " "):
        told = called("page_kind", what)
    return " " * (11 - cell_len(told)) + told


def output(width: int = 160) -> Console:
    """The screen: as wide as the terminal, or so many columns where there is none."""
    from rich.console import Console

    class Screen(Console):
        def on_broken_pipe(self) -> None:
            """What rich does when whoever reads has read enough, which it takes for a fault."""
            raise BrokenPipeError(errno.EPIPE, "read enough")

    return Screen(width=None if sys.stdout.isatty() else width, highlight=False)


def serve_database(
    database: Path, port: int, *, host: str = "127.0.0.1", public: bool = False, sql: bool = True
) -> None:
    """Serve a database in Datasette until interrupted; exits with 3 when the server fails. InputError without Datasette."""
    try:
        from reportscraper.browse.serve import serve
    except ModuleNotFoundError as error:
        raise InputError(*missing("browse", "browsing", "浏览")) from error
    if serve(database, host=host, port=port, public=public, sql=sql):
        sys.exit(NOTHING)


def print_csv(rows: Sequence[Mapping[str, Any]]) -> None:
    """Rows as CSV, texts exactly as they are; columns are those of the first row, so that without rows nothing is printed."""
    if not rows:
        return
    writer = csv.DictWriter(sys.stdout, list(rows[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)


def print_json(value: Any, *, on_one_line: bool = False) -> None:
    """A value as JSON."""
    import msgspec

    encoded = msgspec.json.encode(value)
    click.echo(encoded if on_one_line else msgspec.json.format(encoded, indent=1))
