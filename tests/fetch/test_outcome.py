from __future__ import annotations

import pytest

from reportscraper.fetch.outcome import judge
from reportscraper.fetch.page import open_page
from reportscraper.fetch.request import Request
from reportscraper.model import Outcome

from ..crawl.fakes import HTML, exchange, page

URL = "http://www.a.gov.cn/nb/1.html"
ARTICLE = "<html><body><p>" + "本年度依法公开政府信息若干条，办理申请若干件。" * 40 + "</p></body></html>"
RUISHU = (
    '<html><head><meta id="9x" content="aBcD" r="m"></head><body><script>$_ts=window["$_ts"];if(!$_ts)$_ts={};'
    '$_ts.nsd=81;$_ts.cd="qr";</script><script src="/Zx/a1b2c3d.js" r="m"></script><script>_$ab();</script></body></html>'
)
JSL_FIRST = "<script>document.cookie=('_')+('_')+('j');location.href=location.pathname+location.search</script>"
JSL_SECOND = '<script>go({"bts":["17","x"],"chars":"ab","ct":"0f","ha":"md5","tn":"__jsl_clearance_s"})</script>'


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (521, JSL_FIRST, "jiasule"),
        (521, JSL_SECOND, "jiasule"),
        (412, RUISHU, "ruishu"),
        (202, RUISHU, "ruishu"),
        (200, RUISHU, "ruishu"),
        (403, "<title>拒绝执行 | 网站云防护系统</title><p>网站云防护系统</p>" + "<!-- pad -->" * 500, "cloud_guard"),
        (200, "<p>您的请求可能存在威胁，已被拦截</p>", "cloud_guard"),
        (200, "<div>请拖动滑块完成验证</div>", "slider"),
        (200, "<form>请输入验证码后下载</form>", "captcha"),
        (200, "<title>请稍候…</title><body></body>", "environment_check"),
        (200, "<title>Environment Checking</title>", "environment_check"),
        (200, "不合法的参数", "agent_gate"),
        (200, "<html><head><script>" + "var a=1;" * 140 + "</script></head></html>", "script_stub"),
    ],
)
def test_challenges_are_told_by_their_body(status: int, body: str, kind: str) -> None:
    verdict = judge(page(body, status=status))
    assert (verdict.outcome, verdict.note) == ("challenge", kind)


def test_a_521_with_the_cookie_of_the_shield_is_a_challenge() -> None:
    headers = (*HTML, ("Set-Cookie", "__jsluid_s=ab; path=/"))
    assert judge(page("", status=521, headers=headers)).note == "jiasule"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<p>您访问的页面不存在</p>", "page"),
        ("<p>抱歉，该栏目不存在！</p>", "page"),
        ("<title>404 Not Found</title>" + ARTICLE, "title"),
        ("<title>该页面不存在-404</title>" + ARTICLE, "title"),
        ("<div>目录id已隐藏</div>", "hidden"),
        ('{"success":false,"message":"模板内容数据为空"}', "no_template"),
        ("<p>网站正在建设中</p>", "under_construction"),
        ("Microsoft OLE DB Provider for SQL Server 错误", "server_error"),
        ("", "empty body"),
        (" \n", "empty body"),
    ],
)
def test_error_pages_that_say_200(body: str, kind: str) -> None:
    verdict = judge(page(body))
    assert (verdict.outcome, verdict.note) == ("soft404", kind)


@pytest.mark.parametrize(
    "words", ["您访问的页面不存在", "请拖动滑块完成验证", "网站云防护", "目录id已隐藏", "请输入验证码"]
)
def test_a_report_may_quote_such_words(words: str) -> None:
    assert judge(page(ARTICLE.replace("</p>", f"{words}</p>"))).outcome is None


@pytest.mark.parametrize(
    ("status", "outcome", "retry"),
    [
        (200, None, False),
        (201, None, False),
        (202, "blocked", False),
        (204, "blocked", False),
        (206, "blocked", False),
        (304, "not_understood", False),
        (999, "unreachable", False),
        (400, "blocked", False),
        (401, "blocked", False),
        (403, "blocked", False),
        (404, "gone", False),
        (405, "blocked", False),
        (410, "gone", False),
        (412, "blocked", False),
        (429, "blocked", True),
        (468, "blocked", False),
        (500, "unreachable", True),
        (501, "unreachable", False),
        (502, "unreachable", True),
        (503, "unreachable", True),
        (504, "unreachable", True),
        (521, "blocked", False),
        (550, "unreachable", False),
    ],
)
def test_the_table_of_statuses(status: int, outcome: Outcome | None, retry: bool) -> None:
    verdict = judge(page(ARTICLE, status=status))
    assert (verdict.outcome, verdict.retry) == (outcome, retry)


def test_nothing_is_unchanged_that_was_not_asked_about() -> None:
    condition = Request(URL, headers=(("If-None-Match", '"1"'),))
    assert judge(open_page(condition, exchange(URL, "", 304))).outcome == "unchanged"
    assert judge(page("", status=304)).note == "304 to a request without a condition"


@pytest.mark.parametrize(
    ("sent", "outcome"),
    [("bytes 0-19/20", None), ("bytes 0-19/*", "blocked"), ("bytes 0-9/20", "blocked"), ("", "blocked")],
)
def test_a_part_that_is_the_whole_is_content(sent: str, outcome: Outcome | None) -> None:
    found = judge(page(b"%PDF-1.4 " + b"a" * 11, status=206, headers=(("Content-Range", sent),)))
    assert found.outcome == outcome
    assert found.note == ("206 (a part only)" if outcome else "")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_say_where_to(status: int) -> None:
    verdict = judge(page("", status=status, headers=(("Location", "/x\xc4\xea"),)))
    assert (verdict.outcome, verdict.note) == ("moved", "/x%C4%EA")


def test_files_and_data_are_content() -> None:
    assert judge(page(b"%PDF-1.4\n...")).outcome is None
    assert judge(page('{"data":{"total":0}}')).outcome is None
    assert judge(page(b"%PDF-1.4\n...", status=404)).outcome == "gone"


def test_a_short_page_that_jumps_or_frames_is_no_stub() -> None:
    assert judge(page("<script>location.href='/x'</script>")).outcome is None
    assert judge(page("<script>var a</script><frameset><frame src=/m.html></frameset>")).outcome is None


def test_a_bare_page_that_says_something_is_no_stub() -> None:
    assert judge(page("<script>var a=1;</script><p>" + "本局年度报告见附件，" * 5 + "</p>")).outcome is None


@pytest.mark.parametrize(
    ("body", "retry"),
    [
        ("", True),
        ("Microsoft OLE DB Provider for SQL Server 错误", True),
        ('{"custom":{"code":0,"text":"token已失效"}}', True),
        ("<p>您访问的页面不存在</p>", False),
    ],
)
def test_errors_that_pass_are_worth_a_second_request(body: str, *, retry: bool) -> None:
    verdict = judge(page(body))
    assert (verdict.outcome, verdict.retry) == ("soft404", retry)


def test_an_interface_that_answers_is_no_error() -> None:
    assert judge(page('{"custom":{"code":1,"data":[]}}')).outcome is None
