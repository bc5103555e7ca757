"""What the list that leads to a report says of it: the body and the year that the page leaves out, or says otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
from msgspec import Struct

from reportscraper.forms.rules import Fact, finding, leaves_open
from reportscraper.model import Finding, ListEntry, Report
from reportscraper.places.bodies import full_name, is_own_body, level_of
from reportscraper.places.title import parse_title
from reportscraper.report.identity.period import year_in_column

_BETWEEN = re.compile(r"[>＞»›_|/]+")


class _Said(Struct, frozen=True):
    value: str | int
    where: str


def fill_from_list(report: Report, listed: ListEntry, site_name: str) -> Report:
    """The report with the body or year that its page does not state, from its entry in a list, each with a finding.

    Of an entry its title counts first, then its column and the columns above it (2022年 > 教育局, or the page
    2022年政府信息公开年报汇总 that links a file); short names of bodies are completed from ``site_name``. The year before the date in
    the list comes last. What a page states stays; a title in the list that names another year is a finding ``year_disagrees``.
    """
    if not report.is_report:
        return report
    report = _with_year(report, listed)
    return _with_body(report, listed, site_name)


def facts_of_entry(listed: ListEntry, site_name: str) -> tuple[str | None, int | None]:
    """The body and the year that a list tells of an entry, by its title or its columns; None where it does not."""
    body, year = next(_bodies(listed, site_name), None), next(_years(listed), None)
    return (str(body.value) if body else None), (int(year.value) if year else None)


def _with_year(report: Report, listed: ListEntry) -> Report:
    said = next(_years(listed), None)
    if report.year is not None and not _is_weak(report, "year"):
        titled = parse_title(listed.title).year
        if titled in (None, report.year):
            return report
        told = finding("year_disagrees", wording="list", year=report.year, other=titled, title=listed.title)
        return _found(report, told)
    if said is None and report.year is None and listed.listed_on:
        year = int(listed.listed_on[:4]) - 1
        told = finding("year_inferred", wording="list", year=year, date=listed.listed_on)
        return _found(_without(report, "year", year=year), told)
    if said is None:
        return report
    told = finding("from_list", value=said.value, where=said.where)
    return _found(_without(report, "year", year=said.value), told)


def _with_body(report: Report, listed: ListEntry, site_name: str) -> Report:
    said = next(_bodies(listed, site_name), None)
    if said is None or (report.body is not None and not _is_weak(report, "body")):
        return report
    completed = _without(report, "body", body=said.value, body_level=level_of(str(said.value)))
    return _found(completed, finding("from_list", wording="body", value=said.value, where=said.where))


def _years(listed: ListEntry) -> Iterator[_Said]:
    titled = parse_title(listed.title).year
    if titled:
        yield _Said(titled, listed.title)
    for name in _columns(listed):
        if year := year_in_column(name):
            yield _Said(year, name)


def _bodies(listed: ListEntry, site_name: str) -> Iterator[_Said]:
    titled = parse_title(listed.title, site_name=site_name).body
    if titled:
        yield _Said(titled, listed.title)
    # A column's suffix names the government that runs the site, not the body that reports.
    for name in _columns(listed):
        if is_own_body(name) and not name.endswith("政府"):
            yield _Said(full_name(name, site_name), name)


def _columns(listed: ListEntry) -> list[str]:
    """The names of the columns, innermost first."""
    return [name for name in map(str.strip, reversed(_BETWEEN.split(listed.column))) if name]


def _is_weak(report: Report, what: Fact) -> bool:
    return any(leaves_open(told, what) for told in report.findings)


def _without(report: Report, what: Fact, **fields: object) -> Report:
    """The report with other ``fields``, without the findings that they make untrue."""
    findings = tuple(told for told in report.findings if not leaves_open(told, what))
    return msgspec.structs.replace(report, findings=findings, **fields)


def _found(report: Report, told: Finding) -> Report:
    return msgspec.structs.replace(report, findings=(*report.findings, told))
