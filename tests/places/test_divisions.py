"""The divisions of the nation: codes, names over time, former names."""

from __future__ import annotations

import pytest

from reportscraper.places.divisions import (
    changes,
    division_of,
    divisions,
    divisions_named,
    is_same_place,
    listed_prefix,
)


def test_every_code_of_today_has_one_name_and_a_parent() -> None:
    today = [division for division in divisions() if division.valid_to is None]
    assert len({division.code for division in today}) == len(today)
    assert sum(division.level == "county" for division in today) == 2847
    codes = {division.code for division in divisions()}
    assert all(division.parent in codes for division in today if division.level != "province")


def test_a_county_by_its_code() -> None:
    county = division_of("330683")
    assert county is not None
    assert (county.name, county.level, county.parent, county.kind) == ("嵊州市", "county", "330600", "县级市")
    assert (county.name_en, county.valid_from, county.valid_to) == ("Shengzhou City", 1995, None)
    assert division_of("999999") is None


def test_the_name_in_force_in_a_year() -> None:
    names = [division_of("220602", year) for year in (2009, 2010, 2020)]
    assert [name.name if name else None for name in names] == ["八道江区", "浑江区", "浑江区"]
    assert division_of("110228", 2014) is not None
    assert division_of("110228", 2015) is None


def test_one_name_may_be_of_several_counties() -> None:
    assert {division.code for division in divisions_named("普陀区")} == {"310107", "330903"}
    assert divisions_named("云溪县") == ()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("密云县", "密云区", True),
        ("襄樊市", "襄阳市", True),
        ("潞西市", "芒市", True),
        ("八道江区", "浑江区", True),
        ("东城区", "崇文区", False),
        ("东城区", "城东区", False),
        ("云溪县", "云溪县", True),
        ("云溪县", "青溪县", False),
    ],
)
def test_former_names(one: str, other: str, same: bool) -> None:
    assert is_same_place(one, other) is same


@pytest.mark.parametrize(
    ("text", "name"),
    [("嵊州市科技局", "嵊州市"), ("密云县教育局", "密云县"), ("云溪县教育局", ""), ("", ""), ("双江拉祜族佤族布朗族傣族自治县水利局", "双江拉祜族佤族布朗族傣族自治县")],
)  # fmt: skip
def test_the_division_a_name_begins_with(text: str, name: str) -> None:
    assert listed_prefix(text) == name


def test_changes_are_told_with_their_decree() -> None:
    (change,) = [change for change in changes() if change.old_code == "110228"]
    assert (change.year, change.kind, change.new_name, change.document) == (
        2015,
        "county to district",
        "密云区",
        "国函〔2015〕182号",
    )
