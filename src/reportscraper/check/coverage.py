"""What a site's file and its own past lead one to expect of a crawl; what falls short is reported and erases nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from reportscraper.forms.rules import finding
from reportscraper.model import Finding
from reportscraper.sites.registry import Site

_SHRUNK = 0.5
"""A site that lists fewer than this share of the reports it is known to have published has lost a column, or is broken."""


def unmet(site: Site, listed: int, stored: int, by_year: Mapping[int, int], today: dt.date) -> Iterator[Finding]:
    """Findings on a crawl that ended: ``listed`` reports it saw in lists, ``stored`` report pages are known of the site,
    ``by_year`` are the reports of the database.
    """
    if stored and not listed:
        yield finding("site_empty", stored=stored)
    elif listed < _SHRUNK * stored:
        yield finding("site_shrunk", listed=listed, stored=stored)
    if site.first_year is not None:
        for year in range(site.first_year, _last_due(today) + 1):
            yield from _unmet_year(site.min_reports, year, by_year.get(year, 0))


def _unmet_year(least: int, year: int, count: int) -> Iterator[Finding]:
    if not count:
        yield finding("year_not_found", year=year)
    elif count < least:
        yield finding("year_short", year=year, count=count, least=least)


def _last_due(today: dt.date) -> int:
    """The last year that reports must be out on: bodies publish by 31 January, counties by 31 March."""
    return today.year - (1 if today.month >= 4 else 2)
