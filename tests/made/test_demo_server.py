from __future__ import annotations

import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from urllib.parse import urlsplit

import msgspec
import pytest

from reportscraper.sites.registry import Site
from tests.made import Served, serve
from tests.made.trs import TrsSite


@pytest.fixture
def served() -> Iterator[Served]:
    with serve() as sites:
        yield sites


def status(url: str, data: bytes | None = None, headers: dict[str, str] | None = None) -> tuple[int, bytes]:
    assert url.startswith("http://127.0.0.1:")
    request = urllib.request.Request(url, data, headers or {})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def test_both_counties_answer(served: Served) -> None:
    assert [site.county.name for site in served.sites] == ["云溪县", "青岭县"]
    for site in served.sites:
        code, body = status(site.start)
        assert (code, site.county.name.encode() in body) == (200, True)


def test_paging_by_post(served: Served) -> None:
    site = served.sites[0]
    address = f"{site.base}/module/web/jpage/dataproxy.jsp?startrecord=46&endrecord=90&perpage=15"
    form = b"col=1&columnid=1229114055&unitid=5528714"
    headers = {"Referer": site.start, "X-Requested-With": "XMLHttpRequest"}
    assert status(address, form, headers)[1].count(b"<record>") == 44
    assert len(status(address, form, {"Referer": site.start})[1]) == 54


def test_fragile_pages_fail_once(served: Served) -> None:
    county = served.sites[1]
    fragile = sorted(TrsSite(county.county, 1).fragile)
    assert len(fragile) == 12
    for path in fragile:
        assert [status(county.base + path)[0] for _ in range(3)] == [500, 200, 200]


def test_requests_are_logged(served: Served) -> None:
    site = served.sites[0]
    status(f"{site.base}/robots.txt", headers={"User-Agent": "probe"})
    status(f"{site.base}/none")
    log = [(hit.county, hit.method, hit.target, hit.status) for hit in served.hits]
    assert log == [(site.county.code, "GET", "/robots.txt", 200), (site.county.code, "GET", "/none", 404)]
    assert served.hits[0].agent == "probe"
    assert served.hits[0].started <= served.hits[0].ended <= served.hits[1].started


def test_the_registry_takes_the_definitions(served: Served) -> None:
    for site in served.sites:
        parsed = msgspec.convert(site.definition(), Site)
        assert (parsed.code, parsed.pace, parsed.allow_loopback) == (site.county.code, 0, True)
        assert parsed.hosts == (urlsplit(parsed.home).netloc,)
        assert status(parsed.start[0])[0] == 200


def free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def test_asked_ports_are_taken_when_free() -> None:
    ports = free_ports(2)
    with serve(ports=ports) as served:
        assert [site.port for site in served.sites] == ports
    with serve(ports=ports) as again:
        assert [site.port for site in again.sites] == ports


def test_a_taken_port_is_replaced() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with serve(ports=(port,)) as served:
            assert served.sites[0].port != port
            assert status(served.sites[0].start)[0] == 200


def test_nothing_is_left_running() -> None:
    before = threading.active_count()
    with serve() as served:
        address = urlsplit(served.sites[0].base)
        status(served.sites[0].start)
    assert address.hostname
    assert address.port
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((address.hostname, address.port), timeout=2)
    assert threading.active_count() <= before + 1


def test_editions_differ_only_where_they_should() -> None:
    pages = []
    for edition in (1, 2):
        with serve(edition) as served:
            pages.append([status(site.start)[1].count(b"<li>") for site in served.sites])
    assert pages[0] == pages[1]


def test_a_client_that_goes_away_does_no_harm(served: Served) -> None:
    site = served.sites[0]
    with socket.create_connection(("127.0.0.1", site.port)) as rude:
        rude.sendall(f"GET {urlsplit(site.start).path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    assert status(site.start)[0] == 200
