"""Snapshots: whole or not at all, described by their manifest, while a writer is at work."""

from __future__ import annotations

import hashlib
import os
import random
import sqlite3
import stat
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from reportscraper.errors import InputError, LockedError, StoreError
from reportscraper.store import Reader, Store
from reportscraper.store.age import SCHEMA_VERSION
from reportscraper.store.hashes import table_counts, table_hashes
from reportscraper.store.lock import WriterLock
from reportscraper.store.publish import Manifest, manifest_path, publish, verify

from .samples import COUNTY, MakeCapture, cell, make_report


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "published" / "reports.db"


def publish_now(path: Path, target: Path) -> Manifest:
    return publish(path, target, published_at="2026-02-01T00:00:00Z", parser_version="0.1.0", git_revision="c16a5d7")


def save(store: Store, capture: MakeCapture, value: int) -> None:
    store.save_report(
        make_report(cell("requests_new", value)), capture_id=capture(), county_code=COUNTY, parser_version="1"
    )


def test_a_snapshot_is_what_its_manifest_says(store: Store, path: Path, target: Path, capture: MakeCapture) -> None:
    save(store, capture, 7)
    manifest = publish_now(path, target)
    assert manifest == verify(target)
    assert manifest.sha256 == hashlib.sha256(target.read_bytes()).hexdigest()
    assert manifest.size == target.stat().st_size
    assert (manifest.database, manifest.schema_version, manifest.parser_version) == (
        "reports.db",
        SCHEMA_VERSION,
        "0.1.0",
    )
    assert (manifest.published_at, manifest.git_revision) == ("2026-02-01T00:00:00Z", "c16a5d7")
    assert (manifest.years, manifest.counts["report"], manifest.counts["figure"]) == ((2022, 2022), 1, 1)
    assert stat.S_IMODE(target.stat().st_mode) == 0o444
    assert sorted(each.name for each in target.parent.iterdir()) == [
        "reports.db",
        "reports.db.lock",
        "reports.db.manifest.json",
    ]


def test_a_snapshot_holds_what_the_database_holds(store: Store, path: Path, target: Path, capture: MakeCapture) -> None:
    save(store, capture, 7)
    store.finish_run(store.add_run("run", parser_version="1", started="t"), finished="t", counts={})
    publish_now(path, target)
    with closing(sqlite3.connect(path)) as one, closing(sqlite3.connect(target)) as other:
        assert table_hashes(one) == table_hashes(other)
    with Reader.open(target) as reader:
        assert reader.select("SELECT requests_new FROM report_summary").rows == ((7,),)
        assert reader.ask("search_words", words="复议").rows


def test_a_transaction_under_way_is_neither_seen_nor_disturbed(
    store: Store, path: Path, target: Path, capture: MakeCapture
) -> None:
    save(store, capture, 7)
    with store.transaction():
        save(store, capture, 8)
        publish_now(path, target)
        with Reader.open(target) as reader:
            assert reader.select("SELECT requests_new FROM report_summary").rows == ((7,),)
    publish_now(path, target)
    with Reader.open(target) as reader:
        assert reader.select("SELECT requests_new FROM report_summary").rows == ((8,),)


def test_an_empty_database_can_be_published(store: Store, path: Path, target: Path) -> None:
    assert publish_now(path, target).years is None


def test_readers_of_the_old_snapshot_keep_it(store: Store, path: Path, target: Path, capture: MakeCapture) -> None:
    save(store, capture, 7)
    publish_now(path, target)
    with Reader.open(target) as reader:
        save(store, capture, 8)
        publish_now(path, target)
        assert reader.select("SELECT requests_new FROM report_summary").rows == ((7,),)


def test_a_file_that_is_not_that_of_its_manifest_is_noticed(store: Store, path: Path, target: Path) -> None:
    publish_now(path, target)
    target.chmod(0o644)
    target.write_bytes(target.read_bytes()[:-1] + b"x")
    with pytest.raises(StoreError, match="publish again"):
        verify(target)
    manifest_path(target).unlink()
    with pytest.raises(StoreError, match="no manifest"):
        verify(target)


def test_what_cannot_be_published(tmp_path: Path, path: Path, store: Store) -> None:
    with pytest.raises(InputError, match="no database"):
        publish_now(tmp_path / "none.db", tmp_path / "x.db")
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE mine (x)")
    with pytest.raises(StoreError, match="not a reportscraper database"):
        publish_now(other, tmp_path / "x.db")
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match="cannot be written"):
        publish_now(path, tmp_path / "file" / "x.db")
    assert not (tmp_path / "x.db").exists()


KILLS = int(os.environ.get("REPORTSCRAPER_KILLS", "10"))

_PUBLISH_FOR_EVER = """
import itertools, sys
from pathlib import Path
from reportscraper.store.lock import WriterLock
from reportscraper.store.publish import publish
print("ready", flush=True)
for number in itertools.count():
    publish(Path(sys.argv[1]), Path(sys.argv[2]), published_at=str(number), parser_version="1", git_revision=None)
"""


def test_killed_at_any_moment_the_snapshot_is_whole(
    store: Store, path: Path, target: Path, capture: MakeCapture
) -> None:
    save(store, capture, 7)
    publish_now(path, target)
    dice = random.Random(7)
    for _ in range(KILLS):
        command = [sys.executable, "-c", _PUBLISH_FOR_EVER, str(path), str(target)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == b"ready\n"
            time.sleep(dice.uniform(0.001, 0.08))
            process.kill()
        with Reader.open(target) as reader:
            assert reader.select("PRAGMA integrity_check").rows == (("ok",),)
            assert reader.select("SELECT requests_new FROM report_summary").rows == ((7,),)
    publish_now(path, target)
    assert verify(target).published_at == "2026-02-01T00:00:00Z"
    assert not list(target.parent.glob("*.tmp"))


def test_two_publishers_do_not_meet(store: Store, path: Path, target: Path) -> None:
    publish_now(path, target)
    lock = WriterLock(target)
    with pytest.raises(LockedError, match=r"reports\.db is being written by another run"):
        publish_now(path, target)
    lock.release()
    publish_now(path, target)


def test_hashes_tell_contents_not_runs(store: Store, path: Path, capture: MakeCapture) -> None:
    with closing(sqlite3.connect(path)) as connection:
        save(store, capture, 7)
        store.finish_run(store.add_run("run", parser_version="1", started="t"), finished="t", counts={})
        before = table_hashes(connection)
        run = store.add_run("run", parser_version="1", started="2026-01-01T00:00:00Z")
        store.finish_run(run, finished="2026-01-01T00:00:01Z", counts={})
        assert table_hashes(connection) == before
        save(store, capture, 8)
        after = table_hashes(connection)
        assert {name for name in after if after[name] != before[name]} == {
            "capture", "figure", "report_version", "section", "series_point", "site_total",
        }  # fmt: skip
        assert table_counts(connection).keys() == after.keys()
        assert not {"run", "visit", "section_fts_data"} & after.keys()


def test_a_manifest_is_json_that_others_can_read(store: Store, path: Path, target: Path) -> None:
    publish_now(path, target)
    assert msgspec.json.decode(manifest_path(target).read_bytes())["counts"]["county"] == 1
