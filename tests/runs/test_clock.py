"""Clocks that go wrong: set back between two runs, a second 60 in headers, the turn of the year in China and elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from reportscraper.fetch.client import Client
from reportscraper.forms.deadlines import newest_due_year, today_in_china
from reportscraper.runs.rebuild import rebuild

from .small_site import Page, SmallSite, report_page, serving


@pytest.fixture
def site(tmp_path: Path) -> Iterator[SmallSite]:
    with serving(SmallSite(tmp_path / "data")) as made:
        title, made.pages["/nb/1.html"] = report_page(2021)
        made.pages["/nb/"] = made.list_of({"/nb/1.html": title})
        yield made


def at(monkeypatch: pytest.MonkeyPatch, moment: dt.datetime) -> None:
    begin = Client.__init__

    def set_clock(self: Client, *arguments: object, **named: object) -> None:
        begin(self, *arguments, **{**named, "now": lambda: moment})  # type: ignore[arg-type]

    monkeypatch.setattr(Client, "__init__", set_clock)


def test_a_clock_that_was_set_back_keeps_the_order_of_the_archive(
    site: SmallSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = site.pages["/nb/1.html"]
    for day, page in (("2027-01-01", first), ("2026-11-30", replace(first, body=first.body + b"<p>later</p>"))):
        with monkeypatch.context() as turned:
            at(turned, dt.datetime.fromisoformat(f"{day}T00:10:00+00:00"))
            site.pages["/nb/1.html"] = page
            assert site.run(refresh="all").problems == []
    order = site.rows('SELECT file, "offset" FROM capture ORDER BY id')
    assert order == sorted(order)
    last = "SELECT fetched_at FROM page JOIN capture ON capture.id = current_capture_id"
    assert site.rows(last) == [("2026-11-30T00:10:00Z",)]
    before = site.rows("SELECT * FROM report_summary")
    assert rebuild(site.folder, []).is_clean
    assert site.rows("SELECT * FROM report_summary") == before


def test_a_leap_second_in_headers_ends_nothing(site: SmallSite) -> None:
    leap = "Sat, 31 Dec 2016 23:59:60 GMT"
    page = site.pages["/nb/1.html"]
    for name in ("Date", "Last-Modified", "Expires"):
        page = Page(page.body, page.status, (*page.headers, (name, leap)))
    site.pages["/nb/1.html"] = page
    assert site.run().counts["stored"] == 1
    assert site.run(refresh="all").problems == []
    site.pages["/nb/1.html"] = Page(b"", 429, (("Retry-After", leap),))
    assert any("429" in problem for problem in site.run(refresh="all").problems)


@pytest.mark.parametrize(
    ("moment", "day", "due"),
    [
        ("2025-12-31T15:59:59", "2025-12-31", 2024),
        ("2025-12-31T16:00:00", "2026-01-01", 2024),
        ("2026-03-31T15:59:59", "2026-03-31", 2024),
        ("2026-03-31T16:00:00", "2026-04-01", 2025),
    ],
)
def test_days_are_those_of_china(moment: str, day: str, due: int) -> None:
    today = today_in_china(dt.datetime.fromisoformat(f"{moment}+00:00"))
    assert (today.isoformat(), newest_due_year(today)) == (day, due)
