"""A county's reports against each other: other years of the same body, and other bodies.

What is checked, with which thresholds and in which words, stands in `history.toml` and in the cross-year identities of
`identities.toml`. Values in, findings out: which reports there are, and where they are stored, is the caller's matter.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from reportscraper.check.history_dates import late, missing_years
from reportscraper.check.history_figures import broken_identities, same_as_before, same_elsewhere
from reportscraper.check.history_growth import wrong_growth
from reportscraper.check.history_jumps import jumps
from reportscraper.check.history_money import odd_magnitudes
from reportscraper.check.history_prose import alike
from reportscraper.check.history_values import Label, Thresholds
from reportscraper.forms.identities import load_book
from reportscraper.model import BodyLevel, HistoryFinding, PastReport
from reportscraper.resources import load


def check_history(
    reports: Sequence[PastReport],
    *,
    label: Label = str,
    deadlines: Mapping[BodyLevel, str] | None = None,
) -> list[HistoryFinding]:
    """What the current reports of one county say about each other, by body, year and rule.

    ``label`` names a cell or a series in Chinese. ``deadlines`` are the county's own dates by level of body, as MM-DD in
    the year after the one reported on; where none is given, those of the regulations hold.
    """
    limits = thresholds()
    found = [
        *_between_years(reports, label),
        *same_elsewhere(reports, limits),
        *jumps(reports, limits, label),
        *odd_magnitudes(reports, limits, label),
        *alike(reports, limits),
        *missing_years(reports, limits),
        *late(reports, limits, deadlines or {}),
    ]
    return sorted(found, key=lambda finding: (finding.body, finding.year, finding.rule, finding.cells, finding.message))


@functools.cache
def thresholds() -> Thresholds:
    """The thresholds of this package."""
    return load("check/history.toml", Thresholds)


def _between_years(reports: Sequence[PastReport], label: Label) -> Iterator[HistoryFinding]:
    ordered = sorted(reports, key=lambda report: (report.body, report.year))
    for before, after in pairwise(ordered):
        if before.body == after.body and before.year + 1 == after.year:
            yield from broken_identities(before, after, load_book(), label)
            yield from same_as_before(before, after, thresholds())
            yield from wrong_growth(before, after, thresholds().growth)
