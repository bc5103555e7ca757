from __future__ import annotations

import datetime as dt

import pytest
from msgspec.structs import replace

from reportscraper.crawl.entries import Entry, is_retry_due
from reportscraper.crawl.known import KnownPage, NoHistory, conditional, is_due
from reportscraper.crawl.remembered import is_good
from reportscraper.fetch.request import Request
from reportscraper.model import ListEntry, Outcome

URL = "http://www.a.gov.cn/1.html"
FEBRUARY = dt.datetime(2024, 2, 10, tzinfo=dt.UTC)
JULY = dt.datetime(2024, 7, 10, tzinfo=dt.UTC)


def listed(listed_on: str | None = "2024-01-20", title: str = "年报") -> ListEntry:
    return ListEntry(url=URL, title=title, listed_on=listed_on)


def stored(days_ago: float, now: dt.datetime = FEBRUARY, outcome: Outcome = "unchanged") -> KnownPage:
    moment = now - dt.timedelta(days=days_ago)
    return KnownPage(outcome=outcome, fetched_at=moment.strftime("%Y-%m-%dT%H:%M:%SZ"), sha256="00")


def test_what_is_not_stored_is_due() -> None:
    assert is_due(None, listed(), "report", FEBRUARY)
    for outcome in ("challenge", "blocked", "unreachable", "oversize"):
        assert is_due(stored(0, outcome=outcome), listed(), "other", FEBRUARY)


@pytest.mark.parametrize("outcome", ["gone", "soft404"])
def test_what_did_not_exist_is_asked_for_weekly(outcome: Outcome) -> None:
    assert not is_due(stored(6.9, outcome=outcome), listed(), "report", FEBRUARY)
    assert is_due(stored(7, outcome=outcome), listed(), "report", FEBRUARY)


@pytest.mark.parametrize("outcome", ["unchanged", "gone"])
def test_what_was_last_asked_for_by_a_clock_that_ran_ahead_is_due(outcome: Outcome) -> None:
    assert is_due(stored(-4000, outcome=outcome), listed("2016-01-20"), "report", FEBRUARY)
    assert not is_due(stored(-0.01, outcome=outcome), listed("2016-01-20"), "report", FEBRUARY)
    assert not is_due(stored(-4000), listed(), "interpretation", FEBRUARY)


def test_a_walk_and_a_retry_of_a_clock_that_ran_ahead_do_not_hold() -> None:
    ahead, soon = "2034-02-10T00:00:00Z", "2024-02-10T00:05:00Z"
    assert not is_good(ahead, URL, FEBRUARY)
    assert is_good(soon, URL, FEBRUARY)
    waits = Entry(URL, "年报", soon, soon, state="listed_unread", due_at=ahead)
    assert is_retry_due(waits, FEBRUARY)
    assert not is_retry_due(replace(waits, due_at="2024-03-08T00:00:00Z"), FEBRUARY)


def test_a_page_that_turned_out_to_be_a_report_is_one_whatever_its_list_says() -> None:
    known = KnownPage(outcome="new", fetched_at="2024-02-01T00:00:00Z", sha256="00", kind="report")
    assert is_due(known, listed(title="青石镇"), "other", FEBRUARY)


@pytest.mark.parametrize(
    ("title", "url", "due"),
    [
        ("青石镇2023年政府信息公开年度报告", URL, True),
        ("青石镇2019年政府信息公开年度报告", URL, False),
        ("青石镇", f"{URL}?area=11&fbtime=2019", False),
        ("青石镇", f"{URL}?area=11&fbtime=2023", True),
        ("青石镇", URL, True),
    ],
)
def test_without_a_date_the_year_that_is_named_tells_the_age(title: str, url: str, due: bool) -> None:
    assert is_due(stored(3), ListEntry(url=url, title=title), "report", FEBRUARY) is due


@pytest.mark.parametrize(
    ("days_ago", "now", "listed_on", "due"),
    [
        (0.9, FEBRUARY, "2024-01-20", False),
        (1.0, FEBRUARY, "2024-01-20", True),
        (23.9, JULY, "2024-01-20", False),
        (30, JULY, "2024-01-20", True),
        (30, FEBRUARY, "2021-01-20", False),
        (291, FEBRUARY, "2021-01-20", False),
        (365, FEBRUARY, "2021-01-20", True),
        (2, FEBRUARY, None, True),
    ],
)
def test_reports_are_due_by_their_age_and_the_season(
    days_ago: float, now: dt.datetime, listed_on: str | None, due: bool
) -> None:
    known = KnownPage(outcome="new", fetched_at=stored(days_ago, now).fetched_at, sha256="00", listed_on=listed_on)
    assert is_due(known, listed(listed_on), "report", now) is due


def test_other_pages_are_not_due_again() -> None:
    assert not is_due(stored(4000), ListEntry(url=URL, title="解读"), "interpretation", FEBRUARY)


def test_what_its_list_shows_otherwise_is_due() -> None:
    known = KnownPage(
        outcome="new", fetched_at="2024-02-09T23:00:00Z", sha256="00", title="年报", listed_on="2024-01-20"
    )
    assert not is_due(known, listed(), "report", FEBRUARY)
    assert is_due(known, listed(title="年报（更正）"), "other", FEBRUARY)
    assert is_due(known, listed(listed_on="2024-02-01"), "other", FEBRUARY)


def test_validators_are_trusted_for_ninety_days() -> None:
    fresh = KnownPage(outcome="new", fetched_at="2024-02-01T00:00:00Z", etag="e", last_modified="m")
    old = KnownPage(outcome="new", fetched_at="2023-11-01T00:00:00Z", etag="e")
    failed = KnownPage(outcome="gone", fetched_at="2024-02-01T00:00:00Z", etag="e")
    request = Request(URL, headers=(("Referer", "r"),))
    headers = (("Referer", "r"), ("If-None-Match", "e"), ("If-Modified-Since", "m"))
    assert conditional(request, fresh, FEBRUARY).headers == headers
    for known in (old, failed, None):
        assert conditional(request, known, FEBRUARY) == request


@pytest.mark.parametrize("odd", ['"a中 b"', '"a\xe4\xb8\xad b"', "a\nb", "a\x00", " ", "\xb5"])
def test_a_validator_that_no_request_can_carry_is_not_sent_back(odd: str) -> None:
    known = KnownPage(outcome="new", fetched_at="2024-02-01T00:00:00Z", etag=odd, last_modified=odd)
    assert conditional(Request(URL), known, FEBRUARY) == Request(URL)
    known = KnownPage(outcome="new", fetched_at="2024-02-01T00:00:00Z", etag=odd, last_modified="m")
    assert conditional(Request(URL), known, FEBRUARY).headers == (("If-Modified-Since", "m"),)


def test_nothing_knows_nothing() -> None:
    assert NoHistory().page(URL) is None
    assert NoHistory().resting("www.a.gov.cn") is None


def test_an_answer_that_nothing_changed_counts_as_asked_but_not_as_had() -> None:
    known = KnownPage(
        outcome="unchanged", fetched_at="2023-10-01T00:00:00Z", checked_at="2024-02-09T12:00:00Z", etag='"1"'
    )
    assert not is_due(known, listed(), "report", FEBRUARY)
    assert is_due(known, listed(), "report", dt.datetime(2024, 2, 10, 12, tzinfo=dt.UTC))
    assert conditional(Request(URL), known, FEBRUARY).headers == (), "a body of 90 days ago is asked for whole"


def test_what_came_on_one_day_does_not_come_due_on_one_day() -> None:
    known = stored(27, JULY)
    due = [
        is_due(known, ListEntry(f"http://www.a.gov.cn/{number}.html", "年报", "2024-01-20"), "report", JULY)
        for number in range(200)
    ]
    assert 80 < sum(due) < 120
