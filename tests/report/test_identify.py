"""Evidence: who reports on which year, from every source a page has, and where the sources disagree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from reportscraper.model import Block, Cell, Document, Grid, Section
from reportscraper.report.identity.identify import ReportIdentity, identify
from reportscraper.report.sections.read_sections import read_sections

TITLE = "青溪县水利局2022年政府信息公开工作年度报告"
LEAD = "本报告由青溪县水利局编制。所列数据的统计期限自2022年1月1日起至12月31日止。"
SIX = "一、总体情况\n甲\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n四、政府信息公开行政复议、行政诉讼情况\n五、存在的主要问题及改进情况\n乙"


@dataclass
class Page:
    """A document with its sections, from text and whatever stands around it."""

    text: str = ""
    title: str | None = None
    url: str | None = None

    def identity(self, **around: Any) -> ReportIdentity:
        blocks = tuple(Block(text=line) for line in self.text.split("\n") if line)
        titles = (("meta:ArticleTitle", self.title),) if self.title else ()
        around.setdefault("titles", titles)
        document = Document(blocks=around.pop("blocks", blocks), **around)
        return identify(document, read_sections(document.blocks)[0], url=self.url)


def rules(identity: ReportIdentity) -> list[tuple[str, str]]:
    return [(finding.rule, finding.severity) for finding in identity.findings]


def test_all_evidence_agrees() -> None:
    page = Page(f"{LEAD}\n{SIX}", TITLE, "http://www.qingxi.example/art/2023/1/19/art_1_2.html")
    identity = page.identity(
        facts=(("索引号", "11370303004217709K/2023-00001"), ("发布机构", "青溪县水利局"), ("发布日期", "2023-01-19")),
        metas=(("SiteName", "青溪县人民政府"), ("PubDate", "2023-01-19 10:21"), ("SiteIDCode", "3306830002")),
    )
    assert identity == ReportIdentity(
        title=TITLE,
        body="青溪县水利局",
        year=2022,
        kind="report",
        published_on="2023-01-19",
        period=("2022-01-01", "2022-12-31"),
        issuer="青溪县水利局",
        credit_code="11370303004217709K",
        site_code="3306830002",
        body_from="title",
    )


def test_title_wins_over_the_period_and_the_conflict_is_told() -> None:
    identity = Page(LEAD.replace("2022年1月", "2021年1月"), TITLE).identity()
    assert (identity.year, identity.period) == (2022, ("2021-01-01", "2021-12-31"))
    assert rules(identity) == [("year_disagrees", "warning")]
    assert identity.findings[0].message == "The title says 2022, the period of the statistics 2021."


def test_two_titles_that_disagree() -> None:
    titles = (("meta:ArticleTitle", TITLE), ("line", TITLE.replace("2022", "2021")))
    identity = Page(LEAD).identity(titles=titles)
    assert (identity.title, identity.year) == (TITLE, 2022)
    assert rules(identity) == [("year_disagrees", "warning")]


def test_year_from_the_period_where_the_title_has_none() -> None:
    identity = Page(LEAD, "青溪县水利局政府信息公开工作年度报告").identity()
    assert (identity.year, rules(identity)) == (2022, [])


def test_year_from_column_and_publication() -> None:
    title = "青溪县水利局政府信息公开工作年度报告"
    column = Page("甲", title).identity(breadcrumb=("首页", "年报", "2019年"), facts=(("发布日期", "2020-01-15"),))
    assert (column.year, rules(column)) == (2019, [("year_inferred", "warning")])
    address = Page("甲", title, "http://q.example/xxgkAnnualReport.jsp?fbtime=2017&area=1").identity()
    assert (address.year, rules(address)) == (2017, [("year_inferred", "warning")])
    published = Page("甲", title, "http://q.example/202001/t20200115_1.html").identity()
    assert (published.year, published.published_on, rules(published)) == (
        2019,
        "2020-01-15",
        [("year_inferred", "warning")],
    )
    folder = Page("甲", title, "http://q.example/?fbtime=2020").identity(facts=(("发布日期", "2020-01-15"),))
    assert (folder.year, rules(folder)) == (2020, [("year_disagrees", "warning"), ("publication_unusual", "info")])


def test_nothing_tells_the_year() -> None:
    identity = Page("甲", "青溪县水利局政府信息公开工作年度报告").identity()
    assert (identity.year, rules(identity)) == (None, [("year_missing", "warning")])


def test_body_from_lead_issuer_or_column() -> None:
    title = "2022年政府信息公开工作年度报告"
    lead = Page(LEAD, title).identity(facts=(("发布机构", "青溪县人民政府办公室"),))
    assert (lead.body, lead.issuer, rules(lead)) == (
        "青溪县水利局",
        "青溪县人民政府办公室",
        [("body_inferred", "info")],
    )
    issuer = Page("甲", title).identity(facts=(("发布机构", "青溪县人民政府办公室"),))
    assert (issuer.body, rules(issuer)) == ("青溪县人民政府办公室", [("body_inferred", "info")])
    assert "publisher may be another" in issuer.findings[0].message
    source = Page("甲", title).identity(metas=(("contentsource", "白石镇"),))
    assert (source.body, source.issuer) == ("白石镇", "白石镇")
    column = Page("甲", title).identity(breadcrumb=("首页", "白石镇人民政府", "年报"))
    assert (column.body, rules(column)) == ("白石镇人民政府", [("body_inferred", "info")])
    nothing = Page("甲", title).identity()
    assert (nothing.body, rules(nothing)) == (None, [("body_missing", "warning")])


def test_body_of_the_first_sentence() -> None:
    identity = Page(
        "青溪县司法局根据《中华人民共和国政府信息公开条例》编制本报告。", "2022年政府信息公开工作年度报告"
    ).identity()
    assert identity.body == "青溪县司法局"
    contact = Page("如有疑问，请与青溪县档案馆联系。", "2022年政府信息公开工作年度报告").identity()
    assert (contact.body, rules(contact)) == ("青溪县档案馆", [("body_inferred", "info")])


def test_bodies_that_disagree() -> None:
    identity = Page(LEAD, "白石镇2022年政府信息公开工作年度报告").identity()
    assert (identity.body, rules(identity)) == ("白石镇", [("body_disagrees", "error")])
    assert "白石镇" in identity.findings[0].message
    assert "青溪县水利局" in identity.findings[0].message
    longer = Page("本报告由青溪县白石镇人民政府编制。", "白石镇2022年政府信息公开工作年度报告").identity()
    assert (longer.body, rules(longer)) == ("白石镇", [])


def test_short_body_gets_the_county_of_the_site() -> None:
    named = Page("甲", "教育局2022年政府信息公开工作年度报告").identity(metas=(("SiteName", "青溪县人民政府门户网站"),))
    assert named.body == "青溪县教育局"
    titles = (
        ("meta:ArticleTitle", "县教育局2022年政府信息公开工作年度报告"),
        ("title", "县教育局2022年政府信息公开工作年度报告_青溪县人民政府"),
    )
    assert Page("甲").identity(titles=titles).body == "青溪县教育局"


def test_page_without_title_is_told_by_its_headings() -> None:
    identity = Page(f"{LEAD}\n{SIX}").identity()
    assert (identity.kind, identity.title, identity.body, identity.year) == ("report", None, "青溪县水利局", 2022)
    earlier = Page("一、概述\n甲\n二、主动公开政府信息情况\n乙\n三、收费及减免情况\n丙").identity()
    assert earlier.kind == "report"
    assert Page("一、概述\n甲\n二、产业发展\n乙").identity().kind == "other"


def test_page_without_title_is_told_by_its_tables() -> None:
    texts = ("第二十条 第（一）项", "本年制发件数", "三、本年度办理结果")
    cells = tuple(Cell(text, 1, column) for column, text in enumerate(texts, 1))
    identity = Page().identity(blocks=(Block(grid=Grid(1, (cells,), cells)),))
    assert identity.kind == "report"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("青溪县2022年度政府网站工作年度报表", "website_table"),
        ("关于做好2022年政府信息公开工作年度报告编制工作的通知", "notice"),
        ("青溪县2022年政府信息公开工作年度报告解读", "interpretation"),
        ("政府信息公开工作年度报告制度", "other"),
    ],
)
def test_look_alikes_stay_what_their_title_says(title: str, kind: str) -> None:
    identity = Page(SIX, title).identity()
    assert (identity.kind, identity.findings) == (kind, ())


def test_list_of_reports_is_an_index() -> None:
    links = tuple((f"/{year}.html", f"青溪县{year}年政府信息公开工作年度报告") for year in range(2018, 2023))
    assert Page("甲", "政府信息公开年报").identity(links=links).kind == "index"
    assert Page(f"{LEAD}\n{SIX}", TITLE).identity(links=links).kind == "report"


def test_title_of_the_head_is_cut_to_its_part() -> None:
    identity = Page(LEAD).identity(titles=(("title", f"{TITLE} - 年度报告 - 青溪县人民政府"),))
    assert identity.title == TITLE


def test_dates_with_their_sources() -> None:
    metas = (("PubDate", "2017—04—12 21∶37"),)
    assert Page("甲", TITLE).identity(metas=metas).published_on == "2017-04-12"
    identity = Page("甲", TITLE).identity(metas=(("PubDate", "2024-06-30"),), facts=(("发布日期", "2023年1月19日"),))
    assert (identity.published_on, rules(identity)) == ("2023-01-19", [("publication_disagrees", "info")])
    assert "发布日期 says 2023-01-19, PubDate 2024-06-30" in identity.findings[0].message
    late = Page("甲", TITLE).identity(facts=(("发布日期", "2026-01-19"),))
    assert rules(late) == [("publication_unusual", "info")]


def test_codes_are_checked() -> None:
    wrong = Page("甲", TITLE).identity(facts=(("索引号", "11370303004217709A/2023-1"),))
    assert wrong.credit_code is None
    printed = Page("青溪县人民政府主办 网站标识码3306830002", TITLE).identity()
    assert printed.site_code == "3306830002"
    assert Page("甲", TITLE).identity(metas=(("siteidcode", "bm01000001"),)).site_code == "bm01000001"


@pytest.mark.parametrize("text", ["统计期限自2018年1月日起至2018年12月31日止", "统计数据截至2018年12月31日"])
def test_a_defective_period_is_told(text: str) -> None:
    identity = Page(f"{text}。", "青溪县水利局政府信息公开工作年度报告").identity()
    assert (identity.year, identity.period, rules(identity)) == (2018, None, [("period_defective", "info")])


def test_sections_may_be_empty() -> None:
    identity = identify(Document(blocks=()), [Section("lead", "", "")])
    assert (identity.kind, identity.title, identity.findings) == ("other", None, ())


UNTITLED = "2022年政府信息公开工作年度报告"
COUNTY = (("SiteName", "青溪县人民政府门户网站"),)


@pytest.mark.parametrize(("chapters", "kind"), [(4, "report"), (3, "other")])
def test_four_of_the_six_chapters_make_a_report_and_three_do_not(chapters: int, kind: str) -> None:
    heads = ["一、总体情况", "二、主动公开政府信息情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项"]
    assert Page("\n甲\n".join(heads[:chapters])).identity().kind == kind


def test_three_chapters_of_the_older_forms_make_a_report_and_two_do_not() -> None:
    assert Page("一、概述\n甲\n二、主动公开政府信息情况\n乙\n三、收费及减免情况\n丙").identity().kind == "report"
    assert Page("一、概述\n甲\n二、收费及减免情况\n丙").identity().kind == "other"


def test_a_heading_in_the_words_of_the_house_counts_for_nothing() -> None:
    text = "一、我局的情况\n甲\n二、我局主动公开的做法\n乙\n三、我局对申请的答复\n丙\n四、我局的问题\n丁"
    assert Page(text).identity().kind == "other"


def test_two_marks_of_the_law_make_a_report_in_prose_or_cells_and_one_does_not() -> None:
    assert Page("第二十条第（一）项\n本年制发件数").identity().kind == "report"
    assert Page("第二十条第（一）项").identity().kind == "other"
    cell = Cell("勾稽关系为", 1, 1)
    blocks = (Block(grid=Grid(1, ((cell,),), (cell,))), Block(text="第二十條第（一）項"))
    assert Page().identity(blocks=blocks).kind == "report"


@pytest.mark.parametrize(("reports", "kind"), [(2, "other"), (3, "index")])
def test_three_links_to_reports_make_a_list(reports: int, kind: str) -> None:
    links = tuple((f"/{year}.html", f"青溪县{year}年政府信息公开工作年度报告") for year in range(2020, 2020 + reports))
    assert Page("甲").identity(links=links).kind == kind
    assert Page("甲").identity(links=(*links[:2], *links[:2])).kind == "other"


@pytest.mark.parametrize(("chapters", "kind"), [(1, "index"), (2, "report")])
def test_a_report_with_two_chapters_is_none_for_the_links_beside_it(chapters: int, kind: str) -> None:
    text = "\n甲\n".join(["一、总体情况", "二、主动公开政府信息情况"][:chapters])
    links = tuple((f"/{year}.html", f"青溪县{year}年政府信息公开工作年度报告") for year in range(2018, 2023))
    assert Page(text, TITLE).identity(links=links).kind == kind


def test_a_list_of_reports_keeps_the_kind_that_its_title_names() -> None:
    links = tuple((f"/{year}.html", f"青溪县{year}年政府信息公开工作年度报告") for year in range(2018, 2023))
    notice = Page("甲", "关于做好2022年政府信息公开工作年度报告编制工作的通知").identity(links=links)
    assert notice.kind == "notice"


def test_the_title_with_a_year_is_taken_before_one_without() -> None:
    plain = "青溪县水利局政府信息公开工作年度报告"
    both = Page(LEAD).identity(titles=(("line", plain), ("meta:ArticleTitle", TITLE)))
    assert both.title == TITLE
    assert Page(LEAD).identity(titles=(("title", "青溪县人民政府"), ("line", plain))).title == plain
    assert Page("甲").identity(titles=(("title", "青溪县人民政府"),)).title == "青溪县人民政府"


def test_the_title_of_the_kind_of_the_page_is_taken() -> None:
    titles = (("line", "2022年财政预算公开"), ("title", TITLE))
    assert Page("甲").identity(titles=titles).kind == "budget"
    assert Page("甲").identity(titles=titles).title == "2022年财政预算公开"


def test_titles_of_other_kinds_tell_no_year() -> None:
    titles = (("line", UNTITLED), ("title", "2019年财政预算公开"))
    identity = Page(LEAD).identity(titles=titles)
    assert (identity.year, [rule for rule, _ in rules(identity)]) == (2022, ["body_inferred"])


def test_the_body_of_a_report_title_is_taken_before_that_of_another() -> None:
    titles = (("line", "青溪县财政局2022年部门预算公开"), ("title", TITLE))
    assert Page("甲").identity(titles=titles).body == "青溪县水利局"


def test_column_and_publication_that_agree_are_one_inference() -> None:
    title = "青溪县水利局政府信息公开工作年度报告"
    identity = Page("甲", title).identity(breadcrumb=("2019年",), facts=(("发布日期", "2020-01-15"),))
    assert (identity.year, rules(identity)) == (2019, [("year_inferred", "warning")])
    assert "its column or address" in identity.findings[0].message
    inner = Page("甲", title).identity(breadcrumb=("2018年", "2020年"))
    assert inner.year == 2020
    below = Page("甲", title).identity(breadcrumb=("2019年", "县水利局"))
    assert below.year == 2019
    before_address = Page("甲", title, "http://q.example/a.jsp?fbtime=2017").identity(breadcrumb=("2019年",))
    assert before_address.year == 2019
    published = Page("甲", title).identity(facts=(("发布日期", "2020-01-15"),))
    assert "the date of publication" in published.findings[0].message


def test_the_period_of_another_chapter_than_the_first_three_is_not_the_reports() -> None:
    title = "青溪县水利局政府信息公开工作年度报告"
    chapters = [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、存在的主要问题及改进情况",
    ]
    stated = "统计期限自2022年1月1日起至12月31日止。"
    texts = [[stated if at == place else "甲" for at in range(4)] for place in (1, 3)]
    years = [
        Page("\n".join(f"{head}\n{text}" for head, text in zip(chapters, text, strict=True)), title).identity().year
        for text in texts
    ]
    assert years == [2022, None]


def test_a_partial_period_is_told() -> None:
    identity = Page("统计期限自2008年5月1日起至2008年12月31日止。", TITLE.replace("2022", "2008")).identity()
    assert (identity.period, rules(identity)) == (("2008-05-01", "2008-12-31"), [("period_partial", "info")])


@pytest.mark.parametrize(("other", "told"), [("2023-03-20", False), ("2023-03-21", True), ("2022-11-19", True)])
def test_dates_more_than_sixty_days_apart_are_told(other: str, told: bool) -> None:
    identity = Page("甲", TITLE).identity(facts=(("发布日期", "2023-01-19"),), metas=(("PubDate", other),))
    assert ("publication_disagrees" in dict(rules(identity))) is told
    assert identity.published_on == "2023-01-19"


@pytest.mark.parametrize(
    ("date", "told"), [("2022-12-31", True), ("2023-01-01", False), ("2024-12-31", False), ("2025-01-01", True)]
)
def test_a_report_is_published_within_the_two_years_that_follow(date: str, told: bool) -> None:
    identity = Page("甲", TITLE).identity(facts=(("发布日期", date),))
    assert (rules(identity) == [("publication_unusual", "info")]) is told


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("本报告由青溪县司法局负责编制。", "青溪县司法局"),
        ("本年度报告由青溪县司法局编写。", "青溪县司法局"),
        ("甲。青溪县司法局按照《条例》要求。", "青溪县司法局"),
        ("青溪县司法局遵照《条例》要求。", "青溪县司法局"),
        ("青溪县人民政府本报告由青溪县司法局编制。", "青溪县司法局"),
        ("根据要求,青溪县司法局依据《条例》", "青溪县司法局"),
        ("本局根据《条例》编制。", None),
        ("我局根据《条例》编制。", None),
        ("全体同志根据《条例》编制。", None),
        ("如有疑问，请直接与青溪县司法局联系。", "青溪县司法局"),
        ("如有疑问，请与青溪县档案馆联系。本报告由青溪县司法局编制。", "青溪县司法局"),
    ],
)
def test_who_the_lead_names(text: str, body: str | None) -> None:
    identity = Page(text, UNTITLED).identity()
    assert (identity.body, rules(identity)) == (
        (body, [("body_inferred", "info")]) if body else (None, [("body_missing", "warning")])
    )


def test_the_lead_ends_with_the_second_section_and_after_800_characters() -> None:
    sentence = "本报告由青溪县司法局编制。"
    chapters = ["一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"]
    at = [
        "\n".join(f"{head}\n{sentence if place == n else '甲'}" for n, head in enumerate(chapters))
        for place in range(3)
    ]
    assert [Page(text, UNTITLED).identity().body for text in at] == ["青溪县司法局", "青溪县司法局", None]
    assert Page("甲。" * 380 + sentence, UNTITLED).identity().body == "青溪县司法局"
    assert Page("甲。" * 400 + sentence, UNTITLED).identity().body is None


def test_the_lead_is_believed_before_the_publisher_and_the_publisher_before_the_column() -> None:
    around = {"facts": (("发布机构", "青溪县财政局"),), "breadcrumb": ("首页", "白石镇", "青石镇")}
    assert Page("甲", UNTITLED).identity(**around).body == "青溪县财政局"
    assert Page("本报告由青溪县司法局编制。", UNTITLED).identity(**around).body == "青溪县司法局"
    del around["facts"]
    column = Page("甲", UNTITLED).identity(**around)
    assert (column.body, "publisher" in column.findings[0].message) == ("青石镇", False)


def test_a_short_body_from_around_the_title_gets_the_county_of_the_site() -> None:
    assert Page("本报告由教育局编制。", UNTITLED).identity(metas=COUNTY).body == "青溪县教育局"


@pytest.mark.parametrize(
    ("title", "lead", "told"),
    [
        ("嵊州市科技局", "嵊州市科学技术局", False),
        ("青溪县", "青溪县人民政府办公室", False),
        ("白石镇", "白石镇党政办公室", False),
        ("青溪县", "青溪县水利局", True),
        ("东城区教育局", "城东区教育局", True),
        ("白石镇", "青石镇人民政府", True),
    ],
)
def test_a_lead_that_names_another_body_than_the_title(title: str, lead: str, told: bool) -> None:
    identity = Page(f"本报告由{lead}编制。", f"{title}{UNTITLED}").identity()
    assert ("body_disagrees" in dict(rules(identity))) is told


def test_a_place_left_out_is_that_of_the_site() -> None:
    page = Page("本报告由云溪县水利局编制。", f"水利局{UNTITLED}")
    assert "body_disagrees" in dict(rules(page.identity(metas=COUNTY)))
    assert "body_disagrees" not in dict(rules(page.identity()))
