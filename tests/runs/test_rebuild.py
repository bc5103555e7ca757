"""The database anew from the archive: built beside the old one, compared with it, put in its place at once or not at all."""

from __future__ import annotations

import itertools
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from benchmarks.rebuild import exchange

from reportscraper.archive.writer import Archive
from reportscraper.crawl.entries import Entry
from reportscraper.errors import StoreError
from reportscraper.forms.rules import finding
from reportscraper.model import ListEntry
from reportscraper.runs.data_folder import DataFolder
from reportscraper.runs.kept_account import KeptAccount, keep_account
from reportscraper.runs.provenance import Provenance
from reportscraper.runs.rebuild import rebuild
from reportscraper.store import writer
from reportscraper.store.hashes import table_counts, table_hashes
from tests.runs.small_site import SmallSite, report_page, serving


@pytest.fixture
def site(tmp_path: Path) -> Iterator[SmallSite]:
    """Three reports on as many years, crawled; the archive has a file for each of two runs."""
    site = SmallSite(tmp_path / "data")
    for year in (2021, 2022, 2023):
        site.pages[f"/nb/{year}.html"] = report_page(year)[1]
    with serving(site):
        site.pages["/nb/"] = site.list_of({f"/nb/{year}.html": report_page(year)[0] for year in (2021, 2022)})
        site.run()
        first = set(site.folder.archive.iterdir())
        for path in first:
            path.rename(path.with_name(f"2020{path.name[4:]}"))
        with closing(sqlite3.connect(site.folder.database)) as connection, connection:
            connection.execute("UPDATE capture SET file = '2020' || substr(file, 5)")
        site.pages["/nb/"] = site.list_of({f"/nb/{year}.html": report_page(year)[0] for year in (2021, 2022, 2023)})
        site.run()
    return site


def hashes(folder: DataFolder) -> dict[str, str]:
    with closing(sqlite3.connect(folder.database)) as connection:
        return table_hashes(connection)


def reports(folder: DataFolder) -> int:
    with closing(sqlite3.connect(folder.database)) as connection:
        return table_counts(connection)["report"]


def remains(folder: DataFolder) -> set[str]:
    return {path.name for path in folder.path.iterdir()} - {
        "archive",
        "reports.db",
        "reports.db.lock",
        "reports.db-wal",
        "reports.db-shm",
    }


def test_an_archive_that_lacks_reports_replaces_nothing_unless_that_is_allowed(site: SmallSite) -> None:
    folder, before = site.folder, hashes(site.folder)
    assert reports(folder) == 3
    gone = min(folder.archive.iterdir())
    kept = gone.rename(folder.path.parent / gone.name)
    with pytest.raises(StoreError, match=r"(?s)--allow-loss.*云溪县 330683: 3 → 1"):
        rebuild(folder, [])
    assert hashes(folder) == before
    assert remains(folder) == set()
    result = rebuild(folder, [], allow_loss=True)
    assert reports(folder) == 1
    assert any("330683: 3 → 1" in problem for problem in result.problems)
    assert any(gone.name in problem for problem in result.problems)
    kept.rename(gone)
    assert rebuild(folder, []).is_clean
    assert reports(folder) == 3


def test_a_rebuilt_database_has_every_index(site: SmallSite) -> None:
    def schema() -> list[tuple[str, str]]:
        with closing(sqlite3.connect(site.folder.database)) as connection:
            return connection.execute("SELECT name, sql FROM sqlite_master WHERE sql <> '' ORDER BY name").fetchall()

    before = schema()
    rebuild(site.folder, [])
    assert schema() == before


def test_an_old_version_that_is_lost_is_a_loss(site: SmallSite) -> None:
    folder = site.folder
    with closing(sqlite3.connect(folder.database)) as connection, connection:
        # A version whose capture the archive does not hold, though the report has another one.
        connection.execute(
            "UPDATE capture SET file = '19700101.warc.gz' WHERE id = (SELECT min(capture_id) FROM report_version)"
        )
    with pytest.raises(StoreError, match="19700101"):
        rebuild(folder, [])


def test_whoever_reads_sees_the_old_database_and_then_the_new_one(site: SmallSite) -> None:
    with closing(sqlite3.connect(f"file:{site.folder.database}?mode=ro", uri=True)) as reading:
        reading.execute("BEGIN")
        assert reading.execute("SELECT count(*) FROM report").fetchone() == (3,)
        gone = min(site.folder.archive.iterdir())
        gone.rename(site.folder.path.parent / gone.name)
        rebuild(site.folder, [], allow_loss=True)
        assert reading.execute("SELECT count(*) FROM report").fetchone() == (3,)
        reading.execute("COMMIT")
        assert reading.execute("SELECT count(*) FROM report").fetchone() == (1,)


def test_no_transaction_grows_with_the_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a transaction changes lies in memory until its end: after the reading none changes two counties, and nothing old is deleted."""
    folder, codes = DataFolder(tmp_path / "data"), [f"33010{number}" for number in range(4)]
    with Archive.open(folder.archive) as archive:
        for number, (code, year) in enumerate(itertools.product(codes, (2021, 2022))):
            title, page = report_page(year, seed=code)
            listed = ListEntry(f"http://{code}.example/{year}.html", title)
            source = Provenance(code, f"县{code}", "浙江省", f"http://{code}.example/", "detail", "new", listed)
            answer = exchange(listed.url, page.body, number)
            archive.append(answer, source.context())
            entry = Entry(listed.url, title, answer.fetched_at, answer.fetched_at, state="report")
            unread = finding("list_no_address", url=f"http://{code}.example/", count=1, shown="?")
            kept = KeptAccount(code, answer.fetched_at, entries=(entry,), findings=(unread,))
            keep_account(archive, kept, (), is_told=False)
    rebuild(folder, [])
    before = hashes(folder)

    said: list[str] = []
    connect = writer.connect

    def traced(path: Path, **how: bool) -> sqlite3.Connection:
        connection = connect(path, **how)
        if how["scratch"]:
            connection.set_trace_callback(said.append)
        return connection

    monkeypatch.setattr(writer, "connect", traced)
    rebuild(folder, [])
    assert hashes(folder) == before
    assert not [
        each for each in said if each.startswith(("DELETE FROM report", "DELETE FROM figure", "DELETE FROM section"))
    ]
    done = max(at for at, each in enumerate(said) if each.startswith("CREATE INDEX finding_fingerprint"))
    totals = next(at for at, each in enumerate(said) if "INTO standing_point" in each)
    changed: list[set[str]] = [set()]
    for each in said[done:totals]:
        if each == "COMMIT":
            changed.append(set())
        elif each.startswith(("INSERT", "UPDATE", "DELETE")):
            changed[-1].update(code for code in codes if f"'{code}'" in each)
    assert max(map(len, changed)) == 1
    assert set().union(*changed) == {*codes}
    assert sum(map(bool, changed)) >= 2 * len(codes), "accounts and comparisons"


_REBUILD = """
import sys, time
from pathlib import Path
from reportscraper.runs.data_folder import DataFolder
from reportscraper.runs.rebuild import rebuild

print("begins", flush=True)
rebuild(DataFolder(Path(sys.argv[1])), [], allow_loss=True)
"""


def test_a_rebuild_that_is_killed_leaves_the_old_database_whole(site: SmallSite) -> None:
    folder = site.folder
    gone = min(folder.archive.iterdir())
    gone.rename(folder.path.parent / gone.name)
    whole = {3: hashes(folder)}
    for wait in (0.0, 0.05, 0.1, 0.2, 0.4):
        with subprocess.Popen([sys.executable, "-c", _REBUILD, str(folder.path)], stdout=subprocess.PIPE) as child:
            assert child.stdout is not None
            child.stdout.readline()
            time.sleep(wait)
            os.kill(child.pid, signal.SIGKILL)
        found = hashes(folder)
        assert found == whole.setdefault(reports(folder), found)
    assert set(whole) <= {3, 1}
    rebuild(folder, [], allow_loss=True)
    assert remains(folder) == set()
