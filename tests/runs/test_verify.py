"""What `verify` says of a data folder that something has happened to."""

from __future__ import annotations

import json
import random
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from benchmarks.flips import flip_archive, flip_database
from click.testing import CliRunner

from reportscraper.cli import main
from reportscraper.runs.data_folder import DataFolder
from reportscraper.runs.run import run
from reportscraper.runs.verify import Verified, verify
from tests.conftest import SampleCrawl
from tests.made.server import serve


@pytest.fixture
def folder(county_crawl: SampleCrawl, tmp_path: Path) -> DataFolder:
    return county_crawl.copy(tmp_path / "data")


def change(folder: DataFolder, sql: str) -> None:
    with closing(sqlite3.connect(folder.database)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute(sql)
        connection.commit()


def cut(folder: DataFolder, keep: int) -> None:
    """Keep so many bytes of the archive's last file."""
    last = max(folder.archive.glob("*.warc.gz"))
    last.write_bytes(last.read_bytes()[:keep])


def shares(found: Verified) -> tuple[bool, bool, bool]:
    return bool(found.agreed), bool(found.differing), bool(found.missing)


def test_a_folder_as_a_run_left_it_agrees(folder: DataFolder, county_crawl: SampleCrawl) -> None:
    for sample in (None, 10):
        found = verify(folder, county_crawl.sites, sample=sample)
        assert (found.agrees, found.problems, found.agreed) == (True, [], found.checked)
    assert verify(folder, county_crawl.sites).checked > 140


@pytest.mark.slow
def test_a_folder_agrees_after_a_second_run_and_with_a_seal_or_without(
    folder: DataFolder, county_crawl: SampleCrawl
) -> None:
    with serve(2, ports=county_crawl.ports):
        run(county_crawl.sites, folder, contact="tests", refresh="all")
    assert verify(folder, county_crawl.sites).problems == []
    change(folder, "UPDATE report_version SET seal = NULL")
    told = "database: the table {} does not hold what the last run left in it"
    assert verify(folder, county_crawl.sites).problems == [
        told.format(name) for name in ("report_version", "summarised")
    ]  # which totals were made of which versions
    change(folder, "DELETE FROM table_seal")  # as in a database of before there were seals
    assert verify(folder, county_crawl.sites).problems == []


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("UPDATE figure SET value = value + 1 WHERE version_id = 7 AND kind = 0", "is not what was stored"),
        pytest.param(
            "UPDATE statement SET quote = quote || '。' WHERE version_id = 7",
            "is not what was stored",
            marks=pytest.mark.slow,
        ),
        pytest.param("UPDATE report SET year = 2031 WHERE id = 7", "2031", marks=pytest.mark.slow),
        pytest.param("UPDATE body SET name = name || '处' WHERE id = 2", "处", marks=pytest.mark.slow),
        pytest.param(
            "UPDATE series_point SET value = value + 1 WHERE version_id = 7", "reads otherwise", marks=pytest.mark.slow
        ),
        pytest.param(
            "UPDATE indicator SET zh = '收到' WHERE code = 'requests_new'", "rows of indicator", marks=pytest.mark.slow
        ),
        pytest.param(
            "UPDATE report_version SET seal = 'x' WHERE id = 7", "is not what was stored", marks=pytest.mark.slow
        ),
        pytest.param(
            "UPDATE capture SET status = 204 WHERE id = 9", "the capture of the record", marks=pytest.mark.slow
        ),
        pytest.param("UPDATE page SET kind = 'news' WHERE kind = 'report'", "rows of page", marks=pytest.mark.slow),
        pytest.param("UPDATE finding SET message = message || '!'", "rows of finding", marks=pytest.mark.slow),
        pytest.param(
            "UPDATE finding SET message_zh = message_zh || '!' WHERE version_id IS NULL",
            "the table finding",
            marks=pytest.mark.slow,
        ),
        ("UPDATE entry SET reason = 'x' WHERE url = (SELECT min(url) FROM entry)", "the table entry"),
        pytest.param(
            "UPDATE section_fts_data SET block = zeroblob(length(block)) WHERE id > 100",
            "the table section_fts_data",
            marks=pytest.mark.slow,
        ),
        pytest.param("UPDATE county SET home = 'http://www.example.com/'", "the table county", marks=pytest.mark.slow),
        pytest.param("UPDATE run SET counts = '{}'", "the table run", marks=pytest.mark.slow),
        pytest.param("UPDATE visit SET outcome = 'gone' WHERE id = 7", "the table visit", marks=pytest.mark.slow),
        pytest.param("DELETE FROM table_seal WHERE name = 'entry'", "the table entry", marks=pytest.mark.slow),
    ],
)
def test_a_row_that_changed_is_found(folder: DataFolder, county_crawl: SampleCrawl, sql: str, words: str) -> None:
    change(folder, sql)
    found = verify(folder, county_crawl.sites)
    assert shares(found) == (True, True, False)
    assert any(words in problem for problem in found.problems)


def test_what_lies_on_one_side_alone_is_missing(folder: DataFolder, county_crawl: SampleCrawl) -> None:
    change(folder, "DELETE FROM visit")
    change(folder, "DELETE FROM capture WHERE id = (SELECT min(id) FROM capture)")
    found = verify(folder, county_crawl.sites)
    assert found.missing == 1
    assert "no capture of the record" in " ".join(found.problems)


def test_an_archive_that_was_cut_is_missing_and_what_was_read_from_it_differs(
    folder: DataFolder, county_crawl: SampleCrawl
) -> None:
    cut(folder, 20_000)
    found = verify(folder, county_crawl.sites)
    assert shares(found) == (True, True, True)
    assert "which the database names" in " ".join(found.problems)
    assert not verify(folder, county_crawl.sites, sample=200).agrees


@pytest.mark.slow
def test_flipped_bits_are_noticed_or_harmless(folder: DataFolder) -> None:
    chance = random.Random(20_261_130)
    assert set(flip_archive(folder, 10, chance)) <= {"noticed", "harmless"}
    assert set(flip_database(folder, 10, chance)) <= {"noticed", "harmless"}


def test_the_command_tells_people_and_programs(folder: DataFolder) -> None:
    command = ["verify", "--data", str(folder.path), "--sample", "5"]
    fine = CliRunner().invoke(main, [*command, "--json"])
    assert fine.exit_code == 0
    told = json.loads(fine.stdout)
    assert (told["differing"], told["missing"], told["agreed"]) == (0, 0, told["checked"])
    change(folder, "UPDATE capture SET status = 204")
    wrong = CliRunner().invoke(main, [*command[:-2], "--all"])
    assert wrong.exit_code == 1
    assert "agree" in wrong.stdout
    assert "differs" in wrong.stderr
    folder.database.write_bytes(b"no database")
    assert CliRunner().invoke(main, command).exit_code == 3
    folder.database.unlink()
    assert CliRunner().invoke(main, command).exit_code == 2
