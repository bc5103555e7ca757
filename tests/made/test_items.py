from __future__ import annotations

from collections import Counter

from tests.made.counties import counties
from tests.made.items import items_of
from tests.made.samples import ADDED


def test_reports_and_look_alikes_share_one_list() -> None:
    for county, reports in zip(counties(), (40, 39), strict=True):
        kinds = Counter(item.kind for item in items_of(county, 1))
        assert kinds == {
            "report": reports,
            "website_table": 8,
            "legal_gov_report": 8,
            "interpretation": 8,
            "digest": 8,
            "notice": 8,
            "index": 8,
        }


def test_newest_first_and_numbers_unique() -> None:
    for county in counties():
        items = items_of(county, 2)
        assert [item.published_on for item in items] == sorted((item.published_on for item in items), reverse=True)
        assert len({item.number for item in items}) == len(items)
        assert all(1_000_000 <= item.number < 10_000_000 for item in items)


def test_numbers_and_pages_stay_the_same_between_editions() -> None:
    first, second = ({item.number: item for item in items_of(counties()[1], edition)} for edition in (1, 2))
    assert [second[number].publisher for number in set(second) - set(first)] == [ADDED[0]]
    assert all(first[number] == second[number] for number in first)


def test_look_alikes_hold_no_statutory_table_and_no_unfilled_word() -> None:
    for item in items_of(counties()[0], 1):
        assert "{" not in item.title
        assert "{" not in item.article.replace("{}", "")
        if item.report is None:
            assert "勾稽关系" not in item.article
            assert str(item.year) in item.title


def test_website_table_names_the_site_code() -> None:
    county = counties()[0]
    page = next(item for item in items_of(county, 1) if item.kind == "website_table")
    assert f"<td>网站标识码</td><td>{county.site_code}</td>" in page.article


def test_reports_are_written_in_all_styles() -> None:
    items = (item for county in counties() for item in items_of(county, 1))
    styles = Counter(item.style.name for item in items if item.report)
    assert set(styles) == {"plain", "blocks", "ragged", "word", "run_on"}
    assert min(styles.values()) >= 8
