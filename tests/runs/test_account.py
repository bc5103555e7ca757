"""The account of entries: whatever a list shows ends as a stored report, a page of another kind, unread or not followed."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from reportscraper.cli import main
from reportscraper.crawl.entries import next_try
from reportscraper.errors import StoreError
from reportscraper.runs import closing
from reportscraper.runs.crawl_sink import CrawlSink
from reportscraper.store.named_queries import page_queries

from .small_site import Page, SmallSite, html, report_page, serving

LOGIN = html("<html><title>统一身份认证</title><body><form>用户名 密码 <button>登录</button></form></body></html>")
HOME = html(
    "<html><title>云溪县人民政府门户网站</title><body><ul>"
    + "".join(f"<li><a href='/news/{n}.html'>云溪县召开第{n}次工作会议</a></li>" for n in range(40))
    + "</ul></body></html>"
)
BUSY = html("<html><head><title>提示</title></head><body><p>当前访问人数较多，请您歇一歇再来。</p></body></html>")
SHELL = html(
    "<html><head><title>云溪县</title><script src='/app.js'></script></head>"
    "<body><div id='app'>正在载入</div><a href='/'>返回</a></body></html>"
)
DEEP = html("<html><body>" + "<div>" * 60_000 + "年度报告" + "</div>" * 60_000 + "</body></html>")

BAD: dict[str, Page] = {
    "403": html("<h1>Forbidden</h1>", 403),
    "410": html("<h1>Gone</h1>", 410),
    "login": Page(b"", 302, (("Location", "/login"),)),
    "empty": Page(b""),
    "shell": SHELL,
    "home": HOME,
    "zip": Page(b"PK\x03\x04" + b"\x00" * 400, 200, (("Content-Type", "application/zip"),)),
    "pdf": Page(b"%PDF-1.4\n1 0 obj <<", 200, (("Content-Type", "application/pdf"),)),
    "500": html("<h1>500</h1>", 500),
    "404": html("<h1>404</h1>", 404),
    "204": Page(b"", 204),
    "206": html("<p>政府信息公开</p>", 206),
    "999": html("<p>no</p>", 999),
    "304": Page(b"", 304, ()),
    "json": Page(b'{"code": 500, "msg": "error"}', 200, (("Content-Type", "application/json"),)),
    "gif": Page(b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"),
    "deep": DEEP,
    "doc": Page(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"." * 3000, 200, (("Content-Type", "application/msword"),)),
    "rar": Page(b"Rar!\x1a\x07\x01\x00" + b"." * 300, 200, (("Content-Type", "application/octet-stream"),)),
    "ofd": Page(b"PK\x03\x04OFD" + b"\x00" * 300, 200, (("Content-Type", "application/ofd"),)),
    "busy": BUSY,
    "away": Page(b"", 302, (("Location", "http://sso.example.com/login"),)),
}  # fmt: skip
FILES = {"zip": ".docx", "pdf": ".pdf", "doc": ".doc", "rar": ".rar", "ofd": ".ofd"}


@pytest.fixture
def site(tmp_path: Path) -> Iterator[SmallSite]:
    with serving(SmallSite(tmp_path)) as made:
        made.pages["/login"], made.pages["/"] = LOGIN, HOME
        yield made


def fill(site: SmallSite, bad: dict[str, Page]) -> dict[str, str]:
    """A list of reports, every other one of which answers as ``bad`` says; path → title."""
    entries: dict[str, str] = {}
    for number, (name, page) in enumerate(bad.items()):
        year = 2019 + number % 5
        path = f"/nb/good{number}.html"
        title, site.pages[path] = report_page(year, body=number // 5, seed="good")
        entries[path] = title
        path = f"/nb/{name}{FILES.get(name, '.html')}"
        entries[path] = f"云溪县第{number}测试局{year}年政府信息公开工作年度报告"
        site.pages[path] = page
    site.pages["/nb/"] = site.list_of(entries)
    return entries


def test_every_listed_report_is_stored_or_told(site: SmallSite) -> None:
    entries = fill(site, BAD)
    result = site.run()
    states = site.states()
    assert set(states) == set(entries)
    good = {path for path in entries if path.startswith("/nb/good")}
    assert {path for path, state in states.items() if state == "report"} == good
    unread = site.unread()
    assert set(unread) == set(entries) - good
    assert all(unread.values()), unread
    found = site.rows(
        "SELECT county, body, year, severity, message, message_zh FROM finding_list WHERE rule = 'listed_unread'"
    )
    assert {row[:4] for row in found} == {("云溪县", None, None, "error")}
    for path in unread:
        [message] = [str(row[4]) for row in found if f"{path}:" in str(row[4])]
        assert entries[path] in message
        assert message in result.problems
        assert any(f"{path}：" in str(row[5]) for row in found)
    counts = result.counts
    assert counts["listed"] == len(entries) == counts["stored"] + counts["unread"]
    assert (counts["stored"], counts["unread"], counts["failed"]) == (len(good), len(BAD), len(BAD))
    assert not any("account" in problem for problem in result.problems)
    told = site.rows("SELECT body, year FROM entry_list WHERE url LIKE '%/nb/403.html'")
    assert told == [("云溪县第0测试局", 2019)]


def test_a_bad_page_that_recovers_is_stored_by_the_next_run(site: SmallSite) -> None:
    entries = fill(site, {"busy": BUSY, "404": BAD["404"], "empty": BAD["empty"]})
    site.run()
    assert set(site.unread()) == {"/nb/busy.html", "/nb/404.html", "/nb/empty.html"}
    _, site.pages["/nb/busy.html"] = report_page(2019, body=1, seed="late")
    result = site.run()
    assert [path for path in site.asked if path in entries] == ["/nb/busy.html", "/nb/404.html"] + [
        "/nb/empty.html"
    ] * 3
    assert site.states()["/nb/busy.html"] == "report"
    assert result.counts["new"] == 1
    result = site.run()
    assert [path for path in site.asked if path in entries] == [], "asked twice in vain, they rest for three days"
    assert result.counts["unread"] == 2
    assert len(result.problems) == 2, "what is not asked is still told"


def test_pauses_grow_and_are_spread() -> None:
    now = dt.datetime(2024, 2, 1, tzinfo=dt.UTC)

    def days(url: str, tries: int) -> float:
        return (dt.datetime.fromisoformat(next_try(url, tries, now)) - now) / dt.timedelta(days=1)

    for tries, pause in ((1, 0), (2, 3), (3, 9), (4, 27), (12, 27)):
        found = {days(f"http://a/{number}", tries) for number in range(50)}
        assert all(0.9 * pause <= each <= 1.1 * pause for each in found)
        assert len(found) > 10 or not pause


def test_a_stored_report_that_answers_badly_stays_and_is_told(site: SmallSite) -> None:
    fill(site, {"403": BAD["403"]})
    site.run()
    site.pages["/nb/good0.html"] = BAD["404"]
    result = site.run(refresh="all")
    assert site.states()["/nb/good0.html"] == "report"
    assert any("or could not be had: HTTP 404" in problem for problem in result.problems)
    assert site.rows("SELECT count(*) FROM report_summary") == [(1,)]


def test_a_list_that_cannot_be_walked_keeps_its_entries_in_the_account(site: SmallSite) -> None:
    entries = fill(site, {"403": BAD["403"], "busy": BUSY})
    site.run()
    site.pages["/nb/"] = html("<h1>500</h1>", 500)
    _, site.pages["/nb/busy.html"] = report_page(2020, body=1, seed="late")
    result = site.run()
    assert result.counts["listed"] == len(entries)
    assert "/nb/busy.html" in site.asked, "an unread entry is asked again though its list is down"
    assert site.states()["/nb/busy.html"] == "report"


def test_a_list_that_could_not_be_had_is_not_called_misunderstood(site: SmallSite) -> None:
    site.pages["/nb/"] = html("<h1>500</h1>", 500)
    site.run()
    rules = {rule for (rule,) in site.rows("SELECT rule FROM finding_list WHERE source = 'site'")}
    assert "list_broken" in rules
    assert "list_not_understood" not in rules
    site.pages["/nb/"] = html("<html><title>政府信息公开年报</title><body><p>建设中</p></body></html>")
    site.run(refresh="all")
    rules = {rule for (rule,) in site.rows("SELECT rule FROM finding_list WHERE source = 'site'")}
    assert "list_not_understood" in rules


def test_an_unread_entry_that_its_list_no_longer_shows_is_told_once(site: SmallSite) -> None:
    entries = fill(site, {"403": BAD["403"]})
    site.run()
    site.pages["/nb/"] = site.list_of({path: title for path, title in entries.items() if "good" in path})
    result = site.run()
    assert result.counts["listed"] == 1
    assert any("no longer listed" in problem for problem in result.problems)
    assert site.states()["/nb/403.html"] == "not_followed"
    assert site.run().problems == []


def test_pages_of_other_kinds_and_foreign_hosts_are_accounted_for(site: SmallSite) -> None:
    title, site.pages["/nb/1.html"] = report_page(2021)
    entries = {
        "/nb/1.html": title,
        "/nb/2.html": "关于做好2021年政府信息公开工作年度报告编制工作的通知",
        "/nb/3.html": "云溪县2021年法治政府建设年度报告",
        "http://gk.example.com/4.html": "云溪县水利局2021年政府信息公开工作年度报告",
    }
    site.pages["/nb/2.html"] = html(
        f"<html><title>{entries['/nb/2.html']}</title><body><h1>{entries['/nb/2.html']}</h1>各单位：</body></html>"
    )
    site.pages["/nb/"] = site.list_of(entries)
    result = site.run()
    counts = {name: result.counts[name] for name in ("listed", "stored", "other_kinds", "unread", "not_followed")}
    assert counts == {"listed": 4, "stored": 1, "other_kinds": 2, "unread": 0, "not_followed": 1}
    [told] = result.problems
    assert '"gk.example.com" to `hosts`' in told
    assert site.rows("SELECT reason FROM entry_list WHERE state = 'not_followed'") == [
        ("gk.example.com is no host of the site",)
    ]


def test_missing_status_and_the_exit_code_name_what_was_not_read(site: SmallSite, tmp_path: Path) -> None:
    title, site.pages["/nb/1.html"] = report_page(2019)
    _, site.pages["/nb/2.html"] = report_page(2022)
    body = title.partition("2019")[0]
    entries = {
        "/nb/1.html": title,
        "/nb/2.html": f"{body}2022年政府信息公开工作年度报告",
        "/nb/3.html": f"{body}2020年政府信息公开工作年度报告",
        "/nb/4.html": "云溪县水利局2021年政府信息公开工作年度报告",
    }
    site.pages["/nb/"] = site.list_of(entries)
    result = site.run_all()
    assert not result.is_clean
    ran = CliRunner().invoke(main, ["missing", "--data", str(tmp_path), "--json"])
    assert ran.exit_code == 1
    causes = {(row["body"], row["year"]): row["cause"] for row in json.loads(ran.stdout)}
    assert causes[body, 2020] == "not_read"
    assert causes[body, 2021] == "not_published"
    assert causes["云溪县水利局", 2021] == "not_read"
    shown = CliRunner().invoke(main, ["missing", "--data", str(tmp_path)])
    assert "[published, not read]" in shown.stdout
    status = CliRunner().invoke(main, ["status", "--data", str(tmp_path), "--json"])
    [row] = [json.loads(line) for line in status.stdout.splitlines()]
    assert (row["unread"], row["county"]) == (2, "云溪县")
    assert "2 listed reports not read" in row["doubts"]
    site.pages["/nb/"] = html("<h1>500</h1>", 500)
    site.run()
    ran = CliRunner().invoke(main, ["missing", "--data", str(tmp_path), "--json"])
    causes = {(row["body"], row["year"]): row["cause"] for row in json.loads(ran.stdout)}
    assert causes[body, 2021] == "not_crawled"


@pytest.mark.parametrize("name", ["doc", "rar", "empty"])
def test_what_cannot_be_opened_under_a_title_that_is_cut_is_told(site: SmallSite, name: str) -> None:
    title, site.pages["/nb/1.html"] = report_page(2021)
    unread, notice = f"/nb/2{FILES.get(name, '.html')}", "/nb/3.html"
    site.pages[unread], site.pages[notice] = BAD[name], html("<title>云溪县公告</title><p>云溪县水利局公告</p>")
    cut = "云溪县水利局2021年政府信息公开工…"
    site.pages["/nb/"] = site.list_of({"/nb/1.html": title, unread: cut, notice: "云溪县水利局2021年政府信息公告…"})
    result = site.run()
    assert site.states() == {"/nb/1.html": "report", unread: "listed_unread", notice: "other_kind"}
    assert any(cut in problem for problem in result.problems)


def test_a_page_that_shows_another_report_than_its_list_says_is_not_what_was_listed(site: SmallSite) -> None:
    title, site.pages["/nb/1.html"] = report_page(2021)
    entries = {"/nb/1.html": title}
    for number, other in enumerate(("水利局2019", "教育局2021", "民政局2021"), 2):
        entries[f"/nb/{number}.html"] = f"云溪县{other}年政府信息公开工作年度报告"
        site.pages[f"/nb/{number}.html"] = site.pages["/nb/1.html"]
    site.pages["/nb/"] = site.list_of(entries)
    assert site.run().counts["unread"] == 3
    assert site.states()["/nb/1.html"] == "report"
    assert all(title in reason for reason in site.unread().values())


def test_a_file_that_is_missing_is_told_until_it_is_had(site: SmallSite) -> None:
    title, page = report_page(2021)
    site.pages["/nb/1.html"] = Page(
        page.body.replace(b"</h1>", '</h1><a href="a.pdf">附件：年度报告.pdf</a>'.encode(), 1)
    )
    site.pages["/nb/"] = site.list_of({"/nb/1.html": title})

    def told() -> list[object]:
        return [row for (row,) in site.rows("SELECT message FROM finding_list WHERE rule LIKE 'fetch_%'")]

    site.run()
    [first] = told()
    assert "/nb/a.pdf" in str(first)
    for _ in range(2):
        site.run()
        assert told() == [first]
        assert "/nb/1.html" not in site.asked
    site.pages["/nb/"] = html("<h1>500</h1>", 500)
    site.run()
    assert first in told()
    site.pages["/nb/"] = site.list_of({"/nb/1.html": title})
    site.pages["/nb/a.pdf"] = Page(b"%PDF-1.4 of some kind", 200, (("Content-Type", "application/pdf"),))
    site.run(refresh="all")
    assert told() == []


def test_a_run_counts_the_findings_that_stand_and_a_page_once(site: SmallSite, monkeypatch: pytest.MonkeyPatch) -> None:
    entries = fill(site, {"403": BAD["403"], "busy": BUSY, "404": BAD["404"]})
    site.pages["/nb/"] = site.list_of(dict(reversed(entries.items())))

    def standing() -> object:
        return site.rows("SELECT sum(findings) FROM (" + page_queries()["finding_counts"].sql + ")")[0][0]

    def killed(*_: object) -> None:
        raise StoreError("stopped")

    with monkeypatch.context() as broken:
        broken.setattr(closing, "coverage_findings", killed)
        broken.setattr(CrawlSink, "file_gathered", lambda *_: asyncio.sleep(0))
        with pytest.raises(StoreError, match="stopped"):
            site.run()
    result = site.run()
    assert result.counts["findings"] == standing()
    assert result.counts["found"] + result.counts["unchanged"] == result.counts["stored"] == 3
    again = site.run()
    assert again.counts["findings"] == standing() == result.counts["findings"]
