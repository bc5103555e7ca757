"""Taking captured pages into the database: the same way fresh from a site and anew from the archive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

import msgspec
import structlog
from msgspec import Struct

from reportscraper.errors import DocumentError
from reportscraper.model import Capture, Exchange, Finding, Listed, Outcome, Report, Role
from reportscraper.parse.bodies import level_of
from reportscraper.parse.title import parse_title
from reportscraper.reading import parse_report
from reportscraper.sources.registry import Site
from reportscraper.store.writer import Store

_log = structlog.get_logger("reportscraper.intake")

_WHOLE: frozenset[Outcome] = frozenset({"new", "revised", "unchanged"})
_NOT_MODIFIED = 304

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
    listed: Listed | None

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

    def __init__(self, store: Store, version: str, progress: Progress | None = None) -> None:
        self.results: dict[str, SiteResult] = {}
        self._store = store
        self._version = version
        self._progress = progress

    def result(self, code: str, name: str) -> SiteResult:
        """The result of a site, begun when it is first asked for."""
        return self.results.setdefault(code, SiteResult(code, name, Counter(), set(), []))

    def add_site(self, site: Site) -> None:
        """Make a registered county and the bodies known of it known to the database."""
        self.result(site.code, site.name)
        self._store.save_county(site.code, site.name, province=site.province, home=site.home)
        for body in site.bodies:
            aliases = (*body.aliases, *([body.renamed_from] if body.renamed_from else ()))
            credit_code = body.credit_code or None
            self._store.save_body(site.code, body.name, level=body.level, credit_code=credit_code, aliases=aliases)

    def take(self, exchange: Exchange, capture: Capture, source: Source) -> int:
        """File one captured exchange and return the capture's number; a whole page that a list led to is read.

        What goes wrong with a page is recorded in the site's result, not raised.
        """
        capture_id = self._store.add_capture(capture)
        if source.role == "detail" and source.outcome in _WHOLE and exchange.status != _NOT_MODIFIED:
            became = self._read(exchange, capture_id, source)
            if self._progress:
                self._progress(source.name, became, source.listed.title if source.listed else exchange.url)
        return capture_id

    def _read(self, exchange: Exchange, capture_id: int, source: Source) -> str:
        result = self.result(source.code, source.name)
        result.counts["pages"] += 1
        try:
            with self._store.transaction():
                return self._file(exchange, capture_id, source, result)
        except DocumentError as error:
            reason = str(error)
        except Exception as error:  # noqa: BLE001
            # The one boundary: a fault of ours on one page must not end the run of all others.
            _log.exception("page failed", url=exchange.url, capture=capture_id)
            reason = f"unexpected {type(error).__name__}: {error}"
        result.counts.update(found=1, failed=1)
        result.problems.append(f"{exchange.url}: {reason}")
        return "failed"

    def _file(self, exchange: Exchange, capture_id: int, source: Source, result: SiteResult) -> str:
        report = parse_report(exchange.body, url=exchange.final_url, content_type=exchange.content_type)
        report = completed(report, source)
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
        saved = self._store.save_report(
            report, capture_id=capture_id, county_code=source.code, parser_version=self._version
        )
        result.bodies.add(report.body or "")
        result.counts.update(["found", saved])
        result.counts.update(figures=len(report.figures), findings=len(report.findings))
        return saved


def completed(report: Report, source: Source) -> Report:
    """The report with the body or year that the page leaves out, taken from the list that led to it, with a finding that says so."""
    if not report.is_report or not source.listed or (report.body and report.year):
        return report
    parts = parse_title(source.listed.title, site_name=f"{source.name}人民政府", published_on=report.published_on)
    body, year = report.body or parts.body, report.year or parts.year
    if (body, year) == (report.body, report.year):
        return report
    finding = Finding(
        "from_list", "info", f"Body or year are not printed on the page but in its list: {source.listed.title}"
    )
    level = level_of(body) if body else None
    return msgspec.structs.replace(report, body=body, body_level=level, year=year, findings=(*report.findings, finding))
