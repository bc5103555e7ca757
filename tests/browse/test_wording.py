"""Text for pages."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from reportscraper.browse.wording import form_name, grouped, han, moment, number, web_address
from reportscraper.export.safe import spreadsheet_text


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("云溪县", '<span lang="zh-Hans">云溪县</span>'),
        ("Share of 申请 here", 'Share of <span lang="zh-Hans">申请</span> here'),
        ("《条例》，第（一）项。", '《<span lang="zh-Hans">条例》，第（一）项。</span>'),
        ("plain", "plain"),
        ("", ""),
        (None, ""),
        ("<b>县</b>", '&lt;b&gt;<span lang="zh-Hans">县</span>&lt;/b&gt;'),
    ],
)
def test_chinese_is_marked_as_such(text: str | None, made: str) -> None:
    assert han(text) == made


@given(st.text())
def test_marking_escapes_and_loses_nothing(text: str) -> None:
    made = han(text)
    assert isinstance(made, Markup)
    assert re.sub('<span lang="zh-Hans">|</span>', "", made) == escape(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (1234567, "1,234,567"),
        (-3, "−3"),
        (402.38, "402.38"),
        (17.0, "17"),
        (100, "100"),
        (1234.5, "1,234.5"),
        (None, ""),
    ],
)
def test_numbers_are_printed_as_statistical_offices_do(value: float | None, text: str) -> None:
    assert number(value) == text


def test_as_many_decimals_as_asked_for() -> None:
    assert number(0.0075) == "0.01"
    assert number(0.0075, 6) == "0.0075"


def test_moments() -> None:
    assert moment("2026-01-31T08:00:59Z") == "2026-01-31 08:00 UTC"
    assert moment("2026-01-31") == "2026-01-31"
    assert moment(None) == ""


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//a.example", "http://a.example/ x", 'http://a"b', "", None]
)
def test_only_web_addresses_may_be_followed(address: str | None) -> None:
    assert web_address(address) == ""
    assert web_address("https://a.example/1.html?x=1") == "https://a.example/1.html?x=1"


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ('=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")'),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@x", "'@x"),
        (" =1", "' =1"),
        ("云溪县", "云溪县"),
        ("", ""),
        (-5, -5),
        (None, None),
    ],
)
def test_spreadsheets_find_no_formulas(text: object, made: object) -> None:
    assert spreadsheet_text(text) == made


def test_the_cells_of_one_figure_are_named_once() -> None:
    cells = [("requests_new", "total"), ("requests_carried_in", "total"), ("requests_new", "natural_person")]
    (name, found), (alone, others) = grouped(cells, "en")
    assert (name, [each[0] for each in found]) == ("Requests received this year", ["all applicants", "natural persons"])
    assert found[1][1:] == cells[2]
    assert (alone, others) == ("", [("Requests carried in from last year", *cells[1])])
    assert [each[0] for each in grouped(cells, "zh")[0][1]] == ["总计", "自然人"]


def test_a_form_is_named_by_its_year_and_a_province_s_own_by_the_province_too() -> None:
    assert [form_name(form, "en") for form in ("2021", "2009-fujian", "1999")] == ["2021", "2009, Fujian", "1999"]
    assert form_name("2009-fujian", "zh") == "福建省2009"
