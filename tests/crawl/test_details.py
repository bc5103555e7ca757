from __future__ import annotations

from .bench import NB, Crawl, detail, entry, known_page, list_page
from .fakes import FakeKnown, exchange


def test_attachments_of_reports_are_handed_on_after_their_report() -> None:
    report = exchange(NB, "<p>" + "正文" * 300 + '</p><a href="P0202.pdf">年报.pdf</a>')
    crawl = Crawl(
        {
            NB: list_page(entry("t20240119_1.html"), entry("t20240119_2.html", "2023年政府网站工作年度报表")),
            f"{NB}t20240119_1.html": report,
            f"{NB}t20240119_2.html": exchange(NB, "<p>" + "表" * 500 + '</p><a href="W0202.xls">表.xls</a>'),
            f"{NB}P0202.pdf": exchange(NB, b"%PDF-1.4 ..."),
        }
    )
    kinds = [
        (visit.role, visit.exchange.url.removeprefix(NB))
        for visit in crawl.visits
        if visit.role in {"detail", "attachment"}
    ]
    assert kinds == [("detail", "t20240119_1.html"), ("attachment", "P0202.pdf"), ("detail", "t20240119_2.html")]
    file = next(visit for visit in crawl.visits if visit.role == "attachment")
    assert file.listed is not None
    assert file.listed.title == "年报.pdf"
    assert file.listed.linked_from == f"{NB}t20240119_1.html"


def test_a_captcha_before_a_file_ends_the_files_not_the_crawl() -> None:
    page = "<p>" + "正文" * 300 + '</p><a href="a{0}.pdf">a</a><a href="b{0}.pdf">b</a>'
    crawl = Crawl(
        {
            NB: list_page(entry("t20240119_1.html"), entry("t20240119_2.html")),
            f"{NB}t20240119_1.html": exchange(NB, page.format(1)),
            f"{NB}t20240119_2.html": exchange(NB, page.format(2)),
            f"{NB}a1.pdf": exchange(NB, "<p>请输入验证码后下载</p>"),
        }
    )
    assert crawl.seen("attachment") == [("a1.pdf", "challenge")]
    assert [name for name, _ in crawl.seen()] == ["t20240119_1.html", "t20240119_2.html"]


def test_new_unchanged_and_revised_are_told_by_the_hash() -> None:
    same, changed = detail("甲"), detail("乙")
    known = FakeKnown({f"{NB}t20240119_1.html": known_page(same.body), f"{NB}t20240119_2.html": known_page(b"before")})
    crawl = Crawl(
        {
            NB: list_page(*(entry(f"t20240119_{n}.html") for n in (1, 2, 3))),
            f"{NB}t20240119_1.html": same,
            f"{NB}t20240119_2.html": changed,
            f"{NB}t20240119_3.html": detail("丙"),
        },
        known=known,
        refresh="all",
    )
    assert [outcome for _, outcome in crawl.seen()] == ["unchanged", "revised", "new"]


def test_stored_pages_that_are_not_due_are_not_asked_for() -> None:
    pages = {
        f"{NB}t20240119_1.html": known_page(fetched_at="2024-02-09T12:00:00Z"),
        f"{NB}t20240119_2.html": known_page(fetched_at="2024-02-08T12:00:00Z"),
        f"{NB}t20180119_3.html": known_page(fetched_at="2023-08-01T00:00:00Z"),
    }
    crawl = Crawl(
        {
            NB: list_page(
                entry("t20240119_1.html"), entry("t20240119_2.html"), entry("t20180119_3.html", date="2018-01-19")
            )
        },
        known=FakeKnown(pages),
    )
    assert crawl.seen() == [("t20240119_2.html", "gone")]
    assert crawl.summary.not_due == 2


def test_validators_are_sent_and_304_is_unchanged() -> None:
    url = f"{NB}t20240119_1.html"
    known = FakeKnown(
        {url: known_page(fetched_at="2024-02-01T00:00:00Z", etag='"e1"', last_modified="Fri, 19 Jan 2024 00:00:00 GMT")}
    )
    crawl = Crawl({NB: list_page(entry("t20240119_1.html")), url: exchange(url, "", 304)}, known=known)
    sent = dict(next(request for request in crawl.fetcher.requests if request.url == url).headers)
    assert sent == {"If-None-Match": '"e1"', "If-Modified-Since": "Fri, 19 Jan 2024 00:00:00 GMT"}
    assert crawl.seen() == [("t20240119_1.html", "unchanged")]
