"""The fault layer, a fault at a time, with a clock that stands still."""

from __future__ import annotations

import gzip
from collections import Counter

import pytest

from tests.made.site import Reply, Request, not_found

from .faults import NO_FAULTS, Box, Faults, FaultyHost, RobotsKind, Sent

HOME = "<html><body>首页</body></html>".encode()


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def site(request: Request) -> Reply:
    if request.path == "/":
        return Reply(HOME)
    return Reply(request.target.encode()) if request.path.startswith("/a") else not_found()


def host(faults: Faults, clock: Clock | None = None, second: float = 1.0) -> FaultyHost:
    return FaultyHost("www.a.gov.cn", site, faults, seed="s", second=second, clock=clock or Clock())


def get(target: str, **headers: str) -> Request:
    return Request("GET", target, headers)


def statuses(faulty: FaultyHost, count: int = 400, clock: Clock | None = None) -> Counter[int]:
    found: Counter[int] = Counter()
    for number in range(count):
        if clock:
            clock.now += 10
        found[faulty.reply(get(f"/a{number}")).reply.status] += 1
    return found


def test_without_faults_the_site_answers() -> None:
    assert host(NO_FAULTS).reply(get("/a1")) == Sent(Reply(b"/a1"))


@pytest.mark.parametrize(
    ("faults", "is_it"),
    [
        (Faults(reset=0.1, box=None), lambda sent: sent.manner == "reset"),
        (Faults(hang=0.1, box=None), lambda sent: sent.manner == "hang"),
        (Faults(errors=0.1, box=None), lambda sent: sent.reply.status == 500),
        (Faults(empty=0.1, box=None), lambda sent: not sent.reply.body),
        (Faults(stub=0.1, box=None), lambda sent: b"<script>" in sent.reply.body),
    ],
)
def test_a_share_of_requests_goes_wrong_and_the_same_ones_every_time(faults: Faults, is_it: object) -> None:
    assert callable(is_it)
    first = [is_it(host(faults).reply(get(f"/a{number}"))) for number in range(400)]
    again = [is_it(host(faults).reply(get(f"/a{number}"))) for number in range(400)]
    assert first == again
    assert 20 <= sum(first) <= 60


def test_what_fails_at_the_first_attempt_succeeds_at_the_second() -> None:
    faulty = host(Faults(errors=1.0, box=None))
    assert [faulty.reply(get("/a")).reply.status for _ in range(3)] == [500, 200, 200]


def test_robots_txt_is_spared() -> None:
    assert host(Faults(errors=1.0, reset=1.0, box=None)).reply(get("/robots.txt")).reply.status == 404


def test_eight_requests_at_once_end_in_the_penalty_box_and_one_a_second_does_not() -> None:
    clock = Clock()
    faulty = host(Faults(box=Box(rate=2.0, seconds=60)), clock)
    for _ in range(30):
        clock.now += 1
        faulty.in_flight = 1
        assert faulty.reply(get("/a")).reply.status == 200
    clock.now += 5
    faulty.in_flight = 8
    assert faulty.reply(get("/a")).reply.status == 503
    faulty.in_flight = 1
    clock.now += 59
    assert faulty.reply(get("/a")).reply.status == 503
    clock.now += 2
    assert faulty.reply(get("/a")).reply.status == 200


def test_a_rate_above_the_limit_is_refused_as_the_host_likes() -> None:
    def third(box: Box) -> Reply:
        faulty = host(Faults(box=box))
        return [faulty.reply(get("/a")).reply for _ in range(3)][-1]

    refused = third(Box(rate=2, seconds=5, status=429, retry_after=True))
    assert (refused.status, refused.headers) == (429, (("Retry-After", "5"),))
    assert third(Box(rate=2)).headers == ()
    assert third(Box(rate=2, status=200)).body.startswith(b"<html><head><script>")
    assert third(Box(rate=3)).status == 200


@pytest.mark.parametrize(
    ("missing", "status", "text"),
    [("own", 404, "不存在"), ("soft404", 200, "不存在"), ("home", 200, "首页"), ("error", 500, "500")],
)
def test_what_stands_in_for_a_404(missing: str, status: int, text: str) -> None:
    reply = host(Faults(missing=missing, box=None)).reply(get("/none")).reply  # type: ignore[arg-type]
    assert (reply.status, text in reply.body.decode()) == (status, True)


@pytest.mark.parametrize(
    ("kind", "status", "begins"),
    [
        ("none", 404, b"<html"),
        ("html", 200, b"<html"),
        ("uploads", 200, b"User-agent: *\nDisallow: /uploadfiles/"),
        ("all", 200, b"User-agent: *\nDisallow: /\n"),
        ("error", 503, b""),
        ("bom", 200, b"\xef\xbb\xbfUser-agent"),
    ],
)
def test_robots_variants(kind: RobotsKind, status: int, begins: bytes) -> None:
    reply = host(Faults(robots=kind)).reply(get("/robots.txt")).reply
    assert (reply.status, reply.body[: len(begins)]) == (status, begins)


def test_the_cookie_redirect_leads_to_itself_until_the_cookie_comes() -> None:
    faulty = host(Faults(cookie=True, box=None))
    first = faulty.reply(get("/a?x=1")).reply
    assert (first.status, dict(first.headers)) == (302, {"Location": "/a?x=1", "Set-Cookie": "simulated=1; Path=/"})
    assert faulty.reply(get("/a?x=1", cookie="b=2; simulated=1")).reply.status == 200


def test_head_is_not_allowed_or_never_answered() -> None:
    head = Request("HEAD", "/a", {})
    assert host(Faults()).reply(head).reply.status == 405
    assert host(Faults(head="hang")).reply(head).manner == "hang"
    assert host(NO_FAULTS).reply(head).reply.status == 200


@pytest.mark.parametrize(
    ("charset", "content_type"), [("absent", "text/html"), ("wrong", "text/html; charset=ISO-8859-1")]
)
def test_the_header_keeps_the_charset_back_or_lies(charset: str, content_type: str) -> None:
    reply = host(Faults(charset=charset, box=None)).reply(get("/")).reply  # type: ignore[arg-type]
    assert dict(reply.headers)["Content-Type"] == content_type


def test_pages_are_dated_now_and_come_whole_whatever_is_asked() -> None:
    reply = host(Faults(dated=True, box=None)).reply(get("/a", **{"if-modified-since": "now"})).reply
    assert reply.status == 200
    assert dict(reply.headers)["Last-Modified"].endswith("GMT")


def test_pages_are_compressed_unasked() -> None:
    reply = host(Faults(gzip=True, box=None)).reply(get("/")).reply
    assert dict(reply.headers)["Content-Encoding"] == "gzip"
    assert gzip.decompress(reply.body) == HOME


def test_latency_has_the_median_and_the_tail_asked_for_and_shrinks_with_the_second() -> None:
    def delays(second: float) -> list[float]:
        faulty = host(Faults(latency=(0.6, 6.0), box=None), second=second)
        return sorted(faulty.reply(get(f"/a{number}")).delay for number in range(1000))

    long = delays(1.0)
    assert 0.5 < long[500] < 0.7
    assert 4.5 < long[950] < 8.0
    assert delays(0.01)[500] == pytest.approx(long[500] / 100)
    assert set(delays(0.0)) == {0.0}
