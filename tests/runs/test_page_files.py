"""Files that pages hand out, from the archive into the database: joined, filed on their own, corrected later, read anew."""

from __future__ import annotations

import datetime as dt
import pickle
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from reportscraper.archive.reader import read
from reportscraper.archive.writer import Archive
from reportscraper.documents import read_file
from reportscraper.documents.html.document import read_document
from reportscraper.forms import catalogue
from reportscraper.model import Document, Exchange, ListEntry, Outcome, Role
from reportscraper.report.read import PageFile, PageReading, parse_report, read_page
from reportscraper.runs.data_folder import DataFolder
from reportscraper.runs.job import PageJob, read_page_job
from reportscraper.runs.page_filer import PageFiler
from reportscraper.runs.provenance import Provenance
from reportscraper.runs.rebuild import rebuild
from reportscraper.runs.result import parser_version
from reportscraper.store.hashes import table_hashes
from reportscraper.store.writer import Store
from tests.made import render
from tests.made.counties import counties
from tests.made.truth import TrueReport, make_report

from ..documents import words
from ..documents.printed import true_report

TRUE = true_report("2021")
COVER = render.plain_page(TRUE.title, '<p>全文请见附件。</p><p><a href="/files/a.docx">下载</a></p>')
HOME = "http://www.a.gov.cn"
PAGE, FILE = f"{HOME}/nb/t20230119_1.html", f"{HOME}/files/a.docx"


class Bench:
    """An archive and a database that grow exchange by exchange."""

    def __init__(self, folder: Path) -> None:
        self.places = DataFolder(folder)
        self.store = Store.open(self.places.database)
        self.archive = Archive.open(self.places.archive)
        self.store.seed_indicators(catalogue())
        self.filer = PageFiler(self.store, parser_version(), read=lambda each: read(self.places.archive, each))
        self.store.save_county("330683", "云溪县", province="浙江省", home=f"{HOME}/")
        self.clock = dt.datetime(2023, 2, 1, 8, tzinfo=dt.UTC)

    def page(
        self,
        data: str = COVER,
        *,
        url: str = PAGE,
        outcome: Outcome = "new",
        status: int = 200,
        listed: str = TRUE.title,
    ) -> None:
        """The page of a report arrives."""
        self._take(url, data.encode(), "detail", outcome, ListEntry(url, listed, "2023-01-19"), status=status)

    def file(
        self,
        data: bytes,
        *,
        url: str = FILE,
        linked_from: str | None = PAGE,
        outcome: Outcome = "new",
        status: int = 200,
    ) -> None:
        """A file arrives."""
        listed = ListEntry(url, "附件", linked_from=linked_from)
        self._take(url, data, "attachment", outcome, listed, status=status)

    def _take(
        self, url: str, data: bytes, role: Role, outcome: Outcome, listed: ListEntry, *, status: int = 200
    ) -> None:
        self.clock += dt.timedelta(seconds=2)
        exchange = Exchange(url, url, "GET", status, (), data, self.clock.strftime("%Y-%m-%dT%H:%M:%SZ"))
        source = Provenance("330683", "云溪县", "浙江省", f"{HOME}/", role, outcome, listed)
        self.filer.take(exchange, self.archive.append(exchange, source.context()), source)

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """Rows of a query on the database, once what was gathered is filed."""
        self.filer.file_gathered()
        with closing(sqlite3.connect(f"file:{self.places.database}?mode=ro", uri=True)) as connection:
            return connection.execute(sql).fetchall()

    def hashes(self) -> dict[str, str]:
        """The database's content; tables that a rebuild fills otherwise are left out."""
        self.filer.file_gathered()
        with closing(sqlite3.connect(f"file:{self.places.database}?mode=ro", uri=True)) as connection:
            return table_hashes(connection)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path)
    yield made
    made.archive.close()
    made.store.close()


def docx_of(true: TrueReport) -> bytes:
    return words.write(true, words.HANDS[0])


def other_report(*, year: int = 2022, body: int = 0) -> TrueReport:
    county = counties()[0]
    return make_report("files", county, county.bodies[body], year, "2021")


def amounts(true: TrueReport) -> list[tuple[object, ...]]:
    """Indicator, applicant and value of all cells with a number."""
    found = [(key[0], key[1], each.value) for key, each in true.figures.items() if each.kind == "number"]
    return sorted(found, key=str)


STORED = """
SELECT indicator, applicant, value FROM figure_list WHERE kind = 'number' AND county = '云溪县' AND year = {}
"""


def test_a_cover_page_gets_the_figures_of_its_file(bench: Bench) -> None:
    bench.page()
    assert bench.rows("SELECT count(*) FROM figure") == [(0,)]
    bench.file(docx_of(TRUE))
    assert sorted(bench.rows(STORED.format(2022)), key=str) == amounts(TRUE)
    assert bench.rows("SELECT version_id, position, base, url FROM part") == [(1, 1, 0, FILE)]
    assert bench.rows("SELECT body.name, report.year FROM report JOIN body ON body.id = body_id") == [
        (TRUE.body.name, 2022)
    ]
    counts = bench.filer.results["330683"].counts
    assert (counts["found"], counts["new"], counts["revised"], counts["figures"]) == (1, 1, 0, len(TRUE.figures))


def test_the_part_names_the_bytes_that_the_figures_were_read_from(bench: Bench) -> None:
    bench.page()
    bench.file(docx_of(TRUE))
    assert bench.rows(
        "SELECT capture.url FROM figure JOIN part USING (version_id) JOIN capture ON capture.id = part.capture_id "
        "WHERE place / 1048576 > base GROUP BY 1"
    ) == [(FILE,)]


def test_a_corrected_file_is_a_revision_and_the_old_figures_stay(bench: Bench) -> None:
    bench.page()
    bench.file(docx_of(TRUE))
    corrected = make_report("corrected", TRUE.county, TRUE.body, TRUE.year, "2021")
    bench.file(docx_of(corrected), outcome="revised")
    assert sorted(bench.rows(STORED.format(2022)), key=str) == amounts(corrected)
    assert bench.rows("SELECT number, is_current FROM report_version ORDER BY 1") == [(1, 0), (2, 1)]
    assert bench.rows("SELECT count(*) FROM figure WHERE version_id = 1") == [(len(TRUE.figures),)]
    assert bench.filer.results["330683"].counts["revised"] == 1


def test_a_page_seen_again_keeps_what_its_file_holds(bench: Bench) -> None:
    bench.page()
    bench.file(docx_of(TRUE))
    bench.page(outcome="unchanged")
    bench.file(b"", outcome="unchanged", status=304)
    assert sorted(bench.rows(STORED.format(2022)), key=str) == amounts(TRUE)
    assert bench.rows("SELECT count(*) FROM report_version") == [(1,)]


def test_a_page_revised_is_read_with_the_file_it_still_hands_out(bench: Bench) -> None:
    bench.page()
    bench.file(docx_of(TRUE))
    bench.page(COVER.replace("全文请见附件。", "全文请见下方附件。"), outcome="revised")
    assert sorted(bench.rows(STORED.format(2022)), key=str) == amounts(TRUE)


def test_a_file_exchanged_for_one_of_another_name_no_longer_counts(bench: Bench) -> None:
    bench.page()
    bench.file(docx_of(other_report(year=2022)))
    corrected = make_report("corrected", TRUE.county, TRUE.body, TRUE.year, "2021")
    bench.page(COVER.replace("a.docx", "b.docx"), outcome="revised")
    bench.file(docx_of(corrected), url=f"{HOME}/files/b.docx")
    assert sorted(bench.rows(STORED.format(2022)), key=str) == amounts(corrected)


def test_an_article_that_goes_on_is_read_to_its_end(bench: Bench) -> None:
    whole = render.page(TRUE, render.PLAIN)
    cut = whole.index("<table", whole.index("<table") + 6)
    pager = '<script>createPageHTML(2, 0, "t20230119_1", "html");</script></div></body></html>'
    bench.page(whole[:cut] + pager)
    rest = render.plain_page(TRUE.title, whole[cut:].removesuffix("</div>\n</body></html>\n"))
    bench.file(rest.encode(), url=PAGE.replace("_1.html", "_1_1.html"))
    assert sorted(bench.rows(STORED.format(2022)), key=str) == amounts(TRUE)


def test_files_of_other_bodies_are_reports_of_their_own(bench: Bench) -> None:
    links = "".join(f'<a href="/files/{at}.docx">附件</a>' for at in (0, 1))
    bench.page(COVER.replace("全文请见附件。", links))
    others = [other_report(body=at) for at in (1, 2)]
    for at, other in enumerate(others):
        bench.file(docx_of(other), url=f"{HOME}/files/{at}.docx")
    assert bench.rows(
        "SELECT name FROM report JOIN body ON body.id = body_id WHERE EXISTS "
        "(SELECT 1 FROM report_version AS v JOIN figure ON figure.version_id = v.id WHERE v.report_id = report.id) ORDER BY 1"
    ) == sorted((other.body.name,) for other in others)
    assert bench.rows("SELECT count(*) FROM part") == [(0,)]


def test_a_file_that_a_list_shows_is_a_report_of_its_own(bench: Bench) -> None:
    bench.file(docx_of(TRUE), linked_from=None)
    assert sorted(bench.rows(STORED.format(2022)), key=str) == amounts(TRUE)
    assert bench.rows("SELECT url, kind FROM page") == [(FILE, "report")]


def test_a_file_that_cannot_be_read_costs_nothing_but_a_finding(bench: Bench) -> None:
    bench.page(render.page(TRUE, render.PLAIN).replace("</h1>", '</h1><a href="/files/a.docx">下载</a>'))
    bench.file(b"%PDF-1.7 broken")
    assert sorted(bench.rows(STORED.format(2022)), key=str) == amounts(TRUE)
    assert bench.rows("SELECT severity FROM finding WHERE rule = 'attachment_unread'") == [("info",)]
    assert bench.filer.results["330683"].problems == []


def test_reading_the_archive_anew_gives_the_same_database(bench: Bench) -> None:
    bench.page()
    bench.file(docx_of(TRUE))
    bench.page(COVER.replace("全文请见附件。", "全文请见下方附件。"), outcome="revised")
    bench.file(docx_of(make_report("corrected", TRUE.county, TRUE.body, 2022, "2021")), outcome="revised")
    bench.filer.file_gathered()
    run = bench.store.add_run("bench", parser_version=parser_version(), started="2023-02-01T08:00:00Z")
    bench.store.finish_run(run, finished="2023-02-01T09:00:00Z", counts={})
    before = bench.hashes()
    bench.store.close()
    result = rebuild(bench.places, [])
    assert result.problems == []
    after = bench.hashes()
    assert {name for name in before if before[name] != after[name]} <= {
        "finding"
    }  # the years are compared by a rebuild


def test_pages_of_an_article_are_read_in_its_order_though_one_came_later(bench: Bench) -> None:
    whole = render.page(TRUE, render.PLAIN)
    first = whole.index("<table")
    second = whole.index("<table", first + 6)
    pager = '<script>createPageHTML(3, 0, "t20230119_1", "html");</script></div></body></html>'
    last = whole[second:].removesuffix("</div>\n</body></html>\n")
    bench.page(whole[:first] + pager)
    for number, piece in ((2, last), (1, whole[first:second])):
        bench.file(render.plain_page(TRUE.title, piece).encode(), url=PAGE.replace("_1.html", f"_1_{number}.html"))
    assert sorted(bench.rows(STORED.format(2022)), key=str) == amounts(TRUE)
    assert bench.rows("SELECT replace(url, rtrim(url, replace(url, '/', '')), '') FROM part ORDER BY position") == [
        ("t20230119_1_1.html",),
        ("t20230119_1_2.html",),
    ]


def test_a_file_of_a_page_that_is_no_report_any_more_is_one_of_its_own(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.page()
    bench.filer.file_gathered()

    def as_notice(data: bytes, files: Sequence[PageFile], **given: str | None) -> PageReading:
        reading = read_page(data, files, **given)
        if given["url"] != PAGE:
            return reading
        report = msgspec.structs.replace(reading.report, is_report=False, kind="notice", figures=())
        return PageReading(report, tuple((file.url, parse_report(file.data, url=file.url)) for file in files))

    monkeypatch.setattr("reportscraper.runs.job.read_page", as_notice)
    bench.file(docx_of(TRUE))
    assert sorted(bench.rows(STORED.format(2022)), key=str) == amounts(TRUE)
    assert bench.rows("SELECT url FROM report_version WHERE is_current") == [(FILE,)]


@pytest.mark.parametrize("count", [4, *(pytest.param(count, marks=pytest.mark.slow) for count in (12, 20))])
def test_a_page_and_its_files_are_each_read_once(bench: Bench, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    """A page with 12 files took 42 readings, one with 20 files 174, as long as each file led to the page's being read again."""
    names = [f"/files/{number:02}.docx" for number in range(count)]
    cover = COVER.replace('<a href="/files/a.docx">下载</a>', "".join(f'<a href="{name}">附件</a>' for name in names))
    read_at: list[bytes] = []

    def note_file(data: bytes) -> Document:
        read_at.append(data)
        return read_file(data)

    def note_page(text: str, utf8: bytes | None = None) -> Document:
        read_at.append(text.encode())
        return read_document(text, utf8)

    monkeypatch.setattr("reportscraper.report.page.read_file", note_file)
    monkeypatch.setattr("reportscraper.report.page.read_document", note_page)
    bench.page(cover)
    for number, name in enumerate(names):
        other = other_report(body=number % 3, year=2010 + number % 12)
        bench.file(docx_of(TRUE if number == 3 else other), url=HOME + name)
    assert sorted(bench.rows(STORED.format(2022)), key=str) == amounts(TRUE)
    assert len(read_at) == count + 1
    bench.store.close()
    assert rebuild(bench.places, []).problems == []
    assert len(read_at) == 2 * (count + 1)


def test_a_single_file_that_comes_later_leads_to_one_more_reading(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    links = "".join(f'<a href="/files/{name}.docx">附件</a>' for name in "abc")
    bench.page(COVER.replace('<a href="/files/a.docx">下载</a>', links))
    for name in "abc":
        bench.file(docx_of(TRUE if name == "a" else other_report(year=2020)), url=f"{HOME}/files/{name}.docx")
    bench.filer.file_gathered()
    jobs: list[PageJob] = []

    def note(job: PageJob) -> PageReading | str:
        jobs.append(job)
        return read_page_job(job)

    monkeypatch.setattr("reportscraper.runs.pool.read_page_job", note)
    bench.page(outcome="unchanged", status=304)
    corrected = make_report("corrected", TRUE.county, TRUE.body, TRUE.year, "2021")
    bench.file(docx_of(corrected), outcome="revised")
    assert sorted(bench.rows(STORED.format(2022)), key=str) == amounts(corrected)
    assert [len(job.files) for job in jobs] == [3]


def test_a_job_of_reading_can_be_sent_to_another_process(bench: Bench) -> None:
    bench.page()
    bench.file(docx_of(TRUE))
    [(gathering, job)] = bench.filer.jobs("330683")
    reading = read_page_job(pickle.loads(pickle.dumps(job)))
    assert pickle.loads(pickle.dumps(reading)) == reading
    assert isinstance(reading, PageReading)
    bench.filer.file(gathering, reading)
    assert sorted(bench.rows(STORED.format(2022)), key=str) == amounts(TRUE)
