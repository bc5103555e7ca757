"""The search for annual-report columns: from a page on, the most promising link first, within a budget of pages; links are scored by their words and paths."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterator

import msgspec
from bs4 import BeautifulSoup, Tag
from msgspec import Struct

from reportscraper.crawl import words
from reportscraper.crawl.cms.loaded import menus
from reportscraper.crawl.context import CrawlContext
from reportscraper.crawl.listing import Link, address_of, anchors, is_report_title, leading, linked, read_rows, soup_of
from reportscraper.crawl.options import option_addresses
from reportscraper.crawl.row_titles import LINKS, title_of
from reportscraper.crawl.scripts import Script, nodes
from reportscraper.crawl.subcolumns import MORE
from reportscraper.crawl.written import written
from reportscraper.fetch import urls
from reportscraper.fetch.page import Page
from reportscraper.fetch.request import Request
from reportscraper.fetch.tags import find_tags
from reportscraper.places.title import parse_title
from reportscraper.text import squeeze, tidy

_NEARER = 2
"""Least score of a link that is followed once a column is found."""
_SHOWN = frozenset({"report", "index"})
_LEAST_REPORTS = 2
"""Reports on a page that make it a column whatever it is called, when they are half of what it lists."""
_LONGEST_NAME = 40
_BLOCK_DEPTH, _BLOCK = 5, 12
_ROOTS = 2
"""Pages of disclosure beneath which the usual names of columns are tried."""
_MOST_LOADED = 3
_BELOW_PAGES = 4
"""Pages of a body's own sub-site that are looked into."""


GOOD = 6
"""A link of this score leads to an annual-report column; lesser ones above zero lead nearer to it."""

_REPORTS = "信息公开年报"
_FRAME = "<frame>"
"""Stands for the text of a frame of a frameset: the page is in its frames, so they are followed when nothing is
better.
"""


class Scored(Struct, frozen=True):
    """A link and how likely it leads to (``score`` ≥ `GOOD`) or towards an annual-report column."""

    score: int
    link: Link


def is_report_column(page: Page) -> bool:
    """Whether a page declares itself an annual-report column: ``ColumnType`` is 信息公开年报 (国办发〔2017〕47号)."""
    return any(
        tag.attributes.get("name", "").lower() == "columntype"
        and "信息公开年报" in squeeze(tag.attributes.get("content", ""))
        for tag in find_tags(page.text, "meta")
    )


def rank_links(page: Page, soup: BeautifulSoup, least: int = 1) -> list[Scored]:
    """The links of a page that lead to or towards an annual-report column, best first, each address once. With ``least`` 0
    those that nothing speaks for or against are among them.
    """
    disclosure = words.matches("disclosure", page.title) or words.address_matches("path_disclosure", page.url)
    best: dict[str, Scored] = {}
    for link in _links(page, soup):
        score = score_link(link, under_disclosure=disclosure)
        title = parse_title(link.text)
        if title.year is not None and title.body is not None and not words.matches("older", link.text):
            score = min(score, _NEARER)  # the report itself, beside its column's 更多
        scored = Scored(score, link)
        key = urls.key(link.url)
        if scored.score >= least and (key not in best or best[key].score < scored.score):
            best[key] = scored
    return sorted(best.values(), key=lambda scored: -scored.score)


def score_link(link: Link, *, under_disclosure: bool) -> int:
    """Points for the anchor's words and the address; ``under_disclosure`` says the link stands on a 信息公开 page."""
    score = 1 if link.text == _FRAME else 0
    if words.matches("strong", link.text):
        score += 6
    elif under_disclosure and words.matches("weak", link.text):
        score += 5
    elif words.matches("disclosure", link.text):
        score += 2
    elif words.matches("weak", link.text):
        score += 3
    elif words.matches("toward", link.text):
        score += 1
    if words.address_matches("path_strong", link.url):
        score += 3
    elif words.address_matches("path_weak", link.url):
        score += 1
    if not link.text and words.address_matches("host_disclosure", link.url):
        score += 2  # a host for disclosure alone, behind an icon without a word
    if score and under_disclosure:
        score += 1
    if words.matches("negative", link.text):
        score -= 8
    return score - 10 if words.is_article(link.url) else score


def _links(page: Page, soup: BeautifulSoup) -> Iterator[Link]:
    script = Script(page.text)
    for tag in linked(soup, leading(script)):
        url = address_of(tag, page, script)
        if url is None or urls.key(url) == urls.key(page.url):
            continue
        images = [str(image.get("alt") or "") for image in tag.find_all("img")] if tag.name in LINKS else []
        names = (tag.get_text("", strip=True), str(tag.get("title") or ""), str(tag.get("alt") or ""), *images)
        name = next((tidy(name) for name in names if name.strip()), "")
        if tag.name in LINKS or len(name) <= _LONGEST_NAME:
            yield Link(url, _heading(tag) if MORE.fullmatch(squeeze(name)) else name)
    for printed, name in (*nodes(page.text), *option_addresses(soup, script)):
        if (url := page.join(printed)) is not None and urls.key(url) != urls.key(page.url):
            yield Link(url, name)
    for tag in soup.find_all(["iframe", "frame"]):
        url = page.join(str(tag.get("src") or tag.get("data-src") or ""))
        if url is not None:
            yield Link(url, page.title if tag.name == "iframe" else _FRAME)


def _heading(more: Tag) -> str:
    """What 更多 leads to: reports where it stands beside their titles; else it says no more than itself."""
    for around in itertools.islice(more.parents, _BLOCK_DEPTH):
        titles = [title_of(tag) for tag in itertools.islice(anchors(around), _BLOCK)]
        if len(titles) > 1:
            is_block = sum(MORE.fullmatch(squeeze(title)) is not None for title in titles) == 1
            return _REPORTS if is_block and any(map(is_report_title, titles)) else "更多"
    return "更多"


async def discover(context: CrawlContext) -> list[Link]:
    """The annual-report columns that links from the home page, or the known pages of disclosure, lead to, the best first, at most sixty pages read.

    Without a column of the site's own, those on other government hosts count; when no link leads to one, the paths at which
    many sites keep it are tried. What lies on hosts that may not be asked is noted in the summary as offered.
    """
    search = _Search(context, context.settings.limits.discovery_pages)
    await search.run(Link(context.site.home, context.site.name), *(Link(url, "") for url in context.site.roots))
    found = search.columns
    own = [link for link in found if context.session.scope.owns(link.url)]
    columns = own or found or search.mixed or await _try_usual_paths(context)
    for link, score in search.foreign.values():
        if score >= GOOD or not columns:
            context.summary.offered.setdefault(urls.netloc(link.url), (link.url, link.text, not columns))
    return columns


async def discover_below(context: CrawlContext, site: Link) -> list[Link]:
    """The annual-report columns of a body's own sub-site, which its page in ``site`` leads to."""
    search = _Search(context, _BELOW_PAGES, below=site)
    await search.run(site)
    return [link for link in search.columns if context.session.scope.owns(link.url)]


class _Search:
    """One search: ``columns`` by links that say so, else by pages that list reports; ``foreign`` links by host and path."""

    def __init__(self, context: CrawlContext, pages: int, below: Link | None = None) -> None:
        self.foreign: dict[str, tuple[Link, int]] = {}
        self._context = context
        self._pages = pages
        self._below = below
        self._queue: list[tuple[int, int, int, Link]] = []
        self._seen: set[str] = set()
        self._named: dict[str, Link] = {}
        self._listing: dict[str, Link] = {}
        self._mixed: dict[str, Link] = {}
        """Pages that list reports among much else."""
        self._blind = 0
        self._loaded = 0

    @property
    def columns(self) -> list[Link]:
        """What was found, in order."""
        return list((self._named or self._listing).values())

    @property
    def mixed(self) -> list[Link]:
        """The site's own pages that list reports among much else."""
        return [link for link in self._mixed.values() if self._context.session.scope.owns(link.url)]

    async def run(self, start: Link, *roots: Link) -> None:
        """Read pages until the budget is spent or nothing is left that leads on; ``roots`` are known pages of disclosure."""
        limits = self._context.settings.limits
        self._push(GOOD, 0, start)
        for root in roots:
            self._push(GOOD - 1, 1, root)
        while self._queue and len(self._seen) < self._pages:
            minus, depth, _, link = heapq.heappop(self._queue)
            is_far = -minus < _NEARER or depth >= limits.discovery_depth
            self._blind += minus == 0
            if urls.key(link.url) in self._seen or (self.columns and is_far) or self._blind > limits.discovery_blind:
                continue
            self._seen.add(urls.key(link.url))
            for scored in await self._read(link):
                self._take(scored, depth + 1)

    def _push(self, score: int, depth: int, link: Link) -> None:
        if depth < self._context.settings.limits.discovery_clicks:
            heapq.heappush(self._queue, (-score, depth, len(self._queue) + len(self._seen), link))

    def _take(self, scored: Scored, depth: int) -> None:
        scope, link = self._context.session.scope, scored.link
        if not scope.owns(link.url):
            is_asked = scored.score >= GOOD and scope.admits(link.url)
            if scored.score >= _NEARER:
                self.foreign.setdefault(urls.key(link.url), (link, scored.score))
            if not is_asked:
                return
        if scored.score >= GOOD:
            self._named.setdefault(urls.key(link.url), link)
        elif self._below is None or urls.is_below(link.url, self._below.url):
            self._push(scored.score, depth, link)

    async def _read(self, link: Link) -> list[Scored]:
        """The links of one page; a page that declares itself a column of annual reports leads to itself."""
        context = self._context
        answer = await context.attempt(Request(link.url), "list")
        if answer is None:
            return []
        if answer.verdict.outcome is None and not context.is_own(answer.page):
            return []
        context.record_visit(answer, "list")
        if answer.verdict.outcome is not None:
            return []
        self._follow_move(link, answer.page)
        if is_report_column(answer.page):
            return [Scored(GOOD, link)]
        soup = soup_of(answer.page.text)
        rows = read_rows(soup, answer.page)
        kinds = [context.classify(item.title) for item in rows]
        shown = [row for row, kind in zip(rows, kinds, strict=True) if row.listed_on and kind in _SHOWN]
        if link.url != context.site.home and kinds.count("report") >= _LEAST_REPORTS:
            is_column = words.address_matches("path_strong", link.url) or kinds.count("report") >= len(kinds) / 2
            (self._listing if is_column else self._mixed).setdefault(urls.key(link.url), link)
            shown = [row for row in rows if is_column or row.listed_on]
        # A dated report is no column, be it called 2020年政府信息公开年度报告.
        entries = {urls.key(row.url) for row in shown}
        ranked = [each for each in rank_links(answer.page, soup, least=0) if urls.key(each.link.url) not in entries]
        is_home = link.url == context.site.home
        if not any(each.score > 0 for each in ranked) and (
            is_home or (not ranked and not entries and self._loaded < _MOST_LOADED)
        ):
            self._loaded += not is_home
            page = await self._with_menu(answer.page)
            ranked = rank_links(page, soup_of(page.text), least=0)
        return ranked

    async def _with_menu(self, page: Page) -> Page:
        """A page with what it writes itself, and what the files of its menu write or hold: no link of its own leads anywhere."""
        text = page.text
        for url in menus(page):
            answer = await self._context.attempt(Request(url), "list")
            if answer is not None:
                self._context.record_visit(answer, "list")
                text += f"<script>{answer.page.text}</script>" if answer.verdict.outcome is None else ""
        return msgspec.structs.replace(page, text=f"{text}<div>{written(text)}</div>")

    def _follow_move(self, link: Link, page: Page) -> None:
        """A home page that has moved to another host takes the site with it."""
        scope = self._context.session.scope
        if link.url == self._context.site.home and not scope.owns(page.url) and scope.adopt(page.url):
            self._context.summary.moved_to = urls.netloc(page.url)


async def _try_usual_paths(context: CrawlContext) -> list[Link]:
    site = context.site
    for base, path in (
        *itertools.product(site.roots[:_ROOTS], words.slugs()),
        *((site.home, path) for path in words.probes()),
    ):
        url = urls.join(base, path)
        answer = await context.attempt(Request(url), "probe") if url is not None else None
        if answer is None or url is None:
            continue
        context.record_visit(answer, "probe")
        named = words.matches("strong", answer.page.title) or is_report_column(answer.page)
        if answer.verdict.outcome is None and named:
            return [Link(url, answer.page.title)]
    return []
