"""Lists whose entries stand where only a script, or a reader of feeds, looks: comments, text that is no mark-up, selections, base64, routes."""

from __future__ import annotations

import json
from base64 import b64encode
from html import escape

import pytest

from reportscraper.crawl.cms import read_list
from reportscraper.fetch.page import Page

from .bench import NB, ROOT, Crawl, detail, entry, known_page, list_page
from .fakes import FakeKnown, Script, exchange, page

TITLES = ["青石镇2023年政府信息公开年度报告", "云溪县教育局2022年政府信息公开年度报告"]
ENTRIES = [(f"{ROOT}/a/1.html", TITLES[0]), (f"{ROOT}/a/2.html", TITLES[1])]
ROWS = "".join(f"<li><a href='/a/{n}.html'>{title}</a></li>" for n, title in enumerate(TITLES, 1))


def listed(body: str, url: str = f"{ROOT}/nb/list.html") -> list[tuple[str, str]]:
    return [(item.url, item.title) for item in read_list(page(body, url)).items]


def coded(number: int) -> str:
    return b64encode(f"/a/{number}.html".encode()).decode()


@pytest.mark.parametrize(
    "body",
    [
        f"<div id=l><!-- <ul>{ROWS}</ul> --></div><script>l.innerHTML=l.innerHTML.replace('<!--','').replace('-->','')</script>",
        f"<div class=t><!--<ul>{ROWS}</ul>--></div><script>$('.t').html($('.t').contents()[0].nodeValue)</script>",
        f"<xmp id=t><ul>{ROWS}</ul></xmp><script>l.innerHTML=t.innerHTML</script>",
        f"<script type='text/plain' id=t><ul>{ROWS}</ul></script>",
        f"<select onchange='window.open(this.value)'><option value='/a/1.html'>{TITLES[0]}</option><option value='/a/2.html'>{TITLES[1]}</option></select>",
        f"<a class=v data-u='{coded(1)}' href='javascript:;'>{TITLES[0]}</a><p><a class=v data-u='{coded(2)}'>{TITLES[1]}</a></p><script>$('.v').click(function(){{ location.href=atob($(this).attr('data-u')) }})</script>",
        f"<a data-u='{coded(1)}' href='javascript:;'>{TITLES[0]}</a><p><a data-u='{coded(2)}' href='#'>{TITLES[1]}</a></p>",
        f"<ul><li onclick=\"go('{coded(1)}')\">{TITLES[0]}</li><li onclick=\"go('{coded(2)}')\">{TITLES[1]}</li></ul><script>function go(s){{ window.open(window.atob(s)) }}</script>",
        f"<ul><li><a href='/a/1.html' data-title='{TITLES[0]}'></a></li><li><a href='/a/2.html' aria-label='{TITLES[1]}'></a></li></ul>",
        f"<ul><li><router-link to='/a/1.html'>{TITLES[0]}</router-link><i>2024-01-19</i></li><li><router-link class=x to='/a/2.html'>{TITLES[1]}</router-link></li></ul>",
        f"<ul><li><a href='/a/1.html' title='发布机构：办公室 发布时间：2024-01-19 点击查看详细内容和附件下载说明'>{TITLES[0]}</a></li><li><a href='/a/2.html'>{TITLES[1]}</a></li></ul>",
        f"<div id=l data-html=\"{escape(f'<ul>{ROWS}</ul>')}\"></div><script>$('#l').html($('#l').data('html'))</script>",
        f"<ul id=l></ul><script>var h='';h+='<li><a href=\"/a/1.html\">{TITLES[0]}</a></li>';h+='<li><a href=\"/a/2.html\">{TITLES[1]}</a></li>';l.innerHTML=h;</script>",
        f"<svg><a xlink:href='/a/1.html'><text>{TITLES[0]}</text></a><a xlink:href='/a/2.html'><text>{TITLES[1]}</text></a></svg>",
    ],
)
def test_entries_are_found_where_a_script_keeps_them(body: str) -> None:
    assert listed(body) == ENTRIES


def test_buttons_of_years_lead_where_their_handler_says() -> None:
    script = "<script>document.querySelectorAll('.t').forEach(b=>b.addEventListener('click',()=>fetch('/nb/part?y='+b.dataset.y).then(show)))</script>"
    buttons = "<button class=t data-y='2022'>2022年</button><button class=t data-y='2021'>2021年</button>"
    assert [link.url for link in read_list(page(f"{buttons}<ul>{ROWS}</ul>{script}", NB)).columns] == [
        f"{ROOT}/nb/part?y=2022",
        f"{ROOT}/nb/part?y=2021",
    ]


def test_a_button_that_a_script_file_brings_to_life_is_a_pager_that_was_not_used() -> None:
    entries = [entry(f"t20240119_{n}.html") for n in range(6)]
    replies: dict[str, Script] = {f"{NB}t20240119_{n}.html": detail(f"第{n}局") for n in range(6)}
    more = "<button id=next>下一页</button><script src='list.js'></script>"
    replies[NB] = list_page(*entries, more=more)
    [column] = Crawl(replies).summary.columns
    assert (column.pager_unused, column.leads_on, column.whole) == (True, True, False)
    replies[NB] = list_page(*entries, more=more.replace("<button", "<button disabled"))
    [column] = Crawl(replies).summary.columns
    assert (column.pager_unused, column.whole) == (False, True)


def test_what_stands_in_a_comment_that_no_script_reads_is_not_published() -> None:
    assert listed(f"<!-- <ul>{ROWS}</ul> --><ul><li><a href='/a/3.html'>{TITLES[0]}</a></li></ul>") == [
        (f"{ROOT}/a/3.html", TITLES[0])
    ]


@pytest.mark.parametrize(
    ("route", "script"),
    [
        ("#/detail?id=", "window.onhashchange=function(){var id=location.hash.split('id=')[1];if(id)$.getJSON('/api/get?id='+id,show)}"),
        ("#!/article/", "fetch(`/api/get?id=${this.$route.params.id}`).then(r=>r.json())"),
        ("#/show?articleId=", "axios.get('/api/get?id=' + this.$route.query.articleId)"),
    ],
)  # fmt: skip
def test_a_route_of_an_application_leads_to_the_interface_that_its_script_names(route: str, script: str) -> None:
    rows = f"<ul><li><a href='{route}73001'>{TITLES[0]}</a></li><li><a href='{route}73002'>{TITLES[1]}</a></li></ul>"
    pages = "<script>function load(page){ $.get('/nb/part_'+page+'.html', show) }</script>"
    assert listed(f"{rows}{pages}<script>{script}</script>") == [
        (f"{ROOT}/api/get?id=73001", TITLES[0]),
        (f"{ROOT}/api/get?id=73002", TITLES[1]),
    ]


def test_a_route_that_no_script_explains_is_an_entry_without_an_address() -> None:
    assert read_list(page(f"<ul><li><a href='#/detail?id=73001'>{TITLES[0]}</a></li></ul>", NB)).unaddressed == (
        TITLES[0],
    )


def test_rows_that_lead_somewhere_as_a_whole_are_not_without_an_address() -> None:
    rows = "".join(
        f"<tr data-href='/a/{n}.html'><td>{n}</td><td>{title}</td></tr>" for n, title in enumerate(TITLES, 1)
    )
    found = read_list(page(f"<table>{rows}</table>", NB))
    assert [(item.url, item.title) for item in found.items] == ENTRIES
    assert found.unaddressed == ()


def rss() -> str:
    items = "".join(f"<item><title>{title}</title><link>{url}</link></item>" for url, title in ENTRIES)
    return f"<?xml version='1.0'?><rss><channel>{items}</channel></rss>"


def atom() -> str:
    items = "".join(f"<entry><title>{title}</title><link href='{url}'/></entry>" for url, title in ENTRIES)
    return f"<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'>{items}</feed>"


def test_a_column_that_is_a_feed_is_a_list() -> None:
    assert listed(rss()) == listed(atom()) == ENTRIES


@pytest.mark.parametrize(
    ("head", "url", "feed"),
    [
        ("<link rel=alternate type='application/rss+xml' href='feed.xml'>", f"{NB}feed.xml", rss()),
        ("<link rel=alternate type='application/atom+xml' href='feed.xml'>", f"{NB}feed.xml", atom()),
        (
            "<link rel=alternate type='application/feed+json' href='feed.json'>",
            f"{NB}feed.json",
            json.dumps({"items": [{"title": title, "url": url} for url, title in ENTRIES]}),
        ),
        (
            "<script>$.get('list.csv', show)</script>",
            f"{NB}list.csv",
            "标题,地址\n" + "\n".join(f"{title},{url}" for url, title in ENTRIES),
        ),
    ],
)
def test_a_page_without_a_list_has_it_from_the_feed_that_it_names(head: str, url: str, feed: str) -> None:
    shell = f"<html><head><title>年报</title>{head}</head><body><p>{'说明' * 300}</p></body></html>"
    replies: dict[str, Script] = {NB: exchange(NB, shell), url: exchange(url, feed)}
    replies |= {at: detail(title) for at, title in ENTRIES}
    crawl = Crawl(replies)
    assert [(visit.exchange.url, visit.outcome) for visit in crawl.visits if visit.role == "detail"] == [
        (at, "new") for at, _ in ENTRIES
    ]
    assert crawl.summary.complete


@pytest.mark.parametrize("frame", ["/pdfjs/web/viewer.html?file=%2Fup%2F1.pdf", "/up/1.pdf"])
def test_a_frame_that_shows_a_file_is_no_list(frame: str) -> None:
    found = read_list(page(f"<h1>{TITLES[0]}</h1><iframe src='{frame}'></iframe>", f"{ROOT}/nb/2023.html"))
    assert found.columns == ()


def test_months_below_a_year_are_its_parts_and_may_hold_nothing_on_the_topic() -> None:
    def month(*rows: str) -> Script:
        return exchange(NB, f"<title>月</title><ul>{''.join(rows)}</ul>")

    crawl = Crawl(
        {
            NB: exchange(NB, "<a href='2024/'>2024年</a>"),
            f"{NB}2024/": exchange(NB, "<a href='01/'>1月</a><a href='02/'>二月份</a>"),
            f"{NB}2024/01/": month(entry("/a/t20240119_1.html", TITLES[0])),
            f"{NB}2024/02/": month("<li><a href='/b/3.html'>关于调整公交线路的通告</a><span>2024-02-03</span></li>"),
            f"{ROOT}/a/t20240119_1.html": detail(),
        }
    )
    assert [url for url, _ in crawl.seen()] == [f"{ROOT}/a/t20240119_1.html"]
    assert crawl.summary.complete


def test_a_calendar_beside_a_list_is_left_and_is_no_list_that_failed() -> None:
    def month(number: int) -> Script:
        following = f"<a href='{NB}2024-{number + 1:02d}/'>2024年{number + 1}月</a>"
        return exchange(NB, f"<title>月</title><p>暂无</p>{following}")

    replies: dict[str, Script] = {f"{NB}2024-{n:02d}/": month(n) for n in range(1, 13)}
    replies[NB] = list_page(entry("t20240119_1.html"), more=f"<a href='{NB}2024-01/'>2024年1月</a>")
    replies[f"{NB}t20240119_1.html"] = detail()
    crawl = Crawl(replies)
    assert crawl.summary.complete
    assert crawl.summary.columns_left == []
    assert crawl.summary.endless == [f"{NB}2024-04/"]


def test_a_sub_column_that_was_found_to_be_a_report_is_not_asked_for_while_it_is_not_due() -> None:
    replies: dict[str, Script] = {
        NB: list_page(entry("t20240119_1.html"), more="<a href='2023.html'>2023年政府信息公开年报</a>"),
        f"{NB}t20240119_1.html": detail(),
        f"{NB}2023.html": detail("总体情况"),
    }
    had = known_page(kind="report", title="2023年政府信息公开年报", fetched_at="2024-02-10T00:00:00Z")
    crawl = Crawl(replies, known=FakeKnown({f"{NB}2023.html": had}))
    assert f"{NB}2023.html" not in crawl.fetcher.urls
    assert crawl.summary.account.listed["a.gov.cn/zwgk/nb/2023.html"].met == "kept"
    assert f"{NB}2023.html" in Crawl(replies).fetcher.urls


def test_a_second_page_that_leads_back_to_the_first_is_a_page_that_could_not_be_had() -> None:
    first = list_page(entry("t20240119_1.html"), more="<a href='index_1.html'>下一页</a>")
    back = exchange(NB, "", 302, (("Location", NB),))
    crawl = Crawl({NB: first, f"{NB}index_1.html": back, f"{NB}t20240119_1.html": detail()})
    [column] = crawl.summary.columns
    assert (column.broken, column.whole) == (1, False)


def test_the_number_of_pages_may_stand_in_a_script_file() -> None:
    entries = [entry(f"t20240119_{n}.html") for n in range(12)]
    pager = "var totalPage=2;function toPage(n){ location.href=(n==1)?'index.html':'index_'+n+'.html'; }"
    more = "<div id=pg></div><script src='pager.js'></script><script>showPager('pg')</script>"
    replies: dict[str, Script] = {f"{NB}t20240119_{n}.html": detail(f"第{n}局") for n in range(12)}
    replies |= {
        NB: list_page(*entries[:6], more=more),
        f"{NB}index_2.html": list_page(*entries[6:], more=more),
        f"{NB}pager.js": exchange(NB, pager),
    }
    crawl = Crawl(replies)
    assert len(crawl.seen()) == 12
    assert crawl.summary.complete


def test_pages_between_the_numbers_shown_and_the_last_are_asked_for() -> None:
    script = "<script>function jump(n){ location.search='page='+n+'&size=10' }</script>"
    pager = "<a onclick='jump(2)'>2</a><a onclick='jump(3)'>3</a><a onclick='jump(5)'>末页</a>"
    assert further(page(f"<ul>{ROWS}</ul>{script}{pager}", NB)) == [f"{NB}?page={n}&size=10" for n in (2, 3, 4, 5)]


def test_each_list_of_a_page_has_its_own_pager() -> None:
    one, two = (f"<div><ul>{ROWS}{ROWS}</ul><a href='l{n}_2.html'>下一页</a></div>" for n in (1, 2))
    other = "<div><a href='x.html'>天气</a><a href='y.html'>交通</a><a href='z_2.html'>下一页</a></div>"
    assert further(page(f"{one}{two}{other}", NB)) == [f"{NB}l1_2.html", f"{NB}l2_2.html"]


def test_a_form_may_lead_to_the_next_page() -> None:
    form = "<form method=post action='/nb/list.do'><input type=hidden name=pageNo value=2><input type=hidden name=cid value=7><button>下一页</button></form>"
    [request] = read_list(page(f"<ul>{ROWS}</ul>{form}", NB)).next_requests
    assert (request.url, request.method, request.body) == (f"{ROOT}/nb/list.do", "POST", b"pageNo=2&cid=7")


def further(found: Page) -> list[str]:
    return [request.url for request in read_list(found).next_requests]
