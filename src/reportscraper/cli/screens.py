"""What the command line shows: run summaries and reports as text a terminal or a log can print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from reportscraper.cli.sheets import Column, Sheet, printable

if TYPE_CHECKING:
    from reportscraper.model import Figure, Report
    from reportscraper.runs.result import RunResult
    from reportscraper.sites.dossier import Dossier
    from reportscraper.sites.nation import Listed

_COLUMNS = {
    "pages": "pages",
    "found": "reports",
    **{name: name for name in ("new", "revised", "unchanged", "failed", "figures")},
    "findings": "open findings",
}
"""Counts of a run and what they are called on the screen."""


def run_table(result: RunResult) -> Sheet:
    """One row a site, and the totals."""
    totals = result.totals
    columns = (Column("site", words=True), *(Column(name, number=True) for name in ("bodies", *_COLUMNS.values())))
    rows = [
        (f"{site.name} {site.code}", f"{len(site.bodies):,}", *(f"{site.counts[column]:,}" for column in _COLUMNS))
        for site in result.sites
    ]
    bodies = sum(len(site.bodies) for site in result.sites)
    return Sheet(columns, rows, total=("all sites", f"{bodies:,}", *(f"{totals[column]:,}" for column in _COLUMNS)))


_ACCOUNT = {
    "listed": "listed 列出",
    "stored": "= stored 已存入",
    "other_kinds": "+ other kinds 其他页面",
    "unread": "+ not read 未读取",
    "not_followed": "+ not followed 未访问",
}


def account_table(result: RunResult) -> Sheet:
    """How the entries that the lists of each site showed have ended: one row a site, and the totals."""
    columns = (Column("site", words=True), *(Column(name, number=True) for name in _ACCOUNT.values()))
    rows = [
        (f"{site.name} {site.code}", *(f"{site.counts[name]:,}" for name in _ACCOUNT))
        for site in result.sites
        if site.counts["listed"]
    ]
    return Sheet(columns, rows, total=("all sites", *(f"{result.totals[name]:,}" for name in _ACCOUNT)))


def listed_units(listed: Sequence[Listed]) -> Iterator[str]:
    """One line a unit, in columns as wide as their words; a sheet of rich takes seconds for all 3,347."""
    rows = [
        (
            "code 代码",
            "name 名称",
            "level 级别",
            "province 省份",
            "family 系统",
            "agreement 佐证",
            "person 人工核对",
            "starts at 起点",
        )
    ]
    for each in listed:
        starts = " ".join(_start(url, kind) for url, kind in zip(each.start, each.start_kinds, strict=True))
        starts = starts or (f"looked for from 自首页查找 {each.home}" if each.home else "no home known 主页未知")
        told = (
            each.code,
            each.name,
            each.level,
            each.province,
            each.family,
            each.agreement,
            "yes" if each.verified else "no",
        )
        rows.append((*told, starts))
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)][:-1]
    for *words, starts in rows:
        padded = (word + " " * (width - cell_len(word)) for word, width in zip(words, widths, strict=True))
        yield printable("  ".join((*padded, starts)))


def _start(url: str, kind: str) -> str:
    return url if kind == "county" else f"{url} ({_KINDS[kind]})"


_KINDS = {
    "county": "annual-report column 年报栏目",
    "found": "found by a run 抓取时找到",
    "body": "one body's column 单个部门或乡镇的栏目",
    "derived": "derived, not yet seen 推导，未核",
    "root": "page of disclosure 政务公开页",
}


def dossier_lines(found: Dossier) -> Iterator[str]:
    """All that is known of one unit, a line each; what is not known is left out."""
    listed = found.listed
    yield printable(
        f"{listed.code} {'/'.join((*found.above, listed.name))} {listed.name_en} · {found.kind or listed.level}"
    )
    for change in found.changes:
        decree = " ".join(filter(None, (change.date or str(change.year), change.kind, change.document)))
        yield printable(
            f"  formerly 曾为: {change.old_code} {change.old_name} → {change.new_code} {change.new_name} ({decree})"
        )
    yield printable(f"  home 主页: {listed.home or 'not known 未知'}")
    for url, kind in zip(listed.start, listed.start_kinds, strict=True):
        yield printable(f"  start 起点: {_start(url, kind)}")
    for label, told in found.facts():
        yield printable(f"  {label}: {told}")


def problems(result: RunResult, most: int = 20) -> Iterator[str]:
    """What went wrong, one line each, cut after ``most``."""
    lines = [f"{site.name}: {problem}" for site in result.sites for problem in site.problems]
    lines = [*result.problems, *lines]
    yield from (printable(line) for line in lines[:most])
    if len(lines) > most:
        yield f"… and {len(lines) - most} more"


def report_text(report: Report) -> Iterator[str]:
    """A report as plain lines: what it is, its figures, sections, statements and findings."""
    yield f"{report.source or 'report'}: {report.title or 'no title'}"
    if not report.is_report:
        yield f"  not a report: {report.reason}"
        return
    yield f"  body {report.body}, year {report.year}, form {report.form}, published {report.published_on}, period {report.period}"
    yield f"  {len(report.figures)} figures"
    yield from (f"    {_figure(figure)}" for figure in report.figures)
    for section in report.sections:
        yield f"  [{section.kind}] {printable(section.heading)}"
        yield from (f"    {printable(line)}" for line in section.text.splitlines())
    yield f"  {len(report.statements)} statements"
    for said in report.statements:
        indicator = f" = {said.indicator}" if said.indicator else ""
        yield f"    {printable(said.measure)}: {said.qualifier}{said.value} {said.unit} ({said.kind}){indicator}"
    yield f"  {len(report.findings)} findings"
    yield from (f"    {finding.severity}: {finding.rule}: {printable(finding.message)}" for finding in report.findings)


def _figure(figure: Figure) -> str:
    name = f"{figure.indicator}/{figure.applicant}" if figure.applicant else figure.indicator
    value = figure.kind if figure.value is None else f"{figure.value} {figure.unit}"
    return f"{name}: {value} (printed {printable(figure.raw)!r}, table {figure.table} row {figure.row} column {figure.column})"
