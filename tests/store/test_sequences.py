"""Whatever pages and files come in whatever order: the counts are right, and reading the archive anew gives the same database."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct

from reportscraper.model import Capture, Part, Proposal, Report
from reportscraper.store import Saved, Store
from reportscraper.store.hashes import table_hashes

from .samples import CATALOGUE, COUNTY, cell, make_report


class Event(Struct, frozen=True):
    """A page comes by: its bytes, what it says, and the bytes of the file beside it if there is one."""

    page: int
    body: int
    year: int
    value: int
    is_report: bool
    file: int | None


EVENTS = st.lists(
    st.builds(
        Event,
        page=st.integers(0, 2),
        body=st.integers(0, 1),
        year=st.integers(2021, 2022),
        value=st.integers(0, 2),
        is_report=st.sampled_from((True, True, True, False)),
        file=st.sampled_from((None, None, 1, 2)),
    ),
    max_size=12,
)

COUNTS = (
    (
        "SELECT county_code, year, reports FROM coverage ORDER BY 1, 2",
        "SELECT county_code, year, count(*) FROM report JOIN body ON body.id = body_id GROUP BY 1, 2 ORDER BY 1, 2",
    ),
    (
        "SELECT id, figures FROM report_version ORDER BY id",
        "SELECT id, (SELECT count(*) FROM figure WHERE version_id = id) FROM report_version ORDER BY id",
    ),
    ("SELECT report_id FROM report_version WHERE is_current = 1 ORDER BY 1", "SELECT id FROM report ORDER BY 1"),
    (
        "SELECT version_id, value FROM series_point ORDER BY 1",
        "SELECT version_id, value FROM figure WHERE applicant_id = 1 ORDER BY 1",
    ),
    (
        """
        SELECT own.id FROM duplicate JOIN report_version AS equal ON equal.id = version_id
        JOIN report_version AS own ON own.url = duplicate.url AND own.report_id = equal.report_id
        """,
        "SELECT id FROM report_version WHERE url = ''",
    ),
)
"""What is kept, and the same counted anew."""


def url_of(event: Event) -> str:
    return f"http://yunxi.example/{event.page}.html"


def report_of(event: Event) -> Report:
    """The bytes of a page decide what is read from it, so its value stands in its text too."""
    file = f"http://yunxi.example/{event.page}.pdf"
    return make_report(
        cell("requests_new", event.value if event.file is None else 10 * event.file + event.value),
        body=("云溪县教育局", "云溪县民政局")[event.body],
        year=event.year,
        parts=(Part(file, 0),) if event.file else (),
        proposals=(Proposal("result_granted", "total", 5, "5", "件", 1, 1, 1, 0.9),) if event.file == 2 else (),
    )


def capture_of(number: int, url: str, data: str) -> Capture:
    digest = data.encode().hex().rjust(64, "0")
    return Capture(url, url, "GET", 200, "text/html", f"2023-02-01T08:00:{number:02}Z", digest, 9, "a.gz", number, 1)


def read_all(store: Store, events: Sequence[Event]) -> list[Saved]:
    made: list[Saved] = []
    for number, event in enumerate(events):
        page = store.add_capture(
            capture_of(2 * number, url_of(event), f"{event.page}{event.body}{event.year}{event.value}{event.is_report}")
        )
        kind = "report" if event.is_report else "notice"
        store.save_page(url_of(event), county_code=COUNTY, capture_id=page, kind=kind, outcome="new")  # type: ignore[arg-type]
        if event.is_report:
            report = report_of(event)
            files = [store.add_capture(capture_of(2 * number + 1, part.url, f"{event.file}")) for part in report.parts]
            made.append(
                store.save_report(report, capture_id=page, county_code=COUNTY, parser_version="1", part_captures=files)
            )
    return made


@settings(max_examples=25, deadline=None)
@given(EVENTS)
def test_counts_and_rebuilds_agree_for_any_sequence(events: list[Event]) -> None:
    with TemporaryDirectory() as folder, Store.open(Path(folder) / "reports.db") as store:
        store.seed_indicators(CATALOGUE)
        store.save_county(COUNTY, "云溪县")
        with store.transaction():
            became = read_all(store, events)
        with closing(sqlite3.connect(Path(folder) / "reports.db")) as connection:
            for kept, recounted in COUNTS:
                assert connection.execute(kept).fetchall() == connection.execute(recounted).fetchall(), kept
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
            before = table_hashes(connection)
        with store.renewed() as new, new.transaction():
            assert read_all(new, events) == became
            assert table_hashes(new._connection) == before
