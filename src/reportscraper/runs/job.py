"""The one job of reading: the bytes of a page and of its files → what they report. Pure, so that any process may do it."""

from __future__ import annotations

import msgspec
import structlog
from msgspec import Struct

from reportscraper.crawl.articles import article_parts
from reportscraper.crawl.attachments import find_attachments
from reportscraper.errors import unexpected
from reportscraper.fetch import urls
from reportscraper.fetch.page import open_page
from reportscraper.fetch.request import Request
from reportscraper.forms.rules import finding
from reportscraper.model import Exchange, ListEntry
from reportscraper.places.bodies import government_of
from reportscraper.report.identity.surroundings import Surroundings
from reportscraper.report.read import PageFile, PageReading, read_page

_log = structlog.get_logger("reportscraper.runs.job")

MOST_FILES = 100
"""Files of one page that are read into its report; all are archived."""


class FetchedFile(Struct, frozen=True):
    """A file, or a further page of an article, as it was fetched, and how its page links it."""

    exchange: Exchange
    listed: ListEntry | None = None


class PageJob(Struct, frozen=True):
    """A page with the files that were fetched of it, and what the list says that led to it."""

    page: Exchange
    listed: ListEntry | None
    site_name: str
    files: tuple[FetchedFile, ...] = ()


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
    handed = [(fetched[key].exchange, more) for key, more in _linked(page).items() if key in fetched] if fetched else []
    entries = {file.exchange.url: file.listed for file in job.files}
    files = [
        PageFile(each.url, each.body, each.content_type, more, each.final_url, entries[each.url])
        for each, more in handed
    ]
    around = Surroundings(job.listed, government_of(job.site_name))
    reading = read_page(
        page.body, files[:MOST_FILES], url=page.final_url, content_type=page.content_type, around=around
    )
    left = tuple(
        finding("attachment_unread", url=file.url, reason=f"only {MOST_FILES} files of a page are read")
        for file in files[MOST_FILES:]
    )
    report = msgspec.structs.replace(reading.report, findings=(*reading.report.findings, *left))
    return PageReading(report, reading.foreign_files)


def _linked(exchange: Exchange) -> dict[str, bool]:
    """What a page hands out, by key of the address as the crawler found it, and whether it is a further page of the article.

    Further pages come first, in order, then files.
    """
    page = open_page(Request(exchange.url), exchange, None)
    further = {urls.key(part.url): True for part in article_parts(page)}
    return further | {key: False for file in find_attachments(page) if (key := urls.key(file.url)) not in further}
