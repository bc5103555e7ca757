"""Commands that compare: compare, diff."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
from reportscraper.cli.language import called, pick, say
from reportscraper.errors import InputError

if TYPE_CHECKING:
    from reportscraper.cli.looking import LineageBody, Subject
    from reportscraper.store import Reader

_YEARS = re.compile(r"(\d{4})(?:\s*[-–:]\s*(\d{4}))?")


@click.command()
@click.argument("indicator")
@click.argument("bodies", nargs=-1, metavar="[BODY]...")
@data_option
@county_option
@click.option("--province", default="", help="Only bodies of this province (浙江).")
@click.option(
    "--function",
    "function",
    default="",
    help="Only bodies charged with this: an id or a name (education, 教育); see docs/functions.md.",
)
@click.option(
    "--level", default="", help="Only bodies of this level: county_government, office, department, township …"
)
@click.option("--years", metavar="YEAR[-YEAR]", help="Only these report years, such as 2019-2024.")
@csv_option
@json_option
@click.option(
    "--chart", type=click.Path(dir_okay=False, path_type=Path), help="Draw a chart into this file (.svg or .png)."
)
def compare(
    indicator: str,
    bodies: tuple[str, ...],
    data: Path,
    county: str,
    province: str,
    function: str,
    level: str,
    years: str | None,
    as_csv: bool,
    as_json: bool,
    chart: Path | None,
) -> None:
    """Compare one figure over bodies and years: a series, a measure, or a cell of the forms.

    INDICATOR is a code (requests_received, refusal_rate, denied_process/total) or a name. Of a single year, the greatest come first. BODY is a name, or a part of
    one that no other has; without any, every body that has values is shown. A body that was renamed, one to one, is one line under its
    name of today, its former names marked; mergers and splits are marked as breaks.
    """
    from reportscraper.cli.looking import (
        Bodies,
        county_code,
        find_body,
        find_level,
        find_province,
        find_subject,
        open_database,
    )
    from reportscraper.cli.over_years import series_rows
    from reportscraper.places.functions import find_function

    with reporting_errors(), open_database(data) as reader:
        first, last = _parse_years(years)
        subject = find_subject(reader, indicator)
        wanted = {find_body(reader, each).lineage for each in bodies}
        asked = Bodies(
            county=county_code(reader, county),
            province=find_province(reader, province),
            function=find_function(function).id if function else "",
            level=find_level(level),
        )

        def values() -> list[dict[str, Any]]:
            rows = subject.values(reader, asked, first, last).dicts()
            return series_rows([row for row in rows if not wanted or row["lineage_id"] in wanted])

        rows = values()
        if not rows and subject.kind == "indicator" and "/" not in subject.code:
            subject = find_subject(reader, f"{subject.code}/total")  # cells of the matrix are counted by applicant
            rows = values()
        if chart:
            _draw_chart(chart, subject, rows)
        if as_csv:
            print_csv(rows)
        elif as_json:
            print_json({"indicator": subject, "values": rows})
        else:
            _print_comparison(subject, rows)
    sys.exit(DONE if rows else NOTHING)


@click.command()
@click.argument("body")
@click.argument("first_year", type=int, metavar="Y1")
@click.argument("second_year", type=int, metavar="[Y2]", required=False)
@data_option
@csv_option
@json_option
def diff(body: str, first_year: int, second_year: int | None, data: Path, as_csv: bool, as_json: bool) -> None:
    """Show what differs between two years of a body: figures cell by cell, text paragraph by paragraph.

    With one year only: what the site changed in that report, from its last but one version to its last. CSV holds the figures.
    """
    import msgspec

    from reportscraper.cli import tables
    from reportscraper.cli.looking import find_body, open_database
    from reportscraper.cli.sheets import printable
    from reportscraper.store.diff import difference

    with reporting_errors(), open_database(data) as reader:
        found_body = find_body(reader, body)
        (earlier, before), (later, after) = _two_versions(reader, found_body, first_year, second_year)
        found = difference(reader, earlier, later)
    if as_json:
        print_json({"body": found_body.name, "before": before, "after": after, "difference": found})
        return
    if as_csv:
        print_csv(msgspec.to_builtins(found.cells))
        return
    versions = (told.partition(" version ") for told in (before, after))
    before, after = (say("diff.version", year=year, version=at) if at else year for year, _, at in versions)
    screen = output()
    screen.print(printable(f"{found_body.name}: {before} → {after}"), style="bold", markup=False)
    screen.print(say("diff.figures", changed=len(found.cells), same=found.equal_cells))
    if len(found.cells) > tables.wordless(found):
        screen.print(tables.difference_table(found, before, after))
    if wordless := tables.wordless(found):
        screen.print(say("diff.wordless", n=wordless))
    screen.print(say("diff.paragraphs", changed=len(found.paragraphs), same=found.equal_paragraphs))
    for chapter in found.coarse:
        screen.print(say("diff.coarse", chapter=called("section", chapter)))
    for line in tables.paragraph_lines(found.paragraphs):
        screen.print(line)


def _parse_years(years: str | None) -> tuple[int | None, int | None]:
    if years is None:
        return None, None
    match = _YEARS.fullmatch(years.strip())
    if match is None:
        raise InputError(
            f"{years!r} is not a year or a span such as 2019-2024", f"“{years}”不是年度或年度范围，如 2019-2024"
        )
    first, last = int(match[1]), int(match[2] or match[1])
    if first > last:
        raise InputError(f"{years!r} ends before it begins", f"“{years}”起止颠倒")
    return first, last


def _print_comparison(subject: Subject, rows: Sequence[Mapping[str, Any]]) -> None:
    from reportscraper.cli import tables
    from reportscraper.cli.over_years import by_series, changes_told, total_told
    from reportscraper.forms.naming import series_name
    from reportscraper.forms.rules import Words
    from reportscraper.forms.shared import concepts

    bodies = by_series(rows)
    known = sorted({year for values in bodies.values() for year in values})
    if not known:
        click.echo(say("compare.none"), err=True)
        return
    span = range(known[0], known[-1] + 1)
    if len(span) == 1:  # of a single year, the greatest first
        bodies = dict(sorted(bodies.items(), key=lambda item: -item[1][known[0]].value))
    screen = output()
    screen.print(tables.comparison_table(pick(subject.en, subject.zh), subject.unit, span, bodies))
    notes = {each.code: each.note_zh for each in concepts().series}
    if subject.kind == "measure":  # its note is a formula of codes
        en = re.sub("[a-z_]+", lambda code: series_name(code[0]).en, subject.note)
        zh = re.sub("[a-z_]+", lambda code: series_name(code[0]).zh, subject.note)
    else:
        en, zh = subject.note, notes.get(subject.code, "")
    note = [say("compare.note", note=Words(en, zh or en))] if en else []
    if subject.kind == "measure":
        note.append(say("compare.silent"))
    elif len(span) == 1 and len(bodies) > 1 and subject.unit != "%":
        note.append(total_told(known[0], bodies))
    for line in (*tables.legend(bodies.values()), *changes_told(rows), *note):
        screen.print(line, markup=False)


def _draw_chart(path: Path, subject: Subject, rows: Sequence[Mapping[str, Any]]) -> None:
    from reportscraper.export.picture import Observation, draw

    if not rows:
        raise InputError("there is nothing to draw", "没有可绘制的数据")
    breaks: dict[str, list[int]] = {}
    for row in rows:
        if row["change"]:
            breaks.setdefault(row["series"], []).append(row["year"])
    observations = [
        Observation(
            row["series"],
            row["year"],
            row["value"],
            # The last merger or split up to then: no line joins the points before and behind it.
            part=str(max((year for year in breaks.get(row["series"], ()) if year <= row["year"]), default="")),
            solid=row["exactness"] != "approximate" and row["source"] != "statement",
            doubt=row["doubt"] or "",
        )
        for row in rows
        if row["exactness"] != "not_comparable"
    ]
    draw(path, f"{subject.zh} {subject.en}", subject.unit, observations)


def _two_versions(
    reader: Reader, body: LineageBody, first: int, second: int | None
) -> tuple[tuple[int, str], tuple[int, str]]:
    """Numbers and names of the two versions to compare."""
    from reportscraper.cli.looking import named_in, no_report

    def versions(year: int) -> list[dict[str, Any]]:
        then = named_in(reader, body, year)
        return reader.ask("versions_of_report", body=then.name, county=then.county, year=year).dicts()

    def standing(year: int) -> tuple[int, str]:
        found = next((row["version_id"] for row in versions(year) if row["is_current"]), None)
        if found is None:
            raise no_report(reader, body, year)
        return found, str(year)

    if second is not None:
        return standing(first), standing(second)
    known = versions(first)
    if not known:
        raise no_report(reader, body, first)
    if len(known) < 2:
        raise InputError(
            f"{body.name} {first}: one version; name a second year",
            f"{body.name} {first}年：只有一个版本，请再给出一个年度",
        )
    earlier, later = ((row["version_id"], f"{first} version {row['version']}") for row in known[-2:])
    return earlier, later
