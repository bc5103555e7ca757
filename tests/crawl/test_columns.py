from __future__ import annotations

import itertools

import pytest

from reportscraper.model import Exchange

from .bench import NB, ROOT, Crawl, detail, entry, list_page, made_site
from .fakes import Script, exchange


def test_a_column_is_walked_and_its_pages_are_handed_on() -> None:
    crawl = Crawl(
        {
            NB: list_page(
                entry("t20240119_1.html"),
                entry("t20240119_2.html"),
                more="<script>createPageHTML(2, 0, 'index', 'html')</script>",
            ),
            f"{NB}index_1.html": list_page(
                entry("t20240119_3.html"), entry("t20240119_4.html", "2023年政府网站工作年度报表")
            ),
            **{f"{NB}t20240119_{n}.html": detail(f"第{n}局本年度情况。") for n in range(1, 5)},
        }
    )
    assert crawl.seen() == [(f"t20240119_{n}.html", "new") for n in range(1, 5)]
    assert crawl.seen("list") == [("", "new"), ("index_1.html", "new")]
    assert crawl.seen("robots") == [(f"{ROOT}/robots.txt", "gone")]
    first = next(visit for visit in crawl.visits if visit.role == "detail")
    assert first.listed is not None
    assert (first.listed.title, first.listed.listed_on, first.listed.column) == (
        "t20240119_1.html局2023年政府信息公开年度报告",
        "2024-01-19",
        "年报",
    )
    assert crawl.summary.reports_listed == 3
    assert crawl.summary.outcomes == {"new": 4}
    assert crawl.summary.complete


def test_the_lists_are_walked_before_the_pages_are_fetched_and_nothing_is_asked_twice() -> None:
    crawl = Crawl(
        {
            NB: list_page(entry("t20240119_1.html"), more="<script>createPageHTML(2, 0, 'index', 'html')</script>"),
            f"{NB}index_1.html": list_page(entry("t20240119_1.html"), entry("t20240119_2.html")),
            f"{NB}t20240119_1.html": detail("甲"),
            f"{NB}t20240119_2.html": detail("乙"),
        }
    )
    asked = [url.removeprefix(NB) for url in crawl.fetcher.urls]
    assert asked[1:3] == ["", "index_1.html"]
    assert asked[-2:] == ["t20240119_1.html", "t20240119_2.html"]
    assert len(set(asked)) == len(asked)


def test_the_gap_is_kept_through_the_whole_crawl() -> None:
    crawl = Crawl({NB: list_page(*(entry(f"t20240119_{n}.html") for n in range(5)))})
    times = crawl.fetcher.times
    assert min(b - a for a, b in itertools.pairwise(times)) >= 1.0


def test_sub_columns_are_walked_with_their_path_of_names() -> None:
    crawl = Crawl(
        {
            NB: exchange(NB, '<title>年报</title><a href="2023n/">2023年</a>'),
            f"{NB}2023n/": exchange(f"{NB}2023n/", '<a href="xz/">乡镇</a><ul>' + entry("t20240119_1.html") + "</ul>"),
            f"{NB}2023n/xz/": exchange(f"{NB}2023n/xz/", "<ul>" + entry("t20240119_2.html") + "</ul>"),
            f"{NB}2023n/t20240119_1.html": detail("甲"),
            f"{NB}2023n/xz/t20240119_2.html": detail("乙"),
        }
    )
    columns = [visit.listed.column for visit in crawl.visits if visit.role == "detail" and visit.listed]
    assert columns == ["年报 > 2023年", "年报 > 2023年 > 乡镇"]
    assert [(column.name, column.items) for column in crawl.summary.columns] == [
        ("年报", 0),
        ("年报 > 2023年", 1),
        ("年报 > 2023年 > 乡镇", 1),
    ]


def test_bodies_whose_lists_stand_below_years_are_read_at_addresses_that_tell_nothing() -> None:
    start = f"{ROOT}/col/col1/index.html"
    years = '<a href="/col/col9/index.html">2023年</a>'
    crawl = Crawl(
        {
            start: exchange(
                NB,
                '<title>年报</title><a href="/col/col2/index.html">县教育局</a><a href="/col/col3/index.html">县民政局</a>',
            ),
            f"{ROOT}/col/col2/index.html": exchange(NB, f"<title>县教育局</title>{years}"),
            f"{ROOT}/col/col3/index.html": exchange(NB, "<title>县民政局</title><p>" + "机构职能" * 90),
            f"{ROOT}/col/col9/index.html": exchange(NB, f"<ul>{entry('/zwgk/nb/t20240119_1.html')}</ul>"),
        },
        site=made_site(start=(start,)),
    )
    assert [name for name, _ in crawl.seen()] == ["t20240119_1.html"]
    assert crawl.summary.columns[0].understood


def test_a_list_of_bodies_that_lead_to_no_report_is_not_understood() -> None:
    start = f"{ROOT}/col/col1/index.html"
    bodies = '<title>年报</title><a href="/col/col2/index.html">县教育局</a><a href="/col/col3/index.html">县民政局</a>'
    other = exchange(NB, "<title>职能</title><p>" + "机构职能" * 90)
    crawl = Crawl(
        {start: exchange(NB, bodies), f"{ROOT}/col/col2/index.html": other, f"{ROOT}/col/col3/index.html": other},
        site=made_site(start=(start,)),
    )
    assert not crawl.summary.columns[0].understood


def test_a_list_and_reports_that_are_sent_with_404_are_read_all_the_same() -> None:
    chapters = "".join(
        f"<p>{n}、{name}</p>"
        for n, name in zip(
            "一二三四",
            (
                "总体情况",
                "主动公开政府信息情况",
                "收到和处理政府信息公开申请情况",
                "政府信息公开行政复议、行政诉讼情况",
            ),
            strict=True,
        )
    )
    rows = "".join(entry(f"t20240119_{n}.html") for n in range(1, 4))
    crawl = Crawl(
        {
            NB: exchange(NB, f"<title>年报</title><ul>{rows}</ul>", 404),
            f"{NB}t20240119_1.html": exchange(NB, f"<title>报告</title>{chapters}", 404),
            f"{NB}t20240119_2.html": exchange(
                NB, f"<title>t20240119_2.html局2023年政府信息公开年度报告</title><p>{'内容' * 300}</p>", 404
            ),
            f"{NB}t20240119_3.html": exchange(NB, f"<title>页面不存在</title><p>{'内容' * 300}</p>", 404),
        }
    )
    assert crawl.seen() == [("t20240119_1.html", "new"), ("t20240119_2.html", "new"), ("t20240119_3.html", "gone")]


def test_pages_on_other_matters_do_not_end_a_list_but_many_do_and_are_told() -> None:
    def page(number: int) -> Exchange:
        news = "".join(
            f"<li><a href='/n/{number}{n}.html'>县里召开第{number}{n}次会议研究工作</a><span>2024-01-1{n}</span></li>"
            for n in range(4)
        )
        report = entry(f"t20240119_{number}.html") if number in {1, 5} else ""
        return list_page(report or news, more=f'<a href="list_{number + 1}.html">下一页</a>')

    crawl = Crawl({NB: page(1), **{f"{NB}list_{n}.html": page(n) for n in range(2, 30)}})
    [column] = crawl.summary.columns
    assert (column.items, column.pages, column.capped) == (2, 10, True)


def test_a_list_without_entries_is_never_taken_for_an_empty_one() -> None:
    crawl = Crawl({NB: exchange(NB, "<title>年报</title><div id=app></div><p>" + "说明" * 300)})
    assert crawl.seen("list") == [("", "not_understood")]
    assert not crawl.summary.complete
    assert not crawl.summary.columns[0].understood


def test_two_pages_without_anything_new_end_a_list_but_one_does_not() -> None:
    stub = exchange(NB, "<html><p>" + "x" * 300)
    pages: dict[str, Script] = {f"{NB}index_{n}.html": stub for n in range(1, 9)}
    pages[f"{NB}index_2.html"] = list_page(entry("t20240119_2.html"))
    crawl = Crawl(
        {
            **pages,
            NB: list_page(entry("t20240119_1.html"), more="<script>createPageHTML(9, 0, 'index', 'html')</script>"),
        }
    )
    assert [name for name, _ in crawl.seen("list")] == [
        "",
        "index_1.html",
        "index_2.html",
        "index_3.html",
        "index_4.html",
    ]
    assert crawl.summary.columns[0].items == 2


def test_a_missing_page_ends_a_list_whose_last_page_is_missing_too() -> None:
    crawl = Crawl(
        {NB: list_page(entry("t20240119_1.html"), more="<script>createPageHTML(9, 0, 'index', 'html')</script>")}
    )
    assert crawl.seen("list") == [("", "new"), ("index_1.html", "gone"), ("index_8.html", "gone")]


def test_pages_behind_missing_ones_are_read_and_those_are_told() -> None:
    there = {NB + f"index_{n}.html": list_page(entry(f"t20240119_{n}.html")) for n in (2, 5, 6)}
    first = list_page(entry("t20240119_9.html"), more="<script>createPageHTML(7, 0, 'index', 'html')</script>")
    crawl = Crawl({NB: first, **there})
    assert crawl.summary.columns[0].items == 4
    assert crawl.summary.columns[0].broken == 3


def test_a_list_that_is_numbered_from_another_page_on_than_it_says_is_read_to_its_end() -> None:
    there = {NB + f"index_{n}.html": list_page(entry(f"t20240119_{n}.html")) for n in (2, 3)}
    first = list_page(entry("t20240119_9.html"), more="<script>createPageHTML(3, 0, 'index', 'html')</script>")
    [column] = Crawl({NB: first, **there}).summary.columns
    assert (column.items, column.broken) == (3, 0)


def test_a_list_that_only_says_next_goes_on_behind_a_broken_page() -> None:
    def page(number: int) -> Exchange:
        more = f'<a href="list_{number + 1}.html">下一页</a>' if number < 5 else ""
        return list_page(entry(f"t20240119_{number}.html"), more=more)

    broken = exchange(f"{NB}list_3.html", "<html><body>系统繁忙，请稍后再试</body></html>")
    crawl = Crawl({NB: page(1), **{f"{NB}list_{n}.html": broken if n == 3 else page(n) for n in range(2, 6)}})
    assert crawl.summary.columns[0].items == 4
    assert crawl.summary.columns[0].broken == 1


def test_fewer_entries_than_declared_are_reported() -> None:
    store = "<script type='text/xml'><datastore><totalrecord>9</totalrecord><recordset><record><![CDATA[{}]]></record></recordset></datastore></script>"
    crawl = Crawl({NB: exchange(NB, store.format(entry("/art/2024/1/1/art_1_1.html")))})
    assert crawl.summary.columns[0].short
    assert not crawl.summary.complete


def test_the_second_way_of_paging_is_tried_when_the_first_brings_nothing() -> None:
    def store(numbers: range, proxy: str = "") -> str:
        rows = "".join(f"<record><![CDATA[{entry(f'/art/2024/1/1/art_1_{n}.html')}]]></record>" for n in numbers)
        group = '<nextgroup><![CDATA[<a href="/dataproxy.jsp?page=2&webid=1"></a>]]></nextgroup>'
        return f"<script type='text/xml'><datastore>{group}<recordset>{rows}</recordset></datastore></script>{proxy}"

    script = "<script>var param_1={col:1,webid:'1'};x({totalRecord:4,perPage:2,groupSize:1,proxyUrl:'/dataproxy.jsp'})</script>"
    crawl = Crawl(
        {
            NB: exchange(NB, store(range(1, 3), script)),
            f"{ROOT}/dataproxy.jsp?startrecord=3&endrecord=4&perpage=2": exchange(NB, "<datastore></datastore>"),
            f"{ROOT}/dataproxy.jsp?page=2&webid=1": exchange(NB, store(range(3, 5))),
        }
    )
    assert crawl.summary.columns[0].items == 4
    assert not crawl.summary.columns[0].short


def test_a_column_may_be_the_report_itself() -> None:
    chapters = "".join(
        f"<p>{heading}</p>"
        for heading in (
            "一、总体情况",
            "二、主动公开政府信息情况",
            "三、收到和处理政府信息公开申请情况",
            "四、政府信息公开行政复议、行政诉讼情况",
        )
    )
    crawl = Crawl(
        {NB: exchange(NB, f"<title>青石镇2023年政府信息公开年度报告</title>{chapters}" + "<p>正文</p>" * 300)}
    )
    assert crawl.seen() == [("", "new")]
    assert crawl.summary.complete


def test_a_page_that_gathers_a_years_reports_is_a_page_and_a_list() -> None:
    gathered = entry("2023hz.html", "2023年政府信息公开年报汇总")
    cells = '<tr><td><a href="/nb/1.pdf">青石镇</a></td><td><a href="t20240119_2.html">财政局</a></td></tr><tr><td><a href="t20240119_3.html">教育局</a></td></tr>'
    crawl = Crawl(
        {
            NB: list_page(gathered, entry("t20240119_1.html")),
            f"{NB}2023hz.html": exchange(NB, f"<title>汇总</title><p>{'说明' * 99}</p><table>{cells}</table>"),
            **{f"{NB}t20240119_{n}.html": detail(f"第{n}局") for n in (1, 2, 3)},
            f"{ROOT}/nb/1.pdf": exchange(NB, b"%PDF-1.4 ..."),
        }
    )
    assert crawl.seen() == [("2023hz.html", "new"), *((f"t20240119_{n}.html", "new") for n in (1, 2, 3))]
    assert crawl.seen("attachment") == [(f"{ROOT}/nb/1.pdf", "new")]
    columns = {visit.listed.title: visit.listed.column for visit in crawl.visits if visit.listed}
    assert columns["财政局"] == "年报 > 2023年政府信息公开年报汇总"
    assert columns["2023年政府信息公开年报汇总"] == "年报"
    assert crawl.summary.complete


def test_a_gathering_page_without_links_is_a_page_and_no_failed_list() -> None:
    crawl = Crawl(
        {
            NB: list_page(entry("2023hz.html", "2023年年报汇总表"), entry("t20240119_1.html")),
            f"{NB}2023hz.html": detail("各单位均已编制"),
            f"{NB}t20240119_1.html": detail("甲"),
        }
    )
    assert ("2023hz.html", "new") in crawl.seen()
    assert [column.url for column in crawl.summary.columns] == [NB]
    assert crawl.summary.complete


def test_a_page_that_fails_leaves_the_column_broken() -> None:
    paged = "<script>createPageHTML(3, 0, 'index', 'html')</script>"
    error = exchange(NB, "Microsoft OLE DB Provider 超时已过期")
    crawl = Crawl(
        {
            NB: list_page(entry("t20240119_1.html"), more=paged),
            f"{NB}index_1.html": error,
            f"{NB}index_2.html": list_page(entry("t20240119_2.html")),
            f"{NB}t20240119_1.html": detail("甲"),
            f"{NB}t20240119_2.html": detail("乙"),
        }
    )
    assert crawl.fetcher.urls.count(f"{NB}index_1.html") == 3
    assert crawl.seen("list") == [("", "new"), ("index_1.html", "soft404"), ("index_2.html", "new")]
    assert (crawl.summary.columns[0].broken, crawl.summary.columns[0].items) == (1, 2)
    assert not crawl.summary.complete


def test_a_page_that_errs_once_is_read_at_the_second_attempt() -> None:
    paged = "<script>createPageHTML(2, 0, 'index', 'html')</script>"
    crawl = Crawl(
        {
            NB: list_page(entry("t20240119_1.html"), more=paged),
            f"{NB}index_1.html": [exchange(NB, ""), list_page(entry("t20240119_2.html"))],
            f"{NB}t20240119_1.html": detail("甲"),
            f"{NB}t20240119_2.html": detail("乙"),
        }
    )
    assert crawl.summary.columns[0].items == 2
    assert crawl.summary.complete


def test_a_list_that_grows_by_a_page_while_it_is_walked_is_read_whole() -> None:
    def numbered(*numbers: int, pager: str) -> Exchange:
        return list_page(*(entry(f"/info/1/{n}.htm") for n in numbers), more=pager)

    column = f"{ROOT}/nb.htm"
    crawl = Crawl(
        {
            column: numbered(8, 7, pager='<a href="nb/3.htm">下页</a>'),
            f"{ROOT}/nb/3.htm": numbered(5, 4, pager='<a href="4.htm">上页</a><a href="2.htm">下页</a>'),
            f"{ROOT}/nb/4.htm": numbered(7, 6, pager='<a href="../nb.htm">上页</a><a href="3.htm">下页</a>'),
            f"{ROOT}/nb/2.htm": numbered(3, 2, pager='<a href="3.htm">上页</a>'),
        },
        site=made_site(start=(column,)),
    )
    assert crawl.summary.columns[0].items == 7
    assert len(crawl.fetcher.urls) == len(set(crawl.fetcher.urls))


def test_bodies_of_other_counties_on_a_shared_platform_are_left_out_and_named() -> None:
    view = "/module/xxgk/xxgkAnnualReport.jsp"
    areas = "".join(
        f'<a href="/col/1/?vc_xxgkarea={area}">{area}</a>' for area in ("11330683004267001K", "11330624004267001K")
    )
    crawl = Crawl({NB: exchange(NB, f"<title>年报</title>{areas}<script>'{view}'</script>")})
    assert {url.partition("area=")[2][:18] for url in crawl.summary.outside} == {"11330624004267001K"}
    assert crawl.summary.columns[0].items == len(crawl.summary.outside) > 10


@pytest.mark.parametrize("year", ["2015", "2020"])
def test_a_township_column_of_an_older_form_is_a_report(year: str) -> None:
    headings = (
        "一、总体情况",
        "二、政府信息主动公开情况",
        "三、回应解读情况",
        "四、依申请公开政府信息情况",
        "五、政府信息公开的收费及减免情况",
        "八、主要问题和改进措施",
    )
    text = "".join(f"<p>{heading}</p><p>{'正文' * 60}</p>" for heading in headings)
    column = f"{NB}n{year}n/xz/zgz.htm"
    crawl = Crawl(
        {column: exchange(column, f"<title>青石镇{year}年政府信息公开年度报告</title>{text}")},
        site=made_site(start=(column,)),
    )
    assert [outcome for _, outcome in crawl.seen()] == ["new"]


def test_a_guide_is_no_report_for_all_its_chapters() -> None:
    text = "".join(
        f"<p>{heading}</p>"
        for heading in ("一、主动公开", "二、依申请公开", "三、收费标准", "四、行政复议和行政诉讼", "五、监督")
    )
    crawl = Crawl({NB: exchange(NB, f"<title>指南</title>{text}<p>{'说明' * 300}</p>")})
    assert crawl.seen() == []
    assert not crawl.summary.columns[0].understood


def test_a_report_that_links_its_file_is_a_report_and_no_list() -> None:
    chapters = "".join(
        f"<p>{heading}</p><p>{'正文' * 80}</p>"
        for heading in ("一、总体情况", "二、主动公开政府信息情况", "三、依申请公开政府信息情况", "四、存在的主要问题")
    )
    body = f'<title>2018年政府信息公开工作年度报告</title>{chapters}<a href="a.rar">2018年度报告.rar</a>'
    crawl = Crawl({NB: exchange(NB, body)})
    assert crawl.seen() == [("", "new")]


def test_a_title_of_a_year_alone_is_an_entry_where_it_has_a_date_and_a_column_where_not() -> None:
    dated = '<li><a href="show.php?id=1">2018年政府信息公开工作年度报告</a><span>2019-01-20</span></li>'
    crawl = Crawl(
        {
            NB: exchange(NB, f'<title>年报</title><ul>{dated}<li><a href="2017/">2017年政府信息公开年报</a></li></ul>'),
            f"{NB}show.php?id=1": detail("甲"),
            f"{NB}2017/": list_page(entry("t20180119_1.html")),
        }
    )
    assert crawl.seen()[0] == ("show.php?id=1", "new")
    assert [column.url for column in crawl.summary.columns] == [NB, f"{NB}2017/"]


def sibling_columns(below: Exchange) -> Crawl:
    """A column without nested paths, beside it the column of a township."""
    column, other = f"{ROOT}/col/col1229/index.html", f"{ROOT}/col/col1230/index.html"
    menu = '<a href="/col/col1230/index.html">乡镇（街道）</a><a href="/zt/x.html">教育局</a>'
    return Crawl(
        {
            column: exchange(column, f"<title>年报</title>{menu}<ul>{entry('/art/2024/1/1/art_1229_1.html')}</ul>"),
            other: below,
        },
        site=made_site(start=(column,)),
    )


def test_a_column_beside_its_parent_is_taken_when_it_lists_reports() -> None:
    crawl = sibling_columns(list_page(entry("/art/2024/1/1/art_1230_2.html")))
    assert [column.name for column in crawl.summary.columns] == ["年报", "年报 > 乡镇（街道）"]
    assert crawl.summary.reports_listed == 2


def test_a_column_beside_it_on_other_matters_is_left() -> None:
    news = list_page(entry("/art/2024/1/1/art_1230_2.html", "某镇召开会议"), more='<a href="index_2.html">下一页</a>')
    crawl = sibling_columns(news)
    assert [column.name for column in crawl.summary.columns] == ["年报"]
    assert crawl.summary.reports_listed == 1
    assert not any("index_2" in url for url in crawl.fetcher.urls)


def test_bodies_with_an_instance_of_their_own_are_sub_columns_of_the_portals() -> None:
    api = f"{ROOT}/b02/gkmlpt/annualreport"
    crawl = Crawl({NB: exchange(NB, '<title>年报</title><a href="/b02/gkmlpt/annualreport#2629">云溪县教育局</a>')})
    assert api in crawl.fetcher.urls


@pytest.mark.parametrize(
    ("button", "hides"),
    [
        ('<a href="javascript:more()">加载更多</a>', True),
        ("<button> 点击加载更多↓ </button>", True),
        ('<a href="index_2.html">下一页</a><a href="javascript:">加载更多</a>', False),
        ('<a href="/xw/">更多</a>', False),
    ],
)
def test_a_button_that_loads_more_is_not_taken_for_the_end(button: str, *, hides: bool) -> None:
    crawl = Crawl(
        {
            NB: list_page(entry("t20240119_1.html"), more=button),
            f"{NB}index_2.html": list_page(entry("t20240119_2.html")),
            **{f"{NB}t20240119_{n}.html": detail(f"第{n}局") for n in (1, 2)},
        }
    )
    assert crawl.summary.columns[0].hides_more is hides
    assert crawl.summary.complete is not hides


def _answers(declared: int, *pages: list[str]) -> dict[str, Script]:
    """A list of several pages, each of which says how many entries there are and where the next page is."""
    made: dict[str, Script] = {}
    for number, page in enumerate(pages, start=1):
        url = NB if number == 1 else f"{NB}index_{number}.html"
        more = f"<p>共{declared}条</p>" + (
            f'<a href="index_{number + 1}.html">下一页</a>' if number < len(pages) else ""
        )
        made[url] = list_page(*(entry(name) for name in page), more=more)
        made.update({f"{NB}{name}": detail(name) for name in page})
    return made


def test_records_that_are_counted_and_printed_on_no_page_are_no_alarm() -> None:
    names = [f"t20240119_{n}.html" for n in range(1, 27)]
    [column] = Crawl(_answers(30, names[:10], names[10:16], names[16:26])).summary.columns
    assert (column.items, column.declared, column.short, column.printed_out, column.whole) == (
        26,
        30,
        False,
        True,
        True,
    )


def test_a_page_that_is_missing_from_what_is_counted_is_told() -> None:
    names = [f"t20240119_{n}.html" for n in range(1, 27)]
    [column] = Crawl(_answers(30, names[:10], names[10:20])).summary.columns
    assert (column.short, column.whole) == (True, False)
    [column] = Crawl(_answers(30, names[:10])).summary.columns
    assert (column.short, column.whole) == (True, False)
