"""How fast one host is asked. The gap is counted between the moments two requests left, not between calls.

Measured: counted from before the connection is made, a tenth of the gaps is too short; sleeping after the answer is
45 % slower than promised.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import Awaitable, Callable
from email.utils import parsedate_to_datetime

from reportscraper.errors import SiteError
from reportscraper.fetch.limits import Limits


class Pace:
    """The clock of one host: delay = max(floor, crawl-delay, factor × latency), plus rests asked for or earned."""

    def __init__(
        self,
        floor: float,
        limits: Limits,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._floor = floor
        self._limits = limits
        self._clock = clock
        self._sleep = sleep
        self._crawl_delay = 0.0
        self._latency = 0.0
        self._last: float | None = None
        self._not_before = 0.0
        self._refusals = 0

    @property
    def delay(self) -> float:
        """Seconds between two requests, as the host sees them."""
        rest = min(self._limits.latency_factor * self._latency, self._limits.latency_ceiling)
        return max(self._floor, self._crawl_delay, rest)

    def obey(self, crawl_delay: float) -> None:
        """Take the robots crawl-delay. Raises SiteError when it is longer than is waited out."""
        if crawl_delay > self._limits.crawl_delay_ceiling:
            raise SiteError(f"robots.txt asks for {crawl_delay:g} s between requests")
        self._crawl_delay = crawl_delay

    async def wait(self) -> None:
        """Return when the next request may leave: the delay after the last, and a little more, see ``Limits.spare``."""
        gap = self.delay + min(self._limits.spare * self.delay, self._limits.spare_ceiling)
        due = self._not_before if self._last is None else max(self._not_before, self._last + gap)
        while (left := due - self._clock()) > 0:
            await self._sleep(left)

    def sent(self) -> None:
        """A request has just left."""
        self._last = self._clock()

    def answered(self, seconds: float) -> None:
        """An answer took this long; the latency is a moving average."""
        self._latency = seconds if not self._latency else 0.7 * self._latency + 0.3 * seconds
        self._refusals = 0

    def broken(self, attempt: int) -> None:
        """Attempt number ``attempt`` (1-based) failed: rest some delays before the next."""
        self._rest(min(self.delay * self._limits.backoff**attempt, self._limits.penalty_ceiling))

    def refused(self, retry_after: float | None) -> None:
        """The host answered 429 or 503. Raises SiteError when it asks for a longer rest than a run waits out."""
        self._refusals += 1
        if retry_after is None:
            steps = self._limits.penalty_steps * 2 ** (self._refusals - 1)
            retry_after = min(steps * self.delay, self._limits.penalty_ceiling)
        if retry_after > self._limits.penalty_ceiling:
            raise SiteError(f"the host asks to be left alone for {retry_after:g} s")
        self._rest(retry_after)

    def _rest(self, seconds: float) -> None:
        self._not_before = max(self._not_before, self._clock() + seconds)


def read_retry_after(value: str | None, now: dt.datetime) -> float | None:
    """Seconds a Retry-After header asks for (a number or a date), None when there is none or it cannot be read."""
    if value is None:
        return None
    if value.strip().isascii() and value.strip().isdigit():
        return float(value.strip())
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return max(0.0, (moment - now).total_seconds())
