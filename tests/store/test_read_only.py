"""Databases in folders where nothing can be written."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from reportscraper.browse.serve import datasette_command
from reportscraper.errors import InputError, StoreError
from reportscraper.store import Reader, Store
from reportscraper.store.publish import publish, verify


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that everybody may reach, with a database."""
    made = Path(tempfile.mkdtemp())
    made.chmod(0o755)
    with Store.open(made / "reports.db") as store:
        store.save_county("339901", "云溪县")
    yield made
    made.chmod(0o755)
    shutil.rmtree(made)


@contextmanager
def nothing_can_be_written(folder: Path) -> Iterator[None]:
    """The folder is read-only, for the superuser too, who becomes another for the time."""
    folder.chmod(0o555)
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        if user == 0:
            os.seteuid(0)
        folder.chmod(0o755)


def counties(path: Path) -> int:
    with Reader.open(path) as reader:
        return len(reader.ask("site_status").rows)


def test_a_database_at_rest_is_read(folder: Path, tmp_path: Path) -> None:
    path = folder / "reports.db"
    assert counties(path) == 1
    assert "-i" not in datasette_command(path)
    with nothing_can_be_written(folder):
        assert counties(path) == 1
        assert "-i" in datasette_command(path)
    verified = publish(path, tmp_path / "p.db", published_at="", parser_version="1", git_revision=None)
    assert verify(tmp_path / "p.db") == verified


def test_what_stands_in_the_log_alone_is_not_left_out_in_silence(folder: Path) -> None:
    copy = folder / "copy"
    copy.mkdir()
    with Store.open(folder / "reports.db") as store:
        store.save_county("339902", "青岭县")
        for name in ("reports.db", "reports.db-wal"):
            shutil.copy(folder / name, copy / name)
    with nothing_can_be_written(copy), pytest.raises(StoreError, match="reportscraper publish"):
        counties(copy / "reports.db")
    assert counties(copy / "reports.db") == 2


def test_what_is_no_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "reports.db").write_bytes(b"nothing of the kind" * 100)
    with pytest.raises(StoreError, match="not a database"):
        Reader.open(tmp_path / "reports.db")


def test_a_snapshot_never_replaces_a_live_database(folder: Path, tmp_path: Path) -> None:
    path = folder / "reports.db"
    (link := tmp_path / "link.db").symlink_to(path)
    os.link(path, hard := folder / "hard.db")
    with Store.open(other := tmp_path / "other.db"):
        pass
    for target in (path, link, hard, other, folder / "reports.db-wal", folder / ".." / folder.name / "reports.db"):
        with pytest.raises(InputError, match="live database"):
            publish(path, target, published_at="", parser_version="1", git_revision=None)
    with pytest.raises(InputError, match="live database"):
        publish(link, path, published_at="", parser_version="1", git_revision=None)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    for _ in range(2):
        publish(path, tmp_path / "public.db", published_at="", parser_version="1", git_revision=None)
