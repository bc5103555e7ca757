"""What figures and their units are called."""

from __future__ import annotations

import pytest

from reportscraper.forms import catalogue
from reportscraper.forms.naming import unit_name
from reportscraper.forms.rules import Words
from reportscraper.forms.shared import concepts


@pytest.mark.parametrize(
    ("unit", "value", "named"),
    [
        ("件", None, "items"),
        ("件", 1, "item"),
        ("件", 0, "items"),
        ("人", 1, "person"),
        ("万元", 61.54, "×10,000 yuan"),
        ("件/100", 3, "items/100"),
        ("%", 1, "%"),
        ("亩", 2, "亩"),
        ("", None, ""),
    ],
)
def test_units_have_english_names_of_one_and_of_several(unit: str, value: float | None, named: str) -> None:
    assert unit_name(unit, value) == Words(named, unit)


def test_every_unit_of_the_forms_and_series_has_an_english_name() -> None:
    units = {each.unit for each in catalogue()} | {each.unit for each in concepts().series}
    assert {unit for unit in units - {"%", ""} if unit_name(unit).en == unit} == set()
