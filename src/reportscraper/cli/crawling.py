"""Commands that bring reports in: demo, run, parse."""

from __future__ import annotations

import shutil
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reportscraper.cli.choosing import (
    WAYS,
    choice_options,
    choose_operator,
    operator_options,
    read_choice,
    sites_to_crawl,
)
from reportscraper.cli.common import (
    DONE,
    NOTHING,
    PARTIAL,
    browse_option,
    data_option,
    output,
    port_option,
    print_json,
    proxy_option,
    remember_data,
    reporting_errors,
    serve_database,
    showing_progress,
    workers_option,
)
from reportscraper.cli.language import pick, say
from reportscraper.errors import InputError
from reportscraper.extras import is_installed, missing

if TYPE_CHECKING:
    from reportscraper.runs.data_folder import DataFolder
    from reportscraper.runs.result import RunResult


@click.command()
@click.option(
    "--data",
    callback=remember_data,
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("demo"),
    show_default=True,
    help="Folder of the sample; no folder that holds real counties.",
)
@browse_option
@port_option
@click.option(
    "--edition",
    type=click.IntRange(1, 2),
    default=1,
    show_default=True,
    help="State of the sample sites: in edition 2 one report has been revised and one added.",
)
def demo(data: Path, then_browse: bool, port: int, edition: int) -> None:
    """Crawl the built-in sample counties over HTTP on this machine into DATA/reports.db.

    The counties are made up, and a few faults are planted in their reports. Exit codes: 0 it went as recorded, 1 it did not.
    """
    from reportscraper.demo.replay import prepare_registry, replay, served_before
    from reportscraper.logs import log_to
    from reportscraper.runs.data_folder import DataFolder
    from reportscraper.runs.run import run

    folder = DataFolder(data)
    with reporting_errors(), replay(edition, served_before(folder.counties)) as sites:
        prepare_registry(folder.counties, sites)
        with log_to(folder.log), showing_progress() as progress:
            result = run(sites, folder, contact="demo on loopback", refresh="all", progress=progress)
        _print_run(result)
        code = _print_sample(result, folder, edition, port)
        if then_browse:
            serve_database(folder.database, port)
    sys.exit(code)


def _print_sample(result: RunResult, folder: DataFolder, edition: int, port: int) -> int:
    """What the sample shows, and the exit code."""
    from reportscraper.cli.sheets import SheetColumn, TableSheet
    from reportscraper.cli.tables import sparkline
    from reportscraper.demo import summary
    from reportscraper.store import Reader

    with Reader.open(folder.database) as reader:
        compared = summary.compare_governments(reader)
        error = summary.caught_error(reader)
        wrong = list(summary.differences(reader, edition))
    columns = (
        SheetColumn(say("head.requests_received"), words=True),
        *(SheetColumn(str(year), number=True) for year in compared.years),
        SheetColumn(say("head.course")),
    )
    rows = [
        (body, *("" if value is None else f"{value:g}" for value in values), sparkline(values))
        for body, values in compared.values.items()
    ]
    click.echo(f"{say('demo.made_up')}\n\n{say('demo.compared')}")
    output().print(TableSheet(columns, rows))
    click.echo(f"{say('demo.caught')}\n  {say('demo.error', **error) if error else ''}\n")
    click.echo(f"{say('run.database')}: {folder.database}")
    if is_installed("browse"):
        from reportscraper.browse.links import Links

        body, year = summary.BROKEN
        address = f"http://127.0.0.1:{port}"
        report = Links("/reports").report({"county_code": "339921", "body": body, "year": year})
        click.echo(f"{say('demo.browse')}: {_this_command()} browse --data {folder.path}")
        click.echo(f"{say('demo.then')}: {address}/reports/-/   ({say('demo.wrong_report')}: {address}{report})")
    else:
        click.echo(pick(*missing("browse", "Browsing", "浏览")))
    for line in wrong:
        click.echo(f"{say('demo.not_recorded')}: {line}", err=True)
    return DONE if result.is_clean and not wrong else PARTIAL


@click.command()
@data_option
@browse_option
@port_option
@operator_options
@choice_options
@click.option(
    "--max-minutes",
    type=click.FloatRange(min=0, min_open=True),
    help="End after so many minutes; the next run goes on with what is left.",
)
@proxy_option
@workers_option
@click.option("--refresh", is_flag=True, help="Ask again for every page, not only for those that are due.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
@click.option(
    "--notify",
    envvar="REPORTSCRAPER_NOTIFY",
    default="",
    metavar="URL",
    help="Tell this address how the run went, by one POST of JSON; DATA/operator.toml may hold it. Nobody is told otherwise.",
)
def run(
    data: Path,
    then_browse: bool,
    port: int,
    contact: str,
    about: str,
    max_minutes: float | None,
    proxy: str,
    workers: int,
    refresh: bool,
    as_json: bool,
    notify: str,
    **asked: Any,
) -> None:
    """Crawl counties and store their reports in DATA/reports.db: those that are chosen, else those with a file in DATA/counties.

    抓取所选地区的年度报告；不选时只抓取 DATA/counties 中有文件的地区。
    """
    from reportscraper.logs import log_to
    from reportscraper.runs.data_folder import DataFolder
    from reportscraper.runs.notify import Hook, told_of
    from reportscraper.runs.operator import agent_of
    from reportscraper.runs.run import run

    folder = DataFolder(data)
    with reporting_errors(), log_to(folder.log), showing_progress() as progress:
        choice = read_choice(**asked)
        sites, problems = sites_to_crawl(folder, choice)
        if choice.is_empty:
            how = say("run.files", n=len(sites), folder=folder.counties)
            click.echo(f"{how}; {say('run.choose')} {WAYS}", err=True)
        if any(site.sample for site in sites):
            raise InputError(
                f"{folder.counties} holds the sample's counties; crawl them with: reportscraper demo",
                f"{folder.counties} 中是示例的县，请用 reportscraper demo 抓取",
            )
        operator = choose_operator(folder, contact, about, notify)
        hook = Hook.of(operator.notify, agent_of(operator.contact, operator.about, [])) if operator.notify else None
        work = partial(
            run,
            sites,
            folder,
            contact=operator.contact,
            about=operator.about,
            refresh="all" if refresh else "due",
            max_minutes=max_minutes,
            proxy=proxy,
            workers=workers,
            progress=progress,
        )
        result = told_of(hook, work)
        result.problems[:0] = [each.en for each in problems]
        result.chinese.update({each.en: each.zh for each in problems})
    if as_json:
        shown = ("code", "name", "counts", "problems", "new_problems")
        told = [
            {name: getattr(site, name) for name in shown} | {"bodies": sorted(site.bodies)} for site in result.sites
        ]
        print_json({"totals": result.totals, "sites": told, "problems": result.problems}, on_one_line=True)
        sys.exit(_exit_code(result))
    _finish_run(result, folder, then_browse=then_browse, port=port)


@click.command()
@data_option
@click.option(
    "--all", "everything", is_flag=True, required=True, help="Read every archived page; there is no other way yet."
)
@workers_option
@click.option(
    "--scheduler",
    default="",
    metavar="ADDRESS",
    help="Read on the Dask cluster of this scheduler (tcp://host:8786) instead; needs the extra cluster, here and there.",
)
@click.option(
    "--archive",
    default="",
    metavar="PLACE",
    help="Where the archive lies, for the cluster as well: a shared folder, or a URL that fsspec knows (s3://bucket/archive); DATA/archive unless given.",
)
@click.option("--allow-loss", is_flag=True, help="Replace the database also when reports of it are lost thereby.")
def parse(data: Path, everything: bool, workers: int, scheduler: str, archive: str, allow_loss: bool) -> None:  # noqa: ARG001
    """Read the archive anew into the database, without network.

    The new database is built beside the old one and takes its place at the end. It is refused when the old one holds more reports of a county, or was read from captures that the archive lacks.
    """
    from reportscraper.logs import log_to
    from reportscraper.runs.data_folder import DataFolder
    from reportscraper.runs.rebuild import rebuild
    from reportscraper.sites.registry import read_registry

    folder = DataFolder(data)
    with reporting_errors(), log_to(folder.log), showing_progress() as progress:
        sites, refused = read_registry(folder.counties) if folder.counties.is_dir() else ([], [])
        result = rebuild(
            folder,
            sites,
            allow_loss=allow_loss,
            workers=workers,
            scheduler=scheduler,
            archive=archive,
            progress=progress,
        )
        result.problems[:0] = refused
    _finish_run(result, folder, then_browse=False, port=0)


def _exit_code(result: RunResult) -> int:
    """Nothing found is a failure of the whole only when something was to be found: a run may find nothing due."""
    if not result.totals["found"] and not result.totals["unchanged"]:
        return NOTHING
    return PARTIAL if result.has_news else DONE


def _this_command() -> str:
    """How this program was called, as it can be called again from here."""
    called = Path(sys.argv[0])
    if called.name != "reportscraper" or shutil.which("reportscraper"):
        return "reportscraper"
    return str(called.relative_to(Path.cwd()) if called.is_relative_to(Path.cwd()) else called)


def _print_run(result: RunResult) -> None:
    from reportscraper.cli import screens

    screen = output(120)
    screen.print(screens.run_table(result))
    if result.totals["listed"]:
        screen.print(screens.account_table(result))
    for line in screens.problem_lines(result):
        click.echo(line, err=True)


def _finish_run(result: RunResult, folder: DataFolder, *, then_browse: bool, port: int) -> None:
    _print_run(result)
    click.echo(f"{say('run.database')}: {folder.database}")
    if then_browse:
        serve_database(folder.database, port)
    else:
        click.echo(f"{say('run.browse')}: {_this_command()} browse --data {folder.path}")
    sys.exit(_exit_code(result))
