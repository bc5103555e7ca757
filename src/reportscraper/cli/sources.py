"""Commands about the registry: sources list, show, check, new, discover; and status, what became of each source."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reportscraper.cli.choosing import WAYS, choice_options, choose_operator, operator_options, read_choice
from reportscraper.cli.common import (
    DONE,
    NOTHING,
    PARTIAL,
    county_option,
    csv_option,
    data_option,
    output,
    print_csv,
    print_json,
    proxy_option,
    reporting_errors,
)
from reportscraper.cli.language import languages, pick, say, words
from reportscraper.errors import InputError

if TYPE_CHECKING:
    from reportscraper.runs.new_source import SourceProposal


@click.group()
def sources() -> None:
    """The registry: the packaged table of all units, and TOML files in DATA/counties that are laid over it. 网站登记。"""


@sources.command("list")
@data_option
@choice_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array of objects.")
def list_sources(data: Path, as_json: bool, **asked: Any) -> None:
    """List all units of the nation, the files of DATA/counties laid over the packaged table.

    列出全国各级行政区与开发区的网站；DATA/counties 中的文件优先。
    """
    import msgspec

    from reportscraper.cli import screens
    from reportscraper.runs.data_folder import DataFolder
    from reportscraper.sites.nation import LEVELS, Nation, choose_codes

    with reporting_errors():
        nation = Nation.read(DataFolder(data).counties)
        choice = read_choice(**asked)
        # Whoever looks around sees prefectures and provinces, too.
        choice = choice if choice.levels else msgspec.structs.replace(choice, levels=LEVELS)
        listed = list(nation.listed(choose_codes(nation, choice)))
    if as_json:
        print_json(listed, on_one_line=True)
    else:
        for line in screens.listed_units(listed):
            click.echo(line)
    for line in nation.refused:
        click.echo(line, err=True)
    sys.exit(PARTIAL if nation.refused else DONE)


@sources.command()
@click.argument("words", metavar="CODE|NAME")
@data_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def show(words: str, data: Path, as_json: bool) -> None:
    """Tell all that is known of one unit, by its code or name, former ones included.

    显示一个地区的全部登记信息，可用旧名、旧代码查询。
    """
    from reportscraper.cli import screens
    from reportscraper.runs.data_folder import DataFolder
    from reportscraper.sites.dossier import dossier
    from reportscraper.sites.nation import Nation

    with reporting_errors():
        nation = Nation.read(DataFolder(data).counties)
        found = dossier(nation, nation.find(words))
    if as_json:
        print_json(found, on_one_line=True)
    else:
        for line in screens.dossier_lines(found):
            click.echo(line)


@sources.command()
@data_option
def check(data: Path) -> None:
    """Check every file of the registry and print all that is wrong, by file and line.

    Warnings (only one department's column is known) leave the exit code as it is. 检查登记文件；警告不影响退出码。
    """
    from reportscraper.runs.data_folder import DataFolder
    from reportscraper.sites.checking import check_registry, start_warnings

    with reporting_errors():
        folder = DataFolder(data).counties
        count, problems = check_registry(folder)
        warnings = start_warnings(folder)
    for line in problems:
        click.echo(line, err=True)
    if warnings:
        click.echo(f"{say('sources.one_body', n=len(warnings))}: {', '.join(warnings)}", err=True)
    counts = {"files": count, "problems": len(problems), "warnings": len(warnings)}
    told = (say(f"sources.{name}", n=n) for name, n in counts.items() if n or name != "warnings")
    click.echo(say("sources.sep").join(told) if len(languages()) == 1 else " · ".join(told))
    sys.exit(PARTIAL if problems else DONE)


@sources.command()
@click.argument("url")
@data_option
@operator_options
@click.option("--code", default="", help="Division code (GB/T 2260), where the site prints none.")
@click.option("--name", default="", help="Name of the county, where the site prints none.")
@proxy_option
@click.option("--loopback", is_flag=True, help="The site is on this machine: for trying things out.")
def new(url: str, data: Path, contact: str, about: str, code: str, name: str, loopback: bool, proxy: str) -> None:
    """Write the file of a county from its home page URL: family, annual-report columns, hosts.

    The pages it was written from are kept in DATA/fixtures; what was not found is said.
    """
    from reportscraper.cli.sheets import printable
    from reportscraper.logs import log_to
    from reportscraper.runs.data_folder import DataFolder
    from reportscraper.runs.new_source import add_source

    with reporting_errors(), log_to(DataFolder(data).log):
        operator = choose_operator(DataFolder(data), contact, about)
        made = add_source(
            data,
            url,
            contact=operator.contact,
            about=operator.about,
            code=code,
            name=name,
            loopback=loopback,
            proxy=proxy,
        )
    click.echo(
        f"{say('sources.wrote')} {made.path}: {made.site.name}, {made.site.province}, {say('head.family')} {made.site.family}"
    )
    for column in made.found.summary.columns:
        click.echo(
            printable(
                f"  {column.url} {column.name}: {column.items} {say('sources.entries')}, {column.pages} {say('run.pages')}"
            )
        )
    click.echo(f"  {say('sources.listed', n=len(made.found.reports))}")
    click.echo(say("sources.kept", n=len(made.found.exchanges), folder=made.pages))
    for line in made.missing:
        click.echo(printable(f"{say('sources.not_found')}: {line}"), err=True)
    sys.exit(DONE if not made.missing else PARTIAL if made.found.columns else NOTHING)


@sources.command()
@data_option
@choice_options
@operator_options
@proxy_option
@click.option("--again", is_flag=True, help="Also where a county's own column is known.")
def discover(data: Path, contact: str, about: str, proxy: str, *, again: bool, **asked: Any) -> None:
    """Look for the annual-report columns of chosen counties, live, and write proposals to DATA/proposals.

    A proposal is a county file: look at it, then move it to DATA/counties. 在线查找所选地区的年报栏目，建议文件经核对后移入 DATA/counties。
    """
    from reportscraper.logs import log_to
    from reportscraper.runs.data_folder import DataFolder
    from reportscraper.runs.new_source import discover_columns
    from reportscraper.sites.nation import Nation, chosen_sites

    folder = DataFolder(data)
    with reporting_errors(), log_to(folder.log):
        choice = read_choice(**asked)
        if choice.is_empty:
            how = words("run.choose")
            raise InputError(f"{how.en} {WAYS}", f"{how.zh} {WAYS}")
        sites, problems = chosen_sites(Nation.read(folder.counties), choice)
        operator = choose_operator(folder, contact, about)
        known = [site for site in sites if site.start and not again]
        wanted = [site for site in sites if site not in known]
        made = discover_columns(
            folder.proposals,
            wanted,
            contact=operator.contact,
            about=operator.about,
            proxy=proxy,
            done=_tell_proposal,
        )
    for each in problems:
        click.echo(pick(each.en, each.zh), err=True)
    if known:
        click.echo(say("sources.left_out", n=len(known)))
    found = sum(each.path is not None for each in made)
    click.echo(say("sources.discovered", found=found, n=len(made), folder=folder.proposals, counties=folder.counties))
    sys.exit(DONE if found == len(made) and not problems else PARTIAL if found else NOTHING)


def _tell_proposal(made: SourceProposal) -> None:
    from reportscraper.cli.sheets import printable

    name = f"{made.site.code} {made.site.name}"
    if made.path is None:
        click.echo(printable(f"{name}: {say('sources.not_found')}: {made.reason}"), err=True)
    else:
        click.echo(
            printable(
                f"{name}: {' '.join(made.columns)} ({say('sources.reports_listed', n=made.reports)}) → {made.path}"
            )
        )


@click.command()
@data_option
@csv_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a county.")
@click.option("--quiet-only", is_flag=True, help="Only counties that have fallen silent or are in trouble.")
@county_option
@click.option(
    "--check", is_flag=True, help="Print one line for monitoring; exit code 0 all is well, 1 look, 3 no database."
)
@click.option(
    "--within", "hours", default=36.0, show_default=True, help="With --check: hours since the last run began."
)
def status(
    data: Path, as_csv: bool, as_json: bool, quiet_only: bool, county: str, *, check: bool, hours: float
) -> None:
    """Show each county's last run, reports and problems, and which have fallen silent; of one county, the years of each of its bodies."""
    import datetime as dt

    if check:
        from reportscraper.runs.data_folder import DataFolder
        from reportscraper.runs.health import health

        found = health(DataFolder(data), dt.datetime.now(dt.UTC), hours)
        is_chinese = languages() == ("zh",)
        said = ("；" if is_chinese else "; ").join(pick(each.en, each.zh) for each in (*found.wrong, *found.told))
        click.echo(f"{say('health.look' if found.wrong else 'health.ok')}{'：' if is_chinese else ': '}{said}")
        sys.exit((PARTIAL if found.is_readable else NOTHING) if found.wrong else DONE)

    import msgspec

    from reportscraper.cli import standing
    from reportscraper.cli.looking import county_code, open_database
    from reportscraper.forms.deadlines import today_in_china

    with reporting_errors(), open_database(data) as reader:
        county = county_code(reader, county)
        known = [row for row in reader.ask("site_status").dicts() if county in ("", row["county_code"])]
        rows = standing.standings(known, today_in_china(dt.datetime.now(dt.UTC)))
        years = [reader.ask(name, county=county).dicts() for name in ("reports_by_body", "missing_reports") if county]
    shown = [row for row in rows if row.doubts or not quiet_only]
    if as_csv:
        print_csv([msgspec.to_builtins(row) | {"doubts": "; ".join(row.doubts)} for row in shown])
    elif as_json:
        for row in shown:
            print_json(row, on_one_line=True)
    else:
        screen = output()
        screen.print(standing.table(shown))
        for sheet in standing.matrices(*years) if years else ():
            screen.print(sheet, standing.matrix_legend())
    sys.exit(PARTIAL if any(row.doubts for row in rows) else DONE)
