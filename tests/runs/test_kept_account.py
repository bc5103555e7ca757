"""The account of entries in the archive: a database made anew from nothing else tells the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from reportscraper.archive.writer import Archive
from reportscraper.cli import main
from reportscraper.errors import StoreError
from reportscraper.fetch.session import Session
from reportscraper.runs.rebuild import rebuild

from .small_site import SmallSite, html, report_page, serving

ENTRIES = "SELECT url, title, date, kind, body, year, state, reason, first_seen FROM entry_list ORDER BY url"
FINDINGS = "SELECT rule, severity, message, message_zh FROM finding_list WHERE source = 'site' ORDER BY rule, message"
ACCOUNT = ("listed", "stored", "other_kinds", "unread", "not_followed")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[SmallSite]:
    """Two reports, a page of another kind, a page that is not there, a foreign one; the second run shows one entry less."""
    site = SmallSite(tmp_path / "data")
    entries = {}
    for year in (2019, 2022):
        entries[f"/nb/{year}.html"], site.pages[f"/nb/{year}.html"] = report_page(year)
    entries["/nb/2021.html"] = report_page(2021)[0]
    entries["/nb/9.html"] = "云溪县2021年法治政府建设年度报告"
    site.pages["/nb/9.html"] = html(f"<html><title>{entries['/nb/9.html']}</title><body>各单位：</body></html>")
    entries["http://gk.example.com/4.html"] = "云溪县水利局2021年政府信息公开工作年度报告"
    with serving(site):
        site.pages["/nb/"] = site.list_of({**entries, "/nb/8.html": "云溪县民政局2021年政府信息公开工作年度报告"})
        site.run()
        site.pages["/nb/"] = site.list_of(entries)
        site.run()
        yield site


def missing(site: SmallSite) -> object:
    return json.loads(CliRunner().invoke(main, ["missing", "--data", str(site.folder.path), "--json"]).stdout)


def anew(site: SmallSite) -> None:
    for path in site.folder.path.glob("reports.db*"):
        path.unlink()


def test_a_database_made_from_the_archive_alone_has_the_same_account(site: SmallSite) -> None:
    counts = site.run().counts
    before = site.rows(ENTRIES), site.rows(FINDINGS), missing(site)
    assert {rule for rule, *_ in before[1]} >= {"listed_unread", "host_not_followed"}
    assert len(before[0]) == 6
    anew(site)
    result = rebuild(site.folder, [])
    assert (site.rows(ENTRIES), site.rows(FINDINGS), missing(site)) == before
    [told] = result.sites
    assert {name: told.counts[name] for name in ACCOUNT} == {name: counts[name] for name in ACCOUNT}
    assert told.counts["listed"] == sum(told.counts[name] for name in ACCOUNT[1:]) == 5
    again = rebuild(site.folder, [])
    assert again.sites[0].counts["listed"] == 5
    assert (site.rows(ENTRIES), site.rows(FINDINGS), missing(site)) == before


def test_an_unchanged_account_is_kept_in_a_line(site: SmallSite, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    append = Archive.append_note
    monkeypatch.setattr(
        Archive, "append_note", lambda self, note, date: (sizes.append(len(note)), append(self, note, date))
    )
    for _ in range(2):
        site.run()
    del site.pages["/nb/"]
    site.run()
    assert sizes[0] > 1000, "that an entry was withdrawn is said no more"
    assert sizes[1] < 100
    assert sizes[2] > 1000


def test_an_archive_of_a_run_that_was_cut_off_says_that_the_site_was_not_crawled_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = SmallSite(tmp_path / "data")
    title, site.pages["/nb/1.html"] = report_page(2022)
    site.pages["/nb/"] = site.list_of({"/nb/1.html": title})
    get = Session.get

    async def stop(self: Session, request, *arguments: object):  # type: ignore[no-untyped-def]
        if request.url.endswith("1.html"):
            raise StoreError("stopped")
        return await get(self, request, *arguments)  # type: ignore[arg-type]

    with serving(site), monkeypatch.context() as stopped:
        stopped.setattr(Session, "get", stop)
        with pytest.raises(StoreError, match="stopped"):
            site.run()
    told = missing(site)
    assert [row["cause"] for row in told] == ["not_crawled"]  # type: ignore[attr-defined]
    anew(site)
    rebuild(site.folder, [])
    assert [row["cause"] for row in missing(site)] == ["not_crawled"]  # type: ignore[attr-defined]
