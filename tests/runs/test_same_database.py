"""Two databases built from the same archive on different days hold the same, table by table, apart from run tables."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from reportscraper.runs.data_folder import DataFolder
from reportscraper.runs.rebuild import rebuild
from reportscraper.runs.run import run
from reportscraper.sites.registry import Site
from reportscraper.store.hashes import table_counts, table_hashes
from reportscraper.store.publish import publish
from tests.conftest import SampleCrawl
from tests.made.server import serve


@pytest.fixture(scope="module")
def archive(sample_crawl: SampleCrawl, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive of both editions of the sample sites, with a report revised in between."""
    places = sample_crawl.copy(tmp_path_factory.mktemp("crawled") / "data")
    with serve(2, ports=sample_crawl.ports) as served:
        sites = [msgspec.convert(site.definition(), Site) for site in served.sites]
        run(sites, places, contact="tests", refresh="all")
    return places.archive


def build(archive: Path, folder: Path, day: str, monkeypatch: pytest.MonkeyPatch) -> DataFolder:
    """A database read from a copy of the archive on a day."""
    places = DataFolder(folder)
    shutil.copytree(archive, places.archive)
    (folder / "reviews.toml").write_text("", "utf-8")
    monkeypatch.setattr("reportscraper.runs.rebuild.utc_now", lambda: f"{day}T08:00:00Z")
    rebuild(places, [])
    return places


def hashes(path: Path) -> dict[str, str]:
    with closing(sqlite3.connect(path)) as connection:
        return table_hashes(connection)


@pytest.mark.slow
def test_the_day_makes_no_difference(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = build(archive, tmp_path / "one", "2026-01-31", monkeypatch)
    other = build(archive, tmp_path / "other", "2031-12-24", monkeypatch)
    assert hashes(one.database) == hashes(other.database)
    with closing(sqlite3.connect(one.database)) as connection:
        counts = table_counts(connection)
    assert (counts["report"], counts["report_version"]) == (80, 81)
    assert min(counts[name] for name in ("figure", "series_point", "finding", "statement", "section")) > 0
    before = hashes(one.database)
    monkeypatch.setattr("reportscraper.runs.rebuild.utc_now", lambda: "2040-01-01T00:00:00Z")
    rebuild(one, [])
    assert hashes(one.database) == before
    snapshot = tmp_path / "published" / "reports.db"
    publish(one.database, snapshot, published_at="2040-01-01", parser_version="1", git_revision=None)
    assert hashes(snapshot) == before
