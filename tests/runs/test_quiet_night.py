"""What a night without news need not do again, and that nothing becomes silent by it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reportscraper.check.history import check_history
from reportscraper.report.read import PageReading
from reportscraper.runs.job import PageJob, read_page_job
from reportscraper.runs.rebuild import rebuild
from reportscraper.runs.result import parser_version
from reportscraper.store.hashes import table_hashes
from reportscraper.store.writer import Store
from tests.runs.small_site import CODE, COUNTY, Page, SmallSite, report_page, serving

YEARS = (2022, 2023)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[SmallSite]:
    """Two reports, crawled once."""
    site = SmallSite(tmp_path / "data")
    site.pages["/nb/"] = site.list_of({f"/nb/{year}.html": report_page(year)[0] for year in YEARS})
    for year in YEARS:
        site.pages[f"/nb/{year}.html"] = report_page(year)[1]
    with serving(site):
        site.run()
        yield site


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses of the pages that are read from now on."""
    addresses: list[str] = []

    def note(job: PageJob) -> PageReading | str:
        addresses.append(job.page.url.rpartition("/")[2])
        return read_page_job(job)

    monkeypatch.setattr("reportscraper.runs.pool.read_page_job", note)
    return addresses


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many reports are held against each other, each time that they are."""
    counts: list[int] = []

    def note(reports: list[object], **given: object) -> object:
        counts.append(len(reports))
        return check_history(reports, **given)  # type: ignore[arg-type]

    monkeypatch.setattr("reportscraper.runs.years.check_history", note)
    return counts


def hashes(site: SmallSite) -> dict[str, str]:
    with closing(sqlite3.connect(site.folder.database)) as connection:
        return table_hashes(connection)


def rows(site: SmallSite, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(site.folder.database)) as connection, connection:
        return connection.execute(sql).fetchall()


def test_bytes_that_are_the_same_are_not_read_again(site: SmallSite, read: list[str]) -> None:
    first = site.run(refresh="all")
    assert read == []
    assert (first.counts["found"], first.counts["unchanged"], first.counts["figures"] > 50) == (2, 2, True)
    assert rows(
        site, "SELECT count(*) FROM page WHERE outcome = 'unchanged' AND current_capture_id > first_capture_id"
    ) == [(2,)]
    before = hashes(site)
    rebuild(site.folder, [])
    assert read == ["2022.html", "2023.html"]
    assert hashes(site) == before


def test_a_page_is_read_again_when_anything_says_otherwise(
    site: SmallSite, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = site.list_of({"/nb/2022.html": report_page(2022)[0], "/nb/2023.html": f"{report_page(2023)[0]}（公示）"})
    site.pages["/nb/"] = other
    site.run(refresh="all")
    assert read == ["2023.html"]
    site.pages["/nb/2022.html"] = report_page(2022, seed="revised")[1]
    assert site.run(refresh="all").counts["revised"] == 1
    assert read == ["2023.html", "2022.html"]
    monkeypatch.setattr("reportscraper.runs.run.parser_version", lambda: "99")
    site.run(refresh="all")
    assert sorted(read[2:]) == ["2022.html", "2023.html"]


@pytest.mark.slow
def test_what_could_not_be_filed_is_read_again(site: SmallSite, read: list[str]) -> None:
    title, page = report_page(2021)
    site.pages["/nb/2021.html"] = site.pages["/nb/2022.html"]
    site.pages["/nb/"] = site.list_of({"/nb/2021.html": title})
    site.run(refresh="all")
    read.clear()
    site.pages["/nb/2021.html"] = page
    site.run(refresh="all")
    assert read == ["2021.html"]
    assert rows(site, "SELECT count(*) FROM report WHERE year = 2021") == [(1,)]


@pytest.mark.slow
def test_years_are_held_against_each_other_when_there_is_news(site: SmallSite, compared: list[int]) -> None:
    site.run(refresh="all")
    assert compared == []
    page = report_page(2021)[1]
    site.pages |= {
        "/nb/2021.html": page,
        "/nb/": site.list_of({f"/nb/{year}.html": report_page(year)[0] for year in (2021, *YEARS)}),
    }
    site.run()
    assert compared == [3]
    site.run(refresh="all")
    assert compared == [3]


def test_a_run_that_died_before_it_compared_leaves_that_to_the_next(
    site: SmallSite, compared: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    site.pages |= {
        "/nb/2021.html": report_page(2021)[1],
        "/nb/": site.list_of({f"/nb/{year}.html": report_page(year)[0] for year in (2021, *YEARS)}),
    }

    def die(*_: object, **__: object) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as dying:
        dying.setattr("reportscraper.runs.run.compare_years", die)
        with pytest.raises(RuntimeError):
            site.run()
    site.run()
    assert compared == [3]


def test_other_deadlines_are_news_and_another_version_is(site: SmallSite) -> None:
    with Store.open(site.folder.database) as store:
        assert store.is_compared(CODE, parser_version())
        assert not store.is_compared(CODE, "99")
        store.save_county(CODE, COUNTY, deadlines={"department": "01-15"})
        assert not store.is_compared(CODE, parser_version())


def long_list(site: SmallSite, total: int = 24) -> None:
    """A list of twelve pages, two entries each, under a printed total."""
    title, page = report_page(2022)
    for number in range(12):
        entries = {f"/nb/{at}.html": f"{title}{at}" for at in range(2 * number, 2 * number + 2)}
        path = "/nb/" if not number else f"/nb/index_{number}.html"
        script = f'<script>createPageHTML(12, {number}, "index", "html");</script>共{total}条'
        site.pages[path] = site.list_of(entries, more=script)
    for at in range(24):
        site.pages[f"/nb/{at}.html"] = page


def test_a_list_that_has_not_changed_is_not_walked(site: SmallSite) -> None:
    long_list(site)
    first = site.run()
    assert sum(path.startswith("/nb/index_") for path in site.asked) == 11
    assert first.counts["listed"] == 26 - 2
    second = site.run()
    assert site.asked == ["/robots.txt", "/nb/"]
    assert {name: second.counts[name] for name in ("listed", "unread", "stored")} == {
        name: first.counts[name] for name in ("listed", "unread", "stored")
    }


@pytest.mark.slow
@pytest.mark.parametrize("change", ["total", "first page", "a week", "site file", "another version", "all"])
def test_a_list_is_walked_when_anything_says_so(site: SmallSite, change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    long_list(site)
    site.run()
    given = {}
    if change == "total":
        long_list(site, total=25)
    elif change == "first page":
        site.pages["/nb/"] = Page(site.pages["/nb/"].body.replace(b"2024-01-19", b"2024-01-20", 1))
    elif change == "a week":
        rows(site, "UPDATE walk SET walked_at = '2020-01-01T00:00:00Z'")
    elif change == "site file":
        rows(site, "UPDATE walk SET basis = 'other'")
    elif change == "another version":
        monkeypatch.setattr("reportscraper.runs.crawl_sink.parser_version", lambda: "99")
    else:
        given = {"refresh": "all"}
    site.run(**given)
    assert sum(path.startswith("/nb/index_") for path in site.asked) == 11


@pytest.mark.slow
def test_a_page_that_says_the_same_in_other_bytes_is_no_news(site: SmallSite) -> None:
    long_list(site)
    site.run()
    site.pages["/nb/"] = Page(site.pages["/nb/"].body.replace(b"<body>", b"<body><!-- 0.013 s -->"))
    site.run()
    assert site.asked == ["/robots.txt", "/nb/"]


@pytest.mark.slow
def test_a_list_that_was_not_had_whole_is_walked_again(site: SmallSite) -> None:
    long_list(site, total=30)
    site.run()
    site.run()
    assert sum(path.startswith("/nb/index_") for path in site.asked) >= 11


def test_an_entry_that_is_due_is_asked_though_its_list_is_not_walked(site: SmallSite) -> None:
    long_list(site)
    site.pages["/nb/23.html"] = Page(b"busy", 503)
    site.run()
    assert list(site.unread()) == ["/nb/23.html"]
    site.pages["/nb/23.html"] = report_page(2022)[1]
    site.run()
    assert "/nb/23.html" in site.asked
    assert sum(path.startswith("/nb/index_") for path in site.asked) == 0
    assert not site.unread()
