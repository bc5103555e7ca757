"""P14: nothing of a hostile host is stored, it is left alone after a few requests, and the reason is given."""

from __future__ import annotations

import asyncio
import functools
import shutil
import socket
import ssl
import struct
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from reportscraper.crawl.crawler import crawl_site
from reportscraper.crawl.known import NoHistory
from reportscraper.crawl.summary import SiteSummary
from reportscraper.fetch.hosts import Hosts, Settings
from reportscraper.model import Visit
from reportscraper.sites.registry import Site

from .asking import ask, make_tenant
from .crawling import AGENT, QUICK, Crawl, classifier, crawl, scores, stored
from .entries import World
from .fleet import Fleet, make_fleet
from .profiles.p14 import TENANTS, TRICKS, Wall
from .wire import fetcher_to, loopback

WORLD = World(bodies=4, years=(2018, 2020))
OPENSSL = shutil.which("openssl")


@functools.cache
def crawled(name: str) -> tuple[Fleet, Crawl]:
    fleet = make_fleet(WORLD, [name])
    return fleet, crawl(fleet)


@pytest.mark.parametrize("name", TENANTS)
def test_nothing_is_stored_for_less_than_twenty_requests(name: str) -> None:
    fleet, result = crawled(name)
    [score] = scores(fleet, result).values()
    [visits] = result.visits.values()
    assert (score.claimed, list(stored(visits))) == (0, [])
    assert len(result.hits) < 20


@pytest.mark.parametrize("name", TENANTS)
def test_the_reason_is_given(name: str) -> None:
    fleet, result = crawled(name)
    [summary] = result.summaries.values()
    [truth] = fleet.truths().values()
    assert truth.state == "blocked"
    assert truth.label in (summary.stopped or "")


class Resting(NoHistory):
    """A memory in which every host rests."""

    def resting(self, host: str) -> str | None:
        return "challenge at noon"


def test_a_host_that_rests_is_not_asked_and_one_that_calmed_is_crawled_whole() -> None:
    fleet = make_fleet(WORLD, ["P14A"])
    [wall] = fleet.tenants
    assert isinstance(wall, Wall)
    crawl(fleet)
    wall.calmed = True
    assert crawl(fleet, known=Resting()).hits == []
    [score] = scores(fleet, crawl(fleet)).values()
    assert score.reports > 0
    assert score.missing == ()


# ------------------------------------------------------------------------------------------------ the walls themselves


def test_ruishu_is_as_large_as_a_page_and_changes_with_the_path() -> None:
    wall = make_tenant("P14A")
    replies = [ask(wall, f"/c26121/index_{n}.html") for n in range(30)]
    assert {reply.status for reply in replies} == {412, 202}
    text = replies[0].body.decode()
    assert len(text) > 38_000
    assert 'r="m"' in text
    assert "$_ts=window['$_ts']" in text
    assert "_$ab();" in text
    assert {dict(reply.headers)["Set-Cookie"].partition("=")[0][-1] for reply in replies} == {"S"}


def test_stub_and_shell_have_the_lengths_that_were_measured() -> None:
    assert len(ask(make_tenant("P14D"), "/").body) == 1_166
    assert {len(ask(make_tenant("P14I"), path).body) for path in ("/robots.txt", "/", "/any")} == {7_737}


def test_the_gate_opens_for_other_agents_only() -> None:
    wall = make_tenant("P14F")
    browser = (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36"
    )
    assert "不合法的参数" in ask(wall, "/", agent=AGENT).body.decode()
    assert "政府信息公开年报" in ask(wall, "/", agent=browser).body.decode()


def test_the_slider_comes_with_the_fourth_page_and_400_with_the_second() -> None:
    slider, second = make_tenant("P14E"), make_tenant("P14G")
    assert ["滑块" in ask(slider, "/").body.decode() for _ in range(5)] == [False] * 3 + [True] * 2
    assert [ask(second, "/").status for _ in range(3)] == [200, 400, 400]


def test_half_of_the_paths_redirect_to_themselves() -> None:
    wall = make_tenant("P14C")
    replies = {path: ask(wall, path) for path in (f"/c26121/index_{n}.html" for n in range(2, 8))}
    assert {reply.status for reply in replies.values()} >= {302}
    assert {reply.status for reply in replies.values()} - {302}
    assert all(dict(r.headers)["Location"] == path for path, r in replies.items() if r.status == 302)


def test_every_trick_has_a_tenant() -> None:
    assert [tenant.trick for tenant in TENANTS.values() if issubclass(tenant, Wall)] == list(TRICKS)


# ----------------------------------------------------------------------------------------------------- walls below HTTP


def crawl_tls(port: int) -> tuple[SiteSummary, list[Visit]]:
    """A crawl of a site that is under https alone, on that port."""
    tenant = make_tenant("P12E")
    site = msgspec.convert(tenant.definition(), Site)
    site = msgspec.structs.replace(
        site, home=f"https://{tenant.host}/", start=(f"https://{tenant.host}{tenant.start}",)
    )
    visits: list[Visit] = []

    async def run() -> SiteSummary:
        async with Hosts(
            Settings(agent=AGENT, limits=QUICK), lookup=loopback, make_fetcher=fetcher_to({443: port})
        ) as hosts:
            return await crawl_site(
                site, hosts, classify=classifier(site.name), known=NoHistory(), on_visit=visits.append
            )

    return asyncio.run(run()), visits


@contextmanager
def listening(greet: Callable[[socket.socket], None]) -> Iterator[tuple[int, list[int]]]:
    """A port where every connection is greeted; the list grows with each."""
    greeted: list[int] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            greeted.append(1)
            with connection:
                greet(connection)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield listener.getsockname()[1], greeted
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(60)


def reset_after_hello(connection: socket.socket) -> None:
    connection.recv(1)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@pytest.fixture(scope="module")
def expired(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate whose time is over, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    request, certificate, key = folder / "request.pem", folder / "cert.pem", folder / "key.pem"
    new = ["req", "-new", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=www.a.gov.cn", "-keyout", key, "-out", request]
    sign = ["x509", "-req", "-in", request, "-signkey", key, "-days", "-1", "-out", certificate]
    for command in (new, sign):
        subprocess.run([str(OPENSSL), *map(str, command)], check=True, capture_output=True)
    return certificate, key


def greeting(certificate: tuple[Path, Path], most: ssl.TLSVersion | None = None) -> Callable[[socket.socket], None]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    if most is not None:
        context.set_ciphers("ALL:@SECLEVEL=0")
        with pytest.warns(DeprecationWarning, match="TLSv1"):
            context.minimum_version = context.maximum_version = most

    def greet(connection: socket.socket) -> None:
        try:
            context.wrap_socket(connection, server_side=True).close()
        except OSError:
            return

    return greet


def test_a_reset_after_the_tls_hello_ends_in_a_host_left_alone() -> None:
    with listening(reset_after_hello) as (port, greeted):
        summary, visits = crawl_tls(port)
    assert (visits, len(greeted) < 20) == ([], True)
    assert "robots.txt could not be fetched" in (summary.stopped or "")


@pytest.mark.skipif(OPENSSL is None, reason="no openssl to make a certificate with")
@pytest.mark.parametrize("most", [None, ssl.TLSVersion.TLSv1])
def test_an_expired_certificate_and_tls_of_1999_are_not_talked_to(
    expired: tuple[Path, Path], most: ssl.TLSVersion | None
) -> None:
    with listening(greeting(expired, most)) as (port, greeted):
        summary, visits = crawl_tls(port)
    assert (visits, 0 < len(greeted) < 20) == ([], True)
    assert summary.stopped is not None
