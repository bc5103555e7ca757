"""A province's own table is one file beside the nation's forms, and never one that is in force."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

from reportscraper.errors import InputError
from reportscraper.forms import catalogue, form_named, form_of_year, in_force, load_forms
from reportscraper.forms.deadlines import due_date

from . import fresh

TEXT = (files("reportscraper") / "forms" / "2009-fujian.toml").read_text(encoding="utf-8")
# A fictional province, whose table has a row of its own.
ANOTHER = (
    TEXT.replace("2009-fujian", "2010-yunling")
    .replace("福建省", "云岭省")
    .replace("first_year = 2009", "first_year = 2010")
    .replace("stat_fujian", "stat_yunling")
    .replace(
        '  { key = "a_appeals"',
        '  { key = "hotline", label = "热线接听数", unit = "次", en = "Calls answered." },\n  { key = "a_appeals"',
    )
)


def test_no_form_of_a_province_is_in_force() -> None:
    for year in range(2008, 2026):
        form = in_force(year)
        assert form is not None
        assert (form.province, form.id) == ("", form_of_year(year))
    assert in_force(2007) is None
    assert due_date(2007, "department") == due_date(2008, "department").replace(year=2008)


def test_the_wording_of_the_nation_comes_first() -> None:
    found = {each.id: each for each in catalogue()}
    assert found["disclosed_via_website"].zh == "2.政府网站公开政府信息数"
    assert found["applications_email"].zh == "3.电子邮件申请数"
    assert found["reply_other_kind"].forms == ("2009-fujian",)


@pytest.mark.parametrize(("year", "usual"), [(2008, False), (2009, True), (2018, True), (2019, False)])
def test_it_is_usual_from_its_first_year_to_its_last(year: int, usual: bool) -> None:
    fujian, nation = form_named("2009-fujian"), form_named("2008")
    assert fujian is not None
    assert nation is not None
    assert fujian.is_usual(year) is usual
    assert not nation.is_usual(year)


def test_another_province_is_one_file(tmp_path: Path) -> None:
    (tmp_path / "2010-yunling.toml").write_text(ANOTHER, encoding="utf-8")
    provinces, nation = (
        [each.id for each in load_forms() if bool(each.province) is wanted] for wanted in (True, False)
    )
    with fresh.folder(tmp_path):
        assert [form.id for form in load_forms()] == [*sorted([*provinces, "2010-yunling"]), *nation]
        assert form_of_year(2010) == "2008"
        assert {each.id: each.forms for each in catalogue()}["hotline"] == ("2010-yunling",)


@pytest.mark.parametrize(
    ("pattern", "replacement", "message"),
    [
        (r"last_year = .*\n", "", "province and last_year: a province's form has both"),
        (r"province = .*\n", "", "province and last_year: a province's form has both"),
        (r"first_year = 2010", "first_year = 2011", "id and first_year are the name of the file"),
        (r'id = "2010-yunling"', 'id = "2010"', "id and first_year are the name of the file"),
    ],
)
def test_one_that_lacks_a_piece_is_refused(pattern: str, replacement: str, message: str, tmp_path: Path) -> None:
    text, count = re.subn(pattern, replacement, ANOTHER, count=1)
    assert count == 1
    (tmp_path / "2010-yunling.toml").write_text(text, encoding="utf-8")
    with fresh.folder(tmp_path), pytest.raises(InputError, match=message):
        load_forms()


def test_a_form_of_the_nation_has_no_last_year(tmp_path: Path) -> None:
    text = (files("reportscraper") / "forms" / "2021.toml").read_text(encoding="utf-8")
    changed = text.replace('id = "2021"', 'id = "2026"').replace(
        "first_year = 2021", "first_year = 2026\nlast_year = 2030"
    )
    (tmp_path / "2026.toml").write_text(changed, encoding="utf-8")
    with fresh.folder(tmp_path), pytest.raises(InputError, match="province and last_year"):
        load_forms()


def test_a_form_is_called_by_its_province_and_year() -> None:
    names = {form.id: form.called.zh for form in load_forms()}
    assert (names["2009-fujian"], names["2021"]) == ("福建省2009", "2021")
    assert all(form.called.en == form.id for form in load_forms())
