"""Taking captured pages into the database: the same way fresh from a site and anew from the archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import msgspec
import structlog
from msgspec import Struct

from reportscraper.crawl.attachments import find_attachments
from reportscraper.crawl.paging import article_parts
from reportscraper.errors import DiskError, DocumentError
from reportscraper.fetch import urls
from reportscraper.fetch.page import open_page
from reportscraper.fetch.request import Request
from reportscraper.model import Capture, Exchange, ListEntry, Outcome, Report, Role
from reportscraper.report.identity.list_metadata import complete
from reportscraper.report.read import Attached, Reading, read_whole
from reportscraper.sites.registry import Site
from reportscraper.store.files import StoredFile
from reportscraper.store.versions import Saved
from reportscraper.store.writer import KnownPage, Store

_log = structlog.get_logger("reportscraper.runs.page_filer")

_WHOLE: frozenset[Outcome] = frozenset({"new", "revised", "unchanged"})
_NOT_MODIFIED = 304
_MOST_FILES = 20
"""Files of one page that are read into its report; all are archived."""

Counts = Counter[str]
"""Per site: pages, reports found, new, revised, reread, unchanged and failed, figures, findings."""

Progress = Callable[[str, str, str], None]
"""Called for every page that was taken in: site name, what became of it, its title or address."""


class SiteResult(Struct):
    """One site's part of a run summary."""

    code: str
    name: str
    counts: Counts
    bodies: set[str]
    problems: list[str]


class Source(Struct, frozen=True):
    """Whose site an exchange belongs to, and why it was made: what the archive keeps beside the bytes."""

    code: str
    name: str
    province: str
    home: str
    role: Role
    outcome: Outcome
    listed: ListEntry | None

    def context(self) -> dict[str, str]:
        """As text, to be archived."""
        fields = msgspec.to_builtins(msgspec.structs.replace(self, listed=None))
        listed = msgspec.to_builtins(self.listed) if self.listed else {}
        given = {**fields, **{f"listed_{name}": value for name, value in listed.items()}}
        return {name: value for name, value in given.items() if value is not None}


def read_context(context: Mapping[str, str]) -> Source:
    """The source an archived exchange came from. Raises msgspec.ValidationError for a record that no run of ours wrote."""
    listed = {name.removeprefix("listed_"): value for name, value in context.items() if name.startswith("listed_")}
    fields = {name: value for name, value in context.items() if not name.startswith("listed_")}
    return msgspec.convert({**fields, "listed": listed or None}, Source)


class Intake:
    """Files captured exchanges and counts what became of them, site by site."""

    def __init__(
        self, store: Store, version: str, progress: Progress | None = None, *, read: Callable[[Capture], Exchange]
    ) -> None:
        """``read`` gives the archived exchange of a capture."""
        self.results: dict[str, SiteResult] = {}
        self._store = store
        self._version = version
        self._progress = progress
        self._archived = read
        self._counted: dict[str, Counts] = {}

    def result(self, code: str, name: str) -> SiteResult:
        """The result of a site, begun when it is first asked for."""
        return self.results.setdefault(code, SiteResult(code, name, Counter(), set(), []))

    def add_site(self, site: Site) -> None:
        """Make a registered county and the bodies known of it known to the database."""
        self.result(site.code, site.name)
        self._store.save_county(site.code, site.name, province=site.province, home=site.home, deadlines=site.deadlines)
        for body in site.bodies:
            aliases = (*body.aliases, *([body.renamed_from] if body.renamed_from else ()))
            credit_code = body.credit_code or None
            self._store.save_body(site.code, body.name, level=body.level, credit_code=credit_code, aliases=aliases)

    def take(self, exchange: Exchange, capture: Capture, source: Source) -> int:
        """File one captured exchange and return the capture's number; a whole page or file that a list led to is read.

        A file that a report page hands out is read into that page's report, any other as a report of its own. What goes
        wrong with a page is recorded in the site's result, not raised.
        """
        capture_id = self._store.add_capture(capture)
        if source.role in {"detail", "attachment"} and source.outcome in _WHOLE and exchange.status != _NOT_MODIFIED:
            became = self._read(exchange, capture_id, source)
            if self._progress:
                self._progress(source.name, became, source.listed.title if source.listed else exchange.url)
        return capture_id

    def _read(self, exchange: Exchange, capture_id: int, source: Source) -> str:
        result = self.result(source.code, source.name)
        result.counts["pages"] += 1
        try:
            with self._store.transaction():
                page = self._linking_page(source)
                if page is not None:
                    return self._file_attached(exchange, capture_id, source, page)
                return self._file(exchange, capture_id, source)
        except DiskError:
            raise
        except DocumentError as error:
            reason = str(error)
        except Exception as error:  # noqa: BLE001
            # The one boundary: a fault of ours on one page must not end the run of all others.
            _log.exception("page failed", url=exchange.url, capture=capture_id)
            reason = f"unexpected {type(error).__name__}: {error}"
        result.counts.update(found=1, failed=1)
        result.problems.append(f"{exchange.url}: {reason}")
        return "failed"

    def _file(self, exchange: Exchange, capture_id: int, source: Source) -> str:
        """File a page, with what is stored of its files, or a file that is a report of its own."""
        files = self._store.files_of(exchange.url)
        report = completed(self._reading(exchange, files).report, source)
        self._store.save_page(
            exchange.url,
            county_code=source.code,
            capture_id=capture_id,
            kind=report.kind,
            outcome=source.outcome,
            title=report.title,
            listed=source.listed,
            reason=report.reason,
            etag=exchange.header("etag"),
            last_modified=exchange.header("last-modified"),
        )
        if not report.is_report:
            return report.kind
        saved = self._save(report, capture_id, source, files)
        result = self.result(source.code, source.name)
        result.bodies.add(report.body or "")
        result.counts.update(["found", saved])
        self._count(source, exchange.url, report)
        return saved

    def _count(self, source: Source, url: str, report: Report) -> None:
        """Count the figures and findings of a page; one that is read again, now with a file, counts as it is read last."""
        now = Counter(figures=len(report.figures), findings=len(report.findings))
        counts = self.result(source.code, source.name).counts
        counts.update(now)
        counts.subtract(self._counted.get(url, {}))
        self._counted[url] = now

    def _linking_page(self, source: Source) -> KnownPage | None:
        """The report page that hands out the file, when there is one."""
        linked_from = source.listed.linked_from if source.listed else None
        page = self._store.known(linked_from) if linked_from else None
        return page if page is not None and page.kind == "report" else None

    def _file_attached(self, exchange: Exchange, capture_id: int, source: Source, page: KnownPage) -> str:
        """Read the page that hands out a file anew, now with that file; see `reportscraper.report.join`.

        A file of another body or year, or of a page that is found to be no report, is a report of its own.
        """
        self._store.save_file(page.capture.url, exchange.url, capture_id)
        files = self._store.files_of(page.capture.url)
        reading = self._reading(self._archived(page.capture), files)
        if exchange.url in reading.strangers or not reading.report.is_report:
            return self._file(exchange, capture_id, source)
        listed = ListEntry(page.capture.url, page.listed_title or "", page.listed_on, page.list_column or "")
        report = completed(reading.report, msgspec.structs.replace(source, listed=listed))
        saved = self._save(report, self._store.add_capture(page.capture), source, files)
        if saved == "revised":
            self.result(source.code, source.name).counts["revised"] += 1
        self._count(source, page.capture.url, report)
        return "file"

    def _reading(self, exchange: Exchange, files: Sequence[StoredFile]) -> Reading:
        """The page read with those of its stored files that it still hands out, in its order: one may have come later."""
        linked = _linked(exchange) if files else {}
        places = {key: place for place, key in enumerate(linked)}
        handed = [file for file in files if urls.key(file.url) in linked]
        handed.sort(key=lambda file: places[urls.key(file.url)])
        attached = [self._attached(file, continues=linked[urls.key(file.url)]) for file in handed[:_MOST_FILES]]
        return read_whole(exchange.body, attached, url=exchange.final_url, content_type=exchange.content_type)

    def _attached(self, file: StoredFile, *, continues: bool) -> Attached:
        archived = self._archived(file.capture)
        return Attached(file.url, archived.body, archived.content_type, continues)

    def _save(self, report: Report, capture_id: int, source: Source, files: Sequence[StoredFile]) -> Saved:
        captures = {file.url: file.capture_id for file in files}
        return self._store.save_report(
            report,
            capture_id=capture_id,
            county_code=source.code,
            parser_version=self._version,
            part_captures=[captures[part.url] for part in report.parts],
        )


def _linked(exchange: Exchange) -> dict[str, bool]:
    """What a page hands out, by key of the address as the crawler found it, and whether it is a further page of the article.

    Further pages come first, in order, then files.
    """
    page = open_page(Request(exchange.url), exchange, None)
    further = {urls.key(part.url): True for part in article_parts(page)}
    return further | {key: False for file in find_attachments(page) if (key := urls.key(file.url)) not in further}


def completed(report: Report, source: Source) -> Report:
    """The report with the body or year that the page leaves out, taken from the list that led to it."""
    return complete(report, source.listed, f"{source.name}人民政府") if source.listed else report
