"""Which bodies are one series over the years, and where a series breaks."""

from __future__ import annotations

import pytest

from reportscraper.places.divisions import changes_of, is_joined, unit_of
from reportscraper.places.lineage import Succession, lineage_of, past_codes, successions

SHANGYU = ("330604", "上虞区")
YUNXI = ("990101", "云溪县")
DONGCHENG = ("110101", "东城区")


def key(name: str, site: tuple[str, str]) -> str:
    return lineage_of(name, *site).key


def taken_part_in(name: str, site: tuple[str, str]) -> list[tuple[Succession, bool]]:
    return [(successions()[at], after) for at, after in lineage_of(name, *site).part_in]


@pytest.mark.parametrize(
    ("one", "other", "site"),
    [
        ("上虞市财政局", "上虞区财政局", SHANGYU),
        ("绍兴市上虞市财政局", "财政局", SHANGYU),
        ("江苏省南京市鼓楼区财政局", "财政局", ("320106", "鼓楼区")),
        ("襄樊市襄阳区财政局", "襄州区财政局", ("420607", "襄州区")),
        ("上虞市人民政府", "上虞区人民政府", SHANGYU),
        ("上虞市环境保护局", "上虞区生态环境局", SHANGYU),
        ("云溪县卫计局", "云溪县卫生健康局", YUNXI),
        ("云溪县卫生健康委员会", "云溪县卫健局", YUNXI),
        ("云溪县开发区管理委员会", "云溪县开发区管委会", YUNXI),
        ("云溪县大山镇人民政府", "大山镇", YUNXI),
        ("云溪经济开发区财政局", "财政局", ("990171", "云溪经济开发区")),
    ],
)
def test_what_followed_one_to_one_is_one_series(one: str, other: str, site: tuple[str, str]) -> None:
    assert key(one, site) == key(other, site)


@pytest.mark.parametrize(
    ("one", "other", "site"),
    [
        ("崇文区教育局", "东城区教育局", DONGCHENG),
        ("万盛区财政局", "綦江区财政局", ("500110", "綦江区")),
        ("万盛区财政局", "綦江区财政局", ("500110", "万盛区")),
        ("庐山区财政局", "濂溪区财政局", ("360402", "庐山区")),
        ("徐州市鼓楼区财政局", "鼓楼区财政局", ("320106", "鼓楼区")),
        ("长春市朝阳区人民政府", "北京市朝阳区人民政府", ("110105", "朝阳区")),
        ("铜山县教育局", "铜山区教育局", ("320312", "铜山区")),
        ("绍兴市教育局", "上虞区教育局", SHANGYU),
        ("云溪县卫生局", "云溪县卫生和计划生育局", YUNXI),
        ("云溪县工商局", "云溪县市场监督管理局", YUNXI),
        ("云溪县人民政府", "云溪县人民政府办公室", YUNXI),
        ("青溪县教育局", "云溪县教育局", YUNXI),
        ("云溪县大山镇人民政府", "云溪县小山镇人民政府", YUNXI),
    ],
)
def test_what_was_merged_or_is_another_body_is_another_series(one: str, other: str, site: tuple[str, str]) -> None:
    assert key(one, site) != key(other, site)


def test_level_and_function_are_those_of_the_whole_name() -> None:
    found = lineage_of("云溪县人民政府", *YUNXI)
    assert (found.level, found.function, found.key) == ("county_government", "government", "990101/")


def test_one_series_by_whatever_code_its_site_is_registered() -> None:
    assert key("上虞市财政局", ("330682", "上虞市")) == key("上虞区财政局", SHANGYU)


def test_the_decree_that_joined_a_series() -> None:
    ((renamed, after), *_) = taken_part_in("上虞市财政局", SHANGYU)
    assert (renamed.kind, renamed.effect, renamed.before, renamed.after) == (
        "city to district",
        "joined",
        "上虞市",
        "上虞区",
    )
    assert (renamed.old_code, renamed.new_code, renamed.year, after) == ("330682", "330604", 2013, True)
    assert renamed.document.startswith("国函〔2013〕")


def test_the_decree_that_ended_a_series_and_changed_another() -> None:
    ((merged, after),) = taken_part_in("崇文区教育局", DONGCHENG)
    assert (merged.kind, merged.effect, merged.document, after) == (
        "merged into existing",
        "break",
        "国函〔2010〕55号",
        False,
    )
    assert (merged, True) in taken_part_in("东城区教育局", DONGCHENG)


def test_reforms_of_departments() -> None:
    assert [(each.kind, after) for each, after in taken_part_in("云溪县卫计局", YUNXI)] == [
        ("merged", True),
        ("renamed", True),
    ]
    ((merged, after),) = taken_part_in("云溪县质监局", YUNXI)
    assert (merged.effect, merged.date, merged.last_year, after) == ("break", "2014-06-04", 2019, False)
    assert "国发〔2014〕20号" in merged.document
    assert taken_part_in("云溪县大山镇人民政府", YUNXI) == []


def test_codes_of_a_division_over_the_years() -> None:
    unit = unit_of("330682")
    assert unit is not None
    assert unit is unit_of("330604") or unit == unit_of("330604")
    assert [unit.at(year).code for year in (2008, 2012, 2013, 2024)] == ["330682", "330682", "330604", "330604"]
    then = {each.code: (each.first_year, each.last_year) for each in past_codes() if each.unit == "330604"}
    assert then == {"330682": (0, 2012), "330604": (2013, 9999)}
    assert all(one.last_year >= one.first_year for one in past_codes())


def test_a_code_that_two_divisions_bore_is_of_two_units() -> None:
    now, before = unit_of("500110"), unit_of("500110", "万盛区")
    assert now is not None
    assert before is not None
    assert (now.id, before.id) == ("500110", "500110-2011")
    assert not [each for each in changes_of(now) if is_joined(each)]
    assert unit_of("990101") is None
