"""The one job of reading: the bytes of a page and of its files → what they report. Pure, so that any process may do it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import structlog
from msgspec import Struct

from reportscraper.crawl.articles import article_parts, is_shell
from reportscraper.crawl.attachments import find_attachments
from reportscraper.crawl.splits import is_piece
from reportscraper.documents import is_file
from reportscraper.documents.packed import is_packed, member_address, packed_in, read_members
from reportscraper.errors import DocumentError, unexpected
from reportscraper.fetch import urls
from reportscraper.fetch.page import Page, open_page
from reportscraper.fetch.request import Request
from reportscraper.forms.rules import finding
from reportscraper.model import Capture, Exchange, ListEntry, Part, Report
from reportscraper.places.bodies import government_of
from reportscraper.report.identity.surroundings import Surroundings
from reportscraper.report.page import Opened, open_document, refused
from reportscraper.report.read import PageFile, PageReading, read_opened, read_page

_log = structlog.get_logger("reportscraper.runs.job")

MOST_FILES = 100
"""Files of one page that are read into its report; all are archived."""


class FetchedFile(Struct, frozen=True):
    """A file, or a further page of an article, as it was fetched, and how its page links it."""

    exchange: Exchange
    listed: ListEntry | None = None
    capture: Capture | None = None
    """Where it lies in the archive, so that whoever reads it can fetch it there."""


class PageJob(Struct, frozen=True):
    """A page with the files that were fetched of it, and what the list says that led to it."""

    page: Exchange
    listed: ListEntry | None
    site_name: str
    files: tuple[FetchedFile, ...] = ()
    capture: Capture | None = None


def read_page_job(job: PageJob) -> PageReading | str:
    """Read a page with those of its files that it (still) hands out, in its order: one may have been fetched later.

    What page and file leave out of body and year is taken from the list that led to them. A string says why the reading
    failed: the one boundary, for a fault of ours on one page must not end the run of all others.
    """
    try:
        return _read(job)
    except Exception as error:  # noqa: BLE001
        _log.exception("page not read", url=job.page.url)
        return unexpected(error)


def _read(job: PageJob) -> PageReading:
    page, fetched = job.page, {urls.key(file.exchange.url): file for file in job.files}
    opened = open_page(Request(page.url), page) if fetched else None
    linked = _linked(opened) if opened else {}
    unlinked = {key: file for key, file in fetched.items() if key not in linked}
    # By its script files, which are not at hand.
    loaded = bool(opened and unlinked and is_shell(opened))
    pieces = {
        key: True
        for key, file in unlinked.items()
        if _is_piece(file, job.listed) or (loaded and not is_file(file.exchange.body))
    }
    handed = [(fetched[key].exchange, more) for key, more in {**pieces, **linked}.items() if key in fetched]
    entries = {file.exchange.url: file.listed for file in job.files}
    files = [
        file
        for each, more in handed
        for file in _unpacked(PageFile(each.url, each.body, each.content_type, more, each.final_url, entries[each.url]))
    ]
    around = Surroundings(job.listed, government_of(job.site_name))
    if is_packed(page.body):
        packed_reports = _packed_reports(page.url, page.body, around)
        if list(packed_reports) == [page.url]:
            return PageReading(packed_reports[page.url])
        names = ", ".join(packed_in(at)[1] for at in packed_reports)
        return PageReading(
            refused(page.url, f"a zip archive of {len(packed_reports)} reports, each read by itself: {names[:300]}"),
            tuple(packed_reports.items()),
        )
    reading = read_page(
        page.body, files[:MOST_FILES], url=page.final_url, content_type=page.content_type, around=around
    )
    left = tuple(
        finding("attachment_unread", url=file.url, reason=f"only {MOST_FILES} files of a page are read")
        for file in files[MOST_FILES:]
    )
    report = msgspec.structs.replace(reading.report, findings=(*reading.report.findings, *left))
    own = {url for url, foreign in reading.foreign_files if foreign.is_report and packed_in(url)[1]}
    packed = {packed_in(url)[0] for url in own}
    alone = tuple((url, foreign) for url, foreign in reading.foreign_files if not packed_in(url)[1])
    archives = tuple(
        found
        for each, _ in handed
        if each.url in packed
        for found in _packed_reports(each.url, each.body, Surroundings(entries[each.url], around.site_name)).items()
    )
    return PageReading(report, (*alone, *archives))


def _is_piece(file: FetchedFile, listed: ListEntry | None) -> bool:
    """Whether a page that came with another, which does not link it, is a further article of its report."""
    if listed is None or is_file(file.exchange.body):
        return False
    title = file.listed.title if file.listed is not None else open_page(Request(file.exchange.url), file.exchange).title
    return is_piece(listed.title, title)


def _unpacked(file: PageFile) -> list[PageFile]:
    """A file, or those in it when it is a zip archive."""
    try:
        members = read_members(file.data) if is_packed(file.data) else ()
    except DocumentError:
        members = ()  # the archive breaks a limit, which is told when it is opened
    if not members:
        return [file]
    return [
        PageFile(member_address(file.url, member.name), member.data, final_url=file.final_url, listed=file.listed)
        for member in members
    ]


def _packed_reports(url: str, data: bytes, around: Surroundings) -> dict[str, Report]:
    """The reports in a zip archive, by address: its own where it holds one, with its further files beside it; else the member's.

    Every figure is read from a part whose address names the member. Of several reports each must tell its own body and year, by
    what it shows or by the name of its file, for what is said of the archive is said of all; which members do not is told of the first.
    """
    files = _unpacked(PageFile(url, data, listed=around.listed))[:MOST_FILES]
    opened = [(file, open_document(file.data, file.content_type)) for file in files]
    alone = {file.url: read_opened(each, (), around=around).report for file, each in opened}
    reports = {at: report for at, report in alone.items() if report.is_report}
    if len({(report.body, report.year) for report in reports.values()}) == 1:
        main = next(pair for pair in opened if pair[0].url in reports)
        return {url: _with_its_files(url, main, [pair for pair in opened if pair is not main], around)}
    told: dict[tuple[str, int], list[tuple[PageFile, Opened]]] = {}
    unread: list[PageFile] = []
    for file, each in opened:
        name = packed_in(file.url)[1].rpartition("/")[2].rpartition(".")[0]
        own = Surroundings(ListEntry(file.url, name), around.site_name)
        report = read_opened(each, (), around=own).report
        if report.is_report and report.body and report.year:
            named = msgspec.structs.replace(file, listed=own.listed)
            told.setdefault((report.body, report.year), []).append((named, each))
        else:
            unread.append(file)
    if not told:
        names = ", ".join(packed_in(at)[1] for at in reports or alone)
        return {
            url: refused(url, f"a zip archive of {len(files)} files, {len(reports)} of them reports: {names[:300]}")
        }
    found: dict[str, Report] = {}
    for main, *rest in told.values():
        at, listed = main[0].url, main[0].listed
        found[at] = _with_its_files(at, main, rest, Surroundings(listed, around.site_name))
    first = next(iter(found))
    left = tuple(
        finding(
            "attachment_unread",
            url=file.url,
            reason="in a zip archive of several reports, it tells no body and year of its own",
        )
        for file in unread
    )
    found[first] = msgspec.structs.replace(found[first], findings=(*found[first].findings, *left))
    return found


def _with_its_files(
    url: str, main: tuple[PageFile, Opened], rest: Sequence[tuple[PageFile, Opened]], around: Surroundings
) -> Report:
    """The report in a member of a zip archive, which is a part of it as its further files are."""
    report = read_opened(main[1], rest, url=url, around=around).report
    return msgspec.structs.replace(report, parts=(Part(main[0].url, 0), *report.parts))


def _linked(page: Page) -> dict[str, bool]:
    """What a page hands out, by key of the address as the crawler found it, and whether it is a further page of the article.

    Further pages come first, in order, then files.
    """
    further = {urls.key(part.url): True for part in article_parts(page)}
    return further | {key: False for file in find_attachments(page) if (key := urls.key(file.url)) not in further}
