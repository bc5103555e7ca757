"""Which form a document uses and which print of a table counts: each rule by itself, at its bound."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from reportscraper.forms import CellKey, Form, form_named
from reportscraper.model import Cell, Finding
from reportscraper.report.tables.recognise_base import AmbiguousRow, FigureSpot, TableMatch
from reportscraper.report.tables.select_form import absent, choose_form, choose_readings, form_findings


def form(name: str) -> Form:
    found = form_named(name)
    assert found is not None
    return found


def keys(name: str, table: str) -> list[CellKey]:
    """The cells of a table of a form, in printed order."""
    return next(list(each.figures) for each in form(name).tables if each.id == table)


def reading(
    table: str,
    cells: Iterable[CellKey],
    text: str = "3",
    *,
    grid: int = 1,
    hidden: bool = False,
    years: Iterable[int] = (),
    doubted: Iterable[CellKey] = (),
) -> TableMatch:
    """A print in which each of the cells says the text."""
    spots = {key: FigureSpot(Cell(text, 2, 3), grid) for key in cells}
    doubts = [AmbiguousRow("line", tuple(doubted), (), grid, 2)] if doubted else []
    return TableMatch(table, spots, doubts=doubts, grids=[grid], years=set(years), hidden=hidden)


def chosen(readings: list[TableMatch], year: int | None) -> str | None:
    found = choose_form(readings, year)
    return found.id if found else None


def rules(findings: Iterable[Finding]) -> list[tuple[str, str, int | None]]:
    """Rule, severity and grid of each finding, those on tables that were not printed left out."""
    return [(each.rule, each.severity, each.table) for each in findings if each.rule != "missing_table"]


OF_2019 = [key for key in keys("2019", "ch3") if key not in keys("2021", "ch3")]
OF_2021 = [key for key in keys("2021", "ch3") if key not in keys("2019", "ch3")]
OF_BOTH = [key for key in keys("2021", "ch3") if key in keys("2019", "ch3")]


def test_without_a_table_there_is_no_form() -> None:
    assert choose_form([], 2022) is None
    assert choose_form([], None) is None


def test_the_form_that_has_most_of_the_cells_wins_whatever_the_year() -> None:
    assert chosen([reading("ch3", OF_2019[:1])], 2022) == "2019"
    assert chosen([reading("ch3", OF_2021[:1])], 2019) == "2021"
    assert chosen([reading("ch3", [*OF_2019[:2], *OF_2021[:1]])], 2022) == "2019"
    assert chosen([reading("stat2014", keys("2014", "stat2014")[:1])], 2022) == "2014"


def test_cells_that_cannot_be_given_to_columns_speak_for_a_form_as_well() -> None:
    assert chosen([reading("ch3", OF_2021[:1], doubted=OF_2019[:2])], 2022) == "2019"


def test_cells_count_before_tables() -> None:
    annex = reading("stat2014", keys("2014", "stat2014")[:3])
    assert chosen([annex, reading("ch3", OF_BOTH[:1]), reading("ch4", keys("2021", "ch4")[:1])], 2022) == "2014"


def test_between_equal_cells_the_form_that_has_more_of_the_tables_wins() -> None:
    annex = reading("stat2014", keys("2014", "stat2014")[:2])
    two = [reading("ch3", OF_2019[:1]), reading("ch4", keys("2019", "ch4")[:1])]
    assert chosen([annex, *two], 2016) == "2019"


@pytest.mark.parametrize(("year", "expected"), [(2020, "2019"), (2021, "2021"), (2016, "2021"), (None, "2021")])
def test_between_equal_tables_the_year_decides_then_the_newest(year: int | None, expected: str) -> None:
    assert chosen([reading("ch3", OF_BOTH)], year) == expected
    assert chosen([reading("ch3", [])], year) == expected


FUJIAN = keys("2009-fujian", "stat_fujian")
OLD = keys("2008", "stat2008")


def test_a_provinces_form_is_that_of_a_page_with_more_of_its_cells_whatever_the_year() -> None:
    for year in (2010, 2016, 2022, None):
        assert chosen([reading("stat_fujian", FUJIAN[:3]), reading("stat2008", OLD[:2], grid=2)], year) == "2009-fujian"
        assert chosen([reading("stat_fujian", FUJIAN[:2]), reading("stat2008", OLD[:3], grid=2)], year) == "2008"


def test_between_equal_cells_the_nations_form_comes_before_a_provinces() -> None:
    """Its first year is later than that of 2008, and no year makes it the form in force."""
    even = [reading("stat_fujian", FUJIAN[:2]), reading("stat2008", OLD[:2], grid=2)]
    assert {chosen(readings, year) for readings in (even, even[::-1]) for year in (2009, 2012, 2016, None)} == {"2008"}


@pytest.mark.parametrize(("year", "count"), [(2008, 1), (2009, 0), (2018, 0), (2019, 1), (None, 0)])
def test_a_provinces_form_is_told_only_outside_its_years(year: int | None, count: int) -> None:
    assert len(list(form_findings(form("2009-fujian"), year, ()))) == count


def test_a_provinces_form_breaks_no_notice() -> None:
    assert not list(form_findings(form("2009-fujian"), 2016, ["国办发〔2014〕32号"]))


@pytest.mark.parametrize(
    ("name", "year", "found"),
    [
        ("2021", 2021, []),
        ("2021", 2020, ["tables are those of form 2021, the form for 2020 is 2019"]),
        ("2019", 2021, ["tables are those of form 2019, the form for 2021 is 2021"]),
        ("2019", None, []),
        ("2019", 2007, []),
    ],
)
def test_a_form_that_is_not_the_one_in_force_is_told(name: str, year: int | None, found: list[str]) -> None:
    findings = list(form_findings(form(name), year, ()))
    assert [each.message for each in findings] == found
    assert {(each.rule, each.severity) for each in findings} <= {("form_year_mismatch", "warning")}


@pytest.mark.parametrize(
    ("paragraphs", "cited"),
    [
        (["按照国办公开办函〔2019〕60号编制"], "国办公开办函〔2019〕60号"),
        (["按照国办公开办函", "〔2019〕60号国办编制"], "国办公开办函〔2019〕60号"),
        (["国办发〔2014〕32号、国办公开办函〔2019〕60号"], "国办公开办函〔2019〕60号"),
        (["国办公开办函〔2019〕60号、国办公开办函〔2021〕30号"], None),
        (["国办公开办函〔2021〕30号"], None),
        (["县政办〔2019〕60号"], None),
        ([], None),
    ],
)
def test_a_notice_of_another_form_is_told(paragraphs: list[str], cited: str | None) -> None:
    findings = list(form_findings(form("2021"), 2022, paragraphs))
    expected = [f"tables are those of form 2021, the notice cited is {cited}"] if cited else []
    assert [each.message for each in findings] == expected
    assert {(each.rule, each.severity) for each in findings} <= {("form_notice_mismatch", "info")}


def test_a_table_that_was_not_printed_is_missing() -> None:
    used, findings = choose_readings([reading("ch3", OF_BOTH)], form("2021"), 2022)
    assert [(table.id, each.grids) for table, each in used] == [("ch3", [1])]
    assert [(each.rule, each.severity, each.message) for each in findings] == [
        ("missing_table", "warning", "“Information published on the body's own initiative” was not found"),
        ("missing_table", "warning", "“Administrative reconsideration and court cases” was not found"),
    ]


def best(*readings: TableMatch, year: int | None = 2022) -> int:
    """The grid of the print that counts."""
    ((_, used),), _ = choose_readings(readings, form("2021"), year)
    return used.grids[0]


def test_a_visible_print_counts_before_one_of_the_right_year() -> None:
    hidden = reading("ch3", OF_BOTH, hidden=True, years=[2022])
    assert best(hidden, reading("ch3", OF_BOTH[:1], grid=2, years=[2021])) == 2


def test_the_caption_counts_before_the_fuller_print() -> None:
    plain = reading("ch3", OF_BOTH)
    of_year = reading("ch3", OF_BOTH[:1], grid=2, years=[2021, 2022])
    of_another = reading("ch3", OF_BOTH, grid=3, years=[2021])
    assert best(of_another, plain, of_year) == 2
    assert best(of_another, plain) == 1
    assert best(of_another, of_year, year=None) == 3


def test_the_fuller_print_counts_then_the_first() -> None:
    assert best(reading("ch3", OF_BOTH[:3]), reading("ch3", OF_BOTH[:4], grid=2)) == 2
    assert best(reading("ch3", OF_BOTH[:3]), reading("ch3", OF_BOTH[1:4], grid=2)) == 1


def told(*readings: TableMatch, year: int | None = 2022) -> list[tuple[str, str, int | None]]:
    return rules(choose_readings(readings, form("2021"), year)[1])


def test_a_caption_of_another_year_is_told() -> None:
    assert told(reading("ch3", OF_BOTH, years=[2020, 2021])) == [("other_year_caption", "warning", 1)]
    assert told(reading("ch3", OF_BOTH, years=[2021, 2022])) == []
    assert told(reading("ch3", OF_BOTH)) == []
    assert told(reading("ch3", OF_BOTH, years=[2021]), year=None) == []
    found = choose_readings([reading("ch3", OF_BOTH, years=[2021, 2020])], form("2021"), 2022)[1]
    assert [each.message for each in found if each.table] == ["captioned 2020, 2021"]


def test_a_second_print_of_another_year_is_left_out() -> None:
    whole = reading("ch3", OF_BOTH)
    assert told(whole, reading("ch3", OF_BOTH, "4", grid=2, years=[2021])) == [("other_year_table", "warning", 2)]


def test_a_second_print_without_a_figure_is_unread() -> None:
    assert told(reading("ch3", OF_BOTH), reading("ch3", [], grid=2)) == [("unread_table", "warning", 2)]


@pytest.mark.parametrize(
    ("text", "other", "expected"),
    [
        ("3", "3", ("duplicate_table", "info", 2)),
        ("1,234", "1234", ("duplicate_table", "info", 2)),
        ("3", "4", ("duplicate_table_differs", "error", 2)),
        ("0", "无", ("duplicate_table_differs", "error", 2)),
        ("0", "", ("duplicate_table_differs", "error", 2)),
        ("", "/", ("duplicate_table_differs", "error", 2)),
    ],
)
def test_a_second_print_is_held_against_the_first(text: str, other: str, expected: tuple[str, str, int]) -> None:
    assert told(reading("ch3", OF_BOTH, text), reading("ch3", OF_BOTH[:5], other, grid=2)) == [expected]


def test_a_second_print_that_holds_more_differs() -> None:
    first, second = reading("ch3", OF_BOTH[:3]), reading("ch3", OF_BOTH[1:4], grid=2)
    found = [each for each in choose_readings([first, second], form("2021"), 2022)[1] if each.rule != "missing_table"]
    assert [(each.rule, each.cells) for each in found] == [("duplicate_table_differs", (OF_BOTH[3],))]
    assert found[0].message.endswith("is printed again; 1 of 3 figures differ")


def test_what_the_form_has_no_cell_for_does_not_differ() -> None:
    first = reading("ch3", OF_BOTH[:3])
    assert told(first, reading("ch3", [*OF_BOTH[:1], *OF_2019[:1]], grid=2)) == [("duplicate_table", "info", 2)]


def test_a_second_print_with_doubts_is_not_called_the_same() -> None:
    first, second = reading("ch3", OF_BOTH[:3]), reading("ch3", OF_BOTH[:2], grid=2, doubted=OF_BOTH[2:3])
    assert told(first, second) == [("duplicate_table_differs", "error", 2)]


def test_a_table_of_another_form_is_told() -> None:
    found = told(reading("ch3", OF_BOTH), reading("stat2014", keys("2014", "stat2014")[:1], grid=2))
    assert found == [("foreign_table", "warning", 2)]


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (None, []),
        (2007, []),
        (2008, ["info"]),
        (2018, ["info"]),
        (2019, ["warning"] * 3),
        (2022, ["warning"] * 3),
    ],
)
def test_tables_of_the_form_in_force_are_missed(year: int | None, expected: list[str]) -> None:
    findings = list(absent(year))
    assert [each.severity for each in findings] == expected
    assert {each.rule for each in findings} <= {"missing_table"}
