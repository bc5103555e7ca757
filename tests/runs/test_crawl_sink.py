"""What a run remembers of the runs before it."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request as Asked
from werkzeug import Response

from reportscraper.archive.reader import scan
from reportscraper.archive.writer import Archive
from reportscraper.forms import catalogue
from reportscraper.forms.rules import Words, finding
from reportscraper.model import Capture, Exchange, ListEntry, Outcome, Role
from reportscraper.report.read import PageReading
from reportscraper.runs.crawl_sink import CrawlSink
from reportscraper.runs.job import PageJob, read_page_job
from reportscraper.runs.page_filer import PageFiler
from reportscraper.runs.provenance import Provenance
from reportscraper.sites.registry import Site
from reportscraper.store.writer import Store

SITE = Site(code="330683", name="云溪县", province="浙江省", home="http://www.a.gov.cn/")
PAGE = "http://www.a.gov.cn/nb/t20240119_1.html"
NOW = dt.datetime(2024, 2, 10, 12, tzinfo=dt.UTC)


class Bench:
    """A store, an archive and a desk between them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = Store.open(folder / "reports.db")
        self.archive = Archive.open(folder / "archive")
        self.store.seed_indicators(catalogue())
        self.filer = PageFiler(self.store, "0", read=self.read)
        self.filer.add_site(SITE)
        self.run()

    def run(self) -> None:
        """Begin a run."""
        self.number = self.store.add_run("run", parser_version="0", started="2024-02-10T00:00:00Z")
        self.store.begin_sites(self.number, [SITE.code], finding("site_unfinished", started="2024-02-10T00:00:00Z"))
        self.desk = CrawlSink(self.store, self.archive, self.filer, self.number, read=self.read, now=lambda: NOW)

    def end(self) -> None:
        """End it as runs should."""
        self.store.end_site(SITE.code, [])
        self.store.finish_run(self.number, finished="2024-02-10T01:00:00Z", counts={})

    def read(self, capture: Capture) -> Exchange:
        return next(
            found.exchange
            for found in scan(self.folder / "archive")
            if not isinstance(found, Exception) and found.capture == capture
        )

    def visit(
        self,
        url: str = PAGE,
        *,
        outcome: Outcome = "new",
        role: Role = "detail",
        status: int = 200,
        body: str = "<p>正文</p>",
        day: int = 9,
        note: str = "",
    ) -> None:
        page = Exchange(url, url, "GET", status, (("ETag", '"1"'),), body.encode(), f"2024-02-{day:02}T18:00:00Z")
        listed = ListEntry(url=url, title="青石镇2023年政府信息公开年度报告", listed_on="2024-01-19", column="年报")
        source = Provenance(SITE.code, SITE.name, SITE.province, SITE.home, role, outcome, listed)
        capture = self.archive.append(page, source.context())
        self.desk.take(page, capture, source, note)
        asyncio.run(self.desk.file_gathered(SITE.code))


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path)
    yield made
    made.archive.close()
    made.store.close()


def test_nothing_is_known_of_an_address_never_visited(bench: Bench) -> None:
    assert bench.desk.page(PAGE) is None


def test_a_page_is_known_with_its_list_entry_and_kind(bench: Bench) -> None:
    bench.visit()
    known = bench.desk.page(PAGE)
    assert known is not None
    assert (known.outcome, known.etag, known.listed_on, known.fetched_at) == (
        "new",
        '"1"',
        "2024-01-19",
        "2024-02-09T18:00:00Z",
    )
    assert known.kind == "other"
    assert known.sha256 is not None


def test_not_modified_keeps_the_hash_and_moves_the_time_of_asking(bench: Bench) -> None:
    bench.visit(day=7)
    before = bench.desk.page(PAGE)
    bench.visit(day=9, outcome="unchanged", status=304, body="")
    known = bench.desk.page(PAGE)
    assert before is not None
    assert known is not None
    assert (known.sha256, known.fetched_at) == (before.sha256, "2024-02-07T18:00:00Z")
    assert (known.outcome, known.asked_at.day) == ("unchanged", 9)


def test_files_and_pages_that_do_not_exist_are_remembered_too(bench: Bench) -> None:
    bench.visit("http://www.a.gov.cn/a.pdf", role="attachment", body="%PDF-1.4")
    bench.visit("http://www.a.gov.cn/gone.html", outcome="gone", status=404)
    file, gone = (bench.desk.page(f"http://www.a.gov.cn/{name}") for name in ("a.pdf", "gone.html"))
    assert file is not None
    assert file.sha256 is not None
    assert gone is not None
    assert (gone.outcome, gone.sha256) == ("gone", None)


def test_a_page_that_is_gone_is_known_as_gone_and_kept(bench: Bench) -> None:
    bench.visit(day=7)
    bench.visit(day=9, outcome="gone", status=404, body="404")
    known = bench.desk.page(PAGE)
    assert known is not None
    assert (known.outcome, known.fetched_at) == ("gone", "2024-02-07T18:00:00Z")


@pytest.mark.parametrize(("day", "rests"), [(9, True), (10, True), (8, False), (20, False)])
def test_a_host_that_challenged_is_left_alone_for_a_day(bench: Bench, day: int, *, rests: bool) -> None:
    bench.visit(
        "http://www.a.gov.cn/robots.txt", role="robots", outcome="challenge", status=521, day=day, note="jiasule"
    )
    bench.run()
    reason = bench.desk.resting("www.a.gov.cn")
    assert (reason is not None) is rests
    assert reason is None or "jiasule" in reason
    assert bench.desk.resting("www.b.gov.cn") is None


def test_a_captcha_before_a_file_does_not_rest_the_host(bench: Bench) -> None:
    bench.visit("http://www.a.gov.cn/a.pdf", role="attachment", outcome="challenge", note="captcha")
    bench.run()
    assert bench.desk.resting("www.a.gov.cn") is None


def test_the_last_page_of_a_run_that_never_ended_is_taken_up_and_no_other(bench: Bench) -> None:
    assert bench.store.visits.interrupted(SITE.code) is None
    bench.visit(PAGE.replace("_1", "_0"))
    bench.visit()
    page = bench.store.visits.interrupted(SITE.code)
    assert page is not None
    assert (page.listed.url, page.listed.title) == (PAGE, "青石镇2023年政府信息公开年度报告")
    assert bench.read(page.capture).body.decode() == "<p>正文</p>"
    bench.run()
    bench.visit("http://www.a.gov.cn/nb/", role="list")
    assert bench.store.visits.interrupted(SITE.code) is not None, "that run got no further"
    bench.end()
    assert bench.store.visits.interrupted(SITE.code) is None


def test_what_was_archived_and_not_filed_is_found_behind_the_last_capture(bench: Bench) -> None:
    assert bench.store.visits.archived_up_to() is None
    bench.visit()
    end = bench.store.visits.archived_up_to()
    assert end is not None
    source = Provenance(SITE.code, SITE.name, SITE.province, SITE.home, "detail", "new", None)
    left = Exchange(PAGE, PAGE, "GET", 200, (), b"left over", "2024-02-09T18:00:00Z")
    bench.archive.append(left, source.context())
    [found] = scan(bench.folder / "archive", end)
    assert not isinstance(found, Exception)
    assert found.exchange.body == b"left over"


def test_a_run_takes_in_what_a_killed_one_left_in_the_archive(tmp_path: Path) -> None:
    from reportscraper.runs.data_folder import DataFolder
    from reportscraper.runs.run import run
    from tests.made.server import serve

    with serve() as served:
        import msgspec

        sites = [msgspec.convert(site.definition(), Site) for site in served.sites]
        places = DataFolder(tmp_path)
        run(sites[:1], places, contact="tests")
        with closing(sqlite3.connect(places.database)) as connection:
            last = connection.execute("SELECT max(id) FROM capture").fetchone()[0]
            [(url,)] = connection.execute("SELECT url FROM capture WHERE id = ?", (last,)).fetchall()
            connection.execute("DELETE FROM visit WHERE capture_id = ?", (last,))
            connection.execute("DELETE FROM report_version WHERE capture_id = ?", (last,))
            connection.execute("DELETE FROM page WHERE current_capture_id = ?", (last,))
            connection.execute("DELETE FROM capture WHERE id = ?", (last,))
            connection.commit()
        before = len(served.hits)
        run(sites[:1], places, contact="tests")
        asked = [hit.target for hit in served.hits[before:]]
        with closing(sqlite3.connect(places.database)) as connection:
            [(note,)] = connection.execute("SELECT note FROM visit WHERE url = ? AND note <> ''", (url,)).fetchall()
    assert note == "archived by a run that was cut off"
    assert not any(url.endswith(target) for target in asked)


def test_the_result_of_a_run_as_json(tmp_path: Path) -> None:
    from click.testing import CliRunner

    from reportscraper.cli import main

    (tmp_path / "counties").mkdir()
    (tmp_path / "counties" / "330683.toml").write_text(
        'code = "330683"\nname = "云溪县"\nprovince = "浙江省"\nhome = "http://127.0.0.1:9/"\nhosts = ["127.0.0.1:9"]\nallow_loopback = true\npace = 0\n',
        encoding="utf-8",
    )
    result = CliRunner().invoke(main, ["run", "--json", "--contact", "t", "--data", str(tmp_path)])
    assert result.exit_code == 3
    told = json.loads(result.stdout)
    assert [site["code"] for site in told["sites"]] == ["330683"]
    assert "robots.txt could not be fetched" in told["sites"][0]["problems"][0]


def test_a_refresh_that_finds_nothing_changed_is_done(tmp_path: Path, httpserver: HTTPServer) -> None:
    from click.testing import CliRunner

    from reportscraper.cli import main

    row = '<li><a href="t1.html">青石镇2023年政府信息公开年度报告</a><span>2024-01-19</span></li>'
    report = f"<title>青石镇2023年政府信息公开年度报告</title><h1>青石镇2023年政府信息公开年度报告</h1><p>{'一、总体情况。' * 90}</p>"

    def answer(asked: Asked) -> Response:
        body = {"/nb/": f"<title>年报</title><ul>{row}</ul>", "/nb/t1.html": report}.get(asked.path)
        if body is None:
            return Response("", 404)
        unchanged = asked.headers.get("If-None-Match") == '"1"'
        return Response("" if unchanged else body, 304 if unchanged else 200, {"ETag": '"1"'}, content_type="text/html")

    httpserver.expect_request(re.compile(".*")).respond_with_handler(answer)
    site = httpserver.url_for("/")
    (tmp_path / "counties").mkdir()
    (tmp_path / "counties" / "330683.toml").write_text(
        f'code = "330683"\nname = "云溪县"\nprovince = "浙江省"\nhome = "{site}"\nstart = ["{site}nb/"]\n'
        "allow_loopback = true\npace = 0\n",
        encoding="utf-8",
    )
    command = ["run", "--json", "--contact", "t", "--data", str(tmp_path)]
    first = CliRunner().invoke(main, command)
    assert (first.exit_code, json.loads(first.stdout)["totals"]["new"]) == (0, 1), first.stderr
    again = CliRunner().invoke(main, [*command, "--refresh"])
    assert (again.exit_code, json.loads(again.stdout)["totals"]["unchanged"]) == (0, 1), again.stderr


def test_the_last_whole_answer_comes_from_the_archive(bench: Bench) -> None:
    assert bench.desk.stored(PAGE) is None
    bench.visit(day=6, body="<p>旧文</p>")
    bench.visit(day=7, outcome="revised", body="<p>新文</p>")
    bench.visit(day=8, outcome="unchanged", status=304, body="")
    bench.visit(day=9, outcome="gone", status=404, body="404")
    stored = bench.desk.stored(PAGE)
    assert stored is not None
    assert stored.body.decode() == "<p>新文</p>"


def test_pages_and_files_are_read_beside_the_crawl_for_hosts_must_not_wait(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[tuple[str, int, bool]] = []

    def note(job: PageJob) -> PageReading | str:
        given.append((job.page.url, len(job.files), threading.current_thread() is threading.main_thread()))
        return read_page_job(job)

    monkeypatch.setattr("reportscraper.runs.pool.read_page_job", note)
    bench.visit("http://www.a.gov.cn/a.pdf", role="attachment", body="%PDF-1.4")
    bench.visit()
    assert given == [("http://www.a.gov.cn/a.pdf", 0, False), (PAGE, 0, False)]


def test_a_fault_of_ours_in_reading_is_recorded_and_costs_one_page(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> PageReading:
        raise RuntimeError("no such luck")

    with monkeypatch.context() as broken:
        broken.setattr("reportscraper.runs.job.read_page", fail)
        bench.visit()
    bench.visit(PAGE.replace("_1", "_2"))
    result = bench.filer.results[SITE.code]
    assert bench.filer.failures == {SITE.code: {PAGE: Words(*["unexpected RuntimeError: no such luck"] * 2)}}
    assert (result.counts["pages"], result.counts["new"]) == (2, 0)


def test_what_an_unfinished_run_captured_last_is_known_from_its_last_page_on(bench: Bench) -> None:
    def unfinished() -> list[str]:
        return [capture.url for capture in bench.store.visits.unfinished()]

    assert unfinished() == []
    bench.visit(PAGE.replace("_1", "_0"))
    bench.visit()
    bench.visit("http://www.a.gov.cn/a.pdf", role="attachment", body="%PDF-1.4")
    bench.visit("http://www.a.gov.cn/b.pdf", role="attachment", body="", status=304, outcome="unchanged")
    bench.run()
    assert unfinished() == [PAGE, "http://www.a.gov.cn/a.pdf"]
    bench.visit("http://www.a.gov.cn/nb/", role="list")
    bench.end()
    assert unfinished() == []
