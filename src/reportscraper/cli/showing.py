"""Commands that show what is stored: report, search."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from reportscraper.cli.common import DONE, NOTHING, data_option, output, reporting_errors
from reportscraper.errors import InputError

_PARTS = ("figures", "sections", "statements", "findings")


@click.command()
@click.argument("body")
@click.argument("year", type=int)
@data_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead.")
def report(body: str, year: int, data: Path, as_json: bool) -> None:
    """Show one report: what it is, its tables, its chapters, its findings, and where each came from.

    BODY is the name of the body or a part of it. A number with a star was placed by proof, not read where it stood.
    """
    from reportscraper.cli.looking import find_body, open_database

    with reporting_errors(), open_database(data) as reader:
        found = find_body(reader, body)
        which: dict[str, str | int] = {"body": found.name, "county": found.county, "year": year}
        heads = reader.ask("report_head", **which).dicts()
        if not heads:
            raise InputError(f"{found.name}: no report of {year}")
        parts = {part: reader.ask(f"report_{part}", **which).dicts() for part in _PARTS}
    if as_json:
        import msgspec

        click.echo(msgspec.json.format(msgspec.json.encode(heads[0] | parts), indent=1))
        return
    _print_report(heads[0], parts)


@click.command()
@click.argument("words", nargs=-1, required=True)
@data_option
@click.option("--body", default="", help="Only bodies whose name holds these words.")
@click.option("--year", type=int, help="Only this report year.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead.")
def search(words: tuple[str, ...], data: Path, body: str, year: int | None, as_json: bool) -> None:
    """Search the text of all reports. Words of two characters are found, and so is any part of a sentence.

    Several words must all occur in a chapter. At most 500 chapters are listed, the newest first.
    """
    from reportscraper.cli.looking import open_database
    from reportscraper.cli.sheets import printable

    with reporting_errors(), open_database(data) as reader:
        found = reader.ask("search", words=" ".join(words), body=body, year=year or "").dicts()
    if as_json:
        import msgspec

        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=1))
    else:
        from rich.text import Text

        screen = output()
        for row in found:
            screen.print(Text(printable(f"{row['year']} {row['body']} · {row['heading']}"), style="bold"))
            screen.print(_highlighted(printable(row["excerpt"]), words))
        click.echo(f"{len(found)} chapters", err=True)
    sys.exit(DONE if found else NOTHING)


def _highlighted(text: str, words: tuple[str, ...]) -> Any:
    from rich.text import Text

    shown = Text(f"  … {text} …")
    shown.highlight_words(words, style="bold reverse", case_sensitive=False)
    return shown


def _print_report(head: Mapping[str, Any], parts: Mapping[str, list[dict[str, Any]]]) -> None:
    from rich.text import Text

    from reportscraper.cli import tables
    from reportscraper.cli.sheets import printable

    screen = output()
    screen.print(Text(printable(head["title"] or "no title"), style="bold"))
    for line in _facts(head):
        screen.print(Text(printable(line)))
    for table in tables.figure_tables(parts["figures"]):
        screen.print(table)
    for section in parts["sections"]:
        screen.print(Text(f"[{section['kind']}] {printable(section['heading'])}", style="bold"))
        for line in section["text"].splitlines():
            screen.print(Text(f"  {printable(line)}"))
    screen.print(Text(f"{len(parts['findings'])} findings", style="bold"))
    for each in parts["findings"]:
        review = f" [reviewed: {each['review']}, {each['review_note']}]" if each["review"] else ""
        place = f" (table {each['table_number']} row {each['row_number']} column {each['column_number']})"
        shown = (
            f"  {each['severity']}: {each['rule']}: {each['message']}{place if each['table_number'] else ''}{review}"
        )
        screen.print(Text(printable(shown)))


def _facts(head: Mapping[str, Any]) -> list[str]:
    return [
        f"{head['county']} · {head['body']} ({head['level']}) · {head['year']} · form {head['form'] or 'none'}",
        f"published {head['published_on'] or 'on a date not printed'} · version {head['version']} · {head['url']}",
        f"fetched {head['fetched_at']} · sha256 {head['capture_sha256']}",
        f"archived in {head['archive_file']}, {head['archive_length']} bytes from byte {head['archive_offset']}",
    ]
