from __future__ import annotations

import asyncio
import time

import pytest

from reportscraper.errors import SiteError, SlowError
from reportscraper.fetch.host import Host
from reportscraper.fetch.limits import Limits
from reportscraper.fetch.pace import Pace
from reportscraper.fetch.pulse import Pulse
from reportscraper.fetch.request import Request

from ..crawl.fakes import FakeClock, FakeFetcher, Script, exchange

ROOT = "http://www.a.gov.cn"
SLOW = SlowError("no whole answer within 30 s")


def host_of(replies: dict[str, Script], *, starved: bool) -> tuple[Host, FakeFetcher]:
    clock = FakeClock()
    fetcher, limits = FakeFetcher(replies, clock), Limits(spare=0.0)
    pace = Pace(1.0, limits, clock=clock, sleep=clock.sleep)
    return Host("www.a.gov.cn", fetcher, pace, limits, was_starved=lambda _seconds: starved), fetcher


def ask(host: Host, *paths: str) -> list[str]:
    """What came of each request, in a word."""

    async def one(path: str) -> str:
        try:
            await host.ask(Request(f"{ROOT}{path}"), limit=1000)
        except SiteError:
            return "left alone"
        except SlowError:
            return "slow"
        return "had"

    return [asyncio.run(one(path)) for path in paths]


def test_a_host_that_is_late_is_left_after_three_answers() -> None:
    host, fetcher = host_of({f"{ROOT}/{n}": [SLOW] for n in range(4)}, starved=False)
    assert ask(host, "/0", "/1", "/2", "/3") == ["slow", "slow", "slow", "left alone"]
    assert len(fetcher.times) == 3


def test_a_healthy_host_is_not_left_for_our_own_slowness() -> None:
    replies: dict[str, Script] = {f"{ROOT}/{n}": [SLOW, exchange(f"{ROOT}/{n}", "<p>正文</p>")] for n in range(5)}
    host, _ = host_of(replies, starved=True)
    assert ask(host, *(f"/{n}" for n in range(5))) == ["had"] * 5


def test_a_host_that_never_answers_is_left_all_the_same() -> None:
    host, _ = host_of({f"{ROOT}/{n}": [SLOW, SLOW] for n in range(8)}, starved=True)
    assert ask(host, *(f"/{n}" for n in range(7))) == ["slow"] * 6 + ["left alone"]


@pytest.mark.parametrize(
    ("lost", "crowd", "starved"), [((), 0.5, False), ((1.0, 1.0), 0.5, False), ((2.0, 1.5), 0.5, True), ((), 1e6, True)]
)
def test_lost_time_and_a_crowd_are_starvation(lost: tuple[float, ...], crowd: float, starved: bool) -> None:
    clock = FakeClock()
    pulse = Pulse(clock, lambda: crowd)
    for each in lost:
        pulse.note(each)
    assert pulse.was_starved(30.0) == starved


def test_what_was_lost_long_ago_does_not_count() -> None:
    clock = FakeClock()
    pulse = Pulse(clock, lambda: 0.0)
    pulse.note(20.0)
    asyncio.run(clock.sleep(100.0))
    assert not pulse.was_starved(30.0)


def test_a_blocked_loop_is_noticed() -> None:
    async def blocked() -> bool:
        pulse = Pulse(crowd=lambda: 0.0)
        pulse.start()
        await asyncio.sleep(0)
        time.sleep(4.0)  # noqa: ASYNC251 - the loop is to be blocked
        await asyncio.sleep(0.1)
        starved = pulse.was_starved(30.0)
        await pulse.stop()
        return starved

    assert asyncio.run(blocked())


def test_who_is_stopped_while_it_ends_hears_of_it() -> None:
    async def stopped() -> bool:
        pulse = Pulse(crowd=lambda: 0.0)
        pulse.start()
        await asyncio.sleep(0)
        ending = asyncio.create_task(pulse.stop())
        await asyncio.sleep(0)
        ending.cancel()
        await asyncio.wait([ending])
        return ending.cancelled()

    assert asyncio.run(stopped())
