"""Lists of which a button loads more: the calls that are found, what a batch brings, and what the walk makes of it."""

from __future__ import annotations

import json
import time
from urllib.parse import parse_qsl, urlsplit

import pytest

from reportscraper.crawl.cms.more import first_batch, read_batch
from reportscraper.crawl.paging import BatchRequest
from reportscraper.fetch.page import Page, open_page
from reportscraper.fetch.request import Request
from reportscraper.model import Exchange

from .bench import NB, ROOT, Crawl, detail, entry, list_page
from .fakes import HTML, Script, exchange, page

BUTTON = '<a href="javascript:more()">加载更多</a>'
JSON = (("Content-Type", "application/json"),)


@pytest.mark.parametrize(
    ("script", "url", "body"),
    [
        ("$.get('/x/more?id=7&page=' + page, show)", "/x/more?id=7&page=1", b""),
        ('var u = "list.do?pageNo=" + ++n + "&size=15";', "/zwgk/nb/list.do?pageNo=1&size=15", b""),
        ("$.ajax({url:'/x/more',data:{id:'7',page:n}})", "/x/more?id=7&page=1", b""),
        ("$.ajax({type:'POST',url:'/x',dataType:'json',data:{id:7,curpage:n}})", "/x", b"id=7&curpage=1"),
        ("$.ajax({url:'/x', data:{id:cid,page:n+1}, type:'post'}); var cid = 'c7';", "/x?id=c7&page=1", b""),
        ("$.post('/x', {channel: $('#c').val(), 'pageNum': n}, f)</script><input type=hidden id=c value=9>", "/x", b"channel=9&pageNum=1"),
        ("$.ajax({url:'/x',type:'POST',data:'id=7&size=10&pageNo='+n})", "/x", b"id=7&size=10&pageNo=1"),
        ("fetch('/x',{method:'POST',body:'id=7&pageNo='+p}).then(f)", "/x", b"id=7&pageNo=1"),
        ("fetch('/x',{method:'POST',body:new URLSearchParams({id:'7',pageNo:p})})", "/x", b"id=7&pageNo=1"),
        ("x.open('POST','/x',true);x.send('id=7&pageNo='+n)", "/x", b"id=7&pageNo=1"),
        ("$('#p').page({pageSize:10,remote:{url:'/x',params:{id:7},pageIndexName:'pageIndex'}})", "/x?id=7&pageIndex=1&pageSize=10", b""),
        ("$.getJSON('/x?callback=?',{id:7,page:n,rows:10},show)", "/x?callback=callback&id=7&page=1&rows=10", b""),
        ("var p=1;$.getJSON('/data/7/list_'+p+'.json',show)", "/data/7/list_1.json", b""),
        ("axios.get('/api/articles/7/'+this.page).then(show)", "/api/articles/7/1", b""),
        ('$.getJSON("/x?id=7",{"pageIndex":i,"size":20})', "/x?id=7&pageIndex=1&size=20", b""),
    ],
)  # fmt: skip
def test_calls_are_found_in_the_script(script: str, url: str, body: bytes) -> None:
    batch = first_batch(page(f"{BUTTON}<script>{script}</script>", NB))
    assert batch is not None
    assert (batch.url, batch.body) == (f"{ROOT}{url}", body)
    assert batch.method == ("POST" if body else "GET")
    assert {("Referer", NB), ("X-Requested-With", "XMLHttpRequest")} <= set(batch.headers)


def test_an_address_on_the_button_itself_is_found() -> None:
    batch = first_batch(page('<a class="m" data-url="/x?id=7&amp;page=2"> 点击加载更多</a>', NB))
    assert batch is not None
    assert batch.url == f"{ROOT}/x?id=7&page=1"


@pytest.mark.parametrize(
    "script",
    [
        "$.get('/hits?id=' + id)",
        "$.ajax({url:'/x',data:{id:'7'}})",
        "$.ajax({url:'/x',data:{id:unknown,page:n}})",
        "$.ajax({url:'/x',data:{id:cid('7'),page:n}})",
        "$.get('javascript:?page=' + n)",
        "$.post('/x?page=1', {id: '7'}, f)",
        "more(1)",
    ],
)
def test_what_does_not_number_its_batches_or_cannot_be_filled_in_is_no_call(script: str) -> None:
    assert first_batch(page(f"{BUTTON}<script>{script}</script>", NB)) is None


@pytest.mark.parametrize(
    "piece",
    ["ajax({", "ajax({url:'/x' ", '"&a=', "<a data-url='x' ", "$.post('/x',{", "$.post('/x',{" + "a:bq," * 100 + "page:1})", "a='", "b=1;"],
)  # fmt: skip
def test_scripts_made_to_be_slow_are_read_in_time(piece: str) -> None:
    body = page(BUTTON + piece * (400_000 // len(piece)))
    started = time.process_time()
    first_batch(body)
    assert time.process_time() - started < 2


BATCH = BatchRequest(f"{ROOT}/x?page=3", headers=(("Referer", NB),), parameter="page")
ROW = {"Title": "某局<b>2023年</b>政府信息公开年度报告", "url": "t1.html", "PubDate": "2024-01-19"}


def answer(body: str, headers: tuple[tuple[str, str], ...] = HTML) -> Page:
    return open_page(Request(BATCH.url), exchange(BATCH.url, body, headers=headers))


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (f"<li>{entry('t1.html', '某局2023年政府信息公开年度报告')}</li>", HTML),
        (json.dumps({"code": 0, "errors": [], "data": {"rows": [ROW]}}), JSON),
        (json.dumps([ROW]), JSON),
        (json.dumps({"html": entry("t1.html", "某局2023年政府信息公开年度报告")}), JSON),
    ],
)
def test_batches_of_data_and_of_mark_up_are_read_with_the_addresses_of_the_list(
    body: str, headers: tuple[tuple[str, str], ...]
) -> None:
    listing = read_batch(answer(body, headers), BATCH, "年报")
    [item] = listing.items
    assert (item.url, item.title) == (f"{NB}t1.html", "某局2023年政府信息公开年度报告")
    assert (item.listed_on, item.column) == ("2024-01-19", "年报")
    assert [request.url for request in listing.next_requests] == [f"{ROOT}/x?page=4"]
    assert all(isinstance(request, BatchRequest) for request in listing.next_requests)


@pytest.mark.parametrize(
    ("body", "headers", "ends"),
    [
        ('{"data":{"rows":[],"total":4}}', JSON, True),
        ("<p>没有更多了</p>", HTML, True),
        ('{"code":500,"message":"参数错误"}', JSON, False),
        ("<p>系统繁忙，请稍后再试</p>", HTML, False),
        ('{"data":', JSON, False),
    ],
)
def test_only_a_batch_that_says_so_is_the_end(body: str, headers: tuple[tuple[str, str], ...], *, ends: bool) -> None:
    listing = read_batch(answer(body, headers), BATCH, "年报")
    assert (listing.items, listing.next_requests, listing.ends) == ((), (), ends)


def test_a_batch_may_be_xml() -> None:
    batch = first_batch(page(f"{BUTTON}<script>$.get('/list.xml?page='+p)</script>", NB))
    assert batch is not None
    rows = "<row><bt><![CDATA[县教育局2023年政府信息公开年度报告]]></bt><lj>t20240119_1.html</lj></row>"
    sent = answer(
        f"<?xml version='1.0' encoding='utf-8'?><list>{rows}{rows.replace('_1', '_2')}</list>",
        (("Content-Type", "text/xml"),),
    )
    assert [item.url for item in read_batch(sent, batch, "").items] == [f"{NB}t20240119_{n}.html" for n in (1, 2)]


def test_the_next_batch_is_the_one_that_the_answer_names() -> None:
    batch = first_batch(page("<a data-next='/more?cursor=YzI'>加载更多</a>", NB))
    assert batch is not None
    read = read_batch(
        answer(json.dumps({"html": entry("t20240119_1.html"), "next": "/more?cursor=YzM"}), JSON), batch, ""
    )
    assert [request.url for request in read.next_requests] == [f"{ROOT}/more?cursor=YzM"]
    assert read_batch(answer(json.dumps({"html": entry("t20240119_2.html"), "next": None}), JSON), batch, "").ends


def batches(*entries: list[str], empty: str = "<p>没有更多了</p>") -> Script:
    """A list in batches, as mark-up; beyond the last there is nothing."""

    def reply(request: Request) -> Exchange:
        number = int(dict(parse_qsl(urlsplit(request.url).query))["page"])
        return exchange(request.url, "".join(entries[number - 1]) if number <= len(entries) else empty)

    return reply


def walk(script: Script, shown: list[str]) -> Crawl:
    calls = {f"{ROOT}/x?page={n}": script for n in range(1, 9)}
    details = {f"{NB}t20240119_{n}.html": detail(f"第{n}局") for n in range(1, 9)}
    more = f"{BUTTON}<script>$.get('/x?page='+n,show)</script>"
    return Crawl({NB: list_page(*shown, more=more), **calls, **details})


def test_batches_are_asked_for_until_one_is_empty() -> None:
    first, second, third = ([entry(f"t20240119_{n}.html")] for n in (1, 2, 3))
    crawl = walk(batches(first, second, third), first)
    [column] = crawl.summary.columns
    assert (column.items, column.pages, column.hides_more) == (3, 5, False)
    assert crawl.summary.complete
    assert crawl.seen() == [(f"t20240119_{n}.html", "new") for n in (1, 2, 3)]


def test_a_script_that_counts_from_nought_loses_nothing() -> None:
    first, second = ([entry(f"t20240119_{n}.html")] for n in (1, 2))
    crawl = walk(batches(second), first)
    assert [name for name, _ in crawl.seen()] == ["t20240119_1.html", "t20240119_2.html"]
    assert crawl.summary.complete


def test_a_list_that_was_shown_whole_is_known_to_end() -> None:
    first = [entry("t20240119_1.html")]
    crawl = walk(batches(first), first)
    assert crawl.summary.complete


@pytest.mark.parametrize(
    "script",
    [
        exchange(NB, "<h1>404</h1>", 404),
        exchange(NB, '{"code":1,"message":"参数错误"}', headers=JSON),
        exchange(NB, entry("t20240119_1.html")),
    ],
)
def test_a_button_that_was_not_understood_is_reported(script: Exchange) -> None:
    crawl = walk(script, [entry("t20240119_1.html")])
    [column] = crawl.summary.columns
    assert column.hides_more
    assert not crawl.summary.complete
    assert len([url for url in crawl.fetcher.urls if "/x?" in url]) <= 2
