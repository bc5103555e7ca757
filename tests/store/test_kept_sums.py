"""What is kept of rates, functions and late reports is what counting the reports themselves gives, whatever came, changed or went."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from itertools import product
from pathlib import Path

import pytest

from reportscraper.forms import catalogue
from reportscraper.forms.series import FEWEST_CASES, measures
from reportscraper.model import BodyLevel, Capture, Finding
from reportscraper.store import Reader, Store, queries, summaries
from reportscraper.store.named_queries import page_queries
from reportscraper.store.reviews import Review
from reportscraper.store.seal import unlike_their_seals

from .samples import cell, make_report

COUNTIES = {
    "339901": ("云溪县", "浙江省"),
    "339902": ("青石县", "浙江省"),
    "369901": ("南丰山县", "江西省"),
    "999901": ("样县", ""),
}
BODIES: Mapping[str, BodyLevel] = {
    "人民政府": "county_government", "教育局": "department", "财政局": "department", "民政局": "department", "白石镇人民政府": "township",
}  # fmt: skip
CELLS = {
    "2008": ("applications_received", "replies_total", "reply_granted", "reply_partly_granted", "a_reply_refused_broad"),
    "2014": ("applications_received", "applications_completed", "reply_granted", "reply_already_public", "reply_partly_granted", "reply_refused",
             "review_upheld", "review_corrected", "review_other", "litigation_all_upheld", "litigation_all_corrected", "litigation_all_other"),
    "2021": ("review_upheld", "review_corrected", "review_other"),
}  # fmt: skip
OF_APPLICANTS = (
    "requests_new",
    "requests_carried_in",
    "requests_carried_out",
    "result_total",
    "result_granted",
    "result_partly_granted",
)
DENIED = tuple(each.id for each in catalogue() if each.id.startswith("denied_") and "2021" in each.forms)
WRONG = Finding("ch3_row_sum", "error", "1 ≠ 2", (("result_total", "total"),))
DOUBTED = Finding("total_jump", "warning", "Much more than the year before.", (("result_granted", "total"),))
WHOLE = Finding("own_total", "error", "Nothing fits.")
FUNCTIONS, LEVELS, PROVINCES = (
    ("education", "finance", "civil_affairs"),
    ("", "department", "township"),
    ("", "浙江省", "江西省"),
)

# The questions as they stood before anything was kept for them: asked of every report.
PLAIN = {
    "measure_by_year": """
SELECT year, count(*) FILTER (WHERE coalesce(doubt, '') <> 'error') AS reports,
       sum(above) FILTER (WHERE coalesce(doubt, '') <> 'error') AS above, sum(below) FILTER (WHERE coalesce(doubt, '') <> 'error') AS below,
       round(100.0 * sum(above) FILTER (WHERE coalesce(doubt, '') <> 'error')
         / sum(below) FILTER (WHERE coalesce(doubt, '') <> 'error'), 2) AS share,
       max(exactness = 'approximate') AS approximate, count(*) FILTER (WHERE doubt = 'error') AS wrong,
       count(*) FILTER (WHERE coalesce(doubt, '') <> 'error' AND below < :least) AS small
FROM measure_value
WHERE measure = :measure AND :province IN ('', province) AND :level IN ('', level)
GROUP BY year ORDER BY year
""",
    "measure_ranking": """
SELECT rank() OVER (ORDER BY value DESC) AS rank, county_code, county, province, body, year, value, above, below, exactness,
       doubt, count(*) OVER () AS found
FROM measure_value
WHERE measure = :measure AND year = :year AND :province IN ('', province) AND :level IN ('', level)
  AND coalesce(doubt, '') <> 'error' AND below >= :least
ORDER BY value DESC, below DESC, county_code, body LIMIT :most
""",
    "late_reports": """
SELECT province, county, body, year, deadline, published_on, days_late, url
FROM report_summary
WHERE year = CAST(:year AS INTEGER) AND days_late > 0 AND body_id IN (
  SELECT body.id FROM county CROSS JOIN body ON body.county_code = county.code
  WHERE :province IN ('', county.province) AND :function IN ('', body.function))
ORDER BY days_late DESC, county_code, body
LIMIT 500
""",
    "totals_of_function": """
SELECT province, year, max(found) FILTER (WHERE series = 'requests_received') AS reports,
  max(total) FILTER (WHERE series = 'requests_received') AS requests_received,
  max(total) FILTER (WHERE series = 'requests_closed') AS requests_closed,
  max(total) FILTER (WHERE series = 'granted') AS granted, max(total) FILTER (WHERE series = 'partly_granted') AS partly_granted,
  max(total) FILTER (WHERE series = 'denied') AS denied, max(found) FILTER (WHERE series = 'denied') AS denied_reports
FROM (
  SELECT county.province AS province, report.year AS year, series.code AS series, sum(point.value) AS total, count(*) AS found
  FROM report_version AS version JOIN report ON report.id = version.report_id JOIN body ON body.id = report.body_id
  JOIN county ON county.code = body.county_code JOIN series_point AS point ON point.version_id = version.id
  JOIN series ON series.id = point.series_id JOIN series_part AS part ON part.id = point.part_id AND part.exactness <> 'not_comparable'
  WHERE version.is_current = 1 AND body.function = :function AND (:province = '' OR county.province = :province)
    AND (:year = '' OR report.year = CAST(:year AS INTEGER)) AND NOT EXISTS (SELECT 1 FROM series_doubt AS doubt
      WHERE doubt.version_id = version.id AND doubt.series_id = series.id AND doubt.severity = 'error')
  GROUP BY county.province, report.year, series.code
)
WHERE series IN ('requests_received', 'requests_closed', 'granted', 'partly_granted', 'denied')
GROUP BY province, year
ORDER BY province, year
""",
    "function_by_year": """
SELECT place, series, year, apart, count(*) FILTER (WHERE NOT wrong) AS reports, sum(value) FILTER (WHERE NOT wrong) AS total,
       avg(value) FILTER (WHERE NOT wrong AND at IN ((found + 1) / 2, (found + 2) / 2)) AS median,
       max(approximate AND NOT wrong) AS approximate, sum(wrong) AS wrong
FROM (
  SELECT *, row_number() OVER whose AS at, count(*) OVER (whose RANGE BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS found
  FROM (
    SELECT CASE WHEN :split THEN county.province ELSE '' END AS place, series.code AS series, report.year AS year, point.value AS value,
      EXISTS (SELECT 1 FROM series_doubt AS doubt WHERE doubt.version_id = version.id AND doubt.series_id = series.id
        AND doubt.severity = 'error') AS wrong,
      part.exactness = 'not_comparable' AS apart, part.exactness = 'approximate' AS approximate
    FROM report_version AS version JOIN report ON report.id = version.report_id JOIN body ON body.id = report.body_id
    JOIN county ON county.code = body.county_code JOIN series_point AS point ON point.version_id = version.id
    JOIN series ON series.id = point.series_id JOIN series_part AS part ON part.id = point.part_id
    WHERE version.is_current = 1 AND series.code IN (SELECT value FROM json_each(:series))
      AND body.function = :function AND :province IN ('', county.province) AND :level IN ('', body.level)
  )
  WINDOW whose AS (PARTITION BY place, series, year, apart, wrong ORDER BY value)
)
GROUP BY place, series, year, apart ORDER BY place, series, year, apart
""",
}  # fmt: skip


def asked() -> Iterator[tuple[str, dict[str, str | int]]]:
    """Every question with all that narrows it."""
    for measure, province, level in product(measures(), PROVINCES, LEVELS):
        scope: dict[str, str | int] = {"measure": measure.code, "province": province, "level": level}
        yield "measure_by_year", scope
        for year, most in ((2021, 50), (2021, 3), (2016, 50)):
            yield "measure_ranking", {**scope, "year": year, "most": most, "least": FEWEST_CASES}
    for function, province in product(("", *FUNCTIONS), PROVINCES):
        of = {"function": function, "province": province}
        yield from (("late_reports", {**of, "year": year}) for year in (2009, 2016, 2021, 2022))
        if function:
            yield from (("totals_of_function", {**of, "year": year}) for year in ("", 2021, "2016"))
            for level, split in product(LEVELS, (0, 1)):
                several = {"series": '["requests_received", "granted", "denied"]', "level": level, "split": split}
                yield "function_by_year", {**of, **several}


class World:
    """A database whose reports come, change and go by chance, the same on every machine."""

    def __init__(self, path: Path) -> None:
        self.path, self.dice, self.number = path, random.Random(11), 0
        self.taken: dict[str, int] = {}
        self.store = Store.open(path)
        self.store.seed_indicators(catalogue())
        for code, (name, province) in COUNTIES.items():
            self.store.save_county(code, name, province=province)

    def save(self, county: str, body: str, year: int, *, again: bool = False) -> None:
        """A report of some form; a second one of a year is a revision, one of known bytes (``again``) a better reading."""
        dice, url = self.dice, f"http://{county}.example/{body}-{year}.html"
        form = "2008" if year < 2010 else "2014" if year < 2019 else "2021"
        if not again:
            self.number += 1
            of_archive = ("2026-01-01T00:00:00Z", f"{self.number:064x}", 9, "a.warc.gz", self.number, 1)
            self.taken[url] = self.store.add_capture(Capture(url, url, "GET", 200, "text/html", *of_archive))
        figures = [
            cell(name, dice.choice((0, 1, 4, 30)), applicant=None) for name in CELLS[form] if dice.random() < 0.9
        ]
        if form == "2021":
            figures += [cell(name, dice.choice((0, 2, 11, 30))) for name in OF_APPLICANTS if dice.random() < 0.9]
            figures += [cell(name, dice.choice((0, 2, 5))) for name in DENIED]
            figures += [cell("requests_new", dice.choice((0, 9)), applicant="natural_person")]
        found = [each for each in (WRONG, DOUBTED, WHOLE) if dice.random() < 0.15]
        report = make_report(
            *figures, body=COUNTIES[county][0] + body, year=year, form=form, body_level=BODIES[body], findings=tuple(found),
            published_on=dice.choice((None, f"{year + 1}-01-20", f"{year + 1}-03-0{dice.randint(1, 3)}", f"{year + 1}-04-15")),
        )  # fmt: skip
        self.store.save_report(report, capture_id=self.taken[url], county_code=county, parser_version="1")

    def any(self) -> tuple[str, str, int]:
        """County, body and year."""
        return (
            self.dice.choice([*COUNTIES]),
            self.dice.choice([*BODIES]),
            self.dice.choice((2009, 2016, 2018, 2021, 2022)),
        )

    def end(self) -> None:
        """The end of a run, after which everything kept is what the plain questions give."""
        self.store.finish_run(self.store.add_run("run", parser_version="1", started="t"), finished="t", counts={})
        agree(self.path)


@pytest.fixture
def world(path: Path) -> Iterator[World]:
    """Bodies that report in some years."""
    made = World(path)
    with made.store:
        for place in product(COUNTIES, BODIES, (2009, 2016, 2018, 2021, 2022)):
            if made.dice.random() < 0.8:
                made.save(*place)
        made.end()
        yield made


def agree(path: Path) -> None:
    """Every question gives what the plain one gives, and the check of kept sums finds nothing."""
    now, counted = {**page_queries(), **queries()}, 0
    with closing(sqlite3.connect(path)) as connection, Reader.open(path) as reader:
        for name, given in asked():
            wanted = connection.execute(PLAIN[name], {"least": FEWEST_CASES, **given}).fetchall()
            assert list(reader.select(now[name].sql, given).rows) == wanted, (name, given)
            counted += len(wanted)
    assert counted > 500
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        assert list(unlike_their_seals(connection)) == []


def test_what_is_saved_revised_read_anew_and_removed_is_followed(world: World) -> None:
    for _ in range(3):
        for _ in range(4):
            world.save(*world.any())
        county, body, year = world.any()
        if f"http://{county}.example/{body}-{year}.html" in world.taken:
            world.save(county, body, year, again=True)
        gone = world.dice.choice([*world.taken])
        world.store.forget_versions_at(gone)
        del world.taken[gone]
        world.end()


def test_a_year_whose_reports_are_all_gone_is_gone(world: World) -> None:
    for url in [each for each in world.taken if "/33990" in each and "2022" in each]:
        world.store.forget_versions_at(url)
    world.end()
    with Reader.open(world.path) as reader:
        years = {
            row["year"] for row in reader.ask("totals_of_function", function="education", province="浙江省").dicts()
        }
    assert years == {2009, 2016, 2018, 2021}


def test_what_changes_of_counties_bodies_and_reviews_is_followed(world: World) -> None:
    with closing(sqlite3.connect(world.path)) as connection:
        sql = "SELECT DISTINCT fingerprint FROM finding WHERE severity = 'error' ORDER BY 1"
        told = [each for (each,) in connection.execute(sql)]
    world.store.save_reviews([Review(each, "accepted", "seen") for each in told[::2]])
    world.end()
    world.store.save_county("339902", "青石县", province="江西省")
    world.end()
    world.store.save_county("339901", "云溪县", province="浙江省", deadlines={"department": "03-02"})
    world.end()
    world.store.save_body("339901", "云溪县教育局", level="township")
    world.end()
    with closing(sqlite3.connect(world.path)) as connection:
        connection.execute("UPDATE body SET function = 'finance' WHERE name = '云溪县教育局'")
        connection.commit()
    world.end()


def test_a_way_that_fits_better_than_before_changes_what_is_kept(world: World) -> None:
    with closing(sqlite3.connect(world.path)) as connection:
        connection.execute(
            "UPDATE series_part SET exactness = 'exact' WHERE form = '2014' AND exactness = 'approximate'"
        )
        connection.commit()
    world.end()


def test_rules_of_another_version_are_no_damage_and_followed_once_it_opens(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.store.close()
    counted = "SELECT sum(small) FROM rate_sum"
    with closing(sqlite3.connect(f"{world.path.as_uri()}?mode=ro", uri=True)) as connection:
        monkeypatch.setattr(summaries, "FEWEST_CASES", 20)
        assert list(unlike_their_seals(connection)) == []
        (before,) = connection.execute(counted).fetchone()
    world.store = Store.open(world.path)
    with world.store, closing(sqlite3.connect(f"{world.path.as_uri()}?mode=ro", uri=True)) as connection:
        assert connection.execute(counted).fetchone()[0] > before
        assert list(unlike_their_seals(connection)) == []


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("rate_sum", "UPDATE rate_sum SET above = above + 1 WHERE year = 2021"),
        ("late_report", "DELETE FROM late_report WHERE year = 2021"),
        (
            "place_series",
            "UPDATE place_series SET reports = reports + 1 WHERE place = 'education/浙江省/*' AND year = 2021",
        ),
    ],
)
def test_one_that_was_changed_is_found(world: World, table: str, change: str) -> None:
    assert table in summaries.TABLES
    with closing(sqlite3.connect(world.path)) as connection:
        assert connection.execute(change).rowcount
        connection.commit()
    with closing(sqlite3.connect(f"{world.path.as_uri()}?mode=ro", uri=True)) as connection:
        assert list(unlike_their_seals(connection)) == [table]
