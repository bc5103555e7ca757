"""The command that serves a database, and a server started by it."""

from __future__ import annotations

import asyncio
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from datasette.app import Datasette

from reportscraper.browse import serve as serve_module
from reportscraper.browse.serve import datasette_command, serve
from reportscraper.errors import InputError
from reportscraper.store import Store

from .conftest import Get, asked_of, serving


def test_the_command_opens_the_database_as_it_is() -> None:
    command = datasette_command(Path("data/reports.db"), host="127.0.0.1", port=8001)
    assert command[:5] == [sys.executable, "-m", "datasette", "serve", "data/reports.db"]
    assert command[5:9] == ["--host", "127.0.0.1", "--port", "8001"]
    assert "-i" not in command
    assert "--immutable" not in command


def test_serving_ends_with_the_servers_status(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []

    def run(command: list[str], *, check: bool) -> subprocess.CompletedProcess[bytes]:
        started.append(command)
        if len(started) == 2:
            raise KeyboardInterrupt
        return subprocess.CompletedProcess(command, 3)

    monkeypatch.setattr(serve_module.subprocess, "run", run)
    assert serve(path, port=9000) == 3
    assert serve(path, open_browser=True) == 0
    assert "--open" not in started[0]
    assert started[1][-1] == "--open"


def test_an_unfit_database_is_refused_before_anything_starts(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        serve(tmp_path / "none.db")


def test_a_server_sees_what_a_writer_commits(path: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(path, tmp_path))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}/reports/county.json?_shape=array"
    server = subprocess.Popen(datasette_command(path, port=port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        assert _fetch(address).count(b"339901") == 1
        with Store.open(path) as store:
            store.save_county("330000", "青岭县")
            assert _fetch(address).count(b"330000") == 1
    finally:
        server.terminate()
        server.wait(timeout=60)


def _fetch(address: str) -> bytes:
    for _ in range(600):
        try:
            with urllib.request.urlopen(address, timeout=60) as answer:
                body: bytes = answer.read()
                return body
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not answer")


def test_what_is_public_is_a_copy_that_nobody_writes_and_takes_no_sql() -> None:
    def settings(command: list[str]) -> dict[str, str]:
        return {command[at + 1]: command[at + 2] for at, word in enumerate(command) if word == "--setting"}

    public = datasette_command(Path("a.db"), host="0.0.0.0", public=True, sql=False)
    assert public[4:6] == ["-i", "a.db"]
    assert public[6:8] == ["--host", "0.0.0.0"]
    assert settings(public)["default_allow_sql"] == "off"
    assert settings(datasette_command(Path("a.db"), public=True))["default_allow_sql"] == "on"
    assert settings(datasette_command(Path("a.db")))["default_allow_sql"] == "on"
    assert settings(public)["default_cache_ttl"] == "3600"


def test_no_query_takes_all_memory(get: Get) -> None:
    answer = asyncio.run(get("/reports.json?sql=select+length(hex(zeroblob(400000000)))"))
    assert answer.status_code == 400
    assert "too big" in answer.text


def test_words_are_searched_in_sql(get: Get) -> None:
    sql = "select count(*) as n from section_fts where section_fts match search_query('行政复议')"
    assert asyncio.run(get("/reports.json", params={"sql": sql, "_shape": "array"})).json() == [{"n": 1}]


@pytest.mark.parametrize("page", ["/reports", "/reports/figure_list", "/reports/-/", "/-/versions"])
def test_every_page_says_what_a_browser_may_load(get: Get, page: str) -> None:
    answer = asyncio.run(get(page))
    assert "base-uri 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert ("unsafe-inline" in answer.headers["content-security-policy"]) == (page != "/reports/-/")


def test_pages_of_a_published_copy_may_be_kept(path: Path, get: Get) -> None:
    assert "cache-control" not in asyncio.run(get("/reports/-/")).headers
    published = asked_of(None, "/reports/-/", immutables=[str(path)])
    assert published.headers["cache-control"] == "public, max-age=3600"


def test_a_page_of_a_published_copy_is_made_once_in_each_language(path: Path) -> None:

    async def ask(datasette: Datasette) -> list[Any]:
        await datasette.invoke_startup()
        pages = (
            "/reports/-/",
            "/reports/-/?lang=zh",
            "/reports/-/",
            "/reports/-/?lang=zh",
            "/reports/-/search?words=复议",
        )
        answers = [await datasette.client.get(each) for each in pages]
        asked: list[str] = []
        await datasette.databases["reports"].execute_fn(lambda connection: connection.set_trace_callback(asked.append))
        again = [await datasette.client.get(each) for each in pages]
        missing = [await datasette.client.get("/reports/-/body/339901/none") for _ in range(2)]
        return [answers, again, asked, missing]

    with serving(immutables=[str(path)]) as datasette:
        answers, again, asked, missing = asyncio.run(ask(datasette))
    assert [each.text for each in again] == [each.text for each in answers]
    assert [dict(each.headers) for each in again] == [dict(each.headers) for each in answers]
    assert [each.headers["content-language"] for each in again] == ["en", "zh-Hans", "en", "zh-Hans", "en"]
    assert not [each for each in asked if "steady_sum" in each or "section_fts" in each]
    assert [(each.status_code, "cache-control" in each.headers) for each in missing] == [(404, False), (404, False)]
