"""What is counted while it changes is what counting gives, and what is found by an index is what a look at everything finds."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from pathlib import Path

from reportscraper.forms import catalogue
from reportscraper.forms.series import measures
from reportscraper.model import Finding, Report, Section
from reportscraper.store import Reader, Store
from reportscraper.store.named_queries import page_queries
from reportscraper.store.reviews import Review

from .samples import COUNTY, MakeCapture, cell, make_report, renewed

COUNTED = """
SELECT county.code, (SELECT count(*) FROM page WHERE county_code = code),
  (SELECT count(*) FROM page WHERE county_code = code AND outcome NOT IN ('new', 'unchanged', 'revised')),
  (SELECT count(*) FROM finding WHERE county_code = code AND severity = 'error'),
  (SELECT count(*) FROM finding WHERE county_code = code AND severity = 'warning'),
  (SELECT count(*) FROM finding WHERE county_code = code AND severity = 'info'),
  (SELECT count(*) FROM version WHERE county_code = code), (SELECT coalesce(sum(figures), 0) FROM version WHERE county_code = code),
  (SELECT coalesce(sum(statements), 0) FROM version WHERE county_code = code),
  (SELECT count(*) FROM section JOIN version ON version.id = version_id WHERE county_code = code)
FROM county ORDER BY code
"""
VERSIONS = "WITH version AS (SELECT report_version.*, county_code FROM report_version JOIN report ON report.id = report_id JOIN body ON body.id = body_id)"
SITE = Finding("list_short", "warning", "3 of 5 were found.")
UNFINISHED = Finding("site_unfinished", "warning", "Not at its end.")
OTHER = "339902"


def totals(path: Path) -> list[tuple[object, ...]]:
    """The rows of the table, once they are what counting gives."""
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT * FROM site_total ORDER BY county_code").fetchall()
        assert found == connection.execute(VERSIONS + COUNTED).fetchall()
    return found


def report(body: str, year: int, *, figures: int = 2, sections: int = 3, findings: tuple[Finding, ...] = ()) -> Report:
    names = ("requests_new", "result_granted", "denied_process")[:figures]
    chapters = tuple(Section("overview", f"第{at}章", f"{year}年{body}。") for at in range(sections))
    return make_report(*(cell(name, 3) for name in names), body=body, year=year, sections=chapters, findings=findings)


def test_totals_follow_whatever_comes_changes_and_goes(store: Store, path: Path, capture: MakeCapture) -> None:
    wrong, odd = Finding("ch3_row_sum", "error", "1 ≠ 2"), Finding("ch3_total", "info", "odd")
    store.save_county(OTHER, "青石县", province="浙江省")
    page, again = "http://yunxi.example/art_1.html", "http://yunxi.example/art_2.html"

    def save(read: Report, taken: int) -> None:
        store.save_report(read, capture_id=taken, county_code=COUNTY, parser_version="1")

    first = capture(page)
    save(report("云溪县教育局", 2021, findings=(wrong, odd)), first)
    store.save_page(page, county_code=COUNTY, capture_id=first, kind="report", outcome="new")
    save(report("云溪县财政局", 2021, figures=3), second := capture(again))
    store.save_page(again, county_code=COUNTY, capture_id=second, kind="report", outcome="unreadable")
    assert totals(path)[0] == (COUNTY, 2, 1, 1, 0, 1, 2, 5, 0, 6)

    save(report("云溪县教育局", 2021, figures=1, sections=5), revised := capture(page))
    store.save_page(page, county_code=COUNTY, capture_id=revised, kind="report", outcome="revised")
    assert totals(path)[0][6:] == (3, 6, 0, 11)
    save(report("云溪县教育局", 2021, figures=3, sections=2), revised)
    assert totals(path)[0][6:] == (3, 8, 0, 8)

    run = store.add_run("run", parser_version="1", started="t")
    store.begin_sites(run, [COUNTY, OTHER], UNFINISHED)
    store.save_site_findings(COUNTY, [SITE])
    totals(path)
    store.end_site(COUNTY, [SITE])
    totals(path)
    store.save_page(again, county_code=OTHER, capture_id=second, kind="other", outcome="unchanged")
    assert [row[1:3] for row in totals(path)] == [(1, 0), (1, 0)]
    store.save_report(report("云溪县民政局", 2020), capture_id=capture(), county_code=OTHER, parser_version="1")
    totals(path)
    store.finish_run(run, finished="t", counts={})
    with store.renewed():
        found = totals(renewed(path))
    assert found == [(COUNTY, 0, 0, 0, 1, 0, 0, 0, 0, 0), (OTHER, 0, 0, 0, 1, 0, 0, 0, 0, 0)]


def test_status_and_front_page_say_them(store: Store, path: Path, capture: MakeCapture) -> None:
    taken = capture()
    store.save_report(report("云溪县教育局", 2021), capture_id=taken, county_code=COUNTY, parser_version="1")
    store.save_page(
        "http://yunxi.example/art_1.html", county_code=COUNTY, capture_id=taken, kind="report", outcome="new"
    )
    with Reader.open(path) as reader:
        (held,) = reader.ask("database_counts").dicts()
        (site,) = reader.ask("site_status").dicts()
    assert held == {
        "counties": 1, "bodies": 1, "reports": 1, "versions": 1, "figures": 2, "sections": 3, "statements": 0, "findings": 0, "pages": 1, "captures": 1,
    }  # fmt: skip
    assert (site["pages"], site["first_year"], site["last_year"], site["last_fetched"]) == (
        1,
        2021,
        2021,
        "2023-02-01T08:00:00Z",
    )


def test_what_is_said_of_a_site_again_leaves_its_county_summarised(
    store: Store, path: Path, capture: MakeCapture
) -> None:
    store.save_report(report("云溪县教育局", 2021), capture_id=capture(), county_code=COUNTY, parser_version="1")

    def night() -> bool:
        run = store.add_run("run", parser_version="1", started="t")
        store.begin_sites(run, [COUNTY], UNFINISHED)
        store.end_site(COUNTY, [SITE])
        with closing(sqlite3.connect(path)) as connection:
            (basis,) = connection.execute("SELECT coalesce(max(basis), '') FROM summarised").fetchone()
        store.finish_run(run, finished="t", counts={})
        return bool(basis)

    assert not night()
    assert night()


def test_findings_are_those_that_a_look_at_all_gives(store: Store, path: Path, capture: MakeCapture) -> None:
    dice = random.Random(3)
    store.save_county(OTHER, "青石县", province="浙江省")
    rules = (("ch3_row_sum", "error"), ("ch3_total", "warning"), ("label_unmapped", "info"))
    for number in range(60):
        county, body, year = (
            dice.choice((COUNTY, OTHER)),
            dice.choice(("教育局", "财政局", "民政局")),
            dice.randint(2019, 2022),
        )
        found = tuple(Finding(*dice.choice(rules), f"{number}") for _ in range(dice.randint(0, 3)))  # type: ignore[arg-type]
        read = report(body, year, findings=found)
        store.save_report(
            read, capture_id=capture(f"http://a/{county}/{body}/{year}"), county_code=county, parser_version="1"
        )
    store.save_site_findings(COUNTY, [SITE])
    with closing(sqlite3.connect(path)) as connection:
        known = [each for (each,) in connection.execute("SELECT DISTINCT fingerprint FROM finding ORDER BY 1")]
    store.save_reviews([Review(each, dice.choice(("accepted", "source_error")), "seen") for each in known[::4]])
    store.finish_run(store.add_run("run", parser_version="1", started="t"), finished="t", counts={})
    plain = """
      SELECT CASE severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END AS gravity, -coalesce(year, 0), county_code, rule, message
      FROM finding_list WHERE :severity IN ('', severity) AND :rule IN ('', rule) AND :county IN ('', county_code) AND :year IN (0, year)
        AND (:review = '' OR :review = coalesce(review, 'open')) ORDER BY 1, 2, 3
    """
    asked = 0
    with Reader.open(path) as reader:
        for severity, rule, county, year, review in [("", "", "", 0, "open"), *(
            (dice.choice(("", "error", "warning", "info")), dice.choice(("", "", "ch3_row_sum", "ch3_total")), dice.choice(("", "", COUNTY)),
             dice.choice((0, 0, 2021)), dice.choice(("open", "open", "", "accepted", "source_error"))) for _ in range(150)
        )]:  # fmt: skip
            given = {"severity": severity, "rule": rule, "county": county, "year": year, "review": review}
            wanted = reader.select(plain, given).rows
            got: list[dict[str, object]] = []
            for skip in range(0, len(wanted) + 1, 7):
                rows = list(
                    reader.select(page_queries()["findings_filtered"].sql, given | {"most": 7, "skip": skip}).dicts()
                )
                assert {row["found"] for row in rows} <= {len(wanted)}, given
                got += rows
            order = {"error": 0, "warning": 1, "info": 2}
            keys = [(order[str(row["severity"])], -int(str(row["year"] or 0)), row["county_code"]) for row in got]
            assert keys == [row[:3] for row in wanted], given
            assert sorted((str(row["rule"]), str(row["message"])) for row in got) == sorted(row[3:] for row in wanted)
            asked += len(wanted)
    assert asked > 500


def test_a_measure_compared_is_the_measure_of_each_report(store: Store, path: Path, capture: MakeCapture) -> None:
    dice = random.Random(5)
    store.seed_indicators(catalogue())
    names = [
        each.id for each in catalogue() if "2021" in each.forms and not each.derived and each.table in ("ch3", "ch4")
    ]
    for number in range(40):
        figures = [
            cell(name, dice.choice((0, 1, 4, 9)), applicant=None if name.startswith(("review", "lawsuit")) else "total")
            for name in names
            if dice.random() < 0.95
        ]
        read = make_report(*figures, body=f"云溪县{number % 5}局", year=2015 + number // 5)
        store.save_report(read, capture_id=capture(f"http://a/{number}"), county_code=COUNTY, parser_version="1")
    columns = "county, body, year, value, unit, doubt, exactness, url, county_code, province, level, function, body_now, lineage_id"
    found = 0
    with Reader.open(path) as reader:
        for measure in measures():
            plain = f"SELECT {columns} FROM measure_value WHERE measure = :measure"
            wanted = reader.select(plain, {"measure": measure.code}).rows
            rows = reader.ask("compare_measure", measure=measure.code).dicts()
            assert sorted(map(str, wanted)) == sorted(
                str(tuple(row[name] for name in columns.split(", "))) for row in rows
            )
            found += len(wanted)
    assert found > 50
