"""A host without a network, a clock without time, and pages to serve."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec

from reportscraper.crawl.known import KnownPage
from reportscraper.fetch.limits import Limits
from reportscraper.fetch.page import Page, open_page
from reportscraper.fetch.request import Request
from reportscraper.model import Exchange, PageKind

HTML = (("Content-Type", "text/html; charset=utf-8"),)
AGENT = "Mozilla/5.0 (compatible; reportscraper/0; +https://example.org; post@example.org)"


def exchange(
    url: str = "http://www.a.gov.cn/",
    body: str | bytes = "",
    status: int = 200,
    headers: Sequence[tuple[str, str]] = HTML,
    seconds: float = 0.0,
) -> Exchange:
    """A finished exchange."""
    data = body.encode() if isinstance(body, str) else body
    return Exchange(
        url=url,
        final_url=url,
        method="GET",
        status=status,
        headers=tuple(headers),
        body=data,
        fetched_at="2024-02-01T00:00:00Z",
        seconds=seconds,
    )


def page(
    body: str | bytes,
    url: str = "http://www.a.gov.cn/nb/",
    status: int = 200,
    headers: Sequence[tuple[str, str]] = HTML,
    charset: str | None = None,
) -> Page:
    """A page as the crawler sees it."""
    return open_page(Request(url), exchange(url, body, status, headers), charset)


class FakeClock:
    """Seconds that pass only in sleep."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 6))
        self.now += seconds


Reply = Exchange | Exception
Script = Reply | list[Reply] | Callable[[Request], Reply]


class FakeFetcher:
    """Answers from a table: one reply, a list of replies in turn (the last stays), or a function of the request."""

    def __init__(self, replies: Mapping[str, Script], clock: Callable[[], float] = lambda: 0.0) -> None:
        self.replies = {url: list(reply) if isinstance(reply, list) else reply for url, reply in replies.items()}
        self.requests: list[Request] = []
        self.times: list[float] = []
        self.limits: list[int] = []
        self.closed = False
        self._clock = clock

    async def fetch(self, request: Request, *, limit: int, on_sent: Callable[[], None]) -> Exchange:
        self.requests.append(request)
        self.times.append(self._clock())
        self.limits.append(limit)
        on_sent()
        reply = self._reply(request)
        if isinstance(reply, Exception):
            raise reply
        return msgspec.structs.replace(reply, url=request.url, final_url=request.url)

    def _reply(self, request: Request) -> Reply:
        script = self.replies.get(request.url)
        if script is None:
            return exchange(request.url, "<h1>404</h1>", 404)
        if isinstance(script, list):
            return script.pop(0) if len(script) > 1 else script[0]
        return script(request) if callable(script) else script

    async def aclose(self) -> None:
        self.closed = True

    @property
    def urls(self) -> list[str]:
        """The addresses asked for, in order."""
        return [request.url for request in self.requests]


class FakeKnown:
    """Earlier runs, as a table."""

    def __init__(self, pages: Mapping[str, KnownPage] | None = None, resting: Mapping[str, str] | None = None) -> None:
        self.pages = dict(pages or {})
        self.hosts = dict(resting or {})

    def page(self, url: str) -> KnownPage | None:
        return self.pages.get(url)

    def resting(self, host: str) -> str | None:
        return self.hosts.get(host)


def classify(title: str) -> PageKind:
    """Enough of the real title reader for these tests."""
    if "汇总" in title:
        return "index"
    if any(word in title for word in ("解读", "通知", "报表", "法治")):
        return "other"
    return "report" if "信息公开" in title and "年度报告" in title else "other"


QUICK = Limits(attempts=3, penalty_steps=30.0)
