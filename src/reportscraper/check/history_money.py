"""Amounts of money thousands of times those of the body's other years or of its peers: printed in another unit than is said."""

from __future__ import annotations

import functools
import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from statistics import median

from reportscraper.check.history_values import Label, Thresholds
from reportscraper.forms import catalogue
from reportscraper.forms.rules import Words, history_finding, phrase
from reportscraper.model import BodyLevel, HistoryFinding, PastReport


def odd_magnitudes(reports: Sequence[PastReport], limits: Thresholds, label: Label) -> Iterator[HistoryFinding]:
    """A finding for each amount that only another unit explains (元 for 万元 makes it 10,000 times what it is).

    It is held against the body's other years; where there is only one other, and the two are at odds, both are told. A body
    without another year is held against its peers of the same level and year, by a wider margin: bodies differ in size.
    """
    for cell in sorted({cell for report in reports for cell in report.values if cell[0] in _money()}, key=str):
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
                name = Words(cell[0], label(cell[0]))
                yield history_finding(
                    "money_magnitude",
                    report.body,
                    report.year,
                    cells=(cell,),
                    name=name,
                    value=value,
                    usual=usual,
                    others=who,
                )


@functools.cache
def _money() -> frozenset[str]:
    return frozenset(indicator.id for indicator in catalogue() if "元" in indicator.unit)
