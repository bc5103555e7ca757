"""Servers that send bytes of one's own choice: what no web framework would let through."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from reportscraper.errors import ReportscraperError
from reportscraper.fetch.client import Client, ConnectionPolicy
from reportscraper.fetch.connect import Resolver
from reportscraper.fetch.guard import Guard
from reportscraper.fetch.limits import Limits
from reportscraper.fetch.request import Request
from reportscraper.model import Exchange

from ..crawl.fakes import AGENT

Answer = Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]
"""Answers one request, given its head; the connection stays open."""


def sending(*parts: bytes) -> Answer:
    """The same bytes for every request."""

    async def answer(_head: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(b"".join(parts))
        await writer.drain()

    return answer


@asynccontextmanager
async def serving(answer: Answer) -> AsyncIterator[int]:
    """A server on loopback; gives its port."""
    tasks: set[asyncio.Task[None]] = set()

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            while True:
                await answer(await reader.readuntil(b"\r\n\r\n"), writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(converse, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def ask(
    port: int,
    path: str = "/",
    *,
    limits: Limits | None = None,
    times: int = 1,
    headers: tuple[tuple[str, str], ...] = (),
) -> list[Exchange | ReportscraperError]:
    """What a client gets from the server, request by request over one connection where that can be."""
    guard = Guard(ports=frozenset({port}), allow_loopback=True)
    client = Client(ConnectionPolicy(agent=AGENT, guard=guard), Resolver(), limits)
    found: list[Exchange | ReportscraperError] = []
    try:
        for _ in range(times):
            request = Request(f"http://127.0.0.1:{port}{path}", headers=headers)
            try:
                found.append(await client.fetch(request, limit=100_000, on_sent=lambda: None))
            except ReportscraperError as error:
                found.append(error)
    finally:
        await client.aclose()
    return found


def exchanges(answer: Answer, **how: object) -> list[Exchange | ReportscraperError]:
    """`ask` against a server of its own."""

    async def run() -> list[Exchange | ReportscraperError]:
        async with serving(answer) as port:
            return await ask(port, **how)  # type: ignore[arg-type]

    return asyncio.run(run())
