"""Totals, medians and sums that are made at the end of a run are what the points themselves say, whatever changed in between."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reportscraper.model import Finding
from reportscraper.store import Reader, Store, summaries
from reportscraper.store.hashes import hash_table
from reportscraper.store.named_queries import page_queries
from reportscraper.store.publish import publish
from reportscraper.store.reviews import Review
from reportscraper.store.seal import unlike_their_seals

from .samples import CATALOGUE, cell, make_report

COUNTIES = {"339901": ("云溪县", "浙江省"), "339902": ("青石县", "浙江省"), "369901": ("南丰山县", "江西省")}
WRONG = Finding("ch3_row_sum", "error", "1 ≠ 2", (("requests_new", "total"),))

# The questions as they stood before the tables: asked of every point.
POINT = """
WITH point AS (
  SELECT county.code AS county, county.province AS province, body.id AS body_id, report.year AS year, series.code AS series,
    point.value AS value, part.exactness = 'not_comparable' AS apart, part.exactness = 'approximate' AS approximate,
    EXISTS (SELECT 1 FROM series_doubt AS doubt WHERE doubt.version_id = version.id AND doubt.series_id = series.id
      AND doubt.severity = 'error') AS wrong
  FROM report JOIN report_version AS version ON version.report_id = report.id AND version.is_current = 1
  JOIN body ON body.id = report.body_id JOIN county ON county.code = body.county_code
  JOIN series_point AS point ON point.version_id = version.id JOIN series ON series.id = point.series_id
  JOIN series_part AS part ON part.id = point.part_id
)
"""
PLAIN_PLACE = (
    POINT
    + """, ordered AS (
  SELECT *, row_number() OVER (PARTITION BY series, year, apart, wrong ORDER BY value) AS at,
    count(*) OVER (PARTITION BY series, year, apart, wrong) AS found
  FROM point WHERE (:province = '' OR province = :province) AND (:county = '' OR county = :county)
)
SELECT series, year, apart, sum(NOT wrong), sum(value) FILTER (WHERE NOT wrong),
  avg(value) FILTER (WHERE NOT wrong AND at IN ((found + 1) / 2, (found + 2) / 2)), sum(approximate AND NOT wrong), sum(wrong)
FROM ordered GROUP BY series, year, apart ORDER BY series, year, apart
"""
)
PLAIN_STEADY = (
    POINT
    + """, value AS (
  SELECT * FROM point WHERE NOT wrong AND NOT apart AND series IN (SELECT value FROM json_each(:series)) AND year BETWEEN 2015 AND 2022
), fit AS (
  SELECT body_id, year FROM value GROUP BY body_id, year HAVING count(*) = json_array_length(:series)
), body_years AS (
  SELECT body_id, sum(1 << (year - 2000)) AS present FROM fit GROUP BY body_id
)
SELECT present, year, series, count(*), sum(value), sum(approximate)
FROM value JOIN fit USING (body_id, year) JOIN body_years USING (body_id)
GROUP BY present, year, series ORDER BY present, year, series
"""
)
PLAIN_SPREAD = (
    POINT + "SELECT value, count(*) FROM point WHERE series = :series AND year = :year AND NOT wrong GROUP BY value"
)
PLAIN_RANKED = (
    POINT
    + """
SELECT county, year, count(*), sum(value), rank() OVER (PARTITION BY year ORDER BY sum(value) DESC)
FROM point WHERE NOT wrong AND NOT apart AND series = :series AND province = :province GROUP BY county, year ORDER BY county, year
"""
)


class World:
    """A database of three counties whose reports come, are revised and doubted by chance, the same on every machine."""

    def __init__(self, path: Path) -> None:
        self.path, self.dice, self.number = path, random.Random(7), 0
        self.store = Store.open(path)
        self.store.seed_indicators(CATALOGUE)
        for code, (name, province) in COUNTIES.items():
            self.store.save_county(code, name, province=province)

    def save(self, county: str, body: int, year: int) -> None:
        """A report of some form, with an error against it now and then; a second one of a year is a revision."""
        from reportscraper.model import Capture

        self.number += 1
        url = f"http://{county}.example/{body}-{year}.html"
        taken = Capture(
            url,
            url,
            "GET",
            200,
            "text/html",
            "2026-01-01T00:00:00Z",
            f"{self.number:064x}",
            9,
            "a.warc.gz",
            self.number,
            1,
        )
        form = "2014" if year < 2019 else "2021"
        names = (
            ("applications_received", "review_total")
            if form == "2014"
            else ("requests_new", "result_granted", "review_total")
        )
        plain = ("applications_received", "review_total")
        figures = [cell(name, self.dice.randint(0, 9), applicant=None if name in plain else "total") for name in names]
        name = f"{COUNTIES[county][0]}{('教育局', '财政局', '司法局', '民政局')[body]}"
        found = (WRONG,) if form == "2021" and self.dice.random() < 0.3 else ()
        report = make_report(*figures, body=name, year=year, form=form, findings=found)
        self.store.save_report(report, capture_id=self.store.add_capture(taken), county_code=county, parser_version="1")

    def end(self) -> None:
        """The end of a run."""
        self.store.finish_run(self.store.add_run("run", parser_version="1", started="t"), finished="t", counts={})


@pytest.fixture
def world(path: Path) -> Any:
    """Bodies that report in some years."""
    made = World(path)
    for county in COUNTIES:
        for body in range(4):
            for year in range(2016, 2023):
                if made.dice.random() < 0.8:
                    made.save(county, body, year)
    made.end()
    yield made
    made.store.close()


def agree(path: Path) -> None:
    """Every question of places gives what the plain one gives."""
    ask, counted = page_queries(), 0
    with closing(sqlite3.connect(path)) as connection, Reader.open(path) as reader:
        codes = [code for (code,) in connection.execute("SELECT code FROM series")]
        every = str(codes).replace("'", '"')
        provinces = {province for _, province in COUNTIES.values()}
        for province, county in (("", ""), *((each, "") for each in provinces), *(("", each) for each in COUNTIES)):
            given = {"province": province, "county": county, "series": every}
            found = reader.select(ask["series_by_year"].sql, given).rows
            assert list(found) == connection.execute(PLAIN_PLACE, given).fetchall(), given
            counted += len(found)
        for series in ("requests_received", "granted", "reviews"):
            for province in provinces:
                given = {"series": series, "province": province}
                assert (
                    list(reader.select(ask["counties_ranked"].sql, given).rows)
                    == connection.execute(PLAIN_RANKED, given).fetchall()
                )
            given = {"series": series, "year": "2021"}
            plain = connection.execute(PLAIN_SPREAD, {"series": series, "year": 2021}).fetchall()
            assert list(reader.select(ask["series_spread"].sql, given | {"year": 2021}).rows) == plain  # type: ignore[dict-item]
        for chart, wanted in summaries.STEADY_SUMS.items():
            given = {"series": str(list(wanted)).replace("'", '"')}
            found = sorted(reader.select(ask["steady_sums"].sql, {"chart": chart}).rows)
            assert found == connection.execute(PLAIN_STEADY, given).fetchall(), chart
    assert counted > 100


def test_summaries_are_what_the_points_say(world: World) -> None:
    agree(world.path)


def test_what_later_runs_change_is_followed(world: World) -> None:
    for _ in range(4):
        for _ in range(5):
            world.save(world.dice.choice([*COUNTIES]), world.dice.randrange(4), world.dice.randint(2016, 2022))
        world.end()
        agree(world.path)


def test_a_review_and_a_move_to_another_province_change_what_they_touch(world: World) -> None:
    with closing(sqlite3.connect(world.path)) as connection:
        told = [
            each for (each,) in connection.execute("SELECT DISTINCT fingerprint FROM finding WHERE severity = 'error'")
        ]
    world.store.save_reviews([Review(each, "accepted", "seen") for each in told[::2]])
    world.store.save_county("339902", "青石县", province="江西省")
    world.end()
    agree(world.path)


def test_a_night_without_news_writes_no_point_anew(world: World) -> None:
    with closing(sqlite3.connect(world.path)) as connection:
        asked: list[str] = []
        connection.set_trace_callback(asked.append)
        summaries.refresh(connection)
    assert not [each for each in asked if "place_series" in each or "INTO standing_point" in each]


def test_made_anew_they_are_the_same(world: World) -> None:
    world.save("339901", 1, 2020)
    world.end()
    with closing(sqlite3.connect(world.path)) as connection:
        before = {name: hash_table(connection, name) for name in summaries.TABLES}
        for name in summaries.TABLES:
            connection.execute(f"DELETE FROM {name}")
        summaries.refresh(connection)
        assert {name: hash_table(connection, name) for name in summaries.TABLES} == before


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("standing_point", "UPDATE standing_point SET value = value + 1 WHERE year = 2020 AND body_id = 2"),
        ("place_series", "UPDATE place_series SET total = total + 1 WHERE place = '浙江省' AND year = 2020"),
        ("steady_sum", "DELETE FROM steady_sum WHERE year = 2022"),
        ("finding_count", "UPDATE finding_count SET findings = 1"),
    ],
)
def test_one_that_was_changed_is_found(world: World, table: str, change: str) -> None:
    with closing(sqlite3.connect(world.path)) as connection:
        assert list(unlike_their_seals(connection)) == []
        connection.execute(change)
        connection.commit()
    with closing(sqlite3.connect(f"{world.path.as_uri()}?mode=ro", uri=True)) as connection:
        assert list(unlike_their_seals(connection)) == [table]


def test_what_is_published_in_the_midst_of_a_run_has_its_own(world: World, tmp_path: Path) -> None:
    world.store.add_run("run", parser_version="1", started="t")
    world.save("339901", 2, 2021)
    target = tmp_path / "published.db"
    publish(world.path, target, published_at="t", parser_version="1", git_revision=None)
    agree(target)
