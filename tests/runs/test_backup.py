"""The restore drill: archive lost, database lost, both half lost; and what a backup never does."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from reportscraper.archive.writer import Archive
from reportscraper.cli import main
from reportscraper.errors import InputError
from reportscraper.runs.backup import back_up, restore
from reportscraper.runs.data_folder import DataFolder
from reportscraper.runs.rebuild import rebuild
from reportscraper.runs.verify import verify
from reportscraper.store.hashes import table_hashes
from reportscraper.store.writer import Store
from tests.conftest import SampleCrawl


@pytest.fixture
def folder(county_crawl: SampleCrawl, tmp_path: Path) -> DataFolder:
    found = county_crawl.copy(tmp_path / "data")
    found.reviews.write_text("# nothing yet\n", "utf-8")
    return found


def hashes(folder: DataFolder) -> dict[str, str]:
    with closing(sqlite3.connect(folder.database)) as connection:
        return table_hashes(connection)


def warcs(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / "archive").iterdir())}


def lose_archive(folder: DataFolder) -> None:
    shutil.rmtree(folder.archive)


def lose_database(folder: DataFolder) -> None:
    folder.database.unlink()


def lose_folder(folder: DataFolder) -> None:
    shutil.rmtree(folder.path)


def lose_half_of_both(folder: DataFolder) -> None:
    """The disk lost its second half: the files are cut, and what is left of the database is no database any more."""
    for path in (folder.database, max(folder.archive.iterdir())):
        data = path.read_bytes()
        path.write_bytes(data[: len(data) // 2])


def overwrite_half_of_both(folder: DataFolder) -> None:
    for path in (folder.database, max(folder.archive.iterdir())):
        data = path.read_bytes()
        path.write_bytes(data[: len(data) // 2] + bytes(len(data) - len(data) // 2))


@pytest.mark.parametrize(
    "lose",
    [
        pytest.param(lose_archive, marks=pytest.mark.slow),
        pytest.param(lose_database, marks=pytest.mark.slow),
        pytest.param(lose_folder, marks=pytest.mark.slow),
        lose_half_of_both,
        pytest.param(overwrite_half_of_both, marks=pytest.mark.slow),
    ],
)
def test_what_was_lost_comes_back(
    folder: DataFolder, county_crawl: SampleCrawl, tmp_path: Path, lose: Callable[[DataFolder], None]
) -> None:
    before, archive, copy = hashes(folder), warcs(folder.path), tmp_path / "copy"
    assert back_up(folder, copy).problems == []
    lose(folder)
    done = restore(copy, folder)
    assert (hashes(folder), {name: data for name, data in warcs(folder.path).items() if name in archive}) == (
        before,
        archive,
    )
    assert done.copied
    assert verify(folder, county_crawl.sites).problems == []
    assert restore(copy, folder).copied == [], "nothing is put back twice"


@pytest.mark.slow
def test_without_a_backup_the_archive_alone_gives_the_database(folder: DataFolder, county_crawl: SampleCrawl) -> None:
    """Numbers of rows are given in another order; what they say is the same."""

    def said() -> list[tuple[object, ...]]:
        columns = "county, body, year, indicator, applicant, value, kind, raw, unit, doubt, url"
        with closing(sqlite3.connect(folder.database)) as connection:
            return connection.execute(f"SELECT {columns} FROM figure_list ORDER BY {columns}").fetchall()

    before = said()
    lose_database(folder)
    rebuild(folder, county_crawl.sites)
    assert before
    assert said() == before
    assert verify(folder, county_crawl.sites).problems == []


def test_a_second_backup_copies_what_is_new_only(folder: DataFolder, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    back_up(folder, copy)
    again = back_up(folder, copy)
    assert (again.copied, again.problems) == (["reports.db"], [])
    last = max(folder.archive.iterdir())
    with last.open("ab") as file:
        file.write(last.read_bytes()[:100])
    assert last.name in back_up(folder, copy).copied
    assert warcs(copy) == warcs(folder.path)


def test_a_copy_is_never_replaced_by_what_has_lost_bytes(folder: DataFolder, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    back_up(folder, copy)
    kept = warcs(copy)
    last = max(folder.archive.iterdir())
    last.write_bytes(last.read_bytes()[:-1] + b"?")
    (problem,) = back_up(folder, copy).problems
    assert "does not begin as its copy does" in problem.en
    last.unlink()
    (problem,) = back_up(folder, copy).problems
    assert "in the backup only" in problem.en
    assert problem.zh == f"archive/{last.name}：仅存于备份"
    assert warcs(copy) == kept
    restore(copy, folder)
    assert warcs(folder.path) == kept


def test_a_damaged_database_does_not_replace_its_copy(folder: DataFolder, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    back_up(folder, copy)
    kept = (copy / "reports.db").read_bytes()
    data = folder.database.read_bytes()
    folder.database.write_bytes(data[:8192] + bytes(len(data) - 8192))
    assert any(each.en.startswith("reports.db") for each in back_up(folder, copy).problems)
    assert (copy / "reports.db").read_bytes() == kept


class CutError(BaseException):
    """The power is gone."""


def cut_at(patch: pytest.MonkeyPatch, number: int) -> list[str]:
    """Let the power go at the n-th renaming of a file: after the renaming where the number is even; the names that were reached."""
    replace, reached = Path.replace, list[str]()

    def cut(path: Path, target: Path) -> Path:
        reached.append(target.name)
        if len(reached) == (number + 1) // 2:
            if number % 2 == 0:
                replace(path, target)
            raise CutError
        return replace(path, target)

    patch.setattr(Path, "replace", cut)
    return reached


@pytest.mark.slow
@pytest.mark.parametrize("has_earlier", [False, True])
def test_a_backup_that_is_cut_off_gives_back_what_it_has(folder: DataFolder, tmp_path: Path, has_earlier: bool) -> None:
    first, earlier = tmp_path / "first", hashes(folder)
    if has_earlier:
        back_up(folder, first)
    with Store.open(folder.database) as store, Archive.open(folder.archive) as archive:
        archive.append_note(b"{}", "2026-01-02T03:04:05Z")
        store.finish_run(
            store.add_run("run", parser_version="1", started="2026-01-02"), finished="2026-01-03", counts={}
        )
    later = hashes(folder)
    for number in range(1, 100):
        copy, lost = tmp_path / f"copy{number}", DataFolder(tmp_path / f"lost{number}")
        if has_earlier:
            shutil.copytree(first, copy)
        with pytest.MonkeyPatch.context() as patch:
            reached = cut_at(patch, number)
            try:
                back_up(folder, copy)
            except CutError:
                pass
            else:
                break
        if (copy / "backup.json").exists():
            assert restore(copy, lost).problems == [], (number, reached)
            assert hashes(lost) in (earlier if has_earlier else {}, later), (number, reached)
        assert has_earlier <= (copy / "backup.json").exists(), (number, reached)
        assert back_up(folder, copy).problems == [], (number, reached)
        shutil.rmtree(lost.path, ignore_errors=True)
        assert restore(copy, lost).problems == [], (number, reached)
        assert (hashes(lost), warcs(lost.path)) == (later, warcs(folder.path)), (number, reached)
    assert number > 6


def test_what_came_after_the_backup_stays(folder: DataFolder, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    back_up(folder, copy)
    last = max(folder.archive.iterdir())
    with last.open("ab") as file:
        file.write(last.read_bytes()[:100])
    grown = warcs(folder.path)
    folder.reviews.write_text("# written since\n", "utf-8")
    assert restore(copy, folder).problems == []
    assert warcs(folder.path) == grown
    assert folder.reviews.read_text("utf-8") == "# written since\n"


def test_a_damaged_copy_is_not_put_back(folder: DataFolder, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    back_up(folder, copy)
    first = min((copy / "archive").iterdir())
    first.write_bytes(first.read_bytes()[:-1])
    (folder.archive / first.name).unlink()
    (problem,) = restore(copy, folder).problems
    assert "the copy itself is damaged" in problem.en
    assert not (folder.archive / first.name).exists()


def test_what_cannot_be_is_refused(folder: DataFolder, tmp_path: Path) -> None:
    for target in (folder.path, folder.archive / "copy"):
        with pytest.raises(InputError):
            back_up(folder, target)
    with pytest.raises(InputError):
        back_up(DataFolder(tmp_path / "nothing"), tmp_path / "copy")
    with pytest.raises(InputError):
        restore(tmp_path / "nothing", folder)


def test_the_commands_say_what_they_did(folder: DataFolder, tmp_path: Path) -> None:
    data, copy = ["--data", str(folder.path)], str(tmp_path / "copy")
    made = CliRunner().invoke(main, ["backup", *data, "--to", copy])
    assert (made.exit_code, "copied: " in made.output) == (0, True), made.output
    lose_half_of_both(folder)
    back = CliRunner().invoke(main, ["restore", *data, "--from", copy])
    assert (back.exit_code, "moved aside" in back.output) == (1, True), back.output
    assert CliRunner().invoke(main, ["verify", *data]).exit_code == 0
