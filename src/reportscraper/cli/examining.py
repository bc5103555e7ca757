"""Commands that look before one begins: doctor."""

from __future__ import annotations

import sys
from pathlib import Path

import click

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
