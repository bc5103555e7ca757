"""Reading in other processes: the same database whatever their number, one page lost with a worker, none left behind."""

from __future__ import annotations

import asyncio
import functools
import multiprocessing
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from reportscraper.model import Exchange
from reportscraper.report.read import PageReading
from reportscraper.runs.data_folder import DataFolder
from reportscraper.runs.job import PageJob
from reportscraper.runs.pool import Pool, WorkerReading, read_in_worker, read_limited
from reportscraper.runs.rebuild import rebuild
from reportscraper.store.hashes import table_counts, table_hashes
from tests.conftest import SampleCrawl
from tests.runs.small_site import report_page


def job_of(name: str, body: bytes = b"<p>\xe6\xad\xa3\xe6\x96\x87</p>") -> PageJob:
    url = f"http://www.a.gov.cn/{name}.html"
    return PageJob(Exchange(url, url, "GET", 200, (), body, "2024-02-09T18:00:00Z"), None, "云溪县")


def deadly(job: PageJob) -> WorkerReading:
    """Dies of some pages, with the process."""
    if "deadly" in job.page.url:
        os.kill(os.getpid(), signal.SIGKILL)
    return read_in_worker(job)


def faulty(job: PageJob) -> WorkerReading:
    """Has a fault of ours with every page."""
    from unittest.mock import patch

    with patch("reportscraper.runs.job.read_page", side_effect=RuntimeError("no such luck")):
        return read_in_worker(job)


def bodies(pool: Pool, jobs: list[PageJob]) -> list[str]:
    """The body of each report, or why there is none."""
    asked = [pool.ask(job) for job in jobs]
    readings = map(pool.reading, asked)
    return [each if isinstance(each, str) else each.report.body or each.report.kind for each in readings]


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    """Two processes, which die of some pages."""
    with Pool(2, read=deadly) as made:
        yield made


def test_the_number_of_workers_makes_no_difference(sample_crawl: SampleCrawl, tmp_path: Path) -> None:
    hashes = []
    for workers in (1, 2):
        folder = DataFolder(tmp_path / str(workers))
        shutil.copytree(sample_crawl.folder / "archive", folder.archive)
        rebuild(folder, sample_crawl.sites, workers=workers)
        with closing(sqlite3.connect(folder.database)) as connection:
            hashes.append(table_hashes(connection))
            assert table_counts(connection)["figure"] > 1_000
    assert hashes[0] == hashes[1]


def test_a_page_that_kills_its_worker_costs_itself_alone(pool: Pool) -> None:
    report = report_page(2023)[1].body
    jobs = [job_of("deadly" if number == 2 else f"fine{number}", report) for number in range(8)]
    became = bodies(pool, jobs)
    assert [each.startswith("the page ended its reader") for each in became] == [number == 2 for number in range(8)]
    assert len(set(became)) == 2


@pytest.mark.slow
def test_a_worker_that_dies_idle_costs_nothing(pool: Pool) -> None:
    assert bodies(pool, [job_of("a"), job_of("b")]) == ["other", "other"]
    for process in list(pool._executor._processes.values()):  # type: ignore[union-attr]
        process.kill()
        process.join()
    time.sleep(0.1)
    assert bodies(pool, [job_of("a"), job_of("b")]) == ["other", "other"]


@pytest.mark.slow
def test_a_crawl_goes_on_when_a_worker_dies(pool: Pool) -> None:
    async def read() -> list[PageReading | str]:
        return list(await asyncio.gather(*(pool.read(job_of(name)) for name in ("a", "deadly", "b", "c"))))

    became = asyncio.run(read())
    assert [isinstance(each, str) for each in became] == [False, True, False, False]


@pytest.mark.slow
def test_a_page_that_never_ends_is_given_up() -> None:
    with Pool(2, read=functools.partial(read_limited, seconds=1)) as pool:
        hostile = b"<html><p " + b" ".join(b'a%d="b"' % number for number in range(1_000_000)) + b">"
        became = bodies(pool, [job_of("a"), job_of("hostile", hostile), job_of("b")])
    assert [each.startswith("the page ended its reader") for each in became] == [False, True, False]


def test_what_a_worker_has_to_log_is_logged_here() -> None:
    with Pool(2, read=faulty) as pool, capture_logs() as logged:
        assert bodies(pool, [job_of("a")]) == ["unexpected RuntimeError: no such luck"]
    [event] = logged
    assert (event["event"], event["log_level"], event["url"]) == (
        "page not read",
        "error",
        "http://www.a.gov.cn/a.html",
    )
    assert "RuntimeError: no such luck" in event["exception"]


class Slow(Executor):
    """Answers nothing until it is asked for the answer of all."""

    def __init__(self) -> None:
        self.asked: list[tuple[Any, Future[Any]]] = []
        self.most = 0

    def submit(self, fn: Any, /, *given: Any, **__: Any) -> Future[Any]:
        """A future that is never done by itself."""
        future: Future[Any] = Future()
        self.asked.append((given, future))
        self.most = max(self.most, sum(len(given[1]) for given, _ in self.asked if len(given) == 2))
        return _Answered(self, future, fn, given)


class _Answered(Future[Any]):
    def __init__(self, executor: Slow, future: Future[Any], read: Any, given: Any) -> None:
        super().__init__()
        self._of = executor, future, read, given
        self._answer: Any = None

    def result(self, timeout: float | None = None) -> Any:
        executor, future, read, given = self._of
        if self._answer is None:
            executor.asked.remove((given, future))
            self._answer = read(*given)
        return self._answer


@pytest.mark.slow
def test_no_more_is_asked_than_workers_can_do_soon(
    sample_crawl: SampleCrawl, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, executor = DataFolder(tmp_path), Slow()
    shutil.copytree(sample_crawl.folder / "archive", folder.archive)
    pool = Pool(3, lambda _: executor, read=read_in_worker)
    monkeypatch.setattr("reportscraper.runs.pool.Pool.of", lambda _: pool)
    rebuild(folder, sample_crawl.sites, workers=3)
    assert 3 < executor.most <= pool.window + 3


_ORPHANS = """
import os, signal, sys, time
from reportscraper.runs.pool import process_pool
pool = process_pool(2)
print(*{future.result() for future in [pool.submit(os.getpid) for _ in range(20)]}, *(each.pid for each in pool._processes.values()), flush=True)
time.sleep(60)
"""


@pytest.mark.slow
def test_workers_end_with_the_program_that_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", _ORPHANS], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        workers = set(map(int, process.stdout.readline().split()))
        process.kill()
    deadline = time.monotonic() + 20
    while (alive := {pid for pid in workers if Path(f"/proc/{pid}").exists()}) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert workers
    assert not alive


def deadly_number(number: int) -> int:
    """Dies of some numbers, in a worker."""
    if number == 2 and multiprocessing.parent_process():
        os.kill(os.getpid(), signal.SIGKILL)
    return number * 10


def test_values_are_made_in_order_and_what_a_worker_dies_of_is_made_here(pool: Pool) -> None:
    assert list(pool.each(deadly_number, range(8))) == [0, 10, 20, 30, 40, 50, 60, 70]
    assert bodies(pool, [job_of("a")]) == ["other"]
    assert list(pool.each(deadly_number, range(3))) == [0, 10, 20]
    assert list(Pool(2).each(deadly_number, range(3))) == [0, 10, 20]  # none has begun


@pytest.mark.slow
def test_large_pages_are_waited_for(sample_crawl: SampleCrawl, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, executor = DataFolder(tmp_path), Slow()
    shutil.copytree(sample_crawl.folder / "archive", folder.archive)
    monkeypatch.setattr("reportscraper.runs.page_filer._MOST_BYTES", 1)
    pool = Pool(3, lambda _: executor, read=read_in_worker)
    monkeypatch.setattr("reportscraper.runs.pool.Pool.of", lambda _: pool)
    rebuild(folder, sample_crawl.sites, workers=3)
    assert executor.most <= 3  # none is asked before the one before it is filed
