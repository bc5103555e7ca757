"""Every call that SQLite makes to the disk fails once, or from then on: reading, writing, half writing, syncing, opening, deleting …

After each the command has said so and ended with its code, what is in the database is as before or complete, and the next run makes of
it what a run without faults makes. ``REPORTSCRAPER_EVERY_CALL=1`` tries every call instead of some, ``=5`` every fifth.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reportscraper.cli import main
from tests.crawl.dumps import dump
from tests.runs.faulty_disk import WAYS, Disk
from tests.runs.small_site import CODE, COUNTY, SmallSite, serving_two_reports
from tests.runs.test_every_call import STEP, Dump

_READ = ("figure", "section", "statement")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SmallSite]:
    with serving_two_reports(tmp_path_factory.mktemp("site")) as running:
        yield running


def ask(*words: object) -> Result:
    result = CliRunner().invoke(main, [*map(str, words)])
    assert not result.exception or isinstance(result.exception, SystemExit), result.exc_info
    return result


def crawl(site: SmallSite, folder: Path) -> Result:
    here = folder / "counties" / f"{CODE}.toml"
    if not here.exists():
        here.parent.mkdir(parents=True)
        home = f"http://127.0.0.1:{site.port}/"
        lines = [f'code = "{CODE}"', f'name = "{COUNTY}"', 'province = "浙江省"', f'home = "{home}"', "pace = 0"]
        here.write_text("\n".join([*lines, f'start = ["{home}nb/"]', "allow_loopback = true", ""]), "utf-8")
    return ask("run", "--contact", "t", "--data", folder)


@pytest.fixture(scope="module")
def unbroken(site: SmallSite, tmp_path_factory: pytest.TempPathFactory) -> Dump:
    folder = tmp_path_factory.mktemp("unbroken")
    assert crawl(site, folder).exit_code in {0, 1}
    found = dump(folder)
    assert len(found["version"]) == 2
    return found


def runs_of(folder: Path) -> list[tuple[str | None, dict[str, int]]]:
    """When each run ended, and its counts."""
    try:
        with closing(sqlite3.connect(f"file:{folder / 'reports.db'}?mode=ro", uri=True)) as connection:
            rows = connection.execute("SELECT finished, counts FROM run ORDER BY id").fetchall()
    except sqlite3.OperationalError as error:
        if "no such table" not in str(error) and "unable to open" not in str(error):
            raise
        return []
    return [(finished, json.loads(counts)) for finished, counts in rows]


def fail_at(site: SmallSite, folder: Path, unbroken: Dump, disk: Disk) -> None:
    """Run with a disk that fails, look, run again, look."""
    with disk.installed():
        result = crawl(site, folder)
    told = f"{disk.way} at call {disk.at}{' and later' * disk.lasting}: exit {result.exit_code} {result.stderr[-300:]}"
    assert disk.met, told
    assert result.exit_code in {0, 1, 3}, told
    assert "Traceback" not in result.output, told
    assert result.exit_code != 3 or "reports.db" in result.stderr or "database" in result.stderr, told
    rows = runs_of(folder)
    found = dump(folder) if rows else {}
    for name in _READ:
        assert set(found.get(name, ())) <= set(unbroken[name]), (told, name)
    if result.exit_code < 3:
        assert {name: rows for name, rows in found.items() if rows != unbroken[name]} == {}, told
        assert rows[-1][0], told
        assert not rows[-1][1].get("sites_left"), told
    elif rows:
        whole = all(found[name] == unbroken[name] for name in _READ)
        assert whole or rows[-1][0] is None or rows[-1][1].get("sites_left"), (told, rows)
        assert whole or ask("missing", "--data", folder).exit_code == 1, told
    again = crawl(site, folder)
    assert again.exit_code in {0, 1}, (told, again.stderr)
    crawl(site, folder)
    found = dump(folder)
    for name, expected in unbroken.items():
        assert found[name] == expected, (told, name)
    assert ask("verify", "--data", folder).exit_code == 0, told


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_the_nth_call_of_a_run_fails(site: SmallSite, unbroken: Dump, tmp_path: Path, way: str) -> None:
    counted = Disk(way)
    with counted.installed():
        crawl(site, tmp_path / "counted")
    assert counted.calls
    broken = []
    for number in range(1, counted.calls + 1, STEP or max(1, counted.calls // 4)):
        for lasting in (False, True):
            try:
                fail_at(site, tmp_path / f"{number}-{lasting}", unbroken, Disk(way, number, lasting=lasting))
            except Exception as error:  # noqa: BLE001 - all that go wrong are told, not the first alone
                broken.append(f"{number} {lasting}: {type(error).__name__} {str(error)[:400]}")
    assert broken == []
