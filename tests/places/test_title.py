"""Titles: whose report of which year, and which pages only look like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportscraper.model import TitleParts
from reportscraper.places.bodies import clean_body, full_name, is_body, level_of, may_make_rules, site_place
from reportscraper.places.title import main_part, names_report, parse_title, title_kind

REPORTS = [
    # the county's name in the title, the body in brackets or behind a dash
    ("青溪县民政局2020年工作总结和2021年政府信息公开工作年度报告", "青溪县民政局", 2021),
    ("青溪县2021年民政局政府信息公开工作年度报告", "青溪县民政局", 2021),
    ("名称：2021年政府信息公开工作年度报告", None, 2021),
    ("青溪县人民政府网站 民政局2021年政府信息公开工作年度报告", "青溪县民政局", 2021),
    ("青溪县人民政府网络信息办公室2021年政府信息公开工作年度报告", "青溪县人民政府网络信息办公室", 2021),
    ("【民政局】青溪县2021年政府信息公开工作年度报告", "青溪县民政局", 2021),
    ("青溪县2021年政府信息公开工作年度报告(县民政局)", "青溪县民政局", 2021),
    ("青溪县2021年政府信息公开工作年度报告——民政局", "青溪县民政局", 2021),
    ("青溪县2021年政府信息公开工作年度报告——青溪县政府网", "青溪县人民政府", 2021),
    ("【年报】青溪县2021年政府信息公开工作年度报告", "青溪县人民政府", 2021),
    # body before and after the year, 年 and 年度
    ("青溪县水利局2022年政府信息公开工作年度报告", "青溪县水利局", 2022),
    ("青溪县水利局2022年度政府信息公开工作报告", "青溪县水利局", 2022),
    ("2021年度青溪县水利局政府信息公开年报", "青溪县水利局", 2021),
    ("青溪县 2020 年农业农村局信息公开年度报告", "青溪县农业农村局", 2020),
    ("白石镇人民政府关于2011年政府信息公开工作的年度报告", "白石镇人民政府", 2011),
    ("关于青溪县教育局2017年度政府信息公开工作情况的报告", "青溪县教育局", 2017),
    ("青溪县司法局政府信息公开2021年度报告", "青溪县司法局", 2021),
    ("青溪县外事办公室政府信息公开工作2023年度报告", "青溪县外事办公室", 2023),
    # no body, no year
    ("2015年政府信息公开工作年度报告", None, 2015),
    ("关于2022年度政府信息公开情况的报告", None, 2022),
    ("白石镇政府信息公开工作年度报告", "白石镇", None),
    # a place means its government, a township stays as printed
    ("青溪县2017年度政府信息公开年报", "青溪县人民政府", 2017),
    ("江北市临江区2016年政府信息公开工作年度报告", "江北市临江区人民政府", 2016),
    ("青溪县政府2019年信息公开工作年度报告", "青溪县人民政府", 2019),
    ("2012年青溪县人民政府信息公开年度报告", "青溪县人民政府", 2012),
    ("白石镇2024年政府信息公开工作年度报告", "白石镇", 2024),
    ("青溪高新区2022年政府信息公开工作年度报告", "青溪高新区", 2022),
    # typos
    ("白石乡2015年年度政府信息公开工作年度报告", "白石乡", 2015),
    ("青溪区应急管理局2020度年信息公开年度报告", "青溪区应急管理局", 2020),
    ("青溪县农业局2010年度政府信息公开年度报告告", "青溪县农业局", 2010),
    ("青溪县水务局2022年度政府信息公开工作 告年度报", "青溪县水务局", 2022),
    ("青溪县审计局 2022 政府信息公开工作年度报告", "青溪县审计局", 2022),
    # other dress: widths, Han numerals, Traditional, reading aids, white space, file endings
    ("青溪县统计局２０１９年政府信息公开工作年度报告", "青溪县统计局", 2019),
    ("二〇一九年青溪县统计局政府信息公开工作年度报告", "青溪县统计局", 2019),
    ("青溪县统计局二○一○年度政府信息公开年度报告", "青溪县统计局", 2010),
    ("青溪縣統計局2022年政府信息公開工作年度報告", "青溪縣統計局", 2022),
    ("2009年度下關鎮(zhèn)政府信息公開年度報(bào)告", "下關鎮", 2009),
    ("青溪县人民政府\n2024 年政府信息公开工作年度报告", "青溪县人民政府", 2024),
    ("青溪县水利局2022年政府信息公开工作年度报告（文字版）.docx", "青溪县水利局", 2022),
    # what stands around it
    ("2020年度青溪县水利局政府信息公开工作报告-信息公开年度报告-青溪县人民政府", "青溪县水利局", 2020),
    ("首页 > 政府信息公开 > 政府信息公开年报 > 2019年青溪县公安局政府信息公开工作年度报告", "青溪县公安局", 2019),
    ("Page 9 - 青溪县人民政府办公室2022年政府信息公开工作年度报告", "青溪县人民政府办公室", 2022),
    ("某某娱乐官网:水利局2023年政府信息公开工作年度报告", "水利局", 2023),
    ("青溪县水利局：2022年政府信息公开工作年度报告", "青溪县水利局", 2022),
    ("2022年政府信息公开工作年度报告（青溪县水利局）", "青溪县水利局", 2022),
    ("2022年政府信息公开工作年度报告——青溪县水利局", "青溪县水利局", 2022),
    ("2022年政府信息公开工作年度报告_青溪县人民政府门户网站", None, 2022),
    ("江北市人民政府办公室关于公布江北市2009年度政府信息公开工作年度报告的通知", "江北市人民政府", 2009),
    (
        "青溪县委宣传部(县委网信办、县政府新闻办) 2020年政府信息公开工作年度报告",
        "青溪县委宣传部(县委网信办、县政府新闻办)",
        2020,
    ),
    ("2021年度政府信息公开工作年度报告（2022年1月发布）", None, 2021),
    ("2016年1月-12月政府信息公开工作年度报告", None, 2016),
    ("青溪县2022年度政府信息公开工作报告(县水利局)", "青溪县水利局", 2022),
    ("政府信息公开年报丨青溪县水利局2022年政府信息公开工作年度报告", "青溪县水利局", 2022),
    ("青溪县水利局2020年度政府信息公开工作年度总结报告", "青溪县水利局", 2020),
    # two years are none
    ("青溪县水利局政府信息公开工作年度报告（2008-2009）", "青溪县水利局", None),
    ("青溪县水利局2008年-2009年政府信息公开工作年度报告", "青溪县水利局", None),
    ("青溪县水利局2008年、2009年政府信息公开工作年度报告", "青溪县水利局", None),
    ("青溪县水利局2008和2009年度政府信息公开工作年度报告", "青溪县水利局", None),
    ("青溪县水利局2008年（含2009年）政府信息公开工作年度报告", "青溪县水利局", None),
    # a typo that could be two years says none
    ("202020年政府信息公开工作年度报告", None, None),
]

OTHERS = [
    ("青溪县人民政府2022年度政府网站工作年度报表", "website_table"),
    ("政府网站监管年度报表（2021年度）", "website_table"),
    ("青溪县2022年法治政府建设情况报告", "legal_gov_report"),
    ("青溪县水利局2021年度部门决算", "budget"),
    ("青溪县财政局2022年预决算信息公开情况报告", "budget"),
    ("青溪县人民政府信息公开指南", "guide"),
    ("文字解读:青溪县2022年政府信息公开工作年度报告", "interpretation"),
    ("一图读懂|青溪县2022年政府信息公开工作年度报告", "digest"),
    ("【图解】青溪县2022年政府信息公开工作年度报告", "digest"),
    ("关于做好2022年政府信息公开工作年度报告编制和发布工作的通知", "notice"),
    ("关于报送2022年度政府信息公开工作年度报告的通知", "notice"),
    ("关于印发《政府信息公开工作年度报告格式》的通知", "notice"),
    ("青溪县各部门2022年政府信息公开工作年度报告汇总", "index"),
    ("政府信息公开工作年度报告制度", "other"),
    ("2021年政务公开工作总结汇编(30篇)", "other"),
    ("青溪县2022年上半年政府信息公开工作情况报告", "other"),
    ("青溪大学2019-2020学年信息公开工作年度报告", "other"),
    ("青溪县企业环境信息公开年度报告", "other"),
    ("青溪县2023年政府工作报告", "other"),
    ("我县召开2022年政府信息公开工作年度报告编制会", "news"),
]


@pytest.mark.parametrize(("title", "body", "year"), REPORTS)
def test_report_titles(title: str, body: str | None, year: int | None) -> None:
    assert parse_title(title) == TitleParts(body, year, "report")


@pytest.mark.parametrize(("title", "kind"), OTHERS)
def test_look_alikes(title: str, kind: str) -> None:
    assert parse_title(title).kind == kind


@pytest.mark.parametrize("title", ["青溪县水利局", "2020年度", "政府信息公开", "", "   ", "青溪县2023年政府工作报告"])
def test_titles_that_do_not_tell_leave_the_kind_open(title: str) -> None:
    assert title_kind(title) is None
    assert parse_title(title).kind == "other"


def test_body_of_pages_that_are_no_reports() -> None:
    assert parse_title("青溪县水利局2021年度部门决算").body == "青溪县水利局"
    assert parse_title("青溪县人民政府信息公开指南").body == "青溪县人民政府"
    assert parse_title("关于做好2022年政府信息公开工作年度报告编制工作的通知").body is None
    assert (
        parse_title("省政府办公厅关于印发《中华人民共和国政府信息公开工作年度报告格式》的通知").body == "省政府办公厅"
    )


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("教育局2022年政府信息公开工作年度报告", "昌河县教育局"),
        ("县教育局2022年政府信息公开工作年度报告", "昌河县教育局"),
        ("县人民政府办公室2022年政府信息公开工作年度报告", "昌河县人民政府办公室"),
        ("2022年县政府信息公开工作年度报告", "昌河县人民政府"),
        ("市场监督管理局2022年政府信息公开工作年度报告", "昌河县市场监督管理局"),
        ("昌河县教育局2022年政府信息公开工作年度报告", "昌河县教育局"),
        ("昌河县人民政府 昌河县教育局2022年政府信息公开工作年度报告", "昌河县教育局"),
        ("七里镇2022年政府信息公开工作年度报告", "七里镇"),
        ("市教育局2022年政府信息公开工作年度报告", "市教育局"),
        ("2022年政府信息公开工作年度报告", None),
    ],
)
def test_short_bodies_get_the_county_of_the_site(title: str, body: str | None) -> None:
    assert parse_title(title, site_name="昌河县人民政府门户网站").body == body


def test_a_department_s_site_completes_nothing() -> None:
    assert site_place("昌河县教育局") is None
    assert site_place("中国·昌河县") == "昌河县"
    assert site_place("昌河市人民政府网") == "昌河市"
    assert site_place("某某省昌河市人民政府") == "昌河市"
    assert site_place("某某省人民政府") == "某某省"
    assert full_name("教育局", "昌河县教育局") == "教育局"


def test_year_before_publication_is_the_last_resort() -> None:
    title = "白石镇政府信息公开工作年度报告"
    assert parse_title(title, published_on="2020-01-15").year == 2019
    assert parse_title("白石镇2018年政府信息公开工作年度报告", published_on="2020-01-15").year == 2018
    assert parse_title("政府信息公开指南", published_on="2020-01-15").year is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("水利局", True),
        ("白石镇人民政府", True),
        ("下關鎮", True),
        ("县委宣传部(网信办)", True),
        ("解读", False),
        ("2022", False),
    ],
)
def test_is_body(name: str, expected: bool) -> None:
    assert is_body(name) is expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("《青溪县水利局》", "青溪县水利局"),
        ("附件1:白石镇", "白石镇"),
        ("本年度", None),
        ("——", None),
        ("首页政务公开水利局", "水利局"),
    ],
)
def test_clean_body(printed: str, expected: str | None) -> None:
    assert clean_body(printed) == expected


def test_names_report_needs_the_words_at_the_end() -> None:
    assert names_report("青溪县水利局2022年政府信息公开工作年度报告")
    assert names_report("二〇一〇年青溪县政府信息公开年报（文字版）")
    assert not names_report("政府信息公开工作年度报告由总体情况等六部分组成")


def test_main_part_keeps_the_print() -> None:
    assert (
        main_part("青溪县水利局 2022年政府信息公开工作年度报告_年报_青溪县人民政府")
        == "青溪县水利局 2022年政府信息公开工作年度报告"
    )


@given(st.text(max_size=60))
def test_any_text_is_a_title(text: str) -> None:
    parts = parse_title(text, site_name=text)
    assert parts.year is None or 2000 <= parts.year <= 2099
    assert parts.body is None or parts.body.strip()


@given(
    st.sampled_from(["青溪县水利局", "白石镇人民政府", "江北市临江区司法局", "河口街道办事处"]),
    st.integers(2008, 2030),
    st.sampled_from(["年", "年度"]),
    st.sampled_from(
        [
            "政府信息公开工作年度报告",
            "政府信息公开年报",
            "信息公开工作年度报告",
            "政务信息公开年度报告",
            "政府信息公开工作报告",
        ]
    ),
    st.booleans(),
    st.sampled_from(["", "-信息公开年报-青溪县人民政府", "（文字版）", ".pdf"]),
)
def test_every_order_of_the_parts(body: str, year: int, unit: str, core: str, body_first: bool, behind: str) -> None:
    title = f"{body}{year}{unit}{core}" if body_first else f"{year}{unit}{body}{core}"
    assert parse_title(title + behind) == TitleParts(body, year, "report")


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("云溪县人民政府", "county_government"),
        ("云溪县", "county_government"),
        ("云溪县人民政府办公室", "office"),
        ("云溪县教育局", "department"),
        ("云溪县重点项目服务中心", "department"),
        ("白石镇人民政府", "township"),
        ("阿木苏木", "township"),
        ("城南街道办事处", "subdistrict"),
        ("青岭县云岭街道", "subdistrict"),
        ("云溪高新区", "zone"),
        ("云溪开发区管委会", "zone"),
        ("云溪风景名胜区管理委员会", "zone"),
        ("云溪县国有资产监督管理委员会", "department"),
        ("浦东新区人民政府", "county_government"),
        ("井陉矿区人民政府", "county_government"),
        ("云溪开发区白石街道办事处", "subdistrict"),
        ("云溪社区", "other"),
    ],
)
def test_the_level_of_a_body_is_read_off_its_name(name: str, level: str) -> None:
    assert level_of(name) == level


@pytest.mark.parametrize(
    ("body", "site_code", "may"),
    [
        ("安庆市人民政府", "3408000012", True),
        ("安庆市教育局", "3408000012", True),
        ("安庆市人民政府", None, True),
        ("楚雄彝族自治州人民政府", None, True),
        ("内蒙古自治区人民政府办公厅", None, True),
        ("桐城市人民政府", "3408810003", False),
        ("桐城市人民政府", None, True),
        ("怀宁县人民政府", "3408000012", False),
        ("安庆市迎江区人民政府", "3408000012", False),
        ("安庆市住房和城乡建设局", "3408000012", True),
        ("内蒙古自治区鄂尔多斯市准格尔旗教育局", None, False),
        ("广西壮族自治区柳州市柳城县", None, False),
        ("大鹏新区教育局", "4403000012", False),
        ("教育局", "3408000012", True),
        ("教育局", "3408220012", False),
        ("教育局", None, False),
        ("海口镇", "4601000012", False),
        (None, "bm01000001", False),
        (None, None, False),
    ],
)
def test_only_bodies_of_provinces_and_cities_make_rules(body: str | None, site_code: str | None, may: bool) -> None:
    assert may_make_rules(body, site_code) is may


@pytest.mark.parametrize(
    "title",
    [
        "[2021年]青溪县水利局政府信息公开工作年度报告",
        "【2021】青溪县水利局政府信息公开工作年度报告",
        "〔2021年〕青溪县水利局政府信息公开工作年度报告",
        "(2021年)青溪县水利局政府信息公开工作年度报告",
        "转发：青溪县水利局2021年政府信息公开工作年度报告.docx",
        "关于青溪县水利局关于2021年政府信息公开工作年度报告",
        "青溪县水利局关于关于2021年政府信息公开工作年度报告",
        "关于公布青溪县水利局关于2021年政府信息公开工作年度报告的公告",
        "青溪县政府办公室关于印发青溪县水利局2021年政府信息公开工作年度报告的通知",
        "2021年政府信息公开工作年度报告——青溪县水利局",
        "★青溪县水利局2021年政府信息公开工作年度报告",
        "(青溪县水利局)2021年政府信息公开工作年度报告",
    ],
)
def test_what_stands_around_a_title_is_no_part_of_the_name(title: str) -> None:
    assert parse_title(title) == TitleParts("青溪县水利局", 2021, "report")


def test_a_town_behind_a_dash_is_the_reports_and_a_county_that_of_the_site() -> None:
    assert parse_title("2021年政府信息公开年报-白石镇人民政府").body == "白石镇人民政府"
    assert parse_title("2021年政府信息公开年报-青溪县人民政府").body is None


@pytest.mark.parametrize(
    ("line", "is_title"),
    [
        ("青溪县水利局2021年政府信息公开工作年度报告.doc", True),
        ("关于印发青溪县水利局2021年政府信息公开工作年度报告的通知", True),
        ("关于做好2021年政府信息公开工作年度报告的通知", False),
        ("2021年政府信息公开工作年度报告——青溪县水利局", True),
        ("2021年政府信息公开工作年度报告——各部门", False),
    ],
)
def test_a_line_is_a_title_with_a_files_ending_a_notice_or_the_body_behind_it(line: str, is_title: bool) -> None:
    assert names_report(line) is is_title


@pytest.mark.parametrize("behind", ["-终稿", "1.20修改", "（审核稿）", "_修订稿", "20220120", " NEW", "Hot", "-2021"])
def test_what_a_writer_notes_behind_a_title(behind: str) -> None:
    title = f"青溪县水利局2021年政府信息公开工作年度报告{behind}"
    assert names_report(title)
    assert parse_title(title) == TitleParts("青溪县水利局", 2021, "report")


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("青溪教育局", "青溪县教育局"),
        ("青溪城管局", "青溪县城管局"),
        ("青溪县教育局", "青溪县教育局"),
        ("教育局", "青溪县教育局"),
        ("青溪街道办事处", "青溪街道办事处"),
        ("青溪教育集团", "青溪教育集团"),
        ("临江教育局", "青溪县临江教育局"),
    ],
)
def test_a_place_without_its_level(name: str, full: str) -> None:
    assert full_name(name, "青溪县人民政府门户网站") == full


@pytest.mark.parametrize("before", ["本年", "本年度", "今年", "上年"])
def test_a_year_told_by_its_place_is_no_part_of_a_name(before: str) -> None:
    assert clean_body(f"{before}青溪县水利局") == "青溪县水利局"


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("2021年政府信息公开工作年度报告 县水利局", "青溪县水利局"),
        ("青溪县2021年政府信息公开工作年度报告  白石镇", "白石镇"),
        ("2021年政府信息公开工作年度报告 关闭窗口", None),
        ("青溪县2021年度全县政府信息公开工作年度报告", "青溪县人民政府"),
        ("青溪县人民政府网站2021年政府信息公开工作年度报告", "青溪县人民政府"),
        ("青溪县水利局网站2021年政府信息公开工作年度报告", "青溪县水利局网站"),
    ],
)
def test_a_body_behind_a_gap_and_what_is_no_part_of_a_name(title: str, body: str | None) -> None:
    assert parse_title(title, site_name="青溪县人民政府") == TitleParts(body, 2021, "report")
    assert names_report(title) == ("关闭" not in title)
