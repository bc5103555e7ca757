from __future__ import annotations

import pytest

from reportscraper.crawl.splits import is_piece, pieces_of
from reportscraper.fetch import urls
from reportscraper.model import ListEntry

from .bench import NB, Crawl, detail, entry, list_page

REPORT = "云溪县教育局2023年政府信息公开工作年度报告"


def entries(*marks: str, column: str = "年报") -> list[ListEntry]:
    return [ListEntry(f"{NB}{n}.html", f"{REPORT}{mark}", column=column) for n, mark in enumerate(marks)]


@pytest.mark.parametrize(
    ("marks", "first", "further"),
    [
        (("（一）", "（二）"), 0, [1]),
        (("（二）", "（一）"), 1, [0]),
        (("附表", ""), 1, [0]),
        (("（附件表格）", "（正文）"), 1, [0]),
        (("（图文版）", "附表"), 0, [1]),
        (("（三）", "（二）", "（一）"), 2, [1, 0]),
        (("-附件：统计表", "（下）", "（上）"), 2, [1, 0]),
        (("之二", "之一"), 1, [0]),
    ],
)
def test_articles_of_one_report_go_together_in_whatever_order_they_are_listed(
    marks: tuple[str, ...], first: int, further: list[int]
) -> None:
    listed = entries(*marks)
    assert pieces_of(listed) == {urls.key(listed[first].url): tuple(listed[n] for n in further)}


@pytest.mark.parametrize(
    "marks", [("", ""), ("（图文版）", ""), ("（二）", "（三）"), ("附表",), ("", "解读"), ("1", "2")]
)
def test_other_articles_stay_alone(marks: tuple[str, ...]) -> None:
    assert pieces_of(entries(*marks)) == {}


def test_articles_of_other_lists_and_bodies_stay_alone() -> None:
    one, two = entries("（一）")[0], entries("（二）", column="其他")[0]
    other = ListEntry(f"{NB}9.html", "云溪县民政局2023年政府信息公开工作年度报告（二）", column="年报")
    assert pieces_of([one, two, other]) == {}


def test_the_title_of_a_page_tells_it_to_be_a_piece() -> None:
    assert is_piece(f"{REPORT}（一）", f"{REPORT}（二）_云溪县人民政府")
    assert is_piece(REPORT, f"{REPORT}附表 - 云溪县教育局")
    assert not is_piece(REPORT, f"{REPORT}_云溪县人民政府")


def test_the_first_article_brings_the_others_and_they_count_once() -> None:
    names = ("t20240119_1.html", "t20240119_2.html")
    crawl = Crawl(
        {
            NB: list_page(entry(names[0], f"{REPORT}附表"), entry(names[1], REPORT)),
            **{f"{NB}{name}": detail(name) for name in names},
        }
    )
    assert crawl.seen() == [(names[1], "new")]
    assert crawl.seen("attachment") == [(names[0], "new")]
    assert crawl.summary.reports_listed == 1
    assert [listed.met for listed in crawl.summary.account.listed.values()] == ["had", "had"]


def test_a_further_article_is_read_alone_when_the_first_cannot_be_had() -> None:
    names = ("t20240119_1.html", "t20240119_2.html")
    crawl = Crawl(
        {
            NB: list_page(entry(names[0], f"{REPORT}附表"), entry(names[1], REPORT)),
            f"{NB}{names[0]}": detail(),
        }
    )
    assert crawl.seen() == [(names[1], "gone"), (names[0], "new")]
