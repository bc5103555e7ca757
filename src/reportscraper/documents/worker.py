"""The process in which files are read: what goes wrong in it, or costs too much, ends there.

It stays alive from file to file, for a fresh interpreter takes ten times as long as a file. It is renewed after a number of files, when
its heap has grown, when it dies, and when a file takes too long. Limits are those of one file all the same: processor time is counted
anew for each, and a file that fails for want of memory in a process that read others before is asked again of a fresh one.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import subprocess
import sys
import threading
from typing import Any, TypeVar

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from reportscraper.documents import limits
from reportscraper.documents.file_type import NAMES, FileKind
from reportscraper.documents.jobs import ANSWER, QUESTION, Job, PageImage
from reportscraper.documents.layout import lay_out
from reportscraper.errors import DocumentError
from reportscraper.model import Document

Result = TypeVar("Result")

_RECOGNISED: frozenset[FileKind] = frozenset({"picture", "scan"})
"""Kinds whose text is recognised: it takes more memory and time."""
_NONE = (True, True, True, 1)
"""The head of an answer that never came."""


def read_in_subprocess(data: bytes, kind: FileKind, *, seconds: float | None = None) -> Document:
    """The document in a PDF, DOCX or XLSX file, or in pictures, read in a process of its own.

    Raises DocumentError when the process says so, takes longer than ``seconds``, needs more memory than allowed, or dies.
    """
    seconds = seconds or (limits.PICTURE_SECONDS if kind in _RECOGNISED else limits.SECONDS)
    document = run_in_subprocess(Job(kind, kind, seconds=seconds), data, Document)
    blocks = (
        block if block.grid is None else replace(block, grid=lay_out(block.grid.cells, block.grid.number))
        for block in document.blocks
    )
    return replace(document, blocks=tuple(blocks))


def picture_of(data: bytes, page: int, *, scale: float = 2, seconds: float = limits.SECONDS) -> PageImage:
    """A page of a PDF file (1-based), ``scale`` pixels a point unless it is large; drawn in a process of its own.

    Raises DocumentError as `read_in_subprocess` does, and when the file has no such page.
    """
    return run_in_subprocess(Job("draw", "pdf", (page, scale), seconds), data, PageImage)


def run_in_subprocess(job: Job, data: bytes, kind: type[Result]) -> Result:
    """What a job makes of bytes. Raises DocumentError when there is nothing to be had; see `read_in_subprocess`."""
    reply = _WORKERS[job.kind in _RECOGNISED].ask(job, data)
    if reply.failed:
        raise DocumentError(msgspec.msgpack.decode(reply.body, type=str))
    return msgspec.msgpack.decode(reply.body, type=kind)


class Reply(Struct, frozen=True):
    """What came back: the result, or with ``failed`` the reason why there is none, as msgpack."""

    body: bytes
    failed: bool
    spent: bool


class Worker:
    """A process that reads one file after the other; started when it is first needed. May be asked by several threads: they wait."""

    def __init__(self, memory: int) -> None:
        self._memory = memory
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    @property
    def pid(self) -> int | None:
        """The process, where there is one."""
        return None if self._process is None else self._process.pid

    def ask(self, job: Job, data: bytes) -> Reply:
        """The process's answer. Raises DocumentError when it takes too long or dies of the file."""
        with self._lock:
            is_used = self._process is not None and self._process.poll() is None
            answer = self._once(job, data)
            if is_used and (answer is None or answer.spent):
                self._end()
                answer = self._once(job, data)
            if answer is None:
                raise DocumentError(f"{NAMES[job.kind]} that ended its reader (exit code {self._end()})")
            return answer

    def close(self) -> None:
        """End the process; the next file gets a new one."""
        with self._lock:
            self._end()

    def forget(self) -> None:
        """In a forked process: the worker belongs to the process that was forked, and only its pipes are let go."""
        process, self._process, self._lock = self._process, None, threading.Lock()
        if process is not None:
            for pipe in (process.stdin, process.stdout):
                with contextlib.suppress(OSError):
                    if pipe is not None:
                        pipe.close()
            process.returncode = 0

    def _once(self, job: Job, data: bytes) -> Reply | None:
        """The answer of the process that there is, or of a new one; None when it died."""
        if self._process is None or self._process.poll() is not None:
            self._end()
            command = [sys.executable, "-m", "reportscraper.documents", str(self._memory)]
            pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
            self._process = subprocess.Popen(command, stderr=subprocess.DEVNULL, **pipes)  # noqa: S603
        process, is_late = self._process, threading.Event()
        assert process.stdin is not None
        assert process.stdout is not None

        def stop() -> None:
            is_late.set()
            process.kill()

        clock = threading.Timer(job.seconds, stop)
        clock.daemon = True
        clock.start()
        try:
            question = msgspec.msgpack.encode(job)
            process.stdin.write(QUESTION.pack(len(question), len(data)) + question)
            process.stdin.write(data)
            process.stdin.flush()
            head = process.stdout.read(ANSWER.size)
            leaves, failed, spent, length = ANSWER.unpack(head) if len(head) == ANSWER.size else _NONE
            body = process.stdout.read(length)
        except OSError:
            (leaves, failed, spent, length), body = _NONE, b""
        except BaseException:
            # Ctrl-C between a question and its answer: the next one must not get this answer.
            self._end()
            raise
        finally:
            clock.cancel()
        if len(body) == length:
            if leaves:
                self._end()
            return Reply(body, failed, spent)
        if is_late.is_set():
            self._end()
            raise DocumentError(f"{NAMES[job.kind]} that takes longer than {job.seconds:g} seconds to read")
        return None

    def _end(self) -> int | None:
        """End the process, if there is one; its exit code."""
        process, self._process = self._process, None
        if process is None:
            return None
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()
        try:
            return process.wait(1)
        except subprocess.TimeoutExpired:
            process.kill()
            return process.wait()


_WORKERS = {False: Worker(limits.MEMORY), True: Worker(limits.PICTURE_MEMORY)}
"""One for files and one for pictures."""


def close_workers() -> None:
    """End the processes that read files; the next file gets a new one."""
    for worker in _WORKERS.values():
        worker.close()


def _forget() -> None:
    for worker in _WORKERS.values():
        worker.forget()


atexit.register(close_workers)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
