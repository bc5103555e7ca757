from __future__ import annotations

import asyncio

import pytest

from reportscraper.crawl.crawler import crawl_sites
from reportscraper.crawl.hosts import Hosts, Settings
from reportscraper.crawl.summary import SiteSummary

from .bench import NB, Crawl, KilledError, TestSite, entry, known_page, list_page
from .fakes import AGENT, FakeClock, FakeFetcher, FakeKnown, Script, classify, exchange


def test_several_sites_are_crawled_in_one_run_and_come_back_in_order() -> None:
    async def run() -> list[SiteSummary]:
        async def lookup(host: str, _port: int) -> list[str]:
            return {"www.a.gov.cn": ["1.2.3.4"], "www.b.gov.cn": ["1.2.3.5"]}[host]

        clock = FakeClock()
        fetcher = FakeFetcher({})
        hosts = Hosts(
            Settings(agent=AGENT), lookup=lookup, make_fetcher=lambda *_: fetcher, clock=clock, sleep=clock.sleep
        )
        sites = [TestSite(), TestSite(code="110101", home="http://www.b.gov.cn/", start=("http://www.b.gov.cn/nb/",))]
        done: list[str] = []
        async with hosts:
            found = await crawl_sites(
                sites,  # type: ignore[arg-type]
                hosts,
                classify=classify,
                known=FakeKnown(),
                on_visit=lambda _visit: None,
                on_site=lambda summary: done.append(summary.code),
            )
        assert sorted(done) == ["110101", "330683"]
        return found

    assert [summary.code for summary in asyncio.run(run())] == ["330683", "110101"]


def test_a_crawl_killed_anywhere_and_begun_again_stores_the_same_and_repeats_a_page_and_its_file_at_most() -> None:
    replies: dict[str, Script] = {NB: list_page(*(entry(f"t20240119_{n}.html") for n in range(4)))}
    for n in range(4):
        replies[f"{NB}t20240119_{n}.html"] = exchange(NB, f"<p>{f'第{n}局正文' * 100}</p><a href='a{n}.pdf'>a</a>")
        replies[f"{NB}a{n}.pdf"] = exchange(NB, b"%PDF-1.4 ...")
    whole = Crawl(replies)
    wanted = {(visit.role, visit.exchange.url) for visit in whole.visits}
    for moment in range(len(whole.visits)):
        killed = object.__new__(Crawl)
        with pytest.raises(KilledError):
            killed.__init__(replies, die_after=moment)  # type: ignore[misc]
        pages = {
            visit.exchange.url: known_page(visit.exchange.body, fetched_at="2024-02-10T00:00:00Z")
            for visit in killed.visits
        }
        again = Crawl(replies, known=FakeKnown(pages))
        stored = {(visit.role, visit.exchange.url) for visit in (*killed.visits, *again.visits)}
        assert stored == wanted
        asked = [url for url in (*killed.fetcher.urls, *again.fetcher.urls) if "t2024" in url or url.endswith(".pdf")]
        assert len(asked) - len(set(asked)) <= 2
