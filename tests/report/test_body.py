"""Whose report a page is: every source that names a body, which of them counts, and where they disagree."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from reportscraper.model import Block, Document, ListEntry
from reportscraper.places.bodies import is_own_body
from reportscraper.report.identity.identify import ReportIdentity, identify
from reportscraper.report.identity.surroundings import Surroundings
from reportscraper.report.sections.read_sections import read_sections

SITE = "云溪县人民政府"
UNTITLED = "政府信息公开工作年度报告"
NAMELESS = f"2022年{UNTITLED}"


def identity(
    text: str = "甲",
    title: str = NAMELESS,
    *,
    listed: str | None = None,
    column: str = "",
    listed_on: str | None = None,
    **around: Any,
) -> ReportIdentity:
    """A page of the county's site, with its entry in a list where one is given."""
    entry = ListEntry("http://a/1.pdf", listed, listed_on, column) if listed is not None else None
    blocks = tuple(Block(text=line) for line in text.split("\n"))
    around.setdefault("titles", (("line", title),))
    document = Document(blocks=blocks, **around)
    return identify(document, read_sections(blocks)[0], around=Surroundings(entry, SITE))


def rules(found: ReportIdentity) -> list[str]:
    return [finding.rule for finding in found.findings]


def told(found: ReportIdentity) -> list[tuple[str, str]]:
    return [(finding.rule, finding.severity) for finding in found.findings]


ON_SITE = {"metas": (("SiteName", "云溪县人民政府门户网站"),)}


def test_a_file_of_a_yearly_collection_has_its_year() -> None:
    found = identity(title=UNTITLED, listed="教育局", column="2024年政府信息公开年报汇总")
    assert (found.body, found.year, found.body_from) == ("云溪县教育局", 2024, "listed")
    assert [(f.rule, f.severity, f.message) for f in found.findings] == [
        ("from_list", "info", "The year 2024 is not stated on the page but in its list: 2024年政府信息公开年报汇总"),
        ("from_list", "info", "The body 云溪县教育局 is not stated on the page but in its list: 教育局"),
    ]


@pytest.mark.parametrize(
    ("title", "column", "body", "year"),
    [
        ("白石镇2021年政府信息公开工作年度报告", "2020年", "白石镇", 2021),
        ("政府信息公开工作年度报告", "政府信息公开年报 > 2020年 > 乡镇 > 白石镇", "白石镇", 2020),
        ("政府信息公开工作年度报告", "政府信息公开年报 > 县财政局 > 2019年度", "云溪县财政局", 2019),
        ("政府信息公开年报", "2018年年报_云溪县人民政府", None, 2018),
        ("政府信息公开年报", "政府信息公开年报 > 街道", None, None),
    ],
)
def test_title_then_columns_say_body_and_year(title: str, column: str, body: str | None, year: int | None) -> None:
    found = identity(title=UNTITLED, listed=title, column=column)
    assert (found.body, found.year) == (body, year)


def test_a_title_cut_behind_its_year_names_the_body_beside_a_whole_one_without() -> None:
    cut = "县司法局2022年政府信息公开…_云溪县人民政府"
    found = identity(titles=(("title", cut), ("heading", NAMELESS)))
    assert (found.title, found.body, found.body_from, rules(found)) == (NAMELESS, "云溪县司法局", "title", [])
    other = identity(titles=(("title", cut), ("heading", f"云溪县审计局{NAMELESS}")))
    assert (other.body, told(other)) == ("云溪县审计局", [("body_disagrees", "error")])


def test_the_year_of_the_lead_is_told_where_it_differs_and_taken_where_nothing_else_tells() -> None:
    title = f"云溪县水利局{NAMELESS}"
    found = identity("现将2021年度政府信息公开工作情况报告如下。", title)
    assert [(f.rule, f.message) for f in found.findings] == [("year_disagrees", "The title says 2022, the lead 2021.")]
    assert rules(identity("2020年，我局获评先进。", title)) == []
    untitled = f"云溪县水利局{UNTITLED}"
    taken = identity("2021年，我局认真落实条例。", untitled)
    assert (taken.year, [f.message_zh for f in taken.findings]) == (
        2021,
        ["标题和统计期限均未载明年度，2021年取自正文开头。"],
    )
    older = identity("2020年，我局获评先进。", untitled, facts=(("发布日期", "2022-01-20"),))
    assert (older.year, rules(older)) == (2021, ["year_inferred"])


@pytest.mark.parametrize(
    "text",
    [
        "2022年，在县委、县政府的正确领导下，云溪县水利局认真贯彻条例。",
        "2022年，我局（云溪县水利局）认真贯彻条例。",
        "云溪县水利局2022年度政府信息公开工作年度报告是根据条例编制。",
        "按时公开。如有疑问，请联系：云溪县水利局，电话1234567。",
    ],
)
def test_leads_name_the_body_in_other_words(text: str) -> None:
    assert identity(text).body == "云溪县水利局"


@pytest.mark.parametrize("contact", ["云溪县白石镇人民政府", "云溪县水利局"])
def test_whom_to_ask_is_told_where_it_is_another_body_than_the_government(contact: str) -> None:
    found = identity(f"按时公开。如有疑问，请与{contact}联系。", f"云溪县{NAMELESS}")
    assert (found.body, told(found)) == (SITE, [("body_disagrees", "warning")])
    assert rules(identity("如有疑问，请与云溪县政务服务数据管理局联系。", f"云溪县{NAMELESS}")) == []


def test_metas_name_the_author_and_the_column() -> None:
    for name, source in (("Author", "author"), ("ColumnName", "column")):
        found = identity(metas=(*ON_SITE["metas"], (name, "水利局")))
        assert (found.body, found.body_from, told(found)) == ("云溪县水利局", source, [("body_inferred", "info")])


def test_a_signature_older_than_the_years_end_is_told_and_suggests_a_year_where_nothing_else_does() -> None:
    found = identity(title=f"云溪县水利局{NAMELESS}", facts=(("落款日期", "2022年1月20日"),))
    assert [(f.rule, f.severity, f.message) for f in found.findings] == [
        (
            "publication_unusual",
            "warning",
            "The report on 2022 is dated 2022-01-20 (落款), outside the two years that follow.",
        )
    ]
    assert rules(identity(title=f"云溪县水利局{NAMELESS}", facts=(("落款日期", "2025年1月20日"),))) == []
    inferred = identity(title=f"云溪县水利局{UNTITLED}", facts=(("落款日期", "2022年1月20日"),))
    assert (inferred.year, inferred.published_on, rules(inferred)) == (2021, None, ["year_inferred"])


def test_what_the_page_only_suggests_gives_way() -> None:
    weak = {"facts": (("发布机构", "云溪县人民政府办公室"),), "breadcrumb": ("2017年",)}
    found = identity("统计期限自2008年5月1日起。", UNTITLED, listed="县水利局2015年政府信息公开工作年度报告", **weak)
    assert (found.body, found.year) == ("云溪县水利局", 2015)
    assert rules(found) == ["from_list", "from_list"]


def test_what_the_page_suggests_stays_where_the_list_says_nothing() -> None:
    weak = {"facts": (("发布机构", "云溪县水利局"),), "breadcrumb": ("2017年",)}
    assert identity(title=UNTITLED, listed="政府信息公开年报", **weak) == identity(title=UNTITLED, **weak)


def test_what_the_page_states_stays_and_another_year_or_body_in_the_list_is_told() -> None:
    title = f"云溪县水利局{NAMELESS}"
    assert identity(title=title, listed="水利局2022年政府信息公开年报", column="2023年") == identity(title=title)
    found = identity(title=title, listed="云溪县气象局2023年政府信息公开年报")
    assert (found.body, found.year) == ("云溪县水利局", 2022)
    assert told(found) == [("year_disagrees", "warning"), ("body_disagrees", "error")]
    assert (
        found.findings[0].message
        == "The page says 2022, the title in its list 2023: 云溪县气象局2023年政府信息公开年报"
    )
    assert found.findings[1].message == "The body is 云溪县水利局 by the title, 云溪县气象局 by the title in the list."
    assert found.findings[1].message_zh == "标题中的单位为“云溪县水利局”，列表中的标题为“云溪县气象局”。"


def test_the_date_in_the_list_is_the_last_resort() -> None:
    title = f"云溪县水利局{UNTITLED}"
    found = identity(title=title, listed="政府信息公开年报", listed_on="2016-03-09")
    assert (found.year, rules(found)) == (2015, ["year_inferred"])
    weak = identity(title=title, breadcrumb=("2013年",), listed="政府信息公开年报", listed_on="2016-03-09")
    assert (weak.year, rules(weak)) == (2013, ["year_inferred"])


def test_look_alikes_are_left_alone() -> None:
    notice = identity(
        title="关于做好2021年政府信息公开工作年度报告编制工作的通知", listed="白石镇2021年政府信息公开工作年度报告"
    )
    assert (notice.kind, notice.findings) == ("notice", ())


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("本报告由云溪县北山街道办事处编制。", "云溪县北山街道办事处"),
        ("现将北山街道办事处2022年政府信息公开工作情况报告如下。", "北山街道办事处"),
        ("现将2022年度云溪县民政局政府信息公开工作报告如下。", "云溪县民政局"),
        ("现就云溪县民政局关于政府信息公开的情况报告如下。", "云溪县民政局"),
        ("2022年政府信息公开工作年度报告\n云溪县审计局根据《条例》规定编制。", "云溪县审计局"),
        ("云溪縣審計局根據《條例》規定編製。", "云溪县审计局"),
        ("本报告由县审计局编制。", "云溪县审计局"),
        ("根据要求，由白石镇人民政府编制本报告。", "白石镇人民政府"),
        ("财政局依据《条例》编写。", "云溪县财政局"),
        ("本报告由县人民政府办公室组织编制。", "云溪县人民政府办公室"),
    ],
)
def test_a_nameless_title_leaves_the_word_to_the_lead_and_not_to_the_site(text: str, body: str) -> None:
    found = identity(text, **ON_SITE)
    assert (found.body, found.body_from, told(found)) == (body, "lead", [("body_inferred", "info")])


@pytest.mark.parametrize(
    "text",
    [
        "我局高度重视。",
        "本局根据《条例》编制本报告。",
        "现将我局2022年政府信息公开情况报告如下。",
        "我街道认真贯彻。",
        "本街道办事处认真贯彻。",
        "我乡成立了领导小组。",
        "我镇成立了领导小组。",
        "我委按照要求编制。",
        "本委员会按照要求编制。",
        "我中心按照要求编制。",
        "本院按照要求编制。",
        "我管委会按照要求编制。",
        "我县高度重视，我局认真落实县人民政府要求。",
        "一、总体情况\n甲\n二、主动公开政府信息情况\n我局公开信息3条。",
    ],
)
def test_a_page_that_speaks_for_a_bureau_is_never_the_governments(text: str) -> None:
    found = identity(text, **ON_SITE)
    assert (found.body, told(found)) == (None, [("body_missing", "warning")])
    published = identity(text, facts=(("发布机构", "云溪县人民政府办公室"),), **ON_SITE)
    assert (published.body, told(published)) == (None, [("body_missing", "warning")])


@pytest.mark.parametrize(
    "title", ["我局2022年政府信息公开工作年度报告", "本街道2022年政府信息公开年报", "我委2022年政府信息公开年报"]
)
def test_a_title_that_says_our_bureau_is_not_the_governments(title: str) -> None:
    assert identity(title=title, **ON_SITE).body is None


@pytest.mark.parametrize(
    ("text", "around", "body"),
    [
        ("我局高度重视。", {"facts": (("发布机构", "云溪县水利局"),)}, "云溪县水利局"),
        ("我局高度重视。", {"breadcrumb": ("首页", "县水利局", "年报")}, "云溪县水利局"),
        ("我局高度重视。", {"breadcrumb": ("首页", "白石镇", "年报")}, None),
        ("我镇高度重视。", {"breadcrumb": ("首页", "白石镇", "年报")}, "白石镇"),
        ("我镇高度重视。", {"facts": (("来源", "白石镇人民政府"),)}, "白石镇人民政府"),
        ("我街道高度重视。", {"facts": (("来源", "北山街道办事处"),)}, "北山街道办事处"),
        ("本办事处高度重视。", {"facts": (("来源", "北山街道"),)}, "北山街道"),
        ("我委高度重视。", {"listed": "年报", "column": "县发展和改革委员会"}, "云溪县发展和改革委员会"),
        ("我委高度重视。", {"listed": "年报", "column": "县水利局"}, None),
        ("我局高度重视。", {"listed": "水利局"}, "云溪县水利局"),
    ],
)
def test_evidence_that_fits_what_the_text_calls_itself_names_the_body(text: str, around: Any, body: str | None) -> None:
    assert identity(text, **ON_SITE, **around).body == body


@pytest.mark.parametrize(
    "text", ["《政府信息公开工作年度报告格式》", "本办法自发布之日起施行。", "自我中心", "本市场有序。", "我所在的小组"]
)
def test_other_words_with_these_characters_say_nothing_of_the_body(text: str) -> None:
    assert identity(text, **ON_SITE).body == SITE


@pytest.mark.parametrize(
    "text", ["我县高度重视。", "本县认真贯彻。", "全县各单位认真贯彻。", "云溪县人民政府高度重视。", "县政府高度重视。"]
)
def test_a_lead_that_speaks_for_the_county_makes_the_report_its_governments(text: str) -> None:
    found = identity(text, **ON_SITE)
    assert (found.body, found.body_from, told(found)) == (SITE, "site", [("body_inferred", "info")])
    assert "the text speaks for it" in found.findings[0].message


def test_a_body_that_only_the_site_suggests_is_a_warning() -> None:
    found = identity(**ON_SITE)
    assert (found.body, found.body_from, told(found)) == (SITE, "site", [("body_inferred", "warning")])
    bureau = identity("我县高度重视。", metas=(("SiteName", "云溪县水利局"),))
    assert (bureau.body, told(bureau)) == ("云溪县水利局", [("body_inferred", "warning")])
    assert identity(metas=(("SiteName", "云溪新闻"),)).body is None


def test_the_name_of_the_site_alone_is_no_title() -> None:
    titles = (("title", SITE), ("line", NAMELESS))
    found = identity("我局高度重视。", titles=titles)
    assert (found.body, told(found)) == (None, [("body_missing", "warning")])


def test_a_titles_government_that_speaks_as_a_bureau_is_told() -> None:
    found = identity("我局高度重视。", f"云溪县{NAMELESS}")
    assert (found.body, told(found)) == (SITE, [("body_disagrees", "warning")])
    assert "我局" in found.findings[0].message
    assert told(identity("我县高度重视。", f"云溪县{NAMELESS}")) == []
    assert told(identity("我局高度重视。", f"云溪县水利局{NAMELESS}")) == []


@pytest.mark.parametrize(
    ("body", "text", "expected"),
    [
        ("云溪县白石镇人民政府", "我局高度重视。", [("body_disagrees", "warning")]),
        ("云溪县白石镇人民政府", "我镇高度重视。", []),
        ("云溪县白石镇人民政府", "我局高度重视，我镇落实。", []),
        ("云溪县水利局", "我镇高度重视。", [("body_disagrees", "warning")]),
        ("云溪县水利局", "我镇高度重视，我委落实。", []),
        ("云溪县水利局", "我委高度重视。", []),
    ],
)
def test_a_title_whose_body_is_of_another_level_than_the_text_speaks_as_is_told(
    body: str, text: str, expected: list[tuple[str, str]]
) -> None:
    found = identity(text, f"{body}{NAMELESS}")
    assert (found.body, told(found)) == (body, expected)


@pytest.mark.parametrize(
    ("page", "other", "severity"),
    [
        ({"listed": "云溪县气象局2022年政府信息公开年报"}, "云溪县气象局", "error"),
        ({"text": "本报告由云溪县气象局编制。"}, "云溪县气象局", "error"),
        ({"breadcrumb": ("首页", "县气象局", "年报")}, "云溪县气象局", "warning"),
        ({"listed": "年报", "column": "县气象局"}, "云溪县气象局", "warning"),
        ({"listed": "白石镇2022年政府信息公开年报"}, "白石镇", "error"),
        ({"listed": "云溪县2022年政府信息公开年报"}, "云溪县人民政府", "error"),
    ],
)
def test_sources_that_disagree_are_a_finding_that_names_both(page: Any, other: str, severity: str) -> None:
    found = identity(title=f"云溪县水利局{NAMELESS}", **page)
    assert (found.body, told(found)) == ("云溪县水利局", [("body_disagrees", severity)])
    assert "云溪县水利局" in found.findings[0].message
    assert other in found.findings[0].message


@pytest.mark.parametrize(
    "page",
    [
        {"listed": "水利局2022年政府信息公开年报"},
        {"listed": "县水利局"},
        {"text": "本报告由县水利局办公室编制。"},
        {"breadcrumb": ("首页", "云溪县人民政府", "年报")},
        {"breadcrumb": ("首页", "县政府办", "县水利局", "年报")},
        {"facts": (("发布机构", "云溪县人民政府办公室"),)},
        {"facts": (("发布机构", "云溪县气象局"),)},
        {"listed": "年报", "column": "各部门"},
        {"listed": "年报", "column": "年报_云溪县人民政府"},
        ON_SITE,
    ],
)
def test_sources_that_say_the_same_or_nothing_of_the_report_do_not_disagree(page: Any) -> None:
    found = identity(title=f"云溪县水利局{NAMELESS}", **page)
    assert (found.body, told(found)) == ("云溪县水利局", [])


def test_titles_of_one_page_that_name_two_bodies_are_an_error() -> None:
    titles = (("meta:ArticleTitle", f"云溪县水利局{NAMELESS}"), ("line", f"云溪县气象局{NAMELESS}"))
    found = identity(titles=titles)
    assert (found.body, told(found)) == ("云溪县水利局", [("body_disagrees", "error")])
    longer = (("meta:ArticleTitle", f"民政局{NAMELESS}"), ("line", f"云溪县民政局{NAMELESS}"))
    assert identity(titles=longer).body == "云溪县民政局"


def test_every_source_counts_before_those_behind_it() -> None:
    sources: dict[str, Any] = {
        "title": {"title": f"云溪县水利局{NAMELESS}"},
        "listed": {"listed": "县民政局2022年政府信息公开年报"},
        "lead": {"text": "本报告由县司法局编制。"},
        "list_column": {"listed": "年报", "column": "县审计局"},
        "contact": {"text": "请与县档案馆联系。"},
        "issuer": {"facts": (("发布机构", "云溪县财政局"),)},
        "column": {"breadcrumb": ("首页", "县统计局")},
        "site": ON_SITE,
    }
    for first, second in itertools.combinations(sources, 2):
        if not sources[first].keys() & sources[second].keys():
            assert identity(**sources[second] | sources[first]).body_from == first, (first, second)


@pytest.mark.parametrize(
    "name",
    [
        "乡镇",
        "街道",
        "镇街",
        "各乡镇",
        "县直机关",
        "各街道办事处",
        "委办局",
        "县市区",
        "区县开发区",
        "乡镇（街道）",
        "园区",
        "各部门",
        "乡镇街道",
        "市直部门",
        "县政府部门",
        "镇（街道）",
        "下属单位",
        "垂管单位",
        "派出机构",
    ],
)
def test_groups_are_no_bodies(name: str) -> None:
    assert not is_own_body(name)


@pytest.mark.parametrize(
    "name",
    ["教育局", "城关镇", "县政府", "政府办", "县人民政府办公室", "街口街道", "县教育局", "部江镇", "市场监督管理局"],
)
def test_bodies_are_no_groups(name: str) -> None:
    assert is_own_body(name)


@pytest.mark.parametrize(
    ("text", "facts", "body", "source"),
    [
        ("甲", (("落款", "县水利局"),), "云溪县水利局", "author"),
        ("甲", (("落款", SITE),), SITE, "author"),
        ("甲", (("作者", SITE),), SITE, "site"),
        ("甲", (("公开责任部门", "水利局"),), "云溪县水利局", "issuer"),
        ("2022年，县水利局在县委、县政府的领导下，公开信息。", (), "云溪县水利局", "lead"),
        ("云溪县水利局认真贯彻条例。", (), "云溪县水利局", "lead"),
        ("云溪县水利局2022年度政府信息公开工作年度报告由六部分组成。", (), "云溪县水利局", "lead"),
        ("本报告由县水利局办公室编制。", (), "云溪县水利局", "lead"),
    ],
)
def test_who_signs_and_who_a_lead_begins_with_name_the_body(text: str, facts: Any, body: str, source: str) -> None:
    found = identity(text, facts=facts, **ON_SITE)
    assert (found.body, found.body_from) == (body, source)


@pytest.mark.parametrize("text", ["在县委、县政府的领导下，工作有序。", "全县教育系统认真贯彻。", "我县民政工作有序。"])
def test_words_that_bureaus_use_as_well_do_not_speak_for_the_county(text: str) -> None:
    assert told(identity(text, **ON_SITE)) == [("body_inferred", "warning")]


def test_another_bureaus_signature_below_a_title_is_told() -> None:
    found = identity(title=f"云溪县{NAMELESS}", facts=(("落款", "县水利局"),))
    assert (found.body, told(found)) == (SITE, [("body_disagrees", "warning")])


def test_a_line_beside_a_nameless_title_may_be_another_reports_title() -> None:
    line = f"云溪县水利局{NAMELESS}"
    titles = (("line", line), ("heading", NAMELESS))
    beside = identity("甲\n乙", titles=titles, **ON_SITE)
    assert (beside.body, told(beside)) == ("云溪县水利局", [("body_inferred", "warning")])
    assert told(identity(f"{line}\n乙", titles=titles, **ON_SITE)) == []
    assert told(identity(titles=titles, facts=(("来源", "县水利局"),), **ON_SITE)) == []
    assert told(identity(titles=titles[:1], **ON_SITE)) == []


@pytest.mark.parametrize(
    ("page", "severity"),
    [
        ({"facts": (("来源", "云溪县气象局"),)}, "warning"),
        ({"facts": (("发布机构", "县气象局"),)}, "warning"),
        ({"text": "根据条例要求，云溪县气象局现公布2022年政府信息公开工作年度报告。"}, "error"),
    ],
)
def test_a_countys_title_above_a_bureau_is_told(page: Any, severity: str) -> None:
    found = identity(title=f"云溪县{NAMELESS}", **page)
    assert (found.body, told(found)) == (SITE, [("body_disagrees", severity)])
    assert "云溪县气象局" in found.findings[0].message


@pytest.mark.parametrize("issuer", ["云溪县人民政府办公室", "县政务服务管理局", "县融媒体中心", "云溪县大数据局"])
def test_who_puts_a_countys_report_on_the_site_is_none_that_reports(issuer: str) -> None:
    assert told(identity(title=f"云溪县{NAMELESS}", facts=(("来源", issuer),))) == []


def test_only_the_first_two_chapters_say_for_whom_a_report_speaks() -> None:
    chapters = ("一、总体情况\n{}", "二、主动公开政府信息情况\n{}", "三、收到和处理政府信息公开申请情况\n{}")
    for place, severity in ((0, "info"), (1, "info"), (2, "warning")):
        text = "\n".join(
            each.format("我县认真贯彻条例。" if at == place else "甲。") for at, each in enumerate(chapters)
        )
        assert told(identity(text, **ON_SITE)) == [("body_inferred", severity)]


def test_a_text_that_speaks_for_a_city_does_not_speak_for_a_countys_site() -> None:
    found = identity("本市认真贯彻条例。", **ON_SITE)
    assert (found.body, told(found)) == (SITE, [("body_inferred", "warning")])


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (f"云溪县民政局、云溪县残联{NAMELESS}", "云溪县民政局、云溪县残联"),
        (f"云溪县文化和旅游局 云溪县体育局{NAMELESS}", "云溪县文化和旅游局、云溪县体育局"),
        (f"云溪县文化和旅游局 体育局{NAMELESS}", "云溪县文化和旅游局、体育局"),
    ],
)
def test_a_title_of_two_bodies_is_told(title: str, body: str) -> None:
    found = identity(title=title)
    assert (found.body, told(found)) == (body, [("body_joint", "warning")])


def test_a_second_body_above_the_title_is_told() -> None:
    whole = f"云溪县体育局{NAMELESS}"
    found = identity(titles=(("heading", whole), ("heading", f"云溪县文化和旅游局、{whole}")))
    assert (found.body, told(found)) == ("云溪县体育局", [("body_joint", "warning")])
    assert "云溪县文化和旅游局、云溪县体育局" in found.findings[0].message


def test_a_name_that_does_not_end_like_one_is_told() -> None:
    assert told(identity(title=f"石桥{NAMELESS}")) == [("body_unusual", "warning")]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("云溪县气象局", "我镇认真贯彻条例。"),
        ("云溪县白石镇", "我局认真贯彻条例。"),
        ("云溪县气象局", "我街道有序推进。"),
    ],
)
def test_a_text_of_another_kind_of_body_than_the_title_is_told(body: str, text: str) -> None:
    found = identity(text, f"{body}{NAMELESS}")
    assert (found.body, told(found)) == (body, [("body_disagrees", "warning")])
    assert told(identity(f"我局所在我镇。{text}", f"云溪县气象局{NAMELESS}")) == []


@pytest.mark.parametrize(
    ("around", "body", "severity"),
    [
        ({"text": "白水县水利局根据《条例》编制本报告。"}, "白水县水利局", "warning"),
        ({"text": "白水县人民政府根据《条例》编制本报告。"}, "白水县人民政府", "warning"),
        ({"text": "云溪县白石镇人民政府根据《条例》编制本报告。"}, "云溪县白石镇人民政府", "info"),
        ({"text": "江北市云溪县水利局根据《条例》编制本报告。"}, "江北市云溪县水利局", "info"),
        ({"text": "云溪区水利局根据《条例》编制本报告。"}, "云溪区水利局", "info"),
        ({"facts": (("发布机构", "白水县水利局"),)}, "白水县水利局", "warning"),
        ({"facts": (("发布机构", "云溪县融媒体中心"),)}, "云溪县融媒体中心", "warning"),
        ({"facts": (("发布机构", "云溪县水利局"),)}, "云溪县水利局", "info"),
    ],
)
def test_a_body_of_another_county_or_one_that_puts_things_on_the_site_is_a_warning(
    around: Any, body: str, severity: str
) -> None:
    found = identity(**around, **ON_SITE)
    assert found.body == body
    assert told(found) == [("body_inferred", severity)]


def test_a_city_prints_what_its_counties_report() -> None:
    found = identity("青山区水利局根据《条例》编制本报告。", metas=(("SiteName", "江北市人民政府门户网站"),))
    assert (found.body, told(found)) == ("青山区水利局", [("body_inferred", "info")])
