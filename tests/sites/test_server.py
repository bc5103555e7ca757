"""The server's wire: keep-alive, the manners in which replies travel, the log, the speed."""

from __future__ import annotations

import http.client
import socket
import time
from collections.abc import Callable, Iterator

import pytest

from tests.made.site import Reply, Request

from .faults import NO_FAULTS, Faults, FaultyHost, Manner, Sent
from .server import Server, serving

BODY = bytes(range(256)) * 40


def site(request: Request) -> Reply | Sent:
    manner = request.path.strip("/")
    if manner in {"chunked", "close", "reset", "hang", "drip", "short"}:
        return Sent(Reply(BODY), manner)  # type: ignore[arg-type]
    if manner == "late":
        return Sent(Reply(b"late"), delay=0.05)
    return Reply(request.method.encode() + b" " + request.target.encode() + b" " + request.body)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    hosts = {
        name: FaultyHost(name, site, NO_FAULTS, seed="s", second=0.0, clock=time.monotonic)
        for name in ("www.a.gov.cn", "www.b.gov.cn")
    }
    with serving(Server(hosts)) as running:
        yield running


def ask(
    server: Server, target: str, host: str = "www.a.gov.cn", method: str = "GET", body: bytes = b""
) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    try:
        connection.request(method, target, body=body or None, headers={"Host": host, "User-Agent": "test"})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def test_a_request_reaches_its_host_with_its_form(server: Server) -> None:
    assert ask(server, "/x?y=1", method="POST", body=b"a=b") == (200, b"POST /x?y=1 a=b")
    assert ask(server, "/x", host="www.b.gov.cn:80") == (200, b"GET /x ")
    assert ask(server, "/x", host="www.c.gov.cn")[0] == 421


def test_one_connection_serves_many_requests(server: Server) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.connect()
    port = connection.sock.getsockname()[1]
    for number in range(5):
        connection.request("GET", f"/{number}", headers={"Host": "www.a.gov.cn"})
        assert connection.getresponse().read() == f"GET /{number} ".encode()
        assert connection.sock.getsockname()[1] == port
    connection.close()


@pytest.mark.parametrize("manner", ["chunked", "close"])
def test_replies_without_a_length_arrive_whole(server: Server, manner: Manner) -> None:
    assert ask(server, f"/{manner}") == (200, BODY)


def test_a_reset_breaks_off_with_an_error(server: Server) -> None:
    with pytest.raises((ConnectionError, http.client.IncompleteRead)):
        ask(server, "/reset")


def test_a_wrong_length_is_more_than_comes(server: Server) -> None:
    with pytest.raises(http.client.IncompleteRead):
        ask(server, "/short")


@pytest.mark.parametrize(("path", "most"), [("/hang", 0), ("/drip", 4)])
def test_a_hang_sends_nothing_and_a_drip_next_to_nothing(server: Server, path: str, most: int) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as raw:
        raw.sendall(f"GET {path} HTTP/1.1\r\nHost: www.a.gov.cn\r\n\r\n".encode())
        time.sleep(0.5)
        raw.setblocking(False)
        try:
            received = raw.recv(4096)
        except BlockingIOError:
            received = b""
    assert len(received.partition(b"\r\n\r\n")[2]) <= most


def test_every_request_is_logged_with_its_times(server: Server) -> None:
    before = len(server.hits)
    ask(server, "/late?n=1")
    _wait_for(lambda: len(server.hits) > before)  # it is logged once its answer has gone
    hit = server.hits[before]
    assert (hit.host, hit.method, hit.target, hit.path, hit.status, hit.agent) == (
        "www.a.gov.cn",
        "GET",
        "/late?n=1",
        "/late",
        200,
        "test",
    )
    assert hit.ended - hit.started >= 0.05


def test_who_gives_up_waiting_is_no_longer_in_flight(server: Server) -> None:
    host = server.hosts["www.b.gov.cn"]
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as raw:
        raw.sendall(b"GET /hang HTTP/1.1\r\nHost: www.b.gov.cn\r\n\r\n")
        _wait_for(lambda: host.in_flight == 1)
    _wait_for(lambda: host.in_flight == 0)
    assert host.in_flight == 0


def _wait_for(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_requests_in_flight_are_counted_a_host() -> None:
    counted: list[int] = []
    holder: list[FaultyHost] = []

    def note(request: Request) -> Reply:
        counted.append(holder[0].in_flight)
        return Reply(b"")

    holder.append(FaultyHost("www.a.gov.cn", note, Faults(box=None), seed="s", second=0.0, clock=time.monotonic))
    with serving(Server({"www.a.gov.cn": holder[0]})) as server:
        ask(server, "/")
        ask(server, "/")
    assert (counted, holder[0].in_flight) == ([1, 1], 0)


def test_a_request_arrives_when_it_comes_not_when_a_busy_server_gets_to_look() -> None:
    def busy(request: Request) -> Reply:
        time.sleep(0.2 if request.path == "/slow" else 0.0)
        return Reply(b"ok")

    hosts = {
        name: FaultyHost(name, busy, NO_FAULTS, seed="s", second=0.0, clock=time.monotonic)
        for name in ("www.a.gov.cn", "www.b.gov.cn")
    }
    with serving(Server(hosts)) as server:
        slow, quick = (socket.create_connection(("127.0.0.1", server.port)) for _ in range(2))
        with slow, quick:
            slow.sendall(b"GET /slow HTTP/1.1\r\nHost: www.a.gov.cn\r\n\r\n")
            time.sleep(0.05)
            left = time.monotonic()
            quick.sendall(b"GET /quick HTTP/1.1\r\nHost: www.b.gov.cn\r\n\r\n")
            assert quick.recv(1)
        # The first byte arrives before the server notes the hit.
        until = time.monotonic() + 5
        while not any(hit.target == "/quick" for hit in server.hits) and time.monotonic() < until:
            time.sleep(0.01)
        [late] = [hit for hit in server.hits if hit.target == "/quick"]
    assert late.started > left + 0.1
    assert left - 0.01 < late.arrived < left + 0.05
