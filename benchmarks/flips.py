"""Single bits flipped in the archive and in the database of a data folder: is each noticed by `verify`, or harmless?

    uv run python -m benchmarks.flips demo 1000

Harmless is a flip after which the database still holds the same in every table, and the archive the same records.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reportscraper.archive.reader import Archived, scan
from reportscraper.errors import StoreError
from reportscraper.model import Capture
from reportscraper.runs.data_folder import DataFolder
from reportscraper.runs.verify import (
    Reread,
    Verified,
    compare_archive,
    compare_surroundings,
    compare_versions,
    read_anew,
)
from reportscraper.sites.registry import load_registry
from reportscraper.store.hashes import all_tables, hash_table
from reportscraper.store.seal import held_captures, held_versions, inspecting, structural_faults, unlike_their_seals


@contextmanager
def flipped(path: Path, chance: random.Random) -> Iterator[None]:
    """One bit of a file turned over, and back."""
    place, bit = chance.randrange(path.stat().st_size), 1 << chance.randrange(8)

    def flip() -> None:
        with path.open("r+b") as file:
            file.seek(place)
            byte = file.read(1)[0]
            file.seek(place)
            file.write(bytes([byte ^ bit]))

    flip()
    try:
        yield
    finally:
        flip()


def is_noticed(database: Path, records: list[Archived], anew: Reread) -> bool:
    """Whether `verify` would say that something is wrong with the database; the archive is whole."""
    found = Verified()
    try:
        with inspecting(database) as connection:
            for fault in structural_faults(connection):
                found.note(fault)
            for table in unlike_their_seals(connection):
                found.note(table)
            if not found.agrees:  # the quick ones have noticed it already
                return True
            for _ in compare_archive(records, held_captures(connection), found):
                pass
            compare_versions(connection, held_versions(connection), anew, found)
            compare_surroundings(connection, anew, found)
    except (sqlite3.Error, StoreError, UnicodeError):
        return True
    return not found.agrees


def hashes(connection: sqlite3.Connection) -> dict[str, str]:
    """By table, the hash of its rows; of all but SQLite's own."""
    return {name: hash_table(connection, name) for name in all_tables(connection) if not name.startswith("sqlite_")}


def changed_tables(database: Path, before: dict[str, str]) -> list[str]:
    """The tables that no longer hold what they held."""
    with inspecting(database) as connection:
        try:
            after = hashes(connection)
        except sqlite3.Error as error:  # a text that is none any more
            return [str(error)[:50]]
    return sorted(name for name in before if before[name] != after.get(name))


def flip_database(folder: DataFolder, count: int, chance: random.Random) -> Counter[str]:
    """What became of flips in the database, by kind; a silent one names the tables that it changed."""
    sites = load_registry(folder.counties) if folder.counties.is_dir() else []
    records = [each for each in scan(folder.archive) if isinstance(each, Archived)]
    anew = read_anew(folder, sites, records)
    with inspecting(folder.database) as connection:
        before = hashes(connection)
    outcomes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as made:
        copy = Path(made) / "reports.db"
        shutil.copy(folder.database, copy)
        for _ in range(count):
            with flipped(copy, chance):
                if is_noticed(copy, records, anew):
                    outcomes["noticed"] += 1
                else:
                    changed = changed_tables(copy, before)
                    outcomes[f"silent: {', '.join(changed)}" if changed else "harmless"] += 1
    return outcomes


def flip_archive(folder: DataFolder, count: int, chance: random.Random) -> Counter[str]:
    """What became of flips in the archive, by kind."""
    with inspecting(folder.database) as connection:
        captures: list[Capture] = held_captures(connection)
    whole = list(scan(folder.archive))
    outcomes: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as made:
        shutil.copytree(folder.archive, made, dirs_exist_ok=True)
        files = sorted(Path(made).glob("*.warc.gz"))
        for _ in range(count):
            (file,) = chance.choices(files, [each.stat().st_size for each in files])
            with flipped(file, chance):
                found = Verified()
                for _record in compare_archive(scan(Path(made)), captures, found):
                    pass
                if not found.agrees:
                    outcomes["noticed"] += 1
                else:
                    outcomes["harmless" if list(scan(Path(made))) == whole else "silent"] += 1
    return outcomes


if __name__ == "__main__":
    place, count = DataFolder(Path(sys.argv[1])), int(sys.argv[2])
    sys.stdout.write(f"archive: {dict(flip_archive(place, count, random.Random(1)))}\n")
    sys.stdout.write(f"database: {dict(flip_database(place, count, random.Random(2)))}\n")
