"""Whether two names are of one body: what may be left out of a name, and what may not."""

from __future__ import annotations

import pytest

from reportscraper.places.bodies import government_of
from reportscraper.places.same_body import is_office_of, is_short_for, is_spelling_of, same_body


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("嵊州市科技局", "嵊州市科学技术局"),
        ("嵊州市发改局", "嵊州市发展和改革局"),
        ("人社局", "昌图县人力资源和社会保障局"),
        ("昌图县卫健委", "昌图县卫生健康委员会"),
        ("昌图县文化广电和旅游局", "昌图县文广旅局"),
        ("昌图县", "铁岭市昌图县人民政府"),
        ("昌图县政府", "昌图县人民政府"),
        ("大山镇", "兴仁市大山镇人民政府"),
        ("大山镇政府", "兴仁市大山镇人民政府"),
        ("东城街道办", "昌图县东城街道办事处"),
        ("东城街道", "东城街道办事处"),
        ("水利局", "青溪县水利局"),
        ("县水利局", "青溪县水利局"),
        ("浙江省嵊州市科技局", "绍兴市嵊州市科学技术局"),
        ("密云县教育局", "北京市密云区教育局"),
        ("江苏省鼓楼区教育局", "徐州市鼓楼区教育局"),
        ("昌圖縣教育局", "昌图县教育局"),
        ("镇人民政府", "大山镇"),
        ("苏州工业园区胜浦街道", "胜浦街道办事处"),
        ("芒市芒市镇", "芒市镇人民政府"),
        ("昌图县人民政府昌图县教育局", "昌图县教育局"),
        ("民政局(本级)", "民政局"),
    ],
)
def test_one_body(one: str, other: str) -> None:
    assert same_body(one, other)
    assert same_body(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("东城区", "城东区"),
        ("东城区教育局", "城东区教育局"),
        ("昌图县", "昌图县水利局"),
        ("昌图县人民政府", "昌图县人民政府办公室"),
        ("教育局", "教育体育局"),
        ("体育局", "昌图县教育体育局"),
        ("民政局", "民族宗教事务局"),
        ("水利局", "水务局"),
        ("绍兴市教育局", "绍兴市嵊州市教育局"),
        ("南京市鼓楼区教育局", "徐州市鼓楼区教育局"),
        ("江苏省鼓楼区教育局", "福州市鼓楼区教育局"),
        ("四川省内江市市中区财政局", "乐山市市中区财政局"),
        ("崇文区教育局", "东城区教育局"),
        ("市教育局", "昌图县教育局"),
        ("大山镇", "小山镇"),
        ("城关镇", "城关街道"),
        ("乡人民政府", "大山镇"),
        ("青溪县水利局", "云溪县水利局"),
        ("和平街道", "平街道"),
    ],
)
def test_two_bodies(one: str, other: str) -> None:
    assert not same_body(one, other)
    assert not same_body(other, one)


def test_the_county_of_the_site_stands_before_names_without_a_place() -> None:
    assert same_body("科技局", "绍兴市科技局")
    assert not same_body("科技局", "绍兴市科技局", "嵊州市")
    assert same_body("科技局", "嵊州市科学技术局", "嵊州市")
    assert same_body("市科技局", "嵊州市科技局", "嵊州市")
    assert not same_body("市科技局", "昌图县科技局", "嵊州市")


@pytest.mark.parametrize(
    ("office", "body", "is_so"),
    [
        ("昌图县人民政府办公室", "昌图县", True),
        ("县政府办公室", "昌图县人民政府", True),
        ("大山镇党政办公室", "兴仁市大山镇人民政府", True),
        ("昌图县教育局办公室", "教育局", True),
        ("昌图县政务公开领导小组办公室", "昌图县人民政府", True),
        ("昌图县人民政府办公室", "开原市人民政府", False),
        ("昌图县教育局", "昌图县人民政府", False),
        ("昌图县扶贫办", "昌图县人民政府", False),
        ("昌图县人民政府", "昌图县人民政府", False),
    ],
)
def test_the_office_writes_the_report_of_its_body(office: str, body: str, is_so: bool) -> None:
    assert is_office_of(office, body) is is_so


@pytest.mark.parametrize(
    ("short", "name"),
    [
        ("云溪县财金局", "云溪县财政金融局"),
        ("财金局", "云溪县财政金融局"),
        ("县经商局", "云溪县经济商务局"),
        ("云溪综合实验区财金局", "云溪综合实验区财政金融局"),
        ("云溪开发区规建局", "云溪开发区规划建设局"),
        ("云溪县社事局", "云溪县社会事务局"),
        ("云溪县发科局", "云溪县发展科技局"),
        ("雲溪縣財金局", "云溪县财政金融局"),
    ],
)
def test_a_name_of_first_characters_is_short_for_the_long_one(short: str, name: str) -> None:
    assert is_short_for(short, name, "云溪县")
    assert not is_short_for(name, short, "云溪县")


@pytest.mark.parametrize(
    ("short", "name"),
    [
        ("云溪县教育局", "云溪县教育体育局"),
        ("云溪县民政局", "云溪县民族政务局"),
        ("云溪县财政局", "云溪县财政金融局"),
        ("云溪县财金局", "云溪县财政局"),
        ("云溪县财金局", "清溪县财政金融局"),
        ("云溪县农业局", "云溪县农业农村局"),
        ("云溪县金财局", "云溪县财政金融局"),
        ("云溪县财金委", "云溪县财政金融局"),
        ("白石镇", "白云石镇"),
        ("云溪县财政金融局", "云溪县财政金融局"),
    ],
)
def test_other_names_are_short_for_nothing(short: str, name: str) -> None:
    assert not is_short_for(short, name, "云溪县")


def test_a_former_name_of_the_place_is_no_other_spelling() -> None:
    assert is_spelling_of("密云区教育局", "北京市密云区教育局")
    assert same_body("密云县教育局", "密云区教育局")
    assert not is_spelling_of("密云县教育局", "密云区教育局")
    assert is_spelling_of("教育局", "密云区教育局", "密云区")


@pytest.mark.parametrize(
    ("place", "body"),
    [
        ("云溪县", "云溪县人民政府"),
        ("浦东新区", "浦东新区人民政府"),
        ("石家庄高新技术产业开发区", "石家庄高新技术产业开发区管理委员会"),
        ("青岭经济开发区管委会", "青岭经济开发区管委会"),
        ("青岭园区", "青岭园区管理委员会"),
    ],
)
def test_who_governs_a_place(place: str, body: str) -> None:
    assert government_of(place) == body
