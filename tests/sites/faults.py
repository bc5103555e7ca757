"""The fault layer: what goes wrong between a site and its visitor, a host at a time, drawn from the seed.

A fault of one request hangs on the path and on how often it was asked, so that a second attempt may succeed and every run
meets the same faults. Times are in seconds of the world (see `entries.World.second`).
"""

from __future__ import annotations

import gzip
import math
import random
import re
from collections import Counter, deque
from collections.abc import Callable
from email.utils import formatdate
from statistics import NormalDist
from typing import Literal

import msgspec
from msgspec import Struct

from tests.made.site import Reply, Request, not_found

Manner = Literal["whole", "chunked", "close", "reset", "hang", "drip", "short"]
"""How a reply travels: with its length, in chunks, ended by closing (HTTP/1.0), cut by a reset, never, byte by byte, or with
a length that is more than comes.
"""
RobotsKind = Literal["own", "none", "html", "uploads", "all", "error", "bom"]


class Sent(Struct, frozen=True):
    """A reply and how it travels; ``delay`` is in real seconds."""

    reply: Reply
    manner: Manner = "whole"
    delay: float = 0.0


class Box(Struct, frozen=True):
    """A penalty box: more than ``parallel`` requests at once or more than ``rate`` a second are refused for ``seconds``."""

    parallel: int = 2
    rate: float | None = None
    seconds: float = 60.0
    status: Literal[429, 503, 200] = 503
    """200 shows a stub of a script alone."""
    retry_after: bool = False


class Faults(Struct, frozen=True, kw_only=True):
    """What a host is like beyond its content. Shares are of requests, from 0 to 1."""

    latency: tuple[float, float] | None = None
    """Median and 95th percentile of a log-normal delay."""
    reset: float = 0.0
    hang: float = 0.0
    errors: float = 0.0
    """500 at the first attempt."""
    empty: float = 0.0
    """200 without a body at the first attempt."""
    stub: float = 0.0
    """200 with nothing but a script at the first attempt."""
    box: Box | None = Box()
    charset: Literal["own", "absent", "wrong"] = "own"
    missing: Literal["own", "soft404", "home", "error"] = "own"
    """What stands in for a 404: nothing, an error page with 200, the home page with 200, a 500."""
    robots: RobotsKind = "own"
    cookie: bool = False
    """302 to the same address until the cookie it sets comes back."""
    head: Literal["own", "405", "hang"] = "405"
    dated: bool = False
    """``Last-Modified`` is now, and ``If-Modified-Since`` is ignored."""
    gzip: bool = False
    """Compressed without being asked."""
    manner: Manner = "whole"


NO_FAULTS = Faults(box=None, head="own")

_STUB = b"<html><head><script>var _0x%s=function(a){return a^7};(function(){_0x%s(1)})()</script></head></html>"
_HTML = ("Content-Type", "text/html; charset=utf-8")
_ROBOTS: dict[RobotsKind, Reply] = {
    "none": not_found(),
    "html": Reply("<html><body><p>您访问的页面不存在</p></body></html>".encode(), 200, (_HTML,)),
    "uploads": Reply(b"User-agent: *\nDisallow: /uploadfiles/\n", 200, (("Content-Type", "text/plain"),)),
    "all": Reply(b"User-agent: *\nDisallow: /\n", 200, (("Content-Type", "text/plain"),)),
    "error": Reply(b"", 503),
    "bom": Reply(b"\xef\xbb\xbfUser-agent: *\nDisallow: /search/\n", 200, (("Content-Type", "text/plain"),)),
}


class FaultyHost:
    """One host: the site's own answers behind the fault layer, and what the layer remembers of its visitors."""

    def __init__(
        self,
        name: str,
        answer: Callable[[Request], Reply | Sent],
        faults: Faults,
        *,
        seed: str,
        second: float,
        clock: Callable[[], float],
    ) -> None:
        self.name = name
        self.in_flight = 0
        self._answer = answer
        self._faults = faults
        self._seed = seed
        self._second = second
        self._clock = clock
        self._asked: Counter[str] = Counter()
        self._recent: deque[float] = deque()
        self._boxed_until = -math.inf

    def reply(self, request: Request) -> Sent:
        """What comes back, and how. The caller counts `in_flight`, this request included."""
        faults = self._faults
        refusal = self._refuse()
        if refusal is not None:
            return Sent(refusal)
        if request.method == "HEAD" and faults.head != "own":
            return Sent(Reply(b"", 405), "hang" if faults.head == "hang" else "whole")
        self._asked[request.target] += 1
        draw = random.Random(f"{self._seed}/{self.name}/{request.target}/{self._asked[request.target]}")
        sent = self._trouble(draw, request) or self._own(request)
        return Sent(sent.reply, sent.manner, sent.delay + self._latency(draw))

    def _refuse(self) -> Reply | None:
        box, now = self._faults.box, self._clock()
        if box is None:
            return None
        while self._recent and now - self._recent[0] > self._second:
            self._recent.popleft()
        self._recent.append(now)
        too_fast = box.rate is not None and len(self._recent) > max(box.rate, 1.0)
        if self.in_flight > box.parallel or too_fast:
            self._boxed_until = now + box.seconds * self._second
        if now >= self._boxed_until and self.in_flight <= box.parallel and not too_fast:
            return None
        if box.status == 200:
            return _stub(self.name)
        headers = (("Retry-After", str(math.ceil(box.seconds * self._second))),) if box.retry_after else ()
        return Reply(b"", box.status, headers)

    def _trouble(self, draw: random.Random, request: Request) -> Sent | None:
        """What befalls this attempt instead of the site's answer; every chance is drawn, so that none shifts another."""
        faults, first = self._faults, self._asked[request.target] == 1
        reset, hang, error, empty, stub = (draw.random() for _ in range(5))
        if request.path == "/robots.txt":
            return None
        if reset < faults.reset:
            return Sent(self._own(request).reply, "reset")
        if hang < faults.hang:
            return Sent(Reply(b""), "hang")
        if error < faults.errors and first:
            return Sent(Reply(b"Internal Server Error", 500))
        if empty < faults.empty and first:
            return Sent(Reply(b""))
        return Sent(_stub(request.path)) if stub < faults.stub and first else None

    def _own(self, request: Request) -> Sent:
        faults = self._faults
        if request.path == "/robots.txt" and faults.robots != "own":
            return Sent(_ROBOTS[faults.robots])
        if faults.cookie and "simulated=1" not in request.headers.get("cookie", ""):
            return Sent(Reply(b"", 302, (("Location", request.target), ("Set-Cookie", "simulated=1; Path=/"))))
        answered = self._answer(request)
        sent = answered if isinstance(answered, Sent) else Sent(answered, faults.manner)
        # A 500 in place of robots.txt would rightly bar the whole host, and hosts of this kind are not barred.
        barring = request.path == "/robots.txt" and faults.missing == "error"
        if sent.reply.status == 404 and faults.missing != "own" and not barring:
            sent = Sent(self._missing(request))
        return Sent(self._dress(sent.reply), sent.manner, sent.delay)

    def _missing(self, request: Request) -> Reply:
        if self._faults.missing == "error":
            return Reply(b"<html><body><h1>500</h1></body></html>", 500)
        if self._faults.missing == "soft404" or request.path == "/":
            return Reply(not_found().body, 200, (_HTML,))
        home = self._answer(Request("GET", "/", request.headers))
        return home.reply if isinstance(home, Sent) else home

    def _dress(self, reply: Reply) -> Reply:
        faults, headers, body = self._faults, reply.headers, reply.body
        if faults.charset != "own":
            wrong = "; charset=ISO-8859-1" if faults.charset == "wrong" else ""
            headers = tuple((name, re.sub(r"(text/html).*", rf"\1{wrong}", value)) for name, value in headers)
        if faults.dated:
            headers = (*headers, ("Last-Modified", formatdate(usegmt=True)))
        if faults.gzip and body:
            headers, body = (*headers, ("Content-Encoding", "gzip")), gzip.compress(body, 1, mtime=0)
        return msgspec.structs.replace(reply, body=body, headers=headers)

    def _latency(self, draw: random.Random) -> float:
        if self._faults.latency is None or not self._second:
            return 0.0
        median, high = self._faults.latency
        sigma = math.log(high / median) / NormalDist().inv_cdf(0.95)
        return self._second * draw.lognormvariate(math.log(median), sigma)


def _stub(name: str) -> Reply:
    mark = b"%06x" % sum(name.encode())
    return Reply(_STUB % (mark, mark), 200, (_HTML,))
