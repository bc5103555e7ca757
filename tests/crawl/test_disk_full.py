"""The disk is full at one write after the other, or the power fails: the run ends, the next one finishes the work.

``REPORTSCRAPER_EVERY_WRITE`` tries every write instead of some.
"""

from __future__ import annotations

import errno
import os
import random
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from pytest_httpserver import HTTPServer

from reportscraper.archive import writer as archive_writer
from reportscraper.archive.reader import read
from reportscraper.cli.common import NOTHING, reporting_errors
from reportscraper.errors import ArchiveError, DiskError, StoreError
from reportscraper.runs.crawl_sink import CrawlSink
from reportscraper.runs.data_folder import DataFolder
from reportscraper.runs.result import RunResult
from reportscraper.runs.run import run
from reportscraper.runs.verify import verify
from reportscraper.sites.registry import Site
from reportscraper.store.seal import held_captures, inspecting
from reportscraper.store.writer import Store
from tests.made import render
from tests.made.counties import counties
from tests.made.truth import make_report

from .dumps import dump

REPORTS = [make_report("full", counties()[0], body, 2021) for body in counties()[0].bodies[:3]]
PATHS = [f"/nb/t20220119_{n}.html" for n in range(len(REPORTS))]
PAGES = {
    path: render.page(report, render.PLAIN).replace("</h1>", '</h1><a href="a.doc">附件</a>', n == 0)
    for n, (path, report) in enumerate(zip(PATHS, REPORTS, strict=True))
}
LIST = "".join(
    f'<li><a href="{path}">{report.title}</a><span>2022-01-19</span></li>'
    for path, report in zip(PATHS, REPORTS, strict=True)
)
ASKED = 1 + 1 + 1 + len(PAGES) + 1
"""robots.txt, the list, an address that does not exist, the pages, a file."""
EVERY = "REPORTSCRAPER_EVERY_WRITE" in os.environ
IN_ARCHIVE = [(at, torn) for at in range(1, ASKED + 2) for torn in (False, True)]
"""Writes to the archive, the first of which begins a file, and whether half a record is left by the one that fails."""
IN_DATABASE = range(1, ASKED + 1)


@pytest.fixture(scope="module")
def server() -> Iterator[HTTPServer]:
    with HTTPServer() as running:
        html = "text/html; charset=utf-8"
        running.expect_request("/nb/").respond_with_data(f"<title>年报</title><ul>{LIST}</ul>", content_type=html)
        for path, page in PAGES.items():
            running.expect_request(path).respond_with_data(page, content_type=html)
        running.expect_request("/nb/a.doc").respond_with_data(b"\xd0\xcf\x11\xe0" + b"." * 60_000)
        running.expect_request(re.compile("/(robots|no-such).*")).respond_with_data("", 404)
        yield running


def crawl(server: HTTPServer, folder: Path) -> RunResult:
    netloc = f"127.0.0.1:{server.port}"
    definition = {
        "code": "330683",
        "name": "云溪县",
        "province": "浙江省",
        "home": f"http://{netloc}/",
        "start": [f"http://{netloc}/nb/"],
        "hosts": [netloc],
        "pace": 0,
        "allow_loopback": True,
    }
    return run([msgspec.convert(definition, Site)], DataFolder(folder), contact="tests")


@pytest.fixture(scope="module")
def unbroken(server: HTTPServer, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[tuple[object, ...]]]:
    folder = tmp_path_factory.mktemp("unbroken")
    crawl(server, folder)
    assert len(server.log) == ASKED
    found = dump(folder)
    assert (len(found["version"]), len(found["file"])) == (3, 1)
    return found


def asked_again(server: HTTPServer, folder: Path) -> int:
    """What the next run, with room on the disk, asks for beyond robots.txt, the list and the probe."""
    before = len(server.log)
    crawl(server, folder)
    return len([request for request, _ in server.log[before:] if request.path in {*PAGES, "/nb/a.doc"}])


@pytest.mark.parametrize(("full_at", "torn"), IN_ARCHIVE if EVERY else [(1, False), (5, True), (6, False), (8, True)])
def test_no_room_in_the_archive(
    server: HTTPServer,
    unbroken: dict[str, list[tuple[object, ...]]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    full_at: int,
    torn: bool,
) -> None:
    write, writes = archive_writer._write_all, 0

    def write_all(descriptor: int, data: bytes) -> None:
        nonlocal writes
        writes += 1
        if writes < full_at:
            write(descriptor, data)
            return
        write(descriptor, data[: len(data) // 2])
        raise OSError(errno.ENOSPC, "No space left on device")

    def truncate(descriptor: int, size: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as full:
        full.setattr(archive_writer, "_write_all", write_all)
        if torn:
            full.setattr(archive_writer.os, "ftruncate", truncate)
        with pytest.raises(ArchiveError, match="No space left"):
            crawl(server, tmp_path)
    before = max(0, full_at - 5)
    assert asked_again(server, tmp_path) == ASKED - 3 - before, "what the archive holds is not asked for again"
    assert dump(tmp_path) == unbroken


def fill(store: Store) -> None:
    """Let the database grow no further: SQLite then says what it says of a full disk."""
    connection: Any = store._connection
    [pages] = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")


@pytest.mark.parametrize("full_at", IN_DATABASE if EVERY else [1, 4, 6])
def test_no_room_in_the_database(
    server: HTTPServer,
    unbroken: dict[str, list[tuple[object, ...]]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    full_at: int,
) -> None:
    take, taken = CrawlSink.take, 0

    def counted(desk: CrawlSink, *arguments: Any) -> None:
        nonlocal taken
        taken += 1
        if taken == full_at:
            fill(desk._store)
        take(desk, *arguments)

    with monkeypatch.context() as full:
        full.setattr(CrawlSink, "take", counted)
        with pytest.raises(StoreError, match="full"):
            crawl(server, tmp_path)
    assert asked_again(server, tmp_path) <= ASKED - 3
    assert dump(tmp_path) == unbroken


@pytest.mark.parametrize(
    "step",
    ["begin_sites", "save_entries", "save_page", "save_report", "end_site", "save_history_findings", "finish_run"],
)
def test_no_room_at_the_end_of_a_run(
    server: HTTPServer,
    unbroken: dict[str, list[tuple[object, ...]]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    inner: Callable[..., object] = getattr(Store, step)

    def failing(store: Store, *arguments: Any, **named: Any) -> object:
        inner(store, *arguments, **named)
        raise DiskError("database: database or disk is full")

    with monkeypatch.context() as full:
        full.setattr(Store, step, failing)
        with pytest.raises(StoreError, match="full"):
            crawl(server, tmp_path)
    assert asked_again(server, tmp_path) <= (4 if step in {"begin_sites", "save_page", "save_report"} else 0)
    assert dump(tmp_path) == unbroken


class Disk:
    """What is on the disk of an archive for certain, and of a database that syncs each commit; the power fails at one moment.

    Two moments a sync: before it, when what was written is lost or is there in part, and after it.
    """

    def __init__(self, archive: Path, after: Path, lose_at: int, share: float) -> None:
        self._archive, self._after, self._lose_at, self._share = archive, after, lose_at, share
        self._sync = os.fsync
        self._moments = 0
        self._safe: dict[str, int] = {}
        self._named: set[str] = set()

    def fsync(self, descriptor: int) -> None:
        """As `os.fsync`."""
        path = Path(f"/proc/self/fd/{descriptor}").readlink()
        self._pass()
        self._sync(descriptor)
        if path == self._archive:
            self._named = {each.name for each in path.iterdir()}
        else:
            self._safe[path.name] = path.stat().st_size
        self._pass()

    def _pass(self) -> None:
        self._moments += 1
        if self._moments == self._lose_at:
            self._lose()
            raise StoreError("the power fails")

    def _lose(self) -> None:
        shutil.copytree(self._archive.parent, self._after)
        for path in (self._after / self._archive.name).iterdir():
            safe, written = self._safe.get(path.name, 0), path.stat().st_size
            if path.name in self._named or self._share > 0.5:
                os.truncate(path, safe + int((written - safe) * self._share))
            else:
                path.unlink()


MOMENTS = 4 * ASKED
LOSSES = [(draw.randrange(1, MOMENTS), draw.random()) for draw in map(random.Random, range(100))]


@pytest.mark.parametrize(
    ("lose_at", "share"),
    [pytest.param(*loss, marks=[pytest.mark.slow] if number >= 2 else []) for number, loss in enumerate(LOSSES)],
)
def test_what_was_not_synced_when_the_power_failed_is_referred_to_by_nothing(
    server: HTTPServer,
    unbroken: dict[str, list[tuple[object, ...]]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    lose_at: int,
    share: float,
) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    with monkeypatch.context() as failing:
        failing.setattr(os, "fsync", Disk(before / "archive", after, lose_at, share).fsync)
        try:
            crawl(server, before)
        except (StoreError, ArchiveError):
            pass
        else:  # it ended before that moment
            after = before
    with inspecting(after / "reports.db") as connection:
        for capture in held_captures(connection):
            read(after / "archive", capture)
    crawl(server, after)
    assert dump(after) == unbroken
    assert verify(DataFolder(after), []).agrees


def test_the_command_says_so_in_one_line(
    server: HTTPServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def write_all(descriptor: int, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(archive_writer, "_write_all", write_all)
    with pytest.raises(SystemExit) as ended, reporting_errors():
        crawl(server, tmp_path)
    assert ended.value.code == NOTHING
    said = [line for line in capsys.readouterr().err.splitlines() if line.startswith("reportscraper:")]
    assert len(said) == 1
    assert "No space left on device" in said[0]
