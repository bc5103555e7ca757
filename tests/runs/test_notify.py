"""A run tells the address that was named for it, and nobody else; whoever does not listen changes nothing."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner
from msgspec import Struct

from reportscraper.cli import main
from reportscraper.errors import InputError, StoreError
from reportscraper.logs import log_to
from reportscraper.runs.notify import Hook, summary_of, tell, told_of
from reportscraper.runs.result import RunResult, SiteResult
from tests.runs.small_site import CODE, SmallSite, report_page, serving

AGENT = "reportscraper/0 (me@example.org)"


class Listener(Struct):
    """What was told to an address on this machine."""

    url: str = ""
    told: list[dict[str, object]] = []
    agents: list[str] = []
    status: int = 204


@pytest.fixture
def listener() -> Iterator[Listener]:
    heard = Listener()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.headers["Content-Type"] == "application/json; charset=utf-8"
            heard.told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            heard.agents.append(self.headers["User-Agent"])
            self.send_response(heard.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    heard.url = f"http://127.0.0.1:{server.server_address[1]}/hook"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield heard
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def result() -> RunResult:
    site = SiteResult(CODE, "云溪县", Counter(pages=7, new=3), set(), ["old", "fresh"], ["fresh"])
    return RunResult([site], ["the archive is cut"])


def test_a_run_is_told_in_a_sentence_and_in_numbers(listener: Listener, result: RunResult) -> None:
    assert told_of(Hook.of(listener.url, AGENT), lambda: result) is result
    (told,) = listener.told
    assert told["text"] == "reportscraper: 1 sites, 7 pages, 3 new, 0 revised, 0 failed; 2 new problems 新问题"
    assert (told["failed"], told["new_problems"]) == (False, ["the archive is cut", "云溪县: fresh"])
    assert listener.agents == [AGENT]
    assert "example" not in json.dumps(told)


def test_a_run_that_failed_is_told_and_fails_all_the_same(listener: Listener) -> None:
    def work() -> RunResult:
        raise StoreError("the disk is full")

    with pytest.raises(StoreError):
        told_of(Hook.of(listener.url, AGENT), work)
    assert listener.told == [{"text": "reportscraper: the disk is full", "failed": True}]


def test_nobody_is_told_unless_asked(result: RunResult) -> None:
    assert told_of(None, lambda: result) is result


@pytest.mark.parametrize("status", [500, 0])
def test_whoever_does_not_listen_is_a_line_in_the_log(
    listener: Listener, result: RunResult, tmp_path: Path, status: int
) -> None:
    listener.status = status
    url = listener.url if status else "http://127.0.0.1:1/"
    with log_to(tmp_path / "log.jsonl"):
        tell(Hook.of(url, AGENT), summary_of(result))
    (line,) = (json.loads(each) for each in (tmp_path / "log.jsonl").read_text("utf-8").splitlines())
    assert line["level"] == "warning"


@pytest.mark.parametrize(
    "url",
    ["http://10.0.0.1/", "http://169.254.169.254/", "file:///etc/passwd", "https://me:pw@example.org/", "http://[/"],
)
def test_an_address_that_may_not_be_asked_is_refused(url: str) -> None:
    with pytest.raises(InputError, match="--notify"):
        Hook.of(url, AGENT)


def test_the_command_tells_by_option_variable_or_file(
    listener: Listener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = SmallSite(tmp_path)
    title, page = report_page(2023)
    with serving(site):
        site.pages = {"/nb/": site.list_of({"/a.html": title}), "/a.html": page}
        (tmp_path / "counties").mkdir()
        code = "339901"  # nobody's, so that the packaged table has nothing to add
        (tmp_path / "counties" / f"{code}.toml").write_text(
            f'code = "{code}"\nname = "云溪县"\nprovince = "浙江省"\nhome = "http://127.0.0.1:{site.port}/"\nstart = ["http://127.0.0.1:{site.port}/nb/"]\n'
            f'hosts = ["127.0.0.1:{site.port}"]\npace = 0\nallow_loopback = true\n',
            "utf-8",
        )
        words = ["run", "--data", str(tmp_path), "--contact", "me@example.org", "--workers", "1"]
        CliRunner().invoke(main, words)
        assert listener.told == []
        CliRunner().invoke(main, [*words, "--notify", listener.url])
        (tmp_path / "operator.toml").write_text(f'notify = "{listener.url}"\n', "utf-8")
        CliRunner().invoke(main, words)
    assert [each["failed"] for each in listener.told] == [False, False]
    assert CliRunner().invoke(main, [*words, "--notify", "http://10.0.0.1/"]).exit_code == 2
