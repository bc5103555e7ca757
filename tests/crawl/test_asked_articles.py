"""Articles that only an interface gives, articles sent with an error's status, and pages that fail night after night."""

from __future__ import annotations

import json

import pytest

from reportscraper.crawl.entries import Entry
from reportscraper.fetch.outcome import judge

from .bench import NB, ROOT, Crawl, entry, list_page
from .fakes import Script, exchange, page

CHAPTERS = "".join(
    f"<h3>{title}</h3><p>{'本年度情况如下。' * 30}</p>"
    for title in (
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、行政复议、行政诉讼情况",
    )
)
READ = "function get(n){ return new URLSearchParams(location.search).get(n) }"


@pytest.mark.parametrize(
    ("script", "body"),
    [
        ("$.post('/api/get',{id:get('id'),type:'1'},show)", b"id=73001&type=1"),
        ("var id=get('id');$.ajax({url:'/api/get',type:'post',data:{id:id},success:show})", b"id=73001"),
        ("fetch('/api/get',{method:'POST',headers:{},body:JSON.stringify({articleId:get('id')})})", b'{"articleId":"73001"}'),
        ("axios.post('/api/get',{articleId:get('id')})", b'{"articleId":"73001"}'),
    ],
)  # fmt: skip
def test_an_article_is_asked_for_by_post_as_the_script_of_its_shell_says(script: str, body: bytes) -> None:
    shell = exchange(NB, f"<title>详情</title><body><div id=app></div><script>{READ} {script}</script>")
    answer = exchange(NB, json.dumps({"data": {"content": CHAPTERS}}), headers=(("Content-Type", "application/json"),))
    crawl = Crawl(
        {
            NB: list_page(entry("/detail.html?id=73001")),
            f"{ROOT}/detail.html?id=73001": shell,
            f"{ROOT}/api/get?of=73001": answer,
        }
    )
    [asked] = [request for request in crawl.fetcher.requests if request.method == "POST"]
    assert (asked.url, asked.body) == (f"{ROOT}/api/get?of=73001", body)
    [part] = [visit for visit in crawl.visits if visit.role == "attachment"]
    assert part.listed is not None
    assert (part.outcome, part.listed.linked_from) == ("new", f"{ROOT}/detail.html?id=73001")


def test_nothing_is_sent_by_post_of_which_the_page_does_not_give_every_field() -> None:
    shell = exchange(
        NB,
        f"<title>详情</title><body><div id=app></div><script>{READ} $.post('/api/get',{{id:get('id'),token:token}},show)</script>",
    )
    crawl = Crawl({NB: list_page(entry("/detail.html?id=73001")), f"{ROOT}/detail.html?id=73001": shell})
    assert [request.method for request in crawl.fetcher.requests if request.method != "GET"] == []


def test_the_script_file_of_a_shell_names_the_interface_and_is_asked_for_once() -> None:
    shell = exchange(NB, "<title>详情</title><body><div id=app></div><script src='/js/detail.js'></script>")
    replies: dict[str, Script] = {
        NB: list_page(entry("/detail.html?id=73001"), entry("/detail.html?id=73002")),
        f"{ROOT}/js/detail.js": exchange(NB, f"{READ} $.getJSON('/api/get?id='+get('id'),show)"),
    }
    for number in (73001, 73002):
        replies[f"{ROOT}/detail.html?id={number}"] = shell
        replies[f"{ROOT}/api/get?id={number}"] = exchange(NB, json.dumps({"content": f"{number}{CHAPTERS}"}))
    crawl = Crawl(replies)
    assert [url for url, _ in crawl.seen("attachment")] == [f"{ROOT}/api/get?id={n}" for n in (73001, 73002)]
    assert crawl.fetcher.urls.count(f"{ROOT}/js/detail.js") == 1


@pytest.mark.parametrize("status", [404, 410, 500, 501, 502, 504])
def test_a_whole_report_that_is_sent_with_an_errors_status_is_had_at_once_and_told(status: int) -> None:
    report = exchange(NB, f"<title>报告</title>{CHAPTERS}", status)
    verdict = judge(page(report.body, status=status))
    assert (verdict.outcome, verdict.retry) == (None, False)
    crawl = Crawl({NB: list_page(entry("t20240119_1.html")), f"{NB}t20240119_1.html": report})
    assert crawl.seen() == [("t20240119_1.html", "new")]
    assert crawl.fetcher.urls.count(f"{NB}t20240119_1.html") == 1
    assert crawl.summary.misstated == {f"{NB}t20240119_1.html": str(status)}
    assert crawl.summary.complete


def test_an_error_page_is_no_report_however_long_it_is() -> None:
    trace = f"<title>500</title><pre>{'at com.example.Servlet.service(Servlet.java:741) ' * 400}一、总体情况</pre>"
    assert judge(page(trace, status=500)).outcome == "unreachable"


def test_entries_that_failed_last_night_do_not_have_the_host_left_alone_when_they_fail_again() -> None:
    names = [f"t20240119_{n}.html" for n in range(8)]
    replies: dict[str, Script] = {NB: list_page(*map(entry, names))}
    replies |= {f"{NB}{name}": exchange(NB, "<h1>500</h1>", 500) for name in names}
    first = Crawl(replies)
    assert first.summary.stopped == "www.a.gov.cn: 5 addresses in a row failed (500)"
    waiting = {
        f"a.gov.cn/zwgk/nb/{name}": Entry(f"{NB}{name}", name, "2024-02-09T00:00:00Z", "2024-02-09T00:00:00Z")
        for name in names
    }
    second = Crawl(replies, earlier=waiting)
    assert second.summary.stopped is None
    asked = {name for name in names if f"{NB}{name}" in second.fetcher.urls}
    assert asked == set(names[:4])
    assert [each.met for each in second.summary.account.listed.values()] == ["failed"] * 4 + ["unasked"] * 4
