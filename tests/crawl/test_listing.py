from __future__ import annotations

import pytest

from reportscraper.crawl import words
from reportscraper.crawl.cms import read_list
from reportscraper.crawl.listing import read_rows, soup_of
from reportscraper.crawl.subcolumns import read_columns
from reportscraper.model import ListEntry

from .fakes import page

URL = "http://www.a.gov.cn/zwgk/zfxxgknb/"


def rows(body: str, url: str = URL) -> list[tuple[str, str, str | None]]:
    items = read_rows(soup_of(body), page(body, url))
    return [(item.url.removeprefix(url), item.title, item.listed_on) for item in items]


def columns(body: str, url: str = URL) -> list[tuple[str, str]]:
    return [(link.url.removeprefix(url), link.text) for link in read_columns(soup_of(body), page(body, url))]


TRS = """
<div class="nav"><a href="/zwgk/">政务公开</a><a href="/hdjl/">互动交流平台</a></div>
<ul class="list">
<li><a href="./202301/t20230119_1.html" title="云溪县教育局2022年政府信息公开工作年度报告">云溪县教育局2022年政府信…</a><span>2023-01-19</span></li>
<li><a href="./202301/t20230120_2.html">青石镇人民政府2022年政府信息公开工作年度报告</a><span>[2023-01-20]</span></li>
<li><a href="../wzbb/202301/t20230121_3.html" title="2022年政府网站工作年度报表">2022年政府网站工作年度报表</a> 2023年01月21日</li>
</ul>
<div class="footer"><a href="http://www.gov.cn/">中国政府网</a></div>
"""


def test_a_plain_list_gives_full_titles_and_dates() -> None:
    assert rows(TRS) == [
        ("202301/t20230119_1.html", "云溪县教育局2022年政府信息公开工作年度报告", "2023-01-19"),
        ("202301/t20230120_2.html", "青石镇人民政府2022年政府信息公开工作年度报告", "2023-01-20"),
        ("http://www.a.gov.cn/zwgk/wzbb/202301/t20230121_3.html", "2022年政府网站工作年度报表", "2023-01-21"),
    ]


@pytest.mark.parametrize(
    ("row", "title", "date"),
    [
        (
            '<td><a href="/info/2/3.htm">2023年政府信息公开年度报告</a></td><td>2024/1/9</td>',
            "2023年政府信息公开年度报告",
            "2024-01-09",
        ),
        (
            '<a href="/info/2/3.htm">年度报告 政府信息公开<br>2023</a><b>2024-\n01-\n09</b>',
            "年度报告 政府信息公开2023",
            "2024-01-09",
        ),
        ('<a href="/info/2/3.htm">2019年1月2日政府信息公开年度报告</a>', "2019年1月2日政府信息公开年度报告", None),
        ('<a href="/info/2/3.htm" title="">政府信息公开年报</a><i>01-09</i>', "政府信息公开年报", None),
        ('<a href="/info/2/3.htm" title="打开">政府信息公开年度报告</a>', "政府信息公开年度报告", None),
        ('<a href="/info/2/3.htm"><img alt="政府信息公开年度报告图"></a>', "政府信息公开年度报告图", None),
    ],
)
def test_titles_and_dates_are_read_however_they_are_printed(row: str, title: str, date: str | None) -> None:
    [found] = rows(f"<table><tr>{row}</tr></table>" if "<td>" in row else f"<ul><li>{row}</li></ul>")
    assert found[1:] == (title, date)


def test_the_title_of_a_card_is_its_heading_or_the_part_on_the_topic() -> None:
    title = "青石镇2023年政府信息公开工作年度报告"
    day = f"<li><a href='/a/1.html'><div><b>25</b><i>2024-01</i></div><p>{title}</p></a></li>"
    card = (
        f"<div><a href='/a/2.html'><h4>{title}</h4><p>根据《政府信息公开条例》编制……</p><em>2024-01-25</em></a></div>"
    )
    assert [row[1] for row in rows(f"<ul>{day}</ul>{card}")] == [title, title]
    assert not read_list(page(f"<ul>{day}</ul>", URL)).unaddressed


def test_titles_cut_before_the_topic_are_entries_beside_one_that_is_not() -> None:
    body = "<ul><li><a href='/a/1.html'>县教育局政府信息公开工作年度报告</a></li><li><a href='/a/2.html'>县民政局2023年政...</a></li><li><a href='/b/'>更多年报...</a></li></ul>"
    assert [row[0].rpartition("/")[2] for row in rows(body)] == ["1.html", "2.html"]


def test_links_around_the_list_are_left_out() -> None:
    body = TRS + '<div class="hot"><p><a href="/xw/202301/t20230101_9.html">全县春季农业生产会议召开</a></p></div>'
    assert len(rows(body)) == 3


def test_a_list_of_bare_body_names_is_taken_when_nothing_is_on_the_topic() -> None:
    names = "".join(
        f'<li><a href="/info/1/{n}.htm">{name}</a></li>' for n, name in enumerate(("青石镇", "白河乡", "东关街道"))
    )
    body = f'<ul>{names}</ul><div><a href="/info/9/9.htm">要闻</a></div>'
    assert [title for _, title, _ in rows(body)] == ["青石镇", "白河乡", "东关街道"]


def test_an_address_is_listed_once_with_its_fullest_title() -> None:
    link = "/art/2024/1/30/art_1_2.html"
    body = f'<li><a href="{link}">政府信息公开</a><a href="{link}">某局政府信息公开年度报告</a></li>'
    assert rows(body) == [("http://www.a.gov.cn" + link, "某局政府信息公开年度报告", None)]


def test_files_and_other_hosts_may_be_entries() -> None:
    body = '<li><a href="/wz/2025/hz.pdf">2024年政府信息公开年度报告</a></li><li><a href="http://b.gov.cn/t20240101_1.html">年报二</a></li>'
    assert [url for url, _, _ in rows(body)] == [
        "http://www.a.gov.cn/wz/2025/hz.pdf",
        "http://b.gov.cn/t20240101_1.html",
    ]


def test_years_and_bodies_below_the_column_are_sub_columns() -> None:
    body = """
    <a href="2023n/">2023年</a><a href="./2022n/index.html">2022</a><a href="bm/">县政府部门</a><a href="xz/">乡镇街道</a>
    <a href="bm/jyj/">县教育局</a><a href="/hdjl/bm/">部门</a><a href="/zwgk/">政务公开</a><a href="2021n/t20210101_1.html">2021年</a>
    <select><option value="/zwgk/zfxxgknb/2020n/">2020年</option><option value="2">二</option></select>
    <iframe src="list/"></iframe>
    """
    assert columns(body) == [
        ("2023n/", "2023年"),
        ("2022n/index.html", "2022"),
        ("2020n/", "2020年"),
        ("bm/", "县政府部门"),
        ("xz/", "乡镇街道"),
        ("bm/jyj/", "县教育局"),
        ("list/", ""),
    ]


def test_a_page_without_entries_is_not_understood() -> None:
    listing = read_list(page("<html><body><div id='app'></div></body></html>"))
    assert listing.items == ()
    assert not listing.understood
    assert read_list(page(TRS)).understood


def test_the_column_is_noted_on_its_entries() -> None:
    found = read_list(page(TRS, URL), "政府信息公开年报 > 2022年")
    assert {item.column for item in found.items} == {"政府信息公开年报 > 2022年"}
    assert isinstance(found.items[0], ListEntry)


ARTICLES = [
    "https://www.songyang.gov.cn/art/2022/1/11/art_1229358718_4858173.html",
    "http://www.wushan.gov.cn/info/8141/873481.htm",
    "https://www.tjwq.gov.cn/zwgk/zfxxgk/zj2/bgtzrmzf/zfxxgknb46/202201/t20220117_5780998.html",
    "https://www.ningguo.gov.cn/XxgkAnnualReport/show/961.html",
    "https://www.gyct.gov.cn/xxgk/show/20160111120015-456826-00-000.html",
    "https://ht.sanya.gov.cn/htqsite/xxgknb/202101/dee1e3c3f52d470db3b648c946daed7e.shtml",
    "http://www.szlhq.gov.cn/bmxxgk/zdpqghjsglbgs/xxgkgz_125805/xxgkndbg_125807/content/post_8465476.html",
    "http://gdb.hlj.gov.cn/rfb/gknb/202101/c00_30823233.shtml",
    "http://www.linyixian.gov.cn/n54935142/n54940779/n63291928/n63291930/c68562960/content.html",
    "http://www.licheng.gov.cn/gongkai/site_lichengquqzfbgsb/channel_63899ecb375991828262e2a2/doc_641a60c40c770bba2a81ffc6.html",
    "http://www.xjqt.gov.cn/p232/zfxxgknbqhx/20210205/327703.html",
    "http://www.zoucheng.gov.cn/module/xxgk/xxgkAnnualReport.jsp?area=11370883004326403Q&fbtime=2024",
    "https://nr.gd.gov.cn/gkmlpt/content/2/2877/post_2877736.html",
    "https://www.hebei.gov.cn/columns/8aef2fa0-cc14-409e-9f68-fbdba00a0c72/202308/21/720faafd-6610-4d9e-9cc8-9e0f056c2101.html",
    "http://www.qinzhou.gov.cn/zfxxgk/zfxxgkgzndbg/sj/nb_2021/jgzfxxgknb/t15609267.shtml",
    "https://yyx.gov.cn/37584/38154/38157/38160/38177/38181/39957/content_1190472.html",
    "http://www.dazhou.gov.cn/xxgk-show-12475.html",
    "http://xxgk.guangshan.gov.cn/show.php?classid=4471&id=37290&bid=1",
    "http://gk.ziyang.gov.cn/year_details.aspx?dept=158&id=31175",
    "http://www.hnyx.gov.cn/c26829/20250126/i2310545.html",
    "https://www.hanyin.gov.cn/Content-2673984.html",
    "https://www.bp.gov.cn/html/BPSZF/202601/0176846404516720.html",
    "http://61.150.65.235/zfxxgk/zfxxgknb/bmxxgknb/1906985018193408001.html",
    "http://www.yongding.gov.cn/xxgk/zfxxgkzl/szfxxgk/zfxxgknb/tnull_1353447.htm",
    "http://zltq.gov.cn/zltq/2026-02/02/article_2026020215500030847.html",
    "https://www.scanju.gov.cn/gongkai/show/3307ea6fed8f4ddbb88636a527a2d3a2.html",
]


@pytest.mark.parametrize("url", ARTICLES)
def test_addresses_of_articles(url: str) -> None:
    assert words.is_article(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://www.a.gov.cn/",
        "http://www.a.gov.cn/col/col1229114055/index.html",
        "http://www.a.gov.cn/zwgk/zfxxgk/zfxxgknb/2020n_123/",
        "http://www.a.gov.cn/hrbdl/c112289c/list.shtml",
        "http://www.a.gov.cn/zfxxgknb/n2022n/xz.htm",
        "http://www.a.gov.cn/public/column/1234?type=3&action=list",
        "http://www.a.gov.cn/columns/8aef2fa0-cc14-409e-9f68-fbdba00a0c72/index.html",
        "http://www.a.gov.cn/gkmlpt/annualreport",
        "http://www.a.gov.cn/list.asp?class=12&page=2",
    ],
)
def test_addresses_of_columns(url: str) -> None:
    assert not words.is_article(url)
