"""For all tests: no example of a property test is too slow, for the machine may be busy; and the sample crawled once."""

from __future__ import annotations

import fcntl
import gc
import os
import pickle
import shutil
import tempfile
import time
from pathlib import Path

import msgspec
import pytest
from hypothesis import settings
from msgspec import Struct

from reportscraper.runs.data_folder import DataFolder
from reportscraper.runs.result import RunResult
from reportscraper.runs.run import run
from reportscraper.sites.registry import Site
from tests.made.server import serve

os.environ["REPORTSCRAPER_LANG"] = "en"  # whatever the machine speaks; tests of languages say which
if os.environ.pop("PYTHONDONTWRITEBYTECODE", ""):
    # Where bytecode is not to lie about, the workers and children of a test run compiled everything anew (0.25 s each).
    os.environ["PYTHONPYCACHEPREFIX"] = str(Path(tempfile.gettempdir()) / f"reportscraper-tests-{os.getuid()}")
settings.register_profile("no_deadline", deadline=None)
settings.load_profile("no_deadline")


LONGEST = (
    "census/test_styles",
    "runs/test_page_files",
    "sites/test_crawl_small",
    "sites/test_odd",
    "runs/test_backup",
    "runs/test_run",
    "runs/test_account",
    "cli/test_ending",
    "report/test_missing",
    "browse/test_viewing",
    "browse/test_browse_pages",
    "browse/test_dress",
    "documents/test_museum",
    "runs/test_regressed",
    "registry/test_cli_sources",
    "documents/test_ocr",
    "documents/test_docx",
    "forms/test_fifth_form",
    "crawl/test_hostile_lists",
    "archive/test_writer",
    "runs/test_verify",
    "export/test_partitioned",
)
"""Files that take longest, or wait longest for servers and children."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files come first, each to a process: xdist would begin with those of the most tests, and wait for these at the end."""
    rank = {f"tests/{name}.py": at for at, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.nodeid.partition("::")[0], len(rank)))


UNTIL = float(os.environ.get("REPORTSCRAPER_TESTS_UNTIL", "inf"))
"""The second since 1970 after which no test begins: `.ci/run` ends in time on slow machines, too."""


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """What was not begun in time is skipped, and counted by this reason."""
    if time.time() > UNTIL:
        pytest.skip("not begun: the time of this run was up (REPORTSCRAPER_TESTS_UNTIL)")


def pytest_collection_finish() -> None:
    """What was collected stays to the end: the collector need not look through 11,000 tests again and again (6 % of the time)."""
    gc.collect()
    gc.freeze()


class SampleCrawl(Struct, frozen=True):
    """The made-up sites of `tests.made` crawled in an edition: a data folder to copy, the ports they stood at, what came of it."""

    folder: Path
    ports: tuple[int, ...]
    result: RunResult
    sites: tuple[Site, ...]

    def copy(self, to: Path) -> DataFolder:
        """A copy that a test may change."""
        shutil.copytree(self.folder, to)
        return DataFolder(to)


def crawled_once(tmp_path_factory: pytest.TempPathFactory, name: str, counties: int) -> SampleCrawl:
    """The first edition of so many counties, the last ones, crawled once for all processes of a test run."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder, told = shared / name, shared / f"{name}.pickle"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            with serve() as served:
                sites = tuple(msgspec.convert(site.definition(), Site) for site in served.sites[-counties:])
                result = run(sites, DataFolder(folder), contact="tests", refresh="all")
            ports = tuple(site.port for site in served.sites)
            told.write_bytes(pickle.dumps(SampleCrawl(folder, ports, result, sites)))
        crawl: SampleCrawl = pickle.loads(told.read_bytes())
    return crawl


@pytest.fixture(scope="session")
def sample_crawl(tmp_path_factory: pytest.TempPathFactory) -> SampleCrawl:
    """The first edition of both counties; tests copy it."""
    return crawled_once(tmp_path_factory, "sample-crawl", 2)


@pytest.fixture(scope="session")
def county_crawl(tmp_path_factory: pytest.TempPathFactory) -> SampleCrawl:
    """The second county alone, for tests that read a whole archive again and again."""
    return crawled_once(tmp_path_factory, "county-crawl", 1)
