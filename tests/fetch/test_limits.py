"""Every bound that is not tested beside its own module, at the limit and one over."""

from __future__ import annotations

import itertools

from reportscraper.fetch.limits import Limits

from ..crawl.bench import NB, ROOT, Crawl, detail, entry, list_page, made_site
from ..crawl.fakes import Script, exchange


def test_pages_and_files_have_limits_of_their_own() -> None:
    crawl = Crawl(
        {
            NB: list_page(entry("t20240119_1.html")),
            f"{NB}t20240119_1.html": exchange(NB, "<p>" + "正文" * 300 + '</p><a href="a.pdf">a</a>'),
            f"{NB}a.pdf": exchange(NB, b"%PDF-1.4"),
        },
        limits=Limits(page_bytes=111, attachment_bytes=222, list_bytes=333),
    )
    asked = dict(zip(crawl.fetcher.urls, crawl.fetcher.limits, strict=True))
    assert (asked[NB], asked[f"{NB}t20240119_1.html"], asked[f"{NB}a.pdf"]) == (333, 111, 222)


def pages(count: int) -> dict[str, Script]:
    more = f"<script>createPageHTML({count}, 0, 'index', 'html')</script>"
    lists: dict[str, Script] = {f"{NB}index_{n}.html": list_page(entry(f"t20240119_{n}.html")) for n in range(1, count)}
    return {**lists, NB: list_page(entry("t20240119_0.html"), more=more)}


def test_a_column_is_read_to_the_limit_of_its_pages_and_not_beyond() -> None:
    assert Crawl(pages(4), limits=Limits(list_pages=4)).summary.columns[0].pages == 4
    assert Crawl(pages(5), limits=Limits(list_pages=4)).summary.columns[0].pages == 4


def years(count: int) -> dict[str, Script]:
    links = "".join(f'<a href="{2000 + n}n/">{2000 + n}年</a>' for n in range(1, count))
    return {NB: exchange(NB, links)}


def test_columns_are_walked_to_their_limit_and_not_beyond() -> None:
    assert len(Crawl(years(4), limits=Limits(columns=4)).summary.columns) == 4
    assert len(Crawl(years(5), limits=Limits(columns=4)).summary.columns) == 4


def chain(length: int) -> dict[str, Script]:
    """A home page from which the column lies ``length`` links away."""
    steps = [f"{ROOT}/", *(f"{ROOT}/zwgk/{n}/" for n in range(1, length)), NB]
    links: dict[str, Script] = {
        here: exchange(here, f'<title>政务公开</title><a href="{there}">{"年报" if there == NB else "政务公开"}</a>')
        for here, there in itertools.pairwise(steps)
    }
    return {**links, NB: list_page(entry("t20240119_1.html")), f"{NB}t20240119_1.html": detail()}


def test_columns_eight_links_from_home_are_found_and_no_farther() -> None:
    site = made_site(start=())
    for length in (3, 5, 8):
        assert len(Crawl(chain(length), site=site).summary.columns) == 1
    assert len(Crawl(chain(9), site=site).summary.columns) == 0


def test_discovery_reads_no_more_pages_than_allowed() -> None:
    links = "".join(f'<a href="/zwgk/{n}/">政务公开</a>' for n in range(20))
    crawl = Crawl({f"{ROOT}/": exchange(ROOT, links)}, site=made_site(start=()), limits=Limits(discovery_pages=7))
    assert len(crawl.seen("list")) == 7


def test_links_to_other_government_hosts_are_followed_up_to_a_number_of_hosts() -> None:
    rows = [entry(f"http://w{n}.b{n}.gov.cn/t20240119_{n}.html") for n in range(4)]
    rows.append(entry("http://w0.b0.gov.cn/t20240119_9.html"))
    crawl = Crawl({NB: list_page(*rows)}, limits=Limits(foreign_hosts=3))
    assert crawl.summary.outside == ["http://w3.b3.gov.cn/t20240119_3.html"]


def test_a_hostile_host_stores_nothing_and_costs_little() -> None:
    shield = exchange(ROOT, "<p>网站云防护</p>", 403)
    crawl = Crawl({f"{ROOT}/robots.txt": shield, NB: shield, f"{ROOT}/": shield}, site=made_site(start=()))
    assert crawl.summary.outcomes == {}
    assert len(crawl.fetcher.requests) < 20
    assert crawl.summary.stopped == "www.a.gov.cn: challenge (cloud_guard)"
