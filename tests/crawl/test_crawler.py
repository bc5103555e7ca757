from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import itertools
from collections.abc import Mapping

import pytest
from msgspec import Struct

from reportscraper.crawl.crawler import crawl_site, crawl_sites
from reportscraper.crawl.hosts import Hosts, Settings
from reportscraper.crawl.known import KnownPage, Refresh
from reportscraper.crawl.limits import Limits
from reportscraper.crawl.request import Request
from reportscraper.crawl.summary import SiteSummary
from reportscraper.errors import FetchError, OversizeError
from reportscraper.model import Exchange, Visit

from .fakes import AGENT, FakeClock, FakeFetcher, FakeKnown, Script, classify, exchange

ROOT = "http://www.a.gov.cn"
NB = f"{ROOT}/zwgk/nb/"
NOW = dt.datetime(2024, 2, 10, tzinfo=dt.UTC)


class TestSite(Struct, frozen=True, kw_only=True):
    """A site file in short."""

    __test__ = False
    code: str = "330683"
    name: str = "云溪县"
    site_code: str = "3306830001"
    home: str = f"{ROOT}/"
    start: tuple[str, ...] = (NB,)
    hosts: tuple[str, ...] = ()
    charset: str = ""
    pace: float = 1.0
    tls: str = "verified"
    allow_loopback: bool = False
    cookies: bool = False
    headers: Mapping[str, str] = {}


class KilledError(Exception):
    """The process died while a visit was handed on."""


class Crawl:
    """One crawl over a table of answers."""

    def __init__(
        self,
        replies: Mapping[str, Script],
        *,
        site: TestSite | None = None,
        known: FakeKnown | None = None,
        limits: Limits | None = None,
        refresh: Refresh = "due",
        die_after: int | None = None,
    ) -> None:
        self.clock = FakeClock()
        no_robots: dict[str, Script] = {f"{ROOT}/robots.txt": exchange(f"{ROOT}/robots.txt", "", 404)}
        self.fetcher = FakeFetcher({**no_robots, **replies}, self.clock)
        self.visits: list[Visit] = []
        self.site = site or TestSite()
        self.settings = Settings(agent=AGENT, limits=limits or Limits(), refresh=refresh)
        self._die_after = die_after
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
                self.site,  # type: ignore[arg-type]
                hosts,
                classify=classify,
                known=known,
                on_visit=self._visit,
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


def test_a_column_is_walked_and_its_pages_are_handed_on() -> None:
    crawl = Crawl(
        {
            NB: list_page(
                entry("t20240119_1.html"),
                entry("t20240119_2.html"),
                more="<script>createPageHTML(2, 0, 'index', 'html')</script>",
            ),
            f"{NB}index_1.html": list_page(
                entry("t20240119_3.html"), entry("t20240119_4.html", "2023年政府网站工作年度报表")
            ),
            **{f"{NB}t20240119_{n}.html": detail(f"第{n}局本年度情况。") for n in range(1, 5)},
        }
    )
    assert crawl.seen() == [(f"t20240119_{n}.html", "new") for n in range(1, 5)]
    assert crawl.seen("list") == [("", "new"), ("index_1.html", "new")]
    assert crawl.seen("robots") == [(f"{ROOT}/robots.txt", "gone")]
    first = next(visit for visit in crawl.visits if visit.role == "detail")
    assert first.listed is not None
    assert (first.listed.title, first.listed.listed_on, first.listed.column) == (
        "t20240119_1.html局2023年政府信息公开年度报告",
        "2024-01-19",
        "年报",
    )
    assert crawl.summary.reports_listed == 3
    assert crawl.summary.outcomes == {"new": 4}
    assert crawl.summary.complete


def test_the_lists_are_walked_before_the_pages_are_fetched_and_nothing_is_asked_twice() -> None:
    crawl = Crawl(
        {
            NB: list_page(entry("t20240119_1.html"), more="<script>createPageHTML(2, 0, 'index', 'html')</script>"),
            f"{NB}index_1.html": list_page(entry("t20240119_1.html"), entry("t20240119_2.html")),
            f"{NB}t20240119_1.html": detail("甲"),
            f"{NB}t20240119_2.html": detail("乙"),
        }
    )
    asked = [url.removeprefix(NB) for url in crawl.fetcher.urls]
    assert asked[1:3] == ["", "index_1.html"]
    assert asked[-2:] == ["t20240119_1.html", "t20240119_2.html"]
    assert len(set(asked)) == len(asked)


def test_the_gap_is_kept_through_the_whole_crawl() -> None:
    crawl = Crawl({NB: list_page(*(entry(f"t20240119_{n}.html") for n in range(5)))})
    times = crawl.fetcher.times
    assert min(b - a for a, b in itertools.pairwise(times)) >= 1.0


def test_sub_columns_are_walked_with_their_path_of_names() -> None:
    crawl = Crawl(
        {
            NB: exchange(NB, '<title>年报</title><a href="2023n/">2023年</a>'),
            f"{NB}2023n/": exchange(f"{NB}2023n/", '<a href="xz/">乡镇</a><ul>' + entry("t20240119_1.html") + "</ul>"),
            f"{NB}2023n/xz/": exchange(f"{NB}2023n/xz/", "<ul>" + entry("t20240119_2.html") + "</ul>"),
            f"{NB}2023n/t20240119_1.html": detail("甲"),
            f"{NB}2023n/xz/t20240119_2.html": detail("乙"),
        }
    )
    columns = [visit.listed.column for visit in crawl.visits if visit.role == "detail" and visit.listed]
    assert columns == ["年报 > 2023年", "年报 > 2023年 > 乡镇"]
    assert [(column.name, column.items) for column in crawl.summary.columns] == [
        ("年报", 0),
        ("年报 > 2023年", 1),
        ("年报 > 2023年 > 乡镇", 1),
    ]


def test_a_list_without_entries_is_never_taken_for_an_empty_one() -> None:
    crawl = Crawl({NB: exchange(NB, "<title>年报</title><div id=app></div><p>" + "说明" * 300)})
    assert crawl.seen("list") == [("", "not_understood")]
    assert not crawl.summary.complete
    assert not crawl.summary.columns[0].understood


def test_two_pages_without_anything_new_end_a_list_but_one_does_not() -> None:
    stub = exchange(NB, "<html><p>" + "x" * 300)
    pages: dict[str, Script] = {f"{NB}index_{n}.html": stub for n in range(1, 9)}
    pages[f"{NB}index_2.html"] = list_page(entry("t20240119_2.html"))
    crawl = Crawl(
        {
            **pages,
            NB: list_page(entry("t20240119_1.html"), more="<script>createPageHTML(9, 0, 'index', 'html')</script>"),
        }
    )
    assert [name for name, _ in crawl.seen("list")] == [
        "",
        "index_1.html",
        "index_2.html",
        "index_3.html",
        "index_4.html",
    ]
    assert crawl.summary.columns[0].items == 2


def test_a_missing_page_ends_a_list() -> None:
    crawl = Crawl(
        {NB: list_page(entry("t20240119_1.html"), more="<script>createPageHTML(9, 0, 'index', 'html')</script>")}
    )
    assert crawl.seen("list") == [("", "new"), ("index_1.html", "gone")]


def test_fewer_entries_than_declared_are_reported() -> None:
    store = "<script type='text/xml'><datastore><totalrecord>9</totalrecord><recordset><record><![CDATA[{}]]></record></recordset></datastore></script>"
    crawl = Crawl({NB: exchange(NB, store.format(entry("/art/2024/1/1/art_1_1.html")))})
    assert crawl.summary.columns[0].short
    assert not crawl.summary.complete


def test_the_second_way_of_paging_is_tried_when_the_first_brings_nothing() -> None:
    def store(numbers: range, proxy: str = "") -> str:
        rows = "".join(f"<record><![CDATA[{entry(f'/art/2024/1/1/art_1_{n}.html')}]]></record>" for n in numbers)
        group = '<nextgroup><![CDATA[<a href="/dataproxy.jsp?page=2&webid=1"></a>]]></nextgroup>'
        return f"<script type='text/xml'><datastore>{group}<recordset>{rows}</recordset></datastore></script>{proxy}"

    script = "<script>var param_1={col:1,webid:'1'};x({totalRecord:4,perPage:2,groupSize:1,proxyUrl:'/dataproxy.jsp'})</script>"
    crawl = Crawl(
        {
            NB: exchange(NB, store(range(1, 3), script)),
            f"{ROOT}/dataproxy.jsp?startrecord=3&endrecord=4&perpage=2": exchange(NB, "<datastore></datastore>"),
            f"{ROOT}/dataproxy.jsp?page=2&webid=1": exchange(NB, store(range(3, 5))),
        }
    )
    assert crawl.summary.columns[0].items == 4
    assert not crawl.summary.columns[0].short


def test_a_column_may_be_the_report_itself() -> None:
    chapters = "".join(
        f"<p>{heading}</p>"
        for heading in (
            "一、总体情况",
            "二、主动公开政府信息情况",
            "三、收到和处理政府信息公开申请情况",
            "四、政府信息公开行政复议、行政诉讼情况",
        )
    )
    crawl = Crawl(
        {NB: exchange(NB, f"<title>青石镇2023年政府信息公开年度报告</title>{chapters}" + "<p>正文</p>" * 300)}
    )
    assert crawl.seen() == [("", "new")]
    assert crawl.summary.complete


def test_attachments_of_reports_are_handed_on_before_their_report() -> None:
    report = exchange(NB, "<p>" + "正文" * 300 + '</p><a href="P0202.pdf">年报.pdf</a>')
    crawl = Crawl(
        {
            NB: list_page(entry("t20240119_1.html"), entry("t20240119_2.html", "2023年政府网站工作年度报表")),
            f"{NB}t20240119_1.html": report,
            f"{NB}t20240119_2.html": exchange(NB, "<p>" + "表" * 500 + '</p><a href="W0202.xls">表.xls</a>'),
            f"{NB}P0202.pdf": exchange(NB, b"%PDF-1.4 ..."),
        }
    )
    kinds = [
        (visit.role, visit.exchange.url.removeprefix(NB))
        for visit in crawl.visits
        if visit.role in {"detail", "attachment"}
    ]
    assert kinds == [("attachment", "P0202.pdf"), ("detail", "t20240119_1.html"), ("detail", "t20240119_2.html")]
    file = next(visit for visit in crawl.visits if visit.role == "attachment")
    assert file.note == f"linked from {NB}t20240119_1.html"
    assert file.listed is not None
    assert file.listed.title == "年报.pdf"


def test_a_captcha_before_a_file_ends_the_files_not_the_crawl() -> None:
    page = "<p>" + "正文" * 300 + '</p><a href="a{0}.pdf">a</a><a href="b{0}.pdf">b</a>'
    crawl = Crawl(
        {
            NB: list_page(entry("t20240119_1.html"), entry("t20240119_2.html")),
            f"{NB}t20240119_1.html": exchange(NB, page.format(1)),
            f"{NB}t20240119_2.html": exchange(NB, page.format(2)),
            f"{NB}a1.pdf": exchange(NB, "<p>请输入验证码后下载</p>"),
        }
    )
    assert crawl.seen("attachment") == [("a1.pdf", "challenge")]
    assert [name for name, _ in crawl.seen()] == ["t20240119_1.html", "t20240119_2.html"]


def known_page(body: bytes = b"", **changes: object) -> KnownPage:
    facts: dict[str, object] = {
        "outcome": "new",
        "fetched_at": "2024-02-01T00:00:00Z",
        "sha256": hashlib.sha256(body).hexdigest(),
        **changes,
    }
    return KnownPage(**facts)  # type: ignore[arg-type]


def test_new_unchanged_and_revised_are_told_by_the_hash() -> None:
    same, changed = detail("甲"), detail("乙")
    known = FakeKnown({f"{NB}t20240119_1.html": known_page(same.body), f"{NB}t20240119_2.html": known_page(b"before")})
    crawl = Crawl(
        {
            NB: list_page(*(entry(f"t20240119_{n}.html") for n in (1, 2, 3))),
            f"{NB}t20240119_1.html": same,
            f"{NB}t20240119_2.html": changed,
            f"{NB}t20240119_3.html": detail("丙"),
        },
        known=known,
        refresh="all",
    )
    assert [outcome for _, outcome in crawl.seen()] == ["unchanged", "revised", "new"]


def test_stored_pages_that_are_not_due_are_not_asked_for() -> None:
    pages = {
        f"{NB}t20240119_1.html": known_page(fetched_at="2024-02-09T12:00:00Z"),
        f"{NB}t20240119_2.html": known_page(fetched_at="2024-02-08T12:00:00Z"),
        f"{NB}t20180119_3.html": known_page(fetched_at="2023-08-01T00:00:00Z"),
    }
    crawl = Crawl(
        {
            NB: list_page(
                entry("t20240119_1.html"), entry("t20240119_2.html"), entry("t20180119_3.html", date="2018-01-19")
            )
        },
        known=FakeKnown(pages),
    )
    assert crawl.seen() == [("t20240119_2.html", "gone")]
    assert crawl.summary.not_due == 2


def test_validators_are_sent_and_304_is_unchanged() -> None:
    url = f"{NB}t20240119_1.html"
    known = FakeKnown(
        {url: known_page(fetched_at="2024-02-01T00:00:00Z", etag='"e1"', last_modified="Fri, 19 Jan 2024 00:00:00 GMT")}
    )
    crawl = Crawl({NB: list_page(entry("t20240119_1.html")), url: exchange(url, "", 304)}, known=known)
    sent = dict(next(request for request in crawl.fetcher.requests if request.url == url).headers)
    assert sent == {"If-None-Match": '"e1"', "If-Modified-Since": "Fri, 19 Jan 2024 00:00:00 GMT"}
    assert crawl.seen() == [("t20240119_1.html", "unchanged")]


def test_redirects_are_followed_hop_by_hop_and_each_hop_is_handed_on() -> None:
    crawl = Crawl(
        {
            NB: list_page(entry("t20240119_1.html")),
            f"{NB}t20240119_1.html": exchange(NB, "", 302, headers=(("Location", "/new/1.html"),)),
            f"{ROOT}/new/1.html": exchange(NB, "<script>location.href='/newer/1.html'</script>"),
            f"{ROOT}/newer/1.html": detail(),
        }
    )
    assert crawl.seen() == [("t20240119_1.html", "moved"), (f"{ROOT}/new/1.html", "moved"), ("t20240119_1.html", "new")]
    last = crawl.visits[-1].exchange
    assert (last.url, last.final_url) == (f"{NB}t20240119_1.html", f"{ROOT}/newer/1.html")


def hops(count: int) -> dict[str, Script]:
    chain: dict[str, Script] = {
        f"{NB}t{n}": exchange(NB, "", 302, headers=(("Location", f"{NB}t{n + 1}"),)) for n in range(1, count + 1)
    }
    start = exchange(NB, "", 302, headers=(("Location", f"{NB}t1"),))
    return {
        NB: list_page(entry("t20240119_1.html")),
        f"{NB}t20240119_1.html": start,
        **chain,
        f"{NB}t{count + 1}": detail(),
    }


def test_five_redirects_are_followed_and_not_six() -> None:
    assert Crawl(hops(4)).seen()[-1] == ("t20240119_1.html", "new")
    failures = Crawl(hops(5)).summary.failures
    assert [(failure.outcome, failure.note) for failure in failures] == [
        ("unreachable", f"{NB}t20240119_1.html: more than 5 redirects")
    ]


@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/passwd", "http://127.0.0.1/", "http://169.254.169.254/latest/", "http://[::ffff:127.0.0.1]/", "http://2130706433/",
        "http://0177.0.0.1/", "http://www.a.gov.cn:22/", "http://www.evil.com/", "",
    ],
)  # fmt: skip
def test_redirects_to_where_we_never_go_are_not_followed(target: str) -> None:
    crawl = Crawl(
        {
            NB: list_page(entry("t20240119_1.html")),
            f"{NB}t20240119_1.html": exchange(NB, "", 302, headers=(("Location", target),)),
        }
    )
    assert [failure.outcome for failure in crawl.summary.failures] == ["blocked"]
    assert all(url.startswith(f"{ROOT}/") for url in crawl.fetcher.urls)


def test_a_redirect_to_itself_that_wants_a_cookie_is_a_challenge_unless_cookies_are_allowed() -> None:
    url = f"{NB}t20240119_1.html"
    loop = exchange(url, "", 302, headers=(("Location", url), ("Set-Cookie", "CT6T=1")))
    replies: dict[str, Script] = {NB: list_page(entry("t20240119_1.html")), url: [loop, detail()]}
    assert Crawl(replies).seen() == [("t20240119_1.html", "challenge")]
    assert Crawl(replies, site=TestSite(cookies=True)).seen()[-1] == ("t20240119_1.html", "new")
    stuck = {**replies, url: loop}
    assert Crawl(stuck, site=TestSite(cookies=True)).seen()[-1] == ("t20240119_1.html", "challenge")


def test_a_challenge_ends_the_host_and_is_handed_on_once() -> None:
    crawl = Crawl({NB: exchange(NB, "<p>网站云防护</p>", 403)})
    assert crawl.seen("list") == [("", "challenge")]
    assert crawl.seen() == []
    assert len(crawl.fetcher.requests) == 2


def test_a_challenge_in_the_middle_leaves_the_rest_unasked() -> None:
    crawl = Crawl(
        {
            NB: list_page(*(entry(f"t20240119_{n}.html") for n in range(1, 9))),
            f"{NB}t20240119_1.html": detail(),
            f"{NB}t20240119_2.html": exchange(NB, '<script>go({"bts":[1]})</script>', 521),
        }
    )
    assert crawl.seen() == [("t20240119_1.html", "new"), ("t20240119_2.html", "challenge")]
    assert crawl.summary.left == 6
    assert crawl.summary.stopped == "www.a.gov.cn: challenge (jiasule)"


def test_a_host_that_is_resting_is_not_asked_at_all() -> None:
    crawl = Crawl(
        {NB: list_page(entry("t20240119_1.html"))}, known=FakeKnown(resting={"www.a.gov.cn": "challenge, 2 hours ago"})
    )
    assert crawl.fetcher.requests == []
    assert crawl.summary.stopped == "www.a.gov.cn: left alone (challenge, 2 hours ago)"


def test_robots_rules_are_kept_page_by_page() -> None:
    crawl = Crawl(
        {
            f"{ROOT}/robots.txt": exchange(ROOT, "User-agent: *\nDisallow: /zwgk/nb/t20240119_1"),
            NB: list_page(entry("t20240119_1.html"), entry("t20240119_2.html")),
            f"{NB}t20240119_2.html": detail(),
        }
    )
    assert f"{NB}t20240119_1.html" not in crawl.fetcher.urls
    assert [(failure.url, failure.outcome) for failure in crawl.summary.failures] == [
        (f"{NB}t20240119_1.html", "blocked")
    ]


def test_hosts_outside_are_left_alone_and_named() -> None:
    crawl = Crawl(
        {
            NB: list_page(
                entry("http://mp.weixin.qq.com/s/t20240119_1.html"), entry("http://www.b.gov.cn/t20240119_2.html")
            )
        }
    )
    assert crawl.summary.outside == ["http://mp.weixin.qq.com/s/t20240119_1.html"]
    assert "http://www.b.gov.cn/t20240119_2.html" in crawl.fetcher.urls


def test_the_page_shown_for_any_address_is_no_report() -> None:
    shell = "<p>" + "栏目首页" * 200 + "</p>"

    def answer(request: Request) -> Exchange:
        return exchange(request.url, shell)

    probe = next(iter(Crawl({NB: list_page(entry("t20240119_1.html"))}).seen("probe")))[0]
    crawl = Crawl({NB: list_page(entry("t20240119_1.html")), f"{NB}t20240119_1.html": answer, probe: answer})
    assert crawl.seen() == [("t20240119_1.html", "soft404")]


def test_a_view_shows_reports_for_some_years_and_a_shell_for_others() -> None:
    view = f"{ROOT}/module/xxgk/xxgkAnnualReport.jsp"
    start = f"{ROOT}/col/col1/index.html"
    chapters = "一、总体情况 二、主动公开政府信息情况 三、收到和处理政府信息公开申请情况 四、政府信息公开行政复议、行政诉讼情况"

    def answer(request: Request) -> Exchange:
        year = request.url[-4:]
        report = f"<p>{chapters}</p><p>{'正文' * 300}</p>"
        return exchange(
            request.url, f"<h1>{year}年</h1>" + (report if year in {"2022", "2023"} else "<p>栏目导航</p>" * 200)
        )

    replies: dict[str, Script] = {f"{view}?area=11330683002611X&fbtime={year}": answer for year in range(2008, 2024)}
    column = exchange(start, f'<a href="{view}?area=11330683002611X&fbtime=2023">县教育局</a>')
    crawl = Crawl({**replies, start: column}, site=TestSite(start=(start,)))
    assert [outcome for _, outcome in crawl.seen()] == ["new", "new", "new", *["soft404"] * 13]


def test_cover_pages_that_differ_in_the_year_alone_are_pages_of_their_own() -> None:
    cover = "<p>%d年政府信息公开年度报告见附件。" + "说明文字" * 200 + "</p>"
    crawl = Crawl(
        {
            NB: list_page(entry("t20240119_1.html", "甲局2022年年报"), entry("t20240119_2.html", "甲局2023年年报")),
            f"{NB}t20240119_1.html": exchange(NB, cover % 2022),
            f"{NB}t20240119_2.html": exchange(NB, cover % 2023),
        }
    )
    assert [outcome for _, outcome in crawl.seen()] == ["new", "new"]


@pytest.mark.parametrize(
    ("error", "outcome"), [(FetchError("reset"), "unreachable"), (OversizeError("20000001 bytes"), "oversize")]
)
def test_answers_that_never_came_whole_are_failures(error: Exception, outcome: str) -> None:
    crawl = Crawl({NB: list_page(entry("t20240119_1.html")), f"{NB}t20240119_1.html": error})
    assert [failure.outcome for failure in crawl.summary.failures] == [outcome]
    assert crawl.seen() == []
    assert not crawl.summary.complete


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
        site=TestSite(start=()),
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
        site=TestSite(start=()),
    )
    assert [column.url for column in crawl.summary.columns] == [NB]


def test_a_column_no_link_leads_to_may_lie_where_it_usually_lies() -> None:
    usual = f"{ROOT}/xxgk/zfxxgknb/"
    column = exchange(usual, "<title>政府信息公开年报</title><ul>" + entry("t20240119_1.html") + "</ul>")
    home = exchange(ROOT, "<a href=/x/>x</a>")
    crawl = Crawl({f"{ROOT}/": home, f"{ROOT}/zfxxgk/zfxxgknb/": home, usual: column}, site=TestSite(start=()))
    assert [column.url for column in crawl.summary.columns] == [usual]


def test_an_article_in_parts_is_reported_as_not_whole() -> None:
    text = "<p>" + "正文" * 300 + "</p><script>createPageHTML(3, 0, 't20240119_1', 'html')</script>"
    crawl = Crawl({NB: list_page(entry("t20240119_1.html")), f"{NB}t20240119_1.html": exchange(NB, text)})
    assert [(failure.outcome, failure.note) for failure in crawl.summary.failures] == [
        ("not_understood", "the article goes on for 2 further pages")
    ]


def test_files_on_hosts_outside_are_named() -> None:
    text = "<p>" + "正文" * 300 + '</p><a href="http://files.example.com/a.pdf">a</a>'
    crawl = Crawl({NB: list_page(entry("t20240119_1.html")), f"{NB}t20240119_1.html": exchange(NB, text)})
    assert crawl.summary.outside == ["http://files.example.com/a.pdf"]


def test_a_home_page_that_leads_nowhere_gives_no_columns_and_no_complete_crawl() -> None:
    crawl = Crawl({f"{ROOT}/": exchange(ROOT, "<a href=/x/>x</a>")}, site=TestSite(start=()))
    assert crawl.summary.columns == []
    assert not crawl.summary.complete


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
