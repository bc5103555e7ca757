"""Commands that read: extract a saved page, browse the database."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportscraper.cli.common import (
    DONE,
    NOTHING,
    PARTIAL,
    data_option,
    port_option,
    print_json,
    reporting_errors,
    serve_database,
)
from reportscraper.cli.language import pick

if TYPE_CHECKING:
    from reportscraper.model import Report

_LARGEST = 256 * 2**20
"""Bytes of a file: ten times what a site may send. A device or a pipe may have no end."""


@click.command()
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--format", "form", type=click.Choice(["json", "jsonl", "text"]), default="json", show_default=True)
@click.option("--url", help="Address the page came from; dates and columns in it are evidence.")
@click.option("--content-type", help="The page's HTTP Content-Type header; its charset is evidence.")
def extract(files: tuple[Path, ...], form: str, url: str | None, content_type: str | None) -> None:
    """Read saved pages or files (HTML, text, PDF, DOCX, XLSX, pictures) and print one object for each FILE.

    读取已保存的网页或文件，每个文件输出一个对象。
    """
    import msgspec

    from reportscraper.report.read import parse_report

    reports: list[Report] = []
    for file in files:
        name = _decode_name(file)
        try:
            with file.open("rb") as opened:
                data = opened.read(_LARGEST + 1)
        except OSError as error:
            click.echo(f"reportscraper: {name}: {error.strerror}", err=True)
            continue
        if len(data) > _LARGEST:
            told = pick(f"more than {_LARGEST >> 20} MB", f"大于 {_LARGEST >> 20} MB")
            click.echo(f"reportscraper: {name}: {told}", err=True)
            continue
        report = parse_report(data, url=url, content_type=content_type)
        report = msgspec.structs.replace(report, source=name)
        reports.append(report)
        if form == "text":
            from reportscraper.cli import screens

            click.echo("\n".join(screens.report_text(report)))
        else:
            print_json(report, on_one_line=form == "jsonl")
    if not any(report.is_report for report in reports):
        sys.exit(NOTHING)
    doubts = any(finding.severity == "error" for report in reports for finding in report.findings)
    are_all = len(reports) == len(files) and all(report.is_report for report in reports)
    sys.exit(DONE if are_all and not doubts else PARTIAL)


def _decode_name(file: Path) -> str:
    """The name of a file as text, though its bytes be those of a machine that writes GBK."""
    name = os.fsencode(file)
    for charset in ("utf-8", "gb18030"):
        try:
            return name.decode(charset)
        except UnicodeDecodeError:
            continue
    return name.decode("utf-8", "replace")


@click.command()
@data_option
@port_option
@click.option(
    "--public",
    is_flag=True,
    help="Serve DATA/published/reports.db to anybody; SQL of their own is off, answers are cached.",
)
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on; another one needs --public."
)
@click.option(
    "--sql", is_flag=True, help="With --public: let anybody ask SQL of their own, read-only and for two seconds."
)
def browse(data: Path, port: int, host: str, *, public: bool, sql: bool) -> None:
    """Open DATA/reports.db in Datasette, read-only, on this machine; with --public its published copy, for others."""
    from reportscraper.cli.looking import find_database
    from reportscraper.errors import InputError
    from reportscraper.runs.data_folder import DataFolder

    with reporting_errors():
        if not public:
            if host != "127.0.0.1" or sql:
                raise InputError("--host and --sql need --public", "--host 和 --sql 仅可与 --public 同用")
            serve_database(find_database(data), port)
            return
        published = DataFolder(data).published
        if not published.is_file():
            raise InputError(
                f"no published copy at {published}; make one: reportscraper publish --data {data}",
                f"没有已发布的快照 {published}，请先运行 reportscraper publish --data {data}",
            )
        serve_database(published, port, host=host, public=True, sql=sql)
