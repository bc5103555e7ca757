"""What a site's file and its own past lead one to expect of a crawl; what falls short is reported and erases nothing."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping

from reportscraper.forms.deadlines import newest_due_year
from reportscraper.forms.rules import finding
from reportscraper.model import Finding
from reportscraper.sites.registry import Site

_MANY = 3
"""Years in a row without a report that are one fault of the site, told once with their number."""
_SHRUNK = 0.5
"""A site that lists fewer than this share of the reports it is known to have published has lost a column, or is broken."""


def coverage_findings(
    site: Site, listed: int, stored: int, by_year: Mapping[int, int], today: dt.date
) -> Iterator[Finding]:
    """Findings on a crawl that ended: ``listed`` reports it saw in lists, ``stored`` report pages are known of the site,
    ``by_year`` are the reports of the database.
    """
    if stored and not listed:
        yield finding("site_empty", stored=stored)
    elif listed < _SHRUNK * stored:
        yield finding("site_shrunk", listed=listed, stored=stored)
    if site.first_year is not None:
        years = range(site.first_year, newest_due_year(today) + 1)
        for is_missing, run in itertools.groupby(years, lambda year: not by_year.get(year, 0)):
            few = list(run)
            if is_missing and len(few) >= _MANY:
                yield finding("years_not_found", count=len(few), first=few[0], last=few[-1])
                continue
            for year in few:
                count = by_year.get(year, 0)
                if is_missing:
                    yield finding("year_not_found", year=year)
                elif count < site.min_reports:
                    yield finding("year_short", year=year, count=count, least=site.min_reports)
