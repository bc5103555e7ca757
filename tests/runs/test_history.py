"""History checks and reviews on the way: after every run and every reading of the archive."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from reportscraper.errors import InputError
from reportscraper.runs.data_folder import DataFolder
from reportscraper.runs.rebuild import rebuild
from reportscraper.sites.registry import Site
from tests.conftest import SampleCrawl
from tests.made.samples import ADDED, truth

FINDINGS = (
    "SELECT body, year, rule, fingerprint, review FROM finding_list WHERE source = 'history' ORDER BY body, year, rule"
)


@pytest.fixture(scope="module")
def crawled(sample_crawl: SampleCrawl, tmp_path_factory: pytest.TempPathFactory) -> tuple[DataFolder, list[Site]]:
    """The first edition of the sample sites: one report is not there yet."""
    return sample_crawl.copy(tmp_path_factory.mktemp("history") / "data"), list(sample_crawl.sites)


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def test_a_run_holds_reports_against_each_other(crawled: tuple[DataFolder, list[Site]]) -> None:
    found = rows(crawled[0].database, FINDINGS)
    assert [(body, year) for body, year, rule, *_ in found if rule == "missing_year"] == [ADDED]
    late = {(body, year) for body, year, rule, *_ in found if str(rule).endswith("late")}
    assert late == {
        (report.body.name, report.year)
        for report in truth(1)
        if (report.published_on or "") > f"{report.year + 1}-{_due(report.year, report.body.level)}"
    }


def _due(year: int, level: str) -> str:
    return "03-31" if year < 2019 or level == "county_government" else "01-31"


def test_the_made_up_counties_keep_their_books(crawled: tuple[DataFolder, list[Site]]) -> None:
    broken = rows(crawled[0].database, "SELECT body, year, rule, message FROM finding_list WHERE rule LIKE 'xy%'")
    assert broken == []


def test_deadlines_of_a_county_are_its_own(crawled: tuple[DataFolder, list[Site]]) -> None:
    places, sites = crawled
    strict = [msgspec.structs.replace(site, deadlines={"county_government": "01-01"}) for site in sites]
    before = rows(places.database, "SELECT count(*) FROM finding WHERE rule LIKE 'published%late'")
    rebuild(places, strict)
    after = rows(places.database, "SELECT count(*) FROM finding WHERE rule LIKE 'published%late'")
    rebuild(places, sites)
    assert after > before
    assert rows(places.database, "SELECT count(*) FROM finding WHERE rule LIKE 'published%late'") == before


def test_reviews_are_put_beside_their_findings(crawled: tuple[DataFolder, list[Site]]) -> None:
    places, sites = crawled
    ((_, _, _, fingerprint, _),) = [row for row in rows(places.database, FINDINGS) if row[2] == "missing_year"]
    entry = f'[[review]]\nfinding = "{fingerprint}"\nverdict = "source_error"\nnote = "该乡当年未编制报告"\n'
    places.reviews.write_text(entry, "utf-8")
    rebuild(places, sites)
    reviewed = [row[:3] for row in rows(places.database, FINDINGS) if row[4] == "source_error"]
    assert reviewed == [(*ADDED, "missing_year")]
    places.reviews.write_text(entry.replace("source_error", "whatever"), "utf-8")
    with pytest.raises(InputError, match=r"reviews\.toml"):
        rebuild(places, sites)
    places.reviews.unlink()
