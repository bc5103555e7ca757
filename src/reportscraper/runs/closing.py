"""The end of a site's crawl: its account is drawn up, what is wrong is said and stored, before other sites are done."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Iterator, Mapping

from reportscraper.archive.writer import Archive
from reportscraper.crawl.entries import Entry, State
from reportscraper.crawl.summary import ColumnSummary, SiteSummary
from reportscraper.fetch import urls
from reportscraper.fetch.limits import GOES_ON
from reportscraper.forms.deadlines import newest_due_year, today_in_china
from reportscraper.forms.rules import Words, finding
from reportscraper.model import Finding, Severity
from reportscraper.places.bodies import government_of
from reportscraper.runs import account
from reportscraper.runs.account import Behind
from reportscraper.runs.kept_account import KeptAccount, keep_account
from reportscraper.runs.page_filer import PageFiler
from reportscraper.sites.registry import Site
from reportscraper.store.writer import Store
from reportscraper.text import utc


def close_site(
    store: Store,
    archive: Archive,
    filer: PageFiler,
    site: Site,
    summary: SiteSummary,
    *,
    run_id: int,
    before: int,
    now: dt.datetime,
) -> None:
    """Store how a site's entries stand and what is wrong with it, keep both in the archive, and add both to its result.

    ``before`` the crawl, so many of its pages were known to be reports. All pages of the site are filed by now.
    """
    failures = filer.failures.pop(site.code, {})
    entries = account.entries_after(
        summary.account,
        summary.walked,
        behind(store, site.code, failures),
        government_of(site.name),
        now,
        [failure for failure in summary.failures if failure.page],
    )
    withdrawn = list(account.withdrawn(summary.account, entries))
    about = account.entry_findings(entries)
    findings = [
        *site_findings(summary, entries),
        *account.unfollowed_findings(entries),
        *(finding("page_not_filed", url=url, reason=why) for url, why in failures.items() if url not in about),
        *(finding("entry_withdrawn", url=each.url, title=each.title) for each in withdrawn),
    ]
    if summary.stopped is None and summary.columns:  # crawled to its end
        by_year = store.visits.reports_by_year(site.code)
        findings += coverage_findings(site, summary.reports_listed, before, by_year, today_in_china(now))
    standing = store.site_messages(site.code)
    with store.transaction():
        # Those that are withdrawn are none of those that stand, so these are still as they were read.
        store.save_entries(site.code, withdrawn, {})
        store.save_entries(site.code, entries.values(), about, run_id, earlier=summary.account.earlier.values())
        counts = store.entries.counts(site.code, run_id)
        findings += account.account_findings(len(entries), counts)
        store.end_site(site.code, findings)
        told = (*findings, *about.values())
        known = {**summary.account.earlier, **{urls.key(each.url): each for each in withdrawn}}
        gone = [entry for key, entry in known.items() if key not in entries]
        kept_now = KeptAccount(
            code=site.code,
            at=utc(now),
            entries=tuple(entries.values()),
            gone=tuple(gone),
            findings=tuple(findings),
        )
        is_told = {each.message for each in told} == standing
        keep_account(archive, kept_now, summary.account.earlier.values(), is_told=is_told)
    result = filer.result(site.code, site.name)
    kept = (entries[key] for key, listed in summary.account.listed.items() if listed.met == "kept")
    result.counts.update(
        unchanged=sum(not entry.unread and not filer.has_counted(entry.url) for entry in kept),
        failed=sum(entry.waits for entry in entries.values()) + sum(url not in about for url in failures),
        **account_counts(len(entries), counts),
    )
    problems = [each.message for each in told if each.severity != "info"]
    is_cut_off = summary.stopped is not None and summary.stopped.endswith(GOES_ON)
    result.problems.extend(problems)
    result.chinese.update({each.message: each.message_zh for each in told})
    result.new_problems.extend(each for each in problems if each not in standing or (is_cut_off and GOES_ON in each))


def account_counts(listed: int, counts: Mapping[State, int]) -> dict[str, int]:
    """The sums of an account as a run's result has them."""
    return {
        "listed": listed,
        "stored": counts.get("report", 0),
        "other_kinds": counts.get("other_kind", 0),
        "unread": counts.get("listed_unread", 0),
        "not_followed": counts.get("not_followed", 0),
    }


def settle_again(store: Store, filer: PageFiler, county_code: str, run_id: int) -> None:
    """Bring the entries of a county up to date after its archived pages were read anew."""
    failures = filer.failures.pop(county_code, {})
    now = behind(store, county_code, failures)
    entries = {
        key: account.settle_again(entry, now.get(key, Behind())) for key, entry in store.entries.of(county_code).items()
    }
    listed = store.entries.last_account(county_code)
    with store.transaction():
        store.save_entries(county_code, [entry for key, entry in entries.items() if key not in listed], {})
        told_now = account.entry_findings(entries)
        store.save_entries(county_code, [entries[key] for key in listed], told_now, run_id)
        counts = store.entries.counts(county_code, run_id)
    result = filer.results[county_code]
    result.counts.update(account_counts(len(listed), counts) if listed else {})
    told = {url: reason for url, reason in failures.items() if not now[urls.key(url)].stored}
    result.counts["failed"] += len(told)
    result.problems.extend(f"{url}: {reason.en}" for url, reason in told.items())
    result.chinese.update({f"{url}: {reason.en}": f"{url}：{reason.zh}" for url, reason in told.items()})
    result.new_problems.extend(result.problems)


def behind(store: Store, county_code: str, failures: Mapping[str, Words]) -> dict[str, Behind]:
    """What stands behind the addresses of a county, by `urls.key`; ``failures`` tell which pages could not be filed, and why."""
    pages, stored = store.entries.pages(county_code), store.entries.report_addresses(county_code)
    titles = Counter(page.title for page in pages.values() if page.kind == "report")
    repeated = {key for key, page in pages.items() if titles[page.title] > 1}
    failed = {urls.key(url): why for url, why in failures.items()}
    return {
        key: Behind(pages.get(key), key in stored, key in repeated, failed.get(key))
        for key in {*pages, *stored, *failed}
    }


def site_findings(summary: SiteSummary, entries: Mapping[str, Entry]) -> Iterator[Finding]:
    """What the crawler could not do on a site; nothing stored is erased for it. Unread ``entries`` (by `urls.key`) are told apart."""
    if summary.stopped:
        yield finding("site_stopped", reason=summary.stopped)
    elif not summary.columns:
        yield finding("no_column")
    for column in summary.columns:
        yield from list_findings(column)
    if summary.columns_left:
        shown = ", ".join(summary.columns_left[:3])
        yield finding("columns_left", count=len(summary.columns_left), shown=shown)
    if summary.endless:
        yield finding("columns_endless", count=len(summary.endless), url=summary.endless[0])
    if summary.misstated:
        url, status = next(iter(summary.misstated.items()))
        yield finding("status_misstated", count=len(summary.misstated), url=url, status=status)
    if summary.moved_to:
        yield finding("site_moved", url=summary.moved_to)
    yield from search_findings(summary)
    if summary.outside:
        yield finding("outside", count=len(summary.outside), shown=", ".join(summary.outside[:3]))
    told = {key: entry.state for key, entry in entries.items() if entry.state in {"report", "listed_unread"}}
    kept = (failure for entry in entries.values() for failure in entry.files)
    for failure in {each.url: each for each in (*kept, *summary.failures)}.values():
        if urls.key(failure.url) not in told:
            severity: Severity = "info" if failure.minor else "warning"
            yield finding(f"fetch_{failure.outcome}", severity=severity, url=failure.url, reason=failure.note)


def search_findings(summary: SiteSummary) -> Iterator[Finding]:
    """Where columns may lie that were not walked: on hosts that may not be asked, in sub-sites that lead to none."""
    for host, (url, name, is_all) in summary.offered.items():
        yield finding("column_offered", severity="warning" if is_all else "info", url=url, name=name, host=host)
    barren = [url for url, found in summary.sub_sites.items() if not found]
    if barren:  # where none leads to a column, the links are of the page's looks
        is_of_use = len(barren) < len(summary.sub_sites)
        shown = ", ".join(barren[:3])
        yield finding("sub_sites_barren", severity="warning" if is_of_use else "info", count=len(barren), shown=shown)


def list_findings(column: ColumnSummary) -> Iterator[Finding]:
    """Why a list may hold more than was read of it."""
    if not column.understood and not 0 < column.pages <= column.broken:  # what could not be had was not misunderstood
        yield finding("list_not_understood", url=column.url)
    elif column.short:
        yield finding("list_short", url=column.url, items=column.items, declared=column.declared)
    elif column.printed_out and not column.reached:
        yield finding("list_gaps", url=column.url, items=column.items, declared=column.declared)
    if column.pages_left and not column.short:
        yield finding("list_pages_left", url=column.url, pages=column.pages, declared=column.declared_pages)
    if column.leads_on:
        yield finding("list_pager_unused", url=column.url)
    if column.hides_more:
        yield finding("list_goes_on", url=column.url)
    if column.capped:
        yield finding("list_capped", url=column.url, pages=column.pages)
    if lost := column.unaddressed:
        yield finding("list_no_address", url=column.url, count=len(lost), shown=", ".join(lost[:3]))
    if column.broken:
        yield finding("list_broken", url=column.url, broken=column.broken)


_MANY = 3
"""Years in a row without a report that are one fault of the site, told once with their number."""
_SHRUNK = 0.5
"""A site that lists fewer than this share of the reports it is known to have published has lost a column, or is broken."""


def coverage_findings(
    site: Site, listed: int, stored: int, by_year: Mapping[int, int], today: dt.date
) -> Iterator[Finding]:
    """Findings on a crawl that ended: ``listed`` reports it saw in lists, ``stored`` report pages are known of the site,
    ``by_year`` are the reports of the database. What falls short of what is expected is told, and erases nothing.
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
