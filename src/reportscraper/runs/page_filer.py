"""Taking captured pages into the database: the same way fresh from a site and anew from the archive."""

from __future__ import annotations

import hashlib
from collections import Counter, deque
from collections.abc import Callable, Iterator
from functools import partial

import structlog

from reportscraper.crawl.splits import mark_of
from reportscraper.documents.packed import packed_in
from reportscraper.errors import DiskError, DocumentError, unexpected
from reportscraper.forms.rules import Words
from reportscraper.model import Capture, Exchange, ListEntry, Outcome, Report
from reportscraper.report.identity.known_bodies import with_known_body
from reportscraper.report.read import PageReading
from reportscraper.runs.job import FetchedFile, PageJob
from reportscraper.runs.pool import PendingJob, Pool
from reportscraper.runs.provenance import Gathering, Provenance, Taken
from reportscraper.runs.regress import why_hollow, why_worse
from reportscraper.runs.result import CountedPages, Progress, SiteResult
from reportscraper.runs.split_pieces import SplitPieces, goes_on
from reportscraper.sites.registry import Site
from reportscraper.store.writer import Store

_log = structlog.get_logger("reportscraper.runs.page_filer")

_WHOLE: frozenset[Outcome] = frozenset({"new", "revised", "unchanged"})
_NOT_MODIFIED = 304
_MOST_BYTES = 64 * 2**20
"""Of pages and files that are being read, beyond which no more are asked for."""


def _sha256(taken: Taken | None) -> str | None:
    return hashlib.sha256(taken.exchange.body).hexdigest() if taken is not None else None


class PageFiler:
    """Files captured pages with their files and counts what became of them, site by site.

    A page is read once, when all its files are in: what a site's captures bring is gathered until the next page of that site
    comes, or `file_gathered` is called. So it is in a crawl and in the archive, where the files of a page follow it.
    """

    def __init__(
        self,
        store: Store,
        version: str,
        progress: Progress | None = None,
        *,
        read: Callable[[Capture], Exchange],
        pool: Pool | None = None,
    ) -> None:
        """``read`` gives the archived exchange of a capture; pages are read by the workers of ``pool``, or here."""
        self.results: dict[str, SiteResult] = {}
        self.failures: dict[str, dict[str, Words]] = {}
        """By county, the pages that were not filed, and why: they could not be read, or are worse than what is stored."""
        self._store = store
        self._version = version
        self._progress = progress
        self._archived = read
        self._pieces = SplitPieces(store.listed_reports)
        self._gatherings: dict[str, Gathering] = {}
        self._counted = CountedPages()
        self.pool = pool or Pool.of(1)
        self._asked: deque[tuple[Gathering, PendingJob]] = deque()
        """What is being read, in the order in which it is filed."""
        self._asked_bytes = 0

    def result(self, code: str, name: str) -> SiteResult:
        """The result of a site, begun when it is first asked for."""
        return self.results.setdefault(code, SiteResult(code, name, Counter(), set(), []))

    def add_site(self, site: Site) -> None:
        """Make a registered county and the bodies known of it known to the database."""
        self.result(site.code, site.name)
        self._store.save_county(
            site.code, site.name, province=site.province, home=site.home, deadlines=site.deadlines, sample=site.sample
        )
        for body in site.bodies:
            aliases = (*body.aliases, *([body.renamed_from] if body.renamed_from else ()))
            credit_code = body.credit_code or None
            self._store.save_body(site.code, body.name, level=body.level, credit_code=credit_code, aliases=aliases)

    def add_county(self, source: Provenance) -> None:
        """Make the county of an archived exchange known to the database; what is registered of it stays."""
        if source.code not in self.results:
            self._store.save_county(source.code, source.name, province=source.province, home=source.home)
        self.result(source.code, source.name)

    def take(self, exchange: Exchange, capture: Capture, source: Provenance) -> int:
        """Record a captured exchange and return the capture's number; it is gathered, read, and filed in its turn: `file_gathered` files all."""
        capture_id = self._store.add_capture(capture)
        self._gather(Taken(exchange, capture_id, source, capture), self.pool.window)
        return capture_id

    def gather(self, exchange: Exchange, capture_id: int, source: Provenance) -> None:
        """Put a captured exchange to its page; what was gathered before is filed when another page, or a revised file, comes."""
        self._gather(Taken(exchange, capture_id, source), 0)

    def _gather(self, taken: Taken, window: int) -> None:
        if goes_on(taken.source):
            self._ask(taken.source.code)
            self._file_read(0)  # its first article may be among what was gathered
            taken = self._pieces.placed(taken)
        exchange, source = taken.exchange, taken.source
        if source.role not in {"detail", "attachment"}:
            return
        linked_from = source.listed.linked_from if source.role == "attachment" and source.listed else None
        gathering = self._gatherings.get(source.code)
        same_file = gathering.files.get(exchange.url) if gathering else None
        is_whole = source.outcome in _WHOLE and exchange.status != _NOT_MODIFIED
        is_revised = is_whole and same_file is not None and same_file.exchange.body != exchange.body
        if gathering is not None and (linked_from != gathering.url or is_revised):
            self._ask(source.code)
            self._file_read(window)
            gathering = None
        if not is_whole:
            return
        self.result(source.code, source.name).counts["pages"] += 1
        if gathering is None:
            gathering = self._gatherings[source.code] = Gathering(linked_from or exchange.url, source)
        if linked_from is None:
            gathering.page = taken
            gathering.files |= self._pieces.further_of(taken)
        else:
            gathering.files[exchange.url] = taken

    def file_gathered(self) -> None:
        """Read and file what was gathered of all sites."""
        for code in list(self._gatherings):
            self._ask(code)
        self._file_read(0)

    def _ask(self, code: str) -> None:
        for gathering, job in self.jobs(code):
            self._asked.append((gathering, self.pool.ask(job)))
            self._asked_bytes += gathering.size

    def _file_read(self, window: int) -> None:
        """File what was read, in order; but for so many jobs, unless they are large, wait for what was not."""
        while self._asked and (
            len(self._asked) > window or self._asked_bytes > _MOST_BYTES or self._asked[0][1].is_done
        ):
            gathering, asked = self._asked.popleft()
            self._asked_bytes -= gathering.size
            self.file(gathering, self.pool.reading(asked))

    def jobs(self, code: str) -> Iterator[tuple[Gathering, PageJob]]:
        """What was gathered of a site as jobs, whose readings go to `file`. It is then no longer gathered."""
        gathering = self._gatherings.pop(code, None)
        if gathering is None:
            return
        if any(gathering.url == each.url or gathering.url in each.files for each, _ in self._asked):
            self._file_read(0)  # what is known of the page is about to change
        if self._is_kept(gathering):
            return
        page, capture, listed = None, None, gathering.source.listed
        if gathering.page is not None:
            page, gathering.capture_id = gathering.page.exchange, gathering.page.capture_id
            capture = gathering.page.capture
        elif (known := self._store.known(gathering.url)) and known.kind == "report" and known.capture is not None:
            page, gathering.capture_id = self._archived(known.capture), self._store.add_capture(known.capture)
            listed = ListEntry(gathering.url, known.title or "", known.listed_on, known.column or "")
        if page is None:  # no page of a report hands them out: each is one of its own
            for taken in gathering.files.values():
                alone = Gathering(taken.exchange.url, taken.source, taken, capture_id=taken.capture_id)
                yield alone, PageJob(taken.exchange, taken.source.listed, taken.source.name, capture=taken.capture)
            return
        stored = [file for file in self._store.files_of(gathering.url) if file.url not in gathering.files]
        files = (
            *(FetchedFile(each.exchange, each.source.listed, each.capture) for each in gathering.files.values()),
            *(FetchedFile(self._archived(file.capture), capture=file.capture) for file in stored),
        )
        yield gathering, PageJob(page, listed, gathering.source.name, files, capture)

    def _is_kept(self, gathering: Gathering) -> bool:
        """Whether a page and its files are what they were when this version read them: then nothing is read, and their captures are noted.

        A page that could not be filed has no reading to be kept.
        """
        store, page, url = self._store, gathering.page, gathering.url
        if page is None or page.source.outcome != "unchanged":
            return False
        stored = {file.url: file.capture.sha256 for file in store.files_of(url)}
        if any(stored.get(each) != _sha256(taken) for each, taken in gathering.files.items()):
            return False
        before = store.read_before(url, page.capture_id, page.source.listed, self._version)
        if before is None:
            return False
        with store.transaction():
            store.keep_page(url, page.capture_id, page.exchange.header("etag"), page.exchange.header("last-modified"))
            for each, taken in gathering.files.items():
                store.save_file(url, each, taken.capture_id)
                self._told(taken.source, each, "file")
        result = self.result(page.source.code, page.source.name)
        if before.kind == "report":
            result.bodies.add(before.body or "")
            result.counts.update(["found", "unchanged"])
            if not self._counted.of(url):
                known = Counter(figures=before.figures or 0, findings=before.findings)
                result.counts.update(known)
                self._counted.keep(url, known)
        self._told(page.source, url, "unchanged" if before.kind == "report" else before.kind)
        return True

    def file(self, gathering: Gathering, reading: PageReading | str) -> None:
        """File a page and its files as they were read, in one transaction; a string says why they could not be read.

        A file that is a report of its own is filed as such. What goes wrong with a page is recorded in the site's result, not
        raised.
        """
        with self._store.transaction():
            if isinstance(reading, str):
                self._told(gathering.source, gathering.url, self._failed(gathering, reading))
                return
            if gathering.page is not None or reading.report.is_report:
                became = self._attempt(gathering, reading.report)
                if gathering.page is not None:
                    self._told(gathering.source, gathering.url, became)
            foreign = dict(reading.foreign_files)
            taken_at = {gathering.url: gathering.page, **gathering.files}
            for url in dict.fromkeys((*gathering.files, *foreign)):
                taken = taken_at.get(packed_in(url)[0])
                if taken is None:
                    continue
                alone = Gathering(url, taken.source, taken, capture_id=taken.capture_id)
                self._told(taken.source, url, self._attempt(alone, foreign[url]) if url in foreign else "file")

    def _told(self, source: Provenance, url: str, became: str) -> None:
        if self._progress:
            self._progress(source.name, became, source.listed.title if source.listed else url)

    def _attempt(self, gathering: Gathering, report: Report) -> str:
        """What became of a page; nothing of it is filed when that fails."""
        try:
            with self._store.transaction():
                return self._file_page(gathering, report)
        except DiskError:
            raise
        except DocumentError as error:
            return self._failed(gathering, str(error))
        except Exception as error:  # noqa: BLE001
            # The one boundary: a fault of ours on one page must not end the run of all others.
            _log.exception("page failed", url=gathering.url)
            return self._failed(gathering, unexpected(error))

    def _why_held_back(self, gathering: Gathering, report: Report) -> Words | None:
        """Why a page is not filed though it was read: it has nothing of a report, or less than the report that was read from it."""
        stands = None
        if gathering.page is None or gathering.page.source.outcome == "revised":
            stands = self._store.standing_at(gathering.url)
        if stands is not None and (gathering.files or stands.sha256 != _sha256(gathering.page)):
            listed = gathering.page.source.listed if gathering.page is not None else None
            if worse := why_worse(stands, report, listed):
                return worse
        return why_hollow(report) if report.is_report and not gathering.files else None

    def _failed(self, gathering: Gathering, reason: Words | str) -> str:
        self._count(gathering)
        self.failures.setdefault(gathering.source.code, {})[gathering.url] = (
            Words(reason, reason) if isinstance(reason, str) else reason
        )
        return "failed"

    def _file_page(self, gathering: Gathering, report: Report) -> str:
        """File the report of a page, its files beside it; the page's own row is as it was when only files of it came."""
        store, code, page = self._store, gathering.source.code, gathering.page
        if report.is_report:
            years_of = partial(store.years_elsewhere, code, url=gathering.url)
            report = with_known_body(report, store.known_names(code), gathering.source.name, years_of)
        if why := self._why_held_back(gathering, report):
            return self._failed(gathering, why)
        if page is not None:
            store.save_page(
                gathering.url,
                county_code=code,
                capture_id=page.capture_id,
                kind=report.kind,
                outcome=page.source.outcome,
                title=report.title,
                listed=page.source.listed,
                reason=report.reason,
                etag=page.exchange.header("etag"),
                last_modified=page.exchange.header("last-modified"),
                read_by=self._version,
            )
        if not report.is_report:
            return report.kind
        for url, taken in gathering.files.items():
            store.save_file(gathering.url, url, taken.capture_id)
            if taken.source.listed is not None and mark_of(taken.source.listed.title).further:
                store.forget_versions_at(url)  # it was stored as a report of its own
        captures = {file.url: file.capture_id for file in store.files_of(gathering.url)}
        captures.setdefault(packed_in(gathering.url)[0], gathering.capture_id)  # a zip archive that a list shows
        saved = store.save_report(
            report,
            capture_id=gathering.capture_id,
            county_code=code,
            parser_version=self._version,
            part_captures=[captures[packed_in(part.url)[0]] for part in report.parts],
        )
        if page is not None:
            self.result(code, gathering.source.name).bodies.add(report.body or "")
        self._count(gathering, saved, len(report.figures))
        return saved

    def has_counted(self, url: str) -> bool:
        """Whether a page is among those that this run found, be it because a run before it had left it."""
        return self._counted.has_found(url)

    def _count(self, gathering: Gathering, became: str = "", figures: int = 0) -> None:
        """Count an address once a run, as it is read last: again with another file, or after a run that was cut off had left it.

        What was new or revised stays so.
        """
        earlier = self._counted.of(gathering.url)
        now = Counter({**earlier, "figures": figures})
        if gathering.page is not None and not (earlier["new"] or earlier["revised"]):
            now = Counter({"figures": figures, "found": 1, **({became: 1} if became else {})})
        elif gathering.page is None and became == "revised":
            now["revised"] = 1
        counts = self.result(gathering.source.code, gathering.source.name).counts
        counts.update(now)
        counts.subtract(earlier)
        self._counted.keep(gathering.url, now)
