"""Every bound the crawler obeys, in one place. Sizes in bytes, times in seconds (budgets in minutes, as people give them)."""

from __future__ import annotations

import time
from collections.abc import Callable

from msgspec import Struct


class Limits(Struct, frozen=True, kw_only=True):
    """Bounds of one crawl; each is tested at the limit and one over."""

    page_bytes: int = 20_000_000
    """Entity body of a page once inflated, and as much again on the wire."""
    list_bytes: int = 5_000_000
    """A list page or an interface's answer: it is built into a tree of objects, a hundred times its size in memory."""
    attachment_bytes: int = 50_000_000
    header_bytes: int = 65_536
    robots_bytes: int = 512_000
    """RFC 9309 section 2.5: at least 500 KiB must be parsed; the rest is not read."""
    redirects: int = 5

    connect_seconds: float = 10.0
    first_byte_seconds: float = 30.0
    """Until an answer begins, and between any two pieces of it."""
    exchange_seconds: float = 150.0
    """One whole exchange, from looking for a connection to the last byte, informational answers included."""
    slow_window_seconds: float = 30.0
    slow_bytes_per_second: int = 1_000

    attempts: int = 3
    """Requests made for one URL that answers 5xx or breaks off; what took too long is not asked twice in a run."""
    spare: float = 0.02
    """Share of the delay that is waited on top of it: one request may be longer on its way than the next, and the gap
    that counts is the one the host sees."""
    spare_ceiling: float = 0.1
    crawl_delay_ceiling: float = 60.0
    """A robots crawl-delay above this is not waited out: the host is left and reported."""
    latency_factor: float = 2.0
    """A host rests at least this many times the time it took to answer."""
    latency_ceiling: float = 30.0
    """Rest asked for by slowness alone never grows beyond this."""
    penalty_steps: float = 30.0
    """After 429 or 503 without Retry-After the host rests this many delays, doubled each time."""
    penalty_ceiling: float = 600.0
    """A rest asked for that is longer than this ends the host's crawl."""
    backoff: float = 4.0
    """Attempt n of a broken request waits backoff**n delays."""

    discovery_depth: int = 3
    """Links from the home page as far as every promising one is followed, also when a column is found."""
    discovery_clicks: int = 8
    """Links from the home page as long as none is."""
    discovery_pages: int = 60
    discovery_blind: int = 40
    """Those of them that are read though nothing speaks for them."""
    columns: int = 400
    """List columns walked for one site (year by body columns of a city platform run to hundreds)."""
    list_pages: int = 200
    """Pages of one column."""
    site_minutes: float = 240.0
    """Time for one site in one run, unless its file says otherwise; what is left is asked by the next run."""
    requests: int = 20_000
    """Requests to one host in one run."""
    refusals: int = 5
    """Refused answers (403 and the like) in a row after which a host is left alone."""
    slow_answers: int = 3
    """Answers in a row that did not come in time after which a host is left alone: each takes up to 40 s, and a run waits for the last."""
    foreign_hosts: int = 20
    """Hosts outside the site file that a site's own pages may lead to."""


GOES_ON = "the next run goes on with what is left"
"""What is said at the end of whatever was cut off by time."""


class Budget:
    """The minutes that a site or a whole run may take, counted from when it is made; None for no end."""

    def __init__(self, minutes: float | None, of: str, clock: Callable[[], float] = time.monotonic) -> None:
        self.minutes = minutes
        self._of = of
        self._clock = clock
        self._started = clock()

    @property
    def left(self) -> float | None:
        """Seconds that are left, at least 0; None for no end."""
        return None if self.minutes is None else max(0.0, self._started + self.minutes * 60 - self._clock())

    def __str__(self) -> str:
        """What is said when it is spent."""
        return f"the {self.minutes:g} minutes of {self._of} are over; {GOES_ON}"
