"""Reading on a Dask cluster, for what one machine ends at: files whose text is recognised take 5 to 8 s a page.

What travels is where a page lies; workers fetch its bytes from the archive, which a shared folder or object storage holds. A worker that is
lost costs time only: the scheduler asks another one; a page that ended several workers is given up, as in a pool.
"""

from __future__ import annotations

import functools
from typing import Any, Self

from msgspec.structs import replace

from reportscraper.archive.location import folder_at
from reportscraper.archive.reader import read
from reportscraper.errors import InputError
from reportscraper.extras import missing
from reportscraper.model import Capture, Exchange
from reportscraper.runs.job import PageJob
from reportscraper.runs.pool import PendingJob, Pool, WorkerReading, read_in_worker


class ClusterPool(Pool):
    """The workers of a cluster, through the executor of its client."""

    together = 1

    def __init__(self, client: Any, location: str, deaths: tuple[type[Exception], ...]) -> None:
        workers = max(1, sum(client.ncores().values()))
        reading = functools.partial(read_placed, location=location)
        super().__init__(workers, lambda _: client.get_executor(pure=False), read=reading, deaths=deaths)
        self._client = client

    def ask(self, job: PageJob) -> PendingJob:
        """Hand a job to the cluster, without the bytes that its workers can fetch."""
        files = tuple(replace(file, exchange=_emptied(file.exchange, file.capture)) for file in job.files)
        return super().ask(replace(job, page=_emptied(job.page, job.capture), files=files))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        """Let the cluster go; it stays as it was."""
        if self._executor is not None:
            self._executor.shutdown(wait=error[0] is None)
        self._client.close()


def cluster_pool(scheduler: str, location: str) -> ClusterPool:
    """The cluster of a scheduler (``tcp://host:8786``), whose workers find the archive at ``location``.

    Raises InputError when the extra is missing or nobody answers.
    """
    try:
        from distributed import Client, KilledWorker
    except ModuleNotFoundError as error:
        raise InputError(*missing("cluster", "a cluster", "集群")) from error
    try:
        client: Any = Client(scheduler, timeout=10)  # type: ignore[no-untyped-call,unused-ignore]
    except (OSError, ValueError, TimeoutError) as error:
        raise InputError(
            f"{scheduler}: no scheduler of a Dask cluster answers there ({error})",
            f"{scheduler}：没有 Dask 集群的调度器应答（{error}）",
        ) from error
    return ClusterPool(client, location, (KilledWorker,))


def read_placed(job: PageJob, location: str) -> WorkerReading:
    """What a worker of the cluster does. Raises ArchiveError when it does not find the archive: then nothing can be read."""
    folder = folder_at(location)

    def whole(exchange: Exchange, capture: Capture | None) -> Exchange:
        return read(folder, capture) if capture is not None else exchange

    files = tuple(replace(file, exchange=whole(file.exchange, file.capture)) for file in job.files)
    return read_in_worker(replace(job, page=whole(job.page, job.capture), files=files))


def _emptied(exchange: Exchange, capture: Capture | None) -> Exchange:
    return exchange if capture is None else replace(exchange, body=b"")
