"""TLS modes against a server with a certificate that nobody signed."""

from __future__ import annotations

import asyncio
import re
import shutil
import socket
import ssl
import subprocess
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reportscraper.crawl.crawler import crawl_site
from reportscraper.errors import FetchError
from reportscraper.fetch.client import Client, ConnectionPolicy
from reportscraper.fetch.connect import Resolver
from reportscraper.fetch.guard import Guard
from reportscraper.fetch.hosts import Hosts, Settings
from reportscraper.fetch.proxy import Proxy
from reportscraper.fetch.request import Request
from reportscraper.model import Exchange
from reportscraper.sites.registry import TlsStrength, TlsVerification

from ..crawl.bench import made_site
from ..crawl.fakes import AGENT, FakeKnown, classify

OPENSSL = shutil.which("openssl")
pytestmark = pytest.mark.skipif(OPENSSL is None, reason="no openssl to make a certificate with")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return _certificate(tmp_path_factory.mktemp("tls"))


@contextmanager
def serving(certificate: tuple[Path, Path], *, old: bool = False) -> Iterator[int]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if old:
        with warnings.catch_warnings(action="ignore"):
            context.maximum_version = ssl.TLSVersion.TLSv1
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        context.set_ciphers("DEFAULT@SECLEVEL=0")
    context.load_cert_chain(*certificate)
    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=_serve, args=(listener, context), daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(60)


@pytest.fixture(scope="module")
def port(certificate: tuple[Path, Path]) -> Iterator[int]:
    with serving(certificate) as found:
        yield found


@pytest.fixture(scope="module")
def old_port(certificate: tuple[Path, Path]) -> Iterator[int]:
    with serving(certificate, old=True) as found:
        yield found


def _certificate(folder: Path) -> tuple[Path, Path]:
    certificate, key = folder / "cert.pem", folder / "key.pem"
    subject = ["-subj", "/CN=www.a.gov.cn", "-addext", "subjectAltName=DNS:www.a.gov.cn", "-days", "2"]
    command = [
        str(OPENSSL),
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        str(key),
        "-out",
        str(certificate),
    ]
    subprocess.run([*command, *subject], check=True, capture_output=True)
    return certificate, key


def _serve(listener: socket.socket, context: ssl.SSLContext) -> None:
    while True:
        try:
            plain, _ = listener.accept()
        except OSError:
            return
        try:
            with context.wrap_socket(plain, server_side=True) as connection:
                connection.recv(65_536)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        except OSError:
            plain.close()


def fetch(port: int, verification: TlsVerification, strength: TlsStrength = "default") -> Exchange:
    async def lookup(_host: str, _port: int) -> list[str]:
        return ["127.0.0.1"]

    async def run() -> Exchange:
        guard = Guard(ports=frozenset({port}), allow_loopback=True)
        policy = ConnectionPolicy(agent=AGENT, tls_verification=verification, tls_strength=strength, guard=guard)
        client = Client(policy, Resolver(lookup))
        try:
            return await client.fetch(Request(f"https://www.a.gov.cn:{port}/"), limit=10, on_sent=lambda: None)
        finally:
            await client.aclose()

    return asyncio.run(run())


@pytest.mark.parametrize("strength", ["default", "legacy"])
@pytest.mark.parametrize("verification", ["full", "chain"])
def test_a_certificate_that_nobody_signed_is_refused_and_the_error_says_why(
    port: int, verification: TlsVerification, strength: TlsStrength
) -> None:
    with pytest.raises(FetchError, match=r"certificate verify failed: self.signed certificate$"):
        fetch(port, verification, strength)


def test_a_site_may_declare_that_it_is_not_verified_and_the_exchange_says_so(port: int) -> None:
    found = fetch(port, "none")
    assert (found.body, found.tls) == (b"ok", "unverified")


def test_tls_of_1999_is_talked_only_where_a_site_declares_it(old_port: int) -> None:
    with pytest.raises(FetchError, match="SSL"):
        fetch(old_port, "none")
    with pytest.raises(FetchError, match="certificate verify failed"):
        fetch(old_port, "full", "legacy")
    found = fetch(old_port, "none", "legacy")
    assert (found.body, found.tls) == (b"ok", "unverified legacy")


def test_through_a_proxy_the_name_stands_in_the_handshake(certificate: tuple[Path, Path]) -> None:
    named: list[str | None] = []
    connects: list[bytes] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    context.sni_callback = lambda _socket, name, _context: named.append(name)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connects.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        await writer.start_tls(context)
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        await writer.drain()
        writer.close()

    async def lookup(_host: str, _port: int) -> list[str]:
        return ["1.2.3.4"]

    async def run() -> Exchange:
        async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
            proxy = Proxy("127.0.0.1", server.sockets[0].getsockname()[1])
            client = Client(ConnectionPolicy(agent=AGENT, tls_verification="none", proxy=proxy), Resolver(lookup))
            try:
                return await client.fetch(Request("https://www.a.gov.cn/"), limit=10, on_sent=lambda: None)
            finally:
                await client.aclose()

    found = asyncio.run(run())
    assert (found.body, named) == (b"ok", ["www.a.gov.cn"])
    assert connects[0].startswith(b"CONNECT 1.2.3.4:443 HTTP/1.1\r\n")


def test_the_error_of_a_handshake_stands_in_what_is_said_of_the_site(old_port: int, port: int) -> None:
    async def lookup(_host: str, _port: int) -> list[str]:
        return ["127.0.0.1"]

    async def reason(at: int) -> str:
        site = made_site(home=f"https://www.a.gov.cn:{at}/", start=(), allow_loopback=True, pace=0.0)
        async with Hosts(Settings(agent=AGENT), lookup=lookup, sleep=lambda _: asyncio.sleep(0)) as hosts:
            summary = await crawl_site(site, hosts, classify=classify, known=FakeKnown(), on_visit=lambda _: None)
        return summary.stopped or ""

    assert re.search("(?i)ssl.*(protocol|handshake)", asyncio.run(reason(old_port)))
    assert "certificate verify failed: self" in asyncio.run(reason(port))
