"""A small database."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from reportscraper.model import Capture
from reportscraper.store import Store

from .samples import CATALOGUE, COUNTY, MakeCapture


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the database of the test is."""
    return tmp_path / "reports.db"


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that knows one county and the indicators, made once: all migrations take 40 ms."""
    path = tmp_path_factory.mktemp("begun") / "reports.db"
    with Store.open(path) as store:
        store.seed_indicators(CATALOGUE)
        store.save_county(COUNTY, "云溪县", province="浙江省", home="http://yunxi.example/")
    return path


@pytest.fixture
def store(path: Path, begun: Path) -> Iterator[Store]:
    """An open store that knows one county and the indicators."""
    shutil.copy(begun, path)
    with Store.open(path) as store:
        yield store


@pytest.fixture
def capture(store: Store) -> MakeCapture:
    """Adds a capture of an address and returns its number; the archive grows by 100 bytes each time."""
    made: list[int] = []

    def add(url: str = "http://yunxi.example/art_1.html", *, sha256: str = "", day: int = 1) -> int:
        number = len(made) + 1
        given = Capture(
            url=url,
            final_url=url,
            method="GET",
            status=200,
            content_type="text/html",
            fetched_at=f"2023-02-{day:02}T08:00:00Z",
            sha256=sha256.rjust(64, "0") if sha256 else f"{number:064x}",
            size=90_000,
            file="2023-02.warc.gz",
            offset=number * 100,
            length=100,
        )
        made.append(store.add_capture(given))
        return made[-1]

    return add
