"""A county by code, by name, and by its city and name."""

from __future__ import annotations

import pytest

from reportscraper.errors import InputError
from reportscraper.places.chosen import find_county

KNOWN = {"320106": "鼓楼区", "320302": "鼓楼区", "339901": "云溪县", "341023": "黟县"}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("320106", "320106"),
        ("云溪县", "339901"),
        ("南京市/鼓楼区", "320106"),
        ("徐州市鼓楼区", "320302"),
        ("江苏省/南京市/鼓楼区", "320106"),
        ("江苏省 徐州市 鼓楼区", "320302"),
        ("黟县", "341023"),
    ],
)
def test_code_name_and_path_are_taken(words: str, code: str) -> None:
    assert find_county(words, KNOWN) == code


@pytest.mark.parametrize("words", ["鼓楼区", "江苏省/鼓楼区"])
def test_a_name_of_several_is_refused_with_their_codes(words: str) -> None:
    with pytest.raises(InputError, match=r"320106 南京市/鼓楼区, 320302 徐州市/鼓楼区"):
        find_county(words, KNOWN)


@pytest.mark.parametrize(
    ("words", "near"), [("云西县", "云溪县 339901"), ("339902", "339901 云溪县"), ("x", "黟县 341023")]
)
def test_what_is_not_there_is_refused_with_the_nearest(words: str, near: str) -> None:
    with pytest.raises(InputError, match=near):
        find_county(words, KNOWN)
