"""TLS modes against a server with a certificate that nobody signed."""

from __future__ import annotations

import asyncio
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from reportscraper.errors import FetchError
from reportscraper.fetch.client import Client, ConnectionPolicy, TlsMode
from reportscraper.fetch.connect import Resolver
from reportscraper.fetch.guard import Guard
from reportscraper.fetch.request import Request
from reportscraper.model import Exchange

from ..crawl.fakes import AGENT

OPENSSL = shutil.which("openssl")
pytestmark = pytest.mark.skipif(OPENSSL is None, reason="no openssl to make a certificate with")


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("tls")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*_certificate(folder))
    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=_serve, args=(listener, context), daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    thread.join(5)


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


def fetch(port: int, tls: TlsMode) -> Exchange:
    async def lookup(_host: str, _port: int) -> list[str]:
        return ["127.0.0.1"]

    async def run() -> Exchange:
        guard = Guard(ports=frozenset({port}), allow_loopback=True)
        client = Client(ConnectionPolicy(agent=AGENT, tls=tls, guard=guard), Resolver(lookup))
        try:
            return await client.fetch(Request(f"https://www.a.gov.cn:{port}/"), limit=10, on_sent=lambda: None)
        finally:
            await client.aclose()

    return asyncio.run(run())


@pytest.mark.parametrize("tls", ["verified", "legacy"])
def test_a_certificate_that_nobody_signed_is_refused(port: int, tls: TlsMode) -> None:
    with pytest.raises(FetchError, match=r"(?i)certificate"):
        fetch(port, tls)


def test_a_site_may_declare_that_it_is_not_verified_and_the_exchange_says_so(port: int) -> None:
    found = fetch(port, "unverified")
    assert (found.body, found.tls) == (b"ok", "unverified")
