"""Reading in other processes, behind the one interface of `concurrent.futures`: a process pool here, a cluster elsewhere.

Jobs are asked in order and their readings are taken in that order, so whatever the number of workers, the database comes out the same.
A worker that dies costs one page: the pool is made anew, those that may have killed it are asked alone, the others again.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import math
import multiprocessing as mp
import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from multiprocessing.process import BaseProcess
from typing import Any, Self, TypeVar

import structlog
from msgspec import Struct

from reportscraper.report.read import PageReading
from reportscraper.runs.job import PageJob, read_page_job

_log = structlog.get_logger("reportscraper.runs.pool")

SECONDS = 120
"""Processor time of one page, its files not counted: a page of a thousand figures needs a twentieth of a second."""
MEMORY = 2 * 2**30
"""Bytes of heap of a process that reads pages."""
ENDED = "the page ended its reader: more than {} seconds of processor time or {} MB, or a fault of a library"

Given = TypeVar("Given")
Made = TypeVar("Made")

MakeExecutor = Callable[[int], Executor]
"""An executor of so many workers, begun."""


class WorkerReading(Struct, frozen=True):
    """A reading as a worker sends it back, and what it had to log meanwhile."""

    reading: PageReading | str
    logged: tuple[dict[str, Any], ...] = ()


class JobBatch(Struct, eq=False):
    """Jobs on their way to an ``executor`` together; both it and ``future`` are others once a dead worker took them along."""

    jobs: list[PageJob]
    executor: Executor | None = None
    future: Future[list[WorkerReading]] | None = None
    """None while the batch still waits for more jobs."""


class PendingJob(Struct, eq=False):
    """A job on its way, and which of its batch it is."""

    job: PageJob
    batch: JobBatch
    at: int = 0

    @property
    def is_done(self) -> bool:
        """Whether its reading is there to be had."""
        return self.batch.future is not None and self.batch.future.done()


def read_together(read: Callable[[PageJob], WorkerReading], jobs: Sequence[PageJob]) -> list[WorkerReading]:
    """What a worker does with a batch."""
    return [read(job) for job in jobs]


def read_in_worker(job: PageJob) -> WorkerReading:
    """What a worker does, wherever it runs: the reading, and what would have been logged, for its log is not here."""
    _logged.clear()
    if not structlog.is_configured():
        structlog.configure(
            processors=[structlog.processors.add_log_level, structlog.processors.format_exc_info, _keep]
        )
    return WorkerReading(read_page_job(job), tuple(_logged))


_logged: list[dict[str, Any]] = []


def _keep(_logger: object, _method: str, event: Any) -> Any:
    _logged.append(dict(event))
    raise structlog.DropEvent


def read_limited(job: PageJob, seconds: int = SECONDS) -> WorkerReading:
    """`read_in_worker` in a process that reads nothing else meanwhile: what takes longer ends it, and costs that page alone."""
    _limit("RLIMIT_CPU", math.ceil(time.process_time() + seconds))
    try:
        return read_in_worker(job)
    finally:
        _limit("RLIMIT_CPU", None)


def _limit(name: str, most: int | None) -> None:
    """Cap one resource of this process, or let it go as far as it may again, where the system can."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        what = getattr(resource, name)
        hard = resource.getrlimit(what)[1]
        resource.setrlimit(what, (hard if most is None else most, hard))


def process_pool(workers: int) -> ProcessPoolExecutor:
    """So many processes of this machine. They are no copies of this one, which holds the database and its lock."""
    method = "forkserver" if "forkserver" in mp.get_all_start_methods() else "spawn"
    context = mp.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload([__name__])
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_begin)


def _begin() -> None:
    """Ctrl-C is for the program that asks; when that is killed, its workers end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit("RLIMIT_DATA", MEMORY)
    _limit("RLIMIT_CORE", 0)
    gc.freeze()
    gc.set_threshold(5_000)  # pages leave few cycles, and looking for them at 700 objects took 3 % of the time
    parent = mp.parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)


class Pool:
    """Asks jobs of ``workers`` processes, each made by `process_pool` unless another executor is given.

    Jobs travel ``together`` so many at a time, for each trip costs a tenth of a millisecond and the attention of the process that writes.
    ``deaths`` are the errors by which an executor says that a job ends its workers again and again.
    """

    def __init__(
        self,
        workers: int,
        make: MakeExecutor = process_pool,
        *,
        read: Callable[[PageJob], WorkerReading] = read_limited,
        deaths: tuple[type[Exception], ...] = (),
    ) -> None:
        self._workers = workers
        self._make = make
        self._read = read
        self._deaths = deaths
        self._executor: Executor | None = None
        self._asked: dict[PendingJob, None] = {}
        self._open = JobBatch([])
        self._lock = threading.Lock()

    together = 8

    @classmethod
    def of(cls, workers: int) -> Pool:
        """So many processes; of one worker this very process."""
        return cls(workers) if workers > 1 else Here()

    @property
    def window(self) -> int:
        """Jobs on their way that keep every worker busy while readings are filed: the database commits now and then (50 ms)."""
        return 16 * self._workers

    def ask(self, job: PageJob) -> PendingJob:
        """Hand a job to a worker, as soon as it is asked for or others have come to go with it."""
        with self._lock:
            asked = PendingJob(job, self._open, len(self._open.jobs))
            self._asked[asked] = None
            self._open.jobs.append(job)
            if len(self._open.jobs) >= self.together:
                self._send(self._open)
            return asked

    def reading(self, asked: PendingJob) -> PageReading | str:
        """The reading of a job, waited for; a string says why it could not be read."""
        said = None
        while said is None:
            future = self._sent(asked.batch)
            try:
                said = future.result()[asked.at]
            except BrokenExecutor:
                self._recover(asked.batch.executor)
            except self._deaths:
                said = WorkerReading(_ended())
        with self._lock:
            del self._asked[asked]
        for event in said.logged:
            _log.error(**event)
        return said.reading

    async def read(self, job: PageJob) -> PageReading | str:
        """The reading of a job, while others go on."""
        asked = self.ask(job)
        try:
            await asyncio.wrap_future(self._sent(asked.batch))
        except BrokenExecutor:
            return await asyncio.to_thread(self.reading, asked)
        return self.reading(asked)

    def _sent(self, batch: JobBatch) -> Future[list[WorkerReading]]:
        """The answer to come of a batch, which waits for no more jobs."""
        with self._lock:
            return batch.future or self._send(batch)

    def each(self, do: Callable[[Given], Made], values: Iterable[Given]) -> Iterator[Made]:
        """What ``do`` makes of each value, in their order: made by workers that have begun, a few values ahead, else here.

        What a worker died of, or along with, is made here.
        """
        begun: deque[tuple[Given, Future[Made] | None]] = deque()

        def first() -> Made:
            value, future = begun.popleft()
            try:
                return do(value) if future is None else future.result()
            except BrokenExecutor:
                return do(value)
            except self._deaths:
                return do(value)

        for value in values:
            future = None
            if self._executor is not None:
                with contextlib.suppress(BrokenExecutor):
                    future = self._executor.submit(do, value)
            begun.append((value, future))
            if len(begun) > self._workers + 1:
                yield first()
        while begun:
            yield first()

    def _send(self, batch: JobBatch) -> Future[list[WorkerReading]]:
        if batch is self._open:
            self._open = JobBatch([])
        for _ in range(2):
            self._executor = batch.executor = self._executor or self._make(self._workers)
            try:
                batch.future = self._executor.submit(read_together, self._read, batch.jobs)
            except BrokenExecutor:  # a worker died while none was asked anything
                self._executor = None
            else:
                return batch.future
        raise BrokenExecutor("readers die as soon as they are begun")

    def _recover(self, broken: Executor | None) -> None:
        """Ask again what a dead worker took along: the jobs of batches that were being read, one of which killed it, alone."""
        with self._lock:
            lost = [each for each in self._asked if each.batch.executor is broken and _is_lost(each.batch)]
            batches = list(dict.fromkeys(each.batch for each in lost))
            read, others = set(batches[: self._workers]), batches[self._workers :]
            suspects = [each for each in lost if each.batch in read]
            if self._executor is broken:
                self._executor = None
            for each in suspects:
                each.batch, each.at = JobBatch([each.job], None, Future()), 0
            for batch in others:
                self._send(batch)
        if suspects:
            _log.warning("a reader died", suspects=[each.job.page.url for each in suspects], others=len(others))
        executor = None
        for each in suspects:
            executor = executor or self._make(1)
            try:
                said = executor.submit(self._read, each.job).result()
            except BrokenExecutor:
                said, executor = WorkerReading(_ended()), None
            if each.batch.future is not None:
                each.batch.future.set_result([said])
        if executor is not None:
            executor.shutdown()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        """Let the workers go; after an error, without waiting for what they read."""
        executor, self._executor = self._executor, None
        if executor is None:
            return
        if kind is not None:
            for process in list((getattr(executor, "_processes", None) or {}).values()):
                process.terminate()
        executor.shutdown(wait=kind is None, cancel_futures=True)


class Here(Pool):
    """Reads in this very process: without limits, and without another process to pay for."""

    window = 0

    def __init__(self) -> None:
        super().__init__(1)
        self._readers = asyncio.Semaphore(2)  # each file has a process of its own and up to 1.5 GB (pictures)

    def ask(self, job: PageJob) -> PendingJob:
        """Read at once."""
        future: Future[list[WorkerReading]] = Future()
        future.set_result([WorkerReading(read_page_job(job))])
        asked = PendingJob(job, JobBatch([job], None, future))
        self._asked[asked] = None
        return asked

    async def read(self, job: PageJob) -> PageReading | str:
        """Read in a thread, for hosts must not wait."""
        async with self._readers:
            return await asyncio.to_thread(read_page_job, job)


def _is_lost(batch: JobBatch) -> bool:
    """Whether a batch has no answer; of a broken pool's batches all that have none are about to hear so."""
    return batch.future is not None and isinstance(batch.future.exception(), BrokenExecutor)


def _ended() -> str:
    return ENDED.format(SECONDS, MEMORY >> 20)
