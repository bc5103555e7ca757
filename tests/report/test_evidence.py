"""Evidence: who reports on which year, from every source a page has, and where the sources disagree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from reportscraper.model import Block, Cell, Document, Grid, Section
from reportscraper.report.identity.identify import Identity, identify
from reportscraper.report.identity.period import date_in_url, find_period, year_in_column, year_in_url
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

    def identity(self, **around: Any) -> Identity:
        blocks = tuple(Block(text=line) for line in self.text.split("\n") if line)
        titles = (("meta:ArticleTitle", self.title),) if self.title else ()
        around.setdefault("titles", titles)
        document = Document(blocks=around.pop("blocks", blocks), **around)
        return identify(document, read_sections(document.blocks)[0], url=self.url)


def rules(identity: Identity) -> list[tuple[str, str]]:
    return [(finding.rule, finding.severity) for finding in identity.findings]


def test_all_evidence_agrees() -> None:
    page = Page(f"{LEAD}\n{SIX}", TITLE, "http://www.qingxi.example/art/2023/1/19/art_1_2.html")
    identity = page.identity(
        facts=(("索引号", "11370303004217709K/2023-00001"), ("发布机构", "青溪县水利局"), ("发布日期", "2023-01-19")),
        metas=(("SiteName", "青溪县人民政府"), ("PubDate", "2023-01-19 10:21"), ("SiteIDCode", "3306830002")),
    )
    assert identity == Identity(
        title=TITLE,
        body="青溪县水利局",
        year=2022,
        kind="report",
        published_on="2023-01-19",
        period=("2022-01-01", "2022-12-31"),
        issuer="青溪县水利局",
        credit_code="11370303004217709K",
        site_code="3306830002",
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
    assert (identity.body, rules(identity)) == ("白石镇", [("body_disagrees", "warning")])
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
    late = Page("甲", TITLE).identity(facts=(("发布日期", "2026-01-19"),))
    assert rules(late) == [("publication_unusual", "info")]


def test_codes_are_checked() -> None:
    wrong = Page("甲", TITLE).identity(facts=(("索引号", "11370303004217709A/2023-1"),))
    assert wrong.credit_code is None
    printed = Page("青溪县人民政府主办 网站标识码3306830002", TITLE).identity()
    assert printed.site_code == "3306830002"
    assert Page("甲", TITLE).identity(metas=(("siteidcode", "bm01000001"),)).site_code == "bm01000001"


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("统计期限从2022年1月1日起到12月31日止。", ("2022-01-01", "2022-12-31")),
        ("数据统计时限为２０２１年１月１日—２０２１年１２月３１日", ("2021-01-01", "2021-12-31")),
        ("统计期限自二〇一九年一月一日至二〇一九年十二月三十一日止", ("2019-01-01", "2019-12-31")),
        ("统计期限从2022年1月1日始至当年12月31日止", ("2022-01-01", "2022-12-31")),
        ("统计期限自2023年1月1日起，至2023年12月31日止", ("2023-01-01", "2023-12-31")),
        ("统计时间：2023.1.1-2023.12.31", ("2023-01-01", "2023-12-31")),
        ("统计期限为2020年1月至12月", ("2020-01-01", "2020-12-31")),
        ("数据起止时间为2008年5月1日至2008年12月31日", ("2008-05-01", "2008-12-31")),
        ("（2020年1月1日至2020年12月31日）", ("2020-01-01", "2020-12-31")),
    ],
)
def test_wordings_of_the_period(text: str, dates: tuple[str, str]) -> None:
    period = find_period(text)
    assert period is not None
    assert (period.dates, period.year) == (dates, int(dates[0][:4]))


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("统计期限自2018年1月日起至2018年12月31日止", 2018),
        ("统计期限：2024年1月1日到2024年12月32日", 2024),
        ("统计数据截至2022年12月31日", 2022),
    ],
)
def test_defective_period_gives_the_year_alone(text: str, year: int) -> None:
    period = find_period(text)
    assert period is not None
    assert (period.year, period.dates) == (year, None)
    identity = Page(f"{text}。", "青溪县水利局政府信息公开工作年度报告").identity()
    assert (identity.year, identity.period, rules(identity)) == (year, None, [("period_defective", "info")])


def test_other_spans_of_dates_are_no_period() -> None:
    assert find_period("2022年5月10日至5月20日开展宣传活动。") is None
    assert find_period("统计工作有序。2022年5月10日至5月20日开展活动") is None
    assert find_period("") is None


@pytest.mark.parametrize(
    ("url", "date"),
    [
        ("http://q.example/art/2022/1/11/art_1229_48.html", "2022-01-11"),
        ("http://q.example/zfxxgk/202201/t20220117_5780998.html", "2022-01-17"),
        ("http://q.example/2024-01-30/a.shtml", "2024-01-30"),
        ("http://q.example/show/20160111120015-456826.html", "2016-01-11"),
        ("http://q.example/n54935142/c68562960/content.html", None),
        ("http://q.example/2022/13/45/x.html", None),
    ],
)
def test_date_in_url(url: str, date: str | None) -> None:
    assert date_in_url(url) == date


def test_years_in_addresses_and_columns() -> None:
    assert year_in_url("http://q.example/a.jsp?area=1&timeFrame=2021") == 2021
    assert year_in_url("http://q.example/2021/a.html") is None
    assert year_in_column("2022年") == 2022
    assert year_in_column("政府信息公开年报") is None


def test_sections_may_be_empty() -> None:
    identity = identify(Document(blocks=()), [Section("lead", "", "")])
    assert (identity.kind, identity.title, identity.findings) == ("other", None, ())
