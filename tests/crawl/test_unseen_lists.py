"""Lists and pagers of kinds that no site of the simulator had: states of applications, named objects, marks of batches, forms, headers."""

from __future__ import annotations

import json
from base64 import b64encode

import msgspec
import pytest

from reportscraper.crawl.cms import read_list
from reportscraper.crawl.paging import BatchRequest, Loaded
from reportscraper.fetch.page import Page, jump
from reportscraper.fetch.request import Request

from .bench import NB, ROOT
from .fakes import page

TITLES = ["青石镇2023年政府信息公开年度报告", "云溪县教育局2022年政府信息公开年度报告"]
ENTRIES = [(f"{ROOT}/a/1.html", TITLES[0]), (f"{ROOT}/a/2.html", TITLES[1])]
ROWS = "".join(f"<li><a href='/a/{n}.html'>{title}</a><i>2024-01-0{n}</i></li>" for n, title in enumerate(TITLES, 1))
DATA = [{"title": title, "url": f"/a/{n}.html", "date": "2024-01-05"} for n, title in enumerate(TITLES, 1)]
NUMBERED = [{"id": str(n), "title": title} for n, title in enumerate(TITLES, 1)]


def answer(text: str, request: Request) -> Page:
    return msgspec.structs.replace(page(text, request.url), request=request)


def coded(text: str) -> str:
    return b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    "body",
    [
        f'<script>window.__NUXT__=(function(a,b,c,d){{return {{data:[{{list:[{{title:a,url:b}},{{title:c,url:d}}],n:2}}]}}}}("{TITLES[0]}","\\u002Fa\\u002F1.html","{TITLES[1]}","\\u002Fa\\u002F2.html"));</script>',
        f"<script>window.__INITIAL_STATE__={json.dumps({'list': {'records': NUMBERED}})};(function(){{var s;s.remove()}}());</script><script>function show(item){{ location.href='/a/'+item.id+'.html' }}</script>",
        f"<div id=l></div><script>l.innerHTML=decodeURIComponent(escape(atob('{coded(f'<ul>{ROWS}</ul>')}')))</script>",
        "<ul>"
        + "".join(f"<li onclick=\"go('{coded(str(n))}')\">{title}</li>" for n, title in enumerate(TITLES, 1))
        + "</ul><script>function go(s){window.open('/a/'+atob(s)+'.html')}</script>",
        "<table>"
        + "".join(
            f"<tr><td>{title}</td><td>2024-01-05</td><td><a href='/a/{n}.html'><i class=eye></i></a></td></tr>"
            for n, title in enumerate(TITLES, 1)
        )
        + "</table>",
    ],
)
def test_entries_are_found_in_what_an_application_keeps(body: str) -> None:
    assert [(item.url, item.title) for item in read_list(page(body, NB)).items] == ENTRIES


@pytest.mark.parametrize(
    "text",
    [
        "\n\n".join(f"id: {n}\ndata: {json.dumps(row)}" for n, row in enumerate(DATA)),
        f"export const list={json.dumps(DATA)};",
        "{total:2,rows:["
        + ",".join(f"{{Id:{n},Title:'{title}',Url:'/a/{n}.html'}}" for n, title in enumerate(TITLES, 1))
        + "]}",
        f"<?xml version='1.0'?><column name='年报'>{''.join(f'<x title={title!r} href={address[len(ROOT) :]!r}/>' for address, title in ENTRIES)}</column>",
    ],
)
def test_what_a_script_loads_may_be_a_stream_a_module_an_object_or_attributes(text: str) -> None:
    loaded = answer(text, Loaded(f"{ROOT}/data", headers=(("Referer", NB),)))
    assert [(item.url, item.title) for item in read_list(loaded).items] == ENTRIES


@pytest.mark.parametrize(
    ("script", "url", "body"),
    [
        ("new EventSource('/api/stream?cid=7')", "/api/stream?cid=7", b""),
        ("x.open('GET','/nb.json?_='+Date.now(),true)", "/nb.json?_=", b""),
        ("var API={list:'/api/list'};var q={cid:7,page:1};$.ajax({url:API.list,data:q})", "/api/list?cid=7&page=1", b""),
        ("var q={cid:7,pageNum:1};fetch('/api/page',{method:'POST',body:JSON.stringify(q)})", "/api/page", b'{"cid":7,"pageNum":1}'),
        ("var e=axios.create({baseURL:'/api'});e.get('/list',{params:{cid:7,pageNum:t}})", "/api/list?cid=7&pageNum=1", b""),
        ("$.ajax({type:'POST',url:'/s.asmx/Get',data:\"{'cid':'7','pageIndex':'1'}\"})", "/s.asmx/Get", b'{"cid":"7","pageIndex":1}'),
        ("$.post('/q.action',{'page.currentPage':n,'cid':'7'},f)", "/q.action", b"page.currentPage=1&cid=7"),
    ],
)  # fmt: skip
def test_a_list_is_asked_for_as_its_script_does(script: str, url: str, body: bytes) -> None:
    first, *_ = read_list(page(f"<div id=l></div><script>{script}</script>", NB)).next_requests
    assert (first.url, first.body) == (f"{ROOT}{url}", body)


@pytest.mark.parametrize(
    "form",
    [
        "<form action='/s.do'><input name=kw value='信息公开年度报告'><input type=submit value=查询></form>",
        "<form action='/s.do'><input name=kw placeholder='请输入，如：信息公开'><button>搜索</button></form>",
    ],
)
def test_a_search_is_asked_with_the_word_that_it_offers(form: str) -> None:
    first, *_ = read_list(page(form, NB)).next_requests
    assert first.url.startswith(f"{ROOT}/s.do?kw=%E4%BF%A1%E6%81%AF%E5%85%AC%E5%BC%80")


def test_batches_are_counted_by_the_mark_that_each_gives() -> None:
    button = "<div class=more data-last=2>加载更多</div><script>$('.more').click(function(){ var last=$(this).data('last'); $.getJSON('/more?lastId='+last,show) })</script>"
    first, *_ = read_list(page(f"<ul>{ROWS}</ul>{button}", NB)).next_requests
    assert isinstance(first, BatchRequest)
    assert first.url == f"{ROOT}/more?lastId="
    [second] = read_list(answer(json.dumps({"rows": DATA, "lastId": 37}), first)).next_requests
    assert second.url == f"{ROOT}/more?lastId=37"
    ends = read_list(answer(json.dumps({"rows": DATA, "lastId": None}), second))
    assert (ends.next_requests, ends.ends) == ((), True)


@pytest.mark.parametrize(
    ("pager", "url", "body"),
    [
        ("<form><input type=hidden name=__VIEWSTATE value=v></form><a href=\"javascript:__doPostBack('P1','2')\">2</a><a href=\"javascript:__doPostBack('P1','3')\">3</a>", NB, b"__VIEWSTATE=v&__EVENTTARGET=P1&__EVENTARGUMENT=2"),
        (f"<form method=post action='{NB}'><input type=hidden name=__VIEWSTATE value=v><input type=submit name=a value=上一页><input type=submit name=b value=下一页></form>", NB, b"__VIEWSTATE=v&b=%E4%B8%8B%E4%B8%80%E9%A1%B5"),
        ("<form name=f action='/was5'><input type=hidden name=page value=1></form><a href=\"javascript:go('2')\">下一页</a><script>function go(n){document.f.page.value=n;document.f.submit()}</script>", f"{ROOT}/was5?page=2", b""),
        ("<form action='/nb/'><input name=curPage value=1><input type=image alt=下一页 onclick='this.form.curPage.value=2'></form>", f"{ROOT}/nb/?curPage=2", b""),
        ("<a onclick=\"q(this,'/ui?currentPage=2')\" tagname='/nb/6b-2.html'>下页</a>", f"{ROOT}/nb/6b-2.html", b""),
        ("<p class=p><a href='###' pageno=1>1</a><a href='###' pageno=2>2</a></p><script>$('.p a').click(function(){ location.href='/nb/?p='+$(this).attr('pageno') })</script>", f"{ROOT}/nb/?p=2", b""),
        ("<script>$('.z').createPage({pageNum:3,current:1,backfun:function(e){ location.href= e.current==1?'index.html':'index_'+(e.current-1)+'.html' }})</script>", f"{NB}index_1.html", b""),
    ],
)  # fmt: skip
def test_the_next_page_is_asked_for_as_the_pager_does(pager: str, url: str, body: bytes) -> None:
    first, *_ = read_list(page(f"<ul>{ROWS}</ul>{pager}", NB)).next_requests
    assert (first.url, first.body) == (url, body)


def test_a_header_names_the_next_page() -> None:
    plain = page(f"<ul>{ROWS}</ul>", NB)
    sent = msgspec.structs.replace(plain.exchange, headers=(("Link", '</nb/?page=2>; rel="next"'),))
    assert [each.url for each in read_list(msgspec.structs.replace(plain, exchange=sent)).next_requests] == [
        f"{ROOT}/nb/?page=2"
    ]


def test_data_beside_a_pager_are_one_page_of_a_list() -> None:
    state = json.dumps({"props": {"list": DATA, "total": 9}})
    body = f"<script id=__NEXT_DATA__ type='application/json'>{state}</script><a href='?page=1'>1</a><a href='?page=2'>2</a>"
    read = read_list(page(body, NB))
    assert [(item.url, item.title) for item in read.items] == ENTRIES
    assert ([each.url for each in read.next_requests], read.declared, read.pager) == ([f"{NB}?page=2"], 9, True)


def test_a_form_is_the_other_way_where_addresses_count_in_vain() -> None:
    pager = "共2页<a href='/nb/?pageNo=2' onclick='return go(2)'>2</a><form id=f method=post action='/nb/'><input type=hidden name=pageNo value=1></form><script>function go(n){f.pageNo.value=n;f.submit();return false}</script>"
    read = read_list(page(f"<ul>{ROWS}</ul>{pager}", NB))
    assert [each.url for each in read.next_requests] == [f"{ROOT}/nb/?pageNo=2"]
    assert [(each.url, each.body) for each in read.fallback_requests] == [(f"{ROOT}/nb/", b"pageNo=2")]


def test_a_disabled_button_leads_nowhere_and_a_click_is_no_jump() -> None:
    button = "<input type=button value=下一页 onclick=\"location.href='list_9.html'\" disabled>"
    last = page(f"<ul>{ROWS}</ul><p>第8/8页，政府信息公开年报，欢迎浏览，谢谢</p>{button}", f"{ROOT}/nb/list_8.html")
    assert jump(last) is None
    assert all("list_9" not in each.url for each in read_list(last).next_requests)
    assert jump(page("<a href='#' onclick=\"location.href='/main.html'\">进入</a>", NB)) == f"{ROOT}/main.html"
