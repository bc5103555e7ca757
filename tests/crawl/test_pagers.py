"""Pagers in their dialects, how long a list says it is, and what is told when the one was not used or the other not reached."""

from __future__ import annotations

import pytest

from reportscraper.crawl.length import Length, length_of
from reportscraper.crawl.listing import soup_of
from reportscraper.crawl.pagers import further_pages, has_pager
from reportscraper.crawl.subcolumns import read_columns
from reportscraper.fetch.limits import Limits
from reportscraper.model import Exchange

from .bench import NB, ROOT, Crawl, detail, entry
from .fakes import Script, exchange, page


def further(body: str, url: str = "/nb/") -> list[str]:
    requests = further_pages(page(body, ROOT + url), soup_of(body), 50)
    return [request.url.removeprefix(ROOT) for request in requests]


@pytest.mark.parametrize(
    "anchor",
    [
        "<a href='index_1.html'>[下一页]</a>",
        "<a href='index_1.html'>【下一页】</a>",
        "<a href='index_1.html'>下一頁</a>",
        "<a href='index_1.html'><img src='n.gif' alt='下一页'></a>",
        "<a href='index_1.html'>下一页 »</a>",
        "<a href='index_1.html'>Next</a>",
        "<a href='javascript:void(0)' onclick=\"location.href='index_1.html'\">下一页</a>",
        "<a href='javascript:goPage(1)'>下一页</a><script>function goPage(n){location.href='index_'+n+'.html'}</script>",
        "<a data-url='index_1.html'>下一页</a>",
        "<a href='index_1.html'>下一个</a>",
        "<a href='index_1.html'>→</a>",
        "<a href='index_1.html'>向后翻</a>",
        "<a href='index_1.html'>← 早期文章</a>",
        "<a href='index_1.html'>再看一些</a>",
        """<a onclick='turn(event, "index\\u005f1.html")'><img src=n.gif alt=下一页></a>""",
        "<input type=hidden id=cur value=0><button id=next>下一页</button><script>$('#next').click(function(){ var n=parseInt($('#cur').val())+1; location.href='index_'+n+'.html' })</script>",
        "<span class='btn next'>下一页</span><script>var cur=0;$('.next').on('click',function(){ location.href='index_'+(cur+1)+'.html' })</script>",
        "<button id=next>下一页</button><script>var cur=0;document.getElementById('next').onclick=function(){ cur++; location.href='index_'+cur+'.html' }</script>",
        "<a class='prev'><i></i></a><a class='next' href='index_1.html'><i class='ico'></i></a>",
        "<a href='index_1.html'><i class='icon-next'></i></a>",
        "<a href='index_1.html' aria-label='下一页'><svg></svg></a>",
        "<html><head><link rel='next' href='index_1.html'></head></html>",
        """<a href="javascript:void(0);" onclick="location.href=encodeURI('index_1.html');">下一页</a>""",
        "<a href='javascript:go(now+1)'>下页</a><script>var now=0;function go(p){ location.href=(p==0)?'index.html':'index_'+p+'.html'; }</script>",
        "<button onclick='turn()'>下一页</button><script>var n=0;function turn(){ location.href='index_'+(n+1)+'.html'; }</script>",
        "<button onclick='turn()'>下一页</button><script>var n=0;function turn(){ n++; location.href='index_'+n+'.html'; }</script>",
    ],
)
def test_the_next_page_however_it_is_said(anchor: str) -> None:
    assert further(anchor) == ["/nb/index_1.html"]


def test_pages_numbered_in_words_are_pages() -> None:
    links = "".join(f"<a href='index_{n}.html'>第{'一二三四'[n]}页</a>" for n in range(1, 4))
    assert further(f"<a href='index.html'>第一页</a>{links}") == [f"/nb/index_{n}.html" for n in range(1, 4)]


def test_a_column_of_the_next_number_in_the_menu_is_no_page() -> None:
    assert further("<nav><a href='list_13.html'>公示公告</a></nav>", "/nb/list_12.html") == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<a href='list.html'>1</a> <a href='list_2.html'>2</a> <a href='list_3.html'>3</a>", ["list_2.html", "list_3.html"]),
        ("<b>[1]</b><a href='list_2.html'>[2]</a><a href='list_3.html'>[3]</a>", ["list_2.html", "list_3.html"]),
        (
            ("<a onclick='goPage(1)'>1</a><a onclick='goPage(2)'>2</a><a onclick='goPage(3)'>3</a>"
            "<script>function goPage(n){ window.location = 'list.jsp?page=' + n; }</script>"),
            ["list.jsp?page=2", "list.jsp?page=3"],
        ),
        (
            "<select onchange=\"location=this.value\"><option value='list.html'>第1页</option><option value='list_2.html'>第2页</option></select>",
            ["list_2.html"],
        ),
        (
            ("<select onchange=\"location.href='list_'+this.value+'.html'\"><option value='1'>1</option><option value='2'>2</option>"
            "<option value='3'>3</option></select>"),
            ["list_2.html", "list_3.html"],
        ),
        (
            ("<div id=p></div><script>laypage.render({elem:'p',count:58,limit:20,jump:function(obj,first)"
            "{ if(!first){ location.href = 'list_' + obj.curr + '.html' } }})</script>"),
            ["list_2.html", "list_3.html"],
        ),
        (
            "<script>laypage({cont:'p',pages:3,curr:1,jump:function(e,first){if(!first){location.href='?page='+e.curr}}})</script>",
            ["?page=2", "?page=3"],
        ),
        (
            "<a href='#1'>1</a><a href='#2'>2</a><div id=list></div><script>function show(n){ $('#list').load('part_' + n + '.html') }</script>",
            ["part_2.html"],
        ),
        (
            "<script>var countPage = 3;\ncreatePageHTML(countPage, 0, 'index', 'html')</script>",
            ["index_1.html", "index_2.html"],
        ),
        ("<script>\nvar pages = '3';\ncreatePageHTML('div', pages, 1, 'list', 'shtml', 54)</script>", ["list_2.shtml", "list_3.shtml"]),
        ("<script>var m_nRecordCount = '58'; var m_nPageSize = 20; var m_sPageName = 'nei';</script>", ["nei_2.html", "nei_3.html"]),
    ],
)  # fmt: skip
def test_pagers_without_a_next_link(body: str, expected: list[str]) -> None:
    found = further(f"<html><body>{body}</body></html>", "/nb/list.html")
    assert found == [f"/nb/list.html{name}" if name.startswith("?") else f"/nb/{name}" for name in expected]


_KKPAGER = """kkpager.generPageHtml({pno:'1',total:'3',totalRecords:'25',hrefFormer:'/nb/list',hrefLatter:'.html',
getLink:function(n){return this.hrefFormer+'_'+n+this.hrefLatter;}})"""


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        (_KKPAGER, ["/nb/list_2.html", "/nb/list_3.html"]),
        ("$('#p').jqPaginator({totalPages:3,currentPage:1,onPageChange:function(num,type){ location.href='/nb/list_'+num+'.html' }})",
         ["/nb/list_2.html", "/nb/list_3.html"]),
        ("$('#p').pagination(25,{items_per_page:10,link_to:'list___id__.html'})", ["/nb/list_1.html", "/nb/list_2.html"]),
        ("$('#p').bootstrapPaginator({totalPages:3,pageUrl:function(type,page,current){return '?page='+page;}})",
         ["/nb/list.html?page=2", "/nb/list.html?page=3"]),
        ("Pager({size:3, current:0, prefix:'list',suffix:'shtml'});", ["/nb/list_1.shtml", "/nb/list_2.shtml"]),
        ("var totalPages=3;function jumpTo(){ var v=$('#no').val(); window.location='list_'+v+'.html'; }",
         ["/nb/list_2.html", "/nb/list_3.html"]),
    ],
)  # fmt: skip
def test_pagers_that_plugins_make(script: str, expected: list[str]) -> None:
    assert further(f"<ul></ul><script>{script}</script>", "/nb/list.html") == expected


@pytest.mark.parametrize(
    "body",
    [
        "<ul class=pg><li data-page=1>1</li><li data-page=2>2</li></ul><script>$('.pg').on('click','li',function(){ location.href='list_'+$(this).data('page')+'.html'; })</script>",
        "<a href='list.html'>第1页</a><a href='list_2.html'>第2页</a>",
        "<div class='pagination' data-total='15' data-size='10' data-url='/nb/list_{page}.html'></div>",
        "<a href='#' onclick='to(1)'>1</a><a href='#' onclick='to(2)'>2</a><script>const to = (n) => { location.href = `/nb/list_${n}.html` }</script>",
    ],
)
def test_numbers_that_lead_somewhere_by_attributes_and_templates(body: str) -> None:
    assert "/nb/list_2.html" in further(body, "/nb/list.html")


def test_a_pager_that_asks_for_its_pages_one_by_one_is_followed() -> None:
    rest = "".join(entry(f"/zwgk/nb/t20240119_{n}.html") for n in range(11, 13))
    more = "<div>共2页 <a href='javascript:getPage(2)'>下一页</a></div><script>var u='/nb/ajax.do';function getPage(n){ $.get(u,{channel:'7',pageNo:n},function(h){ $('ul').html(h) }) }</script>"
    first = "".join(entry(f"/zwgk/nb/t20240119_{n}.html") for n in range(1, 11))
    batches: dict[str, Script] = {
        f"{ROOT}/nb/ajax.do?channel=7&pageNo={n}": exchange(NB, f"<ul>{rows}</ul>")
        for n, rows in ((1, first), (2, rest), (3, "<p>没有更多了</p>"))
    }
    [column] = walked(more, batches).summary.columns
    assert (column.items, column.whole) == (12, True)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("1/4 <a href='list.html'>首页</a><a href='list_4.html'>尾页</a>", ["list_2", "list_3", "list_4"]),
        ("1/4 <a href='list.html'>首页</a><a href='list_3.html'>尾页</a>", ["list_1", "list_2", "list_3"]),
        ("<a href='/other/list_3.html'>尾页</a>", []),
        ("<a href='list.html'>尾页</a>", []),
    ],
)
def test_the_last_page_tells_those_before_it(body: str, expected: list[str]) -> None:
    assert further(body, "/nb/list.html") == [f"/nb/{name}.html" for name in expected]


def test_a_list_in_no_order_is_told_and_entries_pinned_on_every_page_are_not() -> None:
    def more(rows: range) -> Exchange:
        return exchange(NB, f"<html><ul>{''.join(entry(f't20240119_{n}.html') for n in rows)}</ul></html>")

    pager = "<div>共20条 <a href='index_1.html'>2</a></div>"
    [column] = walked(f"<a href='index.html'>1</a>{pager}", {f"{NB}index_1.html": more(range(6, 16))}).summary.columns
    assert (column.items, column.short) == (15, True)
    [column] = walked(f"<a href='index.html'>1</a>{pager}", {f"{NB}index_1.html": more(range(8, 21))}).summary.columns
    assert (column.items, column.whole) == (20, True)


def test_a_window_of_numbers_in_the_middle_of_a_long_pager_leads_on() -> None:
    body = "<a href='list_8.html'>8</a><b>9</b><a href='list_10.html'>10</a><a href='/other/2024.html'>24</a>"
    assert further(body, "/nb/list_9.html") == ["/nb/list_8.html", "/nb/list_10.html"]


def test_what_a_script_makes_of_an_unknown_name_is_no_page_of_the_list_unless_it_is_called_so() -> None:
    body = "<script>var totalPages=3;function open1(v){ window.location='/a/'+v+'.html'; }</script>"
    assert further(body, "/nb/list.html") == []


def test_a_grid_of_web_forms_is_paged_by_its_numbers() -> None:
    body = """<form><input type="hidden" name="__VIEWSTATE" value="abc"><span>1</span>
    <a href="javascript:__doPostBack('GridView1','Page$2')">2</a><a href="javascript:__doPostBack('GridView1','Page$3')">3</a></form>"""
    [request] = further_pages(page(body, ROOT + "/list.aspx"), soup_of(body), 50)
    assert b"Page%242" in request.body
    second = body.replace(
        "<span>1</span>", "<a href=\"javascript:__doPostBack('GridView1','Page$1')\">1</a><span>2</span>"
    )
    second = second.replace("<a href=\"javascript:__doPostBack('GridView1','Page$2')\">2</a>", "")
    [request] = further_pages(page(second, ROOT + "/list.aspx"), soup_of(second), 50)
    assert b"Page%243" in request.body
    last = body.replace("Page$3", "Page$1")
    last = last.replace("<span>1</span>", "").replace(">3<", ">1<") + "<span>3</span>"
    assert further_pages(page(last, ROOT + "/list.aspx"), soup_of(last), 50) == ()


@pytest.mark.parametrize(
    ("select", "expected"),
    [
        ("<select onchange=\"location.href='list_'+this.value+'.html'\"><option value=2023>2023年</option></select>", "list_2023.html"),
        ("<form action='list.jsp'><select name=year><option value=2023>2023年</option></select></form>", "list.jsp?year=2023"),
        (
            ("<select onchange='goYear(this.value)'><option value=2023>2023</option></select>"
            "<script>function goYear(y){location.href=y+'/index.html'}</script>"),
            "2023/index.html",
        ),
        (
            ("<select id=y><option value=2023>2023年</option></select><button onclick='query()'>查询</button>"
            "<script>function query(){var v=$('#y').val(); location.href='list_'+v+'.html'}</script>"),
            "list_2023.html",
        ),
        (
            "<select id=y><option value=2023>2023年</option></select><script>$('#y').change(function(){ $('#l').load('list.jsp?y='+$(this).val()) })</script>",
            "list.jsp?y=2023",
        ),
    ],
)  # fmt: skip
def test_years_of_a_selection_are_columns(select: str, expected: str) -> None:
    html = f"<html><title>年报</title><body>{select}</body></html>"
    assert [link.url for link in read_columns(soup_of(html), page(html, NB))] == [NB + expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>页次1/4 共58条</p>", Length(58, 4, None)),
        ("<p>共 58 条记录 每页 15 条</p>", Length(58, None, 15)),
        ("<p>共1234条政策文件</p>", Length()),
        ("<script>var c = {recordCount: '20', prepage: 10}</script>", Length(20, None, 10)),
        ("<script>totalCount=58;pageSize=15</script>", Length(58, None, 15)),
        ("<p>第1页/共4页</p>", Length(None, 4, None)),
        ("<p>2024/01/19</p>", Length()),
        ("<p>共58条</p><p>首页</p>", Length(58, None, None)),
        ("<script>var total = 20, pageSize = 10;</script>", Length(20, None, 10)),
        ("<script>var total = 20;</script>", Length()),
        ("<p>总记录数：58</p>", Length(58, None, None)),
    ],
)
def test_how_long_a_list_says_it_is(text: str, expected: Length) -> None:
    assert length_of(page(f"<html>{text}</html>")) == expected


@pytest.mark.parametrize(
    ("body", "is_pager"),
    [
        ("<a href='#'>1</a><a href='#'>2</a>", True),
        ("<span onclick='next()'>下一页</span>", True),
        ("<a href='javascript:;'>上一页</a><a href='javascript:;'>下一页</a>", False),
        ("<a class='disabled' href='index.html'>下一页</a>", False),
        ("<span>共1页</span><a href='index.html'>下一页</a>", False),
        ("<ul><li>一</li></ul>", False),
        ("<a href='javascript:loadMore()'>查看更多</a>", True),
        ("<a href='/news/'>查看更多</a>", False),
    ],
)
def test_what_looks_like_a_pager(body: str, is_pager: bool) -> None:
    assert has_pager(length_of(page(body)), soup_of(f"<html>{body}</html>")) is is_pager


def walked(more: str, pages: dict[str, Script] | None = None, count: int = 10, limits: Limits | None = None) -> Crawl:
    rows = "".join(entry(f"t20240119_{n}.html") for n in range(1, count + 1))
    listed = {f"{NB}t20240119_{n}.html": detail(f"第{n}局") for n in range(1, 40)}
    first = exchange(NB, f"<html><title>年报</title><ul>{rows}</ul>{more}</html>")
    return Crawl({NB: first, **listed, **(pages or {})}, **({"limits": limits} if limits else {}))


@pytest.mark.parametrize(
    "more",
    [
        "<script>var c = {recordCount: '20', prepage: 10}</script>",
        "<div class=page>页次1/2 <a onclick='turn()'>下一页</a></div>",
        "<div class=page>共20条记录</div>",
        "<div class=page><a>1</a><a>2</a></div>",
        "<div class=page><b onclick='turn(this)'>下一页</b></div>",
    ],
)
def test_a_list_that_is_longer_than_what_was_read_is_told(more: str) -> None:
    [column] = walked(more).summary.columns
    assert not column.whole
    assert column.short or column.pages_left or column.leads_on


@pytest.mark.parametrize(
    "more",
    [
        "<div>共10条记录 页次1/1 <a href='javascript:;'>下一页</a></div>",
        "<div><a href='#'>上一页</a><a href='#'>下一页</a></div>",
        "<script>createPageHTML(1, 0, 'index', 'html')</script>",
        "<div>共8888条政策</div>",
        "",
    ],
)
def test_a_list_of_one_page_is_whole(more: str) -> None:
    [column] = walked(more).summary.columns
    assert column.whole


def test_trs_outline_pages_are_found_from_whichever_number_they_are_counted() -> None:
    script = "<script>var m_nRecordCount = 20; var m_nPageSize = 10; var m_sPageName = 'nei';</script>"
    rest = "".join(entry(f"t20240119_{n}.html") for n in range(11, 21))
    for number in (1, 2):
        second = {f"{NB}nei_{number}.html": exchange(NB, f"<html><ul>{rest}</ul>{script}</html>")}
        [column] = walked(script, second).summary.columns
        assert (column.items, column.whole) == (20, True)


def test_a_list_cut_at_the_cap_is_told() -> None:
    pages: dict[str, Script] = {
        f"{NB}index_{n}.html": exchange(NB, f"<html><ul>{entry(f't20240119_{n + 10}.html')}</ul></html>")
        for n in range(1, 9)
    }
    pager = "<script>createPageHTML(9, 0, 'index', 'html')</script>"
    assert walked(pager, pages).summary.columns[0].whole
    assert walked(pager, pages, limits=Limits(list_pages=5)).summary.columns[0].capped
    assert not walked(pager, pages, limits=Limits(list_pages=9)).summary.columns[0].capped


@pytest.mark.parametrize(
    "text",
    [
        "<p>信访统计：共8821条</p><a href='list_2.html'>下一页</a>",
        "<a href='list_2.html'>下一页</a><p>访问总数:999</p>",
        "<p>全年主动公开政府信息共1477条。</p>",
        "<p>发布动态，共1477条，其中要闻12条</p>",
        "<p>我县政策共58项；解读</p>",
    ],
)
def test_a_sentence_that_counts_something_is_no_total_of_a_list(text: str) -> None:
    assert length_of(page(f"<html>{text}</html>")).entries is None
