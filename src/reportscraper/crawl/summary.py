"""What one crawl of one site came to."""

from __future__ import annotations

from msgspec import Struct, field

from reportscraper.crawl.entries import Account, Failure
from reportscraper.model import Outcome
from reportscraper.sites.proof import SiteEvidence

_MOST_REPEATS = 2


class ColumnSummary(Struct, frozen=True):
    """One walked list. ``declared`` is how many entries the site says it has; fewer found is a sign of broken
    paging.
    """

    url: str
    name: str
    pages: int
    items: int
    declared: int | None = None
    shown: int = 0
    """Entries that the pages showed, those shown twice and those of other counties among them: what the site counts."""
    repeats: int = 0
    """Entries that a further page showed again: a few are added while the list is walked, many are a list in no order."""
    printed_out: bool = False
    """As many pages as the declared entries fill were read, each with entries of its own: records that are counted and printed
    nowhere (Hanweb jpaas counts what was withdrawn) are all that is amiss.
    """
    understood: bool = True
    hides_more: bool = False
    """A button loads more entries in a way that was not understood."""
    capped: bool = False
    """More pages were announced than are read of one list."""
    declared_pages: int | None = None
    """Pages that the site says there are."""
    shells: int = 0
    """Those of the pages read that hold no entry of their own."""
    pager_unused: bool = False
    """Elements look as if they led to further pages, and none was read."""
    tabs_unused: bool = False
    """Tabs that only a script brings to life name years or bodies of which no entry was read."""
    unaddressed: tuple[str, ...] = ()
    """Titles of reports in rows whose address cannot be formed."""
    broken: int = 0
    """Announced pages that could not be had, so that entries may be missing whatever was declared."""

    @property
    def whole(self) -> bool:
        """Every entry that the list holds was seen, as far as the list tells."""
        ends = self.short or self.pages_left or self.leads_on
        return self.understood and not (ends or self.broken or self.hides_more or self.capped or self.unaddressed)

    @property
    def reached(self) -> bool:
        """As many entries were found as the site declares."""
        if self.declared is None:
            return False
        is_in_order = self.repeats <= max(_MOST_REPEATS, self.declared // 10)
        return self.items >= self.declared or (is_in_order and self.shown >= self.declared)

    @property
    def pages_left(self) -> bool:
        """Fewer pages read than the site declares."""
        return not self.reached and self.declared_pages is not None and self.pages - self.shells < self.declared_pages

    @property
    def leads_on(self) -> bool:
        """A pager or tabs that were not used, and nothing that tells that the list has one page only."""
        return (self.pager_unused or self.tabs_unused) and not self.reached and not self.pages_left and not self.short

    @property
    def short(self) -> bool:
        """Fewer entries found than the site declares, and not for want of anything to read."""
        return self.declared is not None and not (self.reached or self.printed_out)


class SiteSummary(Struct, kw_only=True):
    """Counts and complaints of one crawl of one site."""

    code: str
    name: str
    columns: list[ColumnSummary] = []
    account: Account = field(default_factory=Account)
    """What was met of every entry that a list showed."""
    outcomes: dict[str, int] = {}
    """Visits of detail pages and attachments, by outcome."""
    reports_listed: int = 0
    """Different listed addresses that are reports by their titles, or are known to be."""
    not_due: int = 0
    """Stored pages that were not asked for again."""
    columns_left: list[str] = []
    """Sub-columns that were not walked: too deep, or too many."""
    endless: list[str] = []
    """Where chains of sub-columns of one look that show nothing (calendars) were left."""
    misstated: dict[str, str] = {}
    """Addresses whose answers say that there is none or that the server failed, and bring the page all the same; and how."""
    moved_to: str | None = None
    """The host that the home page has moved to; the site file should name it."""
    evidence: SiteEvidence | None = None
    """What the first page printed that proves whose site it is, else the first page at all; None when it was not held against a unit."""
    discovered: list[str] = []
    """Columns that were found from the home page and list something."""
    offered: dict[str, tuple[str, str, bool]] = {}
    """Columns on hosts that may not be asked, by host: address, name, and whether it is all that there is."""
    sub_sites: dict[str, bool] = {}
    """Bodies' own sites that columns lead to, and whether an annual-report column was found in each."""
    outside: list[str] = []
    """Listed addresses on hosts that do not belong to the site."""
    failures: list[Failure] = []
    left: int = 0
    """Addresses not asked because their host is left alone."""
    requests: int = 0
    seconds: float = 0.0
    stopped: str | None = None
    """Why a host of the site was left alone before the work was done; None when none was."""

    def count(self, outcome: Outcome) -> None:
        """Add one visit."""
        self.outcomes[outcome] = self.outcomes.get(outcome, 0) + 1

    @property
    def walked(self) -> set[str]:
        """The addresses of the lists that were walked to their ends."""
        return {column.url for column in self.columns if column.whole}

    @property
    def complete(self) -> bool:
        """Nothing was stopped, refused, cut short or left unread."""
        fine = self.stopped is None and not self.failures and bool(self.columns)
        return fine and all(column.whole for column in self.columns)
