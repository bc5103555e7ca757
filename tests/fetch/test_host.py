from __future__ import annotations

import asyncio
import datetime as dt
import itertools

import pytest

from reportscraper.errors import (
    AddressError,
    ChallengeError,
    FetchError,
    OversizeError,
    RobotsError,
    SiteError,
    SlowError,
)
from reportscraper.fetch.host import Host, HostAnswer
from reportscraper.fetch.limits import Limits
from reportscraper.fetch.pace import Pace
from reportscraper.fetch.request import Request

from ..crawl.fakes import FakeClock, FakeFetcher, Script, exchange

ROOT = "http://www.a.gov.cn"
URL = f"{ROOT}/a.html"
OK = exchange(URL, "<p>正文</p>")
ERROR = exchange(URL, "error", 500)
BUSY = exchange(URL, "busy", 503)


class Bench:
    """A host, its fetcher and its clock."""

    def __init__(
        self,
        replies: dict[str, Script],
        limits: Limits | None = None,
        name: str = "www.a.gov.cn",
        *,
        cookies: bool = False,
    ) -> None:
        self.clock = FakeClock()
        self.fetcher = FakeFetcher(replies, self.clock)
        limits = limits or Limits(spare=0.0)
        pace = Pace(1.0, limits, clock=self.clock, sleep=self.clock.sleep)
        now = dt.datetime(2024, 2, 1, tzinfo=dt.UTC)
        self.host = Host(name, self.fetcher, pace, limits, cookies=cookies, now=lambda: now)
        self.seen: list[HostAnswer] = []

    def ask(self, url: str = URL) -> HostAnswer:
        return asyncio.run(self.host.ask(Request(url), limit=1000))

    def robots(self, scheme: str = "http") -> None:
        asyncio.run(self.host.learn_robots(scheme, self.seen.append))

    @property
    def gaps(self) -> list[float]:
        times = self.fetcher.times
        return [round(b - a, 6) for a, b in itertools.pairwise(times)]


def test_requests_keep_their_distance() -> None:
    bench = Bench({URL: OK})
    for _ in range(4):
        assert bench.ask().verdict.outcome is None
    assert bench.gaps == [1.0, 1.0, 1.0]


def test_a_server_error_is_asked_again_with_growing_rests() -> None:
    bench = Bench({URL: [ERROR, ERROR, OK]})
    assert bench.ask().verdict.outcome is None
    assert bench.gaps == [4.0, 16.0]


def test_a_server_error_that_stays_is_the_answer() -> None:
    bench = Bench({URL: ERROR})
    assert bench.ask().verdict.outcome == "unreachable"
    assert len(bench.fetcher.requests) == 3


def test_a_broken_answer_is_asked_again_and_raised_in_the_end() -> None:
    bench = Bench({URL: [FetchError("reset"), OK]})
    assert bench.ask().verdict.outcome is None
    bench = Bench({URL: FetchError("reset")})
    with pytest.raises(FetchError, match="reset"):
        bench.ask()
    assert len(bench.fetcher.requests) == 3


def test_what_takes_all_the_time_of_an_exchange_is_not_asked_twice() -> None:
    bench = Bench({URL: SlowError("no whole answer within 150 s")})
    with pytest.raises(SlowError):
        bench.ask()
    assert len(bench.fetcher.requests) == 1


@pytest.mark.parametrize("error", [AddressError("private"), OversizeError("large")])
def test_errors_that_will_not_pass_are_not_tried_again(error: FetchError) -> None:
    bench = Bench({URL: error})
    with pytest.raises(type(error)):
        bench.ask()
    assert len(bench.fetcher.requests) == 1


@pytest.mark.parametrize("status", [200, 304, 403, 404, 410, 412])
def test_answers_that_are_final_are_not_asked_again(status: int) -> None:
    bench = Bench({URL: exchange(URL, "x", status)})
    bench.ask()
    assert len(bench.fetcher.requests) == 1


def test_a_busy_host_rests_for_the_penalty() -> None:
    bench = Bench({URL: [BUSY, BUSY, OK]})
    assert bench.ask().verdict.outcome is None
    assert bench.gaps == [30.0, 60.0]


@pytest.mark.parametrize(("value", "rest"), [("7", 7.0), ("Thu, 01 Feb 2024 00:00:09 GMT", 9.0)])
def test_retry_after_is_obeyed(value: str, rest: float) -> None:
    busy = exchange(URL, "busy", 429, headers=(("Retry-After", value),))
    bench = Bench({URL: [busy, OK]})
    assert bench.ask().verdict.outcome is None
    assert bench.gaps == [rest]


def test_a_host_that_wants_a_long_rest_is_left_alone() -> None:
    bench = Bench({URL: exchange(URL, "busy", 429, headers=(("Retry-After", "86400"),))})
    for _ in range(2):
        with pytest.raises(SiteError, match="86400 s"):
            bench.ask()
    assert len(bench.fetcher.requests) == 1


def test_a_challenge_is_not_asked_again() -> None:
    bench = Bench({URL: exchange(URL, "<p>请拖动滑块完成验证</p>", 503)})
    assert bench.ask().verdict.outcome == "challenge"
    assert len(bench.fetcher.requests) == 1


def test_a_host_that_refuses_five_times_in_a_row_is_left_alone() -> None:
    replies: dict[str, Script] = {f"{ROOT}/{n}": exchange(f"{ROOT}/{n}", "no", 403) for n in range(9)}
    bench = Bench({**replies, URL: OK})
    for n in range(4):
        bench.ask(f"{ROOT}/{n}")
    bench.ask()
    for n in range(4):
        bench.ask(f"{ROOT}/{n}")
    assert bench.host.closed is None
    bench.ask(f"{ROOT}/5")
    with pytest.raises(SiteError, match="5 addresses in a row"):
        bench.ask()


def test_a_dead_host_is_left_alone_after_five_addresses() -> None:
    bench = Bench({f"{ROOT}/{n}": FetchError("timeout") for n in range(9)})
    for n in range(5):
        with pytest.raises(FetchError):
            bench.ask(f"{ROOT}/{n}")
    with pytest.raises(SiteError):
        bench.ask(f"{ROOT}/6")
    assert len(bench.fetcher.requests) == 15


def test_the_budget_holds_to_the_request() -> None:
    bench = Bench({URL: OK}, Limits(requests=3))
    for _ in range(3):
        bench.ask()
    with pytest.raises(SiteError, match="3 requests"):
        bench.ask()
    assert len(bench.fetcher.requests) == 3


def test_only_one_request_is_in_flight() -> None:
    flying = 0
    most = 0

    class Slow(FakeFetcher):
        async def fetch(self, request, *, limit, on_sent):  # type: ignore[no-untyped-def]
            nonlocal flying, most
            flying += 1
            most = max(most, flying)
            await asyncio.sleep(0)
            flying -= 1
            return await super().fetch(request, limit=limit, on_sent=on_sent)

    async def ask_all() -> None:
        clock = FakeClock()
        pace = Pace(0.0, Limits(), clock=clock, sleep=clock.sleep)
        host = Host("www.a.gov.cn", Slow({URL: OK}), pace, Limits())
        await asyncio.gather(*(host.ask(Request(URL), limit=1000) for _ in range(5)))

    asyncio.run(ask_all())
    assert most == 1


def test_robots_are_asked_once_and_obeyed() -> None:
    bench = Bench({f"{ROOT}/robots.txt": exchange(body="User-agent: *\nDisallow: /x/\nCrawl-delay: 3"), URL: OK})
    bench.robots()
    bench.robots()
    assert bench.fetcher.urls == [f"{ROOT}/robots.txt"]
    assert len(bench.seen) == 1
    bench.host.permit(URL)
    with pytest.raises(RobotsError, match="forbidden"):
        bench.host.permit(f"{ROOT}/x/1")
    bench.ask()
    bench.ask()
    assert bench.gaps == [3.0, 3.0]


def test_robots_that_fail_close_the_host() -> None:
    bench = Bench({f"{ROOT}/robots.txt": ERROR})
    with pytest.raises(RobotsError, match="could not be fetched"):
        bench.robots()
    with pytest.raises(RobotsError):
        bench.robots()
    assert len(bench.fetcher.requests) == 3


def test_a_crawl_delay_beyond_patience_closes_the_host() -> None:
    bench = Bench({f"{ROOT}/robots.txt": exchange(body="User-agent: *\nCrawl-delay: 3600")})
    with pytest.raises(SiteError, match="3600 s"):
        bench.robots()


def test_robots_that_move_are_followed_on_the_host() -> None:
    moved = exchange(status=301, headers=(("Location", "/robots2.txt"),))
    rules = exchange(body="User-agent: *\nDisallow: /")
    bench = Bench({f"{ROOT}/robots.txt": moved, f"{ROOT}/robots2.txt": rules})
    bench.robots()
    with pytest.raises(RobotsError):
        bench.host.permit(URL)
    back = exchange(status=301, headers=(("Location", "/robots.txt"),))
    bench = Bench({f"{ROOT}/robots.txt": moved, f"{ROOT}/robots2.txt": back})
    bench.robots()
    assert len(bench.fetcher.requests) == 5
    bench.host.permit(URL)


def test_robots_that_redirect_to_themselves_are_asked_once() -> None:
    address = f"{ROOT}/robots.txt"
    loop = exchange(status=302, headers=(("Location", address),))
    bench = Bench({address: loop})
    bench.robots()
    assert (len(bench.seen), bench.host.closed) == (1, None)
    bench.host.permit(URL)
    gate = exchange(status=302, headers=(("Location", address), ("Set-Cookie", "CT6T=1")))
    bench = Bench({address: gate})
    with pytest.raises(ChallengeError, match="cookie302"):
        bench.robots()
    assert len(bench.fetcher.requests) == 1


def test_robots_behind_a_cookie_are_asked_twice_when_cookies_are_allowed() -> None:
    address = f"{ROOT}/robots.txt"
    gate = exchange(status=302, headers=(("Location", address), ("Set-Cookie", "CT6T=1")))
    rules = exchange(body="User-agent: *\nDisallow: /a")
    bench = Bench({address: [gate, rules]}, cookies=True)
    bench.robots()
    with pytest.raises(RobotsError):
        bench.host.permit(URL)
    bench = Bench({address: gate}, cookies=True)
    with pytest.raises(ChallengeError, match="cookie302"):
        bench.robots()
    assert len(bench.fetcher.requests) == 2


def test_a_host_that_says_too_many_requests_to_the_last_attempt_is_left_alone() -> None:
    bench = Bench({URL: exchange(URL, "busy", 429)})
    assert bench.ask().verdict.outcome == "blocked"
    with pytest.raises(SiteError, match="429"):
        bench.ask(f"{ROOT}/b.html")
    assert bench.gaps == [30.0, 60.0]


def test_a_host_that_answers_under_the_other_scheme_is_asked_there() -> None:
    bench = Bench(
        {"https://www.a.gov.cn/robots.txt": FetchError("refused"), f"{ROOT}/robots.txt": exchange(status=404)}
    )
    bench.robots("https")
    assert bench.host.by_scheme(Request("https://www.a.gov.cn/b?c=1")).url == f"{ROOT}/b?c=1"


def test_an_address_under_a_scheme_that_nobody_answers_is_asked_under_the_one_that_was_answered() -> None:
    bench = Bench(
        {URL: exchange(URL), "https://www.a.gov.cn/b": FetchError("refused"), f"{ROOT}/b": exchange(f"{ROOT}/b")}
    )
    bench.ask()
    assert bench.ask("https://www.a.gov.cn/b").page.exchange.url == f"{ROOT}/b"
    assert bench.host.by_scheme(Request("https://www.a.gov.cn/c")).url == f"{ROOT}/c"


def test_a_host_on_a_port_of_its_own_keeps_its_scheme() -> None:
    bench = Bench({"http://a.gov.cn:81/robots.txt": FetchError("refused")}, name="a.gov.cn:81")
    with pytest.raises(RobotsError):
        bench.robots("http")
    assert {request.url for request in bench.fetcher.requests} == {"http://a.gov.cn:81/robots.txt"}


def test_closing_closes_the_connection() -> None:
    bench = Bench({})
    asyncio.run(bench.host.aclose())
    assert bench.fetcher.closed


def test_a_challenge_in_place_of_robots_closes_the_host_as_what_it_is() -> None:
    shield = exchange(body="", status=521, headers=(("Set-Cookie", "__jsluid_h=1"),))
    bench = Bench({f"{ROOT}/robots.txt": shield})
    with pytest.raises(ChallengeError, match="jiasule"):
        bench.robots()
    assert len(bench.fetcher.urls) == 1
