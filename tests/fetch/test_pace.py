from __future__ import annotations

import asyncio
import datetime as dt

import pytest

from reportscraper.errors import SiteError
from reportscraper.fetch.limits import Limits
from reportscraper.fetch.pace import Pace, read_retry_after

from ..crawl.fakes import FakeClock

NOW = dt.datetime(2024, 2, 1, 12, 0, tzinfo=dt.UTC)


def make(floor: float = 1.0, limits: Limits | None = None) -> tuple[Pace, FakeClock]:
    clock = FakeClock()
    return Pace(floor, limits or Limits(spare=0.0), clock=clock, sleep=clock.sleep), clock


def waited(pace: Pace, clock: FakeClock) -> float:
    before = clock.now
    asyncio.run(pace.wait())
    return round(clock.now - before, 6)


def test_the_first_request_leaves_at_once_and_the_next_after_the_floor() -> None:
    pace, clock = make(1.5)
    assert waited(pace, clock) == 0
    pace.sent()
    assert waited(pace, clock) == 1.5


def test_the_gap_counts_from_the_departure_not_from_the_answer() -> None:
    pace, clock = make(1.0)
    pace.sent()
    clock.now += 0.4
    pace.answered(0.4)
    assert waited(pace, clock) == 0.6


@pytest.mark.parametrize(("floor", "gap"), [(0.0, 0.0), (1.0, 1.02), (5.0, 5.1), (60.0, 60.1)])
def test_a_little_more_than_the_delay_is_waited_so_that_the_host_sees_no_less(floor: float, gap: float) -> None:
    pace, clock = make(floor, Limits())
    pace.sent()
    assert waited(pace, clock) == pytest.approx(gap)


def test_a_rest_that_was_asked_for_is_taken_at_its_word() -> None:
    pace, clock = make(1.0, Limits())
    pace.sent()
    pace.refused(9.0)
    assert waited(pace, clock) == 9.0


def test_the_longest_of_floor_crawl_delay_and_latency_rules() -> None:
    pace, _ = make(1.0)
    assert pace.delay == 1.0
    pace.obey(5.0)
    assert pace.delay == 5.0
    pace.answered(10.0)
    assert pace.delay == 20.0
    pace.answered(100.0)
    assert pace.delay == Limits().latency_ceiling


def test_latency_is_a_moving_average() -> None:
    pace, _ = make(0.0)
    pace.answered(1.0)
    pace.answered(2.0)
    assert pace.delay == pytest.approx(2.6)


def test_a_crawl_delay_at_the_ceiling_is_obeyed_and_one_over_is_refused() -> None:
    pace, _ = make()
    pace.obey(60.0)
    assert pace.delay == 60.0
    with pytest.raises(SiteError, match="61 s"):
        pace.obey(61.0)


def test_broken_requests_back_off_in_powers_of_the_delay() -> None:
    pace, clock = make(1.0)
    pace.sent()
    pace.broken(1)
    assert waited(pace, clock) == 4.0
    pace.broken(2)
    assert waited(pace, clock) == 16.0


def test_retry_after_is_obeyed_up_to_the_ceiling() -> None:
    pace, clock = make(1.0)
    pace.refused(600.0)
    assert waited(pace, clock) == 600.0
    with pytest.raises(SiteError, match="601 s"):
        pace.refused(601.0)


def test_penalties_double_until_an_answer_comes() -> None:
    pace, clock = make(1.0)
    waits = []
    for _ in range(6):
        pace.refused(None)
        waits.append(waited(pace, clock))
    assert waits == [30.0, 60.0, 120.0, 240.0, 480.0, 600.0]
    pace.answered(0.1)
    pace.refused(None)
    assert waited(pace, clock) == 30.0


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None),
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Thu, 01 Feb 2024 12:01:30 GMT", 90.0),
        ("Thu, 01 Feb 2024 11:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("１２", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str | None, seconds: float | None) -> None:
    assert read_retry_after(value, NOW) == seconds
