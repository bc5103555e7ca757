"""The archive read by the workers of a Dask cluster: the same database, from a shared folder and from object storage."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reportscraper.archive.location import folder_at
from reportscraper.archive.reader import Archived, read, scan
from reportscraper.errors import ArchiveError, InputError
from reportscraper.runs.data_folder import DataFolder
from reportscraper.runs.rebuild import rebuild
from reportscraper.store.hashes import table_hashes
from tests.conftest import SampleCrawl

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """A cluster of two processes."""
    distributed = pytest.importorskip("distributed", reason="the extra cluster is not installed")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        yield cluster.scheduler_address


@pytest.fixture(scope="module")
def bucket(sample_crawl: SampleCrawl) -> Iterator[str]:
    """The sample's archive in a bucket of a server of moto."""
    server = pytest.importorskip("moto.server", reason="the group cluster is not installed")
    s3fs = pytest.importorskip("s3fs", reason="the extra s3 is not installed")
    with pytest.MonkeyPatch.context() as environment:
        serving = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0)
        serving.start()
        host, port = serving.get_host_and_port()
        settings = {
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        }
        for name, value in settings.items():
            environment.setenv(name, value)
        system = s3fs.S3FileSystem()
        system.mkdir("reports")
        for path in (sample_crawl.folder / "archive").iterdir():
            system.put_file(str(path), f"reports/archive/{path.name}")
        yield "s3://reports/archive"
        serving.stop()


@pytest.fixture(scope="module")
def here(sample_crawl: SampleCrawl, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What one process makes of the archive."""
    return built(sample_crawl, tmp_path_factory.mktemp("here"))


def built(sample: SampleCrawl, path: Path, *, with_archive: bool = True, **how: str) -> dict[str, str]:
    folder = DataFolder(path)
    if with_archive:
        shutil.copytree(sample.folder / "archive", folder.archive)
    result = rebuild(folder, sample.sites, **how)  # type: ignore[arg-type]
    assert not [problem for problem in result.problems if "archive" in problem]
    with closing(sqlite3.connect(folder.database)) as connection:
        return table_hashes(connection)


def test_a_cluster_makes_the_same_database(
    sample_crawl: SampleCrawl, scheduler: str, here: dict[str, str], tmp_path: Path
) -> None:
    assert built(sample_crawl, tmp_path, scheduler=scheduler) == here


def test_a_worker_that_is_lost_costs_only_time(
    sample_crawl: SampleCrawl, scheduler: str, here: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from distributed import Client

    with Client(scheduler) as client:
        [first, *_] = client.run(os.getpid).values()
    asked = 0
    from reportscraper.runs.cluster import ClusterPool

    ask = ClusterPool.ask

    def killing(pool: ClusterPool, job: object) -> object:
        nonlocal asked
        asked += 1
        if asked == 30:
            os.kill(first, signal.SIGKILL)
        return ask(pool, job)  # type: ignore[arg-type]

    monkeypatch.setattr(ClusterPool, "ask", killing)
    assert built(sample_crawl, tmp_path, scheduler=scheduler) == here
    assert asked > 30


def test_workers_that_do_not_find_the_archive_end_it(sample_crawl: SampleCrawl, scheduler: str, tmp_path: Path) -> None:
    folder = DataFolder(tmp_path / "data")
    shutil.copytree(sample_crawl.folder / "archive", folder.archive)
    from unittest.mock import patch

    with patch("reportscraper.runs.rebuild.cluster_pool") as made:
        from reportscraper.runs.cluster import cluster_pool

        made.side_effect = lambda scheduler, _: cluster_pool(scheduler, str(tmp_path / "elsewhere"))
        with pytest.raises(ArchiveError):
            rebuild(folder, sample_crawl.sites, scheduler=scheduler)


def test_nobody_answers(tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="the extra cluster is not installed")
    folder = DataFolder(tmp_path)
    folder.archive.mkdir()
    with pytest.raises(InputError, match="no scheduler"):
        rebuild(folder, [], scheduler="tcp://127.0.0.1:9")


def test_an_archive_in_object_storage_is_read_as_one_here(sample_crawl: SampleCrawl, bucket: str) -> None:
    archive = sample_crawl.folder / "archive"
    local, remote = list(scan(archive)), list(scan(folder_at(bucket)))
    assert remote == local
    last = next(each for each in reversed(local) if isinstance(each, Archived))
    assert read(folder_at(bucket), last.capture) == last.exchange


def test_a_cluster_reads_from_object_storage(
    sample_crawl: SampleCrawl, bucket: str, here: dict[str, str], tmp_path: Path
) -> None:
    distributed = pytest.importorskip("distributed", reason="the extra cluster is not installed")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        hashes = built(sample_crawl, tmp_path, with_archive=False, scheduler=cluster.scheduler_address, archive=bucket)
    assert hashes == here
