"""Commands that show what is stored: report, search."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from reportscraper.cli.common import (
    DONE,
    NOTHING,
    county_option,
    csv_option,
    data_option,
    json_option,
    output,
    print_csv,
    print_json,
    reporting_errors,
)
from reportscraper.cli.language import called, say
from reportscraper.errors import InputError

if TYPE_CHECKING:
    from rich.padding import Padding
    from rich.text import Text

_PARTS = ("figures", "sections", "statements", "findings", "parts", "proposals", "duplicates")


@click.command()
@click.argument("body")
@click.argument("year", type=int)
@data_option
@json_option
def report(body: str, year: int, data: Path, as_json: bool) -> None:
    """Show one report: what it is, its tables, its chapters, its findings, and where each came from.

    BODY is the name of the body or a part of it. A number with a star was placed by proof, not read where it stood;
    ! and ? mark numbers that a finding speaks against.
    """
    from reportscraper.cli.looking import find_body, named_in, no_report, open_database

    with reporting_errors(), open_database(data) as reader:
        found = named_in(reader, find_body(reader, body), year)
        which: dict[str, str | int] = {"body": found.name, "county": found.county, "year": year}
        heads = reader.ask("report_head", **which).dicts()
        if not heads:
            raise no_report(reader, found, year)
        parts = {part: reader.ask(f"report_{part}", **which).dicts() for part in _PARTS}
    if as_json:
        print_json(heads[0] | parts)
    else:
        _print_report(heads[0], parts)


@click.command()
@click.argument("words", nargs=-1, required=True)
@data_option
@county_option
@click.option("--body", default="", help="Only bodies whose name holds these words.")
@click.option("--year", type=int, help="Only this report year.")
@click.option("--province", default="", help="Only bodies of this province (浙江).")
@click.option("--function", default="", help="Only bodies charged with this: education or 教育, see docs/functions.md.")
@click.option(
    "--chapter", default="", help="Only chapters of this kind: overview, proactive, requests, review, problems."
)
@click.option("--order", type=click.Choice(["relevance", "date"]), default="relevance", help="What comes first.")
@csv_option
@json_option
def search(
    words: tuple[str, ...],
    data: Path,
    county: str,
    body: str,
    year: int | None,
    province: str,
    function: str,
    chapter: str,
    order: str,
    as_csv: bool,
    as_json: bool,
) -> None:
    """Search the text of all reports. Words of two characters are found, and so is any part of a sentence.

    Several words must all occur in a chapter. At most 500 chapters are listed, those of one report together, the most relevant first.
    """
    from reportscraper.cli.looking import county_code, find_province, open_database
    from reportscraper.model import SectionKind
    from reportscraper.places.functions import find_function

    with reporting_errors(), open_database(data) as reader:
        if chapter and chapter not in get_args(SectionKind):
            kinds = ", ".join(get_args(SectionKind))
            raise InputError(f"no kind of chapter {chapter!r}; there is {kinds}", f"没有章节“{chapter}”；可用：{kinds}")
        found = reader.ask(
            "search",
            words=" ".join(words),
            county=county_code(reader, county),
            body=body,
            year=year or "",
            province=find_province(reader, province),
            function=find_function(function).id if function else "",
            kind=chapter,
            order=order,
        ).dicts()
    if as_csv:
        print_csv(found)
    elif as_json:
        print_json(found)
    else:
        screen = output()
        for row in found:
            heading = f" · {row['heading']}" if row["heading"] else ""
            screen.print(_highlight_words(f"{row['year']} {row['body']}{heading}", words, "bold"))
            if row["excerpt"]:
                screen.print(_indent_text(_highlight_words(f"…{row['excerpt']}…", words)))
        known = found[0]["chapters"] if found else 0
        how = "more" if found and found[0]["is_cut"] else "cut" if known > len(found) else "found"
        click.echo(say(f"search.{how}", n=len(found), known=f"{known:,}"), err=True)
    sys.exit(DONE if found else NOTHING)


def _highlight_words(text: str, words: tuple[str, ...], style: str = "") -> Text:
    shown = _as_text(text, style)
    shown.highlight_words(words, style="bold reverse", case_sensitive=False)
    return shown


def _as_text(text: str, style: str = "") -> Text:
    """Scraped text: neither markup nor a terminal's control characters act in it."""
    from rich.text import Text

    from reportscraper.cli.sheets import printable

    return Text(printable(text), style=style)


def _indent_text(text: Text) -> Padding:
    from rich.padding import Padding

    return Padding(text, (0, 0, 0, 2))


def _print_report(head: Mapping[str, Any], parts: Mapping[str, list[dict[str, Any]]]) -> None:
    from reportscraper.cli import tables
    from reportscraper.cli.found import messages

    screen = output()
    screen.print(_as_text(head["title"] or say("report.no_title"), "bold"))
    form, level = head["form"] or say("report.no_form"), called("level", head["level"])
    published = f"{say('report.published')} {head['published_on'] or say('report.no_date')}"
    lines = [
        f"{head['county']} · {head['body']} ({level}) · {head['year']} · {say('report.form')} {form}",
        f"{published} · {say('report.version')} {head['version']} · {head['url']}",
        *(f"{say('report.also_at')} {row['also_url']}" for row in parts["duplicates"]),
        *_archive_lines(head),
    ]
    for row in parts["parts"]:
        lines += [f"{say('report.with_file')} {row['url']}", *_archive_lines(row)]
    for line in lines:
        screen.print(_as_text(line))
    for sheet in tables.figure_tables(parts["figures"], head["form"]):
        screen.print(sheet)
    if any(row["inferred"] for row in parts["figures"]):
        screen.print(_as_text(f"* {say('mark.placed')}"))
    for line in tables.doubt_legend({row["doubt"] for row in parts["figures"]}):
        screen.print(_as_text(line))
    if parts["proposals"]:
        screen.print(tables.proposal_table(parts["proposals"]))
    for section in parts["sections"]:
        screen.print(_as_text(f"[{called('section', section['kind'])}] {section['heading']}", "bold"))
        for line in section["text"].splitlines():
            screen.print(_indent_text(_as_text(line)))
    found = len(parts["findings"])
    screen.print(_as_text(say("report.findings", n=found) if found else say("report.no_findings"), "bold"))
    for each in parts["findings"]:
        at = {name: each[f"{name}_number"] for name in ("table", "row", "column")}
        place = f" ({say('report.cell_place', **at)})" if at["table"] else ""
        verdict = f"{say('report.reviewed')}: {called('review', each['review'])}, {each['review_note']}"
        told = list(messages(each))
        told[0] = f"{say('severity.' + each['severity'])}: {told[0]}"
        told[-1] += place + (f" [{verdict}]" if each["review"] else "")
        for line in told:
            screen.print(_indent_text(_as_text(line)))


def _archive_lines(row: Mapping[str, Any]) -> Iterator[str]:
    yield f"{say('report.fetched')} {row['fetched_at']} · sha256 {row['capture_sha256']}"
    place = {name: row[f"archive_{name}"] for name in ("file", "length", "offset")}
    yield say("report.archived", **place)
