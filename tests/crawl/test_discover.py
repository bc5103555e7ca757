from __future__ import annotations

from typing import Any

import pytest

from reportscraper.crawl.best_first import GOOD, rank_links
from reportscraper.crawl.known import KnownPage
from reportscraper.crawl.listing import soup_of
from reportscraper.sites.registry import Site

from .bench import NB, ROOT, Crawl, detail, entry, list_page, made_site
from .fakes import FakeKnown, exchange, page


def test_the_column_is_found_from_the_home_page() -> None:
    crawl = Crawl(
        {
            f"{ROOT}/": exchange(ROOT, '<title>云溪县</title><a href="/zwgk/">政务公开</a><a href="/sp/">视频</a>'),
            f"{ROOT}/zwgk/": exchange(
                ROOT, f'<title>政府信息公开</title><a href="{NB}">年报</a><a href="/zwgk/zn/">指南</a>'
            ),
            NB: list_page(entry("t20240119_1.html")),
            f"{NB}t20240119_1.html": detail(),
        },
        site=made_site(start=()),
    )
    assert [column.url for column in crawl.summary.columns] == [NB]
    assert crawl.seen() == [("t20240119_1.html", "new")]


def test_a_home_page_of_frames_is_looked_into() -> None:
    crawl = Crawl(
        {
            f"{ROOT}/": exchange(ROOT, '<frameset><frame src="/top.html"><frame src="/main.html"></frameset>'),
            f"{ROOT}/main.html": exchange(ROOT, f'<a href="{NB}">政府信息公开年报</a>'),
            NB: list_page(entry("t20240119_1.html")),
        },
        site=made_site(start=()),
    )
    assert [column.url for column in crawl.summary.columns] == [NB]


def test_a_column_no_link_leads_to_may_lie_where_it_usually_lies() -> None:
    usual = f"{ROOT}/xxgk/zfxxgknb/"
    column = exchange(usual, "<title>政府信息公开年报</title><ul>" + entry("t20240119_1.html") + "</ul>")
    home = exchange(ROOT, "<a href=/x/>x</a>")
    crawl = Crawl({f"{ROOT}/": home, f"{ROOT}/zfxxgk/zfxxgknb/": home, usual: column}, site=made_site(start=()))
    assert [column.url for column in crawl.summary.columns] == [usual]


def test_a_menu_that_a_script_file_writes_is_looked_into() -> None:
    crawl = Crawl(
        {
            f"{ROOT}/": exchange(
                ROOT,
                "<title>云溪县</title><script src='/js/nav.js'></script><script src='/js/jquery.js'></script><body><p>欢迎光临本县门户网站</p></body>",
            ),
            f"{ROOT}/js/nav.js": exchange(
                ROOT, f"document.write('<li><a href=\"{NB}\">政府信息公开年报<\\/a><\\/li>');"
            ),
            NB: list_page(entry("t20240119_1.html")),
        },
        site=made_site(start=()),
    )
    assert [column.url for column in crawl.summary.columns] == [NB]


def test_where_the_column_of_the_sites_file_is_gone_it_is_looked_for_and_that_is_told() -> None:
    old = f"{ROOT}/old/nb/"
    crawl = Crawl(
        {
            f"{ROOT}/": exchange(ROOT, f'<title>云溪县</title><a href="{NB}">政府信息公开年报</a>'),
            NB: list_page(entry("t20240119_1.html")),
            f"{NB}t20240119_1.html": detail(),
        },
        site=made_site(start=(old,)),
    )
    assert [(column.url, column.items) for column in crawl.summary.columns] == [(old, 0), (NB, 1)]
    assert not crawl.summary.complete
    assert crawl.seen() == [("t20240119_1.html", "new")]


def test_parts_of_an_article_that_cannot_be_had_are_reported() -> None:
    text = "<p>" + "正文" * 300 + "</p><script>createPageHTML(3, 0, 't20240119_1', 'html')</script>"
    first, second = (f"{NB}t20240119_1_{n}.html" for n in (1, 2))
    replies = {NB: list_page(entry("t20240119_1.html")), f"{NB}t20240119_1.html": exchange(NB, text)}
    whole = Crawl({**replies, first: detail("第1部分"), second: detail("第2部分")})
    assert whole.seen("attachment") == [("t20240119_1_1.html", "new"), ("t20240119_1_2.html", "new")]
    assert whole.seen() == [("t20240119_1.html", "new")]
    assert whole.summary.failures == []
    broken = Crawl({**replies, first: detail("第1部分")})
    assert [(failure.outcome, failure.note) for failure in broken.summary.failures] == [
        ("not_understood", "1 of the 2 further pages of the article could not be had")
    ]


def test_files_on_hosts_outside_are_named() -> None:
    text = "<p>" + "正文" * 300 + '</p><a href="http://files.example.com/a.pdf">a</a>'
    crawl = Crawl({NB: list_page(entry("t20240119_1.html")), f"{NB}t20240119_1.html": exchange(NB, text)})
    assert crawl.summary.outside == ["http://files.example.com/a.pdf"]


def test_a_home_page_that_leads_nowhere_gives_no_columns_and_no_complete_crawl() -> None:
    crawl = Crawl({f"{ROOT}/": exchange(ROOT, "<a href=/x/>x</a>")}, site=made_site(start=()))
    assert crawl.summary.columns == []
    assert not crawl.summary.complete


COUNTY = f'<title>云溪县</title><a href="{NB}">政府信息公开年报</a>'


def test_a_home_page_that_moved_to_another_host_takes_the_site_with_it() -> None:
    old, new = "http://www.old.gov.cn", "http://www.new.gov.cn"
    crawl = Crawl(
        {
            f"{old}/": exchange(old, status=301, headers=(("Location", f"{new}/"),)),
            f"{new}/": exchange(new, '<title>云溪县</title><a href="/nb/">政府信息公开年报</a>'),
            f"{new}/nb/": list_page(entry("t20240119_1.html")),
            f"{new}/nb/t20240119_1.html": detail(),
        },
        site=made_site(home=f"{old}/", start=()),
    )
    assert [column.url for column in crawl.summary.columns] == [f"{new}/nb/"]
    assert crawl.summary.moved_to == "www.new.gov.cn"
    assert crawl.summary.reports_listed == 1


def test_a_home_page_that_moved_off_the_governments_domain_is_not_followed() -> None:
    crawl = Crawl(
        {f"{ROOT}/": exchange(ROOT, status=301, headers=(("Location", "http://www.example.com/"),))},
        site=made_site(start=()),
    )
    assert crawl.summary.moved_to is None
    assert not any("example" in url for url in crawl.fetcher.urls)


def test_a_column_on_the_citys_host_is_walked_but_not_those_beside_it() -> None:
    city = "http://www.city.gov.cn/gknb/yunxi/"
    menu = f'<title>云溪县</title><a href="{city}">政府信息公开年报</a>'
    below = f'<title>年报</title><a href="{city}2023n/">2023年</a><a href="http://www.city.gov.cn/gknb/other/2023n/">2023年</a>'
    crawl = Crawl(
        {
            f"{ROOT}/": exchange(ROOT, menu),
            city: exchange(city, below),
            f"{city}2023n/": list_page(entry("t20240119_1.html")),
            f"{city}2023n/t20240119_1.html": detail(),
        },
        site=made_site(start=()),
    )
    assert [column.url for column in crawl.summary.columns] == [city, f"{city}2023n/"]
    assert crawl.summary.outcomes == {"new": 1}


def test_own_columns_are_preferred_to_a_citys() -> None:
    menu = f'<a href="http://www.city.gov.cn/gknb/">市政府信息公开年报</a>{COUNTY}'
    crawl = Crawl(
        {f"{ROOT}/": exchange(ROOT, menu), NB: list_page(entry("t20240119_1.html"))}, site=made_site(start=())
    )
    assert [column.url for column in crawl.summary.columns] == [NB]


@pytest.mark.parametrize(("code", "stopped"), [("5306830001", True), ("3306240001", False), ("3306000012", False)])
def test_a_namesakes_site_is_left_alone(code: str, *, stopped: bool) -> None:
    footer = f"<p>网站标识码：{code}</p>"
    crawl = Crawl(
        {
            f"{ROOT}/": exchange(ROOT, COUNTY + footer),
            NB: list_page(entry("t20240119_1.html"), more=footer),
            f"{NB}t20240119_1.html": detail(),
        }
    )
    assert (crawl.summary.stopped is not None) is stopped
    assert bool(crawl.seen()) is not stopped
    if stopped:
        assert crawl.summary.stopped == "www.a.gov.cn: namesake (its pages bear the site code 5306830001)"


def test_where_only_one_bodys_column_is_known_the_countys_is_looked_for_too() -> None:
    own = f"{ROOT}/jyj/ndbg/"
    replies = {
        f"{ROOT}/": exchange(ROOT, COUNTY),
        NB: list_page(entry("t20240119_1.html")),
        own: list_page(entry("t20240119_2.html")),
        f"{NB}t20240119_1.html": detail(),
        f"{own}t20240119_2.html": detail(),
    }
    both = Crawl(replies, site=made_site(start=(), start_of_bodies=(own,)))
    assert [column.url for column in both.summary.columns] == [own, NB]
    assert both.summary.reports_listed == 2
    known = Crawl(replies, site=made_site(start_of_bodies=(own,)))
    assert f"{ROOT}/" not in known.fetcher.urls


def test_the_column_is_looked_for_from_known_pages_of_disclosure_too() -> None:
    root, column = f"{ROOT}/public/", list_page(entry("t20240119_1.html"))
    home = exchange(ROOT, "<title>云溪县</title><a href=/x/>x</a>")
    linked = {f"{ROOT}/": home, root: exchange(root, COUNTY), NB: column}
    crawl = Crawl(linked, site=made_site(start=(), roots=(root,)))
    assert [column.url for column in crawl.summary.columns] == [NB]
    titled = "<title>政府信息公开年报</title><ul>" + entry("t20240119_1.html") + "</ul>"
    guessed = {f"{ROOT}/": home, root: home, f"{root}xxgknb/": exchange(root, titled)}
    crawl = Crawl(guessed, site=made_site(start=(), roots=(root,)))
    assert [column.url for column in crawl.summary.columns] == [f"{root}xxgknb/"]


def real_site(**told: Any) -> Site:
    return made_site(name="嵊州市", site_code="", **told)


@pytest.mark.parametrize("start", [(), (NB,)], ids=["discovered", "known column"])
@pytest.mark.parametrize(
    ("head", "stopped"),
    [
        ("<title>嵊州市人民政府</title><p>网站标识码：3306830002</p>", False),
        ("<title>绍兴市人民政府</title><p>网站标识码：3306000012</p>", False),
        ("<title>首页</title>", False),
        ("<title>新昌县人民政府</title>", True),
        ("<title>首页</title><p>网站标识码：3306240001</p>", True),
    ],
)
def test_another_countys_home_page_ends_the_crawl_before_anything_is_handed_on(
    start: tuple[str, ...], head: str, *, stopped: bool
) -> None:
    crawl = Crawl(
        {
            f"{ROOT}/": exchange(ROOT, head + f'<a href="{NB}">政府信息公开年报</a>'),
            NB: list_page(entry("t20240119_1.html")),
            f"{NB}t20240119_1.html": detail(),
        },
        site=real_site(start=start),
    )
    assert (crawl.summary.stopped is not None) is stopped
    assert bool(crawl.seen()) is not stopped
    handed_on = [visit for visit in crawl.visits if not visit.exchange.url.endswith("/robots.txt")]
    assert bool(handed_on) is not stopped
    if not stopped:
        assert crawl.summary.evidence is not None
        assert crawl.summary.evidence.proven is ("嵊州市" in head)


def test_the_home_page_is_asked_for_its_name_once() -> None:
    replies = {
        f"{ROOT}/": exchange(ROOT, "<title>嵊州市人民政府</title>"),
        NB: list_page(entry("t20240119_1.html")),
        f"{NB}t20240119_1.html": detail(),
    }
    first = Crawl(replies, site=real_site())
    assert first.fetcher.urls.count(f"{ROOT}/") == 1
    known = FakeKnown({f"{ROOT}/": KnownPage(outcome="new", fetched_at="2024-01-01T00:00:00Z")})
    assert f"{ROOT}/" not in Crawl(replies, site=real_site(), known=known).fetcher.urls


def test_a_column_of_another_countys_host_is_left_out_and_told() -> None:
    sister = "http://www.zjxc.gov.cn/nb/"
    crawl = Crawl(
        {
            f"{ROOT}/": exchange(ROOT, f'<title>嵊州市人民政府</title><a href="{sister}">政府信息公开年报</a>'),
            sister: list_page(entry("t20240119_1.html"), more="<p>网站标识码：3306240001</p>"),
        },
        site=real_site(start=()),
    )
    assert crawl.summary.stopped is None
    assert sister not in {visit.exchange.url for visit in crawl.visits}
    assert ["3306240001" in failure.note for failure in crawl.summary.failures] == [True]


def test_columns_that_an_earlier_run_found_are_begun_with_and_looked_for_anew_when_they_moved() -> None:
    home, moved = exchange(ROOT, f"<title>嵊州市人民政府</title>{COUNTY}"), f"{ROOT}/old/nb/"
    replies = {f"{ROOT}/": home, NB: list_page(entry("t20240119_1.html")), f"{NB}t20240119_1.html": detail()}
    first = Crawl(replies, site=real_site(start=()))
    assert first.summary.discovered == [NB]
    visited = FakeKnown({f"{ROOT}/": KnownPage(outcome="new", fetched_at="2024-01-01T00:00:00Z")})
    next_night = Crawl(replies, site=real_site(start=(), start_found=(NB,)), known=visited)
    assert f"{ROOT}/" not in next_night.fetcher.urls
    assert (next_night.summary.reports_listed, next_night.summary.discovered) == (1, [])
    anew = Crawl(replies, site=real_site(start=(), start_found=(moved,)), known=visited)
    assert (anew.summary.reports_listed, anew.summary.discovered) == (1, [NB])


def test_a_column_of_older_reports_is_one_and_a_bodys_report_is_none() -> None:
    body = (
        "<a href='/n.html'>政府信息公开年报</a><a href='/o.html'>政府信息公开年报（2018年以前）</a>"
        "<a href='/r.html'>青石县2022年政府信息公开年度报告汇总</a>"
    )
    ranked = {each.link.url: each.score for each in rank_links(page(body), soup_of(body))}
    assert ranked[f"{ROOT}/n.html"] >= GOOD
    assert ranked[f"{ROOT}/o.html"] >= GOOD
    assert ranked[f"{ROOT}/r.html"] < GOOD
