"""Whether every figure walks back: archive against database, both ways, and what is read anew against what is stored."""

from __future__ import annotations

import functools
import random
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from reportscraper.archive.reader import Archived, read, read_archived, scan
from reportscraper.errors import ArchiveError, StoreError
from reportscraper.forms import catalogue
from reportscraper.model import Capture
from reportscraper.runs.data_folder import DataFolder
from reportscraper.runs.page_filer import PageFiler
from reportscraper.runs.provenance import provenance_of
from reportscraper.runs.result import parser_version
from reportscraper.runs.years import compare_years
from reportscraper.sites.registry import Site
from reportscraper.store.reviews import read_reviews
from reportscraper.store.seal import (
    HeldVersion,
    Rows,
    held_captures,
    held_hash,
    held_versions,
    inspecting,
    structural_faults,
    surroundings,
    unlike_their_seals,
)
from reportscraper.store.writer import Store

Subject = tuple[str, str, int]
"""County code, body and year of a report."""


class Verified(Struct):
    """How many captures and versions of reports were looked at, agree, differ, and lie on one side alone; ``problems`` name those."""

    checked: int = 0
    agreed: int = 0
    differing: int = 0
    missing: int = 0
    problems: list[str] = []
    chinese: dict[str, str] = {}
    """What problems are in Chinese, by their English text."""

    @property
    def agrees(self) -> bool:
        """Whether nothing differs and nothing is missing."""
        return not self.differing and not self.missing

    def note(self, problem: str | None, chinese: str = "", *, missing: bool = False) -> None:
        """Count one thing looked at; ``problem`` says what is wrong with it, None for nothing; ``chinese`` says it in Chinese."""
        self.checked += 1
        if problem is None:
            self.agreed += 1
            return
        self.problems.append(problem)
        if chinese:
            self.chinese[problem] = chinese
        if missing:
            self.missing += 1
        else:
            self.differing += 1


class Reread(Struct, frozen=True):
    """What archived pages say when they are read anew: by report, the hashes of its versions; and the rows around them."""

    versions: dict[Subject, frozenset[str]]
    surroundings: dict[str, Rows]
    fixed: bool
    """Whether only those rows around them count that are the same in every database."""


def verify(folder: DataFolder, sites: Sequence[Site], *, sample: int | None = None) -> Verified:
    """Check a data folder; ``sample`` so many captures and reports, drawn by chance, and all of them when it is None.

    Raises InputError without a database, StoreError when it cannot be opened.
    """
    found = Verified()
    with inspecting(folder.database) as connection:
        try:
            for fault in structural_faults(connection):
                found.note(f"database: {fault}", f"数据库：{fault}")
            for table in unlike_their_seals(connection):
                found.note(
                    f"database: the table {table} does not hold what the last run left in it",
                    f"数据库：表 {table} 的内容与上次运行结束时不同",
                )
            held, versions = held_captures(connection), held_versions(connection)
            if sample is None:
                exchanges = compare_archive(scan(folder.archive), held, found)
            else:
                captures = random.sample(held, min(sample, len(held)))
                versions = random.sample(versions, min(sample, len(versions)))
                exchanges = _of_versions(connection, folder.archive, held, versions)
                for capture in captures:
                    is_there = (folder.archive / capture.file).is_file()
                    try:
                        read(folder.archive, capture)
                        found.note(None)
                    except ArchiveError as error:
                        found.note(f"archive: {error.en}", f"存档：{error.zh or error.en}", missing=not is_there)
            anew = read_anew(folder, sites, exchanges, fixed=sample is not None)
            compare_versions(connection, versions, anew, found)
            compare_surroundings(connection, anew, found)
        except (sqlite3.Error, StoreError, UnicodeError) as error:
            english = getattr(error, "en", "") or str(error)
            found.note(f"database: {english}", f"数据库：{getattr(error, 'zh', '') or english}")
    return found


def compare_archive(
    records: Iterable[Archived | ArchiveError], captures: Iterable[Capture], found: Verified
) -> Iterator[Archived]:
    """Every record against every row, as the records are taken; yields those that are whole."""
    rows = {(capture.file, capture.offset): capture for capture in captures}
    for archived in records:
        if isinstance(archived, ArchiveError):
            rows.pop((archived.file, archived.offset), None)
            found.note(f"archive: {archived}", f"存档：{archived.zh or archived.en}")
            continue
        capture = archived.capture
        row = rows.pop((capture.file, capture.offset), None)
        place, place_zh = f"{capture.file} at offset {capture.offset}", f"{capture.file} 自第 {capture.offset} 字节起"
        if row is None:
            found.note(
                f"database: no capture of the record in {place} ({capture.url})",
                f"数据库：未登记 {place_zh}的存档记录（{capture.url}）",
                missing=True,
            )
        elif row != capture:
            found.note(
                f"database: the capture of the record in {place} differs", f"数据库：所登记的 {place_zh}的存档记录不符"
            )
        else:
            found.note(None)
        yield archived
    for file, offset in rows:
        found.note(
            f"archive: no record in {file} at offset {offset}, which the database names",
            f"存档：{file} 自第 {offset} 字节起没有数据库所登记的记录",
            missing=True,
        )


_CAPTURES_OF = """
WITH address (url) AS (
  SELECT url FROM report_version WHERE id = :version
  UNION SELECT page_file.page_url FROM page_file JOIN report_version AS version ON version.url = page_file.url WHERE version.id = :version
), wanted (url) AS (
  SELECT url FROM address
  UNION SELECT page_file.url FROM page_file JOIN address ON address.url = page_file.page_url
  UNION SELECT capture.url FROM part JOIN capture ON capture.id = part.capture_id WHERE part.version_id = :version
)
SELECT file, "offset" FROM capture WHERE url IN (SELECT url FROM wanted) ORDER BY file, "offset"
"""


def _of_versions(
    connection: sqlite3.Connection, folder: Path, held: Iterable[Capture], versions: Iterable[HeldVersion]
) -> Iterator[Archived]:
    """The captures that versions were read from, with those of their pages and files, as far as they can be read."""
    places: set[tuple[str, int]] = set()
    for version in versions:
        places.update(connection.execute(_CAPTURES_OF, {"version": version.id}))
    by_place = {(capture.file, capture.offset): capture for capture in held}
    for place in sorted(places):
        try:
            yield read_archived(folder, by_place[place])
        except ArchiveError:
            continue  # then what was read from it cannot be read anew, which is told of the version


def read_anew(
    folder: DataFolder, sites: Sequence[Site], exchanges: Iterable[Archived], *, fixed: bool = False
) -> Reread:
    """What archived exchanges, in their order, say when they are read into a database of their own.

    ``fixed`` says that they are not all of the archive: of what lies around the versions only what is the same everywhere counts.
    """
    with tempfile.TemporaryDirectory() as made, Store.open(Path(made) / "reports.db", scratch=True) as store:
        store.seed_indicators(catalogue())
        filer = PageFiler(store, parser_version(), read=functools.partial(read, folder.archive))
        for site in sites:
            filer.add_site(site)
        for archived in exchanges:
            source = provenance_of(archived)
            if not isinstance(source, str):
                filer.add_county(source)
                filer.take(archived.exchange, archived.capture, source)
        filer.file_gathered()
        if not fixed:
            compare_years(store, store.counties(), read_reviews(folder.reviews))
        versions: dict[Subject, set[str]] = defaultdict(set)
        with inspecting(Path(made) / "reports.db") as connection:
            for version in held_versions(connection):
                subject = (version.county_code, version.body, version.year)
                versions[subject].add(held_hash(connection, version.id, derived=True))
            around = surroundings(connection, fixed=fixed)
    return Reread({subject: frozenset(hashes) for subject, hashes in versions.items()}, around, fixed)


def compare_versions(
    connection: sqlite3.Connection, versions: Iterable[HeldVersion], anew: Reread, found: Verified
) -> None:
    """Each version against the seal it was stored with, and against what its pages say when they are read anew."""
    for version in versions:
        name = f"{version.body} {version.year} ({version.url})"
        name_zh = f"{version.body}{version.year}年（{version.url}）"
        if version.seal is not None and held_hash(connection, version.id) != version.seal:
            found.note(f"database: {name} is not what was stored", f"数据库：{name_zh}与存入时不同")
        elif held_hash(connection, version.id, derived=True) in anew.versions.get(
            (version.county_code, version.body, version.year), ()
        ):
            found.note(None)
        elif version.parser_version != parser_version():
            found.note(
                f"{name} was read by version {version.parser_version} and reads otherwise now: parse --all",
                f"{name_zh}由 {version.parser_version} 版读取，现版本读取结果不同，请运行 parse --all",
            )
        else:
            found.note(f"{name} reads otherwise when it is read anew", f"{name_zh}重新读取的结果不同")


def compare_surroundings(connection: sqlite3.Connection, anew: Reread, found: Verified) -> None:
    """What lies around the versions, table by table; rows that are stored beyond what is read anew are of earlier runs."""
    for table, stored in surroundings(connection, fixed=anew.fixed).items():
        lost = anew.surroundings[table] - stored
        rows = ", ".join(str(row[:3]) for row in list(lost)[:3])
        if lost:
            found.note(
                f"database: {len(lost)} rows of {table} are not as they should be: {rows}",
                f"数据库：表 {table} 有 {len(lost)} 行与应有的不同：{rows}",
            )
        else:
            found.note(None)
