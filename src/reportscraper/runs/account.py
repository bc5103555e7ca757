"""The account of a site's entries, drawn up once its pages are read: how each entry ends, and whether all of them are told."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import msgspec
from msgspec import Struct

from reportscraper.crawl.entries import SILENT, STATES, Account, Entry, EntryVisit, Failure, State, next_try
from reportscraper.crawl.row_titles import CUT
from reportscraper.fetch import urls
from reportscraper.forms.rules import Words, finding, phrase
from reportscraper.model import Finding, PageKind
from reportscraper.places.title import parse_title
from reportscraper.report.identity.surroundings import facts_of_entry
from reportscraper.store.entries import PageSeen
from reportscraper.text import squeeze, utc

_PROMISES: frozenset[PageKind] = frozenset({"report", "index", "other"})
"""Kinds of titles behind which a report may stand: one of these that could not be had is unread."""
_VAGUE: frozenset[PageKind] = frozenset({"other", "index"})
"""Kinds that a page is taken for when it shows nothing that tells: a home page, a notice that the server is busy."""
_LEAST_TITLE = 6


class Behind(Struct, frozen=True):
    """What stands behind an entry's address once pages are read."""

    page: PageSeen | None = None
    stored: bool = False
    """Whether a stored report was read from it."""
    repeated: bool = False
    """Whether other addresses show a page of the same title."""
    failure: Words | None = None
    """Why this run did not file it."""


def settle(
    listed: EntryVisit,
    behind: Behind,
    earlier: Entry | None,
    site_name: str,
    now: dt.datetime,
    missing: tuple[Failure, ...] = (),
) -> Entry:
    """An entry as it stands after a run that met it; ``missing`` are files of its page that this run asked for and did not get."""
    if earlier is not None and not missing and _is_kept(listed, behind, earlier):
        return msgspec.structs.replace(earlier, last_seen=utc(now), list_url=listed.list_url)
    state, reason = _state(listed, behind)
    tried = listed.met in {"had", "failed"}
    waits = state == "listed_unread" or (state == "report" and reason != SILENT)
    if not tried and earlier is not None and earlier.waits and earlier.state == state:
        waits, reason = True, Words(earlier.reason, earlier.reason_zh)
    seen, item = utc(now), listed.item
    tries, due_at = (earlier.tries, earlier.due_at) if earlier is not None and earlier.waits else (0, None)
    if tried:
        tries += 1
        due_at = next_try(item.url, tries, now)
    if not waits:
        tries, due_at = 0, None
    body, year = facts_of_entry(item, site_name)
    return Entry(
        url=earlier.url if earlier is not None else item.url,
        title=item.title,
        first_seen=earlier.first_seen if earlier is not None else seen,
        last_seen=earlier.last_seen if earlier is not None and listed.carried else seen,
        listed_on=item.listed_on,
        list_url=listed.list_url,
        list_column=item.column,
        kind=listed.kind,
        body=body,
        year=year,
        state=state,
        reason=reason.en,
        reason_zh=reason.zh,
        tries=tries,
        due_at=due_at,
        files=missing if earlier is None or listed.met in {"had", "kept"} else earlier.files,
    )


def _is_kept(listed: EntryVisit, behind: Behind, earlier: Entry) -> bool:
    """Whether nothing is new of an entry that a list shows as before and that was not asked: then its title is not read again."""
    item = listed.item
    shown = (item.title, item.listed_on, item.column, listed.kind)
    is_settled = (
        earlier.state == "report" and behind.stored and behind.failure is None and not (earlier.waits or earlier.files)
    )
    same = shown == (earlier.title, earlier.listed_on, earlier.list_column, earlier.kind)
    return is_settled and same and listed.met == "kept" and not (listed.carried or behind.repeated)


def _state(listed: EntryVisit, behind: Behind) -> tuple[State, Words]:
    page = behind.page
    if behind.stored and page is not None and _is_of_another(listed, page, repeated=behind.repeated):
        return "listed_unread", phrase("unread_other_page", shown=page.title)
    if behind.stored:
        return "report", behind.failure or (listed.reason if listed.met == "failed" else SILENT)
    if listed.met == "not_followed":
        return "not_followed", listed.reason
    if behind.failure is not None:
        return "listed_unread", behind.failure
    if listed.met in {"failed", "unasked"}:
        reason = phrase("unread_unasked") if listed.reason == SILENT else listed.reason
        return ("listed_unread" if listed.kind in _PROMISES else "other_kind"), reason
    if listed.kind == "report" and (page is None or not _is_as_promised(listed, page)):
        shown = (page.title or page.reason or page.kind) if page else ""
        return "listed_unread", phrase("unread_other_page", shown=shown) if page else phrase("unread_unfiled")
    # What a list cuts short, and what stands behind it cannot be opened, may be a report.
    if listed.kind == "other" and page and page.title is None and listed.item.title.endswith(CUT):
        return "listed_unread", phrase("unread_other_page", shown=page.reason or page.kind)
    return "other_kind", SILENT


def _is_as_promised(listed: EntryVisit, page: PageSeen) -> bool:
    """Whether a page that is no report is all the same the page that the list meant: of a known kind, under the listed title."""
    title, shown = squeeze(listed.item.title), squeeze(page.title or "")
    promised = title.rstrip("….")
    is_same = min(len(promised), len(shown)) >= _LEAST_TITLE and (promised in shown or shown in promised)
    # What a list cuts short may be no report's title once it is whole: 年度报告制…
    is_cut = promised not in (title, shown) and shown.startswith(promised) and parse_title(shown).kind != "report"
    return is_same and (page.kind not in _VAGUE or is_cut)


def _is_of_another(listed: EntryVisit, page: PageSeen, *, repeated: bool) -> bool:
    """Whether a page shows the report of another body and year than the list says, or of another body, as further addresses do: a
    server that answers for many addresses with one page. A year alone that differs may be a misprint of the list.
    """
    said, shown = parse_title(listed.item.title), parse_title(page.title or "")
    if not (said.kind == shown.kind == "report" and said.body and shown.body and said.year and shown.year):
        return False
    one, other = squeeze(said.body), squeeze(shown.body)
    return one not in other and other not in one and (said.year != shown.year or repeated)


def entries_after(
    account: Account,
    walked: set[str],
    behind: Mapping[str, Behind],
    site_name: str,
    now: dt.datetime,
    missing: Iterable[Failure] = (),
) -> dict[str, Entry]:
    """Every entry of the account, by `urls.key`: what this run met, and what earlier runs met on lists not walked now.

    ``walked`` are the lists that were read to their ends: what one of them no longer shows is no longer in the account. ``missing`` are
    the run's failures.
    """
    files: dict[str, list[Failure]] = {}
    for each in missing:
        files.setdefault(urls.key(each.page), []).append(each)
    made = {
        key: settle(
            listed, behind.get(key, Behind()), account.earlier.get(key), site_name, now, tuple(files.get(key, ()))
        )
        for key, listed in account.listed.items()
    }
    for key, entry in account.earlier.items():
        if key not in made and entry.list_url not in walked:
            made[key] = entry
    return made


def settle_again(entry: Entry, behind: Behind) -> Entry:
    """An entry after its archived page was read anew, without network."""
    if behind.stored and entry.state != "report":
        return msgspec.structs.replace(entry, state="report", reason="", reason_zh="", tries=0, due_at=None)
    if entry.state == "report" and not behind.stored:
        why = behind.failure or phrase("unread_unfiled")
        return msgspec.structs.replace(entry, state="listed_unread", reason=why.en, reason_zh=why.zh)
    return entry


def withdrawn(account: Account, after: Mapping[str, Entry]) -> Iterator[Entry]:
    """Entries that were never read and that their lists, walked to their ends, no longer show."""
    for key, entry in account.earlier.items():
        if key not in after and entry.unread:
            gone = phrase("unfollowed_withdrawn", reason=Words(entry.reason, entry.reason_zh))
            yield msgspec.structs.replace(
                entry, state="not_followed", reason=gone.en, reason_zh=gone.zh, tries=0, due_at=None
            )


def entry_findings(entries: Mapping[str, Entry]) -> dict[str, Finding]:
    """What is to be said of entries, by address: each that was published and not read, or shows worse than what is stored."""
    return {entry.url: _told(entry) for entry in entries.values() if entry.waits}


def _told(entry: Entry) -> Finding:
    reason = Words(entry.reason, entry.reason_zh)
    if not entry.unread:
        return finding("regressed", url=entry.url, title=entry.title, reason=reason)
    return finding(
        "listed_unread",
        severity="error" if entry.kind in {"report", "index"} else "warning",
        url=entry.url,
        title=entry.title,
        body=entry.body or "?",
        year=entry.year or "?",
        reason=reason,
    )


def unfollowed_findings(entries: Mapping[str, Entry]) -> Iterator[Finding]:
    """Hosts that hold listed reports and are none of the site's: each with the line that would let them be asked."""
    outside = Counter(
        urls.netloc(entry.url)
        for entry in entries.values()
        if entry.state == "not_followed" and entry.kind == "report" and urls.netloc(entry.url) in entry.reason
    )
    for host, count in sorted(outside.items()):
        yield finding("host_not_followed", host=host, count=count)


def account_findings(listed: int, counts: Mapping[State, int]) -> Iterator[Finding]:
    """An account that does not add up: fewer or more entries end somehow than lists showed."""
    if listed != sum(counts.values()):
        ends = ", ".join(f"{counts.get(state, 0)} {state}" for state in STATES)
        yield finding("account_open", listed=listed, ends=ends)
