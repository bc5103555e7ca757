"""The recorded sample sites on loopback: every request gets the answers recorded for it, in their order; and the sample's folder."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import as_file, files
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from reportscraper.archive import members, record
from reportscraper.errors import ArchiveError, InputError
from reportscraper.model import Exchange
from reportscraper.sites.registry import Site, load_registry, load_site
from reportscraper.sites.writing import write_site

CODES = ("339921", "529922")
"""The sample counties: division codes that nobody has, site files of these names beside this module."""

_MOST_FORM_BYTES = 65_536
_UNRECORDED = Exchange("", "", "GET", 404, (("Content-Type", "text/html"),), b"<h1>404</h1>", "")

Asked = tuple[str, str, bytes]
"""Method, path with query, and form of a request."""
Answers = Mapping[Asked, Sequence[Exchange]]


def recorded_sites() -> list[Site]:
    """The sample counties' site files, with the addresses they were recorded at."""
    with as_file(files(__package__)) as folder:
        return [load_site(folder / f"{code}.toml") for code in CODES]


def recorded_answers(edition: int) -> dict[str, dict[Asked, list[Exchange]]]:
    """Host → request → its answers in an edition (1 or 2); the file of edition 2 holds only what differs from 1.

    Raises ArchiveError when a file is damaged.
    """
    answers: dict[str, dict[Asked, list[Exchange]]] = {}
    for number in range(1, edition + 1):
        newer: dict[str, dict[Asked, list[Exchange]]] = {}
        with as_file(files(__package__).joinpath(f"edition-{number}.warc.gz")) as path:
            for member in members.walk(path):
                if isinstance(member, members.Damage):
                    raise ArchiveError(member.reason, file=path.name, offset=member.offset)
                if (decoded := record.exchange_in(member.data)) is not None:
                    exchange, _ = decoded
                    address = urlsplit(exchange.url)
                    asked = (exchange.method, address._replace(scheme="", netloc="").geturl(), exchange.request_body)
                    newer.setdefault(address.netloc, {}).setdefault(asked, []).append(exchange)
        for host, given in newer.items():
            answers.setdefault(host, {}).update(given)
    return answers


@contextlib.contextmanager
def replay(edition: int = 1, served_before: Mapping[str, str] | None = None) -> Iterator[list[Site]]:
    """Serve the recorded sites until the block ends; yields their site files with the addresses where they are served.

    The recorded ports are asked for; a taken one is replaced by a free one, in the pages too. ``served_before`` holds, by code, the
    home pages at which a folder has seen the sites: they are served there again, or the same reports would be stored twice.
    Raises InputError when that cannot be.
    """
    answers = recorded_answers(edition)
    with contextlib.ExitStack() as running:
        sites = []
        for site in recorded_sites():
            recorded = urlsplit(site.home).netloc
            before = urlsplit((served_before or {}).get(site.code, "")).netloc
            try:
                server = _ReplayServer(int((before or recorded).rpartition(":")[2]), recorded, answers[recorded])
            except OSError as error:
                if before:
                    raise InputError(
                        f"{before}, where this folder has its sample from, is taken by another program: end it, or use another folder (--data)",
                        f"此文件夹的示例来自 {before}，该端口已被其他程序占用：请结束该程序，或改用其他文件夹（--data）",
                    ) from error
                server = _ReplayServer(0, recorded, answers[recorded])
            thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
            thread.start()
            for end in (thread.join, server.server_close, server.shutdown):  # the last one first
                running.callback(end)
            text = msgspec.json.encode(site).replace(recorded.encode(), server.host.encode())
            sites.append(msgspec.json.decode(text, type=Site))
        yield sites


class _ReplayServer(ThreadingHTTPServer):
    """One recorded site."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int, recorded: str, answers: Answers) -> None:
        super().__init__(("127.0.0.1", port), _ReplayHandler)
        self.host = f"127.0.0.1:{self.server_port}"
        self._recorded = recorded
        self._answers = answers
        self._given: dict[Asked, int] = {}
        self._lock = threading.Lock()

    def handle_error(self, *_: object) -> None:
        """A client that goes away in the middle is no error; anything else is raised in the handler's thread."""
        error = sys.exception()
        if error is not None and not isinstance(error, ConnectionError):
            raise error

    def answer(self, asked: Asked) -> tuple[int, list[tuple[str, str]], bytes]:
        """Status, headers and body of the next recorded answer; the last one is given again and again."""
        answers = self._answers.get(asked, [_UNRECORDED])
        with self._lock:
            number = self._given.get(asked, 0)
            self._given[asked] = number + 1
        exchange = answers[min(number, len(answers) - 1)]
        headers = [(name, value.replace(self._recorded, self.host)) for name, value in exchange.headers]
        kind = dict(headers).get("Content-Type", "")
        text = kind.startswith("text/") or "xml" in kind.partition(";")[0].removeprefix("application/vnd.openxml")
        body = exchange.body.replace(self._recorded.encode(), self.host.encode()) if text else exchange.body
        return exchange.status, headers, body


class FormHandler(BaseHTTPRequestHandler):
    """Takes GET and POST in; `answer_form` writes the answer."""

    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_GET(self) -> None:
        """A GET."""
        self.answer_form(b"")

    def do_POST(self) -> None:
        """A POST with a form of at most 64 KiB."""
        length = self.headers.get("Content-Length", "0")
        self.answer_form(self.rfile.read(min(int(length) if length.isdecimal() else 0, _MOST_FORM_BYTES)))

    def log_message(self, *_: object) -> None:
        """Nothing on standard error."""

    def answer_form(self, form: bytes) -> None:
        """Write the answer to a request with a form, which may be empty."""
        raise NotImplementedError


class _ReplayHandler(FormHandler):
    """Hands requests on and writes the recorded answers."""

    server: _ReplayServer

    def answer_form(self, form: bytes) -> None:
        """Write the recorded answer."""
        status, headers, body = self.server.answer((self.command, self.path, form))
        self.send_response_only(status)
        for name, value in (*headers, ("Content-Length", str(len(body)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def served_before(counties: Path) -> dict[str, str]:
    """Division code → home page of the sample counties of a folder that was filled before; empty without any."""
    known = load_registry(counties) if counties.is_dir() else []
    return {site.code: site.home for site in known if site.sample}


def prepare_registry(counties: Path, sites: Iterable[Site]) -> None:
    """Write the site files of the sample into ``counties``, so that whatever reads the folder sees that it is one.

    Raises InputError when a real county stands there.
    """
    known = {site.code: site for site in load_registry(counties)} if counties.is_dir() else {}
    real = [site.name for site in known.values() if not site.sample]
    if real:
        raise InputError(
            f"{counties}: {', '.join(real)} is real; the sample goes into a folder of its own (--data)",
            f"{counties} 中的 {'、'.join(real)} 是真实的县；示例须放在单独的文件夹（--data）",
        )
    for site in sites:
        if known.get(site.code) != site:  # of another port, or not there yet
            (counties / f"{site.code}.toml").unlink(missing_ok=True)
            write_site(counties, site)
