"""What a list says of the pages it leads to: body and year by the entry's title, else by the list's columns."""

from __future__ import annotations

import pytest

from reportscraper.model import ListEntry
from reportscraper.report.identity.surroundings import Surroundings, facts_of_entry

SITE = "云溪县人民政府"


def entry(title: str, column: str = "") -> ListEntry:
    return ListEntry("http://www.site.example/a", title, column=column)


@pytest.mark.parametrize(
    ("title", "column", "facts"),
    [
        ("云溪县教育局2021年政府信息公开工作年度报告", "", ("云溪县教育局", 2021)),
        ("教育局2021年政府信息公开工作年度报告", "年报", ("云溪县教育局", 2021)),
        ("政府信息公开工作年度报告", "2020年 > 教育局", ("云溪县教育局", 2020)),
        ("2022年政府信息公开工作年度报告", "县直部门 > 教育局", ("云溪县教育局", 2022)),
        ("2022年政府信息公开工作年度报告", "2020年 / 乡镇街道", (None, 2022)),
        ("政府信息公开工作年度报告", "云溪县人民政府 | 年报", (None, None)),
        ("通知", "", (None, None)),
    ],
)
def test_a_title_leads_and_the_columns_follow(title: str, column: str, facts: tuple[str | None, int | None]) -> None:
    assert facts_of_entry(entry(title, column), SITE) == facts


def test_the_innermost_column_is_weighed_first() -> None:
    around = Surroundings(entry("年报", "教育局 > 财政局"), SITE)
    assert around.column_body(SITE) == ("云溪县财政局", "财政局")


def test_every_year_is_told_with_the_place_that_names_it() -> None:
    around = Surroundings(entry("教育局2021年政府信息公开工作年度报告", "2020年 > 教育局"), SITE)
    assert list(around.years()) == [(2021, "教育局2021年政府信息公开工作年度报告"), (2020, "2020年")]


def test_without_a_list_nothing_is_known() -> None:
    assert (Surroundings().titled_body(SITE), Surroundings().column_body(SITE), list(Surroundings().years())) == (
        None, None, [],
    )  # fmt: skip
