"""The process that reads files: one for many, renewed when it is spent, and never in the way of the next file."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from reportscraper.documents import limits, worker
from reportscraper.documents.jobs import Job
from reportscraper.documents.worker import Worker, read_in_subprocess
from reportscraper.errors import DocumentError

from .samples import line, pdf, word_file

_ONE = pdf(line(b"Report 2022"))
_BUSY = pdf(b"0 0 m 9 9 l S\n" * 400_000)


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch) -> Iterator[Worker]:
    """A worker for this test alone."""
    made = Worker(limits.MEMORY)
    monkeypatch.setitem(worker._WORKERS, False, made)
    yield made
    made.close()


def read(data: bytes = _ONE) -> list[str]:
    return [block.text for block in read_in_subprocess(data, "pdf").blocks]


def test_thirty_files_are_read_by_one_process(own: Worker) -> None:
    pids = set()
    for number in range(30):
        assert read(pdf(line(b"Report %d" % number))) == [f"Report {number}"]
        pids.add(own.pid)
    assert len(pids) == 1
    assert read_in_subprocess(word_file(), "docx").blocks
    assert own.pid in pids


def test_after_a_number_of_files_a_new_process_reads(
    own: Worker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sitecustomize.py").write_text("from reportscraper.documents import limits; limits.FILES = 2", "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    seen = [(read(), own.pid) for _ in range(5)]
    assert [text for text, _ in seen] == [["Report 2022"]] * 5
    assert [pid is None for _, pid in seen] == [False, True, False, True, False]


def test_a_file_that_takes_too_long_is_refused_and_the_next_one_read(own: Worker) -> None:
    assert read()
    first = own.pid
    with pytest.raises(DocumentError, match="takes longer than 1 seconds"):
        read_in_subprocess(_BUSY, "pdf", seconds=1)
    assert read() == ["Report 2022"]
    assert own.pid not in {None, first}
    assert first is not None
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)


def test_a_process_that_was_killed_is_replaced(own: Worker) -> None:
    assert read()
    assert own.pid is not None
    os.kill(own.pid, signal.SIGKILL)
    assert read() == ["Report 2022"]


def test_a_process_that_dies_over_a_file_is_asked_again_once(own: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has read others before may die of them; a file that kills a fresh one is refused."""
    assert read()
    killer = threading.Timer(0.5, lambda: os.kill(own.pid or 0, signal.SIGKILL))
    killer.start()
    with pytest.raises(DocumentError, match="takes longer than 2 seconds"):
        read_in_subprocess(_BUSY, "pdf", seconds=2)
    own.close()
    killer = threading.Timer(1, lambda: os.kill(own.pid or 0, signal.SIGKILL))
    killer.start()
    with pytest.raises(DocumentError, match=r"a PDF file that ended its reader \(exit code -9\)"):
        read_in_subprocess(_BUSY, "pdf", seconds=9)
    assert read() == ["Report 2022"]


@pytest.mark.skipif(sys.platform != "linux", reason="the limit on the heap is of Linux")
def test_a_file_that_eats_memory_is_refused_and_the_next_one_read(own: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    small = Worker(72 << 20)
    monkeypatch.setitem(worker._WORKERS, False, small)
    with pytest.raises(DocumentError, match=r"memory|ended its reader"):
        read(pdf(b"".join(line(b"Report", 72, 700) for _ in range(120_000))))
    monkeypatch.setitem(worker._WORKERS, False, own)
    assert read() == ["Report 2022"]
    small.close()


def test_two_threads_get_each_its_own_answer(own: Worker) -> None:
    got: dict[int, list[str]] = {}

    def ask(number: int) -> None:
        got[number] = read(pdf(line(b"Report %d" % number)))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == {number: [f"Report {number}"] for number in range(8)}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_forked_process_starts_a_worker_of_its_own(own: Worker) -> None:
    assert read()
    mine = own.pid
    child = os.fork()
    if not child:
        os._exit(0 if own.pid is None and read() == ["Report 2022"] and own.pid != mine else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert read() == ["Report 2022"]
    assert own.pid == mine


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("way", ["kill", "exit"])
def test_no_process_outlives_the_one_that_asked(way: str) -> None:
    code = (
        "import sys, time; from reportscraper.documents import worker; data = sys.stdin.buffer.read()\n"
        "worker.read_in_subprocess(data, 'pdf'); print(worker._WORKERS[False].pid, flush=True)\n"
        f"{way!r} == 'exit' or time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:
        assert parent.stdin is not None
        assert parent.stdout is not None
        parent.stdin.write(_ONE)
        parent.stdin.close()
        pid = int(parent.stdout.readline())
        if way == "kill":
            parent.kill()
        parent.wait(60)
    for _ in range(100):
        if not _lives(pid):
            return
        time.sleep(0.1)
    pytest.fail("the reader lives on")


def _lives(pid: int) -> bool:
    """Whether a process runs; one that only waits to be buried by the system's first process does not."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text("ascii")
    except OSError:
        return False


def test_a_job_that_nobody_knows_is_refused(own: Worker) -> None:
    reply = own.ask(Job("paint", "pdf"), b"")
    assert reply.failed
    assert "KeyError" in msgspec.msgpack.decode(reply.body, type=str)
