from __future__ import annotations

import pytest

from reportscraper.fetch.limits import Limits
from reportscraper.fetch.robots import Robots, read_robots

from ..crawl.fakes import exchange

URL = "http://www.a.gov.cn/robots.txt"


def rules(body: str | bytes, status: int = 200) -> Robots:
    return read_robots(exchange(URL, body, status), Limits())


@pytest.mark.parametrize(
    ("body", "path", "allowed"),
    [
        ("User-agent: *\nDisallow: /", "/a.html", False),
        ("User-agent: *\nDisallow:", "/a.html", True),
        ("User-agent: *\nDisallow: /uploadfiles/", "/uploadfiles/a.pdf", False),
        ("User-agent: *\nDisallow: /uploadfiles/", "/zwgk/a.html", True),
        ("\ufeffUser-agent: *\nDisallow: /", "/a.html", False),
        ("User-agent: *\r\nDisallow: /x\r\n", "/x/1", False),
        ("User-agent: GPTBot\nDisallow: /", "/a.html", True),
        ("User-agent: reportscraper\nDisallow: /\n\nUser-agent: *\nDisallow:", "/a.html", False),
        ("User-agent: ReportScraper/1.0\nDisallow: /", "/a.html", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: reportscraper\nAllow: /", "/a.html", True),
        ("User-agent: *\nDisallow: /*.jsp$", "/a.jsp", False),
        ("User-agent: *\nDisallow: /*.jsp$", "/a.jsp?x=1", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a/nb/", "/a/nb/1.html", True),
        ("User-agent: *\nDisallow: /年报/", "/%E5%B9%B4%E6%8A%A5/1.html", False),
        ("User-agent: *\nDisallow: /%E5%B9%B4%E6%8A%A5/", "/%E5%B9%B4%E6%8A%A5/1.html", False),
        ("", "/a.html", True),
    ],
)
def test_rules_are_read_as_rfc_9309_says(body: str, path: str, allowed: bool) -> None:
    assert rules(body).allows(f"http://www.a.gov.cn{path}") is allowed


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_other_encodings_with_a_mark_are_read(encoding: str) -> None:
    assert not rules("User-agent: *\nDisallow: /x".encode(encoding)).allows("http://www.a.gov.cn/x")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 412, 429])
def test_4xx_allows_everything(status: int) -> None:
    assert rules("User-agent: *\nDisallow: /", status).allows("http://www.a.gov.cn/x")


@pytest.mark.parametrize("status", [500, 502, 503, 521])
def test_5xx_forbids_everything_for_now(status: int) -> None:
    found = rules("", status)
    assert found.state == "unreachable"
    assert not found.allows("http://www.a.gov.cn/x")


def test_silence_forbids_everything_for_now() -> None:
    assert not read_robots(None, Limits()).allows("http://www.a.gov.cn/x")


@pytest.mark.parametrize("body", ["<!DOCTYPE html><html>首页", "\n <HTML><body>Disallow: /", "<script>var a</script>"])
def test_html_is_never_parsed(body: str) -> None:
    found = rules(body + "\nUser-agent: *\nDisallow: /\n")
    assert found.state == "absent"
    assert found.allows("http://www.a.gov.cn/x")


def test_crawl_delay_is_read_for_our_group() -> None:
    assert rules("User-agent: *\nCrawl-delay: 2.5").crawl_delay == 2.5
    assert rules("User-agent: *\nDisallow: /x").crawl_delay == 0.0
    assert rules("", 404).crawl_delay == 0.0


def test_only_the_first_500_kib_are_read() -> None:
    limit = Limits().robots_bytes
    head = b"User-agent: *\nDisallow: /in\n"
    tail = b"Disallow: /out\n"
    filler = b"#" * (limit - len(head) - 1) + b"\n"
    found = rules(head + filler + tail)
    assert not found.allows("http://www.a.gov.cn/in")
    assert found.allows("http://www.a.gov.cn/out")
