"""Figures against other years and other bodies: broken cross-year identities, copied tables, amounts in another unit, jumps."""

from __future__ import annotations

import functools
import itertools
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from reportscraper.check.engine import TOLERANCE
from reportscraper.check.history_values import Jump, Thresholds
from reportscraper.forms import catalogue
from reportscraper.forms.formula import Sum
from reportscraper.forms.identities import Book
from reportscraper.forms.naming import cell_name, indicator_name, series_name
from reportscraper.forms.rules import history_finding, phrase
from reportscraper.model import BodyLevel, CellId, HistoryFinding, PastReport

# Makes the median absolute deviation of a normal distribution its standard deviation.
_NORMAL = 1.4826


def broken_identities(before: PastReport, after: PastReport, book: Book) -> Iterator[HistoryFinding]:
    """A finding for each cross-year identity, and each column of it, that two consecutive reports break.

    A cell that is not a number on either side leaves its identity unknown.
    """
    for identity in book.of(after.form):
        if identity.scope != "cross_year":
            continue
        left_side, right_side = identity.parsed.left, identity.parsed.right[0]
        named = {int(term.year) for term in (*left_side, *right_side) if term.year.isdigit()}
        if named and max(named) != after.year:
            continue  # it names its years, and is about others
        for cells in book.instances(identity, after.form):
            left, right = (_add_side(side, cells, before, after) for side in (left_side, right_side))
            if left is None or right is None or abs(left - right) <= TOLERANCE:
                continue
            cell = cells[left_side[0].name]
            sides = {"year": after.year, "before": before.year, "left": left, "right": right}
            yield history_finding(
                identity.id,
                after.body,
                after.year,
                severity="warning" if identity.soft_columns and cell[1] != "total" else None,
                cells=tuple(dict.fromkeys(cells.values())),
                rolled=phrase("rolled", cell=cell_name(cell), **sides),
            )


def _add_side(side: Sum, cells: Mapping[str, CellId], before: PastReport, after: PastReport) -> int | float | None:
    total: int | float = 0
    for term in side:
        of_year = before if term.year in ("Y-1", str(before.year)) else after
        value = of_year.values.get(cells[term.name]) if term.name else term.constant
        if value is None:
            return None
        total += term.sign * value
    return total


def same_as_before(before: PastReport, after: PastReport, limits: Thresholds) -> Iterator[HistoryFinding]:
    """A finding when nearly all cells that are not 0 are those of the year before."""
    shared = before.values.keys() & after.values.keys()
    telling = [cell for cell in shared if before.values[cell] or after.values[cell]]
    equal = sum(before.values[cell] == after.values[cell] for cell in telling)
    if len(telling) >= limits.same_figures.least_cells and equal >= limits.same_figures.least_share * len(telling):
        yield history_finding(
            "same_figures", after.body, after.year, equal=equal, count=len(telling), before=before.year
        )


def same_elsewhere(reports: Sequence[PastReport], limits: Thresholds) -> Iterator[HistoryFinding]:
    """A finding on each report whose cells that are not 0 are all those of another body in the same year.

    The body that published first is named; without dates, the first by name.
    """
    first: dict[tuple[int, frozenset[tuple[CellId, int | float]]], PastReport] = {}
    for report in sorted(reports, key=lambda each: (each.year, each.published_on or "9", each.body)):
        printed = frozenset((cell, value) for cell, value in report.values.items() if value)
        if len(printed) < limits.same_figures.least_cells:
            continue
        other = first.setdefault((report.year, printed), report)
        if other.body != report.body:
            yield history_finding(
                "same_figures_elsewhere", report.body, report.year, count=len(printed), other=other.body
            )


def odd_magnitudes(reports: Sequence[PastReport], limits: Thresholds) -> Iterator[HistoryFinding]:
    """A finding for each amount that only another unit explains (元 for 万元 makes it 10,000 times what it is).

    It is held against the body's other years; where there is only one other, and the two are at odds, both are told. A body
    without another year is held against its peers of the same level and year, by a wider margin: bodies differ in size.
    """
    for cell in sorted(
        {cell for report in reports for cell in report.values if cell[0] in _money_indicators()}, key=str
    ):
        own: defaultdict[str, list[PastReport]] = defaultdict(list)
        peers: defaultdict[tuple[BodyLevel, int], list[float]] = defaultdict(list)
        for report in reports:
            if (value := report.values.get(cell, 0)) > 0:
                own[report.body].append(report)
                peers[report.level, report.year].append(value)
        for report in itertools.chain(*own.values()):
            others = [
                each.values[cell]
                for each in own[report.body]
                if 0 < abs(each.year - report.year) <= limits.money.most_years
            ]
            if others:
                usual, times, who = median(others), limits.money.own, phrase("money_own", count=len(others))
            else:
                same = peers[report.level, report.year]
                if len(same) <= limits.money.least_peers:
                    continue
                usual, times, who = median(same), limits.money.peers, phrase("money_peers", count=len(same))
            value = report.values[cell]
            if max(value / usual, usual / value) >= times:
                yield history_finding(
                    "money_magnitude",
                    report.body,
                    report.year,
                    cells=(cell,),
                    name=indicator_name(cell[0]),
                    value=value,
                    usual=usual,
                    others=who,
                )


@functools.cache
def _money_indicators() -> frozenset[str]:
    return frozenset(indicator.id for indicator in catalogue() if "元" in indicator.unit)


def jumps(reports: Sequence[PastReport], limits: Thresholds) -> Iterator[HistoryFinding]:
    """A finding for each value of a watched series that is far from the body's past and from its peers' change."""
    bodies: dict[str, dict[int, PastReport]] = {}
    for report in reports:
        bodies.setdefault(report.body, {})[report.year] = report
    for series in limits.jump.series:
        points = {
            body: {year: point.value for year in sorted(years) if (point := years[year].series.get(series))}
            for body, years in bodies.items()
        }
        # By level and year, each body's change against the year before, as a difference of logarithms.
        changes: defaultdict[tuple[BodyLevel, int], dict[str, float]] = defaultdict(dict)
        for body, values in points.items():
            for year, value in values.items():
                if year - 1 in values:
                    level = bodies[body][year].level
                    changes[level, year][body] = _log_of_count(value) - _log_of_count(values[year - 1])
        for body, values in points.items():
            for year in values:
                report = bodies[body][year]
                yield from _find_jump(report, series, values, changes[report.level, year], limits.jump)


def _log_of_count(value: int | float) -> float:
    return math.log1p(max(value, 0))


def _find_jump(
    report: PastReport,
    series: str,
    values: Mapping[int, int | float],
    changes: Mapping[str, float],
    rule: Jump,
) -> Iterator[HistoryFinding]:
    """Whether the value is a jump: ``values`` are those of the body by year, ``changes`` those of bodies of its level in this year."""
    value = values[report.year]
    past = [each for year, each in values.items() if report.year - rule.most_past <= year < report.year]
    if len(past) < rule.least_past or abs(value - median(past)) < rule.least_change:
        return
    if abs(robust_z(_log_of_count(value), [_log_of_count(each) for each in past], rule.least_spread)) < rule.own_z:
        return
    peers = [change for body, change in changes.items() if body != report.body]
    own = changes.get(report.body)
    known = own is not None and len(peers) >= rule.least_peers
    if known and abs(robust_z(own or 0.0, peers, rule.least_spread)) < rule.peer_z:
        return
    yield history_finding(
        "jump",
        report.body,
        report.year,
        cells=report.series[series].cells,
        name=series_name(series),
        value=value,
        past=", ".join(str(each) for each in past),
        peers=phrase("jump_peers", factor=f"{math.exp(median(peers)):.2g}") if known else "",
    )


def robust_z(value: float, others: Sequence[float], least_spread: float) -> float:
    """Distance of a value from the median of others in units of their spread (median absolute deviation, scaled)."""
    middle = median(others)
    spread = _NORMAL * median(abs(other - middle) for other in others)
    return (value - middle) / max(spread, least_spread)
