"""The account of entries: what became of every address that any list of a site showed.

Listed = reports stored + pages of other kinds + unread + not followed, over distinct addresses: nothing a list shows ends in
silence. One run says what it met (`EntryVisit`); what it means is decided once the pages are read (`reportscraper.runs.account`),
and kept as an `Entry` for the next run.
"""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Callable, Collection, Mapping
from typing import Literal, get_args

from msgspec import Struct

from reportscraper.crawl import words
from reportscraper.fetch import urls
from reportscraper.fetch.host import HostAnswer
from reportscraper.forms.rules import Words, phrase
from reportscraper.model import ListEntry, Outcome, PageKind, Role
from reportscraper.text import utc

State = Literal["report", "other_kind", "listed_unread", "not_followed"]
"""How an entry ends: a stored report, a page that is no report, published but not read, left alone for a reason."""
STATES: tuple[State, ...] = get_args(State)

Met = Literal["unasked", "had", "kept", "failed", "not_followed"]
"""What a run met at an entry's address: nothing yet, a whole page, a stored page that is not due, no page, a reason not to ask."""

_PAUSES = (0, 3, 9, 27)
"""Days until an unread entry is asked again, by how often it was asked in vain; the first time it is the next run."""
_JITTER = 0.1
_AHEAD = dt.timedelta(days=1)
_FEW = 3
SILENT = Words("", "")


class Failure(Struct, frozen=True):
    """An address that gave no whole answer, so that there is no exchange to archive, or that was not asked."""

    url: str
    role: Role
    outcome: Outcome
    note: str
    minor: bool = False
    """A file beside a page that prints the tables itself."""
    page: str = ""
    """The listed page that hands it out; empty for what no page does."""


class Entry(Struct, frozen=True):
    """An address that a list showed, and how it stands. ``body`` and ``year`` are as far as the list tells them."""

    url: str
    title: str
    first_seen: str
    """When a list showed it first, and last; UTC, ISO 8601."""
    last_seen: str
    listed_on: str | None = None
    list_url: str = ""
    """The list that showed it last."""
    list_column: str = ""
    kind: PageKind = "other"
    """What its title says it is."""
    body: str | None = None
    year: int | None = None
    state: State = "listed_unread"
    reason: str = ""
    reason_zh: str = ""
    tries: int = 0
    """How often it was asked in vain since it was last read."""
    due_at: str | None = None
    """When it is to be asked again before its time."""
    files: tuple[Failure, ...] = ()
    """The files of its page that could not be had when they were asked for last."""

    @property
    def waits(self) -> bool:
        """Whether it is asked again before its time: it is unread, or what it showed last is worse than what is stored."""
        return self.state == "listed_unread" or self.due_at is not None

    @property
    def unread(self) -> bool:
        """Whether it was published and not read."""
        return self.state == "listed_unread"


class EntryVisit(Struct):
    """What one run met of an entry."""

    item: ListEntry
    list_url: str
    kind: PageKind
    met: Met = "unasked"
    reason: Words = SILENT
    carried: bool = False
    """Shown by a list of an earlier run that could not be walked to its end this time."""


class Account:
    """The entries of one site in one run, each address once (``listed``, by `urls.key`), beside those of ``earlier`` runs."""

    def __init__(self, earlier: Mapping[str, Entry] | None = None) -> None:
        self.earlier = dict(earlier or {})
        self.listed: dict[str, EntryVisit] = {}

    def add(self, item: ListEntry, list_url: str, kind: PageKind, *, carried: bool = False) -> None:
        """Note that a list shows an entry; the fullest title counts."""
        known = self.listed.get(urls.key(item.url))
        if known is None:
            self.listed[urls.key(item.url)] = EntryVisit(item, list_url, kind, carried=carried)
        elif known.kind != "report" and kind == "report":
            known.item, known.kind = item, kind

    def note(self, url: str, met: Met, reason: Words = SILENT) -> None:
        """Note what was met at an address; of one that no list showed nothing is noted."""
        listed = self.listed.get(urls.key(url))
        if listed is not None:
            listed.met, listed.reason = met, reason

    def retry(self, url: str) -> Entry | None:
        """What earlier runs say of an address that is asked again before its time; None of any other."""
        entry = self.earlier.get(urls.key(url))
        return entry if entry is not None and entry.waits else None


def is_ahead(moment: dt.datetime, now: dt.datetime) -> bool:
    """Whether what was done lies in the future: a clock that ran ahead then would keep it from being done again for years."""
    return moment - now > _AHEAD


def is_retry_due(entry: Entry, now: dt.datetime) -> bool:
    """Whether an entry that waits is to be asked again."""
    if entry.due_at is None:
        return True
    due = dt.datetime.fromisoformat(entry.due_at)
    return due <= now or is_ahead(due - dt.timedelta(days=_PAUSES[-1] * (1 + _JITTER)), now)


def next_try(url: str, tries: int, now: dt.datetime) -> str:
    """When an entry is asked again that was asked in vain so often: on the next run, then after 3, 9, 27 days and so on.

    Entries of one day are spread by a tenth of the pause, each always by the same share.
    """
    pause = _PAUSES[min(max(tries, 1), len(_PAUSES)) - 1]
    due = now + dt.timedelta(days=pause * jitter(f"{url} {tries}"))
    return utc(due)


def jitter(key: str) -> float:
    """By what a pause is made longer or shorter, up to a tenth, so that what came on one day does not come due on one day."""
    return 1 + _JITTER * (zlib.crc32(key.encode()) % 1_000 / 500 - 1)


def shows_list(items: Collection[ListEntry], classify: Callable[[str], PageKind]) -> bool:
    """Whether entries make a list: a few links without a day, none to an article, none on the topic's reports, may be a notice's."""
    if len(items) > _FEW:
        return True
    told = (
        each.listed_on or words.is_article(each.url) or classify(each.title) in {"report", "index"} for each in items
    )
    return any(told)


def why_not_had(answer: HostAnswer) -> Words:
    """Why an answer is not the page that was asked for."""
    status, outcome, note = answer.page.exchange.status, answer.verdict.outcome, answer.verdict.note
    if status != 200 and outcome != "challenge":
        return Words(f"HTTP {status}", f"HTTP {status}")
    if answer.page.kind == "empty":
        return phrase("unread_empty")
    if outcome == "challenge":
        return phrase("unread_challenge", kind=note)
    return phrase("unread_error_page", kind=note)
