"""Values far from what the body printed before, and far from what its peers did in the same year."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import median

from reportscraper.check.history_values import Jump, Label, Thresholds
from reportscraper.forms.rules import Words, history_finding, phrase
from reportscraper.model import BodyLevel, HistoryFinding, PastReport

# Makes the median absolute deviation of a normal distribution its standard deviation.
_NORMAL = 1.4826

ByYear = Mapping[int, PastReport]


def jumps(reports: Sequence[PastReport], limits: Thresholds, label: Label) -> Iterator[HistoryFinding]:
    """A finding for each value of a watched series that is far from the body's past and from its peers' change."""
    bodies: dict[str, dict[int, PastReport]] = {}
    for report in reports:
        bodies.setdefault(report.body, {})[report.year] = report
    for series in limits.jump.series:
        changes = _changes(bodies.values(), series)
        for years in bodies.values():
            for year in sorted(years):
                yield from _judge(years, year, series, changes, limits, label)


def _changes(bodies: Iterable[ByYear], series: str) -> dict[tuple[BodyLevel, int], dict[str, float]]:
    """By level and year, each body's change against the year before, as a difference of logarithms."""
    made: dict[tuple[BodyLevel, int], dict[str, float]] = {}
    for years in bodies:
        for year, report in years.items():
            now, before = _value(report, series), _value(years.get(year - 1), series)
            if now is not None and before is not None:
                made.setdefault((report.level, year), {})[report.body] = _log(now) - _log(before)
    return made


def _value(report: PastReport | None, series: str) -> int | float | None:
    point = report.series.get(series) if report else None
    return point.value if point else None


def _log(value: int | float) -> float:
    return math.log1p(max(value, 0))


def _judge(
    years: ByYear,
    year: int,
    series: str,
    changes: Mapping[tuple[BodyLevel, int], Mapping[str, float]],
    limits: Thresholds,
    label: Label,
) -> Iterator[HistoryFinding]:
    report, rule = years[year], limits.jump
    value, past = _value(report, series), _past(years, year, series, rule)
    if value is None or len(past) < rule.least_past or abs(value - median(past)) < rule.least_change:
        return
    if abs(robust_z(_log(value), [_log(each) for each in past], rule.least_spread)) < rule.own_z:
        return
    same_year = changes.get((report.level, year), {})
    peers = [change for body, change in same_year.items() if body != report.body]
    own = same_year.get(report.body)
    known = own is not None and len(peers) >= rule.least_peers
    if known and abs(robust_z(own or 0.0, peers, rule.least_spread)) < rule.peer_z:
        return
    yield history_finding(
        "jump",
        report.body,
        year,
        cells=report.series[series].cells,
        name=Words(series, label(series)),
        value=value,
        past=", ".join(str(each) for each in past),
        peers=phrase("jump_peers", factor=f"{math.exp(median(peers)):.2g}") if known else "",
    )


def _past(years: ByYear, year: int, series: str, rule: Jump) -> list[int | float]:
    """The values of earlier years, oldest first, of the last few years only."""
    earlier = [each for each in sorted(years) if year - rule.most_past <= each < year]
    return [value for each in earlier if (value := _value(years[each], series)) is not None]


def robust_z(value: float, others: Sequence[float], least_spread: float) -> float:
    """Distance of a value from the median of others in units of their spread (median absolute deviation, scaled)."""
    middle = median(others)
    spread = _NORMAL * median(abs(other - middle) for other in others)
    return (value - middle) / max(spread, least_spread)
