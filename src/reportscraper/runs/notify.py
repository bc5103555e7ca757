"""Telling somebody how a run went: one POST of JSON to an address that the operator named for it, and to no other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from urllib.parse import urlsplit

import msgspec
import structlog
from msgspec import Struct

from reportscraper.errors import AddressError, InputError, ReportscraperError
from reportscraper.fetch.client import Client, ConnectionPolicy
from reportscraper.fetch.connect import Resolver
from reportscraper.fetch.guard import Guard, parse_literal
from reportscraper.fetch.request import Request
from reportscraper.runs.result import RunResult

_SHOWN = 20
_ANSWER = 65_536
"""Bytes of an answer that are waited for."""


class Hook(Struct, frozen=True):
    """Where a run is told of, as whom, and how the address may be reached."""

    url: str
    policy: ConnectionPolicy

    @classmethod
    def of(cls, url: str, agent: str) -> Hook:
        """The hook at an address. InputError for one that may not be asked: by the crawler's own rules, only that this machine may be
        where the address itself says so.
        """
        try:
            parts = urlsplit(url)
            ports = frozenset({parts.port} - {None})
        except ValueError as error:
            raise InputError(f"--notify {url}: not an address", f"--notify {url}：不是网址") from error
        literal = parse_literal(parts.hostname or "")
        here = parts.hostname == "localhost" or bool(literal and literal.is_loopback)
        guard = Guard(ports=ports, allow_loopback=here)  # type: ignore[arg-type]
        try:
            guard.check_url(url)
        except AddressError as error:
            raise InputError(f"--notify {error}", f"--notify：不能通知该网址（{error}）") from error
        return cls(url, ConnectionPolicy(agent=agent, guard=guard))


def told_of(hook: Hook | None, work: Callable[[], RunResult]) -> RunResult:
    """What a run did; the hook is told of it, of its failure, too. A hook that does not answer is a line in the log, and no failure."""
    try:
        result = work()
    except ReportscraperError as error:
        tell(hook, {"text": f"reportscraper: {error}", "failed": True})
        raise
    tell(hook, summary_of(result))
    return result


def summary_of(result: RunResult) -> dict[str, object]:
    """A run in a sentence, its totals, and the first of its new problems; no address of the operator's."""
    totals = result.totals
    news = [*result.problems, *(f"{site.name}: {each}" for site in result.sites for each in site.new_problems)]
    counted = ", ".join(f"{totals[name]:,} {name}" for name in ("pages", "new", "revised", "failed"))
    text = f"reportscraper: {len(result.sites):,} sites, {counted}; {len(news):,} new problems 新问题"
    return {"text": text, "failed": False, "totals": totals, "new_problems": news[:_SHOWN]}


def tell(hook: Hook | None, said: dict[str, object]) -> None:
    """Send it, once."""
    if hook is None:
        return
    log = structlog.get_logger("reportscraper.runs.notify")
    try:
        status = asyncio.run(_post(hook, msgspec.json.encode(said)))
    except ReportscraperError as error:
        log.warning("not notified", reason=str(error))
    else:
        (log.info if status < 300 else log.warning)("notified", status=status)


async def _post(hook: Hook, body: bytes) -> int:
    client = Client(hook.policy, Resolver())
    request = Request(hook.url, "POST", body, (("Content-Type", "application/json; charset=utf-8"),))
    try:
        return (await client.fetch(request, limit=_ANSWER, on_sent=lambda: None)).status
    finally:
        await client.aclose()
