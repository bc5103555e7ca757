"""When: wordings of the period of the statistics, and the dates and years that addresses and columns carry."""

from __future__ import annotations

import pytest

from reportscraper.report.identity.period import date_in_url, find_period, year_in_column, year_in_url


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("统计期限从2022年1月1日起到12月31日止。", ("2022-01-01", "2022-12-31")),
        ("数据统计时限为２０２１年１月１日—２０２１年１２月３１日", ("2021-01-01", "2021-12-31")),
        ("统计期限自二〇一九年一月一日至二〇一九年十二月三十一日止", ("2019-01-01", "2019-12-31")),
        ("统计期限从2022年1月1日始至当年12月31日止", ("2022-01-01", "2022-12-31")),
        ("统计期限自2023年1月1日起，至2023年12月31日止", ("2023-01-01", "2023-12-31")),
        ("统计时间：2023.1.1-2023.12.31", ("2023-01-01", "2023-12-31")),
        ("统计期限为2020年1月至12月", ("2020-01-01", "2020-12-31")),
        ("数据起止时间为2008年5月1日至2008年12月31日", ("2008-05-01", "2008-12-31")),
        ("（2020年1月1日至2020年12月31日）", ("2020-01-01", "2020-12-31")),
    ],
)
def test_wordings_of_the_period(text: str, dates: tuple[str, str]) -> None:
    period = find_period(text)
    assert period is not None
    assert (period.dates, period.year) == (dates, int(dates[0][:4]))


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("统计期限自2018年1月日起至2018年12月31日止", 2018),
        ("统计期限：2024年1月1日到2024年12月32日", 2024),
        ("统计数据截至2022年12月31日", 2022),
    ],
)
def test_defective_period_gives_the_year_alone(text: str, year: int) -> None:
    period = find_period(text)
    assert period is not None
    assert (period.year, period.dates) == (year, None)


def test_other_spans_of_dates_are_no_period() -> None:
    assert find_period("2022年5月10日至5月20日开展宣传活动。") is None
    assert find_period("统计工作有序。2022年5月10日至5月20日开展活动") is None
    assert find_period("") is None


@pytest.mark.parametrize(
    ("url", "date"),
    [
        ("http://q.example/art/2022/1/11/art_1229_48.html", "2022-01-11"),
        ("http://q.example/zfxxgk/202201/t20220117_5780998.html", "2022-01-17"),
        ("http://q.example/2024-01-30/a.shtml", "2024-01-30"),
        ("http://q.example/show/20160111120015-456826.html", "2016-01-11"),
        ("http://q.example/n54935142/c68562960/content.html", None),
        ("http://q.example/2022/13/45/x.html", None),
    ],
)
def test_date_in_url(url: str, date: str | None) -> None:
    assert date_in_url(url) == date


def test_years_in_addresses_and_columns() -> None:
    assert year_in_url("http://q.example/a.jsp?area=1&timeFrame=2021") == 2021
    assert year_in_url("http://q.example/2021/a.html") is None
    assert year_in_column("2022年") == 2022
    assert year_in_column("政府信息公开年报") is None


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("2022年", 2022),
        ("2024年政府信息公开年报汇总", 2024),
        ("部门2020年度政府信息公开工作年度报告", 2020),
        ("2019", 2019),
        ("政府信息公开年报", None),
        ("2020-2022年", None),
        ("2021年工作要点", None),
        ("120195", None),
    ],
)
def test_columns_are_named_after_years(name: str, year: int | None) -> None:
    assert year_in_column(name) == year


@pytest.mark.parametrize(
    ("text", "year", "dates", "whole"),
    [
        ("统计期限自2021年8月1日至2022年6月15日。", 2022, ("2021-08-01", "2022-06-15"), False),
        ("统计期限自2021年7月1日至2022年6月30日。", 2021, ("2021-07-01", "2022-06-30"), False),
        ("统计期限自2021年3月1日至3月1日。", 2021, ("2021-03-01", "2021-03-01"), False),
        ("统计期限自2021年3月2日至3月1日。", 2021, None, False),
        ("数据截至2021年12月31日。", 2021, None, False),
    ],
)
def test_the_year_that_has_most_of_a_period(
    text: str, year: int, dates: tuple[str, str] | None, *, whole: bool
) -> None:
    found = find_period(text)
    assert found is not None
    assert (found.year, found.dates, found.whole) == (year, dates, whole)


def test_an_end_without_statistics_is_no_period() -> None:
    assert find_period("截至2021年12月31日，全县共有乡镇12个。") is None
