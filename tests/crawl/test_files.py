from __future__ import annotations

import hashlib

import pytest

from reportscraper.crawl.known import KnownPage
from reportscraper.model import Exchange, ListEntry

from .bench import NB, Crawl, entry, known_page, list_page
from .fakes import HTML, FakeKnown, Script, exchange

PAGE, PDF, DOC = (f"{NB}{name}" for name in ("t20240119_1.html", "P1.pdf", "P1.docx"))
BEFORE, LATELY, TODAY = "2023-12-01T00:00:00Z", "2024-02-08T00:00:00Z", "2024-02-09T18:00:00Z"
TAGGED = (("Content-Type", "application/pdf"), ("ETag", '"p1"'), ("Last-Modified", "Fri, 19 Jan 2024 00:00:00 GMT"))


def report(text: str = "正文", *links: str) -> Exchange:
    anchors = "".join(f'<a href="{name}">{name}</a>' for name in links or ("P1.pdf",))
    return exchange(PAGE, f"<p>{text * 300}</p>{anchors}")


def pdf(text: str = "1", status: int = 200, headers: tuple[tuple[str, str], ...] = TAGGED) -> Exchange:
    return exchange(PDF, f"%PDF-{text}" if status == 200 else "", status, headers)


def file_known(fetched_at: str, body: Exchange | None = None) -> KnownPage:
    return known_page((body or pdf()).body, fetched_at=fetched_at)


def crawl(page: Exchange, file: Script, known: dict[str, KnownPage], date: str = "2024-01-19", **more: object) -> Crawl:
    replies: dict[str, Script] = {NB: list_page(entry("t20240119_1.html", date=date)), PAGE: page, PDF: file}
    return Crawl(replies, known=FakeKnown(known), **more)  # type: ignore[arg-type]


def page_known(body: Exchange, fetched_at: str = LATELY, **more: object) -> KnownPage:
    return known_page(body.body, fetched_at=fetched_at, **more)


def test_a_file_that_was_asked_for_lately_is_let_be_while_its_page_is_the_same() -> None:
    done = crawl(report(), pdf(), {PAGE: page_known(report()), PDF: file_known(TODAY)})
    assert done.seen() == [("t20240119_1.html", "unchanged")]
    assert done.seen("attachment") == []


def test_the_files_of_a_revised_page_are_asked_for_again() -> None:
    now = exchange(PAGE, report("更正").body.decode(), headers=HTML)
    known = {PAGE: page_known(report()), PDF: file_known("2024-01-31T23:00:00Z")}
    done = crawl(now, pdf("2"), known, date="2019-01-19")
    assert done.seen() == [], "an old report is not due after a day"
    done = crawl(now, pdf("2"), known | {PAGE: page_known(report(), "2022-02-08T00:00:00Z")}, date="2019-01-19")
    assert done.seen() == [("t20240119_1.html", "revised")]
    assert done.seen("attachment") == [("P1.pdf", "revised")]


def test_a_file_asked_for_after_its_page_had_changed_is_not_asked_for_twice() -> None:
    known = {PAGE: page_known(report()), PDF: file_known(TODAY)}
    done = crawl(report("更正"), pdf("2"), known)
    assert (done.seen(), done.seen("attachment")) == ([("t20240119_1.html", "revised")], [])


@pytest.mark.parametrize(
    ("date", "asked_at", "is_asked"),
    [
        ("2024-01-19", LATELY, True),
        ("2024-01-19", TODAY, False),
        ("2019-01-19", BEFORE, False),
        ("2019-01-19", "2023-02-01T00:00:00Z", True),
    ],
)
def test_files_are_due_as_their_page_is(date: str, asked_at: str, is_asked: bool) -> None:
    known = {PAGE: page_known(report(), "2022-01-01T00:00:00Z"), PDF: file_known(asked_at)}
    done = crawl(report(), pdf("corrected"), known, date)
    assert done.seen("attachment") == ([("P1.pdf", "revised")] if is_asked else [])


def test_the_name_of_a_file_is_no_new_title_of_its_page() -> None:
    known = {PAGE: page_known(report()), PDF: file_known(TODAY)}
    known[PDF] = known_page(pdf().body, fetched_at=TODAY, title="P1.pdf", listed_on="2020-01-01")
    assert crawl(report(), pdf(), known).seen("attachment") == []


def test_validators_come_from_the_archived_file() -> None:
    known = {PAGE: page_known(report()), PDF: file_known(LATELY)}
    done = crawl(report(), pdf(status=304), known, stored={PDF: pdf()})
    sent = dict(done.fetcher.requests[-1].headers)
    assert sent == {
        "Referer": PAGE,
        "If-None-Match": '"p1"',
        "If-Modified-Since": "Fri, 19 Jan 2024 00:00:00 GMT",
    }
    assert done.seen("attachment") == [("P1.pdf", "unchanged")]


def test_without_validators_the_hash_tells() -> None:
    known = {PAGE: page_known(report()), PDF: file_known(LATELY)}
    done = crawl(report(), pdf(), known, stored={PDF: pdf(headers=HTML)})
    assert dict(done.fetcher.requests[-1].headers) == {"Referer": PAGE}
    assert done.seen("attachment") == [("P1.pdf", "unchanged")]


def test_a_page_said_to_be_unchanged_hands_out_the_files_of_its_archived_copy() -> None:
    same = exchange(PAGE, "", 304)
    known = {PAGE: page_known(report(), LATELY, etag='"1"'), PDF: file_known(LATELY)}
    done = crawl(same, pdf("corrected"), known, stored={PAGE: report()})
    assert done.seen("attachment") == [("P1.pdf", "revised")]
    assert crawl(same, pdf("corrected"), known).seen("attachment") == [], "without the copy there is nothing to follow"


def test_the_parts_of_an_article_come_in_order_before_its_files_and_name_the_first() -> None:
    pager = "<script>createPageHTML(3, 0, 't20240119_1', 'html')</script>"
    page = exchange(PAGE, report().body.decode() + pager)
    done = crawl(page, pdf(), {})
    visits = [visit for visit in done.visits if visit.role == "attachment"]
    names = ["t20240119_1_1.html", "t20240119_1_2.html", "P1.pdf"]
    assert [visit.exchange.url.removeprefix(NB) for visit in visits] == names
    assert {visit.listed.linked_from for visit in visits if visit.listed} == {PAGE}


def test_files_of_a_page_that_moved_are_linked_from_the_address_it_is_stored_under() -> None:
    moved = exchange(PAGE, "", 302, (("Location", "/zwgk/new/1.html"),))
    replies: dict[str, Script] = {
        NB: list_page(entry("t20240119_1.html")),
        PAGE: moved,
        "http://www.a.gov.cn/zwgk/new/1.html": report(),
        "http://www.a.gov.cn/zwgk/new/P1.pdf": pdf(),
    }
    done = Crawl(replies)
    file = done.visits[-1]
    page = next(visit for visit in done.visits if visit.role == "detail" and visit.outcome == "new")
    assert file.exchange.url == "http://www.a.gov.cn/zwgk/new/P1.pdf"
    assert file.listed is not None
    assert file.listed.linked_from == page.exchange.url == PAGE


def test_a_run_that_died_after_a_revised_page_asks_for_its_files_again() -> None:
    now = report("更正", "P1.pdf", "P1.docx")
    known = {
        PAGE: KnownPage(outcome="revised", fetched_at=now.fetched_at, sha256=hashlib.sha256(now.body).hexdigest()),
        PDF: file_known("2024-02-01T00:00:01Z"),
        DOC: file_known("2024-01-31T00:00:00Z"),
    }
    listed = ListEntry(url=PAGE, title="某局2018年政府信息公开年度报告", listed_on="2019-01-19")
    done = crawl(now, pdf(), known, "2019-01-19", interrupted=(now, listed))
    assert done.seen("attachment") == [("P1.docx", "gone")], "the other one was asked for before the run died"
