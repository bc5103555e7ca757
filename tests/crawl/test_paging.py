from __future__ import annotations

from urllib.parse import parse_qs

import pytest

from reportscraper.crawl.articles import article_parts
from reportscraper.crawl.listing import soup_of
from reportscraper.crawl.pagers import further_pages
from reportscraper.crawl.paging import page_parameter, with_query
from reportscraper.fetch.request import Request

from .fakes import page

ROOT = "http://www.a.gov.cn"


def requests(body: str, url: str, most: int = 50) -> tuple[Request, ...]:
    return further_pages(page(body, ROOT + url), soup_of(body), most)


def further(body: str, url: str, most: int = 50) -> list[str]:
    return [request.url.removeprefix(ROOT) for request in requests(body, url, most)]


@pytest.mark.parametrize(
    ("call", "url", "expected"),
    [
        ('createPageHTML(3, 0, "index", "html")', "/nb/", ["/nb/index_1.html", "/nb/index_2.html"]),
        ("createPageHTML(3,0,'index','shtml');", "/nb/index.shtml", ["/nb/index_1.shtml", "/nb/index_2.shtml"]),
        ("createPageHTML(3, 1, 'index', 'html')", "/nb/", ["/nb/index_2.html", "/nb/index_3.html"]),
        (
            "createPageHTML('page_div',3, 1,'list','shtml',54)",
            "/c1/list.shtml",
            ["/c1/list_2.shtml", "/c1/list_3.shtml"],
        ),
        (
            "createPageHTML('page_div',2,1,'common_list','shtml',20)",
            "/c1/common_list.shtml",
            ["/c1/common_list_2.shtml"],
        ),
        ('createPageHTML(1, 0, "index", "html")', "/nb/", []),
        ("createPageHTML('page_div',1,1,'list','shtml',9)", "/c1/list.shtml", []),
        ("// createPageHTML(9, 0, 'index', 'html')", "/nb/", []),
        ("function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt){}", "/nb/", []),
    ],
)
def test_create_page_html_in_its_dialects(call: str, url: str, expected: list[str]) -> None:
    assert further(f"<script>\n{call}\n</script>", url) == expected


def test_a_commented_call_beside_a_live_one() -> None:
    body = "<script>\n//createPageHTML(9, 0, 'index', 'html')\ncreatePageHTML(2, 0, 'index', 'html')</script>"
    assert further(body, "/nb/") == ["/nb/index_1.html"]


def test_count_page_with_written_links() -> None:
    body = """<script>
    var currentPage = 0;//所在页从0开始
    var countPage = 4//共多少页
    document.write("<a href=\\"index_" + (currentPage+1) + ".shtml\\">下一页</a>");
    </script>"""
    assert further(body, "/nb/") == ["/nb/index_1.shtml", "/nb/index_2.shtml", "/nb/index_3.shtml"]


def test_count_page_takes_the_name_of_the_page_itself() -> None:
    body = "<script>var currentPage = 0; var countPage = 3;</script>"
    assert further(body, "/nb/list.htm") == ["/nb/list_1.htm", "/nb/list_2.htm"]


@pytest.mark.parametrize(
    "anchor",
    [
        '<a href="zfxxgknb/10.htm">下页</a>',
        '<a href="zfxxgknb/10.htm" class="p_next"> 下一页 </a>',
        '<a href="zfxxgknb/10.htm">&gt;</a>',
        '<a href="zfxxgknb/10.htm" title="下一页"></a>',
    ],
)
def test_reverse_numbered_lists_are_followed_by_the_next_link(anchor: str) -> None:
    body = f'<span class="p_pages">{anchor}<a href="zfxxgknb/1.htm">尾页</a></span>共52条 1/11'
    assert further(body, "/zfxxgknb.htm") == ["/zfxxgknb/10.htm"]


def test_a_next_link_that_leads_nowhere_ends_the_list() -> None:
    assert further('<a href="javascript:;">下一页</a>', "/list.asp?class=1&page=2") == []
    assert further('<a href="?class=1&page=2">下一页</a>', "/list.asp?class=1&page=2") == []
    assert further('<a href="?class=1&page=3">下一页</a>', "/list.asp?class=1&page=2") == ["/list.asp?class=1&page=3"]


@pytest.mark.parametrize(
    ("body", "url", "expected"),
    [
        ("<script>laypage({pageCount:3,curr:1})</script>", "/public/column/12?type=3&action=list", ["2", "3"]),
        ("<script>laypage({pageCount:3,curr:1})</script>", "/public/column/12?type=3&pageIndex=1", ["2", "3"]),
        ("<p>共 3 页</p>", "/list?pageIndex=1", ["2", "3"]),
        ("<p>共3页</p>", "/list?pageIndex=0", ["1", "2"]),
        ("<p>共3页</p>", "/list?pageIndex=2", ["3"]),
        ("<p>共3页</p>", "/list.html", []),
    ],
)
def test_counted_query_pagers(body: str, url: str, expected: list[str]) -> None:
    assert [parse_qs(link.partition("?")[2])["pageIndex"][0] for link in further(body, url)] == expected


def test_web_forms_are_sent_back_with_their_hidden_fields() -> None:
    body = """<form><input type="hidden" name="__VIEWSTATE" value="abc/="><input type="hidden" name="x">
    <a href="javascript:__doPostBack('ctl00$pager','2')">下一页</a></form>"""
    [request] = requests(body, "/list.aspx?cid=9")
    assert (request.method, request.url) == ("POST", ROOT + "/list.aspx?cid=9")
    assert parse_qs(request.body.decode()) == {
        "__VIEWSTATE": ["abc/="],
        "__EVENTTARGET": ["ctl00$pager"],
        "__EVENTARGUMENT": ["2"],
    }
    assert ("Referer", ROOT + "/list.aspx?cid=9") in request.headers


def test_no_more_pages_than_allowed_are_announced() -> None:
    assert len(further('<script>createPageHTML(5000, 0, "index", "html")</script>', "/nb/", most=50)) == 50


def test_a_page_without_a_pager_announces_nothing() -> None:
    assert further("<ul><li><a href=/info/1/2.htm>年报</a></ul>", "/nb/") == []


def test_query_helpers() -> None:
    assert page_parameter("http://a/?x=1&pageNo=2") == "pageNo"
    assert page_parameter("http://a/?x=1") is None
    assert with_query("http://a/?x=1&p=2&y=", "p", "3") == "http://a/?x=1&p=3&y="
    assert with_query("http://a/", "p", "3") == "http://a/?p=3"


def test_a_later_page_announces_only_what_comes_after_it() -> None:
    assert further("<script>createPageHTML(5, 3, 'index', 'html')</script>", "/nb/index_3.html") == ["/nb/index_4.html"]


def test_the_parts_of_an_article_are_told_from_the_pages_of_a_list() -> None:
    url = ROOT + "/nb/202301/t20230119_12.html"
    own = page("<script>createPageHTML(3, 0, 't20230119_12', 'html')</script>", url)
    assert [request.url[-10:] for request in article_parts(own)] == ["_12_1.html", "_12_2.html"]
    assert article_parts(page("<script>createPageHTML(3, 0, 'index', 'html')</script>", url)) == ()


def test_in_a_list_numbered_from_its_end_the_page_before_is_asked_for_as_well() -> None:
    pager = '<a href="8.htm">上页</a><a href="6.htm">下页</a>'
    assert further(pager, "/zfxxgknb/7.htm") == ["/zfxxgknb/6.htm", "/zfxxgknb/8.htm"]
    assert further('<a href="2.htm">上页</a>', "/zfxxgknb/1.htm") == ["/zfxxgknb/2.htm"]
    assert further('<a href="?page=1">上页</a><a href="?page=3">下页</a>', "/list?page=2") == ["/list?page=3"]


@pytest.mark.parametrize(
    ("body", "url"),
    [
        ('createPageHTML(900000000, 0, "index", "html")', "/nb/"),
        ("var countPage = 900000000", "/nb/"),
        ("pageCount:900000000", "/list?page=1"),
    ],
)
def test_a_page_that_counts_without_end_is_not_counted_out(body: str, url: str) -> None:
    assert len(further(body, url, most=5)) == 5
    assert len(article_parts(page(body, f"{ROOT}/nb/index.html"))) <= 200


@pytest.mark.parametrize(
    "frame",
    [
        '<iframe src="/content/12.html"></iframe>',
        '<frameset><frame src="/content/12.html"></frameset>',
        '<object type="text/html" data="/content/12.html"></object>',
        "<div id=c></div><script>$('#c').load('/content/12.html')</script>",
    ],
)
def test_the_page_in_an_articles_frame_is_a_part_of_it(frame: str) -> None:
    shown = page(f"<html><title>年报</title><h1>某局年报</h1>{frame}</html>", ROOT + "/nb/t20230119_12.html")
    assert [request.url for request in article_parts(shown)] == [ROOT + "/content/12.html"]
    tables = "<table><tr><td>本年新收政府信息公开申请数量</td></tr></table>"
    assert article_parts(page(f"<h1>某局年报</h1>{tables}{frame}", ROOT + "/nb/1.html")) == ()


def test_frames_of_the_sites_looks_are_no_part_of_an_article() -> None:
    looks = '<iframe src="/include/top.html"></iframe><iframe src="about:blank"></iframe><iframe src="/a/share.html"></iframe>'
    assert article_parts(page(f"<h1>某局年报</h1>{looks}", ROOT + "/nb/1.html")) == ()
