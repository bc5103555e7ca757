from __future__ import annotations

import pytest

from reportscraper.errors import FetchError, OversizeError
from reportscraper.fetch.request import Request
from reportscraper.model import Exchange

from ..crawl.bench import NB, ROOT, Crawl, detail, entry, list_page, made_site
from ..crawl.fakes import FakeKnown, Script, exchange


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


@pytest.mark.parametrize(("charset", "asked"), [("utf-8", "%E5%B9%B4%E6%8A%A5"), ("gbk", "%C4%EA%B1%A8")])
@pytest.mark.parametrize("way", ["Location", "Refresh"])
def test_raw_chinese_in_a_redirect_is_asked_as_it_came(charset: str, asked: str, way: str) -> None:
    raw = "/new/年报.html".encode(charset).decode("latin-1")
    status, value = (302, raw) if way == "Location" else (200, f"0; url={raw}")
    replies: dict[str, Script] = {
        NB: list_page(entry("t20240119_1.html")),
        f"{NB}t20240119_1.html": exchange(NB, "", status, headers=((way, value),)),
        f"{ROOT}/new/{asked}.html": detail(),
    }
    assert Crawl(replies).seen() == [("t20240119_1.html", "moved"), ("t20240119_1.html", "new")]


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
    assert Crawl(replies, site=made_site(cookies=True)).seen()[-1] == ("t20240119_1.html", "new")
    as_redirect_loop = {**replies, url: loop}
    assert Crawl(as_redirect_loop, site=made_site(cookies=True)).seen()[-1] == ("t20240119_1.html", "challenge")


def test_a_cookie_gate_closes_the_host_and_a_page_that_leads_to_itself_does_not() -> None:
    first, second = f"{NB}t20240119_1.html", f"{NB}t20240119_2.html"
    loop = exchange(first, "", 302, headers=(("Location", first),))
    gate = exchange(first, "", 302, headers=(("Location", first), ("Set-Cookie", "CT6T=1")))
    replies: dict[str, Script] = {
        NB: list_page(entry("t20240119_1.html"), entry("t20240119_2.html")),
        first: loop,
        second: detail(),
    }
    assert [outcome for _, outcome in Crawl(replies).seen()] == ["unreachable", "new"]
    closed = Crawl({**replies, first: gate})
    assert [outcome for _, outcome in closed.seen()] == ["challenge"]
    assert (closed.summary.left, closed.summary.stopped) == (1, "www.a.gov.cn: challenge (cookie302)")


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
    crawl = Crawl({**replies, start: column}, site=made_site(start=(start,)))
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
