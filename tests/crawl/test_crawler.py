from __future__ import annotations

import asyncio

import pytest

from reportscraper.crawl.crawler import crawl_sites
from reportscraper.crawl.summary import SiteSummary
from reportscraper.fetch.hosts import Hosts, Settings
from reportscraper.model import Exchange
from reportscraper.sites.registry import Site

from .bench import NB, Crawl, KilledError, detail, entry, known_page, list_page, made_site
from .fakes import AGENT, FakeKnown, Script, exchange


def test_several_sites_are_crawled_in_one_run_few_at_a_time_and_come_back_in_order() -> None:
    running: list[str] = []
    most: list[int] = []

    async def crawl(site: Site, _hosts: Hosts) -> SiteSummary:
        running.append(site.code)
        most.append(len(running))
        await asyncio.sleep(0 if site.code == "330689" else 0.001)
        running.remove(site.code)
        return SiteSummary(code=site.code, name=site.name)

    async def run() -> list[SiteSummary]:
        sites = [made_site(code=f"33068{n}") for n in range(10)]
        async with Hosts(Settings(agent=AGENT)) as hosts:
            return await crawl_sites(sites, hosts, crawl, parallel=4)  # type: ignore[arg-type, type-var]

    assert [summary.code for summary in asyncio.run(run())] == [f"33068{n}" for n in range(10)]
    assert max(most) == 4


def killed_after(replies: dict[str, Script], visits: int) -> Crawl:
    killed = object.__new__(Crawl)
    with pytest.raises(KilledError):
        killed.__init__(replies, die_after=visits)  # type: ignore[misc]
    return killed


def begun_again(replies: dict[str, Script], killed: Crawl) -> Crawl:
    """The next run, which knows what the killed one stored."""
    pages = {
        visit.exchange.url: known_page(visit.exchange.body, fetched_at="2024-02-10T00:00:00Z")
        for visit in killed.visits
    }
    stored = [visit for visit in killed.visits if visit.role == "detail"]
    last = (stored[-1].exchange, stored[-1].listed) if stored and stored[-1].listed else None
    return Crawl(replies, known=FakeKnown(pages), interrupted=last)


def test_a_crawl_killed_anywhere_and_begun_again_stores_the_same_and_repeats_one_request_at_most() -> None:
    replies: dict[str, Script] = {NB: list_page(*(entry(f"t20240119_{n}.html") for n in range(4)))}
    for n in range(4):
        files = f"<a href='a{n}.pdf'>a</a><a href='b{n}.pdf'>b</a>"
        replies[f"{NB}t20240119_{n}.html"] = exchange(NB, f"<p>{f'第{n}局正文' * 100}</p>{files}")
        replies[f"{NB}a{n}.pdf"] = exchange(NB, b"%PDF-1.4 a")
        replies[f"{NB}b{n}.pdf"] = exchange(NB, b"%PDF-1.4 b")
    whole = Crawl(replies)
    wanted = {(visit.role, visit.exchange.url) for visit in whole.visits}
    for moment in range(len(whole.visits)):
        killed = killed_after(replies, moment)
        again = begun_again(replies, killed)
        assert {(visit.role, visit.exchange.url) for visit in (*killed.visits, *again.visits)} == wanted
        asked = [url for url in (*killed.fetcher.urls, *again.fetcher.urls) if "t2024" in url or url.endswith(".pdf")]
        assert len(asked) - len(set(asked)) <= 1


def test_a_fault_of_ours_stops_its_site_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(_run: object) -> None:
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr("reportscraper.crawl.crawler.discover", broken)
    assert Crawl({}, site=made_site(start=())).summary.stopped == "unexpected ZeroDivisionError: by nothing"


def test_a_fault_of_ours_with_one_page_stops_no_other() -> None:
    def odd(_request: object) -> Exchange:
        raise UnicodeEncodeError("ascii", "a中 b", 1, 2, "ordinal not in range(128)")

    names = [f"t20240119_{n}.html" for n in range(3)]
    crawl = Crawl(
        {NB: list_page(*map(entry, names)), f"{NB}{names[0]}": odd, **{f"{NB}{n}": detail() for n in names[1:]}}
    )
    assert crawl.seen() == [(names[1], "new"), (names[2], "new")]
    assert crawl.summary.stopped is None
    assert [(failure.url, failure.outcome) for failure in crawl.summary.failures] == [
        (f"{NB}{names[0]}", "not_understood")
    ]
    assert "UnicodeEncodeError" in crawl.summary.failures[0].note


def test_a_full_disk_stops_all(monkeypatch: pytest.MonkeyPatch) -> None:
    async def full(_run: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("reportscraper.crawl.crawler.discover", full)
    with pytest.raises(OSError, match="No space"):
        Crawl({}, site=made_site(start=()))
