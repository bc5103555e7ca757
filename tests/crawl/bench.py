"""One crawl of one made-up site over a table of answers."""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any

from reportscraper.crawl.crawler import crawl_site
from reportscraper.crawl.entries import Entry
from reportscraper.crawl.known import KnownPage
from reportscraper.crawl.summary import SiteSummary
from reportscraper.fetch.hosts import Hosts, Refresh, Settings
from reportscraper.fetch.limits import Limits
from reportscraper.model import Exchange, ListEntry, Visit
from reportscraper.sites.registry import Site

from .fakes import AGENT, FakeClock, FakeFetcher, FakeKnown, Script, classify, exchange

ROOT = "http://www.a.gov.cn"
NB = f"{ROOT}/zwgk/nb/"
NOW = dt.datetime(2024, 2, 10, tzinfo=dt.UTC)


def made_site(**told: Any) -> Site:
    """A site file in short: what is not told is as most sites have it."""
    usual = {"code": "330683", "name": "云溪县", "province": "浙江省", "site_code": "3306830001"}
    return Site(**{**usual, "home": f"{ROOT}/", "start": (NB,), **told})


class KilledError(BaseException):
    """The process died while a visit was handed on."""


class Crawl:
    """One crawl over a table of answers."""

    def __init__(
        self,
        replies: Mapping[str, Script],
        *,
        site: Site | None = None,
        known: FakeKnown | None = None,
        limits: Limits | None = None,
        refresh: Refresh = "due",
        die_after: int | None = None,
        stored: Mapping[str, Exchange] | None = None,
        interrupted: tuple[Exchange, ListEntry] | None = None,
        earlier: Mapping[str, Entry] | None = None,
    ) -> None:
        self.clock = FakeClock()
        no_robots: dict[str, Script] = {f"{ROOT}/robots.txt": exchange(f"{ROOT}/robots.txt", "", 404)}
        self.fetcher = FakeFetcher({**no_robots, **replies}, self.clock)
        self.visits: list[Visit] = []
        self.site = site or made_site()
        self.settings = Settings(agent=AGENT, limits=limits or Limits(), refresh=refresh)
        self._die_after = die_after
        self._stored = dict(stored or {})
        self._interrupted = interrupted
        self._earlier = earlier
        self.summary = asyncio.run(self._crawl(known or FakeKnown()))

    async def _crawl(self, known: FakeKnown) -> SiteSummary:
        async def lookup(_host: str, _port: int) -> list[str]:
            return ["1.2.3.4"]

        hosts = Hosts(
            self.settings,
            lookup=lookup,
            make_fetcher=lambda _manner, _resolver, _limits: self.fetcher,
            clock=self.clock,
            sleep=self.clock.sleep,
        )
        async with hosts:
            return await crawl_site(
                self.site,
                hosts,
                classify=classify,
                known=known,
                on_visit=self._visit,
                stored=self._stored.get,
                interrupted=self._interrupted,
                earlier=self._earlier,
                now=lambda: NOW,
            )

    def _visit(self, visit: Visit) -> None:
        if len(self.visits) == self._die_after:
            raise KilledError
        self.visits.append(visit)

    def seen(self, role: str = "detail") -> list[tuple[str, str]]:
        return [(visit.exchange.url.removeprefix(NB), visit.outcome) for visit in self.visits if visit.role == role]


def entry(name: str, title: str | None = None, date: str = "2024-01-19") -> str:
    return f'<li><a href="{name}">{title or name + "局2023年政府信息公开年度报告"}</a><span>{date}</span></li>'


def list_page(*entries: str, more: str = "") -> Exchange:
    return exchange(NB, f"<title>年报</title><ul>{''.join(entries)}</ul>{more}")


def detail(text: str = "本年度情况如下。", url: str = NB) -> Exchange:
    return exchange(url, f"<title>报告</title><p>{text * 60}</p>")


def known_page(body: bytes = b"", **changes: object) -> KnownPage:
    facts: dict[str, object] = {
        "outcome": "new",
        "fetched_at": "2024-02-01T00:00:00Z",
        "sha256": hashlib.sha256(body).hexdigest(),
        **changes,
    }
    return KnownPage(**facts)
