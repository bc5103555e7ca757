"""The simulator on loopback: one port, the Host header chooses the site, every request is logged.

A small HTTP/1.1 server over asyncio streams, in a thread of its own, that can also misbehave as real ones do.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import threading
import time
from collections.abc import Iterator, Mapping

from msgspec import Struct

from tests.made.site import Reply, Request

from .faults import FaultyHost, Sent
from .stamps import StampedListener, StampedSocket

_MOST_HEAD = 65_536
_MOST_BODY = 1_048_576
_CHUNK = 4_096
_HANG = 600.0
_DRIP_SECONDS = 0.2
_LINGER_OFF = struct.pack("ii", 1, 0)
_UNKNOWN = Reply(b"unknown host", 421)


class Hit(Struct, frozen=True):
    """One request: when it ``arrived`` at the kernel, when the server ``started`` on it and when the last of the reply had
    gone (monotonic). A busy server starts late: gaps are between arrivals.
    """

    host: str
    method: str
    target: str
    status: int
    arrived: float
    started: float
    ended: float
    agent: str
    manner: str = "whole"

    @property
    def path(self) -> str:
        """The path without the query."""
        return self.target.partition("?")[0]


class Server:
    """Serves some hosts. ``hosts`` may be exchanged between two crawls."""

    def __init__(self, hosts: Mapping[str, FaultyHost]) -> None:
        self.hosts = dict(hosts)
        self.hits: list[Hit] = []
        self.port = 0
        self._visitors: dict[tuple[str, int], StampedSocket] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self, port: int = 0) -> asyncio.Server:
        """Listen on 127.0.0.1."""
        listener = StampedListener(port)
        self.port, self._visitors = listener.getsockname()[1], listener.accepted
        return await asyncio.start_server(self._connection, sock=listener, limit=_MOST_HEAD, backlog=512)

    async def stop(self) -> None:
        """End the connections that are open."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        visitor = self._visitors.pop(writer.get_extra_info("peername"))
        try:
            while await self._serve_one(reader, writer, visitor):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _serve_one(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, visitor: StampedSocket
    ) -> bool:
        """One exchange; whether the connection stays open."""
        request = await _read(reader)
        if request is None:
            return False
        arrived, started = visitor.arrived, time.monotonic()
        name = request.headers.get("host", "").partition(":")[0].lower()
        host = self.hosts.get(name)
        if host is None:
            await _write(writer, request, Sent(_UNKNOWN))
            return False
        host.in_flight += 1
        sent = host.reply(request)
        try:
            if sent.delay:
                await asyncio.sleep(sent.delay)
            stays = await _write(writer, request, sent) if sent.manner != "hang" else await _hang(reader)
        finally:
            host.in_flight -= 1
            agent = request.headers.get("user-agent", "")
            moments = arrived, started, time.monotonic()
            self.hits.append(Hit(name, request.method, request.target, sent.reply.status, *moments, agent, sent.manner))
        return stays and request.headers.get("connection", "").lower() != "close"


async def _read(reader: asyncio.StreamReader) -> Request | None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ", 2)
    headers = {
        name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)
    }
    size = min(int(headers.get("content-length", "0") or 0), _MOST_BODY)
    body = await reader.readexactly(size) if size else b""
    return Request(method, target, headers, body)


async def _write(writer: asyncio.StreamWriter, request: Request, sent: Sent) -> bool:
    """The reply in its manner; whether the connection stays open."""
    reply, manner = sent.reply, sent.manner
    body = b"" if request.method == "HEAD" else reply.body
    head = [f"HTTP/1.{0 if manner == 'close' else 1} {reply.status} -"]
    head += [f"{name}: {value}" for name, value in reply.headers]
    if manner == "chunked":
        head.append("Transfer-Encoding: chunked")
    elif manner != "close":
        head.append(f"Content-Length: {len(body) + (100 if manner == 'short' else 0)}")
    writer.write(("\r\n".join(head) + "\r\n\r\n").encode("latin-1"))
    if manner == "reset":
        writer.write(body[: len(body) // 2])
        await writer.drain()
        _reset(writer)
        return False
    await _write_body(writer, body, manner)
    return manner in {"whole", "chunked"}


async def _hang(reader: asyncio.StreamReader) -> bool:
    """Say nothing until the visitor goes away; he is in flight for as long."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(reader.read(1), _HANG)
    return False


async def _write_body(writer: asyncio.StreamWriter, body: bytes, manner: str) -> None:
    if manner == "drip":
        for at in range(len(body)):
            writer.write(body[at : at + 1])
            await writer.drain()
            await asyncio.sleep(_DRIP_SECONDS)
    elif manner == "chunked":
        parts = [body[at : at + _CHUNK] for at in range(0, len(body), _CHUNK)]
        writer.write(b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n")
    else:
        writer.write(body)
    await writer.drain()


def _reset(writer: asyncio.StreamWriter) -> None:
    """Break the connection off so that the other side sees a reset, not an end."""
    connection = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_OFF)
    writer.transport.abort()


@contextlib.contextmanager
def serving(server: Server, port: int = 0) -> Iterator[Server]:
    """Run a server in a thread until the block ends."""
    loop = asyncio.new_event_loop()
    ready = threading.Event()
    done = asyncio.Event()

    async def run() -> None:
        listening = await server.start(port)
        ready.set()
        await done.wait()
        listening.close()
        await server.stop()

    thread = threading.Thread(target=_run, args=(loop, run()), daemon=True)
    thread.start()
    if not ready.wait(60):
        raise TimeoutError("the simulator did not start")
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(done.set)
        thread.join()


def _run(loop: asyncio.AbstractEventLoop, job: object) -> None:
    try:
        loop.run_until_complete(job)  # type: ignore[arg-type]
    finally:
        loop.close()
