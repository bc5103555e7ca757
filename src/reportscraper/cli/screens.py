"""What the command line shows: run summaries and reports as text a terminal or a log can print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from reportscraper.cli.language import called, pick, say, words
from reportscraper.cli.sheets import SheetColumn, TableSheet, printable
from reportscraper.forms.naming import cell_name, indicator_name, unit_name
from reportscraper.forms.rules import in_chinese

if TYPE_CHECKING:
    from reportscraper.model import Figure, Report, Statement
    from reportscraper.runs.result import RunResult
    from reportscraper.sites.dossier import Dossier
    from reportscraper.sites.nation import ListedUnit

_COLUMNS = ("pages", "found", "new", "revised", "unchanged", "failed", "figures", "findings")
_ACCOUNT = ("listed", "stored", "other_kinds", "unread", "not_followed")
"""Counts of a run, as they stand on the screen."""
_MOST_PROBLEMS = 20


def run_table(result: RunResult) -> TableSheet:
    """One row a site, and the totals."""
    totals = result.totals
    columns = _count_columns("bodies", *("reports" if name == "found" else name for name in _COLUMNS))
    rows = [
        (f"{site.name} {site.code}", f"{len(site.bodies):,}", *(f"{site.counts[column]:,}" for column in _COLUMNS))
        for site in result.sites
    ]
    bodies = sum(len(site.bodies) for site in result.sites)
    return TableSheet(
        columns, rows, total=(say("head.all_sites"), f"{bodies:,}", *(f"{totals[column]:,}" for column in _COLUMNS))
    )


def _count_columns(*counts: str) -> list[SheetColumn]:
    return [
        SheetColumn(say("head.site"), words=True),
        *(SheetColumn(say(f"head.{name}"), number=True) for name in counts),
    ]


def account_table(result: RunResult) -> TableSheet:
    """How the entries that the lists of each site showed have ended: one row a site, and the totals."""
    rows = [
        (f"{site.name} {site.code}", *(f"{site.counts[name]:,}" for name in _ACCOUNT))
        for site in result.sites
        if site.counts["listed"]
    ]
    total = (say("head.all_sites"), *(f"{result.totals[name]:,}" for name in _ACCOUNT))
    return TableSheet(_count_columns(*_ACCOUNT), rows, total=total)


def listed_units(listed: Sequence[ListedUnit]) -> Iterator[str]:
    """One line a unit, in columns as wide as their words; a sheet of rich takes seconds for all 3,347."""
    headings = ("code", "name", "level", "province", "family", "agreement", "person", "starts_at")
    rows = [tuple(say(f"head.{name}") for name in headings)]
    for each in listed:
        starts = " ".join(_start_told(url, kind) for url, kind in zip(each.start, each.start_kinds, strict=True))
        starts = starts or (f"{say('sources.looked_for')} {each.home}" if each.home else say("sources.no_home"))
        told = (
            each.code,
            each.name,
            called("unit_level", each.level),
            each.province,
            each.family,
            each.agreement,
            say("sources.yes" if each.verified else "sources.no"),
        )
        rows.append((*told, starts))
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)][:-1]
    for *cells, starts in rows:
        padded = (word + " " * (width - cell_len(word)) for word, width in zip(cells, widths, strict=True))
        yield printable("  ".join((*padded, starts)))


def _start_told(url: str, kind: str) -> str:
    return url if kind == "county" else f"{url} ({say(f'sources.{kind}')})"


def dossier_lines(found: Dossier) -> Iterator[str]:
    """All that is known of one unit, a line each; what is not known is left out."""
    listed = found.listed
    yield printable(
        f"{listed.code} {'/'.join((*found.above, listed.name))} {listed.name_en} · {found.kind or listed.level}"
    )
    for change in found.changes:
        decree = " ".join(filter(None, (change.date or str(change.year), change.kind, change.document)))
        yield printable(
            f"  {say('sources.formerly')}: {change.old_code} {change.old_name} → {change.new_code} {change.new_name} ({decree})"
        )
    yield printable(f"  {say('sources.home')}: {listed.home or say('sources.not_known')}")
    for url, kind in zip(listed.start, listed.start_kinds, strict=True):
        yield printable(f"  {say('sources.start')}: {_start_told(url, kind)}")
    facts = found.facts()
    if found.site:
        facts["verified"] = say(f"sources.{facts['verified']}")
    if found.site and found.site.checked_by:
        facts["checked"] = say(f"sources.by_{found.site.checked_by}", date=found.site.checked_at)
    if found.site and found.site.source:
        said = pick(found.site.source, "；".join(map(in_chinese, found.site.source.split("; "))))
        facts["agreement"] = f"{found.site.agreement} ({said})"
    if "note" in facts:
        facts["note"] = pick(facts["note"], in_chinese(facts["note"]))
    for label, told in facts.items():
        yield printable(f"  {say(f'dossier.{label}')}: {told}")


def problem_lines(result: RunResult) -> Iterator[str]:
    """What went wrong, one line each, the first of them."""
    lines = [pick(problem, result.chinese.get(problem) or in_chinese(problem)) for problem in result.problems]
    for site in result.sites:
        lines += [f"{site.name}: {pick(problem, site.chinese.get(problem, ''))}" for problem in site.problems]
    yield from (printable(line) for line in lines[:_MOST_PROBLEMS])
    if len(lines) > _MOST_PROBLEMS:
        yield say("run.more", n=len(lines) - _MOST_PROBLEMS)


def report_text(report: Report) -> Iterator[str]:
    """A report as plain lines: what it is, its figures, sections, statements and findings."""
    from reportscraper.cli.found import messages

    yield f"{report.source or say('extract.report')}: {report.title or say('report.no_title')}"
    if not report.is_report:
        is_read = report.encoding is not None or report.kind != "other"
        reason = say("extract.kind", kind=words(f"page_kind.{report.kind}")) if is_read else report.reason
        yield f"  {say('extract.not_a_report')}: {reason}"
        return
    first, last = report.period or ("", "")
    facts = {
        "head.body": report.body or say("sources.not_known"),
        "extract.year": report.year or say("sources.not_known"),
        "report.form": report.form or say("report.no_form"),
        "report.published": report.published_on or say("report.no_date"),
        "extract.period": say("extract.from_to", first=first, last=last) if report.period else say("report.no_date"),
    }
    yield from (f"  {say(name)}: {value}" for name, value in facts.items())
    yield f"  {say('extract.figures', n=len(report.figures))}"
    for figure in report.figures:
        name = cell_name(figure.cell)
        value = called("value", figure.kind) if figure.value is None else _counted(figure)
        place = say("report.cell_place", table=figure.table, row=figure.row, column=figure.column)
        printed = say("extract.printed", raw=printable(figure.raw)) if figure.raw else ""
        yield f"    {pick(name.en, name.zh)}: {value} ({say('sources.sep').join(filter(None, (printed, place)))})"
    for section in report.sections:
        yield f"  [{called('section', section.kind)}] {printable(section.heading)}"
        yield from (f"    {printable(line)}" for line in section.text.splitlines())
    yield f"  {say('extract.statements', n=len(report.statements))}"
    for said in report.statements:
        indicator = indicator_name(said.indicator) if said.indicator else None
        means = f" = {pick(indicator.en, indicator.zh)}" if indicator else ""
        kind = called("statement", said.kind)
        yield f"    {printable(said.measure)}: {said.qualifier}{_counted(said)} ({kind}){means}"
    yield f"  {say('findings.found', n=len(report.findings))}"
    for finding in report.findings:
        row = {"rule": finding.rule, "message": finding.message, "message_zh": finding.message_zh}
        severity = say(f"severity.{finding.severity}")
        yield from (f"    {severity}: {printable(told)}" for told in messages(row))


def _counted(counted: Figure | Statement) -> str:
    """A value with its unit, in which a count has no decimals."""
    words = unit_name(counted.unit, counted.value)
    value = "" if counted.value is None else f"{counted.value:,.6f}".rstrip("0").rstrip(".")
    return f"{value} {pick(words.en, words.zh)}".strip()
