"""A county's reports against each other: other years of the same body, and other bodies.

What is checked, with which thresholds and in which words, stands in `history.toml` and in the cross-year identities of
`identities.toml`. Values in, findings out: which reports there are, and where they are stored, is the caller's matter.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from reportscraper.check.history_figures import broken_identities, jumps, odd_magnitudes, same_as_before, same_elsewhere
from reportscraper.check.history_prose import similar_texts, wrong_growth
from reportscraper.check.history_values import Thresholds
from reportscraper.forms.deadlines import due_date
from reportscraper.forms.identities import load_book
from reportscraper.forms.rules import history_finding
from reportscraper.model import BodyLevel, HistoryFinding, PastReport
from reportscraper.resources import load


def check_history(
    reports: Sequence[PastReport],
    *,
    deadlines: Mapping[BodyLevel, str] | None = None,
) -> list[HistoryFinding]:
    """What the current reports of one county say about each other, by body, year and rule.

    ``deadlines`` are the county's own dates by level of body, as MM-DD in
    the year after the one reported on; where none is given, those of the regulations hold.
    """
    limits = thresholds()
    found: list[HistoryFinding] = []
    for before, after in pairwise(sorted(reports, key=lambda report: (report.body, report.year))):
        if before.body == after.body and before.year + 1 == after.year:
            found += broken_identities(before, after, load_book())
            found += same_as_before(before, after, limits)
            found += wrong_growth(before, after, limits.growth)
    found += (
        *same_elsewhere(reports, limits),
        *jumps(reports, limits),
        *odd_magnitudes(reports, limits),
        *similar_texts(reports, limits),
        *missing_years(reports, limits),
        *late(reports, limits, deadlines or {}),
    )
    return sorted(found, key=lambda finding: (finding.body, finding.year, finding.rule, finding.cells, finding.message))


@functools.cache
def thresholds() -> Thresholds:
    """The thresholds of this package."""
    return load("check/history.toml", Thresholds)


def missing_years(reports: Sequence[PastReport], limits: Thresholds) -> Iterator[HistoryFinding]:
    """A finding for each year between two reports of a body without one, and for the newest year where it is due.

    A body that reported last year is expected to report in the county's newest year as soon as the share of such bodies
    that have is large enough. Bodies that stopped earlier were most likely dissolved. A body that was renamed is one, by its last name.
    """
    years: dict[str, set[int]] = defaultdict(set)
    names: dict[str, str] = {}
    for report in sorted(reports, key=lambda each: (each.year, each.body)):
        series = report.lineage or report.body
        years[series].add(report.year)
        names[series] = report.body
    newest = max((report.year for report in reports), default=0)
    before = [body for body, known in years.items() if newest - 1 in known]
    done = sum(newest in years[body] for body in before)
    is_due = done > 0 and done >= limits.missing.newest_share * len(before)
    for series, known in sorted(years.items(), key=lambda each: names[each[0]]):
        gaps = [year for year in range(min(known), max(known)) if year not in known]
        if is_due and newest not in known and newest - 1 in known:
            gaps.append(newest)
        for year in gaps:
            around = [each for each in (year - 1, year + 1) if each in known] or [min(known), max(known)]
            yield history_finding("missing_year", names[series], year, around="–".join(map(str, around)))


def late(
    reports: Sequence[PastReport], limits: Thresholds, deadlines: Mapping[BodyLevel, str]
) -> Iterator[HistoryFinding]:
    """A finding for each report published after its deadline, or before the end of the year it is about."""
    for report in reports:
        if report.published_on is None:
            continue
        published = dt.date.fromisoformat(report.published_on)
        due = due_date(report.year, report.level, deadlines)
        days = (published - due).days
        if published.year <= report.year:
            yield history_finding("published_early", report.body, report.year, published=published)
        elif days > 0:
            rule = "published_very_late" if days > limits.very_late_days else "published_late"
            yield history_finding(rule, report.body, report.year, published=published, days=days, deadline=due)
