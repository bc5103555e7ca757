"""Commands that look before one begins: doctor, estimate."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Any

import click

from reportscraper.cli.choosing import choice_options, read_choice, sites_to_crawl
from reportscraper.cli.common import DONE, PARTIAL, data_option, output, print_json, reporting_errors
from reportscraper.cli.language import languages, pick, say


@click.command()
@data_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def doctor(data: Path, as_json: bool) -> None:
    """What is there of what this program uses, and what to do for each thing that is not. 检查运行环境。

    Exit codes: 0 all that is needed is there, 1 something must be mended. What is only for some uses (extras, LibreOffice,
    type, Chromium) may be absent.
    """
    from reportscraper.runs.data_folder import DataFolder
    from reportscraper.runs.doctor import examine

    with reporting_errors():
        checks = examine(DataFolder(data))
    wrong = [check for check in checks if check.state == "wrong"]
    if as_json:
        print_json({"ok": not wrong, "checks": checks}, on_one_line=True)
    else:
        from reportscraper.cli.sheets import SheetColumn, TableSheet

        rows = [(pick(each.name, each.name_zh), say(f"doctor.{each.state}"), each.found) for each in checks]
        headings = (say(f"head.{name}") for name in ("checked", "state", "found"))
        columns = [SheetColumn(heading, words=not at % 2) for at, heading in enumerate(headings)]
        output().print(TableSheet(columns, rows))
        for each in checks:
            if each.do:
                click.echo(f"{pick(each.name, each.name_zh)}:")
                told = {"en": each.do, "zh": each.do_zh}
                click.echo("\n".join(f"  {told[language]}" for language in languages()))
        click.echo(f"{say('doctor.mend')}: {', '.join(each.id for each in wrong)}" if wrong else say("doctor.fine"))
    sys.exit(PARTIAL if wrong else DONE)


@click.command()
@data_option
@choice_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def estimate(data: Path, *, as_json: bool, **asked: Any) -> None:
    """Requests, hours and disk of a first crawl of chosen counties, before one begins; nobody is asked. 估算首次抓取的请求数、时间与磁盘。

    Every figure that the answer hangs on is printed with it.
    """
    from reportscraper.forms.deadlines import today_in_china
    from reportscraper.runs.data_folder import DataFolder
    from reportscraper.runs.estimate import estimate as reckon

    with reporting_errors():
        sites, problems = sites_to_crawl(DataFolder(data), read_choice(**asked))
        found = reckon(sites, last_year=today_in_china(dt.datetime.now(dt.UTC)).year - 1)
    if as_json:
        print_json(found, on_one_line=True)
    else:
        from rich.cells import cell_len

        told = {
            "sites": f"{found.sites:,}",
            "hosts": f"{found.hosts:,}",
            "reports": f"{found.reports:,}",
            "requests": f"{found.requests:,}",
            "hours": f"{found.hours:,.1f}",
            "runs": f"{found.runs:,}",
            "archive": f"{found.archive_gb:,.2f}",
            "database": f"{found.database_gb:,.2f}",
        }
        for name, number in told.items():
            label = say(f"estimate.{name}")
            click.echo(f"{label}{' ' * (24 - cell_len(label))}{number:>12}")
        click.echo(f"\n{say('estimate.assumed')}")
        for each in found.assumptions:
            texts = {"en": each.text, "zh": each.text_zh}
            first, *rest = (texts[language] for language in languages())
            click.echo("\n          ".join((f"  {each.value:>6g}  {first}", *rest)))
    for problem in problems:
        click.echo(pick(problem.en, problem.zh), err=True)
    sys.exit(PARTIAL if problems else DONE)
