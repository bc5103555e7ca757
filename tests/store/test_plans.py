"""How SQLite would answer under the statistics of a dense database: no cross product, and no figure read without its key.

Planned on an empty database whose statistics are made up. With inner joins to the tables of names, `figure_list` began with
applicants × indicators × versions: 16 s to count 1.2 million figures, 0.3 s with LEFT JOIN.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Collection, Iterator

import pytest

from reportscraper.store import Store, prepare
from reportscraper.store.views import view_definitions

from .test_named_queries import NAMED

# Rows of a table, then rows that share the first column of an index, the first two, … (https://sqlite.org/fileformat2.html#stat1tab).
DENSE = """
applicant        sqlite_autoindex_applicant_1       8 1
body             body_name                          1500 2
body             sqlite_autoindex_body_1            1500 30 1
capture          capture_url                        60000 2
capture          sqlite_autoindex_capture_1         60000 2000 1
county           sqlite_autoindex_county_1          50 1
coverage         coverage                           700 14 1
figure           figure                             4000000 200 4 1
figure_finding   figure_finding                     60000 4 2 1 1
figure_note      figure_note                        60000 4 2 1
finding          finding_body                       60000 40
finding          finding_county                     60000 1200 400 100
finding          finding_fingerprint                60000 1
finding          finding_rule                       60000 500 30 1
finding          finding_severity                   60000 20000 1300 25
finding          finding_version                    60000 3
indicator        sqlite_autoindex_indicator_1       700 1
measures         sqlite_autoindex_measures_1        7 1
page             page_county                        60000 1200 300
page             page_capture                       60000 1200 1
page             sqlite_autoindex_page_1            60000 1
late_report      late_report                        100000 10 1
late_report      late_report_days                   100000 6000 100
part             part                               10000 1 1
part             sqlite_autoindex_part_2            10000 1 1
report           report_year                        20000 1500
report           sqlite_autoindex_report_1          20000 14 1
report_version   report_version_capture             21000 1
report_version   report_version_current             20000 1
report_version   report_version_published           20000 30 1
report_version   sqlite_autoindex_report_version_1  21000 2 1
section          sqlite_autoindex_section_1         130000 7 1
series           sqlite_autoindex_series_1          40 1
site_total       site_total                         50 1
series_part      -                                  120
place_series     place_series                       20000 500 15 1 1
place_series     place_series_year                  20000 900 60
rate_sum         rate_sum                           15000 2000 150 5 1
series_point     series_point                       500000 25 1
standing_point   standing_point                     500000 12000 1000 1
statement        statement                          200000 10 1
statement        statement_measure                  200000 500 2
visit            visit_county                       300000 6000 2000
visit            visit_run                          300000 3000 60
visit            visit_url                          300000 5
"""

PER_FIGURE = ("figure", "figure_note", "section", "series_point", "standing_point", "statement")
"""What a view must not begin with; which versions stand is where most of them begin."""
LARGE = (
    "capture", "duplicate", "entry", "figure", "figure_finding", "figure_note", "finding", "late", "late_report", "page", "report", "report_version", "section",
    "series_point", "standing_point", "statement", "version", "visit",
)  # fmt: skip
"""Tables that grow with every report, and the name that queries give to one."""

MEANT = {
    ("view applicant_average", "SCAN version USING INDEX report_version_current"): "of one indicator, every report",
    ("counties_ranked", "SCAN county"): "finds a province's among three thousand",
    ("coverage", "SCAN year"): "every county and year has its row",
    ("compare_measure", "SCAN made_of"): "the series of one measure",
    ("latest_reports", "SCAN version USING INDEX report_version_published"): "ends after as many as are asked for",
    ("pages_in_trouble", "SCAN page USING INDEX page_in_trouble"): "ends after as many as are asked for",
    ("reports_fetched_last", "SCAN report_version"): "ends after five hundred",
    ("reports_fetched_last", "SCAN version"): "ends after five hundred",
    ("reports_new", "SCAN report_version"): "ends after as many as are asked for",
    ("wide_cells", "SCAN figure"): "of an export of everything, once",
    ("revisions", "SCAN version USING INDEX report_version_revised"): "of what sites revised, which is little",
}
"""What reads more than it seems to need, and why it does."""

ASKED = (
    {f"view {name}": f"SELECT * FROM {name}" for name in view_definitions()}
    | {f"count of {name}": f"SELECT count(*) FROM {name}" for name in view_definitions() if name != "applicant_average"}
    | {name: query.sql for name, query in NAMED.items()}
)


@pytest.fixture(scope="module")
def dense(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """An empty database that believes it holds four million figures."""
    path = tmp_path_factory.mktemp("dense") / "reports.db"
    Store.open(path).close()
    rows = [line.split(maxsplit=2) for line in DENSE.strip().splitlines()]
    connection = sqlite3.connect(path)
    connection.execute("ANALYZE")
    connection.execute("DELETE FROM sqlite_stat1")
    connection.executemany("INSERT INTO sqlite_stat1 VALUES (?, nullif(?, '-'), ?)", rows)
    connection.commit()
    connection.close()
    connection = sqlite3.connect(path)
    prepare(connection)
    yield connection
    connection.close()


def costly(connection: sqlite3.Connection, sql: str, large: Collection[str] = LARGE) -> list[str]:
    """The steps of a plan that read a table whole inside of another loop, build an index first, or read a large table whole."""
    values = dict.fromkeys(re.findall(r"(?<![:\w]):([a-z_]+)", sql), "[]")
    loops: dict[int, list[str]] = {}
    for _, parent, _, step in connection.execute(f"EXPLAIN QUERY PLAN {sql}", values):
        if step.startswith(("SCAN", "SEARCH")):
            loops.setdefault(parent, []).append(step)
    return [
        step
        for nest in loops.values()
        for depth, step in enumerate(nest)
        if (step.startswith("SCAN") and (depth or step.split()[1] in large)) or " AUTOMATIC " in step
    ]


@pytest.mark.parametrize("name", list(ASKED))
def test_no_answer_reads_more_than_it_must(dense: sqlite3.Connection, name: str) -> None:
    large = PER_FIGURE if name.startswith(("view ", "count of ")) else LARGE
    assert [step for step in costly(dense, ASKED[name], large) if (name, step) not in MEANT] == []


def test_a_cross_product_is_found(dense: sqlite3.Connection) -> None:
    inner = ASKED["view figure_list"].replace("figure_list", "figure JOIN applicant ON applicant.id <> applicant_id")
    assert costly(dense, inner)
    assert costly(dense, "SELECT count(*) FROM figure") == ["SCAN figure"]


def test_the_statistics_name_indexes_that_are_there(dense: sqlite3.Connection) -> None:
    known = {name for (name,) in dense.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'index')")}
    named = {word for line in DENSE.strip().splitlines() for word in line.split()[:2]} - {"-"}
    assert named <= known
