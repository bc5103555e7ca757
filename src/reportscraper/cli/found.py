"""Commands that list what must be known: findings, missing; and findings as lines, named by their titles."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from reportscraper.cli.common import (
    DONE,
    PARTIAL,
    county_option,
    csv_option,
    data_option,
    json_option,
    output,
    print_csv,
    print_json,
    reporting_errors,
)
from reportscraper.cli.language import keep_choice, languages, pick, say

chinese_option = click.option(
    "--chinese", flag_value="zh", expose_value=False, callback=keep_choice, help="The same as --lang zh."
)

_MOST_OF_A_KIND = 3
"""So many notes of one kind on one county are listed; more are counted."""
_INDENT = " " * 8


@click.command()
@data_option
@county_option
@click.option("--body", default="", help="Only bodies whose name holds these words.")
@click.option("--year", type=int, help="Only this report year.")
@click.option("--rule", default="", help="Only this rule.")
@click.option("--severity", type=click.Choice(["error", "warning", "info"]), default=None, help="Only this severity.")
@chinese_option
@csv_option
@json_option
def findings(
    data: Path,
    county: str,
    body: str,
    year: int | None,
    rule: str,
    severity: str | None,
    as_csv: bool,
    as_json: bool,
) -> None:
    """List the findings nobody has reviewed yet, the gravest first; exit code 1 when there are errors among them.

    A rule may be given by its title, or by an id that it has or once had. Notes of one kind are counted unless --rule or
    --severity asks for them. A finding is reviewed by an entry in DATA/reviews.toml: [[review]] with finding (its
    fingerprint), verdict (accepted, source_error or parser_error) and a note. It takes effect with the next run.
    """
    from reportscraper.cli.looking import county_code, open_database
    from reportscraper.forms.rules import find_rule

    with reporting_errors(), open_database(data) as reader:
        if rule:
            rule, note = find_rule(rule)
            if note:
                click.echo(pick(note.en, note.zh), err=True)
        rows = reader.ask(
            "open_findings",
            county=county_code(reader, county),
            body=body,
            year=year or "",
            rule=rule,
            severity=severity or "",
        ).dicts()
    _print_findings(rows, as_csv=as_csv, as_json=as_json, counted=not (rule or severity))
    sys.exit(PARTIAL if any(row["severity"] == "error" for row in rows) else DONE)


@click.command()
@data_option
@county_option
@chinese_option
@csv_option
@json_option
def missing(data: Path, county: str, as_csv: bool, as_json: bool) -> None:
    """List the reports that should be there and are not, and why; exit code 1 when there are any.

    A body did not publish one, it is listed and was not read, or not all lists of the site were read, so that nothing can be said.
    The table shows the bodies concerned with all their years.
    """
    from reportscraper.cli import standing
    from reportscraper.cli.looking import county_code, open_database

    with reporting_errors(), open_database(data) as reader:
        county = county_code(reader, county)
        rows = reader.ask("missing_reports", county=county).dicts()
        shows_years = bool(rows) and not (as_csv or as_json)
        known = reader.ask("reports_by_body", county=county).dicts() if shows_years else []
    if shows_years:
        concerned = {(row["county"], row["body"]) for row in rows}
        series = {row["lineage_id"] for row in known if (row["county"], row["body"]) in concerned}
        shown = [row for row in known if row["lineage_id"] in series]
        screen = output()
        for sheet in standing.matrices(shown, rows):
            screen.print(sheet)
        screen.print(standing.matrix_legend())
    _print_findings(rows, as_csv=as_csv, as_json=as_json, counted=False)
    sys.exit(PARTIAL if rows else DONE)


def _print_findings(rows: Sequence[Mapping[str, Any]], *, as_csv: bool, as_json: bool, counted: bool) -> None:
    if as_csv:
        print_csv(rows)
        return
    if as_json:
        print_json(rows)
        return
    for line in finding_lines(rows, counted=counted):
        click.echo(line)
    click.echo(say("findings.found", n=len(rows)), err=True)


def finding_lines(rows: Sequence[Mapping[str, Any]], *, counted: bool) -> Iterator[str]:
    """A line each and language: how grave, its fingerprint, whose report, and what was found.

    Where they are ``counted``, notes of one kind on one county are one line from the fourth on, which shows the first of them.
    """
    from rich.cells import cell_len

    from reportscraper.cli.sheets import printable

    kinds: dict[tuple[object, ...], list[Mapping[str, Any]]] = {}
    for row in rows:
        is_note = counted and row["severity"] == "info"
        kinds.setdefault((row["county"], row["rule"]) if is_note else (row["fingerprint"], len(kinds)), []).append(row)
    for alike in kinds.values():
        shown = alike if len(alike) <= _MOST_OF_A_KIND else alike[:1]
        rest = f" ({say('findings.more_like_it', n=len(alike) - 1)})" if len(shown) < len(alike) else ""
        for row in shown:
            where = " ".join(str(part) for part in (row["county"], row["body"], row["year"]) if part)
            severity = say(f"severity.{row['severity']}").split()[0]
            severity += " " * (7 - cell_len(severity))
            cause = f" [{say('missing.' + row['cause'])}]" if "cause" in row else ""
            first, *more = messages(row)
            told = [f"{severity} {row['fingerprint']} {where}: {first}", *(_INDENT + each for each in more)]
            told[-1] += rest + cause
            yield from map(printable, told)


def messages(row: Mapping[str, Any]) -> Iterator[str]:
    """What a finding says after its title, once a language; English where it has no Chinese text."""
    from reportscraper.forms.rules import rule_title

    title = rule_title(row["rule"])
    for language in languages():
        if language == "en":
            yield f"{title.en}: {row['message']}"
        else:
            yield f"{title.zh}：{row['message_zh'] or row['message']}"
