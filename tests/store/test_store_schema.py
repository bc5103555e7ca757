"""What the tables refuse, and how a database becomes what it is."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from reportscraper.errors import LockedError, StoreError
from reportscraper.forms import load_forms
from reportscraper.resources import read_text
from reportscraper.store import Store, migrations
from reportscraper.store.age import APPLICATION_ID, SCHEMA_VERSION
from reportscraper.store.lock import WriterLock
from reportscraper.store.script import statements


@pytest.fixture
def raw(store: Store, path: Path) -> Iterator[sqlite3.Connection]:
    """A second connection to the database, with foreign keys checked."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.executescript("""
      INSERT INTO body (id, county_code, name) VALUES (1, '339901', '云溪县教育局');
      INSERT INTO report VALUES (1, 1, 2022);
      INSERT INTO capture VALUES (1, 'u', 'u', 'GET', 200, NULL, 't', '%s', 1, 'f', 0, 1, 'verified', '');
      INSERT INTO report_version (id, report_id, number, is_current, capture_id, url, parser_version, reading_hash)
      VALUES (1, 1, 1, 1, 1, 'u', '1', 'r');
    """ % ("0" * 64))  # fmt: skip
    yield connection
    connection.close()


@pytest.mark.parametrize(
    "values",
    [
        "5, 0",
        "5.5, 0",
        "0, 0",
        "-3, 0",
        "0, 1",
        "NULL, 2",
        "NULL, 3",
        "NULL, 4",
        "NULL, 5",
    ],
)
def test_a_figure_is_a_number_or_says_why_not(raw: sqlite3.Connection, values: str) -> None:
    raw.execute(
        f"INSERT INTO figure (version_id, indicator_id, applicant_id, value, kind, place) VALUES (1, 1, 1, {values}, 9)"
    )
    assert raw.execute("SELECT value FROM figure").fetchone()[0] == (
        None if "NULL" in values else float(values.partition(",")[0])
    )


@pytest.mark.parametrize(
    "values",
    [
        "NULL, 0",  # a number without a value
        "'5', 0",  # text that looks like a number
        "x'05', 0",
        "1, 1",  # 无 is nothing but zero
        "NULL, 1",
        "0, 2",  # a blank is no zero
        "5, 5",
        "NULL, 6",
        "NULL, -1",
        "NULL, NULL",
    ],
)
def test_impossible_figures_are_refused(raw: sqlite3.Connection, values: str) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        raw.execute(
            f"INSERT INTO figure (version_id, indicator_id, applicant_id, value, kind, place) VALUES (1, 1, 1, {values}, 9)"
        )


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO figure VALUES (1, 999, 1, 5, 0, 9)",
        "INSERT INTO figure VALUES (999, 1, 1, 5, 0, 9)",
        "INSERT INTO figure VALUES (1, 1, 99, 5, 0, 9)",
        "INSERT INTO report VALUES (2, 1, 1999)",
        "INSERT INTO report VALUES (2, 99, 2022)",
        "INSERT INTO report VALUES (2, 1, 2022)",
        "INSERT INTO body (county_code, name) VALUES ('339901', '云溪县教育局')",
        "INSERT INTO body (county_code, name, level) VALUES ('339901', '甲局', 'ministry')",
        "INSERT INTO county (code, name) VALUES ('', 'x')",
        "UPDATE report_version SET form = 'new'",
        "UPDATE report_version SET form = '2009-'",
        "UPDATE report_version SET form = '2009-a/b'",
        "UPDATE report_version SET form = '2009-福建'",
        "INSERT INTO section VALUES (7, 1, 1, 'overview', '', '', '[]')",
        "INSERT INTO finding VALUES ('a', 'a', '339901', NULL, 'page', 'r', 'error', '', '[]', 1, 1, 1, '', NULL, NULL, 0)",
        "INSERT INTO finding VALUES ('a', 'a', '339901', 1, 'page', 'r', 'fatal', '', '[]', 1, 1, 1, '', NULL, NULL, 0)",
        "INSERT INTO finding VALUES ('a', 'a', '339901', 1, 'page', '', 'error', '', '[]', 1, 1, 1, '', NULL, NULL, 0)",
        "INSERT INTO finding VALUES ('a', 'a', '339901', NULL, 'history', 'r', 'error', '', '[]', 1, 1, 1, '', NULL, NULL, 0)",
        "INSERT INTO finding VALUES ('a', 'a', '339901', NULL, 'history', 'r', 'error', '', '[]', 1, 1, 1, '', 1, NULL, 0)",
        "INSERT INTO finding VALUES ('a', 'a', '339901', 1, 'page', 'r', 'error', '', '[]', 1, 1, 1, '', 1, 2022, 0)",
        "INSERT INTO review VALUES ('a', 'fine', 'x')",
        "INSERT INTO review VALUES ('a', 'accepted', '')",
        "INSERT INTO series_point VALUES (1, 1, NULL, 1)",
        "INSERT INTO series_point VALUES (99, 1, 5, 1)",
        "INSERT INTO series_point VALUES (1, 1, 'many', 1)",
        "INSERT INTO capture VALUES (2, 'u', 'u', 'GET', 200, NULL, 't', 'short', 1, 'f', 5, 1, 'verified', '')",
        "INSERT INTO run (started, command, parser_version, counts) VALUES ('t', 'c', '1', 'no json')",
        "UPDATE report SET year = 'twenty'",
        "INSERT INTO part VALUES (1, 1, 99, 0, 'u')",
        "INSERT INTO part VALUES (1, 1, 1, -1, 'u')",
        "INSERT INTO proposal VALUES (1, 1, 1, 1, 'many', '', '', 0.5, 0, 9, NULL, NULL, NULL, NULL, NULL)",
        "INSERT INTO proposal VALUES (1, 1, 1, 1, 5, '', '', 1.5, 0, 9, NULL, NULL, NULL, NULL, NULL)",
        "INSERT INTO proposal VALUES (1, 1, 1, 1, 5, '', '', 0.5, 2, 9, NULL, NULL, NULL, NULL, NULL)",
        "INSERT INTO proposal VALUES (1, 1, 1, 1, 5, '', '', 0.5, 0, 9, NULL, 1, NULL, NULL, NULL)",
        "INSERT INTO proposal VALUES (1, 1, 1, 1, 5, '', '', 0.5, 0, 9, 1, 1, 1, 1, NULL)",
        "INSERT INTO duplicate VALUES ('u', 99, 1)",
    ],
)
def test_rows_that_break_a_rule_are_refused(raw: sqlite3.Connection, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        raw.execute(statement)


def test_reports_of_every_form_can_be_stored(raw: sqlite3.Connection) -> None:
    ids = [form.id for form in load_forms()]
    for each in ids:
        raw.execute("UPDATE report_version SET form = ?", (each,))
    assert "2009-fujian" in ids, "one of a province among them"


def test_one_version_of_a_report_is_current(raw: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=r"report_version\.report_id"):
        raw.execute(
            "INSERT INTO report_version (report_id, number, is_current, capture_id, url, parser_version, "
            "reading_hash) VALUES (1, 2, 1, 1, 'u', '1', 'r')"
        )


def test_every_table_is_strict(store: Store, path: Path) -> None:
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT name, strict FROM pragma_table_list WHERE type = 'table'").fetchall()
    connection.close()
    loose = {name for name, strict in rows if not strict and not name.startswith(("sqlite_", "_sqlite_"))}
    assert loose == set()
    assert len(rows) >= 17


def test_a_new_database_says_whose_it_is(store: Store, path: Path) -> None:
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA application_id").fetchone()[0] == int.from_bytes(b"RPTS", "big")
    assert connection.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION
    assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    connection.close()


def test_opening_again_changes_nothing(path: Path) -> None:
    Store.open(path).close()
    before = _dump(path)
    Store.open(path).close()
    assert _dump(path) == before


def test_views_follow_the_code(path: Path) -> None:
    Store.open(path).close()
    connection = sqlite3.connect(path)
    connection.executescript(
        "DROP VIEW report_summary; CREATE VIEW report_summary AS SELECT 1; CREATE VIEW old AS SELECT 2;"
    )
    connection.close()
    Store.open(path).close()
    connection = sqlite3.connect(path)
    views = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'view'"))
    connection.close()
    assert "old" not in views
    assert "requests_new" in views["report_summary"]


def test_a_newer_database_is_refused(path: Path) -> None:
    Store.open(path).close()
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    connection.close()
    with pytest.raises(StoreError, match=f"has schema {SCHEMA_VERSION + 1}, this version knows {SCHEMA_VERSION}"):
        Store.open(path)


def test_a_database_of_others_is_refused_and_left_alone(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE mine (x)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="not a reportscraper database"):
        Store.open(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"no database at all, but long enough to be looked at", b"SQLite format 3\x00" + b"\xff" * 4096]
)
def test_a_file_that_is_no_database_is_refused(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(StoreError):
        Store.open(path)
    assert path.read_bytes() == content


def test_a_damaged_page_is_noticed_on_opening(store: Store, path: Path) -> None:
    store.close()
    data = bytearray(path.read_bytes())
    page = 4096 * (len(data) // 4096 // 2)
    data[page : page + 64] = b"\xa5" * 64
    path.write_bytes(data)
    with pytest.raises(StoreError):
        Store.open(path)


def test_a_migration_that_fails_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Migrations("reportscraper")

    @broken()
    def m001_first(database: Database) -> None:
        database.conn.execute("CREATE TABLE half (x)")
        database.conn.execute("PRAGMA user_version = 1")
        raise sqlite3.OperationalError("disk full")

    monkeypatch.setattr(migrations, "_migrations", lambda: broken)
    with pytest.raises(StoreError, match="disk full"):
        Store.open(path)
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'half'").fetchone()[0] == 0
    assert connection.execute("PRAGMA user_version").fetchone()[0] == 0
    connection.close()


_OF_MIGRATION_1 = """
INSERT INTO county (code, name) VALUES ('339901', '云溪县');
INSERT INTO body (id, county_code, name) VALUES (1, '339901', '云溪县教育局');
INSERT INTO report VALUES (1, 1, 2021), (2, 1, 2022);
INSERT INTO capture VALUES (1, 'u', 'u', 'GET', 200, NULL, 't', '%s', 1, 'f', 0, 1, 'verified');
INSERT INTO report_version
  (id, report_id, number, is_current, capture_id, url, form, parser_version, content_hash, reading_hash)
VALUES (1, 1, 1, 1, 1, 'u', '2021', '1', 'c', 'r'), (2, 2, 1, 1, 1, 'u', '2021', '1', 'c', 'r');
INSERT INTO indicator VALUES (1, 'requests_new', '本年新收', '', '件', '[]', 'ch3', 0);
INSERT INTO applicant VALUES (0, NULL, NULL, ''), (1, 'total', '总计', '');
INSERT INTO figure VALUES (1, 1, 0, 5, 0, 9), (1, 1, 1, 7, 0, 10), (2, 1, 1, NULL, 2, 10);
INSERT INTO series_point VALUES (1, 1, 6, 1);
INSERT INTO statement VALUES (1, 1, NULL, '人员', NULL, 3, '人', '', 'count', '', '3人', 0, 2);
CREATE VIEW series_value AS SELECT * FROM series_point JOIN report_version ON report_version.id = version_id;
""" % ("0" * 64)  # fmt: skip


def database_of_migration_1(path: Path) -> None:
    """Write a database as the first version of all made it, with two reports."""
    old = Migrations("reportscraper")

    @old()
    def m001_first(database: Database) -> None:
        for statement in statements(read_text("store/schema/m001_first.sql") + _OF_MIGRATION_1):
            database.conn.execute(statement)
        database.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        database.conn.execute("PRAGMA user_version = 1")

    with closing(sqlite3.connect(path)) as connection:
        old.apply(Database(connection))


def test_a_database_of_migration_1_is_brought_up(path: Path) -> None:
    database_of_migration_1(path)
    Store.open(path).close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        assert connection.execute("SELECT id, figures, statements FROM report_version ORDER BY id").fetchall() == [
            (1, 2, 1),
            (2, 1, 0),
        ]
        (made,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'report_version'").fetchone()
        assert "'[12][0-9][0-9][0-9]-[a-z]*'" in made, "forms of provinces"
        assert connection.execute("SELECT deadlines FROM county").fetchall() == [("{}",)]
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT * FROM coverage").fetchall() == [("339901", 2021, 1), ("339901", 2022, 1)]
        figures = connection.execute("SELECT year, applicant, value, kind, file_url FROM figure_list ORDER BY 1, 2")
        assert figures.fetchall() == [
            (2021, None, 5, "number", None),
            (2021, "total", 7, "number", None),
            (2022, "total", None, "blank", None),
        ]
        points = connection.execute("SELECT series, year, value FROM series_value").fetchall()
        assert points == [("requests_received", 2021, 7)], "made anew"
        made = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
    Store.open(path.with_name("new.db")).close()
    with closing(sqlite3.connect(path.with_name("new.db"))) as connection:
        assert connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall() == made


def test_two_writers_at_once_are_refused(store: Store, path: Path) -> None:
    with pytest.raises(LockedError, match=r"reports\.db is being written by another run \(process \d+\)"):
        Store.open(path)
    store.close()
    Store.open(path).close()


def test_a_store_that_cannot_open_gives_the_lock_back(path: Path) -> None:
    path.write_bytes(b"no database at all, but long enough to be looked at")
    with pytest.raises(StoreError):
        Store.open(path)
    WriterLock(path).release()


def test_a_dead_writer_holds_no_lock(path: Path) -> None:
    script = "import sys, time, pathlib; from reportscraper.store.lock import WriterLock; "
    script += "lock = WriterLock(pathlib.Path(sys.argv[1])); print('held', flush=True); time.sleep(60)"
    other = subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE)
    with other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(LockedError, match=f"process {other.pid}"):
            Store.open(path)
        other.kill()
    Store.open(path).close()


def test_a_place_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError, match=r"reports\.db: cannot be written: "):
        Store.open(tmp_path / "file" / "reports.db")


def test_statements_are_split_as_sqlite_reads_them() -> None:
    script = "-- a; b\nCREATE TABLE a (x DEFAULT ';');\nINSERT INTO a\n  VALUES (1);\n"
    assert list(statements(script)) == ["-- a; b\nCREATE TABLE a (x DEFAULT ';');", "INSERT INTO a\n  VALUES (1);"]
    with pytest.raises(ValueError, match="unfinished statement: SELECT 1"):
        list(statements("SELECT 1"))


def _dump(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()
