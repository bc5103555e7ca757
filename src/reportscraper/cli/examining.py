"""Commands that look before one begins: doctor, estimate."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Any

import click

from reportscraper.cli.choosing import choice_options, read_choice, sites_to_crawl
from reportscraper.cli.common import DONE, PARTIAL, data_option, output, reporting_errors

_SIGNS = {"ok": "✓ 有 there", "absent": "– 无 not there", "wrong": "✗ 须处理 mend"}


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
        import msgspec

        click.echo(msgspec.json.encode({"ok": not wrong, "checks": checks}))
    else:
        from reportscraper.cli.sheets import Column, Sheet

        rows = [(f"{each.name_zh} {each.name}", _SIGNS[each.state], each.found) for each in checks]
        columns = (Column("检查 Checked", words=True), Column("状态 State"), Column("所见 Found", words=True))
        output().print(Sheet(columns, rows))
        for each in checks:
            if each.do:
                click.echo(f"{each.name_zh} {each.name}:\n  {each.do_zh}\n  {each.do}")
        click.echo(
            f"须处理 To mend: {', '.join(each.id for each in wrong)}"
            if wrong
            else "所需俱备 All that is needed is there."
        )
    sys.exit(PARTIAL if wrong else DONE)


@click.command()
@data_option
@choice_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def estimate(data: Path, *, as_json: bool, **asked: Any) -> None:
    """Requests, hours and disk of a first crawl of chosen counties, before one begins; nobody is asked. 估算首次抓取的请求数、时间与磁盘。

    Every figure that the answer hangs on is printed with it.
    """
    from reportscraper.runs.data_folder import DataFolder
    from reportscraper.runs.estimate import estimate as reckon

    with reporting_errors():
        sites, problems = sites_to_crawl(DataFolder(data), read_choice(**asked))
        found = reckon(sites, last_year=dt.datetime.now(dt.UTC).year - 1)
    if as_json:
        import msgspec

        click.echo(msgspec.json.encode(found))
    else:
        for line in (
            f"站点 sites            {found.sites:>12,}   主机 hosts {found.hosts:,}",
            f"报告 reports          {found.reports:>12,}",
            f"请求 requests         {found.requests:>12,}",
            f"小时 hours            {found.hours:>12,.1f}   至少分 in runs: {found.runs}",
            f"归档 archive, GB      {found.archive_gb:>12,.2f}",
            f"数据库 database, GB   {found.database_gb:>12,.2f}",
            "",
            "假定 Assumed:",
            *(f"  {each.value:>6g}  {each.text_zh}\n          {each.text}" for each in found.assumptions),
        ):
            click.echo(line)
    for line in problems:
        click.echo(line, err=True)
    sys.exit(PARTIAL if problems else DONE)
