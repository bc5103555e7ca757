"""Kill −9 or Ctrl-C anywhere: the runs that follow finish with the database of an unbroken run and ask for next to nothing twice.

``REPORTSCRAPER_KILLS`` sets how often the run is killed; the project's promise is proven with 200.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from tests.made.server import Served, serve

from .dumps import dump

KILLS = int(os.environ.get("REPORTSCRAPER_KILLS", "50"))
SCRIPT = Path(__file__).with_name("run_alone.py")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve() as sites:
        yield sites


def start(folder: Path, served: Served) -> subprocess.Popen[bytes]:
    sites = folder.with_suffix(".json")
    sites.write_bytes(msgspec.json.encode([site.definition() for site in served.sites]))
    return subprocess.Popen([sys.executable, str(SCRIPT), str(folder), str(sites)], stdin=subprocess.DEVNULL)


def killed(folder: Path, served: Served, *, after: int, how: signal.Signals) -> bool:
    """Whether a run was stopped once the servers had seen so many requests of it; false when it ended before."""
    before = len(served.hits)
    run = start(folder, served)
    while len(served.hits) < before + after and run.poll() is None:
        time.sleep(0.0005)
    run.send_signal(how)
    return run.wait() != 0


def targets(served: Served, since: int) -> list[tuple[str, str]]:
    """What was asked for and answered from a moment on; of an address that leads on to a file, the file."""
    return [(hit.county, hit.target) for hit in served.hits[since:] if hit.status not in {302, 500}]


def pages_of(folder: Path) -> set[tuple[str, str]]:
    """The articles and files that were asked for; of an address that leads on to a file, the file."""
    with closing(sqlite3.connect(folder / "reports.db")) as connection:
        asked = connection.execute(
            "SELECT county_code, final_url FROM visit JOIN capture ON capture.id = capture_id WHERE role IN ('detail', 'attachment')"
        )
        return {(code, "/" + url.split("/", 3)[3]) for code, url in asked}


@pytest.mark.slow
def test_a_run_killed_again_and_again_ends_with_the_database_of_an_unbroken_one(served: Served, tmp_path: Path) -> None:
    assert start(tmp_path / "whole", served).wait() == 0
    unbroken = len(served.hits)
    assert start(tmp_path / "whole", served).wait() == 0
    again = set(targets(served, unbroken))
    pages = (set(targets(served, 0)) & pages_of(tmp_path / "whole")) - again
    assert len(pages) == 165, "a second run asks for none of the 159 articles and 6 files that were read"

    begun = len(served.hits)
    draw = random.Random(5)
    most = len(pages) // KILLS + 8
    kills = sum(
        killed(tmp_path / "broken", served, after=draw.randrange(1, most), how=(signal.SIGKILL, signal.SIGINT)[n % 2])
        for n in range(KILLS)
    )
    assert start(tmp_path / "broken", served).wait() == 0
    assert dump(tmp_path / "broken") == dump(tmp_path / "whole")
    asked = Counter(target for target in targets(served, begun) if target in pages)
    assert set(asked) == pages
    twice = Counter(county for county, _ in asked.elements()) - Counter(county for county, _ in pages)
    assert all(twice[site.county.code] <= kills for site in served.sites), "of each site, what was in flight to it"
    assert kills >= KILLS // 2
