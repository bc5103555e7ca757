"""At the end of a run only what it wrote is sealed anew: what nobody wrote keeps its seal, so that a bit that flipped in it is still told."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from reportscraper.model import Finding
from reportscraper.store import Store, seal
from reportscraper.store.seal import unlike_their_seals

from .samples import CATALOGUE, COUNTY, MakeCapture, cell, make_report, renewed

UNFINISHED = Finding("site_unfinished", "warning", "Not at its end.")
WRONG = Finding("ch3_row_sum", "error", "1 ≠ 2", (("requests_new", "total"),))


def night(store: Store, capture: MakeCapture, *, bodies: int = 0) -> None:
    """A run on one county, and reports of so many bodies."""
    run = store.add_run("run", parser_version="1", started="t")
    store.begin_sites(run, [COUNTY], UNFINISHED)
    for number in range(bodies):
        taken = capture(f"http://yunxi.example/{number}.html")
        store.add_visit(run, "u", county_code=COUNTY, role="detail", outcome="new", capture_id=taken)
        report = make_report(cell("requests_new", 3), body=f"云溪县{number}局", findings=(WRONG,))
        store.save_report(report, capture_id=taken, county_code=COUNTY, parser_version="1")
    store.end_site(COUNTY, [])
    store.finish_run(run, finished="t", counts={})


def unlike(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(unlike_their_seals(connection))


@pytest.fixture
def sealed(
    store: Store, path: Path, capture: MakeCapture, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str], list[str]]:
    """Makes a change behind the store's back and gives what is told after two more nights, one with news."""
    monkeypatch.setattr(seal, "_BLOCK", 4)
    night(store, capture, bodies=10)
    store.close()

    def after(change: str) -> list[str]:
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute(change)
        for bodies in (0, 0):
            with Store.open(path) as again:
                again.seed_indicators(CATALOGUE)
                night(again, capture, bodies=bodies)
        return unlike(path)

    return after


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("UPDATE capture SET size = size + 1 WHERE id = 2", ["capture"]),
        ("UPDATE visit SET note = 'x' WHERE id = 5", ["visit"]),
        ("UPDATE report SET year = 2021 WHERE id = 3", ["report"]),
        ("UPDATE body SET credit_code = 'x' WHERE id = 3", ["body"]),
        ("UPDATE _sqlite_migrations SET applied_at = 'x' WHERE id = 3", ["_sqlite_migrations"]),
        ("UPDATE section_fts_docsize SET sz = x'00' WHERE id = 2001", ["section_fts_docsize"]),
        (
            "UPDATE figure_finding SET finding_id = 'x' || substr(finding_id, 2) WHERE version_id = 3",
            ["figure_finding"],
        ),
        ("UPDATE run SET command = command", []),
    ],
)
def test_what_no_run_wrote_is_still_told_after_quiet_nights(
    sealed: Callable[[str], list[str]], change: str, told: list[str]
) -> None:
    found = sealed(change)
    assert found[: len(told) or None] == told  # the summaries that follow from them may be told as well


def test_a_night_with_news_seals_what_it_wrote(
    store: Store, path: Path, capture: MakeCapture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seal, "_BLOCK", 4)
    for bodies in (3, 0, 6, 0, 2):
        night(store, capture, bodies=bodies)
        assert unlike(path) == []
    with store.renewed() as new:
        new.add_run("run", parser_version="1", started="t")
        new.finish_run(6, finished="t", counts={})
        assert unlike(renewed(path)) == []


def test_only_what_was_written_is_read(
    store: Store, path: Path, capture: MakeCapture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seal, "_BLOCK", 4)
    night(store, capture, bodies=10)
    store.close()
    read: list[str] = []
    hashed = seal._hash_part
    monkeypatch.setattr(seal, "_hash_part", lambda connection, name: read.append(name) or hashed(connection, name))
    with Store.open(path) as again:
        night(again, capture)
    assert {"capture:2", "visit:2"} <= set(read)
    assert not {
        "capture:0",
        "capture:1",
        "visit:0",
        "report",
        "report_version",
        "page",
        "figure_finding",
        "section_fts_data",
    } & set(read)


def test_seals_of_before_the_table_of_migrations_had_one_hold_and_the_next_run_adds_it(
    store: Store, path: Path, capture: MakeCapture
) -> None:
    night(store, capture, bodies=2)
    store.close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM table_seal WHERE name = '_sqlite_migrations'")
    assert unlike(path) == []
    with Store.open(path) as again:
        again.seed_indicators(CATALOGUE)
        night(again, capture)
    assert unlike(path) == []
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE _sqlite_migrations SET name = 'm009_x' WHERE id = 3")
    assert unlike(path) == ["_sqlite_migrations"]
