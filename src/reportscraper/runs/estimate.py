"""What a first crawl of sites will cost, before one begins: requests, hours, disk."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from urllib.parse import urlsplit

from msgspec import Struct

from reportscraper import resources
from reportscraper.fetch.limits import Limits
from reportscraper.sites.registry import Site

_PARALLEL = 100
"""Sites side by side, as `crawl.crawler.crawl_sites` has it."""


class Assumption(Struct, frozen=True, forbid_unknown_fields=True):
    """A figure that the estimate hangs on, and where it is from."""

    id: str
    value: float
    text: str
    text_zh: str


class Estimate(Struct, frozen=True):
    """The answer: counts, ``hours`` of one run after another without a rest between, GB (10⁹ bytes) of disk."""

    sites: int
    hosts: int
    reports: int
    requests: int
    hours: float
    runs: int
    """Runs until all is there, where a site takes longer than a run gives it."""
    archive_gb: float
    database_gb: float
    assumptions: tuple[Assumption, ...]


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    assumption: tuple[Assumption, ...]


def estimate(sites: Sequence[Site], *, last_year: int, limits: Limits = Limits()) -> Estimate:  # noqa: B008
    """The cost of a first crawl of sites whose last reports are of ``last_year``. Sites on one host are asked one after the other."""
    assumptions = resources.load("runs/estimate.toml", _File).assumption
    said = {each.id: each.value for each in assumptions}
    seconds: Counter[str] = Counter()
    reports, requests, runs = 0.0, 0.0, 1
    for site in sites:
        years = max(0, last_year - (site.first_year or int(said["first_year"])) + 1)
        of_site = max(said[f"bodies_{site.level}"], len(site.bodies)) * years
        entries = of_site * (1 + said["other_entries"])
        looked = 0 if site.starts else said["discovery"]
        asked = 2 + looked + entries / said["entries_a_page"] + entries + of_site * said["files"]
        took = asked * said["seconds"] * max(site.pace, 0.0)
        reports += of_site
        requests += asked
        seconds[urlsplit(site.home).netloc] += took  # type: ignore[assignment]
        runs = max(runs, math.ceil(took / 60 / (site.max_minutes or limits.site_minutes)))
    longest = max(seconds.values(), default=0)
    files = reports * said["files"]
    kilobytes = (requests - files) * said["page_kb"] * said["compressed"] + files * said["file_kb"]
    return Estimate(
        sites=len(sites),
        hosts=len(seconds),
        reports=round(reports),
        requests=round(requests),
        hours=round(max(longest, seconds.total() / _PARALLEL) / 3600, 1),
        runs=runs,
        archive_gb=round(kilobytes / 1e6, 2),
        database_gb=round(reports * said["report_kb"] / 1e6, 2),
        assumptions=assumptions,
    )
