"""Speed and size of the store at scale: python benchmarks/store.py [--reports N] [--folder F] [--peers]

Makes N reports of 200 figures (form 2021; bodies × 17 years, 60 bodies a county) with one short chapter, saves them as a run
does, publishes the database, and asks the named queries of the command line and the browser. The default is small; the figures quoted
are those of --reports 100000 (20 million figures). Loading counts `Store.save_report` and what it needs, in CPU seconds of one core and
by the clock; queries are the median of seven, warm. With --peers the same figures go into a table of sqlite-utils (upserts) and, where
it is installed, of DuckDB.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from reportscraper.forms import catalogue
from reportscraper.forms.shared import labels
from reportscraper.model import Capture, Figure, Finding, Report, Section
from reportscraper.store import Query, Reader, Store, queries
from reportscraper.store.named_queries import page_queries
from reportscraper.store.publish import publish

YEARS = range(2008, 2025)
BODIES_A_COUNTY = 60
BATCH = 200
PEER_ROWS = 2_000_000

QUERIES: tuple[tuple[str, str, dict[str, str | int]], ...] = (
    ("a series, all bodies, one year", "compare_series", {"series": "requests_received", "first_year": 2023, "last_year": 2023}),
    ("a cell, all bodies, one year", "cell", {}),
    ("one body, all series, all years", "series_of_body", {"body": "县001局07"}),
    ("one body, one report, all cells", "report_figures", {"body": "县001局07", "year": 2023}),
    ("a series, all bodies, all years", "compare_series", {"series": "requests_received"}),
    ("a measure, all bodies, one year", "compare_measure", {"measure": "refusal_rate", "first_year": 2023, "last_year": 2023}),
    ("an indicator, all bodies, one year", "compare_indicator", {"indicator": "denied_process", "applicant": "total", "first_year": 2023, "last_year": 2023}),
    ("top 20 by growth", "growth", {"series": "requests_received", "from_year": 2022, "to_year": 2023}),
    ("findings by county", "findings_by_county", {}),
    ("coverage, counties × years", "coverage", {}),
    ("front page: counts", "database_counts", {}),
    ("front page: provinces", "provinces", {}),
    ("front page: open findings", "finding_counts", {}),
)  # fmt: skip

CELL = """
SELECT body.name, figure.value
FROM report
JOIN report_version AS version ON version.report_id = report.id AND version.is_current = 1
JOIN figure ON figure.version_id = version.id
  AND figure.indicator_id = (SELECT id FROM indicator WHERE code = 'denied_process') AND figure.applicant_id = 1
JOIN body ON body.id = report.body_id
WHERE report.year = 2023
"""


def cells() -> list[tuple[str, str | None]]:
    """The two hundred cells of form 2021: the matrix, and what stands outside of it."""
    known = [each for each in catalogue() if "2021" in each.forms and not each.derived and each.table != "prose"]
    matrix = [each.id for each in known if each.table == "ch3"]
    types = [each.code for each in labels().applicant if each.code]
    plain = [(each.id, None) for each in known if each.table in ("ch2", "ch4")]
    return [*((row, who) for row in matrix for who in types), *plain][:200]


def made_up(count: int) -> Iterator[tuple[str, str, Report]]:
    """Reports with code and province (none) of a county, body by body; the same on every machine."""
    dice = random.Random(1)
    wanted, made = cells(), 0
    for body in range(count):
        county = body // BODIES_A_COUNTY
        for year in YEARS:
            if made == count:
                return
            made += 1
            yield f"{330000 + county}", "", report(dice, wanted, f"县{county:03}局{body % BODIES_A_COUNTY:02}", year)


def report(dice: random.Random, wanted: list[tuple[str, str | None]], body: str, year: int) -> Report:
    """One report: mostly small numbers and zeros, one blank in twenty, sometimes a finding."""
    figures = []
    for at, (indicator, applicant) in enumerate(wanted):
        value = None if dice.random() < 0.05 else int(dice.expovariate(0.1)) if dice.random() < 0.4 else 0
        kind = "blank" if value is None else "number"
        raw = "" if value is None else str(value)
        figures.append(Figure(indicator, applicant, value, kind, raw, "件", 2, at // 7 + 3, at % 7 + 2))  # type: ignore[arg-type]
    wrong = Finding("ch3_balance", "error", "Left 3, right 4.", (("requests_new", "total"),), 2, 3, 2)
    return Report(
        source=None,
        is_report=True,
        kind="report",
        title=f"{body}{year}年政府信息公开工作年度报告",
        body=body,
        year=year,
        form="2021",
        published_on=f"{year + 1}-01-20",
        period=None,
        sections=(Section("overview", "一、总体情况", "本单位全年依法公开政府信息。"),),
        figures=tuple(figures),
        findings=(wrong,) if dice.random() < 0.3 else (),
    )


class Clock:
    """Adds up CPU and elapsed seconds over stretches of work."""

    def __init__(self) -> None:
        self.cpu = self.elapsed = 0.0

    def __enter__(self) -> None:
        self._cpu, self._start = time.process_time(), time.perf_counter()

    def __exit__(self, *_: object) -> None:
        self.cpu += time.process_time() - self._cpu
        self.elapsed += time.perf_counter() - self._start


def load(path: Path, source: Iterator[tuple[str, str, Report]], *, batch: int = BATCH, scratch: bool = False) -> Clock:
    """Fill a database and return the time that storing took, making up the reports left out."""
    clock, number = Clock(), 0
    with Store.open(path, scratch=scratch) as store:
        store.seed_indicators(catalogue())
        counties: set[str] = set()
        while together := list(islice(source, batch)):
            with clock, store.transaction():
                for county, province, each in together:
                    if county not in counties:
                        counties.add(county)
                        store.save_county(county, f"县{county}", province=province)
                    number += 1
                    taken = store.add_capture(capture(number))
                    store.save_report(each, capture_id=taken, county_code=county, parser_version="1")
        with clock:
            store.finish_run(store.add_run("bench", parser_version="1", started="t"), finished="t", counts={})
    return clock


def capture(number: int) -> Capture:
    """Where a report would lie in the archive."""
    url = f"http://site.example/art/{number}.html"
    return Capture(
        url, url, "GET", 200, "text/html", "2025-01-01T00:00:00Z", f"{number:064x}", 90_000, "a.warc.gz", number, 1
    )


def floor(count: int, folder: Path) -> float:
    """Figures a CPU second that bare SQLite takes: one `executemany` into a table and index of the same shape."""
    rows = [
        (number, at // 7, at % 7, figure.value, 0, at)
        for number, (*_, each) in enumerate(made_up(count))
        for at, figure in enumerate(each.figures)
    ]
    with closing(sqlite3.connect(folder / "floor.db")) as connection:
        connection.executescript(
            "PRAGMA journal_mode = WAL; CREATE TABLE figure (version, indicator, applicant, value, kind, place,"
            " PRIMARY KEY (version, indicator, applicant)) WITHOUT ROWID;"
            " CREATE INDEX by_indicator ON figure (indicator, applicant, version, value);"
        )
        with (clock := Clock()), connection:
            connection.executemany("INSERT INTO figure VALUES (?, ?, ?, ?, ?, ?)", rows)
    return len(rows) / clock.cpu


def ask(path: Path) -> None:
    """Ask every query seven times and print the median."""
    with Reader.open(path) as reader:
        for label, name, values in QUERIES:
            sql, given = (CELL, {}) if name == "cell" else (query_of(name).sql, asked(name, values))

            def work(sql: str = sql, given: dict[str, str | int] = given) -> int:
                return len(reader.select(sql, given).rows)

            rows = work()
            clocks = [spent(work) for _ in range(7)]
            cpu, elapsed = (
                statistics.median(getattr(each, kind) for each in clocks) * 1000 for kind in ("cpu", "elapsed")
            )
            print(f"{label:36}{cpu:9.1f} ms of CPU, {elapsed:7.1f} ms by the clock, {rows:9,} rows", flush=True)


def asked(name: str, values: dict[str, str | int]) -> dict[str, str | int]:
    """All parameters of a query, those not given empty."""
    return {each.name: values.get(each.name, "") for each in query_of(name).params}


def query_of(name: str) -> Query:
    """A query of people or of pages."""
    return queries().get(name) or page_queries()[name]


def spent(work: Callable[[], Any]) -> Clock:
    """The time one call takes."""
    clock = Clock()
    with clock:
        work()
    return clock


def peer_rows(count: int) -> list[dict[str, Any]]:
    """The same figures as plain rows."""
    return [
        {"body": each.body, "year": each.year, "indicator": figure.indicator, "applicant": figure.applicant or "", "value": figure.value}
        for *_, each in made_up(count)
        for figure in each.figures
    ]  # fmt: skip


def sqlite_utils_peer(rows: list[dict[str, Any]], folder: Path) -> None:
    """Upserts of sqlite-utils, and the size of its file."""
    from sqlite_utils import Database

    database = Database(folder / "sqlite-utils.db")
    key = ("body", "year", "indicator", "applicant")
    table = database.table("figure")
    seconds = spent(lambda: table.upsert_all(rows, pk=key, batch_size=1000)).cpu
    size = (folder / "sqlite-utils.db").stat().st_size / len(rows)
    query = "SELECT body, value FROM figure WHERE indicator = 'requests_new' AND applicant = 'total' AND year = 2023"
    read = statistics.median(spent(lambda: list(database.query(query))).cpu for _ in range(7)) * 1000
    print(
        f"{'sqlite-utils upserts':36}{len(rows) / seconds:11,.0f} figures/s {size:6.1f} bytes a figure, one cell and year {read:.1f} ms"
    )
    database.close()


def duckdb_peer(rows: list[dict[str, Any]], folder: Path) -> None:
    """A DuckDB table read from a file of the same rows (its own fastest way in), and the size of its file."""
    try:
        import duckdb
    except ModuleNotFoundError:
        print("DuckDB is not installed: uv run --with duckdb python benchmarks/store.py --peers")
        return
    lines = folder / "rows.jsonl"
    lines.write_bytes(msgspec.json.Encoder().encode_lines(rows))
    connection = duckdb.connect(str(folder / "duck.db"))
    seconds = spent(lambda: connection.execute(f"CREATE TABLE figure AS SELECT * FROM read_json('{lines}')")).elapsed
    query = "SELECT body, value FROM figure WHERE indicator = 'requests_new' AND applicant = 'total' AND year = 2023"
    read = statistics.median(spent(lambda: connection.execute(query).fetchall()).elapsed for _ in range(7)) * 1000
    connection.close()
    size = (folder / "duck.db").stat().st_size / len(rows)
    print(
        f"{'DuckDB, read_json':36}{len(rows) / seconds:11,.0f} figures/s {size:6.1f} bytes a figure, one cell and year {read:.1f} ms"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=2_000)
    parser.add_argument("--folder", type=Path, help="keep the database here; an existing one is asked only")
    parser.add_argument("--peers", action="store_true", help="compare with sqlite-utils and DuckDB")
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="store-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "reports.db"
    figures = options.reports * len(cells())
    if not path.exists():
        bare = floor(min(options.reports, 2_000), folder)
        print(f"{'bare executemany, table and index':36}{bare:11,.0f} figures/s of CPU", flush=True)
        clock = load(path, made_up(options.reports))
        cpu, elapsed = figures / clock.cpu, figures / clock.elapsed
        print(
            f"{'load':36}{cpu:11,.0f} figures/s of CPU, {elapsed:,.0f} by the clock ({figures:,} figures)", flush=True
        )
    published = folder / "published" / "reports.db"
    if not published.exists():
        seconds = spent(lambda: publish(path, published, published_at="t", parser_version="1", git_revision=None))
        print(f"{'publish':36}{seconds.cpu:11.1f} s of CPU, {seconds.elapsed:,.1f} by the clock")
    for label, each in (("live", path), ("published", published)):
        size = each.stat().st_size
        print(f"{f'size, {label}':36}{size / figures:11.1f} bytes a figure ({size / 1e6:,.0f} MB)")
    ask(path)
    if options.peers:
        rows = peer_rows(min(options.reports, PEER_ROWS // len(cells())))
        sqlite_utils_peer(rows, folder)
        duckdb_peer(rows, folder)
    if not options.folder:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
