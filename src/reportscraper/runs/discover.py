"""Annual-report columns looked for on many live sites at once: what is found is written as files for a person to look at and merge."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from reportscraper.crawl.crawler import crawl_sites
from reportscraper.crawl.probe import SiteProbe
from reportscraper.fetch.hosts import Hosts
from reportscraper.forms.deadlines import today_in_china
from reportscraper.runs.new_source import brief_settings, look_at, why_nothing
from reportscraper.runs.operator import agent_of
from reportscraper.sites.registry import Site
from reportscraper.sites.writing import write_site


class Proposal(Struct, frozen=True):
    """What came of looking at one site: the file written, or why there is none."""

    site: Site
    columns: tuple[str, ...]
    reports: int
    """Entries of the columns that are reports by their titles, on the few pages looked at."""
    path: Path | None
    reason: str = ""


def discover_columns(
    folder: Path,
    sites: Sequence[Site],
    *,
    contact: str,
    about: str = "",
    proxy: str = "",
    parallel: int = 20,
    done: Callable[[Proposal], None] = lambda _: None,
) -> list[Proposal]:
    """Look for the columns of sites, so many side by side; a file for each site with reports is written to ``folder``.

    The file is the site's as it is known, with the columns found as its ``start``: moved into the registry, it is the override. Files of an
    earlier look are replaced. ``done`` is called for each site as it is done. Raises InputError for a proxy that is none, StoreError
    when nothing can be written.
    """
    settings = brief_settings(agent_of(contact, about, sites), proxy)

    async def one(site: Site, hosts: Hosts) -> Proposal:
        made = _propose(folder, site, await look_at(site, hosts))
        done(made)
        return made

    async def look_at_all() -> list[Proposal]:
        async with Hosts(settings) as hosts:
            return await crawl_sites(sites, hosts, one, parallel=parallel)

    return asyncio.run(look_at_all())


def _propose(folder: Path, site: Site, found: SiteProbe) -> Proposal:
    """The file of a site with the columns that were found; none where they list no report: a person has to look."""
    reports = len(found.reports)
    if found.summary.stopped is not None or not reports:
        reason = "no report in the columns found 所找栏目没有年报" if found.columns else why_nothing(found)
        return Proposal(site, found.columns, reports, None, found.summary.stopped or reason)
    day = today_in_china(dt.datetime.now(dt.UTC)).isoformat()
    evidence = found.summary.evidence
    hosts = [host for host in found.hosts if host not in site.hosts] if found.summary.moved_to else []
    proposed = msgspec.structs.replace(
        site,
        start=found.columns,
        start_derived=(),
        hosts=(*site.hosts, *hosts),
        family=found.family or site.family,
        checked_at=day,
        checked_by="machine",
        site_code_seen=found.site_code or "",
        title_seen=evidence.title if evidence is not None else "",
        note=f"Columns found by `reportscraper sources discover` on {day}: {reports} reports listed; not yet looked at by a person.",
    )
    (folder / f"{site.code}.toml").unlink(missing_ok=True)
    return Proposal(site, found.columns, reports, write_site(folder, proposed))
