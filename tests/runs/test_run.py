"""The whole way: sample sites over HTTP → archive → reading → database, and the database anew from the archive."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from reportscraper.errors import InputError, LockedError, StoreError
from reportscraper.runs.data_folder import DataFolder
from reportscraper.runs.rebuild import rebuild
from reportscraper.runs.result import RunResult
from reportscraper.runs.run import run
from reportscraper.sites.registry import Site
from reportscraper.store.writer import Store
from tests.conftest import SampleCrawl
from tests.made.samples import ADDED, REVISED, truth
from tests.made.server import serve


class Sample:
    """The sample sites crawled into a folder, as often as a test asks."""

    def __init__(self, folder: Path) -> None:
        self.places = DataFolder(folder)
        self.ports: list[int] = []

    def crawl(self, edition: int = 1) -> RunResult:
        """Crawl an edition; later crawls meet the sites at the same addresses."""
        with serve(edition, ports=self.ports) as served:
            self.ports = [site.port for site in served.sites]
            sites = [msgspec.convert(site.definition(), Site) for site in served.sites]
            return run(sites, self.places, contact="tests", refresh="all")

    def rows(self, sql: str, *values: object) -> list[tuple[object, ...]]:
        """Rows of a query on the database."""
        with closing(sqlite3.connect(f"file:{self.places.database}?mode=ro", uri=True)) as connection:
            return connection.execute(sql, values).fetchall()

    def dump(self) -> dict[str, list[tuple[object, ...]]]:
        """What was read, free of numbers that only tell the order of crawling."""
        return {
            "figures": self.rows(
                "SELECT county, body, year, version, indicator, applicant, value, kind, raw, unit, table_number, row_number, "
                "column_number, inferred FROM figure_list ORDER BY 1, 2, 3, 4, 5, 6"
            ),
            "findings": self.rows(
                "SELECT county, body, year, rule, severity, message, cells FROM finding_list ORDER BY 1, 2, 3, 4, 6, 7"
            ),
            "sections": self.rows(
                "SELECT v.url, v.number, s.position, s.kind, s.heading, s.text FROM section s JOIN report_version v ON v.id = s.version_id ORDER BY 1, 2, 3"
            ),
            "statements": self.rows(
                "SELECT v.url, v.number, s.position, section, measure, indicator_code, value, unit, qualifier, kind, direction, quote, "
                "quote_start, quote_end FROM statement s JOIN report_version v ON v.id = s.version_id ORDER BY 1, 2, s.position"
            ),
        }


@pytest.fixture(scope="module")
def first(sample_crawl: SampleCrawl) -> tuple[Sample, RunResult]:
    sample = Sample(sample_crawl.folder)
    sample.ports = list(sample_crawl.ports)
    return sample, sample_crawl.result


@pytest.fixture
def sample(first: tuple[Sample, RunResult], tmp_path: Path) -> Sample:
    """A copy of the crawled samples that a test may change."""
    copy = Sample(tmp_path / "copy")
    shutil.copytree(first[0].places.path, copy.places.path)
    copy.ports = first[0].ports
    return copy


def test_every_report_is_found_and_nothing_else(first: tuple[Sample, RunResult]) -> None:
    sample, result = first
    expected = {(report.county.name, report.body.name, report.year) for report in truth()}
    assert set(sample.rows("SELECT county, body, year FROM report_summary")) == expected
    assert result.totals["new"] == result.totals["found"] == len(expected) == 79
    assert result.totals["failed"] == 0
    assert result.is_clean
    kinds = {kind for (kind,) in sample.rows("SELECT DISTINCT kind FROM page")}
    assert kinds >= {"report", "website_table", "legal_gov_report", "interpretation", "digest", "notice"}


def test_every_printed_cell_is_stored_as_printed(first: tuple[Sample, RunResult]) -> None:
    sample, _ = first
    stored = {
        (body, year, indicator, applicant or None): (value, kind)
        for body, year, indicator, applicant, value, kind in sample.rows(
            "SELECT body, year, indicator, applicant, value, kind FROM figure_list"
        )
    }
    wrong = {}
    for report in truth():
        for (indicator, applicant), figure in report.figures.items():
            found = stored.get((report.body.name, report.year, indicator, applicant))
            if found != (figure.value, figure.kind):
                wrong[report.body.name, report.year, indicator, applicant] = (found, figure)
    assert not wrong
    assert len(stored) == sum(len(report.figures) for report in truth())


def test_facts_of_publication_are_stored(first: tuple[Sample, RunResult]) -> None:
    sample, _ = first
    stored = {
        (body, year): (title, form, published)
        for body, year, title, form, published in sample.rows(
            "SELECT b.name, r.year, v.title, v.form, v.published_on FROM report_version v JOIN report r ON r.id = v.report_id "
            "JOIN body b ON b.id = r.body_id WHERE v.is_current"
        )
    }
    assert stored == {
        (report.body.name, report.year): (report.title, report.form, report.published_on) for report in truth()
    }


def test_every_figure_walks_back_to_its_bytes(first: tuple[Sample, RunResult]) -> None:
    sample, _ = first
    orphans = sample.rows(
        "SELECT count(*) FROM figure_list WHERE capture_sha256 IS NULL OR (kind <> 'missing' AND table_number IS NULL)"
    )
    assert orphans == [(0,)]


@pytest.mark.parametrize(
    ("body", "year"), [("青岭县水利局", 2020), ("青岭县云岭镇人民政府", 2022)], ids=["whole", "tables"]
)
def test_a_report_in_a_workbook_is_whole(first: tuple[Sample, RunResult], body: str, year: int) -> None:
    sample, _ = first
    (report,) = (each for each in truth() if (each.body.name, each.year) == (body, year))
    figures = sample.rows("SELECT count(*) FROM figure_list WHERE body = ? AND year = ?", body, year)
    assert figures == [(len(report.figures),)]
    rules = {rule for (rule,) in sample.rows("SELECT rule FROM finding_list WHERE body = ? AND year = ?", body, year)}
    assert rules <= {"published_late", "publication_disagrees"}
    headings = sample.rows(
        "SELECT s.heading FROM section s JOIN report_version v ON v.id = s.version_id JOIN report r ON r.id = v.report_id "
        "JOIN body b ON b.id = r.body_id WHERE b.name = ? AND r.year = ? AND s.heading <> '' ORDER BY s.position",
        body,
        year,
    )
    assert [heading for (heading,) in headings] == [each.heading for each in report.sections if each.heading]


def test_a_second_crawl_changes_nothing(sample: Sample) -> None:
    before = sample.dump()
    result = sample.crawl()
    assert (result.totals["new"], result.totals["revised"], result.totals["unchanged"]) == (0, 0, 79)
    assert sample.dump() == before


def test_a_revised_report_keeps_its_old_version(sample: Sample) -> None:
    result = sample.crawl(edition=2)
    assert (result.totals["new"], result.totals["revised"], result.totals["unchanged"]) == (1, 1, 78)
    body, year = REVISED
    versions = sample.rows(
        "SELECT v.number, v.is_current FROM report_version v JOIN report r ON r.id = v.report_id JOIN body b ON b.id = r.body_id "
        "WHERE b.name = ? AND r.year = ? ORDER BY 1",
        body,
        year,
    )
    assert versions == [(1, 0), (2, 1)]
    true = {edition: next(r for r in truth(edition) if (r.body.name, r.year) == REVISED) for edition in (1, 2)}
    changed = [key for key, figure in true[2].figures.items() if figure != true[1].figures[key]]
    assert len(changed) == 2
    stored = sample.rows(
        "SELECT value FROM figure_list WHERE body = ? AND year = ? AND indicator = ? AND coalesce(applicant, '') = ? ORDER BY version",
        body,
        year,
        changed[0][0],
        changed[0][1] or "",
    )
    assert (true[2].figures[changed[0]].value,) in stored
    assert sample.rows("SELECT count(*) FROM report_summary WHERE body = ? AND year = ?", *ADDED) == [(1,)]


def test_the_archive_alone_rebuilds_the_database(sample: Sample) -> None:
    before = sample.dump()
    sample.places.database.unlink()
    result = rebuild(sample.places, [])
    assert result.is_clean
    assert result.totals["new"] == 79
    assert sample.dump() == before
    rebuild(sample.places, [])
    assert sample.dump() == before


@pytest.mark.slow
def test_a_damaged_record_is_reported_and_the_rest_is_read(sample: Sample) -> None:
    (offset, length, file, body, year), *_ = sample.rows(
        'SELECT c."offset", c.length, c.file, b.name, r.year FROM report_version v JOIN capture c ON c.id = v.capture_id '
        "JOIN report r ON r.id = v.report_id JOIN body b ON b.id = r.body_id "
        "WHERE v.id NOT IN (SELECT version_id FROM part) ORDER BY c.id LIMIT 1 OFFSET 40"
    )
    assert isinstance(offset, int)
    assert isinstance(length, int)
    path = sample.places.archive / str(file)
    data = bytearray(path.read_bytes())
    data[offset + length // 2] ^= 0x55
    path.write_bytes(data)
    with pytest.raises(StoreError, match=f"(40 → 39|39 → 38) reports(?s:.)*{file} at offset {offset}"):
        rebuild(sample.places, [])
    assert sample.rows("SELECT count(*) FROM report_summary WHERE body = ? AND year = ?", body, year) == [(1,)]
    result = rebuild(sample.places, [], allow_loss=True)
    assert len(result.problems) == 3
    assert f"{file} at offset {offset}" in result.problems[0]
    assert result.totals["found"] == 78
    assert sample.rows("SELECT count(*) FROM report_summary WHERE body = ? AND year = ?", body, year) == [(0,)]


def test_two_runs_at_once_are_refused(sample: Sample) -> None:
    with Store.open(sample.places.database), pytest.raises(LockedError):
        sample.crawl()


def test_rebuilding_without_an_archive_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no archive"):
        rebuild(DataFolder(tmp_path), [])
