"""From an address to a county file: a first look at the site, then the file and its pages; and proposals for many counties."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from reportscraper.crawl.crawler import crawl_sites
from reportscraper.crawl.probe import SiteProbe, probe_site
from reportscraper.errors import InputError, SiteError
from reportscraper.fetch.hosts import Hosts, Settings
from reportscraper.fetch.limits import Limits
from reportscraper.fetch.proxy import read_proxy
from reportscraper.forms.deadlines import today_in_china
from reportscraper.model import PageKind
from reportscraper.places.bodies import government_of
from reportscraper.places.title import parse_title
from reportscraper.runs.operator import agent_of
from reportscraper.sites.proof import mistaken_code
from reportscraper.sites.registry import Site
from reportscraper.sites.table import province_of
from reportscraper.sites.writing import save_pages, write_site

_OK = 200
_BRIEF = Limits(list_pages=3, columns=12)
"""A few pages of a few lists tell what a county file needs."""


class NewSource(Struct, frozen=True):
    """What came of a first look: the file, the pages kept, what was found and what was not."""

    path: Path
    pages: Path
    site: Site
    found: SiteProbe
    missing: tuple[str, ...]


def add_source(
    folder: Path,
    url: str,
    *,
    contact: str,
    about: str = "",
    code: str = "",
    name: str = "",
    loopback: bool = False,
    proxy: str = "",
) -> NewSource:
    """Look at a site and write its file to ``folder/counties``; the pages go to ``folder/fixtures``.

    ``code`` and ``name`` are needed where the site does not print them. Raises InputError when they cannot be told, or
    the county has a file already, SiteError, with the cause, when the site gave no page.
    """
    pace = 0.0 if loopback else 1.0
    candidate = Site(code=code, name=name, province="", home=url, pace=pace, allow_loopback=loopback)
    found = asyncio.run(_look(candidate, brief_settings(agent_of(contact, about, [candidate]), proxy)))
    if not any(each.status == _OK and not each.url.endswith("/robots.txt") for each in found.exchanges):
        raise SiteError(
            f"{url}: no page could be had, no file is written 未取得任何页面，未写入文件: {why_nothing(found)}"
        )
    site = _site(url, found, code, name, loopback=loopback)
    path = write_site(folder / "counties", site)
    pages = folder / "fixtures" / site.code
    save_pages(pages, found.exchanges)
    return NewSource(path, pages, site, found, tuple(_missing(site, found)))


async def _look(candidate: Site, settings: Settings) -> SiteProbe:
    async with Hosts(settings) as hosts:
        return await look_at(candidate, hosts)


def brief_settings(agent: str, proxy: str) -> Settings:
    """How first looks are made. Raises InputError for a proxy that is none."""
    return Settings(agent=agent, limits=_BRIEF, proxy=read_proxy(proxy) if proxy else None)


async def look_at(site: Site, hosts: Hosts) -> SiteProbe:
    """A first look at a site: its columns, and what a few of their pages list."""

    def classify(title: str) -> PageKind:
        return parse_title(title, site_name=government_of(site.name) if site.name else None).kind

    return await probe_site(site, hosts, classify=classify)


def why_nothing(found: SiteProbe) -> str:
    """Why a site gave nothing."""
    failures = [failure.note or failure.outcome for failure in found.summary.failures]
    answers = [f"status {each.status} at {each.url}" for each in found.exchanges if each.status != _OK]
    return next(iter((*filter(None, [found.summary.stopped]), *failures, *answers[::-1])), "it gave no answer")


def _site(url: str, found: SiteProbe, code: str, name: str, *, loopback: bool) -> Site:
    code = code or (found.site_code or "")[:6]
    name = name or found.name or ""
    province = province_of(code)
    if not code or not name or province is None:
        reason = found.summary.stopped or next((failure.note for failure in found.summary.failures), "")
        raise InputError(
            f"{url}: name the county with --code and --name, its pages do not{': ' if reason else ''}{reason}",
            f"{url}：网页未载明所属的县，请用 --code 和 --name 给出",
        )
    site = Site(
        code=code,
        name=name,
        province=province,
        home=url,
        site_code=found.site_code or "",
        family=found.family or "auto",
        start=found.columns,
        hosts=found.hosts,
        allow_loopback=loopback,
        note="Written by `reportscraper sources new`; not yet looked at by a person.",
    )
    if not loopback and (why := mistaken_code(site)):
        raise InputError(f"{url}: {why}", f"无法读取 {url}：{why}")
    return site


def _missing(site: Site, found: SiteProbe) -> list[str]:
    """What a person has to look for."""
    summary = found.summary
    checks = (
        (summary.stopped is not None, f"the site was left alone: {summary.stopped}"),
        (not found.columns, "no annual-report column; name it under `start`"),
        (bool(found.columns) and not found.reports, "no report in the columns that were found"),
        (found.family is None, "the content management system was not recognised"),
        (not found.site_code, "no site code (网站标识码) is printed"),
        (
            found.site_code is not None and found.site_code[:6] != site.code,
            f"the site code printed is {found.site_code}",
        ),
        (summary.moved_to is not None, f"the home page has moved to {summary.moved_to}"),
    )
    unread = [f"{column.url}: a list that was not understood" for column in summary.columns if not column.understood]
    return [text for holds, text in checks if holds] + unread


class SourceProposal(Struct, frozen=True):
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
    done: Callable[[SourceProposal], None] = lambda _: None,
) -> list[SourceProposal]:
    """Look for the columns of sites, so many side by side; a file for each site with reports is written to ``folder``.

    The file is the site's as it is known, with the columns found as its ``start``: moved into the registry, it is the override. Files of an
    earlier look are replaced. ``done`` is called for each site as it is done. Raises InputError for a proxy that is none, StoreError
    when nothing can be written.
    """
    settings = brief_settings(agent_of(contact, about, sites), proxy)

    async def one(site: Site, hosts: Hosts) -> SourceProposal:
        made = _propose(folder, site, await look_at(site, hosts))
        done(made)
        return made

    async def look_at_all() -> list[SourceProposal]:
        async with Hosts(settings) as hosts:
            return await crawl_sites(sites, hosts, one, parallel=parallel)

    return asyncio.run(look_at_all())


def _propose(folder: Path, site: Site, found: SiteProbe) -> SourceProposal:
    """The file of a site with the columns that were found; none where they list no report: a person has to look."""
    reports = len(found.reports)
    if found.summary.stopped is not None or not reports:
        reason = "no report in the columns found 所找栏目没有年报" if found.columns else why_nothing(found)
        return SourceProposal(site, found.columns, reports, None, found.summary.stopped or reason)
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
    return SourceProposal(site, found.columns, reports, write_site(folder, proposed))
